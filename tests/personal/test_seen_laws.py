"""Whatever two apps read, and whenever: only what somebody read is taken as seen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from personal.inbox import seen
from personal.inbox.net import changes
from personal.inbox.seen import PartRead
from personal.inbox.snapshot import Part
from personal.store import Mine

NUMBER = "NCT01234567"
WORDS = ("RECRUITING", "SUSPENDED", "TERMINATED", "COMPLETED")
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(("import", "look", "read")), st.integers(0, 1), st.sampled_from(WORDS)
    ),
    max_size=12,
)


@given(DEEDS)
def test_only_what_was_read_is_seen(deeds: list[tuple[str, int, str]]) -> None:
    mine = Mine(None)
    now = {"status": Part("RECRUITING", ("ctgov-json",))}
    with mine.writing() as connection:
        key = seen.begin(connection, [NUMBER], now, "2026-01-01")
    assert key is not None
    shown: list[PartRead | None] = [None, None]
    """The line that each of two apps shows."""
    known = "RECRUITING"
    for deed, app, word in deeds:
        if deed == "import":
            now = {"status": Part(word, ("ctgov-json",))}
        elif deed == "look":
            with mine.reading() as connection:
                [before] = seen.load(connection)
            is_other = bool(changes([before.parts], now))
            assert is_other == (known != now["status"].value), "told exactly while it is unread"
            told = PartRead(key, "status", before.parts["status"], now["status"])
            shown[app] = told if is_other else None
        elif (line := shown[app]) is not None:
            with mine.writing() as connection:
                seen.read(connection, [line], "2026-01-02")
            if known == line.before.value:
                known = str(line.now.value)
    with mine.reading() as connection:
        [after] = seen.load(connection)
    assert after.parts["status"].value == known


def test_a_trial_on_no_list_is_forgotten_after_a_while_and_not_before(tmp_path: Path) -> None:
    mine = Mine(tmp_path)
    first = dt.date(2026, 1, 1)
    with mine.writing() as connection:
        key = seen.begin(connection, [NUMBER], {"title": Part("a")}, first.isoformat())
        seen.watch(connection, [], first)
        seen.watch(connection, [], first + seen.KEPT_AFTER)
        assert [each.has_left for each in seen.load(connection)] == [True]
        seen.watch(connection, [key or 0], first + seen.KEPT_AFTER)
        assert [each.has_left for each in seen.load(connection)] == [False]
        seen.watch(connection, [], first)
        seen.watch(connection, [], first + seen.KEPT_AFTER + dt.timedelta(1))
        assert seen.load(connection) == []
