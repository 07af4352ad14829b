"""Time since a treatment or illness: `within 4 weeks`, `at least 28 days since`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.eligibility.criterion import INVERSE, Constraint, Window
from catalog.eligibility.limits.contraception import is_refused
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.measurements import tidy
from catalog.eligibility.limits.named_events import ILLNESSES, named_events
from catalog.eligibility.limits.other_times import (
    is_length_of_treatment,
    is_of_smoking_alone,
    is_other_time,
    is_start_or_plan,
)
from catalog.eligibility.limits.phrase_tree import ANCHORS_ALONE
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity
from catalog.eligibility.limits.times_around import head_time, under_head
from catalog.eligibility.vocabulary.units import DAYS

_WITHIN = Gated(
    r"(?:\bwithin|\b(?:in|during|over|for|of)? ?(?:the )?(?:past|last|previous|preceding|prior|recent)|(?<!\bnot )(?<!\bno )\b(?:less than|fewer than|under)|<|≤|<=|\bno (?:more|greater|longer|later) than|\bnot (?:more|greater|longer|later) than|\bwithin the|(?<!\bnot )(?<!\bno )\bshorter than|\bup to|\bless or equal to)"
    r" ?(?:the )?(?:past |last |previous |preceding |prior |approximately |about |a )?(?:\(?[<≤=] ?\)? ?)?$"
)
_SINCE_LEAD = Gated(
    r"(?:\bat least|≥|>=|\bmore than|>|\bgreater than|\ba minimum of|\bminimum of|\bgreater than or equal to|\bnot less than|\bno less than|\blonger than|\bover|\bexceeding|\bbeyond|\bat a minimum|\bequal to or greater than)"
    r" ?(?:or equal to )?(?:a )?(?:period of )?(?:\(?[>≥=] ?\)?)?$"
)
_SINCE_TAIL = Gated(
    r"^[\s)]*(?:\([^)]*\) ?)?(?:have (?:elapsed|passed)|has (?:elapsed|passed)|must have (?:elapsed|passed)|should have (?:elapsed|passed)|since|from|after|prior to|before|apart|earlier|ago|or (?:more|greater|longer)|off|post|following|of stability|must elapse|between|out|wash)"
)
_AFTER_DOSE = Gated(
    r"\b(?:after|following|post|from|beyond|past|of) (?:the |their |his |her |study |completion |discontinu\w+ |stopping |receiving |administration |end |cessation |completing )*(?:of )?(?:the |study |protocol |all )?(?:last|final|completion|end|discontinu|treatment|study|dose|dosing|administration|therapy|stopping|drug|vaccin|infusion|cessation|receiv|intervention|injection)"
)
_CONTRACEPTION = Gated(
    r"contracepti|birth control|abstinen|abstain|condom|sperm|ova\b|egg|become pregnant|pregnan|father|barrier|breast|childbearing|intrauterine"
)


def intervals(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[Constraint]:
    """Constraints on the time since an event, and on contraception after the last dose."""
    times = [q for q in reading.quantities if q.unit in DAYS and not _taken(q, taken)]
    if not times:
        yield from _under_head(reading)
        return
    events = list(_events(reading))
    used: set[tuple[int, str]] = set()
    for n, quantity in enumerate(times):
        before = times[n - 1].end if n else 0
        if _after_last_dose(reading, quantity):
            if not is_refused(reading):
                yield _interval("contraception_after", ">=", quantity, None, reading)
            continue
        op = _direction(reading, quantity) if events else None
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
            if is_of_smoking_alone(reading, event, quantity):
                continue
            sign = _folded(reading, op, event)
            if is_start_or_plan(reading, event, quantity, sign):
                continue
            if sign in (">=", ">") and _is_taken_on(reading, quantity, event):
                continue
            if is_length_of_treatment(reading, quantity, event, sign):
                continue
            if sign in (">=", ">") and _must_have_stopped(reading, quantity):
                sign = "<"
            if sign == "<" and _will_stop(reading, quantity):
                sign = ">="
            if (
                sign == ">="
                and quantity.op is None
                and quantity.high
                and _SINCE.match(reading.form, quantity.end)
            ):
                yield _end(event.means, ">=", quantity.low, quantity)
                yield _end(event.means, "<=", quantity.high, quantity)
                continue
            denied = sign != op and sign in (">=", ">") and reading.is_negated(event.start)
            yield _interval(
                event.means, sign, quantity, _anchor(reading, quantity), reading, denied=denied
            )


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
    for event in under_head(reading, list(_events(reading))):
        if not _is_dose(reading, event):
            days = tidy(quantity.low * DAYS[str(quantity.unit)])
            span = (event.start, event.end)
            yield Constraint(
                event.means, sign, tidy(quantity.low), quantity.unit, days, "d", span=span
            )


_DOSE = Gated(
    r"\b(?:dos(?:e|es|age|ing)|regimens?|medications?|treatment|therapy|drugs?|schedule|use|diet|weight|exercise|housing|residence|background|relationships?|partner)\b"
)


def _is_dose(reading: Reading, event: Found[str]) -> bool:
    """`on a stable dose for 6 weeks`: what is stable is no disease."""
    said = reading.form[event.start : event.end]
    around = reading.form[max(0, event.start - 22) : event.end + 22]
    return said.startswith("stab") and bool(reading.find(_DOSE, around))


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


_STOPPED = Gated(
    r"\b(?:must|should|needs? to|ha(?:ve|s) to|required to)\b[^.;]{0,30}\b(?:stop\w*|discontinu\w*|off|wash\w*|not|elapse\w*|interrupt\w*|completed|finished)\b"
)


def _must_have_stopped(reading: Reading, quantity: Quantity) -> bool:
    """A requirement under exclusion excludes who does not meet it: `must be stopped 3 months before`."""
    if reading.kind != "exclusion" or reading.is_exception(quantity.start):
        return False
    start, end = reading.sentence(quantity.start)
    return bool(reading.search(_STOPPED, start, end))


_STOPPING = Gated(
    r"\b(?:will|must|should|agree to|willing to|able to|need to) (?:have )?(?:discontinue|stop|cease|withdraw|withhold|abstain|refrain)\w*\b"
)


def _will_stop(reading: Reading, quantity: Quantity) -> bool:
    """`will stop medications 48 hours before`: under inclusion asks for that long without."""
    if reading.kind != "inclusion" or quantity.op is not None:
        return False
    return bool(reading.search(_STOPPING, reading.sentence(quantity.start)[0], quantity.start))


# `on a stable dose of steroids for at least 4 weeks`: how long it is taken, not how long ago.
_STABLE = Gated(
    r"\bstable(?: or \w+)?,? (?:\w+ ){0,2}(?:dos\w+|regimens?|schedules?|treatment|therapy|medications?|background|steroids?|corticosteroids?)\b|"
    r"\b(?:dos\w+|regimens?|treatment|therapy|medications?) (?:must |should |ha(?:s|ve) |is |are |been |be |remain\w* )*stable\b"
)


def _is_taken_on(reading: Reading, quantity: Quantity, event: Found[str]) -> bool:
    if event.means in ILLNESSES or event.means == "ts.progression":
        return False
    start, end = reading.sentence(quantity.number_start)
    found = reading.search(_STABLE, start, end)
    return found is not None and not _AGO.match(reading.tail(quantity.end, 40))


_AGO = re.compile(r"[\s)]*(?:ha(?:s|ve) )?(?:elapsed|passed|since|ago|after|off)\b")


def _taken(quantity: Quantity, taken: list[tuple[int, int]]) -> bool:
    return any(start <= quantity.number_start < end for start, end in taken)


def _events(reading: Reading) -> Iterator[Found[str]]:
    for found in reading.spotted.events:
        if not found.means or reading.is_example(found.start):
            continue
        if found.means == "ts.infection" and _is_measured(reading, found):
            continue
        if found.means in _TREATED and reading.before(_TREATED_FOR, found.start, 110):
            continue
        if found.means == "ts.anticancer" and reading.behind(_AGAINST_GERMS, found.end, 70):
            continue
        yield found


# `acute systemic therapy for opportunistic infections`
_AGAINST_GERMS = Gated(
    r" (?:for|of) (?:(?:an?|the|any|active|acute|serious|severe|opportunistic|bacterial|viral|fungal|other) )*(?:infections?|pneumonia|sepsis|tubercul\w+|hepatitis)\b"
)
# `any treatment for coronavirus infection within 30 days`: how long ago the treatment was.
_TREATED = frozenset({"ts.infection", "ts.other_malignancy"})
_TREATED_FOR = Gated(
    r"\b(?:\w*therap\w+|treatments?|drugs?|medications?|agents?|trials?|stud(?:y|ies)) for (?!which|whom|that|this|at least|more than|less than)(?:(?!\b(?:no|not|who|has|have|is|are|evidence)\b)[^.;:()\d]){0,80}$"
)
# `at least 6 weeks since radiotherapy, if evidence of progression`: when a rule holds.
_IF_LEAD = Gated(r"\bif (?:there is |there was )?(?:clear |any )?(?:evidence of |documented )?$")


def _is_measured(reading: Reading, found: Found[str]) -> bool:
    """`Fever above 38 °C in the last 3 days`: a temperature, no infection."""
    return reading.form.startswith(("fever", "febrile"), found.start) and any(
        each.unit in ("Cel", "[degF]") for each in reading.quantities
    )


# What is only planned lies behind nobody: `plan to conceive within one year after the infusion`.
_PLANNED = Gated(
    r"\b(?:plan\w*|intend\w*|wish\w*|expect\w*|desir\w*)(?: \w+){0,2} (?:conceive|become pregnant|pregnancy|father|breast-?feed|have (?:a )?child\w*)\b[^.;,]{0,40}$"
)


_TESTED_WITHIN = re.compile(r"\btest(?:s|ed|ing)?\b[^.;,]{0,30}\bwithin(?: the)? ?$")


def _after_last_dose(reading: Reading, quantity: Quantity) -> bool:
    tail = reading.tail(quantity.end, 75)
    if re.match(
        r"[\s)]*(?:prior|before|preceding|of (?:the )?(?:study|trial) (?:entry|enrol\w*|start\w*))\b",
        tail,
    ):
        return False
    if not reading.find(_AFTER_DOSE, tail.split(";")[0][:60]):
        return False
    if reading.before(_PLANNED, quantity.number_start, 60):
        return False
    if _TESTED_WITHIN.search(reading.lead(quantity.number_start, 60)):
        return False  # "a negative pregnancy test within 7 days of the first dose"
    return bool(reading.search(_CONTRACEPTION)) and quantity.unit != "{half_life}"


# `therapy with 12 to 48 weeks of AZT`: how long it was given.
_OF_IT = re.compile(r" of (?!the\b|first|study|entry|enrol|random|screen|start|visit|day)")
_WITH_LENGTH = re.compile(r"\bwith ?$")
# `no more than 2 weeks of prior treatment`: how long it was given.
_LENGTH = re.compile(
    r" (?:or (?:more|less) )?of (?:prior|previous) |"
    r" (?:or (?:more|less) )?of (?:(?:prior|previous|any|continuous|cumulative|total|an?) )*(?:treatments?|therap(?:y|ies)|exposure|use|administration|dosing|chemotherapy|radiotherapy)\b(?! (?:completion|end|discontinuation))"
)


# `no chemotherapy for at least 4 weeks`: that long without it.
_NONE_FOR = Gated(
    r"(?:^|[;,.(] ?|\bmust (?:have|be on) |\bwith |\bhave had |\bhave |\bhas )no (?!more|less|greater|lower|change)[a-z0-9 ,/()-]{3,60} for (?:a (?:period|minimum) of )?(?:at least|≥|>=|a minimum of) ?(?:the )?(?:past |last |previous )?$"
)


# `no surgery within 8 weeks following the start of study treatment`
_STILL_TO_COME = re.compile(
    r"[\s)]*(?:after|following|post)\b(?: (?:the|study|trial|protocol|start|initiation|beginning|commencement|first|dose|of|day|1))*"
    r" ?(?:entry|enrol\w*|randomi[sz]\w*|registration|initiation|start|study|trial|first dose|inclusion|[\w-]{2,20} on study)\b"
    r"(?! (?:with|for|of) (?!study|the study))"
)


def _direction(reading: Reading, quantity: Quantity) -> str | None:
    lead, tail = reading.lead(quantity.number_start, 50), reading.tail(quantity.end, 45)
    if re.search(
        r"\b(?:every|each|per|for up to|duration of|lasting|once|survival of|up to|half-?li\w+|interval of)\s*$",
        lead,
    ) and not re.search(r"free.?interval", lead):
        return None
    if reading.before(_PLANNED, quantity.number_start, 60) or _LENGTH.match(tail):
        return None
    if _OF_IT.match(tail) and _WITH_LENGTH.search(lead):
        return None
    if quantity.said.startswith("from") and re.match(r"[\s)]*(?:prior to|before)\b", tail):
        return "<"
    if reading.find(_WITHIN, lead):
        return None if _STILL_TO_COME.match(tail) else "<"
    if re.match(r"\s*(?:or less|or fewer)\b.{0,20}(?:prior|before|since|from)", tail):
        return "<"
    if re.search(r"\b(?:in|during|over|for|of)(?: the)? (?:first|next|coming|following)\s*$", lead):
        return None
    since = reading.find(_SINCE_LEAD, lead)
    said = (
        ">"
        if since
        and re.search(
            r">$|more than|greater than$|longer than|over$|exceeding|beyond",
            since[0].replace(">=", "").strip(),
        )
        else ">="
    )
    if since and (
        reading.find(_SINCE_TAIL, tail)
        or (reading.kind == "inclusion" and reading.before(_NONE_FOR, quantity.number_start, 90))
        or re.search(
            r"since|interval|washout|wash-out|discontinu|stopp|complet|stable|stability|last|no (?:steroid|use)|not (?:received|using)|without|off\b|finished|ended|must have|elapsed|free of|free from|in remission|remission|abstinen|abstain|sober",
            reading.form[max(0, quantity.start - 90) : quantity.end + 60],
        )
    ):
        return said
    if re.match(
        r"^[\s)]*(?:have|has|must have|should have)? ?(?:elapsed|passed)|^\s*(?:since)\b", tail
    ):
        return ">="
    if quantity.op in (">=", ">") and reading.find(_SINCE_TAIL, tail):
        return quantity.op
    if (
        re.match(r"^[\s)]*(?:\([^)]*\) ?)?(?:prior to|before|preceding|of)\b", tail)
        and quantity.op is None
    ):
        return "<"
    if re.search(r"\b(?:last|past|previous)\s*$", lead):
        return "<"
    return None


def _folded(reading: Reading, op: str, event: Found[str]) -> str:
    """ "No MI within 6 months" asks for six months without one."""
    if op != "<" or not reading.is_negated(event.start):
        return op
    if reading.kind == "exclusion":
        return op
    return INVERSE[op]


def _anchor(reading: Reading, quantity: Quantity) -> str | None:
    """What the interval counts from."""
    window = reading.form[quantity.end : quantity.end + 75]
    if not re.match(
        r"^[\s)]*(?:\([^)]*\) ?)?(?:or [^.;]{0,40}? )?(?:prior to|before|of|from|preceding|to|at|prior|until)\b",
        window,
    ):
        return None
    anchors, start = reading.spotted.anchors, quantity.end
    found = next(iter(reading.alone(anchors, ANCHORS_ALONE, start, start + 75)), None)
    if found is None or not _is_anchor(reading, found):
        return None
    return found.means or None


def _is_anchor(reading: Reading, found: Found[str]) -> bool:
    """Whether a bare "treatment" is the study's: directly behind "prior to" or "start of"."""
    if reading.form[found.start : found.end] != "treatment":
        return True
    return bool(
        re.search(
            r"\b(?:to|before|start of|starting|initiat\w+(?: of)?|beginning) (?:the )?$",
            reading.lead(found.start, 30),
        )
    )


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


_TEST = Gated(
    r"test|result|obtained|measured|performed|assess|function|laborator|within|value|scan|tomogra|echocardiogra"
)


def window(reading: Reading) -> tuple[Window, str | None] | None:
    """How recent the tests of a criterion must be: `within 72 hours prior to the first dose`."""
    for quantity in reading.quantities:
        if quantity.unit not in DAYS:
            continue
        lead = reading.lead(quantity.number_start, 50)
        if not re.search(
            r"\bwithin (?:the )?(?:past |last |previous )?$", lead
        ) or not reading.within(_TEST, 0, quantity.start):
            continue
        days = tidy(quantity.low * DAYS[quantity.unit])
        return Window(tidy(quantity.low), quantity.unit, days), _anchor(reading, quantity)
    return None
