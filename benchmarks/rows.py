"""How much of a ClinicalTrials.gov CSV row, put as lines without headings, is read into its field.

The rows are made from the API's JSON of studies with odd numbers (nothing was learnt from them, see
`tools/outcome_weights.py`): title, summary, conditions, interventions, primary and secondary
outcomes, detailed description, one column below the other, empty ones left out, as in the text that
the project began with. A word is right where the reader has it in the field, and the part of an
outcome, that the JSON has it in; a word is invented where no text of the row holds it.

    python -m benchmarks.rows [corpus folder]
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalog.model.record import SourceRecord
from catalog.model.trial import Trial
from importers.importer import Unreadable
from importers.pages import csv_row
from importers.pipeline import read
from tools.outcome_weights import CORPUS, is_seen

_FILES = ("ctgov-json",)
_WORD = re.compile(r"\w+")

Placed = tuple[str, str]
"""The field and part of it, and a word."""


@dataclass(slots=True)
class Count:
    rows: int = 0
    refused: int = 0
    """Rows without an interventions line: the layout cannot be told without."""
    words: int = 0
    right: int = 0
    invented: list[str] = field(default_factory=list)
    wrong: list[tuple[float, str]] = field(default_factory=list)
    """Share of words right of each row that is not wholly right, and its number."""


def measure(corpus: Path) -> Count:
    """Over the studies of the corpus that the JSON has whole."""
    count = Count()
    seen: set[str] = set()
    for item in read([corpus / name for name in _FILES], workers=0):
        if not isinstance(item, SourceRecord) or item.importer != "ctgov-json":
            continue
        number = item.trial.number or ""
        if number in seen or is_seen(number):
            continue
        seen.add(number)
        _add(count, number, item.trial)
    return count


def _add(count: Count, number: str, true: Trial) -> None:
    text = row(true)
    count.rows += 1
    try:
        found = csv_row.read(text.encode()).trial
    except Unreadable:
        count.refused += 1
        return
    wanted, told = Counter(_placed(true)), Counter(_placed(found))
    right = (wanted & told).total()
    count.words += wanted.total()
    count.right += right
    if right < wanted.total():
        count.wrong.append((right / wanted.total(), number))
    unknown = {word for _, word in told} - set(_words(text))
    count.invented += [f"{number}: {word}" for word in sorted(unknown)]


def row(trial: Trial) -> str:
    """The columns, one below the other."""
    cells = {
        kind: "|".join(
            ", ".join(filter(None, (one.measure, one.description, one.time_frame)))
            for one in trial.outcomes
            if one.kind.value == kind
        )
        for kind in ("primary", "secondary")
    }
    columns = (
        trial.title,
        trial.brief_summary,
        "|".join(trial.conditions),
        "|".join(f"{one.type.word}: {one.name}" for one in trial.interventions if one.type),
        cells["primary"],
        cells["secondary"],
        trial.detailed_description,
    )
    return "\n".join(filter(None, columns)) + "\n"


def _placed(trial: Trial) -> Iterator[Placed]:
    texts: list[tuple[str, Any]] = [
        ("title", trial.title),
        ("summary", trial.brief_summary),
        ("description", trial.detailed_description),
        *(("condition", each) for each in trial.conditions),
        *(("intervention", each.name) for each in trial.interventions),
    ]
    for one in trial.outcomes:
        if one.kind.value in ("primary", "secondary"):
            for part in ("measure", "description", "time_frame"):
                texts.append((f"{one.kind.value} {part}", getattr(one, part)))
    for name, text in texts:
        for word in _words(text or ""):
            yield name, word


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace("\\", "").casefold())


def main() -> int:
    """Print the share."""
    count = measure(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
    print(
        f"{count.rows} rows, {count.refused} without interventions refused; "
        f"{count.right} of {count.words} words in their field ({count.right / count.words:.3f}), "
        f"{len(count.invented)} invented"
    )
    for share, number in sorted(count.wrong)[:20]:
        print(f"  {number} {share:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
