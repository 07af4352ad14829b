"""Files that are no trials: what was seen is said, and the numbers in lists are offered."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.formats import recognise
from importers.importer import Head
from importers.references import kind
from importers.unknown import unknown
from tests.importers.corpus_counts import gathered

LISTS = {
    "a.ris": "TY  - JOUR\nTI  - An article on NCT99990001\nAN  - NCT99990002\nER  - \n",
    "a.nbib": "PMID- 1\nSI  - ClinicalTrials.gov/NCT99990001\nAB  - Also\n      NCT99990002.\n",
    "a.bib": "@article{x,\n note = {ISRCTN99990001 and 2023-599901-11-00}}\n",
    "a.enw": "%0 Journal Article\n%M NCT99990001\n%K ACTRN12699000000001\n",
    "endnote.xml": "<?xml version='1.0'?><xml><records><record><database name='x.enl'/>"
    "<accession-num>NCT99990001</accession-num><label>DRKS99990001</label></record></records></xml>",
    "numbers.txt": "NCT Number\nNCT99990001\n\nnct99990002 (our patient's)\n",
}


@pytest.mark.parametrize("name", LISTS)
def test_numbers_of_a_list_are_offered_and_not_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(LISTS[name], encoding="utf-8")
    outcome = gathered([path])
    assert (outcome.records, outcome.refused) == ([], [])
    (found,) = outcome.cited
    assert len(found.numbers) == 2
    assert found.kind.startswith("a list of ")


def test_the_numbers_of_a_real_pubmed_file(corpus: Path) -> None:
    (found,) = gathered([corpus / "more" / "references" / "pubmed-22327499.xml"]).cited
    assert set(found.numbers) == {"NCT00289757", "NCT00291876"}


def test_a_list_without_numbers_is_refused_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.ris"
    path.write_text("TY  - JOUR\nTI  - An article\nER  - \n")
    (refused,) = gathered([path]).refused
    assert "a list of references (RIS), not of trials" in refused.reason


@given(st.text(max_size=200))
def test_no_text_is_both_a_list_and_a_known_format(text: str) -> None:
    head = Head("x", text.encode("utf-8", "replace"))
    assert kind(head) is None or recognise(head) is None


SEEN = {
    b"Visit,Weight,Height,Shoe\n1,2,3,4\n": "a table with the columns Visit, Weight, Height, Shoe",
    b'{"alpha": 1, "beta": {"gamma": 2}}': "JSON with the keys alpha, beta, gamma",
    b"<?xml version='1.0'?><invoice><line/></invoice>": "XML with the root element invoice",
    b"<!-- saved from url=(0020)https://example.org/x --><html></html>": "from example.org",
    b"%PDF-1.7": "a PDF document; use the registry's download",
    b"SQLite format 3\0": "an SQLite database; export its records",
    b"RDX3\n": "a file of R; write it as CSV",
}


@pytest.mark.parametrize("data", SEEN)
def test_a_refusal_says_what_was_seen(data: bytes) -> None:
    said = unknown(Head("x", data))
    assert SEEN[data] in said
    if not data.startswith((b"%PDF", b"SQL", b"RDX")):
        assert "--format NAME" in said


@pytest.mark.parametrize(
    "data",
    [
        b"Doe Jane,1961-02-03,jane@example.org,+44 20 7946 0000\nRoe Ann,x,y,z\n",
        b"12345,67890,2020-01-01,4.5\n",
        b'{"1234567": 1, "jane@example.org": 2}',
        b"Mrs Jane Doe\nlives somewhere\n",
    ],
)
def test_what_may_be_somebodys_data_is_not_shown(data: bytes) -> None:
    said = unknown(Head("x", data))
    for word in (b"1961", b"jane@", b"7946", b"12345", b"lives", b"Doe"):
        assert word.decode() not in said


@given(st.binary(max_size=300))
def test_a_refusal_is_one_line_whatever_the_bytes(data: bytes) -> None:
    said = unknown(Head("x", data))
    assert said
    assert "\n" not in said
    assert len(said) < 900
