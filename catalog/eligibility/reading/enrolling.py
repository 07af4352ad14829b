"""Whether a line's first words say who takes part: `Confirmed COVID-19`, `Pregnant women at term`, `Healthy male volunteers`.

Whoever is none of them cannot be enrolled, whatever else the line asks. Only first words that every one of them is known
to say nothing else count; and no line beside it may enrol somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from catalog.eligibility.criterion import Constraint, Criterion
from catalog.eligibility.reading.listing import SENTENCE, says_no_more
from catalog.eligibility.reading.wanting import ASKED_OF, AWAY
from catalog.eligibility.reading.word_effects import ENROLLED_SO

ENROLLED = frozenset(("covid19", "hiv", "pregnancy", "sex"))
"""What a trial's people are called by."""


def enrols(form: str, limit: Constraint, start: int, end: int) -> bool:
    """Whether a line takes only whom a state or a sex names, by its first words; `start` and `end` of the name in `form`."""
    stop = SENTENCE.search(form)
    behind = stop.start() if stop else len(form)
    if start > behind or _LATER.search(form, behind):
        return False
    if limit.variable in ("covid19", "hiv"):
        return _is_infected(limit.variable, form[:start], form[end:behind])
    if limit.variable == "pregnancy":
        return _PREGNANT.match(form) is not None and not _PREGNANT_TURNS.search(form)
    return _one_sex(form, str(limit.norm_value))


# Another sentence that may take others too.
_LATER = re.compile(
    r"\b(?:eligib\w*|allow\w*|permit\w*|may|can|also|however|unless|except\w*|controls?|groups?|cohorts?|arms?|parts?|healthy|or|suspect\w*|partners?|infants?|"
    r"wom[ae]n|females?|m[ae]n|males?|both|recover\w*|convalesc\w*|rehabilit\w*|discharg\w*)\b"
)
# `Meet the diagnostic criteria of`, `according to the diagnosis and treatment plan for`: by what it is diagnosed.
_BY_CRITERIA = re.compile(
    r"\b(?:meet(?:s|ing)?|met|fulfil\w*|compl(?:y|ies) with|conform(?:s|ing)? (?:to|with)|in (?:line|accordance) with|according to|based on|by)(?: with)? (?:the )?(?:[\w-]+ ){0,3}?"
    r"(?:diagnos\w+|diagnostic)(?: (?:and|treatment|criteria|standards?|plan|scheme|program|protocols?|guidelines?|confirmation))* (?:of|for|in)\b"
)
_TURNS = re.compile(
    r"\b(?:or|either|nor|no|not|without|never|until|unless|except\w*|if|when|where|whether|than|instead|may|might|can|could|allow\w*|permit\w*|regardless|controls?|"
    r"cohorts?|arms?|groups?|parts?|healthy|family|relatives?|parents?|partners?|donors?|care-?givers?|contacts?|risk|unknown|negative|negativ\w+|prevent\w*|prophyla\w*|vaccin\w*|"
    r"suspect\w*|suspic\w*|suspend\w*|presum\w*|probab\w*|possib\w*|expos\w*|recover\w*|discharg\w*|convalesc\w*|cured|survivors?|history|previous\w*|past|prior|after|former\w*|ever|post|long|outbreak|era|"
    r"pandemic|epidemic|crisis|staff|workers?|nurses?|doctors?|physicians?|personnel|screen\w*|samples|requir\w* to|wards?|isolation|quarantin\w*|undergo\w*|awaiting|pending|ordered|"
    r"(?:pregnant|delivered|born|mothers?|newborns?|neonates?|infants?))\b"
)
# Which of several grades or tests it is: all of them are it.
_EITHER = re.compile(
    r"\b(?:mild|moderate|severe|critical|common|ordinary|light|heavy|pcr|rt-pcr|ct|sequencing|nasopharyngeal|oropharyngeal|pharyngeal|nasal|throat|blood|sputum|swabs?|respiratory|specimens?|samples?|elisa|eia|western blot|p ?24 antigen|antibody test(?:s|ing)?)"
    r"(?:,? ?(?:and/or|or|/|,|and) ?(?:an? |by |the )?(?:mild|moderate|severe|critical|critically ill|common|ordinary|light|heavy|pcr|rt-pcr|ct|(?:viral |gene )*sequencing|nasopharyngeal|oropharyngeal|pharyngeal|nasal|throat|blood|sputum|respiratory|swabs?|specimens?|samples?|elisa|eia|western blot|(?:viral |hiv )?culture|p ?24 antigen))+\b"
)
_SINCE_ONSET = re.compile(r"\b(?:after|since) (?:the )?(?:onset|beginning|appearance) of\b")
# Antibodies tell of an infection that may be over.
_ONCE = re.compile(r"\b(?:antibod\w+|igg|igm|serolog\w+|immuni\w+)\b")
_ASKED_OF = re.compile(ASKED_OF)
_NOT_SURE = re.compile(r"\b(?:suspect|suspic|suspend|presum|probab|possib|negativ)")
_NOT_ITSELF = re.compile(
    r"^(?:-?[12])?[- ]*(?:[<>≤≥=]|(?:p ?24|rna|dna|viral|load|levels?|titers?|related|associated|designated|like|care|test\w*(?! (?:results? )?(?:is |are |was |were )?positive)|hospitals?|wards?|units?|centers?|clinics?|treatment|patients'|assay|nucleic acid (?!(?:test\w* |detection )?(?:results? )?(?:is |was )?positive)|public|situation|period|disease period)\b)"
)


_POSITIVE = frozenset("+")


def _is_infected(variable: str, before: str, behind: str) -> bool:
    if _NOT_SURE.search(before):
        return False
    before = _BY_CRITERIA.sub(" ", before)
    before, behind = _EITHER.sub(" ", before), _EITHER.sub(" ", behind)
    if _NOT_ITSELF.match(behind) or _TURNS.search(_SINCE_ONSET.sub(" ", behind)):
        return False
    if _ASKED_OF.search(behind):
        return False  # "HIV infected participants must be on treatment": of those who have it
    if variable == "covid19" and _ONCE.search(behind):
        return False
    away = AWAY.search(behind)
    near = behind[: away.start() if away else None].replace("\0", " ")
    return says_no_more(f"{before} {near}", (variable, ENROLLED_SO), _POSITIVE, may_narrow=True)


_WHO = r"(?:wom[ae]n|females?|girls|m[ae]n|males?|boys|patients?|subjects?|participants?|volunteers?|individuals?|adults?|persons?|gender|sex)"
_PREGNANT = re.compile(
    rf"\W*(?:(?:all|the|an?|healthy|adult|young|nulliparous|primiparous|multiparous|primigravid\w*|low[- ]risk|hiv[- ](?:infected|positive)|{_WHO}|who|currently|she|is|are|must|be|have|has|been|with|"
    r"singleton|at least|between|from|\d+(?:[+./]\d+)?|to|-|and(?= \d)|weeks?|months?|in (?:the|their) (?:first|second|third|last)(?: (?:or|and) (?:second|third))? trimester)[ ,]+)*"
    r"(?:singleton |term )?(?:pregnant\b|pregnancy (?:of|at) \d)"
)
_PREGNANT_TURNS = re.compile(
    r"\b(?:tests?|testing|contracepti\w*|birth control|potential|avoid\w*|becom\w*|plan\w*|nursing|lactat\w*|breast\w*|post-?partum|puerper\w*|non-?pregnant|not|no|un(?:less|til)|if|may|might|"
    r"eligib\w*|allow\w*|except\w*|exclud\w*|controls?|groups?|cohorts?|partners?|husbands?|fathers?|babies|infants?|newborns?|neonates?|child|children|famil\w+|or (?:\w+ ){0,3}(?:wom[ae]n|mothers?|deliver\w*|m[ae]n|girls)|"
    r"and (?:\w+ ){0,2}(?:mothers?|m[ae]n|wom[ae]n)|previous(?:ly)?|history of (?:an? )?pregnan\w*|after (?:a |the )?(?:deliver\w*|pregnan\w*|birth)|should|willing\w*|agree\w*|risk of pregnan\w*)\b"
)
_ONE_SEX = re.compile(
    r"\W*(?:(?:patients?|subjects?|participants?|volunteers?|all|the|an?|must|should|be|is|are|who|sex|gender|adult|healthy|young|old|older|elderly|middle-aged|pre-?menopausal|post-?menopausal|"
    r"non-?smok\w+|smokers?|sedentary|active|inactive|untrained|trained|overweight|obese|normal[- ]weight|lean|hypertensive|diabetic|infertile|japanese|chinese|caucasian|white|black|hispanic|korean|american|african)[ ,:=-]+)*"
    r"(?P<sex>wom[ae]n|females?|m[ae]n|males?)\b(?! (?:partners?|donors?|to female|to male|carriers?|i{1,3}|[12][ab]?)\b)(?P<rest>.*)",
    re.DOTALL,
)
_SEX_TURNS = re.compile(
    r"\b(?:must|should|shall|need to|agree\w*|willing\w*|contracepti\w*|birth control|potential|bearing|abstain|abstin\w*|condoms?|tests?|testing|if|unless|except\w*|eligib\w*|allow\w*|may|will|can|could|"
    r"considered|defined|not pregnant|non-?pregnant|nursing|lactat\w*|breast-?feed\w*|do not|does not|who (?:are|is) not|no|partners?|couples?|sperm|ova|eggs?|donat\w*|minorit\w*|encourag\w*|"
    r"(?:or|and|/|&)[ ,]*(?:\w+ ){0,4}(?:wom[ae]n|females?|m[ae]n|males?|child\w*|girls?|boys?|controls?|partners?|newborns?|infants?)|(?<!age )groups?|cohorts?|arms?|controls?|strat\w+|only|(?:for|in|of|at|on) (?:fe)?males?|unable|"
    r"surgically|steril\w*|aged? [<≥>≤=]* ?\d+[^.;]*\b(?:with|who|or)\b)\b|[:/]"
)


def _one_sex(form: str, sex: str) -> bool:
    found = _ONE_SEX.match(form)
    if found is None or _SEX_TURNS.search(found["rest"]):
        return False
    named = "female" if found["sex"].startswith(("w", "f")) else "male"
    return named == sex


# A line that takes somebody else: `healthy controls`, `close contacts`, `infants of these mothers`.
_OTHERS = re.compile(
    r"\W*(?:[\w-]+ ){0,4}?(?:controls?|contacts?|suspected|suspicious|probable|staff|workers?|nurses?|partners?|spouses?|infants?|newborns?|neonates?|babies|fathers?|husbands?|couples?|"
    r"non-?pregnant|post-?partum|uninfected|seronegative|hiv[- ](?:negative|exposed)|donors?|care-?givers?|relatives?|families|family|parents?|siblings?|groups?|cohorts?|arms?|recovered|convalescent)\b",
    re.IGNORECASE,
)


def without_others(criteria: Sequence[Criterion]) -> list[Criterion]:
    """The criteria; no line decides by whom it takes where another line may take somebody else."""
    if not any(_decides(each) for each in criteria):
        return list(criteria)
    if not any(
        each.kind == "inclusion" and not _decides(each) and _OTHERS.match(each.text)
        for each in criteria
    ):
        return list(criteria)
    return [
        msgspec.structs.replace(
            each,
            constraints=tuple(
                msgspec.structs.replace(one, decides=False) if _is_of_whom(one) else one
                for one in each.constraints
            ),
        )
        if _decides(each)
        else each
        for each in criteria
    ]


def _decides(criterion: Criterion) -> bool:
    return criterion.kind == "inclusion" and any(
        one.decides and _is_of_whom(one) for one in criterion.constraints
    )


def _is_of_whom(limit: Constraint) -> bool:
    return limit.variable in ENROLLED and limit.norm_value in ("present", "male", "female")
