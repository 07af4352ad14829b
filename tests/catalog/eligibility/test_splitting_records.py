"""Real texts whose lines were run together: the side holds, and no word of a criterion is lost."""

# ruff: noqa: E501 - examples, a line each

import gzip
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import extract
from catalog.eligibility.splitting import pdq
from catalog.eligibility.splitting.headings import PDQ_HEADINGS, PDQ_PARTS
from catalog.eligibility.splitting.splitter import split
from catalog.model.csv_table import table

RUN_TOGETHER = (
    "Inclusion Criteria Concurrent Medication: Allowed: - Rifampin. Patients must have: - HIV"
    " infection. - CD4 count 300 - 600 cells/mm3. Exclusion Criteria Co-existing Condition:"
    " Patients with the following symptoms or conditions are excluded: - Malignancy requiring"
    " systemic chemotherapy. - Peripheral neuropathy. Concurrent Medication: Excluded: - Foscarnet."
    " Prior Medication: Excluded within 30 days of study entry: - Any antiretroviral. - Steroids."
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_FRAME = frozenset(
    " ".join((*PDQ_PARTS, *PDQ_HEADINGS)).lower().replace("/", " ").split()
) | frozenset(
    "inclusion exclusion criteria eligibility main key medication treatment excluded required"
    " existing condition conditions risk behavior not none specified see".split()
)
_MOST_IN_A_HEADING = 12


def test_what_excludes_in_a_text_run_together_is_exclusion() -> None:
    kinds = {item.text: item.kind for item in split(RUN_TOGETHER)}
    assert kinds["CD4 count 300 - 600 cells/mm3."] == "inclusion"
    for text in ("Malignancy requiring systemic chemotherapy.", "Peripheral neuropathy."):
        assert kinds[text] == "exclusion"
    assert (kinds["Foscarnet."], kinds["Any antiretroviral."]) == ("exclusion", "exclusion")
    assert kinds["Excluded within 30 days of study entry:"] == "exclusion"


@pytest.mark.parametrize(
    "text",
    [
        "Patients must not meet any Exclusion Criteria of the parent study.",
        "Willing to be screened. Exclusion Criteria of the parent study apply.",
    ],
)
def test_criteria_that_are_only_mentioned_set_no_side(text: str) -> None:
    assert {item.kind for item in split(f"Inclusion Criteria:\n\n* {text}\n* Adults")} == {
        "inclusion"
    }


def test_no_word_of_real_texts_is_lost(shared: Path) -> None:
    """All that no item holds are headings: their own words, or a sentence that ends in a colon."""
    corpus = shared / "bench" / "search-corpus.ndjson.gz"
    if not corpus.exists():
        pytest.skip("the bench's real records are not here")
    lost = {}
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            if number % 3:
                continue
            module = json.loads(line)["protocolSection"].get("eligibilityModule", {})
            text = module.get("eligibilityCriteria") or ""
            if (longest := _longest_loss(text)) > _MOST_IN_A_HEADING:
                lost[number] = longest
    assert not lost


def _longest_loss(text: str) -> int:
    """The most words in a row that no item holds and no heading is known by."""
    held = bytearray(len(text))
    for item in split(text):
        start, end = item.span
        held[start:end] = b"\1" * (end - start)
    longest = run = 0
    for word in _WORD.finditer(text):
        if held[word.start()]:
            run = 0
        elif word[0].lower() not in _FRAME:
            run += 1
            longest = max(longest, run)
    return longest


def test_a_letter_or_numeral_goes_with_the_word_that_counts_by_it() -> None:
    """`vitamin C`, `hepatitis B`, `stage I`: cut off, the rest said something else."""
    text = (
        "DISEASE CHARACTERISTICS: Histologically confirmed B cell lymphoma Stage II, III or IV "
        "Measurable disease PATIENT CHARACTERISTICS: Hepatic: No chronic hepatitis B or C Other: "
        "No known allergy to vitamin C Not pregnant or nursing Adequately treated stage I or II "
        "cancer in complete remission allowed A negative pregnancy test required"
    )
    assert [item.text for item in split(text)] == [
        "Histologically confirmed B cell lymphoma",
        "Stage II, III or IV",
        "Measurable disease",
        "No chronic hepatitis B or C",
        "No known allergy to vitamin C",
        "Not pregnant or nursing",
        "Adequately treated stage I or II cancer in complete remission allowed",
        "A negative pregnancy test required",
    ]


def test_a_side_before_a_bullet_in_the_middle_of_a_line_begins_that_side() -> None:
    """NCT04897321, its lines run together: neutrophils that are demanded kept patients out."""
    text = (
        "Inclusion Criteria: * Age ≤21 years old Exclusion Criteria: * Known HIV positivity "
        "* Rapidly progressive (in the opinion of PIs) Inclusion criteria Treatment eligibility "
        "* Absolute neutrophil count (ANC) ≥ 1000/uL * Available cell products Exclusion criteria "
        "* History of HIV infection"
    )
    sides = {each.text: each.kind for each in extract(text)}
    assert sides["Absolute neutrophil count (ANC) ≥ 1000/uL"] == "inclusion"
    assert sides["Available cell products"] == "inclusion"
    assert sides["History of HIV infection"] == "exclusion"
    named = "Exclusion Criteria: * Does not fulfil the Inclusion Criteria * Pregnancy"
    assert {each.kind for each in extract(named)} == {"exclusion"}


NAMES = [
    name
    for name, _, _ in table(
        Path(pdq.__file__).with_name("capital_names.csv"), ("name", "begins", "note"), key=("name",)
    )
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lead", ["No", "Classified by the", "Disease treated with", "At least 90"])
def test_an_old_record_is_never_cut_inside_a_name(name: str, lead: str) -> None:
    text = (
        f"DISEASE CHARACTERISTICS: Melanoma PATIENT CHARACTERISTICS: Cardiovascular: {lead} {name}"
        " class III or IV disease Other: HIV negative"
    )
    whole = [item.text for item in split(text) if name.split()[0] in item.text.split()]
    assert whole and name in whole[0], whole


@pytest.mark.parametrize(
    "heading", [form for name in PDQ_HEADINGS for form in (name, name.title(), name.upper())]
)
def test_a_heading_of_an_old_record_is_known_in_any_case(heading: str) -> None:
    text = f"DISEASE CHARACTERISTICS: Melanoma {heading}: no word of it here Surgery: None"
    items = split(text)
    assert [item.section for item in items[1:2]] == [heading]
    assert not any(heading.split()[-1] in item.text for item in items)


@pytest.mark.parametrize(
    "heading",
    ["Disease Characteristics", "Patient Characteristics", "Patients Characteristics",
     "Population Characteristics", "Prior/Concurrent Therapy"],
)  # fmt: skip
@pytest.mark.parametrize("dashes", ["--{}--", "-- {}--"])
def test_a_heading_between_dashes_is_no_criterion(heading: str, dashes: str) -> None:
    told = dashes.format(heading)
    items = split(f"PROTOCOL ENTRY CRITERIA: {told} No HIV infection No prior surgery")
    assert {item.section for item in items} == {heading}
    assert not any("--" in item.text for item in items)


def test_the_grade_of_a_denied_heart_failure_is_read() -> None:
    """91 of 227 records with these words lost it."""
    text = (
        "DISEASE CHARACTERISTICS: Melanoma Cardiovascular: No New York Heart Association class III"
        " or IV disease"
    )
    limits = [one for item in extract(text) for one in item.constraints]
    assert [(one.variable, one.norm_value) for one in limits] == [("nyha", (1, 2))]


BEFORE = st.sampled_from(
    ("Age 18 to 60 years.", "Measurable disease;", "Able to consent", "Weight above 50 kg (110 lbs)", "LDL > 100 mg/dL")
)  # fmt: skip
NAMED = st.sampled_from(
    ("EXCLUSION CRITERIA", "EXCLUSION CRITERIA:", "GENERAL EXCLUSION CRITERIA:", "Exclusion Criteria:", "EXCLUSION CRITERIA FOR ALL STUDY PARTICIPANTS:",
     "Exclusion Criteria - Arms 1a, 1b, 2, and 3 *", "Additional Exclusion Criteria - Arm 3 \u2022", "Exclusion Criteria for Group 1:", "Exclusion Criteria 1.",
     "EXCLUSION CRITERIA (any of the following):", "Key Exclusion Criteria - Cohort B *")
)  # fmt: skip


@given(BEFORE, NAMED)
def test_a_side_that_begins_within_a_line_is_that_side(before: str, named: str) -> None:
    text = f"Inclusion Criteria: {before} {named} Known HIV infection. 2. Pregnancy."
    kinds = {item.kind for item in split(text) if "HIV" in item.text or "Pregnancy" in item.text}
    assert kinds == {"exclusion"}, split(text)
    assert all(item.kind == "inclusion" for item in split(text) if before[:8] in item.text)


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("Adults are eligible. Exclusion criteria include visual acuity above 20/25 and strabismus.", "visual acuity"),
        ("Inclusion Criteria 1. Age 18 to 75 years. Exclusion Criteria Patients who met any of the following criteria will be excluded from the study: 1. HIV infection; 2. Pregnancy;", "HIV infection"),
        ("Inclusion Criteria: HIV uninfected. EXCLUSION CRITERIA Women who are pregnant.", "pregnant"),
        ("Inclusion Criteria - No contact lenses. Exclusion: 1. Gout 2. Pregnancy", "Gout"),
    ],
)  # fmt: skip
def test_a_side_is_named_in_other_ways(text: str, excluded: str) -> None:
    assert {item.kind for item in split(text) if excluded in item.text} == {"exclusion"}


@pytest.mark.parametrize(
    "text",
    [
        "Topical treatment is allowed (as defined in Exclusion criteria 4).",
        "Anti-hypertensive regimen (except those drugs stated under Exclusion Criterion 8) for over 6 weeks.",
        "Absence of infections as defined in Exclusion Criteria requiring therapy at entry.",
    ],
)
def test_a_side_that_is_referred_to_begins_none(text: str) -> None:
    found = split(f"Inclusion Criteria:\n\n* {text}\n* Adults")
    assert {item.kind for item in found} == {"inclusion"}


def test_behind_a_heading_that_was_not_taken_nothing_decides() -> None:
    text = "Inclusion Criteria:\n\n* Failure of treatment Exclusion criteria\u00a0umbrella: none\n* HIV infection\n"
    told = [each for each in extract(text) if each.text == "HIV infection"]
    assert told[0].kind == "exclusion" or "which side it is on" in (told[0].left_over or ())
    lost = (
        "Eligibility Criteria: 1. Adults 18 years or older. 2. Major surgery. 3. Positive HIV test."
    )
    asked = [each for each in extract(lost, ("Melanoma",)) if "HIV" in each.text]
    assert "which side it is on" in (asked[0].left_over or ())
    told_of = [each for each in extract(lost, ("HIV Infections",)) if "HIV" in each.text]
    assert not told_of[0].left_over


@pytest.mark.parametrize("link", ["No", "No AIDS or", "No AIDS and no"])
@pytest.mark.parametrize("says", sorted(pdq._DESCRIBES))
@pytest.mark.parametrize("what", ["CNS metastases", "HIV infection", "Hepatitis B"])
def test_what_is_denied_is_not_cut_from_its_denial(link: str, says: str, what: str) -> None:
    """ "No symptomatic / CNS metastases" asked for metastases in real records."""
    text = f"DISEASE CHARACTERISTICS: Melanoma Other: {link} {says} {what} No prior surgery"
    told = [item.text for item in split(text)]
    assert f"{link} {says} {what}" in told, told
    for item in extract(text):
        for one in item.constraints:
            assert one.norm_value != "present", item


def test_a_new_criterion_still_begins_behind_what_describes_nothing() -> None:
    text = "DISEASE CHARACTERISTICS: Melanoma Other: HIV positive WBC at least 3,000/mm3 No surgery"
    assert [item.text for item in split(text)][1:] == [
        "HIV positive", "WBC at least 3,000/mm3", "No surgery"]  # fmt: skip
