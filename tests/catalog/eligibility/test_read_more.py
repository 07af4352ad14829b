"""Laws of lines that decide although not all of them is understood, each beside one of its kind that must not."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest

from catalog.eligibility.extraction import extract
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen
from tests.catalog.eligibility.verdicts import Told, said

HIV: Told = {"flags": {"hiv": "present"}}
PREGNANT: Told = {"sex": "female", "age": 30, "flags": {"pregnancy": "present"}}
IN_A_TRIAL: Told = {"time_since": {"investigational": {"value": 10, "unit": "d"}}}
GRAFT: Told = {"flags": {"organ_transplant": "present", "sct": "absent"}}
SICK_LIVER: Told = {"labs": {name: {"value": 6.2, "unit": "{xULN}"} for name in ("ast", "alt", "bili_total")}}  # fmt: skip
BETWEEN: Told = {"labs": {name: {"value": 2.9, "unit": "{xULN}"} for name in ("ast", "alt", "bili_total")}}  # fmt: skip
CHILD: Told = {"age": 9}
GROWN: Told = {"age": 40}


@pytest.mark.parametrize(
    ("text", "who", "verdict"),
    [
        # What stands behind an item with words of its own is told of that item alone ...
        ("Positive HIV antibody or syphilis spirochete antibody test results.", HIV, NOT_MET),
        ("Positive for HIV, or syphilis, or measles.", HIV, NOT_MET),
        ("Known HIV infection, or currently active syphilis (i.e., a positive treponemal test or syphilis requiring systemic therapy).", HIV, NOT_MET),
        ("HIV or a history of hepatitis B with a high viral load", HIV, NOT_MET),
        ("Diagnosis of immunodeficiency, including but not limited to HIV infection", {"flags": {"immunodeficiency": "present"}}, NOT_MET),
        ("Known prior or current history of HIV and/or measles", HIV, NOT_MET),
        # ... and of all of them without.
        ("HIV or hepatitis B with a high viral load", HIV, UNKNOWN),
        ("HIV, or any other illness, unless controlled", HIV, UNKNOWN),
        ("HIV or a history of hepatitis B within 4 weeks", HIV, UNKNOWN),
        ("Positive skin test to HIV, or a history of measles", HIV, UNKNOWN),
        # Plans are no state, and say nothing of it.
        ("Pregnant or breastfeeding women or a woman who has a planned pregnancy during the course of the study.", PREGNANT, NOT_MET),
        ("Women who are pregnant, or with plans to conceive during the study", PREGNANT, NOT_MET),
        ("Pregnancy or lactation for the duration of the study.", PREGNANT, NOT_MET),
        ("Pregnant women who plan to stop their medication", PREGNANT, UNKNOWN),
        # Who was given something in a trial took part in one.
        ("Participation in another clinical study with an investigational product during the last 4 weeks", IN_A_TRIAL, NOT_MET),
        ("Patients who participated in another clinical trial or treatment with any investigational product within the last 30 days", IN_A_TRIAL, NOT_MET),
        ("Participated in clinical trials of other drugs within 3 months or 5 drug half-lives (whichever is longer) prior to screening.", IN_A_TRIAL, NOT_MET),
        ("Participation in a clinical trial of a medical device within 4 weeks", IN_A_TRIAL, UNKNOWN),
        ("Prior allogeneic stem cell or solid organ transplantation", GRAFT, NOT_MET),
        ("History of tissue or organ transplantation.", GRAFT, NOT_MET),
        ("History of tissue transplantation.", GRAFT, UNKNOWN),
        # A time behind earlier treatments is of all of them.
        ("Use of systemic anticancer therapy, including but not limited to hormone therapy and biologic therapy, within 28 days prior to the first dose",
         {"prior": {"systemic": "present", "hormonal": "present"}, "time_since": {"anticancer": {"value": 2, "unit": "a"}}}, UNKNOWN),
        ("History of autoimmune disease, or other diseases that require steroids for long", {"flags": {"autoimmune": "present"}}, NOT_MET),
        ("Has participated in another clinical study or received treatment with any investigational product within 30 days of enrollment", IN_A_TRIAL, NOT_MET),
        ("Routine blood tests with any of the following: WBC < 2 x 10^9/L, malformed cells", {"labs": {"wbc": {"value": 1, "unit": "10*9/L"}}}, NOT_MET),
        ("Abnormal lung function, oxygen saturation < 92 %, or wheezing", {"labs": {"spo2": 86}}, NOT_MET),
        ("Self-reported pregnant or nursing at the screening visit", PREGNANT, NOT_MET),
        # A value behind "with" only grades a state; of a further mention no time is told; a narrower name keeps out nobody.
        ("Known HIV infection with a viral load ≥ 200 copies/mL or a CD4 count < 350 cells/µL, or taking medications that may interfere",
         {"flags": {"hiv": "absent"}, "labs": {"cd4": {"value": 150, "unit": "/uL"}}}, UNKNOWN),
        ("Major surgery within 4 weeks or still recovering from prior surgery", {"time_since": {"surgery": {"value": 9, "unit": "d"}}}, UNKNOWN),
        ("Previous treatment with rituximab; concurrent treatment with any DMARD, or other biologic agent", {"prior": {"biologic": "present"}}, UNKNOWN),
        ("Cancer or any chronic diseases with prognosis < 2 years", {"time_since": {"other_malignancy": {"value": 1, "unit": "a"}}}, UNKNOWN),
    ],
)  # fmt: skip
def test_an_item_of_an_exclusion(text: str, who: Told, verdict: str) -> None:
    assert said("exclusion", text, who) == verdict


@pytest.mark.parametrize(
    ("text", "who", "verdict"),
    [
        # A laxer limit for some: who fails both fails, and who is between them may be one of them.
        ("AST and ALT no greater than 2.5 times normal (no greater than 5 times normal if liver involvement present)", SICK_LIVER, NOT_MET),
        ("AST and ALT no greater than 2.5 times normal (no greater than 5 times normal if liver involvement present)", BETWEEN, UNKNOWN),
        ("Total bilirubin ≤ 1.5 x ULN (for subjects with Gilbert's disease ≤ 3 x ULN).", SICK_LIVER, NOT_MET),
        ("Total bilirubin ≤ 1.5 x ULN (for subjects with Gilbert's disease ≤ 3 x ULN).", BETWEEN, UNKNOWN),
        ("Total bilirubin ≤ 1.5 x ULN (any value is allowed in Gilbert's disease)", SICK_LIVER, UNKNOWN),
        # The age of consent of a country.
        ("Age ≥ 18 years (or the legal age of consent in the country of the site, whichever is older)", CHILD, NOT_MET),
        ("Age ≥ 18 years (or the legal age of consent in the country of the site, whichever is older)", GROWN, UNKNOWN),
        ("Age ≥ 18 years (or the legal age of consent in the country of the site)", GROWN, MET),
        ("Age ≥ 18 years (or the legal age of consent in the country of the site)", CHILD, UNKNOWN),
        ("Are at least 16 years old (consent of parent or guardian required if under 18).", CHILD, NOT_MET),
        ("Are at least 16 years old (or younger if a parent gives consent).", CHILD, UNKNOWN),
        ("Age ≥ 18 years and ≤ 75 years, no gender restriction", CHILD, NOT_MET),
        # A test of pregnancy, whenever it is done.
        ("Participants of childbearing potential must have a negative pregnancy test upon study entry.", PREGNANT, NOT_MET),
        ("For WOCBP: negative pregnancy test prior to bronchoscopy", PREGNANT, NOT_MET),
        ("Must not become pregnant before the end of the study", PREGNANT, UNKNOWN),
        ("There should be at least one measurable lesion.", {"flags": {"measurable_disease": "absent"}}, NOT_MET),
        ("Measurable disease per RECIST v1.1. that was not in a prior radiation area, unless progression has been clearly documented", {"flags": {"measurable_disease": "absent"}}, NOT_MET),
        ("Must have measurable disease outside the radiation port or progression of disease within it", {"flags": {"measurable_disease": "absent"}}, UNKNOWN),
        ("Measurable disease that can be seen on scans, or evaluable disease", {"flags": {"measurable_disease": "absent"}}, UNKNOWN),
        ("Women may not be pregnant or lactating.", {"sex": "male"}, UNKNOWN),
        ("Age 18-75 years old (≥18 years old, ≤75 years old), no gender limit", CHILD, NOT_MET),
        ("Healthy volunteers aged 18 years and older as demonstrated by their papers and a form", CHILD, NOT_MET),
        ("FEV1 at least 30 % and total lung capacity at least 30 %", {"labs": {"fev1_pct": 90}}, UNKNOWN),
        ("CTCL must have failed initial chemotherapy.", {"prior": {"chemotherapy": "absent"}}, UNKNOWN),
        ("Mini mental score at least 15", {"labs": {"mmse": 12}}, NOT_MET),
    ],
)  # fmt: skip
def test_a_demand(text: str, who: Told, verdict: str) -> None:
    assert said("inclusion", text, who) == verdict


def test_ages_under_an_organ_say_of_whom_its_values_are_asked() -> None:
    text = "PATIENT CHARACTERISTICS: Age: 3 to 21 Renal: Ages 3-5 Creatinine no greater than 0.8 mg/dL Ages 5-10 Creatinine no greater than 1.0 mg/dL Other: Not pregnant or nursing"
    who = Patient.from_json({"age": 16, "labs": {"creatinine": {"value": 1.1, "unit": "mg/dL"}}})
    found = extract(text)
    assert [each.constraints[0].variable for each in found if each.constraints].count(
        "creatinine"
    ) == 2
    assert all(
        verdict.verdict == UNKNOWN
        for verdict in screen(found, who)
        if found[verdict.criterion].constraints
        and found[verdict.criterion].constraints[0].variable == "creatinine"
    )
