"""How a patient stands to one criterion, and short ways to say what is known of the patient."""

from __future__ import annotations

from catalog.eligibility.extraction import criterion_of
from catalog.eligibility.screening.patient import Patient
from catalog.eligibility.screening.verdicts import screen

Told = dict[str, object]
"""A patient's file, as `Patient.from_json` takes it."""


def said(kind: str, text: str, who: Told, parent: str | None = None, section: str = "") -> str:
    """The verdict of a criterion alone, or below the line and heading given."""
    made = criterion_of(kind, text, section, parent)
    return screen([made], Patient.from_json(who))[0].verdict


def lab(name: str, value: float, unit: str, **more: object) -> Told:
    """Somebody with one value, a UCUM unit, and whatever else is told."""
    return {"labs": {name: {"value": value, "unit": unit}}, **more}


def since(days: int, *events: str) -> Told:
    """Somebody who had each of the events so many days ago."""
    return {"time_since": {event: {"value": days, "unit": "d"} for event in events}}
