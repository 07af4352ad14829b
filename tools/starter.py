"""Builds the starter catalogue: `make catalog`.

The catalogue at the top of the checkout is what the importers make of the source files in
`starter/`, with the two pages of NCT05721443 linked. Its time of import is a fixed one, so that
building it again gives the same file.
"""

from __future__ import annotations

import sys
from pathlib import Path

from catalog.identity import decisions
from tui.cli.importing import import_paths
from tui.settings.folders import NAME

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "starter"
BUILT_AT = "2026-11-21T00:00:00Z"
LINKED = "NCT05721443"


def build(target: Path) -> None:
    """Make the starter catalogue at `target`, replacing what is there."""
    target.unlink(missing_ok=True)
    files = sorted(str(path) for path in SOURCES.glob("*.txt"))
    summary = import_paths(target, files, None, at=BUILT_AT, quiet=True, plainly=True)
    if summary.refused:
        raise SystemExit(f"a starter file was refused: {summary.refused[0].reason}")
    twin = next(pair for pair in summary.imported.possible_duplicates if LINKED in (pair.a, pair.b))
    decisions.link(target, twin.a, twin.b, at=BUILT_AT)


def main() -> int:
    """Build the committed catalogue."""
    build(ROOT / NAME)
    return 0


if __name__ == "__main__":
    sys.exit(main())
