"""A small catalogue of real trials for what reads and writes whole catalogues."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SHARED
from tui.cli.program import main


def clinic(path: Path) -> Path:
    """Real records of one registry that states each status, so that views and files say the same.

    Imported by the program itself; skips where they are absent.
    """
    corpus = SHARED / "corpus"
    if not corpus.is_dir():
        pytest.skip("shared data is absent: corpus does not lie beside the checkout")
    files = sorted(str(each) for each in (corpus / "ctgov-json").rglob("*.json"))[:20]
    main(["--catalog", str(path), "import", *files])
    return path
