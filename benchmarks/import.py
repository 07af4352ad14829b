"""What a study costs to import, beside a floor and peers measured in the same run.

    python benchmarks/import.py [--kinds full,short,synthetic] [--count 3000] [--peers] [--grow N,N]

Processor time beside the clock's: a machine that others use makes the second long and not the
first. `full` and `short` are real studies varied so that no cache of texts helps
(`import_sources.py`), `synthetic` those of ../shared/tools/make_synthetic.py. Of a whole import
into an empty catalogue it says what the workers and the writer took, which is the ceiling where
there are many cores, and what a study more takes than in an import of a fifth: what the start of
every process costs is paid once. The floor is what no importer can go below: one process that
decodes the members we need with msgspec and writes the same rows with executemany. Then the stages
in one process. `--grow` imports zips of one synthetic study a file, each size into a new catalogue,
and says how the time of a study grows. Memory is that of all processes together (PSS, sampled twice
a second).
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.import_peers import peers, tell  # noqa: E402
from benchmarks.import_sources import KINDS, WORK, source  # noqa: E402
from benchmarks.import_stages import stages  # noqa: E402
from catalog.model.record import SourceRecord  # noqa: E402
from catalog.store.prepare import Prepared, prepare  # noqa: E402
from catalog.store.rows import TABLES, columns  # noqa: E402
from importers.ctgov.shape import Study  # noqa: E402
from importers.pipeline import read  # noqa: E402

_GOALS = {"full": 6, "short": 4, "synthetic": 6}


def main() -> int:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kinds", default=",".join(KINDS))
    arguments.add_argument("--count", type=int, default=3000)
    arguments.add_argument("--peers", action="store_true")
    arguments.add_argument("--no-stages", action="store_true")
    arguments.add_argument("--grow", default="", help="sizes of zips to compare: 100000,600000")
    chosen = arguments.parse_args()
    for kind in chosen.kinds.split(","):
        file = source(kind, chosen.count)
        print(f"{file.name}: {file.stat().st_size / chosen.count / 1024:.1f} KiB a study")
        spent = imported(file, chosen.count, _GOALS[kind])
        each_more(spent, chosen.count, kind)
        floor = floored(file, chosen.count)
        print(f"  {spent.both / floor:.1f} x the floor, by processor time")
        if not chosen.no_stages:
            stages(file, chosen.count)
        if chosen.peers:
            peers(file, chosen.count)
    first = 0.0
    for count in map(int, filter(None, chosen.grow.split(","))):
        file = source("synthetic", count, ".zip")
        each = imported(file, count, _GOALS["synthetic"]).both / count
        first = first or each
        print(f"  {each / first:.2f} x the time a study of the first size (goal 1.3)")
    return 0


class Spent(NamedTuple):
    """Processor time in seconds, and memory in bytes."""

    writer: float
    workers: float
    peak: int

    @property
    def both(self) -> float:
        """Of the processor, in all processes."""
        return self.writer + self.workers


def each_more(spent: Spent, count: int, kind: str) -> None:
    """Print what a study costs beyond what an import of any size does."""
    few = count // _PART
    least = whole(source(kind, few))
    more = count - few
    print(
        f"  each study more than {few}: {1000 * (spent.both - least.both) / more:.2f} ms,"
        f" {1000 * (spent.writer - least.writer) / more:.2f} of it in the writer",
        flush=True,
    )


_PART = 5


def whole(file: Path) -> Spent:
    """What a whole import into an empty catalogue took, by the program itself."""
    target = WORK / "ours.db"
    target.unlink(missing_ok=True)
    return watched(["--catalog", str(target), "import", str(file)])


def imported(file: Path, count: int, goal: float) -> Spent:
    """The same, told."""
    target = WORK / "ours.db"
    started = time.perf_counter()
    spent = whole(file)
    tell("trials import", count, time.perf_counter() - started, spent.both)
    connection = sqlite3.connect(target)
    [(studies, raw)] = connection.execute("SELECT count(*), sum(length(raw)) FROM source_record")
    connection.close()
    size = target.stat().st_size
    print(
        f"  of it the workers {1000 * spent.workers / count:.2f} ms,"
        f" the writer {1000 * spent.writer / count:.2f} (goals: {goal} in all, 2 in the writer);"
        f" peak {spent.peak / 2**20:.0f} MiB (goal 400)\n"
        f"  {studies} studies; {size / studies / 1024:.1f} KiB a study in the catalogue,"
        f" {(size - raw) / studies / 1024:.1f} KiB beyond the kept record (goal 12.5)",
        flush=True,
    )
    return spent


_RUN = """
import resource, sys
from tui.cli.program import main
code = main(sys.argv[1:])
for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
    used = resource.getrusage(whose)
    print(used.ru_utime + used.ru_stime)
sys.exit(code)
"""


def watched(arguments: list[str]) -> Spent:
    """Run the program; what it and its processes took."""
    peak = 0
    read_end, write_end = os.pipe()
    command = [sys.executable, "-c", _RUN, *arguments]
    # Compiled anew for each run, the program would take a second more.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=write_end) as process:
        os.close(write_end)
        while process.poll() is None:
            peak = max(peak, sum(map(_memory, _family(process.pid))))
            time.sleep(0.5)
    with os.fdopen(read_end, encoding="utf-8") as said:
        lines = said.read().split("\n")
    if process.returncode:
        raise SystemExit(f"the import ended with {process.returncode}")
    return Spent(float(lines[-3]), float(lines[-2]), peak)


def _family(pid: int) -> list[int]:
    found = [pid]
    for each in found:
        with contextlib.suppress(OSError):
            children = Path(f"/proc/{each}/task/{each}/children").read_text()
            found += map(int, children.split())
    return found


def _memory(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def floored(file: Path, count: int) -> float:
    """Processor seconds of decoding the members we need and writing the rows we hold of them.

    The rows are made beforehand by the program's own code, a part of the studies at a time, and
    that time is not counted. They go into tables without keys, types or indexes.
    """
    target = WORK / "floor.db"
    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target)
    connection.execute("PRAGMA synchronous = OFF")
    for table in TABLES:
        connection.execute(f"CREATE TABLE {table} ({_quoted(table)})")
    decoder = msgspec.json.Decoder(Study)
    wall = spent = 0.0
    for raws, rows in _batches(file):
        started = time.perf_counter(), time.process_time()
        for raw in raws:
            decoder.decode(raw)
        for table, some in rows.items():
            marks = ",".join("?" * len(some[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", some)
        wall += time.perf_counter() - started[0]
        spent += time.process_time() - started[1]
    started = time.perf_counter(), time.process_time()
    connection.commit()
    wall += time.perf_counter() - started[0]
    spent += time.process_time() - started[1]
    tell("floor: decode and executemany", count, wall, spent)
    return spent


def _quoted(table: str) -> str:
    return ", ".join(f'"{name}"' for name in columns(table))


def _batches(file: Path) -> Iterator[tuple[list[bytes], dict[str, list[tuple[object, ...]]]]]:
    raws: list[bytes] = []
    rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    key = 0
    for item in read([file], finish=_prepared, workers=0):
        if not isinstance(item, tuple):
            continue
        raw, prepared = item
        key += 1
        raws.append(raw)
        rows["trial"].append((key, *prepared.rows.trial))
        for table, children in prepared.rows.children.items():
            rows[table] += [(key, *row) for row in children]
        info = prepared.info
        rows["source_record"].append(
            (key, key, bytes.fromhex(info.sha256), info.importer, info.file, info.place,
             info.number, prepared.identity.token, info.imported_at, None, 1, prepared.content,
             prepared.raw)
        )  # fmt: skip
        if len(raws) == 2000:
            yield raws, {table: some for table, some in rows.items() if some}
            raws, rows = [], defaultdict(list)
    if raws:
        yield raws, {table: some for table, some in rows.items() if some}


def _prepared(record: SourceRecord) -> tuple[bytes, Prepared]:
    return record.raw, prepare(record, "2026-01-01T00:00:00Z")


if __name__ == "__main__":
    sys.exit(main())
