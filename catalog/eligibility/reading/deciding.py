"""Which constraints keep a patient out by themselves, whatever else the criterion asks.

"Age 18 to 75 and willing to come weekly" is not met at 80, though half of it is not understood; "HIV, or any
other infection" excludes who has HIV. Only a test that stands clear before anything that was not understood, and
where nothing of the rest can turn it, decides so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.reading.demanding import TURNS_VALUE, UNREAD, demands
from catalog.eligibility.reading.framing import CHILDBEARING
from catalog.eligibility.reading.listing import (
    SENTENCE,
    Piece,
    begins_anew,
    clear_before,
    is_next_item,
    is_part,
    narrows_back,
    says_no_more,
    says_nothing,
)
from catalog.eligibility.reading.wanting import TURNS_BACK, wants
from catalog.eligibility.reading.word_effects import TOKEN

# What ties the words behind to the thing before, so that they may narrow it.
_TIES = frozenset(
    "with for of in who whose which that to at by on from if as during within".split()
)
_OR_NOT = re.compile(
    r"\bor(?: (?:has|have|had|with|is|are|be))* (?:no|not|without|never|free|absence)\b[^,;]*$"
)
_DENIED = re.compile(r"\b(?:no|not|without|never|free|absence|neither|cannot|negative)\b")
_AND_OR = re.compile(r"and ?/ ?or\b")
_ENDS_BAR = frozenset([",", ";", ".", "or", "nor", "and/or"])
_DENIALS = ("or", "nor", "no", "not", "without", "non", "neither", "never", "negative")
# `Any prior therapy, including chemotherapy or radiotherapy`: each of what it includes keeps out.
_LISTS = ("or", "nor", "including", "includes")
# Tied to the thing before although it is accounted for.
_NARROWED_BEHIND = re.compile(r"\b(?:requir|need|necessitat|treated with|that|which(?!ever))\w*\b")
_SCOPE = re.compile(
    r"\b(?:who|whose|whom|that|which|with|without|unless|except\w*|excluding|if|when|where|within|requir\w+|need\w*|not|no|only|"
    r"other than|despite|but|allowed|permitted|acceptable|eligible|may|should|considered|opinion|discretion|judg\w+|cohorts?|arms?|"
    r"as (?:the |their |an? )?(?:sole|only|single)|complicating|interfering|compromising|precluding|impairing|"
    r"(?:in|at|of|near|around|on|over) (?:the )?(?:\w+ )?(?:test|target|treat(?:ment|ed)|index|study|affected|injection|surgical|operative|application) (?:areas?|lesions?|sites?|regions?|limbs?|legs?|feet|foot|eyes?|knees?|joints?|fields?|skin|side|breast|segment|levels?)|"
    r"groups?|part|stratum|related|due|caused|secondary|at|for|until|before|after|documented|confirmed|known)\b|:"
)


# Of these, what may be meant for a whole list although its last item has words of its own.
_SCOPE_OF_ALL = re.compile(
    r"\b(?:unless|except\w*|excluding|if|when|where|within|until|before|after|only|other than|despite|but|allowed|permitted|acceptable|"
    r"eligible|cohorts?|arms?|groups?|part|stratum|prognos\w+|expectancy|survival)\b|:"
)
# `Stroke or infarction in a first-degree relative`: whose illness it is may be said behind the list.
_OF_OTHERS = re.compile(
    r"\b(?:in|of|among|amongst|by|with|to)(?: (?!(?:patients?|subjects?|participants?)\b(?!'))[a-z'/-]+){0,4}? (?:family|famil(?:y|ies)'? ?(?:members?|history)|relatives?|parents?|mothers?|fathers?|siblings?|brothers?|sisters?|"
    r"partners?|spouses?|husbands?|wife|wives|sons?|daughters?|house-?holds?|donors?|care-?givers?|contacts?|offspring|twins?|cousins?|grandparents?|aunts?|uncles?|kin)\b"
    r"|\((?!(?:[^()]* )?(?:patients?|recipients?|subjects?|participants?)\b)[^()]*\b(?:family|relatives?|parents?|mothers?|fathers?|siblings?|partners?|spouses?|household|donors?|maternal|paternal)\b"
)
# The same, though a phrase accounts for the words.
_LETS_BACK = re.compile(
    r"\bnot (?:be |an? |considered |necessarily )*exclu\w*|\bmay (?:still |also )?be\b|(?<!not )\beligible\b|(?<!not )\b(?:allowed|permitted|acceptable)\b"
)
_OR_ELSE = re.compile(r"\W*(?:or|and/or|alternatively)\b")
_TIMES = re.compile(r"\b(?:within|during|past|last|previous|since|ago|prior)\b")
"""Of a part at a semicolon that may be meant for the whole list."""
_WHO_ELSE = r"(?:,? ?\b(?:or|and/or|and)(?: (?:are|is|who|those|women|females?|males?|men|patients?|subjects?|that|which|of|with|in|child-?bearing|child bearing|reproductive|age|potential|currently|actively|sexually|active))*)"
_OF_ITS_OWN = Gated(
    rf"{_WHO_ELSE} (?:(?:a|an|with|has|have|having|any|current|study|the) )*(?:planned|planning|plans?|intent(?:ion)?|desire|wish|possibility)(?: (?:to|of|for|on|a|an|become|becoming|get|getting|be|being))* (?:pregnan\w+|conceive|conception|breast-?feed\w*|nurs\w+|lactat\w+|child\w*|\x00+)\b[^.;]*"
    rf"|{_WHO_ELSE} (?:plan\w*|intend\w*|wish\w*|expect\w*|desir\w*|try\w*|attempt\w*|want\w*|consider\w*|contemplat\w*)"
    r"(?: \w+){0,3}? (?:pregnan\w+|conceive|conception|breast-?feed\w*|breast feed\w*|father\w*|nurs\w+|lactat\w+|child\w*)\b[^.;]*"
    rf"|{_WHO_ELSE} (?:(?:do|does|is|are|will|have|has) )?(?:not|unwilling|unable|refus\w*|fail\w*|without|lack\w*)\b[^.;]{{0,60}}?\b(?:contracepti\w*|birth control)\b[^.;]*"
    rf"|{_WHO_ELSE}(?: (?:have|has))? not (?:yet )?(?:recovered|resolved)\b[^.;]*"
    r"|,? ?\b(?:or|and/or) (?:(?:who|they) )?(?:have|has|had) not (?:yet )?(?:exceeded|passed|completed|elapsed) (?:\d+|five|three|four|two) (?:times the )?(?:drug |elimination )*half-? ?li(?:fe|ves)\b[^.;]*"
    r"|,? ?\(?\b(?:or|and/or) (?:within )?(?:\d+|five|three|four|two) (?:times the )?(?:drug[- ]|elimination |terminal |plasma )*half-? ?li(?:fe|ves)\b[^.;()]*\(?(?:whichever|which ever|depending)[^.;()]*\b(?:longer|longest|greater|later)\b\)?[^.;]*",
    holds=r"plan|inten|desire|wish|possib|expect|desir|try|attempt|want|consider|contemplat|contracepti|birth control|recovered|resolved|half",
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
    narrower_at: Set[tuple[str, int]] = frozenset(),
) -> frozenset[int]:
    """Of the constraints (by `id`), those that decide alone; `rest` is the form without what was accounted for.

    `forbidden` keep out who has what they name, `demanded` are values and `wanted` states that must be there; `narrower_at`
    tells where a variable is only named more narrowly, which keeps out nobody.
    """
    told: set[int] = set()
    form, kind = reading.form, reading.kind
    if not (forbidden or demanded or wanted):
        return frozenset()
    if kind == "inclusion" and (_BEGINS_WITH_OR.match(form) or _CUT.search(form, _last(form))):
        return frozenset()  # what stands above or below may be asked instead, or goes on
    joins = _DENIALS if kind == "inclusion" else _LISTS
    if kind == "inclusion" and " No " in reading.text and len(reading.text) == len(form):
        for found in _NEXT_NO.finditer(reading.text):
            form, rest = (
                each[: found.start()] + ";" + each[found.end() :] for each in (form, rest)
            )
    if kind == "exclusion":
        rest = _blank(reading, _SAYS_NO_MORE, rest)
        if "anti-" in rest:
            rest = _TARGETS.sub(lambda found: " " * len(found[0]), rest)
        rest = _blank(reading, _PLANS_TOO, rest)
        rest = _blank(reading, _OR_WILL, rest)
        for found in reading.finditer(_OF_ITS_OWN):
            if rest[found.end() : found.end() + 1] in ("", ".", ";"):
                rest = rest[: found.start()] + " " * len(found[0]) + rest[found.end() :]
    else:
        rest = _blank(reading, _UNREAD_TESTS, rest)
    for key in dict.fromkeys(id(limit) for _, _, limit in pieces):
        own = [piece for piece in pieces if id(piece[2]) == key]
        own = [each for each in own if (each[2].variable, each[0]) not in narrower_at] or own
        start, end = min(s for s, _, _ in own), max(e for _, e, _ in own)
        if key in wanted and wants(form, rest, start, own[0][2].variable):
            told.add(key)
        if key not in forbidden and key not in demanded:
            continue
        alone = _alone(kind, form, rest, start, end)
        if alone is None:
            continue
        said, mine = alone
        if kind == "exclusion" and own[0][2].variable == "hiv" and _is_hiv_itself(said, start, end):
            said, mine = (" " * start + each[start:] for each in alone)
        if kind == "exclusion" and own[0][2].variable in _OF_PREGNANCY:
            # of women who can be pregnant: whoever is pregnant is one
            mine = CHILDBEARING[kind].sub(lambda found: " " * len(found[0]), mine)
        if kind == "inclusion" and own[0][2].variable in _OF_PREGNANCY:
            # when it must be negative: who is pregnant now fails it
            mine = mine[:end] + _WHEN_TESTED.sub(lambda found: " " * len(found[0]), mine[end:])
        first = (start, end if _is_number(own[0][2]) else own[0][1])
        barred = key in forbidden and not is_part(form, first, pieces)
        if barred and _is_number(own[0][2]) and _grades(form, start, pieces):
            barred = False
        if barred and _is_number(own[0][2]) and not _is_whole(mine, start, end, beside):
            barred = False
        if (
            barred
            and not UNREAD.search(mine, 0, _asked_till(own[0][2], mine, end))
            and _bars(said, mine, *first, beside, joins, own[0][2], [s for s, _, _ in own[1:]])
        ) or (key in demanded and demands(said, mine, start, end, beside, own[0][2])):
            told.add(key)
    return frozenset(told)


def _is_whole(rest: str, start: int, end: int, beside: tuple[str, ...]) -> bool:
    """Whether nothing unread stands between a name and its value: `creatinine rise > 0.3`, `CD4 nadir > 350` are no such values."""
    return says_no_more(rest[start:end], beside, _SEXES)


_SEXES = frozenset("male males female females man men woman women for in or and".split())
"""Told of the number before: `QTc > 450 ms (male) or > 470 ms (female)`."""


# `Active hepatitis B or HIV positive`: who is positive is so, whatever the hepatitis must be.
_POSITIVE = re.compile(r"[ -](?:sero-?)?positiv\w*")
_LONGEST_POSITIVE = len(" seropositive")
_TURNS_ALL = re.compile(
    r"\b(?:no|not|non|without|never|unless|except\w*|if|when|where|who|whose|both|co-?infect\w*|family|partners?|contacts?|mothers?|risk|history of exposure|test\w* for)\b|[:()]"
)


def _is_hiv_itself(form: str, start: int, end: int) -> bool:
    return (
        form[:start].endswith(" or ")
        and _POSITIVE.search(form, start, end + _LONGEST_POSITIVE) is not None
        and _TURNS_ALL.search(form, 0, start) is None
    )


def _blank(reading: Reading, gated: Gated, rest: str) -> str:
    """What is left of a form, blank where a pattern matches."""
    if not reading.may(gated):
        return rest
    return gated.pattern.sub(lambda found: " " * len(found[0]), rest)


_WHEN_TESTED = re.compile(
    r"(?: (?:and )?(?:at|on|upon|during|before|prior to|within|no more than|not more than) (?:[a-z0-9/-]+|\x00+)(?: (?:[a-z0-9/-]+|\x00+)){0,10}?(?=,|[.;()]|$| and\b| or\b| must\b| should\b))+"
    r"| and (?:an? )?negative(?: (?:urine|serum|blood|or))*(?= \x00)"
)
_AT_END = re.compile(r"[\x00 ]*(?:[.;]|$)")
# `Positive for HIV`, `including but not limited to`, `prior or current hepatitis B`: whoever has it is meant.
_SAYS_NO_MORE = Gated(
    r"\bbut (?:is |are )?not (?:necessarily )?(?:limited|restricted|confined) to\b|\b(?:(?:prior|previous|past) (?:or|and|and/or|/) (?:current|concurrent|present)|"
    r"(?:current|present) (?:or|and|and/or|/) (?:prior|previous|past)|(?:known|confirmed|documented|proven) (?:or|and/or|/) (?:suspected|possible|probable|presumed)|"
    r"(?:suspected|possible|probable|presumed) (?:or|and/or|/) (?:known|confirmed|documented|proven)|past/current|current/past)\b"
    r"|\b(?:for|during|throughout) (?:the )?(?:entire |whole |full )?(?:duration|course|length|period)(?: of)?(?= (?:the |this )?(?:study|trial|\x00))"
    r"|^(?:(?:routine|blood|laboratory|labs?|hematolog\w+|haematolog\w+|biochem\w+|examinations?|tests?|testing|have|has|having|with|the|following|conditions?|abnormal\w*|"
    r"results?|any|one|or more|of|values?|parameters|in|patients?|subjects?|participants?|who|meet\w*|includes?|included|including|indicators?|criteria|are|is|show(?:s|ing)?|during|at|screening|\x00+)[ ,]+)+(?<=[ ,])[a-z\x00]* ?:(?! *\d+ of)"
    r"|\b(?:abnormal|impaired|poor|inadequate|insufficient) (?:lung|pulmonary|liver|hepatic|renal|kidney|heart|cardiac|thyroid|coagulation|bone marrow) functions?(?=, ?(?:[a-z]+ ){0,3}\x00)"
    # "Severe liver disease defined by AST above 3 x ULN": who has it is kept out; who has not may be sick by another test.
    r"|\b(?:(?:severe|significant|clinically|known|chronic|active|advanced|of|evidence) )*(?:renal|kidney|hepatic|liver) diseases?(?:,? (?:as )?(?:defined|evidenced|indicated|shown) (?:by|as) | ?[(\[])(?:an? |serum )?(?=\x00)"
    r"|\b(?:positive|presence of|reactive)(?: (?:tests?|testing|results?|serolog\w+|screening|antibod\w+|blood|serum|for|of|an?|any|or|on|to))*(?= \x00)",
    holds=r"limited|disease|restricted|confined|suspected|possible|probable|presumed|current|present|duration|course|length|period|:|function|positive|presence|reactive",
)
# `anti-B7-H3, anti-PD-1 or anti-LAG-3 agent`: each names a treatment of its own.
_TARGETS = re.compile(
    r"\banti-(?:[a-z]{1,6}\d*|\d+)(?:-[a-z]{0,3}\d{1,3})*(?: (?:antibod\w+|agents?|inhibitors?|therap\w+))?(?=,| or\b| and\b|[.;]|\W*$)"
)
# `Women who are trying to conceive, are pregnant, or are lactating`: what is planned is an alternative of its own.
_PLANS_TOO = Gated(
    r"\b(?:trying|attempting|planning|intending|wishing|wanting|hoping|plan|intend|wish)(?: on| to)? (?:conceive|conception|(?:becom(?:e|ing)|get(?:ting)?|be)(?: pregnant| ?\x00+)|pregnancy|\x00+)(?=,| or\b)(?=.*\x00)"
)
# `Have received or are expected to receive live vaccines within 4 weeks`.
_OR_WILL = Gated(
    r"\b(?:or|and/or)(?: (?:who|are|is|will|they|be))* (?:planning|planned|plans?|expected|expects?|scheduled|intending|intends?|likely|due)(?: to)? (?:receive|have|undergo|be given|be treated with|get|use|take)(?= (?:any |an? )?\x00)"
)
# `SGOT, SGPT, GGT, and alkaline phosphatase at most 2.5 x ULN`: whoever fails one fails them all.
_UNREAD_TESTS = Gated(
    r"\b(?:ggtp?|gamma[- ]?gt|gamma[- ]glutamyl[- ]?(?:transferase|transpeptidase)|amylase|lipase|ldh)(?: \([a-z]+\))?,?(?: and\b|(?= \x00))|(?:/|, |,? and )(?:ggtp?|gamma[- ]?gt)\b(?= ?\x00)"
)
# An old record's line that was cut in two.
_CUT = re.compile(
    r"\b(?:or|and|of|the|an?|to|with|for|in|by|than|at|from|on|per|see|no|not|prior|other|stage|grade|class|type|if|unless|except|who|that|which|is|are)\W*$|,\s*$"
)
_BEGINS_WITH_OR = re.compile(r"\W*or\b")


def _last(form: str) -> int:
    """Where the last word of a form begins, if it is no longer than any that `_CUT` looks for; else within it."""
    end = len(form)
    while end and not (form[end - 1].isalnum() or form[end - 1] == "_"):
        end -= 1
    return max(0, end - _LONGEST_CUT)


_LONGEST_CUT = len("except") + 1


# `Creatinine < 1.5 mg/dL No serious renal disease`: lines of an old record that were run together.
_NEXT_NO = re.compile(r"(?<=[\w)%]) (?=No (?:[a-z]+ (?!than\b)|New York))")


def _alone(kind: str, form: str, rest: str, start: int, end: int) -> tuple[str, str] | None:
    """Form and rest, blank where other sentences and parts at semicolons stand, if these cannot turn this one.

    None where a sentence in brackets only says more of the one before: "Donor unfit. (Heart failure ...)".
    """
    stops = [found.end() for found in SENTENCE.finditer(form)]
    begin = max((stop for stop in stops if stop <= start), default=0)
    behind = min((stop for stop in stops if stop >= end), default=len(form))
    if begin and form[begin:].lstrip(" ").startswith("("):
        return None
    if TURNS_BACK.search(rest, 0, begin) or (
        TURNS_BACK.search(rest, behind)
        and not (kind == "exclusion" and _goes_on_anew(form, rest, behind))
    ):
        return form, rest
    if _OR_ELSE.match(form, begin) or _OR_ELSE.match(form, behind):
        return form, rest  # "Creatinine <= 1.5 mg/dL; or cystatin normal"
    if _LETS_BACK.search(form[:begin]) or _LETS_BACK.search(form[behind:]):
        return form, rest
    if _TIMES.search(rest, 0, begin) or (
        form[behind - 1 : behind] == ";" and _TIMES.search(rest, behind)
    ):
        return form, rest
    return tuple(
        " " * begin + each[begin:behind] + " " * (len(each) - behind) for each in (form, rest)
    )  # type: ignore[return-value]


# `Pregnant women. Any patient with a metallic implant ...`: a further exclusion, that says nothing of the first.
_ANEW = re.compile(
    r" ?(?:any (?:patients?|subjects?|participants?|history|known)|(?:patients?|subjects?|participants?|individuals?|those|persons?|people) (?:with|who|whose|having|taking|receiving|on)|"
    r"(?:known |prior |previous |current |active |recent |significant |severe |serious |uncontrolled |evidence of |personal )*(?:history|presence|diagnosis|use|treatment|allerg\w+|hypersensitivity|contraindications?|participation|inability|unable|unwilling\w*|"
    r"alcohol\w*|drug|substance|surgery|infections?|diabetes|cancer|malignanc\w+|dementia|epilepsy|seizures?|asthma|renal|hepatic|liver|kidney|cardiac|heart|psychiatric|neurologic\w*|implants?|pacemakers?|claustrophobia) ?(?:of|with|to|or|and|from|in|that|disease|failure|disorders?|abuse|insufficiency|impairment|,|\.|;|$))"
)
_TELLS_OF_IT = re.compile(
    r"\b(?:unless|except\w*|exempt\w*|excluding|however|but|although|though|allow\w*|permit\w*|accept\w*|eligib\w*|waiv\w*|instead|alternativ\w*|otherwise|regardless|appl(?:y|ies|icable)|exclud\w*|exclusion\w*|"
    r"cohorts?|arms?|strat\w+|parts?|phase|these|those|this|such|same|above|previous|latter|former|(?:also|still) be|may be|can be|should|must|both|all of|only if|considered|defined|means)\b"
)


def _goes_on_anew(form: str, rest: str, behind: int) -> bool:
    """Whether every sentence behind is an exclusion of its own, with nothing that may tell of those before."""
    if _TELLS_OF_IT.search(form, behind):
        return False
    begins = [behind, *(found.end() for found in SENTENCE.finditer(form, behind))]
    return all(
        _ANEW.match(form, at) is not None
        for at, end in zip(begins, [*begins[1:], len(form)], strict=True)
        if form[at:end].strip(" .;") and TURNS_BACK.search(rest, at, end)
    )


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
    plain = _without_examples(rest, end)
    anew = next(
        (
            each.start()
            for each in _JOIN.finditer(plain, end)
            if begins_anew(plain[each.end() :], each[0])
        ),
        len(plain),
    )
    if _NARROWED_BEHIND.search(_without_examples(form, end), end, anew):
        return False
    instead = _OR_NOT.search(form, 0, start) if joins is _DENIALS else None
    if instead is not None and not _DENIED.search(form, 0, instead.start()):
        return False  # "HIV negative or no hepatitis": what stands before may be met instead
    if not clear_before(form, rest, start, beside, joins) and not is_next_item(
        form,
        rest,
        start,
        beside,
        denied=joins is _DENIALS,
        treated=limit.variable.startswith("ts."),
    ):
        return False
    for found in TOKEN.finditer(rest, end):
        word = found[0]
        if word in _ENDS_BAR or _AND_OR.match(rest, found.start()):
            if _SCOPE.search(plain, found.end(), max(anew, found.end())):
                return False
            if _OF_OTHERS.search(plain, found.end()):
                return False
            return not _SCOPE_OF_ALL.search(plain, max(anew, found.end())) and (
                _is_number(limit) or not narrows_back(rest, found.end(), again)
            )
        if (
            limit.norm_value == "absent"
            and limit.variable in _OF_PREGNANCY
            and _ASKS_MORE.match(rest, found.start())
        ):
            return not TURNS_VALUE.search(rest, found.end())
        if word in _TIES or not says_nothing(word, beside):
            return False
    return True


_EXAMPLES = re.compile(
    r"(?<=[\w\x00]) \((?:i\.?e\.?|e\.?g\.?|for example|such as|including|like)\b[^()]*(?:\([^()]*\)[^()]*)*\)"
)


def _without_examples(text: str, at: int) -> str:
    """A text without brackets that only explain the last of the items behind a place."""
    begun = _JOIN.search(text, at)
    if begun is None or "(" not in text:
        return text
    blank = _EXAMPLES.sub(lambda found: " " * len(found[0]), text[begun.end() :])
    return text[: begun.end()] + blank


_JOIN = re.compile(r"[,;]|\bor\b")
_OF_PREGNANCY = frozenset(("pregnancy", "breastfeeding"))
# `a negative pregnancy test and must use contraception`
_ASKS_MORE = re.compile(
    r"(?:and|,) (?:and )?(?:the )?(?:(?:she|they|all|women|females?|patients?|subjects?|participants?) )?(?:also )?(?:must|should|shall|have to|has to|agrees?|(?:is|are|be) willing|willing|uses?|practi[cs]es?)\b"
)


def _grades(form: str, start: int, pieces: Sequence[Piece]) -> bool:
    """Whether a value only says how severe a state before it must be: `HIV with a viral load above 200 or CD4 below 350`."""
    states = [
        end
        for _, end, each in pieces
        if end <= start and isinstance(each.norm_value, str) and each.variable != "sex"
    ]
    if not states:
        return False
    tied = None
    for found in _WITH.finditer(form, max(states), start):
        tied = found.end()
    return tied is not None and not any(
        join[0] != "or" or begins_anew(form[join.end() :], join[0])
        for join in _JOIN.finditer(form, tied, start)
    )


_WITH = re.compile(r"\bwith\b(?! or without)")


def _asked_till(limit: Constraint, rest: str, end: int) -> int:
    """Where what is asked beside a pregnancy test begins: it says nothing of the test."""
    if limit.variable in _OF_PREGNANCY and limit.norm_value == "absent":
        more = _ASKS_MORE.search(rest, end)
        return more.start() if more else len(rest)
    return len(rest)


def _is_number(limit: Constraint) -> bool:
    return not isinstance(limit.norm_value, str) and not limit.variable.startswith("ts.")
