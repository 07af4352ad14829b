"""Nothing of a patient leaves the app without a yes: no file, title, name or copied text."""

from __future__ import annotations

import base64
import random
import re
from pathlib import Path

import pytest

from tests.soaking import often
from tests.tui.driving import STARTER, Terminal
from tests.tui.test_screens import settle
from tui.app import everywhere
from tui.app.trials_app import TrialsApp
from tui.screens.patient import PatientScreen
from tui.screens.search import SearchScreen
from tui.screens.trial import TrialScreen
from tui.settings import loading
from tui.widgets.field import Field

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
VERDICTS = (b"nothing against", b"EXCLUDED", b"does not fit", b"open questions")


def a_patient(seed: int) -> tuple[str, list[str]]:
    """What is typed of somebody made up, and numbers in it that nothing else holds."""
    chance = random.Random(seed)
    crcl, platelets, weeks = (
        # Six digits, no zero at the end: so many are told as they were typed.
        f"{chance.randint(20, 90)}.{chance.randint(100, 999)}{chance.randint(1, 9)}"
        for _ in range(3)
    )
    typed = (
        f"{chance.randint(20, 90)} m, ECOG 3, CrCl {crcl}, plt {platelets}, chemotherapy {weeks} wk"
    )
    return typed, [crcl, platelets, weeks]


def written(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its name, and what it holds."""
    return {str(each): each.read_bytes() for each in folder.rglob("*") if each.is_file()}


def copied(sent: bytes) -> list[bytes]:
    """Every text that was handed to the terminal's clipboard."""
    return [base64.b64decode(each) for each in re.findall(rb"\x1b\]52;c;([^\x07\x1b]*)", sent)]


@pytest.mark.parametrize("seed", range(often(1, 12)))
def test_no_byte_that_leaves_the_app_has_a_value(seed: int, tmp_path: Path) -> None:
    typed, secrets = a_patient(seed)
    terminal = Terminal(
        ["--catalog", str(STARTER)], tmp_path, environment={"TMPDIR": str(tmp_path)}
    )
    try:
        terminal.ready("NCT04144517")
        terminal.press("<esc>")
        terminal.write(b"P")
        terminal.wait_for("of 4 trials")
        terminal.write(typed.encode() + b"\r")
        terminal.wait_for(secrets[0])
        for name in ("cmdline", "comm", "environ"):
            told = Path(f"/proc/{terminal.process.pid}/{name}").read_bytes()
            assert not any(secret.encode() in told for secret in secrets), name
        terminal.write(b"Y\x1b")  # typed into the form, which does not understand it
        terminal.wait_for("not understood")
        terminal.write(b"\x1b")  # Esc leaves it out
        terminal.wait_for("2 EXCLUDED")
        # the list: copied and written in every form, without the patient
        terminal.press("Y", "<enter>", "e", "text", "<enter>", "e", "csv of criteria", "<enter>")
        terminal.press("w", "Y", "e", "<enter>", "q")
        # a trial: every criterion is said, then copied and written
        terminal.press("<enter>", "4")
        terminal.write(b"+-0+")
        terminal.press("Y", "<enter>", "e", "<enter>", "e", "json", "<enter>")
        terminal.press("H", "17", "<enter>", "<enter>", "KM", "<enter>")
        terminal.wait_for("Case 17: NCT")
        terminal.press("q")
        # a comparison
        terminal.press(" ", "<down>", " ", "c")
        terminal.wait_for("with the patient")
        terminal.press("Y", "<enter>", "e", "html", "<enter>", "<enter>", "Y", "e", "<enter>", "q")
        terminal.press("e", "board page", "<enter>", "<enter>")
        terminal.wait_for("saved:")
        terminal.press("q", "q")
        assert terminal.end() == 0
    finally:
        terminal.close()
    files = written(tmp_path)
    assert len([name for name in files if "exports" in name]) >= 6, "much was written"
    for name, data in files.items():
        for secret in secrets:
            assert secret not in name
            assert secret.encode() not in data, name
        if "exports" in name:
            assert not any(verdict in data for verdict in VERDICTS), name
    assert len(copied(terminal.sent)) >= 4
    for text in copied(terminal.sent):
        assert not any(word in text for word in (*VERDICTS, *map(str.encode, secrets)))
    for title in re.findall(rb"\x1b\][012];([^\x07\x1b]*)", terminal.sent):
        assert not any(secret.encode() in title for secret in secrets)


async def test_a_kiosk_forgets_the_patient_after_a_while_without_a_key(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    waited: list[float] = []
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    monkeypatch.setattr(app, "set_timer", lambda seconds, call=None: waited.append(seconds))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "P")
        await settle(app, pilot.pause)
        form = app.screen
        assert isinstance(form, PatientScreen)
        await pilot.press(*"ecog", "space", "3", "enter", *"crc")
        assert app.kept.lens is not None
        assert waited[-1] == 600
        app._mind()
        assert app.kept.lens is not None, "a key was pressed since"
        assert 0 < waited[-1] <= 600
        app.pressed_at -= 600
        app._mind()
        await settle(app, pilot.pause)
        assert app.kept.lens is None
        assert form.query_one(Field).value == ""
        shown = "".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "forgotten" in shown
        await pilot.press("escape")
        await settle(app, pilot.pause)
        shown = "".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "Patient (not kept)" not in shown
        assert "EXCLUDED" not in shown


async def test_elsewhere_the_patient_stays_for_the_session_and_is_forgotten_by_a_key(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(everywhere, "_PATIENT_FOR", 0.0)
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "P")
        await settle(app, pilot.pause)
        await pilot.press(*"ecog", "space", "3", "enter", "escape")
        await settle(app, pilot.pause)
        assert app.kept.lens is not None
        assert "ECOG 3" in app.kept.lens.told
        assert "ecog" not in repr(app.kept.lens)
        assert "ecog" not in repr(app.kept)
        assert isinstance(app.screen, SearchScreen)
        assert app.screen.results.lines_each == 3
        await pilot.press("P", "ctrl+n", "escape")
        await settle(app, pilot.pause)
        assert app.kept.lens is None
        assert app.screen.results.lines_each == 2


async def test_what_a_person_says_of_criteria_is_taken_back_step_by_step(tmp_path: Path) -> None:
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot.pause)
        await pilot.press(*"NCT06100497", "enter")
        await settle(app, pilot.pause)
        await pilot.press("4", "plus")
        assert "sets one" in app.kept.notice, "without a patient nothing is judged"
        await pilot.press("P", *"ecog", "space", "3", "enter", "escape")
        await settle(app, pilot.pause)
        screen = app.screen
        assert isinstance(screen, TrialScreen)
        first = screen.here
        await pilot.press("plus", "minus", "0")
        assert app.kept.lens is not None
        assert list(app.kept.lens.said["NCT06100497"].values()) == ["+", "-", "0"]
        await pilot.press("left_parenthesis", "minus")  # said again, of another
        await pilot.press("U", "U", "U", "U")
        assert app.kept.lens.said["NCT06100497"] == {}
        assert screen.here == first
        await pilot.press("U")
        assert "nothing was said" in app.kept.notice
        await pilot.press("1", "plus")
        assert "tab Eligibility" in app.kept.notice


async def test_values_go_into_a_file_by_a_yes_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    exports = tmp_path / "exports"
    app = TrialsApp(STARTER, loading.Settings(export_folder=exports), kiosk=False)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(app, pilot.pause)
        await pilot.press(*"NCT06100497", "enter")
        await settle(app, pilot.pause)
        await pilot.press("4", "P", *"ecog", "space", "3", "enter", "escape")
        await settle(app, pilot.pause)
        for answer in (("enter",), ("down", "enter")):
            await pilot.press("e", *"with", "space", *"the", "enter")
            await settle(app, pilot.pause)
            await pilot.press(*answer)
            await settle(app, pilot.pause)
    no, yes = sorted(exports.iterdir(), key=lambda each: (len(each.name), each.name))
    assert "ECOG 3" not in no.read_text("utf-8")
    assert "~-" not in no.read_text("utf-8")
    assert "ECOG 3" in yes.read_text("utf-8")


async def test_the_place_of_a_patient_sorts_and_is_not_told_to_others(tmp_path: Path) -> None:
    app = TrialsApp(STARTER, loading.Settings(export_folder=tmp_path), kiosk=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "P")
        await settle(app, pilot.pause)
        await pilot.press("down", "down", *"boston", "enter")
        await settle(app, pilot.pause)
        assert app.kept.lens is not None
        assert app.kept.lens.place.startswith("Boston")
        await pilot.press("up", *"xyzzyville", "enter")
        await settle(app, pilot.pause)
        assert app.kept.lens.place.startswith("Boston")
        assert app.kept.notice, "it is said that the place is not known"
        await pilot.press("ctrl+u", "escape")
        await settle(app, pilot.pause)
        screen = app.screen
        assert isinstance(screen, SearchScreen)
        assert 'near:"Boston' in str(screen.seen)
        assert "near:" not in str(screen.wanted), "what is exported and kept is what was typed"
        assert "Boston" in screen.text_with_patient()
        assert "Boston" not in screen.text()
        assert "nearest" not in screen.text()
        await pilot.press("P", "down", "down", "question_mark", "enter", "escape")
        await settle(app, pilot.pause)
        assert app.kept.lens is None


@pytest.mark.parametrize("kiosk", [False, True])
async def test_a_board_page_has_the_patient_by_a_yes_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kiosk: bool
) -> None:
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    exports = tmp_path / "exports"
    exports.mkdir()
    app = TrialsApp(STARTER, loading.Settings(export_folder=exports), kiosk=kiosk)

    async def board(*answer: str) -> str:
        await pilot.press("e", *"board page", "down", "enter", *answer)
        for _ in range(50):
            await settle(app, pilot.pause)
            if "saved" in app.kept.notice:
                break
        [path] = exports.glob("*.txt")
        text = path.read_text(encoding="utf-8")
        path.unlink()
        app.tell("")
        return text

    async with app.run_test(size=(100, 30)) as pilot:
        await settle(app, pilot.pause)
        await pilot.press("escape", "P")
        await settle(app, pilot.pause)
        await pilot.press(*"ecog", "space", "3", "enter", "escape")
        await settle(app, pilot.pause)
        await pilot.press("space", "down", "space", "c")
        await settle(app, pilot.pause)
        without = await board(*([] if kiosk else ["enter"]))
        assert "Patient: " not in without and "Patient  ~" not in without
        assert "ECOG 3" not in without
        if not kiosk:
            whole = await board("down", "enter")
            assert "Patient: ECOG 3" in whole
            assert whole.count("Patient  ~ ") == 2
