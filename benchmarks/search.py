"""Search: what is found of the benchmark's queries, how fast, and what others find.

python benchmarks/search.py                        real trials, then 100,000 synthetic around them
python benchmarks/search.py --sizes 0,600000       other sizes
python benchmarks/search.py --no-peers             only ours
python benchmarks/search.py --users 50             also 50 people typing at once
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.search_catalogue import catalogue
from benchmarks.search_gold import GoldQuery, Judge, Score, gold, rank, scored
from benchmarks.search_peers import peers
from benchmarks.search_timing import (
    fresh_process,
    index_bytes,
    keystrokes,
    percentiles,
    reader,
)
from benchmarks.search_users import typing_at_once
from catalog.search.parser import parse
from catalog.search.searcher import Searcher


def main() -> None:
    """Run what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--sizes", default="0,100000", help="synthetic trials around the real ones")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--no-timing", action="store_true")
    parser.add_argument(
        "--every", type=int, default=3, help="type every n-th query letter by letter"
    )
    parser.add_argument("--users", type=int, default=0, help="so many people typing at once")
    parser.add_argument("--missed", action="store_true", help="list the queries not found")
    arguments = parser.parse_args()
    queries = gold()
    for size in map(int, arguments.sizes.split(",")):
        print(f"\n{size:,} synthetic trials around the real ones")
        path = catalogue(size)
        _ours(path, queries, missed=arguments.missed)
        if not arguments.no_timing:
            _timing(path, queries, arguments.every)
        if arguments.users:
            print(f"  {typing_at_once(path, [query.query for query in queries], arguments.users)}")
        if not arguments.no_peers:
            _peers(path, queries)


def _ours(path: Path, queries: Sequence[GoldQuery], *, missed: bool) -> None:
    searcher = Searcher(reader(path))
    answers = [
        [hit.id for hit in searcher.search(parse(query.query), limit=10).hits] for query in queries
    ]
    open_, strict = _scores(path, queries, answers)
    print("  kind          queries   open: @1     @10    MRR   strict: @1    @10    MRR")
    for kind in sorted(open_):
        row = f"{open_[kind].line()}        {strict[kind].line()}"
        print(f"  {kind or 'all':14} {open_[kind].queries:5}       {row}")
    if missed:
        judge = Judge(path)
        for query, ids in zip(queries, answers, strict=True):
            if rank(judge, query, ids, strict=False) is None:
                print(f"  missed {query.kind}: {query.query!r}")


def _scores(
    path: Path, queries: Sequence[GoldQuery], answers: Sequence[Sequence[str]]
) -> tuple[dict[str, Score], dict[str, Score]]:
    judge = Judge(path)
    pairs = list(zip(queries, answers, strict=True))
    return (
        scored((query.kind, rank(judge, query, ids, strict=False)) for query, ids in pairs),
        scored((query.kind, rank(judge, query, ids, strict=True)) for query, ids in pairs),
    )


def _timing(path: Path, queries: Sequence[GoldQuery], step: int) -> None:
    seconds, worked = keystrokes(path, queries, step)
    print(f"  each of {len(seconds)} keys: {percentiles(seconds)}; processor {percentiles(worked)}")
    size, trials = index_bytes(path)
    print(f"  index {size / 1e6:.0f} MB, {size / trials:.0f} bytes a trial")
    print(f"  {fresh_process(path, [query.query for query in queries[::17]])}")


def _peers(path: Path, queries: Sequence[GoldQuery]) -> None:
    for name, answer in peers(path).items():
        given = answer([query.query for query in queries])
        open_, strict = _scores(path, queries, [ids for ids, _ in given])
        print(
            f"  {name:14} open {open_[''].line()}   strict {strict[''].line()}"
            f"   a query: {percentiles([seconds for _, seconds in given])}"
        )


if __name__ == "__main__":
    main()
