"""Each page is one layout's and no other's; other texts are none's."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.importer import Head, Importer
from importers.pages import find_a_trial
from tests.importers.pages import CHECKOUT, PAGES, SAMPLES, STARTER, sample_pages

SEEDS = {
    "000": "ctgov-csv-row",
    "001": "page-trials-co",
    "002": "page-inclinicaltrials",
    "003": "ctgov-page",
    "004": "page-find-a-trial",
}
RENDERED = {
    "flattened-csv-row": "ctgov-csv-row",
    "listing-about-this-trial": "page-trials-co",
    "aggregator-clinical-trials-logo": "page-inclinicaltrials",
    "ctgov-classic": "ctgov-page",
    "find-a-trial": "page-find-a-trial",
}


def recognising(data: bytes, name: str = "page.txt") -> list[str]:
    head = Head(name, data[:65536])
    return [importer.name for importer in PAGES if importer.recognises(head)]


def test_each_seed_is_of_its_layout(corpus: Path) -> None:
    found = {path.name[:3]: recognising(path.read_bytes()) for path in corpus.glob("seeds/*.txt")}
    assert found == {number: [name] for number, name in SEEDS.items()}


def test_each_rendered_page_is_of_its_layout(corpus: Path) -> None:
    for folder, name in RENDERED.items():
        pages = sorted((corpus / "pages" / "rendered" / folder).glob("*.txt"))
        assert len(pages) == 6
        for path in pages:
            assert recognising(path.read_bytes()) == [name], path.name


def test_each_starter_file_is_of_its_layout() -> None:
    found = sorted(
        name for path in STARTER.glob("*.txt") for name in recognising(path.read_bytes())
    )
    assert found == sorted(SEEDS.values())


@pytest.mark.parametrize("importer", PAGES, ids=lambda importer: importer.name)
def test_line_ends_marks_and_blank_lines_do_not_matter(importer: Importer) -> None:
    for path in sample_pages(importer):
        text = path.read_text(encoding="utf-8")
        saved = "\r\n\r\n\u00a0\r\n" + text.replace("\n", " \r\n") + "\r\n\r\n"
        assert recognising(b"\xef\xbb\xbf" + saved.encode()) == [importer.name]


OTHERS = (
    b"",
    b"\x00\x01\x02",
    b"A page about knitting.\n\nIt has two paragraphs.\n",
    b"<html><body>\nAbout this trial\nThis is an interventional treatment trial for X\n"
    b"Eligibility Criteria\n</body></html>",
    b'{"a": 1,\n"About this trial"\n}',
    b"Interventions\nDRUG: A\nDRUG: B\n",
    b"Study Title,Interventions\nA trial,DRUG: A|DRUG: B\n",
    b"DRUG: A|DRUG: B\n",
    b"Title only\nDRUG: A\n",
    b"Quick facts\nabout tea\n",
    b"About this trial\nWe like it.\n",
    b"Clinical Trial Summary\n\nA good one.\n",
    b"ClinicalTrials.gov Identifier: NCT99990001\n",
    b"NCT Number\tTitle\nNCT99990001\tA trial of tea\n",
)


@pytest.mark.parametrize("data", OTHERS)
def test_other_texts_are_refused(data: bytes) -> None:
    assert recognising(data) == []


def test_the_projects_own_texts_are_refused() -> None:
    for path in (*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/*.md"), STARTER / "README.md"):
        assert recognising(path.read_bytes(), path.name) == [], path.name


def test_other_files_of_the_corpus_are_refused(corpus: Path) -> None:
    paths = [
        *sorted(corpus.glob("pages/*.html")),
        *sorted(corpus.glob("ctgov-json/single/*.json"))[:5],
        *sorted(corpus.glob("ctgov-xml/single/*.xml")),
        *sorted(corpus.glob("ctgov-csv/**/*.csv")),
        *sorted(corpus.glob("ctgov-csv/**/*.tsv")),
        *sorted(corpus.glob("euctr/*.txt")),
        *sorted(corpus.glob("*.md")),
    ]
    assert len(paths) > 20
    for path in paths:
        with path.open("rb") as file:
            assert recognising(file.read(65536), path.name) == [], path.name


def test_the_tags_of_a_find_a_trial_page_are_interventions_by_guess() -> None:
    page = (SAMPLES / "page-find-a-trial" / "several-sites.txt").read_bytes()
    found = find_a_trial.read(page)
    assert [one.name for one in found.trial.interventions] == ["examplinol"]
    assert "interventions" in {guess.field for guess in found.trial.guesses}
    assert "interventions" in found.carries
