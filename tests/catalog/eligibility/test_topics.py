"""Rows for every field, what a demand is about, and what is merely mentioned."""

from __future__ import annotations

import pytest

from catalog.drugs.medicines import brands, is_known_medicine
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


@pytest.mark.parametrize(
    ("about", "text", "topic"),
    [
        (("HIV Infections",), "Have a history of lymphoma", "other_malignancy"),
        (("Obesity",), "Histologically confirmed carcinoma", "other_malignancy"),
        (("Breast Neoplasms",), "Diagnosis of lobular carcinoma", "disease_diagnosis"),
        (("Lymphoma, T-Cell",), "Diagnosis of B-cell lymphoma", "disease_diagnosis"),
        ((), "Diagnosis of lobular carcinoma", "disease_diagnosis"),
    ],
)
def test_a_cancer_is_another_one_where_the_record_is_about_none(
    about: tuple[str, ...], text: str, topic: str
) -> None:
    said = extract(f"Exclusion Criteria:\n\n* {text}\n* Pregnancy", about)
    assert topic in said[0].topics


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Currently on Zorblatex", "concurrent_therapy"),
        ("Zorblatex within 4 weeks", "washout"),
        ("Earlier exposure to Zorblatex", "prior_therapy"),
        ("Allergy to Zorblatex", "hypersensitivity"),
        ("Currently on Qwertin", "other"),
    ],
)
def test_the_records_own_drug_is_a_medicine(text: str, topic: str) -> None:
    criteria = f"Exclusion Criteria:\n\n* {text}\n* Pregnancy"
    assert extract(criteria, (), ("Zorblatex", "Zorblatex plus best care"))[0].topics[0] == topic


def test_a_line_that_only_names_a_drug_is_about_that_medicine() -> None:
    """Each name of one word of the shipped table."""
    names = [name for own, others in brands().items() for name in (own, *others)]
    unknown = [
        name
        for name in names
        if is_known_medicine(name) and understand("exclusion", f"On {name}")[0] == ("other",)
    ]
    assert not unknown


@pytest.mark.parametrize(
    ("kind", "text", "topics"),
    [
        ("inclusion", "No concurrent major medical or psychiatric illness",
         "comorbidity neuro_psychiatric"),
        ("inclusion", "No autism or psychotic disorder based on DSM-IV", "neuro_psychiatric"),
        ("exclusion", "Receiving allergen immunotherapy", "concurrent_therapy"),
        ("exclusion", "Prior receipt of irinotecan or topotecan", "prior_therapy"),
        ("exclusion", "A history of eosinophilic esophagitis", "digestive"),
        ("exclusion", "Intra-muscular steroids within 4 weeks", "washout immunosuppression"),
        ("exclusion", "Cancer diagnosed within the last 5 years", "other_malignancy"),
        ("inclusion", "A minimum of 1 major criterion and 1 minor criterion", "other"),
        ("inclusion", "Not amenable to standard therapy", "disease_extent"),
        ("inclusion", "Signs consent prior to participation in any study assessments",
         "consent_compliance"),
        ("inclusion", "Mentally competent to understand and give informed consent",
         "consent_compliance"),
        ("inclusion", "No evidence of active graft-vs-host disease", "transplant"),
        ("inclusion", "Critically ill or clinically unstable", "comorbidity"),
        ("inclusion", "No MI within the past year", "cardiovascular"),
        ("exclusion", "Cannot be contacted in case of emergency", "logistics"),
        ("inclusion", "Able to produce sputum", "procedure_fitness"),
        ("exclusion", "Unlikely to survive more than 2 weeks", "life_expectancy"),
        ("exclusion", "Ongoing medical illness", "comorbidity"),
        ("inclusion", "No lymphedema", "comorbidity"),
        ("inclusion", "No significant LVOT obstruction", "cardiovascular"),
        ("inclusion", "WHO grade IV glioblastoma", "disease_diagnosis disease_extent"),
        ("inclusion", "Inadequately controlled patients", "disease_extent"),
        ("inclusion", "No active ischemia", "cardiovascular"),
        ("exclusion", "Calcium channel blockers", "concurrent_therapy"),
    ],
)  # fmt: skip
def test_kinds_of_lines_that_had_another_topic(kind: str, text: str, topics: str) -> None:
    assert set(understand(kind, text)[0]) == set(topics.split())


@pytest.mark.parametrize("heading", ["Neurologic", "Immunologic", "Dermatologic", "Ophthalmic"])
def test_under_an_organs_heading_nothing_is_the_trials_own(heading: str) -> None:
    assert "disease_diagnosis" not in understand("inclusion", "Dementia or delirium", heading)[0]


def test_what_a_denying_line_governs_is_not_asked_for() -> None:
    head = "No serious nonmalignant disease, including any of the following:"
    assert understand("inclusion", "Crohn's disease", "", head)[0] == ("digestive",)
    assert "disease_diagnosis" in understand("inclusion", "Crohn's disease")[0]


MEDICINES = [
    ("Concurrent Medication", "Rifabutin.", "concurrent_therapy"),
    ("Concurrent Medication", "Other antiretroviral agents.", "concurrent_therapy"),
    ("Prior Medication", "Antiretroviral agents (stavudine).", "prior_therapy"),
    ("Prior Treatment", "Cytotoxic chemotherapy.", "prior_therapy"),
    ("Prior Medication", "Excluded within 14 days of study entry:", "washout"),
    # A heading of their own was lost before these.
    ("Concurrent Medication", "Life expectancy of 6 months.", "life_expectancy"),
    ("Concurrent Medication", "HIV infection.", "infection_hiv"),
    ("Concurrent Medication", "Unable to swallow oral medications.", "gi_absorption"),
    ("Prior Medication", "Transfusion dependent patients.", "hematologic"),
]


@pytest.mark.parametrize(("section", "text", "topic"), MEDICINES)
def test_a_list_of_treatments_is_about_them(section: str, text: str, topic: str) -> None:
    assert understand("exclusion", text, section)[0][0] == topic


@pytest.mark.parametrize(
    ("kind", "text", "topics"),
    [
        ("inclusion", "Not a candidate for a transplant", {"transplant"}),
        ("exclusion", "Uncontrolled diarrhea", {"digestive"}),
        ("exclusion", "Malabsorption or diarrhea", {"digestive", "gi_absorption"}),
        ("inclusion", "Consent of the guardian if a minor child", {"consent_compliance"}),
        ("inclusion", "Telephone numbers of relatives who can help with visits", {"logistics"}),
        ("inclusion", "Willing to donate blood and skin", {"tissue_sample"}),
        ("inclusion", "Treated nonmelanomatous skin cancer", {"other_malignancy"}),
        ("exclusion", "Previous history of thrombo-embolic events", {"coagulation_bleeding"}),
        ("exclusion", "An anaphylactic shock", {"hypersensitivity"}),
        (
            "inclusion",
            "No prior topotecan for advanced disease",
            {"prior_therapy", "disease_extent"},
        ),
        ("inclusion", "Normal height for age, sex, and race", {"body_vitals", "age"}),
    ],
)
def test_words_in_another_sense(kind: str, text: str, topics: set[str]) -> None:
    assert set(understand(kind, text)[0]) - {"age"} == topics - {"age"}


def test_who_takes_part_does_not_hide_the_disease() -> None:
    text = "Pediatric patients, aged 2 to 16 years, with sickle cell anemia"
    told = extract(text, ("Anemia, Sickle Cell",))[0]
    assert "disease_diagnosis" in told.topics


def test_a_value_of_both_sexes_is_no_limit_of_sex() -> None:
    text = "Mean QTcF for both males and females prolonged to > 470 ms"
    assert understand("exclusion", text)[0] == ("cardiovascular",)
    assert understand("inclusion", "Males and females with QTc < 450 ms")[0][0] == "sex"


def test_a_mutation_is_named_before_its_gene_too() -> None:
    _, limits = understand("inclusion", "No sensitizing mutation of EGFR")
    assert [(each.variable, each.norm_value) for each in limits] == [("egfr_mut", "absent")]


NAMES = {
    "eye_ear": "aniridia|chalazion|nystagmus|papilledema|otosclerosis|vocal cord paralysis|anosmia",
    "dental_oral": "periapical lesion|trismus|root resorption|drooling|oral leukoplakia",
    "skin": "angioedema|erythema multiforme|molluscum contagiosum|open sores|hirsutism",
    "musculoskeletal": "trigger finger|hallux valgus|ACL tear|nonunion|torticollis",
    "digestive": "achalasia|necrotizing enterocolitis|hyperemesis|anal fistula",
    "hepatic": "NAFLD|hepatorenal syndrome|Budd-Chiari syndrome|autoimmune hepatitis",
    "renal": "ESRD|FSGS|single kidney|hematuria|pyelonephritis",
    "urogenital": "azoospermia|hydrosalpinx|scarred womb|hot flashes|cervical dysplasia",
    "cardiovascular": "HTN|sick sinus syndrome|moyamoya|patent ductus arteriosus|heart rate > 100",
    "pulmonary": "IPF|ARDS|atelectasis|hemothorax|shortness of breath",
    "neuro_psychiatric": "OCD|tics|Bell's palsy|violent behavior|neurofibromatosis|dyslexia",
    "metabolic_endocrine": "T2DM|goiter|amyloidosis|dehydration|delayed puberty",
    "hematologic": "ITP|MGUS|hereditary spherocytosis|splenomegaly|HLH",
    "coagulation_bleeding": "DIC|subdural hematoma|melena|easy bruising|blood clots",
    "autoimmune": "SLE|Wegener's|juvenile idiopathic arthritis|positive ANA titer|Still's disease",
    "infection_other": "EBV|leprosy|STDs|mononucleosis|contact with infected persons",
    "substance_use": "AUD|IVDU|cotinine positive|benzodiazepine abuse",
    "obstetric": "IUGR|PPROM|polyhydramnios|ectopic pregnancy|cerclage",
    "family_genetic": "minor anomalies|pedigree with three cases|X-linked inheritance",
}


@pytest.mark.parametrize(
    ("row", "name"), [(r, n) for r, ns in NAMES.items() for n in ns.split("|")]
)
def test_an_illness_that_keeps_out_stands_in_its_row(row: str, name: str) -> None:
    assert row in understand("exclusion", name)[0]


@pytest.mark.parametrize("name", ["aniridia", "ESRD", "SLE", "achalasia", "IPF", "OCD", "goiter"])
def test_an_illness_with_a_row_that_is_asked_for_is_the_trials_own(name: str) -> None:
    assert understand("inclusion", f"Patients with {name}")[0][0] == "disease_diagnosis"


@pytest.mark.parametrize(
    ("kind", "text", "topics"),
    [
        # Consent that only dates something.
        ("inclusion", "At least 18 years of age at the time of signing the consent form", "age"),
        ("inclusion", "Aged 18 and able to give informed consent", "age consent_compliance"),
        # What an allergy is to.
        ("exclusion", "Allergic to vitamin C;", "hypersensitivity"),
        ("exclusion", "Hypersensitivity to human serum albumin", "hypersensitivity"),
        ("exclusion", "Any contraindication for an epidural block", "procedure_fitness"),
        # How far an illness has gone that keeps out.
        ("exclusion", "Chronic kidney disease stage IV / V", "renal"),
        ("exclusion", "Recurrent atrial fibrillation", "cardiovascular"),
        ("exclusion", "Recurrent lung cancer", "disease_extent"),
        # Pregnancy as the subject, and its age.
        ("exclusion", "Multiple pregnancy", "obstetric"),
        ("exclusion", "Pregnant or nursing, ectopic pregnancy in the past",
         "pregnancy_lactation obstetric"),
        ("inclusion", "Small for gestational age", "obstetric"),
        # Words in another sense.
        ("inclusion", "Abstinence from cocaine for 7 days", "substance_use"),
        ("exclusion", "Bleeding on probing", "dental_oral"),
        ("exclusion", "QTc prolongation", "cardiovascular"),
        ("exclusion", "Currently taking QTc prolonging drugs", "concurrent_therapy"),
        ("exclusion", "Active infection with hepatitis B", "infection_hepatitis"),
        ("exclusion", "Prior treatment with a protease inhibitor", "prior_therapy"),
        ("inclusion", "Platelets over 100,000 within 10 days prior to the start of trial treatment",
         "hematologic"),
        ("exclusion", "Arthritis, bone spurs or fusions near the area", "musculoskeletal"),
        ("inclusion", "SGOT less than 2 times normal", "hepatic"),
        ("inclusion", "No prior endocrine therapy", "prior_therapy"),
        ("exclusion", "Prisoners", "consent_compliance"),
        ("exclusion", "Prior lumbar spinal surgery", "surgery_trauma musculoskeletal"),
        ("exclusion", "Researchers consider the patient unsuitable", "investigator_discretion"),
        ("inclusion", "Men with a stent", "sex cardiovascular"),
    ],
)  # fmt: skip
def test_second_topics_that_a_reader_would_not_say(kind: str, text: str, topics: str) -> None:
    assert set(understand(kind, text)[0]) == set(topics.split())


def test_a_value_under_a_heading_that_belongs_to_another_is_its_own() -> None:
    """Older records lose headings: liver values stand under `Life expectancy`."""
    assert understand("inclusion", "SGOT less than 2 times normal", "Life expectancy")[0] == (
        "hepatic",
    )
    assert understand("inclusion", "At least 3 months", "Life expectancy")[0] == (
        "life_expectancy",
    )


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Erectile dysfunction for 6 months", "disease_diagnosis"),
        ("Stress incontinence", "disease_diagnosis"),
        ("Patients with non-ischemic cardiomyopathy", "disease_diagnosis"),
        # The value stands behind the disease: asked for, and measured.
        ("Essential hypertension with a diastolic blood pressure over 90", "disease_diagnosis"),
        ("Essential hypertension with a diastolic blood pressure over 90", "cardiovascular"),
        ("Post-menopausal women with osteoporosis", "disease_diagnosis"),
        ("Polyneuropathy disability score of 3", "disease_extent"),
        # Where, not with what.
        ("Hospitalized", "logistics"),
    ],
)
def test_what_an_inclusion_line_asks_for(text: str, topic: str) -> None:
    assert topic in understand("inclusion", text)[0]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("HIV RNA of at least 10,000 copies/ml", "infection_hiv"),
        ("Polyneuropathy disability score of 3", "disease_extent"),
    ],
)
def test_what_names_no_disease_that_is_asked_for(text: str, topic: str) -> None:
    said = understand("inclusion", text)[0]
    assert topic in said and "disease_diagnosis" not in said


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Acupuncture", "concurrent_therapy"),
        ("Acupuncture or dry needling within the past 6 months", "washout"),
        ("Earlier acupuncture", "prior_therapy"),
        ("Acupuncture at a constant rate for at least 4 weeks", "concurrent_therapy"),
    ],
)
def test_a_treatment_without_a_limit_goes_by_when_it_was(text: str, topic: str) -> None:
    assert understand("exclusion", text)[0] == (topic,)


@pytest.mark.parametrize(
    ("kind", "text", "topics"),
    [
        ("inclusion", "Glomerular filtration rate (GFR) of at least 25 ml/min", "renal"),
        ("exclusion", "Gastric ulcer", "digestive"),
        ("exclusion", "Binge eating disorder", "neuro_psychiatric"),
        ("exclusion", "Second degree heart block without pacemaker",
         "cardiovascular procedure_fitness"),
        ("inclusion", "ALT < 5 x ULN if elevation is secondary to malignancy", "hepatic"),
        ("exclusion", "Heartburn", "digestive"),
        ("exclusion", "Bone loss around the teeth", "dental_oral"),
        ("exclusion", "Glaucoma with a gel stent", "eye_ear"),
        ("exclusion", "Positive skin test for tuberculosis", "infection_other"),
        ("exclusion", "Hydroxyurea", "concurrent_therapy"),
        ("exclusion", "Oxycodone", "concurrent_therapy"),
        ("exclusion", "Could interfere with participating in and/or completing the study", "other"),
        ("inclusion", "Normal controls", "comorbidity"),
    ],
)  # fmt: skip
def test_more_words_in_another_sense(kind: str, text: str, topics: str) -> None:
    assert set(understand(kind, text)[0]) == set(topics.split())


def test_a_malignancy_under_the_heading_of_life_expectancy_is_one() -> None:
    text = "At least 5 years since prior malignancy"
    assert understand("inclusion", text, "Life expectancy")[0] == ("other_malignancy",)


@pytest.mark.parametrize(
    ("section", "text", "topic"),
    [
        ("DISEASE CHARACTERISTICS", "Transitional cell", "disease_diagnosis"),
        ("Cardiovascular", "No deconditioning", "cardiovascular"),
        ("PRIOR CONCURRENT THERAPY", "Androgens", "prior_therapy"),
        ("Hematopoietic", "Not applicable", "other"),
        ("DISEASE CHARACTERISTICS", "However, this protocol uses the former terms", "other"),
        ("", "Zorblat", "other"),
        ("DISEASE CHARACTERISTICS", "Age 18 and over", "age"),
    ],
)
def test_a_heading_tells_what_words_do_not(section: str, text: str, topic: str) -> None:
    assert understand("inclusion", text, section)[0][0] == topic


@pytest.mark.parametrize("lead", ["such as", "(e.g.", "for example"])
@pytest.mark.parametrize(
    ("general", "example", "topic"),
    [
        ("Serious diseases", "heart failure", "cardiovascular"),
        ("Chronic medical conditions", "diabetes", "metabolic_endocrine"),
        ("Active infectious disease", "hepatitis B", "infection_hepatitis"),
        ("Severe illness", "multiple sclerosis", "autoimmune"),
    ],
)
def test_an_illness_that_keeps_out_as_an_example_has_its_row(
    general: str, lead: str, example: str, topic: str
) -> None:
    said = understand("exclusion", f"{general} {lead} {example}{')' * ('(' in lead)}")[0]
    assert topic in said
    # Under inclusion an example asks for nothing, and a treatment's example is none of an illness.
    assert topic not in understand("inclusion", f"No tumours {lead} {example}")[0]
    assert topic not in understand("exclusion", f"Allergic reactions {lead} {example}")[0]


@pytest.mark.parametrize(
    ("kind", "text", "topics"),
    [
        ("inclusion", "At least 2 weeks since prior homoharringtonine", "washout"),
        ("inclusion", "Greater than 1 month since standard dose cladribine", "washout"),
        ("exclusion", "Receipt of a blood derivative in the past 6 months", "washout"),
        ("exclusion",
         "Received an experimental agent, other than tafamidis, within 30 days prior to dosing",
         "investigational_trial washout"),
        ("exclusion", "Periodontal surgery within the last year",
         "surgery_trauma washout dental_oral"),
        ("inclusion", "Prior course of homoharringtonine for at least 4 weeks", "prior_therapy"),
    ],
)  # fmt: skip
def test_a_time_limit_that_no_table_reads_makes_a_washout(
    kind: str, text: str, topics: str
) -> None:
    assert set(understand(kind, text)[0]) == set(topics.split())


@pytest.mark.parametrize(
    ("kind", "text", "topics"),
    [
        ("inclusion", "Documented HIV infection", "disease_diagnosis infection_hiv"),
        ("inclusion", "HIV negative", "infection_hiv"),
        ("inclusion", "HIV RNA below 50 copies/ml", "infection_hiv"),
        ("inclusion", "Sickle cell anemia, ages 2 to 16 years",
         "disease_diagnosis hematologic age"),
        ("inclusion", "Uncontrolled asthma", "disease_diagnosis pulmonary"),
        ("inclusion", "Biopsy-proven melanoma of stage III", "disease_diagnosis disease_extent"),
        ("inclusion", "Willing to provide a biopsy of the melanoma",
         "tissue_sample"),
        ("inclusion", "Newly diagnosed primary malignant brain tumor",
         "disease_diagnosis cns_disease"),
        ("exclusion", "Brain metastases", "cns_disease"),
        ("inclusion", "Previously untreated melanoma of stage III",
         "disease_diagnosis disease_extent prior_therapy"),
        ("exclusion", "Any lung disorder before signing informed consent", "pulmonary"),
        ("exclusion", "Allergic reactions to any component of zidovudine", "hypersensitivity"),
        ("exclusion", "Prior AZT", "prior_therapy"),
        ("exclusion", "Any serious psychiatric or medical illness",
         "neuro_psychiatric comorbidity"),
        ("exclusion", "Any condition that might interfere with completion of the study",
         "comorbidity"),
        ("inclusion", "No prior chemotherapy for head and neck cancer", "prior_therapy"),
        ("exclusion", "A lesion near the optic disc", "eye_ear"),
        ("exclusion", "Chronic use of non-steroidal anti-inflammatory drugs", "concurrent_therapy"),
        ("exclusion", "Disseminated zoster infection", "infection_other"),
    ],
)  # fmt: skip
def test_words_in_their_sense(kind: str, text: str, topics: str) -> None:
    assert set(understand(kind, text)[0]) == set(topics.split())


@pytest.mark.parametrize(
    ("section", "text", "topic"),
    [
        ("Concurrent Medication", "AZT. Patients must have:", "concurrent_therapy"),
        ("Concurrent Medication", "Isoniazid for M. tuberculosis.", "concurrent_therapy"),
        ("Prior Medication", "Zidovudine (AZT).", "prior_therapy"),
        ("Prior Medication", "Valacyclovir within 60 days prior to study entry.", "washout"),
    ],
)
def test_a_medicine_in_a_list_of_treatments(section: str, text: str, topic: str) -> None:
    said = understand("exclusion", text, section)[0]
    assert said[0] == topic and "disease_diagnosis" not in said


def test_in_a_list_a_topic_gives_way_only_where_it_stands() -> None:
    items = ["Pulmonary disease", "History of cancer", "Current smoking", "Hepatitis B"]
    virus = "Human immunodeficiency virus (HIV)"
    for joint in ("; ", ". ", ", "):
        said = understand("exclusion", joint.join([*items, virus, "Anaphylaxis"]))[0]
        assert {"pulmonary", "other_malignancy", "infection_hiv"} <= set(said)
        assert "immunosuppression" not in said
        # The same word in an item of its own keeps its row.
        both = joint.join([*items, virus, "Primary immunodeficiency disorder"])
        assert "immunosuppression" in understand("exclusion", both)[0]


@pytest.mark.parametrize("lead", ["No", "There must be no", "Must not have any"])
def test_an_example_of_what_is_denied_has_its_row(lead: str) -> None:
    said = understand("inclusion", f"{lead} other serious illness (e.g., diabetes mellitus)")[0]
    assert set(said) == {"comorbidity", "metabolic_endocrine"}


@pytest.mark.parametrize(
    ("kind", "text", "topics"),
    [
        ("exclusion", "Received cytokines within 30 days before signing the consent", "washout"),
        ("exclusion", "Chronic diseases, such as malignant tumors or asthma",
         "comorbidity other_malignancy pulmonary"),
        ("exclusion", "Severe problems with the heart", "cardiovascular"),
        ("exclusion", "Healthy subjects with neuropathy", "neuro_psychiatric"),
        ("exclusion", "Known immunoglobulin A (IgA) deficiency", "immunosuppression"),
        ("exclusion", "Subject is albumin-intolerant", "hypersensitivity"),
        ("exclusion", "Any HIV vaccine", "vaccination"),
        ("exclusion", "Ear temperature above 37.3 degrees", "body_vitals"),
        ("inclusion", "Critical type:", "disease_extent"),
        ("inclusion", "Disease that is not curable by surgery", "disease_diagnosis disease_extent"),
        ("inclusion", "Patients in the ICU", "logistics"),
        ("inclusion", "Those prioritized by the national program", "other"),
        ("inclusion", "Stable condition", "comorbidity"),
    ],
)  # fmt: skip
def test_more_words_in_their_sense(kind: str, text: str, topics: str) -> None:
    assert set(understand(kind, text)[0]) == set(topics.split())


def test_items_set_apart_by_semicolons_do_not_give_way_to_one_another() -> None:
    said = understand("exclusion", "Pregnant women; malignant tumors; patients who refuse")[0]
    assert set(said) == {"pregnancy_lactation", "other_malignancy", "consent_compliance"}


def test_the_time_is_first_where_it_is_told_before_the_recovery() -> None:
    said = understand("inclusion", "At least 4 weeks since prior chemotherapy and recovered")[0]
    assert said == ("washout", "prior_toxicity")
    said = understand("exclusion", "Not recovered from chemotherapy given within 4 weeks")[0]
    assert said[0] == "prior_toxicity"


@pytest.mark.parametrize(
    ("kind", "text", "topics"),
    [
        ("inclusion", "Failure of other organs", "comorbidity"),
        ("inclusion", "Must have had at least two MRI scans showing disease activity",
         "disease_diagnosis disease_extent"),
        ("inclusion", "SARS-CoV 2 PCR positive", "disease_diagnosis infection_other"),
        ("exclusion", "Taking part in other studies", "investigational_trial"),
        ("exclusion", "Contraindication to upper endoscopy", "procedure_fitness"),
        ("exclusion", "Contraindication to anakinra", "hypersensitivity"),
        ("exclusion", "Distant metastases in liver or lungs", "disease_extent"),
        ("inclusion", "AST below 5 x ULN if metastases to the liver", "hepatic"),
        ("exclusion", "Malignant hypertension", "cardiovascular"),
        ("inclusion", "No interstitial pneumonia", "pulmonary"),
        ("exclusion", "Subject rejects the enrollment", "consent_compliance"),
        ("exclusion", "Inability to discontinue antihistamines for skin testing",
         "concurrent_therapy"),
        ("exclusion", "As per amendment 2: Severe eczema", "skin"),
    ],
)  # fmt: skip
def test_yet_more_words_in_their_sense(kind: str, text: str, topics: str) -> None:
    assert set(understand(kind, text)[0]) == set(topics.split())


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("Positive HIV antibody test", "infection_hiv disease_diagnosis"),
        ("Patients treated for a leg ulcer", "skin disease_diagnosis"),
        ("Hospitalized patients with confirmed scarlet fever", "disease_diagnosis logistics"),
        ("Healthy women aged 20 to 30 years", "sex comorbidity age"),
        ("Inpatients aged over 18 years", "age logistics"),
    ],
)
def test_what_is_asked_for_besides(text: str, topics: str) -> None:
    assert set(topics.split()) <= set(understand("inclusion", text)[0])


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Patients with clear consciousness", "disease_diagnosis"),
        ("Normal kidney function in all patients with a scar", "disease_diagnosis"),
        ("Women of childbearing potential must use contraception", "sex"),
        ("No prior participation in a study at Northern University", "logistics"),
        ("Able to abstain from smoking during the inpatient stay", "logistics"),
    ],
)
def test_what_is_not_asked_for(text: str, topic: str) -> None:
    assert topic not in understand("inclusion", text)[0]


@pytest.mark.parametrize(
    ("kind", "text", "topics"),
    [
        ("exclusion", "Gout, cancer, psoriasis", "musculoskeletal other_malignancy skin"),
        ("exclusion", "Lupus or immune deficiency", "autoimmune immunosuppression"),
        ("exclusion", "Severely ill patients", "disease_extent"),
        ("inclusion", "Hospital staff", "logistics"),
        ("inclusion", "Six-minute walk distance above 300 m", "procedure_fitness"),
        ("inclusion", "No prior radiotherapy for a brain tumor", "prior_therapy"),
        ("inclusion", "Allergy to Dermatophagoides", "disease_diagnosis hypersensitivity"),
        ("exclusion", "Concomitant skin disease", "skin"),
        ("exclusion", "Patients taking anticoagulants", "concurrent_therapy"),
        ("inclusion", "A guardian willing to give permission", "consent_compliance"),
        ("inclusion", "Size of 2 cm in one diameter", "measurable_disease"),
        ("exclusion", "Gastrointestinal, renal or skin disease", "digestive renal skin"),
        ("inclusion", "Enrolled in a cardiology branch protocol", "investigational_trial"),
        ("exclusion", "IgE-mediated reactions to food", "hypersensitivity"),
        ("exclusion", "Mesenteric ischemia", "digestive"),
        ("exclusion", "Prior use of a targeted therapy of VEGF", "prior_therapy"),
        ("exclusion", "Vegetarians", "concurrent_therapy"),
        ("inclusion", "Women of nonchildbearing potential", "contraception"),
        ("exclusion", "Concurrent cancer chemotherapy", "concurrent_therapy"),
        ("exclusion", "Serious illnesses, such as kidney diseases", "comorbidity renal"),
        (
            "inclusion",
            "Positive HIV antibody test within 30 days",
            "disease_diagnosis infection_hiv",
        ),
        ("exclusion", "Current antibiotic therapy", "concurrent_therapy"),
        ("exclusion", "Using illegal drugs", "substance_use"),
        ("inclusion", "A lesion greater than 1 cm in diameter", "measurable_disease"),
        ("inclusion", "Able to comply with all other study procedures", "consent_compliance"),
        ("exclusion", "Allergic to low-molecular-weight heparins", "hypersensitivity"),
        ("inclusion", "Severe: meets any of the following", "disease_extent"),
        ("inclusion", "At high risk of osteoporosis", "musculoskeletal"),
        ("inclusion", "Children with cow's milk allergy", "disease_diagnosis hypersensitivity"),
        ("inclusion", "Allergy medications", "hypersensitivity"),
        (
            "exclusion",
            "Tumor, fracture or infection",
            "other_malignancy musculoskeletal infection_other",
        ),
        ("inclusion", "No concurrent anticancer radiotherapy", "concurrent_therapy"),
        ("exclusion", "Concomitant presence of epilepsy", "neuro_psychiatric"),
        ("exclusion", "Prior surgery", "surgery_trauma"),
        ("exclusion", "Collagen vascular disease", "autoimmune"),
        ("inclusion", "Able to complete the double-blind phase", "consent_compliance"),
        ("exclusion", "Reactions to the suspected food", "hypersensitivity"),
        ("inclusion", "No concurrent antibiotics", "concurrent_therapy"),
        ("exclusion", "Failure to sign the informed consent", "consent_compliance"),
        ("exclusion", "Third degree relative with gout", "family_genetic musculoskeletal"),
        ("exclusion", "An asthma attack", "pulmonary disease_extent"),
        ("exclusion", "Not born at this hospital", "logistics obstetric"),
        (
            "exclusion",
            "Steroids in the last 3 months for more than a day",
            "immunosuppression washout",
        ),
        ("inclusion", "Evidence of active disease by MRI", "disease_diagnosis"),
    ],
)
def test_kinds_that_a_reader_would_say(kind: str, text: str, topics: str) -> None:
    assert set(understand(kind, text)[0]) == set(topics.split())
