"""Words that turn a criterion once more, so that whom it lets in is not sure: nothing of such a line decides."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.vocabulary.patterns import MUST
from catalog.eligibility.vocabulary.variables import FULL_SCALE

# What may stand between two words that turn one thing: nothing that begins something else, and no proof
# (`not pregnant, a negative test`, `not pregnant with a negative test`).
_BETWEEN = r"(?:(?!\b(?:or|and|nor|but|with|by|as|ha(?:s|ve|d)|that|which|who|having|after|before|within)\b)[^.,;:()]){1,40}?"
_DENIED_TWICE = Gated(
    rf"\b(?:no|not|never|cannot|without|lack of|absence of)\b(?: ha(?:s|ve)\b)?{_BETWEEN}"
    r"\b(?:never|without|negative|na[iï]ve|absence of|lack(?:s|ing)?\b|free (?:of|from)|untreated|excluded|exclusions?|(?<!gender )(?<!sex )(?<!race )restrictions?|(?:not (?:be )?|in)eligible)\b"
)
# `No measurable disease required`: nobody is asked to have it, and nobody to lack it.
_NOT_ASKED = Gated(
    rf"\bno\b{_BETWEEN}\b(?:(?:is|are|was|were|will be) )?(?:required|necessary|needed|mandatory|mandated|demanded)(?=\W*(?:$|[.,;]))"
)
# `No radiotherapy more than 2 weeks ago`: how long ago it must have been, or how long ago it must not.
_LONG_AGO = Gated(
    r"\bno\b[^.,;:()\d]{1,60}\b(?:more|longer|earlier|greater) than \d[^.,;:()]{1,20}?\b(?:ago|before|prior to|earlier)\b"
)
# The same under exclusion: who is meant are those in order, or those who are not.
_NOT_LESS_AGO = Gated(
    r"^[^.,;:()]{1,60}\bnot? less than \d[^.,;:()]{1,20}?\b(?:ago|before|prior to|earlier)\b"
)
# `HIV serology`, `Tests: HIV, HBV`: which result is asked for is not said.
_OF_TESTS = Gated(
    r"\b(?:serolog(?:y|ies)|virology|tests?|testing|(?<!at )(?<!at the )(?<!during )(?<!before )(?<!prior to )screening|assays?)\b"
)
_RESULT = Gated(
    r"\b(?:non-? ?|sero-? ?)?(?:positiv\w*|negativ\w*|reactive|detect\w*|undetect\w*|confirm\w*|evidence|evidenced?|proven|proof|prov\w+|"
    r"show\w*|demonstrat\w*|indicat\w*|abnormal\w*|normal|document\w*|diagnos\w*|infect\w*|history|known|active|presence|present|absen\w+|"
    r"result\w*|exclud\w*|by|on|using|via|per|least|than|within|with)\b|[+<>≤≥=\d]"
)
# `HIV infected or uninfected`: whoever it is.
_EITHER_WAY = Gated(
    r"\b(?:infected|positive|reactive|seropositive|treated|present)\b(?: \w+)? ?(?:or|and|and/or|/) ?(?:\w+ )?(?:un-?infected|negative|non-? ?reactive|seronegative|untreated|absent|non-? ?infected)\b"
    r"|\b(?:uninfected|negative|non-?reactive|seronegative|untreated|absent)\b(?: \w+)? ?(?:or|and|and/or|/) ?(?:\w+ )?(?:infected|positive|reactive|seropositive|treated|present)\b"
)
# `HbA1c must be < 8 %` under exclusion: a demand that stands on the wrong side, or the word of another list.
_LETS_IN = r"(?:eligible|acceptable|accepted|allowed|permitted|included|enrolled|admitted|able to|suitable|welcome)"
_KEEPS_OUT = r"(?:not |never )?(?:also |therefore |then )?(?:be |been )?(?:exclu|inelig|disqual|reject|exempt|participat|enter|enrol|includ|take part|join|withdr)"
_DEMANDS = Gated(
    rf"\b(?:must|should|shall|ought to|ha(?:s|ve) to|needs?(?: to)?|required to be|(?:is|are) (?:required )?to)\b(?! {_KEEPS_OUT})"
    r"|\b(?:minimum|mandatory|only (?:patients?|subjects?|participants?|those|individuals|people|wom[ae]n|m[ae]n|adults?|children))\b"
)
# `Must have HIV infection`, `HIV infection has to be present` under exclusion.
_MUST_HAVE = Gated(
    rf"\b(?:{MUST}) (?:have|be|show|present|carry) (?:(?:a|an|the|known|confirmed|documented|histologically|diagnosed|diagnosis|history|with|of|positive|for|infected|by|active|current) )*$"
)
_MUST_BE_THERE = re.compile(
    rf" ?(?:infection |disease |status )?(?:(?:{MUST}) be (?:present|documented|confirmed|known|positive)|(?:is|are) (?:required|mandatory))\b"
)
_ALLOWS = Gated(
    rf"\b(?:is|are|was|were|may be|can be|could be|will be)(?: still| also)? {_LETS_IN}\b(?! if)"
    r"|\b(?:may|can|could|will) (?:still |also )?(?:participate|enter|enroll?|join|take part)\b"
)
# `Measurable disease. Participants without measurable disease are eligible`: nobody must have it.
_WITHOUT_TOO = Gated(
    rf"\b(?:without|lacking|(?:do|does|did) not have|not having|non-?measurable|evaluable)\b[^.;]{{0,70}}?\b(?:is|are|may be|can be|will be)(?: still| also)? {_LETS_IN}\b"
)
_ARE_ALLOWED = Gated(
    r"\b(?:is|are|may be|can be|will be)(?: still| also)? (?:eligible|acceptable|accepted|allowed|permitted|welcome)\b(?! if)"
)
# `Zidovudine therapy for 6 months prior to entry`: how long it was given, not how long ago.
_GIVEN_FOR = Gated(
    r"\b(?:therapy|treatment|treated|use|using|taking|taken|receiving|received|on [a-z-]{3,30})(?: (?:with|of) [a-z-]{3,30})? for (?:the (?:past|last|previous) )?(?:at least |a minimum of )?(?:\d+|one|two|three|four|six) (?:days?|weeks?|months?|years?)\b"
)
# `Anticipated survival is 3-4 years (median)`: of the disease, not of the patient.
_OF_MANY = Gated(r"\b(?:median|mean|average)\b")
# `Any age (5 to 55 to be randomized)`: of some of them.
_ANY_AGE = Gated(r"\b(?:any|all) ages? ?(?=[(;,:.])")
# `Weight beyond 50-120 kg`: outside of what a range says.
_BEYOND = Gated(
    r"\b(?:beyond|exceeding|out(?:side)?(?: of)?)(?: the)?(?: range(?: of)?)? \d[\d.,]* ?(?:-|to|and) ?\d"
)
# `Exclusion of HIV infection`, `HIV ruled out`: on the side of those who may enter it asks for the contrary.
_RULED_OUT = Gated(
    r"\bexclusions?\b|\b(?:ruled|rule|ruling) out\b|\bto exclude\b|\b(?:is|are) (?:an? |the )?(?:absolute |relative )?contra-?indications?\b"
)
# `NSCLC with or without brain metastases`, `regardless of HIV`: whoever it is, where nothing parts it from what is named.
_WHOEVER = Gated(
    r"\b(?:with(?: ?/ ?|,? (?:or|and|and/or) )without|without(?: ?/ ?|,? (?:or|and|and/or) )with|regardless of|irrespective of|whether or not)\b"
)
_PARTS = re.compile(r"[,;:.()\d]|\b(?:and|or|but|who|must|is|are)\b")
# `HIV - none`: the answer to the line's own question.
_NEXT = 24
"""So far behind a state its answer may stand."""
_ANSWERED = Gated(r"(?: -|:|=) ?(?:none|nil|no|never|n/a)\W*$")
# `Test for HIV infection`: which result is asked for is not said.
_TESTED_FOR = Gated(r"\b(?:tests?|tested|testing|screen(?:ed|ing)?|serolog(?:y|ies)|assays?) for\b")
_OUTCOME = Gated(
    r"positiv|negativ|reactive|detect|confirm|abnormal|normal|show|prov|evidence|presence|absence"
)
# `Measurable disease desirable`, `platelets < 100,000 is exclusionary`: not asked of anybody, or of those who lack it.
_WISHED = Gated(
    r"\b(?:preferred|preferable|desirable|encouraged|optional|exclusionary|(?:is|are) (?:prohibited|forbidden|disqualifying|contraindicated))(?=\W*(?:$|[.,;]))"
)
_ELSEWHERE = re.compile(r"[.,;:()](?!\d)|\b(?:and|but|with)\b")
# `A pregnancy test will be done on admission`: whoever it is.
_WILL_BE_TESTED = Gated(
    r"\btest(?:s|ing)? (?:will|is to|are to|shall) be (?:done|performed|obtained|carried out|conducted|repeated|given|taken|required)\b"
)
# `Both uncontrolled hypertension and diabetes`: only who has the two.
_BOTH = Gated(r"\bboth\b[^.;]{3,80}?\band\b")
_NOT_BOTH = Gated(r"\b(?:no|not|without)\b[^.;,:]{0,30}?\bboth\b[^.;]{3,80}?\band\b")
# `No history of platinum, paclitaxel or amifostine hypersensitivity`: who was given it is not meant.
_ALLERGY = Gated(r"hypersensitiv\w*|\ballerg\w*|intoleran\w*|anaphyla\w*|sensitivity to")
# `Must not meet criteria for transplantation`: for what somebody is fit, not what he had.
_FIT_FOR = Gated(
    r"\b(?:criteria|candidates?|eligible|eligibility|indicat(?:ed|ions?)|suitable|suitability|fit|awaiting|list(?:ed)?|plan(?:s|ned)?|scheduled|need|requirement)"
    r"(?: for)?(?: (?:an?|the|any|future|early|immediate|urgent|autologous|allogeneic|organ|kidney|renal|liver|heart|stem cell|bone marrow))* $"
)
# `Gy of prior cranial irradiation`: its number stands in another line.
_BEGINS_WITH_UNIT = re.compile(
    r"\W*(?:c?gy|rads?|mg|kg|ml|m?cg|g/dl|mg/dl|mm3|msec|ms|times|x uln)\b(?! \d)"
)
# `Karnofsky 60-100% for patients over 16`, `Karnofsky at least 60 (over 16)`: of whom it is asked, not how much.
_OF_AN_AGE = Gated(
    r"\bfor (?:all |those |the )?(?:patients?|subjects?|participants?|children|individuals|people|those)(?: who are| of| aged?)* (?:over|under|above|below|older than|younger than|[<>≤≥]=?) ?\d+(?![\d.,]* ?(?:%|x\b|mg|mm|g/|u/|ml|kg|times))"
    r"|\((?:if )?(?:over|under|above|below) \d{1,2}\)"
)
# `WBC levels at least 0-2`: what remains of another number.
_LEAST_OF_NONE = Gated(r"\bat least 0 ?-")
# `No weight gain greater than 5%`: of two ways to change, the patient's value is the other.
_GAIN = Gated(r"\b(?:weight )?gain(?:s|ed|ing)?\b")
_LOSSES = frozenset(("weight_loss_pct",))
# `Anti-tumor therapy (chemotherapy, radiotherapy within 4 weeks)`: the time may be of what stands before the bracket.
_TIMED_IN_BRACKETS = Gated(
    r"\([^()]{3,200}\bwithin (?:the )?(?:last |past )?\d+ (?:days?|weeks?|months?|years?)\)"
)
_IN_ORDER = Gated(r"^\W*(?:adequate|sufficient|acceptable|satisfactory)\b")


# `Exposure to an individual with COVID-19 within 2 weeks`: somebody else's infection.
_EXPOSED = Gated(r"\b(?:exposures?|exposed) to\b[^.;]*$")
_OF_INFECTION = frozenset(
    {"ts.infection", "active_infection", "covid19", "tb", "hiv", "hbv", "hcv"}
)
# `NYHA class = 3`: exports lose `≥` and `≤` to it.
_EQUALS = re.compile(r"(?<![<>≤≥=])=(?! ?[<>])")
# `Pregnant women and children of 16 or younger`: each may enter.
_ALSO_CHILDREN = Gated(
    r"\b(?:pregnant|nursing|lactating|breast-?feeding)(?: wom[ae]n| females?)?,? (?:and|or) (?:children|infants|adolescents|adults|m[ae]n|boys|girls)\b[^.;]{0,30}\d"
)


def doubt(reading: Reading, limits: Sequence[Constraint]) -> str | None:
    """The words that leave open whom a criterion lets in; None where there are none."""
    if (found := _whoever(reading, limits) or _not_of_the_past(reading, limits)) is not None:
        return found
    if (answer := reading.search(_ANSWERED)) and any(
        each.span and 0 <= answer.start() - each.span[1] < _NEXT
        for each in limits
        if isinstance(each.norm_value, str) and each.variable != "sex"
    ):
        return answer[0].strip()
    if _BEGINS_WITH_UNIT.match(reading.form):
        return "a part of a line"
    if any(_has_gap(each) for each in limits):
        return "steps with a gap"
    for each in limits:
        if each.span is None:
            continue
        if each.variable in _OF_INFECTION and (
            exposed := reading.before(_EXPOSED, each.span[0], 90)
        ):
            return exposed[0].strip()
        if _is_one_step(each) and _EQUALS.search(reading.form, *each.span):
            return "="
    if reading.kind == "inclusion" and _nobody_has(limits):
        return "bounds that nobody meets"
    if reading.kind == "inclusion" and (group := _of_a_group(reading, limits)) is not None:
        return group
    if reading.kind == "exclusion" and any(_is_fitness(each) for each in limits):
        return "asked for under exclusion"
    if (least := reading.search(_LEAST_OF_NONE)) is not None:
        return least[0]
    if any(each.variable in _LOSSES for each in limits) and (gain := reading.search(_GAIN)):
        return gain[0]
    if any(each.variable.startswith("prior.") for each in limits) and (
        reading.search(_TIMED_IN_BRACKETS)
    ):
        return "a time in brackets"
    patterns = [_NOT_ASKED, _EITHER_WAY]
    if any(not isinstance(each.norm_value, str) and each.variable != "age" for each in limits):
        patterns.append(_OF_AN_AGE)
    if (least := reading.search(_ANY_AGE)) and any(each.variable == "age" for each in limits):
        return least[0].strip()
    if reading.kind == "inclusion":
        wish = reading.search(_WISHED)
        form = reading.form
        # "18 and over (under 75 preferred)": what stands before the bracket is asked for
        if (
            wish
            and form.rfind("(", 0, wish.start()) <= form.rfind(")", 0, wish.start())
            and any(
                each.span
                and each.span[1] <= wish.start()
                and not _ELSEWHERE.search(form, each.span[1], wish.start())
                for each in limits
            )
        ):
            return wish[0]
        if (allowed := _allowed(reading, limits)) is not None:
            return allowed
        if any(each.variable.startswith("ts.") and each.op[0] == "<" for each in limits):
            patterns.append(_GIVEN_FOR)
        if any(each.variable == "life_expectancy" for each in limits):
            patterns.append(_OF_MANY)
        patterns += [_DENIED_TWICE, _LONG_AGO, _RULED_OUT, _NOT_BOTH, _ALSO_CHILDREN]
    else:
        patterns += [_NOT_LESS_AGO, _IN_ORDER, _BEYOND, _BOTH]
        if (demand := _demanded(reading, limits)) is not None:
            return demand
    for pattern in patterns:
        if (words := reading.search(pattern)) is not None:
            return words[0].strip()
    if (tested := reading.search(_TESTED_FOR)) and not reading.search(_OUTCOME):
        return tested[0]
    if (done := reading.search(_WILL_BE_TESTED)) and not reading.search(_OUTCOME):
        start, end = reading.sentence(done.start())
        if all(each.span and start <= each.span[0] < end for each in limits):
            return done[0]
    if (tested := reading.search(_OF_TESTS)) and not reading.search(_RESULT):
        return f"{tested[0]}, without a result"
    return None


# `Patients over 70 years must have ECOG 0`, `HIV-negative participants: CD4 > 500`: of those alone.
_MUST_HAVE = Gated(rf"\b(?:{MUST}|(?:are|is) required to) (?:also |all )?(?:have|be|show)\b")
_GROUP_COLON = re.compile(r"[^.;:,(]{0,24}:(?=.*\w)")
_CONDITION = Gated(
    r"^\W*(?:for|should|in (?:the )?case of|in the event of|where|when) [^.;:]{2,60}?,"
)


def _of_a_group(reading: Reading, limits: Sequence[Constraint]) -> str | None:
    """The words that say of whom a limit is asked, where another one behind them names these people."""
    if len({each.variable for each in limits if each.variable != "sex"}) == 1:
        return None  # "must have bilirubin ≤ 3 x ULN": the same limit of some
    spans = [
        each.span
        for each in limits
        if each.span
        and each.variable != "sex"
        and not each.variable.startswith("ts.")
        and (not isinstance(each.norm_value, str) or each.norm_value == "absent")
    ]
    places = sorted({each.span for each in limits if each.span and each.variable != "sex"})
    if len(places) < 2:
        return None
    if (first := reading.search(_CONDITION)) and places[0][0] < first.end() <= places[-1][0]:
        return first[0].strip()
    cues = list(reading.finditer(_MUST_HAVE))
    for n, cue in enumerate(cues):
        start, end = reading.sentence(cue.start())
        if any(start <= each.start() for each in cues[:n]):
            continue  # "must be 18 or older and must have ECOG 0": of everybody
        if any(start <= one[0] and one[1] <= cue.start() for one in spans) and any(
            cue.end() <= one[0] < end for one in places
        ):
            return cue[0].strip()
    for one in spans:
        colon = _GROUP_COLON.match(reading.form, one[1])
        if colon and any(other[0] >= colon.end() for other in places):
            return colon[0].strip()
    return None


def _nobody_has(limits: Sequence[Constraint]) -> bool:
    """Whether two bounds leave nothing between them: `IgE < 70 and > 1500`, those of two groups."""
    ends: dict[tuple[str, str | None], list[tuple[str, float]]] = {}
    for each in limits:
        if isinstance(each.norm_value, int | float) and (each.any_of, each.when, each.all_of) == (
            None,
            None,
            None,
        ):
            ends.setdefault((each.variable, each.norm_unit), []).append(
                (each.op[0], each.norm_value)
            )
    return any(
        low > high
        for told in ends.values()
        for one, low in told
        for other, high in told
        if (one, other) == (">", "<")
    )


def _is_one_step(limit: Constraint) -> bool:
    return isinstance(limit.norm_value, tuple) and len(limit.norm_value) == 1


def _has_gap(limit: Constraint) -> bool:
    """Whether steps of a scale leave out one between them: `no NYHA class II or IV`, a slip of the pen."""
    if not isinstance(limit.norm_value, tuple) or limit.variable not in FULL_SCALE:
        return False
    steps = FULL_SCALE[limit.variable]
    places = [n for n, step in enumerate(steps) if step in limit.norm_value]
    return bool(places) and places[-1] - places[0] >= len(places)


def _is_fitness(limit: Constraint) -> bool:
    """Whether those who are fit would be kept out: `life expectancy at least 12 weeks`, `ECOG 0-1` under exclusion."""
    if limit.when is not None or limit.negated:
        return False
    if limit.variable == "ecog":
        return isinstance(limit.norm_value, tuple) and 0 in limit.norm_value
    return (
        limit.variable in ("life_expectancy", "karnofsky", "lansky")
        and limit.op[0] == ">"
        and limit.all_of is None
    )


def _whoever(reading: Reading, limits: Sequence[Constraint]) -> str | None:
    """The words that ask nothing of what stands right behind them."""
    for found in reading.finditer(_WHOEVER):
        for limit in limits:
            begin = limit.span[0] if limit.span is not None else found.end()
            if begin >= found.end() and not _PARTS.search(reading.form, found.end(), begin):
                return found[0]
    return None


def _not_of_the_past(reading: Reading, limits: Sequence[Constraint]) -> str | None:
    """The words by which a named treatment is what somebody is allergic to, or fit for, and nothing that he had."""
    for limit in limits:
        if limit.span is None:
            continue
        if limit.variable.startswith("prior."):
            if found := reading.search(_ALLERGY, *reading.sentence(limit.span[0])):
                return found[0]
        elif limit.variable in ("sct", "organ_transplant") and (
            found := reading.before(_FIT_FOR, limit.span[0], 70)
        ):
            return found[0].strip()
    return None


def _demanded(reading: Reading, limits: Sequence[Constraint]) -> str | None:
    """The words by which a sentence under exclusion asks for a value, or lets somebody in, instead of keeping out."""
    for pattern, asks in ((_DEMANDS, _is_value), (_ALLOWS, _is_now)):
        places = [each.span[0] for each in limits if each.span is not None and asks(each)]
        for found in reading.finditer(pattern) if places else ():
            start, end = reading.sentence(found.start())
            if any(start <= place < end for place in places):
                return found[0].strip()
    for limit in limits:
        if limit.span is not None and isinstance(limit.norm_value, str) and limit.variable != "sex":
            asked = reading.before(_MUST_HAVE, limit.span[0], 50)
            asked = asked or _MUST_BE_THERE.match(reading.form, limit.span[1])
            if asked is not None:
                return asked[0].strip()
    return None


def _allowed(reading: Reading, limits: Sequence[Constraint]) -> str | None:
    """The words by which inclusion lets in who has something, or who has it not: nobody is asked for it.

    "Patients who have received doxorubicin will be eligible".
    """
    asked = [each for each in limits if each.norm_value == "present" and each.span is not None]
    if asked and (found := reading.search(_WITHOUT_TOO)):
        return found[0]
    for found in reading.finditer(_ARE_ALLOWED) if asked else ():
        start, _ = reading.sentence(found.start())
        if any(each.span is not None and start <= each.span[0] < found.start() for each in asked):
            return found[0].strip()
    return None


def _is_now(limit: Constraint) -> bool:
    return not limit.variable.startswith("ts.")


def _is_value(limit: Constraint) -> bool:
    return not isinstance(limit.norm_value, str) and _is_now(limit)
