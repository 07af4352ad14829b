"""What is made to break a reader: one clear line each, and nothing else lost."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import resource
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.model.record import Refused
from tests.importers.corpus_counts import gathered
from tests.importers.hostile import FILES, GOOD, study, zipped
from tests.importers.test_structure import MANY, ROOT
from tests.soaking import often

QUICK = 20.0
"""Seconds of the processor; a bomb that is not stopped takes far longer, or all memory."""


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_gets_a_clear_line_and_loses_nothing(name: str, tmp_path: Path) -> None:
    make, reason, good = FILES[name]
    (tmp_path / "a-before.json").write_bytes(study("NCT99990011"))
    (tmp_path / f"b-{name}").write_bytes(make())
    (tmp_path / "c-after.json").write_bytes(study("NCT99990012"))
    began = _worked()
    outcome = gathered([tmp_path])
    assert _worked() - began < QUICK
    assert outcome.numbers["NCT99990011"] == outcome.numbers["NCT99990012"] == 1
    assert len(outcome.records) == 2 + good
    if not reason:
        assert not outcome.refused
        return
    assert outcome.refused
    assert any(re.search(reason, refused.reason) for refused in outcome.refused), outcome.refused
    for refused in outcome.refused:
        assert_plain(refused)


_ALONE = """
import json, re, resource, sys
from pathlib import Path
from catalog.model.record import Refused
from importers.pipeline import read
from tests.importers.test_hostile import assert_plain
numbers, refused = [], set()
for each in read(sys.argv[1:]):
    if isinstance(each, Refused):
        assert_plain(each)
        refused.add(each.file)
    elif hasattr(each, "trial"):
        numbers.append(each.trial.number)
own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
most = max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
print(json.dumps([numbers, sorted(refused), most // 1024]))
"""


def _swollen(start: str, unit: str, end: str) -> bytes:
    return (start + unit * ((4 << 20) // len(unit)) + end).encode()


def test_all_of_them_at_once(tmp_path: Path) -> None:
    """As they are, packed, and in zips, a good study before and after each: one import."""
    every = [(name, how) for name in (*FILES, *MANY) for how in ("", ".gz", ".in.zip")]
    tried = random.Random(1).sample(every, often(8, len(every)))
    for number, (name, how) in enumerate(tried):
        data = FILES[name][0]() if name in FILES else _swollen(*MANY[name])
        if how == ".gz":
            data = gzip.compress(data, 1)
        elif how:
            data = zipped((name, data), ("x.json", study()))
        (tmp_path / f"{number:03}-{name}{how}").write_bytes(data)
        (tmp_path / f"{number:03}-zz.json").write_bytes(study(f"NCT8{number:07}"))
    done = subprocess.run(
        [sys.executable, "-c", _ALONE, str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    numbers, refused, most = json.loads(done.stdout)
    for number in range(len(tried)):
        assert f"NCT8{number:07}" in numbers, "what lies beside it"
    assert most < 500, "MiB"
    sys.stdout.write(
        f"{len(tried)} files at once: {len(refused)} refused in part or whole, {most} MiB\n"
    )


def _worked() -> float:
    """Seconds of the processor, of this process and of its workers: others may keep it waiting."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def assert_plain(refused: Refused) -> None:
    assert refused.reason == refused.reason.strip()
    assert "\n" not in refused.reason
    assert "Traceback" not in refused.reason
    assert "defect" not in refused.reason
    assert len(refused.reason) < 450
    assert ".." not in refused.file.split("/")
    assert not refused.file.startswith("/")


def test_names_in_a_zip_never_climb(tmp_path: Path) -> None:
    path = tmp_path / "climbing.zip"
    path.write_bytes(FILES["climbing.zip"][0]())
    names = {record.file for record in gathered([path]).records}
    assert names == {"climbing.zip!etc/cron.d/bad.json", "climbing.zip!absolute/bad.json"}


def test_a_pipe_a_device_and_a_socket_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "socket.json"))
    (tmp_path / "study.json").write_bytes(study())
    outcome = gathered([tmp_path, Path("/dev/zero"), Path("/dev/null")])
    listening.close()
    assert outcome.numbers == {GOOD: 1}
    reasons = {refused.file: refused.reason for refused in outcome.refused}
    assert "pipe" in reasons["pipe.json"]
    assert reasons["socket.json"]
    assert "device" in reasons["zero"]
    assert "device" in reasons["null"]


def test_symbolic_links_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.json").write_bytes(study("NCT99990099"))
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "loop").symlink_to(folder)
    (folder / "secret.json").symlink_to(outside / "secret.json")
    (folder / "study.json").write_bytes(study())
    outcome = gathered([folder])
    assert outcome.numbers == {GOOD: 1}
    assert {refused.file for refused in outcome.refused} == {"loop", "secret.json"}


def test_what_is_not_there_or_not_readable_is_refused(tmp_path: Path) -> None:
    outcome = gathered([tmp_path / "missing.json", tmp_path / "a\0b"])
    assert [refused.file for refused in outcome.refused] == ["missing.json", "a?b"]
    assert outcome.refused[0].reason == "there is no such file"


def test_systems_clutter_is_no_file_of_anybody(tmp_path: Path) -> None:
    (tmp_path / ".DS_Store").write_bytes(b"\0\0")
    (tmp_path / "__MACOSX").mkdir()
    (tmp_path / "__MACOSX" / "x.json").write_bytes(b"{}")
    (tmp_path / "study.json").write_bytes(study())
    outcome = gathered([tmp_path])
    assert outcome.numbers == {GOOD: 1}
    assert not outcome.refused


def test_the_broken_files_of_the_corpus_are_refused(corpus: Path) -> None:
    outcome = gathered([corpus / "ctgov-xml" / "broken"])
    assert not outcome.records
    assert {refused.file for refused in outcome.refused} == {
        "NCT02734771-truncated.xml",
        "NCT03307746-empty.xml",
    }
    for refused in outcome.refused:
        assert_plain(refused)


def test_a_name_is_one_line_whatever_it_holds(tmp_path: Path) -> None:
    (tmp_path / "a\nb\x1b.json").write_bytes(study())
    outcome = gathered([tmp_path])
    assert [record.file for record in outcome.records] == ["a?b?.json"]


def test_a_folder_without_files_is_said_to_be_one(tmp_path: Path) -> None:
    (tmp_path / "empty" / "inner").mkdir(parents=True)
    outcome = gathered([tmp_path / "empty"])
    assert [(one.file, one.reason) for one in outcome.refused] == [
        ("empty", "there is no file in this folder")
    ]
