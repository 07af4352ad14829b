"""kill -9 in the middle of a decision and of a migration: the old catalogue or the new one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.catalog.killing import DEEDS, ROOT
from tests.soaking import SOAK, often
from tests.waiting import AT_MOST


@pytest.mark.parametrize("deed", DEEDS if SOAK else ["unlink"])
def test_kill_9_leaves_one_of_two_whole_states(tmp_path: Path, deed: str) -> None:
    command = [
        sys.executable,
        "-m",
        "tests.catalog.killing",
        deed,
        str(tmp_path),
        str(often(3, 60)),
    ]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=10 * AT_MOST)
    assert ran.returncode == 0, ran.stderr
    assert f"{deed}: " in ran.stdout
