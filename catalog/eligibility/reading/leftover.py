"""What of a criterion no constraint accounts for: the mark that lets it decide, or keeps it from deciding.

Each token is either part of what a constraint was read from (`taking`), part of a phrase or a word of a tested
table that changes nothing beside it, a word that only narrows, or left over (`walking`). Where something is left
or narrows, single constraints may keep out all the same: those that stand clear of it (`deciding`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from catalog.eligibility.criterion import OR_ELSE, Constraint
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.reading.deciding import deciding
from catalog.eligibility.reading.doubting import doubt
from catalog.eligibility.reading.enrolling import ENROLLED, enrols
from catalog.eligibility.reading.joining import NOBODY_WITH
from catalog.eligibility.reading.ledger import is_measure, is_state
from catalog.eligibility.reading.walking import Walked
from catalog.eligibility.reading.wanting import ASKED_OF
from catalog.eligibility.reading.word_effects import STOPS, TAKEN, TOKEN, frames, plain_words
from catalog.eligibility.vocabulary.units import DAYS

LONGEST = 1500
"""A criterion that is longer is never read whole."""

_CUT_IN_BRACKETS = re.compile(r"[^()]*\)\W*$")
"""What is left of a line that was cut within brackets: `HIV, hepatitis B)`."""

_IN_BRACKETS = re.compile(r"\W*\([^()]{30,}\)\W*")
"""A line that stands in brackets says more of the one before: `Donor unfit.` `(Uncontrolled hypertension, stroke.)`"""
_LETTER = re.compile(r"[a-z]")


class Remainder(msgspec.Struct, frozen=True):
    """What is left of a criterion when its constraints are taken away."""

    left: tuple[str, ...]
    narrowing: tuple[str, ...]
    decide: frozenset[int] = frozenset()
    """Positions of the constraints that keep out by themselves all the same."""


def remainder(reading: Reading, limits: Sequence[Constraint]) -> Remainder:
    """The words of a criterion that its constraints do not account for."""
    if len(reading.form) > LONGEST:
        return Remainder(("a long text",), ())
    if _is_cut_in_brackets(reading.form) or _IN_BRACKETS.fullmatch(reading.form):
        return Remainder(("a part of a line",), ())
    account = _Account(reading, tuple(limits))
    account.take_exemptions()
    account.take_examples()
    account.take_constraints()
    account.take_phrases()
    account.walk()
    if (words := doubt(reading, limits)) is not None:
        return Remainder((*account.left, words), tuple(account.narrowing))
    if account.is_asked_of_some():
        return Remainder((*account.left, "of whom it is asked"), tuple(account.narrowing))
    decide = account.deciding() if account.left or account.narrowing else frozenset()
    return Remainder(tuple(account.left), tuple(account.narrowing), decide)


def _is_cut_in_brackets(form: str) -> bool:
    """Whether a bracket closes that was not opened, with more than a list's mark before it."""
    if ")" not in form or not _CUT_IN_BRACKETS.match(form):
        return False
    return _LETTER.search(form, 0, max(form.index(")") - 3, 0)) is not None


class _Account(Walked):
    """The tokens of one criterion, what is left of them, and which constraints decide all the same."""

    def is_asked_of_some(self) -> bool:
        """Whether a state only says of whom the rest is asked: `patients with HBV must have ...`.

        Who does not have it is asked for nothing, and who has it must have the rest: neither follows from a list of
        tests that all must hold.
        """
        if self.reading.kind != "inclusion" or len(self.limits) < 2:
            return False
        for _, end, state in self.pieces:
            if not is_state(state) or state.norm_value != "present" or state.negated:
                continue
            head = _ASKED.search(self.form, end)
            if head is None or _NEXT_DEMAND.search(self.form, end, head.start()):
                continue
            if any(
                start >= head.end() and other.variable != state.variable
                for start, _, other in self.pieces
            ):
                return True
        return False

    def deciding(self) -> frozenset[int]:
        """Positions of the constraints that keep out by themselves."""
        waits = [each.variable.startswith("ts.") and each.op in (">", ">=") for each in self.limits]
        if OR_ELSE in self.narrowing:
            return frozenset()
        if all(waits):
            return self._waiting()
        if any(waits) and self.reading.kind == "exclusion":
            return frozenset()
        clear = [
            limit
            for limit, is_wait in zip(self.limits, waits, strict=True)
            if self._may_decide(limit) and not is_wait and (not any(waits) or is_measure(limit))
        ]
        forbidden = frozenset(id(each) for each in clear if self._is_forbidden(each))
        demanded = frozenset(
            id(each)
            for each in clear
            if self.reading.kind == "inclusion"
            and is_measure(each)
            and id(each) not in forbidden
            and not self._is_one_of_several(each)
            and not NOBODY_WITH.match(self.form)
        )
        wanted = frozenset(
            id(each) for each in self.limits if self._is_wanted(each) and not any(waits)
        )  # "at least 4 weeks since prior chemotherapy" asks for none
        told = deciding(
            self.reading,
            self.rest,
            self.pieces,
            self.beside,
            forbidden,
            demanded,
            wanted,
            self.narrower_at,
        )
        return frozenset(
            n
            for n, limit in enumerate(self.limits)
            if id(limit) in told or self._is_enrolled(limit)
        )

    def _waiting(self) -> frozenset[int]:
        """The times since something that decide: nothing but recovery is asked beside them, and longer times of some.

        `At least 4 weeks since surgery and recovered`, `at least 3 weeks since chemotherapy (6 weeks for nitrosoureas)`.
        """
        if self.reading.kind != "inclusion":
            return frozenset()
        longer = list(_LONGER.finditer(self.form))
        general = {
            n: limit
            for n, limit in enumerate(self.limits)
            if limit.span and not any(each.start() <= limit.span[0] < each.end() for each in longer)
        }
        rest = self.rest
        for each in longer:
            days = float(each[1]) * DAYS[_TIMES[each[2][0]]]
            if any(
                isinstance(own.norm_value, str | tuple) or days < own.norm_value
                for own in general.values()
            ):
                return frozenset()
            rest = rest[: each.start()] + " " * len(each[0]) + rest[each.end() :]
        recovered = _RECOVERED.search(rest)
        if recovered is None and not longer:
            return frozenset()
        rest = rest[: recovered.start()] if recovered else rest
        clear = all(limit.variable in self.exact for limit in general.values()) and all(
            word in STOPS or word in plain_words() or frames(word, self.beside)
            for word in TOKEN.findall(rest.replace(TAKEN, " "))
        )
        return frozenset(general) if clear else frozenset()

    def _may_decide(self, limit: Constraint) -> bool:
        return (
            limit.any_of is None
            and limit.when in (None, "male", "female")
            and limit.variable != "sex"
            and not self._is_timed_behind(limit)
            and not self._is_of_some(limit)
            and limit.variable not in self.exempt_of
            and limit.variable not in self.tied
            and not (limit.variable == "gestational_age" and self.reading.search(_BIRTH))
            and (
                limit.variable in self.exact
                or is_measure(limit)
                or (limit.variable in self.covered and self._is_forbidden(limit))
            )
        )

    def _is_wanted(self, limit: Constraint) -> bool:
        """A marker or earlier treatment that inclusion asks for, named exactly or more narrowly."""
        return (
            self.reading.kind == "inclusion"
            and is_state(limit)
            and limit.norm_value == "present"
            and not limit.negated
            and limit.any_of is None
            and limit.when is None
            and limit.variable not in self.wider
            and (limit.variable.startswith("prior.") or limit.variable in _WANTED)
        )

    def _is_enrolled(self, limit: Constraint) -> bool:
        """Whether the line takes only whom a state or a sex names."""
        return (
            limit.variable in ENROLLED
            and limit.norm_value in ("present", "male", "female")
            and self.reading.kind == "inclusion"
            and not limit.negated
            and limit.any_of is None
            and limit.when is None
            and limit.span is not None
            and limit.variable not in self.wider
            and enrols(self.form, limit, *limit.span)
        )


_WANTED = frozenset("her2 egfr_mut alk msi hpv measurable_disease hiv hbv hcv cns_mets".split())
# At birth, which for who is pregnant is still to come: her weeks are today's.
_BIRTH = Gated(r"\b(?:births?|born|deliver(?:y|ed|ies|ing))\b")
_ASKED = re.compile(rf"{ASKED_OF}|:")
_NEXT_DEMAND = re.compile(r"[,;.]|\band\b")
"""What begins another demand of everybody: `HER2 positive disease, and must have ...`."""
_TIMES = {"d": "d", "w": "wk", "m": "mo"}
_LONGER = re.compile(
    r"\( ?(?:at least |≥ ?|> ?)?(\d+) (days?|weeks?|months?) (?:for|since|if|from|after|in case of) (?!surgery|radio|irradi)[^()]{3,80}\)"
)
_RECOVERED = re.compile(
    r"\band (?:(?:must |should )?(?:have|has|be|is|are) )?(?:fully |completely )?recovered"
    r"(?: from (?:the |all |any |its |their |acute |toxic |prior |side |reversible )*(?:effects?|toxicit(?:y|ies)|surgery|therapy|treatment|chemotherapy|radiotherapy|it)(?: of (?:prior |previous )?(?:surgery|therapy|treatment|chemotherapy|radiotherapy))?)?\W*$"
)
