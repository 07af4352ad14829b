"""A patient as a file of values describes one: never stored, never logged."""

from __future__ import annotations

import math
from collections.abc import Mapping

import msgspec

from catalog.eligibility.screening.following import (
    HAD_IF_DATED,
    NEVER_GIVEN_WITHOUT,
    NEVER_WITHOUT,
    NONE_WITHOUT,
    PARTS_OF_EVENT,
    PARTS_OF_TREATMENT,
    says_otherwise,
    wholes_of,
)
from catalog.eligibility.vocabulary.units import DAYS
from catalog.eligibility.vocabulary.variables import BY_ID, FULL_SCALE, GRADES, Variable

NEVER = math.inf
"""Days since an event that a patient never had."""
OF_NORMAL = frozenset({"{xULN}", "{xLLN}"})
"""Units that are multiples of a laboratory's own limits."""


class BadPatient(ValueError):
    """The patient file cannot be used; the message says which part, and quotes nothing of it."""


class Measured(msgspec.Struct, frozen=True):
    """A value with its unit, as the file gives it; a step of a scale may be a letter."""

    value: float | str
    unit: str | None = None

    @property
    def number(self) -> float:
        """The value of a thing that is counted or measured; raises BadPatient for a letter."""
        if isinstance(self.value, str):
            raise BadPatient("a value must be a number, or an object of value and unit")
        return self.value


class Patient(msgspec.Struct, frozen=True):
    """What is known of a patient; a key that is absent is not known.

    `labs` and the single values (`ecog`, `karnofsky`, `nyha`, `life_expectancy`, `pd_l1_cps`, ...) are by variable;
    `uln` holds the laboratory's upper limits of normal in the variable's own unit; `flags` and `prior`
    say `present` or `absent`; `time_since` is how long ago an event was, or `never`.
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
        data = _parted(data)
        values = {
            str(name): _measured(name, value)
            for name, value in data.items()
            if name not in _PARTS and value is not None
        }
        values |= {str(n): _measured(n, v) for n, v in _part(data, "labs").items()}
        return cls(
            age=_age(data["age"]) if data.get("age") is not None else None,
            sex=_sex(data.get("sex")),
            values=values,
            uln={str(n): _measured(n, v).number for n, v in _part(data, "uln").items()},
            flags=_words(data, "flags"),
            prior=_words(data, "prior"),
            time_since={str(n): _since(n, v) for n, v in _part(data, "time_since").items()},
        )

    def normal(self, variable: str) -> tuple[float | str, str | None] | None:
        """The value of a variable in its own unit (or a unit kept as it is), where it is known."""
        measured = self.values.get(variable)
        known = BY_ID.get(variable)
        if known is None:
            return None
        if measured is None:
            without = NONE_WITHOUT.get(variable)
            never = without is not None and self.days_since(without) == NEVER
            return (0.0, known.unit) if never else None
        return _normal(known, measured)

    def days_since(self, event: str) -> float | None:
        """Days since an event (`radiotherapy`), where it is known; `NEVER` where there was none.

        Who never had the illness, the treatment, or the wider event had none of it.
        """
        measured = self.time_since.get(event)
        if measured is not None:
            if measured.value == NEVER and self._is_dated(PARTS_OF_EVENT.get(event, ())):
                return None  # a file that contradicts itself
            return measured.number * DAYS[measured.unit] if measured.unit in DAYS else None
        part, _, name = NEVER_WITHOUT.get(event, "").partition(".")
        if part == "flags" and self.flags.get(name) == "absent":
            return NEVER
        if part == "prior" and self.prior.get(name) == "absent":
            return None if self._is_dated(says_otherwise(name)) else NEVER
        if any(self.days_since(whole) == NEVER for whole in wholes_of(event, PARTS_OF_EVENT)):
            return NEVER
        return None

    def _is_dated(self, events: tuple[str, ...]) -> bool:
        """Whether one of them is said to have been, however long ago."""
        known = (self.time_since.get(event) for event in events)
        return any(each is not None and each.value != NEVER for each in known)

    def days_at_most(self, event: str) -> float | None:
        """The most days since an event of which only a part is dated: `anticancer` by a chemotherapy."""
        dated = [self.days_since(part) for part in PARTS_OF_EVENT.get(event, ())]
        return min((each for each in dated if each is not None and each != NEVER), default=None)

    def is_without(self, scale: str) -> bool:
        """Whether a scale (`nyha`) grades an illness that the patient does not have."""
        illness = GRADES.get(scale)
        return illness is not None and self.flags.get(illness) == "absent"

    def ages_in(self, unit: str) -> tuple[int, int] | None:
        """The age in completed units of time (`a`, `mo`, `wk`, `d`): the least and the most it may be.

        Who is one year old is 12 to 23 months old.
        """
        if self.age is None:
            return None
        own, wanted = DAYS.get(self.age.unit or "a", DAYS["a"]), DAYS[unit]
        completed = math.floor(self.age.number)
        if own == wanted:
            return completed, completed
        last = (completed + 1) * own / wanted
        return math.floor(completed * own / wanted + _DUST), math.ceil(last - _DUST) - 1

    def state(self, variable: str) -> str | None:
        """`present` or `absent` of an illness, a marker or an earlier treatment, where it is known."""
        if variable in _WOMENS and self.sex == "male":
            return "absent"  # whatever was left blank
        if variable.startswith("prior."):
            return self._treated(variable.removeprefix("prior."))
        return self.flags.get(variable)

    def _treated(self, treatment: str) -> str | None:
        """As said, by the time since it, by a part of it that was given, or by a whole that never was."""
        said = self.prior.get(treatment)
        if said is None and treatment in HAD_IF_DATED and treatment in self.time_since:
            return "absent" if self.time_since[treatment].value == NEVER else "present"
        if said == "absent" and self._is_dated(says_otherwise(treatment)):
            return None
        if said is not None:
            return said
        if any(self.prior.get(part) == "present" for part in PARTS_OF_TREATMENT.get(treatment, ())):
            return "present"
        wholes = wholes_of(treatment, NEVER_GIVEN_WITHOUT)
        return "absent" if any(self._treated(whole) == "absent" for whole in wholes) else None


_DUST = 1e-9
_WOMENS = frozenset({"pregnancy", "breastfeeding"})


_PARTS = frozenset({"id", "name", "age", "sex", "labs", "uln", "flags", "prior", "time_since"})


_STATES: dict[object, str] = {
    **dict.fromkeys(("present", "yes", "pos"), "present"),
    **dict.fromkeys(("absent", "no", "neg"), "absent"),
}
_SEXES = {"male": "male", "m": "male", "female": "female", "f": "female"}


def _parted(data: Mapping[object, object]) -> dict[str, object]:
    """The file with `labs.crcl`, as values are named, as `crcl` in `labs`."""
    plain: dict[str, object] = {}
    named: dict[str, dict[str, object]] = {}
    for key, value in data.items():
        part, dot, name = str(key).partition(".")
        if dot and part in _PARTS - {"id", "name", "age", "sex"}:
            named.setdefault(part, {})[name] = value
        else:
            plain[str(key)] = value
    for part, values in named.items():
        plain[part] = {**_part(plain, part), **values}
    return plain


def _part(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = data.get(name) or {}
    if not isinstance(part, Mapping):
        raise BadPatient(f"{name} must be an object of names and values")
    return part


def _words(data: Mapping[str, object], name: str) -> dict[str, str]:
    words = {str(key): value for key, value in _part(data, name).items() if value is not None}
    if not all(isinstance(value, str) and value in _STATES for value in words.values()):
        raise BadPatient(f"{name} says present or absent")
    return {key: _STATES[value] for key, value in words.items()}


def _sex(said: object) -> str | None:
    if said is None:
        return None
    if isinstance(said, str) and said in _SEXES:
        return _SEXES[said]
    raise BadPatient("sex is male or female, or left out")


def _measured(name: object, said: object) -> Measured:
    if isinstance(said, Mapping):
        value, unit = said.get("value"), said.get("unit")
    else:
        value, unit = said, None
    if isinstance(value, str) and value in FULL_SCALE.get(str(name), ()):
        return Measured(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise BadPatient(f"{name} must be a number, or an object of value and unit")
    return Measured(float(value), str(unit) if unit is not None else None)


def _age(said: object) -> Measured:
    age = _measured("age", said)
    if age.unit not in (None, "a", "mo", "wk", "d"):
        raise BadPatient("age is given in a, mo, wk or d")
    return age


def _since(name: object, said: object) -> Measured:
    return Measured(NEVER, "d") if said == "never" else _measured(name, said)


def _normal(variable: Variable, measured: Measured) -> tuple[float | str, str | None] | None:
    unit = measured.unit or variable.unit
    if unit in variable.kept or unit in OF_NORMAL:
        return measured.value, unit
    if unit is None:
        return measured.value, None
    if unit not in variable.factors:
        return None
    return variable.in_own_unit(measured.number, unit), variable.unit
