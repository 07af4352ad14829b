"""What every list shows of a trial that was rejected; the first rows read it with SQLite alone."""

from __future__ import annotations

from personal.errors import MineError
from personal.store import Mine

_LONGEST = 8
_REJECTED = """
    SELECT number.value, list.label
    FROM entry JOIN list ON list.id = entry.list, json_each(entry.numbers) AS number
    WHERE entry.state = 'rejected'
    ORDER BY list.turn DESC, list.id
"""


def mark(label: str) -> str:
    """`x17`: rejected for the case 17."""
    return "x" + "".join(label.split())[:_LONGEST]


def first_marks(mine: Mine) -> dict[str, str]:
    """The marks by every number of each rejected trial; none where the file cannot be used."""
    if not mine.is_there():
        return {}
    found: dict[str, dict[str, None]] = {}
    try:
        with mine.reading() as connection:
            for number, label in connection.execute(_REJECTED):
                found.setdefault(str(number), {})[mark(str(label))] = None
    except MineError:
        return {}
    return {number: " ".join(of) for number, of in found.items()}
