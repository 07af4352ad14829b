"""How often the outcomes of a CSV are cut as the registry has them.

The cells are made from studies whose parts are known, by the rules of the format (the parts joined
by commas, docs/formats.md). Only studies with odd numbers count: the weights were learnt from the
even ones (`tools/outcome_weights.py`). An outcome is right where all three parts are.

    python -m benchmarks.outcomes [corpus folder]
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from importers.ctgov.csv.outcome_cells import Parts, Weights, split
from tools.outcome_weights import CORPUS, is_seen, joined, trials


@dataclass(slots=True)
class Count:
    """Outcomes, and how many of them are right: whole, and part by part."""

    total: int = 0
    whole: int = 0
    measure: int = 0
    description: int = 0
    time_frame: int = 0

    def add(self, true: Parts, found: Parts) -> None:
        self.total += 1
        self.whole += true == found
        self.measure += true.measure == found.measure
        self.description += true.description == found.description
        self.time_frame += true.time_frame == found.time_frame


def measure(corpus: Path, weights: Weights | None = None) -> Count:
    """Over the studies that nothing was learnt from."""
    count = Count()
    for number, listed in trials(corpus).items():
        if is_seen(number):
            continue
        texts = [joined(outcome) for outcome in listed]
        for outcome, found in zip(listed, split(texts, weights), strict=True):
            count.add(Parts(*outcome), found)
    return count


def main() -> int:
    """Print the shares."""
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    started = time.process_time()
    count = measure(corpus)
    for name in ("whole", "measure", "description", "time_frame"):
        right = getattr(count, name)
        print(f"{name:12} {right:5} of {count.total}  {right / count.total:.3f}")
    print(f"processor time, reading the files included: {time.process_time() - started:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
