"""A name in another sense gives no limit: laws over templates, and the lines it was seen in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import extract


def limited(text: str, kind: str = "inclusion") -> set[str]:
    """What a line limits."""
    heading = "Inclusion" if kind == "inclusion" else "Exclusion"
    return {
        one.variable
        for each in extract(f"{heading} Criteria:\n\n* {text}")
        for one in each.constraints
    }


SCALES = st.sampled_from(("Karnofsky", "Lansky"))
CHOOSES = st.sampled_from((
    "{scale} {n}-100% (ages 6-{age})",
    "{scale} {n}-100% (age {age} and under)",
    "{scale} >= {n} for patients > {age} years of age",
    "Age less than {age} years: {scale} {n}-100%",
    "Patients > {age} years of age must have {scale} >= {n}%",
    "{scale} (age-dependent) performance score >= {n}",
    "{scale} Index (depending on the patient's age) >= {n}",
))  # fmt: skip


@given(SCALES, CHOOSES, st.integers(2, 9), st.integers(10, 18))
def test_an_age_that_chooses_a_scale_is_no_limit(
    scale: str, template: str, tens: int, age: int
) -> None:
    text = template.format(scale=scale, n=tens * 10, age=age)
    assert "age" not in limited(text), text


@given(
    SCALES,
    st.sampled_from((
        "Patients {age} to 70 years old with {scale} > {n}",
        "Adults over {age} years, {scale} {n}",
        "Age {age} years or older and {scale} >= {n}",
    )),
    st.integers(18, 30),
)  # fmt: skip
def test_an_age_beside_a_scale_is_still_one(scale: str, template: str, age: int) -> None:
    assert "age" in limited(template.format(scale=scale, n=60, age=age))


@given(
    st.sampled_from(("Melanoma {was} {by} age {n}", "Disease {onset} {by} {n} years of age",
                     "Family history of dementia {was} {by} age {n}")),
    st.sampled_from(("under", "before", "over", "after", "at")),
    st.integers(10, 60),
)  # fmt: skip
def test_the_age_at_diagnosis_or_onset_is_not_the_age_today(
    template: str, by: str, age: int
) -> None:
    assert "age" not in limited(template.format(was="diagnosed", onset="onset", by=by, n=age))


@pytest.mark.parametrize(
    ("text", "kind", "never"),
    [
        (
            "Children greater than or equal to 7 years old who do not give assent",
            "exclusion",
            "age",
        ),
        ("Rheumatoid arthritis disease onset at >16 years of age", "inclusion", "age"),
        ("Colorectal cancer diagnosed under age 50 in 1 of the relatives", "inclusion", "age"),
        ("left ventricular end diastolic pressure greater than 15 mm Hg", "inclusion", "dbp"),
        ("Systemic therapy for malignancy.", "exclusion", "other_malignancy"),
        ("Chemotherapy for active malignancy.", "exclusion", "other_malignancy"),
        ("Lesion outside prior radiotherapy fields", "inclusion", "prior.radiotherapy"),
        ("outside a previously irradiated area", "inclusion", "prior.radiotherapy"),
        ("Lactate dehydrogenase less than 2 times normal", "inclusion", "breastfeeding"),
    ],
)
def test_what_was_read_in_a_wrong_sense(text: str, kind: str, never: str) -> None:
    assert never not in limited(text, kind)


PLACES = ("field", "fields", "port", "portal", "area", "site", "volume")
RAYS = ("radiotherapy", "radiation", "radiation therapy", "irradiation")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("rays", RAYS)
@pytest.mark.parametrize("where", ["in a prior {}", "outside the prior {}", "within the {}"])
def test_a_place_that_was_irradiated_is_no_treatment(place: str, rays: str, where: str) -> None:
    text = f"Measurable disease {where.format(f'{rays} {place}')}"
    assert "prior.radiotherapy" not in limited(text)


@pytest.mark.parametrize("cancer", ["malignancy", "cancer", "another malignancy"])
def test_a_cancer_is_still_kept_out(cancer: str) -> None:
    assert "other_malignancy" in limited(f"History of {cancer}", "exclusion")


TREATED = ("anthracyclines", "platinum compounds", "chemotherapy", "radiotherapy", "taxane therapy")
ONLY_IF_HAD = (
    "At least 6 months since prior {}",
    "A minimum of 4 weeks must have elapsed since the completion of prior {}",
    "Sufficient washout period for prior {} before the first dose",
    "Refractory solid tumor for which {} would be a reasonable option",
    "Prior {} subject to dose requirements",
    "Prior {} requires approval of the study chair",
)


@pytest.mark.parametrize("template", ONLY_IF_HAD)
@pytest.mark.parametrize("treatment", TREATED)
def test_the_terms_of_a_treatment_do_not_ask_for_it(template: str, treatment: str) -> None:
    """Who never had it has no such terms to meet: it kept the untreated out."""
    assert not any(name.startswith("prior.") for name in limited(template.format(treatment)))


@pytest.mark.parametrize("treatment", TREATED)
def test_a_treatment_that_is_asked_for_still_is(treatment: str) -> None:
    said = limited(f"Must have received prior {treatment}")
    assert any(name.startswith("prior.") for name in said)


def test_a_cumulative_dose_asks_for_no_treatment() -> None:
    assert limited("Prior cumulative doxorubicin dose less than 240 mg/m2") == {
        "doxorubicin_cumulative"
    }


@pytest.mark.parametrize(
    "text",
    [
        "Patients with prior chemotherapy and other exposure are eligible",
        "Patients in whom there is inadequate tissue to evaluate HER2/neu but who have elevated"
        " serum HER2/neu antigen levels are eligible",
    ],
)
def test_who_is_eligible_keeps_nobody_out(text: str) -> None:
    for each in extract(f"Inclusion Criteria:\n\n* {text}"):
        assert not any(one.decides for one in each.constraints)
