"""Six trials in each layout against the API's JSON of the same trials, and no word invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.pages import LAYOUTS, measure
from importers.formats import recognise
from importers.importer import Head
from tests.importers.pages import not_on_page


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layouts_fields_are_read_right(corpus: Path, layout: str) -> None:
    folder = corpus / "pages" / "rendered" / layout
    score = measure(folder, corpus / "ctgov-json" / "single", LAYOUTS[layout])
    assert score.total >= 36, "the layout has fields to compare"
    assert score.invented == []
    assert score.share >= 0.95, "\n".join(score.wrong)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_text_of_the_trial_stands_on_its_page(corpus: Path, layout: str) -> None:
    for path in sorted((corpus / "pages" / "rendered" / layout).glob("*.txt")):
        data = path.read_bytes()
        found = recognise(Head(path.name, data))
        assert found is not None
        assert not_on_page(found[0].read(data).trial, data.decode()) == [], path.name


def test_a_field_that_differs_is_counted_wrong(tmp_path: Path, corpus: Path) -> None:
    layout, number = "find-a-trial", "NCT00159523"
    page = (corpus / "pages" / "rendered" / layout / f"{number}.txt").read_text(encoding="utf-8")
    changed = page.replace("416 (actual)", "417 (actual)").replace("SexAll", "SexMale")
    (tmp_path / f"{number}.txt").write_text(changed, encoding="utf-8")
    score = measure(tmp_path, corpus / "ctgov-json" / "single", LAYOUTS[layout])
    assert [wrong.split(":")[0] for wrong in score.wrong] == [
        f"{number} enrollment",
        f"{number} sex",
    ]
