"""Which events a time limit is about: the list that ends at it, or the one behind "since"."""

from __future__ import annotations

import re

from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity
from catalog.eligibility.limits.times_around import named_behind_bracket, own_item

_STOP = re.compile(r"[;]|\.(?=\s)|\bprovided\b")


def named_events(
    reading: Reading, quantity: Quantity, events: list[Found[str]], before: int, op: str
) -> list[Found[str]]:
    """Events the time limit is about: those before it in its sentence, else those behind "since"."""
    start, end = reading.sentence(quantity.number_start)
    behind = [e for e in events if quantity.end <= e.start < min(end, quantity.end + 110)]
    tail = reading.tail(quantity.end, 40)
    if (
        re.match(
            r"^[\s)]*(?:\([^)]*\) ?)?(?:have (?:elapsed|passed) )?(?:since|from|after|following|off|post|must have elapsed since)\b",
            tail,
        )
        and behind
        and op != "<"
    ):
        return _first_run(reading, quantity.end, behind)
    if (
        op == "<"
        and behind
        and re.match(
            r"^[\s)]*(?:with|by) (?!screening|enrol|study|random|first|the (?:first|study|start))",
            tail,
        )
    ):
        return _first_run(reading, quantity.end, behind)
    if op == "<" and behind and _OF_ANY.match(tail):
        return _first_run(reading, quantity.end, behind)
    if op == "<" and behind and _OF_EVENT.fullmatch(reading.form, quantity.end, behind[0].start):
        ahead_of = [e for e in events if start <= e.start < quantity.start]
        if not ahead_of:
            return _first_run(reading, quantity.end, behind)
    lead_start = max(start, before if _separate(reading, before, quantity) else start)
    ahead = [e for e in events if lead_start <= e.start < quantity.start]
    ahead = [
        e
        for e in ahead
        if not reading.is_exception(e.start) or reading.is_exception(quantity.start)
    ]
    if op == "<" and (bracketed := named_behind_bracket(reading, quantity, events)):
        return _first_run(reading, quantity.end, bracketed)
    if ahead:
        ahead = own_item(reading, quantity, _illness_first(reading, ahead))
        return _last_run(reading, quantity, ahead)
    if behind and _IN_ONE_LINE.match(reading.form, start) and ":" in tail:
        return _distinct(behind)
    if (
        reading.form[: quantity.start].strip(" (") in ("", "within", "in the past", "in the last")
        or len(reading.form[start : quantity.start].split()) <= 3
    ):
        behind = [e for e in behind if not _BEFORE.match(reading.form[quantity.end : e.start])]
        anchored = [e for e in behind if e.start - quantity.end > 3]
        return anchored[-2:] if anchored else behind[:2]
    return []


# `use within the last 28 days, of any investigational agent`
_OF_ANY = re.compile(r", of (?:any|an?|other|another|the)\b")
# `enrolment within 30 days of a stroke`: the event stands behind.
_OF_EVENT = re.compile(r" of (?:(?:an?|any|their|last|previous|acute|recent|major|known) )+")
# `Excluded within 3 months: - Transfusion.`: an old record's head with its list in one line.
_IN_ONE_LINE = re.compile(r"\W*excluded (?:within|during|in|for)\b")
# `biopsy at least 2 weeks prior to surgery`: what is still to come.
_BEFORE = re.compile(
    r"[\s)]*(?:prior to|before|preceding) (?:the |their |any |planned |scheduled |elective |definitive |start |starting |initiation |beginning |first |"
    r"dose |administration |receiving |of |study |trial |protocol |investigational )*$"
)
_NEEDED = Gated(r"\b(?:requir\w+|need\w*|necessitating|treated with|managed with)(?: \S+){0,3} $")


def _illness_first(reading: Reading, events: list[Found[str]]) -> list[Found[str]]:
    """Less treatments that an illness named before them required: the time limit is the illness's."""
    kept: list[Found[str]] = []
    for event in events:
        ill = any(each.means in ILLNESSES for each in kept)
        if not (ill and reading.before(_NEEDED, event.start, 50)):
            kept.append(event)
    return kept


ILLNESSES = frozenset(
    "ts.mi ts.stroke ts.vte ts.cardiovascular ts.bleeding ts.gi_event ts.infection ts.autoimmune_treatment ts.disease_exacerbation ts.diabetic_emergency".split()
)


def _separate(reading: Reading, before: int, quantity: Quantity) -> bool:
    """Whether words between two time limits name events of their own."""
    between = reading.form[before : quantity.start]
    return len(between.split()) > 3


def _first_run(reading: Reading, at: int, events: list[Found[str]]) -> list[Found[str]]:
    run: list[Found[str]] = []
    for event in events:
        gap = reading.form[at if not run else run[-1].end : event.start]
        if run and (
            len(gap) > 40
            or _STOP.search(gap)
            or re.search(
                r"\b(?:and recovered|(?<!therapy )(?<!treatment )(?<!agents )with|unless|except|in)\b",
                gap,
            )
        ):
            break
        run.append(event)
    return _distinct(run)


_NAMES_MORE = re.compile(r"^[^.;]{0,70}$")


# Brackets that close, or that the list goes on behind.
_BRACKETS = re.compile(r"\([^()]*\)|^[^()]*\)")


def _last_run(reading: Reading, quantity: Quantity, events: list[Found[str]]) -> list[Found[str]]:
    """The list that ends at the time limit."""
    run = [events[-1]]
    for event in reversed(events[:-1]):
        gap = _BRACKETS.sub(" ", reading.form[event.end : run[-1].start])
        if not re.search(r",|\bor\b|\band\b|/|\(", gap) and len(gap) > 25:
            break
        if re.search(
            r"\bnyha\b|\bclass\b", reading.form[max(0, event.start - 45) : event.end + 20]
        ):
            break  # a grade is that illness's own limit
        if not _NAMES_MORE.match(gap) or re.search(
            r"\bwho\b|\brequir|\bwithin\b|\bthat\b|\bdue to\b|\bfor (?!the)", gap
        ):
            break
        run.append(event)
    return _distinct(list(reversed(run)))


def _distinct(run: list[Found[str]]) -> list[Found[str]]:
    """One of each kind; a general word (`drug`) gives way to what it is said with."""
    kinds = {event.means for event in run}
    general = {"ts.medication", "ts.anticancer"} if len(kinds) > 1 else set()
    seen: set[str] = set()
    kept = []
    for event in run:
        near = any(
            other.means != event.means and abs(other.start - event.start) < 30
            for other in run
            if other.means not in general
        )
        if event.means in seen or (
            event.means == "ts.medication" and near and event.means in general
        ):
            continue
        seen.add(event.means)
        kept.append(event)
    return kept
