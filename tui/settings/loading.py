"""Settings from a TOML file, and the folders of a user.

`TRIALS_CONFIG` names the file, `TRIALS_STATE` and `TRIALS_EXPORTS` the folders. A wrong setting is
said in one line; the rest still holds, and nothing in the file keeps the app from opening.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from catalog.model.own_sites import Own
from tui.settings.folders import config_file as config_file
from tui.settings.folders import state_folder as state_folder
from tui.terminal.themes import DEFAULT

if TYPE_CHECKING:
    import tomllib

    from tui.settings.values import Problem, Said

_MOST_BYTES = 64 * 1024
_SNAPSHOTS = 1
DEFAULTS = "default"
FILE = "file"
ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose."""

    theme: str = DEFAULT
    export_folder: Path = field(default_factory=lambda: export_folder())
    filters: str = ""
    """What every new search begins with, as it could be typed."""
    place: str = ""
    """The user's own town or postcode, from which distances are counted."""
    sites: tuple[str, ...] = ()
    """The user's own sites: names of facilities or cities."""
    mouse: bool = True
    asks_for_mouse: bool | None = None
    """What the file says of it; None where it says nothing."""
    snapshots: int = _SNAPSHOTS
    """How many catalogues are kept as they were before an import."""
    copy_ahead: bool = False
    """Whether an import ends with making the copy that the next one works on."""
    changed_pages: bool = False
    """Whether that copy is brought up to date by the pages that an import changed, and only those
    are looked at while the import is waited for."""
    signers: Path | None = None
    """Who may sign packs, as ssh-keygen(1) has it under ALLOWED SIGNERS."""
    signed_only: bool = False
    """Whether packs are refused that none of them signed."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Keys, blanks between them, by the id of their command."""
    problems: tuple[Problem, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    """Where a value comes from: `default`, `file` or `environment`, by the setting's name."""

    @property
    def own(self) -> Own:
        """The user's own town and sites."""
        return Own(self.place, self.sites)

    @property
    def opening(self) -> str:
        """The search field of a new search: the filters, and a blank to type on."""
        return f"{self.filters} " if self.filters else ""

    @property
    def told(self) -> str:
        """The mistakes in one line; empty where there are none."""
        if not self.problems:
            return ""
        more = f" ({len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        return f"settings: {self.problems[0]}{more} - trials config validate"


_TOLD = {"asks_for_mouse", "problems", "origins"}
"""What of `Settings` no file and no variable sets by that name."""


def export_folder() -> Path:
    """Where exports go unless the settings name another folder."""
    named = os.environ.get("TRIALS_EXPORTS")
    return Path(named or os.path.expanduser("~/trials-exports"))  # noqa: PTH111 (Path's may raise)


def load(path: Path | None = None) -> Settings:
    """The settings of a file; defaults where there is none. Never raises."""
    try:
        text = _text(path or config_file())
    except FileNotFoundError:
        return _defaults()
    except (OSError, ValueError) as error:
        return _defaults(f"the file cannot be read ({_reason(error)})")
    import tomllib  # most users have no such file, and wait for nothing of it

    from tui.settings.values import said

    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _defaults(*_misplaced(error))
    except (ValueError, RecursionError) as error:
        return _defaults(f"the file cannot be read ({_reason(error)})")
    chosen, problems = said(read)
    return _settled(chosen, _placed(problems, text) if problems else ())


def validated(path: Path) -> Settings:
    """The settings of a file, with what only the disk knows among the problems."""
    from tui.settings.values import unwritable

    chosen = load(path)
    found = unwritable(chosen.export_folder)
    if found and chosen.origins["export_folder"] == FILE:
        found = _placed(found, _text(path))
    return replace(chosen, problems=tuple(sorted((*chosen.problems, *found), key=_line)))


def _text(path: Path) -> str:
    if path.exists() and not path.is_file():
        raise OSError("it is no file")
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise OSError(f"it is larger than {_MOST_BYTES} bytes")
    return data.decode("utf-8-sig")


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "it is not UTF-8"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _misplaced(error: tomllib.TOMLDecodeError) -> tuple[str, int]:
    """The parser's sentence, its line taken out of it."""
    found = re.search(r" \(at line (\d+), column \d+\)$", str(error))
    if found is None:
        return f"this is not TOML: {error}", 0
    return f"this is not TOML: {str(error)[: found.start()]}", int(found[1])


def _line(problem: Problem) -> int:
    return problem.line


def _placed(problems: Sequence[Problem], text: str) -> tuple[Problem, ...]:
    """The mistakes with their lines, in the order of the file."""
    from tui.settings.values import places

    lines = places(text)
    placed = [each._replace(line=lines.get(each.path, 0)) for each in problems]
    return tuple(sorted(placed, key=_line))


def _defaults(problem: str = "", line: int = 0) -> Settings:
    """What holds without a file, or with one of which only a mistake can be told."""
    problems: tuple[Problem, ...] = ()
    if problem:
        from tui.settings.values import Problem

        problems = (Problem((), problem, line),)
    return Settings(origins=_origins(), problems=problems)


def _origins(chosen: Said | None = None) -> dict[str, str]:
    origins = {each.name: DEFAULTS for each in fields(Settings) if each.name not in _TOLD}
    for name in origins:
        if getattr(chosen, name, None) is not None:
            origins[name] = FILE
    if os.environ.get("TRIALS_EXPORTS"):
        origins["export_folder"] = ENVIRONMENT
    return origins


def _settled(chosen: Said, problems: tuple[Problem, ...]) -> Settings:
    """What holds: the environment before the file, the file before the defaults."""
    origins = _origins(chosen)
    folder = chosen.export_folder
    if folder is None or origins["export_folder"] == ENVIRONMENT:
        folder = export_folder()
    return Settings(
        theme=chosen.theme or DEFAULT,
        export_folder=folder,
        filters=chosen.filters or "",
        place=chosen.place or "",
        sites=chosen.sites or (),
        mouse=chosen.mouse is not False,
        asks_for_mouse=chosen.mouse,
        snapshots=_SNAPSHOTS if chosen.snapshots is None else chosen.snapshots,
        copy_ahead=bool(chosen.copy_ahead),
        changed_pages=bool(chosen.changed_pages),
        signers=chosen.signers,
        signed_only=bool(chosen.signed_only),
        keys=chosen.keys or {},
        problems=problems,
        origins=origins,
    )
