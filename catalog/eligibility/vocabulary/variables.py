"""The variables that criteria set limits on: names, canonical units, conversions.

A new variable is one line of `VARIABLES`; a new name for one is one more phrase in its line. LOINC codes
name the measurement for display; check them against a current table before exporting.
"""

from __future__ import annotations

import msgspec

_COUNT = {"10*9/L": 1.0, "/uL": 0.001, "10*6/L": 0.001}
_ENZYME = {"U/L": 1.0, "{xULN}": 1.0}
_PERCENT = {"%": 1.0}


class Variable(msgspec.Struct, frozen=True):
    """What is measured, in which unit, and what it is called in criteria."""

    id: str
    label: str
    unit: str | None
    """Canonical UCUM unit; None for sets and words."""
    names: tuple[str, ...]
    """Phrases, `|` apart in the table below; plural and hyphens do not matter."""
    factors: dict[str, float]
    """Units as written, with the factor to the canonical one."""
    kept: frozenset[str]
    """Units that are not converted: {xULN} beside U/L."""
    bare: tuple[tuple[float, str], ...]
    """What a number without unit means: the unit of the first limit it is below."""
    low: float | None
    high: float | None
    """Thresholds outside cannot be right."""
    loinc: str | None


def _v(
    id: str,
    label: str,
    unit: str | None,
    names: str,
    factors: dict[str, float] | None = None,
    *,
    kept: str = "",
    bare: tuple[tuple[float, str], ...] = (),
    low: float | None = None,
    high: float | None = None,
    loinc: str | None = None,
) -> Variable:
    own = {unit: 1.0} if unit else {}
    phrases = tuple(name.strip() for name in names.split("|") if name.strip())
    kept_units = frozenset(kept.split())
    return Variable(
        id, label, unit, phrases, own | (factors or {}), kept_units, bare, low, high, loinc
    )


_INF = float("inf")
_BARE_COUNT = ((30.0, "10*9/L"), (_INF, "/uL"))
_BARE_PLT = ((1000.0, "10*9/L"), (_INF, "/uL"))

# fmt: off
VARIABLES: tuple[Variable, ...] = (
    _v("age", "age", "a", "age|aged|ages|year old|year of age|yr old|yr of age|y o|age range|month of age|month old|week old|day old", {"mo": 1 / 12, "wk": 1 / 52.18, "d": 1 / 365.25}, bare=((121.0, "a"),), low=0, high=120, loinc="30525-0"),
    _v("ecog", "ECOG", None, "ecog|zubrod|who performance status|world health organization performance status|ecog performance status|performance status|who ps|ecog ps|performance score|eastern cooperative oncology group|swog performance status|gog performance status|ecog score|who performance|who score|ecog/who|ecog or zubrod|ps", bare=((_INF, "{score}"),), low=0, high=5, loinc="89247-1"),
    _v("karnofsky", "Karnofsky", "%", "karnofsky|karnofsky performance status|kps|karnofsky score|karnofsky performance|karnofsky scale|karnofsky index", _PERCENT, bare=((101.0, "%"),), low=0, high=100, loinc="89243-0"),
    _v("lansky", "Lansky", "%", "lansky|lansky performance status|lps|lansky play", _PERCENT, bare=((101.0, "%"),), low=0, high=100),
    _v("life_expectancy", "life expectancy", "d", "life expectancy|expected survival|survival expectancy|estimated survival|expected survival time|anticipated survival|predicted survival|life span|anticipated life expectancy|estimated life expectancy|expected life expectancy|predicted life expectancy|expected to live|expected lifespan|expected survival period|survival time|anticipated lifespan|projected life expectancy", {"wk": 7.0, "mo": 30.4375, "a": 365.25}),
    _v("anc", "neutrophils", "10*9/L", "anc|absolute neutrophil count|neutrophil|neutrophil count|absolute neutrophil|granulocyte|granulocyte count|absolute granulocyte count|agc|neut|polymorphonuclear|absolute neutrophil value|neutrophilic granulocyte|neutropenia|granulocytopenia", _COUNT, bare=_BARE_COUNT, low=0, high=100, loinc="751-8"),
    _v("wbc", "white cells", "10*9/L", "wbc|white blood cell|white blood cell count|leukocyte|leucocyte|white cell count|leukocyte count|leucocyte count|white blood count|wbc count|white count|white cell|leukopenia|leucopenia|leukocytopenia|leucocytopenia", _COUNT, bare=_BARE_COUNT, low=0, high=500, loinc="6690-2"),
    _v("alc", "lymphocytes", "10*9/L", "alc|absolute lymphocyte count|lymphocyte|lymphocyte count|absolute lymphocyte", _COUNT, bare=_BARE_COUNT, low=0, high=500, loinc="731-0"),
    _v("plt", "platelets", "10*9/L", "platelet|platelet count|plt|thrombocyte|thrombocyte count|plts|blood platelet|thrombocytopenia|thrombopenia", _COUNT, bare=_BARE_PLT, low=0, high=3000, loinc="777-3"),
    _v("hgb", "hemoglobin", "g/dL", "hemoglobin|haemoglobin|hgb|hb|hemoglobin level|haemoglobin level|anemia|anaemia", {"g/L": 0.1, "mmol/L": 1.611, "mg/dL": 0.001}, bare=((25.0, "g/dL"), (_INF, "g/L")), low=3, high=25, loinc="718-7"),
    _v("hematocrit", "hematocrit", "%", "hematocrit|haematocrit|hct", _PERCENT, bare=((101.0, "%"),), low=10, high=75, loinc="4544-3"),
    _v("bili_direct", "direct bilirubin", "mg/dL", "direct bilirubin|conjugated bilirubin|direct bilirubin level", {"umol/L": 1 / 17.1, "{xULN}": 1.0}, kept="{xULN}", low=0, high=40, loinc="1968-7"),
    _v("bili_total", "bilirubin", "mg/dL", "bilirubin|total bilirubin|serum bilirubin|serum total bilirubin|total serum bilirubin|tbil|tb|t bili|tbili|bilirubin level|total bilirubin level|stb|bil", {"umol/L": 1 / 17.1, "{xULN}": 1.0, "mg/L": 0.1}, kept="{xULN}", bare=((15.0, "mg/dL"),), low=0, high=40, loinc="1975-2"),
    _v("ast", "AST", "U/L", "ast|aspartate aminotransferase|sgot|aspartate transaminase|serum glutamic oxaloacetic transaminase|got|aspartate amino transferase|glutamic oxaloacetic transaminase|asat|serum aspartate aminotransferase|aspartic transaminase|aspartic aminotransferase|serum glutamic oxalacetic transaminase", _ENZYME, kept="{xULN}", bare=((10.1, "{xULN}"), (_INF, "U/L")), low=0, high=5000, loinc="1920-8"),
    _v("alt", "ALT", "U/L", "alt|alanine aminotransferase|sgpt|alanine transaminase|serum glutamic pyruvic transaminase|gpt|alanine amino transferase|alat|serum alanine aminotransferase|glutamic pyruvic transaminase|glutamate pyruvate transaminase", _ENZYME, kept="{xULN}", bare=((10.1, "{xULN}"), (_INF, "U/L")), low=0, high=5000, loinc="1742-6"),
    _v("alp", "alkaline phosphatase", "U/L", "alkaline phosphatase|alp|alk phos|alkp|alk p|ap|akp", _ENZYME, kept="{xULN}", bare=((10.1, "{xULN}"), (_INF, "U/L")), low=0, high=5000, loinc="6768-6"),
    _v("ldh", "LDH", "U/L", "ldh|lactate dehydrogenase|lactic dehydrogenase|lactic acid dehydrogenase", _ENZYME, kept="{xULN}", bare=((10.1, "{xULN}"), (_INF, "U/L")), low=0, high=20000, loinc="2532-0"),
    _v("albumin", "albumin", "g/dL", "albumin|serum albumin|alb|albumin level", {"g/L": 0.1, "{xLLN}": 1.0, "mg/dL": 0.001}, kept="{xLLN}", bare=((7.0, "g/dL"), (_INF, "g/L")), low=1, high=7, loinc="1751-7"),
    _v("crcl", "creatinine clearance", "mL/min", "creatinine clearance|crcl|ccr|cockcroft gault|creatinine clearance rate|clcr|calculated creatinine clearance|cl cr|clearance|ccrcl|crcl estimated|estimated creatinine clearance|glomerular creatinine clearance|cr cl", {"mL/min/{1.73_m2}": 1.0}, kept="mL/min/{1.73_m2}", bare=((201.0, "mL/min"),), low=5, high=200, loinc="35591-7"),
    _v("egfr", "eGFR", "mL/min/{1.73_m2}", "egfr|gfr|estimated glomerular filtration rate|glomerular filtration rate|estimated gfr|radioisotope gfr|isotope glomerular filtration rate|glomerular filtration", {"mL/min": 1.0}, kept="mL/min", bare=((201.0, "mL/min/{1.73_m2}"),), low=5, high=200, loinc="98979-8"),
    _v("creatinine", "creatinine", "mg/dL", "creatinine|serum creatinine|scr|cr|creatinine level|serum creatinine level|sCr|blood creatinine|plasma creatinine|crea|serum cr|creatinine value", {"umol/L": 1 / 88.42, "{xULN}": 1.0, "mg/L": 0.1, "mmol/L": 11.31}, kept="{xULN}", bare=((12.0, "mg/dL"),), low=0.1, high=15, loinc="2160-0"),
    _v("bun", "urea nitrogen", "mg/dL", "bun|blood urea nitrogen|urea nitrogen|serum urea nitrogen|urea|blood urea", {"mg/L": 0.1, "mmol/L": 2.801, "{xULN}": 1.0}, kept="{xULN}", low=1, high=300, loinc="3094-0"),
    _v("urine_protein_24h", "24 h urine protein", "mg", "24 hour urine protein|total 24 hour protein|24 h urine protein|24 hour protein|urinary protein|proteinuria|urine protein excretion|24 hour urinary protein|24h urine protein|24 h urinary protein|24 hour urine|protein excretion|urine protein quantification|24 hour proteinuria|24 hour urine protein quantification", {"g": 1000.0, "mg/{24.h}": 1.0, "g/{24.h}": 1000.0, "mg/d": 1.0}, low=0, high=50000, loinc="2889-4"),
    _v("urine_protein_dip", "urine protein", "+", "urine protein|urinary protein|proteinuria|dipstick|urine dipstick|urine dipstick for proteinuria|dipstick proteinuria|routine urine", {}, low=0, high=4, loinc="20454-5"),
    _v("inr", "INR", "{INR}", "inr|international normalized ratio|international normalised ratio|pt inr|pt/inr|inr/pt|prothrombin time international normalized ratio", {"{xULN}": 1.0}, kept="{xULN}", bare=((15.0, "{INR}"),), low=0.5, high=12, loinc="6301-6"),
    _v("pt", "prothrombin time", "s", "prothrombin time|pt|protime", {"{xULN}": 1.0}, kept="{xULN}", bare=(), low=0, high=200, loinc="5902-2"),
    _v("aptt", "aPTT", "s", "aptt|activated partial thromboplastin time|ptt|partial thromboplastin time|a ptt", {"{xULN}": 1.0}, kept="{xULN}", bare=(), low=0, high=300, loinc="14979-9"),
    _v("lvef", "LVEF", "%", "lvef|left ventricular ejection fraction|ejection fraction|left ventricle ejection fraction|cardiac ejection fraction|ef|lv ef", _PERCENT, bare=((101.0, "%"),), low=5, high=90, loinc="10230-1"),
    _v("qtc", "QTc", "ms", "qtc|qtcf|qtcb|qtc interval|corrected qt|corrected qt interval|qt interval|qt interval corrected|mean qtc|qt c|qtc f|fridericia|mean resting corrected qt interval|qtf", {"s": 1000.0}, bare=((1000.0, "ms"),), low=200, high=700, loinc="8636-3"),
    _v("sbp", "systolic pressure", "mm[Hg]", "systolic blood pressure|systolic|sbp|systolic bp|systolic pressure", {}, bare=((301.0, "mm[Hg]"),), low=40, high=300, loinc="8480-6"),
    _v("dbp", "diastolic pressure", "mm[Hg]", "diastolic blood pressure|diastolic|dbp|diastolic bp|diastolic pressure", {}, bare=((201.0, "mm[Hg]"),), low=20, high=200, loinc="8462-4"),
    _v("nyha", "NYHA class", None, "nyha|new york heart association|nyha class|new york heart association class|new york heart association functional class|nyha functional class|new york heart association functional classification|nyha functional classification|new york heart association classification", bare=((_INF, "{class}"),), low=1, high=4, loinc="88020-3"),
    _v("child_pugh", "Child-Pugh", None, "child pugh|child pugh class|child pugh score|child turcotte pugh|cp class"),
    _v("fev1", "FEV1", "L", "fev1|forced expiratory volume in 1 second|forced expiratory volume in one second|fev 1|forced expiratory volume", {"mL": 0.001}, low=0.2, high=8, loinc="20150-9"),
    _v("fev1_pct", "FEV1 of predicted", "%", "fev1|forced expiratory volume in 1 second|forced expiratory volume in one second|fev 1|fev1 predicted|ppfev1|percent predicted fev1|forced expiratory volume", _PERCENT, bare=(), low=5, high=150, loinc="20152-5"),
    _v("dlco_pct", "DLCO of predicted", "%", "dlco|diffusing capacity|diffusion capacity|diffusing capacity of the lung for carbon monoxide|carbon monoxide diffusing capacity|lung diffusion capacity|dlco/va|diffusing capacity for carbon monoxide", _PERCENT, bare=(), low=5, high=150),
    _v("spo2", "SpO2", "%", "spo2|oxygen saturation|o2 saturation|pulse oximetry|sao2|peripheral oxygen saturation|blood oxygen saturation|saturation|pulse oximeter|sp o2|oximetry|finger oxygen saturation", _PERCENT, bare=((101.0, "%"),), low=50, high=100, loinc="59408-5"),
    _v("respiratory_rate", "respiratory rate", "/min", "respiratory rate|rr|breathing rate|respiratory frequency|respiration rate", bare=((81.0, "/min"),), low=4, high=80, loinc="9279-1"),
    _v("pf_ratio", "PaO2/FiO2", "mm[Hg]", "pao2/fio2|p/f|pf ratio|p/f ratio|pao2/fio2 ratio|oxygenation index|pao2 / fio2", {}, bare=((701.0, "mm[Hg]"),), low=30, high=700, loinc="50984-4"),
    _v("hba1c", "HbA1c", "%", "hba1c|hemoglobin a1c|glycated hemoglobin|glycosylated hemoglobin|a1c|haemoglobin a1c|hgba1c|hb a1c|glycated haemoglobin|hgb a1c", {"%": 1.0}, bare=((20.0, "%"),), low=3, high=20, loinc="4548-4"),
    _v("glucose_fasting", "fasting glucose", "mg/dL", "fasting glucose|fasting plasma glucose|fasting blood glucose|fpg|fasting blood sugar|fasting serum glucose|glucose|fasting glucose level|blood glucose|fbg|plasma glucose|blood sugar|serum glucose", {"mmol/L": 18.016}, bare=((500.0, "mg/dL"),), low=20, high=800, loinc="1558-6"),
    _v("potassium", "potassium", "mmol/L", "potassium|serum potassium|blood potassium|hypokalemia|hyperkalemia", {"mg/dL": 0.2557}, bare=((12.0, "mmol/L"),), low=1, high=10, loinc="2823-3"),
    _v("calcium", "calcium", "mg/dL", "calcium|serum calcium|corrected calcium|corrected serum calcium|albumin corrected calcium|blood calcium|ionized calcium|hypercalcemia|hypocalcemia", {"mmol/L": 4.008, "{xULN}": 1.0, "{xLLN}": 1.0}, kept="{xULN} {xLLN}", low=2, high=20, loinc="17861-6"),
    _v("crp", "CRP", "mg/L", "crp|c reactive protein|hs crp|hscrp|high sensitivity c reactive protein", {"mg/dL": 10.0, "{xULN}": 1.0}, kept="{xULN}", bare=((500.0, "mg/L"),), low=0, high=600, loinc="1988-5"),
    _v("ferritin", "ferritin", "ng/mL", "ferritin|serum ferritin", {"ug/L": 1.0}, bare=((_INF, "ng/mL"),), low=0, high=100000, loinc="2276-4"),
    _v("ddimer", "D-dimer", "ug/L", "d dimer|ddimer", {"ng/mL": 1.0, "ug/mL": 1000.0, "mg/L": 1000.0, "{xULN}": 1.0}, kept="{xULN}", low=0, high=1000000),
    _v("il6", "interleukin-6", "pg/mL", "il 6|interleukin 6|il6", {"ng/L": 1.0}, low=0, high=100000, loinc="26881-3"),
    _v("vitamin_d", "vitamin D", "ng/mL", "vitamin d|25 oh d|25(oh)d|25 hydroxyvitamin d|25 oh vitamin d|25-hydroxyvitamin d|25 ( oh ) d|25 ( oh ) vitamin d|25 ohd", {"nmol/L": 1 / 2.496, "ug/L": 1.0}, low=0, high=300),
    _v("weight", "weight", "kg", "weight|body weight|weigh|weighing|bodyweight|weighs|birth weight", {"[lb_av]": 0.45359, "g": 0.001}, bare=(), low=0.3, high=400, loinc="29463-7"),
    _v("bmi", "BMI", "kg/m2", "bmi|body mass index|body mass index ( bmi )", {"kg": 1.0}, bare=((100.0, "kg/m2"),), low=8, high=90, loinc="39156-5"),
    _v("body_temp", "temperature", "Cel", "temperature|body temperature|fever|tympanic|oral temperature|axillary temperature|febrile|temp", {"[degF]": 5 / 9}, bare=((46.0, "Cel"),), low=30, high=45, loinc="8310-5"),
    _v("weight_loss_pct", "weight loss", "%", "weight loss|loss of body weight|loss of weight|lost", _PERCENT, low=0, high=80),
    _v("pd_l1_cps", "PD-L1 CPS", "{CPS}", "cps|combined positive score|pd l1 cps|pd l1 combined positive score|combined positive score ( cps )", {"%": 1.0}, bare=((101.0, "{CPS}"),), low=0, high=100),
    _v("pd_l1_tps", "PD-L1 TPS", "%", "tps|tumor proportion score|tumour proportion score|pd l1 expression|pd l1 tps|pd l1 positive|pd l1|pd l1 tumor proportion score|tumor cell|tc", _PERCENT, bare=(), low=0, high=100, loinc="85147-7"),
    _v("psa_doubling_time", "PSA doubling time", "d", "psa doubling time|psadt|psa dt|prostate specific antigen doubling time", {"mo": 30.4375, "wk": 7.0, "a": 365.25}, low=1, high=4000),
    _v("node_short_axis", "node, short axis", "mm", "short axis|short axis diameter|short diameter|lymph node short axis", {"cm": 10.0}, low=1, high=200),
    _v("lesion_volume", "lesion volume", "cm3", "tumor volume|lesion volume|prostate volume|volume|tumor|tumour", {"mL": 1.0}, low=0, high=5000),
    _v("lesion_size", "lesion size", "mm", "lesion|longest diameter|tumor size|tumour size|measurable lesion|target lesion|measurable disease|measurable|long diameter|tumor diameter|lesion diameter|diameter|long axis|longest dimension|nodule|mass|tumor|tumour|longest diameter of|maximum diameter|metastase", {"cm": 10.0}, low=0.5, high=400),
    _v("prior_lines", "prior lines", "{lines}", "prior line|prior regimen|previous line|prior systemic regimen|line of therapy|prior therapy|prior chemotherapy regimen|prior systemic therapy|line of treatment|line of systemic therapy|line|regimen|line of chemotherapy|treatment line|previous regimen|line of prior therapy", {}, low=0, high=20),
    _v("toxicity_grade", "toxicity grade", "{CTCAE_grade}", "toxicity|adverse event|neuropathy|ctcae|grade|toxic event|adverse reaction|side effect|toxic effect|adverse effect", {}, low=0, high=5),
    _v("steroid_dose_per_kg", "steroid dose per kg", "mg/kg/d", "prednisone|prednisolone|methylprednisolone|steroid|corticosteroid|dexamethasone|hydrocortisone|glucocorticoid", {}, low=0, high=50),
    _v("steroid_dose", "steroid dose", "mg/d", "prednisone|prednisolone|methylprednisolone|steroid|corticosteroid|dexamethasone|hydrocortisone|prednisone equivalent|glucocorticoid|systemic steroid|systemic corticosteroid|cortisone", {"mg": 1.0}, low=0, high=2000),
    _v("smoking_pack_years", "pack-years", "{pack-years}", "smoking|smoker|pack year|smoking history|tobacco|smoked|cigarette", {}, low=0, high=300),
    _v("hiv_vl", "HIV viral load", "{copies}/mL", "hiv viral load|hiv level|viral load|hiv rna|hiv 1 rna|plasma hiv rna|hiv rna level|plasma hiv 1 rna", {}, bare=((_INF, "{copies}/mL"),), low=0, high=100000000, loinc="20447-9"),
    _v("cd4", "CD4 cells", "/uL", "cd4|cd4 count|cd4 cell count|cd4 t cell count|cd4 lymphocyte|cd4 + t cell|cd4 + t cell count|cd4 + count|cd4 cell|cd4 t cell|cd4 +|t cell count|cd4 + cell count", {"10*9/L": 1000.0}, bare=((_INF, "/uL"),), low=0, high=5000, loinc="24467-3"),
)
# fmt: on

BY_ID: dict[str, Variable] = {variable.id: variable for variable in VARIABLES}
ORDINAL = frozenset({"ecog", "nyha", "child_pugh"})
"""Scales whose limits are sets of grades."""
FULL_SCALE: dict[str, tuple[int | str, ...]] = {
    "ecog": (0, 1, 2, 3, 4),
    "nyha": (1, 2, 3, 4),
    "child_pugh": ("A", "B", "C"),
}
# Measurements without a variable here: they take their own numbers, so that no other name does.
OTHER_MEASURES: tuple[str, ...] = tuple(
    """duration|total lung capacity|tlc|fvc|vital capacity|forced vital capacity|kco|residual volume|psa|prostate specific antigen|testosterone|sodium|magnesium|phosphate|phosphorus|uric acid|lipase|amylase|creatine kinase|cpk|creatine phosphokinase|troponin|bnp|nt probnp|tsh|thyroid stimulating hormone|free t4|cholesterol|ldl|ldl cholesterol|ldl c|hdl|triglyceride|fibrinogen|reticulocyte|blast|eosinophil|eosinophil count|ige|hcg|beta hcg|gleason|gleason score|heart rate|pulse|pulse rate|qrs|pr interval|mmse|mini mental state examination|moca|madrs|hamd|ham d|hdrs|phq 9|pasi|das28|edss|cdr|vas|nrs|visual analog scale|pain score|pain intensity|iop|intraocular pressure|visual acuity|ggt|gamma glutamyl transferase|ammonia|lactate|procalcitonin|parathyroid hormone|pth|ipth|insulin|c peptide|igf 1|cortisol|prolactin|fsh|follicle stimulating hormone|lh|amh|estradiol|haptoglobin|transferrin|transferrin saturation|tsat|plasma cell|m protein|free light chain|light chain|bicarbonate|chloride|rdw|mcv|egfr mutation|ki 67|tumor mutational burden|tmb|nihss|mrs|modified rankin|rankin|asa|apache ii|sofa|meld|meld score|gcs|glasgow coma scale|gcs score|ahi|bone mineral density|t score|cobb angle|crown|pocket depth|probing depth|waist circumference|height|urine albumin creatinine ratio|uacr|acr|total protein|fev1/fvc|hbv dna|hcv rna|cmv|ebv dna|platelet reactivity|urine output|cardiac index|aha|qol""".split(
        "|"
    )
)
# A measurement that several names stand for together.
TOGETHER: dict[str, tuple[str, ...]] = {
    "lft": ("ast", "alt"),
    "liver function test": ("ast", "alt"),
    "transaminase": ("ast", "alt"),
    "aminotransferase": ("ast", "alt"),
    "serum transaminase": ("ast", "alt"),
    "hepatic transaminase": ("ast", "alt"),
    "liver enzyme": ("ast", "alt"),
    "hepatic enzyme": ("ast", "alt"),
    "liver transaminase": ("ast", "alt"),
    "ast/alt": ("ast", "alt"),
    "alt/ast": ("alt", "ast"),
    "blood pressure": ("sbp", "dbp"),
    "bp": ("sbp", "dbp"),
    "hypertension": ("sbp", "dbp"),
}


def label(variable: str) -> str:
    """What people call a variable."""
    known = BY_ID.get(variable)
    return (
        known.label
        if known
        else variable.replace("ts.", "time since ").replace("_", " ").replace("prior.", "prior ")
    )
