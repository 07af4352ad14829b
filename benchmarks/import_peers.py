"""What other programs do with the same file, in an environment of its own: wall and processor time.

`sqlite-utils insert` and DuckDB's `read_json` keep the records, no more; FTS5 and tantivy make an
index of their texts, no more. None reads criteria, links records or makes both.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.import_sources import WORK

_PACKAGES = ("sqlite-utils>=4.2,<5", "duckdb>=1.4,<3", "tantivy>=0.22,<1")

_DUCKDB = """
import duckdb, sys
connection = duckdb.connect(sys.argv[2])
connection.execute(
    "CREATE TABLE trials AS SELECT * FROM read_json(?, format='newline_delimited',"
    " maximum_object_size=100000000, sample_size=2000)",
    [sys.argv[1]],
)
"""
_TEXTS = """
import json, sys

def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)

def documents():
    for line in open(sys.argv[1], "rb"):
        study = json.loads(line)["protocolSection"]
        title = study.pop("identificationModule")
        yield " ".join(texts(title)), " ".join(texts(study))
"""
_FTS5 = (
    _TEXTS
    + """
import sqlite3
connection = sqlite3.connect(sys.argv[2])
connection.execute("PRAGMA synchronous = OFF")
connection.execute("CREATE VIRTUAL TABLE plain USING fts5(title, text, content='')")
connection.executemany("INSERT INTO plain (title, text) VALUES (?, ?)", documents())
connection.commit()
"""
)
_TANTIVY = (
    _TEXTS
    + """
import os, tantivy
builder = tantivy.SchemaBuilder()
for field in ("title", "text"):
    builder.add_text_field(field)
os.mkdir(sys.argv[2])
writer = tantivy.Index(builder.build(), path=sys.argv[2]).writer(200_000_000, 1)
for title, text in documents():
    writer.add_document(tantivy.Document(title=title, text=text))
writer.commit()
writer.wait_merging_threads()
"""
)
_DECODED = _TEXTS + "\nfor each in documents(): pass\n"


def peers(source: Path, count: int) -> None:
    """Print a line for each peer."""
    folder = _environment() / "bin"
    python = str(folder / "python")
    for name, command in (
        (
            "sqlite-utils insert",
            [str(folder / "sqlite-utils"), "insert", "OUT", "trials", str(source), "--nl"],
        ),
        ("DuckDB read_json", [python, "-c", _DUCKDB, str(source), "OUT"]),
        ("json.loads and texts, for FTS5's", [python, "-c", _DECODED, str(source), "OUT"]),
        ("FTS5, index alone", [python, "-c", _FTS5, str(source), "OUT"]),
        ("tantivy, index alone", [python, "-c", _TANTIVY, str(source), "OUT"]),
    ):
        target = WORK / "peer.out"
        subprocess.run(["rm", "-rf", str(target)], check=True)
        wall, spent = run([str(target) if each == "OUT" else each for each in command])
        tell(name, count, wall, spent)


def run(command: list[str]) -> tuple[float, float]:
    """Seconds by the clock, and of the processor, of a command and of all that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def tell(name: str, count: int, wall: float, spent: float) -> None:
    """Print what something took, a study."""
    each, wall_each = 1000 * spent / count, 1000 * wall / count
    print(f"{name:<34}{each:8.2f} ms CPU{wall_each:8.2f} ms wall", flush=True)


def _environment() -> Path:
    folder = WORK / "import-peers"
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", *_PACKAGES]
        subprocess.run(install, check=True)
        (folder / "ready").touch()
    return folder
