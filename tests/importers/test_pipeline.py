"""Paths in, records out: in order, on all cores, whatever happens to a record or a worker."""

from __future__ import annotations

import gzip
import io
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path

import pytest

from catalog.model.record import Refused, SourceRecord
from importers import formats
from importers.bytes.files import opened
from importers.bytes.limits import HEAD
from importers.bytes.zips import Zip
from importers.importer import Head, Importer, Piece
from importers.pipeline import Recognised, UnknownFormat, read
from importers.understanding import Finish, Job, Stepwise, understand
from importers.worker import Worker
from importers.workers import understood
from tests.importers import finishing
from tests.importers.corpus_counts import gathered
from tests.importers.hostile import GOOD, study, zipped
from tests.waiting import AT_MOST

ROOT = Path(__file__).parent.parent.parent
PADDING = "x" * 4000


def lines(path: Path, numbers: list[str]) -> Path:
    path.write_bytes(b"\n".join(study(number, acronym=PADDING) for number in numbers))
    return path


def many(count: int, *odd: str) -> list[str]:
    """NCT numbers, the odd ones in their middle."""
    numbers = [f"NCT{number:08}" for number in range(1, count + 1)]
    middle = count // 2
    return [*numbers[:middle], *odd, *numbers[middle:]]


def test_records_come_in_the_order_of_the_input_from_several_processes(tmp_path: Path) -> None:
    numbers = many(1500)
    path = lines(tmp_path / "studies.ndjson", numbers)
    found = [
        one
        for one in read([path], workers=2, finish=finishing.number_and_process)
        if isinstance(one, tuple)
    ]
    assert [number for number, _ in found] == numbers
    assert len({process for _, process in found}) >= 2


def test_workers_change_nothing(tmp_path: Path) -> None:
    path = lines(tmp_path / "studies.ndjson", many(1200))
    at_home, elsewhere = gathered([path], workers=0), gathered([path], workers=2)
    assert at_home.records == elsewhere.records
    assert at_home.recognised == elsewhere.recognised


def test_little_input_starts_no_process(tmp_path: Path) -> None:
    path = lines(tmp_path / "studies.ndjson", many(20))
    found = list(read([path], finish=finishing.number_and_process))
    assert {one[1] for one in found if isinstance(one, tuple)} == {os.getpid()}


def test_a_record_that_kills_its_worker_is_refused_and_no_other_lost(tmp_path: Path) -> None:
    numbers = many(1500, finishing.DEADLY)
    path = lines(tmp_path / "studies.ndjson", numbers)
    found = list(read([path], workers=2, finish=finishing.number_or_death))
    refused = [one for one in found if isinstance(one, Refused)]
    assert [one.record for one in refused] == ["line 751"]
    assert "ended the process" in refused[0].reason
    assert [one for one in found if isinstance(one, str)] == [
        number for number in numbers if number != finishing.DEADLY
    ]


class Scarce:
    """A machine that has no memory for what is read of a file once so many bytes were."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, enough: int, named: str) -> None:
        self._most, self._named = enough, named
        self._count = 0
        read_into = FileIO.read

        def read(file: FileIO, size: int = -1) -> bytes:
            if Path(f"/proc/self/fd/{file.fileno()}").readlink().name != self._named:
                return read_into(file, size)
            if self._count >= self._most:
                raise MemoryError
            found = read_into(file, size)
            self._count += len(found)
            return found

        class Reading(FileIO):
            def read(self, size: int | None = -1, /) -> bytes:
                return read(self, -1 if size is None else size)

        monkeypatch.setattr(os, "fdopen", lambda handle, *_, **__: Reading(handle))


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc which file is read")
@pytest.mark.parametrize("enough", [0, HEAD], ids=["for nothing", "for its beginning"])
@pytest.mark.parametrize("suffix", [".ndjson", ".ndjson.gz"])
def test_a_file_for_which_there_is_no_memory_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, enough: int, suffix: str
) -> None:
    """As one of its records is: no defect, and nothing to report. The next one is read."""
    path, other = lines(tmp_path / "a.ndjson", many(2000)), lines(tmp_path / "b.ndjson", many(2))
    if suffix.endswith(".gz"):
        path = path.rename(tmp_path / "plain")
        data = gzip.compress(path.read_bytes(), 0)
        path = tmp_path / f"a{suffix}"
        path.write_bytes(data)
    assert path.stat().st_size > HEAD
    Scarce(monkeypatch, enough, path.name)
    found = list(read([path, other], workers=0))
    refused = [each for each in found if isinstance(each, Refused)]
    assert [each.reason for each in refused] == ["it is too large for this machine's memory"]
    assert [each.trial.number for each in found if isinstance(each, SourceRecord)][-2:] == many(2)


def test_a_defect_in_recognising_a_file_is_told_and_the_next_one_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, other = lines(tmp_path / "a.ndjson", many(2)), lines(tmp_path / "b.ndjson", many(2))

    def recognise(head: Head) -> tuple[Importer, str] | None:
        if head.name == path.name:
            raise KeyError("personal data that must not be told")
        return formats.recognise(head)

    monkeypatch.setattr("importers.pipeline.recognise", recognise)
    found = list(read([path, other], workers=0))
    [refused] = [each for each in found if isinstance(each, Refused)]
    assert "a defect of this program (KeyError in test_pipeline.py" in refused.reason
    assert [each.trial.number for each in found if isinstance(each, SourceRecord)] == many(2)


@pytest.mark.parametrize("workers", [0, 2])
def test_what_is_refused_at_one_step_comes_to_no_other_and_the_order_stays(
    tmp_path: Path, workers: int
) -> None:
    path = lines(tmp_path / "studies.ndjson", many(300, finishing.WRONG))
    finish: Stepwise[int] = Stepwise((finishing.number_or_defect, finishing.number_of))
    found = list(read([path], workers=workers, finish=finish))
    assert [each for each in found if isinstance(each, int)] == [
        each for each in range(1, 301) if each != 7
    ]
    refused = [each for each in found if isinstance(each, Refused)]
    assert [(each.record, each.reason.partition(",")[0]) for each in refused] == [
        ("line 7", "a defect of this program (KeyError in finishing.py"),
        ("line 151", "a defect of this program (KeyError in finishing.py"),
    ]
    assert found.index(refused[0]) + 1 == found.index(8)


def test_a_step_is_done_for_the_whole_batch_before_the_next(tmp_path: Path) -> None:
    path = lines(tmp_path / "studies.ndjson", many(30))
    jobs: list[object] = []
    begun: list[str] = []

    def first(record: SourceRecord) -> int:
        begun.append("first")
        return len(begun)

    def second(place: int) -> int:
        begun.append("second")
        return place

    with path.open("rb") as file:
        for line in file:
            jobs.append(Job("ctgov-json", path.name, Piece("", line.strip())))
    jobs.insert(3, "of nobody")
    assert understand(jobs, Stepwise((first, second))) == [1, 2, 3, "of nobody", *range(4, 31)]
    assert begun == ["first"] * 30 + ["second"] * 30


@pytest.mark.parametrize("workers", [0, 2])
def test_a_defect_refuses_one_record_and_tells_no_data(tmp_path: Path, workers: int) -> None:
    path = lines(tmp_path / "studies.ndjson", many(1200, finishing.WRONG))
    found = list(read([path], workers=workers, finish=finishing.number_or_defect))
    refused = [one for one in found if isinstance(one, Refused)]
    assert len(refused) == 1
    assert "KeyError in finishing.py" in refused[0].reason
    assert "personal" not in refused[0].reason
    assert sum(isinstance(one, str) for one in found) == 1200


def test_what_lies_between_records_keeps_its_place() -> None:
    events: list[object] = ["a", Refused("f", "1", "r"), "b"]
    assert list(understood(events, workers=2)) == events


def test_little_is_read_ahead_of_what_is_taken(tmp_path: Path) -> None:
    read_so_far = 0

    def jobs() -> Iterator[object]:
        nonlocal read_so_far
        for path in [lines(tmp_path / "studies.ndjson", many(4000))]:
            from importers.bytes.gauge import Gauge
            from importers.pipeline import _jobs, _Patience

            for job in _jobs([path], None, None, Gauge(0), _Patience()):
                read_so_far += 1
                yield job

    found = understood(jobs(), workers=1)
    for _ in range(1000):
        next(found)
    assert read_so_far < 3000
    assert isinstance(found, Iterator)
    close: Callable[[], None] = getattr(found, "close")  # noqa: B009
    close()


def test_a_zip_is_recognised_once_however_many_members(tmp_path: Path) -> None:
    members = [(f"NCT{n:08}.json", study(f"NCT{n:08}")) for n in range(1, 40)]
    (tmp_path / "studies.zip").write_bytes(zipped(*members, ("readme.txt", b"hello")))
    (tmp_path / "z-later.json").write_bytes(study())
    outcome = gathered([tmp_path])
    assert [(one.file, one.members) for one in outcome.recognised] == [
        ("studies.zip", 39),
        ("z-later.json", 0),
    ]
    assert [one.file for one in outcome.refused] == ["studies.zip!readme.txt"]
    assert outcome.records[0].file == "studies.zip!NCT00000001.json"


def test_a_zip_may_have_more_members_than_16_bits_count(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(66_000):
            archive.writestr(f"f/{n}.json", b"")
    many_members = Zip(opened(path))
    assert many_members.count == 66_000
    assert [one.name for one in many_members.members()] == [f"f/{n}.json" for n in range(66_000)]
    many_members.close()


def test_a_zip_with_something_before_it_is_read(tmp_path: Path) -> None:
    data = zipped(("study.json", study()))
    (tmp_path / "study.zip").write_bytes(data)
    (tmp_path / "shifted.zip").write_bytes(b"PK\x03\x04" + b"junk" * 20 + data)
    assert gathered([tmp_path / "shifted.zip"]).numbers == {GOOD: 1}


def test_a_forced_format_is_believed_and_an_unknown_one_named(tmp_path: Path) -> None:
    path = tmp_path / "study.json"
    path.write_bytes(study())
    assert gathered([path], "ctgov-json").recognised == [
        Recognised("study.json", "ctgov-json", "it was asked for")
    ]
    assert gathered([path], "ctgov-api-v1").refused
    with pytest.raises(UnknownFormat) as unknown:
        read([path], "nothing-known")
    assert unknown.value.known == tuple(importer.name for importer in formats.IMPORTERS)
    assert "ctgov-json" in str(unknown.value)


def test_standard_input_is_a_file_too(tmp_path: Path) -> None:
    script = (
        "from importers.pipeline import read\n"
        "print([getattr(one, 'file', one) for one in read(['-'], workers=0)])"
    )
    for data, file in (
        (study(), "standard input"),
        (zipped(("a.json", study())), "standard input!a.json"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", script], input=data, capture_output=True, cwd=ROOT, check=True
        )
        assert file in done.stdout.decode()


@pytest.mark.parametrize("few", ["limits.PIPED", "free"])
def test_standard_input_does_not_fill_the_disk(tmp_path: Path, few: str) -> None:
    """The folder of temporary files is everybody's."""
    script = (
        "import collections, shutil, sys\n"
        "from importers.bytes import limits\n"
        "from importers.pipeline import read\n"
        "if sys.argv[1] == 'free':\n"
        "    usage = collections.namedtuple('Usage', 'total used free')(0, 0, 6 << 20)\n"
        "    shutil.disk_usage = lambda _: usage\n"
        "else:\n"
        "    limits.PIPED = 3 << 20\n"
        "print([getattr(one, 'reason', '') for one in read(['-'], workers=0)])\n"
        "print(len(sys.stdin.buffer.read()) > 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, few], input=b" " * (9 << 20), capture_output=True, cwd=ROOT,
        check=True, env={**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    told, is_more = done.stdout.decode().splitlines()
    assert "larger than can be kept" in told
    assert is_more == "True", "the rest is not even read"
    assert not list(tmp_path.iterdir())


def test_what_a_library_quotes_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<clinical_study>\n<!-- not\n-- one -->\n</clinical_study>")
    refused = gathered([path]).refused
    assert refused
    assert not any("\n" in each.reason for each in refused)


def test_records_say_where_they_are_from(tmp_path: Path) -> None:
    folder = tmp_path / "somebody" / "private"
    folder.mkdir(parents=True)
    (folder / "study.json").write_bytes(study())
    record = gathered([tmp_path]).records[0]
    assert isinstance(record, SourceRecord)
    assert (record.file, record.place, record.importer) == ("study.json", "", "ctgov-json")
    assert record.raw == study()


SLOW = """
import signal
import sys
from importers.pipeline import read
from tests.importers.finishing import number_slowly
if __name__ == "__main__":
    # a shell starts what runs in its background with this signal ignored
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for found in read([sys.argv[1]], workers=2, finish=number_slowly):
        print(found, flush=True)
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_the_import(tmp_path: Path, sent: signal.Signals) -> None:
    path = lines(tmp_path / "studies.ndjson", many(2500))
    script = tmp_path / "slow.py"
    script.write_text(SLOW)
    process = subprocess.Popen(
        [sys.executable, str(script), str(path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    workers = _children_once_working(process.pid)
    assert workers
    os.kill(process.pid, sent)
    _, errors = process.communicate(timeout=40)
    assert process.returncode != 0
    assert errors.count(b"Traceback") <= 1, errors.decode()
    _await(lambda: not any(map(_is_alive, workers)))


def _children_once_working(parent: int) -> list[int]:
    found: list[int] = []

    def working() -> bool:
        nonlocal found
        found = [
            int(entry.name)
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and _parent_of(entry) == parent
        ]
        return len(found) >= 2

    if not Path("/proc/self/stat").exists():
        pytest.skip("needs /proc to see the workers")
    _await(working)
    time.sleep(0.5)
    return found


def _parent_of(entry: Path) -> int | None:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):
        return None


def _is_alive(process: int) -> bool:
    try:
        return (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[
            0
        ] != "Z"
    except OSError:
        return False


def _await(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + AT_MOST
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_zip_of_one_study_reads_like_the_study(tmp_path: Path) -> None:
    out = io.BytesIO(zipped(("study.json", study()))).getvalue()
    (tmp_path / "a.zip").write_bytes(out)
    (tmp_path / "b.json").write_bytes(study())
    first, second = gathered([tmp_path]).records
    assert first.trial == second.trial
    assert first.sha256 == second.sha256


def test_workers_that_all_die_lose_none_of_what_they_have(tmp_path: Path) -> None:
    """What one had in hand is given to another, who may have died as well."""
    from importers import workers
    from importers.bytes.gauge import Gauge
    from importers.pipeline import _jobs, _Patience

    path = lines(tmp_path / "studies.ndjson", many(12))
    jobs = [job for job in _jobs([path], None, None, Gauge(0), _Patience()) if isinstance(job, Job)]
    crew = workers._Crew(2, finishing.number)
    try:
        for job in jobs[:2]:
            crew.give([job])
        while any(crew._hands.values()):
            crew._hear(None)
        one, other = crew._hands
        one._process.kill()  # both: with work in hand, and idle
        one._process.join()
        crew._hands[one].extend(workers._Given([job]) for job in jobs[2:4])
        crew._given.extend(crew._hands[one])
        other._process.kill()
        other._process.join()
        for job in jobs[4:]:
            crew.give([job])
        assert [found for _ in jobs for found in crew.take()] == many(12)
    finally:
        crew.dismiss()


@pytest.mark.parametrize("error", [None, BlockingIOError("no process more")])
def test_where_no_worker_can_start_records_are_understood_in_this_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception | None
) -> None:
    from importers import workers

    asked = 0
    started = workers._started

    def broken(finish: Finish | None) -> Worker:
        nonlocal asked
        asked += 1
        if error is not None:
            raise error
        worker = started(finish)
        worker._process.kill()
        return worker

    monkeypatch.setattr(workers, "_started", broken)
    path = lines(tmp_path / "studies.ndjson", many(4000))
    found = [each for each in read([path], workers=2) if isinstance(each, SourceRecord)]
    assert [record.trial.number for record in found] == many(4000)
    assert asked < 10, "not asked again for every record"


@pytest.mark.parametrize("change", ["appended", "replaced", "cut"])
def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path, change: str) -> None:
    path = lines(tmp_path / "studies.ndjson", many(600))
    items = read([path], workers=0)
    first = next(one for one in items if isinstance(one, SourceRecord))
    if change == "appended":
        with path.open("ab") as stream:
            stream.write(b"\n" + study("NCT00009999"))
    elif change == "replaced":
        other = lines(tmp_path / "other.ndjson", many(600, "NCT00009999"))
        other.replace(path)
    else:
        os.truncate(path, 1_000_000)
    rest = list(items)
    assert first.trial.number == "NCT00000001"
    assert sum(isinstance(one, SourceRecord) for one in rest) >= 200
    told = [one for one in rest if isinstance(one, Refused)]
    assert [one.file for one in told] == ["studies.ndjson"] * len(told)
    assert "changed while it was read" in told[-1].reason


def test_a_file_that_is_left_alone_is_not_called_changed(tmp_path: Path) -> None:
    path = lines(tmp_path / "studies.ndjson", many(600))
    assert not [one for one in read([path], workers=0) if isinstance(one, Refused)]
