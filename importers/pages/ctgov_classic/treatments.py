"""Conditions, interventions, arms and outcomes of a classic ClinicalTrials.gov page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from catalog.model.codes import ArmType, Coded, InterventionType, OutcomeKind, Phase, coded, phases
from catalog.model.trial import Arm, Guess, Intervention, Outcome
from importers.importer import Unreadable
from importers.pages.ctgov_classic.rows import cells
from importers.pages.text import text_of
from importers.values.cleaning import blank

_TYPES = (
    "Drug|Device|Biological|Procedure|Radiation|Behavioral|Genetic|Dietary Supplement|"
    "Combination Product|Diagnostic Test|Other"
)
_HEADER = re.compile(rf"(?:(?<=\s)|^)({_TYPES}): (?=\S)")
_ARM_TYPE = re.compile(
    r"(Experimental|Active Comparator|Placebo Comparator|Sham Comparator|No Intervention|Other): "
    r"(.+)"
)
_MOST_INTERVENTIONS = 500
_PHASE = re.compile(r"Early Phase 1|Phase \d|Not Applicable|N/A")


class Treatments(NamedTuple):
    """What is treated with what, by the tables of conditions and of arms."""

    conditions: tuple[str, ...]
    phases: tuple[Coded[Phase], ...]
    interventions: tuple[Intervention, ...]
    arms: tuple[Arm, ...]
    guesses: tuple[Guess, ...]


def treatments(table: Sequence[str], arms: Sequence[str]) -> Treatments:
    """The row "conditions | interventions | phase |" together with the table of arms."""
    conditions, named, phase = _first_row(table)
    blocks = [_block(*pair) for pair in _pairs(cells(arms))]
    known = _headers(named) or tuple(dict.fromkeys(_alone(blocks)))
    if len(known) > _MOST_INTERVENTIONS:
        raise Unreadable(f"the page names more than {_MOST_INTERVENTIONS} interventions")
    parts = [(block, *_given(block.body, known)) for block in blocks]
    return Treatments(
        conditions=(conditions,) if conditions else (),
        phases=_phases(phase),
        interventions=tuple(one for header in known for one in _interventions(header, parts)),
        arms=tuple(_arm(block, above, given) for block, above, given in parts),
        guesses=tuple(_guesses(conditions, known, blocks)),
    )


def _first_row(table: Sequence[str]) -> tuple[str | None, str, str]:
    """The three cells below the heading; names may run over lines."""
    rules = [at for at, line in enumerate(table) if re.fullmatch(r"[-| ]*-[-| ]*", line.strip())]
    told = [line.strip() for line in table[rules[-1] + 1 if rules else 1 :]]
    row = [cell.strip() for cell in " ".join(told).strip().removesuffix("|").split("|")]
    if len(row) < 3:
        row += [""] * (3 - len(row))
    return blank(row[0]), " ".join(row[1:-1]), row[-1]


def _phases(cell: str) -> tuple[Coded[Phase], ...]:
    found = _PHASE.findall(cell)
    if found and blank(_PHASE.sub("", cell)) is None:
        return tuple(phase for one in found for phase in phases(one))
    return phases(cell)


def _headers(text: str) -> tuple[str, ...]:
    """`Drug: A Drug: B` as ("Drug: A", "Drug: B"): a type word and a colon begin a name."""
    starts = [found.start() for found in _HEADER.finditer(text)]
    ends = (*starts[1:], len(text))
    named = (text[start:end].strip() for start, end in zip(starts, ends, strict=False))
    return tuple(dict.fromkeys(named))


# -- arms


class _Block(NamedTuple):
    label: str
    type: Coded[ArmType] | None
    description: str | None
    """What stands below the label in its own cell."""
    body: str
    """The other cell: a description, and each intervention with its own."""


def _pairs(found: Sequence[str]) -> Iterator[tuple[str, str]]:
    told = list(found)
    while told and not told[-1]:
        told.pop()
    if len(told) % 2:
        told.append("")
    yield from zip(told[::2], told[1::2], strict=True)


def _block(first: str, second: str) -> _Block:
    label, _, below = first.partition("\n")
    typed = _ARM_TYPE.fullmatch(label.strip())
    return _Block(
        label=typed[2] if typed else label.strip(),
        type=coded(ArmType, typed[1]) if typed else None,
        description=blank(below),
        body=second,
    )


def _alone(blocks: Sequence[_Block]) -> Iterator[str]:
    """Lines of the arms that are an intervention's name and nothing else."""
    for block in blocks:
        for line in block.body.split("\n"):
            if _HEADER.match(line.strip()):
                yield line.strip()


def _given(body: str, known: Sequence[str]) -> tuple[str | None, dict[str, str]]:
    """Text above the first intervention, and the text below each that the cell names.

    A name within a line counts only where the cell has it on no line of its own.
    """
    found: dict[str, int] = {}
    for header in sorted(known, key=len, reverse=True):
        taken = {at + n for other, at in found.items() for n in range(len(other))}
        spots = [m.start() for m in re.finditer(rf"(?<!\S){re.escape(header)}(?!\S)", body)]
        free = [at for at in spots if at not in taken]
        first = [at for at in free if at == 0 or body[at - 1] == "\n"]
        if first or free:
            found[header] = (first or free)[0]
    order = sorted(found, key=lambda header: found[header])
    ends = (*(found[header] for header in order[1:]), len(body))
    texts = {
        header: body[found[header] + len(header) : end]
        for header, end in zip(order, ends, strict=False)
    }
    return blank(body[: found[order[0]]] if order else body), texts


def _arm(block: _Block, above: str | None, given: dict[str, str]) -> Arm:
    return Arm(
        label=block.label,
        type=block.type,
        description=text_of(part for part in (block.description, above) if part),
        interventions=tuple(_name(header) for header in given),
    )


def _name(header: str) -> str:
    return header.partition(": ")[2].strip()


_OTHER_NAMES = re.compile(r"(?:^|\n)[ \t]*Other Names?:\s*(.*)", re.DOTALL)


def _interventions(
    header: str, parts: Sequence[tuple[_Block, str | None, dict[str, str]]]
) -> Iterator[Intervention]:
    """One for each description that its arms give it: a dose is what tells them apart."""
    labels: dict[tuple[str | None, tuple[str, ...]], list[str]] = {}
    for block, _, given in parts:
        if header in given:
            labels.setdefault(_described(given[header]), []).append(block.label)
    for (description, others), arms in (labels or {(None, ()): []}).items():
        yield Intervention(
            name=_name(header),
            type=coded(InterventionType, header.partition(":")[0]),
            description=description,
            other_names=others,
            arm_labels=tuple(arms),
        )


def _described(text: str) -> tuple[str | None, tuple[str, ...]]:
    others = _OTHER_NAMES.search(text)
    if others is None:
        return blank(text), ()
    return blank(text[: others.start()]), tuple(_names(others[1]))


def _names(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        if name := blank(re.sub(r"^\s*[-*•]\s+", "", line)):
            yield name


def _guesses(
    conditions: str | None, known: Sequence[str], blocks: Sequence[_Block]
) -> Iterator[Guess]:
    if conditions and " " in conditions:
        why = "the page divides several conditions by a blank only: the cell is kept whole"
        yield Guess(field="conditions", why=why)
    if len(known) > 1 and not set(known) <= set(_alone(blocks)):
        why = "the page divides several interventions by a blank only: cut at the words of types"
        yield Guess(field="interventions", why=why)


# -- outcomes

_HEADING = re.compile(r"(Primary|Secondary|Other) Outcome Measures?\s*:.*")
_ITEM = re.compile(r"\s?(?:-|\d{1,3}\.)\s+(.*)")
_FRAME = "[ Time Frame:"
_KINDS = {
    "Primary": OutcomeKind.PRIMARY,
    "Secondary": OutcomeKind.SECONDARY,
    "Other": OutcomeKind.OTHER,
}


def outcomes(lines: Sequence[str]) -> tuple[tuple[Outcome, ...], tuple[Guess, ...]]:
    """`- measure [ Time Frame: … ]description`, under headings where the page kept them."""
    timed = any(_FRAME in line for line in lines)
    kind = OutcomeKind.UNSPECIFIED
    found: list[tuple[OutcomeKind, list[str]]] = []
    for line in lines:
        if heading := _HEADING.fullmatch(line.strip()):
            kind = _KINDS[heading[1]]
        elif (item := _ITEM.fullmatch(line)) and (_FRAME in line or not timed or not found):
            found.append((kind, [item[1]]))
        elif found:
            found[-1][1].append(line)
    given = tuple(_outcome("\n".join(text), kind) for kind, text in found)
    why = "the page runs primary and secondary outcomes together: their kind is left open"
    unspecified = any(one.kind is OutcomeKind.UNSPECIFIED for one in given)
    return given, (Guess(field="outcomes", why=why),) if unspecified else ()


def _outcome(text: str, kind: OutcomeKind) -> Outcome:
    measure, frame, rest = text.partition(_FRAME)
    end = _closing(rest) if frame else 0
    return Outcome(
        measure=measure.strip(),
        kind=kind,
        time_frame=blank(rest[:end]) if frame else None,
        description=blank(rest[end + 1 :]) if frame else None,
    )


def _closing(text: str) -> int:
    """Where the bracket of a time frame closes; its end where it never does."""
    depth = 1
    for at, letter in enumerate(text):
        depth += (letter == "[") - (letter == "]")
        if depth == 0:
            return at
    return len(text)
