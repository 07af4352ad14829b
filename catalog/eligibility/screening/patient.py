"""A patient as a file of values describes one: never stored, never logged."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from catalog.eligibility.vocabulary.units import DAYS
from catalog.eligibility.vocabulary.variables import BY_ID, Variable


class BadPatient(ValueError):
    """The patient file cannot be used; the message says which part, and quotes nothing of it."""


class Measured(msgspec.Struct, frozen=True):
    """A value with its unit, as the file gives it."""

    value: float
    unit: str | None = None


class Patient(msgspec.Struct, frozen=True):
    """What is known of a patient; a key that is absent is not known.

    `labs` and the single values (`ecog`, `karnofsky`, `nyha`, `life_expectancy`, `pd_l1_cps`, ...) are by variable;
    `uln` holds the laboratory's upper limits of normal in the variable's own unit; `flags` and `prior`
    say `present` or `absent`; `time_since` is how long ago an event was.
    """

    age: Measured | None = None
    sex: str | None = None
    values: dict[str, Measured] = {}
    uln: dict[str, float] = {}
    flags: dict[str, str] = {}
    prior: dict[str, str] = {}
    time_since: dict[str, Measured] = {}

    @classmethod
    def from_json(cls, data: object) -> Patient:
        """A patient of a decoded JSON object; raises BadPatient."""
        if not isinstance(data, Mapping):
            raise BadPatient("a patient file holds one JSON object")
        values = {
            str(name): _measured(name, value)
            for name, value in data.items()
            if name not in _PARTS and value is not None
        }
        values |= {str(n): _measured(n, v) for n, v in _part(data, "labs").items()}
        return cls(
            age=_measured("age", data["age"]) if data.get("age") is not None else None,
            sex=_sex(data.get("sex")),
            values=values,
            uln={str(n): _measured(n, v).value for n, v in _part(data, "uln").items()},
            flags=_words(data, "flags"),
            prior=_words(data, "prior"),
            time_since={str(n): _measured(n, v) for n, v in _part(data, "time_since").items()},
        )

    def normal(self, variable: str) -> tuple[float, str | None] | None:
        """The value of a variable in its own unit (or a unit kept as it is), where it is known."""
        if variable == "age":
            return (_years(self.age), "a") if self.age else None
        measured = self.values.get(variable)
        known = BY_ID.get(variable)
        if measured is None or known is None:
            return None
        return _normal(known, measured)

    def days_since(self, event: str) -> float | None:
        """Days since an event (`radiotherapy`), where it is known."""
        measured = self.time_since.get(event)
        if measured is None or measured.unit not in DAYS:
            return None
        return measured.value * DAYS[measured.unit]


_PARTS = frozenset({"id", "name", "age", "sex", "labs", "uln", "flags", "prior", "time_since"})


def _part(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = data.get(name) or {}
    if not isinstance(part, Mapping):
        raise BadPatient(f"{name} must be an object of names and values")
    return part


def _words(data: Mapping[str, object], name: str) -> dict[str, str]:
    words = {str(key): value for key, value in _part(data, name).items() if value is not None}
    if not all(value in ("present", "absent") for value in words.values()):
        raise BadPatient(f"{name} says present or absent")
    return {key: str(value) for key, value in words.items()}


def _sex(said: object) -> str | None:
    if said in (None, "male", "female"):
        return said
    raise BadPatient("sex is male or female, or left out")


def _measured(name: object, said: object) -> Measured:
    if isinstance(said, Mapping):
        value, unit = said.get("value"), said.get("unit")
    else:
        value, unit = said, None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise BadPatient(f"{name} must be a number, or an object of value and unit")
    return Measured(float(value), str(unit) if unit is not None else None)


def _years(age: Measured | None) -> float:
    """Completed years."""
    assert age is not None
    per_year = {"a": 1.0, "mo": 12.0, "wk": 52.18, "d": 365.25}
    return float(int(age.value / per_year.get(age.unit or "a", 1.0)))


def _normal(variable: Variable, measured: Measured) -> tuple[float, str | None] | None:
    unit = measured.unit or variable.unit
    if unit in variable.kept:
        return measured.value, unit
    if unit is None:
        return measured.value, None
    if unit not in variable.factors:
        return None
    return variable.in_own_unit(measured.value, unit), variable.unit
