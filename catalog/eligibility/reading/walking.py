"""The one walk over the tokens of a criterion that no constraint, phrase or table took: who changes what.

Each token only narrows, or is left over, or must be accounted for by what it joins: a "no" by constraints that are
denied, an "or" by alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from catalog.eligibility.limits.lexing import LONGEST_KEPT, Pieces
from catalog.eligibility.reading.joining import OF_POLARITY, Joined
from catalog.eligibility.reading.ledger import is_measure
from catalog.eligibility.reading.word_effects import (
    STOPS,
    TAKEN,
    TOKEN,
    frames,
    framing_words,
    narrowing_words,
    plain_words,
    turning_words,
)


class Walked(Joined):
    """The tokens of one criterion, and what is left of them."""

    def walk(self) -> None:
        rest = self.rest
        self._check_denied()
        self._check_neighbours(rest)
        self._check_grade()
        self._check_of_cancer()
        self._check_present()
        self._check_normal()
        framing, narrowing = framing_words(), narrowing_words()
        for word, at in _said(rest):
            if word in OF_POLARITY:
                self._check_polarity(word, at)
            elif word in _NEGATIONS:
                self._check_negation(word, at)
            elif word in _CONNECTIVES:
                self._check_join(word, at)
            elif (word in framing and frames(word, self.beside)) or (
                word in _AGE_GROUPS and self._says_age(word)
            ):
                continue
            elif word in narrowing:
                self.narrowing[word] = None
            else:
                self._leave(word)
                self.first_left = min(self.first_left, at)
                self.last_left = at
        if self.widened:
            said = [(found[0], found.start()) for found in TOKEN.finditer(rest)]
            for word in {word for word, at in said if at in self.widened}:
                if all(at in self.widened for each, at in said if each == word):
                    self.narrowing.pop(word, None)
        self._settle(rest)

    def _check_present(self) -> None:
        """`Patients with malignant tumors`, `acute infection, stroke`: who had one years ago may not be meant."""
        if any(each.variable == "other_malignancy" for each in self.limits) and (
            _HAS_NOW.search(self.form) and not _EVER.search(self.form)
        ):
            self.narrowing["malignant"] = None
            self.exact.discard("other_malignancy")
            self.tied.add("other_malignancy")

        events = _EVENTS & {each.variable for each in self.limits}
        if events and _ACUTE_LIST.search(self.form) and not _ONCE.search(self.form):
            self.narrowing["acute"] = (
                None  # "acute infection, stroke or thrombosis": none of long ago
            )
            self.exact -= events
            self.tied |= events

    def _check_of_cancer(self) -> None:
        """`Biologic or other anticancer therapy within 4 weeks`: what is given against cancer, not for the bowel.

        `Investigational drug or biologic`: one of a trial.
        """
        given = {each.variable for each in self.limits if each.variable in _NOT_ONLY_OF_CANCER}
        if given and _OTHER_OF_CANCER.search(self.form):
            self.narrowing["anticancer"] = None
            self.exact -= given
        if given & _BIOLOGIC and _BIOLOGIC_OF_A_TRIAL.search(self.form):
            self.narrowing["investigational"] = None
            self.exact -= _BIOLOGIC
            self.tied |= _BIOLOGIC

    def _check_grade(self) -> None:
        """A grade or dose beside a time is the event's own: `grade 3 hemorrhage within 4 weeks`, `prednisone > 10 mg/d within 14 days`."""
        timed = {each.variable for each in self.limits if each.variable.startswith("ts.")}
        if timed and any(each.variable == "toxicity_grade" for each in self.limits):
            self.narrowing["grade"] = None
            self.exact -= timed
        if "ts.steroids" in timed and any(
            each.variable.startswith("steroid_dose") for each in self.limits
        ):
            self.narrowing["dose"] = None
            self.exact.discard("ts.steroids")

    def _check_normal(self) -> None:
        """`SGOT or SGPT normal`: both, or one of them, as where a number is told."""
        if self.reading.kind != "inclusion":
            return
        for one, other in pairwise(self.limits):
            if (
                is_measure(one)
                and is_measure(other)
                and one.unit == other.unit == "{xULN}"
                and one.any_of is None
                and one.span
                and one.span == other.span
                and _BETWEEN_NAMES.search(self.form, one.span[0], self._first_value(*one.span))
            ):
                self.narrowing["or"] = None
                self.tied |= {one.variable, other.variable}

    def _first_value(self, start: int, end: int) -> int:
        """Where the first number of a place stands; its end where there is none."""
        found = _A_VALUE.search(self.form, start, end)
        return found.start() if found else end

    def _says_age(self, word: str) -> bool:
        """Whether the ages read say what an age group's name does."""
        bounds = [limit for limit in self.limits if limit.variable == "age"]
        signs = ("<", "<=") if _AGE_GROUPS[word] else (">", ">=")
        return any(
            limit.op in signs
            and isinstance(limit.norm_value, int | float)
            and (limit.norm_value <= 25 if _AGE_GROUPS[word] else limit.norm_value >= 16)
            for limit in bounds
        )

    def _settle(self, rest: str) -> None:
        """Further words of an excluded treatment only narrow it: `radiotherapy to the pelvis`."""
        if (
            not self.left
            or not self.wider <= _GIVEN_IN_A_TRIAL
            or not all(
                limit.variable.startswith(("ts.", "prior.")) and self._is_forbidden(limit)
                for limit in self.limits
            )
            or _JOINS.search(rest.rstrip(" .;,"))
        ):
            return
        if any(
            not word.isalpha() or word in _KEPT or word in turning_words()
            for word in TOKEN.findall(" ".join(each for each in self.left if " " not in each))
            if word not in "-'"
        ):
            return
        begin = min((start for start, _, _ in self.pieces), default=0)
        if self.first_left < begin and (
            _RELATIVE.search(self.form, self.first_left, begin)
            or len(self.form[self.first_left : begin].split()) > _MOST_ADJECTIVES
        ):
            return
        last = max((end for _, end, _ in self.pieces), default=0)
        timed = any(limit.variable.startswith("ts.") for limit in self.limits)
        if timed and self.last_left > last and not _TIED_ON.search(self.form, last, self.last_left):
            return  # "surgery in the last 7 days minor patient": a line that runs on
        behind = min((end for _, end, _ in self.pieces), default=0)
        if _VERB.search(self.form, behind, max(behind, self.last_left)):
            return  # "chemotherapy has been ruled out": what is told of it, no part of its name
        self.narrowing |= self.left
        self.left.clear()


_REMEMBERED = 20_000


class _Telling(dict[str, tuple[tuple[str, int], ...]]):
    """The tokens of each piece between blanks that occurred that may say something, with their places in it."""

    def __missing__(self, piece: str) -> tuple[tuple[str, int], ...]:
        told = tuple(
            (found[0], found.start()) for found in TOKEN.finditer(piece) if _may_say(found[0])
        )
        if len(self) < _REMEMBERED and len(piece) <= LONGEST_KEPT:
            self[piece] = told
        return told


_TELLING = _Telling()


def _may_say(word: str) -> bool:
    """Whether a token is no sign or word that changes nothing anywhere."""
    joins = word in OF_POLARITY or word in _NEGATIONS or word in _CONNECTIVES
    return word not in STOPS and (joins or word not in plain_words())


def _said(rest: str) -> Iterator[tuple[str, int]]:
    """The tokens that may say something, and where they stand."""
    pieces = Pieces(rest.replace(TAKEN, " "))
    for at, told in zip(pieces.places, map(_TELLING.__getitem__, pieces.said), strict=True):
        for word, inside in told:
            yield word, at + inside


_CONNECTIVES = frozenset(("or", "and", "/", "nor", "&"))
_NEGATIONS = frozenset(
    "no not none never neither nor without cannot lack absence non free denies negative naive naïve".split()
)
_KEPT = _NEGATIONS | OF_POLARITY.keys() | {"or", "and", "nor"}
"""Words that never only narrow."""
_MOST_ADJECTIVES = 3
"""Words before a treatment that may be its adjectives."""
_GIVEN_IN_A_TRIAL = frozenset({"ts.investigational", "ts.medication", "prior.radiotherapy"})
"""Who was given nothing in a trial took part in none, who was not irradiated has no lesion that was; of anything else what the table calls wider is not one of it: a fever, an
antifungal, a seizure, a cancer that may be the trial's own."""
_AGE_GROUPS = {
    **dict.fromkeys(
        "children child pediatric paediatric infants infant adolescents boys girls".split(), True
    ),
    **dict.fromkeys("adult adults".split(), False),
}
"""Whether an age group's name bounds from above; else from below."""
_A_VALUE = re.compile(r"[<>≤≥=]|\d")
_BETWEEN_NAMES = re.compile(r"\bor\b(?! (?:equal|less|lower|more|greater|below|within))")
_JOINS = re.compile(
    r"\b(?:or|and|nor|but|including|includes?|such as|with|unless|except\w*|plus|if)\b|[,;/:]| - |\.(?=\s)"
)
_TIED_ON = re.compile(
    r"\b(?:for|to|of|in|with|at|by|from|on|before|prior|after|during|as|due|against|into|onto|per|until|since|ago|if|without|through|via|over|within|preceding|following|that|which|and|or|requiring|involving|using|containing)\b|\("
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|been|be|will|must|may|can)\b|:")
_RELATIVE = re.compile(
    r"\b(?:that|which|who|would|could|may|might|can|is|are|to|causing|leading|resulting)\b"
)


_NOT_ONLY_OF_CANCER = frozenset(
    "ts.biologic ts.hormonal ts.immunotherapy ts.targeted ts.steroids prior.biologic prior.hormonal".split()
)
_HAS_NOW = re.compile(
    r"(?:^|\b(?:with|have|has|having|suffering from) )(?:(?:an?|any) )?malignant (?:tumou?rs?|neoplasms?|diseases?)\b"
)
_ONCE = re.compile(r"\b(?:history|prior|previous\w*|past|ever|had|diagnosed)\b")
_EVENTS = frozenset({"mi", "stroke", "vte"})
_ACUTE_LIST = re.compile(
    r"^\W*(?:(?:no|any|an?|with|known|(?:presence|evidence|occurrence) of|patients?|subjects?|participants?|having|have|has) )*"
    r"(?:acute|active|current|currently|ongoing)\b(?! (?:or|and|and/or) (?:chronic|past|prior|previous))[^.;]*(?:,|\bor\b)"
    r"|\bother (?:acute|active|current|ongoing)\b"
)
_EVER = re.compile(
    r"\b(?:history|prior|previous\w*|past|other|another|ever|had|second|diagnosed)\b"
)
_BIOLOGIC = frozenset({"ts.biologic", "prior.biologic"})
_BIOLOGIC_OF_A_TRIAL = re.compile(
    r"\b(?:investigational|experimental|unapproved|unlicensed)\b(?: (?!or\b|and\b)[a-z-]+){1,3}(?:, (?:or |and )?| or | and |/| and/or )(?:an? |any )?biologic"
)
_OTHER_OF_CANCER = re.compile(
    r"\b(?:or|and) (?:any )?other (?:systemic |local |current |standard )*anti-?(?:cancer|tumou?r|neoplastic)\b"
)
