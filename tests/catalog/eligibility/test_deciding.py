"""Laws: what keeps a patient out by itself, though half of the criterion is not understood, and what never does."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import extract
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen
from tests.catalog.eligibility.verdicts import Told, said

NEITHER: Told = {
    "age": {"value": 80, "unit": "a"},
    "ecog": 3,
    "flags": dict.fromkeys("hiv hbv hcv her2 egfr_mut alk measurable_disease".split(), "absent"),
    "prior": dict.fromkeys(
        "chemotherapy radiotherapy egfr platinum hormonal pd1".split(), "absent"
    ),
}
"""Over every upper age, with none of the states and treatments that a line may ask for."""
BOTH: Told = {
    "age": {"value": 40, "unit": "a"},
    "flags": {**dict.fromkeys("hiv hbv hcv pregnancy".split(), "present")},
    "prior": {"chemotherapy": "present", "systemic": "present"},
}


WANTED = st.sampled_from(
    (
        "EGFR mutation-positive",
        "HER2-positive",
        "ALK-positive",
        "previously treated with chemotherapy",
        "prior radiotherapy",
        "prior platinum-based chemotherapy",
    )
)
DISEASES = st.sampled_from(
    ("sciatica", "ulcerative colitis", "non-squamous lung cancer", "melasma")
)
DEMANDS = (
    "Histologically confirmed {x} {d}",
    "{d} that is {x}, with progression after the last course",
    "Patients with {d}, {x}, and adequate marrow reserve",
    "Confirmed {x} {d} who agree to come weekly",
)


@given(WANTED, DISEASES, st.sampled_from(DEMANDS))
def test_what_must_be_there_keeps_out_who_has_it_not(x: str, d: str, line: str) -> None:
    """Never met; and known often enough that the law is not kept by silence (below)."""
    assert said("inclusion", line.format(x=x, d=d), NEITHER) != MET


OFFERED = (
    "{x} {d} or ROS1 rearrangement",
    "{d}, either {x} or with rapid progression",
    "{x} {d} if older than 60",
    "{d} regardless of {x} status",
    "Patients with {x} {d} must have a biopsy",
    "{d}, {x} allowed",
    "Cohort B: {x} {d}",
    "No {x} {d}",
    "{d} without {x}",
    "Family history of {x} {d}",
    "Candidates for {x} treatment of {d}",
    "{d} that was never {x}",
    "Negative test, then {x} {d}",
    "0 to 2 courses of {x} for {d}",
    "Up to 2 courses, {x}, for {d}",
    "{x} {d} OR",
    "Exclusion criteria {x} {d}",
)


@given(WANTED, DISEASES, st.sampled_from(OFFERED))
def test_what_is_offered_conditional_or_somebody_elses_keeps_nobody_out(
    x: str, d: str, line: str
) -> None:
    assert said("inclusion", line.format(x=x, d=d), NEITHER) != NOT_MET, line


@pytest.mark.parametrize(
    "text",
    (
        "Have confirmation with sensitizing EGFR mutations, either exon 19 deletion or L858R",
        "ALK-positive as confirmed by immunohistochemistry (IHC), FISH, or other sequencing methods, documented before study entry",
        "Histologically or cytologically confirmed EGFR mutation-positive non-squamous lung cancer (8th edition of the staging)",
        "Histologically confirmed HER2-overexpressing metastatic breast carcinoma",
        "Must have completed 4 cycles of prior chemotherapy for the disease under study",
        "Relapse following standard dose chemotherapy",
        "HIV-infected adults who agree to come weekly",
        "Have symptomatic HIV infection and a phone",
        "Age 18 to 65 with melasma and a history of sunburn",
        "Patients aged 18-75 years with a diagnosis of ulcerative colitis or Crohn's disease",
        "Men and women, ages 25-49. Subjects were overweight with a sitting time of 8 hours",
        "Adult outpatients, 18 to 60 years of age, who, in the opinion of the investigator, are able to walk",
        "At least 18 and at most 70 years of age and has completed study 101-301",
        "ECOG 0-1 with no deterioration",
    ),
)  # fmt: skip
def test_a_failed_demand_is_known_beside_what_is_not_understood(text: str) -> None:
    assert said("inclusion", text, NEITHER) == NOT_MET


@pytest.mark.parametrize(
    "text",
    (
        "Human immunodeficiency virus (HIV) infected participants must have well controlled HIV",
        "Patients on hormonal therapy must have shown progression off it",
        "Patients with CLL must have failed prior chemotherapy",
        "Ability to understand how HIV is transmitted",
        "Negative tests for hepatitis B, hepatitis C (or its RNA), and human immunodeficiency virus (HIV)-1 antibody",
        "Must be previously untreated with chemotherapy for metastatic disease",
        "Lesion outside of any prior radiation port",
        "Adenocarcinoma proven prior to the initiation of radiotherapy",
        "Contraception for 2 months after hormonal therapy",
        "Puberty is delayed (age 15-16)",
        "Developmental age 3 to 10 years",
        "Physiologic age 65 and under",
        "Three subjects below age 40 and three subjects above age 70 with clear lenses",
        "A power of attorney must be offered to all patients under 70 years of age",
        "Under 50 (alveolar histology patients) - 10 to 49 (embryonal histology patients)",
        "Age 18-75, older patients at the discretion of the investigator",
        "Age 18 to 70. Subjects who fall outside of this range may be included at the discretion of the investigator.",
        "Age 6 to 18 years, with egg allergy OR",
        "Age under 50 or a caregiver of such a patient",
        "Age under 50 and able to consent, or has a guardian",
        "Smoker under 50 years, or 50 to 90 years with cough",
        "Premenopausal women no greater than age 50 who were started on hormones are eligible",
        "One antigen mismatch (recipient age 15 to 55)",
        "Prior prophylactic radiotherapy for stage",
    ),
)  # fmt: skip
def test_these_keep_nobody_out_by_themselves(text: str) -> None:
    assert said("inclusion", text, NEITHER) != NOT_MET


@pytest.mark.parametrize(
    "text",
    (
        "Pregnant or breastfeeding, or intending to become pregnant within 60 days after the last dose",
        "Is pregnant, or expecting to conceive or father children through 120 days after the last dose",
        "Women who are pregnant. Women of childbearing potential need a test within 7 days",
        "Known HIV infection; no HIV testing is required unless mandated by the local health authority",
        "HBV DNA above 1000 copies/mL with jaundice grade 2; known history of HIV infection",
        "Syphilis, gout, or HIV infection",
        "Pregnant, nursing, or not using a reliable method of birth control",
    ),
)  # fmt: skip
def test_an_exclusion_stands_clear_of_other_sentences_and_of_plans(text: str) -> None:
    assert said("exclusion", text, BOTH) == NOT_MET
    fine = {**BOTH, "flags": dict.fromkeys("hiv hbv hcv pregnancy breastfeeding".split(), "absent")}
    assert said("exclusion", text, fine) != NOT_MET


@pytest.mark.parametrize(
    "text",
    (
        "Known HIV infection; patients on stable treatment are eligible",
        "Known HIV infection. Those with a low viral load are not excluded.",
        "HIV infection. However, those with CD4 above 350 may be enrolled",
        "Any of the following within 6 months: stroke; HIV infection",
        "Pregnant unless planning to end the pregnancy",
    ),
)  # fmt: skip
def test_a_sentence_that_lets_in_keeps_an_exclusion_unknown(text: str) -> None:
    assert said("exclusion", text, BOTH) == UNKNOWN


HEADS = (
    ("Patients will not be eligible for this study if they:", "exclusion"),
    ("You will not be eligible for this study if you:", "exclusion"),
    ("Patients with any of the following conditions are excluded:", "exclusion"),
    ("Co-existing Condition: Patients with the following are excluded:", "exclusion"),
    ("A participant will not be eligible for study entry if any of the following criteria are met:", "exclusion"),
    ("Patients may be eligible for this study if they:", "inclusion"),
    ("Subjects must have:", "inclusion"),
)  # fmt: skip


@pytest.mark.parametrize(("head", "kind"), HEADS)
def test_a_line_that_opens_all_of_its_side_takes_nothing_from_its_items(
    head: str, kind: str
) -> None:
    side = "Exclusion Criteria:" if kind == "exclusion" else "Inclusion Criteria:"
    criteria = extract(f"{side}\n\n{head}\n\n* Are HIV-positive.\n* Can walk to the clinic.")
    verdicts = screen(criteria, Patient.from_json(BOTH))
    known = {criteria[each.criterion].text: each.verdict for each in verdicts}
    assert known["Are HIV-positive."] == (NOT_MET if kind == "exclusion" else MET)


@pytest.mark.parametrize(
    "head",
    (
        "Excluded within 2 months of study entry:",
        "Patients may be eligible for cohort B if they:",
        "Children may be eligible for this study if they:",
        "Donor siblings must have:",
        "Patients with liver metastases will not be eligible if they:",
        "Women will not be eligible for this study if they:",
    ),
)
def test_a_head_that_says_of_whom_or_when_keeps_its_items_unknown(head: str) -> None:
    for side in ("Exclusion Criteria:", "Inclusion Criteria:"):
        criteria = extract(f"{side}\n\n{head}\n\n* Are HIV-positive.\n* Can walk to the clinic.")
        for each in screen(criteria, Patient.from_json(BOTH)):
            assert each.verdict == UNKNOWN, (side, criteria[each.criterion])


@pytest.mark.parametrize(
    "text",
    (
        "Poorly treated gout or HIV infection",
        "Gout with nephritis or HIV infection",
        "Gout due to diuretics, or HIV infection",
        "Antiretroviral treatment or HIV infection prophylaxis within 3 weeks",
        "Family history of gout or HIV infection",
    ),
)
def test_words_that_may_be_meant_for_all_of_a_list_keep_it_unknown(text: str) -> None:
    assert said("exclusion", text, BOTH) == UNKNOWN


def test_who_has_a_part_has_the_whole_and_who_has_it_not_is_not_known() -> None:
    for text, flag in (
        ("Malignancy.", "other_malignancy"),
        ("History of cancer", "other_malignancy"),
    ):
        assert said("exclusion", text, {"flags": {flag: "present"}}) == NOT_MET
        assert said("exclusion", text, {"flags": {flag: "absent"}}) == UNKNOWN
    text = "Previous treatment with immune checkpoint inhibitors"
    assert said("exclusion", text, {"prior": {"pd1": "present"}}) == NOT_MET
    assert said("exclusion", text, {"prior": {"pd1": "absent"}}) == UNKNOWN
    assert said("inclusion", text, {"prior": {"pd1": "absent"}}) == UNKNOWN
    medication: Told = {"time_since": {"medication": {"value": 3, "unit": "d"}}}
    assert (
        said("exclusion", "Antiretroviral treatment for 3 weeks prior to entry", medication)
        == UNKNOWN
    )
    exacerbation: Told = {"time_since": {"disease_exacerbation": {"value": 3, "unit": "d"}}}
    assert (
        said("exclusion", "Hospitalizations within 3 months before screening", exacerbation)
        == UNKNOWN
    )


def verdicts(text: str, who: Told) -> dict[str, str]:
    criteria = extract(text)
    told = screen(criteria, Patient.from_json(who))
    return {criteria[each.criterion].text: each.verdict for each in told}


def test_lines_that_are_other_ways_to_fit_keep_nobody_out() -> None:
    either = "Inclusion Criteria:\n\n* PSA above 20 ng/mL OR\n* Age under 50 years\n* ECOG 0-1"
    assert verdicts(either, NEITHER)["Age under 50 years"] == UNKNOWN
    assert verdicts(either, NEITHER)["ECOG 0-1"] == NOT_MET
    torn = "Inclusion Criteria:\n\n* Patients under 50 years of age with gout\n* Patients 50 years of age or older\n* ECOG 0-1"
    assert set(verdicts(torn, NEITHER).values()) == {UNKNOWN, NOT_MET}
    assert verdicts(torn, NEITHER)["Patients under 50 years of age with gout"] == UNKNOWN
    sexes = "Inclusion Criteria:\n\n* Male\n* Female"
    assert set(verdicts(sexes, {"sex": "male"}).values()) == {UNKNOWN}
    listed = "Inclusion Criteria:\n\n* Adults with any of the following conditions: lymphoma.\n* HIV infection\n* Solid organ cancer after chemotherapy"
    assert NOT_MET not in verdicts(listed, NEITHER).values()


def test_a_list_for_somebody_else_is_not_the_patients() -> None:
    text = (
        "DISEASE CHARACTERISTICS: Acute leukemia PATIENT CHARACTERISTICS: Age: 18 and over Other: Not pregnant "
        "Donor Entry Criteria: HLA-identical family member HIV negative Negative pregnancy test Age 12 years and under"
    )
    told = verdicts(text, {**BOTH, "age": {"value": 40, "unit": "a"}})
    assert told["18 and over"] == MET
    assert told["Age 12 years and under"] == UNKNOWN


def test_nothing_is_cut_within_brackets_or_behind_not_known_to_be() -> None:
    text = (
        "DISEASE CHARACTERISTICS: Acute leukemia PATIENT CHARACTERISTICS: Age: 18 and over Other: Not known to be HIV positive "
        "No chronic immunodeficiency disease (including HIV, hepatitis B) Not pregnant"
    )
    told = verdicts(text, NEITHER)
    assert told["Not known to be HIV positive"] == MET
    assert not [line for line in told if line.startswith("HIV")]
    assert said("inclusion", "HIV, hepatitis B)", NEITHER) == UNKNOWN
    assert said("exclusion", "HIV testing will be required.", BOTH) == UNKNOWN
