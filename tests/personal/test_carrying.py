"""A list in a file: what leaves, what is merged, what is refused; and a case that is forgotten."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personal import carrying, initials, lists
from personal.copies import copies, copy_of_day
from personal.errors import MineError
from personal.events import CASE, STATES, Listed
from personal.forgetting import forget
from personal.store import Mine
from tests.personal.test_lists import TRIALS
from tests.soaking import often


@pytest.fixture
def mine(tmp_path: Path) -> Mine:
    return Mine(tmp_path / "mine")


@pytest.fixture
def theirs(tmp_path: Path) -> Mine:
    return Mine(tmp_path / "theirs")


def case_of(mine: Mine, label: str = "17") -> Listed:
    found = lists.find(lists.state(mine), label)
    assert found is not None
    return found


def began(mine: Mine) -> Listed:
    lists.put_on(mine, lists.open_list(mine, "17", CASE, "KM"), TRIALS[:3], "KM")
    return case_of(mine)


def carried(mine: Mine, **asked: bool) -> carrying.Carried:
    return carrying.read(carrying.exported(mine, case_of(mine), **asked))


def decide(mine: Mine, place: int, state: str, why: str = "", by: str = "") -> None:
    given = lists.Why(why) if why else None
    lists.set_state(mine, case_of(mine).entries[place], state, by, why=given)


def test_a_list_comes_over_whole_and_twice_changes_nothing(mine: Mine, theirs: Mine) -> None:
    began(mine)
    decide(mine, 1, "rejected", "kidney")
    first = carrying.take(theirs, carried(mine, reasons=True))
    assert (first.trials, first.conflicts) == (3, ())
    assert lists.state(theirs) == lists.state(mine)
    held = lists.state(theirs)
    again = carrying.take(theirs, carried(mine, reasons=True))
    assert (again.events, again.trials, again.conflicts) == (0, 0, ())
    assert lists.state(theirs) == held


def test_reasons_and_notes_leave_only_where_they_are_asked_for(mine: Mine, theirs: Mine) -> None:
    began(mine)
    decide(mine, 1, "rejected", "kidney is failing")
    lists.write_note(mine, TRIALS[0], "site never answers")
    lists.write_note(mine, TRIALS[4], "of no trial of this list")
    bare = carrying.exported(mine, case_of(mine)).decode()
    assert "kidney" not in bare and "never answers" not in bare
    carrying.take(theirs, carrying.read(bare.encode()))
    assert case_of(theirs).entries[1].state == "rejected"
    assert case_of(theirs).entries[1].reason == ""
    full = carrying.exported(mine, case_of(mine), reasons=True, notes=True)
    assert b"of no trial of this list" not in full
    carrying.take(theirs, carrying.read(full))
    assert case_of(theirs).entries[1].reason == "kidney is failing"
    assert [each.note for each in lists.state(theirs).notes] == ["site never answers"]


def test_what_both_have_changed_is_said_and_the_later_holds(mine: Mine, theirs: Mine) -> None:
    began(mine)
    carrying.take(theirs, carried(mine))
    decide(mine, 0, "to call", by="KM")
    decide(theirs, 0, "called", by="AB")
    decide(theirs, 0, "rejected", by="AB")
    decide(theirs, 1, "unsure", by="AB")
    done = carrying.take(mine, carried(theirs))
    [conflict] = done.conflicts
    assert (conflict.trial, conflict.mine, conflict.theirs) == (TRIALS[0].id, "to call", "rejected")
    assert conflict.holds == case_of(mine).entries[0].state == "rejected"
    assert case_of(mine).entries[1].state == "unsure"
    carrying.take(theirs, carried(mine))
    assert lists.state(theirs) == lists.state(mine)
    assert carrying.take(mine, carried(theirs)).conflicts == ()


def test_a_note_that_both_have_changed_is_said(mine: Mine, theirs: Mine) -> None:
    began(mine)
    carrying.take(theirs, carried(mine))
    lists.write_note(mine, TRIALS[0], "slow", "KM")
    lists.verify(mine, TRIALS[1], "called 3 Nov", "KM")
    lists.write_note(theirs, TRIALS[0], "answers by mail", "AB")
    done = carrying.take(mine, carried(theirs, notes=True))
    [conflict] = done.conflicts
    assert (conflict.what, conflict.mine, conflict.theirs) == ("note", "slow", "answers by mail")
    assert conflict.holds in ("slow", "answers by mail")
    assert {each.note for each in lists.state(mine).notes} == {conflict.holds, ""}


def test_another_case_of_that_name_is_never_merged_with_it(mine: Mine, theirs: Mine) -> None:
    began(mine)
    lists.open_list(theirs, "17", CASE)
    before = lists.state(theirs)
    with pytest.raises(MineError, match="another case 17"):
        carrying.take(theirs, carried(mine))
    assert lists.state(theirs) == before
    carrying.take(theirs, carried(mine), "17 of KM")
    assert len(case_of(theirs, "17 of KM").entries) == 3
    assert case_of(theirs).entries == ()


@pytest.mark.parametrize(
    "change",
    [
        {"trials_list": 2},
        {"list": "../../etc"},
        {"events": []},
        {"events": 3},
        {"label": None},
    ],
)
def test_a_file_that_is_none_of_ours_is_refused(mine: Mine, change: dict[str, object]) -> None:
    began(mine)
    told = json.loads(carrying.exported(mine, case_of(mine))) | change
    with pytest.raises(MineError):
        carrying.read(json.dumps(told).encode())


@pytest.mark.parametrize(
    "change",
    [
        {"id": "x"},
        {"turn": 0},
        {"turn": 1 << 60},
        {"what": "drop"},
        {"list": "0123456789abcdef"},
        {"text": "x" * 30_000},
    ],
)
def test_an_event_that_is_none_of_ours_is_refused(mine: Mine, change: dict[str, object]) -> None:
    began(mine)
    told = json.loads(carrying.exported(mine, case_of(mine)))
    told["events"][1] |= change
    with pytest.raises(MineError):
        carrying.read(json.dumps(told).encode())


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\xfe", b"[" * 100_000, b"NCT00000001"])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(MineError):
        carrying.read(data)


DEEDS = st.lists(
    st.tuples(st.booleans(), st.integers(0, 2), st.sampled_from([*STATES, "undo"])), max_size=8
)


@settings(max_examples=often(15, 200), deadline=None)
@given(DEEDS)
def test_two_who_exchange_their_files_come_to_the_same(
    deeds: list[tuple[bool, int, str]],
) -> None:
    one, other = Mine(None), Mine(None)
    began(one)
    carrying.take(other, carried(one, reasons=True))
    for is_mine, place, wanted in deeds:
        side = one if is_mine else other
        if wanted == "undo":
            with_entries = case_of(side).entries
            if sum(each.state != "proposed" for each in with_entries):
                lists.undo(side, case_of(side))
        elif place < len(case_of(side).entries):
            decide(side, place, wanted, f"because of {place}")
    files = carried(one, reasons=True), carried(other, reasons=True)
    carrying.take(one, files[1])
    carrying.take(other, files[0])
    assert lists.state(one) == lists.state(other)
    held, log = lists.state(one), lists.log(one)
    for file in (*files, *files):
        carrying.take(one, file)
    assert (lists.state(one), lists.log(one)) == (held, log)


def test_what_is_forgotten_is_in_no_file_and_no_page(mine: Mine) -> None:
    began(mine)
    secret = "unmistakeable" * 300
    decide(mine, 0, "rejected", secret)
    other = lists.open_list(mine, "other", CASE)
    lists.put_on(mine, other, TRIALS[:1])
    for day in ("2026-01-01", "2026-01-02"):
        copy_of_day(mine, day)
    decide(mine, 0, "rejected", secret + "!")
    assert mine.path is not None
    folder = mine.path.parent
    assert sum(b"unmistakeable" in each.read_bytes() for each in folder.iterdir()) == 3
    assert forget(mine, case_of(mine)) == []
    assert not any(b"unmistakeable" in each.read_bytes() for each in folder.iterdir())
    assert [each.label for each in lists.state(mine).lists] == ["other"]
    assert lists.faults(mine) == []
    for path in copies(mine):
        assert [each.label for each in lists.state(Mine(folder, path.name)).lists] == ["other"]


def test_a_copy_that_cannot_be_read_is_named(mine: Mine) -> None:
    began(mine)
    copy_of_day(mine, "2026-01-01")
    [copy] = copies(mine)
    copy.write_bytes(b"nothing to read" * 100)
    assert forget(mine, case_of(mine)) == [copy]
    assert copy.exists()


def test_initials_are_kept_once_and_are_no_names(mine: Mine) -> None:
    assert initials.kept(mine) == ""
    assert initials.given(mine, " k.m. ") == "KM"
    assert initials.given(mine, "AB") == "AB"
    assert initials.kept(mine) == "KM"
    for wrong in ("", "Meier", "K1", "k m"):
        with pytest.raises(MineError):
            initials.given(mine, wrong)


def test_the_file_says_what_it_holds(mine: Mine) -> None:
    began(mine)
    found = msgspec.json.decode(carrying.exported(mine, case_of(mine)), type=dict[str, object])
    page = (Path(__file__).resolve().parents[2] / "docs" / "mine.md").read_text(encoding="utf-8")
    assert [name for name in found if f"`{name}`" not in page] == []
