"""What is known of a patient, value by value: into the patient, out of it, and in words."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from catalog.eligibility.screening.askable import ULN, asked_of
from catalog.eligibility.screening.patient import NEVER, Measured, Patient
from catalog.eligibility.vocabulary import wording
from catalog.eligibility.vocabulary.entries import variables


class Answer(msgspec.Struct, frozen=True):
    """A value of a patient."""

    variable: str
    """`age`, `sex`, `crcl`, `hiv`, `prior.pd1`, `ts.radiotherapy`, `uln.ast`."""
    value: float | str
    unit: str | None = None

    @property
    def number(self) -> float:
        """The value of what is counted or measured; a word has none."""
        return self.value if not isinstance(self.value, str) else NEVER


def with_answers(patient: Patient, answers: Sequence[Answer]) -> Patient:
    """The patient with these values, in place of what was known of them."""
    for answer in answers:
        patient = _put(patient, answer.variable, answer)
    return patient


def without(patient: Patient, variable: str) -> Patient:
    """The patient with a value not known."""
    return _put(patient, variable, None)


def _put(patient: Patient, variable: str, answer: Answer | None) -> Patient:
    if variable == "age":
        age = Measured(answer.value, answer.unit) if answer else None
        return msgspec.structs.replace(patient, age=age)
    if variable == "sex":
        return msgspec.structs.replace(patient, sex=str(answer.value) if answer else None)
    part, name = _place(variable)
    kept = {key: value for key, value in getattr(patient, part).items() if key != name}
    if answer is not None:
        plain = part in ("uln", "flags", "prior")
        kept[name] = _own_limit(answer) if plain else Measured(answer.value, answer.unit)
    return msgspec.structs.replace(patient, **{part: kept})


def _own_limit(answer: Answer) -> float | str:
    """A word as it is; a laboratory's limit in the measurement's own unit."""
    known = variables().get(answer.variable.removeprefix(ULN))
    if isinstance(answer.value, str) or known is None or answer.unit not in known.factors:
        return answer.value
    return known.in_own_unit(answer.value, answer.unit)


def _place(variable: str) -> tuple[str, str]:
    """In which part of a patient a variable stands, and under which name."""
    for lead, part in ((ULN, "uln"), ("prior.", "prior"), ("ts.", "time_since")):
        if variable.startswith(lead):
            return part, variable.removeprefix(lead)
    known = variables().get(variable)
    return ("flags" if known and known.kind in ("flag", "marker") else "values"), variable


def key_of(variable: str) -> str:
    """How a value is called in a patient file: `age`, `labs.crcl`, `flags.hiv`, `uln.ast`."""
    if variable in ("age", "sex"):
        return variable
    part, name = _place(variable)
    return f"{'labs' if part == 'values' else part}.{name}"


def answers_of(patient: Patient) -> tuple[Answer, ...]:
    """All that is known of a patient: age and sex first, then as it was said."""
    found: list[Answer] = []
    if patient.age is not None:
        found.append(Answer("age", patient.age.value, patient.age.unit or "a"))
    if patient.sex is not None:
        found.append(Answer("sex", patient.sex))
    found += (Answer(name, one.value, one.unit) for name, one in patient.values.items())
    found += (Answer(name, value) for name, value in patient.flags.items())
    found += (Answer(f"prior.{name}", value) for name, value in patient.prior.items())
    for name, one in patient.time_since.items():
        found.append(Answer(f"ts.{name}", one.value, one.unit))
    for name, limit in patient.uln.items():
        known = variables().get(name)
        found.append(Answer(ULN + name, limit, known.unit if known else None))
    return tuple(found)


def value_told(answer: Answer) -> str:
    """A value alone: `45 mL/min`, `negative`, `never`."""
    if answer.value == NEVER:
        return "never"
    if isinstance(answer.value, str):
        return wording.presence(answer.variable, answer.value)
    amount = wording.number(answer.value)
    return f"{amount} {wording.shown_unit(answer.unit, amount)}".strip()


def told(answer: Answer) -> str:
    """A value in a header: `62`, `f`, `creatinine clearance 45 mL/min`, `no prior PD-1/PD-L1`."""
    if answer.variable == "age":
        is_years = answer.unit == "a"
        return value_told(answer).partition(" ")[0] if is_years else value_told(answer)
    if answer.variable == "sex":
        return str(answer.value)[:1]
    one = asked_of(answer.variable)
    label = one.label if one else answer.variable
    if one is not None and one.kind == "prior":
        return label if answer.value == "present" else f"no {label}"
    if one is not None and one.kind == "flag":
        return label if answer.value == "present" else f"no {label}"
    return f"{label} {value_told(answer)}"
