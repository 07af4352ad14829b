"""Story 5: a physician sets the patient, screens a trial, hands it over, compares with the lens.

The screens are kept in `golden/stories`; UPDATE_GOLDEN=1 refreshes them: read the difference.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.driving import STARTER, Terminal

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
GOLDEN = Path(__file__).parent / "golden" / "stories"
PATIENT = "62 m, ECOG 3, CrCl 45, HPV neg, prior PD-1, ALT 3 x ULN"


class Story:
    """A terminal, and the screens that are kept of it."""

    def __init__(self, terminal: Terminal, size: str) -> None:
        self.terminal, self.size = terminal, size
        self.step = 0

    def keep(self, name: str) -> str:
        """Compare the screen with the one that was kept; returns it."""
        self.terminal.settle()
        self.step += 1
        shown = self.terminal.text.rstrip() + "\n"
        path = GOLDEN / f"patient-{self.step}-{name}-{self.size}.txt"
        if os.environ.get("UPDATE_GOLDEN"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(shown, encoding="utf-8")
        assert shown == path.read_text(encoding="utf-8"), f"{path.name}: UPDATE_GOLDEN=1 refreshes"
        return shown


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
def story(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Story]:
    columns, rows = request.param
    day = {"TRIALS_TODAY": "2026-11-29"}
    terminal = Terminal(["--catalog", str(STARTER)], tmp_path, columns, rows, day)
    terminal.ready("NCT04144517")
    yield Story(terminal, f"{columns}x{rows}")
    terminal.close()


def copied(terminal: Terminal) -> str:
    """What was handed to the terminal's clipboard last."""
    return base64.b64decode(re.findall(rb"\x1b\]52;c;([^\x07\x1b]*)", terminal.sent)[-1]).decode()


def test_a_physician_screens_for_a_patient(story: Story) -> None:
    terminal = story.terminal
    terminal.press("<esc>")
    terminal.write(b"P")
    terminal.wait_for("of 4 trials")
    story.keep("asked")
    terminal.write(PATIENT.encode() + b"\r")
    terminal.wait_for("3 × ULN")
    terminal.write(b"foo bar\r")
    terminal.wait_for("not understood")
    terminal.write(b"\x15?\r")
    story.keep("form")
    terminal.write(b"\x1b")
    terminal.wait_for("2 EXCLUDED")
    terminal.wait_for("not judged  ")
    shown = story.keep("list")
    groups = ("nothing against  ", "open questions  ", "EXCLUDED  ")
    lines = [line.strip() for line in shown.splitlines()]
    order = [n for line in lines for n, group in enumerate(groups) if line.startswith(group)]
    assert order == sorted(order), "in their groups"
    # the trial, criterion by criterion
    terminal.press("/", "NCT06100497", "<enter>")
    terminal.write(b"4")
    terminal.wait_for("You: 0 fit")
    story.keep("criteria")
    terminal.write(b")+-0")
    terminal.wait_for("You: 1 fit, 1 do not, 25 left")
    terminal.write(b"U")
    story.keep("said")
    terminal.write(b"Y")
    terminal.wait_for("with the patient's values?")
    terminal.write(b"\r")
    terminal.wait_for("copied")
    plain = copied(terminal)
    assert "Must have" in plain
    assert "~" not in plain
    assert "Patient" not in plain.split("Must have")[0]
    terminal.press("Y", "<down>", "<enter>")
    assert "Patient (not kept)" in copied(terminal)
    # the case, with what is handed over shown first
    terminal.write(b"H")
    terminal.wait_for("hand over to which case")
    terminal.write(b"17")
    terminal.wait_for("new case 17")
    terminal.write(b"\r")
    terminal.wait_for("Goes to the case")
    shown = story.keep("goes")
    assert "tumor judged resectable" in shown, "the sentence of the one that does not fit"
    terminal.write(b"\r")
    terminal.wait_for("Your initials")
    terminal.write(b"KM\r")
    terminal.wait_for("Case 17: NCT06100497 rejected")
    # the comparison through the lens
    terminal.write(b"q")
    terminal.wait_for("1 found")
    terminal.press("/", "<c-u>", "<esc>", " ", "<down>", " ")
    terminal.write(b"c")
    terminal.wait_for("with the patient")
    story.keep("compared")
    terminal.write(b"\x11")
    assert terminal.end() == 0
