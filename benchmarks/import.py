"""How fast studies come in, beside a floor and a peer measured in the same run.

    python benchmarks/import.py [--count 20000] [--zip] [--grow 100000,600000]

Makes synthetic studies with ../shared/tools/make_synthetic.py (kept in benchmarks/.work). The floor
is what no importer can go below: one process that decodes the members we need with msgspec and
writes the same rows with executemany. The peer is `sqlite-utils insert` of the same file, in an
environment of its own. `--grow` imports zips of one file a study, each size into a new catalogue,
and says how the time of a study grows. Memory is that of all processes together (PSS, sampled twice
a second), CPU the time that all of them used.
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
WORK = ROOT / "benchmarks" / ".work"
SYNTHETIC = ROOT.parent / "shared" / "tools" / "make_synthetic.py"
CORPUS = ROOT.parent / "shared" / "corpus" / "ctgov-json" / "ctg-studies.json.zip"

from catalog.model.record import SourceRecord  # noqa: E402
from catalog.store import schema  # noqa: E402
from catalog.store.prepare import Prepared, prepare  # noqa: E402
from importers.ctgov.shape import Study  # noqa: E402
from importers.pipeline import read  # noqa: E402


def main() -> int:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=20_000)
    arguments.add_argument("--zip", action="store_true", help="one file per study in a zip")
    arguments.add_argument("--grow", default="", help="sizes of zips to compare: 100000,600000")
    chosen = arguments.parse_args()
    source = synthetic(chosen.count, ".zip" if chosen.zip else ".ndjson")
    megabytes = source.stat().st_size / 1e6
    print(f"{source.name}: {chosen.count} studies, {megabytes:.0f} MB")
    floor = timed("floor: decode and executemany", chosen.count, lambda: floor_seconds(source))
    if not chosen.zip:
        timed("sqlite-utils insert", chosen.count, lambda: peer_seconds(source))
    ours = imported(source, chosen.count)
    print(f"  {ours * chosen.count / floor:.2f} x the floor (goal 2.5)")
    first = 0.0
    for count in map(int, filter(None, chosen.grow.split(","))):
        each = imported(synthetic(count, ".zip"), count)
        first = first or each
        print(f"  {each / first:.2f} x the time a study of the first size (goal 1.3)")
    return 0


def synthetic(count: int, suffix: str) -> Path:
    """The synthetic file, made once."""
    WORK.mkdir(parents=True, exist_ok=True)
    target = WORK / f"synthetic-{count}{suffix}"
    if not target.exists():
        made = [sys.executable, str(SYNTHETIC), "--count", str(count), "--from", str(CORPUS)]
        subprocess.run([*made, "--out", str(target)], check=True)
    return target


def timed(name: str, count: int, work: Callable[[], float]) -> float:
    """Seconds of the work, printed with its rate."""
    seconds = work()
    print(f"{name:<32}{seconds:8.1f} s{count / seconds:10.0f} studies/s", flush=True)
    return seconds


def imported(source: Path, count: int) -> float:
    """Seconds a study of a whole import into an empty catalogue, by the program itself."""
    target = WORK / "ours.db"
    target.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tui.cli.program", "--catalog", str(target)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    peak = watched([*command, "import", str(source)])
    seconds = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    connection = sqlite3.connect(target)
    [(studies, raw)] = connection.execute("SELECT count(*), sum(length(raw)) FROM source_record")
    connection.close()
    size = target.stat().st_size
    print(
        f"{f'trials import {source.name}':<32}{seconds:8.1f} s{count / seconds:10.0f} studies/s"
        f"   CPU {1000 * cpu / count:.2f} ms a study   peak {peak / 2**20:.0f} MiB (goal 400)\n"
        f"  {studies} studies; {size / studies / 1024:.1f} KiB a study in the catalogue,"
        f" {(size - raw) / studies / 1024:.1f} KiB beyond the kept record (goal 8)",
        flush=True,
    )
    return seconds / count


def watched(command: list[str]) -> int:
    """Run the command; the most memory in bytes that it and its processes had together."""
    peak = 0
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_memory, _family(process.pid))))
            time.sleep(0.5)
    if process.returncode:
        raise SystemExit(f"the import ended with {process.returncode}")
    return peak


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


def floor_seconds(source: Path) -> float:
    """Decoding the members we need, and writing the rows that the catalogue holds of them.

    The rows are made beforehand by the program's own code, a part of the studies at a time, and
    that time is not counted.
    """
    target = WORK / "floor.db"
    target.unlink(missing_ok=True)
    connection = sqlite3.connect(target)
    connection.execute("PRAGMA synchronous = OFF")
    schema.create(connection)
    decoder = msgspec.json.Decoder(Study)
    seconds = 0.0
    for raws, rows in _batches(source):
        started = time.perf_counter()
        for raw in raws:
            decoder.decode(raw)
        for table, some in rows.items():
            marks = ",".join("?" * len(some[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", some)
        seconds += time.perf_counter() - started
    started = time.perf_counter()
    connection.commit()
    return seconds + time.perf_counter() - started


def _batches(source: Path) -> Iterator[tuple[list[bytes], dict[str, list[tuple[object, ...]]]]]:
    raws: list[bytes] = []
    rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    key = 0
    for item in read([source], finish=_prepared):
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


def peer_seconds(source: Path) -> float:
    """`sqlite-utils insert FILE trials - --nl`, in its own environment."""
    program = WORK / "peer" / "bin" / "sqlite-utils"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(WORK / "peer")], check=True)
        pip = [str(WORK / "peer" / "bin" / "pip"), "install", "-q", "sqlite-utils>=4.2,<5"]
        subprocess.run(pip, check=True)
    target = WORK / "peer.db"
    target.unlink(missing_ok=True)
    started = time.perf_counter()
    subprocess.run(
        [str(program), "insert", str(target), "trials", str(source), "--nl"],
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
