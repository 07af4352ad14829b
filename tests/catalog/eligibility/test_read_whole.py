"""Laws: what is read whole decides for who stands clear of it, and decides nothing more than it says.

Exemptions, governing lines, words joined by "or", values told twice, lists of negative tests: each lets more be
said of who does not have the thing, and never lets in who has it.
"""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.eligibility.extraction import criterion_of, extract
from catalog.eligibility.reading.governing import unclear_head
from catalog.eligibility.reading.word_effects import exempt_words, narrowing_words
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import MET, NOT_MET, UNKNOWN, screen
from tests.catalog.eligibility.verdicts import Told, said

STATES = "hiv hbv hcv tb cns_mets leptomeningeal other_malignancy autoimmune ild pregnancy".split()
CLEAR: Told = {
    "flags": dict.fromkeys(STATES, "absent"),
    "time_since": dict.fromkeys("other_malignancy surgery progression".split(), "never"),
}
ILL: Told = {
    "flags": dict.fromkeys(STATES, "present"),
    "time_since": {"other_malignancy": {"value": 30, "unit": "d"}},
}


# -- exemptions

EXEMPTING = (
    ("Other active malignancy within 3 years, {x}", "other_malignancy", "malignancy"),
    ("History of another malignancy {x}", "other_malignancy", "malignancy"),
    ("Known brain metastases {x}", "cns_mets", "metastases"),
)
OPENINGS = st.sampled_from(
    ("except for {x}", "with the exception of {x}", "other than {x}", "(excluding {x})", "unless {x}")
)  # fmt: skip
OF_CANCER = st.sampled_from(
    ("basal cell carcinoma of the skin", "adequately treated non-melanoma skin cancer or carcinoma in situ of the cervix",
     "curatively treated localized prostate cancer without recurrence", "superficial bladder cancer")
)  # fmt: skip
OF_METASTASES = st.sampled_from(
    ("treated and stable for at least 4 weeks", "previously treated, asymptomatic and off steroids", "clinically stable without evidence of progression on imaging")
)  # fmt: skip


@given(st.sampled_from(EXEMPTING), OPENINGS, OF_CANCER, OF_METASTASES)
def test_an_exemption_concerns_only_who_has_the_thing(
    row: tuple[str, str, str], opening: str, cancer: str, treated: str
) -> None:
    line, _, of = row
    text = line.format(x=opening.format(x=cancer if of == "malignancy" else treated))
    assert said("exclusion", text, CLEAR) == MET, text
    assert said("exclusion", text, ILL) == UNKNOWN, text


FURTHER = st.sampled_from(
    (", or HIV infection", ", or major surgery within 4 weeks", " or gout", ", or use of steroids", "; drug abuse", ", psoriasis", ", or untreated hypertension")
)  # fmt: skip


@given(st.sampled_from(EXEMPTING), OF_CANCER, OF_METASTASES, FURTHER)
def test_a_further_thing_behind_an_exemption_is_never_swallowed(
    row: tuple[str, str, str], cancer: str, treated: str, further: str
) -> None:
    line, _, of = row
    text = line.format(x=f"except {cancer if of == 'malignancy' else treated}{further}")
    nobody: Told = {**CLEAR, "time_since": {"other_malignancy": "never"}, "flags": {
        "other_malignancy": "absent", "cns_mets": "absent", "leptomeningeal": "absent"}}  # fmt: skip
    assert said("exclusion", text, nobody) == UNKNOWN, text


@pytest.mark.parametrize("variable", ["other_malignancy", "cns_mets"])
def test_each_word_of_an_exemption_lets_nobody_in_and_nobody_out(variable: str) -> None:
    line = (
        "Other malignancy except {x} skin cancer"
        if variable == "other_malignancy"
        else "Brain metastases unless {x}"
    )
    for word in sorted(exempt_words(variable)):
        text = line.format(x=word)
        assert said("exclusion", text, CLEAR) != NOT_MET, text
        assert said("exclusion", text, ILL) == UNKNOWN, text


@pytest.mark.parametrize(
    "text",
    (
        "Has a known additional malignancy that is progressing. Note: Participants with basal cell carcinoma of the skin or carcinoma in situ that have undergone potentially curative therapy are not excluded.",
        "Active CNS metastases. Subjects with previously treated brain metastases may participate provided they are stable for at least four weeks and are not using steroids.",
        "Patients with known brain metastases. Those with stable brain metastases can be enrolled",
        "Brain metastases unless asymptomatic, stable, and without steroids for at least 7 days before randomization",
    ),
)
def test_a_sentence_that_lets_in_concerns_only_who_has_the_thing(text: str) -> None:
    assert said("exclusion", text, CLEAR) == MET
    assert said("exclusion", text, ILL) == UNKNOWN


# -- lines that govern

WHO = st.sampled_from(("Subjects", "A patient", "Any participant", "Individuals", "Volunteers"))
ANY = st.sampled_from(("any of the following criteria", "any one or more of the following conditions", "one of these criteria"))  # fmt: skip
OUT = st.sampled_from(
    ("will be excluded from the study", "is not eligible to participate in this study", "are ineligible for enrollment as study participants",
     "will be disqualified from entering the study", "may not enter the trial", "must be excluded from participating in the trial")
)  # fmt: skip


@given(WHO, ANY, OUT, st.sampled_from(("who meet", "meeting", "with", "who have")))
def test_a_line_that_only_says_who_is_excluded_opens_its_list(
    who: str, any_of: str, out: str, having: str
) -> None:
    head = f"{who} {having} {any_of} {out}:"
    assert unclear_head(head, "exclusion") == ()
    assert unclear_head(head, "inclusion") != ()
    assert said("exclusion", "HIV infection", ILL, head) == NOT_MET
    assert said("exclusion", "HIV infection", CLEAR, head) == MET


TURNED = st.sampled_from(
    ("{who} who do not meet {any} {out}:", "{who} not meeting {any} {out}:", "Unless they meet {any}, {who} {out}:", "{who} of cohort B with {any} {out}:",
     "{who} must meet {any}:")
)  # fmt: skip


@given(TURNED, WHO, ANY, OUT)
def test_a_line_that_turns_or_says_of_whom_keeps_its_list_unknown(
    template: str, who: str, any_of: str, out: str
) -> None:
    head = template.format(who=who, any=any_of, out=out)
    for patient in (ILL, CLEAR):
        assert said("exclusion", "HIV infection", patient, head) == UNKNOWN, head


@given(st.sampled_from(("Women with {any} {out}:", "{who} who had {any} within 6 months {out}:")), WHO, ANY, OUT)  # fmt: skip
def test_one_that_only_says_of_which_patients_or_when_keeps_nobody_out_who_has_none_of_it(
    template: str, who: str, any_of: str, out: str
) -> None:
    head = template.format(who=who, any=any_of, out=out)
    assert said("exclusion", "HIV infection", ILL, head) == UNKNOWN, head
    assert said("exclusion", "HIV infection", CLEAR, head) != NOT_MET, head


@pytest.mark.parametrize(
    "head",
    (
        "Participants must meet all the following criteria to be eligible for randomization into the study:",
        "A subject can participate in the study only if all the following criteria are met:",
        "Unless otherwise noted, subjects must meet all of the following criteria to participate in all phases of the study:",
        "Key Inclusion Criteria:",
    ),
)
def test_a_line_that_only_says_who_is_included_opens_its_list(head: str) -> None:
    assert unclear_head(head, "inclusion") == ()


def test_a_criterion_that_ends_in_the_word_criteria_opens_no_list() -> None:
    text = "Inclusion Criteria:\n\n* Measurable disease per RECIST 1.1 criteria.\n* ECOG 0-1\n* Taking one of the following medicines:\n* HIV infection\n"
    criteria = extract(text)
    told = {
        criteria[each.criterion].text: each.verdict
        for each in screen(criteria, Patient.from_json({"ecog": 1, "flags": {"hiv": "present"}}))
    }
    assert told["ECOG 0-1"] == MET
    assert told["HIV infection"] == UNKNOWN


# -- or

NARROWING = st.sampled_from(sorted(word for word in narrowing_words() if word.isalpha()))
NAMED = st.sampled_from((("autoimmune", "autoimmune disease"), ("cns_mets", "brain metastases"), ("hiv", "HIV infection")))  # fmt: skip


@given(
    NARROWING, st.one_of(NARROWING, st.sampled_from(("known", "documented", "history of"))), NAMED
)
def test_words_that_narrow_may_be_joined_by_or(
    one: str, other: str, named: tuple[str, str]
) -> None:
    text = f"{one} or {other} {named[1]}"
    assert said("exclusion", text, CLEAR) in (MET, UNKNOWN)
    assert said("exclusion", text, ILL) in (UNKNOWN, NOT_MET)
    assert said("exclusion", "Active or suspected autoimmune disease", CLEAR) == MET
    assert said("inclusion", f"HIV infection or {one} hepatitis B", {"flags": {"hiv": "absent", "hbv": "present"}}) != NOT_MET  # fmt: skip


LABS = st.sampled_from((("AST", "ast", "ALT", "alt"), ("hemoglobin", "hgb", "platelets", "plt")))


@given(LABS, st.booleans(), st.booleans())
def test_one_number_for_this_or_that_decides_where_both_agree(
    row: tuple[str, str, str, str], first: bool, second: bool
) -> None:
    one, a, other, b = row
    if a != "ast":
        return
    text = f"{one} or {other} ≤ 3 x ULN"
    value = {True: 1.0, False: 9.0}
    who: Told = {"labs": {a: {"value": value[first], "unit": "{xULN}"}, b: {"value": value[second], "unit": "{xULN}"}}}  # fmt: skip
    expected = UNKNOWN if first != second else MET if first else NOT_MET
    assert said("inclusion", text, who) == expected
    half: Told = {"labs": {a: {"value": value[first], "unit": "{xULN}"}}}
    assert said("inclusion", text, half) == UNKNOWN


def test_either_scale_of_performance_is_the_patients() -> None:
    for text in (
        "Lansky or Karnofsky score ≥ 60",
        "Karnofsky or Lansky index (depending on the patient's age) ≥ 60",
    ):
        assert said("inclusion", text, {"karnofsky": 80}) == MET
        assert said("inclusion", text, {"lansky": 80}) == MET
        assert said("inclusion", text, {"karnofsky": 40}) == UNKNOWN
        assert said("inclusion", text, {"karnofsky": 40, "lansky": 40}) == NOT_MET


def test_calculated_clearance_is_an_alternative_of_creatinine() -> None:
    text = "Serum creatinine ≤1.5 × ULN, or calculated creatinine clearance by the Cockcroft-Gault formula ≥60 mL/min"
    for creatinine, clearance, verdict in ((1.0, 30, MET), (3.0, 90, MET), (3.0, 30, NOT_MET)):
        who: Told = {"labs": {"creatinine": {"value": creatinine, "unit": "{xULN}"}, "crcl": {"value": clearance, "unit": "mL/min"}}}  # fmt: skip
        assert said("inclusion", text, who) == verdict


# -- phrases that change nothing

LABELLED = (
    ("inclusion", "ECOG physical status score of 0 to 1 points", {"ecog": 1}, {"ecog": 3}),
    ("inclusion", "BMI 18.5-30 kg/m2 inclusive, any race or ethnicity", {"labs": {"bmi": {"value": 22, "unit": "kg/m2"}}}, {"labs": {"bmi": {"value": 40, "unit": "kg/m2"}}}),
    ("inclusion", "Men and women aged between 18 and 75 at the time of the Informed Consent Form signature", {"age": {"value": 40, "unit": "a"}}, {"age": {"value": 80, "unit": "a"}}),
    ("inclusion", "LVEF ≥ 50% by either echocardiography (ECHO) or multiple-gated acquisition (MUGA)", {"labs": {"lvef": {"value": 60, "unit": "%"}}}, {"labs": {"lvef": {"value": 30, "unit": "%"}}}),
    ("inclusion", "Measurable disease per RECIST v1.1 or Lugano 2014 criteria as determined by the local site investigator", {"flags": {"measurable_disease": "present"}}, {"flags": {"measurable_disease": "absent"}}),
    ("inclusion", "Platelets ≥100,000/mm3 or ≥100 x 10^9/L", {"labs": {"plt": {"value": 150, "unit": "10*9/L"}}}, {"labs": {"plt": {"value": 50, "unit": "10*9/L"}}}),
    ("inclusion", "Women of childbearing potential must have a negative urine or serum pregnancy test", {"sex": "female", "flags": {"pregnancy": "absent"}}, {"sex": "female", "flags": {"pregnancy": "present"}}),
    ("inclusion", "Negative test results for hepatitis B surface antigen and antibodies (HBV), hepatitis C (HCV), and HIV", CLEAR, ILL),
    ("exclusion", "Abnormal cardiac function: LVEF < 50% (assessed by MUGA or ECHO)", {"labs": {"lvef": {"value": 60, "unit": "%"}}}, {"labs": {"lvef": {"value": 30, "unit": "%"}}}),
    ("exclusion", "Any live vaccine within 30 days prior to the first scheduled dose of ABC-1006", {"time_since": {"live_vaccine": "never"}}, {"time_since": {"live_vaccine": {"value": 5, "unit": "d"}}}),
    ("exclusion", "Participants diagnosed with autoimmune disease", CLEAR, ILL),
    ("exclusion", "Positive pregnancy test at screening or at baseline", CLEAR, {"sex": "female", "flags": {"pregnancy": "present"}}),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "fine", "bad"), LABELLED)
def test_phrases_of_how_and_when_change_nothing(
    kind: str, text: str, fine: Told, bad: Told
) -> None:
    assert said(kind, text, fine) == MET
    assert said(kind, text, bad) == NOT_MET


def test_progression_counted_from_the_end_of_treatment_is_not_since_today() -> None:
    long_ago: Told = {"time_since": {"progression": {"value": 400, "unit": "d"}}}
    text = "Disease progression within 6 months of completion of neoadjuvant or adjuvant therapy"
    assert said("exclusion", text, long_ago) == UNKNOWN


# -- what decides beside what is not understood

LATELY: Told = {
    "age": {"value": 80, "unit": "a"},
    "flags": {"mi": "present"},
    "prior": {"pd1": "present"},
    "time_since": {
        event: {"value": 5, "unit": "d"}
        for event in ("investigational", "chemotherapy", "surgery", "live_vaccine", "biologic")
    },
}


@pytest.mark.parametrize(
    ("kind", "text"),
    (
        ("exclusion", "Receipt of any investigational drug within 12 weeks before screening or within five half-lives of the agent (whichever is longer)."),
        ("exclusion", "Prior therapy with an anti-B7-H3, anti-PD-1, or anti-LAG-3 agent"),
        ("exclusion", "History of diabetes that requires use of insulin or oral agents, myocardial infarction, or gout"),
        ("inclusion", "IgE-mediated children (aged 3 to 18 months)"),
        ("inclusion", "Healthy male subjects between the ages of 18 and 45 years"),
        ("inclusion", "At least 4 weeks since prior chemotherapy and recovered"),
        ("inclusion", "At least 4 weeks since prior surgery and fully recovered from its effects"),
        ("inclusion", "Age up to 70 years (transfusion to achieve it is not permitted)"),
    ),
)  # fmt: skip
def test_a_failed_limit_is_known(kind: str, text: str) -> None:
    assert said(kind, text, LATELY) == NOT_MET
    assert said(kind, text, {}) == UNKNOWN


@pytest.mark.parametrize(
    ("kind", "text"),
    (
        ("exclusion", "Use of biological agents within 12 weeks prior to randomization or within 5 half-lives (whichever is shorter)"),
        ("exclusion", "Poorly treated gout that requires steroids, myocardial infarction"),
        ("inclusion", "Parents of children aged 3 to 18 months"),
        ("inclusion", "Healthy controls aged 18 to 45 years"),
        ("inclusion", "At least 4 weeks since prior surgery and recovered, or no prior surgery"),
        ("inclusion", "At least 4 weeks since prior chemotherapy (2 weeks for hydroxyurea) and recovered"),
        ("inclusion", "Age up to 70 years (older patients are permitted)"),
    ),
)  # fmt: skip
def test_these_leave_it_open(kind: str, text: str) -> None:
    assert said(kind, text, LATELY) == UNKNOWN


@given(st.sampled_from(("investigational", "chemotherapy", "surgery")), st.integers(1, 400))
def test_a_time_since_with_recovery_is_never_met(event: str, days: int) -> None:
    """Recovery is asked too; a time that is too short fails, a longer one is not enough."""
    named = {"investigational": "investigational therapy"}.get(event, f"prior {event}")
    text = f"At least 4 weeks since {named} and recovered"
    who: Told = {"time_since": {event: {"value": days, "unit": "d"}}}
    assert said("inclusion", text, who) == (NOT_MET if days < 28 else UNKNOWN)


# -- signs, units and whose limit it is

NAMED_VALUES = st.sampled_from(
    (("Hemoglobin", "g/dL", "hgb", 10), ("Platelets", "x 10^9/L", "plt", 100), ("BMI", "kg/m2", "bmi", 30), ("Total bilirubin", "x ULN", "bili_total", 2))
)  # fmt: skip
AT_OR = st.sampled_from(
    (("at or below", "<="), ("at or under", "<="), ("at or above", ">="), ("at or over", ">="), ("£", "<="), ("³", ">="), ("greater than", ">"), ("less than", "<"))
)  # fmt: skip


@given(NAMED_VALUES, AT_OR, st.booleans())
def test_a_sign_is_read_with_and_without_a_blank(
    value: tuple[str, str, str, int], sign: tuple[str, str], blank: bool
) -> None:
    name, unit, variable, limit = value
    text = f"{name} {sign[0]}{' ' if blank or sign[0].startswith('at') else ''}{limit} {unit}"
    (read,) = criterion_of("inclusion", text).constraints
    assert (read.variable, read.op, read.norm_value) == (variable, sign[1], limit)


@pytest.mark.parametrize(
    ("text", "limits"),
    (
        ("Bone mineral density T-score at or below -2.0 and above -3.5", {("t_score", "<=", -2), ("t_score", ">", -3.5)}),
        ("ALT ≥ 3-times upper reference limit", {("alt", ">=", 3)}),
        ("Platelets < 100 Giga/L", {("plt", "<", 100)}),
        ("ANC ≥ 1.5 bil/L", {("anc", ">=", 1.5)}),
        ("eGFR < 30 mL/min/1.73 m^2", {("egfr", "<", 30)}),
        ("Body weight of 45 kilogram (kg) or above", {("weight", ">=", 45)}),
        ("HbA1c above 9.5% (80 mmol/mol)", {("hba1c", ">", 9.5)}),
    ),
)  # fmt: skip
def test_units_and_signs_of_registries(text: str, limits: set[tuple[str, str, object]]) -> None:
    read = criterion_of("exclusion", text)
    assert {(each.variable, each.op, each.norm_value) for each in read.constraints} == limits
    assert not read.left_over


@pytest.mark.parametrize(
    "text",
    (
        "Males: weight ≥ 50 kg; females: weight ≥ 45 kg",
        "Male subjects with body weight of 50 kg or above; female subjects with body weight of 45 kg or above",
        "Men weighing at least 50 kg and women weighing at least 45 kg",
        "Women with a hemoglobin of at least 11 g/dL; men with a hemoglobin of at least 12 g/dL",
    ),
)  # fmt: skip
def test_a_limit_for_each_sex_keeps_neither_out(text: str) -> None:
    read = criterion_of("inclusion", text).constraints
    assert not [each for each in read if each.variable == "sex"]
    assert {each.when for each in read} == {"male", "female"}
    for sex, weight in (("male", 52), ("female", 47)):
        labs = {"weight": {"value": weight, "unit": "kg"}, "hgb": {"value": 13, "unit": "g/dL"}}
        assert said("inclusion", text, {"sex": sex, "labs": labs}) == MET


# -- read wrongly on fresh trials

NOBODY = st.sampled_from(("No patients with {x}", "No subjects who have {x}", "No participants with {x}"))  # fmt: skip


@given(NOBODY, st.sampled_from(("angina; ", "gout; significant stenosis (greater than 50%); ", "lactation; allergy to losartan; ")), st.booleans())  # fmt: skip
def test_what_nobody_may_have_governs_all_of_its_list(line: str, before: str, high: bool) -> None:
    text = line.format(x=f"{before}renal failure (creatinine greater than 2.5 mg/dL).")
    who: Told = {"labs": {"creatinine": {"value": 4 if high else 1, "unit": "mg/dL"}}}
    assert said("inclusion", text, who) != (MET if high else NOT_MET)


@pytest.mark.parametrize(
    ("text", "never"),
    (
        ("Systemic antifungal agents within 7 days prior to study entry", "antibiotics"),
        ("Fever within 7 days of study entry", "infection"),
        ("Significant traumatic injury within 4 weeks", "surgery"),
    ),
)
def test_something_else_than_its_variable_is_not_ruled_out_by_it(text: str, never: str) -> None:
    assert said("exclusion", text, {"time_since": {never: "never"}}) == UNKNOWN


def test_what_is_still_to_come_is_no_earlier_treatment() -> None:
    read = criterion_of("inclusion", "ECOG 0-2 prior to chemotherapy").constraints
    assert [each.variable for each in read] == ["ecog"]


@pytest.mark.parametrize("text", ("ASA ≥ 3", "American Society of Anesthesiologists (ASA) physical status class III or higher"))  # fmt: skip
def test_the_name_of_a_scale_is_part_of_its_limit(text: str) -> None:
    for step, verdict in ((2, MET), (4, NOT_MET)):
        assert said("exclusion", text, {"asa": step}) == verdict


def test_a_value_that_defines_an_illness_is_its_test() -> None:
    for text in (
        "Severe renal impairment defined by a creatinine clearance of at most 30 mL/min",
        "Renal insufficiency (creatinine clearance < 30 mL/min)",
    ):
        for clearance, verdict in ((80, MET), (20, NOT_MET)):
            told: Told = {"labs": {"crcl": {"value": clearance, "unit": "mL/min"}}}
            assert said("exclusion", text, told) == verdict
    told = {"labs": {"crcl": {"value": 80, "unit": "mL/min"}}}
    assert said("exclusion", "Renal failure, creatinine clearance < 30 mL/min", told) == UNKNOWN


EXAMPLES = st.sampled_from(
    (" (e.g., {x})", " (such as {x})", " (including but not limited to {x})", ", such as {x}, etc.")
)
LISTED = st.sampled_from(("lupus, psoriasis", "lupus, rheumatoid arthritis, vasculitis", "lupus"))


@given(EXAMPLES, LISTED)
def test_examples_of_an_illness_ask_for_nothing_more(shape: str, listed: str) -> None:
    text = f"Active autoimmune disease{shape.format(x=listed)}"
    assert said("exclusion", text, CLEAR) == MET
    assert said("exclusion", text, ILL) == UNKNOWN


@pytest.mark.parametrize(
    "text",
    (
        "Immunodeficiency (including HIV infection)",
        "Autoimmune disease, such as lupus or rheumatoid arthritis, or drug abuse",
        "Autoimmune disease (e.g. lupus) or gout",
        "Autoimmune disease (e.g. lupus within 2 years)",
        "Autoimmune disease (e.g. unless vitiligo)",
    ),
)
def test_what_is_more_than_an_example_is_left_over(text: str) -> None:
    clear: Told = {"flags": {"autoimmune": "absent", "immunodeficiency": "absent"}}
    assert said("exclusion", text, clear) == UNKNOWN


def test_how_often_it_is_measured_is_no_limit() -> None:
    for text in (
        "Mean resting corrected QT interval (QTc) >470 msec, obtained from 3 ECGs",
        "QTcF > 470 ms based on the mean of 3 consecutive electrocardiograms",
    ):
        (read,) = criterion_of("exclusion", text).constraints
        assert (read.variable, read.norm_value) == ("qtc", 470)


# -- of whom something is asked

HEADS = st.sampled_from(("must have", "should have", "are required to have", "need to have"))
WHO = st.sampled_from(
    (("Patients with HIV", "hiv"), ("HBV positive patients", "hbv"), ("Breast-feeding women", "breastfeeding"),
     ("Patients with tuberculosis", "tb"), ("Pregnant women", "pregnancy"))
)  # fmt: skip
ASKED = st.sampled_from(("hemoglobin >= 9 g/dL", "platelets >= 100 x 10^9/L", "CD4 > 350 cells/uL", "ECOG 0-1"))  # fmt: skip


@given(WHO, HEADS, ASKED, st.booleans())
def test_what_is_asked_of_some_is_asked_of_nobody_else(
    who: tuple[str, str], head: str, asked: str, colon: bool
) -> None:
    text = f"{who[0]}: {asked}" if colon else f"{who[0]} {head} {asked}"
    low = {"hgb": {"value": 5, "unit": "g/dL"}, "plt": {"value": 5, "unit": "10*9/L"}, "ecog": {"value": 4}}  # fmt: skip
    nothing: Told = {}
    for labs in (nothing, low):
        assert said("inclusion", text, {"flags": {who[1]: "absent"}, "labs": labs}) == UNKNOWN, text


def test_a_second_demand_of_everybody_stays_one() -> None:
    who: Told = {"flags": {"hiv": "absent"}, "labs": {"hgb": {"value": 12, "unit": "g/dL"}}}
    assert said("inclusion", "HIV positive, and must have hemoglobin >= 9 g/dL", who) == NOT_MET


@pytest.mark.parametrize("virus", ["HBV DNA", "HCV RNA"])
@pytest.mark.parametrize("sign", ["<=", "<", "below", "less than"])
def test_how_little_of_a_virus_is_no_demand_for_it(virus: str, sign: str) -> None:
    who: Told = {"flags": {"hbv": "absent", "hcv": "absent"}}
    assert said("inclusion", f"{virus} {sign} 1000 IU/mL", who) == UNKNOWN
