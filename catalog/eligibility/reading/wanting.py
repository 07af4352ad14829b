"""Whether a state or an earlier treatment must be there: nothing in its sentence offers anything else."""

from __future__ import annotations

import re

from catalog.eligibility.reading.listing import SENTENCE, says_no_more, says_nothing
from catalog.eligibility.reading.word_effects import NEAR, TOKEN
from catalog.eligibility.vocabulary.patterns import MUST

# Between sentences and semicolon parts: words of one that may turn what another asks.
TURNS_BACK = re.compile(
    r"\b(?:unless|except\w*|exempt\w*|excluding|however|but|if|provided|although|though|allow\w*|permit\w*|accept\w*|eligib\w*|may|can|could|"
    r"waiv\w*|instead|alternativ\w*|either|otherwise|regardless|appl(?:y|ies|icable)|exclud\w*|exclusion\w*|exclusionary|cohorts?|arms?|groups?|strat\w+|parts?|phase|"
    r"controls?|healthy|older|younger|children|adolescents?|adults?|this|these|such|same|above|following|criteri\w+|discretion|opinion|"
    r"judg\w+|investigator|one of|any of|both|all of|only|considered|defined|means?|includ\w+)\b|[:<>≤≥=]"
)


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
_WHO_MUST = re.compile(rf"\W*((?:[a-z0-9/-]+ ){{1,4}}?)(?:{MUST})\b")
_OF_SOME = re.compile(
    r"\b(?:patients?|subjects?|participants?|individuals?|those|wom[ae]n|m[ae]n) (?:with|on|who|whose|receiving|taking|treated|previously|having|in)\b"
    rf"[^.;]*{ASKED_OF}"
)
_MAY_ENTER = re.compile(
    r"\b(?:is|are|be|also) (?:also )?(?:eligible|allowed|permitted|acceptable|included)\b|\bstatus (?:is |must be )?(?:required|known)\b"
)
"""Who may enter, which is not asked of all: "patients who have received doxorubicin will be eligible"."""
_STILL_TO_COME = re.compile(
    r"\b(?:prior to|before|until|during|while on|intent\w*|agree\w*|visits?|baseline|consent\w*|giving|fertile|contracepti\w*)\b[^.;,]*$"
)
# Which lesion it must be: who has none has none that is fit for it.
_WHICH_LESION = re.compile(
    r"[,;(.]? ?\b(?:that|which|outside|defined as|(?:as )?(?:defined|assessed|determined|evaluated) (?:by|per|using|on|according)|not (?:previously|within|in)|accessible|appropriate|suitable|amenable|"
    r"cavity|bone lesions|patients with only)\b.*",
    re.DOTALL,
)
_INSTEAD_OF_LESION = re.compile(
    r"\b(?:evaluable|non-?measurable|not (?:be )?(?:required|mandatory|necessary)|assessable|or (?:evidence of |clear |documented )*(?:a )?(?:new|progress\w*|recurren\w*)|"
    r"\bor (?:[a-z-]+ ){0,3}?(?:lesions?|disease|metasta\w+|ascites|effusions?)\b|allowed|permitted|eligible|enrolled|acceptable|waived|cohorts?|arms?|parts?|phase|instead|psa|ca-?125|marrow|paraprotein|m-protein)\b"
)
_DIAGNOSED = frozenset(
    "newly diagnosed diagnosis chronically infected children adolescents women men infants adults and male female".split()
)


def wants(form: str, rest: str, start: int, variable: str) -> bool:
    """Whether a state or earlier treatment must be there: nothing in its sentence offers anything else."""
    if variable == "measurable_disease":
        tail = _WHICH_LESION.search(rest, start)
        if tail and not _INSTEAD_OF_LESION.search(form, tail.start()):
            rest, form = (
                each[: tail.start()] + " " * (len(each) - tail.start()) for each in (rest, form)
            )
    stops = [found.end() for found in SENTENCE.finditer(form)]
    begin = max((stop for stop in stops if stop <= start), default=0)
    behind = min((stop for stop in stops if stop > start), default=len(form))
    if TURNS_BACK.search(rest, 0, begin) or TURNS_BACK.search(rest, behind):
        return False
    rest = _EITHER_STAGE.sub(lambda found: " " * len(found[0]), rest)
    if _TURNS_WANT.search(rest, begin, behind) or _DENIES_WANT.search(form, begin, behind):
        return False
    if _ASKED_OF.search(form, start, behind) or _OF_SOME.search(form, begin, behind):
        return False
    if _MAY_ENTER.search(form, begin, behind):
        return False
    asked = _WHO_MUST.match(rest, begin)
    if asked and not all(says_nothing(word, (variable,)) for word in TOKEN.findall(asked[1])):
        return False  # "CTCL must have failed chemotherapy": of those who have that
    if variable.startswith("prior.") and _STILL_TO_COME.search(form[begin:start]):
        return False
    if not _is_named_plainly(rest, start, begin, behind, variable):
        return False
    if variable in _INFECTIONS:  # "understands how HIV is transmitted" asks for none
        before = rest[begin:start].replace("\0", " ")
        return says_no_more(before, (variable,), _DIAGNOSED, may_narrow=True)
    return True


# Where the words that stand right at a name end, and others of the sentence begin.
AWAY = re.compile(
    r"[,;.()]|\b(?:and|who|whom|that|which|with|on|in|of|by|for|to|from|per|after|as|at|during|within|before|since|following|according|"
    r"is|are|was|were|has|have|had|having|must|be|been|including|via|through|using|under|over|above|aged|older|requiring|requires|needing|treated|receiving|managed|hospitali[sz]ed|admitted|based|due)\b"
)


_COUNTS = frozenset("≥>123456789")
"""Before a name: `at least 1 prior regimen`, `≥ 1 measurable lesion`."""


def _is_named_plainly(rest: str, start: int, begin: int, behind: int, variable: str) -> bool:
    """Whether every word right before and behind a name is known: `HIV forbidden`, `nil prior chemotherapy` are not."""
    first = max((found.end() for found in AWAY.finditer(rest, begin, start)), default=begin)
    if not variable.startswith(("prior.", "measurable")):
        first = start  # "histologically confirmed HER2-positive breast cancer"
    away = AWAY.search(rest, start, behind)
    near = rest[first : away.start() if away else behind].replace("\0", " ")
    return says_no_more(near, (variable, NEAR), _DIAGNOSED | _COUNTS, may_narrow=True)


_INFECTIONS = frozenset(("hiv", "hbv", "hcv"))
