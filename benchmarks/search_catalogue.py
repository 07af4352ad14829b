"""Catalogues for the search benchmark: the real trials, and synthetic ones around them."""

from __future__ import annotations

import gzip
import itertools
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path

from benchmarks.search_gold import BENCH
from catalog.merging.merge import Source, merge
from catalog.merging.merged import SourceInfo
from catalog.search.index import tables
from catalog.search.index.document import Document, document
from catalog.search.index.writer import Writer
from catalog.store import schema
from catalog.store.coding import Coder
from catalog.store.projection import CriteriaRows, Rows, project
from catalog.store.rows import insert
from importers.ctgov.api_v2 import IMPORTER

WORK = Path(__file__).resolve().parent / ".work"
_TOOL = BENCH.parent / "tools" / "make_synthetic.py"
_REAL = "search-corpus.ndjson.gz"
_CHUNK = 64
_AHEAD = 1_000


def catalogue(synthetic: int) -> Path:
    """A catalogue with so many synthetic trials, made when it is not there yet."""
    WORK.mkdir(exist_ok=True)
    path = WORK / f"search-{synthetic}.db"
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        _build(part, synthetic)
        part.rename(path)
    return path


def _build(path: Path, synthetic: int) -> None:
    start = time.perf_counter()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=OFF")
    schema.create(connection)
    tables.create(connection)
    connection.execute("BEGIN")
    coder = Coder(connection)
    writer = Writer(connection)
    rows_seconds = index_seconds = 0.0
    ahead = threading.Semaphore(_AHEAD)
    with Pool(os.cpu_count()) as pool:
        made = pool.imap(_prepared, _throttled(_lines(synthetic), ahead), _CHUNK)
        for key, (rows, document) in enumerate(made, 1):
            ahead.release()
            begun = time.perf_counter()
            _insert(connection, coder, key, rows)
            stored = time.perf_counter()
            writer.add(key, document)
            rows_seconds += stored - begun
            index_seconds += time.perf_counter() - stored
    begun = time.perf_counter()
    writer.finish()
    index_seconds += time.perf_counter() - begun
    connection.execute("COMMIT")
    connection.close()
    print(
        f"  built {path.name}: {time.perf_counter() - start:.0f} s in all,"
        f" writing rows {rows_seconds:.0f} s, index {index_seconds:.0f} s"
    )


def _throttled(lines: Iterator[bytes], ahead: threading.Semaphore) -> Iterator[bytes]:
    """The lines no faster than their results are used: a pool reads ahead without end."""
    for line in lines:
        ahead.acquire()
        yield line


def _prepared(line: bytes) -> tuple[Rows, Document]:
    trial = IMPORTER.read(line).trial
    assert trial.number
    info = SourceInfo(
        key=0,
        importer=IMPORTER.name,
        file="benchmark.ndjson",
        place=trial.number,
        sha256="0" * 64,
        imported_at="2026-01-15T00:00:00Z",
        number=trial.number,
    )
    merged = merge(trial.number, [Source(info, trial)])
    return project(merged, CriteriaRows((), ())), document(trial)


def _insert(connection: sqlite3.Connection, coder: Coder, key: int, rows: Rows) -> None:
    connection.execute(insert("trial"), (key, *rows.trial))
    for table, children in rows.children.items():
        if children:
            coder.write(key, table, children)


def _lines(synthetic: int) -> Iterator[bytes]:
    with gzip.open(BENCH / _REAL, "rb") as real:
        yield from real
    if synthetic:
        with gzip.open(_synthetic(synthetic), "rb") as made:
            yield from itertools.islice(made, synthetic)


def _synthetic(count: int) -> Path:
    """A file of at least so many synthetic records: a smaller one is the beginning of a larger."""
    for known in sorted(WORK.glob("synthetic-*.ndjson.gz"), key=_count_of):
        if _count_of(known) >= count:
            return known
    folder = WORK / "corpus"
    folder.mkdir(exist_ok=True)
    source = folder / "search-corpus.ndjson"
    if not source.exists():
        source.write_bytes(gzip.decompress((BENCH / _REAL).read_bytes()))
    path = WORK / f"synthetic-{count}.ndjson.gz"
    part = WORK / f"making-{count}.ndjson.gz"
    command = [sys.executable, str(_TOOL), "--count", str(count), "--from", str(folder)]
    subprocess.run([*command, "--out", str(part)], check=True, stdout=subprocess.DEVNULL)
    part.rename(path)
    return path


def _count_of(path: Path) -> int:
    return int(path.name.split("-")[1].partition(".")[0])
