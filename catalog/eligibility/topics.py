"""What a criterion is about: topics by its words and limits, the main one first.

Words inside exceptions and examples give no topic.
"""

from __future__ import annotations

import re

from catalog.eligibility.context import Reading
from catalog.eligibility.stems import StemFinder
from catalog.eligibility.topic_table import BY_ID, TOPICS, Topic
from catalog.eligibility.values import Constraint

stems_found = StemFinder((topic.id, topic.stems) for topic in TOPICS)

_TIMED_KEEP_ILLNESS = frozenset(
    "ts.mi ts.stroke ts.vte ts.cardiovascular ts.bleeding ts.gi_event ts.infection ts.other_malignancy ts.autoimmune_treatment "
    "ts.progression ts.disease_exacerbation ts.diabetic_emergency ts.smoking ts.drug_use".split()
)
_VARIABLE_TOPIC: dict[str, str] = {
    **dict.fromkeys(("hgb", "anc", "wbc", "plt", "alc", "hematocrit"), "hematologic"),
    **dict.fromkeys(("ast", "alt", "alp", "bili_total", "bili_direct", "albumin", "child_pugh"), "hepatic"),
    **dict.fromkeys(("creatinine", "crcl", "egfr", "bun", "urine_protein_24h", "urine_protein_dip"), "renal"),
    **dict.fromkeys(("inr", "pt", "aptt"), "coagulation_bleeding"),
    **dict.fromkeys(("lvef", "qtc", "sbp", "dbp", "nyha"), "cardiovascular"),
    **dict.fromkeys(("fev1", "fev1_pct", "dlco_pct", "spo2", "respiratory_rate", "pf_ratio"), "pulmonary"),
    **dict.fromkeys(("hba1c", "glucose_fasting", "potassium", "calcium", "crp", "ferritin", "ddimer", "il6", "vitamin_d"), "metabolic_endocrine"),
    **dict.fromkeys(("weight", "bmi", "body_temp", "weight_loss_pct"), "body_vitals"),
    **dict.fromkeys(("pd_l1_cps", "pd_l1_tps", "hpv", "msi", "her2", "egfr_mut", "alk", "psa_doubling_time"), "biomarker"),
    **dict.fromkeys(("ecog", "karnofsky", "lansky"), "performance_status"),
    "age": "age",
    "sex": "sex",
    "life_expectancy": "life_expectancy",
    "measurable_disease": "measurable_disease",
    "smoking_pack_years": "substance_use",
    "hiv_vl": "infection_hiv",
    "cd4": "infection_hiv",
    "hiv": "infection_hiv",
    "hbv": "infection_hepatitis",
    "hcv": "infection_hepatitis",
    "tb": "infection_other",
    "active_infection": "infection_other",
    "covid19": "infection_other",
    "contraception": "contraception",
    "contraception_after": "contraception",
    "other_malignancy": "other_malignancy",
    "lesion_volume": "disease_extent",
    "prior_lines": "prior_therapy",
}  # fmt: skip
# What takes the place of another topic when both are found.
_YIELDS: tuple[tuple[str, str], ...] = (
    ("organ_function_general", "hematologic"),
    ("organ_function_general", "hepatic"),
    ("organ_function_general", "renal"),
)
MOST_TOPICS = 8
_ORDER = {topic.id: n for n, topic in enumerate(TOPICS)}
_LATE = ("investigator_discretion", "consent_compliance", "logistics")
_SECTION_TOPIC = {
    "age": "age",
    "sex": "sex",
    "life expectancy": "life_expectancy",
    "performance status": "performance_status",
    "menopausal status": "contraception",
}
_DISEASE_LATER = frozenset({"disease_extent", "disease_diagnosis"})


def topics(reading: Reading, limits: tuple[Constraint, ...]) -> tuple[str, ...]:
    """Topic ids, the main one first; `("other",)` where none fits."""
    found = _by_words(reading)
    _by_limits(reading, limits, found)
    _corrected(reading, limits, found)
    if not found:
        return ("other",)
    ranked = sorted(found, key=lambda topic: (topic in _LATE, found[topic], _ORDER[topic]))
    return tuple(ranked[:MOST_TOPICS])


def _by_words(reading: Reading) -> dict[str, int]:
    """Topics with the place of their first word outside exceptions and examples."""
    found: dict[str, int] = {}
    for topic, place in stems_found(reading.form):
        if topic not in found and not reading.is_exception(place) and not reading.is_aside(place):
            found[topic] = place
    if (named := _SECTION_TOPIC.get(reading.section)) is not None:
        found[named] = -1
    return found


def _by_limits(reading: Reading, limits: tuple[Constraint, ...], found: dict[str, int]) -> None:
    for limit in limits:
        place = limit.span[0] if limit.span else 0
        if reading.is_exception(place):
            continue
        if (topic := _VARIABLE_TOPIC.get(limit.variable)) is not None:
            found[topic] = min(place, found.get(topic, place))
        if (
            limit.variable.startswith("ts.")
            and limit.variable not in _TIMED_KEEP_ILLNESS
            and limit.when != "treated_cns_mets"
        ):
            found["washout"] = 0


_PAST_ONLY = re.compile(
    r"\b(?:prior|previous|received|history|treated|exposure|refractory|intolerant|naive|lines?|failed)\b"
)


def _corrected(reading: Reading, limits: tuple[Constraint, ...], found: dict[str, int]) -> None:
    """Where one topic's words belong to another's meaning."""
    form = reading.form
    has = {limit.variable for limit in limits}
    if "washout" in found:
        states_flag = any(limit.variable.startswith("prior") for limit in limits)
        if "prior_therapy" in found and not states_flag:
            del found["prior_therapy"]
        if (
            any(k in found and found[k] < 12 for k in ("investigational_trial",))
            and "participat" in form
        ):
            found["washout"] = found["investigational_trial"] + 1
        elif "immunosuppression" in found and "immunodeficiency" in has:
            found["washout"] = found["immunosuppression"] + 1
        elif "prior_therapy" in found and states_flag:
            found["washout"] = found["prior_therapy"] + 1
        elif "prior_toxicity" in found:
            found["washout"] = found["prior_toxicity"] + 1
    for general, special in _YIELDS:
        if (
            general in found
            and special in found
            and found[special] <= found[general] + 400
            and not form.endswith(":")
        ):
            found.pop(general)
            break
    if "cns_disease" in found:
        for topic in (
            "disease_extent",
            "neuro_psychiatric",
            "immunosuppression",
            "washout",
            "disease_diagnosis",
            "prior_therapy",
            "concurrent_therapy",
        ):
            if (topic in found and topic != "disease_extent") or (
                topic in found and not re.search(r"advanced|stage|recurr", form)
            ):
                found.pop(topic, None)
    if ("other_malignancy" in found and reading.kind == "exclusion") or (
        "other_malignancy" in found and re.match(r"\W*no\b", form)
    ):
        for topic in ("disease_diagnosis", "disease_extent", "prior_therapy"):
            found.pop(topic, None)
    elif "other_malignancy" in found:
        found.pop("other_malignancy")
    if "transplant" in found and "other_malignancy" not in found:
        found.pop(
            "prior_therapy", None
        ) if "organ" in form or "stem" in form or "allo" in form else None
    if "hypersensitivity" in found:
        for topic in (
            "disease_diagnosis",
            "biomarker",
            "prior_therapy",
            "concurrent_therapy",
            "comorbidity",
        ):
            found.pop(topic, None)
    if "autoimmune" in found:
        for topic in (
            "immunosuppression",
            "concurrent_therapy",
            "prior_therapy",
            "disease_diagnosis",
            "washout",
        ):
            found.pop(topic, None)
    if "contraception" in found and "pregnancy_lactation" in found:
        if not {"pregnancy", "breastfeeding"} & has:
            found.pop("pregnancy_lactation")
        elif not {"contraception", "contraception_after"} & has:
            found.pop("contraception")
    if "pregnancy_lactation" in found or "contraception" in found:
        for topic in ("sex", "concurrent_therapy", "consent_compliance", "age", "prior_therapy"):
            found.pop(topic, None)
    if "tissue_sample" in found:
        for topic in ("disease_diagnosis", "disease_extent"):
            if topic in found and found[topic] > found["tissue_sample"]:
                found.pop(topic)
    if "measurable_disease" in found and found["measurable_disease"] <= min(found.values()) + 5:
        for topic in ("disease_diagnosis", "disease_extent"):
            found.pop(topic, None)
    if (
        "infection_hiv" in found
        and "immunodeficiency" not in has
        and "immunosuppression" in found
        and not re.search(r"immunosup|steroid|immunocomp|other immun", form)
    ):
        found.pop("immunosuppression")
    if (
        {"infection_hepatitis", "infection_hiv"} & found.keys()
        and "infection_other" in found
        and not re.search(
            r"(?:active|other|uncontrolled|severe|serious|systemic|chronic) (?:\w+ )?infect|tubercul|syphil|tb\b|cytomeg|covid",
            form,
        )
    ):
        found.pop("infection_other")
    if "performance_status" in found or "life_expectancy" in found:
        for topic in ("disease_diagnosis", "disease_extent", "comorbidity"):
            found.pop(topic, None)
    if "disease_diagnosis" in found and reading.kind == "exclusion" and len(found) > 1:
        found.pop("disease_diagnosis") if not re.match(
            r"\W*(?:patients? with |subjects? with |histolog|diagnos|primary|nasoph|any )", form
        ) else None
    if "consent_compliance" in found and "investigator_discretion" not in found:
        found["consent_compliance"] = min(found["consent_compliance"], found["consent_compliance"])
    if (
        reading.section
        in ("chemotherapy", "biologic therapy", "radiotherapy", "endocrine therapy", "surgery")
        and not found
    ):
        found["concurrent_therapy" if "concurrent" in form else "prior_therapy"] = 0


__all__ = ["BY_ID", "TOPICS", "Topic", "topics"]
