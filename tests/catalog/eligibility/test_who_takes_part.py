"""Laws of lines whose first words say who takes part: nobody else can, whatever else they ask."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest

from catalog.eligibility.extraction import extract
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen
from tests.catalog.eligibility.verdicts import Told, lab, said, since

WELL: Told = {"flags": {"covid19": "absent"}}
ILL: Told = {"flags": {"covid19": "present"}}
NOT_PREGNANT: Told = {"sex": "female", "age": 30, "flags": {"pregnancy": "absent"}}
MAN: Told = {"sex": "male", "age": 40}
WOMAN: Told = {"sex": "female", "age": 40}


@pytest.mark.parametrize(
    ("text", "who", "verdict"),
    [
        ("Hospitalized patients with laboratory confirmed COVID-19 and fever", WELL, NOT_MET),
        ("Hospitalized patients with laboratory confirmed COVID-19 and fever", ILL, UNKNOWN),
        ("Meet the diagnostic criteria of novel coronavirus pneumonia in the sixth edition of the guideline", WELL, NOT_MET),
        ("Positive nasopharyngeal swab for SARS-CoV-2 by RT-PCR or sequencing", WELL, NOT_MET),
        ("Severe or critical COVID-19 treated with oxygen", WELL, NOT_MET),
        ("Confirmed or suspected COVID-19", WELL, UNKNOWN),
        ("Meet the clinical suspicion and diagnosis of COVID-19 (seventh edition)", WELL, UNKNOWN),
        ("Close contacts of patients with confirmed COVID-19", WELL, UNKNOWN),
        ("Medical staff working on COVID-19 wards", WELL, UNKNOWN),
        ("Patients admitted to COVID-19 hospitals", WELL, UNKNOWN),
        ("Patients with COVID-19 or influenza", WELL, UNKNOWN),
        ("Patients recovered from COVID-19", WELL, UNKNOWN),
        ("Patients with COVID-19. Close contacts may take part as controls", WELL, UNKNOWN),
        ("COVID-19 test within 48 hours before surgery", WELL, UNKNOWN),
        ("All pregnant women admitted to a participating hospital", MAN, NOT_MET),
        ("Pregnant women with evidence of toxoplasma infection", NOT_PREGNANT, NOT_MET),
        ("Pregnant or postpartum women with anaemia", NOT_PREGNANT, UNKNOWN),
        ("Pregnancy test before the first dose", NOT_PREGNANT, UNKNOWN),
        ("Pregnant women may be enrolled", NOT_PREGNANT, UNKNOWN),
        ("Healthy male volunteers", WOMAN, NOT_MET),
        ("Women with a clinical diagnosis of endometriosis", MAN, NOT_MET),
        ("Women with a clinical diagnosis of endometriosis", WOMAN, UNKNOWN),
        ("Men and women with a clinical diagnosis of gout", WOMAN, UNKNOWN),
        ("Women must use an accepted method until the end", MAN, UNKNOWN),
        ("MEN I or II or squamous cell skin cancer", WOMAN, UNKNOWN),
        ("Female partners of men with gout", MAN, UNKNOWN),
        ("Male participants are eligible if they agree to the protocol", WOMAN, UNKNOWN),
    ],
)  # fmt: skip
def test_first_words_say_who_takes_part(text: str, who: Told, verdict: str) -> None:
    assert said("inclusion", text, who) == verdict
    assert said("exclusion", text, who) in (MET, UNKNOWN)


@pytest.mark.parametrize(
    "other", ["Healthy controls without symptoms", "Close contacts of a patient", "Suspected cases"]
)
def test_another_line_may_take_somebody_else(other: str) -> None:
    own = "- Patients with confirmed COVID-19 and fever"
    told = extract(f"Inclusion Criteria:\n\n{own}\n- {other}\n")
    verdicts = [each.verdict for each in screen(told, Patient.from_json(WELL))]
    assert verdicts[0] == UNKNOWN
    alone = extract(f"Inclusion Criteria:\n\n{own}\n- Able to come\n")
    assert screen(alone, Patient.from_json(WELL))[0].verdict == NOT_MET


NO_HIV: Told = {"flags": {"hiv": "absent"}}
TRANSFUSED: Told = since(10, "transfusion")
OTHER_CANCER: Told = {"flags": {"other_malignancy": "present"}, **since(200, "other_malignancy")}
PREGNANT: Told = {"sex": "female", "age": 30, "flags": {"pregnancy": "present"}}


@pytest.mark.parametrize(
    ("kind", "text", "who", "verdict"),
    [
        ("inclusion", "Positive HIV antibody by licensed ELISA or Western blot.", NO_HIV, NOT_MET),
        ("inclusion", "Confirmation of HIV infection by HIV antibody testing, p24 antigen, or culture of HIV.", NO_HIV, NOT_MET),
        ("inclusion", "HIV p24 < 30 pg/ml for those on treatment", NO_HIV, UNKNOWN),
        ("inclusion", "HIV infection or no HIV infection", NO_HIV, UNKNOWN),
        # Lines of an old record that were run together.
        ("inclusion", "Creatinine less than 2.0 mg/dL No serious renal disease", lab("creatinine", 3, "mg/dL"), NOT_MET),
        ("inclusion", "Creatinine less than 2.0 mg/dL no serious renal disease", lab("creatinine", 3, "mg/dL"), UNKNOWN),
        ("inclusion", "Creatinine less than 2.0 mg/dL No more than 3 if transfused", lab("creatinine", 3, "mg/dL"), UNKNOWN),
        # A blood product holds more than transfusions: whoever had one had the other, not the other way round.
        ("exclusion", "Receipt of blood products or immunoglobulin in the past 6 months", TRANSFUSED, NOT_MET),
        ("exclusion", "Receipt of blood products in the past 6 months", {"time_since": {"transfusion": "never"}}, UNKNOWN),
        ("exclusion", "Receipt of immunoglobulin in the past 6 months", TRANSFUSED, UNKNOWN),
        # Sentences behind that are exclusions of their own, and one that tells of the first.
        ("exclusion", "Pregnant women. Any patient who is unable (either for physical or other reasons) to lie still.", PREGNANT, NOT_MET),
        ("exclusion", "Pregnant women. Any patient who is unable to lie still, unless these are sedated.", PREGNANT, UNKNOWN),
        ("exclusion", "Pregnant women. Patients with either A or B are eligible.", PREGNANT, UNKNOWN),
        # Units in words, a value told again, how it is come by, a month of the study, another cancer.
        ("inclusion", "Platelets greater than 120,000 (120 x 10 to the ninth/L)", lab("plt", 90, "10*9/L"), NOT_MET),
        ("inclusion", "Creatinine less than 1.3 mg/dL (120 micromoles/L)", lab("creatinine", 3, "mg/dL"), NOT_MET),
        ("inclusion", "Creatinine clearance ≥ 50 ml/min (either measured or estimated by the Cockcroft-Gault formula)", lab("crcl", 30, "mL/min"), NOT_MET),
        ("inclusion", "Individuals with age group from 19 to 44 years and free of any signs of disease", {"age": 60}, NOT_MET),
        ("exclusion", "Prior radiotherapy within 4 weeks of Month 1-Day 1", since(10, "radiotherapy"), NOT_MET),
        ("exclusion", "Other primary cancer within 3 years", OTHER_CANCER, NOT_MET),
        ("exclusion", "Other primary immunodeficiency", {"flags": {"immunodeficiency": "present"}}, UNKNOWN),
    ],
)  # fmt: skip
def test_read_more(kind: str, text: str, who: Told, verdict: str) -> None:
    assert said(kind, text, who) == verdict


CHILD: Told = {"age": 9}
SICK_LIVER: Told = {"labs": {name: {"value": 6, "unit": "{xULN}"} for name in ("ast", "alt", "bili_total")}}  # fmt: skip
LOW_BLOOD: Told = lab("plt", 40, "10*9/L")
NEITHER_CANCER: Told = {"flags": {"other_malignancy": "absent"}, "time_since": {"other_malignancy": "never"}}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text", "who", "verdict"),
    [
        ("inclusion", "Male or non pregnant, non-lactating female", PREGNANT, NOT_MET),
        ("inclusion", "Male or non pregnant, non-lactating female", MAN, MET),
        ("inclusion", "SGOT, SGPT, GGT, and alkaline phosphatase no greater than 2.5 times upper limit of normal", SICK_LIVER, NOT_MET),
        ("inclusion", "SGOT, SGPT, GGT, and alkaline phosphatase no greater than 2.5 times upper limit of normal", {"labs": {name: {"value": 1, "unit": "{xULN}"} for name in ("ast", "alt", "alp")}}, UNKNOWN),
        ("inclusion", "Age equal or greater than 18 years, but not greater than 70 years old.", CHILD, NOT_MET),
        ("inclusion", "Patients aged 20 years or older at obtaining informed consent", CHILD, NOT_MET),
        ("exclusion", "Platelets < 100'000/μL at screening", LOW_BLOOD, NOT_MET),
        ("exclusion", "Known or suspected immunodeficiency, including HIV", {"flags": {"immunodeficiency": "present"}}, NOT_MET),
        ("inclusion", "Known or suspected immunodeficiency", {"flags": {"immunodeficiency": "absent"}}, UNKNOWN),
        ("exclusion", "Participation in another study with investigational drug within the 30 days preceding and during the present study.", since(10, "investigational"), NOT_MET),
        ("exclusion", "Clinically significant active infection for which active therapy is underway.", {"flags": {"active_infection": "absent"}}, MET),
        ("exclusion", "Clinically significant active infection for which active therapy is underway.", {"flags": {"active_infection": "present"}}, UNKNOWN),
        ("exclusion", "Concurrent primary malignancies except for carcinoma in situ", NEITHER_CANCER, MET),
        ("exclusion", "Concurrent malignancies", OTHER_CANCER, UNKNOWN),
        ("exclusion", "Malignancies", NEITHER_CANCER, UNKNOWN),
    ],
)  # fmt: skip
def test_words_between(kind: str, text: str, who: Told, verdict: str) -> None:
    assert said(kind, text, who) == verdict


def _verdict(head: str, last: str, who: Told) -> str:
    told = extract(f"Inclusion Criteria:\n\n* {head}\n* First\n* {last}\n")
    line = last.lstrip("- ").strip()
    patient = Patient.from_json(who)
    return next(v.verdict for v in screen(told, patient) if told[v.criterion].text == line)


@pytest.mark.parametrize(
    ("head", "last", "who", "verdict"),
    [
        ("Histologically confirmed carcinoma meeting one of the following criteria:", "Platelet count at least 100,000/mm^3", LOW_BLOOD, NOT_MET),
        ("One of the following highly effective methods of contraception:", "Platelet count at least 100,000/mm^3", LOW_BLOOD, NOT_MET),
        ("The following lesions are considered nonmeasurable:", "AST no greater than 2 times ULN", SICK_LIVER, NOT_MET),
        # What may be of the list, or of some patients only, is left as it was.
        ("Leukemia with one of the following high risk features:", "Platelet count at least 100,000/mm^3", LOW_BLOOD, UNKNOWN),
        ("Histologically confirmed thrombocythemia with one of the following:", "Platelet count greater than 1,000,000/mm^3", LOW_BLOOD, UNKNOWN),
        ("Myeloproliferative neoplasm meeting one of the following criteria:", "Platelet count greater than 450,000/mm^3", LOW_BLOOD, UNKNOWN),
        ("In the absence of liver metastases, one of the following:", "AST no greater than 2 times ULN", SICK_LIVER, UNKNOWN),
        ("Patients with one of the following tumors:", "AST no greater than 2 times ULN", SICK_LIVER, UNKNOWN),
        ("Adequate function shown by one of the following:", "AST no greater than 2 times ULN", SICK_LIVER, UNKNOWN),
    ],
)  # fmt: skip
def test_a_demand_of_the_fit_ends_a_list_of_diseases(head: str, last: str, who: Told, verdict: str) -> None:  # fmt: skip
    assert _verdict(head, last, who) == verdict


def test_a_failing_organ_beside_fit_ones_is_a_slip_of_the_sign() -> None:
    text = "Inclusion Criteria:\n\n- Bilirubin >= 1.5 x upper limit of normal\n- Platelets >= 100,000/mm3\n"
    well = Patient.from_json(lab("bili_total", 0.5, "{xULN}"))
    assert screen(extract(text, ("Breast Cancer",)), well)[0].verdict == UNKNOWN
    assert screen(extract(text, ("Liver Failure",)), well)[0].verdict == NOT_MET


@pytest.mark.parametrize("next_line", ["Unless attributable to lymphoma", "Except in cirrhosis"])
def test_an_exemption_cut_off_as_a_line_of_its_own_lets_in(next_line: str) -> None:
    for head, sign in (("Inclusion", ">="), ("Exclusion", "<")):
        told = extract(f"{head} Criteria:\n\n- Platelets {sign} 100,000/mm3\n- {next_line}\n")
        for value, verdict in ((40, UNKNOWN), (250, MET)):
            patient = Patient.from_json(lab("plt", value, "10*9/L"))
            assert screen(told, patient)[0].verdict == verdict


LAB: Told = {"labs": {name: {"value": 7, "unit": "{xULN}"} for name in ("ast", "alt", "bili_total")}}  # fmt: skip
SOME: Told = {"labs": {name: {"value": 2.8, "unit": "{xULN}"} for name in ("ast", "alt", "bili_total")}}  # fmt: skip
FINE: Told = {"labs": {name: {"value": 0.8, "unit": "{xULN}"} for name in ("ast", "alt", "bili_total")}}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("AST and ALT ≤ 2.5 x ULN unless liver metastases are present, in which case ≤ 5 x ULN", (MET, UNKNOWN, NOT_MET)),
        ("AST and ALT ≤ 2.5 x ULN or ≤ 5 x ULN in patients with liver metastases", (MET, UNKNOWN, NOT_MET)),
        ("Total bilirubin ≤ 1.5 x ULN except in patients with Gilbert's syndrome who must have total bilirubin ≤ 3 x ULN", (MET, UNKNOWN, NOT_MET)),
        # Some may be let in with any value, or another demand stands in the clause.
        ("Total bilirubin ≤ 1.5 x ULN unless Gilbert's syndrome or ≤ 3 x ULN", (UNKNOWN, UNKNOWN, UNKNOWN)),
        ("Bilirubin ≤ 1 x ULN, except with Gilbert's syndrome (no greater than 1.5 x ULN if liver metastases are present)", (UNKNOWN, UNKNOWN, UNKNOWN)),
        ("AST and ALT ≤ 2.5 x ULN unless attributable to liver metastases, then ≤ 5 x ULN and no cirrhosis", (UNKNOWN, UNKNOWN, UNKNOWN)),
        ("AST and ALT ≤ 2.5 x ULN unless liver metastases, then ≤ 5 x ULN or at the discretion of the investigator", (UNKNOWN, UNKNOWN, UNKNOWN)),
    ],
)  # fmt: skip
def test_a_clause_that_only_tells_a_laxer_limit_of_some(text: str, verdicts: tuple[str, ...]) -> None:  # fmt: skip
    assert tuple(said("inclusion", text, who) for who in (FINE, SOME, LAB)) == verdicts


HIV: Told = {"flags": {"hiv": "present"}}
OLD: Told = {"age": 80}


@pytest.mark.parametrize(
    ("kind", "text", "who", "verdict"),
    [
        ("exclusion", "Known HIV/AIDS", HIV, NOT_MET),
        ("exclusion", "HIV positive / AIDS patients", HIV, NOT_MET),
        ("exclusion", "AIDS or HIV-1 associated complex", HIV, UNKNOWN),
        ("exclusion", "AIDS", HIV, UNKNOWN),
        ("exclusion", "Prior malignancy", OTHER_CANCER, NOT_MET),
        ("exclusion", "Prior malignancy", NEITHER_CANCER, MET),
        ("inclusion", "No prior cancer treatment", OTHER_CANCER, UNKNOWN),
        ("exclusion", "Another investigational study within 30 days", since(10, "investigational"), NOT_MET),
        ("exclusion", "Another investigational study of anticancer therapy within 30 days", since(10, "investigational"), UNKNOWN),
        ("exclusion", "Use of another investigational device within 30 days", since(10, "investigational"), UNKNOWN),
        ("exclusion", "Patients with any form of immunodeficiency", {"flags": {"immunodeficiency": "present"}}, NOT_MET),
        ("exclusion", "Known personal history of immunodeficiency", {"flags": {"immunodeficiency": "present"}}, NOT_MET),
        ("exclusion", "Personal or family history of immunodeficiency", {"flags": {"immunodeficiency": "absent"}}, UNKNOWN),
        ("exclusion", "Abnormal labs at screening: AST/ALT > 3 x ULN, Hb < 9 g/dL", LAB, NOT_MET),
        ("inclusion", "Adequate function defined as: 1. ALT ≤ 1.5 x ULN 2. Total bilirubin ≤ 1.5 x ULN", LAB, NOT_MET),
        ("inclusion", "Platelets ≥ 100,000/mm3 obtained ≤ 15 days prior to registration", LOW_BLOOD, NOT_MET),
        ("inclusion", "Adults aged 40-70 years diagnosed with COPD by the guideline", OLD, NOT_MET),
        ("inclusion", "Patients aged 18 to 70 years, or older patients with asthma", OLD, UNKNOWN),
        ("inclusion", "Patients aged 18 to 70 years admitted to the ward between 2010 and 2015", OLD, UNKNOWN),
        ("inclusion", "Patients aged 18 to 70 years with asthma for at least 1 year", OLD, NOT_MET),
        ("inclusion", "Females must have a negative pregnancy test unless they are postmenopausal", PREGNANT, NOT_MET),
        ("exclusion", "Severe liver disease defined by AST or ALT > 3 x ULN", LAB, NOT_MET),
        ("exclusion", "Severe liver disease defined by AST or ALT > 3 x ULN", FINE, UNKNOWN),
        ("exclusion", "Hematological disease (malignancy, severe anemia)", OTHER_CANCER, UNKNOWN),
        ("exclusion", "Received or are expected to receive live vaccines within 4 weeks prior to the first dose", since(10, "live_vaccine"), NOT_MET),
        ("exclusion", "Platelet counts < 100 x 10^9/L at the screening visit (V0)", LOW_BLOOD, NOT_MET),
        ("exclusion", "Subject is pregnant (Note: Breast milk cannot be stored for future use)", PREGNANT, NOT_MET),
        ("inclusion", "Patient whose age ≥ 18 years", CHILD, NOT_MET),
        ("exclusion", "Minors (< 18 years old)", CHILD, NOT_MET),
        ("exclusion", "Has had an allogenic tissue/solid organ transplant", {"flags": {"organ_transplant": "present"}}, NOT_MET),
        ("exclusion", "Use of any live vaccines against infectious diseases within 28 days of first dose", since(10, "live_vaccine"), NOT_MET),
        ("exclusion", "Active hepatitis B or C infection or HIV positive", HIV, NOT_MET),
        ("exclusion", "Active hepatitis B or C or HIV infection", HIV, UNKNOWN),
        ("exclusion", "Partner with hepatitis B or HIV positive", HIV, UNKNOWN),
        ("exclusion", "Pregnant or breast-feeding (if female)", PREGNANT, NOT_MET),
        ("exclusion", "Pregnant, lactating or sexually active women with childbearing potential who are not using birth control", PREGNANT, NOT_MET),
        ("inclusion", "No pregnancy or menopause", {"sex": "female", "age": 86, "flags": {"pregnancy": "absent"}}, UNKNOWN),
        ("inclusion", "Males or (non-pregnant) females greater than or equal to 12 years of age", CHILD, UNKNOWN),
    ],
)  # fmt: skip
def test_names_and_ages(kind: str, text: str, who: Told, verdict: str) -> None:
    assert said(kind, text, who) == verdict


def test_of_a_trial_about_no_cancer_a_concurrent_one_may_be_the_patients_own() -> None:
    text = "Exclusion Criteria:\n\n- Concurrent malignancy\n- Prior malignancy\n"
    nobody, somebody = Patient.from_json(NEITHER_CANCER), Patient.from_json(OTHER_CANCER)
    for about, without, having in (
        ("Lung Cancer", [MET, MET], [UNKNOWN, NOT_MET]),
        ("Asthma", [UNKNOWN, UNKNOWN], [UNKNOWN, NOT_MET]),
    ):
        told = extract(text, (about,))
        assert [each.verdict for each in screen(told, nobody)] == without
        assert [each.verdict for each in screen(told, somebody)] == having
