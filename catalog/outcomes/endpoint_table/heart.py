"""Events and procedures of the heart and its vessels."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_HEART = """
mace: major adverse cardiac events
    mace; major adverse (cardiac|cardiovascular) event;
    major adverse (cardiac|cardiovascular|heart) (event|outcome)
macce: major adverse cardiac and cerebrovascular events (MACCE)
    =MACCE; major adverse (cardiac|cardiovascular) (and|or) cerebrovascular event;
    major adverse (cardiac|cardiovascular) cerebrovascular event
major_vascular: major vascular events
    major vascular event
cv_death: cardiovascular death
    (cardiovascular|cardiac|cv|vascular) (death|mortality);
    death from (cardiovascular|cardiac|vascular) cause
mi: myocardial infarction
    (|nonfatal|non fatal|acute) myocardial infarction;
    (target vessel|periprocedural|peri procedural) myocardial infarction
stroke: stroke
    (incidence|occurrence|rate) of stroke; (|nonfatal|non fatal|ischemic|recurrent|any) stroke;
    ~stroke
stroke_systemic: stroke or systemic embolism
    stroke (or|and) (|non central nervous system|non cns) systemic (embolism|embolic event)
hf_hospitalization: hospitalisation for heart failure
    (heart failure|hf|chf) (|related) (hospitalization|admission|readmission|rehospitalization);
    (hospitalization|admission|readmission|rehospitalization) (for|due to|because of)
    (|worsening|decompensated) (heart failure|hf|chf)
revascularization: revascularisation
    (|repeat|any|coronary|clinically driven|coronary or non coronary|target lesion or target
    vessel) (revascularization|revascularisation) (|procedure)
tlr: target lesion revascularisation (TLR)
    (|clinically driven|ischemia driven) target lesion (revascularization|revascularisation); =TLR
tvr: target vessel revascularisation (TVR)
    (|clinically driven|ischemia driven) target vessel (revascularization|revascularisation); =TVR
tvf: target vessel failure (TVF)
    target vessel failure; =TVF
tlf: target lesion failure (TLF)
    target lesion failure; =TLF; device oriented composite endpoint
stent_thrombosis: stent thrombosis
    (|definite|probable|definite or probable|definite and probable|acute|subacute|late|in)
    stent thrombosis
restenosis: restenosis
    (|binary|angiographic|angiographic binary|in stent|in segment|in stent binary|in segment
    binary) restenosis;
    (binary|angiographic binary) (in stent|in segment|) stenosis
af_recurrence: recurrence of atrial fibrillation
    (recurrence|recurrent) (|of) (atrial fibrillation|af|atrial arrhythmia|atrial tachyarrhythmia);
    (atrial fibrillation|af|atrial arrhythmia|arrhythmia) recurrence;
    freedom from (|recurrent|any) (atrial fibrillation|af|atrial arrhythmia|atrial tachyarrhythmia)
af_new: new atrial fibrillation
    (new onset|postoperative|post operative|incidence of|occurrence of) (atrial fibrillation|af);
    =POAF
arrhythmia: arrhythmias
    (|ventricular|atrial|cardiac|supraventricular) (arrhythmia|tachyarrhythmia|tachycardia)
cardiac_arrest: cardiac arrest
    (|sudden) cardiac arrest
angina: angina
    (|frequency of|unstable|stable) angina (|attack|frequency|episode|pectoris|class)
limb_ischemia: limb events
    (major adverse limb event|limb salvage|acute limb ischemia|major amputation);
    amputation (rate|free survival)
patency: patency
    (|primary|graft|secondary|assisted primary|vessel|stent graft) patency (|rate)
procedural_success: procedural success
    (procedural|procedure|device|technical|lesion|acute) success (|rate)
"""

_HEART_MEASURE = """
late_loss: late lumen loss
    (|in stent|in segment) late (|lumen|luminal) loss; =LLL; in stent =LL; in segment =LL
late_loss_index: late loss index
    late loss index
percent_stenosis: percent stenosis
    percent (|diameter|in stent|in segment) stenosis; (percent|percentage) diameter stenosis;
    diameter stenosis
bp_systolic: systolic blood pressure
    systolic (blood pressure|bp); =SBP
bp_diastolic: diastolic blood pressure
    diastolic (blood pressure|bp); =DBP
bp: blood pressure
    (|mean arterial|arterial|ambulatory) blood pressure; systolic and diastolic blood pressure
abpm_systolic: 24-hour systolic blood pressure
    (24 hour|24 h|24hr|ambulatory|24 hour ambulatory|24 hour mean ambulatory) systolic (blood
    pressure|bp);
    =SBP by =ABPM
abpm_diastolic: 24-hour diastolic blood pressure
    (24 hour|24 h|24hr|ambulatory|24 hour ambulatory|24 hour mean ambulatory) diastolic (blood
    pressure|bp)
heart_rate: heart rate
    heart rate; resting heart rate
lvef: left ventricular ejection fraction
    (|left ventricular|lv) ejection fraction; lvef; left ventricle ejection fraction
lv_mass: left ventricular mass
    (left ventricular|lv) mass (|index); =LVMI
lv_volume: left ventricular volumes
    (left ventricular|lv) (|end systolic|end diastolic|systolic|diastolic) volume (|index); =LVESV;
    =LVEDV; =LVESVI; =LVEDVI
infarct_size: infarct size
    infarct size; infarct volume
ntprobnp: NT-proBNP
    nt probnp; nt pro bnp; n terminal pro (|b type|brain) natriuretic peptide; ntprobnp
bnp: BNP
    =BNP; (brain|b type) natriuretic peptide
troponin: troponin
    (|cardiac|high sensitivity|hs) troponin (|i|t)
nyha: NYHA class
    nyha (|functional) (|class|classification);
    new york heart association (|functional) (|class|classification); =NYHA
peak_vo2: peak oxygen consumption
    (peak|maximal|maximum) (|oxygen) (vo2|consumption|uptake|oxygen consumption|oxygen uptake);
    vo2 (peak|max); vo2max; vo2peak
exercise_time: exercise time
    (|total|treadmill) exercise (time|duration|tolerance|capacity)
cardiac_output: cardiac output
    cardiac (output|index)
fmd: endothelial function
    flow mediated (dilation|dilatation|vasodilation); =FMD; endothelial function
imt: intima-media thickness
    (|carotid|carotid artery) intima media thickness; =CIMT; =IMT
pwv: pulse wave velocity
    pulse wave velocity; =PWV; arterial stiffness
pvr_lung: pulmonary vascular resistance
    pulmonary vascular resistance
pap: pulmonary artery pressure
    (|mean|systolic) pulmonary (artery|arterial) (|systolic) pressure
calcification: coronary calcification
    coronary (|artery) (calcification|calcium|calcium score); coronary artery calcium
platelet_reactivity: platelet reactivity
    platelet (reactivity|aggregation|inhibition)
"""

TABLE: tuple[Endpoint, ...] = (
    *read("heart", _HEART),
    *read("heart measure", _HEART_MEASURE, measured=True),
)
