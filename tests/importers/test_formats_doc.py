"""docs/formats.md has a section with a table for each format, and none for another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from importers.formats import IMPORTERS
from importers.importer import Importer

PAGE = Path(__file__).parent.parent.parent / "docs" / "formats.md"
SECTION = re.compile(r"^## `([^`]+)`: (.+)$", re.MULTILINE)


def sections() -> dict[str, tuple[str, str]]:
    """Title and body of each format's section."""
    text = PAGE.read_text(encoding="utf-8")
    found = list(SECTION.finditer(text))
    ends = [later.start() for later in found[1:]] + [len(text)]
    return {one[1]: (one[2], text[one.end() : end]) for one, end in zip(found, ends, strict=True)}


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: importer.name)
def test_each_format_has_its_table(importer: Importer) -> None:
    assert importer.name in sections(), f"docs/formats.md lacks: ## `{importer.name}`: …"
    _, body = sections()[importer.name]
    rows = [line for line in body.splitlines() if line.startswith("| ")]
    assert len(rows) >= 3, "a head, a rule and at least one field"
    assert "data date" in body.lower()


def test_no_format_is_described_that_is_not_read() -> None:
    assert set(sections()) <= {importer.name for importer in IMPORTERS}
