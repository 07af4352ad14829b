"""A catalogue that is written over, cut or swollen while somebody reads it; sizes told by a shell.

A file that is mapped into memory and then cut ends its reader by SIGBUS, without a word: nothing
maps it, however short it lives.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.catalog.test_damage import harmed_file
from tests.soaking import often
from tests.tui.driving import ROOT, STARTER, Terminal

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    path = tmp_path / "c.db"
    shutil.copy(STARTER, path)
    return path


def _same(path: Path) -> None:
    data = path.read_bytes()
    with path.open("r+b") as file:
        file.truncate(0)
        file.write(data)


def _cut(path: Path) -> None:
    os.truncate(path, 4096 * 3)


def _emptied(path: Path) -> None:
    os.truncate(path, 0)


def _noise(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(b"\xa5" * size)


def _renamed(path: Path) -> None:
    other = path.with_name("other.db")
    shutil.copy(path, other)
    other.replace(path)


def _gone(path: Path) -> None:
    path.unlink()


HARMS = (_same, _cut, _emptied, _noise, _renamed, _gone)


@pytest.fixture
def batch(catalogue: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tui", "--catalog", str(catalogue), "search", "--batch"],
        cwd=ROOT, text=True, bufsize=1,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "TRIALS_STATE": str(tmp_path / "state")},
    )  # fmt: skip
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("harm", HARMS)
def test_batch_with_the_file_pulled_away(
    batch: subprocess.Popen[str], catalogue: Path, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    assert batch.stdin is not None
    assert batch.stdout is not None
    batch.stdin.write("hnscc\n")
    assert json.loads(batch.stdout.readline())["total"] > 0
    maps = Path(f"/proc/{batch.pid}/maps")
    assert not maps.exists() or catalogue.name not in maps.read_text(), "it is not mapped"
    harm(catalogue)
    told, said = batch.communicate("pembrolizumab\ncancer\nstatus:recruiting\nhead neck\n")
    assert batch.returncode in (0, 2)
    answers = [json.loads(line) for line in told.splitlines()]
    if harm in (_same, _renamed, _gone):
        assert (batch.returncode, len(answers), said) == (0, 4, "")
    assert batch.returncode == 0 or len(said.splitlines()) == 1, said
    assert not list(tmp_path.glob("state/defect*"))


LONG = (
    "search --json --limit 99 --exact", "search trial --csv -", "show NCT05721443 --json",
    "show NCT05721443", "stats --json", "check", "compare NCT05721443 NCT04144517 --format json",
    "eligibility NCT05721443 --json", "changes --json",
)  # fmt: skip


@pytest.mark.parametrize("command", LONG[: often(3, 9)])
def test_a_command_with_the_file_pulled_away_before_it_is_done(
    catalogue: Path, tmp_path: Path, command: str
) -> None:
    """It stands still where it first asks for pages, in every connection, until the file is cut."""
    program = (
        "import sys, sqlite3\n"
        "from catalog.store import opening\n"
        "def begun(self, *given):\n"
        "    found = sqlite3.Connection.execute(self, *given)\n"
        "    if 'FROM' in given[0] and 'sqlite_master' not in given[0] and not begun.done:\n"
        "        found.fetchone()\n"
        "        begun.done = True\n"
        "        sys.stdout.write('\\n'); sys.stdout.flush(); sys.stdin.readline()\n"
        "        return sqlite3.Connection.execute(self, *given)\n"
        "    return found\n"
        "begun.done = False\n"
        "opening.Guarded.execute = begun\n"
        "from tui.start import main\n"
        "main()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, "--catalog", str(catalogue), *command.split()],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "TRIALS_STATE": str(tmp_path / "state")},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stdout.read(1) == b"\n"
        maps = Path(f"/proc/{process.pid}/maps")
        assert not maps.exists() or catalogue.name not in maps.read_text()
        _emptied(catalogue)
        _, said = process.communicate(b"\n", timeout=60)
    assert process.returncode in (0, 1, 2), said
    assert len(said.splitlines()) <= 1, said
    assert not list(tmp_path.glob("state/defect*"))


@pytest.mark.parametrize("harm", HARMS[: often(3, 6)])
def test_the_app_with_the_file_pulled_away(
    catalogue: Path, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    terminal = Terminal(["--catalog", str(catalogue)], tmp_path)
    try:
        terminal.ready("NCT04144517")
        harm(catalogue)
        terminal.write(b"pem")
        terminal.settle()
        terminal.press("<down>", "<enter>", "4", "<esc>", "<esc>")
        assert b"Traceback" not in terminal.sent
        terminal.write(b"\x11")
        assert terminal.end() == 0
    finally:
        terminal.close()


COMMANDS = (
    "show NCT05721443", "search cancer", "check", "compare NCT05721443 NCT04144517",
    "show NCT05721443 --json", "search cancer --json", "eligibility NCT05721443", "stats",
    "duplicates", "changes", "search cancer --csv -", "screen --patient {patient}", "check --quick",
)  # fmt: skip
_MOST_MEMORY = 400


def _run(arguments: list[str], folder: Path) -> tuple[int, str, int]:
    """The code, what was said, and the MiB taken at most."""
    code = (
        "import resource, subprocess, sys\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)\n"
        "most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024\n"
        "sys.stdout.write(f'{done.returncode} {most} ' + done.stderr.decode())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, sys.executable, "-m", "tui", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
        env={**os.environ, "TRIALS_STATE": str(folder / "state")},
    )  # fmt: skip
    status, most, said = done.stdout.split(" ", 2)
    return int(status), said, int(most)


@pytest.mark.parametrize("command", COMMANDS[: often(3, len(COMMANDS))])
def test_a_record_that_unpacks_to_300_megabytes(command: str, tmp_path: Path) -> None:
    path = harmed_file(
        STARTER,
        tmp_path / "bomb.db",
        "UPDATE source_record SET raw = ?",
        values=(zlib.compress(b"A" * (300 << 20), 1),),
    )
    patient = tmp_path / "patient.json"
    patient.write_text('{"age": 60}')
    arguments = command.format(patient=patient).split()
    status, said, most = _run(["--catalog", str(path), *arguments], tmp_path)
    assert status in (0, 1, 2), said
    assert "Traceback" not in said
    assert most < _MOST_MEMORY, "MiB"
    assert not list(tmp_path.glob("state/defect*"))


# the size


@pytest.mark.parametrize("size", [(60, 24), (0, 0)])
@pytest.mark.parametrize("command", ["show NCT05721443", "search cancer", "stats"][: often(1, 3)])
def test_a_command_is_as_wide_as_the_terminal(
    tmp_path: Path, size: tuple[int, int], command: str
) -> None:
    """What some shell exported says nothing of the terminal that is written to."""
    program = ["/bin/sh", "-c", 'read go; exec "$0" "$@"', sys.executable, "-m", "tui"]
    arguments = ["--catalog", str(STARTER), *command.split()]
    terminal = Terminal(
        arguments, tmp_path, environment={"COLUMNS": "33", "LINES": "9"}, program=program
    )
    try:
        terminal._size(*size)
        terminal.write(b"\r\n")
        assert terminal.end(30) == 0
        wanted = size[0] or 80
        lines = terminal.sent.decode().splitlines()
        longest = max(len(each) for each in lines if "\x1b" not in each)  # no heading is wrapped
        assert wanted - 20 < longest <= wanted
    finally:
        terminal.close()
