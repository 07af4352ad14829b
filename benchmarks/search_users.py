"""Many people typing at once: how long each key waits for its list.

Every user is a process of its own that types queries letter by letter. As in the app a key that
comes while an older one is being answered interrupts it, the list then answers the newer key, and
on an overloaded machine a search waits for the next letter first (`tui.app.patience`).
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Sequence
from multiprocessing.synchronize import Barrier
from pathlib import Path
from queue import Queue

from benchmarks.search_timing import LIMIT, percentiles, reader
from catalog.search.parser import parse
from catalog.search.searcher import Searcher, Superseded
from tui.app.asking import Patience

_LETTER = 0.15
_BETWEEN = 1.0
"""Seconds between two letters, and between a query and the next one."""
_LASTS = 20.0

Typed = tuple[list[float], list[float], float]
"""Seconds that each key waited for its list or a newer one, that the keys with a list of their own
waited, and of the processor."""


def typing_at_once(path: Path, queries: Sequence[str], users: int) -> str:
    """One line: how long a key waits until the list answers it or a newer key."""
    context = multiprocessing.get_context("fork")
    start = context.Barrier(users)
    found: Queue[Typed] = context.Queue()  # type: ignore[assignment]
    processes = [
        context.Process(target=_user, args=(path, queries[n::users], n / users, start, found))
        for n in range(users)
    ]
    for process in processes:
        process.start()
    told = [found.get() for _ in processes]
    for process in processes:
        process.join()
    waited = [seconds for one, _, _ in told for seconds in one]
    shown = [seconds for _, one, _ in told for seconds in one]
    worked = sum(seconds for _, _, seconds in told)
    own = len(shown) / len(waited)
    return (
        f"{users} users on {os.cpu_count()} cores, {len(waited)} keys: the {own:.0%} that no newer"
        f" key overtook were answered after {percentiles(shown)}; any key waited"
        f" {percentiles(waited)} for its list or a newer one; processor {worked / _LASTS:.1f} cores"
    )


def _user(
    path: Path, queries: Sequence[str], late: float, start: Barrier, found: Queue[Typed]
) -> None:
    searcher = Searcher(reader(path))
    searcher.search(parse(queries[0]), limit=LIMIT)
    patience = Patience()
    start.wait()
    begun, worked = time.monotonic() + late, time.process_time()
    waited: list[float] = []
    shown: list[float] = []
    due = begun
    for query in _endless(queries):
        keys = [(due + n * _LETTER, query[: n + 1]) for n in range(len(query))]
        _typed(searcher, patience, keys, waited, shown)
        due = max(keys[-1][0], time.monotonic()) + _BETWEEN
        if due > begun + _LASTS:
            break
    found.put((waited, shown, time.process_time() - worked))


def _endless(queries: Sequence[str]) -> Sequence[str]:
    return [*queries] * 50


def _typed(
    searcher: Searcher,
    patience: Patience,
    keys: Sequence[tuple[float, str]],
    waited: list[float],
    shown: list[float],
) -> None:
    """Type one query; as in the app an answer that a newer key has overtaken is not shown."""
    times = [at for at, _ in keys]
    done = 0
    while done < len(keys):
        now = time.monotonic()
        if now < times[done]:
            time.sleep(times[done] - now)
            continue
        newest = sum(at <= now for at in times) - 1
        if now < times[newest] + patience.seconds:
            time.sleep(times[newest] + patience.seconds - now)
            if newest + 1 < len(times) and times[newest + 1] <= time.monotonic():
                continue
        following = times[newest + 1] if newest + 1 < len(times) else float("inf")

        def is_old(following: float = following) -> bool:
            return time.monotonic() >= following

        asked, worked = time.monotonic(), time.process_time()
        try:
            searcher.search(parse(keys[newest][1]), limit=LIMIT, stop=is_old)
        except Superseded:
            continue
        finally:
            patience.learn(time.monotonic() - asked, time.process_time() - worked)
        if not is_old():
            now = time.monotonic()
            waited += [now - at for at in times[done : newest + 1]]
            shown.append(now - times[newest])
            done = newest + 1
