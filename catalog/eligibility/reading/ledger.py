"""The tokens of one criterion and who took them, and which of its constraints keep out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.limits.durations import DURATION
from catalog.eligibility.limits.folding import is_denied_value
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.prepared import Reading
from catalog.eligibility.limits.quantities import Quantity
from catalog.eligibility.reading.listing import begins_anew
from catalog.eligibility.reading.word_effects import MEASURE, TAKEN


class Ledger:
    """The tokens of one criterion and who took them."""

    def __init__(self, reading: Reading, limits: tuple[Constraint, ...]) -> None:
        self.reading = reading
        self.form = reading.form
        self.limits = limits
        self.rest = reading.form
        """The form without what was accounted for."""
        self.pieces: list[tuple[int, int, Constraint]] = []
        self.left: dict[str, None] = {}
        self.first_left, self.last_left = len(reading.form), -1
        self.exact: set[str] = set()
        self.wider: set[str] = set()
        self.covered: set[str] = set()
        self.exempt: list[tuple[int, int]] = []
        self.exempt_of: set[str] = set()
        self.narrowing: dict[str, None] = {}
        self.tied: set[str] = set()
        """Variables of which one only says which of another is meant: neither decides alone."""
        self.narrow_till: set[tuple[str, int]] = set()
        """Variables that a narrower phrase names, with where it ends."""
        self.narrower_at: set[tuple[str, int]] = set()
        """The same, with where it begins."""
        self.widened: set[int] = set()
        """Where words stand that would narrow, but for a wider one that is joined to them."""
        names = [limit.variable for limit in limits]
        measured = any(is_measure(limit) for limit in limits)
        self.beside = (*names, MEASURE) if measured else tuple(names)
        self.only_tests = all(
            is_measure(limit) or limit.variable in ("pregnancy", "breastfeeding", "sex")
            for limit in limits
        )

    def take(self, start: int, end: int, limit: Constraint | None = None) -> None:
        """Marks letters as accounted for."""
        rest = self.rest
        self.rest = f"{rest[:start]}{TAKEN * (end - start)}{rest[end:]}"
        if limit is not None:
            self.pieces.append((start, end, limit))

    def _is_exempt(self, at: int) -> bool:
        return any(start <= at < end for start, end in self.exempt)

    def _is_forbidden(self, limit: Constraint) -> bool:
        if self.reading.kind == "exclusion":
            return limit.norm_value != "absent"
        return self._is_barred(limit)

    def _is_barred(self, limit: Constraint) -> bool:
        """Whether inclusion keeps out who has what it names: it is denied, or must be some time ago."""
        waits = limit.variable.startswith("ts.") and limit.op in (">", ">=")
        return waits or self._is_denied(limit)

    def _is_denied(self, limit: Constraint) -> bool:
        if limit.norm_value == "absent":
            return True
        if limit.variable in _GRADED:
            return limit.negated
        if limit.span is None or self.reading.kind != "inclusion":
            return False
        if limit.variable.startswith("ts."):
            return limit.op in (">", ">=") and self._is_denied_time(limit, *limit.span)
        return is_denied_value(self.reading, limit)

    def _is_denied_time(self, limit: Constraint, start: int, end: int) -> bool:
        """Whether "no" was folded into a time: `no MI within 6 months`, not `at least 6 months since MI`."""
        if _LEAST.search(self.form, start, end):
            return False
        return any(
            found.means == limit.variable
            and abs(found.start - start) < NEAR
            and self.reading.is_negated(found.start)
            for found in self.reading.spotted.events
        )

    def _is_timed_behind(self, limit: Constraint) -> bool:
        """Whether a time behind an earlier treatment may be its own: `use of systemic therapy, including hormones, within 28 days`."""
        if not limit.variable.startswith("prior.") or limit.span is None:
            return False
        _, end = self.reading.sentence(limit.span[0])
        times = [
            each.span[0]
            for each in self.limits
            if each.variable.startswith("ts.") and each.span and limit.span[1] <= each.span[0] < end
        ]
        return any(
            not any(
                begins_anew(self.form[join.end() :], join[0])
                for join in _ITEMS.finditer(self.form, limit.span[1], at)
            )
            for at in times
        )

    def _is_of_some(self, limit: Constraint) -> bool:
        """Whether it is told of an illness or of people that no limit names.

        `Back pain for 3 months` is no time of another disease, and who cannot conceive needs no contraception.
        """
        if limit.variable == "contraception":
            return limit.norm_value == "absent"
        if limit.variable != DURATION or limit.span is None:
            return False
        start, end = limit.span
        return not any(start <= each.start < end for each in self.reading.spotted.names)

    def _is_one_of_several(self, limit: Constraint) -> bool:
        """Whether another bound of the same side is told: which of them is whose is not sure."""
        side = limit.op[0]
        return any(
            each is not limit
            and each.variable == limit.variable
            and each.op[0] == side
            and each.norm_value != limit.norm_value
            and (each.when == limit.when or limit.variable == "age")
            for each in self.limits
        )

    def _quantities(self) -> list[Quantity]:
        return self.reading.quantities

    def _sub_each(self, patterns: Sequence[Gated]) -> None:
        lacks = self.reading.lacks
        for pattern in patterns:
            if not pattern.bits & lacks:  # most have none of its words: no more is asked
                self._sub(pattern)

    def _sub(self, pattern: re.Pattern[str] | Gated) -> None:
        self._take_each(self._in_rest(pattern))

    def _take_each(self, matches: Iterator[re.Match[str]]) -> None:
        for found in matches:
            self.take(found.start(), found.end())

    def _in_rest(self, pattern: re.Pattern[str] | Gated) -> Iterator[re.Match[str]]:
        """The matches of a pattern in what was not accounted for when it began."""
        if isinstance(pattern, Gated):
            if not self.reading.may(pattern):
                return iter(())
            pattern = pattern.pattern
        return pattern.finditer(self.rest)


_ITEMS = re.compile(r"[,;]|\bor\b")
_GRADED = frozenset({"nyha", "ecog", "asa"})
"""Scales of which steps are denied: `no NYHA class III`, read as the steps that are left."""
_LEAST = re.compile(r"\b(?:at least|minimum|(?:more|greater|longer) than|over)\b|[>≥]")
NEAR = 160


def is_state(limit: Constraint) -> bool:
    return isinstance(limit.norm_value, str) and limit.variable != "sex"


def is_measure(limit: Constraint) -> bool:
    named = isinstance(limit.norm_value, str)
    return not named and not limit.variable.startswith("ts.") and limit.variable != "prior_lines"
