"""Endpoints of trials and how registries spell them: the one table `endpoints` reads, by field.

A spelling is a run of words in lower case, singular, American. `(a|b)` stands for either, an empty
choice for nothing; hyphens and slashes are blanks. `=word` must be written just so ("OS" is overall
survival and "os" is not, "pCR" a pathological response and "PCR" none), and a spelling that begins
with `~` counts only where the measure says nothing else ("Survival", "Pain").
"""

from __future__ import annotations

from catalog.outcomes.endpoint_table import (
    eye_ear_teeth,
    gut_liver,
    heart,
    infection,
    kidney_urology,
    lung,
    metabolism,
    mind,
    nerves,
    oncology,
    pharmacokinetics,
    quality_of_life,
    safety,
    skin_joints,
    surgery,
    women_children,
)
from catalog.outcomes.endpoint_table.endpoint import Endpoint
from catalog.outcomes.endpoint_table.words import (
    FILLER,
    LOOK_ALIKES,
    NOT_AFTER,
    NOT_BEFORE,
    NOT_DRUGS,
)

__all__ = ["ENDPOINTS", "FILLER", "LOOK_ALIKES", "NOT_AFTER", "NOT_BEFORE", "NOT_DRUGS", "Endpoint"]

_GENERAL = (
    Endpoint(
        "safety",
        "safety and tolerability (no measure named)",
        ("safety (|and) (|tolerability|tolerance)", "~tolerability", "safety profile"),
        general="safety",
    ),
    Endpoint(
        "antitumor_activity",
        "anti-tumour activity (no measure named)",
        ("(|clinical|preliminary) (antitumor|anti tumor) (activity|efficacy|effect)",),
        general="efficacy",
    ),
    Endpoint(
        "pk",
        "pharmacokinetics (no parameter named)",
        ("pharmacokinetic (|pk) (|profile|parameter)", "=PK (|profile|parameter)"),
        general="pk",
    ),
    Endpoint(
        "qol",
        "quality of life (no instrument named)",
        (
            "(|health related) quality of life (|qol)",
            *("=QOL", "=QoL", "=HRQoL", "=HRQL", "=HRQOL", "=HQoL"),
        ),
        general="qol",
    ),
    Endpoint(
        "lung_function",
        "lung function (no parameter named)",
        ("(lung|pulmonary) function (|test)", "pulmonary ventilation test", "spirometry"),
        general="lung",
    ),
)

ENDPOINTS: tuple[Endpoint, ...] = (
    *oncology.TABLE,
    *heart.TABLE,
    *metabolism.TABLE,
    *lung.TABLE,
    *mind.TABLE,
    *nerves.TABLE,
    *infection.TABLE,
    *kidney_urology.TABLE,
    *skin_joints.TABLE,
    *gut_liver.TABLE,
    *eye_ear_teeth.TABLE,
    *women_children.TABLE,
    *surgery.TABLE,
    *safety.TABLE,
    *pharmacokinetics.TABLE,
    *quality_of_life.TABLE,
    *_GENERAL,
)
"""Every endpoint, in the order of the rows of a comparison: what helps, what harms, the rest."""
