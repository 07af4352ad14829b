"""Pseudo-words of the index: coded values and numbers, which no text can hold."""

from __future__ import annotations

# Pseudo-words of the index that no text can hold: they begin with a control character.
FACET = "\x01"
COLUMN = "\x02"
ENTERED = "\x03"
SIDED = "\x04"
ROLED = "\x06"
SPOT = "\x05"
SPOTS_SINCE = 4
"""Version of the index that has places on the map first."""
LAST = "\x1f"
"""No pseudo-word begins with a later letter, and no word with an earlier one."""

NOT_STATED = "not-stated"
LIMIT_NOT_READ = "LIMIT_NOT_READ"
"""Among the ages of a trial: a limit is there, and its words were not understood."""
BY_DATES = "by-dates"
"""The value of `status` in the index where the status follows from dates."""

COLUMNS: dict[str, int] = {
    "updated": 17,
    "start": 17,
    "completion": 17,
    "posted": 17,
    "enrollment": 20,
    "youngest": 11,
    "oldest": 11,
    "brevity": 3,
    "opens": 17,
    "closes": 17,
    "ends": 17,
}
"""Numbers kept as bit slices, with their width in bits; 0 stands for no value. The last three are
the dates of trials whose status follows from them (`catalog.model.recruitment`)."""


def brevity(title: str | None) -> int:
    """How short a title is, 7 to 0: among equals a word in a short title says more."""
    return 7 - min(7, title.count(" ") // 3) if title else 0


def facet_term(field: str, value: str) -> str:
    """The pseudo-word of a coded value."""
    return f"{FACET}{field}{FACET}{value}"


def entered(group: str, word: str) -> str:
    """The pseudo-word of a word that names a place where a trial can be entered."""
    return f"{ENTERED}{group[0]}{word}"


def sided(word: str) -> str:
    """The pseudo-word of a word among the criteria; its posting says on which side."""
    return SIDED + word


def roled(word: str) -> str:
    """The pseudo-word of a word in an intervention's name; its posting says in which role."""
    return ROLED + word


def column_term(column: str, bit: int) -> str:
    """The pseudo-word of one bit of a number."""
    return f"{COLUMN}{column}{COLUMN}{bit:02}"


def date_code(year: int, month: int, day: int) -> int:
    """A date as a number that sorts; 0 for a month or day that is not known."""
    return min(max(year - 1925, 1), 255) << 9 | month << 5 | day
