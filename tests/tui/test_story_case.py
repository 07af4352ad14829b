"""Story 4: a coordinator's case, from eight candidates to what changed overnight; screens are kept.

Refresh on purpose with `UPDATE_GOLDEN=1 python -m pytest tests/tui/test_story_case.py`, then read
the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from catalog.model.trial import Eligibility, Trial
from personal import lists
from personal.store import Mine
from tests.catalog.keeping import keep, record
from tests.catalog.making import drugs, status, trial
from tests.tui.driving import KEYS, Terminal

GOLDEN = Path(__file__).parent / "golden" / "story-case"
KIDNEY = "Estimated creatinine clearance <50 mL/minute"
TEXT = f"""Inclusion Criteria:

* Age 18 years or older
* Squamous cell carcinoma of the head and neck

Exclusion Criteria:

* {KIDNEY}
* Pregnancy or breastfeeding"""
MARKS = " \x1b[B" * 4
"""Four trials, one after the other."""
NAMES = ("CHS-114", "FT500", "HS-20093", "ST-067", "RO7502175", "ALE.C04", "AB02", "SYD985")


def study(place: int, **changed: object) -> Trial:
    made = trial(
        f"NCT0660000{place + 1}",
        title=f"{NAMES[place]} in head and neck squamous cell carcinoma",
        status=status("RECRUITING"),
        conditions=("Head and Neck Squamous Cell Carcinoma",),
        eligibility=Eligibility(text=TEXT),
        interventions=drugs(NAMES[place]),
    )
    return msgspec.structs.replace(made, **changed)


def imported(path: Path, *changed: Trial) -> None:
    """The first import, then, for trials that changed, the next one."""
    if not path.exists():
        first = [record(study(place), date="2026-11-01") for place in range(len(NAMES))]
        keep(path, first, "2026-11-02T06:00:00Z")
    if changed:
        keep(path, [record(each, date="2026-11-20") for each in changed], "2026-11-20T06:00:00Z")


class Story:
    """A session: keys, what they lead to, and the screens on the way."""

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        self.folder, self.size = folder, size
        self.keys = 0
        self.terminal: Terminal

    def opens(self, day: str) -> None:
        arguments = ["--catalog", str(self.folder / "c.db")]
        environment = {"TRIALS_TODAY": day}
        self.terminal = Terminal(arguments, self.folder, *self.size, environment=environment)
        self.terminal.ready("NCT06600008")

    def does(self, *keys: str, until: str) -> None:
        """Keys of one stroke each or what is typed into a field; then what must be seen."""
        sent = "".join(KEYS[key].decode() if key in KEYS else key for key in keys)
        self.keys += len(sent.replace("\x1b[B", "v"))
        self.terminal.write(sent.encode())
        self.terminal.wait_for(until)

    def keeps(self, name: str) -> None:
        """The screen as it is kept."""
        columns, rows = self.size
        path = GOLDEN / f"{name}-{columns}x{rows}.txt"
        self.terminal.settle()
        shown = self.terminal.text.rstrip("\n") + "\n"
        if os.environ.get("UPDATE_GOLDEN"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(shown, encoding="utf-8")
        assert shown == path.read_text(encoding="utf-8")

    def ends(self) -> None:
        self.terminal.write(b"\x11")
        assert self.terminal.end() == 0
        self.terminal.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_a_coordinators_case(size: tuple[int, int], tmp_path: Path) -> None:
    imported(tmp_path / "c.db")
    story = Story(tmp_path, size)
    # The first day: eight candidates, in two handfuls; three are rejected, each with its reason.
    story.opens("2026-11-12")
    story.does("<esc>", until="space mark")
    story.does(MARKS, until="4 marked")
    story.does("m", until="Put 4 marked")
    story.does("case 17", until="new case 17")
    story.keeps("1-put-on")
    story.does("<enter>", until="Case 17: 4 put on")
    story.does("V", until="q quit  ? help")
    story.does(MARKS, until="4 marked")
    story.does("m", until="Put 4 marked")
    story.does("<enter>", until="Case 17: 4 put on")
    story.does("L", until="Your lists and cases: 1")
    story.does("<enter>", until="8 candidates")
    story.does("s", until="declined")
    story.does("rej", "<enter>", until="Your initials")
    story.does("km", "<enter>", until="Why rejected?")
    story.does("creat", until="own words creat")
    story.keeps("2-reason")
    story.does("<enter>", until="the reason is kept")
    story.does("<down>", "s", until="declined")
    story.does("rej", "<enter>", until="Why rejected?")
    story.does("creat", "<enter>", until="2 rejected")
    story.does("<down>", "s", until="declined")
    story.does("rej", "<enter>", until="Why rejected?")
    story.does("no slot before January", "<enter>", until="3 rejected")
    story.does("<down>", "s", until="declined")
    story.does("to c", "<enter>", until="1 to call")
    story.does("<down>", "v", until="cohort B full.")
    story.does("called 12 Nov: cohort B full", "<enter>", until="verified: called")
    story.keeps("3-evening")
    story.ends()

    # An import in between stops the trial that was to be called, and edits a quoted sentence.
    edited = TEXT.replace(KIDNEY, KIDNEY.replace("50", "45"))
    case = lists.state(Mine(tmp_path / "state")).lists[0]
    to_call = next(each for each in case.entries if each.state == "to call")
    sentence = next(each for each in case.entries if each.reason_kind == "exclusion")
    places = [int(each.trial[-1]) - 1 for each in (to_call, sentence)]
    imported(
        tmp_path / "c.db",
        study(places[0], status=status("TERMINATED")),
        study(places[1], eligibility=Eligibility(text=edited)),
    )

    # Some days later.
    story.opens("2026-11-29")
    story.does("<esc>", until="space mark")
    story.does("L", until="Your lists and cases: 1")
    story.does("<enter>", until="2 changed since you looked")
    story.does("", until="inbox 2")
    assert "! STOPPED now 2026-11-20" in story.terminal.text
    assert "reads otherwise now" in story.terminal.text
    story.keeps("4-after-the-import")
    story.does("D", until="Nearest to it now")
    assert "<45 mL/minute" in story.terminal.text
    story.keeps("5-what-changed")
    story.does("<esc>", until="D changes")
    story.does("<down>", "<down>", "<down>", "D", until="status: RECRUITING then")
    story.does("<esc>", until=" 1 changed since you looked")
    story.does("s", until="enrolled")
    story.does("decl", "<enter>", until="Why declined?")
    story.does("stopped by its sponsor", "<enter>", until="1 declined")
    story.does("<esc>", until="Your lists and cases: 1")
    story.does("<esc>", until="x17")
    story.keeps("6-in-the-list")
    story.does("w", until="Rejected for Case 17")
    story.ends()
    assert story.keys < 180, "as many keys as it takes, and no more"
