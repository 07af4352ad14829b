"""The EU register: codes as keys, values over lines, countries apart, cut texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.codes import Phase, Sex, StandardAge, Status
from importers.euctr import full_details
from importers.euctr import summary as euctr_summary
from importers.euctr.entries import Entries, text_entries
from importers.importer import Unreadable
from tests.importers.corpus_counts import gathered

HEAD = (
    "Summary\nEudraCT Number: 2020-999990-25\n{summary}\n"
    "A. Protocol Information\nA.2 EudraCT number: 2020-999990-25\n"
)


def record(body: str, summary: str = "") -> bytes:
    return (HEAD.format(summary=summary) + body).encode()


def test_a_value_runs_over_lines_until_the_next_code() -> None:
    text = (
        "A.3 Full title of the trial: One\ntwo: three\n\nfour\n"
        "A.3.1 Title (es): Uno\nE.3 Criteria: x"
    )
    found = list(text_entries(text))
    assert [(one.code, one.value, one.language) for one in found] == [
        ("A.3", "One\ntwo: three\n\nfour", ""),
        ("A.3.1", "Uno", "es"),
        ("E.3", "x", ""),
    ]


def test_labels_may_hold_a_tab_or_a_colon() -> None:
    text = "B.1.3.4\tCountry: France\nB.3.1 and B.3.2\tStatus of the sponsor: Commercial"
    entries = Entries(tuple(text_entries(text)))
    assert (entries.get("B.1.3.4"), entries.get("B.3.1")) == ("France", "Commercial")


def test_lists_with_letters_are_text_and_no_sections() -> None:
    text = (
        "E.3 Principal inclusion criteria: 1. Pain\n"
        "A. of the knee\nF. of the foot\nP. of both\nE.4 x: y"
    )
    entries = Entries(tuple(text_entries(text)))
    lines = (entries.get("E.3") or "").split("\n")
    assert lines == ["1. Pain", "A. of the knee", "F. of the foot", "P. of both"]
    assert entries.get("E.4") == "y"


def test_a_translation_stands_in_where_there_is_nothing_else() -> None:
    trial = full_details.read(record("A.3 Full title of the trial (es): Uno\n")).trial
    assert trial.official_title == "Uno"


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("Completed", Status.COMPLETED),
        ("Prematurely Ended", Status.TERMINATED),
        ("Temporarily Halted", Status.SUSPENDED),
        ("Ongoing", None),
        ("GB - no longer in EU/EEA", None),
    ],
)
def test_the_status_is_that_of_the_country(said: str, means: Status | None) -> None:
    raw = record("E.8.5 The trial involves multiple Member States: Yes\n", f"Trial Status: {said}\n"
                 "National Competent Authority: Spain - AEMPS")  # fmt: skip
    found = full_details.read(raw)
    (country,) = found.trial.country_records
    assert found.trial.status is None
    assert country.country == "Spain"
    assert country.status is not None and (country.status.said, country.status.means) == (
        said,
        means,
    )
    assert found.notes == ()


def test_the_status_of_the_only_country_is_the_trials() -> None:
    raw = record("E.8.5 The trial involves multiple Member States: No\n", "Trial Status: Completed")
    status = full_details.read(raw).trial.status
    assert status is not None and status.means is Status.COMPLETED


def test_numbers_are_the_countrys_and_the_trials() -> None:
    body = (
        "A.1 Member State Concerned: UK - MHRA\n"
        "F.4.1 In the member state: 5\nF.4.2.2 In the whole clinical trial: 15\n"
    )
    trial = full_details.read(record(body)).trial
    assert trial.enrollment is not None and trial.enrollment.count == 15
    (country,) = trial.country_records
    assert country.country == "United Kingdom"
    assert country.enrollment is not None and country.enrollment.count == 5


def test_a_record_without_a_number_is_refused() -> None:
    with pytest.raises(Unreadable, match="EudraCT"):
        full_details.read(b"Summary\nEudraCT Number: none\nA.1 Member State Concerned: Spain\n")


def test_the_real_records(corpus: Path) -> None:
    trials = [one.trial for one in gathered([corpus / "euctr" / "trials-full.txt"]).records]
    countries = [(trial.number, trial.country_records[0].country) for trial in trials]
    assert countries == [
        ("2022-002568-62", "Spain"),
        ("2022-002568-62", "Sweden"),
        ("2022-002568-62", "Sweden"),
        ("2021-002179-21", "France"),
        ("2021-002179-21", "Spain"),
    ]
    first = trials[0]
    assert [word.means for word in first.phases] == [Phase.PHASE1, Phase.PHASE2]
    assert first.eligibility is not None and first.eligibility.sex is not None
    assert first.eligibility.sex.means is Sex.ALL
    assert {age.means for age in first.eligibility.standard_ages} == {
        StandardAge.ADULT,
        StandardAge.OLDER_ADULT,
    }
    assert first.countries[1:] == ("United States", "United Kingdom")
    assert "MedDRA" not in "".join(first.keywords)
    assert all(len(trial.outcomes) == 2 for trial in trials)


def test_the_saved_pages_of_one_countrys_protocol(corpus: Path) -> None:
    """The corpus calls one of them a page of search results; it is a protocol too."""
    found = {}
    for path in sorted((corpus / "pages").glob("euctr-*.html")):
        (one,) = gathered([path]).records
        found[one.trial.number] = one.trial
    assert found.keys() == {"2011-005852-33", "2015-000590-12"}
    malaria = found["2011-005852-33"]
    assert malaria.sponsor is not None and malaria.sponsor.name == "Novartis Pharma AG"
    assert malaria.enrollment is not None and malaria.enrollment.count == 30
    text = malaria.eligibility.text if malaria.eligibility else None
    assert text is not None and "Body weight < 5 kg\n" in text


def test_a_page_of_search_results_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "search.html"
    page.write_text(
        "<!DOCTYPE html><html><title>Clinical Trials Register</title>"
        "<table><tr><td>EudraCT Number: 2020-999990-25</td></tr></table></html>"
    )
    (refused,) = gathered([page]).refused
    assert "web page" in refused.reason


# -- the summary

BLOCK = (
    "EudraCT Number:          2020-999990-25\r\nSponsor Name:            Nobody\r\n"
    "Full Title:              {title}\r\nTrial protocol:          {protocol}\r\n"
)


def test_each_country_has_its_status() -> None:
    raw = BLOCK.format(
        title="T", protocol="GB(GB - no longer in EU/EEA) DE(Completed) Outside EU/EEA"
    )
    trial = euctr_summary.read(raw.encode()).trial
    assert [
        (one.country, one.status.said if one.status else None) for one in trial.country_records
    ] == [
        ("United Kingdom", "GB - no longer in EU/EEA"),
        ("Germany", "Completed"),
        ("outside the EU/EEA", None),
    ]
    assert trial.status is None


def test_countries_that_agree_give_the_trials_status() -> None:
    raw = BLOCK.format(title="T", protocol="GB(Completed) DE(Completed)")
    status = euctr_summary.read(raw.encode()).trial.status
    assert status is not None and status.means is Status.COMPLETED


def test_a_cut_title_is_a_guess() -> None:
    cut = euctr_summary.read(BLOCK.format(title="A long title ...", protocol="").encode()).trial
    whole = euctr_summary.read(BLOCK.format(title="A title", protocol="").encode()).trial
    assert {guess.field for guess in cut.guesses} == {"title", "official_title"}
    assert whole.guesses == ()


def test_summaries_of_the_corpus(corpus: Path) -> None:
    outcome = gathered([corpus / "euctr" / "trials-summary.txt"])
    assert outcome.notes == {}
    assert all(record.trial.title and record.trial.sponsor for record in outcome.records)
    several = [one.trial for one in outcome.records if len(one.trial.country_records) > 1]
    assert len(several) == 4


@given(st.text(max_size=300))
def test_no_text_makes_a_record_fail(text: str) -> None:
    for read, raw in (
        (full_details.read, record(text)),
        (euctr_summary.read, BLOCK.encode() + text.encode()),
    ):
        try:
            assert read(raw).trial.number
        except Unreadable as error:
            assert error.reason


def test_the_lay_condition_stands_in_and_a_strength_tells_products_apart() -> None:
    text = (
        "Summary\nEudraCT Number: 2020-999990-25\n"
        "D. IMP Identification\n"
        "D.IMP: 1\nD.3.1 Product name: Exampline\n"
        "D.3.10.1 Concentration unit: mg milligram(s)\n"
        "D.3.10.2 Concentration type: equal\nD.3.10.3 Concentration number: 100\n"
        "D.IMP: 2\nD.3.1 Product name: Exampline\n"
        "D.3.10.1 Concentration unit: mg milligram(s)\n"
        "D.3.10.2 Concentration type: up to\nD.3.10.3 Concentration number: 200\n"
        "E. General Information on the Trial\n"
        "E.1.1 Medical condition(s) being investigated: \n"
        "E.1.1.1 Medical condition in easily understood language: Dementia\n"
    )
    trial = full_details.read(text.encode()).trial
    assert trial.conditions == ("Dementia",)
    assert [one.description for one in trial.interventions] == [
        "100 mg milligram(s)",
        "up to 200 mg milligram(s)",
    ]


def test_a_code_of_an_earlier_section_is_text() -> None:
    text = "E.3 Principal inclusion criteria: as in\nA.3 of the guideline: yes\nE.4 x: y"
    found = [(one.code, one.value) for one in text_entries(text)]
    assert found == [("E.3", "as in\nA.3 of the guideline: yes"), ("E.4", "y")]
