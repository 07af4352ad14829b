"""The order of a list by a number or date: the newest trials first.

Apart from the other orders because the first rows of the app need nothing else.
"""

from __future__ import annotations

from catalog.search.index.bits import among, highest, positions, without
from catalog.search.index.reader import Reader


def by_number(reader: Reader, matched: int, column: str, end: int, *, reverse: bool) -> list[int]:
    """The first `end` trials, largest or newest first; those without a value come last."""
    slices = reader.column(column)
    stated = 0
    for bits in slices:
        stated |= bits
    with_value = matched & stated
    keys = [without(with_value, bits) if reverse else bits for bits in reversed(slices)]
    chosen = highest(with_value, keys, end)
    number = dict.fromkeys(positions(chosen), 0)
    for place, bits in enumerate(slices):
        for doc in among(bits, number):
            number[doc] += 1 << place
    sign = 1 if reverse else -1
    found = sorted(number, key=lambda doc: (sign * number[doc], -doc))
    if len(found) < end:
        rest = highest(without(matched, stated), (), end - len(found))
        found += sorted(positions(rest), reverse=True)
    return found
