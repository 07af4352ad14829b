"""Corrections harm nobody: one medicine is never taken for another unasked."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.drugs.drug_words import inn_stems, not_the_same
from catalog.drugs.medicines import brands, is_medicine, looks_like_medicine
from catalog.model.trial import Intervention, Site, Trial
from catalog.search.parser import parse
from catalog.search.results import Results
from catalog.search.searcher import Searcher
from catalog.search.synonyms import common
from catalog.search.synonyms.common import always
from catalog.search.words import words
from tests.catalog.search.shelf import Shelf, trial
from tests.soaking import often


def drug(number: int, name: str, *others: str) -> list[Trial]:
    given = (Intervention(name=name, other_names=others),)
    return [trial(number + n, f"{name} in Study {n}", interventions=given) for n in range(12)]


SHELF = Shelf().put(
    [
        *drug(100, "Novolin"),
        *drug(200, "Nifedipine"),
        *drug(300, "Lapatinib"),
        *drug(400, "Zelbarafix", "Vectrolan"),
        *(trial(500 + n, f"Deposit of Nitrogen {n}") for n in range(12)),
        *(trial(600 + n, f"Ultrasound of the Breast Cancer {n}") for n in range(12)),
        *(trial(700 + n, f"Endometrial Study {n}") for n in range(12)),
        *(
            trial(800 + n, f"Skin Study {n}", sites=(Site(country="Switzerland"),))
            for n in range(9)
        ),
        trial(900, "Spinal Muscular Atrophy"),
        *(trial(910 + n, f"Supplementary Motor Area (SMA) {n}") for n in range(6)),
    ]
)
SEARCHER = SHELF.searcher()


def search(typed: str, searcher: Searcher = SEARCHER) -> Results:
    return searcher.search(parse(typed), 60)


@pytest.mark.parametrize("typed", ["novalgin", "zeposia", "spinraza", "novalgin ", "zeposia "])
def test_a_brand_is_no_slip_for_another_word(typed: str) -> None:
    found = search(typed)
    assert found.total == 0
    assert not found.corrections
    assert "none here either" in found.problems[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("novalyn ", "novolin"), ("apatinib ", "lapatinib"), ("vectrulen ", "vectrolan")],
)
def test_what_may_be_another_medicine_is_asked_for(typed: str, meant: str) -> None:
    found = search(typed)
    if found.total:  # near enough and alone: told aloud, never silent
        assert any("if that medicine is meant" in problem for problem in found.problems)
    else:
        assert any(f"did you mean {meant}" in problem for problem in found.problems)


@pytest.mark.parametrize("typed", ["nyfedipine", "nifedipin", "nifedipinee"])
def test_one_medicine_near_enough_is_told_aloud(typed: str) -> None:
    found = search(f"{typed} ")
    assert found.total == 12
    told = "shown is nifedipine, if that medicine is meant"
    assert any(told in problem for problem in found.problems)


def test_what_is_no_medicine_is_corrected_as_before() -> None:
    found = search("ultrasuond ")
    assert found.total == 12
    assert found.problems == ()


LETTERS = "abcdefghijklmnopqrstuvwxyz"
KNOWN = ("nifedipine", "lapatinib", "novolin", "zelbarafix", "vectrolan")
"""Medicines of the shelf: of the tables, by their stem, and taught by a record alone."""


@given(
    st.sampled_from(KNOWN),
    st.lists(
        st.tuples(st.sampled_from("drop swap put add".split()), st.integers(0, 20),
                  st.sampled_from(LETTERS)),
        min_size=1, max_size=2,
    ),
    st.sampled_from(["{} ", "{} study", "drug:{}", "study {}"]),
)  # fmt: skip
@settings(max_examples=often(100, 3_000), deadline=None)
def test_no_slip_in_a_medicine_is_corrected_silently(
    name: str, slips: list[tuple[str, int, str]], form: str
) -> None:
    """Found is nothing, or what is typed stands there, or it is told what was taken for it."""
    typed = name
    for kind, at, letter in slips:
        at %= len(typed)
        left, here, right = typed[:at], typed[at], typed[at + 1 :]
        typed = {
            "drop": left + right,
            "swap": left + right[:1] + here + right[1:],
            "put": left + letter + right,
            "add": left + letter + here + right,
        }[kind]
    found = search(form.format(typed))
    of_medicines = [hit for hit in found.hits if hit.id[-5:] < "00500"]
    if of_medicines and not name.startswith(typed):
        told = f'no trial holds "{typed}"'
        assert any(told in problem for problem in found.problems), (typed, found.problems)


@given(st.sampled_from(sorted(map(sorted, not_the_same()))))
def test_look_alikes_are_never_taken_for_one_another(pair: list[str]) -> None:
    typed, held = pair
    shelf = Shelf().put(drug(1, held))
    found = search(f"{typed} ", shelf.searcher())
    assert found.total == 0 or not any(f"→{held}" in str(used) for used in found.corrections)


@pytest.mark.parametrize(
    ("typed", "total"), [("ENDO", 0), ("Endo", 12), ("endo", 12), ("ENDOM", 12), ("SMA", 7)]
)
def test_capitals_of_up_to_four_letters_are_no_beginnings(typed: str, total: int) -> None:
    assert search(typed).total == total


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Brustkrebs", "brustkrebs = breast cancer"),
        ("cancer du sein", "cancer du sein = breast cancer"),
        ("cáncer de mama", "cancer de mama = breast cancer"),
        ("tumore al seno", "tumore al seno = breast cancer"),
        ("suisse", "suisse = switzerland"),
    ],
)
def test_lay_words_of_other_languages_are_understood(typed: str, told: str) -> None:
    found = search(typed)
    assert found.total > 0
    assert told in map(str, found.synonyms)
    assert not found.corrections


def test_a_rare_disease_is_found_beside_what_the_catalogue_teaches() -> None:
    assert {str(used) for used in search("sma ").synonyms} == {
        "sma = spinal muscular atrophy",
        "sma = supplementary motor area",
    }


def test_lay_words_say_what_they_stand_for_and_never_go_back() -> None:
    """A row is written as search knows names; a word is none that the table has in English."""
    with Path(common.__file__).with_name("lay_words.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 280
    names = {row["name"] for row in rows}
    for said, meant in always().items():
        assert " ".join(words(said)) == said
        assert said not in names or said in meant
    assert all(any(row[language] for language in ("de", "fr", "es", "it")) for row in rows)


def test_brands_and_substances_are_medicines() -> None:
    for substance, names in brands().items():
        assert names, substance
        for name in (substance, *names):
            assert " ".join(words(name)) == name
            assert " " in name or len(name) < 5 or is_medicine(name), name
    assert not is_medicine("deposit")


@given(st.sampled_from(sorted(inn_stems())), st.text("abcdefgh", min_size=7, max_size=9))
def test_a_word_with_a_stem_looks_like_a_medicine(stem: str, beginning: str) -> None:
    assert looks_like_medicine(beginning + stem)
    assert not looks_like_medicine(f"{beginning}{stem}1")


def _searcher(folder: Path, synonyms: str, medicines: str | None = None) -> Searcher:
    file = folder / "synonyms.toml"
    file.write_text(synonyms, encoding="utf-8")
    if medicines is not None:
        (folder / "brands.csv").write_text(medicines, encoding="utf-8")
    return Searcher(SHELF.connection, file)


def test_a_clinics_synonym_says_what_it_found_for_what(tmp_path: Path) -> None:
    searcher = _searcher(tmp_path, '[synonyms]\nwardpill = ["nifedipine"]\nhouse = ["no such"]\n')
    assert "wardpill = nifedipine" in map(str, search("wardpill", searcher).synonyms)
    assert search("house ", searcher).problems == (
        'no trial holds "house"; house = no such: none here either',
    )


def test_a_clinics_list_of_medicines_is_read(tmp_path: Path) -> None:
    listed = "substance,brands\nNifedipine,Adalat Ward; Deposix\nGreyexol,Ultrasoumd\n"
    searcher = _searcher(tmp_path, 'medicines = "brands.csv"\n', listed)
    assert "deposix = nifedipine" in map(str, search("deposix ", searcher).synonyms)
    found = search("ultrasoumd ", searcher)
    assert (found.total, found.corrections) == (0, ())
    assert "greyexol" in found.problems[0]


@pytest.mark.parametrize(
    ("synonyms", "medicines", "told"),
    [
        ('medicines = "brands.csv"\n', None, "brands.csv cannot be read"),
        ('medicines = "brands.csv"\n', "a,b\n", "line 1: the columns are substance, brands"),
        ('medicines = "brands.csv"\n', "substance,brands\nx\n", "line 2: 1 cells"),
        ("medicines = 3\n", None, "medicines needs the name of a CSV file"),
    ],
)
def test_a_list_that_cannot_be_read_is_told(
    synonyms: str, medicines: str | None, told: str, tmp_path: Path
) -> None:
    problems = search("nifedipine", _searcher(tmp_path, synonyms, medicines)).problems
    assert any(told in problem for problem in problems)
