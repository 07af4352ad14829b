"""Commands in pipes: streams that are full, closed or broken; what is typed; what is handed on."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.model.text import visible
from tests.tui.driving import ROOT, STARTER

pytestmark = pytest.mark.skipif(not STARTER.is_file(), reason="no starter catalogue is built")
COMMANDS = (
    "search cancer", "search cancer --json", "search cancer --plain", "show NCT05721443",
    "show NCT05721443 --json", "compare NCT05721443 NCT04144517", "stats", "check", "man", "--help",
    "compare NCT05721443 NCT04144517 --format markdown", "eligibility NCT05721443", "duplicates",
    "--version", "config path",
)  # fmt: skip
"""One of every command that writes to standard output."""
FULL = Path("/dev/full")


def shell(
    line: str, folder: Path, data: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """A line of bash in which `trials` is this program; the last status is the code."""
    run = f'trials() {{ {sys.executable} -m tui --catalog {STARTER} "$@"; }}; '
    return subprocess.run(
        ["/bin/bash", "-c", run + line],
        cwd=ROOT, input=data, capture_output=True, timeout=120,
        env={**os.environ, "TRIALS_STATE": str(folder / "state"), **environment},
    )  # fmt: skip


def is_one_sentence(told: bytes, folder: Path) -> bool:
    assert not list(folder.glob("state/defect*")), "no defect of ours"
    assert b"Traceback" not in told
    return len(told.splitlines()) == 1 and told.startswith(b"trials: ")


@pytest.mark.skipif(not FULL.exists(), reason="no /dev/full")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_one_sentence(command: str, tmp_path: Path) -> None:
    done = shell(f"trials {command} > /dev/full", tmp_path)
    assert done.returncode == 2
    assert is_one_sentence(done.stderr, tmp_path)
    assert b"cannot write the output" in done.stderr


@pytest.mark.parametrize("command", COMMANDS[:8])
def test_a_pipe_that_closes_is_no_word_and_one_code(command: str, tmp_path: Path) -> None:
    done = shell(f"trials {command} | true; exit ${{PIPESTATUS[0]}}", tmp_path)
    assert done.returncode in (0, 141)  # 0: all was written before the pipe was closed
    assert done.stderr == b""
    # Nobody reads at all: the pipe is closed before anything is written.
    closed = f"exec 3> >(exec <&- >&- 2>&-); sleep 0.3; trials {command} >&3"
    done = shell(closed, tmp_path)
    assert (done.returncode, done.stderr) == (141, b"")


def test_closed_streams(tmp_path: Path) -> None:
    done = shell("trials search cancer >&-", tmp_path)
    assert done.returncode == 2
    assert is_one_sentence(done.stderr, tmp_path)
    assert shell("trials search cancer 2>&- > /dev/full", tmp_path).returncode == 2
    done = shell(f"trials --catalog {tmp_path}/c.db import - <&-", tmp_path)
    assert done.returncode in (1, 2)
    assert not list(tmp_path.glob("state/defect*"))
    done = shell("trials search --batch <&-", tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")


TYPED = (
    r"show $'\xff'", r"compare $'\xff' $'\xfe'", r"search $'\xff'", r"eligibility $'\xff'",
    r"link $'\xff' $'\xfe'", r"duplicates", r"--catalog $'\xff' stats", r"import $'\xff'",
    r"screen $'\xff' --patient /dev/null", "screen NCT05721443 --patient /dev/zero",
    "screen NCT05721443 --patient /", "--catalog / stats", "--catalog /dev/zero stats",
)  # fmt: skip


@pytest.mark.parametrize("typed", TYPED)
def test_nothing_that_is_typed_is_a_defect(typed: str, tmp_path: Path) -> None:
    done = shell(f"trials {typed}", tmp_path)
    assert done.returncode in (0, 1, 2), done.stderr
    assert not list(tmp_path.glob("state/defect*")), done.stderr
    assert b"damaged" not in done.stderr or b"--catalog" in typed.encode()


NUMBERS = ("1e400", "-1e400", "NaN", "Infinity", "9" * 400, "[" * 100_000, '"x"', "{}", "1e-400")


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:10])
@pytest.mark.parametrize("name", ["age", "anc", "ecog"])
def test_numbers_of_a_patient_that_nobody_has(name: str, number: str, tmp_path: Path) -> None:
    data = f'{{"{name}": {number}}}'.encode()
    done = shell("trials screen NCT05721443 --patient -", tmp_path, data)
    assert done.returncode in (0, 2), done.stderr
    assert not list(tmp_path.glob("state/defect*"))


def test_lines_that_are_deep_or_odd(tmp_path: Path) -> None:
    lines = ["[" * 200_000, '{"kind":' * 5_000, "1e400", '"\\ud800"', "", "null", "\x00",
             '{"kind": "inclusion", "text": "Age 18 or older"}']  # fmt: skip
    done = shell("trials eligibility --lines -", tmp_path, "\n".join(lines).encode())
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert all(line.startswith(b"trials: line ") for line in done.stderr.splitlines())


# what is handed on

ODD = re.compile("[\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def test_json_holds_nothing_that_a_terminal_obeys() -> None:
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x11000), *range(0xE0000, 0xE0080))))
    for value in (every, {"a\u009b": [every]}, "\ud800"):
        written = visible(json.dumps(value, ensure_ascii=False))
        assert json.loads(written) == value
        assert not ODD.search(written)
        assert not re.search("[\U000e0000-\U000e007f\ud800-\udfff]", written)


def test_every_command_writes_json_by_one_writer(tmp_path: Path) -> None:
    text = "Inclusion Criteria:\n\n* Age \u009b31m \u202e 18 \ufeff years or older"
    done = shell("trials eligibility --text - --json | cat", tmp_path, text.encode())
    assert done.returncode == 0
    told = done.stdout.decode()
    assert "\\u202e" in told
    assert not ODD.search(told)
    for module in (ROOT / "tui").rglob("*.py"):
        source = module.read_text(encoding="utf-8")
        for line in re.findall(r".*json\.dumps\(.*", source):
            assert "ensure_ascii=False" not in line or "visible(" in source, f"{module}: {line}"
