"""Arms, treatments and outcomes of the study page's tables.

In a browser's text an arm's type and label stand on one line, its description below, a tab before
the treatments, each with its description and other names further in. Through a word processor or
Markdown a cell is one line, in which label and description run together: what of it is not certain
stays one text and is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from catalog.model.codes import ArmType, InterventionType, OutcomeKind, coded
from catalog.model.trial import Arm, Guess, Intervention, Outcome, one_line
from importers.pages.ctgov_study.page_parts import Parts
from importers.values.cleaning import blank

_ARM = re.compile(
    r"(Experimental|Active Comparator|Placebo Comparator|Sham Comparator|No Intervention|Other)"
    r"\s*:\s*(.*)",
    re.DOTALL,
)
_TYPES = (
    "Drug|Device|Biological|Procedure|Radiation|Behavioral|Genetic|Dietary Supplement|"
    "Combination Product|Diagnostic Test|Other"
)
_GIVEN = re.compile(rf"({_TYPES})\s*:\s+(.+)", re.DOTALL)
_NEXT = re.compile(rf"(?<![:\w])(?<!: )(?:{_TYPES}):\s")
_OTHER_NAMES = re.compile(r"\s*Other Names:\s*", re.IGNORECASE)
_HEADER = re.compile(r"\|?\s*Participant Group/Arm\b.*")
_RULE = re.compile(r"[\s|:-]+")
_RUN_TOGETHER = "label and description stand in one cell without a divider"


class Treated(NamedTuple):
    """Arms and interventions, and what of them is a guess."""

    arms: tuple[Arm, ...]
    interventions: tuple[Intervention, ...]
    guesses: tuple[Guess, ...]


class _Given(NamedTuple):
    type: str | None
    name: str
    description: str | None
    others: tuple[str, ...]


class _Row(NamedTuple):
    type: str | None
    label: str
    description: str | None
    given: tuple[_Given, ...]
    doubtful: bool = False


def treated(page: Parts) -> Treated:
    """The table of arms; interventions that it lacks are those of the overview."""
    named = tuple(filter(None, map(_named, page["Intervention / Treatment"].items)))
    rows = tuple(_rows(page.below(_HEADER), [one.name for one in named]))
    given = tuple(_united(rows))
    missing = [one for one in named if one.name not in {had.name for had in given}]
    arms = tuple(
        Arm(
            label=row.label,
            type=coded(ArmType, row.type),
            description=row.description,
            interventions=tuple(dict.fromkeys(one.name for one in row.given)),
        )
        for row in rows
    )
    doubtful = any(row.doubtful for row in rows)
    return Treated(
        arms,
        (*given, *(_intervention(one, ()) for one in missing)),
        tuple(Guess(field=field, why=_RUN_TOGETHER) for field in ("arms", "interventions"))
        if doubtful
        else (),
    )


def _named(item: str) -> _Given | None:
    found = _GIVEN.fullmatch(item)
    return _Given(found[1], one_line(found[2]), None, ()) if found else None


def _intervention(one: _Given, labels: Iterable[str]) -> Intervention:
    return Intervention(
        name=one.name,
        type=coded(InterventionType, one.type),
        description=one.description,
        other_names=one.others,
        arm_labels=tuple(dict.fromkeys(labels)),
    )


def _united(rows: Sequence[_Row]) -> Iterator[Intervention]:
    """Each treatment once: the page repeats it in every arm. Other doses are other treatments."""
    labels: dict[_Given, list[str]] = {}
    for row in rows:
        for one in row.given:
            labels.setdefault(one, []).append(row.label)
    for one, where in labels.items():
        yield _intervention(one, where)


def _rows(lines: Sequence[str], names: Sequence[str]) -> Iterator[_Row]:
    body = list(lines)
    if piped := tuple(_piped(body)):
        for line in piped:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if not _RULE.fullmatch(line) and cells[0]:
                yield _one_line_row(cells, names)
        return
    for line in (line for line in body if "\t" in line.strip("\t ")):
        yield _one_line_row([cell.strip() for cell in line.split("\t")], names)
    yield from _copied_rows([line for line in body if "\t" not in line.strip("\t ")])


def _piped(lines: Sequence[str]) -> Iterator[str]:
    """Lines of the Markdown table that begins here."""
    for line in lines:
        if not line.lstrip().startswith("|"):
            return
        yield line


def _copied_rows(lines: Sequence[str]) -> Iterator[_Row]:
    """Rows of a browser's text: each ends where a line at the margin follows its treatments."""
    left: list[str] = []
    right: list[str] = []
    inside = False
    for line in lines:
        at_margin = bool(line.strip()) and not line.startswith((" ", "\t"))
        if inside and at_margin:
            yield _copied(left, right)
            left, right, inside = [], [], False
        if line.strip(" ") == "\t":
            inside = True
        elif inside:
            right.append(line)
        else:
            left.append(line)
    if any(map(str.strip, left)):
        yield _copied(left, right)


def _copied(left: Sequence[str], right: Sequence[str]) -> _Row:
    said = list("\n".join(left).strip("\n").split("\n"))
    found = _ARM.fullmatch(said[0].strip())
    return _Row(
        type=found[1] if found else None,
        label=one_line(found[2] if found else said[0]),
        description=blank("\n".join(said[1:])),
        given=tuple(_copied_given(right)),
    )


def _copied_given(lines: Sequence[str]) -> Iterator[_Given]:
    """Treatments at the same depth, each with what stands further in."""
    margin = min((_depth(line) for line in lines if line.strip()), default=0)
    block: list[str] = []
    for line in lines:
        if line.strip() and _depth(line) == margin and _GIVEN.fullmatch(line.strip()):
            if block:
                yield _block(block)
            block = [line]
        elif block:
            block.append(line)
    if block:
        yield _block(block)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _block(lines: Sequence[str]) -> _Given:
    found = _GIVEN.fullmatch(lines[0].strip())
    rest = list(lines[1:])
    cut = next((n for n, line in enumerate(rest) if _OTHER_NAMES.fullmatch(line)), len(rest))
    inner = min((_depth(line) for line in rest[:cut] if line.strip()), default=0)
    return _Given(
        type=found[1] if found else None,
        name=one_line(found[2] if found else lines[0]),
        description=blank("\n".join(line[inner:].rstrip() for line in rest[:cut])),
        others=tuple(line.strip() for line in rest[cut + 1 :] if line.strip()),
    )


# -- cells of one line


def _one_line_row(cells: Sequence[str], names: Sequence[str]) -> _Row:
    found = _ARM.fullmatch(cells[0])
    label, description = _divided(one_line(found[2] if found else cells[0]), ())
    given = (
        _one_line_given(part, (*names, *label.split("+")))
        for part in _parts(cells[1] if len(cells) > 1 else "")
    )
    return _Row(found[1] if found else None, label, description, tuple(given), doubtful=True)


def _parts(cell: str) -> Iterator[str]:
    """The treatments of a cell: `Drug: Combination Product: X` is one."""
    starts = [found.start() for found in _NEXT.finditer(cell)]
    for start, end in zip(starts, [*starts[1:], len(cell)], strict=False):
        yield cell[start:end].strip()


def _one_line_given(part: str, names: Sequence[str]) -> _Given:
    found = _GIVEN.fullmatch(part)
    text, *others = _OTHER_NAMES.split(one_line(found[2] if found else part), maxsplit=1)
    name, description = _divided(text, names)
    return _Given(found[1] if found else None, name, description, tuple(others))


def _divided(text: str, names: Sequence[str]) -> tuple[str, str | None]:
    """Label and description: by a name known from elsewhere, or one that the text repeats.

    `A B A B` is A B twice, and so is `A A, 5 mg`; anything else stays whole.
    """
    for name in sorted({one_line(name) for name in names}, key=len, reverse=True):
        if name and (text == name or text.startswith(name + " ")):
            return name, blank(text[len(name) :])
    words = text.split(" ")
    for size in range(len(words) // 2, 0, -1):
        name, rest = " ".join(words[:size]), " ".join(words[size:])
        if re.match(re.escape(name) + r"(?!\w)", rest):
            return name, rest
    return text, None


# -- outcomes

_KINDS = (
    ("Primary Outcome Measures", OutcomeKind.PRIMARY),
    ("Secondary Outcome Measures", OutcomeKind.SECONDARY),
    ("Other Outcome Measures", OutcomeKind.OTHER),
)
_COLUMNS = re.compile(r"\|?\s*Outcome Measure\s*[\t|]\s*Measure Description.*")
_CELLS = 3


def outcomes(page: Parts) -> tuple[tuple[Outcome, ...], tuple[Guess, ...]]:
    """The tables' rows; one that has not its three cells is kept whole and marked."""
    found: list[Outcome] = []
    doubtful = False
    for name, kind in _KINDS:
        for cells in _table(page[name].lines):
            if len(cells) == _CELLS and cells[0].strip():
                found.append(
                    Outcome(
                        measure=one_line(cells[0]),
                        kind=kind,
                        description=blank(cells[1]),
                        time_frame=blank(cells[2]),
                    )
                )
            elif text := blank("\n".join(cells)):
                doubtful = True
                found.append(Outcome(measure=text, kind=kind))
    if not found:  # a table copied without the heading above it
        rows = (cells for cells in _table(page.below(_COLUMNS)) if len(cells) == _CELLS)
        found = [
            Outcome(measure=one_line(a), description=blank(b), time_frame=blank(c))
            for a, b, c in rows
            if a.strip()
        ]
    why = "cells of the table are not told apart in this copy"
    return tuple(found), (Guess(field="outcomes", why=why),) if doubtful else ()


def _table(lines: Sequence[str]) -> Iterator[list[str]]:
    """Rows; a description of several lines goes on until the tab before its time frame."""
    open_row: list[str] | None = None
    for line in lines:
        if _COLUMNS.fullmatch(line.strip()) or (open_row is None and _RULE.fullmatch(line or " ")):
            continue
        if line.lstrip().startswith("|"):
            yield [
                cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")
            ]
            continue
        if open_row is None:
            open_row = line.split("\t")
        else:
            first, *more = line.split("\t")
            open_row[-1] += "\n" + first
            open_row.extend(more)
        if len(open_row) >= _CELLS:
            yield open_row
            open_row = None
    if open_row is not None:
        yield open_row
