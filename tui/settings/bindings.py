"""The keys of the settings: each name a command, each word a key, no key with two meanings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tui import commands
from tui.commands import COMMANDS, VIEWS, Command
from tui.settings.problems import Problem, guess
from tui.terminal import keys

_KNOWN = {command.name: command for command in COMMANDS}
# Without these nobody could open or leave anything; letters do not count: a field takes them.
_NEEDED = frozenset({"open", "back"})
# These keep their key whatever the settings add: they are the way out that everybody knows.
_KEPT = {"quit": "ctrl+q", "stop": "ctrl+c"}
_TYPES = frozenset(
    "space backspace delete left right home end ctrl+a ctrl+d ctrl+e ctrl+u ctrl+w".split()
)


def read(given: object) -> tuple[dict[str, str], list[Problem]]:
    """Keys by command id, as far as they hold, and what is wrong with the others."""
    if not isinstance(given, dict):
        return {}, [Problem(("keys",), "must be a table of command = keys, under [keys]")]
    problems: list[Problem] = []
    remapped: dict[str, str] = {}
    for name, value in given.items():
        path = ("keys", str(name))
        command = _KNOWN.get(name) or _by_id(name)
        if command is None:
            problems.append(Problem(path, f"there is no such command{guess(name, _KNOWN)}"))
        elif wrong := _unusable(command, value):
            problems.append(Problem(path, wrong))
        else:
            kept = [_KEPT[command.id]] if command.id in _KEPT else []
            remapped[command.id] = " ".join(dict.fromkeys([*_words(value), *kept]))
    problems += _parted(remapped)
    return remapped, problems


def _by_id(name: str) -> Command | None:
    return next((each for each in COMMANDS if each.id == name), None)


def _words(value: object) -> list[str]:
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
        words = _words(value)
    except TypeError:
        return 'must be keys in quotes, with blanks between: "ctrl+e E"'
    except keys.BadKey as error:
        return str(error)
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
