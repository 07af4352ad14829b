"""Kidneys, transplants, bladder and prostate."""

from __future__ import annotations

from catalog.outcomes.endpoint_table.endpoint import Endpoint, read

_KIDNEY = """
esrd: kidney failure
    (end stage (renal|kidney) disease|esrd|eskd|kidney failure|renal failure|need for
    (dialysis|renal replacement therapy)|renal replacement therapy|dialysis
    (|requirement|dependence)|need for renal replacement);
    =RRT
aki: acute kidney injury
    acute (kidney injury|renal failure|renal injury); =AKI;
    (contrast induced|contrast) (nephropathy|acute kidney injury)
creatinine_doubling: doubling of creatinine
    doubling of (|serum) creatinine
rejection: rejection
    (|biopsy proven|biopsy confirmed|clinically diagnosed|biopsy proven acute|first
    acute|treated) (|acute) (|cellular) rejection (|rate|episode);
    =BPAR
graft_survival: graft survival
    (|renal|kidney|allograft|patient and|death censored|liver) (graft|allograft)
    (survival|loss|failure) (|rate)
graft_function: graft function
    (graft|allograft) function
dgf: delayed graft function
    delayed graft function; =DGF
vascular_access: vascular access
    (fistula|access|avf) (maturation|patency|thrombosis|failure)
peritonitis: peritonitis
    (|spontaneous bacterial|peritoneal dialysis related) peritonitis (|rate)
stone_free: stone-free rate
    stone free (|rate|status); stone (clearance|expulsion) (|rate|time)
incontinence: incontinence episodes
    (|urinary|urge|urgency|stress|daily urinary|fecal|faecal) (incontinence|urinary
    incontinence) (|episode|frequency|rate|event);
    continence (|rate)
micturition: micturition frequency
    (micturition|voiding|urination) (|frequency) (|episode) (per 24 hour|per day);
    (micturition|voiding|urinary) frequency; number of micturition
nocturia: nocturia
    nocturia (|episode); nocturnal void
urgency: urgency episodes
    urgency episode; number of urgency
urinary_retention: urinary retention
    (|acute|postoperative) urinary retention
"""

_KIDNEY_MEASURES = """
gfr: kidney function (GFR)
    (|estimated) (glomerular filtration rate|gfr); egfr decline; creatinine clearance;
    renal function; kidney function;
    (|estimated|measured) (glomerular filtration rate|gfr|egfr) (|slope|decline|level); =eGFR;
    =mGFR; =GFR
creatinine: serum creatinine
    serum creatinine; (|plasma|blood) creatinine (|level|concentration); ~creatinine
albuminuria: albuminuria
    (albuminuria|urinary albumin (|creatinine|excretion|to creatinine) (|ratio|rate)|urine
    albumin (|creatinine|to creatinine|excretion) (|ratio|rate)|albumin (|to) creatinine
    ratio|microalbuminuria);
    =UACR; =ACR ratio; =UAE; =UAER
proteinuria: proteinuria
    (|24 hour|24 h|urinary|urine) (proteinuria|protein excretion|urinary protein|urinary
    protein excretion|urine protein|protein (|to) creatinine ratio|protein creatinine ratio)
    (|excretion|ratio);
    =UPCR; =UPC
bun: urea
    (blood urea nitrogen|(serum|blood|plasma) urea); =BUN
ktv: dialysis adequacy
    kt v; dialysis adequacy; urea reduction ratio; =KT
potassium: potassium
    (|serum|plasma) potassium (|level|concentration)
sodium: sodium
    (serum|plasma) sodium (|level|concentration)
urine_output: urine output
    urine (output|volume); diuresis
ipss: IPSS
    international prostate symptom score; =IPSS; =I =PSS
qmax: urinary flow
    (maximum|peak|maximal) (urinary|urine) flow (|rate); =Qmax; uroflowmetry
pvr: residual urine
    (post void|postvoid) residual (|urine) (|volume)
iief: IIEF
    (international index of erectile function|iief) (|5|ef); =IIEF
erectile: erectile function
    erectile (function|dysfunction)
prostate_volume: prostate volume
    prostate (volume|size)
iciq: ICIQ
    iciq (|sf|ui|ui sf); international consultation on incontinence questionnaire
fsfi: Female Sexual Function Index
    female sexual function index; =FSFI
sexual_function: sexual function
    sexual (function|functioning|satisfaction)
"""

TABLE: tuple[Endpoint, ...] = (
    *read("kidney", _KIDNEY),
    *read("kidney measures", _KIDNEY_MEASURES, measured=True),
)
