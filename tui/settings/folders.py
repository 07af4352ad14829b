"""Where the catalogue, downloads and the clinic's own synonyms lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path

NAME = "catalog.db"
_XDG = {
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "config": ("XDG_CONFIG_HOME", "~/.config"),
    "state": ("XDG_STATE_HOME", "~/.local/state"),
}

_OF_MACOS = "~/Library/Application Support"


def user_folder(kind: str) -> Path:
    """The user's folder for `data`, `config` or `state` of this program."""
    variable, default = _XDG[kind]
    named = os.environ.get(variable, "").strip()
    usual = _OF_MACOS if sys.platform == "darwin" else default
    base = named if named.startswith("/") else os.path.expanduser(usual)  # noqa: PTH111
    if base.startswith("~"):  # no home: never a folder of that name where one stands
        return Path("/nonexistent/trials")
    return Path(base) / "trials"


def default_catalogue() -> Path:
    """`TRIALS_CATALOG`, else the checkout's `catalog.db`, else the user's data folder."""
    if named := os.environ.get("TRIALS_CATALOG"):
        return Path(named)
    return sample_catalogue() or user_folder("data") / NAME


def sample_catalogue() -> Path | None:
    """The checkout's `catalog.db`; None where the program was installed without one."""
    checkout = Path(__file__).resolve().parent.parent.parent
    is_there = (checkout / "pyproject.toml").is_file() and (checkout / NAME).is_file()
    return checkout / NAME if is_there else None


def config_file() -> Path:
    """Where the settings are: `TRIALS_CONFIG`, else in the user's configuration folder."""
    named = os.environ.get("TRIALS_CONFIG")
    return Path(named) if named else user_folder("config") / "settings.toml"


def state_folder() -> Path:
    """Where marks, query, place and reports of defects go."""
    return Path(os.environ.get("TRIALS_STATE") or user_folder("state"))


def synonyms_file() -> Path | None:
    """The clinic's own synonyms: `TRIALS_SYNONYMS`, else `synonyms.toml` beside the settings."""
    named = os.environ.get("TRIALS_SYNONYMS")
    path = Path(named) if named else user_folder("config") / "synonyms.toml"
    return path if named or path.is_file() else None


def downloads_folder() -> Path:
    """Where `trials update` keeps pages: `TRIALS_DOWNLOADS`, else in the user's data folder."""
    if named := os.environ.get("TRIALS_DOWNLOADS"):
        return Path(named)
    return user_folder("data") / "downloads"
