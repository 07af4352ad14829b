"""Laws of what is claimed: a name in another sense gives nothing, what is meant for some is theirs, and a choice is one."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest

from catalog.eligibility.extraction import criterion_of, understand
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import UNKNOWN, screen

Said = list[tuple[str, str, object]]


def said(kind: str, text: str) -> Said:
    return [(each.variable, each.op, each.norm_value) for each in understand(kind, text)[1]]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("exclusion", "Contraindications to exercise (e.g. retinopathy, New York Heart Association (NYHA) class-IV congestive heart failure)"),
        ("inclusion", "Fever that cannot be attributed to another active infection"),
        ("inclusion", "Antiretroviral therapy (in patients with HIV infection): approved medication required."),
        ("inclusion", "No patients for whom bone marrow transplant is indicated as primary therapy."),
        ("exclusion", "Significant cardiac, pulmonary, kidney, gastrointestinal, or CNS disease"),
        ("exclusion", "Pregnancy achieved by assisted reproduction techniques"),
        ("inclusion", "Exclusive breast feeding of the child"),
        ("exclusion", "Use of hormonal contraceptives"),
        ("inclusion", "Diagnosis and treatment plan for new coronavirus infection (trial version 6)"),
        ("inclusion", "Nurses who were taking care of COVID-19 patients"),
        ("exclusion", "Participation in another trial of an experimental treatment for COVID-19"),
        ("inclusion", "The virus is highly homologous to the known novel coronavirus"),
        ("inclusion", "Transfusion to maintain hemoglobin ≥ 7 g/dL"),
        ("inclusion", "Protein no greater than 300 mg/dL"),
        ("inclusion", "HIV antibody positive allowed"),
        ("exclusion", "Plan to breast-feed."),
        ("exclusion", "Evidence of syphilis that requires therapy during this pregnancy"),
        ("inclusion", "Women who are pregnant or lactating will only undergo tests that harm no fetus"),
        ("inclusion", "No AIDS-defining opportunistic infections or malignancies"),
        ("exclusion", "Active AIDS-defining opportunistic infection"),
        ("exclusion", "Viral infection which would preclude the recipient from receiving a kidney transplant"),
        ("inclusion", "Patients with a history of a malignancy are eligible if it does not interfere"),
        ("inclusion", "Patients may or may not have had prior chemotherapy"),
        ("exclusion", "Previous immunotherapy with grass allergens"),
        ("inclusion", "A 50% or greater increase in measurable disease on CT"),
        ("inclusion", "Peanut-specific IgE > 0.7 kU/L"),
        ("inclusion", "Diagnosis of pancreatitis at age < 60"),
        ("inclusion", "Nurses caring for patients over 65 years of age"),
        ("inclusion", "VAS score ≥ 4"),
        ("inclusion", "Pruritus NRS ≥ 4"),
        ("exclusion", "Anticipated treatment with paclitaxel within 9 months"),
        ("exclusion", "Not recovered from adverse events due to agents administered more than 4 weeks earlier"),
        ("inclusion", "Received less than 4 weeks treatment with an antiviral"),
        ("exclusion", "AIDS dementia complex or an AIDS-related malignancy other than minimal sarcoma"),
        ("inclusion", "No HIV antivirals during study."),
        ("exclusion", "Therapy for acute infection or malignancy"),
        ("exclusion", "More than two prior strokes"),
        ("exclusion", "Leptomeningeal amyloidosis"),
        ("exclusion", "History of non-tuberculosis Mycobacterium"),
        ("exclusion", "Planned for lung transplantation within 3 years"),
        ("inclusion", "No cardiac dysfunction that would preclude transplantation"),
        ("inclusion", "No allogeneic bone marrow transplantation planned"),
        ("exclusion", "Mental deficiency that makes compliance with the BMT treatment unlikely"),
        ("inclusion", "Referred to home care (physiotherapy, occupational therapy, nursing)"),
        ("inclusion", "Patients with or without heart failure"),
        ("exclusion", "Prior sensitivity to omalizumab"),
        ("inclusion", "Infants born to mothers who were hepatitis B surface antigen carriers"),
        ("inclusion", "Willing to disclose HIV serostatus"),
        ("inclusion", "Willingness to allow samples to be used for studies of HIV infection, and to undergo hepatitis screening"),
        ("inclusion", "Chemoprophylaxis for P. carinii pneumonia, TB, and candidiasis"),
        ("inclusion", "Signs of amyloidosis in the absence of an alternative explanation for heart failure"),
        ("inclusion", "No concurrent antiarrhythmics or anti-angina therapy"),
        ("inclusion", "Must have undergone potentially curative therapy for prior malignancy"),
        ("exclusion", "Inflammatory bowel disease or rectal malignancy"),
        ("inclusion", "A second count at least 3-fold above the HIV RNA of the first"),
        ("inclusion", "Viral isolates sensitive to the antibody, determined within 90 days prior to entry"),
        ("inclusion", "Systemic corticosteroid use for no more than 21 days for acute problems"),
        ("inclusion", "No addition or subtraction of immunosuppressive medications for 4 weeks prior to enrollment"),
        ("inclusion", "Prior treatment with an antiandrogen agent is optional"),
        ("inclusion", "No disease progression following high dose interleukin-2"),
        ("inclusion", "No bony lesions as only site of measurable disease"),
        ("inclusion", "Any cancer, scheduled to receive chemotherapy containing cisplatin or carboplatin"),
    ],
)  # fmt: skip
def test_a_name_in_another_sense_gives_nothing(kind: str, text: str) -> None:
    assert said(kind, text) == []


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("exclusion", "Serologically positive for hepatitis B, C or HIV pre-SCT", [("hbv", "=", "present"), ("hcv", "=", "present"), ("hiv", "=", "present")]),
        ("inclusion", "Chronic hepatitis, hepatitis C virus positive, hepatitis B surface antigen negative", [("hcv", "=", "present"), ("hbv", "=", "absent")]),
        ("exclusion", "Immunodeficiency (including HIV infection)", [("immunodeficiency", "=", "present"), ("hiv", "=", "present")]),
        ("inclusion", "No known brain or meningeal involvement", [("cns_mets", "=", "absent"), ("leptomeningeal", "=", "absent")]),
        ("exclusion", "Recipients of a solid-organ or bone marrow transplant", [("organ_transplant", "=", "present"), ("sct", "=", "present")]),
        ("exclusion", "Women during pregnancy", [("pregnancy", "=", "present")]),
        ("exclusion", "Diabetes during pregnancy", []),
        ("exclusion", "New York class II-IV congestive heart failure", [("nyha", "in", (2, 3, 4)), ("chf", "=", "present")]),
        ("exclusion", "RR ≥ 30 times/min", [("respiratory_rate", ">=", 30)]),
        ("inclusion", "Patients diagnosed with novel coronavirus pneumonia", [("covid19", "=", "present")]),
        ("exclusion", "Previous venom treatment, any ongoing immunotherapy", []),
        ("inclusion", "HIV, hepatitis B virus (HBV), hepatitis C virus (HCV) or tuberculosis (TB) test is negative", [("hiv", "=", "absent"), ("hbv", "=", "absent"), ("hcv", "=", "absent"), ("tb", "=", "absent")]),
        ("inclusion", "HIV positive with negative pregnancy test", [("hiv", "=", "present"), ("pregnancy", "=", "absent")]),
        ("inclusion", "HIV-infected women and a negative pregnancy test", [("hiv", "=", "present"), ("pregnancy", "=", "absent")]),
        ("inclusion", "Total serum IgE > 100 IU/mL and elevated aspergillus specific IgE", [("ige", ">", 100)]),
        ("inclusion", "Patients are girls aged 1-8 years", [("sex", "=", "female"), ("age", ">=", 1), ("age", "<=", 8)]),
        ("inclusion", "Male, females ages ≥ 18", [("sex", "=", "all"), ("age", ">=", 18)]),
        ("inclusion", "Age at least 18 but less than 65 years", [("age", ">=", 18), ("age", "<", 65)]),
        ("inclusion", "At least one but no more than 3 prior lines of treatment", [("prior_lines", ">=", 1), ("prior_lines", "<=", 3)]),
        ("exclusion", "Recent history (within 1 month) of myocardial infarction or stroke", [("ts.mi", "<", 30.4375), ("ts.stroke", "<", 30.4375)]),
        ("exclusion", "Excluded within the past 3 months: - Transfusion.", [("ts.transfusion", "<", 91.3125)]),
        ("inclusion", "At least 5 years since prior chemo or XRT", [("ts.chemotherapy", ">=", 1826.25), ("ts.radiotherapy", ">=", 1826.25)]),
        ("exclusion", "Not recovered to grade 0 or 1 from toxicity (i.e., residual toxicity > grade 1)", [("toxicity_grade", "in", (2, 3, 4, 5))]),
    ],
)  # fmt: skip
def test_what_is_said_is_told_once(kind: str, text: str, told: Said) -> None:
    assert said(kind, text) == told


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("SGOT no greater than 2.5 times ULN (5 times ULN if liver metastases present)", "liver_mets"),
        ("AST ≤ 2.5 x ULN (or 5 x ULN in case of liver metastases)", "liver_mets"),
        ("Bilirubin no greater than 2.5 times ULN (5 times ULN for patients with Gilbert's syndrome)", "gilbert"),
    ],
)  # fmt: skip
def test_a_further_limit_in_brackets_has_the_sign_before_it_and_is_of_some(
    text: str, when: str
) -> None:
    limits = understand("inclusion", text)[1]
    assert [(each.op, each.norm_value, each.when) for each in limits] == [
        ("<=", 2.5, None),
        ("<=", 5, when),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Low back pain with VAS score ≥ 4",
        "Pain at rest of at least 4 on the VAS",
        "Leg pain of at least 40 mm on a 100 mm VAS",
        "Radiating pain (NRS ≥ 4)",
        "Numeric Rating Scale (NRS) of neck pain is 4 or more",
        "Mean leg pain on visual analogue scale (VAS) ≥ 40 mm (0 - 100)",
    ],
)
def test_a_rating_scale_beside_pain_is_the_pain_s(text: str) -> None:
    assert said("inclusion", text) == [("pain_score", ">=", 4)]


def test_a_list_of_which_one_is_enough_is_a_choice() -> None:
    lines = (
        "hemoglobin less than 8 g/dL; neutrophils less than 500/mm3; platelets less than 30,000/mm3"
    )
    for head in ("any one of the following", "At least one of the following"):
        limits = understand("inclusion", f"Marrow failure by {head}: {lines}")[1]
        assert [each.any_of for each in limits] == [1, 1, 1], head
    for kind, head in (
        ("inclusion", "all of the following"),
        ("exclusion", "any of the following"),
        ("inclusion", "must not have any of the following"),
    ):
        limits = understand(kind, f"Patients: {head}: {lines}")[1]
        assert [each.any_of for each in limits] == [None, None, None], head


def test_who_does_not_use_contraception_is_kept_out_only_if_it_is_asked_of_him() -> None:
    text = "Women of childbearing potential not using effective contraception"
    limits = understand("exclusion", text)[1]
    assert [(each.variable, each.norm_value, each.when) for each in limits] == [
        ("contraception", "absent", "female")
    ]
    for sex in ("male", "female"):
        who = Patient.from_json({"sex": sex, "flags": {"contraception": "absent"}})
        assert screen([criterion_of("exclusion", text)], who)[0].verdict == UNKNOWN
    assert said("exclusion", "Unwilling to practice birth control") == []


@pytest.mark.parametrize(
    ("kind", "text", "limits"),
    [
        # A "no" at the head of a line governs the whole list.
        ("inclusion", "No subjects will be included with poor general health, history of psychotic disorder, serious heart, lung, or liver disease, or pregnancy.", [("pregnancy", "=", "absent")]),
        # Who is not pregnant but could be is another patient than the one who nurses.
        ("exclusion", "Pregnancy, lactation and those who are not pregnant but take no contraceptives", [("pregnancy", "=", "present"), ("breastfeeding", "=", "present")]),
        # Months without contraception that is refused are no limit.
        ("exclusion", "Men unwilling to use contraception during and for 12 months after treatment", []),
        # What is asked of a plan's criteria is the disease itself.
        ("inclusion", "Patients who meet the diagnostic criteria of the fifth treatment plan for novel coronavirus pneumonia", [("covid19", "=", "present")]),
        ("inclusion", "Laboratory-confirmed 2019-n-CoV", [("covid19", "=", "present")]),
        # Which transplant it is.
        ("exclusion", "Patients who have undergone marrow or PBSC transplantation", [("sct", "=", "present")]),
        ("inclusion", "Must have received prior cladribine", [("prior.chemotherapy", "=", "present")]),
        ("exclusion", "Previous treatment with omalizumab", [("prior.biologic", "=", "present")]),
        # An aside's own time is no treatment that must have been had.
        ("inclusion", "At least 4 weeks since prior chemotherapy (6 weeks for nitrosoureas and high dose chemotherapy)", [("ts.chemotherapy", ">=", 28)]),
        # What a treatment was for is not what the time is about.
        ("inclusion", "At least 3 weeks since prior chemotherapy for cervical cancer and recovered", [("ts.chemotherapy", ">=", 21)]),
        ("exclusion", "Received radiotherapy and chemotherapy for malignant tumors within 10 months", [("ts.radiotherapy", "<", 304.375), ("ts.chemotherapy", "<", 304.375)]),
        ("inclusion", "10-28 days since prior surgical resection", [("ts.surgery", ">=", 10), ("ts.surgery", "<=", 28)]),
        ("inclusion", "At least 2-3 weeks since prior surgery", [("ts.surgery", ">=", 21)]),
        ("exclusion", "Treatment with antihistamines from 2 weeks prior to the study", [("ts.medication", "<", 14)]),
        ("exclusion", "Surgeries must be completed at least 2 weeks before the first dose", [("ts.surgery", "<", 14)]),
        ("inclusion", "No remission: do not achieve remission after standard therapy", [("prior.systemic", "=", "present")]),
        ("exclusion", "Patients who have received chemotherapy, radical or extensive radiotherapy, endocrine therapy within 4 weeks", [("ts.chemotherapy", "<", 28), ("ts.radiotherapy", "<", 28), ("ts.hormonal", "<", 28)]),
        ("inclusion", "At least one site of measurable disease", [("measurable_disease", "=", "present")]),
        ("inclusion", "Men or women of nonchildbearing potential", [("sex", "=", "all")]),
        ("inclusion", "Healthy, pre-menopausal female volunteers", [("sex", "=", "female")]),
        ("inclusion", "Aged ≥ 18 years old female", [("sex", "=", "female"), ("age", ">=", 18)]),
        ("inclusion", "Pregnant women are permitted to enroll", []),
        ("inclusion", "Patients with NYHA class II or III heart failure", [("nyha", "in", (2, 3)), ("chf", "=", "present")]),
    ],
)  # fmt: skip
def test_what_is_meant_is_claimed(kind: str, text: str, limits: Said) -> None:
    assert sorted(said(kind, text), key=str) == sorted(limits, key=str)


def test_a_rest_from_treatment_that_an_exception_asks_for_lets_in() -> None:
    text = "Brain tumor, unless corticosteroids were stopped at least two weeks ago"
    limits = understand("exclusion", text)[1]
    assert [(each.variable, each.op, each.when) for each in limits] == [
        ("ts.steroids", ">=", "allowed")
    ]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("Lymphocytes < 0. 6 x 109/L", ("alc", "<", 0.6)),
        ("Over 18 years old (including 18 years old)", ("age", ">=", 18)),
        ("Age over 6 years inclusive", ("age", ">=", 6)),
        ("Life expectancy of more than 1/2 year", ("life_expectancy", ">", 182.625)),
        ("Life expectancy of at least 2 1/2 years", ("life_expectancy", ">=", 913.125)),
        ("Creatinine greater then or equal to 1.5", ("creatinine", ">=", 1.5)),
        ("From birth to 80 years of age", ("age", "<=", 80)),
    ],
)
def test_how_numbers_are_written(text: str, limit: tuple[str, str, object]) -> None:
    assert said("inclusion", text) == [limit]
