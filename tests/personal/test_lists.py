"""Lists, cases and notes: the log replays to what holds, whoever's events come in which order."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personal import lists
from personal.errors import MineError
from personal.events import CASE, LIST, STATES, Event, More, State, replay
from personal.naming import Known
from personal.store import Mine
from tests.soaking import often

TRIALS = [
    Known(f"NCT0000000{n}", (f"NCT0000000{n}", f"2020-00000{n}-11"), f"Trial {n}", "RECRUITING")
    for n in range(5)
]


@pytest.fixture(params=[True, False], ids=["file", "kiosk"])
def mine(tmp_path: Path, request: pytest.FixtureRequest) -> Mine:
    return Mine(tmp_path / "state" if request.param else None)


def test_a_trial_is_put_on_a_case_and_goes_through_its_states(mine: Mine) -> None:
    case = lists.open_list(mine, " 17 ", CASE)
    assert case.name == "Case 17"
    assert lists.put_on(mine, case, TRIALS[:2], "KM") == 2
    case = lists.state(mine).lists[0]
    assert [each.state for each in case.entries] == ["proposed", "proposed"]
    lists.set_state(mine, case.entries[0], "rejected", "KM", status="COMPLETED")
    lists.give_reason(mine, case.entries[0], lists.sentence("exclusion", "CrCl < 50"), "KM")
    one, other = lists.state(mine).lists[0].entries
    assert (one.state, one.by) == ("rejected", "KM")
    assert (one.reason, one.reason_kind) == ("CrCl < 50", "exclusion")
    assert other.state == "proposed"
    assert lists.faults(mine) == []


def test_a_label_names_one_list_whatever_its_case(mine: Mine) -> None:
    board = lists.open_list(mine, "HNSCC board", LIST)
    assert lists.open_list(mine, "hnscc  board", LIST).id == board.id
    case = lists.open_list(mine, "17", CASE)
    held = lists.state(mine)
    assert lists.find(held, "case 17") == lists.find(held, "17") == case
    assert lists.find(held, "18") is None
    with pytest.raises(MineError):
        lists.open_list(mine, "  ", LIST)


def test_a_trial_under_another_of_its_numbers_is_the_same_entry(mine: Mine) -> None:
    case = lists.open_list(mine, "17", CASE)
    lists.put_on(mine, case, TRIALS[:1])
    renumbered = Known("2020-000000-11", ("2020-000000-11",), "Trial 0", "")
    assert lists.put_on(mine, lists.state(mine).lists[0], [renumbered]) == 0
    lists.write_note(mine, TRIALS[0], "site never answers", "KM")
    lists.write_note(mine, renumbered, "site answered", "KM")
    [note] = lists.state(mine).notes
    assert note.note == "site answered"


def test_the_last_one_worked_on_comes_first(mine: Mine) -> None:
    first = lists.open_list(mine, "first", LIST)
    lists.open_list(mine, "second", LIST)
    assert [each.label for each in lists.state(mine).lists] == ["second", "first"]
    lists.put_on(mine, first, TRIALS[:1])
    assert [each.label for each in lists.state(mine).lists] == ["first", "second"]


def test_undo_adds_to_the_log_and_takes_back_whole_deeds(mine: Mine) -> None:
    case = lists.open_list(mine, "17", CASE)
    lists.put_on(mine, case, TRIALS[:3], "KM")
    [case] = lists.state(mine).lists
    lists.set_state(mine, case.entries[0], "called", "KM")
    lists.verify(mine, TRIALS[0], "cohort B full", "KM")
    before = len(lists.log(mine))
    lists.undo(mine, lists.state(mine).lists[0], "KM")
    assert lists.state(mine).notes == ()
    lists.undo(mine, lists.state(mine).lists[0], "KM")
    assert lists.state(mine).lists[0].entries[0].state == "proposed"
    lists.undo(mine, lists.state(mine).lists[0], "KM")
    assert lists.state(mine).lists[0].entries == ()
    assert len(lists.log(mine)) == before + 5
    assert lists.faults(mine) == []


def test_undo_of_a_list_leaves_the_others(mine: Mine) -> None:
    one, other = (lists.open_list(mine, label, CASE) for label in ("1", "2"))
    lists.put_on(mine, one, TRIALS[:1])
    lists.put_on(mine, other, TRIALS[1:2])
    lists.write_note(mine, TRIALS[1], "of the other")
    [deed] = lists.undo(mine, lists.state(mine).list(one.id))
    assert (deed.what, deed.trial) == ("add", TRIALS[0].id)
    assert len(lists.state(mine).notes) == 1
    lists.undo(mine, lists.state(mine).list(one.id))
    assert [each.label for each in lists.state(mine).lists] == ["2"]
    assert lists.undo(mine, one) == ()


def test_what_a_colleague_decided_is_not_taken_back(mine: Mine) -> None:
    case = lists.open_list(mine, "17", CASE, "KM")
    lists.put_on(mine, case, TRIALS[:1], "KM")
    [entry] = lists.state(mine).lists[0].entries
    lists.set_state(mine, entry, "called", "AB")
    [deed] = lists.undo(mine, lists.state(mine).lists[0], "KM")
    assert (deed.what, deed.by) == ("add", "KM")
    assert lists.undo(mine, lists.state(mine).lists[0], "XY") == ()


def test_nothing_but_a_state_is_a_state(mine: Mine) -> None:
    case = lists.open_list(mine, "17", CASE)
    lists.put_on(mine, case, TRIALS[:1])
    [entry] = lists.state(mine).lists[0].entries
    with pytest.raises(MineError, match="to call"):
        lists.set_state(mine, entry, "excluded")


def test_rows_that_were_changed_by_hand_are_noticed_and_made_anew(mine: Mine) -> None:
    case = lists.open_list(mine, "17", CASE)
    lists.put_on(mine, case, TRIALS[:1])
    with mine.writing() as connection:
        connection.execute("UPDATE entry SET state = 'enrolled'")
    assert lists.faults(mine)
    lists.put_on(mine, lists.state(mine).lists[0], TRIALS[1:2])
    assert lists.faults(mine) == []


# laws

IDS = st.integers(0, 40).map(lambda n: f"{n:016x}")
NAMES = st.sampled_from([each.id for each in TRIALS])
MORE = st.builds(
    More,
    kind=st.sampled_from(["case", "list", "exclusion", ""]),
    numbers=st.lists(NAMES, max_size=2).map(tuple),
    status=st.sampled_from(["RECRUITING", ""]),
)
EVENTS = st.builds(
    Event,
    id=IDS,
    turn=st.integers(1, 12),
    at=st.just("2026-11-29T10:00:00Z"),
    what=st.sampled_from(
        ["open", "rename", "add", "remove", "state", "reason", "seen", "note", "verify", "undo"]
    ),
    by=st.sampled_from(["KM", ""]),
    list=st.sampled_from(["a", "b", ""]),
    trial=NAMES,
    text=st.one_of(st.sampled_from([*STATES, ""]), IDS),
    more=MORE,
)
LOGS = st.lists(EVENTS, max_size=25, unique_by=lambda each: each.id)


@given(LOGS, st.randoms(use_true_random=False))
def test_the_same_events_in_any_order_make_the_same_state(
    log: list[Event], chance: random.Random
) -> None:
    again = [*log, *log[:3]]
    chance.shuffle(again)
    assert replay(again) == replay(log)


@given(LOGS)
def test_what_is_undone_is_as_if_it_had_not_been(log: list[Event]) -> None:
    undone = {each.text for each in log if each.what == "undo"}

    def without_turns(state: State) -> object:
        named = [(each.id, each.label, each.kind, each.entries) for each in state.lists]
        return sorted(named, key=lambda each: each[0]), state.notes

    left = [each for each in log if each.id not in undone and each.what != "undo"]
    assert without_turns(replay(log)) == without_turns(replay(left))


@settings(max_examples=often(25, 300), deadline=None)
@given(LOGS, st.integers(0, 25))
def test_the_log_replays_to_the_tables(log: list[Event], cut: int) -> None:
    mine = Mine(None)
    lists.merge_events(mine, log[:cut])
    assert len(lists.merge_events(mine, log)) == len(log[cut:])
    assert lists.merge_events(mine, log) == ()
    assert lists.state(mine) == replay(log)
    assert lists.faults(mine) == []
    assert set(lists.log(mine)) == set(log)
