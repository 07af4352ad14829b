"""What a patient's verdicts look like: below a row, above a list, beside a criterion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from catalog.eligibility.criterion import Criterion
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.standing import Group, Standing, missing
from catalog.eligibility.screening.standing_told import reason, short
from catalog.eligibility.screening.verdicts import MET, NOT_MET, verdict_of
from tui.show.lens import FITS, FITS_NOT
from tui.show.words import said
from tui.terminal.styled import Line, Span, fit, sentence, width

_GROUP = 17
_STYLES = {Group.NOTHING_AGAINST: "bold", Group.EXCLUDED: "warn"}


def patient_line(values: Sequence[str], cells: int, key: str) -> Line:
    """` Patient (not kept)  62 · f · ECOG 1    P edit`."""
    edit = f"  {key} edit "
    lead = " Patient (not kept)  "
    room = max(cells - width(lead) - width(edit), 8)
    shown = " · ".join(values) or "nothing is known yet"
    return (Span(lead, "key"), Span(fit(shown, room), "bold"), Span(edit, "dim"))


def groups_line(
    counts: Mapping[Group, int], cells: int, *, of: int, is_done: bool, anew: bool
) -> list[Line]:
    """` 5 nothing against · 17 open questions · 2 EXCLUDED`."""
    told = " · ".join(f"{counts[group]:,} {group.value}" for group in Group if counts.get(group))
    if not is_done:
        told = f"judging: {told} …" if told else "judging …"
    elif of:
        told += f"  of the first {of:,}"
    if anew and is_done:  # the lines above the list stay as many while it works
        told = "  ".join(filter(None, (told, "read anew: run trials reindex once")))
    return sentence(told or "no trial", cells, "key")


def standing_line(
    known: Standing | None, sentence: str, cells: int, *, is_beyond: bool = False
) -> Line:
    """`   EXCLUDED  "Estimated creatinine clearance <50 mL/minute"`, exactly `cells` wide."""
    if known is None:
        told = "not judged: behind the first trials of this list" if is_beyond else "…"
        return (Span(fit(f"   {told}", cells), "dim"),)
    why = said(reason(known, sentence))
    style = "" if known.group is Group.EXCLUDED else "dim"
    return (
        Span("   "),
        Span(fit(known.group.value, _GROUP), _STYLES.get(known.group, "")),
        Span(fit(why, max(cells - _GROUP - 3, 0)), style),
    )


# criteria, one by one

PROPOSED_FITS, PROPOSED_NOT, LOOK_FIRST, ASKS = "~+", "~-", "~!", "~?"
"""Of the machine: it fits; it does not, understood as a whole; look here first; a value decides."""
_SIGNS = {
    PROPOSED_FITS: "fits",
    PROPOSED_NOT: "does not fit",
    LOOK_FIRST: "look here first",
}


class Mark(NamedTuple):
    """What stands beside a criterion, and why."""

    sign: str
    """`~+`, `~-`, `~!`, `~?`, "" of the machine; `+`, `-`, `0` where a person said it."""
    words: str = ""
    """What decided, or what is to be asked."""
    is_here: bool = False
    """Whether the keys mean this criterion."""

    @property
    def by_person(self) -> bool:
        return bool(self.sign) and not self.sign.startswith("~")


def marks(
    criteria: Sequence[Criterion], patient: Patient, by_person: Mapping[str, str], here: int
) -> dict[int, Mark]:
    """The mark of every criterion that tests something, by its position."""
    found = {}
    for place, (key, criterion) in enumerate(zip(keys_of(criteria), criteria, strict=True)):
        if criterion.role != "criterion":
            continue
        sign, words = proposal(place, criterion, patient)
        if person := by_person.get(key):
            sign = person
        found[place] = Mark(sign, words, place == here)
    return found


def keys_of(criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """What a person's word on each criterion is kept by: its side, heading and own words.

    Cohorts repeat each other's lines: each copy counts up.
    """
    seen: Counter[str] = Counter()
    found = []
    for each in criteria:
        name = f"{each.kind}, {each.section}: {each.text}"
        seen[name] += 1
        found.append(f"{seen[name]} {name}")
    return tuple(found)


def proposal(place: int, criterion: Criterion, patient: Patient) -> tuple[str, str]:
    """The machine's sign, and what decided in words."""
    verdict = verdict_of(place, criterion, patient)
    words = ", ".join(verdict.decided)
    if verdict.verdict == MET:
        return PROPOSED_FITS, words
    if verdict.verdict == NOT_MET:
        return (LOOK_FIRST if criterion.left_over else PROPOSED_NOT), words
    if criterion.constraints and (asked := missing(criterion, patient)):
        return ASKS, "ask: " + " ".join(f"{short(each)}?" for each in asked[:4])
    return "", words if criterion.left_over else ""


def mark_spans(mark: Mark | None) -> tuple[Span, ...]:
    """Four cells before a criterion: `>~+ `, `  - `."""
    if mark is None:
        return (Span("    "),)
    style = (
        "mark" if mark.by_person else "warn" if mark.sign in (PROPOSED_NOT, LOOK_FIRST) else "dim"
    )
    lead = Span(">" if mark.is_here else " ", "key")
    sign = mark.sign if mark.sign.startswith("~") else f" {mark.sign}" if mark.sign else "  "
    return lead, Span(sign, style), Span(" ")


def mark_words(mark: Mark) -> str:
    """What is told below a criterion: what decided against it; of the one that is meant, all."""
    if mark.sign not in (PROPOSED_NOT, LOOK_FIRST) and not mark.is_here:
        return ""
    told = _SIGNS.get(mark.sign, "")
    return ": ".join(part for part in (told, mark.words) if part)


def count_line(found: Mapping[int, Mark], key: str, cells: int) -> Line:
    """` You: 5 fit, 1 do not, 27 left · ~ proposed: 4 fit, 1 do not  . next`."""
    signs = [mark.sign for mark in found.values()]
    fit_, not_ = signs.count(FITS), signs.count(FITS_NOT)
    left = sum(not mark.by_person for mark in found.values())
    told = f" You: {fit_} fit, {not_} do not, {left} left"
    proposed = [
        f"{signs.count(sign)} {word}"
        for sign, word in (
            (PROPOSED_FITS, "fit"),
            (PROPOSED_NOT, "do not"),
            (LOOK_FIRST, "look first"),
            (ASKS, "to ask"),
        )
        if signs.count(sign)
    ]
    if proposed:
        told += f" · ~ proposed: {', '.join(proposed)}"
    return (Span(fit(told, cells - 12).rstrip(), "key"), Span(f"  {key} next", "dim"))
