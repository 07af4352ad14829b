"""Whether one word, *required* or *excluded*, says what a sentence says.

A sentence with an exception is never told in one word alone, and one in which a negation, a
"may have received" or a "naive to" was not read is told in none: the reader sees the sentence.
Nor is what a treatment was *for* ("no surgery for brain metastases"); what a word beside it narrows
("radiotherapy to the neck") is told in part. `hedges.csv` has the words that make it so, where they
are left over of what was read, and those that change nothing beside a flag.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from catalog.eligibility.criterion import LONGEST_HEAD, SIDE_NOT_SAID, Constraint, Criterion
from catalog.eligibility.vocabulary.entries import variables
from catalog.eligibility.vocabulary.variables import DEFINED_BY
from catalog.model.csv_table import table
from catalog.model.text import folded

UNCLEAR, EXCEPTIONS, PART = "unclear", "exceptions", "part"
TURNED = "turned"
"""Of a number that an unread denial may turn round."""
_TURNS, _PLAIN, _ELSEWHERE = "turns", "plain", "elsewhere"
"""Words of the table that turn a sentence wherever they stand, that change nothing, and that speak
of somebody else, of what may come or of what is wished: a flag beside them that the reader is not
sure of is told in no word."""


@cache
def _hedges() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {
        makes: set() for makes in (UNCLEAR, EXCEPTIONS, PART, _TURNS, _PLAIN, _ELSEWHERE)
    }
    path = Path(__file__).with_name("hedges.csv")
    for words, makes, _why in table(path, ("words", "makes", "why"), key=("words",)):
        found[makes].add(words)
    return {makes: frozenset(words) for makes, words in found.items()}


_MOST = 5
"""Words that may be left over of an inclusion that one word still tells; lists exclude each."""
_LISTS = re.compile(r"\bbut (?:are |is )?not (?:be )?(?:necessarily )?(?:limited|restricted) to\b")
_BARS = re.compile(
    r"\bnot (?:be )?(?:considered )?(?:eligible|allowed|permitted|acceptable)\b"
    r"(?: to (?:enter|participate|take part|be in))?"
)
_DENIES = re.compile(
    r"\b(?:no|not|never|none|nor|neither|without|absence of|lack of|free of|na[iï]ve)\b"
    r"|\bmay (?:have|be|also|receive|enter)\b",
    re.IGNORECASE,
)


def hedge(criterion: Criterion, constraint: Constraint) -> str:
    """`unclear`, `exceptions`, `part`, or "" where one word says what a sentence asks.

    Of a number also `turned`.
    """
    if not _is_flag(constraint) and _may_be_turned(criterion, constraint):
        return TURNED
    if _is_condition(criterion, constraint):
        return TURNED
    if SIDE_NOT_SAID in (criterion.left_over or ()):
        return UNCLEAR
    if _is_flag(constraint) and _another_way(criterion, constraint):
        return UNCLEAR
    left = _left_over(criterion)
    unclear = left & _hedges()[UNCLEAR]
    turned = left & _hedges()[_TURNS]
    if criterion.kind == "exclusion":
        unclear -= _ALLOWING  # "drugs that may affect the metabolism" are kept out
        turned -= _ALLOWING
        if unclear and not turned and _all_behind(unclear, criterion, constraint):
            return EXCEPTIONS  # "HIV infection that is not well controlled": some of it keeps out
    if unclear or turned or _may_be_denied(criterion, constraint):
        return UNCLEAR
    text = f" {folded(criterion.text)} "
    excepted = _hedges()[EXCEPTIONS]
    if not left.isdisjoint(excepted) or any(f" {word} " in text for word in _EXCEPTING):
        return EXCEPTIONS
    much = criterion.kind == "inclusion" and len(left) > _MOST
    in_part = criterion.narrowing or not left.isdisjoint(_hedges()[PART]) or much
    in_part = (
        in_part
        or _LONG in (criterion.left_over or ())
        or _for_one_thing(criterion, constraint)
        or _is_told_by_a_value(criterion, constraint)
    )
    if not _is_flag(constraint) and criterion.kind == "inclusion":
        return PART if in_part else ""
    over = frozenset(_WORDS.findall(" ".join(left))) - _hedges()[_PLAIN]
    over -= frozenset(_WORDS.findall(criterion.section.casefold()))  # shown as whose limit it is
    if not _is_flag(constraint):
        # "Over 75 with ECOG 2", "BMI > 35 in sleep apnea": not everybody beyond it is kept out
        beside = over & _item(criterion, constraint, _ALTERNATIVE)
        return PART if not constraint.decides and (in_part or beside) else ""
    own = over & _item(criterion, constraint)
    unread = frozenset() if constraint.decides else over
    in_part = bool(in_part or own)
    if not (own if in_part else unread).isdisjoint(_hedges()[_ELSEWHERE]):
        return UNCLEAR
    if "or" in unread and _is_one_of_several(criterion, constraint):
        return UNCLEAR
    return PART if in_part or not unread <= _JOINS else ""


_JOINS = frozenset(("or", "and", "nor"))
_OR_BEHIND = re.compile(
    r"(?:(?!\b(?:with|after|on|to|by|in|of|for|who|that|which|within|during|from)\b)[^.;:(])*?\bor\b",
    re.IGNORECASE,
)
_OR_BEFORE = re.compile(r"\bor\b[^.;:,)]*$", re.IGNORECASE)


def _is_one_of_several(criterion: Criterion, constraint: Constraint) -> bool:
    """Whether an inclusion's flag is one of several: "measurable disease or tumour markers"."""
    if criterion.kind == "exclusion" or constraint.norm_value != "present":
        return False
    if constraint.span is None:
        return True
    start, end = constraint.span
    text = criterion.text
    return bool(_OR_BEHIND.match(text, end) or _OR_BEFORE.search(text, 0, start))


_LONG = "a long text"
"""The reader's mark of a text of which it read portions: anything may stand elsewhere in it."""
_FOR_WHAT = re.compile(
    r"\s*(?:\([^)]*\)\s*)?\(?(?:given\s)?for\s(?!at least|more|less|over|up to|an?\s|\d)"
)


def _for_one_thing(criterion: Criterion, constraint: Constraint) -> bool:
    """Whether an earlier treatment stands with what it was for: "no chemotherapy for this"."""
    if constraint.span is None or not constraint.variable.startswith("prior."):
        return False
    return _FOR_WHAT.match(criterion.text, constraint.span[1]) is not None


def _is_told_by_a_value(criterion: Criterion, constraint: Constraint) -> bool:
    """Whether a value there tells its illness: "NYHA III/IV heart failure" is not every one."""
    values = DEFINED_BY.get(constraint.variable, ())
    return any(one.variable in values for one in criterion.constraints)


_EXCEPTING = ("unless", "except", "other than")


def _is_flag(constraint: Constraint) -> bool:
    return constraint.norm_value in ("present", "absent")


_FOR = re.compile(
    r"\b(?:\w*therap(?:y|ies)|treat\w*|surg\w+|resections?|operations?|procedures?|medications?|medicines?|drugs?|agents?|preparations?|products?|tablets?|injections?|"
    r"regimens?|vaccin\w+|prophylaxis|support|eligible|candidates?|indicat\w+|needs?|waiting|listed|scheduled|"
    r"risk factors?|screen\w*)\s(?:[^\W\d_]+[ -]){0,3}?(?:for|as)\s(?:[\w/'-]+,?\s){0,6}$",
    re.IGNORECASE,
)
"""What is told behind it is what something was for: "chemotherapy for another malignancy"."""
_VACCINES = re.compile(r"^[^.;]{0,80}\bvaccin", re.IGNORECASE)
"""Behind a list of infections: what is kept out, or asked for, are vaccines against them."""
_EITHER_WAY = re.compile(
    r"\bwith(?:out)?(?: or|,? and|,? as well as)(?: those| patients)? with(?:out)?\b"
    r"|\bwithout, as well as\b",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    r"\b(?:outside|not (?:been )?(?:in|within))\b[^.;]{0,40}"
    r"\b(?:fields?|ports?|portals?|areas?|sites?) of (?:\w+ ){0,3}$",
    re.IGNORECASE,
)
"""Before a treatment: "outside the field of any prior radiation therapy" asks for none."""
_LET_IN = re.compile(
    r"\b(?:is|are|will be|may be)\s(?:also\s)?(?:eligible|allowed|permitted|included|acceptable)\b"
    r"|\b(?:can|may)\s(?:be included|be enrolled|enrol\w*|enter|participate)\b",
    re.IGNORECASE,
)
_ELIGIBLE = re.compile(
    r"\b(?:eligible|allowed|permitted|acceptable|included)"
    r"(?: for (?:inclusion|enrol\w+|entry))?\W*$",
    re.IGNORECASE,
)
"""At the end of an inclusion: who may enter, not what everybody must have."""
_SENTENCE = re.compile(r"[.;]\s")
_LACK_IS_A_BAR = ("measurable_disease", "contraception")
"""What an exclusion may ask for by naming its lack; of anything else that is mostly a slip."""


def _another_way(criterion: Criterion, constraint: Constraint) -> bool:
    """Whether a flag's words stand for something else than that the patient has it or has not."""
    text = criterion.text
    if _EITHER_WAY.search(text):
        return True
    if constraint.span is None:
        return False
    start, end = constraint.span
    earlier = constraint.variable.startswith("prior.")
    if _FOR.search(text, 0, start) or _VACCINES.search(text[end:]):
        return True
    if earlier and _OUTSIDE.search(text, 0, start):
        return True
    if criterion.kind == "inclusion":
        return constraint.norm_value == "present" and _ELIGIBLE.search(text) is not None
    known = variables().get(constraint.variable)
    marker = known is not None and known.kind == "marker"
    if constraint.norm_value == "absent" and not marker:
        return constraint.variable not in _LACK_IS_A_BAR
    behind = _SENTENCE.split(text[end:], maxsplit=1)[0]
    return _LET_IN.search(behind) is not None


_ITEM = re.compile(r"[,;:()/]|\.\s|\b(?:or|and)\b", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+")


# Where one of several that each keep out ends.
_ALTERNATIVE = re.compile(r"[,;]|\.\s|\bor\b", re.IGNORECASE)


def _item(
    criterion: Criterion, constraint: Constraint, ends: re.Pattern[str] = _ITEM
) -> frozenset[str]:
    """The words of a limit's own item of a list; of its sentence where its place is not known."""
    text = criterion.text
    if constraint.span is not None:
        start, end = constraint.span
        begins = max((found.end() for found in ends.finditer(text, 0, start)), default=0)
        after = ends.search(text, end)
        text = f"{text[begins:start]} {text[end : after.start() if after else len(text)]}"
    return frozenset(_WORDS.findall(text.casefold()))


_ALLOWING = frozenset({"may", "might", "can", "should", "ineligible", "disqualify", "disqualified"})


def _all_behind(words: frozenset[str], criterion: Criterion, constraint: Constraint) -> bool:
    """Whether these words all stand behind what a constraint was read from."""
    if constraint.span is None:
        return False
    before = set(re.findall(r"[^\W_]+", criterion.text[: constraint.span[0]].casefold()))
    here = set(re.findall(r"[^\W_]+", criterion.text[constraint.span[0] :].casefold()))
    return words <= here and words.isdisjoint(before)


def is_exemption(criterion: Criterion, constraint: Constraint) -> bool:
    """Whether a limit stands behind a word that makes an exception: it is that one's terms."""
    first = _EXEMPTS.search(criterion.text)
    return first is not None and (constraint.span is None or constraint.span[0] > first.start())


def narrowing(criterion: Criterion) -> str:
    """What makes the flag of a sentence narrower, in its words where it says but one thing."""
    flags = {one.variable for one in criterion.constraints}
    one_thing = len(flags) == 1 and not _SEVERAL.search(criterion.text)
    own = set(_WORDS.findall(criterion.text.casefold()))
    words = " ".join(criterion.narrowing).casefold()
    one_thing = one_thing and own.issuperset(_WORDS.findall(words))  # none of a line above it
    return " ".join(criterion.narrowing) if one_thing and criterion.narrowing else "in part"


_SEVERAL = re.compile(r"[;(:]|,|\b(?:or|and)\b")


def _left_over(criterion: Criterion) -> frozenset[str]:
    """Words that nothing read accounts for, those of "including, but not limited to" aside.

    So are those of an exclusion that says it is one: "... are not eligible".
    """
    left = {word.casefold() for words in criterion.left_over or () for word in words.split()}
    text = criterion.text.casefold()
    idle = (_LISTS, _BARS) if criterion.kind == "exclusion" else (_LISTS,)
    for idiom in idle:
        if idiom.search(text):
            said = {word for found in idiom.finditer(text) for word in found[0].split()}
            left -= said | ({"including"} if idiom is _LISTS else set())
            text = idiom.sub(" ", text)
            left |= {word for word in said & _TELLING if re.search(rf"\b{word}\b", text)}
    return frozenset(left)


_TELLING = frozenset({"but", "not", "allowed", "permitted", "eligible", "acceptable"})
"""Words of these idioms that count where they stand once more."""


def _may_be_denied(criterion: Criterion, constraint: Constraint) -> bool:
    """Whether a denial in an inclusion's sentence may reach what was read as asked for.

    "No prior exposure to ADCs, including anti-CTLA-4 antibodies" asks for none of them.
    """
    if criterion.kind == "exclusion" or constraint.norm_value != "present":
        return False
    return bool(_DENIES.search(_LISTS.sub(" ", criterion.text.casefold())))


_DENIAL = re.compile(
    r"\b(?:no|not|never|none|neither|nor|without|cannot|absence of|lack of|free (?:of|from)|denies)"
    r"\b"
    r"(?! (?:more|less|greater|lower|higher|fewer|longer|later|earlier|exceed|increas)\w*)"
)
_BARRED = re.compile(
    r"\b(?:excluded|exclusionary|ineligible|prohibited|forbidden|disqualif\w+|contraindicated)\b"
)
_CLAUSE = re.compile(r"[.;:]\s|\bOR\b|\n|\s[*•-]\s")
_SIGNS = {
    "<": re.compile(
        r"[>≥]|\b(?:greater|more|over|above|exceed\w*|higher|at least)\b", re.IGNORECASE
    ),
    ">": re.compile(r"[<≤]|\b(?:less|under|below|lower|fewer|at most)\b", re.IGNORECASE),
}
"""What is written where a denial has turned the sign: "no neuropathy greater than grade 1"."""


def _is_lead(left: str) -> bool:
    """Whether what is left over is a line above, which the reader could not account for."""
    return left.endswith(":") or len(left) == LONGEST_HEAD


def _may_be_turned(criterion: Criterion, constraint: Constraint) -> bool:
    """Whether a denial that was not read stands before an inclusion's number, or a bar behind it.

    "No SGOT > 1.5 x ULN with alkaline phosphatase > 2.5 x ULN", "no flares (within 4 weeks)": as a
    range it would be inverted.
    """
    if constraint.span is None or constraint.decides or constraint.negated:
        return False
    if criterion.kind == "exclusion" or not criterion.left_over:
        return False
    start, end = constraint.span
    if any(_is_lead(each) and _DENIAL.search(each.lower()) for each in criterion.left_over):
        return True  # under "No cardiac disease, including any of the following:"
    waits = constraint.variable.startswith("ts.") and constraint.op[0] == ">"
    folded_in = _SIGNS.get(constraint.op[0])
    if (
        waits  # "no radiotherapy for at least 4 weeks" asks for the same
        or constraint.variable in ("contraception_after", "sex")
        or (folded_in and folded_in.search(criterion.text, start, end))
    ):
        return False
    begins = max((found.end() for found in _CLAUSE.finditer(criterion.text, 0, start)), default=0)
    after = _CLAUSE.search(criterion.text, end)
    before = _LISTS.sub(" ", criterion.text[begins:start].lower())
    behind = criterion.text[end : after.start() if after else None].lower()
    said = [*_DENIAL.finditer(before), *_BARRED.finditer(behind)]
    left = set(_WORDS.findall(" ".join(criterion.left_over).lower()))
    return any(not left.isdisjoint(found[0].split()) for found in said)


_OF_ANYBODY = frozenset({"pregnancy", "breastfeeding", "contraception", "age", "sex"})
_IF = re.compile(
    r"(?<!only )\b(?:if|when|where|provided(?: that)?|in cases? of)\b[^.;:,()]{0,60}$",
    re.IGNORECASE,
)
_THEN = re.compile(r"\b(?:then|must|should|is required|are required)\b", re.IGNORECASE)


def _is_condition(criterion: Criterion, constraint: Constraint) -> bool:
    """Whether an inclusion's limit says when another holds: "≤ 4 x ULN allowed if ALT ≤ ULN".

    As a demand it would narrow who may enter, and a flag would be asked of everybody.
    """
    if constraint.span is None or criterion.kind == "exclusion" or constraint.when:
        return False
    if constraint.variable in _OF_ANYBODY:
        return False  # "a woman may enter if she is not pregnant"
    found = _IF.search(criterion.text, 0, constraint.span[0])
    return found is not None and _THEN.search(found[0]) is None


_EXEMPTS = re.compile(
    r"\b(?:unless|except\w*|excluding|however|but|although|if|allowed|permitted|other than|may)\b",
    re.IGNORECASE,
)
_TERM = re.compile(r"\d+(?:[.,]\d+)?\s*(?:x\s*)?[a-z%µ/]*", re.IGNORECASE)


def terms(criterion: Criterion) -> frozenset[str]:
    """The numbers of a sentence with what they count: what its exceptions are told apart by."""
    found = (match[0].casefold() for match in _TERM.finditer(criterion.text))
    return frozenset("".join(term.split()).rstrip("s") for term in found)
