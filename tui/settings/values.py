"""What a settings file may say, checked value by value; what is wrong is left out and said."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from tui import commands
from tui.commands import COMMANDS, VIEWS, Command
from tui.terminal import keys
from tui.terminal.themes import THEMES

_NEAR = 0.6
"""How much of a word has to be right for a guess at what was meant."""
T = TypeVar("T")
_MOST_SITES = 100
_MOST_SNAPSHOTS = 100
_LONGEST = 500


class Problem(NamedTuple):
    """One mistake."""

    path: tuple[str, ...]
    """The setting: `("keys", "sort")`; empty where the file as a whole cannot be read."""
    said: str
    line: int = 0
    """From 1; 0 where it is not known."""

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        name = f"{'.'.join(self.path)}: " if self.path else ""
        return f"{place}{name}{self.said}"


def guess(word: str, known: Iterable[str]) -> str:
    """`; did you mean …?` for a misspelt word, or nothing."""
    from catalog.model.fuzzy import (
        Indel,  # only ever needed for a mistake
        extract_one,
    )

    near = extract_one(
        word.lower(), sorted(known), scorer=Indel.normalized_similarity, score_cutoff=_NEAR
    )
    return f"; did you mean {near[0]}?" if near else ""


class Wrong(ValueError):
    """A value that cannot be used; its text says why."""


class Said(NamedTuple):
    """The settings of a file; None where it says nothing, or nothing usable."""

    theme: str | None = None
    export_folder: Path | None = None
    filters: str | None = None
    place: str | None = None
    sites: tuple[str, ...] | None = None
    mouse: bool | None = None
    snapshots: int | None = None
    copy_ahead: bool | None = None
    changed_pages: bool | None = None
    signers: Path | None = None
    signed_only: bool | None = None
    keys: Mapping[str, str] | None = None


NAMES = Said._fields


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
        keys, wrong_keys = bindings(read["keys"])
        problems += wrong_keys
    return Said(
        theme=value("theme", _theme),
        export_folder=value("export_folder", _folder),
        filters=value("filters", _filters),
        place=value("place", _place),
        sites=value("sites", _sites),
        mouse=value("mouse", _yes_or_no),
        snapshots=value("snapshots", _snapshots),
        copy_ahead=value("copy_ahead", _yes_or_no),
        changed_pages=value("changed_pages", _yes_or_no),
        signers=value("signers", _file),
        signed_only=value("signed_only", _yes_or_no),
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
    return _path(given, '"~/exports"')


def _file(given: object) -> Path | None:
    return None if given == "" else _path(given, '"/etc/trials/allowed_signers"')


def _path(given: object, example: str) -> Path:
    name = os.path.expanduser(_text(given, example))  # noqa: PTH111 (Path's may raise)
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


def _place(given: object) -> str:
    text = " ".join(_text(given, '"Freiburg, DE"').split())
    is_named = any(letter.isalnum() for letter in text)
    if text and (not is_named or '"' in text or text.casefold() == "own"):
        raise Wrong('must be a town or a postcode: "Freiburg, DE"')
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


def _yes_or_no(given: object) -> bool:
    if not isinstance(given, bool):
        raise Wrong("must be true or false")
    return given


def _snapshots(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given <= _MOST_SNAPSHOTS:
        raise Wrong(f"must be a whole number from 0 to {_MOST_SNAPSHOTS}")
    return given


# the keys: each name a command, each word a key, no key with two meanings

_KNOWN = {command.name: command for command in COMMANDS}
# Tabs were once known by their numbers.
_FORMER = {
    f"tab_{number}": f"tab_{name}"
    for number, name in enumerate(
        "overview arms outcomes eligibility sites people text sources history".split(), 1
    )
}
# Without these nobody could open or leave anything; letters do not count: a field takes them.
_NEEDED = frozenset({"open", "back"})
# These keep their key whatever the settings add: they are the way out that everybody knows.
_KEPT = {"quit": "ctrl+q", "stop": "ctrl+c"}
_TYPES = frozenset(
    "space backspace delete left right home end ctrl+a ctrl+d ctrl+e ctrl+u ctrl+w".split()
)


def bindings(given: object) -> tuple[dict[str, str], list[Problem]]:
    """Keys by command id, as far as they hold, and what is wrong with the others."""
    if not isinstance(given, dict):
        return {}, [Problem(("keys",), "must be a table of command = keys, under [keys]")]
    problems: list[Problem] = []
    remapped: dict[str, str] = {}
    for name, value in given.items():
        path = ("keys", str(name))
        command = _KNOWN.get(_FORMER.get(str(name), str(name))) or _by_id(name)
        if command is None:
            problems.append(Problem(path, f"there is no such command{guess(name, _KNOWN)}"))
        elif wrong := _unusable(command, value):
            problems.append(Problem(path, wrong))
        else:
            kept = [_KEPT[command.id]] if command.id in _KEPT else []
            remapped[command.id] = " ".join(dict.fromkeys([*_key_words(value), *kept]))
    problems += _parted(remapped)
    return remapped, problems


def _by_id(name: str) -> Command | None:
    return next((each for each in COMMANDS if each.id == name), None)


def _key_words(value: object) -> list[str]:
    """The keys of a value, by their names; raises BadKey, TypeError."""
    if isinstance(value, str):
        value = value.split()
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise TypeError
    return list(dict.fromkeys(keys.named(word) for word in value))


def _unusable(command: Command, value: object) -> str | None:
    """Why a value cannot be the keys of a command."""
    if command.same_as:
        return f"has the keys of {command.same_as}; change those"
    try:
        words = _key_words(value)
    except TypeError:
        return 'must be keys in quotes, with blanks between: "ctrl+e E"'
    except keys.BadKey as error:
        return f"{error}{guess(error.word, keys.NAMES) if error.word else ''}"
    if command.always and (typing := [word for word in words if word in _TYPES]):
        return f"{keys.shown(typing[0])} is needed while typing"
    if command.id in _NEEDED and not any(len(word) > 1 and word not in _TYPES for word in words):
        return "needs a key that types nothing, such as Enter, Esc or ctrl+x"
    return None


def _parted(remapped: dict[str, str]) -> Iterator[Problem]:
    """Take out of the remapped keys what would give a key two meanings in one view."""
    while clashes := _clashes(remapped):
        for command, (key, other) in clashes.items():
            del remapped[command.id]
            where = VIEWS[other.view].lower()
            said = f"{keys.shown(key)} is also the key of {other.name} ({where})"
            yield Problem(("keys", command.name), said)


def _clashes(remapped: Mapping[str, str]) -> dict[Command, tuple[str, Command]]:
    """Each remapped command with a key of another of its view: that key and that command."""
    found: dict[Command, tuple[str, Command]] = {}
    for view in VIEWS:
        owners: dict[str, list[Command]] = {}
        for command in commands.of_view(view):
            for key in commands.keys_of(command, remapped):
                owners.setdefault(key, []).append(command)
        for key, owning in owners.items():
            for command in owning if len(owning) > 1 else ():
                other = next(each for each in owning if each is not command)
                if command.id in remapped:
                    found.setdefault(command, (key, other))
    return found


# on which line each setting stands, so that a mistake can be pointed at

_MOST_LINES = 200
"""Lines of one value; a longer one is no setting, and what follows it has no line."""


def places(text: str) -> dict[tuple[str, ...], int]:
    """The line, from 1, of each setting of a text that is sound TOML.

    The parser itself says where an entry ends: its lines are read together with the heading of
    their table until they are whole.
    """
    import tomllib  # only where there is a file with a mistake

    found: dict[tuple[str, ...], int] = {}
    heading, entry = "", []
    for number, line in enumerate(text.split("\n"), 1):
        entry.append(line)
        try:
            read = tomllib.loads("\n".join([heading, *entry]))
        except tomllib.TOMLDecodeError:
            if len(entry) > _MOST_LINES:
                return found
            continue
        if len(entry) == 1 and line.lstrip().startswith("["):
            heading = line
        for path in _paths(read, ()):
            found.setdefault(path, number - len(entry) + 1)
        entry = []
    return found


def _paths(read: Mapping[str, object], above: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for name, value in read.items():
        yield (*above, name)
        if isinstance(value, dict):
            yield from _paths(value, (*above, name))
