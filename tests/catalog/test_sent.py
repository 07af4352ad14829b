"""What a worker understood arrives at the process that writes as it was."""

from __future__ import annotations

import pickle

import msgspec
import pytest
from hypothesis import given

from catalog.store.prepare import Prepared, prepare
from tests.catalog.keeping import AT, record
from tests.catalog.making import trial
from tests.catalog.strategies import trials


@given(trials())
def test_a_record_arrives_as_it_was_sent(made: object) -> None:
    _arrives(prepare(record(made), AT))  # type: ignore[arg-type]


@pytest.mark.parametrize("odd", ["half of a letter \ud800", "\0", "\u2028 \U0001f600"])
def test_texts_that_are_no_unicode_arrive(odd: str) -> None:
    _arrives(msgspec.structs.replace(prepare(record(trial("NCT1")), AT), guessed=(odd,)))


def test_numbers_beyond_64_bits_arrive() -> None:
    sent = prepare(record(trial("NCT1")), AT)
    rows = msgspec.structs.replace(
        sent.rows, children={**sent.rows.children, "constraint_": [(2**80, -(2**63), 1e400, True)]}
    )
    _arrives(msgspec.structs.replace(sent, rows=rows))


def _arrives(sent: Prepared) -> None:
    arrived = pickle.loads(pickle.dumps(sent))
    assert arrived == sent
    assert type(arrived.rows.trial) is type(sent.rows.trial)
    for table, rows in sent.rows.children.items():
        for row, other in zip(rows, arrived.rows.children[table], strict=True):
            assert list(map(type, row)) == list(map(type, other))  # True stays True
