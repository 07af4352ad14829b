"""`trials update`: pages are kept, taken up again after a cut, and imported as any folder is."""

import datetime as dt
import errno
import gzip
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from catalog.search.parser import parse
from catalog.store.catalogue import Catalogue
from catalog.store.publish import changing
from importers.download import folder
from importers.download.errors import (
    Busy,
    Rejected,
    TooMuch,
    UnusableFolder,
    UpdateError,
    WrongQuestion,
)
from importers.download.fetching import Limits
from importers.download.history import NAME, Download
from importers.download.plan import Question, Window
from tests.tui import registry_server as registry
from tests.tui.registry_server import FakeClock, Handler, Registry, Study, says, serving, study
from tests.waiting import AT_MOST
from tui.cli import failures
from tui.cli.download_run import Updated, code_of, print_updated, update
from tui.cli.importing import import_paths
from tui.cli.program import main
from tui.cli.progress import DownloadBar, downloaded
from tui.exports.contract import trial_json

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def server() -> Iterator[Registry]:
    with serving([study(number) for number in range(1, 11)]) as running:
        yield running


class Clinic:
    """A folder, a catalogue and a clock, and updates from a server into them."""

    def __init__(self, server: Registry, home: Path) -> None:
        self.server, self.clock = server, FakeClock()
        self.folder, self.catalogue = home / "downloads", home / "catalog.db"

    def update(self, question: Question | None = None, **options: Any) -> Updated:
        asked = question or Question(base_url=self.server.url)
        catalogue = None if options.pop("download_only", False) else self.catalogue
        return update(asked, self.folder, catalogue, clock=self.clock.clock, **options)

    def later(self, days: int) -> None:
        self.clock.today += dt.timedelta(days=days)

    @property
    def pages(self) -> list[str]:
        return sorted(path.name for path in self.folder.rglob("*.json") if path.name != NAME)

    @property
    def state(self) -> dict[str, Any]:
        known: dict[str, Any] = json.loads((self.folder / NAME).read_bytes())
        return known


@pytest.fixture
def clinic(server: Registry, tmp_path: Path) -> Clinic:
    return Clinic(server, tmp_path)


def trials(catalogue: Path) -> dict[str, Any]:
    """Every trial with its sources and provenance; the time of the import left out."""
    with Catalogue.open(catalogue) as opened:
        hits = opened.searcher().search(parse(""), 10_000).hits
        found = [opened.get(each.id) for each in hits]
    shown = {each.id: trial_json(each) for each in found if each is not None}
    for each in shown.values():
        for source in each["sources"]:  # type: ignore[union-attr]
            source.pop("imported_at")  # type: ignore[union-attr, arg-type]
    return shown


# -- the whole way


def test_pages_are_kept_as_they_were_sent_and_imported(clinic: Clinic) -> None:
    done = clinic.update(everything=True)
    assert done.code == failures.DONE
    assert (done.download.pages, done.download.studies, done.download.missing) == (4, 10, 0)
    assert [each["pageSize"] for each in clinic.server.asked] == ["1000"] * 4
    assert [each.get("pageToken") for each in clinic.server.asked] == [None, "t3", "t6", "t9"]
    kept = [json.loads(path.read_bytes()) for path in sorted(done.place.iterdir())]
    assert [one for page in kept for one in page["studies"]] == clinic.server.studies
    assert len(trials(clinic.catalogue)) == 10


def test_everything_changed_since_the_last_update_with_a_day_more(clinic: Clinic) -> None:
    clinic.update(everything=True)
    clinic.later(30)
    clinic.server.studies[4] = study(5, day="2026-03-20", title="Five, changed")
    clinic.server.studies.append(study(11, day="2026-04-01"))
    clinic.server.asked.clear()
    done = clinic.update()
    [asked] = clinic.server.asked
    assert asked["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2026-03-04,MAX]"
    assert done.summary is not None
    assert (done.summary.imported.added, done.summary.imported.updated) == (1, 1)
    assert trials(clinic.catalogue)["NCT00000005"]["title"] == "Five, changed"
    clinic.later(1)
    assert clinic.update().download.window.since == dt.date(2026, 4, 3)


def test_the_folder_on_another_machine_gives_the_same_catalogue(
    clinic: Clinic, tmp_path: Path
) -> None:
    clinic.update(everything=True)
    clinic.later(30)
    clinic.server.studies[4] = study(5, day="2026-03-20", title="Five, changed")
    clinic.server.studies[9]["protocolSection"]["conditionsModule"]["conditions"].append("Sepsis")
    clinic.update(everything=True)
    carried = tmp_path / "carried"
    shutil.copytree(clinic.folder, carried)
    summary = import_paths(tmp_path / "other.db", [str(carried)], None)
    assert not summary.refused, "what is known of downloads is no page"
    assert trials(tmp_path / "other.db") == trials(clinic.catalogue)


def test_real_studies_page_by_page_are_those_of_the_file(corpus: Path, tmp_path: Path) -> None:
    lines = gzip.decompress((corpus / "ctgov-json" / "studies.ndjson.gz").read_bytes())
    file = tmp_path / "studies.ndjson"
    file.write_bytes(lines)
    studies: list[Study] = [json.loads(line) for line in lines.splitlines() if line.strip()]
    with serving(studies) as server:
        server.most, server.packs = 25, True
        server.misdeeds = [None, registry.cut, says(429, Retry_After="2"), None, says(500)]
        clinic = Clinic(server, tmp_path)
        done = clinic.update(everything=True)
    assert (done.download.pages, done.download.studies) == (4, len(studies))
    imported = import_paths(tmp_path / "other.db", [str(file)], None).imported
    assert imported.added == len(trials(clinic.catalogue)) > 70
    assert trials_without_files(clinic.catalogue) == trials_without_files(tmp_path / "other.db")


def trials_without_files(catalogue: Path) -> dict[str, Any]:
    return {
        number: {key: value for key, value in one.items() if key not in ("sources", "provenance")}
        for number, one in trials(catalogue).items()
    }


def test_a_study_that_stopped_recruiting_is_found_though_only_recruiting_were_asked_for(
    clinic: Clinic,
) -> None:
    question = Question(statuses=("RECRUITING",), base_url=clinic.server.url)
    clinic.update(question)
    assert clinic.server.asked[0]["filter.overallStatus"] == "RECRUITING"
    clinic.later(10)
    clinic.server.studies[2] = study(3, day="2026-03-10", status="TERMINATED")
    done = clinic.update(question)
    assert "filter.overallStatus" not in clinic.server.asked[-1]
    assert trials(clinic.catalogue)["NCT00000003"]["status"] == "TERMINATED"
    assert done.download.window.continues


def test_questions_are_kept_apart(clinic: Clinic) -> None:
    melanoma = Question(condition="melanoma", base_url=clinic.server.url)
    sepsis = Question(condition="sepsis", base_url=clinic.server.url)
    assert clinic.update(melanoma).download.window.since is None
    clinic.later(5)
    assert clinic.update(sepsis).download.window.since is None
    assert clinic.update(melanoma).download.window.since == dt.date(2026, 3, 4)
    with pytest.raises(WrongQuestion, match="--all"):
        clinic.update()


def test_a_window_that_leaves_days_out_does_not_move_the_last_update(clinic: Clinic) -> None:
    clinic.update(everything=True)
    clinic.later(30)
    done = clinic.update(since=dt.date(2026, 4, 1))
    assert not done.download.window.continues
    clinic.later(1)
    assert clinic.update().download.window.since == dt.date(2026, 3, 4)


def test_a_clock_that_is_ahead_leaves_no_day_out(clinic: Clinic) -> None:
    clinic.clock.today = dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
    clinic.update(everything=True)
    since = clinic.update().download.window.since
    assert since is not None and since < dt.datetime.now(dt.UTC).date()


def test_downloads_that_were_not_imported_are_imported_with_the_next(clinic: Clinic) -> None:
    first = clinic.update(everything=True, download_only=True)
    assert first.summary is None and not clinic.catalogue.exists()
    clinic.later(3)
    clinic.server.studies.append(study(11, day="2026-03-07"))
    done = clinic.update()
    assert done.imported == (first.download.name, done.download.name)
    assert len(trials(clinic.catalogue)) == 11
    clinic.later(1)
    clinic.server.studies.append(study(12, day="2026-03-09"))
    assert len(clinic.update().imported) == 1
    clinic.catalogue.unlink()
    assert len(clinic.update().imported) == 4, "a new catalogue gets all of it"
    assert len(trials(clinic.catalogue)) == 12


def test_nothing_new_is_no_page_and_no_refusal(clinic: Clinic) -> None:
    clinic.server.most = 5  # the last page is full: the API then sends an empty one
    assert clinic.update(everything=True).download.pages == 2
    assert clinic.server.asked[-1]["pageToken"] == "t10"
    clinic.later(40)
    done = clinic.update()
    assert (done.code, done.download.pages, done.summary) == (failures.DONE, 0, None)
    assert not done.place.exists()


# -- what goes wrong on the way


def fails_at(token: str, misdeed: registry.Misdeed) -> registry.Misdeed:
    def misbehaves(handler: Handler, body: bytes) -> None:
        if handler.server.asked[-1].get("pageToken") == token:
            misdeed(handler, body)
        else:
            handler.answer(body)

    return misbehaves


def test_after_a_cut_the_same_command_goes_on_where_it_stopped(clinic: Clinic) -> None:
    clinic.server.always = fails_at("t6", registry.cut)
    with pytest.raises(UpdateError, match="tried 6 times") as raised:
        clinic.update(everything=True)
    assert "2 pages kept in" in "".join(raised.value.__notes__)
    assert not clinic.catalogue.exists(), "half of it is not imported"
    clinic.server.always = None
    clinic.server.asked.clear()
    clinic.later(2)
    done = clinic.update()
    assert [each["pageToken"] for each in clinic.server.asked] == ["t6", "t9"]
    assert (done.download.pages, done.download.studies, done.download.total) == (4, 10, 10)
    assert len(trials(clinic.catalogue)) == 10
    # What changed since the first page was fetched is asked for next, not since the last one.
    assert clinic.update().download.window.since == dt.date(2026, 3, 4)


def test_a_token_the_registry_forgot_starts_over(
    clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    clinic.server.always = fails_at("t9", says(403))
    with pytest.raises(UpdateError):
        clinic.update(everything=True)
    clinic.server.most = 10
    clinic.server.always = fails_at("t9", says(400, b"Unknown page token"))
    done = clinic.update()
    assert "starting over" in capsys.readouterr().err
    assert len(clinic.pages) == done.download.pages == 1, "pages of the first attempt are gone"
    assert len(trials(clinic.catalogue)) == 10


def test_a_token_refused_in_the_middle_is_no_reason_to_start_over(clinic: Clinic) -> None:
    clinic.server.always = fails_at("t6", says(400, b"no"))
    with pytest.raises(Rejected):
        clinic.update(everything=True)
    assert len(clinic.pages) == 2


def test_pages_that_were_taken_away_are_fetched_again(clinic: Clinic) -> None:
    clinic.server.always = fails_at("t6", says(403))
    with pytest.raises(UpdateError):
        clinic.update(everything=True)
    (clinic.folder / next(iter(clinic.state["unfinished"].values()))["name"]).rename(
        clinic.folder.parent / "taken"
    )
    clinic.server.always = None
    assert clinic.update().download.studies == 10
    assert len(trials(clinic.catalogue)) == 10


def test_a_download_that_is_not_finished_is_not_imported_with_another(clinic: Clinic) -> None:
    clinic.server.always = fails_at("t6", says(403))
    cut = Question(condition="melanoma", base_url=clinic.server.url)
    with pytest.raises(UpdateError):
        clinic.update(cut)
    clinic.server.always = None
    clinic.later(1)
    assert len(clinic.update(since=dt.date(2026, 3, 1)).imported) == 0
    assert clinic.update(cut).download.pages == 4
    assert len(trials(clinic.catalogue)) == 10, "its later pages are not taken for imported"


def test_an_update_that_came_to_nothing_binds_nobody(clinic: Clinic) -> None:
    clinic.server.always = says(403)
    with pytest.raises(UpdateError):
        clinic.update(everything=True)
    clinic.server.always = None
    with pytest.raises(WrongQuestion):
        clinic.update()
    clinic.later(1)
    done = clinic.update(since=dt.date(2026, 1, 2))
    assert (done.download.day, done.download.pages) == (dt.date(2026, 3, 6), 4)


def test_another_window_begins_anew_and_keeps_the_pages_that_are_there(clinic: Clinic) -> None:
    clinic.server.always = fails_at("t6", says(403))
    with pytest.raises(UpdateError):
        clinic.update(everything=True)
    clinic.server.always = None
    clinic.later(1)
    done = clinic.update(since=dt.date(2026, 1, 1))
    assert done.download.window.since == dt.date(2026, 1, 1)
    assert (done.download.pages, len(clinic.pages), len(done.imported)) == (4, 6, 2)


def test_a_circle_of_tokens_ends_and_is_not_gone_round_again(clinic: Clinic) -> None:
    clinic.server.always = registry.same_token
    with pytest.raises(UpdateError, match="in a circle"):
        clinic.update(everything=True)
    assert len(clinic.server.asked) == 2
    clinic.server.always = None
    assert clinic.update(everything=True).download.studies == 10
    assert len(trials(clinic.catalogue)) == 10


def test_a_longer_circle_ends(clinic: Clinic) -> None:
    def circle(handler: Handler, body: bytes) -> None:
        page = json.loads(body)
        following = {None: "t3", "t3": "t6", "t6": "t0", "t0": "t3"}
        page["nextPageToken"] = following[handler.server.asked[-1].get("pageToken")]
        handler.answer(json.dumps(page).encode())

    clinic.server.always = circle
    with pytest.raises(UpdateError, match="in a circle"):
        clinic.update(everything=True)
    assert len(clinic.server.asked) == 4


def test_an_empty_page_that_names_a_next_one_is_no_end(clinic: Clinic) -> None:
    """What comes behind it is fetched; many in a row are no answer, and no day counts as had."""
    emptied: list[str] = []

    def gap(handler: Handler, body: bytes) -> None:
        asked = handler.server.asked[-1].get("pageToken") or ""
        if asked and not emptied:
            emptied.append(asked)
            page = {"studies": [], "nextPageToken": json.loads(body).get("nextPageToken")}
            handler.answer(json.dumps(page).encode())
        else:
            handler.answer(body)

    clinic.server.always = gap
    done = clinic.update(everything=True)
    assert emptied
    assert done.download.studies == 10 - 3, "a page of three was withheld, the rest is there"

    def endless(handler: Handler, body: bytes) -> None:
        page = {"studies": [], "nextPageToken": f"n{len(handler.server.asked)}"}
        handler.answer(json.dumps(page).encode())

    clinic.server.always = endless
    with pytest.raises(UpdateError, match="pages without studies"):
        clinic.update(everything=True)


def test_pages_without_end_end(clinic: Clinic) -> None:
    def more(handler: Handler, body: bytes) -> None:
        page = {"studies": [study(1)] * 600, "nextPageToken": f"n{len(handler.server.asked)}"}
        handler.answer(json.dumps({"totalCount": 10, **page}).encode())

    clinic.server.always = more
    with pytest.raises(UpdateError, match="counted 10 studies"):
        clinic.update(everything=True)
    assert len(clinic.server.asked) < 6
    assert clinic.state["unfinished"] == {}


def test_pages_too_large_are_asked_for_in_smaller_ones(clinic: Clinic) -> None:
    def large(handler: Handler, body: bytes) -> None:
        size = int(handler.server.asked[-1]["pageSize"])
        handler.answer(body + b" " * (10_000 * size))

    small = Limits(body=1 << 20)
    clinic.server.always = large
    assert clinic.update(everything=True, limits=small).download.studies == 10
    sizes = [each["pageSize"] for each in clinic.server.asked]
    assert sizes == ["1000", "250", *["62"] * 4]
    clinic.server.always = registry.endless
    with pytest.raises(TooMuch, match="larger than 1 MiB"):
        clinic.update(everything=True, limits=small)


def test_studies_that_were_counted_but_not_sent_are_told(
    clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    def fewer(handler: Handler, body: bytes) -> None:
        handler.answer(body.replace(b'"totalCount": 10', b'"totalCount": 12'))

    clinic.server.always = fewer
    done = clinic.update(everything=True)
    assert (done.code, done.download.missing) == (failures.REFUSED, 2)
    print_updated(done, as_json=True)
    printed = capsys.readouterr()
    assert "counted 12 studies and sent 10" in printed.err
    assert json.loads(printed.out)["complete"] is False
    with pytest.raises(WrongQuestion):
        clinic.update()  # the last update does not count as one


def test_a_page_that_is_none_is_not_kept(clinic: Clinic) -> None:
    clinic.server.always = fails_at("t3", says(200, b"<html>", Content_Type="text/html"))
    with pytest.raises(UpdateError, match="web page"):
        clinic.update(everything=True)
    assert len(clinic.pages) == 1
    assert list(clinic.folder.rglob("*.part")) == []


def test_hostile_studies_are_refused_or_harmless(
    clinic: Clinic, capsys: pytest.CaptureFixture[str]
) -> None:
    clinic.server.studies[0] = study(
        1, title="\x1b]52;c;YQ==\x07 [link=http://x] ../../etc '; DROP"
    )
    clinic.server.studies[1] = {"protocolSection": {"identificationModule": {"nctId": "../../x"}}}
    clinic.server.studies[2] = {"protocolSection": {"statusModule": []}}
    done = clinic.update(everything=True)
    assert done.summary is not None
    assert done.code == failures.REFUSED
    assert done.summary.refused
    assert done.summary.imported.added + len(done.summary.refused) == 10
    assert main(["--catalog", str(clinic.catalogue), "show", "NCT00000001"]) == 0
    assert main(["--catalog", str(clinic.catalogue), "check"]) == 0
    printed = capsys.readouterr().out
    assert "\x1b" not in printed and "[link=http://x]" in printed


# -- the folder


def test_what_was_asked_is_written_nowhere(clinic: Clinic) -> None:
    question = Question(query="Jane Doe", condition="her illness", base_url=clinic.server.url)
    clinic.server.always = fails_at("t6", says(403))
    with pytest.raises(UpdateError):
        clinic.update(question)
    written = b"".join(path.read_bytes() for path in clinic.folder.rglob("*") if path.is_file())
    assert b"Jane" not in written and b"illness" not in written
    assert stat.S_IMODE(clinic.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((clinic.folder / NAME).stat().st_mode) == 0o600


def test_one_update_at_a_time(clinic: Clinic) -> None:
    with folder.opened(clinic.folder), pytest.raises(Busy) as raised:
        clinic.update(everything=True)
    assert code_of(raised.value) == failures.LOCKED
    assert clinic.server.asked == []


def test_damaged_memory_is_told_and_not_taken_for_a_first_time(clinic: Clinic) -> None:
    clinic.update(everything=True)
    (clinic.folder / NAME).write_bytes(b'{"covered": ')
    with pytest.raises(UnusableFolder, match="damaged"):
        clinic.update(everything=True)


def test_a_full_disk_is_one_sentence(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []

    def full(path: Path, data: bytes) -> None:
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(path)
        path.write_bytes(data)

    with monkeypatch.context() as patched:
        patched.setattr(folder, "write_whole", full)
        with pytest.raises(UnusableFolder, match="disk is full") as raised:
            clinic.update(everything=True)
    assert code_of(raised.value) == failures.WRONG_USE
    assert len(clinic.pages) == 2
    assert clinic.update().download.studies == 10


def test_a_disk_that_is_really_full_keeps_what_was_finished(
    server: Registry, tmp_path: Path
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(small)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        server.studies = [study(number, title="x" * 20_000) for number in range(1, 31)]
        clinic = Clinic(server, small)
        with pytest.raises(UnusableFolder, match="disk is full"):
            clinic.update(everything=True)
        kept = [json.loads(path.read_bytes()) for path in clinic.folder.rglob("ctgov-*.json")]
        assert len(kept) >= 2
        assert all(len(each["studies"]) == 3 for each in kept)
        assert list(clinic.folder.rglob("*.part")) == []
    finally:
        subprocess.run(["umount", str(small)], check=False)


def test_a_folder_that_is_none_is_wrong_usage(clinic: Clinic) -> None:
    clinic.folder.write_text("a file")
    with pytest.raises(UnusableFolder) as raised:
        clinic.update(everything=True)
    assert code_of(raised.value) == failures.WRONG_USE


# -- the command


Ran = tuple[int, str, str]


@pytest.fixture
def run(server: Registry, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def _run(*arguments: str) -> Ran:
        capsys.readouterr()
        where = ["--base-url", server.url, "--folder", str(tmp_path / "downloads")]
        code = main(["--catalog", str(tmp_path / "c.db"), "update", *arguments, *where])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return code, printed.out, printed.err

    server.most = 10
    return _run


def test_the_first_update_asks_for_a_word(run: Callable[..., Ran], server: Registry) -> None:
    code, out, err = run()
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "--all" in err
    assert server.asked == []


def test_the_command_says_what_it_did(run: Callable[..., Ran], server: Registry) -> None:
    code, out, err = run("--condition", "melanoma", "--status", "recruiting", "--json")
    said = json.loads(out)
    assert (code, err) == (0, "")
    assert set(said) == {
        "folder", "since", "pages", "studies", "counted", "complete", "imported", "import",
    }  # fmt: skip
    assert said["import"]["added"] == 10
    code, out, _ = run("--condition", "melanoma", "--status", "Recruiting")
    assert code == 0
    assert "no study posted or changed since" in out
    assert "in every status" in out
    code, out, _ = run("--since", "2026-01-01", "--download-only", "--condition", "melanoma")
    assert "10 studies posted or changed since 2026-01-01 on 1 page, kept in" in out
    assert "trials import" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--since", "yesterday"),
        ("--since", "2999-01-01"),
        ("--since", "2026-02-30"),
        ("--since", "2026-01-01", "--all"),
        ("--status", "nonsense", "--all"),
        ("--all", "--proxy", "gopher://x"),
    ],
)
def test_wrong_usage(run: Callable[..., Ran], server: Registry, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert server.asked == []


def test_a_cut_download_is_exit_1_with_what_is_kept(
    run: Callable[..., Ran], server: Registry
) -> None:
    server.most = 6
    server.always = fails_at("t6", says(403))
    code, out, err = run("--all")
    assert (code, out) == (1, "")
    assert "answered 403" in err and "1 page kept in" in err


def test_a_locked_catalogue_is_exit_3_and_the_pages_are_imported_later(
    run: Callable[..., Ran], tmp_path: Path
) -> None:
    with changing(tmp_path / "c.db") as working:
        assert run("--all")[0] == 3
        working.discard()
    assert json.loads(run("--json")[1])["import"]["added"] == 10


def test_without_urllib3_the_command_says_what_to_do(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['urllib3'] = None; from tui.cli.program import main;"
        "sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "update", "--all", "--folder", str(tmp_path / "d")],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert "urllib3" in done.stderr and "--download-only" in done.stderr


# -- killed


def started(server: Registry, home: Path, *arguments: str) -> subprocess.Popen[str]:
    where = ["--folder", str(home / "downloads"), "--base-url", server.url, *arguments]
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tui.cli.program",
            "--catalog",
            str(home / "c.db"),
            "update",
            *where,
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_pages_outlive_the_program(server: Registry, tmp_path: Path, sent: signal.Signals) -> None:
    arrived, let_go = threading.Event(), threading.Event()

    def hangs(handler: Handler, body: bytes) -> None:
        arrived.set()
        let_go.wait(AT_MOST)

    server.most = 4
    server.always = fails_at("t8", hangs)
    with started(server, tmp_path, "--all") as running:
        assert arrived.wait(AT_MOST)
        running.send_signal(sent)
        _, err = running.communicate(timeout=20)
    let_go.set()
    if sent != signal.SIGKILL:
        assert running.returncode == 128 + sent
        assert "the same command goes on from there" in err
        assert "Traceback" not in err
    assert len(list((tmp_path / "downloads").rglob("ctgov-*.json"))) == 2
    server.always = None
    server.asked.clear()
    with started(server, tmp_path, "--json") as running:
        out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert "going on behind page 2" in err
    assert [each["pageToken"] for each in server.asked] == ["t8"]
    assert json.loads(out)["import"]["added"] == 10


# -- progress


def test_the_time_left_is_what_the_pages_so_far_took() -> None:
    download = Download(name="x", day=dt.date(2026, 3, 5), window=Window(), pages=12)
    at = Download(
        name="x", day=download.day, window=Window(), pages=12, studies=12_000, total=60_000
    )
    assert downloaded(at, 12_000, 60.0) == "page 12, 12,000 of 60,000 studies, about 4 min left"
    assert downloaded(at, 0, 60.0) == "page 12, 12,000 of 60,000 studies"
    # What an earlier run fetched took none of this one's time.
    assert downloaded(at, 6_000, 10.0).endswith("about 80 s left")
    assert downloaded(download, 0, 1.0) == "page 12, 0 studies"


def test_the_bar_draws_and_is_gone(capsys: pytest.CaptureFixture[str]) -> None:
    with DownloadBar() as bar:
        download = Download(name="x", day=dt.date(2026, 3, 5), window=Window(), total=3)
        bar.begins(download)
        bar.page(download)
        bar.says("waits [/x] \x1b[31m")
        time.sleep(0.01)
    assert "\x1b[31m" not in capsys.readouterr().err
