"""What is measured in oncology: response, progression, survival, control of the tumour."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_EFFICACY = """
orr: objective response (ORR)
    (objective|overall|objective overall|overall objective|best overall|best objective)
    (|tumor|disease|radiographic) (response|remission) (|rate);
    (|radiographic) tumor (response|remission) (|rate); (antitumor|anti tumor) response rate;
    clinical response rate; overall clinical response; tumor responded; tumor respond;
    radiographic response rate; intracranial response rate; orr; rate of objective response; =RR;
    response rate; ~tumor response; assess response; complete and partial response;
    complete plus partial response; responded to treatment
bor: best response (BOR)
    best response; =BOR
cr: complete response (CR)
    (|clinical|radiographic|metabolic) complete (response|remission) (|rate); =CR; =CRR; =CMR
pr: partial response (PR)
    partial (response|remission) (|rate); =PR; very good partial (response|remission) (|rate)
dcr: disease control (DCR)
    disease control (|rate); tumor control rate; =DCR; objective response or stable disease;
    rate of non progression
dodc: duration of disease control
    duration of (disease control|stable disease)
drr: durable response rate
    durable response (|rate); =DRR
psa_progression: time to PSA progression
    time to psa progression; psa progression
cbr: clinical benefit (CBR)
    clinical benefit (|rate); =CBR; durable clinical benefit
dor: duration of response (DoR)
    duration of (|overall|objective|the|clinical|tumor|best|best
    overall|complete|intracranial) (response|remission);
    (response|remission) duration; =DOR; =DoR
ttr: time to response (TTR)
    time to (|first|objective|best|initial|onset of|tumor) response; =TTR
ttp: time to progression (TTP)
    time to (|first|disease|tumor|objective|cancer) progression; =TTP; time to progressive disease
ttf: time to treatment failure (TTF)
    time to (|treatment) failure; =TTF
tfst: time to next treatment
    time to (|first|the) (next|subsequent) (|line of|anticancer|anti cancer) (treatment|therapy);
    =TTNT; =TFST
pfs2: second progression (PFS2)
    =PFS2; time to second progression or death; time to second progression;
    progression free survival (2|two); progression free survival on next line
ipfs: immune progression-free survival (iPFS)
    =iPFS
pfs: progression-free survival (PFS)
    progression free survival (|rate); pfs; progression free (rate|interval|proportion|time);
    survival without progression; progression free
os: overall survival (OS)
    overall survival (|rate); =OS; ~survival; ~survival rate; ~patient survival; ~survival time;
    ~length of survival; ~survival status; landmark survival; median survival;
    (overall|median) survival time
dfs: disease-free survival (DFS)
    disease free survival (|rate); =DFS; disease free (rate|interval);
    invasive disease free survival; =iDFS
efs: event-free survival (EFS)
    event free survival (|rate); =EFS
rfs: relapse-free survival (RFS)
    (relapse|recurrence) free survival (|rate); =RFS; (relapse|recurrence) free (rate|interval)
ffs: failure-free survival
    (|treatment) failure free survival (|rate); =FFS
dmfs: distant metastasis-free survival
    (|distant) (metastasis|metastase) free survival (|rate); =DMFS; =MFS
ttdm: time to death or distant metastasis
    time to death or distant (metastasis|metastase);
    time to (distant metastasis|distant metastase) or death; =TTDM
lrfs: locoregional relapse-free survival
    (locoregional|loco regional|local regional|local) (recurrence|relapse|failure|progression)
    free survival;
    =LRFS; =LRRFS; =LPFS
css: disease-specific survival
    (cancer|disease|cause|tumor|breast cancer) specific survival
lrc: locoregional control (LRC)
    (locoregional|loco regional|local regional|local and regional) (|tumor|disease) control (|rate);
    =LRC
local_control: local control
    local (|tumor|disease|orbital) control (|rate)
local_recurrence: local recurrence
    local (|tumor) (recurrence|failure|relapse) (|rate); rate of local (recurrence|failure)
lrr: locoregional recurrence
    (locoregional|loco regional|local regional) (|tumor)
    (recurrence|failure|relapse|progression) (|rate)
distant_metastasis: distant metastasis
    (distant|distal) (metastasis|metastase|metastatic) (|rate);
    (distant|distal) (failure|recurrence|relapse)
pcr: pathological complete response (pCR)
    (pathologic|pathological) complete (response|remission) (|rate); =pCR;
    complete (pathologic|pathological) (response|remission) (|rate); =tpCR
npcr: near pathological complete response
    near (pathologic|pathological) complete (response|remission) (|rate); near =pCR
mpr: major pathological response (MPR)
    major (pathologic|pathological) (response|remission) (|rate); =MPR
path_response: pathological response
    (pathologic|pathological|histopathologic|histological) (tumor|) (response|regression) (|rate);
    tumor regression grade
r0: R0 resection
    =R0 resection rate; =R0 resection; complete resection rate
mrd: minimal residual disease
    (minimal|measurable|molecular) residual disease (|negativity|status|rate|negative);
    =MRD (|negativity|negative|status|rate)
ttd: time to deterioration
    time to (|confirmed|definitive|first|symptom|sustained) deterioration
engraftment: engraftment
    (|stem cell|neutrophil|hematopoietic|platelet) engraftment
chimerism: donor chimerism
    (|full|mixed|level of) donor chimerism; chimerism
relapse: relapse rate
    (|cumulative) relapse (rate|incidence); (rate|incidence|cumulative incidence) of relapse;
    ~relapse
psa: PSA response
    =PSA (|percentage|level) (response|decrease|decline|reduction|change|progression|level);
    =PSA50
"""

_TUMOUR = """
pdl1: PD-L1 expression
    pd l1; programmed (death|cell death) ligand 1; pdl1
ctdna: circulating tumour DNA
    ctdna; circulating (tumor|free|cell free) dna; cfdna
tmb: tumour mutational burden
    tumor mutational burden; tumor mutation burden; =TMB
tils: tumour-infiltrating lymphocytes
    tumor infiltrating lymphocyte
suv: standardised uptake value
    =SUV; =SUVmax; standardized uptake value
"""

TABLE: tuple[Endpoint, ...] = (
    *read("efficacy", _EFFICACY),
    *read("tumour", _TUMOUR),
)
