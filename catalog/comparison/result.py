"""What a comparison is: sections of rows, a cell for each trial, and who differs from whom."""

from __future__ import annotations

import msgspec

from catalog.model.dates import PartialDate
from catalog.model.trial import Presence

NAMING = frozenset(
    {"title", "official_title", "acronym", "identifiers", "data_date", "first_posted"}
    | {"last_updated"}
)
"""Topics of rows that name a trial or date its record: they differ by nature."""
FOR_WHOM, GIVEN, WHERE, WHEN, MEASURED = "For whom", "Given", "Where", "When", "Measured"
"""Sections that answer what is asked first; `GIVEN`: what is tested against what."""
DECISIVE = frozenset({"performance_status", "prior_therapy", "biomarker"})
"""Topics of which it matters that one trial alone speaks of them."""


class Quote(msgspec.Struct, frozen=True):
    """What a source wrote, word for word."""

    field: str
    """Of Trial: `outcomes`, `eligibility.text`, `status`."""
    text: str
    source: int = 0
    """Index into `Head.sources`."""
    span: tuple[int, int] | None = None
    """[start, end) in the field's text, where the quote is a part of it."""


class Cell(msgspec.Struct, frozen=True):
    """What one trial says in one row."""

    text: str
    """Never empty: what is missing says so. Several statements stand on lines of their own."""
    state: Presence = Presence.VALUE
    sources: tuple[int, ...] = ()
    """Indices into `Head.sources`: who said it."""
    quotes: tuple[Quote, ...] = ()
    """The words behind the text, for the full cell."""
    dissent: tuple[Quote, ...] = ()
    """What other sources of this trial say instead."""
    uncertain: str = ""
    """Why a missing value may yet exist: "Additional criteria apply"."""

    @property
    def stated(self) -> bool:
        """Whether the trial says something here, as a field or in its text."""
        return self.state in (Presence.VALUE, Presence.INFERRED)

    @property
    def mark(self) -> str:
        """`~` for what was inferred or may yet exist."""
        return "~" if self.state is Presence.INFERRED or self.uncertain else ""

    @property
    def shown(self) -> str:
        """The text with its mark."""
        return f"{self.text} {self.mark}".rstrip()


class Row(msgspec.Struct, frozen=True):
    """One thing to compare."""

    label: str
    topic: str
    """Topic id of the eligibility schema, or the field: what `t` picks rows by."""
    cells: tuple[Cell, ...]
    differing: tuple[tuple[int, int], ...] = ()
    """Pairs of trials, lower index first, that state different things."""
    gaps: tuple[tuple[int, int, str], ...] = ()
    """How far two trials are apart, where that can be said: `(0, 1, "14 months")`."""
    compared: bool = False
    """Whether every two cells could be compared; titles, for one, never are."""
    variable: str = ""
    """Variable of the eligibility schema where the row compares one."""
    unjudged: bool = False
    """Whether the same words may stand for different things: "placebo", "standard of care"."""

    @property
    def differs(self) -> bool:
        """Whether any two trials differ."""
        return bool(self.differing)

    def differs_between(self, one: int, other: int) -> bool:
        return (min(one, other), max(one, other)) in self.differing

    def differs_from(self, reference: int) -> bool:
        """Whether any trial differs from the pinned one."""
        return any(reference in pair for pair in self.differing)

    def gap(self, one: int, other: int) -> str:
        """How far apart two trials are; "" where that is not said."""
        pair = (min(one, other), max(one, other))
        return next((text for first, second, text in self.gaps if (first, second) == pair), "")

    @property
    def tells_apart(self) -> bool:
        """Whether the row shows how trials differ.

        What names a trial differs by nature; what one trial alone states differs from nothing,
        but for what decides who may enter.
        """
        if self.equal or self.topic in NAMING:
            return False
        stated = sum(cell.stated for cell in self.cells)
        return self.differs or stated > 1 or self.topic in DECISIVE

    @property
    def alone(self) -> int | None:
        """The one trial that states it, where no other does."""
        stated = [place for place, cell in enumerate(self.cells) if cell.stated]
        return stated[0] if len(stated) == 1 else None

    @property
    def equal(self) -> bool:
        """Whether nothing is lost by folding the row: all state the same, or none states it."""
        stated = {cell.stated for cell in self.cells}
        if self.differing or self.unjudged or len(stated) > 1:
            return False
        return stated == {False} or self.compared or len({cell.text for cell in self.cells}) == 1


class Section(msgspec.Struct, frozen=True):
    """Rows of one kind."""

    name: str
    rows: tuple[Row, ...]
    judged: int | None = None
    """Where it was narrowed to differences: how many rows differ. They stand first; behind them
    those of which nobody but a reader can say whether they do."""

    def differing(self, reference: int | None = None) -> int:
        """How many rows differ, at all or from the pinned trial."""
        if reference is None:
            return sum(row.differs for row in self.rows)
        return sum(row.differs_from(reference) for row in self.rows)


class Head(msgspec.Struct, frozen=True):
    """The head of a column."""

    id: str
    title: str
    sources: tuple[str, ...]
    """Importer, file and date of each source record: what `Cell.sources` points to."""
    newest: PartialDate | None = None
    """As of when the newest dated source speaks."""
    short: str = ""
    """Its acronym, else the sponsor's number; empty where there is neither."""
    status: str | None = None
    """Its status as a code."""
    doubt: str = ""
    """Why that status may not hold any more; empty where nothing speaks against it."""


class Comparison(msgspec.Struct, frozen=True):
    """Two to four trials side by side."""

    trials: tuple[Head, ...]
    sections: tuple[Section, ...]

    def only_differences(self) -> Comparison:
        """The rows that tell the trials apart, those that differ first; and no empty section.

        Each intervention has a row of its own only where *tested* and *against* do not say it.
        """
        given = next((section.rows for section in self.sections if section.name == GIVEN), ())
        said = {"Interventions"} if given and all(row.compared for row in given) else set()
        kept = (_narrowed(section) for section in self.sections if section.name not in said)
        return Comparison(self.trials, tuple(section for section in kept if section.rows))


def _narrowed(section: Section) -> Section:
    rows = sorted((row for row in section.rows if row.tells_apart), key=lambda row: not row.differs)
    return Section(section.name, tuple(rows), judged=sum(row.differs for row in rows))
