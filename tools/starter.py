"""Builds the starter catalogue: `make catalog`.

The catalogue at the top of the checkout is what the importers make of the source files in
`starter/`, with the two pages of NCT05721443 linked. Its time of import is a fixed one, so that
building it again gives the same file. It says of itself that it is a sample, and of how many
trials: with others imported into it, it is none any more.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

from catalog.identity import decisions
from tui.cli.importing import import_paths
from tui.settings.folders import NAME

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "starter"
BUILT_AT = "2026-11-21T00:00:00Z"
LINKED = "NCT05721443"


PAGES = "*.txt"
"""The four trials of which each page layout has one; the tests' own catalogue holds no others."""
RECORDS = "*.json"


def build(target: Path, *patterns: str) -> None:
    """Make the starter catalogue at `target`, replacing what is there; of some files alone where
    their patterns are named."""
    target.unlink(missing_ok=True)
    files = sorted(
        str(path) for each in patterns or (PAGES, RECORDS) for path in SOURCES.glob(each)
    )
    summary = import_paths(target, files, None, at=BUILT_AT, quiet=True, plainly=True)
    if summary.refused:
        raise SystemExit(f"a starter file was refused: {summary.refused[0].reason}")
    twin = next(pair for pair in summary.imported.possible_duplicates if LINKED in (pair.a, pair.b))
    decisions.link(target, twin.a, twin.b, at=BUILT_AT)
    if not patterns:
        _call_sample(target)


def _call_sample(target: Path) -> None:
    connection = sqlite3.connect(target)
    with connection:
        connection.execute(
            "INSERT OR REPLACE INTO meta SELECT 'sample', cast(count(*) AS TEXT) FROM trial"
        )
    connection.close()


def main() -> int:
    """Build the committed catalogue."""
    build(ROOT / NAME)
    return 0


if __name__ == "__main__":
    sys.exit(main())
