"""A data manager imports, and a nurse's inbox shows what matters: keystroke by keystroke.

The screens are kept in `golden/stories`; refresh them on purpose with `UPDATE_GOLDEN=1`, then read
the difference.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from catalog.merging.changes import Change
from catalog.model.dates import PartialDate
from catalog.model.record import SourceRecord
from catalog.model.trial import Eligibility, Site, TrialDate
from catalog.store.catalogue import Catalogue
from catalog.store.importing import Imported
from personal import lists
from personal.inbox.asked import keep_query
from personal.inbox.gather import gather
from personal.inbox.snapshot import Places
from personal.inbox.tracked import on_lists
from personal.inbox.whole import Inbox
from personal.naming import known
from personal.store import Mine
from tests.catalog.keeping import keep, record
from tests.catalog.making import status, trial
from tests.tui.driving import ROOT, Terminal
from tui.cli.importing import Summary, print_summary

GOLDEN = Path(__file__).parent / "golden" / "stories"
SIZES = [(80, 24), (120, 40)]
CRITERIA = """Inclusion Criteria:
* Age >= 18 years
* CrCl >= 30 mL/min
Exclusion Criteria:
* HIV infection"""
TITLES = {
    1: "CHS-114 in head and neck cancer",
    2: "FT500 in advanced solid tumours",
    3: "HS-20093 in head and neck cancer",
    4: "Cetuximab after PD-1 in head and neck cancer",
}


def version(number: int, day: str, word: str = "RECRUITING", **fields: object) -> SourceRecord:
    """A record of one of the trials; what is not named is as it always was."""
    lyon = Site(facility="Centre A", city="Lyon", country="France", status=status("RECRUITING"))
    said = {
        "title": TITLES[number],
        "eligibility": Eligibility(text=CRITERIA),
        "sites": (lyon,),
        "completion_date": TrialDate(date=PartialDate.parse("2028-06")),
        **fields,
    }
    made = trial(
        f"NCT0000000{number}",
        status=status(word),
        last_updated=TrialDate(date=PartialDate.parse(day)),
        **said,
    )
    return record(made, date=day)


class Clinic:
    """A catalogue on a server, and a nurse who works with it."""

    def __init__(self, folder: Path, columns: int, rows: int) -> None:
        self.folder, self.size = folder, (columns, rows)
        self.catalogue = folder / "catalog.db"
        self.day = "2026-11-12"

    def imports(self, *records: SourceRecord) -> None:
        """What the data manager does at night."""
        keep(self.catalogue, records, at=f"{self.day}T03:00:00Z")

    @property
    def environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.folder),
            "TRIALS_STATE": str(self.folder / "state"),
            "TRIALS_CONFIG": str(self.folder / "settings.toml"),
            "TRIALS_TODAY": self.day,
        }

    @property
    def mine(self) -> Mine:
        return Mine(self.folder / "state")

    @property
    def today(self) -> dt.date:
        return dt.date.fromisoformat(self.day)

    def inbox(self, *sites: str) -> Inbox:
        """The nurse's inbox, worked out here."""
        with Catalogue.open(self.catalogue) as catalogue:
            tracked, searcher = on_lists(self.mine), catalogue.searcher()
            return gather(self.mine, catalogue, searcher, tracked, Places(sites), self.today)

    @contextmanager
    def app(self) -> Iterator[Terminal]:
        columns, rows = self.size
        arguments = ["--catalog", str(self.catalogue)]
        opened = Terminal(arguments, self.folder, columns, rows, self.environment)
        try:
            opened.ready("NCT00000001")
            yield opened
        finally:
            opened.close()

    def trials(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "tui.cli.program", "--catalog", str(self.catalogue), *arguments],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **self.environment},
            capture_output=True,
            text=True,
        )


@pytest.fixture(params=SIZES, ids=["80x24", "120x40"])
def clinic(request: pytest.FixtureRequest, tmp_path: Path) -> Clinic:
    return begun(tmp_path, *request.param)


def begun(folder: Path, columns: int = 80, rows: int = 24) -> Clinic:
    """Three trials: two on the case 17, one of them with a reason; all were looked at."""
    made = Clinic(folder, columns, rows)
    made.imports(*(version(number, "2026-11-01") for number in (1, 2, 3)))
    with Catalogue.open(made.catalogue) as catalogue:
        trials = [known(found) for n in (1, 2) if (found := catalogue.get(f"NCT0000000{n}"))]
        case = lists.open_list(made.mine, "17", "case")
        lists.put_on(made.mine, case, trials)
        _, rejected = lists.state(made.mine).lists[0].entries
        lists.set_state(made.mine, rejected, "rejected")
        lists.give_reason(made.mine, rejected, lists.sentence("exclusion", "HIV infection"))
        keep_query(made.mine, catalogue.searcher(), "heads", "head neck", made.today)
    assert made.inbox().count == 0
    made.day = "2026-11-20"
    return made


def kept(name: str, terminal: Terminal, clinic: Clinic) -> None:
    """The screen is the one that is kept."""
    path = GOLDEN / f"{name}-{clinic.size[0]}x{clinic.size[1]}.txt"
    shown = terminal.text + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


def leave(terminal: Terminal) -> None:
    terminal.write(b"\x11")
    assert terminal.end() == 0


def test_one_line_that_matters_and_the_rest_folded(clinic: Clinic) -> None:
    later = TrialDate(date=PartialDate.parse("2029-01"))
    clinic.imports(
        version(1, "2026-11-19", "SUSPENDED", why_stopped="Sponsor decision"),
        version(2, "2026-11-19", completion_date=later),
    )
    with clinic.app() as nurse:
        nurse.wait_for("inbox 1")
        nurse.press("<esc>", "I")
        nurse.wait_for("1 important · 1 more")
        kept("inbox", nurse, clinic)
        nurse.press("w")
        nurse.wait_for("last looked at 2026-11-12")
        nurse.press("<esc>", "i")
        nurse.wait_for("end: 2028-06 → 2029-01")
        nurse.press("i", " ")
        nurse.wait_for("0 important")
        kept("inbox-read", nurse, clinic)
        nurse.press("<esc>")
        nurse.wait_for("NCT00000003")
        assert "inbox" not in nurse.text.splitlines()[0]
        leave(nurse)
    done = clinic.trials("inbox", "--json")
    assert done.returncode == 0
    found = json.loads(done.stdout)
    assert (found["count"], len(found["rest"])) == (0, 1)
    assert found["rest"][0]["changes"] == [
        {"part": "completion_date", "before": "2028-06", "after": "2029-01"}
    ]


def test_every_kind_of_change_at_once(tmp_path: Path) -> None:
    clinic = begun(tmp_path)
    (clinic.folder / "settings.toml").write_text('sites = ["Lyon"]\n', encoding="utf-8")
    assert clinic.inbox("Lyon").count == 0
    shut = Site(facility="Centre A", city="Lyon", country="France", status=status("COMPLETED"))
    stricter = CRITERIA.replace("CrCl >= 30", "CrCl >= 45")
    edited = CRITERIA.replace("HIV infection", "HIV infection, unless controlled")
    clinic.imports(
        version(1, "2026-11-19", sites=(shut,), eligibility=Eligibility(text=stricter)),
        version(2, "2026-11-19", eligibility=Eligibility(text=edited)),
        version(3, "2026-11-19", "TERMINATED"),
        version(4, "2026-11-19"),
    )
    with clinic.app() as nurse:
        nurse.wait_for("inbox 8")
        nurse.press("<esc>", "I")
        shown = nurse.wait_for("8 important")
        words = [line.lstrip("> ").split()[0] for line in shown.splitlines()[1:14:2]]
        assert words[:5] == ["STOPPED", "SITE", "REASON", "CRITERIA", "CRITERIA"]
        kept("inbox-all", nurse, clinic)
        nurse.press("<down>", "<enter>")
        nurse.wait_for("Centre A")  # the tab on which it changed
        nurse.press("<esc>", "A")
        nurse.wait_for("read; u takes it back")
        nurse.press("u")
        nurse.wait_for("unread again")
        nurse.wait_for("8 important")
        nurse.press("A")
        nurse.wait_for("nothing new")
        leave(nurse)
    assert clinic.inbox().count == 0


def test_with_a_patient_the_inbox_says_which_changes_touch_them(clinic: Clinic) -> None:
    stricter = CRITERIA.replace("CrCl >= 30", "CrCl >= 45")
    looser = CRITERIA.replace("CrCl >= 30", "CrCl >= 20")
    clinic.imports(
        version(1, "2026-11-19", eligibility=Eligibility(text=stricter)),
        version(2, "2026-11-19", eligibility=Eligibility(text=looser)),
        version(3, "2026-11-19", "TERMINATED"),
    )
    with clinic.app() as nurse:
        nurse.wait_for("inbox 2")
        nurse.press("<esc>", "I")
        nurse.wait_for("2 important · 1 more")
        nurse.press("P")
        nurse.wait_for("Patient")
        nurse.press("62 f, CrCl 25, HIV no", "<enter>", "<esc>")
        nurse.wait_for('~ keeps this patient out, as before: "CrCl >= 45 mL/min"')
        # What lets this patient in is not folded away with the rest.
        nurse.wait_for('~ keeps this patient out no more: "CrCl >= 30 mL/min"')
        nurse.wait_for("~ EXCLUDED")
        kept("inbox-patient", nurse, clinic)
        nurse.press("Y")
        nurse.wait_for("with the patient")
        nurse.press("<esc>", "P", "<c-n>", "<esc>")
        shown = nurse.wait_for("+ 1 trial with less")
        assert "~" not in shown
        leave(nurse)
    kept_files = [each.read_bytes() for each in (clinic.folder / "state").iterdir()]
    assert kept_files and not any(b"CrCl 25" in each for each in kept_files)


def test_nothing_vanishes_unread(tmp_path: Path) -> None:
    """The app is killed, two are open, and the catalogue is replaced twice in between."""
    clinic = begun(tmp_path)
    clinic.imports(version(1, "2026-11-19", "SUSPENDED"), version(2, "2026-11-19", "COMPLETED"))
    with clinic.app() as killed:
        killed.wait_for("inbox 2")
        killed.press("<esc>", "I")
        killed.wait_for("2 important")
        os.kill(killed.process.pid, signal.SIGKILL)
        killed.end()
    clinic.imports(version(1, "2026-11-20", "TERMINATED"))
    with clinic.app() as one, clinic.app() as other:
        for each in (one, other):
            each.wait_for("inbox 2")
        one.press("<esc>", "I", " ")
        one.wait_for("1 important")
        other.press("<esc>", "<down>")
        other.wait_for("inbox 1")
        other.press("I")
        shown = other.wait_for("RECRUITING → ENDED")
        assert "NCT00000001" not in shown
        # Gone as soon as it is read: what was read is written all the same.
        other.write(b" ")
        other.wait_for("read         NCT00000002")
        other.write(b"\x11")
        assert other.end() == 0
        leave(one)
    assert clinic.inbox().count == 0


def test_before_an_import_it_is_said_what_of_it_is_on_lists(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic = begun(tmp_path)
    monkeypatch.setenv("TRIALS_STATE", str(tmp_path / "state"))
    changes = [Change(f"NCT0000000{n}", "now", "status", "a", "b") for n in (1, 2, 2, 3)]
    summary = Summary(Imported(changes=changes), [], True)
    print_summary(summary, as_json=True)
    assert json.loads(capsys.readouterr().out)["on_lists"] == {"Case 17": 2}
    print_summary(summary, as_json=False)
    assert "on your lists: Case 17: 2." in capsys.readouterr().out
    assert clinic.inbox().count == 0


def test_queries_are_kept_by_keys_and_searched_again(tmp_path: Path) -> None:
    clinic = begun(tmp_path)
    clinic.imports(version(4, "2026-11-19"))
    with clinic.app() as nurse:
        nurse.wait_for("inbox 1")
        nurse.press("solid", "<esc>", "B")
        nurse.wait_for("Keep this query")
        nurse.press("<c-u>", "Frau Huber", "<enter>")
        nurse.wait_for("it looks like a person's name")
        nurse.press("<c-u>", "tumours", "<enter>")
        nurse.wait_for("kept as tumours, 1 found")
        nurse.press("b")
        nurse.wait_for("1 found")
        kept("kept-queries", nurse, clinic)
        nurse.press("x")
        nurse.wait_for("forgotten: heads")
        nurse.press("u")
        nurse.wait_for("3 found, 1 new")
        nurse.press("<down>", "<enter>")
        nurse.wait_for("/ solid")
        leave(nurse)


def test_a_kiosk_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    clinic = begun(tmp_path / "home")
    terminal = Terminal(["--kiosk", "--catalog", str(clinic.catalogue)], tmp_path / "kiosk")
    try:
        terminal.ready("NCT00000001")
        terminal.press("solid", "<esc>")
        for key in "BbI":
            terminal.press(key)
            terminal.wait_for("no query is kept here, and there is no inbox")
        leave(terminal)
    finally:
        terminal.close()
    assert not (tmp_path / "kiosk" / "state").exists()
