"""Laws: an illness, treatment or time that is only mentioned limits nothing; said of the patient, it does."""
# ruff: noqa: E501 - examples, a line each

from __future__ import annotations

from itertools import product

import pytest

from catalog.eligibility.extraction import understand

Said = list[tuple[str, str, object]]


def said(kind: str, text: str) -> Said:
    return [(each.variable, each.op, each.norm_value) for each in understand(kind, text)[1]]


ILL = {"brain metastases": "cns_mets", "HIV infection": "hiv", "tuberculosis": "tb", "stroke": "stroke", "congestive heart failure": "chf"}  # fmt: skip
MENTIONED = [
    ("inclusion", "A scan is required if signs of {} are found"),
    ("inclusion", "If symptoms suggest {}, a scan must be done"),
    ("inclusion", "Able to avoid contact with the following individuals: children, people with {}"),
    ("exclusion", "Close contact with a confirmed case of {}"),
    ("exclusion", "A scan must be performed in patients with symptoms of {}"),
    ("inclusion", "No concurrent treatment for {}"),
    ("exclusion", "Steroids for {}"),
    ("exclusion", "Symptoms that can be attributed to impairment by {}"),
]


@pytest.mark.parametrize(("told", "words"), list(product(MENTIONED, ILL)))
def test_an_illness_under_a_condition_or_of_somebody_else_is_no_flag(
    told: tuple[str, str], words: str
) -> None:
    kind, line = told
    assert ILL[words] not in {name for name, _, _ in said(kind, line.format(words))}


@pytest.mark.parametrize("words", ILL)
@pytest.mark.parametrize(
    "line", ["{}", "Patients will be excluded if they have {}", "History of {}"]
)
def test_an_illness_that_keeps_out_is_one(line: str, words: str) -> None:
    assert (ILL[words], "=", "present") in said("exclusion", line.format(words))


@pytest.mark.parametrize("words", ILL)
def test_an_illness_that_is_denied_is_absent(words: str) -> None:
    for line in ("No {}", "No known {}", "Eligible only if no {}"):
        assert (ILL[words], "=", "absent") in said("inclusion", line.format(words))


GIVEN = {"chemotherapy": "prior.chemotherapy", "radiotherapy": "prior.radiotherapy", "cisplatin": "prior.platinum"}  # fmt: skip
NOT_ASKED = [
    ("inclusion", "LVEF of at least 50 % if prior {} was given"),
    ("inclusion", "FEV1 above 40 % (60 % for patients who have received {})"),
    ("inclusion", "Those who have previously received {} must have recovered"),
    ("inclusion", "Prior {} must have been completed"),
    ("inclusion", "Any number of prior lines of {}"),
    ("inclusion", "No failure of prior {}"),
]


@pytest.mark.parametrize(("told", "words"), list(product(NOT_ASKED, GIVEN)))
def test_a_treatment_that_only_some_had_is_not_asked_for(told: tuple[str, str], words: str) -> None:
    kind, line = told
    assert GIVEN[words] not in {name for name, _, _ in said(kind, line.format(words))}


@pytest.mark.parametrize("words", GIVEN)
def test_a_treatment_that_is_asked_for_or_denied_is_one(words: str) -> None:
    assert (GIVEN[words], "=", "present") in said("inclusion", f"Prior {words} required")
    assert (GIVEN[words], "=", "present") in said("inclusion", f"Must have received {words}")
    assert (GIVEN[words], "=", "absent") in said("inclusion", f"No prior {words}")


@pytest.mark.parametrize("amount", ["to more than 25% of bone marrow", "above 240 mg/m2", "of 18 Gy or greater"])  # fmt: skip
def test_so_much_of_a_treatment_denied_leaves_less_of_it(amount: str) -> None:
    for words, name in GIVEN.items():
        assert name not in {each for each, _, _ in said("inclusion", f"No prior {words} {amount}")}


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("exclusion", "HIV protease inhibitors (such as ritonavir)"),
        ("inclusion", "No concurrent antiretroviral therapy for HIV-positive patients"),
        ("exclusion", "Medications that might affect the immune system or HIV levels"),
        ("inclusion", "Hepatitis C status required"),
        ("inclusion", "No stroke patients with an identifiable cardiac source"),
        ("inclusion", "No middle ear effusion"),
        ("inclusion", "No illness that would compromise the safety of a bone marrow transplant"),
        ("inclusion", "Chronic delta hepatitis with antibodies in serum"),
        ("inclusion", "Disease that has not been in the field of prior radiotherapy"),
        ("exclusion", "Known intolerance to stavudine and/or hydroxyurea"),
        ("inclusion", "Contraception is used until 90 days after the last dose of the drug combined with pembrolizumab"),
        ("exclusion", "Antibody test within 2 weeks prior to the first injection"),
        ("inclusion", "Two viral loads greater than 8 weeks apart on stable antiretroviral therapy"),
        ("inclusion", "Creatinine stable for at least 4 weeks"),
        ("inclusion", "Therapy with ACE inhibitors unchanged for 30 days before randomization"),
        ("exclusion", "Inability to discontinue antihistamines for seven days before testing"),
        ("inclusion", "Acetaminophen for periods less than 72 hours"),
        ("inclusion", "Body temperature returned to normal for more than 3 d;"),
        ("inclusion", "Not a candidate for a potentially curative allogeneic stem cell transplantation"),
        ("inclusion", "No HLA-matched sibling donor for bone marrow transplantation available"),
        ("inclusion", "NOT born to women who are hepatitis B surface antigen positive"),
        ("exclusion", "Have an HIV-positive partner"),
        ("inclusion", "Documentation of maternal HIV infection"),
        ("exclusion", "Participants with HIV are eligible if their CD4 count is known"),
        ("exclusion", "Blindness secondary to degenerative CNS diseases"),
        ("exclusion", "Hepatitis grade 3 or 4"),
        ("exclusion", "Paresis grade 3 or more using a Medical Research Council score"),
        ("exclusion", "History of positive anti-natalizumab antibodies"),
        ("exclusion", "Identifiable risk behavior for HIV infection within the past year"),
        ("exclusion", "Inability for any reason to undergo surgery within 6 months"),
        ("inclusion", "Lip repair surgery to be accomplished by 3-6 months of age"),
        ("inclusion", "Medical staff during the novel coronavirus outbreak"),
        ("inclusion", "Residence in an area with cases within 14 days before the onset of illness"),
        ("inclusion", "Less than 4 days since last exposure (close contact with a person with SARS-CoV-2 infection)"),
        ("exclusion", "Supplemental oxygen before COVID-19"),
        ("inclusion", "No serious current or previous problems in pregnancy"),
        ("inclusion", "No history of reproductive tract malignancy"),
        ("exclusion", "Medically acceptable contraceptive methods: condom, pills, injection or implants"),
        ("exclusion", "Patients with prior hepatitis B may be included if their liver is healthy"),
        ("inclusion", "CNS metastasis allowed if measurable disease outside of the CNS"),
        ("inclusion", "Prior radiotherapy to areas of measurable disease allowed if progressed since"),
        ("inclusion", "No infants known to be born to HIV-positive women"),
        ("inclusion", "Taking part in trials at the AIDS Research Center"),
        ("inclusion", "Concomitant medications for the treatment of complications of AIDS"),
        ("inclusion", "Gamma globulin as prophylaxis against varicella virus and hepatitis virus"),
        ("inclusion", "Recurrent after surgery and/or radiotherapy"),
        ("inclusion", "Progressive disease that is unlikely to respond to existing therapy, including surgery and chemotherapy"),
        ("inclusion", "Difficulty in maintaining hemoglobin levels above 7 g/dL"),
        ("inclusion", "Morning stiffness for more than 30 minutes"),
        ("inclusion", "Agree to be treated with rifabutin at least 2 weeks before starting HAART (applies only to patients infected with TB)"),
        ("inclusion", "Oxygenation index of ≥ 5 and ≤ 30"),
        ("inclusion", "Stable use of inhaled corticosteroids in the previous 3 months"),
        ("inclusion", "A fungus grown from cerebrospinal fluid (CSF) culture within 6 months"),
        ("exclusion", "Children whose mother had a rash in the last two weeks of pregnancy"),
        ("exclusion", "Previously irradiated or new CNS (central nervous system) metastases"),
        ("exclusion", "Diagnosis confirmed not coronavirus disease-19"),
        ("exclusion", "Bacterial, fungal, or viral pneumonitis"),
        ("exclusion", "An opportunistic (HIV-related) infection"),
        ("exclusion", "HIV neurologic disease"),
        ("exclusion", "Severe anaphylaxis, defined as hypoxia (SpO2 ≤ 92% at any stage)"),
        ("exclusion", "Systemic treatments for psoriasis within 4 weeks"),
        ("exclusion", "Treatment duration less than 24 months after surgery"),
        ("inclusion", "Prior hormonal therapy within the past 12 weeks allowed"),
        ("inclusion", "No other concurrent cancer therapy"),
        ("inclusion", "Seen at the University Cancer Center within 6 months of study entry"),
        ("inclusion", "Pentamidine for patients with a CD4 count < 100 cells/mm3"),
        ("inclusion", "If ferritin is less than 50 ng/mL, iron stores must be looked at"),
        ("inclusion", "Negative results for infectious disease markers done within two weeks"),
        ("inclusion", "Onset of stuttering must have occurred in childhood (between 3 and 10 years of age)"),
        ("inclusion", "Relapse after 1-3 courses of treatment that brought a CR"),
        ("inclusion", "Contact with a laboratory-confirmed 2019-nCoV case"),
        ("inclusion", "Transfusions required to maintain hemoglobin > 8 g/dL"),
        ("exclusion", "Dysfunction caused by factors other than HIV infection"),
        ("exclusion", "Target vessel diameter < 2.5 mm"),
        ("exclusion", "Having a pregnancy plan"),
        ("inclusion", "Patients serologically hepatitis C positive may receive the drug"),
        ("inclusion", "Normal liver biopsy required in patients with active hepatitis B or C"),
        ("inclusion", "Therapy for new episodes of tuberculosis"),
        ("inclusion", "Positive hepatitis B surface antibody (HBsAb)"),
        ("inclusion", "Any previous cancer treatment must not contraindicate this protocol therapy"),
        ("inclusion", "Prior radiotherapy records must be available"),
        ("inclusion", "Prior total dose of daunorubicin less than half of the usual"),
        ("inclusion", "Treated by lumpectomy, to be followed by breast radiation therapy"),
        ("inclusion", "Refractory to standard therapy or for whom no standard, effective therapy is available"),
        ("inclusion", "Must have failed or be ineligible for standard chemotherapy"),
        ("inclusion", "Acute use (< 14 days) of acyclovir"),
        ("inclusion", "Serum must be drawn within 1 calendar day of the lumpectomy"),
        ("inclusion", "Radiotherapy must begin within 6 weeks of surgery"),
        ("inclusion", "Have received the same continuous anti-HIV treatment for the past 16 weeks"),
        ("inclusion", "Pregnant or nursing women allowed"),
        ("inclusion", "Able to avoid contact with high risk individuals (children, pregnant women)"),
        ("exclusion", "An activity that might expose subjects to HIV"),
        ("exclusion", "Infections where there is not documented immunodeficiency"),
        ("exclusion", "Prior treatment with rituximab is not an exclusion"),
        ("inclusion", "No relapse following allogeneic transplantation"),
        ("inclusion", "No genetic testing is needed for subjects who are recipients of liver transplants"),
        ("inclusion", "Pneumonia prophylaxis if CD4 count <= 200 cells/mm3"),
        ("inclusion", "Seen in the Insulin Resistance Clinic during the prior four months"),
        ("inclusion", "Neutropenia lasting for more than 10 days following chemotherapy"),
        ("inclusion", "In a stable, monogamous, heterosexual relationship for at least 1 year"),
        ("inclusion", "For patients who are over 18 years of age, a form should be signed"),
        ("inclusion", "The family support member must be 18 years or older"),
        ("inclusion", "Should pregnancy occur during the study, the patient will be unable to continue"),
        ("exclusion", "Participation in studies, including investigational therapy of HIV infection"),
        ("exclusion", "Fetal tissue transplantation"),
        ("inclusion", "Contact with new coronavirus infection (positive nucleic acid test) within 14 days"),
        ("inclusion", "Herpes infection without improvement despite 10 days of acyclovir"),
        ("inclusion", "Volunteers recruited for up to 3 stimulation tests"),
        ("exclusion", "Donor: HIV seropositive"),
        ("inclusion", "Willing to receive counseling and HIV testing (HIV-seronegative partners only)"),
        ("inclusion", "Autoimmune or non autoimmune urticaria"),
        ("inclusion", "No chemotherapy for at least 4 weeks after study completion"),
        ("inclusion", "No involved nodes located more than 3 cm from the tumor"),
        ("inclusion", "Acetaminophen prescribed as necessary for temperature > 38.7 degrees C"),
        ("inclusion", "Intolerance to standard therapies during the current episode of pneumocystis pneumonia"),
        ("exclusion", "Intention of becoming pregnant within 4 months after the final dose"),
        ("inclusion", "Solid tumours without standard therapy"),
        ("inclusion", "Partial thromboplastin time less than 10 seconds beyond control"),
        ("inclusion", "No more than 1 prior biological response modifier therapy or immunotherapy"),
    ],
)  # fmt: skip
def test_what_is_only_mentioned_limits_nothing(kind: str, text: str) -> None:
    told = {name for name, _, _ in said(kind, text)}
    assert told <= {"contraception", "contraception_after"}


def test_how_much_is_drunk_is_no_time_since() -> None:
    told = said(
        "exclusion", "More than 14 drinks of alcohol per week within 6 weeks before screening"
    )
    assert [name for name, _, _ in told] == ["alcohol"]


@pytest.mark.parametrize(
    ("kind", "text", "limits"),
    [
        ("inclusion", "Negative HIV, HBV and HCV serologies", [("hiv", "=", "absent"), ("hbv", "=", "absent"), ("hcv", "=", "absent")]),
        ("exclusion", "Cancer that was not in remission for at least 5 years", [("ts.progression", "<", 1826.25)]),
        ("exclusion", "Treatment with an ACE inhibitor (discontinue drug at least 72 h before treatment)", [("ts.medication", "<", 3)]),
        ("inclusion", "Abstinent from alcohol for at least 5 days and not more than 30 days", [("ts.drug_use", ">=", 5), ("ts.drug_use", "<=", 30)]),
        ("inclusion", "At least 1 month but no longer than 8 months since prior immunotherapy", [("ts.immunotherapy", ">=", 30.4375), ("ts.immunotherapy", "<=", 243.5)]),
        ("exclusion", "Received LHRH therapy for prostate cancer < 6 months ago", [("ts.hormonal", "<", 182.625)]),
        ("exclusion", "A prior anti-cancer monoclonal antibody within 4 weeks", [("ts.biologic", "<", 28)]),
        ("exclusion", "Prior treatment with hematopoietic growth factors within 1 week", [("ts.growth_factor", "<", 7)]),
        ("exclusion", "History of injection drug use within 12 months", [("ts.drug_use", "<", 365.25)]),
        ("inclusion", "No prior radiotherapy for another malignancy", [("prior.radiotherapy", "=", "absent")]),
        ("inclusion", "Must have received radiotherapy with or without chemotherapy", [("prior.radiotherapy", "=", "present")]),
        ("inclusion", "For patients with HIV infection: CD4 count above 200", [("cd4", ">", 200)]),
        ("inclusion", "Response but no complete remission following standard chemotherapy", [("prior.chemotherapy", "=", "present")]),
        ("inclusion", "No chemotherapy in the month prior to entry", [("ts.chemotherapy", ">=", 30.4375)]),
        ("inclusion", "COVID-19 naïve", [("covid19", "=", "absent")]),
        ("exclusion", "Women not currently using contraception", [("contraception", "=", "absent")]),
        ("inclusion", "pO2 greater than 85 mmHg FEV 1 at least 2 liters", [("pao2", ">", 85), ("fev1", ">=", 2)]),
        ("inclusion", "pCO2 no greater than 43 mmHg, pO2 greater than 85 mmHg", [("pao2", ">", 85)]),
        ("exclusion", "AFP above 50 ng/mL (normal is less than 9 ng/mL)", [("afp", ">", 50)]),
        ("exclusion", "Bleeding disorder or anticoagulants in the 3 weeks preceding inclusion", [("ts.medication", "<", 21)]),
        ("exclusion", "Being treated for other cancers", [("other_malignancy", "=", "present")]),
        ("exclusion", "Enrolment is within 30 days of a stroke, myocardial infarction, or surgery", [("ts.stroke", "<", 30), ("ts.mi", "<", 30), ("ts.surgery", "<", 30)]),
        ("inclusion", "Males and females age 10 years or older with two to four quadrants affected", [("sex", "=", "all"), ("age", ">=", 10)]),
        ("inclusion", "Two FSH levels above 40 mIU/ml, at least one month apart", [("fsh", ">", 40)]),
        ("inclusion", "Patients of 18 to 65 years (both gender)", [("sex", "=", "all"), ("age", ">=", 18), ("age", "<=", 65)]),
        ("inclusion", "ECOG 0-2 (ECOG 3 allowed in some cases)", [("ecog", "in", (0, 1, 2))]),
        ("exclusion", "Pregnant women will be excluded, and a negative pregnancy test will be required", [("pregnancy", "=", "present")]),
        ("exclusion", "Peripheral neuropathy (= or > grade 1)", [("toxicity_grade", ">=", 1)]),
        ("inclusion", "Toxicities have resolved to grade 0-1 (NCI-CTCAE v5.0)", [("toxicity_grade", "in", (0, 1))]),
        ("inclusion", "Platelets ≥ 100,000/mm3 (CTCAE v 3.0 grade 0-1)", [("plt", ">=", 100)]),
        ("exclusion", "Ex-smokers of ≥ 10 pack-years and less than 1 month abstinence", [("ts.smoking", "<", 30.4375), ("smoking_pack_years", ">=", 10)]),
        ("inclusion", "Ability to discontinue all antihistamines for 1 week before the test", [("ts.medication", ">=", 7)]),
        ("inclusion", "A score that has been stable over the past year", [("ts.progression", ">=", 365.25)]),
        ("exclusion", "Currently being treated for other cancers with radiation therapy", [("other_malignancy", "=", "present")]),
        ("exclusion", "Use of an investigation medication in the past 30 days", [("ts.investigational", "<", 30)]),
        ("inclusion", "Breast cancer diagnosed within 1 year", [("disease_duration", "<=", 365.25)]),
        ("inclusion", "Blood transfusion within 7 days is not allowed", [("ts.transfusion", ">=", 7)]),
        ("inclusion", "Ejection fraction at least 50% (for patients over age 40)", [("lvef", ">=", 50)]),
        ("inclusion", "Must not have bilirubin greater than 4 mg/dL, transaminases greater than 4 x upper limit of normal", [("bili_total", "<=", 4), ("ast", "<=", 4), ("alt", "<=", 4)]),
        ("exclusion", "A minimum of four weeks washout of antidepressant medication should occur prior to screening", [("ts.medication", "<", 28)]),
        ("inclusion", "Should be seronegative for HTLV, hepatitis B surface antigen", [("hbv", "=", "absent")]),
        ("inclusion", "No active clinical disease caused by cytomegalovirus (CMV), herpes simplex virus (HSV) I, HSV II, varicella zoster virus (VZV), or tuberculosis", [("tb", "=", "absent")]),
        ("inclusion", "Chloroquine was not used within 3 months", [("ts.medication", ">=", 91.3125)]),
        ("inclusion", "Topical steroids should be discontinued 2 weeks prior to study entry", [("ts.steroids", ">=", 14)]),
        ("inclusion", "A negative serum beta-human chorionic gonadotropin (bHCG) pregnancy test at screening", [("pregnancy", "=", "absent")]),
        ("inclusion", "Pregnant women will not be enrolled", [("pregnancy", "=", "absent")]),
        ("exclusion", "Fertile women should have a negative pregnancy test", [("pregnancy", "=", "present")]),
        ("exclusion", "Bleeding disorder (pro time greater than 14.7 sec)", [("pt", ">", 14.7)]),
        ("exclusion", "Severe scoliosis unless it has been stable over the past two years", [("ts.progression", ">=", 730.5)]),
        ("exclusion", "Females are required to provide a negative pregnancy test", [("pregnancy", "=", "present")]),
        ("inclusion", "Stable disease for at least 3 months on therapy", [("ts.progression", ">=", 91.3125)]),
        ("inclusion", "Pregnancy test: Negative serum pregnancy test", [("pregnancy", "=", "absent")]),
        ("inclusion", "No history of grade 3-4 peripheral neuropathy", [("toxicity_grade", "in", (0, 1, 2))]),
        ("inclusion", "Estimated IQ = or > 70", [("iq", ">=", 70)]),
        ("exclusion", "Active immunodeficiency virus (HIV) infection", [("hiv", "=", "present")]),
        ("inclusion", "Age > or = 18 < or = 65", [("age", ">=", 18), ("age", "<=", 65)]),
    ],
)  # fmt: skip
def test_what_stands_beside_a_mention_is_read(kind: str, text: str, limits: Said) -> None:
    assert sorted(said(kind, text), key=str) == sorted(limits, key=str)


@pytest.mark.parametrize(
    "text",
    ["Keine HIV-Infektion", "Kein HIV", "Sin HIV", "Ausência de HIV", "Pas d'infection HIV", "Geen HIV", "Ohne Chemotherapy"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["Inclusion", "Exclusion"])
def test_a_denial_in_another_language_tells_nothing(kind: str, text: str) -> None:
    assert said(kind.lower(), text) == []
