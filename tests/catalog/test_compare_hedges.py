"""The comparison says what the sentences say: laws over templates, words and sides."""

from __future__ import annotations

import csv
import json
import math
import zipfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.comparison import hedges
from catalog.comparison.differing_limits import comparable, unlike
from catalog.comparison.hedges import hedge
from catalog.comparison.names import condition_key, names_of_one
from catalog.comparison.thresholds import Entry, Threshold, thresholds, told
from catalog.eligibility.criterion import Constraint, Criterion
from catalog.eligibility.extraction import criterion_of, extract
from catalog.eligibility.vocabulary.variables import DEFINED_BY
from catalog.model.csv_table import table

IN_ONE_WORD = {"required", "excluded", "positive required", "negative required"}
FLAGS = ("HIV infection", "hepatitis B", "brain metastases", "active tuberculosis", "pregnancy")
DRUGS = ("anti-PD-1 therapy", "chemotherapy", "radiotherapy", "anti-CTLA-4 antibodies")
EXCEPTIONS = (
    "unless it was treated more than {n} weeks before",
    "except when it was treated more than {n} weeks before",
    "; however, it is allowed if treated more than {n} weeks before",
    ", but those who were treated more than {n} weeks before are eligible",
)
DENIED = (
    "Naive to {x}",
    "Participants may have received {x}",
    "No prior exposure to ADCs or other agents, including but not limited to {x}",
    "Participants who never had any of the following: {x}",
    "Any status regardless of prior {x}",
)


def read(text: str, *, kind: str) -> dict[str, Threshold]:
    heading = "Inclusion Criteria" if kind == "inclusion" else "Exclusion Criteria"
    return thresholds(extract(f"{heading}:\n\n* {text}"))


KINDS = st.sampled_from(("inclusion", "exclusion"))


@given(st.sampled_from(FLAGS), st.sampled_from(EXCEPTIONS), st.integers(1, 9), KINDS)
def test_an_exception_is_never_told_in_one_word(flag: str, but: str, n: int, kind: str) -> None:
    for limit in read(f"{flag} {but.format(n=n)}", kind=kind).values():
        assert told(limit) not in IN_ONE_WORD, limit


@given(st.sampled_from(DENIED), st.sampled_from(DRUGS))
def test_who_never_had_or_may_have_had_it_is_never_asked_for_it(template: str, drug: str) -> None:
    for limit in read(template.format(x=drug), kind="inclusion").values():
        assert not told(limit).startswith(("required", "positive required")), limit


@pytest.mark.parametrize("drug", DRUGS)
def test_a_plain_exclusion_is_still_told(drug: str) -> None:
    limits = read(f"Prior {drug}", kind="exclusion")
    assert limits
    assert all(told(limit).startswith("excluded") for limit in limits.values())


NUMBERS = st.sampled_from(
    (("Systolic blood pressure", "mmHg", 150), ("Diastolic blood pressure", "mmHg", 100),
     ("Hemoglobin", "g/dL", 9), ("Platelets", "x 10^9/L", 100), ("BMI", "kg/m2", 35))
)  # fmt: skip


@given(NUMBERS, NUMBERS, st.sampled_from((">", ">=", "<", "<=")))
def test_either_of_two_under_exclusion_is_neither(
    one: tuple[str, str, int], other: tuple[str, str, int], sign: str
) -> None:
    """ "A or B" keeps out: who may enter is not A and not B, each range turned round."""
    text = f"{one[0]} {sign} {one[2]} {one[1]} or {other[0]} {sign} {other[2]} {other[1]}"
    for limit in read(text, kind="exclusion").values():
        for entry in limit.entries.values():
            assert not entry.either
            assert _lies_on_the_other_side(entry, sign)


def _lies_on_the_other_side(entry: Entry, sign: str) -> bool:
    return all(
        (piece.high < math.inf) if sign.startswith(">") else (piece.low > -math.inf)
        for piece in entry.pieces
    )


@pytest.mark.parametrize("but", ["; however, {} is allowed", ", unless {}", " except if {}"])
def test_the_terms_of_an_exception_are_no_limit_turned_round(but: str) -> None:
    terms = but.format("ALT <= 2.5 x ULN")
    limits = read(f"Chronic hepatitis B{terms}", kind="exclusion")
    assert ">" not in told(limits["alt"]) if "alt" in limits else True


@pytest.mark.parametrize("words", ["Chronic hepatitis B unless treated for {}"])
def test_exceptions_that_differ_differ(words: str) -> None:
    four, seven = (read(words.format(n), kind="exclusion")["hbv"] for n in ("4 weeks", "7 days"))
    again = read(words.format("4 weeks"), kind="exclusion")["hbv"]
    assert unlike(four, seven)
    assert not unlike(four, again)
    assert comparable(four, again)
    assert not comparable(four, read("Chronic hepatitis B", kind="exclusion")["hbv"])


def test_excluded_here_and_required_in_a_cohort_there_differ() -> None:
    here = thresholds(extract("Exclusion Criteria:\n\n* HIV infection"))
    there = thresholds(
        extract(
            "Inclusion Criteria - Cohort B:\n\n* HIV infection\n\nExclusion Criteria:\n\n* Other"
        )
    )
    assert unlike(here["hiv"], there["hiv"])
    assert unlike(there["hiv"], here["hiv"])


def test_the_case_of_no_prior_exposure(corpus: Path) -> None:
    """NCT06989112 asks for no prior exposure to anti-CTLA-4 antibodies."""
    with zipfile.ZipFile(corpus / "ctgov-json" / "ctg-studies.json.zip") as members:
        record = json.loads(members.read("NCT06989112.json"))
    text = record["protocolSection"]["eligibilityModule"]["eligibilityCriteria"]
    limits = {name: told(limit) for name, limit in thresholds(extract(text)).items()}
    assert limits["prior.ctla4"] == limits["alt"] == "see the words"
    assert limits["hiv"] == "excluded (with exceptions)"
    assert (
        limits["measurable_disease"] == "required (in part)"
    )  # of stage III; of others "regardless of"
    assert limits["organ_transplant"] == "excluded"
    assert limits["cns_mets"] == "excluded (in part)"
    assert limits["hbv"] == "excluded (with exceptions)"


_MAKES = {
    "unclear": "unclear",
    "turns": "unclear",
    "exceptions": "exceptions",
    "part": "part",
    "plain": "",
    "elsewhere": "unclear",
}
_HEDGES = table(
    Path(hedges.__file__).with_name("hedges.csv"), ("words", "makes", "why"), key=("words",)
)


@pytest.mark.parametrize(("words", "makes"), [(words, makes) for words, makes, _ in _HEDGES])
def test_each_word_of_the_table_does_what_its_row_says(words: str, makes: str) -> None:
    text = f"HIV infection {words} seen"
    flag = Constraint("hiv", "=", "present", None, "present", None, span=(0, 3))
    criterion = Criterion(
        "inclusion", text, (0, len(text)), "", constraints=(flag,), left_over=(words,)
    )
    assert hedge(criterion, flag) == _MAKES[makes]


@given(st.text(max_size=120))
def test_any_text_is_hedged_without_error(text: str) -> None:
    for criterion in extract(text):
        for constraint in criterion.constraints:
            assert hedge(criterion, constraint) in ("", "unclear", "exceptions", "part", "turned")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Diabetes Mellitus, Type 2", "Type II Diabetes", True),
        ("NSCLC", "Carcinoma, Non-Small-Cell Lung", True),
        ("Breast Neoplasms", "Carcinoma of the Breast", True),
        ("Parkinson's Disease", "Parkinson Disease", True),
        ("HIV Infections", "HIV", True),
        ("Tumours", "tumor", True),
        ("Prostate Cancer", "Prostatic Neoplasms", True),
        ("Cervical Cancer", "Uterine Cervical Neoplasms", True),
        ("Bladder Cancer", "Urinary Bladder Neoplasms", True),
        ("Colon Cancer", "Colonic Neoplasms", True),
        ("Peanut Allergy", "Peanut Hypersensitivity", True),
        ("Major Depression", "Depressive Disorder, Major", True),
        ("Systemic Sclerosis", "Scleroderma, Systemic", True),
        ("Pulmonary Disease, Chronic Obstructive (COPD)", "COPD", True),
        ("Traumatic Brain Injury", "Brain Injuries, Traumatic", True),
        ("Lung Cancer", "Non-Small Cell Lung Cancer", False),
        ("Kidney Cancer", "Renal Cell Carcinoma", False),
        ("Asthma", "Allergic Asthma", False),
        ("Urticaria", "Chronic Urticaria", False),
        ("Melanoma (Skin)", "Melanoma", False),
        ("Hypersensitivity", "Allergy Skin", False),
        ("Carcinoma", "Cancer", False),
        ("Heart Failure, Congestive", "Heart Failure", False),
        ("Renal Cell Carcinoma", "Kidney Cancer", False),
        ("Type 1 Diabetes", "Type 2 Diabetes", False),
        ("Small Cell Lung Cancer", "Non-Small Cell Lung Cancer", False),
    ],
)
def test_names_of_one_disease_are_one_row(one: str, other: str, same: bool) -> None:
    assert (condition_key(one) == condition_key(other)) is same


def test_no_name_of_a_disease_leads_to_a_name_that_leads_on() -> None:
    for name, means in names_of_one().items():
        assert names_of_one().get(means, means) == means, name


@pytest.mark.parametrize(
    ("text", "variable", "shown"),
    [
        ("Active tuberculosis", "tb", "excluded (active tuberculosis)"),
        ("Active hepatitis B or any cancer", "hbv", "excluded (in part)"),
        ("HIV infection that is not well controlled", "hiv", "excluded (with exceptions)"),
        ("Not being HIV positive, unless tested", "hiv", "see the words"),
    ],
)
def test_a_narrower_flag_says_so(text: str, variable: str, shown: str) -> None:
    assert told(read(text, kind="exclusion")[variable]) == shown


ILLNESSES = ("brain metastases", "hepatitis B", "arrhythmia", "another malignancy", "stroke")
GIVEN_FOR = (
    "No prior surgical resection for {x}",
    "No medication for {x}",
    "No concurrent treatment for {x}",
    "No prior chemotherapy for this or {x}",
    "Prior treatment for {x}",
    "Radiotherapy for {x}",
)


@given(st.sampled_from(GIVEN_FOR), st.sampled_from(ILLNESSES), KINDS)
def test_what_a_treatment_was_for_is_neither_asked_for_nor_kept_out(
    template: str, illness: str, kind: str
) -> None:
    """Who had no operation for brain metastases may have them."""
    for name, limit in read(template.format(x=illness), kind=kind).items():
        if not name.startswith("prior."):
            assert told(limit) not in IN_ONE_WORD, (name, told(limit))


CANCERS = ("Hodgkin's disease", "esophageal cancer", "glioblastoma multiforme", "AML")


@given(st.sampled_from(("chemotherapy", "radiotherapy")), st.sampled_from(CANCERS), KINDS)
def test_no_treatment_for_one_disease_is_not_none_at_all(drug: str, of: str, kind: str) -> None:
    no = "No prior" if kind == "inclusion" else "Prior"
    for limit in read(f"{no} {drug} for {of}", kind=kind).values():
        assert told(limit) not in IN_ONE_WORD, told(limit)


@pytest.mark.parametrize("text", [
    "Lesions outside the field of any prior radiotherapy",
    "Disease that has not been in the field of prior radiotherapy",
])  # fmt: skip
def test_where_nothing_was_irradiated_is_no_demand(text: str) -> None:
    limit = read(text, kind="inclusion").get("prior.radiotherapy")
    assert limit is None or told(limit) == "see the words"


# Sentences of real records that one word told wrongly, and the right words.
_TOLD = Path(__file__).with_name("told_sentences.csv")
AS_WRITTEN = list(csv.DictReader(_TOLD.read_text("utf-8").splitlines()))


@pytest.mark.parametrize("row", AS_WRITTEN, ids=lambda row: f"{row['trial']}-{row['variable']}")
def test_real_sentences_are_told_as_they_stand(row: dict[str, str]) -> None:
    assert told(read(row["text"], kind=row["kind"])[row["variable"]]) == row["shown"]


@pytest.mark.parametrize(
    ("illness", "value"), [(one, by) for one, told_by in DEFINED_BY.items() for by in told_by]
)  # fmt: skip
def test_an_illness_that_a_value_tells_is_told_in_part(illness: str, value: str) -> None:
    """The table walked whole: of "uncontrolled hypertension (SBP > 160)" not every one is meant."""
    state = Constraint(illness, "=", "present", None, "present", None)
    limit = Constraint(value, ">", 3, None, 3, None)
    alone = Criterion("exclusion", "It", (0, 2), constraints=(state,), left_over=())
    assert hedge(alone, state) == ""
    beside = msgspec.structs.replace(alone, constraints=(state, limit))
    assert hedge(beside, state) == hedges.PART


NEGATIVE = ("Negative laboratory tests for {a}, {b} or {c}.", "Seronegative for {b} or {c}",
            "Positive for {a}, {b} or {c} will make a patient ineligible")  # fmt: skip


@given(st.permutations(("HIV", "HBsAg", "HCV")), st.sampled_from(NEGATIVE))
def test_a_list_that_is_negative_is_never_required(names: list[str], template: str) -> None:
    text = template.format(a=names[0], b=names[1], c=names[2])
    for limit in read(text, kind="inclusion").values():
        assert not told(limit).startswith("required"), (text, told(limit))


@pytest.mark.parametrize(
    "text",
    ["Lactate dehydrogenase less than 2 times normal", "Serum lactate > 2 mmol/l",
     "an increase in lactate level greater than 2.2 mmol/L", "Known hypersensitivity to lactate"],
)  # fmt: skip
def test_lactate_is_no_milk(text: str) -> None:
    assert "breastfeeding" not in read(text, kind="inclusion")
    assert "breastfeeding" not in read(text, kind="exclusion")


def test_who_agrees_not_to_nurse_is_not_nursing() -> None:
    text = "Patients who agree not to lactate for the duration of the study"
    assert "required" not in told(read(text, kind="inclusion")["breastfeeding"])


@given(st.sampled_from(FLAGS), st.sampled_from(("household contact", "partner", "relative")))
def test_what_somebody_else_has_is_not_kept_out_in_one_word(flag: str, who: str) -> None:
    for limit in read(f"A {who} with {flag}", kind="exclusion").values():
        assert told(limit) not in IN_ONE_WORD


OF_OTHERS = (
    "Donor: {x}",
    "{x} (mother)",
    "Caregiver: {x}",
    "Mother with {x}",
    "Staff with {x}",
    "{x} in siblings",
    "Controls: {x}",
)
NOT_YET = (
    "Exposure to {x}",
    "Candidates for {x}",
    "Planned {x}",
    "{x} scheduled",
    "Tested for {x}",
    "Fear of {x}",
    "{x} is unknown",
)
WISHED = ("{x} preferred", "{x} is desirable", "{x} recommended", "{x} or raised zorbic markers")


@given(st.sampled_from(OF_OTHERS + NOT_YET), st.sampled_from(FLAGS), KINDS)
def test_what_is_said_of_others_or_of_what_may_come_is_told_in_no_word(
    template: str, flag: str, kind: str
) -> None:
    for limit in read(template.format(x=flag), kind=kind).values():
        assert told(limit) not in IN_ONE_WORD, limit


@given(st.sampled_from(WISHED), st.sampled_from((*FLAGS, "Measurable disease")))
def test_what_is_wished_or_one_of_several_is_not_required(template: str, flag: str) -> None:
    for limit in read(template.format(x=flag), kind="inclusion").values():
        assert not told(limit).startswith(("required", "positive required")), limit


BEHIND = (" with zorbic fluids", " causing zorbic", " at zorbic")


@given(st.sampled_from(FLAGS), st.sampled_from(BEHIND))
def test_what_a_word_behind_may_narrow_is_denied_in_part(flag: str, more: str) -> None:
    for limit in read(f"No {flag}{more}", kind="inclusion").values():
        assert told(limit) not in IN_ONE_WORD, limit


DENIED_NUMBERS = (
    ("No diabetes with HbA1c greater than 10%", "hba1c", ">"),
    ("No history of grade 3 or 4 neuropathy", "toxicity_grade", "3"),
    ("No SGOT greater than 1.5 times ULN with ALP greater than 2.5 times ULN", "ast", ">"),
    ("No renal disease that bars therapy (creatinine greater than 2.5 mg/dL)", "creatinine", ">"),
    ("Without a zorbic platelet count above 100,000/mm3", "plt", ">"),
    ("Hydroxychloroquine was not used within 3 months", "ts.medication", "<"),
    ("Zorbic patients of 18 years and over are ineligible", "age", "≥"),
)  # fmt: skip


def _one(text: str, variable: str) -> str:
    limit = thresholds([criterion_of("inclusion", text, "", None)]).get(variable)
    return told(limit) if limit else ""


@pytest.mark.parametrize(("text", "variable", "turned"), DENIED_NUMBERS)
def test_a_number_that_a_denial_may_turn_is_no_range(text: str, variable: str, turned: str) -> None:
    assert not _one(text, variable).startswith(turned)


@pytest.mark.parametrize(
    ("text", "variable", "words"),
    [
        ("Platelets at least 100,000/mm3 without zorbic support", "plt", "≥ 100"),
        ("No zorbic radiotherapy for at least 4 weeks", "ts.radiotherapy", "≥ 28 days"),
        ("No zorbic neuropathy greater than grade 1", "toxicity_grade", "0–1"),
    ],
)
def test_a_number_that_no_denial_turns_is_told(text: str, variable: str, words: str) -> None:
    assert _one(text, variable).startswith(words)


@pytest.mark.parametrize(
    ("text", "variable", "words"),
    [
        ("AST and ALT ≤ 2.5 x ULN (bilirubin ≤ 3 x ULN allowed if AST ≤ 5 x ULN)", "ast", "≤ 2.5"),
        ("Creatinine clearance ≥ 60 mL/min if creatinine > 1.5 mg/dL", "creatinine", ""),
        ("Patients with treated hepatitis C are eligible if HIV negative", "hiv", ""),
        ("A woman is eligible to participate if she is not pregnant", "pregnancy", "excluded"),
        ("Enrolled only if platelets ≥ 100 x 10^9/L", "plt", "≥ 100"),
    ],
)
def test_what_says_when_another_limit_holds_is_no_demand(
    text: str, variable: str, words: str
) -> None:
    limit = read(text, kind="inclusion").get(variable)
    said = told(limit) if limit else ""
    assert said.startswith(words) if words else said in ("", "see the words"), said


def test_what_narrows_a_flag_is_told_in_the_words_of_its_own_sentence() -> None:
    flag = Constraint("prior.biologic", "=", "present", None, "present", None)
    named = Criterion("exclusion", "Prior antibodies", (0, 0), constraints=(flag,))
    named = msgspec.structs.replace(named, narrowing=("antibodies", "weeks"))
    assert hedges.narrowing(named) == "in part"
    assert hedges.narrowing(msgspec.structs.replace(named, narrowing=("prior",))) == "prior"


ONE_BOUND = (
    ("ALT > 3 x ULN", "alt"),
    ("age over 75 years", "age"),
    ("BMI > 35 kg/m2", "bmi"),
    ("LVEF < 50%", "lvef"),
)
ANOTHER = (
    ("creatinine > 2 mg/dL", "creatinine"),
    ("hemoglobin < 8 g/dL", "hgb"),
    ("zorbic sleep apnea", ""),
)


@given(
    st.sampled_from(ONE_BOUND),
    st.sampled_from(ANOTHER),
    st.sampled_from((" and ", " with ", " despite ", " in ")),
)
def test_what_keeps_out_only_together_is_told_in_part(
    first: tuple[str, str], second: tuple[str, str], join: str
) -> None:
    limits = read(f"{first[0]}{join}{second[0]}", kind="exclusion")
    for variable in {first[1], second[1]} & limits.keys():
        assert told(limits[variable]).endswith("(in part)"), limits[variable]


@pytest.mark.parametrize(
    "text",
    [
        "ALT > 3 x ULN or creatinine > 2 mg/dL",
        "Zorbic disease or creatinine > 2 mg/dL",
        "Creatinine > 2 mg/dL, zorbic disease",
        "Creatinine > 2 mg/dL, in the opinion of the investigator",
    ],
)
def test_what_keeps_out_by_itself_is_told_plainly(text: str) -> None:
    assert told(read(text, kind="exclusion")["creatinine"]) == "≤ 2 mg/dL"


@given(
    st.sampled_from(
        (
            "No clinically significant cardiac disease, including any of the following:",
            "No history of any of the following:",
            "Absence of any of the following conditions within the past year, in detail:",
        )
    ),
    st.sampled_from(
        (
            "New York Heart Association class II-IV heart disease",
            "Myocardial infarction within the past 6 months",
            "Systolic blood pressure > 150 mmHg",
        )
    ),
)
def test_a_number_under_a_lead_in_that_denies_is_never_told_as_asked_for(
    lead: str, item: str
) -> None:
    read = thresholds(extract(f"Inclusion Criteria:\n\n* {lead}\n\n  * {item}\n"))
    assert {told(each) for each in read.values()} <= {
        "see the words",
        "1",
        "≥ 182.6 days (6 months)",
        "≥ 6 months",
        "≤ 150 mmHg",
        "excluded",
    }
