"""How long a list takes to be judged for a patient: what can be seen, the first 2,000, a key.

    python -m benchmarks.patient CATALOGUE [QUERY]

The steps are those of the app (`tui.screens.judging`), run here by the clock and by the processor;
the last line is how long a thread that wants the processor every millisecond waited meanwhile.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from catalog.eligibility.screening import MOST
from catalog.eligibility.screening.answers import with_answers
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.standing import standing
from catalog.eligibility.screening.typed import read
from catalog.search.parser import parse
from tui.app.asking import Reading
from tui.screens.judging import _AT_ONCE, _FIRST

PATIENT = (
    "62 f, ECOG 1, CrCl 45, HPV neg, prior PD-1, plt 150, hgb 11, HIV no, measurable disease yes"
)
_WANTED = 0.001


class Run(NamedTuple):
    """Seconds by the clock, and of the processor, from the beginning."""

    first: tuple[float, float]
    ordered: tuple[float, float]
    all: tuple[float, float]
    groups: Counter[str]


def judged(reading: Reading, query: str, shown: Sequence[int]) -> Run:
    """Until what is shown is judged, the order is known, and all are judged."""
    patient = with_answers(Patient(), read(PATIENT))
    begun, worked = time.perf_counter(), time.thread_time()

    def since() -> tuple[float, float]:
        return time.perf_counter() - begun, time.thread_time() - worked

    groups: Counter[str] = Counter()

    def judge(some: Sequence[int]) -> None:
        for key, one in reading.limits.of(some).items():
            known = standing(one.criteria, one.others, one.entry, patient)
            groups[known.group.value] += 1
            if places := (*known.excluded_by, *known.look_first):
                reading.limits.sentence(key, places[0])

    judge(shown)
    first = since()
    keys = [key for key in reading.searcher.keys(parse(query), MOST) if key not in set(shown)]
    ordered = since()
    for start in range(0, len(keys), _AT_ONCE):
        judge(keys[start : start + _AT_ONCE])
    return Run(first, ordered, since(), groups)


def main() -> None:
    """Measure three times, and say the worst."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("query", nargs="*", help="which trials are judged; else cancer")
    given = parser.parse_args()
    query = " ".join(given.query) or "cancer"
    reading = Reading(given.catalogue)
    parse(query)
    assert reading.searcher
    print(f"stored by today's rules: {reading.limits.is_stored}")
    shown = [hit.key for hit in reading.searcher.search(parse(query), _FIRST).hits]
    waits: list[float] = []
    over = threading.Event()

    def keys() -> None:
        while not over.is_set():
            wanted = time.perf_counter() + _WANTED
            time.sleep(_WANTED)
            waits.append(time.perf_counter() - wanted)

    thread = threading.Thread(target=keys)
    thread.start()
    runs = [judged(reading, query, shown) for _ in range(3)]
    over.set()
    thread.join()
    for name, part in (("first screen", "first"), ("order of the list", "ordered"), ("all", "all")):
        clock, worked = (max(getattr(run, part)[n] for run in runs) * 1000 for n in (0, 1))
        print(f"{name:>18}: {clock:7.0f} ms, processor {worked:5.0f} ms  (worst of three)")
    print(f"{'a key waits':>18}: {max(waits) * 1000:7.0f} ms at most")
    print(", ".join(f"{count} {name}" for name, count in runs[-1].groups.most_common()))


if __name__ == "__main__":
    main()
