"""What a pack costs: bytes and seconds, whole and of changes, beside the catalogue itself.

    python benchmarks/packs.py [--count 10000] [--changed 300]

The studies are synthetic (`import_sources.py`); of `--changed` of them the status, the
day of the last update and a sentence of the summary are others. Beside the whole pack stands what
`zstd` makes of the catalogue, beside the import of changes that of the same studies as NDJSON.
Processor time of all processes beside the clock's.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.import_sources import source  # noqa: E402
from catalog.store.receiving import Asked, go_back  # noqa: E402
from catalog.store.snapshots import snapshot  # noqa: E402
from handover.packs.packing import pack  # noqa: E402
from handover.packs.taking import Trust, take, verify  # noqa: E402
from tui.cli.importing import import_paths  # noqa: E402

_MIB = 1 << 20


def main() -> int:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=10_000)
    arguments.add_argument("--changed", type=int, default=300)
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder), chosen.count, chosen.changed)
    return 0


def _measure(folder: Path, count: int, changed: int) -> None:
    every, some = source("synthetic", count), folder / "some.ndjson"
    _change(every, some, changed)
    theirs, mine, other = folder / "hub.db", folder / "clinic.db", folder / "other.db"
    whole, changes = folder / "whole.pack", folder / "changes.pack"
    print(f"{count:,} studies, {changed:,} changed: {_mib(every)} and {_mib(some)} as NDJSON")
    _timed("import of all at the hub", lambda: import_paths(theirs, [str(every)], None, quiet=True))
    _timed("pack, whole", lambda: pack(theirs, whole, "benchmark"))
    print(f"  catalogue {_mib(theirs)}, whole pack {_mib(whole)}{_beside(theirs)}")
    _timed("verify, whole", lambda: verify(whole, Trust()))
    _timed("import of the whole pack, new", lambda: _take(mine, whole))
    shutil.copy(mine, other)
    _timed(
        "import of changes at the hub", lambda: import_paths(theirs, [str(some)], None, quiet=True)
    )
    _timed("pack, changes", lambda: pack(theirs, changes, "benchmark", since=whole))
    size = changes.stat().st_size
    part, each = size / theirs.stat().st_size, size / changed / 1024
    print(f"  pack of changes {_mib(changes)}: {part:.2%} of the catalogue, {each:.1f} KiB a study")
    _timed("verify, changes", lambda: verify(changes, Trust()))
    _timed("dry run of changes", lambda: _take(mine, changes, dry_run=True))
    _timed("import of the pack of changes", lambda: _take(mine, changes))
    _timed(
        "  the same studies as NDJSON", lambda: import_paths(other, [str(some)], None, quiet=True)
    )
    _timed("rollback", lambda: go_back(mine, snapshot(mine, 1), _asked()))
    again = folder / "again.pack"
    pack(theirs, again, "benchmark")
    _timed("import of a whole pack over it", lambda: _take(mine, again))


def _asked(dry_run: bool = False) -> Asked:
    return Asked(
        at=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), snapshots=1, dry_run=dry_run
    )


def _take(catalogue: Path, file: Path, *, dry_run: bool = False) -> None:
    take(catalogue, file, _asked(dry_run), Trust())


def _change(every: Path, some: Path, count: int) -> None:
    """The first studies in another state."""
    with every.open() as source, some.open("w") as target:
        for _, line in zip(range(count), source, strict=False):
            study = json.loads(line)
            section = study["protocolSection"]
            module = section["statusModule"]
            ended = module["overallStatus"] == "COMPLETED"
            module["overallStatus"] = "TERMINATED" if ended else "COMPLETED"
            module["lastUpdatePostDateStruct"] = {"date": "2026-11-20", "type": "ACTUAL"}
            about = section.setdefault("descriptionModule", {})
            about["briefSummary"] = f"{about.get('briefSummary', '')} One sentence more."
            target.write(json.dumps(study) + "\n")


def _timed(name: str, work: Callable[[], object]) -> None:
    started, spent = time.perf_counter(), _spent()
    work()
    wall, used = time.perf_counter() - started, _spent() - spent
    print(f"  {name:<32} {wall:7.2f} s {used:7.2f} s of processor")


def _spent() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def _mib(file: Path) -> str:
    return f"{file.stat().st_size / _MIB:,.2f} MiB"


def _beside(catalogue: Path) -> str:
    if not shutil.which("zstd"):
        return ""
    packed = catalogue.with_suffix(".zst")
    subprocess.run(["zstd", "-q", "-3", "-f", str(catalogue), "-o", str(packed)], check=True)
    return f", by zstd -3 {_mib(packed)}"


if __name__ == "__main__":
    sys.exit(main())
