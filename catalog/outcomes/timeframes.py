"""Time frames of outcomes, normalised: "assessed up to about 24 months" is "up to 24 months".

What is not understood stays as it is written; numbers and units are never converted for showing,
only for comparing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

import msgspec

from catalog.model.text import folded, plain
from catalog.model.trial import one_line


class TimeFrame(msgspec.Struct, frozen=True):
    """When an outcome is measured."""

    said: str
    """One line, as written."""
    form: str = ""
    """`up to`, `at`, or "" where the source gives a bare time."""
    points: tuple[tuple[float, str], ...] = ()
    """Amounts and units (`months`) in the order of the source; () where none was understood."""

    def __str__(self) -> str:
        """The normalised form, or the source's own words."""
        if not self.points:
            return self.said
        parts: list[str] = []
        for place, (amount, unit) in enumerate(self.points):
            last = place + 1 == len(self.points) or self.points[place + 1][1] != unit
            alone = amount == 1 and [known for _, known in self.points].count(unit) == 1
            word = unit[:-1] if alone else unit
            parts.append(f"{_number(amount)} {word}" if last else _number(amount))
        return " ".join(filter(None, (self.form, ", ".join(parts))))

    @property
    def days(self) -> tuple[int, ...]:
        """The points in days, rounded to a tenth of their size: what is compared."""
        return tuple(sorted({round(amount * _DAYS[unit]) for amount, unit in self.points}))

    def agrees(self, other: TimeFrame) -> bool:
        """Whether both can mean the same: 2 years and 24 months, but not 24 months and 5 years."""
        if not self.points or not other.points:
            return not self.points and not other.points and folded(self.said) == folded(other.said)
        if self.form and other.form and self.form != other.form:
            return False
        mine, theirs = self.days, other.days
        return len(mine) == len(theirs) and all(
            abs(one - two) <= max(one, two) * _TOLERANCE
            for one, two in zip(mine, theirs, strict=True)
        )


_TOLERANCE = 0.02
"""52 weeks and one year, 24 months and two years agree; 24 and 25 months do not."""
_DAYS = {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}
_MOST_POINTS = 8
_SPELLED = {
    word: str(number)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), 1
    )
}
_WORDED = re.compile(
    rf"\b({'|'.join(_SPELLED)})(?=[ -](?:hour|day|week|month|year|or |to |and |, ))", re.IGNORECASE
)
_CYCLE = re.compile(r"\([^()]*\bcycles?\b[^()]*\)|\bcycles? \d+,? day \d+", re.IGNORECASE)
_EVERY = re.compile(
    r"\b(?:every|each|median of follow) (?:\w+ )?\d+(?:\s?(?:-|–|to)\s?\d+)?[ -]?"
    r"(?:hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_UNIT = r"(?:hours?|hrs?|days?|weeks?|wks?|months?|mos?|years?|yrs?)"
_NUMBER = r"\d+(?:\.\d+)?"
_LIST = rf"{_NUMBER}(?:(?:\s*(?:,|/|&|;)\s*(?:and |or )?|\s+(?:and|or)\s+){_NUMBER})*"
_AFTER = re.compile(rf"(?<![\w.])({_LIST})(?:st|nd|rd|th)?[\s-]*({_UNIT})\b", re.IGNORECASE)
_BEFORE = re.compile(rf"\b({_UNIT})\s*({_LIST})(?!\w|\.\d|\s*{_UNIT})", re.IGNORECASE)
_UP_TO = re.compile(
    r"\b(?:up to|upto|up until|maximum(?: of)?|max\.?|for up to|no longer than|through|thru|until)"
    r"(?:\W+(?:an?|the|approximately|about|approx\.?|estimated|maximum|of|average|a total of|"
    r"month|week|day|year))*\W*$",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:at|on|after)(?:\W+(?:the|approximately|about))*\W*$", re.IGNORECASE)
_UNSAFE = re.compile(r"\b(?:average|median|ages?|old|of life|intervals?|within)\b", re.IGNORECASE)
_FROM_END = re.compile(
    r"\s*(?:after|post|following|from|past|beyond)\W+(?:the\W+|their\W+|study\W+)*"
    r"(?:last|end|final|completion|complet|discontinu|stop|treatment|therapy|dose)",
    re.IGNORECASE,
)
"""What a time counts from where it is no time since the start."""
_COUNTED_BACK = re.compile(r"(?:days?|weeks?|months?|years?)" + _FROM_END.pattern, re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{2,}")
_RELATIVE = re.compile(r"\b(?:after|post|following|from|before|prior|of)\b", re.IGNORECASE)
_YEARS = 120.0


@lru_cache(maxsize=8192)
def normalise(said: str) -> TimeFrame:
    """What a time frame says; `points` stays empty where it cannot be told safely."""
    line = one_line(plain(said))
    text = _WORDED.sub(
        lambda found: _SPELLED[found[1].lower()], _EVERY.sub(" ", _CYCLE.sub(" ", line))
    )
    times = _times(text)
    limits = [time.points for time in times if time.form == "up to"]
    if limits:
        return TimeFrame(line, "up to", limits[-1]) if len(limits[-1]) == 1 else TimeFrame(line)
    if _COUNTED_BACK.search(text):
        return TimeFrame(line)
    points = tuple(dict.fromkeys(point for time in times for point in time.points))
    if not points or len(points) > _MOST_POINTS or _UNSAFE.search(text):
        return TimeFrame(line)
    named = {time.form for time in times}
    rest = _BEFORE.sub(" ", _AFTER.sub(" ", text))
    # "30 days after 6 months of treatment" is no list of points, nor "weeks 0, 12 (x) and 24".
    between = text[times[0].end : times[-1].start]
    if (
        _RELATIVE.search(between)
        or _DIGIT.search(rest)
        or (len(times) > 1 and _WORD.search(_PLAIN.sub(" ", rest)))
    ):
        return TimeFrame(line)
    return TimeFrame(line, "at" if named == {"at"} else "", points)


class _Time(NamedTuple):
    """One time in a text, and the form its surroundings give it."""

    form: str
    points: tuple[tuple[float, str], ...]
    start: int
    end: int


def _times(text: str) -> list[_Time]:
    """Every time in the text with the form its surroundings give it, in order."""
    found = [
        (match.start(), match[1], match[2], False, match.end()) for match in _AFTER.finditer(text)
    ]
    taken = [(start, end) for start, _, _, _, end in found]
    for match in _BEFORE.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.append((match.start(), match[2], match[1], True, match.end()))
    times: list[_Time] = []
    for start, numbers, unit, names_it, end in sorted(found):
        before, word = text[:start], _unit(unit)
        points = tuple((float(n), word) for n in re.findall(_NUMBER, numbers))
        if word == "years" and points[0][0] > _YEARS:
            continue
        form = "at" if names_it or _AT.search(before) else ""
        if _UP_TO.search(before) and not _FROM_END.match(text, end):
            form = "up to"
        times.append(_Time(form, points, start, end))
    return times


_PLAIN = re.compile(
    r"\b(?:at|and|or|baseline|base line|from|to|after|post|pre|the|start|of|treatment|surgery|"
    r"operation|postoperative|preoperative|operatively|postoperatively|preoperatively|visit|day|"
    r"week|month|year|end|injection|dose|randomization|follow|up|first|procedure|intervention|"
    r"operative|before|on|in|approximately|about|then|day of|change)\b",
    re.IGNORECASE,
)


_UNITS = {"h": "hours", "d": "days", "w": "weeks", "m": "months", "y": "years"}


def _unit(word: str) -> str:
    return _UNITS[word[0].lower()]


def _number(amount: float) -> str:
    return f"{amount:g}"
