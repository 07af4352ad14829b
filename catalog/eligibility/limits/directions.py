"""Which way a time bounds an event: so long ago at least, or not longer ago than."""

from __future__ import annotations

import re

from catalog.eligibility.criterion import INVERSE
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.lexing import Found
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity

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

# What is only planned lies behind nobody: `plan to conceive within one year after the infusion`.
PLANNED = Gated(
    r"\b(?:plan\w*|intend\w*|intention\w*|wish\w*|expect\w*|desir\w*)(?: \w+){0,2} (?:conceive|becom\w+ pregnant|pregnancy|father|breast-?feed|have (?:a )?child\w*)\b[^.;,]{0,40}$"
)


# `therapy with 12 to 48 weeks of AZT`: how long it was given.
_OF_IT = re.compile(r" of (?!the\b|first|study|entry|enrol|random|screen|start|visit|day)")
_WITH_LENGTH = re.compile(
    r"\b(?:with|complet\w+|receiv\w+|undergone)(?: (?:at least|≥|>=|more than|a minimum of|up to))? ?$"
)
# `no more than 2 weeks of prior treatment`: how long it was given.
_LENGTH = re.compile(
    r" (?:or (?:more|less) )?of (?:prior|previous) |"
    r" (?:or (?:more|less) )?of (?:(?:prior|previous|any|continuous|cumulative|total|an?) )*(?:treatments?|therap(?:y|ies)|exposure|use|administration|dosing|chemotherapy|radiotherapy)\b(?! (?:completion|end|discontinuation))"
)


# `no chemotherapy for at least 4 weeks`: that long without it.
_NONE_FOR = Gated(
    r"(?:^|[;,.(] ?|\bmust (?:have|be on) |\bwith |\bhave had |\bhave |\bhas )no (?!more|less|greater|lower|change)[a-z0-9 ,/()-]{3,60} for (?:a (?:period|minimum) of )?(?:at least|≥|>=|a minimum of) ?(?:the )?(?:past |last |previous )?$"
)


# `prolonged treatment (more than 3 months) with steroids`: how long.
_PROLONGED = Gated(
    r"\b(?:prolonged|long[- ]term|chronic)(?: [a-z]+){0,2} \((?:i\.e\.,? ?|defined as |more |> ?)*$"
)
# `no surgery within 8 weeks following the start of study treatment`
_STILL_TO_COME = re.compile(
    r"[\s)]*(?:after|following|post)\b(?: (?:the|study|trial|protocol|start|initiation|beginning|commencement|first|dose|of|day|1))*"
    r" ?(?:entry|enrol\w*|randomi[sz]\w*|registration|initiation|start|study|trial|first dose|inclusion|[\w-]{2,20} on study)\b"
    r"(?! (?:with|for|of) (?!study|the study))"
)


def direction(reading: Reading, quantity: Quantity) -> str | None:
    """The sign of a time limit as it is written: `<` of "within", `>=` of "at least ... since"; None where it bounds nothing."""
    lead, tail = reading.lead(quantity.number_start, 50), reading.tail(quantity.end, 45)
    if re.search(
        r"\b(?:every|each|per|for up to|duration of|lasting|once|survival of|up to|half-?li\w+|interval of)\s*$",
        lead,
    ) and not re.search(r"free.?interval", lead):
        return None
    if reading.before(_PROLONGED, quantity.start, 40):
        return None
    if reading.before(PLANNED, quantity.number_start, 60) or _LENGTH.match(tail):
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


_NOT_SO_LONG = Gated(
    r"\b(?:not|never)(?: yet)?(?: been| had| in| be)*(?: (?:stable|remission|abstinent|abstained|sober|free|off|discontinued|stopped)\b[^.;,]{0,40})? (?:for )?(?:a (?:period|minimum) of )?"
    r"(?:at least|≥|>=|>|more than|a minimum of) ?$"
)


# `chloroquine was not used within 3 months`
_UNUSED = Gated(
    r"^[^.;]{0,110}\b(?:not|never) (?:be |been )?(?:used|taken|given|received|administered)\b[^.;]{0,20}$"
)


def with_negation(reading: Reading, op: str, event: Found[str], at: int) -> str:
    """The sign with a "no" folded in: "No MI within 6 months" asks for six months without one."""
    if op in (">=", ">") and reading.kind == "exclusion" and reading.before(_NOT_SO_LONG, at, 90):
        return INVERSE[op]  # "not in remission for at least 6 months"
    if (
        op == "<"
        and reading.kind == "inclusion"
        and event.end < at
        and reading.within(_UNUSED, event.end, at)
    ):
        return INVERSE[op]
    if op != "<" or not reading.is_negated(event.start):
        return op
    if reading.kind == "exclusion":
        return op
    return INVERSE[op]


_STOPPED = Gated(
    r"(?:^|[(;.]) ?(?:discontinue|stop|hold|withhold)\b|\b(?:must|should|needs? to|ha(?:ve|s) to|required to)\b[^.;]{0,30}\b(?:stop\w*|discontinu\w*|off|wash\w*|not|elapse\w*|interrupt\w*|completed|finished)\b|\bmust be (?:at least|more than)\b|\bwash-?out\b[^.;]{0,60}\b(?:should|must|required|needed)\b"
)


def must_have_stopped(reading: Reading, quantity: Quantity) -> bool:
    """A requirement under exclusion excludes who does not meet it: `must be stopped 3 months before`."""
    if reading.kind != "exclusion" or reading.is_exception(quantity.start):
        return False
    start, end = reading.sentence(quantity.start)
    return bool(reading.search(_STOPPED, start, end))


_STOPPING = Gated(
    r"\b(?:will|must|should|agrees? to|willing to|able to|needs? to|(?:ability|willingness)(?:,? [a-z ]{0,30},)? to|capable of) (?:have )?(?:be(?:en)? )?(?:not )?(?:discontinu|stop|ceas|withdraw|withhold|abstain|refrain|using|taking)\w*\b"
)


def will_stop(reading: Reading, quantity: Quantity) -> bool:
    """`will stop medications 48 hours before`: under inclusion asks for that long without."""
    if reading.kind != "inclusion" or quantity.op is not None:
        return False
    return bool(reading.search(_STOPPING, reading.sentence(quantity.start)[0], quantity.start))
