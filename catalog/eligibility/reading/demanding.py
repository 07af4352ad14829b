"""Whether a demanded value stands alone: whatever else is asked too, who fails it fails."""

from __future__ import annotations

import re

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.reading.listing import (
    clear_before,
    has_narrowing,
    says_no_more,
    says_nothing,
)
from catalog.eligibility.reading.word_effects import REMARK, TOKEN, turning_words

_ENDS_DEMAND = frozenset([",", ";", ".", "(", ")", "and", "who", "with"])


_AS_SHOWN = re.compile(
    r"as (?:demonstrated|determined|evidenced|confirmed|assessed|documented|verified|shown|judged|indicated) (?:by|on|in|from|through|via)\b"
)
UNREAD = re.compile(r"\d|[<>≤≥=]|:(?=.*\S)", re.DOTALL)
"""A number, a sign or a head that nothing accounts for: what it does to the rest is not known."""
_TURNS_DEMAND = re.compile(
    r"\b(?:or|either|nor|no|not|non|without|never|cannot|until|provided|than|instead|alternatively|respectively|diagnosis|onset|"
    r"controls?|strat\w+|waiv\w+|healthy|history)\b|/"
)


# Behind a demanded value: words that let somebody in all the same, or say for whom it is meant.
TURNS_VALUE = re.compile(
    r"\b(?:unless|except\w*|exempt\w*|excluding|other than|if|when|where|whether|depend\w*|may|might|can|could|considered|only|alone|cohorts?|"
    r"arms?|groups?|strat\w+|parts?|phase|allow\w*|permit\w*|accept\w*|waiv\w*|eligib\w*|unknown|changes?|changed|until|provided|instead|than|"
    r"either|alternatively|respectively|older|younger|higher|lower|controls?|healthy|siblings?|donors?|parents?|caregivers?|mothers?|children|"
    r"adolescents?|regardless|irrespective|exceptional\w*)\b|:(?=.*\S)",
    re.DOTALL,
)
_LOOSE_OR = re.compile(
    r"[,;(/] ?(?:and/)?or\b|\b(?:and/)?or (?:any|if|those|patients?|subjects?|participants?|who|are|is|has|have|aged?|with|both|over|under|at least|[<>≤≥\d])|^\W*or\b|\bnor\b"
)
_SUPPORTED = frozenset("hgb hematocrit plt anc wbc alc spo2 albumin".split())
"""Values that treatment only raises: `platelets ≥ 75 without transfusion` is not met by who has less with one."""
_GOES_ON = re.compile(r"\b(?:and|with|who|having)\b|;")
_PERSONAL = frozenset(("age", "bmi", "weight"))
"""Values that other numbers of the sentence cannot be meant for, if they are in another unit."""
_SAME_UNIT = re.compile(
    r"\b(?:years?|yrs?|y\.?o|ages?|aged|kgs?|kilograms?|pounds?|lbs?|bmi|weigh\w*|months? old|old)\b"
)


_REMARK = re.compile(r"[\s\0]*[(\[]([^()\[\]\d]*)[)\]]")
_DIGIT = re.compile(r"\d")
_A_REMARK = 3
"""Words of a remark: what is longer is a clause, and looked at as such."""


def demands(
    form: str, rest: str, start: int, end: int, beside: tuple[str, ...], limit: Constraint
) -> bool:
    """Whether a demanded value stands alone: whatever else is asked too, who fails it fails."""
    variable = limit.variable
    remark = _REMARK.match(rest, end)
    if (
        remark is not None
        and not _DIGIT.search(form, remark.start(), remark.end())  # no other limit
        and len(TOKEN.findall(words := remark[1].replace("\0", " "))) <= _A_REMARK
        and not says_no_more(words, (*beside, REMARK))
    ):
        return False  # "Hb < 9 g/dL (excluded)", "age over 65 (optional)", "(partner)"
    raised = variable in _SUPPORTED and limit.op[0] == ">"
    before = _without_healthy(rest[:start])
    if _TURNS_DEMAND.search(before) or ":" in before or UNREAD.search(before):
        return False
    if any(
        found[0] in turning_words() and not (variable == "age" and found[0] == "children")
        for found in TOKEN.finditer(before)
    ):
        return False
    if variable in _PERSONAL:
        if _FOR_SOME.search(form, max(0, start - 40), start) or _BESIDE_OTHERS.search(
            form, max(0, start - 60), start
        ):
            return False
        if _NOT_OF_ALL.search(before) or _NOT_NOW.search(form, max(0, start - 40), start):
            return False
        in_brackets = form.rfind("(", 0, start) > form.rfind(")", 0, start)
        if (
            in_brackets
            and not _OF_PERSONS.search(form, 0, start)
            and not clear_before(form, rest, start, beside, ())
        ):
            return False  # "puberty is delayed (age 15-16)": an age that only explains
    elif has_narrowing(before) or not clear_before(form, rest, start, beside, ()):
        return False
    if not says_no_more(rest[start:end], beside):
        return False
    for found in TOKEN.finditer(rest, end):
        word = found[0]
        if (
            word in _ENDS_DEMAND
            or (variable == "age" and _TELLS_MORE.match(rest, found.start()))
            or (word == "without" and raised)
            or (word == "as" and _AS_SHOWN.match(rest, found.start()))
        ):
            return not _lets_in(rest[found.start() :], variable) and not _ADMITS.search(form[end:])
        if word in ("for", "if", "at", "in") or not says_nothing(word, beside):
            return False
    return True


# What else is said of people of that age: `diagnosed with asthma`, `requiring oxygen`.
_TELLS_MORE = re.compile(
    r"(?:newly |recently |currently |clinically )?(?:requiring|suffering|diagnosed|undergoing|presenting|having|hospitali[sz]ed|admitted|scheduled|receiving|referred|attending|living|meeting|affected)\b"
)
# "Children with asthma (aged 3 to 18 months)" are all of them.
_OF_PERSONS = re.compile(
    r"^[^.;:]*\b(?:children|adults|adolescents|patients|subjects|participants|wom[ae]n|m[ae]n|males?|females?|volunteers|individuals|infants) ?\((?:ages?|aged)? ?$"
)
# Said of those who fail it, even where a phrase accounts for the words.
_ADMITS = re.compile(
    r"\b(?:outside (?:of )?(?:this|the|these|that|those)|discretion|(?:is|are) (?:also )?(?:eligible|included|acceptable)|may (?:still |also )?be (?:included|enrolled|eligible|considered|allowed))\b|"
    r"^[^.;]{0,12}\([^()]*\b(?:patients|subjects|participants|cohort|arm|group|histology)\b"
)
# Before an age: it may be meant for some, or be told of another time.
_NOT_OF_ALL = re.compile(
    r"\b(?:for|if|when|where|at|in|until|before|after|by|from|since|during|within|than|under|over|between|whose|their|first|then|physiologic\w*|biologic\w*|onset|"
    r"absen\w+|lack\w*|free|exclu\w*|inelig\w*|fail\w*|unable|inab\w+|unless|except\w*|other|neither|against)\b"
    r"|\b(?:to|from|by) (?:all |any |the |those )?(?:patients?|subjects?|participants?|individuals?|persons?|wom[ae]n|m[ae]n|children|adults)\b"
    r"|\b(?:two|three|four|five|six|eight|ten|twelve|fifteen|twenty|thirty|\d+) (?:[a-z-]+ )?(?:patients|subjects|participants|individuals|volunteers|wom[ae]n|m[ae]n|children|adults)\b"
)

# `Abstinence is accepted for girls below 15`, though a phrase accounts for the words.
_PERSONS = r"(?:girls?|boys?|children|adolescents?|infants?|minors?|those|adults?|wom[ae]n|m[ae]n|females?|males?|patients?|subjects?|participants?|individuals?)"
_FOR_SOME = re.compile(
    rf"\b(?:for|in|by|from|of) (?:the |all |those )?{_PERSONS} (?:aged? |who are |of )?$"
)
# `Presymptomatic, pregnant, and children 16 years or younger`: one of several who may enter.
_BESIDE_OTHERS = re.compile(
    rf"\b(?!{_PERSONS}\b)[a-z-]+,? (?:and|or) (?:children|infants?|adolescents?|adults?) (?:aged? |of |under |over )?$"
)


# `Previous weight`, `partner's weight`, `highest BMI ever`: another time, or somebody else.
_NOT_NOW = re.compile(
    r"\b(?:previous|prior|ever|once|former|nadir|target|goal|aim|planned|highest|lowest|maxim\w+|peak|ideal|usual|dry|pre-?\w+|"
    r"(?:maternal|paternal|parental|partner|mother|father|parent|husband|wife|spouse|sibling|brother|sister|relative|donor|care-?giver|carer)(?:'?s'?)?)(?: [a-z]+)? ?$"
)
_NOT_LET_IN = re.compile(r"\b(?:not|never) (?:be )?(?:permitted|allowed|acceptable|eligible)\b")
# Who is asked, with one thing more that is asked of them; `healthy controls` are others.
_HEALTHY = re.compile(
    r"\b(?:otherwise |generally |apparently )?healthy(?=,? (?:adults?|volunteers?|subjects?|participants?|individuals|persons|people|males?|females?|m[ae]n|wom[ae]n|japanese|chinese|caucasian|non-?smok\w+|\x00+)(?!\w)(?! ?controls?))"
)


def _without_healthy(text: str) -> str:
    return _HEALTHY.sub(" ", text) if "healthy" in text else text


# `Who were diagnosed at least 1 year ago`, `for the past 6 months`: no ages.
_LASTING = re.compile(
    r"\b(?:for|within|during|in|over) (?:(?:at least|more than|a minimum of|≥|>|the|past|last|previous|preceding|prior|longer than) ?)+\d+ (?:months?|years?|yrs?)\b(?! of age| old|,? (?:and|or) (?:older|over|above|younger))"
    r"|\b(?:at least|more than|≥|>) ?\d+ (?:months?|years?|yrs?) (?:ago|before|prior|earlier|previously|(?:of|in) duration|history|duration)\b"
)
# Who was of an age in years that are over may be older today.
_IN_THE_PAST = re.compile(
    r"\b(?:between|from|since|during|in|until|before|after|of) (?:[a-z]+ ){0,3}(?:\d{1,2},? ?(?:[a-z]+ )?)?(?:19|20)\d\d\b(?! (?:guidelines?|criteria|version|classification))"
)
_OF_WHOM = re.compile(
    r"\b(?:ages?|aged|years?|months?|old|parts?|patients?|subjects?|participants?|children|adults?|infants?|adolescents?|minors?|persons?|people|wom[ae]n|m[ae]n|females?|males?|stud(?:y|ies)|inclusion|exclusion)\b|:"
)


def _lets_in(behind: str, variable: str) -> bool:
    """Whether what stands behind a demanded value may let somebody in who fails it."""
    behind = _NOT_LET_IN.sub(" ", _without_healthy(behind))
    if variable == "age":
        behind = _LASTING.sub(" ", behind)
        if _IN_THE_PAST.search(behind):
            return True
        listed = behind.find(":")
        if listed >= 0 and not _OF_WHOM.search(behind, listed + 1):
            behind = behind.replace(":", " ")
        told = _TELLS_MORE.match(behind)
        if told:
            behind = "who" + " " * (told.end() - 3) + behind[told.end() :]
    if TURNS_VALUE.search(behind):
        return True
    goes_on = _GOES_ON.search(behind)
    tail = behind[goes_on.start() :] if goes_on else ""
    if re.search(r"\bor\b", behind[: len(behind) - len(tail)]) or _LOOSE_OR.search(tail):
        return True
    if UNREAD.search(behind) is None:
        return False
    if variable not in _PERSONAL or UNREAD.search(behind[: len(behind) - len(tail)]):
        return True
    return _SAME_UNIT.search(tail) is not None
