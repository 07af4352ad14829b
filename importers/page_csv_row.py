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

from catalog.codes import InterventionType, OutcomeKind, coded
from catalog.record import Note
from catalog.trial import Guess, Intervention, Outcome, Trial
from importers.cleaning import joined
from importers.importer import Importer, Reading, Unreadable
from importers.page_layouts import ROW, interventions_at, recognises
from importers.page_text import (
    own_address,
    own_number,
    page,
    text_of,
    unknown_values,
    without_address,
)
from importers.reading import whole

CARRIES = frozenset(
    "title brief_summary conditions interventions outcomes detailed_description".split()
)
_COLUMNS = Guess(
    field="outcomes",
    why="the layout names no columns: the first list is taken as primary, the next as secondary",
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
        outcomes=(
            *_outcomes(row.primary, OutcomeKind.PRIMARY),
            *_outcomes(row.secondary, OutcomeKind.SECONDARY),
        ),
        guesses=(_COLUMNS,) if row.primary else (),
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
    """Columns: one begins at each line that no empty line and no mark of a list item joins on."""
    fields: list[list[str]] = []
    for before, line in zip(("", *lines), lines, strict=False):
        if fields and (not line or not before or _ITEM.match(line)):
            fields[-1].append(line)
        else:
            fields.append([line])
    return [text for field in fields if (text := text_of(field)) is not None]


def _tail(fields: Sequence[str]) -> tuple[tuple[str, ...], str | None, tuple[Note, ...]]:
    """Outcome columns, and the description.

    Three columns are primary, secondary, description. Of two or one the last is the description
    where it reads as prose.
    """
    if len(fields) == 3:
        return tuple(fields[:2]), fields[2], ()
    if len(fields) <= 2:
        prose = bool(fields) and _is_prose(fields[-1])
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


_TIME = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)[- ]?(?:to \d+ )?"
    r"(?:min(?:ute)?|hour|hr|day|week|wk|month|mo|year|yr)s?\b|"
    r"\b(?:baseline|day|week|month|year|visit|cycle|through|throughout|completion|up to|end of|"
    r"postoperative|discharge|surgery|hours?|months?|years?|weeks?|days?|duration)\b",
    re.IGNORECASE,
)
_LONGEST_TIME = 250
_SENTENCE_END = re.compile(r"[.!?]\)?\s+[A-Z(\"]|\n")


def _is_prose(field: str) -> bool:
    """Whether a column reads as a description rather than as a list of outcomes."""
    if "|" in field:
        return False
    sentences = len(_SENTENCE_END.findall(field)) + 1
    closed = field.endswith((".", "?", "!", ":"))
    if _time_frame_at(field) is not None:
        return closed and sentences >= 3
    return sentences >= 3 or (closed and sentences == 2)


def _time_frame_at(part: str) -> int | None:
    """Where the time frame starts: behind the first comma after which all is one short phrase
    that speaks of time and holds no end of a sentence."""
    for comma in re.finditer(", ", part):
        rest = part[comma.end() :]
        if len(rest) <= _LONGEST_TIME and _is_time(rest):
            return comma.end()
    return None


def _is_time(phrase: str) -> bool:
    opening = phrase.split(", ", 1)[0]
    return _TIME.search(opening) is not None and not re.search(r"[.;:)]\s+\S|\n", phrase)


def _outcomes(cell: str | None, kind: OutcomeKind) -> tuple[Outcome, ...]:
    return tuple(_outcome(part, kind) for part in joined(cell))


def _outcome(part: str, kind: OutcomeKind) -> Outcome:
    """`measure, description, time frame`; description and time frame may be absent."""
    at = _time_frame_at(part)
    body, time_frame = (part, None) if at is None else (part[: at - 2], part[at:].strip())
    measure, _, description = body.partition(", ")
    return Outcome(
        measure=measure.strip(),
        kind=kind,
        description=description.strip() or None,
        time_frame=time_frame,
    )


IMPORTER = Importer(
    name=ROW,
    title="ClinicalTrials.gov CSV row as lines, without headings or number",
    recognises=recognises(ROW),
    records=whole,
    read=read,
)
