"""Lists and cases in the app: keys, two apps at once, a kiosk, a file that cannot be used."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from catalog.eligibility.criterion import Criterion
from catalog.eligibility.screening.answers import with_answers
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.standing import missing
from catalog.eligibility.screening.typed import read
from catalog.store.catalogue import Catalogue
from catalog.store.first_rows import glance
from catalog.store.received import Received, note
from personal import initials, lists, store
from personal.copies import copies
from personal.events import CASE, Listed
from personal.forgetting import forget
from personal.marks import first_marks
from personal.naming import Known
from personal.store import Mine
from tests.tui.driving import STARTER, Terminal
from tests.tui.test_screens import settle
from tui.app.trials_app import TrialsApp
from tui.screens.all_lists import ListsScreen
from tui.screens.asking_once import AskScreen
from tui.screens.case import CaseScreen
from tui.screens.deciding import ReasonScreen
from tui.screens.pick import PickScreen
from tui.screens.put_on import PutScreen
from tui.screens.search import SearchScreen
from tui.screens.trial import TrialScreen
from tui.settings import loading
from tui.show.firstpaint import First
from tui.show.lens import Lens
from tui.show.screened import keys_of
from tui.show.words import catalogue_told
from tui.terminal.styled import plain_text, text_of
from tui.widgets.lines import Lines

A = "NCT04144517"
ASKING, B = "NCT05721443", "NCT06100497"
pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mine:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("TRIALS_TODAY", "2026-11-29")
    return Mine(tmp_path / "state")


def app_of(tmp_path: Path, *, kiosk: bool = False) -> TrialsApp:
    return TrialsApp(STARTER, loading.Settings(export_folder=tmp_path / "exports"), kiosk=kiosk)


async def press(app: TrialsApp, pilot: Pilot[int], *keys: str) -> None:
    for key in keys:
        await settle(app, pilot.pause)
        await pilot.press(key)
    for _ in range(3):
        await settle(app, pilot.pause)


def body(app: TrialsApp) -> str:
    screen = app.screen
    assert isinstance(screen, CaseScreen | ListsScreen | ReasonScreen | PutScreen | TrialScreen)
    return text_of([*screen.part("header").lines, *screen.part("body").lines])


def case_of(mine: Mine) -> Listed:
    [case] = lists.state(mine).lists
    return case


async def test_a_trial_goes_on_a_new_case_and_is_rejected_with_its_sentence(
    mine: Mine, tmp_path: Path
) -> None:
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "m", *"case 17", "enter")
        assert "Case 17: 1 put on" in app.kept.notice
        await press(app, pilot, "L", "enter", "s", *"rejec", "enter")
        assert isinstance(app.screen, AskScreen), "initials are asked for once"
        await press(app, pilot, *"km", "enter")
        assert isinstance(app.screen, ReasonScreen)
        await press(app, pilot, *"immunodef", "enter")
        assert "rejected" in body(app)
        assert '"Immunodeficiency' in body(app)
        await press(app, pilot, "escape", "escape")
        search = app.screen
        assert isinstance(search, SearchScreen)
        assert search.results.noted[A] == "x17"
        await press(app, pilot, "w")
        assert "Rejected for Case 17" in text_of(app.screen.query_one("#body", Lines).lines)
        assert "Rejected" not in app.screen.text()
    entry = case_of(mine).entries[0]
    assert (entry.state, entry.reason_kind, entry.by) == ("rejected", "exclusion", "KM")
    assert initials.kept(mine) == "KM"


async def test_marked_trials_go_on_together_and_come_off_together(
    mine: Mine, tmp_path: Path
) -> None:
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "space", "down", "space", "m", *"board", "down", "enter")
        listed = case_of(mine)
        assert (listed.name, len(listed.entries)) == ("board", 2)
        await press(app, pilot, "L", "enter")
        assert "2 trials" in body(app)
        assert "s state" not in text_of(app.screen.query_one("#footer").lines)  # type: ignore[attr-defined]
        await press(app, pilot, "U")
        assert case_of(mine).entries == ()
        await press(app, pilot, "U")
        assert isinstance(app.screen, ListsScreen), "its opening was taken back"
        assert lists.state(mine).lists == ()


async def test_a_case_says_what_is_open_of_the_trials_to_call_and_of_those_unsure(
    mine: Mine, tmp_path: Path
) -> None:
    case = lists.open_list(mine, "17", CASE)
    lists.put_on(mine, case, [Known(each, (each,), each, "") for each in (ASKING, B)])
    for entry, state in zip(case_of(mine).entries, ("to call", "unsure"), strict=True):
        lists.set_state(mine, entry, state, "KM")
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "L", "enter")
        of_nobody = body(app)
        assert re.search(r"asks for \d+ values", of_nobody)
        assert re.search(r"to call .*\n +ask: .*ECOG\?", of_nobody)
        screen = app.screen
        assert isinstance(screen, CaseScreen)
        lens = Lens(with_answers(Patient(), read("62 f, ECOG 1")))
        app.keep(replace(app.kept, lens=lens))
        await press(app, pilot)
        count = re.search(r"(\d+) open questions", body(app))
        assert count and re.search(r"to call .*\n +open: ", body(app))
        assert "ECOG?" not in body(app), "it is known"
        assert "open:" not in screen.text(), "what leaves says nothing of the patient"
        # A person's word on a criterion stands before the machine's.
        criteria = app_criteria(B)
        places = [place for place, one in enumerate(criteria) if missing(one, lens.patient)]
        for place in places[:2]:
            lens = lens.say(B, keys_of(criteria)[place], "+-"[place % 2])
        app.keep(replace(app.kept, lens=lens))
        await press(app, pilot)
        assert f" {int(count[1]) - 2} open question" in body(app)
        app.keep(replace(app.kept, lens=None))
        await press(app, pilot)
        assert body(app) == of_nobody


def app_criteria(number: str) -> tuple[Criterion, ...]:
    with Catalogue.open(STARTER) as catalogue:
        return tuple(catalogue.criteria(number))


async def test_all_notes_stand_together_and_lead_to_their_trials(
    mine: Mine, tmp_path: Path
) -> None:
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "L", "a")
        assert "nothing is noted yet" in app.kept.notice
        lists.write_note(mine, Known(A, (A,), "", ""), "ask for the cohort", "KM")
        lists.verify(mine, Known(B, (B,), "", ""), "called 3 Nov: full", "KM")
        lists.write_note(mine, Known("NCT09999999", ("NCT09999999",), "", ""), "gone", "KM")
        await press(app, pilot, "j", "a")
        assert isinstance(app.screen, PickScreen)
        shown = text_of(app.screen.part("body").lines)
        assert all(each in shown for each in ("ask for the cohort", "verified: called", "gone"))
        await press(app, pilot, *"cohort", "enter")
        assert isinstance(app.screen, TrialScreen)
        assert app.screen.number == A
        await press(app, pilot, "escape", "a", *"gone", "enter")
        assert "its note stays" in app.kept.notice


async def test_the_last_session_is_taken_up_in_its_case(mine: Mine, tmp_path: Path) -> None:
    case = lists.open_list(mine, "17", CASE)
    lists.put_on(mine, case, [Known(each, (each,), each, "") for each in (ASKING, B)])
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "L", "enter", "j", "q", "enter")
        await press(app, pilot, "j", "ctrl+q")
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape")
        assert "a list of yours" in app.kept.notice or app.last.place.list == case.id
        await press(app, pilot, "ctrl+r")
        assert isinstance(app.screen, CaseScreen)
        assert app.screen.copied() == B
        await press(app, pilot, "enter", "ctrl+q")
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "ctrl+r")
        assert isinstance(app.screen, TrialScreen)
        await press(app, pilot, "escape")
        assert isinstance(app.screen, CaseScreen), "the case stands below its trial"
        await press(app, pilot, "ctrl+q")
    forget(mine, case_of(mine))
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "ctrl+r", "escape")
        assert isinstance(app.screen, SearchScreen)


def test_the_header_says_where_a_pack_bears_no_verified_signature(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    shutil.copy(STARTER, path)
    assert not glance(path).is_unsigned
    came = Received(stamp="", at="", made_at="", signed_by="hub@clinic")
    for signer, told in (("hub@clinic", False), (None, True)):
        with closing(sqlite3.connect(path)) as connection, connection:
            note(connection, msgspec.structs.replace(came, signed_by=signer))
        assert glance(path).is_unsigned is told
    for cells in range(12, 140):
        form = catalogue_told("c.db", 4, "2026-05-15", cells, is_unsigned=True)
        assert "unsigned" in form or "without verified signature" in form


async def test_a_name_that_may_be_a_persons_is_asked_for_twice(mine: Mine, tmp_path: Path) -> None:
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "m", *"Frau Meier", "enter")
        assert isinstance(app.screen, PutScreen)
        assert "person's name" in app.kept.notice
        assert lists.state(mine).lists == ()
        await press(app, pilot, "enter")
        assert case_of(mine).label == "Frau Meier"


async def test_a_near_name_is_found(mine: Mine, tmp_path: Path) -> None:
    for label in ("HNSCC board", "kidney"):
        lists.open_list(mine, label, CASE)
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "m", *"hnscc borad", "enter")
        found = lists.find(lists.state(mine), "HNSCC board")
        assert found is not None and len(found.entries) == 1


async def test_what_another_app_wrote_is_there_at_the_next_key(mine: Mine, tmp_path: Path) -> None:
    case = lists.open_list(mine, "17", CASE)
    lists.put_on(mine, case, [Known(A, (A,), "A trial", "")])
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "L", "enter")
        lists.set_state(mine, case_of(mine).entries[0], "to call", "AB")
        assert "to call" not in body(app)
        await press(app, pilot, "j")
        assert "to call" in body(app)
        [entry] = case_of(mine).entries
        lists.set_state(mine, entry, "rejected", "AB")
        lists.undo(mine, None), lists.undo(mine, None), lists.undo(mine, None)
        lists.undo(mine, None)
        await press(app, pilot, "j")
        assert isinstance(app.screen, ListsScreen), "the case is there no more"


async def test_a_write_that_waits_at_the_end_is_written(mine: Mine, tmp_path: Path) -> None:
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "m", *"17")
        await pilot.press("enter", "ctrl+q")
    assert len(case_of(mine).entries) == 1


async def test_a_note_stands_above_its_trial(mine: Mine, tmp_path: Path) -> None:
    initials.given(mine, "KM")
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, *A, "enter", "E", *"site is slow", "enter")
        assert "note: site is slow (KM 2026" in body(app)
        await press(app, pilot, "E", "ctrl+u", "enter")
        assert "note:" not in body(app)


async def test_forgetting_asks_for_the_number(mine: Mine, tmp_path: Path) -> None:
    lists.open_list(mine, "17", CASE)
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "L", "enter", "X", *"18", "enter")
        assert isinstance(app.screen, AskScreen)
        assert "not its number" in app.kept.notice
        assert [title for _, title in app.screen.footer_keys()][:1] == ["Remove for good"]
        await press(app, pilot, "ctrl+u", *"17", "enter")
        assert isinstance(app.screen, ListsScreen)
        assert lists.state(mine).lists == ()


async def test_a_list_leaves_without_reasons_and_without_its_label(
    mine: Mine, tmp_path: Path
) -> None:
    case = lists.open_list(mine, "17", CASE)
    lists.put_on(mine, case, [Known(A, (A,), "A trial", "")])
    why = lists.Why("kidney is failing")
    lists.set_state(mine, case_of(mine).entries[0], "rejected", "KM", why=why)
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "L", "enter", "e", "enter")
        await press(app, pilot, "e", "down", "down", "down", "enter")
        assert "kidney" in body(app)
        assert "kidney" not in app.screen.text()  # type: ignore[attr-defined]
    written = {each.name: each for each in (tmp_path / "exports").iterdir()}
    assert set(written) == {"case-2026-11-29.json", "case-2026-11-29.txt"}
    assert "kidney" not in written["case-2026-11-29.json"].read_text()
    assert "kidney" in written["case-2026-11-29.txt"].read_text()
    assert {each.stat().st_mode & 0o777 for each in written.values()} == {0o600}


async def test_a_kiosk_keeps_lists_as_long_as_the_session(
    mine: Mine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr(TrialsApp, "copy_to_clipboard", lambda _, text: copied.append(text))
    app = app_of(tmp_path, kiosk=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "m", *"17", "enter", "L", "enter", "s", *"reject")
        await press(app, pilot, "enter", *"km", "enter", *"kidney", "enter")
        assert "kidney" in body(app)
        await press(app, pilot, "e", "enter")
        assert '"label": "17"' in copied[0]
        await press(app, pilot, "escape", "escape")
        assert app.kept.noted[A] == "x17"
    assert not (tmp_path / "exports").exists()
    assert mine.path is not None
    assert not mine.path.parent.exists()


@pytest.mark.parametrize("what", ["damaged", "newer"])
async def test_a_file_that_cannot_be_used_is_said_and_left(
    what: str, mine: Mine, tmp_path: Path
) -> None:
    assert mine.path is not None
    mine.keep("a", "b")
    if what == "damaged":
        mine.path.write_bytes(b"damaged" * 1000)
    else:
        with mine.writing() as connection:
            connection.execute("UPDATE _sqlite_migrations SET name = '99-later' WHERE id = 1")
    before = mine.path.read_bytes()
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot.pause)
        assert "mine.db is" in app.kept.notice
        await press(app, pilot, "escape", "m", *"17", "enter")
        assert "mine.db is" in app.kept.notice
        await press(app, pilot, "L")
        assert "No list yet" in body(app)
        await press(app, pilot, "escape", "E", *"note", "enter")
        assert "mine.db is" in app.kept.notice
    assert mine.path.read_bytes() == before


async def test_a_case_has_its_trials_under_j_and_k(mine: Mine, tmp_path: Path) -> None:
    case = lists.open_list(mine, "17", CASE)
    names = (A, "NCT05721443", "NCT00000000")
    lists.put_on(mine, case, [Known(name, (name,), name, "") for name in names])
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "L", "enter")
        assert "not in this catalogue" in body(app)
        await press(app, pilot, "enter", "J")
        screen = app.screen
        assert isinstance(screen, TrialScreen)
        assert screen.number == "NCT05721443"
        await press(app, pilot, "escape", "down", "enter")
        assert "not in this catalogue" in app.kept.notice
        await press(app, pilot, "x")
        assert len(case_of(mine).entries) == 2


async def test_the_first_start_of_a_day_makes_a_copy(mine: Mine, tmp_path: Path) -> None:
    lists.open_list(mine, "17", CASE)
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(200):
            await settle(app, pilot.pause)
            if copies(mine):
                break
            await pilot.pause(0.02)
    assert [each.name for each in copies(mine)] == ["mine.db.2026-11-29"]


async def test_who_only_looks_in_leaves_no_file(mine: Mine, tmp_path: Path) -> None:
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "down", "L", "escape", "ctrl+q")
    assert mine.path is not None
    assert not mine.path.parent.exists()


HOSTILE = "\x1b]0;title\x07\x1b[2J[bold]x[/] \u202egnol\n=1+1"


async def test_nothing_that_is_kept_is_obeyed(mine: Mine, tmp_path: Path) -> None:
    case = lists.open_list(mine, f"17 {HOSTILE}", CASE)
    lists.put_on(mine, case, [Known(A, (A,), HOSTILE, HOSTILE)])
    entry = case_of(mine).entries[0]
    lists.set_state(mine, entry, "rejected", HOSTILE, why=lists.Why(HOSTILE))
    lists.write_note(mine, Known(A, (A,), HOSTILE, ""), HOSTILE, HOSTILE)
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        seen = ""
        walk = "escape w", "escape L", "enter", "w", "escape D", "escape h", "escape e", "escape X"
        for keys in (*walk, "escape enter"):
            await press(app, pilot, *keys.split())
            seen += "".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "[bold]x[/]" in seen, "it is shown as it stands"
        assert not {"\x1b", "\x07", "\u202e"} & set(seen)


def test_a_killed_app_has_kept_what_it_said(mine: Mine, tmp_path: Path) -> None:
    app = Terminal(["--catalog", str(STARTER)], tmp_path)
    try:
        app.ready(A)
        for key, seen in ((b"\x1b", "space mark"), (b"m", "Put NCT"), (b"17\r", "Case 17: 1 put")):
            app.write(key)
            app.wait_for(seen)
        app.process.kill()
        app.process.wait()
    finally:
        app.close()
    assert [each.trial for each in case_of(mine).entries] == [A]
    assert lists.faults(mine) == []


def test_the_first_rows_carry_the_mark(mine: Mine, tmp_path: Path) -> None:
    case = lists.open_list(mine, "17", CASE)
    lists.put_on(mine, case, [Known(A, (A,), "A trial", "")])
    lists.set_state(mine, case_of(mine).entries[0], "rejected")
    first = First(STARTER, "", {}, noted=first_marks(mine))
    assert [line for line in map(plain_text, first.lines(80, 24)) if line.rstrip().endswith("x17")]


async def test_a_file_that_is_held_at_the_start_is_read_at_the_next_key(
    mine: Mine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists.open_list(mine, "17", CASE)
    assert mine.path is not None
    monkeypatch.setattr(store, "_BUSY", 0.02)
    with closing(sqlite3.connect(mine.path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        app = app_of(tmp_path)
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(app, pilot.pause)
            assert "held by another program" in app.kept.notice
            other.execute("ROLLBACK")
            await press(app, pilot, "escape", "down", "L")
            assert "Case 17" in body(app)


async def test_a_trial_to_choose_carries_the_mark(mine: Mine, tmp_path: Path) -> None:
    case = lists.open_list(mine, "17", CASE)
    lists.put_on(mine, case, [Known("NCT05721443", ("NCT05721443",), "A trial", "")])
    lists.set_state(mine, case_of(mine).entries[0], "rejected")
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "c")
        assert isinstance(app.screen, PickScreen)
        assert "x17" in text_of(app.screen.part("body").lines)


async def test_a_case_that_went_while_a_trial_was_read_is_not_come_back_to(
    mine: Mine, tmp_path: Path
) -> None:
    case = lists.open_list(mine, "17", CASE)
    lists.put_on(mine, case, [Known(A, (A,), "A trial", "")])
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(app, pilot, "escape", "L", "enter", "enter")
        assert isinstance(app.screen, TrialScreen)
        forget(mine, case_of(mine))
        await press(app, pilot, "j")
        assert isinstance(app.screen, TrialScreen), "what is being read stays"
        await press(app, pilot, "escape")
        assert isinstance(app.screen, ListsScreen)
        assert "No list yet" in body(app)


async def test_another_number_is_never_taken_for_a_case_that_is_there(
    mine: Mine, tmp_path: Path
) -> None:
    """17 is no part of 117, A-12 not nearly A-13, and how many trials a case has is no name."""
    for label in ("117", "A-12", "Liste 1"):
        case = lists.open_list(mine, label, CASE)
        lists.put_on(mine, case, [Known(B, (B,), "A trial", "")])
    app = app_of(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        for typed in ("17", "A-13", "1", "case 11"):
            await press(app, pilot, "escape", "m", *typed, "enter")
            found = lists.find(lists.state(mine), typed.removeprefix("case "))
            assert found is not None and len(found.entries) == 1, typed
        await press(app, pilot, "escape", "m", *"a-12", "enter")
    told = {each.label: len(each.entries) for each in lists.state(mine).lists}
    assert told["117"] == told["Liste 1"] == 1
    assert told["A-12"] == 2
