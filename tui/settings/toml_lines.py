"""On which line of a TOML text each setting stands, so that a mistake can be pointed at."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping

Path = tuple[str, ...]
_LONGEST = 200
"""Lines of one value; a longer one is no setting, and what follows it has no line."""


def places(text: str) -> dict[Path, int]:
    """The line, from 1, of each setting of a text that is sound TOML.

    The parser itself says where an entry ends: its lines are read together with the heading of
    their table until they are whole.
    """
    found: dict[Path, int] = {}
    heading, entry = "", []
    for number, line in enumerate(text.split("\n"), 1):
        entry.append(line)
        try:
            read = tomllib.loads("\n".join([heading, *entry]))
        except tomllib.TOMLDecodeError:
            if len(entry) > _LONGEST:
                return found
            continue
        if len(entry) == 1 and line.lstrip().startswith("["):
            heading = line
        for path in _paths(read, ()):
            found.setdefault(path, number - len(entry) + 1)
        entry = []
    return found


def _paths(read: Mapping[str, object], above: Path) -> Iterator[Path]:
    for name, value in read.items():
        yield (*above, name)
        if isinstance(value, dict):
            yield from _paths(value, (*above, name))
