"""Scales and events of neurology."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_NERVES = """
mmse: Mini-Mental State Examination
    mmse; mini mental state (examination|exam)
moca: Montreal Cognitive Assessment
    moca; montreal cognitive assessment
adas_cog: ADAS-Cog
    adas cog (|11|13|14);
    alzheimer s disease assessment scale (|cognitive) (|cognition) (|subscale)
cdr_sb: CDR Sum of Boxes
    cdr sb; clinical dementia rating (|scale) (|sum of boxe|sum of box)
adcs_adl: ADCS-ADL
    adcs adl; alzheimer s disease cooperative study activity of daily living
npi: Neuropsychiatric Inventory
    neuropsychiatric inventory; =NPI
cibic: CIBIC+
    cibic (|plus); clinician s interview based impression of change; adcs cgic
tmt: Trail Making Test
    trail making (|test|a and b)
stroop: Stroop test
    stroop (|test|color word test|task)
digit_span: digit span
    digit span (|test)
sdmt: Symbol Digit Modalities Test
    symbol digit modality test; =SDMT; digit symbol substitution test; =DSST
verbal_fluency: verbal fluency
    verbal fluency
rbans: RBANS
    rbans; repeatable battery for the assessment of neuropsychological status
cognition: cognition
    (cognitive|neurocognitive|neuropsychological)
    (function|functioning|performance|impairment|decline|outcome|testing|test|status|assessment);
    ~cognition
memory: memory
    (working|verbal|episodic|visual) memory
attention: attention
    sustained attention; ~attention
mrs: modified Rankin Scale
    modified rankin (|scale|score); =mRS; functional outcome mrs
nihss: NIH Stroke Scale
    nihss; nih stroke scale; national institute of health stroke scale; nih stroke scale score
barthel: Barthel Index
    (|modified) barthel (|adl) (|index|score)
fim: Functional Independence Measure
    functional independence measure; =FIM
adl: activities of daily living
    (|instrumental) (activity of daily living|daily living activity); =ADL; =IADL
fugl_meyer: Fugl-Meyer Assessment
    fugl meyer (|motor) (|assessment|score|scale|test) (|upper extremity); =FMA; =FMA =UE
arat: Action Research Arm Test
    action research arm test; =ARAT
wmft: Wolf Motor Function Test
    wolf motor function test; =WMFT
bbt: Box and Block Test
    box and block test
nhpt: Nine-Hole Peg Test
    (nine|9) hole peg test; =9HPT; =NHPT
grip: grip strength
    (|hand) grip (strength|force); handgrip (|strength)
muscle_strength: muscle strength
    (muscle|muscular|quadricep|isometric|isokinetic|respiratory muscle|knee extensor) strength
spasticity: spasticity
    (|modified) ashworth (|scale|score); ~spasticity; =MAS
gmfm: Gross Motor Function Measure
    gross motor function (|measure); =GMFM
berg: Berg Balance Scale
    berg balance (|scale|test); =BBS
balance: balance
    (postural|static|dynamic) (balance|stability|control|sway); ~balance
gait_speed: gait speed
    (gait|walking) (speed|velocity); (10|ten) (meter|metre|m) walk (|test); =10MWT;
    timed 25 foot walk; =T25FW
tug: Timed Up and Go
    timed up (and|&) go (|test); timed up go; =TUG
six_mwt: 6-minute walk
    (6|six) (minute|min) walk (|ing) (|test|distance);
    (6|six) (minute|min) walking (|test|distance); =6MWT; =6MWD;
    (6|six) (minute|min) walk (|ing) (test|distance) (|distance); six minute walking; 6mwd; 6 mwt;
    (6|six) minute walk test distance; 6 mwd
chair_stand: chair stand
    (sit to stand|chair stand|chair rise) (|test); (30|thirty) second chair stand (|test)
sppb: Short Physical Performance Battery
    short physical performance battery; =SPPB
physical_function: physical function
    (|lower extremity) physical (function|functioning|performance)
edss: EDSS
    edss; expanded disability status scale; extended disability status scale
msfc: MS Functional Composite
    multiple sclerosis functional composite; =MSFC
updrs: UPDRS
    updrs; mds updrs; unified parkinson s disease rating scale;
    unified parkinson disease rating scale
pdq39: PDQ-39
    pdq 39; parkinson s disease questionnaire
hoehn: Hoehn and Yahr
    hoehn (and|) yahr (|stage)
off_time: off time
    (daily|) off time; time (|spent) in the off state; =OFF time
on_time: on time
    (|daily) on time without (|troublesome) dyskinesia; =ON time
alsfrs: ALSFRS-R
    alsfrs (|r); als functional rating scale
hit6: HIT-6
    hit 6; headache impact test
midas: MIDAS
    midas; migraine disability assessment
gcs: Glasgow Coma Scale
    glasgow coma (scale|score); =GCS
gos: Glasgow Outcome Scale
    (|extended) glasgow outcome (scale|score) (|extended); =GOSE; =GOS
neurodevelopment: neurodevelopment
    (neurodevelopmental|neurodevelopment|developmental)
    (outcome|impairment|delay|status|disability);
    bayley (|scale) (|of|iii) (|infant) (|development|and toddler development)
copm: Canadian Occupational Performance Measure
    canadian occupational performance measure; =COPM
eds_fatigue: Fatigue Severity Scale
    fatigue severity scale; =FSS
mfis: Modified Fatigue Impact Scale
    (|modified) fatigue impact scale; =MFIS
neuropathy_score: neuropathy score
    (neuropathy (|symptom|total|impairment|disability) score|total neuropathy score);
    michigan neuropathy
"""

_NERVE_EVENTS = """
arr: annualised relapse rate
    (annualized|annualised|annual) relapse rate; =ARR
relapse_free: relapse-free patients
    relapse free (patient|subject|participant);
    (patient|subject|participant) (|who are) (free of relapse|without relapse)
disability_progression: disability progression
    (|confirmed|sustained|3 month confirmed|6 month confirmed) (disability|edss)
    (progression|worsening)
gd_lesions: gadolinium-enhancing lesions
    (gadolinium|gd|gad|t1 gadolinium|t1 gd) enhancing (|t1|brain) lesion; enhancing lesion
t2_lesions: T2 lesions
    (|new|new or enlarging|new or newly enlarging) t2 (|hyperintense|weighted) lesion (|volume)
brain_volume: brain volume
    (whole|) brain (volume|atrophy) (|loss)
seizures: seizures
    (|28 day|monthly|weekly) seizure (frequency|rate|count|control|reduction|activity|severity);
    (number|frequency|reduction) of (|in) seizure; ~seizure
seizure_free: seizure freedom
    seizure (free|freedom) (|rate|status|day); freedom from seizure
migraine_days: migraine days
    (|monthly|mean monthly|number of) (migraine|migraine headache) (day|attack|frequency)
headache_days: headache days
    (|monthly|moderate to severe|number of) headache (day|frequency|attack); ~headache
pain_free_2h: pain freedom at 2 hours
    (pain|headache) (free|freedom) (|response|status) (|at) (2|two) (h|hour);
    (2|two) hour pain free(|dom)
ich: intracranial haemorrhage
    (|symptomatic|any) (intracranial|intracerebral|cerebral) (hemorrhage|haemorrhage|bleeding);
    =sICH; =ICH
recanalization: recanalisation
    (recanalization|recanalisation|reperfusion) (|rate|success|grade); =TICI; =mTICI
vasospasm: vasospasm
    (|cerebral) vasospasm; delayed cerebral ischemia
delirium: delirium
    (|postoperative|emergence|incidence of) delirium; confusion assessment method; =CAM =ICU
pocd: postoperative cognitive dysfunction
    postoperative cognitive (dysfunction|decline); =POCD
falls: falls
    (number of|rate of|incidence of|fear of|risk of) fall; fall (rate|risk|incidence); ~fall
"""

TABLE: tuple[Endpoint, ...] = (
    *read("nerves", _NERVES, measured=True, scales=True),
    *read("nerve events", _NERVE_EVENTS),
)
