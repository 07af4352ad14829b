"""Gut and liver."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_GUT = """
mayo: Mayo score
    (|total|full|modified|partial) mayo score;
    (partial|full|total|modified|endoscopic|adapted|clinical) mayo (|clinic)
    (|score|subscore|endoscopic score|endoscopic subscore);
    mayo endoscopic (score|subscore)
cdai: Crohn's Disease Activity Index
    crohn (|s) disease activity index
pucai: PUCAI
    (pucai|pediatric ulcerative colitis activity index)
sescd: SES-CD
    ses cd; simple endoscopic score
ibs_sss: IBS Severity Scoring System
    ibs (sss|severity scoring system|symptom severity (scale|score|system));
    irritable bowel (|syndrome) severity scoring system
stool: stool frequency and form
    (stool (frequency|consistency|form)|bristol stool (|form) (|scale|chart)|bowel movement
    frequency|(number|frequency) of (|spontaneous|complete spontaneous) (bowel
    movement|stool)|spontaneous bowel movement);
    =CSBM; =SBM
bloating: bloating
    (bloating|abdominal distension|abdominal discomfort)
calprotectin: faecal calprotectin
    (fecal|faecal|stool) calprotectin
reflux: reflux symptoms
    (reflux|heartburn|gerd|gastroesophageal reflux) (symptom|score|episode|disease questionnaire);
    heartburn; gerd hrql
bowel_prep: quality of bowel preparation
    (boston bowel preparation (scale|score)|(quality|adequacy) of (|bowel|colon)
    (preparation|cleansing|bowel preparation)|bowel (preparation|cleansing)
    (quality|score|adequacy)|(adequate|successful) bowel (preparation|cleansing));
    =BBPS
adr: adenoma detection
    (adenoma|polyp) detection (|rate)
ulcer_healing: ulcer healing
    (gastric|duodenal|peptic) ulcer healing (|rate); healing of (erosive|reflux) esophagitis
eoe: oesophageal eosinophils
    (peak|esophageal|oesophageal|intraepithelial|mucosal) (|esophageal|tissue|intraepithelial)
    eosinophil (|count|density)
microbiome: microbiome
    (gut|intestinal|fecal|faecal|microbiota|microbiome)
    (microbiota|microbiome|composition|diversity) (|composition|diversity)
permeability: gut permeability
    (intestinal|gut) permeability
gastric_emptying: gastric emptying
    gastric (emptying|volume|residual volume) (|time|rate)
meld: MELD score
    meld (|na) (|score); model for end stage liver disease
childpugh: Child-Pugh score
    child pugh (score|class); (child (|turcotte) pugh|ctp) (|score|class)
fibrosis: liver fibrosis
    (liver|hepatic) (fibrosis|stiffness|elasticity); (ishak|metavir) (|fibrosis) (|score|stage);
    fibroscan; fibrosis (score|stage|progression|improvement)
hvpg: portal pressure
    (hepatic venous pressure gradient|portal pressure); =HVPG
nas: NAFLD activity score
    (nafld|nash) activity score; nash resolution; resolution of nash
"""

_GUT_EVENTS = """
remission: remission
    (clinical|biologic|clinical and biologic|endoscopic|steroid free) remission (|rate);
    ~remission; ~remission rate;
    (clinical|complete clinical|disease|full|symptomatic|histologic|
    corticosteroid free|deep|sustained) remission (|rate);
    remission (|of) (depression|disease); symptom remission; rate of remission
clinical_response: clinical response
    clinical response
mucosal_healing: mucosal healing
    (mucosal|endoscopic) (healing|improvement|response)
bleeding_variceal: variceal bleeding
    (variceal|esophageal variceal) (bleeding|rebleeding|hemorrhage|haemorrhage); varice rebleeding
rebleeding: rebleeding
    (rebleeding|recurrent bleeding|re bleeding) (|rate)
ascites: ascites
    ascite
encephalopathy: hepatic encephalopathy
    hepatic encephalopathy
decompensation: hepatic decompensation
    (hepatic|liver) decompensation
hcc: hepatocellular carcinoma
    (development|incidence|occurrence) of (hepatocellular carcinoma|hcc);
    presumed hepatocellular carcinoma
constipation: constipation
    constipation (|severity|symptom)
pancreatitis: pancreatitis
    (post ercp|acute|incidence of) pancreatitis
cdiff: C. difficile recurrence
    (recurrence|recurrent) (|of) (|clostridium|clostridioides|c) difficile (|infection);
    =CDI recurrence
"""

_LABORATORY = """
alt: ALT
    (=ALT|alanine (aminotransferase|transaminase)|serum alt|sgpt) (|level|normalization)
ast: AST
    (=AST|aspartate (aminotransferase|transaminase)|sgot) (|level)
liver_tests: liver tests
    liver (function test|enzyme|function|biochemistry|transaminase); (serum|hepatic) transaminase;
    =LFT
bilirubin: bilirubin
    (|serum|total|total serum) bilirubin (|level|concentration)
alp: alkaline phosphatase
    alkaline phosphatase
"""

TABLE: tuple[Endpoint, ...] = (
    *read("gut", _GUT, measured=True, scales=True),
    *read("liver", _LABORATORY, measured=True),
    *read("gut events", _GUT_EVENTS),
)
