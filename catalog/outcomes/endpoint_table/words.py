"""Words around a spelling that decide whether it counts: plain data."""

from __future__ import annotations

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
    "retreatments": frozenset({"failure"}),
    "abstinence": frozenset({"score", "syndrome"}),
    "healthcare_use": frozenset({"for"}),
}

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

# What holds the words of an endpoint and is none.
LOOK_ALIKES: tuple[str, ...] = (
    "weight and shape (|concern)",
    "weight bearing",
    "(pain|symptom|anxiety|fatigue|sleep) medication",
    "(infection|toxicity) control",
    "quality control",
    "birth control",
    "side effect of disease",
    "balance of",
    "response time",
    "reaction time",
    "in vitro fertilization",
)
