"""Cells that hold several values: nothing is lost, and how often the split is right."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import benchmarks.outcomes
import benchmarks.rows
from catalog.model.codes import OutcomeKind
from importers.ctgov.csv.lists import Lists
from importers.ctgov.csv.location_cells import site, sites
from importers.ctgov.csv.outcome_cells import Weights, outcomes, split
from importers.ctgov.documents import documents
from importers.pages import csv_row
from tests.importers import csv_truth

TEXTS = st.text(
    st.sampled_from("aB0 ,.;:()\n\\|-–éweek1") | st.characters(codec="utf-8"),
    max_size=60,
)


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part is not None)


@given(TEXTS)
def test_the_parts_of_an_outcome_joined_again_are_the_text(text: str) -> None:
    (parts,) = split([text])
    assert parts.measure is not None
    assert _joined(*parts) == text


@given(st.lists(TEXTS, max_size=4))
def test_so_are_those_of_several(texts: list[str]) -> None:
    assert [_joined(*parts) for parts in split(texts)] == texts


@given(st.lists(TEXTS, max_size=5))
def test_no_outcome_of_a_cell_is_lost(listed: list[str]) -> None:
    cell = "|".join(listed)
    found = list(outcomes([(OutcomeKind.PRIMARY, cell)]))
    said = [part.strip() for part in cell.split("|") if part.strip()]
    assert [_joined(one.measure, one.description, one.time_frame) for one in found] == said


@given(TEXTS)
def test_no_word_of_a_site_is_lost(text: str) -> None:
    found = site(text)
    kept = " ".join(filter(None, (found.facility, found.city, found.state, found.zip)))
    kept += " " + (found.country or "")
    assert sorted(kept.replace(",", " ").split()) == sorted(text.replace(",", " ").split())


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Pain, 6 weeks", ("Pain", None, "6 weeks")),
        ("Pain", ("Pain", None, None)),
        (
            "Pain, Scored by the patient., Week 1, 5, and 9",
            ("Pain", "Scored by the patient.", "Week 1, 5, and 9"),
        ),
        (
            "Death, Up to 3 years or until death, whichever occurs first",
            ("Death", None, "Up to 3 years or until death, whichever occurs first"),
        ),
        (
            "Survival, as assessed by a panel, Time from start to death., Up to 24 months",
            ("Survival, as assessed by a panel", "Time from start to death.", "Up to 24 months"),
        ),
    ],
)
def test_a_time_frame_is_last_and_a_description_a_sentence(
    text: str, parts: tuple[str | None, ...]
) -> None:
    assert split([text]) == [parts]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "University of California, Davis, Sacramento, California, 95817, United States",
            (
                "University of California, Davis",
                "Sacramento",
                "California",
                "95817",
                "United States",
            ),
        ),
        ("Klinik, Bremen, 28195, Germany", ("Klinik", "Bremen", None, "28195", "Germany")),
        ("Hospital, Madrid, Spain", ("Hospital", "Madrid", None, None, "Spain")),
        ("Hospital, Madrid, Madrid, Spain", ("Hospital", "Madrid", "Madrid", None, "Spain")),
        (
            "Tehran, Iran, Islamic Republic of",
            (None, "Tehran", None, None, "Iran, Islamic Republic of"),
        ),
        ("Clinic, Tbilisi, Georgia", ("Clinic", "Tbilisi", None, None, "Georgia")),
        (
            "Clinic, Atlanta, Georgia, United States",
            ("Clinic", "Atlanta", "Georgia", None, "United States"),
        ),
        ("Nowhere", ("Nowhere", None, None, None, None)),
    ],
)
def test_sites_are_read_from_the_right(text: str, parts: tuple[str | None, ...]) -> None:
    found = site(text)
    assert (found.facility, found.city, found.state, found.zip, found.country) == parts


# -- how often, on the cells the registry would make of real studies


def _is_unseen(number: str) -> bool:
    """Odd numbers: their outcomes and sites were not looked at when the rules were written."""
    return int(number[-1]) % 2 == 1


def _trimmed(text: str | None) -> str | None:
    return text.strip() if text else None


def test_most_outcomes_are_split_as_the_registry_has_them(corpus: Path) -> None:
    """Of studies that nothing was learnt from; all three parts must be right."""
    count = benchmarks.outcomes.measure(corpus)
    assert count.total > 2_000
    assert count.whole / count.total > 0.93, count


def test_words_of_a_flattened_row_are_in_their_fields(corpus: Path) -> None:
    count = benchmarks.rows.measure(corpus)
    assert count.rows > 200 and count.refused < 20
    assert count.invented == []
    assert count.right / count.words > 0.98, count.wrong


def test_a_word_in_the_wrong_place_counts(corpus: Path) -> None:
    """The measure can fail: with no weights at all most outcomes are cut at any comma."""
    assert benchmarks.outcomes.measure(corpus, Weights()).whole < 1_000


def test_what_stands_alike_in_a_trial_is_cut_alike() -> None:
    """One description is told by itself, and makes the other's likely."""
    both = split(
        ["Pain, The pain that the patient scores., 6 weeks", "Gait speed, metres, 6 weeks"]
    )
    assert both[1] == ("Gait speed", "metres", "6 weeks")


def test_a_list_below_the_outcomes_is_the_description() -> None:
    text = (
        "A study\nWhat it is.\nPain\nDRUG: A\nPain, Score, 6 weeks\n1. Background: this.\n\nMore.\n"
    )
    trial = csv_row.read(text.encode()).trial
    assert trial.detailed_description == "1. Background: this.\n\nMore."
    listed = "A study\nWhat it is.\nPain\nDRUG: A\nPain, Score:\n1. mild\n2. severe, 6 weeks\n"
    trial = csv_row.read(listed.encode()).trial
    assert trial.detailed_description is None and len(trial.outcomes) == 1


def test_most_sites_are_split_as_the_json_has_them(corpus: Path) -> None:
    right = total = 0
    for number, study in csv_truth.corpus_studies(corpus).items():
        if not _is_unseen(number):
            continue
        truth = [tuple(map(_trimmed, one)) for one in csv_truth.sites(study)]
        for one in truth:
            found = site(csv_truth.joined(one))
            parts = (found.facility, found.city, found.state, found.zip, found.country)
            right += parts == one
            total += 1
    assert total > 1_000
    assert right / total > 0.97, f"{right} of {total}"


def test_sites_are_divided_by_bars() -> None:
    assert [one.city for one in sites("A, Bremen, Germany| B, Oslo, Norway |")] == [
        "Bremen",
        "Oslo",
    ]
    assert sites(None) == sites("") == ()


# -- other lists


def test_documents_have_labels_with_commas_and_none() -> None:
    cell = 'Plan, revised, https://x.org/SAP_001.pdf|"Protocol", https://x.org/Prot_000.pdf|https://x.org/a'
    found = [(one.label, one.type, one.filename) for one in documents(cell)]
    assert found == [
        ("Plan, revised", "SAP", "SAP_001.pdf"),
        ("Protocol", "Prot", "Prot_000.pdf"),
        (None, None, "a"),
    ]


def test_commas_divide_lists_only_where_the_row_shows_it() -> None:
    piped = Lists({"condition": "Pain, Chronic|Gout", "stdage": "Adult|Child"})
    assert piped.texts("condition", "conditions") == ("Pain, Chronic", "Gout")
    assert piped.guesses == {}
    single = Lists({"condition": "Pain, Shoulder", "stdage": "Adult"})
    assert single.texts("condition", "conditions") == ("Pain, Shoulder",)
    commas = Lists({"condition": "Heart Failure, Diastolic, Gout (a, b)", "stdage": "Adult, Child"})
    assert commas.texts("condition", "conditions") == ("Heart Failure, Diastolic", "Gout (a, b)")
    assert commas.guesses.keys() == {"conditions"}
