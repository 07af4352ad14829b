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

from catalog.eligibility.criterion import SIDE_NOT_SAID, Constraint, Criterion
from catalog.eligibility.vocabulary.entries import variables
from catalog.eligibility.vocabulary.variables import DEFINED_BY
from catalog.model.csv_table import table
from catalog.model.text import folded

UNCLEAR, EXCEPTIONS, PART = "unclear", "exceptions", "part"
_TURNS, _PLAIN = "turns", "plain"
"""Words of the table that turn a sentence wherever they stand, and that change nothing."""


@cache
def _hedges() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {
        makes: set() for makes in (UNCLEAR, EXCEPTIONS, PART, _TURNS, _PLAIN)
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
    """`unclear`, `exceptions`, `part`, or "" where one word says what a sentence asks."""
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
    if in_part or (_is_flag(constraint) and _beside(criterion, constraint, left)):
        return PART
    return ""


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
    r"\b(?:\w*therap(?:y|ies)|treat\w*|surg\w+|resections?|operations?|procedures?|medications?|medicines?|drugs?|agents?|"
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


def _beside(criterion: Criterion, constraint: Constraint, left: frozenset[str]) -> bool:
    """Whether in the flag's own item of a list something is left over that may narrow it."""
    over = {part for word in left for part in _WORDS.findall(word)} - _hedges()[_PLAIN]
    if not over or constraint.span is None:
        return bool(over)
    start, end = constraint.span
    text = criterion.text
    begins = max((found.end() for found in _ITEM.finditer(text, 0, start)), default=0)
    after = _ITEM.search(text, end)
    item = f"{text[begins:start]} {text[end : after.start() if after else len(text)]}"
    return not over.isdisjoint(_WORDS.findall(item.casefold()))


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


_EXEMPTS = re.compile(
    r"\b(?:unless|except\w*|excluding|however|but|although|if|allowed|permitted|other than|may)\b",
    re.IGNORECASE,
)
_TERM = re.compile(r"\d+(?:[.,]\d+)?\s*(?:x\s*)?[a-z%µ/]*", re.IGNORECASE)


def terms(criterion: Criterion) -> frozenset[str]:
    """The numbers of a sentence with what they count: what its exceptions are told apart by."""
    found = (match[0].casefold() for match in _TERM.finditer(criterion.text))
    return frozenset("".join(term.split()).rstrip("s") for term in found)
