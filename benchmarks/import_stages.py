"""Where an import's processor time goes, stage by stage, in one process.

Each stage is a function of the program with a clock around it; what a stage spends inside another
one is the other's.
"""

from __future__ import annotations

import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.import_sources import WORK
from catalog.identity.linker import Linker
from catalog.search.index import tables
from catalog.search.index.writer import Writer
from catalog.store import ingest, prepare, schema
from importers import pipeline, understanding
from importers.pipeline import read
from importers.understanding import Stepwise

_AT = "2026-01-01T00:00:00Z"


class Clocks:
    """Processor time by stage; `around` replaces a function of a module until `stop`."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner = [0.0]
        self._replaced: list[tuple[Any, str, Any]] = []

    def around(self, owner: Any, name: str, stage: str) -> None:
        """Let the clock of `stage` run while this function does."""
        work = getattr(owner, name)
        self._replaced.append((owner, name, work))
        setattr(owner, name, self._timed(stage, work))

    def stop(self) -> None:
        """Put every function back."""
        for owner, name, work in reversed(self._replaced):
            setattr(owner, name, work)

    def _timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            self._inner.append(0.0)
            started = time.process_time()
            try:
                return work(*given, **named)
            finally:
                spent = time.process_time() - started
                self.seconds[stage] += spent - self._inner.pop()
                self._inner[-1] += spent

        return timed


_STAGES: tuple[tuple[Any, str, str], ...] = (
    (understanding, "_record", "worker: bytes to Trial"),
    (prepare, "_ready", "worker: the rest"),
    (prepare, "identity", "worker: keys"),
    (prepare, "criteria_of", "worker: criteria"),
    (prepare, "document", "worker: index document"),
    (prepare, "merge", "worker: rows"),
    (prepare, "project", "worker: rows"),
    (prepare, "encode", "worker: packing"),
    (prepare, "pack_raw", "worker: packing"),
    (prepare, "pack_content", "worker: packing"),
    (Linker, "link", "writer: linking"),
    (Writer, "add", "writer: index"),
    (Writer, "finish", "writer: end of index"),
    (ingest.Ingest, "add", "writer: rows and records"),
)


def stages(source: Path, count: int) -> None:
    """Print the table, in milliseconds a study."""
    clocks = Clocks()
    for owner, name, stage in _STAGES:
        clocks.around(owner, name, stage)
    clocks.around(pipeline, "hash_of", "reader: hash")
    target = WORK / "stages.db"
    target.unlink(missing_ok=True)
    started = time.process_time()
    try:
        _imported(source, target)
    finally:
        clocks.stop()
    whole = time.process_time() - started
    clocks.seconds["reader: cutting, and the clocks"] = whole - sum(clocks.seconds.values())
    for stage in sorted(clocks.seconds):
        print(f"  {stage:<34}{1000 * clocks.seconds[stage] / count:8.2f} ms")
    print(f"  {'all, in one process':<34}{1000 * whole / count:8.2f} ms", flush=True)


def _imported(source: Path, target: Path) -> None:
    connection = sqlite3.connect(target)
    connection.execute("PRAGMA synchronous = OFF")
    schema.create(connection)
    tables.create(connection)
    adding = ingest.Ingest(connection, _AT)
    items = read(
        [source],
        workers=0,
        finish=Stepwise(prepare.steps(_AT)),
        is_known=adding.knows,
    )
    for item in items:
        if isinstance(item, prepare.Prepared):
            adding.add(item)
    adding.finish()
    connection.commit()
    connection.close()
