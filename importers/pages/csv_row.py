"""A ClinicalTrials.gov CSV row put one column under the other, without headings or number.

Columns in their order: title, (study address), summary, conditions, interventions, primary
outcomes, secondary outcomes, detailed description; empty ones are left out. Fields span lines:
inside one a paragraph follows an empty line and a list item starts with its mark, so any other new
line begins the next column.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from catalog.model.codes import InterventionType, OutcomeKind, coded
from catalog.model.record import Note
from catalog.model.trial import Guess, Intervention, Trial
from importers.ctgov.csv.outcome_cells import outcomes, split
from importers.cutting.whole import whole
from importers.importer import Importer, Reading, Unreadable
from importers.pages.layouts import ROW, interventions_at, recognises
from importers.pages.text import (
    own_address,
    own_number,
    page,
    text_of,
    unknown_values,
    without_address,
)
from importers.values.cleaning import joined

CARRIES = frozenset(
    "title brief_summary conditions interventions outcomes detailed_description".split()
)
_GUESS = Guess(
    field="outcomes",
    why="the layout names no columns: the first list is taken as primary, the next as secondary; "
    "measure, description and time frame were split by their wording",
)


class _Row(NamedTuple):
    title: str | None
    summary: str | None
    conditions: str
    interventions: str
    primary: str | None
    secondary: str | None
    description: str | None
    notes: tuple[Note, ...]


def read(raw: bytes) -> Reading:
    """The trial of one flattened row."""
    given = page(raw)
    address = own_address(given.lines)
    row = _row(without_address(given.lines))
    interventions = tuple(_intervention(part) for part in joined(row.interventions))
    trial = Trial(
        number=address.number if address else None,
        identifiers=own_number(address.number if address else None),
        url=address.url if address else None,
        title=row.title,
        brief_summary=row.summary,
        detailed_description=row.description,
        conditions=joined(row.conditions),
        interventions=interventions,
        outcomes=tuple(
            outcomes(
                (
                    (OutcomeKind.PRIMARY, row.primary),
                    (OutcomeKind.SECONDARY, row.secondary),
                )
            )
        ),
        guesses=(_GUESS,) if row.primary else (),
    )
    carries = CARRIES | {"identifiers", "url"} if address else CARRIES
    kinds = unknown_values(interventions=tuple(each.type for each in interventions))
    return Reading(trial=trial, carries=carries, notes=given.notes + row.notes + kinds)


def _intervention(part: str) -> Intervention:
    kind, _, name = part.partition(":")
    return Intervention(name=name.strip(), type=coded(InterventionType, kind))


# -- columns


def _row(lines: Sequence[str]) -> _Row:
    """The columns, found from the interventions line, the only one with a shape of its own."""
    at = interventions_at([line.strip() for line in lines])
    if at is None:
        raise Unreadable('there is no line of interventions such as "DRUG: name|DRUG: name"')
    head = [line for line in lines[: at - 1] if line]
    cells, description, notes = _tail(_fields(lines[at + 1 :]))
    return _Row(
        title=head[0] if head else None,
        summary=text_of(lines[lines.index(head[0]) + 1 : at - 1]) if head else None,
        conditions=lines[at - 1].strip(),
        interventions=lines[at].strip(),
        primary=cells[0] if cells else None,
        secondary=text_of(cells[1:]),
        description=description,
        notes=notes,
    )


_ITEM = re.compile(r"\s+\S|(?:[-*•·–]|\d{1,3}\\?[.)]|[A-Za-z]\\?[.)])\s")


def _fields(lines: Sequence[str]) -> list[str]:
    """Columns: one begins at each line that no empty line and no mark of a list item joins on.

    Also at a list's first item below a line of outcomes that ends with its time frame.
    """
    fields: list[list[str]] = []
    for before, line in zip(("", *lines), lines, strict=False):
        goes_on = not line or not before or _ITEM.match(line) is not None
        if fields and goes_on and not _lists_anew(fields[-1], line):
            fields[-1].append(line)
        else:
            fields.append([line])
    return [text for field in fields if (text := text_of(field)) is not None]


_FIRST_ITEM = re.compile(r"(?:1\\?[.)]|[-*•])\s")


def _lists_anew(field: Sequence[str], line: str) -> bool:
    """Whether an item is the first of a description, and not of the outcome above it."""
    if len(field) > 1 or field[0].endswith(":") or not _FIRST_ITEM.match(line):
        return False
    return split([field[0].rpartition("|")[2]])[0].time_frame is not None


def _tail(fields: Sequence[str]) -> tuple[tuple[str, ...], str | None, tuple[Note, ...]]:
    """Outcome columns, and the description.

    Three columns are primary, secondary, description. Of two or one the last is the description
    where it reads as prose, and behind an outcome also where it is a sentence without a time.
    """
    if len(fields) == 3 and not _is_sentence(fields[1]):
        return tuple(fields[:2]), fields[2], ()
    if len(fields) == 3:
        return tuple(fields[:1]), text_of(_paragraphs(fields[1:])), ()
    if len(fields) <= 2:
        prose = len(fields) == 2 and _is_sentence(fields[1])
        prose = prose or (bool(fields) and _is_prose(fields[-1]))
        return tuple(fields[:-1] if prose else fields), fields[-1] if prose else None, ()
    # More line breaks than columns (a text re-wrapped when it was saved): the columns behind the
    # first can no longer be told apart, but none of their text is lost.
    listed = [at for at, field in enumerate(fields) if "|" in field or not _is_prose(field)]
    end = listed[-1] + 1 if listed else 0
    note = Note("guess", "line breaks within columns: all outcomes but the first read as secondary")
    cells = (fields[0], "\n".join(fields[1:end])) if end > 1 else tuple(fields[:end])
    return cells, text_of(_paragraphs(fields[end:])), (note,)


def _paragraphs(fields: Sequence[str]) -> tuple[str, ...]:
    return ("\n\n".join(fields),)


_SENTENCE_END = re.compile(r"[.!?]\)?\s+[A-Z(\"]|\n")


def _is_sentence(field: str) -> bool:
    """Whether a column is a whole sentence that names no time: in doubt, no outcome."""
    closed = field.rstrip().endswith((".", "?", "!", ":"))
    return closed and "|" not in field and split([field])[0].time_frame is None


def _is_prose(field: str) -> bool:
    """Whether a column reads as a description rather than as a list of outcomes."""
    if "|" in field:
        return False
    sentences = len(_SENTENCE_END.findall(field)) + 1
    closed = field.endswith((".", "?", "!", ":"))
    if split([field])[0].time_frame is not None:
        return closed and sentences >= 3
    return sentences >= 3 or (closed and sentences == 2)


IMPORTER = Importer(
    name=ROW,
    title="ClinicalTrials.gov CSV row as lines, without headings or number",
    recognises=recognises(ROW),
    records=whole,
    read=read,
)
