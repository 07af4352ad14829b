"""Scales and events of psychiatry and addiction."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_MIND = """
hads: Hospital Anxiety and Depression Scale
    hospital anxiety (|and) depression scale; =HADS
phq9: PHQ-9
    phq 9; patient health questionnaire 9; patient health questionnaire
phq_a: PHQ for adolescents
    =PHQ =A; patient health questionnaire (adolescent|for adolescent)
gad7: GAD-7
    gad 7; generalized anxiety disorder 7
hamd: Hamilton Depression Rating Scale
    hamilton (depression rating scale|rating scale for depression|depression scale); =HAMD;
    =HAM =D; =HDRS; hamilton (|rating) (|scale) (|for) depression (|rating|scale|score); ham d;
    hamd; hdrs; ham d17; hamd17; hrsd; hdrs17; hamd 17; =HAM =D (17|21|24)
hama: Hamilton Anxiety Rating Scale
    hamilton (anxiety rating scale|rating scale for anxiety|anxiety scale); ham a; hama; =HARS
madrs: MADRS
    madrs; montgomery (asberg|åsberg) depression (rating scale|scale)
bdi: Beck Depression Inventory
    beck (|s) depression inventory; =BDI =II; =BDI; bdi ii; =BDI =2; beck depression (scale|score)
bai: Beck Anxiety Inventory
    beck anxiety inventory; =BAI
cesd: CES-D
    ces d; cesd; center for epidemiologic study depression (|scale)
epds: Edinburgh Postnatal Depression Scale
    edinburgh (postnatal|post natal|postpartum) depression scale; =EPDS
gds: Geriatric Depression Scale
    geriatric depression scale; =GDS
cdrs: Children's Depression Rating Scale
    children s depression rating scale; cdrs (|r)
qids: QIDS
    qids (|sr|c); quick inventory of depressive symptomatology;
    inventory of depressive symptomatology
ymrs: Young Mania Rating Scale
    young mania rating scale; ymrs
stai: State-Trait Anxiety Inventory
    state trait anxiety inventory; stai (|s|t); spielberger
lsas: Liebowitz Social Anxiety Scale
    liebowitz social anxiety scale; lsas
panss: PANSS
    panss; positive and negative syndrome (|scale|score|scale score);
    panss (|total) (|score)
bprs: Brief Psychiatric Rating Scale
    brief psychiatric rating scale; bprs
sans: SANS
    scale for (|the) assessment of negative symptom; =SANS
saps: SAPS
    scale for (|the) assessment of positive symptom; =SAPS
cgi_s: CGI severity
    clinical global impression (|scale) (|of|for) (severity|s) (|of illness); cgi s;
    clinical global impression scale severity; =CGIS
cgi_i: CGI improvement
    clinical global impression (|scale) (|of|for) (improvement|i|change); cgi (i|c); =CGII;
    clinician global impression of (change|improvement)
cgi: Clinical Global Impression
    clinical global impression (|scale|score); =CGI
pgi: patient's global impression
    patient (|s) global impression (|of) (|change|improvement|severity); pgi (c|i|s); =PGIC; =PGI
gaf: Global Assessment of Functioning
    global assessment of functioning (|scale|score); =GAF
psp: Personal and Social Performance
    personal and social performance (|scale); =PSP
sds: Sheehan Disability Scale
    sheehan disability scale
whodas: WHODAS
    whodas (|2); who das; who disability assessment schedule;
    world health organization disability assessment (schedule|scale)
caps: CAPS (PTSD)
    clinician administered ptsd scale; =CAPS; caps 5
pcl: PTSD Checklist
    ptsd checklist; pcl (5|c|m)
ybocs: Y-BOCS
    (yale brown|yale brown s) obsessive compulsive scale; y bocs; ybocs
adhd_rs: ADHD Rating Scale
    adhd rating scale; adhd rs; attention deficit hyperactivity disorder rating scale
conners: Conners scale
    conners (|s) (|adult|parent|teacher|3rd) (|adhd) (|rating) (|scale|edition|rating scale)
abc: Aberrant Behavior Checklist
    aberrant behavior checklist; aberrant behaviour checklist; abc irritability
srs: Social Responsiveness Scale
    social responsiveness scale
cars: Childhood Autism Rating Scale
    childhood autism rating scale
vineland: Vineland scales
    vineland (|adaptive) (|behavior|behaviour) (|scale)
cbcl: Child Behavior Checklist
    child (behavior|behaviour) checklist; =CBCL
sdq: Strengths and Difficulties Questionnaire
    strength and difficulty questionnaire
cssrs: Columbia Suicide Severity Rating Scale
    columbia suicide severity rating scale; c ssrs; cssrs
suicidality: suicidality
    (suicidal|suicide) (ideation|behavior|behaviour|thought|attempt|risk); suicidality
pss: Perceived Stress Scale
    perceived stress scale; =PSS
stress: stress
    (perceived|psychological|parenting|parental) (stress|distress); ~stress
dass: DASS
    depression anxiety (|and) stress scale; dass (21|42)
scl90: SCL-90
    scl 90 (|r); symptom checklist 90
audit: AUDIT
    alcohol use disorder identification test; =AUDIT
asi: Addiction Severity Index
    addiction severity index
self_esteem: self-esteem
    self esteem; rosenberg self esteem scale
self_efficacy: self-efficacy
    self efficacy
anxiety: anxiety
    (|state|symptom of) anxiety (score|level|about symptom|symptom|severity);
    (state anxiety|symptom of anxiety|severity of anxiety|change in anxiety); ~anxiety
depression: depression
    symptom of depression; (depression|depressive symptom) (score|severity); ~depression;
    depression (symptom|level|scale|index); severity of (depression|depressive symptom);
    depressive symptom; depressive symptom score; change in depression
negative_symptoms: negative symptoms
    negative symptom
positive_symptoms: positive symptoms
    (|persistent) positive symptom
mania: manic symptoms
    (manic symptom|mania) (|score)
eps: extrapyramidal symptoms
    extrapyramidal (symptom|side effect|symptom rating scale); simpson angus (|scale)
akathisia: akathisia
    (|barnes) akathisia (|rating scale|scale); =BARS
aims: AIMS
    abnormal involuntary movement scale; =AIMS
psychotic: psychopathology
    psychopathology
sleep: sleep quality
    (|subjective) sleep quality; quality of sleep;
    sleep (disturbance|disturbance score|quality index)
psqi: Pittsburgh Sleep Quality Index
    psqi; pittsburgh sleep quality index
isi: Insomnia Severity Index
    insomnia severity index
sleep_latency: sleep latency
    (sleep (|onset) latency|latency to (|persistent) sleep|time to sleep onset); sleep onset
tst: total sleep time
    total sleep time; sleep duration; =TST
waso: wake after sleep onset
    wake (|time) after sleep onset; =WASO
ess: Epworth Sleepiness Scale
    epworth (|sleepiness) (|scale|score)
craving: craving
    (|cocaine|alcohol|opioid|drug|tobacco|nicotine|smoking|cigarette) craving (|score|scale)
withdrawal: withdrawal symptoms
    (|opioid|opiate|nicotine|tobacco|alcohol|drug) withdrawal
    (symptom|severity|syndrome|scale|score)
drinking: drinking
    (heavy drinking day|drink per (drinking day|day|week)|drinking day|alcohol
    (consumption|use|intake)|percent (|day) (heavy drinking|abstinent)|day of heavy drinking)
cigarettes: cigarettes per day
    cigarette (per day|smoked|consumption); number of cigarette
drug_use: drug use
    (cocaine|opiate|heroin|marijuana|cannabis|methamphetamine|
    illicit drug|illicit opioid|substance|drug) (use|abuse) (|day|frequency);
    (positive|negative) urine; urine (drug screen|toxicology); opiate use
"""

_MIND_EVENTS = """
abstinence: abstinence
    (|point prevalence|smoking|continuous) abstinence (|rate); smoking cessation;
    (|7 day|prolonged|sustained|alcohol|cocaine|drug|biochemically verified|biochemically
    confirmed|tobacco) (|point prevalence) abstinence (|from smoking|from alcohol|rate);
    (smoking|tobacco) (cessation|quit) (|rate); quit (rate|smoking);
    point prevalence (|quit|abstinent)
relapse_mind: relapse (mental illness, addiction)
    time to relapse of (depression|psychosis|schizophrenia)
"""

TABLE: tuple[Endpoint, ...] = (
    *read("mind", _MIND, measured=True, scales=True),
    *read("mind events", _MIND_EVENTS),
)
