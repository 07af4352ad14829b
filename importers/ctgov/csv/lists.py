"""Cells of API field CSVs that hold lists: joined by `|`, or by commas in re-written copies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.model.codes import fold
from catalog.model.trial import Guess

_ENUMERATIONS = (
    "stdage",
    "phase",
    "phases",
    "interventiontype",
    "armgrouptype",
    "collaboratorclass",
)
"""Columns whose values hold no comma: a comma in them tells how the copy joins lists."""
_BOUNDARY = re.compile(
    r", (?!(?:Inc|Ltd|LLC|L\.L\.C|Co|Corp|GmbH|S\.A|SA|PLC|MD|PhD)\b|and |or |Lung,? and Blood )"
)
"""A comma that does not stand within a name: "Smith, Inc.", "Heart, Lung, and Blood Institute"."""
_QUALIFIER = re.compile(r"[A-Z]?[a-z]+(?:ic|al|ive|ed|ous|ar|ary|ile)")
"""A lone adjective: the second half of an inverted name such as "Heart Failure, Diastolic"."""


@dataclass(slots=True)
class Lists:
    """The lists of one row, and which of them were cut by a guess."""

    cells: Mapping[str, str | None]
    guesses: dict[str, Guess] = field(default_factory=dict)
    cut: bool = False
    """Whether a list was cut at commas."""
    _commas: bool = False

    def __post_init__(self) -> None:
        piped = any("|" in cell for cell in self.cells.values() if cell)
        self._commas = not piped and any("," in (self.cells.get(n) or "") for n in _ENUMERATIONS)

    def words(self, column: str) -> tuple[str, ...]:
        """Values of an enumeration: no value holds a separator."""
        return _parts(re.split(r"[|,]", self.cells.get(column) or ""))

    def texts(self, column: str, of: str) -> tuple[str, ...]:
        """Values of any wording; `of` is the field of Trial that a guess is about."""
        cell = self.cells.get(column)
        if not cell:
            return ()
        if "|" in cell or not self._commas or "," not in cell:
            return _parts(cell.split("|"))
        self._guess(of)
        return _parts(_cut(cell))

    def as_many(self, column: str, count: int, of: str) -> tuple[str, ...] | None:
        """`count` values; None where the cell cannot be cut into so many."""
        found = self.texts(column, of)
        if len(found) == count:
            return found
        cell = self.cells.get(column)
        if count == 1 and cell:
            return (cell,)
        plain = _parts((cell or "").split(", "))
        return plain if self._commas and len(plain) == count else None

    def _guess(self, of: str) -> None:
        self.cut = True
        why = "several values stand in one cell with commas between, which a value may hold too"
        self.guesses[of] = Guess(field=of, why=why)


def _parts(raw: list[str]) -> tuple[str, ...]:
    return tuple(part.strip() for part in raw if part.strip())


def _cut(cell: str) -> list[str]:
    """Cut at commas outside brackets that do not belong to a name."""
    parts: list[str] = []
    at = seen = depth = 0
    for comma in _BOUNDARY.finditer(cell):
        depth += cell.count("(", seen, comma.start()) - cell.count(")", seen, comma.start())
        seen = comma.start()
        if depth > 0:
            continue
        parts.append(cell[at:seen])
        at, depth = comma.end(), 0
    parts.append(cell[at:])
    joined: list[str] = []
    for part in parts:
        if joined and _QUALIFIER.fullmatch(part.strip()) and fold(part) != "other":
            joined[-1] += f", {part.strip()}"
        else:
            joined.append(part)
    return joined
