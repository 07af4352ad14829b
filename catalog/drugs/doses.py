"""What a text about a drug says of its dose and schedule, as far as that can be compared safely."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from catalog.model.text import plain


class Dosing(NamedTuple):
    """Amounts and schedules that a text states."""

    amounts: frozenset[tuple[str, float]]
    """Units (`mg`, `mg/kg`, `mg/m2`) and amounts, grams and micrograms as milligrams."""
    every: frozenset[int]
    """Days from one dose to the next, where that is a day or more."""
    a_day: frozenset[int]
    """How many times a day."""

    def differs(self, other: Dosing) -> bool:
        """Whether both state an amount in one unit, or a schedule, and none that they share.

        A text may tell steps, strengths and maxima: whatever both have in common counts for them.
        """
        units = {unit for unit, _ in self.amounts} & {unit for unit, _ in other.amounts}
        mine, theirs = (
            {amount for amount in said.amounts if amount[0] in units} for said in (self, other)
        )
        pairs = ((mine, theirs), (self.every, other.every), (self.a_day, other.a_day))
        return any(one and two and one.isdisjoint(two) for one, two in pairs)


_AMOUNT = re.compile(
    r"(?<![\w.,/-])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?:\s?(?:-|–|to)\s?(\d+(?:\.\d+)?))?[\s-]?"
    r"(mg|milligrams?|g|grams?|gm|mcg|ug|[µμ]g|micrograms?|iu|international units?|units?)\b"
    r"(\s?(?:/|per)\s?(?:kg|kilogram|m2|m²|m\^2|m\^\{2\}|square meter|ml|dl|l|day|d|dose)(?!\w))?",
    re.IGNORECASE,
)
_FACTORS = {"m": ("mg", 1.0), "g": ("mg", 1000.0), "u": ("mg", 0.001), "i": ("iu", 1.0)}
_EVERY = re.compile(
    r"\b(?:every|each|q|per)\s?(?:(\d+|one|two|three|four|six|eight|twelve)\s?-?\s?)?"
    r"(days?|d|weeks?|wks?|w|months?|m)\b(?!\s*(?:\d|/))",
    re.IGNORECASE,
)
_NAMED = {"weekly": 7, "once a week": 7, "biweekly": 14, "fortnightly": 14, "monthly": 28}
_DAILY = (
    (1, r"once[ -](?:daily|a day|per day)|\bqd\b|\bq\.d\.|one time a day"),
    (2, r"twice[ -](?:daily|a day|per day)|two times (?:a day|daily|per day)|\bbid\b|\bb\.i\.d\."),
    (3, r"(?:thrice|three times)[ -](?:daily|a day|per day)|\btid\b|\bt\.i\.d\."),
    (4, r"four times (?:daily|a day|per day)|\bqid\b|\bq\.i\.d\."),
)
_TIMES_A_DAY = tuple((times, re.compile(form, re.IGNORECASE)) for times, form in _DAILY)
_WORDS = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "eight": 8, "twelve": 12}
_DAYS = {"d": 1, "w": 7, "m": 28}


@lru_cache(maxsize=4096)
def dosing(text: str) -> Dosing:
    """Amounts and schedules of a text; concentrations and strengths of a preparation left out."""
    said = plain(text)
    return Dosing(
        frozenset(_amounts(said)),
        frozenset(_intervals(said)),
        frozenset(times for times, form in _TIMES_A_DAY if form.search(said)),
    )


def together(said: Iterable[Dosing]) -> Dosing:
    """What several texts state."""
    parts = tuple(said)
    return Dosing(
        frozenset().union(*(one.amounts for one in parts)),
        frozenset().union(*(one.every for one in parts)),
        frozenset().union(*(one.a_day for one in parts)),
    )


def _amounts(text: str) -> Iterable[tuple[str, float]]:
    for found in _AMOUNT.finditer(text):
        name = found[3].lower()
        first = "u" if name.startswith(("mcg", "micro", "ug", "µ", "μ")) else name[0]
        unit, factor = ("iu", 1.0) if name.startswith("unit") else _FACTORS[first]
        per = _per(found[4] or "")
        if per is None:
            continue
        for number in filter(None, (found[1], found[2])):
            yield unit + per, round(float(number.replace(",", "")) * factor, 6)


def _per(said: str) -> str | None:
    """`/kg`, `/m2`, "" for a whole dose or a day's; None for a concentration."""
    what = said.lower().replace("per", "").strip(" /")
    if what.startswith("k"):
        return "/kg"
    if what in ("ml", "dl", "l"):
        return None
    return "/m2" if what.startswith(("m", "s")) else "/day" if what in ("d", "day") else ""


def _intervals(text: str) -> Iterable[int]:
    """A month counts as 28 days, which is what "every month" of a schedule usually means."""
    for found in _EVERY.finditer(text):
        number = (found[1] or "1").lower()
        if found[1] is None and found[0].lower().startswith(("q", "per")):
            continue
        times = _WORDS.get(number) or int(number)
        yield times * _DAYS[found[2][0].lower()]
    lowered = text.lower()
    for word, days in _NAMED.items():
        if re.search(rf"\b{word}\b", lowered):
            yield days
