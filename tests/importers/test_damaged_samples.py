"""Every sample, cut off or changed anywhere: a sentence or a record, never a defect of ours."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.corpus_counts import gathered
from tests.importers.test_samples import EXPECTED, SAMPLES

FORMATS = (
    "anzctr-xml", "biomcp-json", "chictr-html", "cris-page", "cris-xml", "ctgov-study-page",
    "ctis-csv", "ctrdata", "euctr-list", "fhir-json", "isrctn-csv", "isrctn-xml", "table-json",
    "who-json", "who-xml", "workbook",
)  # fmt: skip
FILES = [
    path
    for name in FORMATS
    for path in sorted((SAMPLES / name).iterdir())
    if not path.name.endswith(EXPECTED)
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
@settings(max_examples=12)
@given(data=st.data())
def test_no_damage_is_called_a_defect(path: Path, data: st.DataObject) -> None:
    raw = path.read_bytes()
    at = data.draw(st.integers(0, len(raw) - 1))
    length = data.draw(st.integers(0, 40))
    middle = data.draw(st.binary(max_size=12))
    rest = b"" if data.draw(st.booleans()) else raw[at + length :]
    with tempfile.TemporaryDirectory() as folder:
        damaged = Path(folder, path.name)
        damaged.write_bytes(raw[:at] + middle + rest)
        outcome = gathered([damaged])
    assert not [one for one in outcome.refused if "defect" in one.reason]
