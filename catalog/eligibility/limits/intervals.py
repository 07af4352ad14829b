"""Time since a treatment or illness: `within 4 weeks`, `at least 28 days since`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.limits.contraception import is_refused
from catalog.eligibility.limits.directions import (
    PLANNED,
    direction,
    must_have_stopped,
    will_stop,
    with_negation,
)
from catalog.eligibility.limits.event_senses import events_meant
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.measurements import tidy
from catalog.eligibility.limits.named_events import ILLNESSES, named_events
from catalog.eligibility.limits.other_times import (
    is_length_of_treatment,
    is_no_demand,
    is_not_allowed,
    is_of_own_cancer,
    is_of_smoking_alone,
    is_other_time,
    is_start_or_plan,
    of_stability,
)
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity
from catalog.eligibility.limits.times_around import head_time, under_head
from catalog.eligibility.limits.windows import anchor
from catalog.eligibility.vocabulary.units import DAYS

_AFTER_DOSE = Gated(
    r"\b(?:after|following|post|from|beyond|past|of) (?:the |their |his |her |study |completion |discontinu\w+ |stopping |receiving |administration |end |cessation |completing )*(?:of )?(?:the |study |protocol |all )?(?:last|final|completion|end|discontinu|treatment|study|dose|dosing|administration|therapy|stopping|drug|vaccin|infusion|cessation|receiv|intervention|injection)"
)
_CONTRACEPTION = Gated(
    r"contracepti|birth control|abstinen|abstain|condom|sperm|ova\b|egg|become pregnant|pregnan|father|barrier|breast|childbearing|intrauterine"
)


# `at least 6 weeks since radiotherapy, if evidence of progression`: when a rule holds.
_IF_LEAD = Gated(r"\bif (?:there is |there was )?(?:clear |any )?(?:evidence of |documented )?$")


def intervals(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[Constraint]:
    """Constraints on the time since an event, and on contraception after the last dose."""
    times = [q for q in reading.quantities if q.unit in DAYS and not _taken(q, taken)]
    if not times:
        yield from _under_head(reading)
        return
    events = list(events_meant(reading))
    used: set[tuple[int, str]] = set()
    bounded: tuple[Quantity, list[str]] | None = None
    for n, quantity in enumerate(times):
        before = times[n - 1].end if n else 0
        if _after_last_dose(reading, quantity):
            if not is_refused(reading):
                yield _interval("contraception_after", ">=", quantity, None, reading)
            continue
        if bounded is not None and _is_upper_end(reading, bounded[0], quantity):
            for means in bounded[1]:
                yield _end(means, str(quantity.op), quantity.low, quantity)
            bounded = None
            continue
        op = direction(reading, quantity) if events else None
        if op is None or is_other_time(reading, quantity):
            continue
        named = named_events(reading, quantity, events, before, op)
        for event in named:
            if (event.start, event.means) in used:
                continue
            used.add((event.start, event.means))
            if reading.before(_IF_LEAD, event.start, 30) and not reading.form.startswith(
                "stab", event.start
            ):
                continue
            if _is_dose(reading, event) or _is_of_example(reading, event, quantity):
                continue
            if is_of_smoking_alone(reading, event, quantity) or _is_counted(reading, event):
                continue
            sign = with_negation(reading, op, event, quantity.number_start)
            if is_start_or_plan(reading, event, quantity, sign):
                continue
            if _is_taken_on(reading, quantity, event, sign):
                continue
            if is_length_of_treatment(reading, quantity, event, sign):
                continue
            if is_of_own_cancer(reading, event, sign):
                continue
            if sign in (">=", ">") and must_have_stopped(reading, quantity):
                sign = "<"
            if sign == "<" and will_stop(reading, quantity):
                sign = ">="
            if sign == "<" and is_no_demand(reading, event, quantity):
                continue
            if sign == "<" and is_not_allowed(reading, quantity):
                sign = ">="
            if sign == "<" and event.means == "ts.progression":
                told = of_stability(reading, event, quantity)
                if told is None:
                    continue
                sign = told
            if (
                sign == ">="
                and quantity.high
                and (
                    (quantity.op is None and _SINCE.match(reading.form, quantity.end))
                    or _BOTH_SIGNED.search(reading.form, quantity.number_start, quantity.end)
                )
            ):
                yield _end(event.means, ">=", quantity.low, quantity)
                yield _end(event.means, "<=", quantity.high, quantity)
                continue
            if sign in (">=", ">") and reading.kind == "inclusion":
                known = bounded[1] if bounded is not None and bounded[0] is quantity else []
                bounded = quantity, [*known, event.means]
            denied = sign != op and sign in (">=", ">") and reading.is_negated(event.start)
            yield _interval(
                event.means, sign, quantity, anchor(reading, quantity), reading, denied=denied
            )


# `at least 5 days and not more than 30 days since`: both ends of one range.
_AND_AT_MOST = re.compile(r",? (?:and|but) ")


def _is_upper_end(reading: Reading, lower: Quantity, quantity: Quantity) -> bool:
    return quantity.op in ("<", "<=") and bool(
        _AND_AT_MOST.fullmatch(reading.form, lower.end, quantity.start)
    )


_BOTH_SIGNED = re.compile(r"\band (?:[<≤]|(?:less|not? (?:more|longer|greater)|at most|up to)\b)")
# `more than two exacerbations in the past year`: one may be had.
_AT_LEAST_TWO = r"(?:(?<!no )(?<!not )(?:more|greater) than (?:one|two|three|four|[1-9])|[>≥] ?[1-9]|(?:two|three|four|[2-9]) or more|at least (?:two|three|four|[2-9]))"
_AT_MOST = r"(?:(?:no|not) more than (?:one|two|three|four|[1-9])|(?:fewer|less) than (?:two|three|four|[2-9])|[<≤] ?[1-9]|up to (?:one|two|three|[1-9])|at most (?:one|two|three|[1-9]))"
_SUCH = r"(?: (?!(?:days?|weeks?|months?|years?|hours?)\b)[a-z-]+){0,3} $"
_SEVERAL = Gated(rf"(?:\b|(?=[>≥])){_AT_LEAST_TWO}{_SUCH}")
_FEW = Gated(rf"(?:\b|(?=[<≤])){_AT_MOST}{_SUCH}")


def _is_counted(reading: Reading, event: Found[str]) -> bool:
    """Whether so many of an event are meant, so that one alone says nothing."""
    told = _FEW if reading.kind == "inclusion" else _SEVERAL
    return event.means in _COUNTED and reading.before(told, event.start, 60) is not None


_COUNTED = ILLNESSES | {"ts.surgery", "ts.transfusion", "ts.progression", "ts.antibiotics"}


# `10-28 days since surgery`: both ends bound it; of `at least 3-4 weeks since` the longer is meant.
_SINCE = re.compile(r"[\s)]*(?:ha(?:s|ve) (?:elapsed|passed) )?(?:since|after|following|from)\b")


def _end(variable: str, op: str, value: float, quantity: Quantity) -> Constraint:
    """One end of a range of time."""
    days = tidy(value * DAYS[str(quantity.unit)])
    span = (quantity.start, quantity.end)
    return Constraint(variable, op, tidy(value), quantity.unit, days, "d", span=span)


def _under_head(reading: Reading) -> Iterator[Constraint]:
    """`Excluded within 14 days:` governs each drug of its list."""
    if not reading.parent or (told := head_time(reading)) is None:
        return
    quantity, sign = told
    for event in under_head(reading, list(events_meant(reading))):
        if not _is_dose(reading, event):
            days = tidy(quantity.low * DAYS[str(quantity.unit)])
            span = (event.start, event.end)
            yield Constraint(
                event.means, sign, tidy(quantity.low), quantity.unit, days, "d", span=span
            )


_STABLE_THERAPY = re.compile(
    r"stab\w*,? (?:(?!for\b|following\b|after\b|on\b|under\b|since\b)[a-z/-]+,? ){0,6}(?:therap\w+|treatments?|relationships?|regimens?)\b"
)
_STABLE_ILLNESS = re.compile(
    r"stab\w*(?: \w+)? (?:disease|illness|tumou?rs?|lesions?|metast\w+|remission)\b"
)
_DOSE = Gated(
    r"\b(?:dos(?:e|es|age|ing)|regimens?|medications?|treatment|therapy|drugs?|schedule|use|diet|weight|exercise|housing|residence|background|relationships?|partner)\b"
)


# `Creatinine < 2 x ULN and stable for 4 weeks`: the value.
_OF_A_VALUE = Gated(
    r"(?:\buln|/dl|mmhg|%|\b\d+|\b(?:creatinine|h(?:a)?emoglobin|platelets?|counts?|weight|labs?|laborator\w+|vital signs|blood pressure|pain|symptoms?))\)?,? ?"
    r"(?:(?:and|but|that|which|has|have|is|are|been|must|be|remain\w*|clinically|relatively) )*$"
)


def _is_dose(reading: Reading, event: Found[str]) -> bool:
    """`on a stable dose for 6 weeks`: what is stable is no disease."""
    said = reading.form[event.start : event.end]
    if not said.startswith("stab"):
        return False
    if _STABLE_ILLNESS.match(reading.form, event.start):
        return False
    if _STABLE_THERAPY.match(reading.form, event.start):
        return True
    around = reading.form[max(0, event.start - 22) : event.end + 32]
    return bool(reading.find(_DOSE, around) or reading.before(_OF_A_VALUE, event.start, 60))


_EXAMPLES = Gated(r"\b(?:such as|e\.g\.|for example)[^()]*$")


_OF_A_TRIAL = Gated(
    r"\b(?:investigational|experimental)(?: [a-z]+){0,3} \((?:e\.?g\.?,? ?|i\.?e\.?,? ?|such as |including )?[^()]*$"
)
# `An investigational drug, device or biologic`: whatever it is, it is experimental.
_EXPERIMENTAL = Gated(
    r"\b(?:investigational|experimental|unlicensed|unapproved|non-? ?(?:licensed|registered|approved))(?:[,/(]|\b(?:new|other|study|medical|medicinal|drugs?|agents?|devices?|products?|compounds?|medications?|medicines?|"
    r"substances?|vaccines?|biologic(?:al)?s?|blood|therap(?:y|ies)|treatments?|interventions?|procedures?|or|and|any)\b| )*$"
)
_ANY_GIVEN = frozenset({"ts.biologic", "ts.vaccine", "ts.medication", "ts.transfusion"})


def _is_of_example(reading: Reading, event: Found[str], quantity: Quantity) -> bool:
    """`cardiac disease such as infarction within 6 months`: an illness may be limited in its example alone."""
    between = reading.form[event.end : quantity.start]
    if reading.before(_OF_A_TRIAL, event.start, 120) and ")" in between:
        return True  # "an experimental agent (vaccine, drug, device)": examples of what is experimental
    if event.means in _ANY_GIVEN and reading.before(_EXPERIMENTAL, event.start, 120):
        return True
    return event.means in ILLNESSES and reading.find(_EXAMPLES, between) is not None


# `on a stable dose of steroids for at least 4 weeks`: how long it is taken, not how long ago.
_STABLE = Gated(
    r"\bunchanged\b|\bwithout (?:any )?(?:change|dose change|modification)|\bstable(?: or \w+)?,? (?:\w+ ){0,2}(?:dos\w+|regimens?|schedules?|treatment|therapy|medications?|background|steroids?|corticosteroids?)\b|"
    r"\b(?:dos\w+|regimens?|treatment|therapy|medications?) (?:must |should |ha(?:s|ve) |is |are |been |be |remain\w* )*stable\b"
)


_FOR = Gated(r"\bfor (?:the )?(?:(?:past|last|previous|preceding|approximately|about) )*$")


def _is_taken_on(reading: Reading, quantity: Quantity, event: Found[str], sign: str) -> bool:
    if sign not in (">=", ">") and not reading.before(_FOR, quantity.number_start, 30):
        return False
    if event.means in ILLNESSES or event.means == "ts.progression":
        return False
    start, end = reading.sentence(quantity.number_start)
    found = reading.search(_STABLE, start, end)
    return found is not None and not _AGO.match(reading.tail(quantity.end, 40))


_AGO = re.compile(r"[\s)]*(?:ha(?:s|ve) )?(?:elapsed|passed|since|ago|after|off)\b")


def _taken(quantity: Quantity, taken: list[tuple[int, int]]) -> bool:
    return any(start <= quantity.number_start < end for start, end in taken)


# `the first 3 months of pregnancy`, `for 12 months following study initiation`: after no last dose.
_OF_PREGNANCY = re.compile(
    r" of (?:the |their )?pregnancy\b|[\s)]*(?:after|following|from|of) (?:the )?(?:study (?:initiation|start|entry)|first (?:dose|administration|injection|infusion)|start)\b"
)
_FIRST = Gated(r"\bfirst $")
# `use of cocaine 7 days of the last 30 days`
_OF_LAST_DAYS = re.compile(r"[\s)]*of (?:the )?(?:last|past|previous) \d")
# `intention of becoming pregnant within 4 months after the final dose`: no method is asked for.
_INTENDS = Gated(r"\b(?:intention\w*|intend\w*|plan\w*|wish\w*) (?:of|to|on)\b[^.;]*\bpregnan")
_METHOD = Gated(r"contracepti|birth control|condom|abstain|abstinen|barrier")
_DURING = Gated(r"\bduring (?:the |all )?$")
_TESTED_WITHIN = re.compile(r"\btest(?:s|ed|ing)?\b[^.;,]{0,30}\bwithin(?: the)? ?$")


def _after_last_dose(reading: Reading, quantity: Quantity) -> bool:
    tail = reading.tail(quantity.end, 75)
    if re.match(
        r"[\s)]*(?:prior|before|preceding|of (?:the )?(?:study|trial) (?:entry|enrol\w*|start\w*))\b",
        tail,
    ):
        return False
    if not reading.find(_AFTER_DOSE, tail.split(";")[0][:60]) or _OF_PREGNANCY.match(tail):
        return False
    if reading.before(_FIRST, quantity.number_start, 8) or _OF_LAST_DAYS.match(tail):
        return False
    if reading.kind == "exclusion" and reading.search(_INTENDS) and not reading.search(_METHOD):
        return False
    if reading.before(PLANNED, quantity.number_start, 60) or reading.before(
        _DURING, quantity.number_start, 14
    ):
        return False
    if _TESTED_WITHIN.search(reading.lead(quantity.number_start, 60)):
        return False  # "a negative pregnancy test within 7 days of the first dose"
    return bool(reading.search(_CONTRACEPTION)) and quantity.unit != "{half_life}"


def _interval(
    variable: str,
    op: str,
    quantity: Quantity,
    anchor: str | None,
    reading: Reading,
    *,
    denied: bool = False,
) -> Constraint:
    assert quantity.unit is not None
    value = quantity.high if quantity.high is not None else quantity.low
    days = tidy(value * DAYS[quantity.unit])
    return Constraint(
        variable,
        op,
        tidy(value),
        quantity.unit,
        days,
        "d",
        anchor=anchor,
        negated=denied,  # "no MI within 6 months": who never had one meets it
        span=(quantity.start, quantity.end),
    )
