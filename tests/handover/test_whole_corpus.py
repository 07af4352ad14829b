"""A list of some thousand trials at its full length: file, spreadsheet, Parquet and SQL agree."""

from __future__ import annotations

import csv
import gzip
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.handover.test_libreoffice import sheet
from tests.soaking import SOAK

ROOT = Path(__file__).resolve().parent.parent.parent
QUERY = "lung"
MOST_MEMORY = 400 << 10
"""Kilobytes."""


def run(folder: Path, *arguments: str) -> str:
    """What a command says, told on standard error; fails where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "tui", "--catalog", str(folder / "corpus.db"), *arguments],
        cwd=ROOT, env=os.environ, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stderr


@pytest.mark.slow
def test_every_trial_that_is_found_is_in_the_file(bench: Path, tmp_path: Path) -> None:
    if not SOAK:
        pytest.skip("importing the corpus takes minutes: make soak does it")
    pq = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    records = tmp_path / "corpus.ndjson"
    with gzip.open(bench / "search-corpus.ndjson.gz") as packed, records.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    run(tmp_path, "import", str(records))
    told = run(tmp_path, "export", QUERY, "--excel", "-o", str(tmp_path / "list.csv"))
    count = int(told.rpartition("(")[2].split()[0].replace(",", ""))
    assert count > 1_500
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids)) == count
    if shutil.which("soffice"):
        cells = sheet(tmp_path, "list.csv", ";")
        assert [row[0] for row in cells[1:]] == ids
    code = (
        "import resource, sys; from tui.cli.program import main; assert main(sys.argv[1:]) == 0;"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    everything = str(tmp_path / "everything")
    done = subprocess.run(
        [sys.executable, "-c", code, "--catalog", str(tmp_path / "corpus.db"), "export",
         "--parquet", everything],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert int(done.stdout) < MOST_MEMORY
    run(tmp_path, "export", QUERY, "--parquet", str(tmp_path / "parquet"))
    read = pq.read_table(tmp_path / "parquet" / "trial_list").to_pylist()
    assert {row["id"] for row in read} == set(ids)
    titles = {row["id"]: row["title"] for row in read}
    in_view = sqlite3.connect(tmp_path / "corpus.db").execute("SELECT id, title FROM trial_list")
    assert {number: title for number, title in in_view if number in titles} == titles
