"""Learns what outcome cells are cut by: `python -m tools.outcome_weights [FOLDER]`.

Writes `importers/ctgov/csv/outcome_weights.csv` from the studies of ../shared/corpus (JSON, legacy
XML and AACT tables, which have measure, description and time frame apart) whose numbers are even;
the others stay unseen, for `python -m benchmarks.outcomes` and the tests. A sign is a word or a
form at a place, counted over several studies: no text of a study is in the table.
"""

from __future__ import annotations

import csv
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from catalog.model.record import SourceRecord
from importers.ctgov.csv.outcome_signs import COMMA, Pieces, shared_ends
from importers.pipeline import read

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "importers" / "ctgov" / "csv" / "outcome_weights.csv"
CORPUS = ROOT.parent / "shared" / "corpus"
_SOURCES = (
    "ctgov-json",
    "ctgov-xml/AllPublicXML-sample.zip",
    "ctgov-xml/search_result.zip",
    "ctgov-xml/single",
    "aact/derived-full-tables.zip",
)
_ROUNDS = 8
_STEP = 0.2
_SHRINK = 3e-3
_SEEN = 3
"""Outcomes in which a sign must occur."""
_SLIGHT = 0.02
"""Weights below this are left out."""

Outcome = tuple[str, str | None, str | None]


def main() -> int:
    """Learn and write."""
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    studies = [listed for number, listed in trials(corpus).items() if is_seen(number)]
    found = learnt(studies)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("sign", "weight"))
        writer.writerows((sign, f"{weight:.3f}") for sign, weight in sorted(found.items()))
    print(f"{len(found)} signs, from {sum(map(len, studies))} outcomes of {len(studies)} studies")
    return 0


def is_seen(number: str) -> bool:
    """Whether a study is learnt from: even numbers."""
    return int(number[-1]) % 2 == 0


def trials(corpus: Path) -> dict[str, list[Outcome]]:
    """The outcomes of each study that has them apart, by number."""
    found: dict[str, list[Outcome]] = {}
    for item in read([corpus / name for name in _SOURCES], workers=0):
        trial = item.trial if isinstance(item, SourceRecord) else None
        if trial is None or trial.number is None or not trial.outcomes or trial.guesses:
            continue
        found.setdefault(
            trial.number,
            [
                (one.measure, one.description, one.time_frame)
                for one in trial.outcomes
                if "|" not in joined((one.measure, one.description, one.time_frame))
            ],
        )
    return found


def joined(outcome: Outcome) -> str:
    """As the registry writes it into a cell."""
    return COMMA.join(part for part in outcome if part)


@dataclass(slots=True)
class _Example:
    """All ways to cut an outcome, as numbers of signs, and which of them is true."""

    ways: list[list[int]]
    right: int


def learnt(studies: Iterable[list[Outcome]]) -> dict[str, float]:
    """Sign to weight: a conditional log-linear model by AdaGrad, the same at every run."""
    named = [example for listed in studies for example in _examples(listed)]
    counted = Counter(sign for ways, _ in named for sign in {sign for way in ways for sign in way})
    number = {sign: at for at, sign in enumerate(s for s in counted if counted[s] >= _SEEN)}
    examples = [
        _Example([[number[sign] for sign in way if sign in number] for way in ways], right)
        for ways, right in named
    ]
    weights, squares = [0.0] * len(number), [1e-6] * len(number)
    order = random.Random(1)
    for _ in range(_ROUNDS):
        order.shuffle(examples)
        for example in examples:
            for sign, slope in _slopes(example, weights).items():
                step = slope + _SHRINK * weights[sign]
                squares[sign] += step * step
                weights[sign] -= _STEP * step / math.sqrt(squares[sign])
    return {sign: weights[at] for sign, at in number.items() if abs(weights[at]) >= _SLIGHT}


def _slopes(example: _Example, weights: list[float]) -> dict[int, float]:
    points = [sum(weights[sign] for sign in way) for way in example.ways]
    top = max(points)
    shares = [math.exp(each - top) for each in points]
    whole = sum(shares)
    found: dict[int, float] = {}
    for at, way in enumerate(example.ways):
        slope = shares[at] / whole - (at == example.right)
        if abs(slope) >= 1e-5:
            for sign in way:
                found[sign] = found.get(sign, 0.0) + slope
    return found


def _examples(listed: list[Outcome]) -> Iterator[tuple[list[list[str]], int]]:
    """The ways to cut each outcome by their signs, and the place of the true one."""
    texts = [joined(outcome) for outcome in listed]
    ends = shared_ends(texts)
    for outcome, text in zip(listed, texts, strict=True):
        pieces = Pieces(text, ends)
        cuts = list(pieces.ways())
        true = _true(outcome)
        if true in cuts and len(cuts) > 1:
            yield [pieces.signs(*each) for each in cuts], cuts.index(true)


def _true(outcome: Outcome) -> tuple[int, int]:
    measure, description, _ = outcome
    cut = measure.count(COMMA) + 1
    return cut, cut + (description.count(COMMA) + 1 if description else 0)


if __name__ == "__main__":
    sys.exit(main())
