"""What a settings file says, checked value by value; what is wrong is left out and said."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from tui.settings import bindings
from tui.settings.problems import Problem, guess
from tui.terminal.themes import THEMES

T = TypeVar("T")
NAMES = ("theme", "export_folder", "filters", "sites", "mouse", "keys")
_MOST_SITES = 100
_LONGEST = 500


class Wrong(ValueError):
    """A value that cannot be used; its text says why."""


class Said(NamedTuple):
    """The settings of a file; None where it says nothing, or nothing usable."""

    theme: str | None = None
    export_folder: Path | None = None
    filters: str | None = None
    sites: tuple[str, ...] | None = None
    mouse: bool | None = None
    keys: Mapping[str, str] | None = None


def said(read: Mapping[str, object]) -> tuple[Said, list[Problem]]:
    """The values of a parsed file and its mistakes."""
    problems = [
        Problem((name,), f"there is no such setting{guess(name, NAMES)}")
        for name in read
        if name not in NAMES
    ]

    def value(name: str, reader: Callable[[object], T]) -> T | None:
        if name not in read:
            return None
        try:
            return reader(read[name])
        except Wrong as wrong:
            problems.append(Problem((name,), str(wrong)))
            return None

    keys = None
    if "keys" in read:
        keys, wrong_keys = bindings.read(read["keys"])
        problems += wrong_keys
    return Said(
        theme=value("theme", _theme),
        export_folder=value("export_folder", _folder),
        filters=value("filters", _filters),
        sites=value("sites", _sites),
        mouse=value("mouse", _mouse),
        keys=keys,
    ), problems


def _text(given: object, example: str) -> str:
    if not isinstance(given, str):
        raise Wrong(f"must be text in quotes: {example}")
    if len(given) > _LONGEST:
        raise Wrong(f"is longer than {_LONGEST} letters")
    return given.strip()


def _theme(given: object) -> str:
    name = _text(given, '"dark"')
    if name not in THEMES:
        near = guess(name, THEMES) or f"; there are {', '.join(THEMES)}"
        raise Wrong(f"there is no theme {name!r}{near}")
    return name


def _folder(given: object) -> Path:
    name = os.path.expanduser(_text(given, '"~/exports"'))  # noqa: PTH111 (Path's may raise)
    if "\x00" in name or not name.startswith("/"):
        raise Wrong("must be a whole path, beginning with / or ~")
    return Path(name)


def _filters(given: object) -> str:
    text = _text(given, '"status:recruiting country:FR"')
    from catalog.search.fields import known_values
    from catalog.search.parser import parse
    from catalog.search.query import Filter, Ignored
    from catalog.search.values import not_known

    for part in parse(text).parts:
        if isinstance(part, Ignored):
            raise Wrong(_nearest(part.typed) or part.problem)
        if isinstance(part, Filter) and (unknown := not_known(part)):
            known = ", ".join(known_values(part.field)).lower()
            raise Wrong(
                _nearest(str(part)) or f"{part.field}:{unknown} is no value; the values are {known}"
            )
    return text


def _nearest(typed: str) -> str | None:
    """What a filter that cannot be used may have meant, where something is near."""
    from catalog.search.fields import FIELDS, FieldKind, known_values

    field, _, value = typed.lstrip("-!").partition(":")
    if field.lower() not in FIELDS:
        near = guess(field, FIELDS)
        return f"{field}: is no field{near}" if near else None
    if FIELDS[field.lower()].kind is not FieldKind.CODED:
        return None
    near = guess(value.strip('"'), map(str.lower, known_values(field.lower())))
    return f"{typed} is no value{near}" if near else None


def unwritable(folder: Path) -> tuple[Problem, ...]:
    """Why nothing could be exported to a folder, which need not be there yet."""
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        return (Problem(("export_folder",), f"{place} is no folder"),)
    if not os.access(place, os.W_OK | os.X_OK):
        return (Problem(("export_folder",), f"nothing can be written in {place}"),)
    return ()


def _sites(given: object) -> tuple[str, ...]:
    wrong = Wrong('must be a list of texts: ["Lyon", "Institut Curie"]')
    if not isinstance(given, list):
        raise wrong
    names = [each.strip() if isinstance(each, str) else "" for each in given]
    if not all(names):
        raise wrong
    if len(names) > _MOST_SITES or any(len(name) > _LONGEST for name in names):
        raise Wrong(f"holds at most {_MOST_SITES} names of {_LONGEST} letters")
    return tuple(dict.fromkeys(names))


def _mouse(given: object) -> bool:
    if not isinstance(given, bool):
        raise Wrong("must be true or false")
    return given
