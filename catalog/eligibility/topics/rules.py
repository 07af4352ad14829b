"""Which topic gives way to which: words of one topic that only serve another's meaning.

A new rule is one line of `RULES`. They are tried in order, each on what the ones before have left.
"""

from __future__ import annotations

import re

import msgspec

Found = dict[str, int]
"""Topics with the place of their first word."""


class Rule(msgspec.Struct, frozen=True):
    """Topics that give way (`yields`) where one of others (`to`) was found as well."""

    yields: tuple[str, ...]
    to: tuple[str, ...]
    """Empty for: wherever the words say so."""
    when: re.Pattern[str] | None
    """What the text must say."""
    unless: re.Pattern[str] | None
    """What it must not say."""
    kind: str | None
    """Only under this side."""
    later: bool
    """Only where the words that give way come behind the other's."""
    without: tuple[str, ...]
    """Only where no constraint on these variables was read (or on one that begins so)."""


def _rule(
    yields: str,
    to: str = "",
    *,
    when: str = "",
    unless: str = "",
    kind: str | None = None,
    later: bool = False,
    without: str = "",
) -> Rule:
    return Rule(
        tuple(yields.split()),
        tuple(to.split()),
        re.compile(when) if when else None,
        re.compile(unless) if unless else None,
        kind,
        later,
        tuple(without.split()),
    )


_DISEASE = "disease_diagnosis disease_extent"
_LABS = "hematologic hepatic renal coagulation_bleeding"
_LAB_VARIABLES = "anc plt hgb wbc ast alt alp bili albumin creatinine crcl egfr inr pt aptt"

RULES: tuple[Rule, ...] = (
    # What a treatment was given for is no other cancer, and no disease of the brain.
    _rule("other_malignancy", "prior_therapy concurrent_therapy washout", when=r"(?:therap\w+|treatments?|surgery|agents?|regimens?|radiation|vaccines?|drugs?) (?:given )?for (?:this |the |their )?(?:\w+ ){0,2}(?:cancer|malig|tumou?r)"),
    _rule("cns_disease", "concurrent_therapy immunosuppression", when=r"(?:cerebral|brain) o?edema", unless=r"metasta"),
    _rule("disease_extent", "hypersensitivity", when=r"(?:moderate|severe|mild)[\w -]{0,25}(?:allerg|react|anaphyl)"),
    _rule("concurrent_therapy", "age consent_compliance", when=r"is taking place"),
    _rule("immunosuppression", "comorbidity", when=r"requir\w+ [\w -]{0,30}steroid"),
    _rule("body_vitals", "disease_diagnosis disease_extent", when=r"(?:percent|%) of (?:the )?(?:total )?body surface|body surface area involv"),
    _rule("hypersensitivity", "procedure_fitness", when=r"contraindic\w+ (?:for |to |in )?(?:\w+ ){0,3}(?:mri|magnetic|surg|an[a]?esth|lumbar|scan|endosc|biops|pet)", unless=r"allerg|hypersens|sensitivity|anaphyl"),
    # A time limit moves a past treatment from prior therapy to washout; both where both are said.
    _rule("prior_therapy", "washout", without="prior"),
    _rule("washout", "cns_disease hematologic renal hepatic", without="ts.anticancer ts.chemotherapy ts.investigational ts.immunotherapy ts.surgery ts.biologic"),
    _rule("organ_function_general", "hematologic hepatic renal", unless=r":$|organ function"),
    _rule("organ_function_general", "comorbidity", later=True),
    # Metastases to the brain are a row of their own.
    _rule("neuro_psychiatric immunosuppression washout disease_diagnosis prior_therapy concurrent_therapy measurable_disease", "cns_disease"),
    _rule("disease_extent", "cns_disease", unless=r"advanced|stage|recurr"),
    # Another cancer as against the cancer of the trial.
    _rule(f"{_DISEASE} prior_therapy comorbidity", "other_malignancy", kind="exclusion"),
    _rule(f"{_DISEASE} prior_therapy", "other_malignancy", when=r"^\W*(?:\w+ ){0,4}(?:no|not|free of|without)\b"),
    _rule("other_malignancy", "disease_diagnosis disease_extent prior_therapy", kind="inclusion"),
    _rule("prior_therapy concurrent_therapy", "transplant", when=r"organ|stem|allo|marrow|list"),
    _rule(f"{_DISEASE} biomarker prior_therapy concurrent_therapy comorbidity investigational_trial gi_absorption infection_other", "hypersensitivity", unless=r"infection,|, infection", later=True),
    _rule("disease_diagnosis biomarker prior_therapy concurrent_therapy investigational_trial comorbidity prior_toxicity", "hypersensitivity", without="prior_lines"),
    _rule("immunosuppression concurrent_therapy prior_therapy washout comorbidity disease_extent", "autoimmune", later=True),
    _rule("disease_diagnosis concurrent_therapy prior_therapy washout", "autoimmune", kind="exclusion"),
    # Pregnancy and contraception name one another.
    _rule("pregnancy_lactation", "contraception", without="pregnancy breastfeeding"),
    _rule("contraception", "pregnancy_lactation", unless=r"unwilling|birth control|contracepti", without="contraception"),
    _rule("sex", "pregnancy_lactation contraception", without="sex"),
    _rule("concurrent_therapy consent_compliance prior_therapy investigator_discretion investigational_trial logistics surgery_trauma transplant", "pregnancy_lactation contraception"),
    _rule(f"{_DISEASE} consent_compliance prior_therapy", "tissue_sample", later=True),
    _rule("consent_compliance", "tissue_sample", when=r"^\W*(?:\w+ ){0,3}(?:willing|able|agree|ability|consent to provide)"),
    _rule(f"{_DISEASE} tissue_sample coagulation_bleeding prior_therapy", "measurable_disease", later=True),
    _rule("surgery_trauma", "measurable_disease"),
    # Viruses are not "other infections".
    _rule("immunosuppression", "infection_hiv", unless=r"immunosup|steroid|immunocomp|other immun|immunodeficiency (?:dis|or)|primary immuno"),
    _rule("infection_other", "infection_hepatitis infection_hiv", unless=r"(?:active|other|uncontrolled|severe|serious|systemic|chronic) (?:\w+ )?infect|tubercul|syphil|tb\b|cytomeg|covid"),
    _rule("infection_other", "biomarker", when=r"hpv|papilloma|p16", unless=r"tubercul|active infect|hiv"),
    _rule("infection_other", "pulmonary", when=r"non-?infectious", unless=r"active infect|tubercul|sepsis"),
    _rule("concurrent_therapy", "infection_hepatitis infection_hiv infection_other", when=r"requir|treated|on treatment|receiving (?:anti|treat)", unless=r"use of|undergoing"),
    _rule("age", "performance_status life_expectancy pregnancy_lactation contraception tissue_sample measurable_disease", without="age"),
    _rule("age", _LABS, without="age", later=True),
    _rule(f"{_DISEASE} comorbidity consent_compliance", "performance_status life_expectancy", unless=r"histolog|cytolog|diagnosis of|stage"),
    # Where limits on laboratory values stand, diseases are the reason for an exception.
    _rule(f"{_DISEASE} concurrent_therapy cns_disease", _LABS, when=r"\d", unless=r"^\W*(?:histolog|diagnos|patients with (?:histolog|diagnos))", later=True),
    # A scan is how something is seen, unless it is what a patient must bear.
    _rule("procedure_fitness", "disease_diagnosis disease_extent measurable_disease cns_disease neuro_psychiatric pulmonary gi_absorption cardiovascular", when=r"\b(?:mri|ct scan|magnetic|pet)\b", unless=r"contraindic|undergo|able to|unable|claustro|tolera|incompatib|implant|metal|pacemaker|eligible for|contrast|suitable|fit for|stent|catheter"),
    _rule("metabolic_endocrine", "concurrent_therapy", when=r"antacid"),
    _rule("hematologic", "infection_hiv", when=r"\bcd4\b", unless=r"hemoglobin|platelet|neutrophil|absolute lymph|anemi"),
    _rule("investigational_trial", "comorbidity investigator_discretion consent_compliance", when=r"participa\w+ in (?:a|the|this) (?:clinical )?(?:study|trial)", unless=r"another|other (?:clinical|trial|stud|invest)|investigational|concurrent|previous|experimental"),
    _rule("prior_therapy", "infection_other comorbidity", when=r"^\W*(?:exposure|contact)"),
    # Words of one system inside another's names.
    _rule("pulmonary", "coagulation_bleeding", when=r"pulmonary embol"),
    _rule("coagulation_bleeding", "cardiovascular", when=r"cerebral embol|cerebral hemorr|(?:hemorrhag\w+|thrombo\w+|embol\w+) stroke", unless=r"vein|venous|bleeding|dvt"),
    _rule("disease_diagnosis cardiovascular", "disease_extent", when=r"(?:carotid|vessel|artery)", unless=r"histolog|infarct|coronary"),
    _rule("effusion_ascites", "disease_extent", when=r"\bstage\b", later=True),
    _rule("prior_therapy", "cardiovascular", when=r"carotid|vascular|cardiac|heart|artery", unless=r"prior (?:treatment|therapy|chemo)|anthracycline|received", later=True),
    # An earlier treatment's words on why it was given.
    _rule("disease_extent disease_diagnosis investigational_trial biomarker surgery_trauma", "prior_therapy", when=r"\b(?:no|not|prior|previous(?:ly)?|received|had|refractory (?:or \w+ )?to|history of)\b.{0,40}(?:therap|treat|chemo|radi|anti-|inhibit|agonist|systemic|refractory|regimen)|refractory (?:or \w+ )?to|^\W*regimens", unless=r"express|cps|tps|mutat|positive|amplif|relapsed (?:or|and) refract|relapsed/refract|must have progress", later=True),
    _rule("comorbidity", "prior_therapy", when=r"stable disease"),
    _rule("biomarker", "prior_therapy washout", when=r"anti-?\s?(?:pd|programmed|ctla|cd|egfr|her2|vegf)|inhibitor|antibod|car[- ]t", unless=r"express|cps|tps|mutat|positive|amplif|rearr|translocat|wild"),
    _rule("concurrent_therapy immunosuppression prior_therapy other_malignancy disease_extent comorbidity", "prior_toxicity", without="prior. ts.", unless=r"currently|concurrent"),
    _rule("concurrent_therapy immunosuppression other_malignancy disease_extent", "prior_toxicity", unless=r"currently|concurrent", later=True),
    _rule("prior_therapy", "surgery_trauma", unless=r"radi|chemo|therap|treat"),
    # Drugs and supplements are named for what they act on.
    _rule("metabolic_endocrine gi_absorption hypersensitivity", "concurrent_therapy washout", when=r"supplement|medic|antibiot|inhibitor|probiot", without="hba1c glucose potassium calcium vitamin_d", unless=r"diabet|unable|swallow|obstruct|malabs|allerg|hypersens"),
    _rule("concurrent_therapy", "investigational_trial", when=r"concurrent (?:enrol|particip|clinical)|participat"),
    _rule("concurrent_therapy", "washout investigational_trial", unless=r"use of|receiv\w+|taking|concomitant|concurrent|current|immunostim|response modif|medications? (?:that|known)|drugs? (?:that|known|which|may)|herbal|supplement|cyp|inhibitor|inducer"),
    _rule("concurrent_therapy", "investigational_trial", when=r"\bsince\b"),
    _rule("vaccination", "body_vitals infection_other pregnancy_lactation contraception washout immunosuppression", when=r"(?:before|prior to|time of|initial|first|second|study|each) (?:\w+ ){0,2}vaccin", unless=r"(?:live|attenuated|any|other|licensed|inactivated|influenza) (?:\w+ )?vaccin"),
    _rule("concurrent_therapy", "immunosuppression", when=r"immuno-?defic"),
    _rule("immunosuppression", "pulmonary neuro_psychiatric cardiovascular gi_absorption", when=r"requir\w+ [\w -]{0,30}steroid|treated with [\w -]{0,20}steroid", later=True),
    _rule("comorbidity", "consent_compliance", later=True),
    _rule("comorbidity", "investigator_discretion consent_compliance", when=r"poor compliance"),
    _rule("organ_function_general", "prior_therapy", later=True),
    _rule("prior_therapy", "organ_function_general", later=True),
    _rule("metabolic_endocrine", "gi_absorption", when=r"galactose|lactase|malabs"),
    _rule("biomarker", "disease_diagnosis", when=r"\bige\b|\bcd20\b", later=True),
    _rule("concurrent_therapy", "disease_diagnosis", later=True, when=r"symptom|diagnos|histolog"),
    _rule("comorbidity", "cardiovascular pulmonary hepatic renal metabolic_endocrine gi_absorption neuro_psychiatric hematologic infection_other", when=r"(?:cardi\w+|heart|lung|pulmonary|respiratory|hepatic|liver|renal|kidney|gastro\w+|neuro\w+|psychiatric|mental|metabolic|endocrine|hemat\w+) (?:or \w+ )?(?:disease|disorder|condition|illness|infection)", unless=r"intercurrent|(?:medical|systemic|concurrent|concomitant|uncontrolled|serious|other) (?:or \w+ )?(?:conditions?|illness|diseases?|disorders?|problems?)\b|comorbid"),
)  # fmt: skip

_LIST = 6
"""So many topics are a list of conditions, each of which stands alone: no rule applies."""


def corrected(found: Found, form: str, kind: str, variables: frozenset[str]) -> Found:
    """The topics that are left when each has given way to what it only serves."""
    kept = dict(found)
    if not 1 < len(kept) < _LIST:
        return kept
    for rule in RULES:
        if kept.keys().isdisjoint(rule.yields):  # most rules, at a tenth of the cost
            continue
        giving = [topic for topic in rule.yields if topic in kept and _gives_way(rule, topic, kept)]
        if giving and rule.kind in (None, kind) and _holds(rule, form, variables):
            for topic in giving:
                if _gives_way(rule, topic, kept):
                    del kept[topic]
    return kept


def _holds(rule: Rule, form: str, variables: frozenset[str]) -> bool:
    if rule.without and any(variable.startswith(rule.without) for variable in variables):
        return False
    if rule.when is not None and not rule.when.search(form):
        return False
    return rule.unless is None or not rule.unless.search(form)


def _gives_way(rule: Rule, topic: str, kept: Found) -> bool:
    others = [other for other in rule.to if other in kept and other != topic]
    return any(not rule.later or kept[other] <= kept[topic] for other in others)
