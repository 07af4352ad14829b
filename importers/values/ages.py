"""An age limit in any registry's writing: an amount and its unit, no limit, or not read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from catalog.model.csv_table import table
from catalog.model.trial import Age, one_line
from importers.values.cleaning import blank

_NO_LIMIT = "no limit"
_LONGEST = 80

_LOWER = (
    r">=|=>|>|≥|≧|from|at least|min(?:imum)?\.?:?|over|above|older than|more than|aged?|ab|"
    r"mindestens|à partir de|desde"
)
_UPPER = (
    r"<=|=<|<|≤|≦|up to|to|until|at most|max(?:imum)?\.?:?|under|below|younger than|less than|"
    r"bis|maximal|jusqu['’]à|hasta"
)
_MORE = (
    r"(?:and|&|or) (?:older|over|above|more|up|upwards?|greater)|\+|plus|und älter|oder älter|"
    r"et plus|y más|or older|and beyond"
)
_LESS = r"(?:and|&|or) (?:younger|under|below|less|lower)|und jünger|oder jünger|et moins"
_FRAME = re.compile(
    rf"(?P<lower>{_LOWER})?(?P<upper>{_UPPER})?\s*(?P<body>.*?)"
    r"(?:\s*-?\s*(?:age )?(?:old|of age|d'âge|de edad))?"
    rf"\s*(?:(?P<more>{_MORE})|(?P<less>{_LESS}))?"
    r"(?:\s*(?P<last>years?|yrs?)?(?:\s*of age)?)?(?:\s*\(?inclusive\)?)?\.?",
)
_AMOUNT = re.compile(
    r"(\d{1,4}(?:[.,]\d{1,3})?)\s*(?:\(([^\d\W_]+)\)|([^\d\W_]+(?:/o)?))?(?:\(s\))?[.,]?\s*"
    r"(?:and |und |et |y )?"
)
_RANGE = re.compile(r"(\d[^-–—]*?)\s*(?:-|–|—|\bto\b|\bbis\b|~)\s*(\d.*)")
_WITHOUT = re.compile(r"(-?\d*)\s*(?:years?)?\s*\(?(?:n/a)?\s*\(?([a-z].*?)\)*")


@lru_cache(maxsize=8192)
def age(text: str | None, *, upper: bool = False) -> Age | None:
    """An age limit; None where there is no limit; without an amount where it could not be read.

    A number alone is in years, as every registry that leaves the unit out means it. As an upper
    limit `65+` says that there is none; a lower limit that is told as an upper one is not read.
    """
    said = blank(text)
    if said is None:
        return None
    folded = one_line(unicodedata.normalize("NFKC", said)).lower()
    if _words().get(folded) == _NO_LIMIT or _is_without(folded):
        return None
    read = _read(folded, upper) if len(folded) <= _LONGEST else None
    if read is None:
        return Age(said=said)
    amount, unit = read
    if upper and (amount is None or folded in ("0", "0y", "999", "999y")):
        return None
    return Age(said=said, amount=amount, unit=unit)


def _is_without(folded: str) -> bool:
    """`0 N/A (No limit)`, `-2147483648 No limit`: a number that stands for none, and the words."""
    found = _WITHOUT.fullmatch(folded)
    if found is None or _words().get(found[2].strip(" ()")) != _NO_LIMIT:
        return False
    number = found[1]
    return number in ("", "0", "99", "999") or number.startswith("-") or len(number) > 4


def _read(folded: str, upper: bool) -> tuple[float | None, str] | None:
    found = _FRAME.fullmatch(folded)
    if found is None:
        return None
    if found["lower"] and found["upper"]:
        return None
    says_lower = bool(found["lower"] or found["more"])
    says_upper = bool(found["upper"] or found["less"])
    if says_lower and says_upper:
        return None
    body = found["body"] + (" " + found["last"] if found["last"] else "")
    both = _RANGE.fullmatch(body)
    if both is not None and not (says_lower or says_upper):
        ends = [_amount(both[1], both[2]), _amount(both[2], "")]
        return None if None in ends else ends[upper]
    read = _amount(body, "")
    if read is None or (says_upper and not upper):
        return None
    return (None, read[1]) if says_lower and upper else read


def _amount(body: str, beside: str) -> tuple[float, str] | None:
    """The parts of `18 years 6 months` as one amount in the smallest unit that counts.

    `beside` may hold the unit, as of the first number in `18-65 months`.
    """
    parts = list(_parts(body))
    if not parts or None in parts:
        return None
    told = [part for part in parts if part is not None]
    if len(told) == 1:
        amount, unit = told[0]
        if unit is None:
            later = [unit for part in _parts(beside) if part is not None and (unit := part[1])]
            unit = later[0] if later else "Years"
        return amount, unit
    return _summed(told)


def _parts(body: str) -> Iterator[tuple[float, str | None] | None]:
    """Each number with its unit; None for what is neither."""
    at = 0
    while at < len(body):
        found = _AMOUNT.match(body, at)
        word = (found[2] or found[3]) if found else None
        unit = _words().get(word) if word else None
        if found is None or (word and unit in (None, _NO_LIMIT)):
            yield None
            return
        yield float(found[1].replace(",", ".")), unit
        at = found.end()


_DAYS = {"Years": 365.25, "Months": 30.4375, "Weeks": 7.0, "Days": 1.0}


def _summed(parts: list[tuple[float, str | None]]) -> tuple[float, str] | None:
    """Years, months and days together; parts that are 0 make it no more exact."""
    units = [unit for _, unit in parts]
    if len(set(units)) != len(units) or not all(unit in _DAYS for unit in units):
        return None
    known = [(amount, unit) for amount, unit in parts if unit and amount] or [(0.0, "Years")]
    if len(known) == 1:
        return known[0]
    if {unit for _, unit in known} == {"Years", "Months"}:
        return sum(amount * (12 if unit == "Years" else 1) for amount, unit in known), "Months"
    return float(round(sum(amount * _DAYS[unit] for amount, unit in known))), "Days"


@cache
def _words() -> Mapping[str, str]:
    path = Path(__file__).with_name("age_words.csv")
    return {row[0]: row[1] for row in table(path, ("word", "means", "note"), key=("word",))}
