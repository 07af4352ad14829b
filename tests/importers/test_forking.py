"""Workers are forks of a process that has loaded everything: of nothing that only one may hold."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from importers.download.errors import Busy
from importers.download.folder import opened
from tests.importers import finishing
from tests.importers.test_pipeline import ROOT, lines, many

if sys.platform != "linux":
    pytest.skip("forks on Linux only", allow_module_level=True)


def told(script: str, *arguments: str) -> list[object]:
    """What a process of its own says, a JSON value a line: this one holds files and threads."""
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


WORKING = """
import json, os, signal, sqlite3, sys
from importers.pipeline import read
from tests.importers import finishing
signal.signal(signal.SIGTERM, lambda *_: print('"handled"', flush=True))
print('"once"')  # still in the buffer when workers are forked
found = read([sys.argv[1]], workers=2, finish=finishing.number_and_held)
catalogue = sqlite3.connect(sys.argv[2])
catalogue.execute("CREATE TABLE trial (id)")
catalogue.execute("BEGIN IMMEDIATE")
for one in found:
    if isinstance(one, tuple):
        print(json.dumps([os.getpid(), *one]))
"""


def test_a_worker_holds_no_file_and_no_handler_of_its_parent(tmp_path: Path) -> None:
    numbers = many(300)
    path = lines(tmp_path / "studies.ndjson", numbers)
    once, *rows = told(WORKING, str(path), str(tmp_path / "catalogue.db"))
    assert once == "once"
    assert [row[1] for row in rows if isinstance(row, list)] == numbers
    workers = [row for row in rows if isinstance(row, list) and row[0] != row[2]]
    assert len(workers) > 200, "the first few are understood by the process that asks"
    for _, _, _, is_fork, files, handler in workers:
        assert is_fork
        assert files == []
        assert handler == "default"


MAY = """
import json, sys, threading
from importers.forking import may_fork
print(json.dumps(may_fork()))
with open(sys.argv[1], "w"):
    print(json.dumps(may_fork()))
print(json.dumps(may_fork()))
done = threading.Event()
other = threading.Thread(target=done.wait)
other.start()
print(json.dumps(may_fork()))
done.set()
"""


def test_nothing_is_forked_beside_a_thread_or_an_open_file(tmp_path: Path) -> None:
    assert told(MAY, str(tmp_path / "file")) == [True, False, True, False]


UPDATING = """
import json, os, signal, sys
from pathlib import Path
from importers.download.folder import opened
from importers.forking import may_fork
from importers.pipeline import read
from tests.importers import finishing
with opened(Path(sys.argv[2])):
    print(json.dumps(may_fork()))
    found = read([sys.argv[1]], workers=2, finish=finishing.number_and_held)
    for one in found:
        if isinstance(one, tuple):
            print(json.dumps([os.getpid(), *one]), flush=True)
            if sys.argv[3:]:
                os.kill(os.getpid(), signal.SIGSTOP)
"""


def test_a_worker_lets_go_of_the_lock_of_an_update(tmp_path: Path) -> None:
    numbers = many(300)
    path, folder = lines(tmp_path / "studies.ndjson", numbers), tmp_path / "downloads"
    may, *rows = told(UPDATING, str(path), str(folder))
    assert may is True
    workers = [row for row in rows if isinstance(row, list) and row[0] != row[2]]
    assert [row[1] for row in rows if isinstance(row, list)] == numbers
    assert len(workers) > 200
    assert all(is_fork and files == [] for _, _, _, is_fork, files, _ in workers)


def test_the_lock_of_an_update_is_held_while_it_lives_and_no_longer(tmp_path: Path) -> None:
    """It outlives neither the end of its process, killed or not, nor is it lost with a fork's."""
    path, folder = lines(tmp_path / "studies.ndjson", many(300)), tmp_path / "downloads"
    arguments = [sys.executable, "-c", UPDATING, str(path), str(folder), "wait"]
    with subprocess.Popen(
        arguments, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline()) is True
        process.stdout.readline()
        with pytest.raises(Busy), opened(folder):
            pass
        process.kill()
        process.wait()
        with (folder / ".trials-update.lock").open() as lock:
            # Waits: of its workers one may have had no time yet to let go of it, or to end.
            fcntl.flock(lock, fcntl.LOCK_EX)


DEADLY = """
import json, sys
from importers.pipeline import read
from tests.importers import finishing
for one in read([sys.argv[1]], workers=2, finish=finishing.number_or_death):
    print(json.dumps(one if isinstance(one, str) else getattr(one, "record", "")))
"""


def test_what_kills_a_fork_is_refused_alone(tmp_path: Path) -> None:
    """Those that try it again are no forks: by then there are threads, and a database."""
    numbers = many(40, finishing.DEADLY)
    found = told(DEADLY, str(lines(tmp_path / "studies.ndjson", numbers)))
    expected = ["line 21" if each == finishing.DEADLY else each for each in numbers]
    assert [each for each in found if each] == expected


KILLED = """
import json, multiprocessing, sys
from importers.pipeline import read
from tests.importers import finishing
found = read([sys.argv[1]], workers=2, finish=finishing.number)
for each in multiprocessing.active_children()[:int(sys.argv[2])]:
    each.kill()  # while it waits for work
for n, one in enumerate(found):
    print(json.dumps(one if isinstance(one, str) else getattr(one, "record", "")))
    if n == 120:
        for each in multiprocessing.active_children()[-int(sys.argv[2]):]:
            each.kill()
print(json.dumps(len(multiprocessing.active_children())))
"""


@pytest.mark.parametrize("how_many", [1, 2])
def test_workers_that_are_killed_hinder_nobody(tmp_path: Path, how_many: int) -> None:
    """As a machine without memory does: what they had is understood by others."""
    numbers = many(240)
    path = lines(tmp_path / "studies.ndjson", numbers)
    *found, left = told(KILLED, str(path), str(how_many))
    assert [each for each in found if each] == numbers
    assert left == 0


KILLED_BETWEEN = """
import json, multiprocessing, sys
from importers import workers
from importers.pipeline import read
from tests.importers import finishing
workers._AT_HOME = workers._FEW = 0  # whatever there is, it is understood elsewhere
alone = workers._Crew._alone
def killed_first(crew, job):
    if crew._rescuer is not None:  # it has answered, and waits with nothing in hand
        crew._rescuer._process.kill()
        crew._rescuer._process.join()
    return alone(crew, job)
workers._Crew._alone = killed_first
for one in read([sys.argv[1]], workers=1, finish=finishing.number_or_death):
    print(json.dumps(one if isinstance(one, str) else getattr(one, "record", "")))
"""


def test_a_record_is_not_to_blame_for_a_process_that_was_killed_before_it(tmp_path: Path) -> None:
    """Its like in the same batch ended a worker; each of the others comes to a killed process."""
    numbers = many(8, finishing.DEADLY)
    found = told(KILLED_BETWEEN, str(lines(tmp_path / "studies.ndjson", numbers)))
    expected = ["line 5" if each == finishing.DEADLY else each for each in numbers]
    assert [each for each in found if each] == expected


NO_MORE = """
import json, multiprocessing, os, sys
from importers import workers
from importers.pipeline import read
from tests.importers import finishing
fork, forked = os.fork, []
def failing():
    if forked:
        raise BlockingIOError("no process more")
    forked.append(fork())
    return forked[0]
os.fork = failing
workers._AT_HOME = 1 << 40
found = read([sys.argv[1]], workers=2, finish=finishing.number)
print(json.dumps([len(forked), len(multiprocessing.active_children())]))
for one in found:
    print(json.dumps(one if isinstance(one, str) else ""))
"""


def test_where_not_all_can_be_forked_none_is_left(tmp_path: Path) -> None:
    numbers = many(40)
    forked, *found = told(NO_MORE, str(lines(tmp_path / "studies.ndjson", numbers)))
    assert forked == [1, 0]
    assert [each for each in found if each] == numbers


LEFT = """
import json, multiprocessing, sys
from importers.pipeline import read
found = read([sys.argv[1]], workers=2)
print(json.dumps(len(multiprocessing.active_children())))
del found
print(json.dumps(len(multiprocessing.active_children())))
"""


def test_workers_end_where_nothing_is_asked_of_them(tmp_path: Path) -> None:
    """As where somebody else changes the catalogue."""
    assert told(LEFT, str(lines(tmp_path / "studies.ndjson", many(40)))) == [2, 0]


ENDED = """
import json, os, signal, sys
from catalog.model import stopping
from importers.pipeline import read
def ended(number, frame):
    stopping.ask(number)
    raise stopping.ended_by(number)
for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, ended)
os.register_at_fork(after_in_parent=lambda: os.kill(os.getpid(), int(sys.argv[2])))
try:
    for one in read([sys.argv[1]], workers=2):
        print('"went on"')
except BaseException as error:
    print(json.dumps(type(error).__name__))
"""


@pytest.mark.parametrize(
    ("number", "raised"), [(signal.SIGTERM, "SystemExit"), (signal.SIGINT, "KeyboardInterrupt")]
)
def test_who_is_asked_to_end_while_it_forks_ends(tmp_path: Path, number: int, raised: str) -> None:
    """What is raised in the hooks of a fork is lost: it waits until they are done."""
    assert told(ENDED, str(lines(tmp_path / "studies.ndjson", many(40))), str(number)) == [raised]
