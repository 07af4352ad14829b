"""Endpoints of trials and how registries spell them: the one table `endpoints` reads.

A spelling is a run of words in lower case, singular, American. `(a|b)` stands for either, an empty
choice for nothing; hyphens and slashes are blanks. `=word` must be written just so ("OS" is overall
survival and "os" is not, "pCR" a pathological response and "PCR" none), and a spelling that begins
with `~` counts only where the measure says nothing else ("Survival", "Pain").
"""

from __future__ import annotations

from typing import NamedTuple


class Endpoint(NamedTuple):
    """One thing that trials measure, whatever they call it."""

    id: str
    label: str
    spellings: tuple[str, ...]
    general: str = ""
    """For an endpoint that only names a field ("safety"): the family whose members replace it."""
    family: str = ""
    instrument: bool = False
    """A named questionnaire or scale: counts even where it stands in brackets."""


def _of(family: str, *rows: tuple[str, str, str], instrument: bool = False) -> tuple[Endpoint, ...]:
    return tuple(
        Endpoint(name, label, _split(spellings), family=family, instrument=instrument)
        for name, label, spellings in rows
    )


def _split(spellings: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in spellings.split(";"))


_RATE = "(|rate)"
_OBJECTIVE = "(objective|overall|objective overall|overall objective|best overall|best objective)"

EFFICACY = _of(
    "efficacy",
    (
        "orr",
        "objective response (ORR)",
        f"{_OBJECTIVE} (|tumor|disease|radiographic) (response|remission) {_RATE};"
        f"(|radiographic) tumor (response|remission) {_RATE};"
        "(antitumor|anti tumor) response rate;clinical response rate;overall clinical response;"
        "tumor responded;tumor respond;radiographic response rate;intracranial response rate;"
        "orr;rate of objective response;=RR;response rate;~tumor response;"
        "assess response;complete and partial response;complete plus partial response;"
        "responded to treatment",
    ),
    ("bor", "best response (BOR)", "best response;=BOR"),
    (
        "cr",
        "complete response (CR)",
        f"(|clinical|radiographic|metabolic) complete (response|remission) {_RATE};=CR;=CRR;=CMR",
    ),
    (
        "pr",
        "partial response (PR)",
        f"partial (response|remission) {_RATE};=PR;very good partial (response|remission) {_RATE}",
    ),
    (
        "dcr",
        "disease control (DCR)",
        f"disease control {_RATE};tumor control rate;=DCR;objective response or stable disease;"
        "rate of non progression",
    ),
    ("dodc", "duration of disease control", "duration of (disease control|stable disease)"),
    ("drr", "durable response rate", "durable response (|rate);=DRR"),
    ("psa_progression", "time to PSA progression", "time to psa progression;psa progression"),
    ("cbr", "clinical benefit (CBR)", f"clinical benefit {_RATE};=CBR;durable clinical benefit"),
    (
        "dor",
        "duration of response (DoR)",
        "duration of (|overall|objective|the|clinical|tumor|best|best overall|complete|"
        "intracranial) (response|remission);(response|remission) duration;=DOR;=DoR",
    ),
    (
        "ttr",
        "time to response (TTR)",
        "time to (|first|objective|best|initial|onset of|tumor) response;=TTR",
    ),
    (
        "ttp",
        "time to progression (TTP)",
        "time to (|first|disease|tumor|objective|cancer) "
        "progression;=TTP;time to progressive disease",
    ),
    ("ttf", "time to treatment failure (TTF)", "time to (|treatment) failure;=TTF"),
    (
        "tfst",
        "time to next treatment",
        "time to (|first|the) (next|subsequent) (|line of|"
        "anticancer|anti cancer) (treatment|therapy);=TTNT;=TFST",
    ),
    (
        "pfs2",
        "second progression (PFS2)",
        "=PFS2;time to second progression or death;time to second progression;"
        "progression free survival (2|two);progression free survival on next line",
    ),
    ("ipfs", "immune progression-free survival (iPFS)", "=iPFS"),
    (
        "pfs",
        "progression-free survival (PFS)",
        f"progression free survival {_RATE};pfs;progression free (rate|interval|proportion|time);"
        "survival without progression;progression free",
    ),
    (
        "os",
        "overall survival (OS)",
        f"overall survival {_RATE};=OS;~survival;~survival rate;~patient survival;"
        "~survival time;~length of survival;~survival status;landmark survival;median survival;"
        "(overall|median) survival time",
    ),
    (
        "dfs",
        "disease-free survival (DFS)",
        f"disease free survival {_RATE};=DFS;disease free (rate"
        "|interval);invasive disease free survival;=iDFS",
    ),
    ("efs", "event-free survival (EFS)", f"event free survival {_RATE};=EFS"),
    (
        "rfs",
        "relapse-free survival (RFS)",
        f"(relapse|recurrence) free survival {_RATE};=RFS;"
        "(relapse|recurrence) free (rate|interval)",
    ),
    ("ffs", "failure-free survival", f"(|treatment) failure free survival {_RATE};=FFS"),
    (
        "dmfs",
        "distant metastasis-free survival",
        f"(|distant) (metastasis|metastase) free survival {_RATE};=DMFS;=MFS",
    ),
    (
        "ttdm",
        "time to death or distant metastasis",
        "time to death or distant (metastasis|"
        "metastase);time to (distant metastasis|distant metastase) or death;=TTDM",
    ),
    (
        "lrfs",
        "locoregional relapse-free survival",
        "(locoregional|loco regional|local regional|"
        "local) (recurrence|relapse|failure|progression) free survival;=LRFS;=LRRFS;=LPFS",
    ),
    (
        "css",
        "disease-specific survival",
        "(cancer|disease|cause|tumor|breast cancer) specific survival",
    ),
    (
        "lrc",
        "locoregional control (LRC)",
        "(locoregional|loco regional|local regional|local and "
        f"regional) (|tumor|disease) control {_RATE};=LRC",
    ),
    ("local_control", "local control", f"local (|tumor|disease|orbital) control {_RATE}"),
    (
        "local_recurrence",
        "local recurrence",
        f"local (|tumor) (recurrence|failure|relapse) {_RATE};rate of local (recurrence|failure)",
    ),
    (
        "lrr",
        "locoregional recurrence",
        "(locoregional|loco regional|local regional) (|tumor) "
        f"(recurrence|failure|relapse|progression) {_RATE}",
    ),
    (
        "distant_metastasis",
        "distant metastasis",
        "(distant|distal) (metastasis|metastase|"
        f"metastatic) {_RATE};(distant|distal) (failure|recurrence|relapse)",
    ),
    (
        "pcr",
        "pathological complete response (pCR)",
        "(pathologic|pathological) complete (response|"
        f"remission) {_RATE};=pCR;complete (pathologic|pathological) (response|remission) {_RATE};"
        "=tpCR",
    ),
    (
        "npcr",
        "near pathological complete response",
        f"near (pathologic|pathological) complete (response|remission) {_RATE};near =pCR",
    ),
    (
        "mpr",
        "major pathological response (MPR)",
        f"major (pathologic|pathological) (response|remission) {_RATE};=MPR",
    ),
    (
        "path_response",
        "pathological response",
        "(pathologic|pathological|histopathologic|"
        f"histological) (tumor|) (response|regression) {_RATE};tumor regression grade",
    ),
    ("r0", "R0 resection", "=R0 resection rate;=R0 resection;complete resection rate"),
    (
        "mrd",
        "minimal residual disease",
        "(minimal|measurable|molecular) residual disease "
        "(|negativity|status|rate|negative);=MRD (|negativity|negative|status|rate)",
    ),
    (
        "ttd",
        "time to deterioration",
        "time to (|confirmed|definitive|first|symptom|sustained) deterioration",
    ),
    ("engraftment", "engraftment", "(|stem cell|neutrophil|hematopoietic|platelet) engraftment"),
    ("chimerism", "donor chimerism", "(|full|mixed|level of) donor chimerism;chimerism"),
    (
        "relapse",
        "relapse rate",
        "(|annualized|cumulative) relapse (rate|incidence);"
        "(rate|incidence|cumulative incidence) of relapse;~relapse",
    ),
    (
        "psa",
        "PSA response",
        "=PSA (|percentage|level) (response|decrease|decline|reduction|change|"
        "progression|level);=PSA50",
    ),
)

SAFETY = _of(
    "safety",
    ("dlt", "dose-limiting toxicity (DLT)", "dose limiting (toxicity|toxicitie|adverse event);dlt"),
    (
        "mtd",
        "maximum tolerated or recommended dose (MTD, RP2D)",
        "(maximum|maximal|maximally) (tolerated|tolerable) dose (|level);mtd;=RP2D;=RP3D;=RDE;"
        "=RDFE;=MTD RP2D;recommended (|phase 2|phase ii|phase 3|phase iii|part 2|"
        "phase 2 part) dose;recommended dose (|level|for expansion|for phase 2|for phase ii);"
        "=OBD;optimal biological dose",
    ),
    (
        "sae",
        "serious adverse events (SAE)",
        "(|treatment related|drug related|related) serious adverse (event|reaction|experience|"
        "effect);sae;severe adverse event sae;=SUSAR;serious teae;serious ae;"
        "(treatment|drug) related sae;serious treatment emergent adverse event;"
        "serious treatment related adverse event;=TRSAE;treatment related serious teae",
    ),
    (
        "teae",
        "treatment-emergent adverse events (TEAE)",
        "treatment emergent (|drug related) (adverse event|adverse effect|ae|toxicity);teae",
    ),
    (
        "trae",
        "treatment-related adverse events (TRAE)",
        "(treatment|drug|study drug|therapy|vaccine) related (adverse event|adverse effect|"
        "adverse reaction|ae|toxicity|teae);=TRAE;=ADR;adverse drug reaction",
    ),
    (
        "irae",
        "immune-related adverse events",
        "immune (related|mediated) (adverse event|ae|toxicity|adverse reaction);=irAE;=imAE",
    ),
    (
        "aesi",
        "adverse events of special interest (AESI)",
        "(adverse event|ae) of (special|particular|clinical) interest;aesi",
    ),
    (
        "ae",
        "adverse events (AE)",
        "adverse (event|effect|reaction|experience|drug effect);=AE;side effect;toxicity;toxicitie;"
        "toxic effect;untoward effect;=CTCAE grade;complication rate",
    ),
    (
        "local_reaction",
        "local and solicited reactions",
        "(solicited|injection site|infusion|"
        "infusion related|local) (|local|systemic|adverse) (reaction|event|adverse event)",
    ),
    (
        "dose_modification",
        "dose modifications",
        "dose (modification|reduction|interruption|delay|adjustment)",
    ),
    (
        "mortality",
        "mortality",
        "(|all cause|30 day|28 day|90 day|hospital|in hospital|overall|"
        "cardiovascular|perioperative|postoperative|treatment related|non relapse) mortality "
        f"{_RATE};(number|rate|incidence|proportion) of death;~death;death from any cause;"
        "all cause death;case fatality rate;=NRM;=TRM",
    ),
    ("mucositis", "mucositis", "(|oral|severe|radiation) mucositis;(|oral) stomatitis"),
    (
        "neuropathy",
        "peripheral neuropathy",
        "(|peripheral|sensory|chemotherapy induced peripheral) neuropathy",
    ),
    ("xerostomia", "xerostomia", "xerostomia;dry mouth"),
    ("dysphagia", "dysphagia", "dysphagia;swallowing function"),
    ("neutropenia", "neutropenia", "(|febrile|severe) neutropenia"),
    (
        "gvhd",
        "graft-versus-host disease",
        "(|acute|chronic|acute and chronic) graft (versus|vs|verse) host disease;gvhd",
    ),
    (
        "hbv_reactivation",
        "hepatitis B reactivation",
        "(hbv|hepatitis b|hepatitis b virus) reactivation",
    ),
    ("crs", "cytokine release syndrome", "cytokine release syndrome"),
    (
        "bleeding",
        "bleeding",
        "(|major|clinically relevant|gastrointestinal|any|intraoperative|"
        "postoperative) (bleeding|hemorrhage) (|event|rate);(|estimated|intraoperative) blood loss",
    ),
    (
        "vte",
        "venous thromboembolism",
        "(venous|deep vein) (thromboembolism|thrombosis|"
        "thromboembolic event);venous thrombosis and pulmonary embolism;pulmonary embolism;=VTE;"
        "=DVT",
    ),
    ("vital_signs", "vital signs", "vital sign"),
    ("ecg", "electrocardiogram", "electrocardiogram;ecg;qtc interval;=QTcF;=QTc"),
    (
        "laboratory",
        "laboratory tests",
        "(clinical|abnormal|safety) laboratory (test|value|"
        "parameter|abnormality|abnormalitie|assessment|evaluation)",
    ),
    (
        "reoperation",
        "reoperation",
        f"(reoperation|re operation|revision surgery|reintervention) {_RATE}",
    ),
    (
        "surgical_complications",
        "surgical complications",
        "(postoperative|post operative|surgical|"
        "perioperative|operative|intraoperative|procedural) (complication|morbidity)",
    ),
)

PHARMACOKINETICS = _of(
    "pk",
    (
        "cmax",
        "maximum concentration (Cmax)",
        "cmax;=C max;(maximum|peak) (|observed|plasma|serum|"
        "observed plasma|observed serum|drug) concentration",
    ),
    (
        "tmax",
        "time of maximum concentration (Tmax)",
        "tmax;=T max;time (to|of|to achieve|to reach) "
        "(|the) (maximum|peak|maximal) (|observed|plasma|serum|observed plasma|observed serum) "
        "concentration",
    ),
    (
        "auc",
        "area under the curve (AUC)",
        "auc;auclast;aucinf;aucta;auctau;auc0;area under "
        "(|the) (|plasma|serum|plasma or serum|plasma concentration|serum concentration|"
        "concentration) (|concentration) (|versus|vs|time) (|time) curve",
    ),
    (
        "half_life",
        "half-life",
        "(|terminal|elimination|terminal elimination|apparent terminal|"
        "plasma|biological) half life;=T1 2",
    ),
    (
        "clearance",
        "clearance",
        "(|apparent|total|systemic|oral|plasma|total body) clearance "
        "=CL;(apparent|systemic|total body|oral|plasma) clearance;=CL F;~clearance",
    ),
    ("vd", "volume of distribution", "(|apparent) volume of distribution"),
    (
        "ctrough",
        "trough concentration",
        "(trough|minimum|pre dose|predose) (|observed|plasma|"
        "serum|observed plasma|observed serum) (concentration|level);ctrough;cmin",
    ),
    (
        "pk_concentration",
        "drug concentration",
        "(serum|plasma|blood) (|drug) concentration of "
        "(|study drug);pharmacokinetic serum concentration;(plasma|serum) (drug|study drug) "
        "(concentration|level);(plasma|serum) concentration of study drug;observed concentration",
    ),
    (
        "immunogenicity",
        "immunogenicity (anti-drug antibodies)",
        "(anti drug|antidrug|"
        "antitherapeutic|anti therapeutic|anti product) antibody;(anti drug|antidrug|"
        "antitherapeutic|anti therapeutic|anti product) antibodie;=ADA;=ATA;"
        "immunogenicity;neutralizing antibody to study drug",
    ),
)

# Words that "serum concentrations of" may precede without being a drug: what the body makes.
NOT_DRUGS = frozenset(
    "immunoglobulin ige igg iga calcium glucose insulin cholesterol vitamin cytokine creatine "
    "creatinine cortisol testosterone estradiol lipid triglyceride albumin interleukin il "
    "crp ferritin iron zinc lead casein specific total 25 inflammatory".split()
)

# Words beside a spelling that make it something else: a vaccine's response rate is no tumour's.
NOT_AFTER: dict[str, frozenset[str]] = {
    "orr": frozenset(
        "antibody immune vaccine placebo virologic virological viral serologic humoral cellular "
        "biochemical hematologic molecular cytogenetic sustained immunologic complete partial "
        "anti questionnaire survey pathologic pathological".split()
    ),
    "pr": frozenset("pathologic pathological near very".split()),
    "total_ige": frozenset("specific antigen allergen".split()),
    "aqlq": frozenset("paediatric pediatric mini".split()),
    "paqlq": frozenset({"mini"}),
    "cr": frozenset("in immune virologic pathologic pathological near biochemical".split()),
    "ldl": frozenset({"very"}),
    "glucose": frozenset("fasting postprandial".split()),
    "distant_metastasis": frozenset({"or"}),
    "pdl1": frozenset("in with by to".split()),
    "ctdna": frozenset("in with by on".split()),
    "tmb": frozenset("in with by".split()),
}
NOT_BEFORE: dict[str, frozenset[str]] = {
    "orr": frozenset("signature gene prediction predictor biomarker".split()),
    "hbv_dna": frozenset("abnormal positive negative".split()),
    "pr": frozenset({"interval"}),
    "ttr": frozenset({"for"}),
    "weight": frozenset({"for"}),
    "anxiety": frozenset("inventory disorder sensitivity".split()),
    "pain_neck": frozenset({"and"}),
    "pain": frozenset("medication free related killer".split()),
    "mortality": frozenset({"signature"}),
    "abstinence": frozenset({"score", "syndrome"}),
    "healthcare_use": frozenset({"for"}),
}

GENERAL = (
    Endpoint(
        "safety",
        "safety and tolerability (no measure named)",
        _split("safety (|and) (|tolerability|tolerance);~tolerability;safety profile"),
        general="safety",
    ),
    Endpoint(
        "antitumor_activity",
        "anti-tumour activity (no measure named)",
        _split("(|clinical|preliminary) (antitumor|anti tumor) (activity|efficacy|effect)"),
        general="efficacy",
    ),
    Endpoint(
        "pk",
        "pharmacokinetics (no parameter named)",
        _split("pharmacokinetic (|pk) (|profile|parameter);=PK (|profile|parameter)"),
        general="pk",
    ),
    Endpoint(
        "qol",
        "quality of life (no instrument named)",
        _split("(|health related) quality of life (|qol);=QOL;=QoL;=HRQoL;=HRQL;=HRQOL;=HQoL"),
        general="qol",
    ),
    Endpoint(
        "lung_function",
        "lung function (no parameter named)",
        _split("(lung|pulmonary) function (|test);pulmonary ventilation test;spirometry"),
        general="lung",
    ),
)

QUALITY_OF_LIFE = _of(
    "qol",
    (
        "qlq_c30",
        "EORTC QLQ-C30",
        "(|eortc) qlq c30;(|eortc) qlq 30;eortc qlq core 30;eortc c30;eortc qlq c 30",
    ),
    ("qlq_lc13", "EORTC QLQ-LC13", "(|eortc) qlq lc13;(|eortc) qlq lc 13;qlq lc29"),
    (
        "qlq_hn",
        "EORTC QLQ-H&N35, -H&N43",
        "(|eortc) qlq (hn35|hn43);(|eortc) qlq h n (35|43);"
        "(|eortc) qlq h and n (35|43);qlq h n35;qlq h n43;qlq hn 35;eortc qlq h n35",
    ),
    ("qlq_br23", "EORTC QLQ-BR23", "(|eortc) qlq br23;(|eortc) qlq br 23"),
    (
        "qlq_other",
        "EORTC module",
        "(|eortc) qlq (oes18|ov28|cr29|bn20|my20|hcc18|sto22|og25|pan26|cx24|il46|es18|pr25|gi5)",
    ),
    ("fact_g", "FACT-G", "fact g;functional assessment of cancer therapy general"),
    ("fact_hn", "FACT-H&N", "fact h n;fact hn;fact h and n"),
    ("fact_l", "FACT-L", "fact l;functional assessment of cancer therapy lung"),
    ("fact_b", "FACT-B", "fact b;functional assessment of cancer therapy breast"),
    ("fact_p", "FACT-P", "fact p;functional assessment of cancer therapy prostate"),
    ("fact_bp", "FACT-BP", "fact bp;fact bone pain"),
    ("fact_lym", "FACT-Lym", "fact lym"),
    ("fact_cog", "FACT-Cog", "fact cog"),
    ("facit_f", "FACIT-Fatigue", "facit f;facit fatigue;fact f;fact fatigue"),
    ("mdasi", "MD Anderson Symptom Inventory", "mdasi (|hn);md anderson symptom inventory"),
    ("mdadi", "MD Anderson Dysphagia Inventory", "mdadi;md anderson dysphagia inventory"),
    ("pro_ctcae", "PRO-CTCAE", "pro ctcae"),
    ("promis", "PROMIS", "promis;patient reported outcome measurement information system"),
    ("eq5d", "EQ-5D", "eq 5d;eq5d;eq 5 d;euroqol;euro qol"),
    (
        "sf36",
        "SF-36",
        "sf 36;sf36;short form 36;36 item short form;rand 36;medical outcome study short form 36",
    ),
    ("sf12", "SF-12", "sf 12;sf12;short form 12;12 item short form"),
    ("whoqol", "WHOQOL", "whoqol (|bref);who qol"),
    ("pedsql", "PedsQL", "pedsql;pediatric quality of life inventory"),
    ("dlqi", "Dermatology Life Quality Index", "dlqi;dermatology life quality index"),
    (
        "rqlq",
        "Rhinitis quality of life questionnaire",
        "rqlq;(rhinoconjunctivitis|allergic rhinitis|rhinitis) quality of life questionnaire",
    ),
    (
        "paqlq",
        "Paediatric Asthma Quality of Life Questionnaire",
        "paqlq;(paediatric|pediatric) asthma quality of life questionnaire",
    ),
    (
        "cdlqi",
        "Children's Dermatology Life Quality Index",
        "cdlqi;children s dermatology life quality index",
    ),
    ("aqlq", "Asthma Quality of Life Questionnaire", "aqlq;asthma quality of life questionnaire"),
    (
        "sgrq",
        "St George's Respiratory Questionnaire",
        "sgrq;st george s respiratory questionnaire;"
        "st george respiratory questionnaire;saint george s respiratory questionnaire",
    ),
    (
        "kccq",
        "Kansas City Cardiomyopathy Questionnaire",
        "kccq;kansas city cardiomyopathy questionnaire",
    ),
    ("mlhfq", "Minnesota Living with Heart Failure", "mlhfq;minnesota living with heart failure"),
    ("ibdq", "IBDQ", "ibdq;inflammatory bowel disease questionnaire"),
    ("faqlq", "Food Allergy Quality of Life", "faqlq;food allergy quality of life questionnaire"),
    instrument=True,
)

SCALES = _of(
    "scale",
    (
        "odi",
        "Oswestry Disability Index",
        "oswestry (|low back pain|low back) (|disability) (index|"
        "questionnaire|score|scale);=ODI;oswestry disability",
    ),
    ("ndi", "Neck Disability Index", "neck disability index;=NDI"),
    (
        "rmdq",
        "Roland-Morris Disability Questionnaire",
        "roland morris (|disability) (|questionnaire);=RMDQ",
    ),
    (
        "tsk",
        "Tampa Scale of Kinesiophobia",
        "tampa (|scale of|scale for) kinesiophobia (|scale);=TSK",
    ),
    (
        "joa",
        "Japanese Orthopaedic Association score",
        "japanese (orthopaedic|orthopedic) association (|score);=JOA score",
    ),
    (
        "hads",
        "Hospital Anxiety and Depression Scale",
        "hospital anxiety (|and) depression scale;=HADS",
    ),
    ("phq9", "PHQ-9", "phq 9;patient health questionnaire 9"),
    ("gad7", "GAD-7", "gad 7;generalized anxiety disorder 7"),
    (
        "hamd",
        "Hamilton Depression Rating Scale",
        "hamilton (depression rating scale|rating scale "
        "for depression|depression scale);=HAMD;=HAM =D;=HDRS",
    ),
    ("madrs", "MADRS", "madrs;montgomery asberg depression rating scale"),
    ("bdi", "Beck Depression Inventory", "beck (|s) depression inventory;=BDI =II"),
    ("panss", "PANSS", "panss;positive and negative syndrome (|scale|score|scale score)"),
    ("psqi", "Pittsburgh Sleep Quality Index", "psqi;pittsburgh sleep quality index"),
    ("isi", "Insomnia Severity Index", "insomnia severity index"),
    ("mmse", "Mini-Mental State Examination", "mmse;mini mental state (examination|exam)"),
    ("moca", "Montreal Cognitive Assessment", "moca;montreal cognitive assessment"),
    ("tmt", "Trail Making Test", "trail making (|test|a and b)"),
    ("tug", "Timed Up and Go", "timed up (and|&) go (|test);timed up go;=TUG"),
    (
        "six_mwt",
        "6-minute walk",
        "(6|six) (minute|min) walk (|ing) (|test|distance);"
        "(6|six) (minute|min) walking (|test|distance);=6MWT;=6MWD",
    ),
    (
        "copm",
        "Canadian Occupational Performance Measure",
        "canadian occupational performance measure;=COPM",
    ),
    ("mrs", "modified Rankin Scale", "modified rankin (|scale|score);=mRS"),
    (
        "nihss",
        "NIH Stroke Scale",
        "nihss;nih stroke scale;national institute of health stroke scale",
    ),
    ("updrs", "UPDRS", "updrs;mds updrs;unified parkinson s disease rating scale"),
    ("edss", "EDSS", "edss;expanded disability status scale"),
    (
        "act",
        "Asthma Control Test",
        "(|childhood|pediatric|paediatric|paediatic) asthma control test;=ACT;=cACT",
    ),
    ("acq", "Asthma Control Questionnaire", "asthma control questionnaire;=ACQ"),
    ("scorad", "SCORAD", "scorad;scoring atopic dermatitis"),
    ("easi", "EASI", "eczema area and severity index;=EASI"),
    ("pasi", "PASI", "psoriasis area and severity index;=PASI"),
    ("tnss", "Total Nasal Symptom Score", "tnss;total nasal symptom (|severity) score"),
    ("snot22", "SNOT-22", "snot 22;sino nasal outcome test"),
    ("das28", "DAS28", "das28;das 28;disease activity score 28"),
    ("acr20", "ACR20", "acr20;acr 20"),
    ("haq", "Health Assessment Questionnaire", "health assessment questionnaire;=HAQ"),
    (
        "womac",
        "WOMAC",
        "womac;western ontario and mcmaster university (osteoarthritis|arthritis) index",
    ),
    ("koos", "KOOS", "koos;knee injury and osteoarthritis outcome score"),
    ("dash", "DASH", "disability of the arm shoulder and hand;=DASH;=QuickDASH"),
    ("ipss", "IPSS", "international prostate symptom score;=IPSS"),
    ("bpi", "Brief Pain Inventory", "brief pain inventory;=BPI"),
    ("mayo", "Mayo score", "(|total|full|modified|partial) mayo score"),
    ("sofa", "SOFA score", "=SOFA (|score);sequential organ failure assessment"),
    ("childpugh", "Child-Pugh score", "child pugh (score|class)"),
    instrument=True,
)

COMMON = _of(
    "common",
    ("pfs_pain", "freedom from pain", "pain free (rate|survival|interval)"),
    (
        "pain_leg",
        "leg pain",
        "(|ipsilateral|radicular) leg pain (|vas|intensity|score|severity);"
        "radicular pain;vas leg (|pain);back and leg pain",
    ),
    (
        "pain_back",
        "back pain",
        "(|low|lower|chronic low) back pain (|vas|intensity|score|"
        "severity);vas back (|pain);back and leg pain",
    ),
    ("pain_neck", "neck pain", "neck pain (|vas|intensity|score|severity)"),
    ("pain_abdominal", "abdominal pain", "abdominal pain (|intensity|score|severity)"),
    (
        "pain",
        "pain",
        "pain (intensity|score|severity|relief|reduction|assessment|evaluation|level|control|"
        "change|scale|vas|nrs|rating|on numeric pain rating scale|visual analog scale);vas pain "
        "(|score|visual analog scale);(postoperative|post operative|resting|average|worst) pain;"
        "vas (|score) for pain;vas of pain;visual analog (|scale) (|score) (for|of) pain;"
        "(numeric|numerical) pain rating scale;(numeric|numerical) rating scale (for|of|) pain;"
        "~pain;intensity of pain;"
        "preoperative pain score;pain sensation;pain at rest;severity of pain",
    ),
    (
        "opioid_use",
        "opioid consumption",
        "(opioid|morphine|narcotic|analgesic) (consumption|use|requirement)",
    ),
    ("anxiety", "anxiety", "(|state|symptom of) anxiety (|score|level|about symptom|symptom)"),
    ("depression", "depression", "(|symptom of) (depression|depressive symptom) (|score|severity)"),
    ("fatigue", "fatigue", "fatigue (|score|severity|level)"),
    (
        "hba1c",
        "HbA1c",
        "hba1c;hemoglobin a1c;glycated hemoglobin;glycosylated hemoglobin;=A1C;hb a1c",
    ),
    ("glucose_fasting", "fasting glucose", "fasting (|plasma|blood|serum) glucose;=FPG;=FBG"),
    (
        "glucose_postprandial",
        "postprandial glucose",
        "(|1 hour|one hour|2 hour|two hour) "
        "(postprandial|post prandial) (|plasma|blood) glucose (|level);=PPG",
    ),
    ("glucose", "glucose", "(|plasma|serum|blood) glucose (|level|concentration);~glucose"),
    ("bp_systolic", "systolic blood pressure", "systolic (blood pressure|bp);=SBP"),
    ("bp_diastolic", "diastolic blood pressure", "diastolic (blood pressure|bp);=DBP"),
    (
        "bp",
        "blood pressure",
        "(|mean arterial|arterial|ambulatory) blood pressure;systolic and diastolic blood pressure",
    ),
    ("heart_rate", "heart rate", "heart rate"),
    ("lvef", "left ventricular ejection fraction", "(|left ventricular|lv) ejection fraction;lvef"),
    (
        "mace",
        "major adverse cardiac events",
        "mace;major adverse (cardiac|cardiovascular) (|and cerebrovascular) event",
    ),
    ("mi", "myocardial infarction", "(|nonfatal|non fatal|acute) myocardial infarction"),
    (
        "stroke",
        "stroke",
        "(incidence|occurrence|rate) of stroke;(|nonfatal|non fatal|ischemic|"
        "recurrent|any) stroke;~stroke",
    ),
    (
        "hospitalization",
        "hospitalisation",
        "(|all cause|heart failure|number of|rate of|re) "
        "hospitalization (|rate|for heart failure);hospital admission;(|hospital) readmission;"
        "rehospitalization",
    ),
    (
        "length_of_stay",
        "length of stay",
        "(length of|duration of) (|hospital|icu|nicu|picu|the hospital|hospital or icu) "
        "(stay|hospitalization);length of (|hospital) stay;(hospital|icu) (|length of) stay;"
        "days in (|the) hospital;time to (|hospital) discharge",
    ),
    (
        "icu",
        "intensive care",
        "icu admission;(|intensive care unit) icu admission;admission to "
        "(|the) (icu|intensive care unit)",
    ),
    (
        "ventilation",
        "mechanical ventilation",
        "(|invasive) mechanical ventilation;ventilator free "
        "day;duration of (|mechanical) ventilation",
    ),
    (
        "cost",
        "cost",
        "(|direct|indirect|direct and indirect|total|medical|health care|healthcare) "
        "cost;cost effectiveness",
    ),
    (
        "healthcare_use",
        "healthcare use",
        "(healthcare|health care|resource|health resource) "
        "(utilization|utilisation|use|resource utilization)",
    ),
    ("return_to_work", "return to work", "return to work (|rate)"),
    (
        "satisfaction",
        "satisfaction",
        "(patient|treatment|participant|parent|user|physician|caregiver|customer) satisfaction;"
        "satisfaction with (|the) (treatment|care|anesthesia|analgesia|pain management|procedure|"
        "surgery);satisfaction (score|level|rate|questionnaire|survey);~satisfaction;"
        "hospital stay satisfaction",
    ),
    (
        "adherence",
        "adherence",
        "(medication|treatment|patient|drug|study drug) (adherence|compliance);adherence to;"
        "compliance with (|the) (treatment|medication|study drug);~adherence;~compliance",
    ),
    ("feasibility", "feasibility", "feasibility;feasible"),
    ("recruitment", "recruitment rate", "(recruitment|enrollment|accrual) rate"),
    ("retention", "retention rate", "retention rate;drop out rate;dropout rate"),
    (
        "abstinence",
        "abstinence",
        "(|point prevalence|smoking|continuous) abstinence (|rate);smoking cessation",
    ),
    (
        "diagnostic_accuracy",
        "diagnostic accuracy",
        "(diagnostic|) sensitivity and specificity;"
        "sensitivity of pet (|imaging);positive predictive value (|ppv);(diagnostic|) accuracy of;"
        "negative predictive value;diagnostic (accuracy|performance|yield);sensitivity of (|the) "
        "(test|assay|imaging|mri|ct)",
    ),
    ("bmd", "bone mineral density", "(bone mineral density|bmd) (|loss|change);bone density"),
    ("weight", "body weight", "(body|) weight (|loss|gain|change|reduction)"),
    ("bmi", "body mass index", "body mass index;=BMI"),
    ("ldl", "LDL cholesterol", "(ldl|low density lipoprotein|ldl c) (|cholesterol)"),
    ("hdl", "HDL cholesterol", "(hdl|high density lipoprotein|hdl c) (|cholesterol)"),
    ("triglycerides", "triglycerides", "triglyceride"),
    ("cholesterol", "total cholesterol", "total cholesterol"),
    ("lipids", "lipids", "(serum|blood|plasma) lipid (|profile|level);lipid (profile|level|panel)"),
    (
        "gfr",
        "kidney function (GFR)",
        "(|estimated) (glomerular filtration rate|gfr);egfr decline;"
        "creatinine clearance;renal function;kidney function",
    ),
    ("creatinine", "serum creatinine", "serum creatinine"),
    ("calcium", "serum calcium", "(|normal) serum calcium (|concentration|level)"),
    (
        "hemoglobin",
        "hemoglobin",
        "(|change in) (hemoglobin|haemoglobin) (level|concentration);~hemoglobin;~haemoglobin",
    ),
    ("crp", "C-reactive protein", "c reactive protein;=CRP"),
    (
        "vitamin_d",
        "vitamin D level",
        "25 oh d level;25 hydroxyvitamin d (|level|concentration);"
        "vitamin d (level|status|concentration);25 oh d;serum 25 oh d",
    ),
    ("visual_acuity", "visual acuity", "(|best corrected) visual acuity;=BCVA"),
    ("iop", "intraocular pressure", "intraocular pressure;=IOP"),
    ("ahi", "apnea-hypopnea index", "(apnea|apnoea) (hypopnea|hypopnoea) (index|episode);=AHI"),
    ("sleep", "sleep quality", "(|subjective) sleep quality;quality of sleep"),
    (
        "exacerbations",
        "exacerbations",
        "(|copd|asthma|moderate or severe|severe|annual) "
        "exacerbation rate;(number|rate|frequency|annual rate|annualized rate) of (|copd|asthma|"
        "moderate to severe|severe|moderate or severe) exacerbation;copd exacerbation;"
        "~exacerbation;~asthma exacerbation",
    ),
    (
        "remission",
        "remission",
        "(clinical|biologic|clinical and biologic|endoscopic|steroid free) "
        f"remission {_RATE};~remission;~remission rate",
    ),
    (
        "infection",
        "infection",
        "(incidence|rate|number) of (|new|lung|serious|bacterial|severe) "
        "infection;~infection;(new|serious) (|lung|bacterial|opportunistic) infection;"
        "infection rate",
    ),
    ("ssi", "surgical site infection", "(surgical site|wound) infection"),
    ("cd4", "CD4 count", "cd4 (|t|cell|t cell|lymphocyte) (|cell) count;=CD4 count"),
    (
        "hiv_viral_load",
        "HIV viral load",
        "(|plasma) (hiv|hiv 1) (viral load|rna) (|level|load);(hiv|hiv 1|virologic) suppression;"
        "human immunodeficiency virus hiv viral load",
    ),
    ("hcv_rna", "HCV RNA", "hcv (rna|viral load) (|level)"),
    ("hbv_dna", "HBV DNA", "hbv (dna|viral load) (|level)"),
    ("sars_cov_2_load", "SARS-CoV-2 viral load", "(sars cov 2|covid 19) (rna|viral load)"),
    ("viral_load", "viral load", "viral load;viral suppression"),
    (
        "svr",
        "sustained virologic response",
        "sustained (virologic|virological) response;=SVR;=SVR12",
    ),
    (
        "viral_clearance",
        "viral clearance",
        "viral clearance;time to negative (pcr|rt pcr);virus clearance;negative conversion",
    ),
    ("seroconversion", "seroconversion", "seroconversion (|rate)"),
    ("suv", "standardised uptake value", "=SUV;=SUVmax;standardized uptake value"),
    (
        "ttr_symptoms",
        "time to symptom resolution",
        "time to (symptom|clinical) (resolution|recovery|improvement)",
    ),
    (
        "ovulation",
        "pregnancy and live birth",
        "(|clinical|ongoing) pregnancy rate;live birth (|rate)",
    ),
    (
        "operative_time",
        "operative time",
        "(operative|operation|operating|surgical|surgery) (time|duration);duration of surgery",
    ),
    ("fusion", "fusion rate", "(|spinal|bony|bone) fusion (|rate|status)"),
)

MARKERS = _of(
    "biomarker",
    ("pdl1", "PD-L1 expression", "pd l1;programmed (death|cell death) ligand 1;pdl1"),
    ("ctdna", "circulating tumour DNA", "ctdna;circulating (tumor|free|cell free) dna;cfdna"),
    ("tmb", "tumour mutational burden", "tumor mutational burden;tumor mutation burden;=TMB"),
    ("tils", "tumour-infiltrating lymphocytes", "tumor infiltrating lymphocyte"),
    (
        "total_ige",
        "total IgE",
        "total ige (|level);(serum|total serum) ige (|level);"
        "serum immunoglobulin e (|ige) (|level);total immunoglobulin e;"
        "serum of immunoglobulin e (|ige);(serum) total ige",
    ),
    (
        "feno",
        "exhaled nitric oxide (FeNO)",
        "feno;(fractional|fraction of|fraction) exhaled nitric oxide;exhaled nitric oxide",
    ),
)

LUNG = _of(
    "lung",
    ("fev1_fvc", "FEV1/FVC", "fev1 fvc (|ratio)"),
    (
        "fev1",
        "FEV1",
        "fev1;fev 1;forced expiratory volume (in|) (|1|one|1 second|one second|the first second)",
    ),
    ("fvc", "FVC", "fvc;forced vital capacity"),
    ("pef", "peak expiratory flow", "peak expiratory flow (|rate);=PEF;=PEFR"),
    ("dlco", "DLCO", "dlco;diffusing capacity"),
)

ENDPOINTS: tuple[Endpoint, ...] = (
    *EFFICACY,
    *SAFETY,
    *PHARMACOKINETICS,
    *MARKERS,
    *QUALITY_OF_LIFE,
    *SCALES,
    *LUNG,
    *COMMON,
    *GENERAL,
    Endpoint(
        "ae_grade3",
        "adverse events of grade 3 and above",
        ("severe (adverse event|ae)",),
        family="safety",
    ),
    Endpoint(
        "ae_discontinuation", "discontinuation because of adverse events", (), family="safety"
    ),
)
"""Every endpoint, in the order of the rows of a comparison."""

# What the rest of a measure may consist of for a `~` spelling to count.
FILLER = frozenset(
    """
    1 10 12 13 14 18 180 2 20 24 26 28 3 30 36 4 48 5 52 6 60 7 8 9 90 a after all an and any
    arm as assess assessed assessment at baseline be before best both by change clinical cohort
    day decrease determine determined difference during each end evaluate evaluated evaluation
    first five follow followup for four from group hour improved improvement in incidence
    increase individual is last level long mean measure measured median minute month not number
    of on one or overall part participant patient per percent percentage phase post pre primary
    proportion rate reduction score secondary short six status study subject term test than the
    therapy three through time to total treatment two until up was week with year
    """.split()
)
