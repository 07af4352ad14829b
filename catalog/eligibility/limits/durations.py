"""How long the patient has had the disease: `low back pain for at least 3 months`, `within 7 days of symptom onset`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.measurements import tidy
from catalog.eligibility.limits.naming import overlaps
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity
from catalog.eligibility.topics.named import is_illness
from catalog.eligibility.vocabulary.units import DAYS

DURATION = "disease_duration"


def since_onset(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[Constraint]:
    """Times counted from the diagnosis or onset of the disease, before any treatment claims them."""
    if not reading.may(_ONSET):
        return
    for quantity in _times(reading, taken):
        if (sign := _since(reading, quantity) or _ago(reading, quantity)) is not None:
            yield from _told(quantity, sign)


def durations(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[Constraint]:
    """How long an illness or symptom has lasted, from the times that nothing else has taken."""
    if not reading.may(_LASTS):
        return
    for quantity in _times(reading, taken):
        if quantity.unit in _SHORT:
            continue
        if (sign := _lasting(reading, quantity)) is not None:
            yield from _told(quantity, sign)


# `morning stiffness for more than 30 minutes`: of each time, not of the disease.
_SHORT = frozenset({"min", "h"})


def _times(reading: Reading, taken: list[tuple[int, int]]) -> list[Quantity]:
    return [
        each
        for each in reading.quantities
        if each.unit in DAYS
        and not overlaps(each.number_start, taken)
        and not reading.is_exception(each.start)
        and not reading.is_example(each.start)
    ]


def _told(quantity: Quantity, sign: str) -> Iterator[Constraint]:
    """The limit, or the two ends of a range."""
    assert quantity.unit is not None
    ends = [(sign, quantity.low, quantity.unit)]
    if quantity.high is not None:
        ends = [
            (">" if quantity.op == ">" else ">=", quantity.low, quantity.low_unit or quantity.unit),
            (quantity.high_op or "<=", quantity.high, quantity.unit),
        ]
    span = (quantity.start, quantity.end)
    for op, value, unit in ends:
        days = tidy(value * DAYS[unit])
        yield Constraint(DURATION, op, tidy(value), unit, days, "d", span=span)


_BOUNDS = ("<", "<=", ">", ">=")
_WITHIN = re.compile(
    r"\b(?:within|in|during|over)(?: the)?(?: (?:past|last|previous|preceding|first|prior))? ?$"
)
_AT_LEAST_THE = re.compile(r"\bat least (?:the )?(?:past|last|previous|preceding) ?$")


def _sign(reading: Reading, quantity: Quantity) -> str | None:
    """The comparator, where there is one."""
    if quantity.high is not None:
        return ">="  # of its lower end
    if quantity.op in _BOUNDS:
        return quantity.op
    return ">=" if _AT_LEAST_THE.search(reading.lead(quantity.start, 30)) else None


# `since the first diagnosis`, `of symptom onset`, `from onset of the stroke`.
_ONSET = Gated(r"\b(?:diagnos|onset)")
_FROM_ONSET = Gated(
    r"[\s)]*(?:(?:must |should )?(?:ha(?:s|ve) )?(?:elapsed|passed) )?(?:since|from|after|of|post|following|past) "
    r"(?:(?:the|a|an|their|his|her|initial|first|original|confirmed|definite|clinical|histolog\w*|patholog\w*|time|date|of|disease|symptoms?|illness|acute|primary|stroke|injury|headache|pain|covid-19) )*"
    r"(?:diagnos[ei]s|onset)\b"
    r"(?! (?:(?:of|with) )?(?:the |their |last )*(?:first |an? )?(?:menstr|menses|menopau|menarche|pubert|labou?r|period|metasta|recur|relaps|progress|another|second|other|prior|previous|treat|therap))"
)
# What lies between two events, or is only told of a test: not how long the disease has lasted.
_OTHER_EVENT = Gated(
    r"\b(?:treat|therap|surg|operat|resect|transplant|recur|relaps|progress|metasta|admi|discharg|test|pcr|scan|mri\b|biops|sampl|specimen|collect|start|initiat|"
    r"begin|began|receiv|dose|chemo|radio|infus|vaccin|perform|conduct|obtain|measur|respon|remission|attain|achiev|died|death|aged?\b|years old|malign|cancer within|any |other |another |"
    r"stage|surviv|occur|procedure|colonoscop|rehab|thromboly|alteplase|intubat|remov)"
)


def _since(reading: Reading, quantity: Quantity) -> str | None:
    """`At least 6 months since diagnosis`, `within 7 days of symptom onset`."""
    if not reading.behind(_FROM_ONSET, quantity.end, 110):
        return None
    start = max(reading.clause(quantity.start)[0], quantity.start - 70)
    if reading.within(_OTHER_EVENT, start, quantity.start):
        return None
    if (sign := _sign(reading, quantity)) is not None:
        return sign
    return "<=" if _WITHIN.search(reading.lead(quantity.start, 30)) else None


# `diagnosed at least 1 year ago`, `onset of symptoms within 7 days before screening`.
_TOLD = Gated(r"\b(?P<what>diagnos(?:is|ed)|onset)\b(?P<between>[^.;:]{0,60})$")
_AGO = Gated(r"[\s)]*(?:\([^()]*\) ?)?(?:ago|earlier|before|prior to|prior|previously|preceding)\b")
_ENDS = re.compile(r"[\s)]*(?:[.;,(]|$|of (?:enrol|screen|randomi|study|inclusion|entry))")


def _ago(reading: Reading, quantity: Quantity) -> str | None:
    """How long ago the disease began or was found: of a diagnosis only where it is asked for."""
    if quantity.high is not None:
        return None
    start = reading.clause(quantity.start)[0]
    told = reading.within(_TOLD, max(start, quantity.start - 90), quantity.start)
    if told is None or (told["what"] != "onset" and reading.kind != "inclusion"):
        return None
    before = max(start, quantity.start - 90)
    if reading.within(_OTHER_EVENT, before, quantity.start) or reading.is_negated(quantity.start):
        return None
    behind = reading.tail(quantity.end, 40)
    ago = reading.behind(_AGO, quantity.end, 60)
    within = _WITHIN.search(reading.lead(quantity.start, 30))
    if within and (ago or _ENDS.match(behind)):
        return "<="
    return quantity.op if ago and quantity.op in _BOUNDS else None


# Before the number, where it says how long something lasts.
_LASTS = Gated(
    r"\b(?:for|lasting|lasted|lasts|persist\w*|duration|history|ongoing|continu\w+|evolving|chronic|acute|subacute|recent|prolonged|standing)\b"
)
_LASTS_LEAD = Gated(
    r"\b(?:for|lasting|lasted|lasts|persist\w*|present|exist\w*|ongoing|duration|history|continu\w+|evolving)"
    r"(?: (?:has|have|is|are|was|been|must|should|be|of|for|the|a|an|any|at|least|last|past|previous|preceding|period|time|total|with|between|from))*:?[ (]*$"
)
_KIND = r"\b(?:chronic|persistent|prolonged|long-?standing|acute|sub-?acute)"
_DEFINED_AS = r"(?:defined as |for |lasting |i\.?e\.?,? )?$"
_KIND_LEAD = re.compile(rf"{_KIND}(?: ?\(| ?,)? ?{_DEFINED_AS}")
# `chronic HIV infection (greater than 90 days)`: the bracket says what chronic is.
_KIND_BRACKET = re.compile(rf"{_KIND}\b[^.;:]{{3,45}}\({_DEFINED_AS}")
_LASTS_TAIL = re.compile(
    r"(?:'s?|-)?[\s)]*(?:or (?:more|longer|greater|less),? )?(?:in |of )?(?:duration|history|standing)\b(?! of (?:treat|therap|use|smok|medic|drug|sobr|abst))"
)
_WORD = re.compile(r"[a-z]{4,}")
_GENERAL = frozenset(
    "pain pains symptom symptoms complaint complaints disease disorder disorders illness weakness fatigue difficulty wound wounds ulcer "
    "ulcers dysfunction syndrome fever itch itching itchy lesions stiffness numbness tenderness swelling discomfort".split()
)
# Words that say that something else lasts: a treatment, a stay, a time without the disease.
_ELSE = Gated(
    r"\b(?:treat|therap|medicat|dos(?:e|es|age|ing)\b|drugs?\b|stabl|stabili|free\b|freedom|without|absen|remission|resol|recover|off\b|us(?:e|es|ed|ing)\b|tak(?:e|es|en|ing)\b|"
    r"receiv|abst|experience|follow|every|per\b|control|no\b|not\b|never|none|contracep|hospital|admi|ventilat|dialys|hemodial|haemodial|resid|liv(?:e|es|ed|ing)\b|"
    r"employ|work|marri|amenor|mens(?:es|tr)|menopaus|aspirin|sedat|acetam|analges|antibio|inhibit|smok|drink|alcohol|abuse|sober|agree|willing|regimen|diet|exerci|insulin|steroid|inhaler|refrain|pregnan|breast|lactat|unchanged|"
    r"surviv|expect|life\b|respon|fail(?:ed|s)\b|monitor|train|prophyla|wash|discontinu|stop|donor|unable|prevent|interven|manag|immuno|vaccin|surg|operat|transfus|"
    r"cigarettes|consecutive|measure|score|repeat|persistently (?:high|low)|elevat|despite|refractory|between(?! ?$)|after|since|within|caregiver|partner|able to|attend|prescri|while\b|corrected)"
)


def _lasting(reading: Reading, quantity: Quantity) -> str | None:
    """`Low back pain for more than 3 months`, `a 6-month history of migraine or longer`."""
    sign = _sign(reading, quantity)
    if sign is None and reading.kind == "inclusion" and quantity.op is None:
        sign = ">=" if _HISTORY_OF.match(reading.tail(quantity.end, 16)) else None
    if sign is None:
        return None
    lead, behind = reading.lead(quantity.start, 60), reading.tail(quantity.end, 50)
    kind = bool(_KIND_LEAD.search(lead) or _KIND_BRACKET.search(lead))
    tail = _LASTS_TAIL.match(behind)
    if not (kind or tail or reading.find(_LASTS_LEAD, lead)):
        return None
    start, end = reading.clause(quantity.start)
    before = reading.form[max(start, quantity.start - 90) : quantity.start]
    after = reading.form[quantity.end : min(end, quantity.end + 45)]
    if reading.find(_ELSE, before) or reading.find(_ELSE, after[:25]):
        return None
    if _NEXT.match(behind) and not (
        reading.kind == "inclusion" and _BEFORE_STUDY.match(behind) and _HAD.search(before)
    ):
        return None
    if reading.kind == "exclusion" and not _OWN_SYMPTOMS.search(before):
        return None  # how long another illness must have lasted to keep out
    ill = _names_illness(before) or ((kind or tail) and _names_illness(after))
    return sign if ill else None


# `a 2-year history of rhinitis`: at least that long.
_HISTORY_OF = re.compile(r"(?:'s?|-)? ?history of\b")
_OWN_SYMPTOMS = re.compile(r"\b(?:symptoms?|complaints?|(?:disease|illness) duration)\b")
_NEXT = re.compile(
    r"[\s)]*(?:before|prior|preceding|after|following|of (?!age)(?!at least)\w+ing)\b"
)


_HAD = re.compile(r"\b(?:history|diagnos\w+|symptoms?|pain|itch\w*|hives|suffer\w*)\b")
# `rhinitis for at least 1 year prior to study entry`: until then, at least.
_BEFORE_STUDY = re.compile(
    r"[\s)]*(?:prior to|before|preceding) (?:the )?(?:study|screening|enrol\w*|entry|entering|inclusion|randomi[sz]\w*|baseline|visit|consent|signing|trial|registration)\b"
)


def _names_illness(words: str) -> bool:
    return any(each[0] in _GENERAL or is_illness(each[0]) for each in _WORD.finditer(words))
