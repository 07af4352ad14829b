"""Registry text that would rule the terminal, through every view: read as bytes of a terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from catalog.model.codes import ArmType, Coded, OutcomeKind, Status
from catalog.model.trial import (
    Arm,
    Contact,
    Editorial,
    Eligibility,
    Identifier,
    Intervention,
    Organization,
    Outcome,
    Reference,
    Site,
    Trial,
)
from tests.catalog.keeping import keep, record
from tests.tui.driving import Terminal

BAD = (
    "anti-PD-[L]1 [CR] [/ml] [@click=app.quit]x[/] [/x] [link=http://x] \x1b]52;c;ZXZpbA==\x07"
    "\x1b[2J\x1b[31m \x9b31m \u202edlrow\u202c \x00 \x07 \x85 \u2066 =1+1 ' OR 1=1 -- NEAR( \x7f"
)
LONG = "w" * 10_000
# What Textual and the cell diff send themselves.
OWN = re.compile(
    rb"\x1b\[[0-9;?<>=]*[A-Za-z]|\x1b\[\?[0-9;]*\$p|\x1b\[>[0-9]*u|\x1b\[<u|\x1b[()][0AB]|\x1b[=>]"
)


def hostile(number: int) -> Trial:
    """A trial whose every text is hostile."""
    text = f"{BAD} {LONG if number == 1 else ''} tail{number}"
    name = f"NCT0000000{number}"
    return Trial(
        number=name,
        identifiers=(Identifier(name, "nct"), Identifier(text, "secondary_id", said_type=text)),
        title=f"hostile {text}",
        official_title=text,
        acronym=BAD,
        status=Coded(BAD, Status.RECRUITING),
        why_stopped=text,
        sponsor=Organization(text),
        collaborators=(Organization(text),),
        brief_summary=text,
        detailed_description=f"{text}\n\n{text}",
        conditions=(text, "melanoma"),
        keywords=(text,),
        arms=(Arm(text, Coded(BAD, ArmType.EXPERIMENTAL), text, (text,)), Arm("b")),
        interventions=(Intervention(text, description=text, other_names=(text,)),),
        outcomes=(Outcome(text, OutcomeKind.PRIMARY, text, text),),
        eligibility=Eligibility(
            text=f"Inclusion Criteria:\n\n* {text}\n* Hemoglobin >= 9 g/dL {BAD}\n\n"
            f"Exclusion Criteria:\n\n* {text}"
        ),
        contacts=(Contact(text, phone=BAD, email=BAD),),
        sites=(Site(text, Coded(BAD), text, text, BAD, text, contacts=(Contact(text),)),),
        references=(Reference(text, BAD),),
        editorial=(Editorial(BAD, BAD, text),),
    )


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    path = tmp_path / "hostile.db"
    keep(path, [record(hostile(1)), record(hostile(2))])
    opened = Terminal(["--catalog", str(path)], tmp_path)
    opened.ready("NCT00000001")
    return opened


def test_no_view_sends_a_byte_of_registry_text_that_a_terminal_obeys(
    terminal: Terminal, tmp_path: Path
) -> None:
    try:
        terminal.press("[/x] [CR]", "<esc>", "w", "<esc>", "f", "<esc>", "s", "<esc>", "/")
        terminal.write(b"\x15")
        terminal.press("<esc>", " ", "<down>", " ", "<up>", "<enter>")
        for tab in "123456789":
            terminal.press(tab, "G", "g")
        terminal.press("4", "w", "o", "?", "<esc>", "e", "<enter>")
        terminal.wait_for("saved:")
        terminal.press("<esc>", "c")
        terminal.wait_for("Comparing 2 trials")
        terminal.press("G", "<enter>", "G", "<esc>", "e", "<enter>")
        terminal.wait_for("saved:")
        terminal.press("<c-p>", "<esc>", "y")
        terminal.press("<c-q>")
        assert terminal.end() == 0
    finally:
        terminal.close()
    left = OWN.sub(b"", terminal.sent)
    # The number was copied on request: that is the only OSC, and it is ours.
    left = re.sub(rb"\x1b\]52;c;[A-Za-z0-9+/=]*(?:\x07|\x1b\\)", b"", left, count=1)
    text = left.decode("utf-8")
    odd = {letter for letter in text if ord(letter) < 32 or 127 <= ord(letter) < 160} - {"\r", "\n"}
    around = [
        ascii(text[found.start() : found.start() + 30]) for found in re.finditer("\x1b", text)
    ]
    assert not odd, f"sent: {around[:5]}"
    assert not set("\u202e\u202c\u2066") & set(text)
    for written in (tmp_path / "exports").iterdir():
        exported = written.read_text(encoding="utf-8")
        assert not {letter for letter in exported if ord(letter) < 32} - {"\n"}, written.name
        assert "anti-PD-" in exported


def test_brackets_are_shown_as_they_are(terminal: Terminal) -> None:
    try:
        terminal.press("<esc>", "<enter>")
        terminal.wait_for("[1 ")
        assert "anti-PD-[L]1 [CR] [/ml] [@click=app.quit]x[/]" in terminal.text
    finally:
        terminal.close()
