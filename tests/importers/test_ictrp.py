"""The traps of the WHO's platform: dates by registry, ages, sizes, phases, texts, Excel."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.model.codes import Masking, Phase, Sex, Status, StudyType, coded
from catalog.model.dates import PartialDate
from importers.ictrp import coded_values as values
from importers.ictrp import texts
from importers.ictrp.csv_lists import IMPORTER as LIST
from importers.ictrp.dates import Dates, gregorian, in_order, iranian
from importers.ictrp.record import prefix, reading
from importers.importer import Head, Unreadable
from importers.values.cleaning import Words
from importers.values.markup import unmarked
from tests.importers.corpus_counts import gathered

TRIAL = {"TrialID": "NCT99990001", "Public_title": "Invented"}


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("05/03/2020", "2020-03-05"),
        ("2020-03-05", "2020-03-05"),
        ("2020/03/05", "2020-03-05"),
        ("05-03-2020", "2020-03-05"),
        ("20200305", "2020-03-05"),
        ("March 5, 2020", "2020-03-05"),
        ("April 2024", "2024-04"),
        ("17 February 2020", "2020-02-17"),
        ("06/09/2024 16:01:13", "2024-09-06"),
    ],
)
def test_each_way_of_writing_a_date(said: str, date: str) -> None:
    assert str(in_order(said)) == date


@pytest.mark.parametrize("said", ["31/02/2020", "2020-13-01", "99/99/9999", "soon", "05/03/20"])
def test_a_date_that_is_none_is_kept_as_said_and_reported(said: str) -> None:
    dates = Dates("ISRCTN")
    found = dates.read(said, "start_date")
    assert found is not None and (found.date, found.said) == (None, said)
    assert [note.kind for note in dates.notes] == ["unread date"]


@pytest.mark.parametrize("said", ["01/01/1900", "1900-01-01", "NULL", "-", "", None])
def test_what_stands_for_no_date_is_none(said: str | None) -> None:
    assert Dates("NCT").read(said, "start_date") is None


def test_the_platforms_own_date_is_preferred() -> None:
    said = {**TRIAL, "Date_registration": "08/04/2024", "Date_registration3": "20240804"}
    first = reading(said.items()).trial.first_submitted
    assert first is not None and str(first.date) == "2024-08-04"


@pytest.mark.parametrize(
    ("said", "date"), [("1399-01-01", "2020-03-20"), ("1403/02/31", "2024-05-20")]
)
def test_iranian_years_become_ours_as_a_guess(said: str, date: str) -> None:
    dates = Dates("IRCT")
    found = dates.read(said, "start_date")
    assert found is not None and (str(found.date), found.said) == (date, said)
    assert [guess.field for guess in dates.guesses] == ["start_date"]


def test_a_date_converted_twice_keeps_its_month() -> None:
    dates = Dates("IRCT")
    found = dates.read("2641-06-14", "start_date")
    assert found is not None and str(found.date) == "2020-03"
    assert dates.guesses


def test_such_years_of_other_registries_are_not_believed() -> None:
    for said in ("2641-06-14", "14/06/2641"):
        found = Dates("ChiCTR").read(said, "start_date")
        assert found is not None and found.date is None


@given(st.dates(dt.date(1922, 1, 1), dt.date(2199, 12, 31)))
def test_the_iranian_calendar_has_each_day_once(day: dt.date) -> None:
    assert gregorian(*iranian(day)) == PartialDate(day.year, day.month, day.day)


@pytest.mark.parametrize(
    ("said", "years"),
    [
        ("18 Years", 18),
        ("18", 18),
        ("0", 0),
        (">= 20age old", 20),
        ("<= 85age old", 85),
        ("20years-old", 20),
        ("18Y", 18),
        ("6M", 0.5),
        ("19 Year(s)", 19),
        ("18(Year)", 18),
        ("6 Months", 0.5),
    ],
)
def test_ages_in_every_registrys_writing(said: str, years: float) -> None:
    found = values.limit(said, upper=said.startswith("<"))
    assert found is not None and found.said == said
    assert found.years == pytest.approx(years)


@pytest.mark.parametrize(
    "said",
    ["No limit", "no maximum age", "Not applicable", "None", "-", "N/A", "/", "??", "ND", "", None],
)
def test_what_says_that_there_is_no_limit(said: str | None) -> None:
    assert values.limit(said) is None


@pytest.mark.parametrize("said", ["0", "999", "65+", "0Y"])
def test_what_is_no_upper_limit(said: str) -> None:
    assert values.limit(said, upper=True) is None


def test_group_wise_sizes_are_added_and_kept() -> None:
    found = values.size("Experimental group:30;Control group:30;")
    assert found is not None and found.count == 60
    assert found.said == "Experimental group:30;Control group:30;"


@pytest.mark.parametrize("said", ["30 to 40", "A:30;B:some;", "group 1: 30, group 2: 40"])
def test_a_size_that_is_not_only_numbers_has_no_count(said: str) -> None:
    found = values.size(said)
    assert found is not None and (found.count, found.said) == (None, said)


INTERVENTIONAL = coded(StudyType, "Interventional")
OBSERVATIONAL = coded(StudyType, "Observational")


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("Phase 2/Phase 3", [Phase.PHASE2, Phase.PHASE3]),
        ("3", [Phase.PHASE3]),
        ("2-3", [Phase.PHASE2, Phase.PHASE3]),
        ("Phase-3", [Phase.PHASE3]),
        ("0", [None]),
        ("Retrospective study", [None]),
        ("Not selected", [None]),
        ("N/A", [Phase.NA]),
        ("-", []),
        (
            "Human pharmacology (Phase I): no\nTherapeutic exploratory (Phase II): yes\n"
            "Therapeutic confirmatory - (Phase III): yes\nTherapeutic use (Phase IV): no",
            [Phase.PHASE2, Phase.PHASE3],
        ),
        ("Human pharmacology (Phase I): no Therapeutic exploratory (Phase II): no", []),
    ],
)
def test_phases(said: str, means: list[Phase | None]) -> None:
    found = values.phase(said, INTERVENTIONAL, Words())
    assert [word.means for word in found] == means


@pytest.mark.parametrize(("registry", "said"), [("ChiCTR", "Other"), ("IRCT", "0"), ("", "0")])
def test_0_is_what_chictr_calls_others_and_no_phase_0(registry: str, said: str) -> None:
    """In 213 of 927 lists' rows, all ChiCTR's: diagnostic tests, cohorts, surgery."""
    for type in (INTERVENTIONAL, OBSERVATIONAL):
        assert [(word.said, word.means) for word in values.phase("0", type, Words(), registry)] == [
            (said, None)
        ]


def test_no_phase_of_an_observational_study_is_none() -> None:
    assert values.phase("N/A", OBSERVATIONAL, Words()) == ()


@pytest.mark.parametrize(
    "said", ["Not recruiting", "Not Recruiting", "Authorised", "Not Available"]
)
def test_the_platforms_words_cannot_say_completed(said: str) -> None:
    words = Words()
    found = values.status(said, words)
    assert found is not None and (found.said, found.means) == (said, None)
    assert words.notes == ()


def test_words_of_the_full_export_say_what_they_mean() -> None:
    found = values.status("Pending", Words())
    assert found is not None and found.means is Status.NOT_YET_RECRUITING


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("<br>Female: yes<br>Male: yes<br>", Sex.ALL),
        ("<br> Female: no<br> Male: yes<br>", Sex.MALE),
        ("Female: yes Male: no", Sex.FEMALE),
        ("Both, male and female", Sex.ALL),
        ("Male and Female", Sex.ALL),
        ("Both males and females", Sex.ALL),
        ("F", Sex.FEMALE),
    ],
)
def test_sex(said: str, means: Sex) -> None:
    found = values.sex(said, Words())
    assert found is not None and found.means is means


def test_a_dash_says_nothing_of_the_sex() -> None:
    assert values.sex("-", Words()) is None


@pytest.mark.parametrize(
    ("said", "masking"),
    [
        ("Controlled: no\nRandomised: no\nOpen: yes\nSingle blind: no", Masking.NONE),
        ("Allocation: Randomized. Masking: Double (Participant, Investigator). ", Masking.DOUBLE),
        ("Randomization: Randomized, Blinding: Double blinded, Assignment: Single", Masking.DOUBLE),
        ("single arm study, open(masking not used), single assignment", Masking.NONE),
    ],
)
def test_study_designs(said: str, masking: Masking) -> None:
    found, _ = values.study_design(said, Words())
    assert found.masking is not None and found.masking.means is masking


def test_a_design_in_words_of_its_own_is_reported() -> None:
    _, notes = values.study_design("We will see", Words())
    assert [note.kind for note in notes] == ["unread text"]


# -- texts and lists


def test_line_ends_of_the_carriage_are_lines_again() -> None:
    text = "A\r<br>B<br>C<br />\r<br><p>D</p>"
    assert texts.lines(unmarked(text, "<br>"), "ChiCTR") == "A\nB\nC\n\nD"


def test_interventions_of_clinicaltrials_gov_keep_their_semicolons() -> None:
    given_, arms, guess = texts.interventions("Drug: A; B;Other: C: D", "NCT")
    assert [(one.name, one.type.said if one.type else "") for one in given_] == [
        ("A; B", "Drug"),
        ("C: D", "Other"),
    ]
    assert arms == () and guess is None


def test_arms_and_treatments_of_chictr() -> None:
    given_, arms, guess = texts.interventions("Group A:Tea;Group B:Nil;", "ChiCTR")
    assert [(arm.label, arm.interventions) for arm in arms] == [
        ("Group A", ("Tea",)),
        ("Group B", ()),
    ]
    assert [(one.name, one.arm_labels) for one in given_] == [("Tea", ("Group A",))]
    assert guess


def test_several_contacts_of_one_cell_are_people() -> None:
    found = list(texts.contacts(" ; ", "Ann, MD;Bob", ";000", "a@example.org;", "Here;There"))
    assert [(one.name, one.phone, one.email, one.affiliation) for one in found] == [
        ("Ann, MD", None, "a@example.org", "Here"),
        ("Bob", "000", None, "There"),
    ]


def test_a_country_record_of_the_eu_register_is_one_countrys() -> None:
    said = {**TRIAL, "TrialID": "EUCTR2020-999990-25-FR", "Recruitment_Status": "Authorised"}
    trial = reading(said.items()).trial
    assert trial.number == "2020-999990-25"
    (record,) = trial.country_records
    assert record.country == "France"
    assert record.status is not None and record.status.said == "Authorised"


def test_numbers_of_other_registries_are_recognised_and_nothing_is_no_number() -> None:
    found = texts.numbers("JPRN-UMIN000039999", "NCT99990001;Nil Known;2020-999990-25-FR;NULL")
    assert [(one.kind, one.value) for one in found] == [
        ("umin", "UMIN000039999"),
        ("nct", "NCT99990001"),
        ("eudract", "2020-999990-25"),
    ]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("NCT99990001", "NCT"),
        ("JPRN-jRCTs031190226", "jRCT"),
        ("JPRN-UMIN000039686", "UMIN"),
        ("ChiCTR-TRC-08000000", "ChiCTR"),
        ("NL-OMON12345", "NL"),
        ("", ""),
    ],
)
def test_the_registry_is_known_by_the_number(number: str, expected: str) -> None:
    assert prefix(number) == expected


def test_a_record_carries_the_columns_it_has() -> None:
    found = reading({**TRIAL, "Phase": ""}.items())
    assert found.carries >= {"title", "identifiers", "phases"}
    assert not found.carries & {"status", "eligibility.text", "enrollment"}


def test_an_unknown_column_is_reported_and_a_nameless_trial_refused() -> None:
    found = reading({**TRIAL, "Weather": "fine"}.items())
    assert [(note.kind, note.what) for note in found.notes] == [("unknown field", "weather")]
    with pytest.raises(Unreadable):
        reading({"TrialID": " NULL "}.items())


@given(st.dictionaries(st.sampled_from(["Phase", "Target_size", "Study_design", "Intervention",
    "Primary_outcome", "Contact_Lastname", "Date_enrollement", "Inclusion_agemax", "Condition",
    "Inclusion_gender", "Inclusion_Criteria", "Secondary_ID", "Countries"]), st.text(max_size=80)),
    st.sampled_from(["NCT99990001", "EUCTR2020-999990-25-FR", "ChiCTR9900000001",
    "IRCT20990101000001N1", "JPRN-jRCTs099240001", "CTIS2023-599001-11-00", "odd"]))  # fmt: skip
def test_no_text_breaks_a_record(cells: dict[str, str], number: str) -> None:
    assert reading({**cells, "TrialID": number}.items()).trial.number


def test_a_springer_list_is_no_list_of_trials() -> None:
    data = b"Item Title,Publication Title,Item DOI\r\nA,B,C\r\n"
    assert LIST.recognises(Head("SearchResults.csv", data)) is None


# -- Excel against the CSV of the same trials


def test_the_workbook_says_what_the_csv_says(corpus: Path) -> None:
    """Records changed between the two lists, two weeks apart; hardly any in these fields."""
    lists = {
        name: {record.trial.number: record.trial for record in gathered([corpus / file]).records}
        for name, file in (
            ("csv", "ictrp/COVID19-927-trials_7Apr2020.csv.zip"),
            ("xlsx", "ictrp/covid-19-trials_25Mar2020.xlsx"),
        )
    }
    both = lists["csv"].keys() & lists["xlsx"].keys()
    assert len(both) == 667
    pairs = [(lists["csv"][number], lists["xlsx"][number]) for number in both]
    assert all(a.first_posted == b.first_posted for a, b in pairs)
    assert all(a.first_submitted == b.first_submitted for a, b in pairs)
    assert sum(a.phases != b.phases for a, b in pairs) <= 6
    starts = [
        (a.start_date.date, b.start_date.date) for a, b in pairs if a.start_date and b.start_date
    ]
    assert sum(a != b for a, b in starts) <= 17


def test_what_excel_did_is_marked(corpus: Path) -> None:
    records = gathered([corpus / "ictrp/covid-19-trials_25Mar2020.xlsx"]).records
    guesses = [guess for record in records for guess in record.trial.guesses]
    assert sum(guess.why.startswith("Excel turned the phase") for guess in guesses) == 9
    assert sum(guess.why.startswith("Excel cut") for guess in guesses) > 500
    damaged = [
        record.trial
        for record in records
        if any(guess.field == "phases" for guess in record.trial.guesses)
    ]
    assert all(len(trial.phases) == 2 for trial in damaged)
    assert all(word.means is not None for trial in damaged for word in trial.phases)


def test_a_treatment_may_have_semicolons_of_its_own() -> None:
    cell = "Group 1:A: 5 mg, daily;            B: 2 mg;Group 2:C;D;"
    found = texts.interventions(cell, "ChiCTR", values.groups("Group 1:30;Group 2:20;"))[1]
    assert [(arm.label, arm.interventions) for arm in found] == [
        ("Group 1", ("A: 5 mg, daily; B: 2 mg",)),
        ("Group 2", ("C;D",)),
    ]
    unnamed = texts.interventions("Group 1:A;   B: 2 mg;Group 2:C;", "ChiCTR")[1]
    assert [arm.label for arm in unnamed] == ["Group 1", "Group 2"]


def test_what_the_platform_repeats_is_told_once() -> None:
    once = "\r<br>        Inclusion Criteria:\r<br>\r<br>          -  Adults\r<br>      "
    said = {
        **TRIAL,
        "Inclusion_Criteria": ";".join([once] * 4),
        "Primary_outcome": "Death;Death;Stroke",
        "Secondary_outcome": "NIL",
    }
    trial = reading(said.items()).trial
    assert trial.eligibility is not None
    assert trial.eligibility.text == "Inclusion Criteria:\n\n* Adults"
    assert [one.measure for one in trial.outcomes] == ["Death", "Stroke"]


def test_differing_criteria_are_all_kept() -> None:
    head = "\r<br>        Inclusion Criteria:\r<br>\r<br>          -  "
    said = {**TRIAL, "Inclusion_Criteria": f"{head}Adults\r<br>      ;{head}Children\r<br>"}
    trial = reading(said.items()).trial
    assert trial.eligibility is not None and trial.eligibility.text is not None
    assert "Adults" in trial.eligibility.text and "Children" in trial.eligibility.text


@pytest.mark.parametrize(
    ("said", "is_guess"),
    [
        ("Inclusion: Karnofsky = 50%", True),
        ("NYHA class =III", True),
        ("Age ≥ 18 years, class =III", False),
        ("Age >= 18 years", False),
    ],
)
def test_a_sign_that_the_platform_lost_is_a_guess(said: str, is_guess: bool) -> None:
    trial = reading({**TRIAL, "Inclusion_Criteria": said}.items()).trial
    assert any(guess.field == "eligibility.text" for guess in trial.guesses) is is_guess


@pytest.mark.parametrize(
    ("said", "allocation", "model"),
    [
        ("Purpose: Treatment; Allocation: Non-randomised trial;", "NON_RANDOMIZED", None),
        ("Non randomized control", "NON_RANDOMIZED", None),
        ("Cluster randomization", "RANDOMIZED", None),
        ("Parallel Randomized", "RANDOMIZED", "PARALLEL"),
        ("Single arm Non-randomized", "NON_RANDOMIZED", "SINGLE_GROUP"),
    ],
)
def test_allocations_in_registries_words(said: str, allocation: str, model: str | None) -> None:
    found, notes = values.study_design(said, Words())
    assert found.allocation is not None and found.allocation.word == allocation
    assert (found.intervention_model and found.intervention_model.word) == model
    assert not notes


def test_a_design_with_tags_is_read_and_masking_used_names_nobody() -> None:
    tagged = values.study_design("<br> Randomized: No, <br> Masking: Double, <br>", Words())[0]
    assert tagged.masking is not None and tagged.masking.means is Masking.DOUBLE
    blinded = values.study_design("Masking: Blinded (masking used); Purpose: Treatment", Words())[0]
    assert blinded.masking is not None and blinded.masking.said == "Blinded"
    assert blinded.who_masked == ()


def test_a_heading_names_no_intervention() -> None:
    cell = "Comparison group: " + "docetaxel and dasatinib in every cycle, " * 8
    (found,) = texts.interventions(cell, "RBR")[0]
    assert found.name.startswith("Comparison group: docetaxel") and len(found.name) <= 200
    assert found.description == cell.strip()


@pytest.mark.parametrize("nothing", ["NA", "Not applicable.", "None", "Not available", "NULL"])
def test_words_for_nothing_are_no_names(nothing: str) -> None:
    said = {
        "TrialID": "ChiCTR2099000001",
        "Public_title": nothing,
        "Primary_sponsor": nothing,
        "Condition": f"{nothing};Example disease",
        "Intervention": nothing,
        "Primary_outcome": nothing,
    }
    trial = reading(said.items()).trial
    assert (trial.title, trial.sponsor, trial.conditions) == (None, None, ("Example disease",))
    assert trial.interventions == () and trial.outcomes == ()


def test_a_product_of_the_eu_register_has_no_name_for_nothing() -> None:
    cell = (
        "<br>Product Name: Exampline<br>Pharmaceutical Form: Tablet<br>INN or Proposed INN: N/A<br>"
    )
    (found,) = texts.interventions(cell, "EUCTR")[0]
    assert (found.name, found.other_names) == ("Exampline", ())
