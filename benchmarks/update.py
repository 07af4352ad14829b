"""What it costs to put some changed studies into a large catalogue, by part.

    python benchmarks/update.py [--count 10000] [--times 1,10] [--changed 1000]

`--count` full real studies, varied (`import_sources.py`), are imported once; `--times` makes of
that catalogue larger ones (`large_catalogue.py` says what they are not). Of each so many studies,
spread over all of it, come again with another status, day of update and sentence: first as an
import does it that begins with copying the catalogue, then as one for which the copy was made ahead
(the setting `copy_ahead`), then as one that lists the pages it changes (`changed_pages`), so often
as `--rounds` says, then `trials check`. Seconds by the clock, and of the processor of all
processes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.import_sources import WORK, source  # noqa: E402
from benchmarks.large_catalogue import multiplied, renumbered  # noqa: E402
from catalog.store import checking, publish  # noqa: E402
from catalog.store.ahead import copy_ahead  # noqa: E402
from catalog.store.ingest import Ingest  # noqa: E402
from tui.cli.importing import import_paths  # noqa: E402


def main() -> int:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=10_000)
    arguments.add_argument("--times", default="1,10")
    arguments.add_argument("--changed", type=int, default=1_000)
    arguments.add_argument("--rounds", type=int, default=1)
    chosen = arguments.parse_args()
    studies = source("full", chosen.count)
    base = WORK / f"update-{chosen.count}.db"
    if not base.exists():
        part = base.with_suffix(".part.db")
        import_paths(part, [str(studies)], None, quiet=True)
        part.rename(base)
    for times in map(int, chosen.times.split(",")):
        path = multiplied(base, WORK / f"update-{chosen.count}x{times}.db", times)
        measure(path, studies, times, chosen.changed, chosen.rounds)
    return 0


def measure(path: Path, studies: Path, times: int, count: int, rounds: int = 1) -> None:
    """Import changed studies in each way, and check; a line for each part."""
    print(f"{path.name}: {path.stat().st_size / 1e9:.2f} GB")
    changed, settings = WORK / "changed.ndjson", WORK / "settings.toml"
    os.environ["TRIALS_CONFIG"] = str(settings)
    for seed in range(3 * rounds):
        way = ("copied", "copy_ahead", "changed_pages")[seed % 3]
        pages = way == "changed_pages"
        settings.write_text(f"snapshots = 0\nchanged_pages = {str(pages).lower()}\n")
        _change(studies, changed, times, count, seed)
        if way != "copied":
            _told(f"{way}, at leisure", lambda: copy_ahead(path, changed_pages=pages))  # noqa: B023
        parts = _Parts()
        _told(f"{count} changed studies, {way}", lambda: import_paths(path, [str(changed)], None))
        parts.stop()
        if pages:
            _told(f"{way}, at leisure", lambda: copy_ahead(path, changed_pages=True))
    for quick in (True, False):
        found: list[str] = []
        _told(
            f"trials check{' --quick' if quick else ''}",
            lambda: found.extend(checking.problems(path, quick=quick)),  # noqa: B023
        )
        print("".join(f"    {each}\n" for each in found), end="")


def _change(studies: Path, changed: Path, times: int, count: int, seed: int) -> None:
    """Some studies of some copies in another state."""
    dice = random.Random(seed)
    with studies.open() as lines, changed.open("w") as target:
        # Not those with further numbers: all copies of a study have the same ones.
        every = [at for at, line in enumerate(lines) if '"secondaryIdInfos"' not in line]
        lines.seek(0)
        wanted = set(dice.sample(every, min(count, len(every))))
        for number, line in enumerate(lines):
            if number not in wanted:
                continue
            study = json.loads(renumbered(line, dice.randrange(times)))
            module = study["protocolSection"]["statusModule"]
            ended = module["overallStatus"] == "COMPLETED"
            module["overallStatus"] = "TERMINATED" if ended else "COMPLETED"
            day = f"2026-11-{10 + seed}"
            module["lastUpdatePostDateStruct"] = {"date": day, "type": "ACTUAL"}
            about = study["protocolSection"].setdefault("descriptionModule", {})
            about["briefSummary"] = f"{about.get('briefSummary', '')} {time.time_ns()}."
            target.write(json.dumps(study) + "\n")


class _Parts:
    """Clocks around the parts of an import; told when they are stopped."""

    def __init__(self) -> None:
        self._seconds: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self._replaced: list[tuple[Any, str, Any]] = []
        for owner, name, part in (
            (publish, "_begin", "copying, or taking the copy"),
            (Ingest, "add", "the studies, in the writer"),
            (Ingest, "finish", "index, vocabulary and stamp"),
            (publish, "_finish", "checking and syncing"),
        ):
            self._replaced.append((owner, name, getattr(owner, name)))
            setattr(owner, name, self._timed(part, getattr(owner, name)))

    def _timed(self, part: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            started = time.perf_counter(), time.process_time()
            try:
                return work(*given, **named)
            finally:
                self._seconds[part][0] += time.perf_counter() - started[0]
                self._seconds[part][1] += time.process_time() - started[1]

        return timed

    def stop(self) -> None:
        for owner, name, work in self._replaced:
            setattr(owner, name, work)
        for part, (wall, spent) in self._seconds.items():
            print(f"    {part:<44} {wall:8.2f} {spent:8.2f}")


def _told(name: str, work: Callable[[], object]) -> None:
    started, spent = time.perf_counter(), _spent()
    work()
    wall, used = time.perf_counter() - started, _spent() - spent
    print(f"  {name:<46} {wall:8.2f} {used:8.2f}", flush=True)


def _spent() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


if __name__ == "__main__":
    sys.exit(main())
