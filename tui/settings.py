"""Settings from a TOML file, and the folders of a user.

`TRIALS_CONFIG` names the file, `TRIALS_STATE` and `TRIALS_EXPORTS` the folders, where the defaults
do not suit. A wrong setting is said in one line; the rest still holds.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from tui.commands import COMMANDS
from tui.themes import DEFAULT, THEMES


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose."""

    theme: str = DEFAULT
    export_folder: Path = field(default_factory=lambda: export_folder())
    query: str = ""
    """Default filters, as they could be typed."""
    sites: tuple[str, ...] = ()
    """The user's own sites: cities or facilities."""
    mouse: bool = True
    keys: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def config_file() -> Path:
    """Where the settings are."""
    named = os.environ.get("TRIALS_CONFIG")
    return Path(named) if named else platformdirs.user_config_path("trials") / "settings.toml"


def state_folder() -> Path:
    """Where marks, query, place and reports of defects go."""
    return Path(os.environ.get("TRIALS_STATE") or platformdirs.user_state_path("trials"))


def export_folder() -> Path:
    """Where exports go unless the settings name another folder."""
    named = os.environ.get("TRIALS_EXPORTS")
    return Path(named) if named else Path.home() / "trials-exports"


def load(path: Path | None = None) -> Settings:
    """The settings of a file; defaults where there is none. Never raises."""
    path = path or config_file()
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Settings(problems=(f"{path.name}: cannot be read ({error})",))
    return _checked(read)


def _checked(read: dict[str, object]) -> Settings:
    problems = [
        f"unknown setting: {name}"
        for name in sorted(
            set(read) - {"theme", "export_folder", "query", "sites", "mouse", "keys"}
        )
    ]
    theme = str(read.get("theme", DEFAULT))
    if theme not in THEMES:
        problems.append(f"theme: {theme!r} is none of {', '.join(THEMES)}")
        theme = DEFAULT
    named = read.get("export_folder")
    folder = Path(str(named)).expanduser() if named else export_folder()
    sites = read.get("sites", ())
    keys = _keys(read.get("keys", {}), problems)
    return Settings(
        theme=theme,
        export_folder=folder,
        query=str(read.get("query", "")),
        sites=tuple(map(str, sites)) if isinstance(sites, list) else (),
        mouse=read.get("mouse", True) is True,
        keys=keys,
        problems=tuple(problems),
    )


def _keys(given: object, problems: list[str]) -> dict[str, str]:
    known = {command.id for command in COMMANDS}
    if not isinstance(given, dict):
        problems.append("keys: must be a table of command = keys")
        return {}
    problems += [f"keys: there is no command {name}" for name in given if name not in known]
    return {str(name): str(keys) for name, keys in given.items() if name in known}
