"""Rows for every field, what a demand is about, and what is merely mentioned."""

from __future__ import annotations

import pytest

from catalog.eligibility.extraction import extract, understand

ROWS = {
    "family_genetic": (
        ("inclusion", "A parent or sibling with glaucoma"),
        ("inclusion", "A first degree relative with colon cancer"),
        ("exclusion", "Any chromosomal disorder such as trisomy 21"),
    ),
    "planned_procedure": (
        ("inclusion", "Scheduled for elective hip replacement"),
        ("exclusion", "Undergoing open abdominal surgery"),
        ("exclusion", "Anticipation of need for a major surgical procedure during the study"),
    ),
    "urogenital": (
        ("exclusion", "Residual urine above 150 mL"),
        ("exclusion", "Heavy menstrual bleeding"),
        ("exclusion", "Benign prostatic hyperplasia"),
    ),
    "digestive": (
        ("exclusion", "Crohn's disease"),
        ("exclusion", "Gallstones with pain in the last year"),
        ("exclusion", "Reflux treated every day"),
    ),
    "musculoskeletal": (
        ("exclusion", "Chronic back pain"),
        ("exclusion", "T-score below -2.5"),
        ("exclusion", "Gout or osteoarthritis"),
    ),
    "eye_ear": (
        ("exclusion", "Glaucoma in either eye"),
        ("exclusion", "Hearing loss above 40 dB"),
        ("exclusion", "Nasal polyps"),
    ),
    "dental_oral": (
        ("exclusion", "Pockets of 5 mm or more between teeth and gums"),
        ("exclusion", "Full dentures"),
        ("exclusion", "Gingival overgrowth"),
    ),
    "skin": (
        ("exclusion", "Atopic eczema"),
        ("exclusion", "Pressure sore of stage 3"),
        ("exclusion", "Acne at the site of injection"),
    ),
    "obstetric": (
        ("inclusion", "One living fetus"),
        ("inclusion", "Born before 32 weeks"),
        ("exclusion", "Rupture of membranes"),
    ),
}


@pytest.mark.parametrize(
    ("topic", "kind", "text"), [(t, k, s) for t, lines in ROWS.items() for k, s in lines]
)
def test_every_field_has_its_row(topic: str, kind: str, text: str) -> None:
    assert topic in understand(kind, text)[0]


@pytest.mark.parametrize(
    "site", ["oral cavity", "skin", "larynx or nose", "bladder", "ovary", "bone"]
)
@pytest.mark.parametrize("what", ["Squamous cell carcinoma of the {}", "Primary tumor of the {}"])
def test_the_organ_that_a_cancer_sits_in_is_no_illness_of_it(site: str, what: str) -> None:
    rows = set(understand("inclusion", what.format(site))[0])
    assert not rows & {"dental_oral", "skin", "eye_ear", "urogenital", "musculoskeletal"}
    assert "disease_diagnosis" in rows


@pytest.mark.parametrize("lead", ["Regardless of", "Irrespective of the", "With or without"])
@pytest.mark.parametrize("what", ["family history", "brain metastases", "glaucoma"])
def test_what_is_merely_mentioned_gives_no_topic(lead: str, what: str) -> None:
    said, _ = understand("inclusion", f"Histologically confirmed melanoma, {lead.lower()} {what}")
    assert said == ("disease_diagnosis",)


def test_a_mention_is_better_than_nothing() -> None:
    assert understand("inclusion", "With or without glaucoma")[0] == ("eye_ear",)


@pytest.mark.parametrize(
    ("kind", "text", "first"),
    [
        ("exclusion", "Refusal to participate in the study", "consent_compliance"),
        ("exclusion", "Adults under guardianship or protected by law", "consent_compliance"),
        ("inclusion", "Able to read and write in English", "logistics"),
        ("exclusion", "Currently on calcium channel blockers", "concurrent_therapy"),
        ("exclusion", "In the judgment of the treating surgeon", "investigator_discretion"),
        ("exclusion", "Unconscious patients", "neuro_psychiatric"),
        ("exclusion", "ASA physical status class 4", "comorbidity"),
        ("inclusion", "Gleason score of 6 or less", "disease_extent"),
        ("exclusion", "Blood donation within 8 weeks", "hematologic"),
        ("inclusion", "A caregiver who can answer questions", "logistics"),
        ("inclusion", "Married or in a stable heterosexual relationship", "other"),
    ],
)
def test_what_a_demand_is_about_comes_first(kind: str, text: str, first: str) -> None:
    assert understand(kind, text)[0][0] == first


@pytest.mark.parametrize("illness", ["prostate cancer", "small cell lung cancer", "melasma"])
def test_a_required_illness_is_the_trials_own(illness: str) -> None:
    assert understand("inclusion", f"Men and women with {illness}")[0][0] in (
        "disease_diagnosis", "sex")  # fmt: skip
    assert "disease_diagnosis" in understand("inclusion", f"Men and women with {illness}")[0]


OWN = ("Melasma", "Keratoconus", "Lymphoma")


@pytest.mark.parametrize(
    ("kind", "text", "own"),
    [
        ("inclusion", "Melasma persisting for more than 6 months", True),
        ("inclusion", "Keratoconic eyes", True),
        ("exclusion", "Melasma treated in the last month", False),
        ("inclusion", "No melasma of the neck", False),
        ("inclusion", "Lymphocyte count above 1000/mm3", False),
        ("inclusion", "Prior radiotherapy of a lymphoma", False),
        ("inclusion", "Age 18 or older", False),
    ],
)
def test_the_records_own_disease_is_its_diagnosis(kind: str, text: str, own: bool) -> None:
    said = extract(f"{kind.title()} Criteria:\n\n* {text}\n* Signed consent", OWN)
    assert ("disease_diagnosis" in said[0].topics) is own


def test_the_same_text_and_record_give_the_same_criteria() -> None:
    text = "Inclusion Criteria:\n\n* Melasma of the face\n* Able to consent"
    assert extract(text, OWN) == extract(text, tuple(OWN))
    assert extract(text) == extract(text, ()) == extract(text, ("Disease", "Chronic Infections"))
    assert [each.constraints for each in extract(text, OWN)] == [
        each.constraints for each in extract(text)
    ]
