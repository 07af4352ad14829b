"""What the corpus holds by its own index, and what the importers make of it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from catalog.model.record import Refused, SourceRecord
from importers.pipeline import Recognised, read
from importers.references import Cited


@dataclass
class Outcome:
    """Everything that reading some paths gave."""

    records: list[SourceRecord] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    recognised: list[Recognised] = field(default_factory=list)
    cited: list[Cited] = field(default_factory=list)

    @property
    def numbers(self) -> Counter[str | None]:
        """How often each registry number was read; None counts records without one."""
        return Counter(record.trial.number for record in self.records)

    @property
    def formats(self) -> set[str]:
        """Names of the importers that recognised something."""
        return {found.importer for found in self.recognised}

    @property
    def notes(self) -> Counter[str]:
        """How often each kind of note was made."""
        return Counter(note.kind for record in self.records for note in record.notes)


def gathered(paths: Iterable[Path], format: str | None = None, workers: int = 0) -> Outcome:
    """Read the paths in this process (or in `workers` others) and sort what comes."""
    outcome = Outcome()
    for found in read(paths, format, workers):
        if isinstance(found, SourceRecord):
            outcome.records.append(found)
        elif isinstance(found, Refused):
            outcome.refused.append(found)
        elif isinstance(found, Cited):
            outcome.cited.append(found)
        else:
            outcome.recognised.append(found)
    return outcome


def indexed(corpus: Path, format: str) -> dict[str, Counter[str]]:
    """Trial ids by file, as both `index.tsv` list them for a format (`ctgov-json`, `ictrp`, ...).

    Files are named from the corpus folder on; members count for their zip.
    """
    files: dict[str, Counter[str]] = {}
    for index in ("index.tsv", "more/index.tsv"):
        with (corpus / index).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                if row["format"] == format:
                    file = row["file"].partition("!")[0]
                    files.setdefault(file, Counter())[row["trial_id"]] += 1
    assert files, f"the index knows no format {format!r}"
    return files
