"""Illnesses, states and earlier treatments: present or absent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.eligibility.context import Reading
from catalog.eligibility.events import FLAGS, PRIOR, expanded
from catalog.eligibility.lexing import Found, Phrases
from catalog.eligibility.values import Constraint

_FLAGS: Phrases[str] = Phrases(FLAGS)
_PRIOR: Phrases[str] = Phrases(PRIOR)

# An illness with a time limit gives the interval alone.
_TIMED = {
    "mi": "ts.mi",
    "stroke": "ts.stroke",
    "vte": "ts.vte",
    "unstable_angina": "ts.cardiovascular",
    "chf": "ts.cardiovascular",
    "arrhythmia": "ts.cardiovascular",
    "active_infection": "ts.infection",
    "other_malignancy": "ts.other_malignancy",
    "sct": "ts.sct",
    "covid19": "ts.infection",
}
_NOT_TESTED = re.compile(
    r"(?:result|status|test(?:ing)?)s? (?:available|must be (?:available|known|performed)|known|unknown|will be|is required|not required)|"
    r"^(?:\W*(?:availab|results? available))|regardless of|irrespective|undetectable|viral load must|"
    r"(?:positive (?:and|or) negative)|availability of|for detection|"
    r"are eligible|is eligible|be eligible|are allowed|is allowed|may be (?:enrolled|eligible|included)|are permitted|is permitted|permitted|acceptable|may participate|"
    r"treated and cured|will be (?:tested|screened|performed)|not (?:be )?(?:an )?exclu"
)
_NEGATIVE_RESULT = re.compile(
    r"^[\s)\w,/-]{0,60}?\b(?:(?:sero)?negativ\w*|uninfected|absent|undetectable|not detected|non-?reactive|wild[- ]type|non-?amplified|not (?:be )?(?:present|pregnant|positive))\b"
)
_NEGATIVE_LEAD = re.compile(
    r"\b(?:negative|undetectable|non-?reactive|absence of)[\w\s/()-]{0,40}$"
)
_WILD = frozenset(
    {"hpv", "her2", "alk", "egfr_mut", "pregnancy", "hiv", "hbv", "hcv", "tb", "covid19", "msi"}
)
_ADVISED = re.compile(r"\b(?:strongly )?(?:advised|recommended|encouraged)\b")
_STEADY = frozenset({"measurable_disease", "contraception"})


def presences(reading: Reading, timed: frozenset[str]) -> Iterator[Constraint]:
    """Flags in order of the text; `timed` are the intervals found, which replace their flags."""
    seen: set[str] = set()
    for found in _flags(reading):
        for variable, opposite in expanded(found.means):
            if variable in seen or _TIMED.get(variable) in timed:
                continue
            polarity = _polarity(reading, variable, found)
            if polarity is None:
                continue
            seen.add(variable)
            absent = polarity != opposite
            yield _flag(variable, absent, found)


def _flag(variable: str, absent: bool, found: Found[str]) -> Constraint:
    word = "absent" if absent else "present"
    span = (found.start, found.end)
    return Constraint(variable, "=", word, None, word, None, negated=absent, span=span)


# The illness is only what a risk, a test or a prevention is about.
_ONLY_RISK = re.compile(
    r"\b(?:risks? (?:of|for)|risk[a-z -]* (?:of|for)|risk factors? (?:of|for)|prophylaxis (?:of|for|against)|chemoprophylaxis against|against|exposed to|exposure to|"
    r"contact with|prevention of|prevent|screening for|tested for|partner (?:with|has|is))(?: an?| the| m\.)? $"
)


# The illness only names something else: `HIV vaccine`.
_ONLY_NAMED = re.compile(
    r"[- ](?:vaccin\w+|prevention|counsel\w+|clinics?|testing is|exposed|test will)\b"
)


def _flags(reading: Reading) -> Iterator[Found[str]]:
    for found in _FLAGS.find(reading.tokens):
        if not found.means or _ONLY_RISK.search(reading.lead(found.start, 45)):
            continue
        if _ONLY_NAMED.match(reading.tail(found.end, 24)):
            continue
        if reading.is_exception(found.start) or reading.is_aside(found.start):
            continue
        yield found


# `active infection with hepatitis B`: the germ has a flag of its own.
_NAMED_GERM = re.compile(
    r" ?(?:with|by|of|due to|from) (?:the |known |active )*(?:hepatitis|hbv|hcv|hiv|human immuno|tubercul|sars|covid)"
)


def _polarity(reading: Reading, variable: str, found: Found[str]) -> bool | None:
    """True for absent, False for present, None where nothing is asked."""
    form = reading.form
    if variable == "active_infection" and _NAMED_GERM.match(reading.tail(found.end, 40)):
        return None
    if variable == "contraception":
        return None if not _asks_contraception(reading) else False
    if variable == "measurable_disease":
        return _measurable(reading, found)
    if variable == "hpv" and not _states_result(reading, found):
        return None
    if variable in ("her2", "alk", "egfr_mut", "msi") and not _states_result(reading, found):
        return None
    if variable == "other_malignancy" and not _is_other(reading, found):
        return None
    if variable in ("pregnancy", "breastfeeding") and not _asks_pregnancy(reading, found, variable):
        return None
    if (
        variable in ("hiv", "hbv", "hcv", "tb")
        and _NOT_TESTED.search(form[found.start :])
        and reading.kind == "inclusion"
    ):
        return None
    if (
        variable in ("autoimmune", "organ_transplant", "sct", "immunodeficiency")
        and reading.kind == "inclusion"
        and not _denied(reading, found)
    ):
        return None
    if variable in _CARDIAC and reading.kind == "inclusion" and not _denied(reading, found):
        return None
    if variable == "tb" and "non-tuberculous" in form:
        return None
    return _denied(reading, found)


_CARDIAC = frozenset(
    {
        "mi",
        "stroke",
        "unstable_angina",
        "chf",
        "arrhythmia",
        "vte",
        "effusion",
        "ild",
        "active_infection",
        "cns_mets",
        "leptomeningeal",
        "diabetes_uncontrolled",
        "hypertension_uncontrolled",
    }
)


def _denied(reading: Reading, found: Found[str]) -> bool:
    """Whether the words say that it is absent."""
    tail = reading.tail(found.end, 70)
    lead = reading.lead(found.start, 45)
    if _NEGATIVE_RESULT.match(tail) and not re.search(
        r"[;.]", tail[: tail.find("neg") + 1] if "neg" in tail else tail[:20]
    ):
        return True
    if _NEGATIVE_LEAD.search(lead):
        return True
    if not reading.is_negated(found.start):
        return False
    if reading.kind == "exclusion":
        start, _ = reading.clause(found.start)
        said = reading.form[start : found.start]
        return bool(re.search(r"\b(?:absence of|lack of|without)\b", said)) and not re.search(
            r"\bor without\b", said
        )
    return True


def _measurable(reading: Reading, found: Found[str]) -> bool | None:
    around = reading.form[max(0, found.start - 60) : found.end + 40]
    if re.search(
        r"measurable or (?:evaluable|non-?measurable|assessable)|evaluable or measurable|and/or evaluable|measurable and/or|measurable/evaluable|or evaluable|not required|non-?measurable|measurable (?:for|serum|m-protein|m protein|urine|levels?)",
        around,
    ):
        return None
    if not re.search(r"disease|lesion|tumou?r|recist|mass|metasta|site|cancer", around):
        return None
    return reading.form[: found.start].rstrip().endswith(("not", "no", "without", "lack of", "non"))


def _states_result(reading: Reading, found: Found[str]) -> bool:
    near = reading.form[max(0, found.start - 50) : found.end + 60]
    if _NOT_TESTED.search(near) or (
        re.search(r"status (?:known|available|must be)|result|unknown", near)
        and not re.search(r"negative|positive", near)
    ):
        return False
    return bool(
        re.search(
            r"negative|positive|amplif|overexpress|mutat|mutant|stable|high|deficient|proficient|msi-h|mss|dmmr|pmmr|rearrang|fusion|transloc|unrelated|associated",
            near,
        )
    )


def _is_other(reading: Reading, found: Found[str]) -> bool:
    said = reading.form[found.start : found.end]
    if re.search(
        r"other|second|another|prior|previous|additional|concurrent|synchronous|diagnosed", said
    ):
        return True
    near = reading.form[max(0, found.start - 60) : found.end + 40]
    if re.search(
        r"hematolog\w+ malign|treated for|suspicio|diagnosis of (?!other)|confirmed", near
    ):
        return False
    return reading.kind == "exclusion" or bool(
        re.search(r"\bno\b|history of|other|previous|prior", near)
    )


def _asks_pregnancy(reading: Reading, found: Found[str], variable: str) -> bool:
    near = reading.form[max(0, found.start - 60) : found.end + 60]
    said = reading.form[found.start : found.end]
    if re.search(
        r"should (?:a |the |any )?(?:wom[ae]n|she|females?|patients?|participants?|subjects?) become|suspects? (?:that )?(?:she|they)",
        near,
    ):
        return False
    if re.search(
        r"avoid (?:becoming )?pregnan|prevent pregnan|of pregnancy prevention|become pregnant|becoming pregnant|get pregnant|prevention of pregnan|risk of pregnan|pregnancy (?:history|loss|weeks)|previous pregnan|plan(?:ning|s)? (?:a |to |for )?(?:become )?pregnan",
        near,
    ) and not re.search(
        r"pregnant (?:or|and|,)|not (?:be )?pregnant|pregnancy test|are pregnant|is pregnant|currently pregnant|^pregnan",
        near,
    ):
        return False
    if variable == "breastfeeding" and re.search(
        r"nursing (?:home|staff|care|facility|student|service|assist\w*|intervention)|(?:care|skilled) nursing",
        near,
    ):
        return False
    if reading.kind == "inclusion" and re.search(
        r"may (?:participate|be|enroll|enter)|(?:is|are) (?:eligible|allowed|permitted)",
        reading.tail(found.end, 60),
    ):
        return False
    if "test" in said or "test" in reading.form[found.end : found.end + 6]:
        return bool(re.search(r"negative|positive", near)) or reading.kind == "exclusion"
    return True


_UNWILLING = re.compile(
    r"\b(?:unwilling|not willing|unable|refus\w+|not us(?:e|ing)|do(?:es)? not (?:use|agree|practi[cs]e|want)|not (?:agree|practi[cs])\w*|without|no (?:effective|adequate|reliable)|inadequate|not (?:on|taking|protected))\b"
)


def _asks_contraception(reading: Reading) -> bool:
    form = reading.form
    if reading.kind == "exclusion" and _UNWILLING.search(form):
        return False
    if re.search(r"strongly (?:advised|recommended|encouraged)", form):
        return False
    return bool(
        re.search(
            r"\b(?:must|agree|use|using|willing|required|practice|practicing|practising|should|unwilling|adequate|effective|acceptable|follow|refus\w+|employ|not (?:use|willing))\b",
            form,
        )
    )


# --- earlier treatment ---------------------------------------------------------------------------

_CUE = re.compile(
    r"\b(?:prior|previous(?:ly)?|previous treatment|received|receipt|history of|treated|refractory|intoleran(?:t|ce)|failed|failure|progress(?:ed|ion|ive)|pre-?treated|earlier|exposure|exposed|undergone|had|first[- ]line|naive|na[iï]ve|relapsed|resistant|most recent|following|after|completed|past)\b"
)
_NOT_PAST = re.compile(
    r"\b(?:requiring|concurrent|concomitant|planned|will receive|scheduled|eligible for|candidates?|suitable for|able to receive|during|allergy|hypersensitiv|contraindicat|reaction|amenable|can receive|receiving|require|undergo(?:ing)?|tolerate|intend|appropriate|currently|ongoing|curable)\b"
)


def prior_treatments(reading: Reading, timed: list[tuple[int, int]]) -> Iterator[Constraint]:
    """Earlier treatments required or forbidden; one with only a time limit is an interval."""
    seen: set[str] = set()
    for found in _PRIOR.find(reading.tokens):
        if not found.means or found.means in seen:
            continue
        if (
            reading.is_exception(found.start)
            or not _is_past(reading, found)
            or _is_timed(reading, found, timed)
        ):
            continue
        if found.means == "prior.chemotherapy" and "platinum" in reading.lead(found.start, 25):
            continue
        if found.means == "prior.pd1" and not re.search(
            r"therap|treat|inhibit|antibod|agent|anti|immuno|mab|block|receiv|resist|refract|exposure",
            reading.form,
        ):
            continue
        seen.add(found.means)
        absent = _denies(reading, found)
        word = "absent" if absent else "present"
        span = (found.start, found.end)
        yield Constraint(found.means, "=", word, None, word, None, negated=absent, span=span)


# Earlier treatment that is only what an allergy or a side effect came from.
_REACTION = re.compile(
    r"\b(?:allerg\w*|hypersensitiv\w*|anaphyla\w*|toxicit\w+|adverse (?:events?|reactions?|effects?)|side effects?|reactions? (?:to|with)|recover\w*|resol(?:ved|ution))\b"
)
_CAUSE = re.compile(
    r"(?<!recovered )(?<!elapsed )\b(?:from|due to|caused by|secondary to|because of|related to|attribut\w+ to) [\w, ]{0,25}$"
)
_GIVEN = re.compile(r"\b(?:received|receiving|treated with|completed|had (?:prior|previous))\b")
_GENERAL = frozenset({"prior.systemic", "prior.anticancer"})


# What is only permitted or counted asks for nothing by itself.
_PERMITTED = re.compile(
    r"\bmay (?:be|have|also|enter|participate|receive|enroll|undergo)\b|\b(?:is|are|was|were)? ?(?:allowed|permitted|acceptable|allowable|not required)\b|\beligible if\b"
)
_NO_MORE = re.compile(
    r"(?:\b(?:no more than|not more than|no greater than|up to|at most|maximum|fewer than|less than|more than|greater than)\b|[≤<>])[^.;]{0,40}$"
)


def _follows_class(reading: Reading, found: Found[str]) -> bool:
    """`anti-EGFR monoclonal antibodies`: the class says it all."""
    said = reading.form[found.start : found.end]
    return "antibod" in said and bool(
        re.search(r"\banti-?[a-z0-9-]+ $", reading.lead(found.start, 30))
    )


def _is_past(reading: Reading, found: Found[str]) -> bool:
    start, end = reading.sentence(found.start)
    lead = reading.form[start : found.start]
    tail = reading.form[found.end : min(end, found.end + 40)]
    if (_REACTION.search(lead) and not _GIVEN.search(lead)) or _CAUSE.search(lead):
        return False
    start, end = reading.sentence(found.start)
    if _PERMITTED.search(reading.form, start, end) or _NO_MORE.search(lead):
        return False
    if found.means in _GENERAL and re.search(
        r"\bas (?:the |an? )?(?:most recent |last |first |their )*(?:line of )?$", lead
    ):
        return False
    if found.means == "prior.biologic" and _follows_class(reading, found):
        return False
    if reading.section in (
        "chemotherapy",
        "radiotherapy",
        "biologic therapy",
        "endocrine therapy",
    ) and re.search(r"\bprior\b", lead):
        return "concurrent" not in lead or "prior" in lead
    if _NOT_PAST.search(lead[-45:]) and not re.search(r"prior|previous", lead[-60:]):
        return False
    if re.search(
        r"\bexpression|\bpositive|\bnegative|\bstatus|\blevel|\bscore|\bmutation|\bcps", tail[:28]
    ):
        return False
    return bool(_CUE.search(reading.form, start, found.end)) or bool(
        re.match(
            r"[\w\s/-]{0,20}(?:naive|na[iï]ve|[- ]pre-?treated|[- ]refractory|[- ]resistant|resistance|failure)",
            tail,
        )
    )


def _is_timed(reading: Reading, found: Found[str], timed: list[tuple[int, int]]) -> bool:
    """Whether a time limit in the same sentence is what is asked, not the treatment itself."""
    start, end = reading.sentence(found.start)
    for at, _ in timed:
        if reading.is_exception(at):
            continue
        if start <= at < end and 0 <= at - found.end < 90:
            return (
                not re.search(r"\band\b.{0,30}$", reading.form[found.end : at])
                or "complet" not in reading.form[found.end : at]
            )
        if start <= at < found.start and found.start - at < 70:
            return True
    return False


def _denies(reading: Reading, found: Found[str]) -> bool:
    if re.match(r"[\w\s/-]{0,20}(?:naive|na[iï]ve)", reading.tail(found.end, 30)):
        return True
    if reading.kind == "exclusion":
        return bool(
            re.search(
                r"\b(?:no|not) (?:prior|previous|received|been treated)",
                reading.lead(found.start, 60),
            )
        )
    return reading.is_negated(found.start) or bool(
        re.search(
            r"\b(?:not|never)(?: have| been| previously)* (?:received|had|treated|undergone)",
            reading.lead(found.start, 80),
        )
    )
