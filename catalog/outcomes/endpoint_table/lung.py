"""Breathing: what spirometers measure, attacks, symptoms, oxygen; and allergy."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_LUNG = """
fev1_fvc: FEV1/FVC
    fev1 fvc (|ratio); fev 1 fvc; fev1 to fvc ratio; tiffeneau (|pinelli) index; fev1 vc
fev1: FEV1
    fev1; fev 1; forced expiratory volume (in|) (|1|one|1 second|one second|the first second);
    forced expiratory volume (|in) (|the) (|1|one|first) (|1) (|sec|second|s) (|fev1);
    forced expiratory volume at one second
fvc: FVC
    fvc; forced vital capacity; forced expiratory vital capacity
vc: vital capacity
    vital capacity
fef: FEF 25-75
    fef (|25 75|25|50); =FEF25; forced expiratory flow; =MMEF; mid expiratory flow; fef2575
pef: peak expiratory flow
    peak expiratory flow (|rate); =PEF; =PEFR;
    (|morning|evening|am|pm|daily|mean morning) (pef|pefr|peak flow|peak expiratory flow) (|rate)
lung_volume: lung volumes
    (residual volume|total lung capacity|functional residual capacity|inspiratory capacity); =TLC;
    =FRC; =RV TLC
dlco: DLCO
    dlco; diffusing capacity; diffusion capacity; carbon monoxide diffusing capacity; =TLCO
bhr: bronchial hyperresponsiveness
    (bronchial|airway) (hyperresponsiveness|hyperreactivity|responsiveness|reactivity); =PC20;
    =PD20; methacholine (challenge|pc20|pd20)
feno: exhaled nitric oxide (FeNO)
    feno; (fractional|fraction of|fraction) exhaled nitric oxide; exhaled nitric oxide; =FENO;
    =FeNO
act: Asthma Control Test
    (|childhood|pediatric|paediatric|paediatic) asthma control test; =ACT; =cACT
acq: Asthma Control Questionnaire
    asthma control questionnaire; =ACQ; =ACQ5; acq (5|6|7)
cat: COPD Assessment Test
    copd assessment test; =CAT score
mmrc: mMRC dyspnoea scale
    (mmrc|modified medical research council|mrc|medical research council)
    (|dyspnea|dyspnoea|breathlessness) (|scale|score|questionnaire)
tdi: Transition Dyspnoea Index
    transition (dyspnea|dyspnoea) index; =TDI
borg: Borg scale
    borg (|dyspnea|dyspnoea|cr10|rpe|rating of perceived exertion) (|scale|score)
dyspnea: dyspnoea
    (dyspnea|dyspnoea|breathlessness) (|score|severity|intensity); shortness of breath
cough: cough
    cough (|frequency|severity|score|count)
spo2: oxygen saturation
    (|arterial|peripheral|blood|nocturnal) oxygen saturation; spo2; sao2; =SpO2
pao2: arterial oxygen
    pao2 (|fio2) (|ratio); arterial oxygen (|partial) pressure; p f ratio; oxygenation index;
    partial pressure of oxygen
paco2: arterial carbon dioxide
    paco2; pco2; partial pressure of carbon dioxide
abg: blood gases
    (|arterial) blood (gas|gase) (|analysis)
asthma_symptoms: asthma symptoms
    (|daily|daytime|nighttime|night time|nocturnal|total) asthma symptom (|score)
asthma_control: asthma control
    (level of|) asthma control (|level|status)
tnss: Total Nasal Symptom Score
    tnss; total nasal symptom (|severity) score;
    (|reflective|instantaneous) total nasal symptom score; =rTNSS; =iTNSS
tosss: ocular symptom score
    total (ocular|eye) symptom score; =TOSS
csms: combined symptom and medication score
    combined symptom (and|) medication score; symptom (and|) medication score;
    (combined|total combined) (|rhinitis|rhinoconjunctivitis) score; =CSMS; =TCRS
snot22: SNOT-22
    snot 22; sino nasal outcome test; snot22
nasal_polyp: nasal polyp score
    nasal polyp score; polyp (size|score|grade)
rescue: rescue medication use
    (rescue|reliever|relief|short acting (β2|beta2|beta) agonist)
    (|medication|inhaler|therapy|drug|saba|nebulised
    therapy|nebulized therapy) (use|usage|consumption|requirement|intake);
    (use|usage|number of puff|frequency of using|consumption|need) (of|for) (|a|the)
    (rescue|reliever|short acting)
    (|medication|inhaler|therapy|nebulised|nebulized|β2|beta2|bronchodilator);
    =SABA use
ocs_dose: oral corticosteroid dose
    (oral corticosteroid|ocs|oral
    steroid|prednisone|prednisolone|corticosteroid|steroid|glucocorticoid)
    (dose|use|usage|consumption|requirement|sparing) (|reduction)
eos_blood: blood eosinophils
    (|blood|peripheral|peripheral blood|serum|absolute) (eosinophil|eosinophilic) (|cell)
    (count|level|number|percentage);
    blood eosinophil; eosinophilia; rate of eosinophil
eos_sputum: sputum eosinophils
    sputum (eosinophil|eosinophilia) (|count|percentage|level);
    (induced sputum|eosinophil) (|count) in sputum
total_ige: total IgE
    total ige (|level); (serum|total serum) ige (|level); serum immunoglobulin e (|ige) (|level);
    total immunoglobulin e; serum of immunoglobulin e (|ige); (serum) total ige
baseline_tryptase: tryptase
    (|serum) tryptase (|level)
night_awakenings: night awakenings
    (nocturnal|nighttime|night time) awakening;
    awakening (at night|during the night|due to asthma)
symptom_free: symptom-free days
    (symptom|asthma symptom) free (|asthma) (day|night); asthma control day;
    (number|percentage|proportion) of symptom free day
"""

_LUNG_EVENTS = """
exacerbations: exacerbations
    (|copd|asthma|moderate or severe|severe|annual) exacerbation rate;
    (number|rate|frequency|annual rate|annualized rate) of (|copd|asthma|moderate to
    severe|severe|moderate or severe) exacerbation;
    copd exacerbation; ~exacerbation; ~asthma exacerbation;
    (|severe|moderate|acute|acute severe|moderate severe|moderate and severe|clinically
    significant|total number of|annualized total number of)
    (|asthma|copd|pulmonary|respiratory|acute) exacerbation (|rate|of asthma|of
    copd|event|frequency)
asthma_attack: asthma attacks
    asthma attack; wheezing episode
food_tolerance: tolerated dose in food challenge
    sustained unresponsiveness;
    desensitization (|rate); (oral|double blind placebo controlled) food challenge; =DBPCFC
anaphylaxis: anaphylaxis
    (incidence of|rate of|number of|systemic) (anaphylaxis|anaphylactic reaction);
    systemic allergic reaction
ventilation: mechanical ventilation
    (|invasive) mechanical ventilation; duration of (|mechanical) ventilation;
    (duration|length|day|hour|need|requirement|time) (of|on|for) (|invasive|non
    invasive|assisted) (|mechanical) ventilation;
    intubation rate; (need|requirement) for intubation
vent_free: ventilator-free days
    (ventilator|ventilation) free day
extubation: extubation
    (extubation (failure|success|time)|time to extubation|reintubation|re intubation);
    successful extubation
oxygen_need: oxygen support
    (need|requirement|duration|use) (for|of) (|supplemental) oxygen
    (|therapy|support|supplementation)
pneumonia: pneumonia
    (incidence|rate|occurrence|development) of (|ventilator associated|community
    acquired|hospital acquired|postoperative) pneumonia;
    (ventilator associated|hospital acquired|postoperative) pneumonia; =VAP; ~pneumonia
ards: ARDS
    acute respiratory distress syndrome; =ARDS
"""

TABLE: tuple[Endpoint, ...] = (
    *read("lung", _LUNG, measured=True),
    *read("lung events", _LUNG_EVENTS),
)
