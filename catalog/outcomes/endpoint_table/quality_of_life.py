"""Named questionnaires of quality of life and burden."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_QOL = """
qlq_c30: EORTC QLQ-C30
    (|eortc) qlq c30; (|eortc) qlq 30; eortc qlq core 30; eortc c30; eortc qlq c 30
qlq_lc13: EORTC QLQ-LC13
    (|eortc) qlq lc13; (|eortc) qlq lc 13; qlq lc29
qlq_hn: EORTC QLQ-H&N35, -H&N43
    (|eortc) qlq (hn35|hn43); (|eortc) qlq h n (35|43); (|eortc) qlq h and n (35|43); qlq h n35;
    qlq h n43; qlq hn 35; eortc qlq h n35
qlq_br23: EORTC QLQ-BR23
    (|eortc) qlq br23; (|eortc) qlq br 23
qlq_other: EORTC module
    (|eortc) qlq (oes18|ov28|cr29|bn20|my20|hcc18|sto22|og25|pan26|cx24|il46|es18|pr25|gi5)
fact_g: FACT-G
    fact g; functional assessment of cancer therapy general
fact_hn: FACT-H&N
    fact h n; fact hn; fact h and n
fact_l: FACT-L
    fact l; functional assessment of cancer therapy lung
fact_b: FACT-B
    fact b; functional assessment of cancer therapy breast
fact_p: FACT-P
    fact p; functional assessment of cancer therapy prostate
fact_bp: FACT-BP
    fact bp; fact bone pain
fact_lym: FACT-Lym
    fact lym
fact_cog: FACT-Cog
    fact cog
facit_f: FACIT-Fatigue
    facit f; facit fatigue; fact f; fact fatigue
mdasi: MD Anderson Symptom Inventory
    mdasi (|hn); md anderson symptom inventory
mdadi: MD Anderson Dysphagia Inventory
    mdadi; md anderson dysphagia inventory
pro_ctcae: PRO-CTCAE
    pro ctcae
promis: PROMIS
    promis; patient reported outcome measurement information system
eq5d: EQ-5D
    eq 5d; eq5d; eq 5 d; euroqol; euro qol; euroqol (|5d|5 dimension); eq (5d5l|5d 5l|vas)
sf36: SF-36
    sf 36; sf36; short form 36; 36 item short form; rand 36; medical outcome study short form 36;
    sf 36 (|v2);
    short form (36|health survey) (|health survey|questionnaire); sf36v2;
    medical outcome (study|survey) (|36 item) short form
sf12: SF-12
    sf 12; sf12; short form 12; 12 item short form
whoqol: WHOQOL
    whoqol (|bref); who qol
pedsql: PedsQL
    pedsql; pediatric quality of life inventory
dlqi: Dermatology Life Quality Index
    dlqi; dermatology life quality index
rqlq: Rhinitis quality of life questionnaire
    rqlq; (rhinoconjunctivitis|allergic rhinitis|rhinitis) quality of life questionnaire
paqlq: Paediatric Asthma Quality of Life Questionnaire
    paqlq; (paediatric|pediatric) asthma quality of life questionnaire
cdlqi: Children's Dermatology Life Quality Index
    cdlqi; children s dermatology life quality index
aqlq: Asthma Quality of Life Questionnaire
    aqlq; asthma quality of life questionnaire
sgrq: St George's Respiratory Questionnaire
    sgrq; st george s respiratory questionnaire; st george respiratory questionnaire;
    saint george s respiratory questionnaire
kccq: Kansas City Cardiomyopathy Questionnaire
    kccq; kansas city cardiomyopathy questionnaire
mlhfq: Minnesota Living with Heart Failure
    mlhfq; minnesota living with heart failure
ibdq: IBDQ
    ibdq; inflammatory bowel disease questionnaire
faqlq: Food Allergy Quality of Life
    faqlq; food allergy quality of life questionnaire
kdqol: KDQOL
    kdqol (|sf|36); kidney disease quality of life
msqol: MSQOL-54
    msqol (|54); multiple sclerosis quality of life
hrqol_asthma: LCQ
    leicester cough questionnaire; =LCQ
seattle: Seattle Angina Questionnaire
    seattle angina questionnaire; =SAQ
hoos: HOOS
    hoos; hip disability and osteoarthritis outcome score
zarit: Zarit Burden Interview
    zarit (|caregiver) (|burden) (|interview|scale|inventory); =ZBI
wemwbs: WEMWBS
    (warwick edinburgh|wemwbs) (|mental wellbeing|mental well being) (|scale)
ohip: OHIP
    oral health impact profile; ohip (|14)
qids_sf: Q-LES-Q
    q le q (|sf); quality of life enjoyment and satisfaction questionnaire
famous_ms: FAMS
    functional assessment (|in|of) multiple sclerosis; =FAMS
iqol: I-QOL
    incontinence quality of life (|questionnaire|instrument); i qol; kings health questionnaire
skindex: Skindex
    skindex (|29|16)
"""

TABLE: tuple[Endpoint, ...] = (*read("qol", _QOL, measured=True, scales=True),)
