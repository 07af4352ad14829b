"""Where a trial stands, in a line: the words that lists, commands and comparisons share."""

from __future__ import annotations

from catalog.eligibility.screening.askable import ULN, asked_of
from catalog.eligibility.screening.standing import Group, Standing

_MOST_ASKED = 3
_FIELDS = {"age": "the ages that the record states", "sex": "the sex that the record states"}


def told(known: Standing, quoted: str = "") -> str:
    """`EXCLUDED  "…"`, `nothing against · 33 to read`; `quoted` is the sentence that decided."""
    return "  ".join(filter(None, (known.group.value, reason(known, quoted))))


def reason(known: Standing, quoted: str = "") -> str:
    """What stands behind the word of the group."""
    words = f'"{" ".join(quoted.split())}"' if quoted else ""
    if known.group is Group.NOT_JUDGED:
        return "no criteria in its sources"
    if known.group is Group.EXCLUDED:
        return words or _FIELDS.get(known.field, "")
    parts = [f"look here first: {words}"] if known.look_first and words else []
    parts.append(f"{known.fits} fit" if known.fits != 1 else "1 fits")
    if known.open:
        parts.append(f"{known.open} open")
    if known.to_read:
        parts.append(f"{known.to_read} to read")
    if known.asks:
        parts.append(
            "ask: " + " ".join(f"{short(ask.variable)}?" for ask in known.asks[:_MOST_ASKED])
        )
    return " · ".join(parts)


def short(variable: str) -> str:
    """What people call a value that is asked for: `measurable disease`, `ULN of AST`."""
    if variable.startswith(ULN):
        of = asked_of(variable.removeprefix(ULN))
        return f"ULN of {of.label}" if of else variable
    one = asked_of(variable)
    return one.label if one else variable
