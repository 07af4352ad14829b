"""A catalogue of the size of a register, with words of its own in every part: what it costs.

    python benchmarks/large.py [--times 50] [--growth 0.55] [--every 7] [--users 0] [--update]

11,936 varied real studies, a third of them full (`import_sources.py`), are imported and multiplied;
rare words grow with the trials (`large_catalogue.py`). Fifty times take half an hour and 6.2 GB.
Then each letter of every n-th query of the search benchmark, memory, bytes of a study by table,
`--users` that type at once, and with `--update` 1,000 changed studies and both checks, which need
the room of the file twice more.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.import_sources import WORK, source  # noqa: E402
from benchmarks.large_catalogue import multiplied  # noqa: E402
from benchmarks.search_gold import gold  # noqa: E402
from benchmarks.search_timing import fresh_process, keystrokes, percentiles  # noqa: E402
from benchmarks.search_users import typing_at_once  # noqa: E402
from benchmarks.update import measure  # noqa: E402
from tui.cli.importing import import_paths  # noqa: E402

_COUNT = 11_936
_TABLES = 12


def main() -> int:
    """Make the catalogue where it is not there yet, and measure."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=50)
    arguments.add_argument("--growth", type=float, default=0.55)
    arguments.add_argument("--every", type=int, default=7, help="of the queries")
    arguments.add_argument("--users", type=int, default=0)
    arguments.add_argument("--update", action="store_true")
    chosen = arguments.parse_args()
    studies = source("mixed", _COUNT)
    base = WORK / "large.db"
    if not base.exists():
        part = base.with_suffix(".part.db")
        import_paths(part, [str(studies)], None, quiet=True)
        part.rename(base)
    path = multiplied(base, WORK / f"large-{chosen.times}.db", chosen.times, chosen.growth)
    _sizes(path)
    queries = gold()
    seconds, worked = keystrokes(path, queries, chosen.every)
    print(f"{len(seconds)} keys: {percentiles(seconds)}; processor {percentiles(worked)}")
    print(fresh_process(path, [query.query for query in queries[::17]]))
    if chosen.users:
        print(typing_at_once(path, [query.query for query in queries], chosen.users))
    if chosen.update:
        measure(path, studies, chosen.times, 1_000)
    return 0


def _sizes(path: Path) -> None:
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    [(trials, terms)] = connection.execute(
        "SELECT (SELECT count(*) FROM trial), (SELECT count(*) FROM search_term)"
    )
    rows = connection.execute(
        "SELECT name, sum(pgsize) FROM dbstat WHERE aggregate = TRUE GROUP BY name ORDER BY 2 DESC"
    ).fetchall()
    print(f"{path.name}: {trials:,} trials, {terms:,} words, {path.stat().st_size / 1e9:.2f} GB")
    print("  bytes a study:", *(f"{name} {size / trials:.0f}" for name, size in rows[:_TABLES]))


if __name__ == "__main__":
    sys.exit(main())
