"""Harm: adverse events by kind and grade, death, dose limits."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_SAFETY = """
dlt: dose-limiting toxicity (DLT)
    dose limiting (toxicity|toxicitie|adverse event); dlt
mtd: maximum tolerated or recommended dose (MTD, RP2D)
    (maximum|maximal|maximally) (tolerated|tolerable) dose (|level); mtd; =RP2D; =RP3D; =RDE;
    =RDFE; =MTD RP2D; recommended (|phase 2|phase ii|phase 3|phase iii|part 2|phase 2 part) dose;
    recommended dose (|level|for expansion|for phase 2|for phase ii); =OBD;
    optimal biological dose
sae: serious adverse events (SAE)
    (|treatment related|drug related|related) serious adverse (event|reaction|experience|effect);
    sae; severe adverse event sae; =SUSAR; serious teae; serious ae; (treatment|drug) related sae;
    serious treatment emergent adverse event; serious treatment related adverse event; =TRSAE;
    treatment related serious teae
teae: treatment-emergent adverse events (TEAE)
    treatment emergent (|drug related) (adverse event|adverse effect|ae|toxicity); teae
trae: treatment-related adverse events (TRAE)
    (treatment|drug|study drug|therapy|vaccine) related (adverse event|adverse effect|adverse
    reaction|ae|toxicity|teae);
    =TRAE; =ADR; adverse drug reaction
irae: immune-related adverse events
    immune (related|mediated) (adverse event|ae|toxicity|adverse reaction); =irAE; =imAE
aesi: adverse events of special interest (AESI)
    (adverse event|ae) of (special|particular|clinical) interest; aesi
ae: adverse events (AE)
    adverse (event|effect|reaction|experience|drug effect); =AE; side effect; toxicity; toxicitie;
    toxic effect; untoward effect; =CTCAE grade
local_reaction: local reactions
    (injection site|infusion|infusion related|local) (|local|adverse) (reaction|event|adverse event)
dose_modification: dose modifications
    dose (modification|reduction|interruption|delay|adjustment)
mortality: mortality
    (|all cause|30 day|28 day|90 day|hospital|in hospital|overall|perioperative|postoperative)
    mortality (|rate);
    (number|rate|incidence|proportion) of death; ~death; death from any cause; all cause death;
    case fatality rate;
    (28 day|30 day|60 day|90 day|180 day|6 month|one year|1 year|operative|30 day all
    cause|icu|in icu|intensive care unit|neonatal|overall hospital|early) mortality (|rate);
    (|number of|all) (death|deaths) (|rate) from any cause; (death|mortality) from all cause;
    (total|all) (mortality|death)
trm: treatment-related mortality
    (treatment|transplant|transplantation|procedure) related (mortality|death) (|rate);
    (non relapse|nonrelapse) mortality; =NRM; =TRM
mucositis: mucositis
    (|oral|severe|radiation) mucositis; (|oral) stomatitis
neuropathy: peripheral neuropathy
    (|peripheral|sensory|chemotherapy induced peripheral) neuropathy
xerostomia: xerostomia
    xerostomia; dry mouth
dysphagia: dysphagia
    dysphagia; swallowing function
neutropenia: neutropenia
    (|febrile|severe) neutropenia
gvhd: graft-versus-host disease
    (|acute|chronic|acute and chronic) graft (versus|vs|verse) host disease; gvhd
hbv_reactivation: hepatitis B reactivation
    (hbv|hepatitis b|hepatitis b virus) reactivation
crs: cytokine release syndrome
    cytokine release syndrome
bleeding: bleeding
    (|major|clinically relevant|gastrointestinal|any|intraoperative|postoperative)
    (bleeding|hemorrhage) (|event|rate)
vte: venous thromboembolism
    (venous|deep vein) (thromboembolism|thrombosis|thromboembolic event);
    venous thrombosis and pulmonary embolism; pulmonary embolism; =VTE; =DVT
vital_signs: vital signs
    vital sign
ecg: electrocardiogram
    electrocardiogram; ecg; qtc interval; =QTcF; =QTc
laboratory: laboratory tests
    (clinical|abnormal|safety) laboratory
    (test|value|parameter|abnormality|abnormalitie|assessment|evaluation)
thrombocytopenia: thrombocytopenia
    thrombocytopenia
edema: oedema
    edema
ae_grade3: adverse events of grade 3 and above
    severe (adverse event|ae); (severe|grade 3 or higher|grade 3 or 4) (adverse event|ae)
ae_discontinuation: discontinuation because of adverse events
    discontinuation due to adverse event
"""

TABLE: tuple[Endpoint, ...] = (*read("safety", _SAFETY),)
