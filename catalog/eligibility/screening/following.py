"""What follows from what is known of a patient: who never had the whole never had the part, and the other way round.

Tables only; `patient.py` asks them. Nothing is guessed: each row holds for every patient.
"""

from __future__ import annotations

PARTS_OF_TREATMENT: dict[str, tuple[str, ...]] = {
    "chemotherapy": ("taxane", "platinum"),
    "anticancer": ("chemotherapy", "taxane", "platinum", "pd1", "ctla4", "radiotherapy"),
    "systemic": ("chemotherapy", "taxane", "platinum", "pd1", "ctla4"),
}
"""Earlier treatments with those that are part of them: who had the part had the whole."""

_GIVEN_ELSE_TOO = ("radiotherapy",)
"""What is given for other reasons than its whole: benign illness is irradiated too."""

NEVER_GIVEN_WITHOUT: dict[str, tuple[str, ...]] = {
    whole: tuple(part for part in parts if part not in _GIVEN_ELSE_TOO)
    for whole, parts in PARTS_OF_TREATMENT.items()
}
"""The same the other way round: who never had the whole never had the part."""

PARTS_OF_EVENT: dict[str, tuple[str, ...]] = {
    "anticancer": ("chemotherapy", "pd1"),
    "immunotherapy": ("pd1",),
    "biologic": ("pd1",),
    "vaccine": ("live_vaccine",),
    "cardiovascular": ("mi",),
}
"""Events with those that are part of them: the whole is no longer ago than its part, and without it there was none.

Immunotherapy and targeted drugs are given for much else than cancer.
"""

NEVER_WITHOUT: dict[str, str] = {
    "mi": "flags.mi",
    "stroke": "flags.stroke",
    "vte": "flags.vte",
    "sct": "flags.sct",
    "other_malignancy": "flags.other_malignancy",
    "autoimmune_treatment": "flags.autoimmune",
    "chemotherapy": "prior.chemotherapy",
    "radiotherapy": "prior.radiotherapy",
    "pd1": "prior.pd1",
    "hormonal": "prior.hormonal",
    "biologic": "prior.biologic",
    "anticancer": "prior.anticancer",
}
"""Events with the illness or treatment without which there was none: no infarction at all is none within six months."""

HAD_IF_DATED = frozenset({"chemotherapy", "radiotherapy", "pd1", "hormonal", "biologic"})
"""Treatments that a time since them says too."""

_DATED_TOO: dict[str, tuple[str, ...]] = {
    "anticancer": ("anticancer", "hormonal", "targeted"),
    "biologic": ("immunotherapy",),
}
"""Interferon and interleukins are biologics to some records and immunotherapy to others."""


def says_otherwise(treatment: str) -> tuple[str, ...]:
    """The dated events that contradict "never had it": such a file tells neither."""
    itself = (treatment,) if treatment in HAD_IF_DATED else ()
    tables = (PARTS_OF_TREATMENT, PARTS_OF_EVENT, _DATED_TOO)
    return (*itself, *(part for table in tables for part in table.get(treatment, ())))


_TREATMENTS = (
    *("anticancer", "chemotherapy", "radiotherapy", "immunotherapy", "pd1", "hormonal", "targeted"),
    *("biologic", "investigational", "steroids", "immunosuppressants", "growth_factor"),
    *("antibiotics", "cyp3a4", "vaccine", "live_vaccine", "drug_use"),
)
MAY_COUNT: dict[str, tuple[str, ...]] = {
    "immunosuppressants": ("steroids", "biologic"),
    "immunotherapy": ("biologic", "immunosuppressants"),
    "medication": _TREATMENTS,
}
"""Events with others that a record may mean by their name: "systemic immunomodulators" are biologics too,
"cytostatic agents" chemotherapy. Who has had such a one lately may be kept out, though the event itself was never.
"""

NONE_WITHOUT: dict[str, str] = {
    "smoking_pack_years": "smoking",
    "cigarettes_per_day": "smoking",
}
"""Amounts that are none for whoever never did what they count."""


def wholes_of(part: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What a part belongs to: who never had one of these never had the part."""
    return tuple(whole for whole, parts in table.items() if part in parts)
