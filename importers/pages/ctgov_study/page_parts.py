"""The page cut at its headings: each counts once, in the order the page has them.

"Select all" copies the glossary first, and "On this page" names the sections once more: nothing
before the page's own head, and no heading in a row of headings, begins anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from catalog.model.csv_table import table


class Heading(NamedTuple):
    """A heading or label of the page."""

    section: str
    name: str
    kind: str
    """`section`, `text` (lines below it), `list` (items below it), `value` (one line below)."""


@cache
def headings() -> tuple[Heading, ...]:
    """All of them, in the page's order."""
    path = Path(__file__).with_name("headings.csv")
    return tuple(Heading(*row) for row in table(path, ("section", "name", "kind"), key=("name",)))


class Part(NamedTuple):
    """What stands below a heading."""

    name: str
    typed: str | None
    """What the heading has in brackets: `Actual`, `Estimated`."""
    lines: tuple[str, ...]

    @property
    def value(self) -> str | None:
        """The first line that is not empty."""
        return next((line.strip() for line in self.lines if line.strip()), None)

    @property
    def items(self) -> tuple[str, ...]:
        """Each line that is not empty, without its bullet."""
        found = (_BULLET.sub("", line.strip()) for line in self.lines)
        return tuple(line for line in found if line)


_BULLET = re.compile(r"^(?:[*•-]|\\-)\s+")
_HEADING = re.compile(r"(?:#+\s*)?(?:\*\*)?\s*(.+?)\s*(?:\((Actual|Estimated)\))?\s*:?\s*(?:\*\*)?")
_AS_MENU = 3
"""Names of sections one below the other that make a menu."""


class Parts:
    """The parts of a page by the name of their heading."""

    def __init__(self, lines: Sequence[str]) -> None:
        start = _start(lines)
        self._lines = tuple(lines)
        self.head = tuple(lines[:start]) or _before_table(lines)
        self._parts: dict[str, Part] = {}
        for part in _cut(lines[start:]):
            self._parts.setdefault(part.name, part)

    def __getitem__(self, name: str) -> Part:
        """The part below a heading; an empty one where the page lacks it."""
        return self._parts.get(name, Part(name, None, ()))

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def below(self, shape: re.Pattern[str]) -> tuple[str, ...]:
        """What stands below the first line of a shape, up to the next heading."""
        start = next((n for n, line in enumerate(self._lines) if shape.fullmatch(line.strip())), -1)
        rest = self._lines[start + 1 :] if start >= 0 else ()
        end = next((n for n, line in enumerate(rest) if _named(line)), len(rest))
        return rest[:end]

    def starting(self, beginning: str) -> Part:
        """The part below the first heading that begins so (`Keywords Provided by …`)."""
        names = (name for name in self._parts if name.startswith(beginning))
        return self[next(names, beginning)]


def _before_table(lines: Sequence[str]) -> tuple[str, ...]:
    """The lines of a copy without any heading before its first table or empty line."""
    end = next((n for n, line in enumerate(lines) if not line.strip() or "|" in line), len(lines))
    return tuple(lines[:end])


def _named(line: str) -> tuple[Heading, str | None] | None:
    found = _HEADING.fullmatch(line.strip()) if len(line) < _LONGEST else None
    if found is None:
        return None
    known = next((one for one in headings() if _is(found[1], one.name)), None)
    return (known, found[2]) if known else None


_LONGEST = 200


def _is(said: str, name: str) -> bool:
    return said == name or (name.endswith("…") and said.startswith(name[:-1]))


def _start(lines: Sequence[str]) -> int:
    """Where the first section begins, behind glossary and menu."""
    menu = _menu(lines)
    named = [at for at, line in enumerate(lines) if _section(line) and at not in menu]
    first = (at for at, line in enumerate(lines) if at not in menu and _named(line))
    return named[0] if named else next(first, 0)


def _section(line: str) -> bool:
    found = _named(line)
    return found is not None and found[0].kind == "section"


def _menu(lines: Sequence[str]) -> set[int]:
    """Lines of a menu: names of sections one below the other, in the page's order.

    Where the order begins anew, the page itself does.
    """
    order = {one.name: at for at, one in enumerate(headings())}
    found: set[int] = set()
    run: list[int] = []
    reached = -1
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        named = _named(line)
        rank = order[named[0].name] if named and named[0].kind == "section" else -1
        if rank <= reached:
            found.update(run if len(run) >= _AS_MENU else ())
            run = []
        run.extend([at] if rank >= 0 else [])
        reached = rank
    return found | set(run if len(run) >= _AS_MENU else ())


def _cut(lines: Sequence[str]) -> Iterator[Part]:
    """The lines below each heading; what stands before the first is below "".

    A heading counts within its own section, or where the page lacks that section's heading: a
    line "Sponsor" among the criteria begins nothing.
    """
    there = {found[0].section for line in lines if (found := _named(line)) if _section(line)}
    seen: set[str] = set()
    name, typed, section = "", None, ""
    body: list[str] = []
    in_text = False
    for line in lines:
        found = _named(line)
        said = found[0] if found else None
        indented = line.startswith("  ") and in_text
        if (
            found is None
            or said is None
            or said.name in seen
            or indented
            or not (said.kind == "section" or said.section == section or said.section not in there)
        ):
            body.append(line)
            continue
        yield Part(name, typed, tuple(body))
        seen.add(said.name)
        name = line.strip() if said.name.endswith("…") else said.name
        typed, section, body = found[1], said.section, []
        in_text = said.kind == "text"
    yield Part(name, typed, tuple(body))
