"""Measurements as the reader of limits takes them, from `measurements.csv` and `phrases.csv`."""

from __future__ import annotations

from catalog.eligibility.vocabulary.entries import Variable, measurements, phrases

VARIABLES: tuple[Variable, ...] = tuple(each for each in measurements().values() if each.names)
"""Measurements that are found by their names."""
BY_ID: dict[str, Variable] = {variable.id: variable for variable in VARIABLES}
ORDINAL = frozenset(each.id for each in VARIABLES if each.scale and each.unit is None)
"""Scales whose limits are sets of grades."""
FULL_SCALE: dict[str, tuple[int | str, ...]] = {
    each.id: each.scale for each in VARIABLES if each.scale
}
OTHER_MEASURES: tuple[str, ...] = tuple(
    phrase.words for phrase in phrases("measurement") if not phrase.means
)
"""Measurements without a variable: they take their own numbers, so that no other name does."""
TOGETHER: dict[str, tuple[str, ...]] = {
    phrase.words: phrase.means for phrase in phrases("measurement") if phrase.means
}
"""Names that several measurements share."""
GRADES: dict[str, str] = {"nyha": "chf"}
"""Scales that grade an illness: who does not have it stands below the first step."""
DEFINED_BY: dict[str, tuple[str, ...]] = {
    "hypertension_uncontrolled": ("sbp", "dbp"),
    "diabetes_uncontrolled": ("hba1c", "glucose_fasting", "glucose_2h", "glucose_random"),
    **{illness: (scale,) for scale, illness in GRADES.items()},
}
"""Illnesses with what a line tells them by: "uncontrolled hypertension (SBP > 160)" means nobody whose pressure is lower."""

__all__ = [
    "BY_ID",
    "DEFINED_BY",
    "FULL_SCALE",
    "GRADES",
    "ORDINAL",
    "OTHER_MEASURES",
    "TOGETHER",
    "VARIABLES",
    "Variable",
]
