"""What lets somebody in who has what is forbidden: `malignancy except basal cell carcinoma`.

It concerns only who has the thing. Who does not have it stands clear of the whole, so that a stretch made of
nothing but words of the table (`exempts` in words.csv, each for its variable) takes nothing from that. One other
word in it, and all of it is left over: it may be a further thing that keeps out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog.eligibility.limits.quantities import NUMBER_WORDS
from catalog.eligibility.reading.word_effects import exempt_words, frames, plain_words

Stretch = tuple[int, int]
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]|_")
_OPENS = re.compile(
    r"(?:, ?|\(|: ?)?\b(?:except(?:ing|ions?)?(?: (?:for|of|are|include|is|that))?|with the (?:following )?exceptions?(?: (?:of|for))?|"
    r"other than|excluding|exclusive of|apart from|not including|(?:this )?does not include|unless)\b"
)
_SENTENCE = re.compile(
    r"(?<=[.;])[ *•]*(?:(?:note|exceptions?): ?|however,? ?)?(?:(?:the )?(?:patients|subjects|participants|those|individuals) (?:with|who|whose)|exceptions (?:include|are)|history of|a )\b"
)
_LETS_IN = re.compile(
    r"\b(?:eligible|allowed|permitted|acceptable|allowable|not excluded|exempt(?:ed)?|exceptions?|(?:may|can|will be able to) (?:be )?(?:\w+ ){0,2}(?:enroll?(?:ed)?|participate|included|considered|enter|allowed|eligible|permitted))\b"
)
_END = re.compile(r";|\.(?=\s|$)")
# Behind these begins a further thing that keeps out, not of those with the one before.
_FURTHER = re.compile(
    r"(?:,|;|\)) ?(?:and/or|or) (?:(?:any|known|current|currently|has|have|is|are|who|with|by|in|a|an|the) )*"
    r"(?:major|prior|previous|recent|use|using|treatment|therapy|radiation|radiotherapy|surgery|surgical|steroids?|corticosteroids?|dexamethasone|"
    r"requir\w*|need\w*|receiv\w*|taking|history|hormon\w*|chemo\w*|symptoms?|signs?|edema|oedema|hemorrhage|disease|evidence)\b"
    r"|\bor (?:major|prior|recent|previous) (?:surg|radi|chemo|treat|therap|hormon)"
)
_MARKS = frozenset(",:()-/\"'*•·<>≤≥=~+&")


def exempted(form: str, variable: str, forbidden: bool) -> Iterator[Stretch]:
    """Stretches of a line that only say who is let in although he has what a variable names.

    `forbidden`: whether the line keeps out who has it; otherwise there is nothing to be let in to.
    """
    words = exempt_words(variable) if forbidden else frozenset()
    if not words:
        return
    for found in _OPENS.finditer(form):
        end = _END.search(form, found.end())
        stop = end.start() if end else len(form)
        if found[0].startswith("("):
            stop = _closing(form, found.start(), stop)
        if _only(form, found.end(), stop, words, variable):
            yield found.start(), stop
    for found in _SENTENCE.finditer(form):
        end = _END.search(form, found.end())
        stop = end.start() if end else len(form)
        if _LETS_IN.search(form, found.start(), stop) and _only(
            form, found.start(), stop, words | _PERMITS, variable
        ):
            yield found.start(), stop


# Examples of what is named, closed by a bracket or "etc.": who does not have it has none of them.
_EXAMPLES = re.compile(
    r",? ?\((?:such as|e\.?g\.?,?|for example,?|i\.?e\.?,?|including(?:,? but not limited to)?:?) [^()]{2,160}\)|,? (?:such as|including) [^().;:]{2,160}?,? etc\b\.?(?=\W*$|[;.] )"
)
_NO_EXAMPLE = re.compile(
    r"[\d<>≤≥=]|\b(?:no|not|without|unless|except\w*|other than|if|when|within|than|but not(?! limited)|must|may|can|allowed|permitted|history of|family|risk)\b"
)


def examples(form: str) -> Iterator[Stretch]:
    """Stretches that only give examples of the illness before them."""
    for found in _EXAMPLES.finditer(form):
        if not _NO_EXAMPLE.search(found[0].replace("not limited to", "")):
            yield found.start(), found.end()


_PERMITS = frozenset(
    "note however exceptions exception include eligible allowed permitted acceptable allowable excluded exempt exempted may can be able "
    "participate enroll enrolled enter included considered not those patients subjects participants individuals protocol provided that".split()
)


def _closing(form: str, start: int, stop: int) -> int:
    depth = 0
    for at in range(start, stop):
        depth += (form[at] == "(") - (form[at] == ")")
        if depth == 0:
            return at + 1
    return stop


def _only(form: str, start: int, stop: int, words: frozenset[str], variable: str) -> bool:
    """Whether a stretch holds something, and nothing but such words, numbers and marks."""
    if _FURTHER.search(form, start, stop):
        return False
    said = [token for token in _TOKEN.findall(form[start:stop]) if token not in _MARKS]
    return bool(said) and all(
        token in words
        or token in plain_words()
        or token[0].isdigit()
        or token in NUMBER_WORDS
        or frames(token, (variable,))
        for token in said
    )
