"""Pain, anaesthesia, operations and the stay in hospital."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_SURGERY = """
pfs_pain: freedom from pain
    pain free (rate|survival|interval)
pain_leg: leg pain
    (|ipsilateral|radicular) leg pain (|vas|intensity|score|severity); radicular pain;
    vas leg (|pain); back and leg pain
pain_back: back pain
    (|low|lower|chronic low) back pain (|vas|intensity|score|severity); vas back (|pain);
    back and leg pain
pain_neck: neck pain
    neck pain (|vas|intensity|score|severity)
pain_abdominal: abdominal pain
    abdominal pain (|intensity|score|severity)
pain_neuropathic: neuropathic pain
    neuropathic pain (|score|intensity)
bpi: Brief Pain Inventory
    brief pain inventory; =BPI
mcgill: McGill Pain Questionnaire
    (|short form) mcgill pain questionnaire; =SF =MPQ; =MPQ
pain: pain
    pain
    (intensity|score|severity|relief|reduction|assessment|evaluation|level|control|change|scale|vas|nrs|rating|on
    numeric pain rating scale|visual analog scale);
    vas pain (|score|visual analog scale);
    (postoperative|post operative|resting|average|worst) pain; vas (|score) for pain; vas of pain;
    visual analog (|scale) (|score) (for|of) pain; (numeric|numerical) pain rating scale;
    (numeric|numerical) rating scale (for|of|) pain; ~pain; intensity of pain;
    preoperative pain score; pain sensation; pain at rest; severity of pain;
    pain (visual analog scale|numerical rating scale|numeric rating scale|numerical rating
    score|score nrs|rating scale|vas score|nrs
    score|measurement|experience|management|perception|response);
    (numerical|numeric) (|pain) rating (scale|score) (|of|for) (pain);
    visual analog (|pain) (scale|score) (|vas) (|for|of) pain;
    (average|least|worst|daily|current|usual|mean|overall|average
    daily|procedural|labor|injection|acute|chronic|knee|shoulder|dynamic|resting|perioperative|dressing)
    pain (|over|intensity|score|severity|level|rating);
    vas (pain|score); level of pain; ~vas; ~nrs; pain on movement; pain during;
    pain at (rest|movement); pain vas score
pain_threshold: pain threshold
    (pressure|heat|cold) pain threshold; pain (threshold|tolerance); =PPT
opioid_use: opioid consumption
    (opioid|morphine|narcotic|analgesic) (consumption|use|requirement);
    (|total|postoperative|cumulative|24 hour|24h|intraoperative|rescue|total postoperative)
    (opioid|morphine|narcotic|analgesic|fentanyl|morphine
    equivalent|sufentanil|tramadol|oxycodone|analgesia|pain medication|nonopioid|non opioid)
    (consumption|use|usage|requirement|dose|intake|need);
    (consumption|use|need|amount|requirement|dose|total dose) (of|for)
    (|total|postoperative|rescue) (opioid|morphine|narcotic|analgesic|analgesia|fentanyl|pain
    medication);
    morphine equivalent; amount of pain medication; pain medication taken
analgesia_duration: duration of analgesia
    (duration of (|postoperative|effective|sensory|spinal) analgesia|analgesia duration)
first_analgesic: time to first analgesic
    time to (|the) first (|rescue|request|request of|request for|dose of) (|rescue)
    (analgesia|analgesic|opioid|morphine|pain medication|rescue) (|request|requirement|use);
    first (|rescue) (analgesia|analgesic) (request|requirement);
    time (to|of) first (request|requirement)
block_onset: onset of block
    (onset (time|) (of|) (|sensory|motor) block|(sensory|motor) block (onset|onset time)|onset
    of (sensory|motor|anesthesia|sensory and motor) (|block)|onset time)
block_duration: duration of block
    (duration of (sensory|motor|sensory and motor|the) block|(sensory|motor) block duration)
block_success: block success
    (block|anesthesia|anaesthesia) (success|failure) (|rate)
sedation: sedation
    (sedation (score|level|scale|depth|quality)|ramsay (|sedation) (|scale|score)|richmond
    agitation sedation scale|=RASS|level of sedation|depth of sedation)
agitation: emergence agitation
    (emergence|postoperative) (agitation|delirium agitation); paed scale;
    pediatric anesthesia emergence delirium (|scale)
recovery_quality: quality of recovery
    (quality of recovery|qor) (|15|40) (|score|questionnaire); =QoR; qor15; qor40
intubation_success: intubation success
    (|first attempt|first pass|tracheal) intubation success (|rate);
    (intubation|tracheal intubation) (attempt|condition|difficulty); success rate of intubation;
    first (pass|attempt) success
intubation_time: intubation time
    (intubation time|time (to|for) (|tracheal) intubation|duration of intubation)
wake_time: time to awakening
    (time to (eye opening|awakening|emergence|wake up)|(emergence|recovery|awakening)
    time|time to recovery from anesthesia)
map: mean arterial pressure
    (mean arterial (|blood) pressure); =MAP
hemodynamics: haemodynamics
    (hemodynamic|haemodynamic) (parameter|stability|variable|response|change)
bis: BIS
    bispectral index; =BIS
temperature: body temperature
    (|core) body temperature; core temperature
blood_loss: blood loss
    (|estimated|intraoperative|total|postoperative|perioperative|operative|surgical) blood
    loss (|volume);
    amount of bleeding
drainage: drain volume
    (drain|drainage|chest tube) (volume|output|amount); (total|volume of|amount of) drainage
length_of_stay: length of stay
    (length of|duration of) (|hospital|the hospital|hospital or icu) (stay|hospitalization);
    length of (|hospital) stay; hospital (|length of) stay; days in (|the) hospital;
    time to (|hospital) discharge;
    (|total|postoperative|post operative|icu|intensive care) (|hospital) length of (|the)
    (|hospital|icu|postoperative|post operative|icu and hospital|intensive care
    unit|inpatient|in hospital) (|hospital) stay;
    (hospital|postoperative hospital|postoperative) (stay|length of stay);
    (duration|length) of (|postoperative|post operative|inpatient) (stay|hospital
    stay|hospitalization);
    (hospital|icu) day; time to hospital discharge; time to discharge;
    day (of hospitalization|hospitalized); =LOS; length and frequency of hospitalization
icu_stay: stay in intensive care
    (icu|intensive care|intensive care unit|picu|nicu) (|length of) stay;
    (length|duration) of (|stay in|stay in the) (|the) (icu|intensive care unit|intensive
    care|picu|nicu) (|stay);
    =ICU =LOS; icu length of stay
pacu_stay: stay in recovery room
    (pacu|post anesthesia care unit|recovery room) (stay|length of stay|time|discharge|duration)
icu: intensive care
    icu admission; (|intensive care unit) icu admission;
    admission to (|the) (icu|intensive care unit)
operative_time: operative time
    (operative|operation|operating|surgical|surgery) (time|duration); duration of surgery;
    (|total|mean) (operative|operation|operating|operating
    room|surgical|surgery|procedure|procedural) (time|duration);
    (duration|length) of (|the) (surgery|operation|procedure|surgical procedure);
    length of surgery; time of (surgery|operation)
flatus: return of bowel function
    (time to (|first) (flatus|bowel movement|defecation|stool|passage of flatus|return of
    bowel function)|return of (bowel|gastrointestinal|gi) function|bowel function
    recovery|first (flatus|bowel movement|defecation)|time to flatus)
ambulation: time to walking
    (time to|) (first|early) (ambulation|mobilization|mobilisation); time to ambulation
return_to_work: return to work
    return to work (|rate); return to (work|normal activity|daily activity); sick leave;
    absenteeism; time to return to (work|normal activity)
satisfaction: satisfaction
    (patient|treatment|participant|parent|user|physician|caregiver|customer) satisfaction;
    satisfaction with (|the) (treatment|care|anesthesia|analgesia|pain
    management|procedure|surgery);
    satisfaction (score|level|rate|questionnaire|survey); ~satisfaction;
    hospital stay satisfaction;
    (satisfaction|patient|patient s|participant|surgeon|overall|maternal|family|client)
    satisfaction (|with|score|scale);
    satisfaction (|with) (|the) (intervention|outcome|service|study|program|sedation);
    satisfaction of (patient|the patient)
adherence: adherence
    (medication|treatment|patient|drug|study drug) (adherence|compliance); adherence to;
    compliance with (|the) (treatment|medication|study drug); ~adherence; ~compliance;
    (adherence|compliance) (|rate|level) (|to|with);
    (adherence|compliance) (|with|to) (|the|study)
    (treatment|drug|regimen|protocol|intervention|exercise);
    (regimen|therapy|protocol|exercise|cpap|pill|intervention|study regimen) (adherence|compliance)
feasibility: feasibility
    feasibility; feasible
acceptability: acceptability
    acceptability
recruitment: recruitment rate
    (recruitment|enrollment|accrual) rate
retention: retention rate
    retention rate; drop out rate; dropout rate
cost: cost
    (|direct|indirect|direct and indirect|total|medical|health care|healthcare) cost;
    cost effectiveness
healthcare_use: healthcare use
    (healthcare|health care|resource|health resource) (utilization|utilisation|use|resource
    utilization)
fatigue: fatigue
    fatigue (|score|severity|level)
work_productivity: WPAI
    work productivity (|and|and activity) (|activity) impairment; =WPAI
"""

_SURGERY_EVENTS = """
ponv: nausea and vomiting
    (postoperative|post operative) nausea (and|or|and or) vomiting;
    nausea (and|or|and or) vomiting; =PONV
nausea: nausea
    (|incidence of|postoperative|severity of) nausea
vomiting: vomiting
    (|incidence of|postoperative|number of) (vomiting|emesis)
shivering: shivering
    (|postoperative|perioperative|post anesthesia) shivering
hypotension: hypotension
    (|incidence of|maternal|intraoperative|post induction|postinduction|orthostatic|spinal
    induced) hypotension
bradycardia: bradycardia
    (|incidence of) bradycardia
hypoxemia: hypoxaemia
    (|incidence of) (hypoxemia|hypoxia|hypoxaemia|desaturation)
sore_throat: sore throat
    (|postoperative) sore throat
transfusion: transfusion
    (|blood|red blood cell|rbc|packed red blood cell|allogeneic|perioperative|allogeneic
    blood|number of blood|platelet|red cell) (transfusion|transfused)
    (|rate|requirement|need|unit);
    (need|requirement) for (|blood) transfusion;
    (unit|number) of (|packed) (|red) blood (|cell) transfused
anastomotic_leak: anastomotic leak
    anastomotic (leak|leakage|dehiscence|insufficiency|stricture)
fistula_pancreatic: pancreatic fistula
    (|postoperative) pancreatic fistula; =POPF
ileus: ileus
    (|postoperative|prolonged) ileus
seroma: seroma
    (seroma|hematoma|haematoma) (|formation|rate)
hernia: hernia
    (hernia recurrence|recurrence of hernia|recurrent hernia|incisional hernia|hernia
    (rate|incidence))
conversion: conversion to open surgery
    conversion (rate|to open|to laparotomy|to open surgery|to general anesthesia)
reoperation: reoperation
    (reoperation|re operation|revision surgery|reintervention) (|rate);
    (|rate of|need for|unplanned) (reoperation|re operation|reintervention|re
    intervention|revision|revision surgery|secondary surgery|secondary intervention)
readmission: readmission
    (|hospital|30 day|unplanned|30 day hospital|all cause|90 day) (readmission|re
    admission|rehospitalization) (|rate|within 30 day);
    readmission to (|the) hospital
hospitalization: hospitalisation
    (|all cause|number of|rate of) hospitalization (|rate); hospital admission;
    (|number of|rate of|all cause|any|unplanned|asthma related|disease related)
    (hospitalization|hospital admission) (|rate);
    hospitalized; hospital admission rate
ed_visits: emergency visits
    (emergency (|department|room) (visit|attendance|presentation)|ed visit|er visit)
surgical_complications: surgical complications
    (postoperative|post operative|surgical|perioperative|operative|intraoperative|procedural)
    (complication|morbidity);
    (any|overall|major|minor|wound|early|late|respiratory|pulmonary|postoperative pulmonary)
    (|postoperative|post operative|surgical) complication (|rate);
    clavien dindo (|classification|grade|score|complication);
    (postoperative|post operative|surgical|perioperative) (complication|morbidity);
    ~complication; number of complication; comprehensive complication index;
    (complication|morbidity) such as
lymphocele: lymphoedema
    (lymphedema|lymphoedema|lymphocele)
diagnostic_accuracy: diagnostic accuracy
    (diagnostic|) sensitivity and specificity; sensitivity of pet (|imaging);
    positive predictive value (|ppv); (diagnostic|) accuracy of; negative predictive value;
    diagnostic (accuracy|performance|yield); sensitivity of (|the) (test|assay|imaging|mri|ct)
"""

_CRITICAL = """
sofa: SOFA score
    =SOFA (|score); sequential organ failure assessment
apache: APACHE II
    apache (|ii|iii) (|score); =APACHE
"""

TABLE: tuple[Endpoint, ...] = (
    *read("surgery", _SURGERY, measured=True),
    *read("surgery events", _SURGERY_EVENTS),
    *read("critical", _CRITICAL, measured=True, scales=True),
)
