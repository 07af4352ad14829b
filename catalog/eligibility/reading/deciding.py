"""Which constraints keep a patient out by themselves, whatever else the criterion asks.

"Age 18 to 75 and willing to come weekly" is not met at 80, though half of it is not understood; "HIV, or any
other infection" excludes who has HIV. Only a test that stands clear before anything that was not understood, and
where nothing of the rest can turn it, decides so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.reading.framing import CHILDBEARING
from catalog.eligibility.reading.listing import (
    QUIET,
    SENTENCE,
    Piece,
    clear_before,
    has_narrowing,
    is_next_item,
    is_part,
    narrows_back,
    says_nothing,
)
from catalog.eligibility.reading.word_effects import (
    MUST,
    TOKEN,
    narrowing_words,
    turning_words,
)

# What ties the words behind to the thing before, so that they may narrow it.
_TIES = frozenset(
    "with for of in who whose which that to at by on from if as during within".split()
)
_OR_NOT = re.compile(
    r"\bor(?: (?:has|have|had|with|is|are|be))* (?:no|not|without|never|free|absence)\b[^,;]*$"
)
_DENIED = re.compile(r"\b(?:no|not|without|never|free|absence|neither|cannot|negative)\b")
_AND_OR = re.compile(r"and ?/ ?or\b")
_ENDS_DEMAND = frozenset([",", ";", ".", "(", ")", "and", "who", "with"])
_ENDS_BAR = frozenset([",", ";", ".", "or", "nor", "and/or"])
_DENIALS = ("or", "nor", "no", "not", "without", "non", "neither", "never", "negative")
# `Any prior therapy, including chemotherapy or radiotherapy`: each of what it includes keeps out.
_LISTS = ("or", "nor", "including", "includes")
# Tied to the thing before although it is accounted for.
_NARROWED_BEHIND = re.compile(r"\b(?:requir|need|necessitat|treated with|that|which(?!ever))\w*\b")
_SCOPE = re.compile(
    r"\b(?:who|whose|whom|that|which|with|without|unless|except\w*|excluding|if|when|where|within|requir\w+|need\w*|not|no|only|"
    r"other than|despite|but|allowed|permitted|acceptable|eligible|may|should|considered|opinion|discretion|judg\w+|cohorts?|arms?|"
    r"groups?|part|stratum|related|due|caused|secondary|at|for|until|before|after|documented|confirmed|known)\b|:"
)
_UNREAD = re.compile(r"\d|[<>≤≥=]|:(?=.*\S)", re.DOTALL)
"""A number, a sign or a head that nothing accounts for: what it does to the rest is not known."""
_TURNS_DEMAND = re.compile(
    r"\b(?:or|either|nor|no|not|non|without|never|cannot|until|provided|than|instead|alternatively|respectively|diagnosis|onset|"
    r"controls?|strat\w+|waiv\w+|healthy|history)\b|/"
)


# Between sentences and semicolon parts: words of one that may turn what another asks.
_TURNS_BACK = re.compile(
    r"\b(?:unless|except\w*|exempt\w*|excluding|however|but|if|provided|although|though|allow\w*|permit\w*|accept\w*|eligib\w*|may|can|could|"
    r"waiv\w*|instead|alternativ\w*|either|otherwise|regardless|appl(?:y|ies|icable)|exclud\w*|exclusion\w*|exclusionary|cohorts?|arms?|groups?|strat\w+|parts?|phase|"
    r"controls?|healthy|older|younger|children|adolescents?|adults?|this|these|such|same|above|following|criteri\w+|discretion|opinion|"
    r"judg\w+|investigator|one of|any of|both|all of|only|considered|defined|means?|includ\w+)\b|[:<>≤≥=]"
)
# The same, though a phrase accounts for the words.
_LETS_BACK = re.compile(
    r"\bnot (?:be |an? |considered |necessarily )*exclu\w*|\bmay (?:still |also )?be\b|(?<!not )\beligible\b|(?<!not )\b(?:allowed|permitted|acceptable)\b"
)
_TIMES = re.compile(r"\b(?:within|during|past|last|previous|since|ago|prior)\b")
"""Of a part at a semicolon that may be meant for the whole list."""
_WHO_ELSE = r"(?:,? ?\b(?:or|and/or|and)(?: (?:are|is|who|those|women|females?|males?|men|patients?|subjects?|that|which|of|child-?bearing|child bearing|reproductive|age|potential|currently|actively|sexually|active))*)"
_OF_ITS_OWN = Gated(
    rf"{_WHO_ELSE} (?:plan\w*|intend\w*|wish\w*|expect\w*|desir\w*|try\w*|attempt\w*|want\w*|consider\w*|contemplat\w*)"
    r"(?: \w+){0,3}? (?:pregnan\w+|conceive|conception|breast-?feed\w*|breast feed\w*|father\w*|nurs\w+|lactat\w+|child\w*)\b[^.;]*"
    rf"|{_WHO_ELSE} (?:(?:do|does|is|are|will|have|has) )?(?:not|unwilling|unable|refus\w*|fail\w*|without|lack\w*)\b[^.;]{{0,60}}?\b(?:contracepti\w*|birth control)\b[^.;]*"
    rf"|{_WHO_ELSE}(?: (?:have|has))? not (?:yet )?(?:recovered|resolved)\b[^.;]*"
    r"|,? ?\(?\b(?:or|and/or) (?:within )?(?:\d+|five|three|four|two) (?:times the )?(?:elimination )?half-? ?li(?:fe|ves)\b[^.;()]*\(?(?:whichever|which ever|depending)[^.;()]*\b(?:longer|longest|greater|later)\b\)?[^.;]*"
)
"""An alternative that says nothing of the others: `pregnant, or planning to be within 60 days`, `or not using contraception`,
`chemotherapy within 4 weeks, or who have not recovered from it`."""


def deciding(
    reading: Reading,
    rest: str,
    pieces: Sequence[Piece],
    beside: tuple[str, ...],
    forbidden: frozenset[int],
    demanded: frozenset[int],
    wanted: frozenset[int],
) -> frozenset[int]:
    """Of the constraints (by `id`), those that decide alone; `rest` is the form without what was accounted for.

    `forbidden` keep out who has what they name, `demanded` are values and `wanted` states that must be there.
    """
    told: set[int] = set()
    form, kind = reading.form, reading.kind
    if not (forbidden or demanded or wanted):
        return frozenset()
    if kind == "inclusion" and (_OPEN_OR.search(form) or _CUT.search(form)):
        return frozenset()  # what stands above or below may be asked instead, or goes on
    joins = _DENIALS if kind == "inclusion" else _LISTS
    if kind == "exclusion":
        if "anti-" in rest:
            rest = _TARGETS.sub(lambda found: " " * len(found[0]), rest)
        rest = _PLANS_TOO.sub(lambda found: " " * len(found[0]), rest)
        for found in reading.finditer(_OF_ITS_OWN):
            if rest[found.end() : found.end() + 1] in ("", ".", ";"):
                rest = rest[: found.start()] + " " * len(found[0]) + rest[found.end() :]
    for key in dict.fromkeys(id(limit) for _, _, limit in pieces):
        own = [piece for piece in pieces if id(piece[2]) == key]
        start, end = min(s for s, _, _ in own), max(e for _, e, _ in own)
        if key in wanted and _wants(form, rest, start, own[0][2].variable):
            told.add(key)
        alone = _alone(form, rest, start, end)
        if alone is None:
            continue
        said, mine = alone
        if kind == "exclusion" and own[0][2].variable in _OF_PREGNANCY:
            # of women who can be pregnant: whoever is pregnant is one
            mine = CHILDBEARING[kind].sub(lambda found: " " * len(found[0]), mine)
        first = (start, end if _is_number(own[0][2]) else own[0][1])
        barred = key in forbidden and not is_part(form, first, pieces)
        if (
            barred
            and not _UNREAD.search(mine, 0, _asked_till(own[0][2], mine, end))
            and _bars(said, mine, *first, beside, joins, own[0][2], [s for s, _, _ in own[1:]])
        ) or (key in demanded and _demands(said, mine, start, end, beside, own[0][2])):
            told.add(key)
    return frozenset(told)


# `anti-B7-H3, anti-PD-1 or anti-LAG-3 agent`: each names a treatment of its own.
_TARGETS = re.compile(
    r"\banti-(?:[a-z]{1,6}\d*|\d+)(?:-[a-z]{0,3}\d{1,3})*(?: (?:antibod\w+|agents?|inhibitors?|therap\w+))?(?=,| or\b| and\b|[.;]|\W*$)"
)
# `Women who are trying to conceive, are pregnant, or are lactating`: what is planned is an alternative of its own.
_PLANS_TOO = re.compile(
    r"\b(?:trying|attempting|planning|intending|wishing|wanting|hoping|plan|intend|wish)(?: on| to)? (?:conceive|conception|(?:becom(?:e|ing)|get(?:ting)?|be)(?: pregnant| ?\x00+)|pregnancy|\x00+)(?=,| or\b)(?=.*\x00)"
)
# An old record's line that was cut in two.
_CUT = re.compile(
    r"\b(?:and|of|the|an?|to|with|for|in|by|than|at|from|on|per|see|no|not|prior|other|stage|grade|class|type|if|unless|except|who|that|which|is|are)\W*$|,\s*$"
)
_OPEN_OR = re.compile(r"\bor\W*$|^\W*or\b")


def _alone(form: str, rest: str, start: int, end: int) -> tuple[str, str] | None:
    """Form and rest, blank where other sentences and parts at semicolons stand, if these cannot turn this one.

    None where a sentence in brackets only says more of the one before: "Donor unfit. (Heart failure ...)".
    """
    stops = [found.end() for found in SENTENCE.finditer(form)]
    begin = max((stop for stop in stops if stop <= start), default=0)
    behind = min((stop for stop in stops if stop >= end), default=len(form))
    if begin and form[begin:].lstrip(" ").startswith("("):
        return None
    if _TURNS_BACK.search(rest, 0, begin) or _TURNS_BACK.search(rest, behind):
        return form, rest
    if _LETS_BACK.search(form[:begin]) or _LETS_BACK.search(form[behind:]):
        return form, rest
    if _TIMES.search(rest, 0, begin) or (
        form[behind - 1 : behind] == ";" and _TIMES.search(rest, behind)
    ):
        return form, rest
    return tuple(
        " " * begin + each[begin:behind] + " " * (len(each) - behind) for each in (form, rest)
    )  # type: ignore[return-value]


_TURNS_WANT = re.compile(
    r"\b(?:or|either|nor|no|not|non-? ?(?:reactive|amplif\w*|mutat\w*|mutant|detect\w*|positiv\w*|measurable|treated|irradiated|infected|carrier\w*)|without|never|cannot|until|unless|except\w*|if|when|where|whether|than|instead|alternatively|respectively|"
    r"only|may|might|can|could|should|allow\w*|permit\w*|accept\w*|eligib\w*|regardless|controls?|strat\w+|cohorts?|arms?|groups?|parts?|phase|"
    r"healthy|family|relatives?|parents?|mothers?|siblings?|partners?|spouses?|donors?|caregivers?|contacts?|risk|plan\w*|candidates?|indicat\w*|"
    r"suitable|appropriate|intend\w*|will|schedul\w*|next|future|subsequent|unknown|status|screen\w*|test(?:ed|ing)?|negative|naive|naïve|"
    r"refus\w*|ineligible|declin\w*|consider\w*|intoleran\w*|contraindicat\w*|unlikely|likely|existing|amenable|curable|incurable|options?|available|up|maximum|most|fewer|less|zero|lack\w*|absen\w+|prevent\w*|vaccin\w*)\b"
    r"|[:/<≤]|(?<![\d.])0(?![\d.])"
)


_STAGE = (
    r"(?:locally(?:[- ]advanced)?|loco-?regional(?:ly)?(?: advanced)?|unresectable|inoperable|non-?resectable|metastatic|recurrent|relapsed|refractory|advanced|progressive|"
    r"newly diagnosed|de novo|primary|stage|(?:clinical |pathologic(?:al)? )?stages? (?:i{1,3}|iv|[0-4])[abc]?\d?|(?:i{1,3}|iv)[abc]?\d?|histologic(?:al(?:ly)?)?|cytologic(?:al(?:ly)?)?|histopathologic(?:al(?:ly)?)?|pathologic(?:al(?:ly)?)?)"
)
# `locally advanced or metastatic HER2-positive breast cancer`: whichever it is.
_EITHER_STAGE = re.compile(rf"\b{_STAGE}(?:,? ?(?:and/or|or|/|,|and) ?{_STAGE})+\b")
# Said anywhere in the sentence, even where a test accounts for it.
_DENIES_WANT = re.compile(
    r"\b(?:no|not|non-? ?(?:reactive|amplif\w*|mutat\w*|mutant|detect\w*|positiv\w*|measurable|treated|irradiated|infected|carrier\w*)|never|neither|nor|without|negativ\w*|free|naive|naïve|untreated|outside|any|exclu\w*|inelig\w*|lack\w*|absen\w+|"
    r"for (?:the |those |all )?(?:patients?|subjects?|participants?|those|individuals))\b"
)
# "Measurable lesions must be 2 cm", "HIV-infected patients must be on treatment": of whom it is asked, not what.
ASKED_OF = rf"\b(?:{MUST}|(?:is|are) required)\b"
_ASKED_OF = re.compile(ASKED_OF)
_OF_SOME = re.compile(
    r"\b(?:patients?|subjects?|participants?|individuals?|those|wom[ae]n|m[ae]n) (?:with|on|who|whose|receiving|taking|treated|previously|having|in)\b"
    rf"[^.;]*{ASKED_OF}"
)
_MAY_ENTER = re.compile(
    r"\b(?:is|are|be|also) (?:also )?(?:eligible|allowed|permitted|acceptable|included)\b|\bstatus (?:is |must be )?(?:required|known)\b"
)
"""Who may enter, which is not asked of all: "patients who have received doxorubicin will be eligible"."""
_STILL_TO_COME = re.compile(
    r"\b(?:prior to|before|until|during|while on|intent\w*|giving|fertile|contracepti\w*)\b[^.;,]*$"
)
_DIAGNOSED = frozenset(
    "newly diagnosed diagnosis chronically infected children adolescents women men infants adults and male female".split()
)


def _wants(form: str, rest: str, start: int, variable: str) -> bool:
    """Whether a state or earlier treatment must be there: nothing in its sentence offers anything else."""
    stops = [found.end() for found in SENTENCE.finditer(form)]
    begin = max((stop for stop in stops if stop <= start), default=0)
    behind = min((stop for stop in stops if stop > start), default=len(form))
    if _TURNS_BACK.search(rest, 0, begin) or _TURNS_BACK.search(rest, behind):
        return False
    rest = _EITHER_STAGE.sub(lambda found: " " * len(found[0]), rest)
    if _TURNS_WANT.search(rest, begin, behind) or _DENIES_WANT.search(form, begin, behind):
        return False
    if _ASKED_OF.search(form, start, behind) or _OF_SOME.search(form, begin, behind):
        return False
    if _MAY_ENTER.search(form, begin, behind):
        return False
    if variable.startswith("prior.") and _STILL_TO_COME.search(form[begin:start]):
        return False
    if variable in _INFECTIONS:  # "understands how HIV is transmitted" asks for none
        return all(
            word in _DIAGNOSED or word in narrowing_words() or says_nothing(word, (variable,))
            for word in TOKEN.findall(rest[begin:start].replace("\0", " "))
        )
    return True


_INFECTIONS = frozenset(("hiv", "hbv", "hcv"))


def _bars(
    form: str,
    rest: str,
    start: int,
    end: int,
    beside: tuple[str, ...],
    joins: tuple[str, ...],
    limit: Constraint,
    again: Sequence[int],
) -> bool:
    """Whether a forbidden thing stands alone in a list: nothing unread before it, no words tied to it or to all."""
    if _NARROWED_BEHIND.search(form, end):
        return False
    instead = _OR_NOT.search(form, 0, start) if joins is _DENIALS else None
    if instead is not None and not _DENIED.search(form, 0, instead.start()):
        return False  # "HIV negative or no hepatitis": what stands before may be met instead
    if not clear_before(form, rest, start, beside, joins) and not is_next_item(
        form, rest, start, beside, denied=joins is _DENIALS
    ):
        return False
    for found in TOKEN.finditer(rest, end):
        word = found[0]
        if word in _ENDS_BAR or _AND_OR.match(rest, found.start()):
            behind = rest[found.end() :]
            return not _SCOPE.search(behind) and (
                _is_number(limit) or not narrows_back(rest, found.end(), again)
            )
        if (
            limit.norm_value == "absent"
            and limit.variable in _OF_PREGNANCY
            and _ASKS_MORE.match(rest, found.start())
        ):
            return not _TURNS_VALUE.search(rest, found.end())
        if word in _TIES or not says_nothing(word, beside):
            return False
    return True


_OF_PREGNANCY = frozenset(("pregnancy", "breastfeeding"))
# `a negative pregnancy test and must use contraception`
_ASKS_MORE = re.compile(
    r"(?:and|,) (?:and )?(?:(?:she|they|all|women|females?|patients?|subjects?|participants?) )?(?:also )?(?:must|should|shall|have to|has to|agrees?|(?:is|are|be) willing|willing|uses?|practi[cs]es?)\b"
)


def _asked_till(limit: Constraint, rest: str, end: int) -> int:
    """Where what is asked beside a pregnancy test begins: it says nothing of the test."""
    if limit.variable in _OF_PREGNANCY and limit.norm_value == "absent":
        more = _ASKS_MORE.search(rest, end)
        return more.start() if more else len(rest)
    return len(rest)


# Behind a demanded value: words that let somebody in all the same, or say for whom it is meant.
_TURNS_VALUE = re.compile(
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


def _demands(
    form: str, rest: str, start: int, end: int, beside: tuple[str, ...], limit: Constraint
) -> bool:
    """Whether a demanded value stands alone: whatever else is asked too, who fails it fails."""
    variable = limit.variable
    raised = variable in _SUPPORTED and limit.op[0] == ">"
    before = _without_healthy(rest[:start])
    if _TURNS_DEMAND.search(before) or ":" in before or _UNREAD.search(before):
        return False
    if any(
        found[0] in turning_words() and not (variable == "age" and found[0] == "children")
        for found in TOKEN.finditer(before)
    ):
        return False
    if variable in _PERSONAL:
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
    if any(
        found[0] not in QUIET and not says_nothing(found[0], beside)
        for found in TOKEN.finditer(rest, start, end)
    ):
        return False
    for found in TOKEN.finditer(rest, end):
        word = found[0]
        if word in _ENDS_DEMAND or (word == "without" and raised):
            return not _lets_in(rest[found.start() :], variable) and not _ADMITS.search(form[end:])
        if word in ("for", "if", "at", "in") or not says_nothing(word, beside):
            return False
    return True


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


# `Previous weight`, `partner's weight`, `highest BMI ever`: another time, or somebody else.
_NOT_NOW = re.compile(
    r"\b(?:previous|prior|ever|once|former|nadir|target|goal|aim|planned|highest|lowest|maxim\w+|peak|ideal|usual|dry|pre-?\w+|"
    r"(?:partner|mother|father|parent|husband|wife|spouse|sibling|brother|sister|relative|donor|care-?giver|carer)(?:'?s'?)?)(?: [a-z]+)? ?$"
)
_NOT_LET_IN = re.compile(r"\b(?:not|never) (?:be )?(?:permitted|allowed|acceptable|eligible)\b")
# Who is asked, with one thing more that is asked of them; `healthy controls` are others.
_HEALTHY = re.compile(
    r"\b(?:otherwise |generally |apparently )?healthy(?=,? (?:adults?|volunteers?|subjects?|participants?|individuals|persons|people|males?|females?|m[ae]n|wom[ae]n|japanese|chinese|caucasian|non-?smok\w+|\x00+)(?!\w)(?! ?controls?))"
)


def _without_healthy(text: str) -> str:
    return _HEALTHY.sub(" ", text) if "healthy" in text else text


def _lets_in(behind: str, variable: str) -> bool:
    """Whether what stands behind a demanded value may let somebody in who fails it."""
    behind = _NOT_LET_IN.sub(" ", _without_healthy(behind))
    if _TURNS_VALUE.search(behind):
        return True
    goes_on = _GOES_ON.search(behind)
    tail = behind[goes_on.start() :] if goes_on else ""
    if re.search(r"\bor\b", behind[: len(behind) - len(tail)]) or _LOOSE_OR.search(tail):
        return True
    if _UNREAD.search(behind) is None:
        return False
    if variable not in _PERSONAL or _UNREAD.search(behind[: len(behind) - len(tail)]):
        return True
    return _SAME_UNIT.search(tail) is not None


def _is_number(limit: Constraint) -> bool:
    return not isinstance(limit.norm_value, str) and not limit.variable.startswith("ts.")
