"""A criterion's words prepared for reading: tokens, numbers, clauses, negation, asides."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Generic, Self, TypeVar, overload

from catalog.eligibility.limits.gates import Gated, lacking
from catalog.eligibility.limits.lexing import Found, Phrases, Token, reading_form
from catalog.eligibility.limits.phrase_tree import Spoken
from catalog.eligibility.limits.quantities import Quantity, quantities, says_number

T = TypeVar("T")

_EXCEPTION = Gated(
    r"\b(?:except(?:ing|ion)?s?(?: for| of)?|unless|with the exceptions? of|excluding|other than|apart from|"
    r"does not include|do not include|not including|exclusive of|but not(?! limited)|aside from|is allowed if|"
    r"(?:is|are) (?:allowed|permitted|eligible|acceptable|allowable)|may (?:be eligible|participate|enroll|enter))\b"
)
_PERMISSION = re.compile(r"(?:is|are) eligible|may ")
_EXCEPTION_END = re.compile(r"[.;](?=\s|$)|\)")
# Every way begins with a sign of its own, so that the search skips to one of them.
_REASON = r"(?:(?:b(?<=\. b)|b(?<=^b))ecause |(?:s(?<=\. s)|s(?<=^s))ince |(?:a(?<=\. a)|a(?<=^a))s (?!per amendment))[^.;,]*"
_ASIDE = re.compile(
    _REASON + r"|\((?:eg\.?|e\.g\.?|for example|such as|including)\b(?:[^()]|\([^()]*\))*\)|"
    # The time limit behind an open list of examples is not one of them: `agents such as interferon within 4 weeks`.
    r"(?:e(?<=\be)\.g\.|s(?<=\bs)uch as|f(?<=\bf)or example)(?:(?!,? (?:within|(?:in|during|for|over) the (?:past|last|previous|preceding|prior))\b)[^.;()])*"
)
_SAYS_ASIDE = ("because ", "since ", ". as ", "(eg", "e.g", "for example", "such as", "(including")
"""One of these stands where `_ASIDE` matches, or the form begins with "as ": whole, few lines have one."""
# Where a sentence or a part of a list ends; `e.g. ` ends none.
_STOP = re.compile(r"\. (?<!\be\.g\. )(?<!\bi\.e\. )(?<!\bvs\. )|;")
_NEGATION = re.compile(
    r"\b(?:no|not|without|absence of|free of|free from|negative for|never|none|nil|neither|nor|lack of|"
    r"must not|cannot|exclude[sd]?|absent|ruled out)\b|\bnon[- ]?$"
)
_NOT_NEGATION = re.compile(
    r"\bno(?:t)? (?:greater|less|more|lower|fewer|higher|later|older|younger|longer|exceed|exceeding|limited|limitations?|"
    r"limit|restrictions?|only|amenable|below|above|over|under|recovered|curable|controlled|adequately|yet|"
    r"suitable|eligible|resectable|necessarily|willing|able|well|sufficiently|responding|been|using|"
    r"required|requiring|receiving|longer|other than|be eligible)\b"
)
# Every way begins with a sign of its own, so that the search skips to one of them.
_CLAUSE = re.compile(
    r";|\.(?=\s|$)|,(?= (?:and|but|or)? ?(?:no|must|patients?|subjects?|with|who)\b)|:|"
    r"b(?<=\bb)ut\b(?! (?:(?:are|is) )?not (?:only )?limited\b)"  # "but not limited to" goes on with its list
)


class lazily(Generic[T]):  # as `property` is written
    """A property that is worked out when it is first asked for; `functools.cached_property` takes a lock besides."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, owner: None, kind: type) -> Self: ...
    @overload
    def __get__(self, owner: object, kind: type) -> T: ...
    def __get__(self, owner: object | None, kind: type) -> T | Self:
        if owner is None:
            return self
        made = owner.__dict__[self._name] = self._make(owner)
        return made


# What governs all of the list behind it.
_MUST_NOT = re.compile(
    r"\W*(?:(?:the )?(?:patients?|subjects?|participants?) )?must not (?:be|have)\b|"
    r"\W*no (?:subjects?|patients?|participants?|wom[ae]n|persons?|individuals?|volunteers?|one) (?:will|may|can|should) be (?:included|enrolled|eligible|accepted|entered|admitted|recruited)\b"
)
_LONG_LIST = 300
# `No disease caused by A, B, C, D, or E`: the last of a long list as well.
_NONE_OF = re.compile(
    r"\W*no (?!(?:greater|less|more|lower|fewer|higher|later|older|younger|longer|limit\w*|restrict\w*|need|requirement)\b)"
    r"(?:(?!\b(?:but|must|should|will|may|can|are|is|was|were|has|however|except|unless|if|allowed|this|these|they|appl(?:y|ies)|defined)\b)[^.;:])*"
)


class Reading:
    """A criterion's words with everything that rules ask about them."""

    def __init__(self, kind: str, text: str, section: str = "", parent: str | None = None) -> None:
        self.kind = kind
        self.text = text
        self.section = section.lower()
        self.parent = reading_form(parent) if parent else ""
        self.form = reading_form(text)
        self._spoken = spoken = Spoken(self.form)
        self.pieces = spoken.pieces
        """The form at its blanks."""
        self.words = spoken.words
        """The tokens, folded."""
        self.holds = spoken.holds
        """What they give to patterns that need words."""
        self.lacks = lacking(spoken.holds)
        """What patterns may need that they do not give."""
        self.spotted = spoken.spotted
        """All phrases that limits are read from."""

    @lazily
    def tokens(self) -> list[Token]:
        """Words, numbers and signs."""
        return self._spoken.tokens()

    def alone(
        self, spotted: Sequence[Found[T]], phrases: Phrases[T], start: int, end: int
    ) -> Iterable[Found[T]]:
        """The phrases of one kind that are found in a part of the form taken by itself."""
        inside = []
        for found in spotted:
            if start <= found.start and found.end <= end:
                inside.append(found)
            elif (
                found.start < end and start < found.end
            ):  # it reaches beyond, and may hide a shorter one
                return phrases.find([each for each in self.tokens if start <= each.start < end])
        return inside

    def may(self, gated: Gated) -> bool:
        """False only where a pattern matches nowhere in the form."""
        return not gated.bits & self.lacks and (gated.is_told or gated.may_match(self.form))

    # Most gates are shut, as their bits say: these are looked at first below, which is quicker than a call.

    def search(self, gated: Gated, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match of a pattern in the form, or between two places of it."""
        if gated.bits & self.lacks or not self.may(gated):
            return None
        return gated.pattern.search(self.form, start, len(self.form) if end is None else end)

    def match(self, gated: Gated, start: int = 0) -> re.Match[str] | None:
        """How a pattern begins the form, or what stands behind a place of it."""
        if gated.bits & self.lacks or not self.may(gated):
            return None
        return gated.pattern.match(self.form, start)

    def finditer(self, gated: Gated) -> Iterator[re.Match[str]]:
        """All matches of a pattern in the form."""
        if gated.bits & self.lacks or not self.may(gated):
            return iter(())
        return gated.pattern.finditer(self.form)

    def before(self, gated: Gated, at: int, width: int = 60) -> re.Match[str] | None:
        """What a pattern finds in the words before a place, taken by themselves."""
        if gated.bits & self.lacks or not self.may(gated):
            return None
        return gated.pattern.search(self.form[max(0, at - width) : at])

    def behind(self, gated: Gated, at: int, width: int = 60) -> re.Match[str] | None:
        """How a pattern begins the words behind a place, taken by themselves."""
        if gated.bits & self.lacks or not self.may(gated):
            return None
        return gated.pattern.match(self.form[at : at + width])

    def within(self, gated: Gated, start: int, end: int) -> re.Match[str] | None:
        """What a pattern finds between two places, taken by itself."""
        if gated.bits & self.lacks or not self.may(gated):
            return None
        return gated.pattern.search(self.form[max(0, start) : end])

    def find(self, gated: Gated, words: str) -> re.Match[str] | None:
        """What a pattern finds in words of the form."""
        if gated.bits & self.lacks or not self.may(gated):
            return None
        return gated.pattern.search(words)

    def begins(self, gated: Gated, words: str) -> re.Match[str] | None:
        """How a pattern begins words of the form."""
        if gated.bits & self.lacks or not self.may(gated):
            return None
        return gated.pattern.match(words)

    @lazily
    def quantities(self) -> list[Quantity]:
        """All numbers."""
        return list(quantities(self.form, says_number(self.words), self.holds))

    @lazily
    def exceptions(self) -> tuple[tuple[int, int], ...]:
        """Stretches that say what does not count."""
        found = []
        for start in self.finditer(_EXCEPTION):
            if self.kind == "inclusion" and _PERMISSION.match(start[0]):
                continue  # "are eligible if ..." begins what is asked
            end = _EXCEPTION_END.search(self.form, start.end())
            found.append((start.start(), end.start() if end else len(self.form)))
        return tuple(found)

    @lazily
    def asides(self) -> tuple[tuple[int, int], ...]:
        """Examples and definitions."""
        form = self.form
        if not (any(map(form.__contains__, _SAYS_ASIDE)) or form.startswith("as ")):
            return ()
        return tuple((m.start(), m.end()) for m in _ASIDE.finditer(form))

    def is_aside(self, at: int) -> bool:
        """Whether a place stands in an example."""
        return bool(self.asides) and any(start <= at < end for start, end in self.asides)

    def is_example(self, at: int) -> bool:
        """Whether a place stands in an example that limits nothing; what is included is part of what is asked."""
        return bool(self.asides) and any(
            start <= at < end and not self.form.startswith("(including", start)
            for start, end in self.asides
        )

    def is_exception(self, at: int) -> bool:
        """Whether a place stands in an exception."""
        return bool(self.exceptions) and any(s <= at < e for s, e in self.exceptions)

    @lazily
    def _clause_starts(self) -> list[int]:
        return [0, *[m.end() for m in _CLAUSE.finditer(self.form)]]

    def clause(self, at: int) -> tuple[int, int]:
        """The clause around a place."""
        starts = self._clause_starts
        if len(starts) == 1:
            return 0, len(self.form)
        behind = bisect_right(starts, at)
        return (
            starts[behind - 1] if behind else 0,
            starts[behind] if behind < len(starts) else len(self.form),
        )

    @lazily
    def _stops(self) -> list[tuple[int, int]]:
        form = self.form
        if ". " not in form and ";" not in form:
            return []
        return [found.span() for found in _STOP.finditer(form)]

    def sentence(self, at: int) -> tuple[int, int]:
        """The sentence or semicolon part around a place."""
        stops = self._stops
        if not stops:
            return 0, len(self.form)
        behind = bisect_right(stops, (at, -1))
        before = next((start for start, end in reversed(stops[:behind]) if end <= at), -1)
        return before + 1, stops[behind][0] if behind < len(stops) else len(self.form)

    def is_negated(self, at: int) -> bool:
        """Whether a "no" or "not" governs what stands at a place."""
        start, _ = self.clause(at)
        if at - start < _LONG_LIST and _MUST_NOT.match(self.form, start):
            return True
        if 110 < at - start < _LONG_LIST and _NONE_OF.fullmatch(self.form, start, at):
            return True
        lead = self.form[max(start, at - 110) : at]
        if "no" in lead:
            lead = _NOT_NEGATION.sub(" ", lead)
        return _NEGATION.search(lead) is not None

    def lead(self, at: int, width: int = 60) -> str:
        """The words before a place."""
        return self.form[max(0, at - width) : at]

    def tail(self, at: int, width: int = 60) -> str:
        """The words behind a place."""
        return self.form[at : at + width]
