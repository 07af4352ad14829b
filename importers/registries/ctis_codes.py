"""What the numbers in records of the EU's CTIS stand for."""

from __future__ import annotations

from catalog.model.codes import Coded, Phase, StandardAge, Status
from importers.values.cleaning import Words

PHASES: dict[str, tuple[str, tuple[Phase, ...]]] = {
    "1": ("Human pharmacology (Phase I) - First administration to humans", (Phase.PHASE1,)),
    "2": ("Human pharmacology (Phase I) - Bioequivalence study", (Phase.PHASE1,)),
    "3": ("Human pharmacology (Phase I) - Other", (Phase.PHASE1,)),
    "4": ("Therapeutic exploratory (Phase II)", (Phase.PHASE2,)),
    "5": ("Therapeutic confirmatory (Phase III)", (Phase.PHASE3,)),
    "6": ("Therapeutic use (Phase IV)", (Phase.PHASE4,)),
    "7": ("Phase I and Phase II (integrated)", (Phase.PHASE1, Phase.PHASE2)),
    "8": ("Phase I and Phase II (integrated)", (Phase.PHASE1, Phase.PHASE2)),
    "9": ("Phase I and Phase II (integrated)", (Phase.PHASE1, Phase.PHASE2)),
    "10": ("Phase II and Phase III (integrated)", (Phase.PHASE2, Phase.PHASE3)),
    "11": ("Phase III and Phase IV (integrated)", (Phase.PHASE3, Phase.PHASE4)),
}
STATUSES: dict[str, tuple[str, Status | None]] = {
    "1": ("Under evaluation", None),
    "2": ("Authorised, recruitment pending", Status.NOT_YET_RECRUITING),
    "3": ("Authorised, recruiting", Status.RECRUITING),
    "4": ("Ongoing, recruiting", Status.RECRUITING),
    "5": ("Ongoing, recruitment ended", Status.ACTIVE_NOT_RECRUITING),
    "6": ("Temporarily halted", Status.SUSPENDED),
    "7": ("Suspended", Status.SUSPENDED),
    "8": ("Ended", Status.COMPLETED),
    "9": ("Expired", None),
    "10": ("Revoked", Status.TERMINATED),
    "11": ("Not authorised", None),
    "12": ("Cancelled", Status.WITHDRAWN),
}
AGES: dict[str, tuple[str, StandardAge]] = {
    "2": ("0-17 years", StandardAge.CHILD),
    "3": ("18-64 years", StandardAge.ADULT),
    "4": ("65+ years", StandardAge.OLDER_ADULT),
}

PRODUCT_ROLES: dict[str, str] = {
    "1": "Test",
    "2": "Comparator",
    "3": "Placebo",
    "4": "Auxiliary",
}

_BY_LABEL = {label.lower(): meaning for label, meaning in STATUSES.values()} | {
    "authorised, not started": Status.NOT_YET_RECRUITING,
    "authorised": None,  # may recruit or not
    "ongoing": None,
    "halted": Status.SUSPENDED,
}


def status_word(said: str | None, words: Words) -> Coded[Status] | None:
    """A status by its number or words; a number is kept with the label it stands for."""
    if said is None:
        return None
    if said in STATUSES:
        return Coded(*STATUSES[said])
    if said.lower() in _BY_LABEL:
        return Coded(said, _BY_LABEL[said.lower()])
    return words.code(Status, said, "status")
