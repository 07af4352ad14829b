"""Postings as bytes, and sets of trials as bits."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from catalog.search.index.bits import (
    add,
    few,
    from_positions,
    greater,
    highest,
    numbers,
    positions,
    sliced,
    without,
)
from catalog.search.index.postings import bitmap, decode, encode, encode_bits

_SETS = st.sets(st.integers(0, 70_000), max_size=60)
_DENSE = st.integers(1, 40).map(lambda step: set(range(step % 7, 9_000, step)))


def _read(blob: bytes) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for field, docs in decode(blob):
        bits = (
            int.from_bytes(docs, "little")
            if isinstance(docs, bytes)
            else from_positions(docs, max(docs) + 1)
        )
        found[field] = set(positions(bits))
    return found


@given(st.dictionaries(st.integers(0, 7), st.one_of(_SETS, _DENSE), max_size=8))
def test_postings_come_back(fields: dict[int, set[int]]) -> None:
    kept = {field: docs for field, docs in fields.items() if docs}
    listed = {field: sorted(docs) for field, docs in fields.items()}
    as_bits = {field: from_positions(docs, 70_001) for field, docs in fields.items()}
    assert _read(encode(listed, 70_001)) == kept
    assert _read(encode_bits(as_bits, 70_001)) == kept


@given(_SETS)
def test_only_wanted_fields_are_read(docs: set[int]) -> None:
    blob = encode({0: sorted(docs), 7: [1, 2]}, 70_001)
    assert [field for field, _ in decode(blob, 1 << 7)] == [7]


@given(_SETS)
def test_bits_and_positions(docs: set[int]) -> None:
    bits = from_positions(docs, 70_001)
    assert positions(bits) == sorted(docs)
    assert bits.bit_count() == len(docs)
    if docs:
        assert int.from_bytes(bitmap(sorted(docs)), "little") == bits


@given(_SETS, _SETS)
def test_without(left: set[int], right: set[int]) -> None:
    bits = without(from_positions(left, 70_001), from_positions(right, 70_001))
    assert positions(bits) == sorted(left - right)


_NUMBERS = st.dictionaries(st.integers(0, 300), st.integers(0, 500), max_size=40)


def _slices(numbers: dict[int, int]) -> list[int]:
    return sliced((number, 1 << doc) for doc, number in numbers.items())


@given(st.lists(_NUMBERS, max_size=4))
def test_sums(addends: list[dict[int, int]]) -> None:
    sums: list[int] = []
    for addend in addends:
        add(sums, _slices(addend))
    for doc in range(301):
        total = sum(bits >> doc & 1 and 1 << place for place, bits in enumerate(sums))
        assert total == sum(addend.get(doc, 0) for addend in addends)


@given(_NUMBERS, st.integers(1, 50))
def test_the_highest(numbers: dict[int, int], count: int) -> None:
    everyone = from_positions(numbers, 301)
    chosen = positions(highest(everyone, reversed(_slices(numbers)), count))
    best = sorted(numbers, key=lambda doc: (numbers[doc], doc))[-count:]
    assert chosen == sorted(best)


@given(_NUMBERS, st.integers(0, 600))
def test_greater_and_equal(numbers: dict[int, int], limit: int) -> None:
    everyone = from_positions(numbers, 301)
    above, equal = greater(_slices(numbers), limit, everyone)
    assert positions(above) == sorted(doc for doc, number in numbers.items() if number > limit)
    assert positions(equal) == sorted(doc for doc, number in numbers.items() if number == limit)


@given(_NUMBERS, st.sets(st.integers(0, 300), max_size=30))
def test_numbers_of_a_few(numbered: dict[int, int], docs: set[int]) -> None:
    far_apart = {doc * 12: number for doc, number in numbered.items()}
    for each, step in ((numbered, 1), (far_apart, 12)):
        chosen = {doc * step for doc in docs}
        found = numbers(_slices(each), from_positions(chosen, 4_000))
        assert found == {doc: each.get(doc, 0) for doc in chosen}


@given(_SETS)
def test_few(docs: set[int]) -> None:
    assert sorted(few(from_positions(docs, 70_001))) == sorted(docs)
