"""The page texts of the corpus through the whole pipeline: as many trials as its index says."""

from __future__ import annotations

from pathlib import Path

from tests.importers.corpus_counts import gathered, indexed
from tests.importers.test_page_layouts import RENDERED, SEEDS


def test_every_rendered_page_is_one_trial_of_its_format(corpus: Path) -> None:
    files = indexed(corpus, "pages")
    assert len(files) == 30
    for folder, name in RENDERED.items():
        outcome = gathered([corpus / "pages" / "rendered" / folder])
        assert outcome.refused == []
        assert {record.importer for record in outcome.records} == {name}
        read = sorted(f"pages/rendered/{folder}/{record.file}" for record in outcome.records)
        assert read == sorted(file for file in files if f"/{folder}/" in file)
        for record in outcome.records:
            assert record.trial.number in (None, record.file.removesuffix(".txt"))


def test_the_five_seeds_are_five_records_with_three_numbers(corpus: Path) -> None:
    outcome = gathered([corpus / "seeds"])
    assert outcome.refused == []
    assert {record.file[:3]: record.importer for record in outcome.records} == SEEDS
    assert dict(outcome.numbers) == {
        None: 2,
        "NCT05721443": 1,
        "NCT04144517": 1,
        "NCT06100497": 1,
    }
