"""Which fields a ClinicalTrials.gov study could have stated: all, or of a part what is in it."""

from __future__ import annotations

from catalog.model.codes import Status
from catalog.model.trial import Eligibility, Trial
from importers.importer import EVERYTHING

FULL = EVERYTHING - {"url", "countries", "country_records", "number_of_arms"}
"""What a whole record states."""


def carries(trial: Trial) -> frozenset[str]:
    """All fields for a whole record; for an answer to `fields=…`, those that have a value.

    A withheld record is whole and says next to nothing: what it leaves out is withheld, not absent.
    """
    if _is_whole(trial):
        return FULL
    stated = {
        name for name in FULL if name != "eligibility" and getattr(trial, name) not in (None, ())
    }
    return frozenset(stated | _parts(trial.eligibility))


def _is_whole(trial: Trial) -> bool:
    """Whether everything is there that every published record has."""
    withheld = trial.status is not None and trial.status.means is Status.WITHHELD
    return not withheld and None not in (
        trial.number,
        trial.title,
        trial.organization,
        trial.status,
        trial.status_verified,
        trial.first_posted,
        trial.last_updated,
        trial.sponsor,
        trial.brief_summary,
        trial.study_type,
        trial.eligibility,
        trial.has_results,
    )


def _parts(eligibility: Eligibility | None) -> set[str]:
    if eligibility is None:
        return set()
    return {
        f"eligibility.{name}"
        for name in Eligibility.__struct_fields__
        if getattr(eligibility, name) not in (None, ())
    }
