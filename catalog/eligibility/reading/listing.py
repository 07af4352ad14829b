"""What stands beside a thing in its clause: an item of a list, an adjective of its own, nothing that was not understood."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.reading.word_effects import (
    TAKEN,
    TOKEN,
    frames,
    narrowing_words,
    plain_words,
)
from catalog.eligibility.topics.drug_names import is_medicine_name
from catalog.eligibility.topics.named import is_illness

Piece = tuple[int, int, Constraint]
CLAUSE = re.compile(r";|\.(?=\s)")
SENTENCE = re.compile(r";|\.(?=\s+\S)")
QUIET = frozenset(",()-\"'*•·")


_JOINED = re.compile(r"[,;.(]|\b(?:or|nor|and|no|not)\b")
_TIED = re.compile(r"\b(?:for|of|to|with|from|due|by|against)\b")


def is_part(form: str, first: tuple[int, int], pieces: Sequence[Piece]) -> bool:
    """Whether it directly follows the name of something else, whose last word it then is: `bypass surgery`."""
    before = [stop for _, stop, limit in pieces if stop <= first[0] and limit.variable != "sex"]
    if not before:
        return False
    between = form[max(before) : first[0]]
    if SENTENCE.search(between):
        return False
    joined = list(_JOINED.finditer(between))
    if not joined:
        return True
    own = _GIVES.sub(" ", between[joined[-1].start() :])  # ", or have received treatment with"
    return bool(_TIED.search(between[: joined[-1].start()] + own))


_GIVES = re.compile(
    r"\b(?:(?:prior|previous|previously|current|known|recent|any|an?|the|have|has|had|been|are|is) )*"
    r"(?:treatment|therapy|treated|received|receipt|receiving|use|history|infection|infected|diagnosis|diagnosed|evidence|presence|course) (?:with|of|by|for)\b"
)


_ITEM = re.compile(r"(?:,|\bor\b|\band/or\b|/)(?: (?:other|any|any other|known|an?|the))* *$")
# `diabetes that requires insulin, myocardial infarction`: of the first alone, for a comma ends it.
_NEEDS_TREATMENT = re.compile(
    r"\b(?:that|which) requires? (?:the )?(?:use of )?(?:insulin|oral|hypoglyc\w+|agents?|drugs?|medications?|therapy|treatment|antibiotics|steroids|or|and|\x00| )+(?=,)"
)
_DISTRIBUTES = re.compile(
    r"\b(?:with|including|includes?|such|like|due|caused|cause|risk|complicat\w*|secondary|for|if|in|from|against|by|to|on|than|who|whose|that|which|"
    r"history of (?:an? )?(?:surgery|operation)|family|relatives?|when|during|after|before|within|not|no|without|non|unless|except\w*|and)\b|[:(<>≤≥=\d]"
)


def is_next_item(
    form: str,
    rest: str,
    start: int,
    beside: tuple[str, ...],
    *,
    denied: bool,
    treated: bool = False,
) -> bool:
    """Whether it is an item of a list of illnesses that begins with an illness, so that no adjective is meant for all.

    "Rheumatoid arthritis, gout, or autoimmune disease", but not "poorly treated gout or autoimmune disease". `denied`:
    whether a "no" before the list is what keeps out; `treated`: whether a list of medicines is one too.
    """
    begin = max((found.end() for found in CLAUSE.finditer(form, 0, start)), default=0)
    before = rest[begin:start]
    if "require" in before:
        before = _NEEDS_TREATMENT.sub(" ", before)
    if denied and (no := _DENIES_LIST.match(before)):
        before = before[no.end() :]  # "No angina, heart failure, or arrhythmia": none of them
    if not _ITEM.search(before) or _DISTRIBUTES.search(before) or has_narrowing(before):
        return False
    first = next(
        (
            word
            for word in TOKEN.findall(before.replace("\0", " "))
            if not says_nothing(word, beside)
        ),
        None,
    )
    if first is None:
        return TAKEN in before
    return is_illness(first) or (treated and is_medicine_name(first))


# What denies a whole list at its beginning, and that it is meant of any time.
_DENIES_LIST = re.compile(
    r"\W*(?:(?:patients?|subjects?|participants?|individuals?) )?(?:(?:must|should|may) )?(?:(?:have|has|had|with|be) )*"
    r"(?:no|not(?: have)?|without)\b(?: (?:known|an?|any|(?:clinical |radiographic |radiologic(?:al)? )*evidence of|(?:previous |prior )?history of|current or prior|prior or current|"
    r"prior or concurrent|concurrent or prior|past or current|current or past|previous or current|current or previous|prior|previous|past))*(?= )"
)


def clear_before(
    form: str, rest: str, start: int, beside: tuple[str, ...], joins: tuple[str, ...]
) -> bool:
    """Whether everything before a place in its clause was understood."""
    clause = max((found.end() for found in CLAUSE.finditer(form, 0, start)), default=0)
    return all(
        found[0] in joins or says_nothing(found[0], beside)
        for found in TOKEN.finditer(rest, clause, start)
    )


# What begins an item that has its own words: what is told behind it is told of it alone.
_OF_ITEM = re.compile(
    r"\W*(?:(?:or|and/or|or/and)\b,? ?)?(?:(?:an?|the|any|other|another|any other|those|all|with|documented|confirmed|clinically|significant|current|concurrent|prior|previous|past|recent|ongoing|active|concomitant) )*"
    r"(?:(?:known|history|presence|evidence|diagnosis|use|receipt|intake|administration|treatment|therapy|participation|enrol\w+|exposure|contraindications?|hypersensitivity|allerg(?:y|ies)|inability|unwillingness|women|woman|females?|patients?|subjects?|participants?|individuals?|persons?|people|men|man|males?) "
    r"(?:of|with|to|in|or suspected|who|that|whose|being|on|taking|receiving|\x00)"
    r"|(?:any|other) (?:[a-z-]+ )?(?:conditions?|diseases?|illness(?:es)?|disorders?|reasons?|factors?|circumstances?|findings?|abnormalit\w+)\b)"
)
_OF_PREDICATE = re.compile(
    r"\W*(?:(?:or|and/or)\b,? ?)(?:(?:who|those who|that|which|patients? who|they) )?(?:is|are|was|were|has|have|had|having|being|still|planning|plans?|intends?|unable|unwilling|requires?|requiring|taking|receiving|using|suffering|"
    r"received|receives?|underwent|undergone|participated|took|used|given|treated)\b"
)


def begins_anew(behind: str, joined: str) -> bool:
    """Whether the next item of a list has a noun or verb of its own: `HIV or a history of hepatitis that is active`.

    `joined`: the word or sign before it.
    """
    own = f"{joined} {behind.lstrip()}"
    return (_OF_ITEM.match(own) or _OF_PREDICATE.match(own)) is not None


def says_nothing(word: str, beside: tuple[str, ...]) -> bool:
    return word in QUIET or word in plain_words() or frames(word, beside)


def says_no_more(
    rest: str,
    beside: tuple[str, ...],
    also: Set[str] = frozenset(),
    *,
    may_narrow: bool = False,
) -> bool:
    """Whether every word of a part of a form changes nothing beside these names, is one of `also`, or (if it may) narrows."""
    narrowing = narrowing_words() if may_narrow else frozenset[str]()
    return all(
        word in also or word in narrowing or says_nothing(word, beside)
        for word in TOKEN.findall(rest)
    )


def narrows_back(rest: str, at: int, again: Sequence[int]) -> bool:
    """Whether a word that narrows may be meant for the items before it too: it does not stand before a noun of its own.

    "HIV, active tuberculosis": the tuberculosis; but "HIV or hepatitis, active". `again`: where the thing itself is
    named once more ("upper respiratory infection or other acute infection").
    """
    behind = rest[at:]
    found = list(TOKEN.finditer(behind))
    for n, each in enumerate(found):
        if each[0] not in narrowing_words():
            continue
        noun = next((one for one in found[n:] if one[0] not in narrowing_words()), None)
        end = noun.start() if noun is not None else len(behind)
        blanks = each.end() + len(behind[each.end() :]) - len(behind[each.end() :].lstrip(" "))
        if behind[blanks : blanks + 1] == TAKEN:
            if at + blanks in again:
                return True
            continue
        if noun is None or _PARTED.search(behind, each.end(), end) or not _is_noun(noun[0]):
            return True
    return False


_PARTED = re.compile(r"[^\sa-z-]")
_NO_NOUN = frozenset(
    "or and nor but then while during under over against about because due since despite until before after without within among between "
    "than via upon throughout requiring treated defined including such not no only also being now today again still already yet".split()
)


def _is_noun(word: str) -> bool:
    """Whether a word behind an adjective is what it belongs to: no sign, no word that joins or asks."""
    return word[0].isalpha() and word not in _NO_NOUN and word not in plain_words()


def has_narrowing(text: str) -> bool:
    return any(found[0] in narrowing_words() for found in TOKEN.finditer(text))
