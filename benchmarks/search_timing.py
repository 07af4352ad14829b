"""How long search takes for each key, and what a reader costs."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.search_gold import GoldQuery
from catalog.search.parser import parse
from catalog.search.searcher import Searcher
from catalog.store.opening import connect_read_only

LIMIT = 24
"""Rows that a list shows at once."""


def reader(path: Path) -> sqlite3.Connection:
    """A connection as readers open it."""
    return connect_read_only(path)


def keystrokes(
    path: Path, queries: Sequence[GoldQuery], step: int
) -> tuple[list[float], list[float]]:
    """Seconds by the clock and of the processor for every letter of every `step`-th query.

    On a machine that others use too the second says more.
    """
    searcher = Searcher(reader(path))
    for query in queries[:20]:
        searcher.search(parse(query.query), limit=LIMIT)  # the file's pages come into memory
    seconds: list[float] = []
    worked: list[float] = []
    for query in queries[::step]:
        for length in range(1, len(query.query) + 1):
            begun, begun_work = time.perf_counter(), time.process_time()
            searcher.search(parse(query.query[:length]), limit=LIMIT)
            seconds.append(time.perf_counter() - begun)
            worked.append(time.process_time() - begun_work)
    return seconds, worked


def percentiles(seconds: Sequence[float]) -> str:
    """Median, 95th percentile and worst, in milliseconds."""
    ordered = sorted(seconds)
    median, most = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return f"p50 {median * 1e3:.1f}  p95 {most * 1e3:.1f}  worst {ordered[-1] * 1e3:.0f} ms"


def index_bytes(path: Path) -> tuple[int, int]:
    """Bytes of all tables of the index, and trials."""
    connection = reader(path)
    (size,) = connection.execute(
        "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_%' OR name LIKE '%_search_%'"
    ).fetchone()
    (trials,) = connection.execute("SELECT count(*) FROM search_document").fetchone()
    return size, trials


_READER = """
import resource, sys, time
def private():
    with open("/proc/self/smaps_rollup") as lines:
        return sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty"))
idle = private()
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from benchmarks.search_timing import reader
from catalog.search.parser import parse
from catalog.search.searcher import Searcher
from catalog.store.opening import connect_read_only
imported = private()
begun = time.perf_counter()
searcher = Searcher(reader(Path(sys.argv[2])))
searcher.search(parse(sys.argv[3]), limit=24)
first = time.perf_counter() - begun
for typed in sys.argv[3:]:
    for length in range(1, len(typed) + 1):
        searcher.search(parse(typed[:length]), limit=24)
print(first, idle, imported, private())
"""


def fresh_process(path: Path, typed: Sequence[str]) -> str:
    """First answer of a new process after its imports, and its private memory after many."""
    command = [sys.executable, "-c", _READER, str(Path(__file__).parents[1]), str(path), *typed]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    first, idle, imported, after = map(float, done.stdout.split())
    return (
        f"first answer {first * 1e3:.0f} ms; private memory {idle / 1024:.0f} MB idle,"
        f" {imported / 1024:.0f} with imports, {after / 1024:.0f} after"
        f" {sum(map(len, typed))} searches"
    )
