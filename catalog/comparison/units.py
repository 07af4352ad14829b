"""Names of variables and units for people, and the topic a variable's row stands under."""

from __future__ import annotations

from catalog.eligibility.vocabulary.wording import UNITS

_UNITS = {**UNITS, "{lines}": "lines", "{CPS}": "CPS", "{CTCAE_grade}": "(grade)", "/mm3": "/mm³"}


def shown_unit(unit: str, amount: str = "") -> str:
    """A UCUM unit as clinicians write it; `1 week`, not `1 weeks`."""
    shown = _UNITS.get(unit, unit)
    return shown[:-1] if amount == "1" and unit in _COUNTED else shown


_COUNTED = frozenset({"a", "d", "wk", "mo", "h", "{lines}", "{pack-years}"})


_OWN = {
    "age": "age",
    "sex": "sex",
    "ecog": "ECOG",
    "karnofsky": "Karnofsky",
    "lansky": "Lansky",
    "life_expectancy": "life expectancy",
    "anc": "neutrophils (ANC)",
    "wbc": "white blood cells",
    "alc": "lymphocytes",
    "plt": "platelets",
    "hgb": "hemoglobin",
    "hematocrit": "hematocrit",
    "bili_total": "bilirubin",
    "bili_direct": "direct bilirubin",
    "ast": "AST",
    "alt": "ALT",
    "alp": "ALP",
    "ldh": "LDH",
    "albumin": "albumin",
    "creatinine": "creatinine",
    "crcl": "creatinine clearance",
    "egfr": "eGFR",
    "bun": "urea nitrogen",
    "urine_protein_24h": "urine protein, 24 h",
    "urine_protein_dip": "urine protein, dipstick",
    "inr": "INR",
    "pt": "PT",
    "aptt": "aPTT",
    "lvef": "LVEF",
    "qtc": "QTc",
    "sbp": "systolic blood pressure",
    "dbp": "diastolic blood pressure",
    "nyha": "NYHA class",
    "child_pugh": "Child-Pugh",
    "fev1": "FEV1",
    "fev1_pct": "FEV1, % predicted",
    "dlco_pct": "DLCO, % predicted",
    "spo2": "SpO2",
    "pf_ratio": "PaO2/FiO2",
    "hba1c": "HbA1c",
    "glucose_fasting": "fasting glucose",
    "crp": "CRP",
    "ddimer": "D-dimer",
    "il6": "IL-6",
    "vitamin_d": "vitamin D",
    "bmi": "BMI",
    "body_temp": "temperature",
    "weight_loss_pct": "weight loss",
    "pd_l1_cps": "PD-L1 CPS",
    "pd_l1_tps": "PD-L1 TPS",
    "psa_doubling_time": "PSA doubling time",
    "lesion_size": "lesion size",
    "node_short_axis": "node, short axis",
    "prior_lines": "prior lines",
    "toxicity_grade": "toxicity grade",
    "steroid_dose": "steroid dose",
    "steroid_dose_per_kg": "steroid dose per kg",
    "smoking_pack_years": "smoking",
    "hiv_vl": "HIV viral load",
    "cd4": "CD4",
    "contraception_after": "contraception after treatment",
    "hiv": "HIV",
    "hbv": "hepatitis B",
    "hcv": "hepatitis C",
    "tb": "tuberculosis",
    "covid19": "COVID-19",
    "hpv": "HPV (p16)",
    "msi": "MSI-H/dMMR",
    "her2": "HER2",
    "egfr_mut": "EGFR mutation",
    "alk": "ALK",
    "pregnancy": "pregnancy",
    "breastfeeding": "breastfeeding",
    "contraception": "contraception",
    "cns_mets": "brain metastases",
    "leptomeningeal": "leptomeningeal disease",
    "autoimmune": "autoimmune disease",
    "immunodeficiency": "immunodeficiency",
    "organ_transplant": "organ transplant",
    "sct": "stem cell transplant",
    "other_malignancy": "other malignancy",
    "ild": "ILD or pneumonitis",
    "measurable_disease": "measurable disease",
    "active_infection": "active infection",
    "mi": "myocardial infarction",
    "vte": "venous thromboembolism",
    "chf": "heart failure",
    "diabetes_uncontrolled": "uncontrolled diabetes",
    "hypertension_uncontrolled": "uncontrolled hypertension",
    "pd1": "PD-1/PD-L1",
    "ctla4": "CTLA-4",
    "cyp3a4": "CYP3A4 drugs",
    "prior.egfr": "prior anti-EGFR",
    "ts.egfr": "time since anti-EGFR",
}
"""Labels of rows, where the id with blanks or the extractor's own label does not do."""


def label(variable: str) -> str:
    """A variable's name for people: `ts.live_vaccine` is "time since live vaccine"."""
    if variable in _OWN:
        return _OWN[variable]
    kind, _, what = variable.partition(".")
    if what and kind in _KINDS:
        return f"{_KINDS[kind]} {_OWN.get(what) or what.replace('_', ' ')}"
    return variable.replace("_", " ")


_KINDS = {"ts": "time since", "prior": "prior"}

_UNDER = {
    "age": "age",
    "sex": "sex",
    "performance_status": "ecog karnofsky lansky",
    "life_expectancy": "life_expectancy",
    "measurable_disease": "measurable_disease lesion_size node_short_axis lesion_volume",
    "biomarker": "hpv msi her2 egfr_mut alk pd_l1_cps pd_l1_tps psa_doubling_time",
    "prior_therapy": "prior_lines prior.pd1 prior.ctla4 prior.chemotherapy prior.platinum "
    "prior.taxane prior.egfr prior.radiotherapy prior.biologic prior.hormonal prior.systemic "
    "prior.anticancer",
    "washout": "ts.anticancer ts.chemotherapy ts.radiotherapy ts.immunotherapy ts.pd1 ts.hormonal "
    "ts.targeted ts.biologic ts.steroids ts.immunosuppressants ts.growth_factor ts.transfusion "
    "ts.antibiotics ts.cyp3a4 ts.medication ts.sct",
    "prior_toxicity": "toxicity_grade",
    "surgery_trauma": "ts.surgery",
    "investigational_trial": "ts.investigational",
    "hematologic": "hgb plt anc wbc alc hematocrit",
    "hepatic": "bili_total bili_direct ast alt alp albumin ldh child_pugh",
    "renal": "creatinine crcl egfr bun urine_protein_24h urine_protein_dip",
    "coagulation_bleeding": "inr pt aptt vte ts.vte ts.bleeding",
    "cardiovascular": "lvef qtc sbp dbp nyha mi stroke unstable_angina chf arrhythmia "
    "hypertension_uncontrolled ts.mi ts.stroke ts.cardiovascular",
    "pulmonary": "fev1 fev1_pct dlco_pct spo2 respiratory_rate pf_ratio ild",
    "metabolic_endocrine": "hba1c glucose_fasting potassium calcium crp ferritin ddimer il6 "
    "vitamin_d diabetes_uncontrolled",
    "body_vitals": "weight bmi body_temp weight_loss_pct",
    "cns_disease": "cns_mets leptomeningeal",
    "substance_use": "smoking_pack_years ts.smoking ts.drug_use",
    "other_malignancy": "other_malignancy ts.other_malignancy",
    "autoimmune": "autoimmune ts.autoimmune_treatment",
    "immunosuppression": "immunodeficiency steroid_dose steroid_dose_per_kg",
    "transplant": "organ_transplant sct",
    "infection_hiv": "hiv hiv_vl cd4",
    "infection_hepatitis": "hbv hcv",
    "infection_other": "tb covid19 active_infection ts.infection",
    "vaccination": "ts.vaccine ts.live_vaccine",
    "effusion_ascites": "effusion",
    "pregnancy_lactation": "pregnancy breastfeeding",
    "contraception": "contraception contraception_after",
    "disease_extent": "ts.progression ts.disease_exacerbation",
    "gi_absorption": "ts.gi_event",
}
UNDER: dict[str, str] = {
    variable: topic for topic, variables in _UNDER.items() for variable in variables.split()
}
"""The topic of each variable's row."""
ROW_ORDER: dict[str, int] = {variable: place for place, variable in enumerate(UNDER)}
"""Rows within a topic in the order of the table above: hemoglobin, platelets, neutrophils ..."""
