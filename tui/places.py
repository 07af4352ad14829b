"""Where the catalogue, downloads and the clinic's own synonyms lie."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

NAME = "catalog.db"


def default_catalogue() -> Path:
    """`TRIALS_CATALOG`, else the checkout's `catalog.db`, else the user's data folder."""
    if named := os.environ.get("TRIALS_CATALOG"):
        return Path(named)
    checkout = Path(__file__).resolve().parent.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / NAME).is_file():
        return checkout / NAME
    return platformdirs.user_data_path("trials") / NAME


def synonyms_file() -> Path | None:
    """The clinic's own synonyms: `TRIALS_SYNONYMS`, else `synonyms.toml` beside the settings."""
    named = os.environ.get("TRIALS_SYNONYMS")
    path = Path(named) if named else platformdirs.user_config_path("trials") / "synonyms.toml"
    return path if named or path.is_file() else None


def downloads_folder() -> Path:
    """Where `trials update` keeps pages: `TRIALS_DOWNLOADS`, else in the user's data folder."""
    if named := os.environ.get("TRIALS_DOWNLOADS"):
        return Path(named)
    return platformdirs.user_data_path("trials") / "downloads"
