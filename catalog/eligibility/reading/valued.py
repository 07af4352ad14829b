"""What frames the values of a criterion: their other names, the numbers of lists, the same value in another unit."""

from __future__ import annotations

import re

from catalog.eligibility.criterion import OR_ELSE, Constraint
from catalog.eligibility.limits.gates import Gated
from catalog.eligibility.limits.quantities import Quantity
from catalog.eligibility.reading.framing import (
    FIRST_NUMBER,
    HELPED,
    LAST_NUMBER,
    LONGEST_NUMBER,
    NAMED_BY_VALUE,
    TREATED,
)
from catalog.eligibility.reading.ledger import Ledger, is_measure
from catalog.eligibility.reading.word_effects import TAKEN
from catalog.eligibility.vocabulary.variables import BY_ID


class Valued(Ledger):
    """What frames its values took."""

    def _take_of_values(self) -> None:
        """What a value's bound is called, the treatment that it is told under, and "but" between its ends."""
        for but in self._in_rest(_BUT):
            before = {limit.variable for _, stop, limit in self.pieces if stop == but.start()}
            behind = {limit.variable for start, _, limit in self.pieces if start == but.end()}
            if any(name in behind for name in before if not name.startswith("ts.")):
                self.take(but.start(), but.end())
        for found in self._in_rest(NAMED_BY_VALUE):
            end = found.end() + _NEXT_NAME
            if any(
                found.start() < start < end and limit.variable in _NAMED and is_measure(limit)
                for start, _, limit in self.pieces
            ):
                self.take(found.start(), found.end())
        if self.reading.kind == "inclusion" and not _HELPED.isdisjoint(self.beside):
            for found in self._in_rest(HELPED):
                self.narrowing[OR_ELSE] = None
                self.take(found.start(), found.end())
        if all(is_measure(limit) or limit.variable in _PRESSURE for limit in self.limits):
            for found in self._in_rest(TREATED):
                self.narrowing[found[0].strip(" ,")] = None
                self.tied |= {limit.variable for limit in self.limits if is_measure(limit)}
                self.take(found.start(), found.end())

    def _take_numbers_of_lists(self) -> None:
        last = self.form[-1:]
        if last in (".", ")") or last.isdecimal():
            from_here = max(0, len(self.rest) - LONGEST_NUMBER)
            self._take_each(LAST_NUMBER.finditer(self.rest, from_here))
        if found := FIRST_NUMBER.match(self.rest):
            self.take(found.start(), found.end())
        numbered = [
            each for each in _NUMBERED.finditer(self.form) if self.rest[each.start(1)] != TAKEN
        ]
        counted = [each for n, each in enumerate(numbered, 1) if int(each[1]) == n]
        if len(counted) == len(numbered) > 1:  # "defined as: 1. APTT ... 2. INR ..."
            self._take_each(iter(counted))

    def _take_same_values(self) -> None:
        """A value told again in another unit: `≥ 50 kg (110 lbs)`."""
        for quantity in self._quantities():
            if self.rest[quantity.number_start] == TAKEN:
                continue
            if self._is_same(quantity):
                self.take(quantity.start, quantity.end)
                if (lead := _OR_BEFORE.search(self.form, 0, quantity.start)) and not any(
                    lead.start() < stop and start < quantity.start for start, stop, _ in self.pieces
                ):
                    self.take(lead.start(), lead.end())

    def _is_same(self, quantity: Quantity) -> bool:
        if quantity.high is not None:
            return False
        before = self.form[: quantity.start].rstrip()
        again = before.endswith(("(", "/", "or")) or (
            before.endswith((",", "and"))
            and _TOLD_AGAIN.search(self.rest, 0, quantity.start) is not None
        )
        return again and any(
            _same_value(limit, quantity) and quantity.op in (None, "=", limit.op)
            for limit in self.limits
        )


_NEXT_NAME = 25
"""So far behind what a bound is called its value may begin: `obesity (body mass index > 30)`."""
_NAMED = frozenset("bmi weight sbp dbp spo2 pao2 wbc anc alc eosinophils albumin".split())
_HELPED = frozenset("hgb plt hematocrit anc wbc".split())
_PRESSURE = frozenset({"hypertension_uncontrolled"})
# `as: 1. APTT <= 1.5 x ULN 2) INR <= 1.5 x ULN`; the point of "1." stays, for it parts sentences.
_NUMBERED = re.compile(
    r"(?:^|(?<=[.:;,)] )|(?<=uln )|(?<=/l )|(?<=/dl )|(?<=or )|(?<=and ))\(?(\d{1,2})(?:(?=\. ?[a-z])|\)(?= ?[a-z]))"
)
# `Above 25 but below 35`: both ends of one range.
_BUT = Gated(r",? but (?:also )?(?:(?:is|be|are) )?(?=\x00)")
_TOLD_AGAIN = re.compile(r"\([\x00 ]+(?:,|and) ?$")
_AS_ROUNDED = 0.05
"""By how much of a value its like in another unit may differ: `1.3 mg/dL (120 µmol/L)`."""
_OR_BEFORE = re.compile(r"\b(?:or|and) $")


def _same_value(limit: Constraint, quantity: Quantity) -> bool:
    variable = BY_ID.get(limit.variable)
    if variable is None or not isinstance(limit.norm_value, int | float):
        return False
    factor = variable.factors.get(quantity.unit or "")
    if factor is None or limit.norm_unit != variable.unit:
        return quantity.unit is None and quantity.low == limit.value
    told = variable.in_own_unit(quantity.low, quantity.unit or "")
    return abs(told - limit.norm_value) <= _AS_ROUNDED * abs(limit.norm_value)
