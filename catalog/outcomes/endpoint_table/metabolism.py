"""Sugar, weight, fats, bone and what blood tells of them."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_METABOLISM = """
hba1c: HbA1c
    hba1c; hemoglobin a1c; glycated hemoglobin; glycosylated hemoglobin; =A1C; hb a1c;
    glycosylated hemoglobin a1c; glycosylated haemoglobin; glycated haemoglobin; glycohemoglobin;
    hemoglobin hba1c; =HbA1C
glucose_fasting: fasting glucose
    fasting (|plasma|blood|serum) glucose; =FPG; =FBG;
    fasting (|plasma|blood|serum) (sugar|glucose level); =FBS; fasting glycemia
glucose_postprandial: postprandial glucose
    (|1 hour|one hour|2 hour|two hour) (postprandial|post prandial) (|plasma|blood) glucose
    (|level);
    =PPG;
    (|1 hour|2 hour|2 h) (post prandial|postprandial|post meal) (|plasma|blood)
    (glucose|sugar) (|excursion|increment|level)
ogtt: oral glucose tolerance
    oral glucose tolerance (|test); =OGTT
glucose: glucose
    (|plasma|serum|blood) glucose (|level|concentration); ~glucose;
    (average|mean) (|daily|24 hour) (|plasma|blood) glucose; glycemic control; glycaemic control
tir: time in range
    time in (|target|glucose|glycemic) range; percentage of time in (|target) (|glucose) range;
    =TIR
insulin_dose: insulin dose
    (|total|daily|total daily|basal|mean daily) insulin (dose|requirement|use)
insulin: insulin level
    (fasting|serum|plasma|fasting plasma|fasting serum) insulin (|level|concentration)
cpeptide: C-peptide
    (|fasting|stimulated|serum) c peptide (|level|auc)
insulin_sensitivity: insulin sensitivity
    insulin (sensitivity|resistance); homa (|ir|index); =HOMA =IR; =HOMA
beta_cell: beta-cell function
    (beta|β) cell (function|secretion); homa (beta|b|β)
weight: body weight
    (body|) weight (|loss|gain|change|reduction); weight reduction;
    (percent|percentage) weight (loss|change); weight reduced
bmi: body mass index
    body mass index; =BMI; bmi percentile
bmi_z: BMI z-score
    bmi (z score|zscore|sd score|sds|standard deviation score); body mass index z score; =zBMI
waist: waist circumference
    (waist|abdominal) circumference
waist_hip: waist-hip ratio
    waist (to|) hip ratio
body_fat: body fat
    (|percent|percentage|total|visceral|abdominal|trunk) (|body) (fat|adiposity)
    (|mass|percentage|content|area);
    =VAT; fat mass
lean_mass: lean body mass
    lean (|body) mass; fat free mass; muscle mass; skeletal muscle mass
body_composition: body composition
    body composition
liver_fat: liver fat
    (liver|hepatic|intrahepatic) (fat|steatosis|triglyceride|lipid) (|content); pdff
energy_intake: energy intake
    (|total|daily) (energy|caloric|calorie) intake; food intake; dietary intake
physical_activity: physical activity
    physical activity (|level); (daily|number of) step; step count;
    moderate to vigorous physical activity
ldl: LDL cholesterol
    (ldl|low density lipoprotein|ldl c) (|cholesterol); =LDL =C; ldl cholsterol
nonhdl: non-HDL cholesterol
    non (hdl|high density lipoprotein) (|c) (|cholesterol)
hdl: HDL cholesterol
    (hdl|high density lipoprotein|hdl c) (|cholesterol); =HDL =C
vldl: VLDL cholesterol
    (vldl|very low density lipoprotein) (|c) (|cholesterol)
triglycerides: triglycerides
    triglyceride; =TG
cholesterol: total cholesterol
    total cholesterol; =TC; cholesterol total
apob: apolipoprotein B
    apolipoprotein b; apo b; apob
apoa: apolipoprotein A-I
    apolipoprotein a (1|i); apo a1; apoa1; apo a i
lpa: lipoprotein(a)
    lipoprotein a; lp a
lipids: lipids
    (serum|blood|plasma) lipid (|profile|level); lipid (profile|level|panel);
    fasting lipid (|profile|level|concentration|panel)
adiponectin: adiponectin
    adiponectin
leptin: leptin
    leptin
calcium: serum calcium
    (|normal) serum calcium (|concentration|level)
phosphate: serum phosphate
    (|serum|plasma) (phosphate|phosphorus) (|level|concentration)
pth: parathyroid hormone
    (|intact|serum|plasma|ipth) (parathyroid hormone|parathormone); =PTH; =iPTH
vitamin_d: vitamin D level
    25 oh d level; 25 hydroxyvitamin d (|level|concentration);
    vitamin d (level|status|concentration); 25 oh d; serum 25 oh d; 25 hydroxyvitamin d; 25ohd;
    =25OHD; 25 oh vitamin d; (serum|plasma) vitamin d
uric_acid: serum uric acid
    (|serum|plasma) (uric acid|urate) (|level|concentration)
bmd: bone mineral density
    (bone mineral density|bmd) (|loss|change); bone density;
    (|lumbar spine|total hip|femoral neck|hip|spine|areal) (bone mineral density|bmd)
bone_turnover: bone turnover
    bone turnover (|marker); =CTX; =P1NP; bone specific alkaline phosphatase
hemoglobin: hemoglobin
    (|change in) (hemoglobin|haemoglobin) (level|concentration); ~hemoglobin; ~haemoglobin;
    (mean|serum) (hemoglobin|haemoglobin|hb);
    (hemoglobin|haemoglobin|hb) (level|concentration|change|value)
hematocrit: hematocrit
    hematocrit; haematocrit
ferritin: ferritin
    (|serum) ferritin; iron (store|status)
tsat: transferrin saturation
    transferrin saturation; =TSAT
crp: C-reactive protein
    c reactive protein; =CRP; hs crp; hscrp; high sensitivity c reactive protein;
    high sensitive c reactive protein
il6: interleukin 6
    (il|interleukin) 6; =IL6
tnf: TNF alpha
    (tnf|tumor necrosis factor) (alpha|α|a); =TNF; tnfα; tumor necrosis factor alpha
il1: interleukin 1
    (il|interleukin) 1 (beta|β|b); il 1β
igf1: IGF-1
    igf (1|i); insulin like growth factor (1|i)
testosterone: testosterone
    (|serum|total|free|plasma) testosterone (|level|concentration)
estradiol: estradiol
    (|serum|plasma) (estradiol|oestradiol) (|level|concentration)
prolactin: prolactin
    (|serum) prolactin (|level)
cortisol: cortisol
    (|serum|salivary|plasma|urinary) cortisol (|level|concentration)
tsh: TSH
    =TSH; thyroid stimulating hormone
height_velocity: growth
    (height|growth) velocity; (|change in) height (sds|z score|standard deviation score)
albumin: serum albumin
    serum albumin
homocysteine: homocysteine
    homocysteine
oxidative_stress: oxidative stress
    oxidative stress (|marker); malondialdehyde
"""

_DIABETES = """
hypoglycemia: hypoglycaemia
    (|incidence of|confirmed|symptomatic|nocturnal|documented|documented symptomatic|any)
    (hypoglycemia|hypoglycaemia) (|event|episode|rate);
    (hypoglycemic|hypoglycaemic) (event|episode)
hypoglycemia_severe: severe hypoglycaemia
    severe (hypoglycemia|hypoglycaemia) (|event|episode);
    severe (hypoglycemic|hypoglycaemic) (event|episode)
diabetes_onset: new diabetes
    (incidence of|new onset|incident|development of|progression to) (|type 2|type 1) diabetes;
    diabetes incidence
dka: ketoacidosis
    (|diabetic) ketoacidosis
"""

TABLE: tuple[Endpoint, ...] = (
    *read("metabolism", _METABOLISM, measured=True),
    *read("diabetes", _DIABETES),
)
