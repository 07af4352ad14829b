"""What somebody types of a patient into values: `62`, `9 mo`, `CrCl 45`, `HPV neg`.

Forgiving in spelling, and nothing is guessed: a number takes a unit that was typed or that stands
beside the field, and what is not understood is said with what would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from catalog.eligibility.reading.word_effects import EXACT, sense
from catalog.eligibility.screening.patient import NEVER, OF_NORMAL, Measured, Patient
from catalog.eligibility.vocabulary import wording
from catalog.eligibility.vocabulary.entries import Variable, phrases, units, variables
from catalog.eligibility.vocabulary.units import DAYS, unit_at

ULN = "uln."
"""Before the name of a measurement: the laboratory's upper limit of it."""
_TIMES = ("wk", "d", "mo", "a")
_OLDEST = 120.0
_CHILD = 53.0
"""Below so many, a letter behind the number may stand for months or weeks."""


class NotUnderstood(ValueError):
    """What was typed is no value; the message says what would be, and never quotes it."""


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


class Asked(msgspec.Struct, frozen=True):
    """What can be answered: its name, what people call it, and its units in UCUM."""

    variable: str
    label: str
    kind: str
    """As of variables; `sex`, and `limit` for the laboratory's upper limit of a measurement."""
    units: tuple[str, ...] = ()
    """The one that is meant where none is typed first; none where it has no unit."""

    @property
    def takes(self) -> str:
        """The words or steps that can be typed; "" for a number."""
        return "" if self.units else self.hint

    @property
    def hint(self) -> str:
        """What can be typed: `yes no`, `0–4`, `mL/min`."""
        if self.kind == "sex":
            return "f m"
        if self.kind in ("flag", "prior"):
            return "yes no"
        if self.kind == "marker":
            return "pos neg"
        if self.kind == "scale":
            return " ".join(str(step) for step in variables()[self.variable].scale)
        return wording.shown_unit(self.units[0]) if self.units else ""


@cache
def asked_of(variable: str) -> Asked | None:
    """What can be answered of a variable; None where there is no such thing."""
    if variable.startswith(ULN):
        of = variables().get(variable.removeprefix(ULN))
        if of is None or of.kind != "number":
            return None
        plain = tuple(unit for unit in _units(of) if unit not in OF_NORMAL)
        return Asked(variable, f"{of.label}, upper limit of normal", "limit", plain)
    known = variables().get(variable)
    if known is None or variable == "contraception_after":
        return None
    kind = "sex" if variable == "sex" else known.kind
    return Asked(variable, known.label, kind, _units(known))


def _units(known: Variable) -> tuple[str, ...]:
    if known.id == "age":
        return "a", "mo", "wk", "d"
    if known.kind == "interval":
        return _TIMES
    if known.kind != "number" or known.unit is None:
        return ()
    named = [unit for unit in (known.unit, *known.factors) if unit in units()]
    if known.unit == "d" and "mo" in named:
        named.insert(0, "mo")
    return tuple(dict.fromkeys(named))


def everything() -> Iterator[Asked]:
    """All that can be answered, in the order of the tables."""
    for name in variables():
        if (one := asked_of(name)) is not None:
            yield one


# reading


def read(text: str, variable: str = "", unit: str | None = None) -> tuple[Answer, ...]:
    """The values in a text: of the variable that is asked for, or of those that it names.

    `62 f, ECOG 1, CrCl 45`: a comma stands between values. `unit` is the one that stands beside the
    field. Raises NotUnderstood.
    """
    found: list[Answer] = []
    for n, part in enumerate(re.split(r";|,(?!\d| *uln\b)", text, flags=re.IGNORECASE)):
        if words := " ".join(part.split()):
            found += _part(words.casefold(), "" if n else variable, unit)
    return tuple(found)


def _part(words: str, variable: str, unit: str | None) -> tuple[Answer, ...]:
    told: NotUnderstood | None = None
    if variable:
        try:
            return _of(variable, words, unit)
        except NotUnderstood as error:
            told = error
    for name, rest in _named(words):
        try:
            return _of(name, rest, unit if name == variable else None)
        except NotUnderstood as error:
            told = told or error
    if not variable and re.fullmatch(r"\d.* ?[mfw]|\d.*male", words):
        return _of("age", words, None)
    raise told or NotUnderstood("say what it is: CrCl 45, HPV neg, prior PD-1")


def _of(variable: str, words: str, unit: str | None) -> tuple[Answer, ...]:
    """The answer of a variable; its age may have the sex behind it."""
    one = asked_of(variable)
    if one is None:
        raise NotUnderstood("nothing here is asked by this name")
    both = re.fullmatch(r"(.*?\d.*?) ?(male|female|[mfw])", words) if variable == "age" else None
    if both is not None:
        age = _measured(one, both[1].strip(), unit)
        if both[2] in "mw" and both[1].strip().isdigit() and age.number < _CHILD:
            raise NotUnderstood("age: write mo or wk; or y, and the sex behind it: 9 y m")
        return age, *_of("sex", both[2], None)
    if one.kind == "sex":
        return (Answer(variable, _word(one, words, _SEXES)),)
    if one.kind in ("flag", "marker", "prior"):
        return (Answer(variable, _word(one, words, _STATES)),)
    if one.kind == "scale":
        return (Answer(variable, _step(one, words), None),)
    if one.kind == "interval" and words in ("never", "none", "no"):
        return (Answer(variable, NEVER, "d"),)
    limit = re.search(r"[(/, ]*\buln\b ?[:=]? ?(\d[\d.,]*)\)?$", words)
    if limit and one.kind == "number" and asked_of(ULN + variable):
        own = _measured(one, words[: limit.start()].strip(), unit)
        return own, Answer(ULN + variable, _number(limit[1]), own.unit)
    return (_measured(one, words, unit),)


_SEXES = {
    "female": "f w female woman women girl",
    "male": "m male man men boy",
}
_STATES = {
    "present": "yes y present pos positive + ja oui",
    "absent": "no n absent neg negative none nein non",
}


def _word(one: Asked, words: str, known: dict[str, str]) -> str:
    for value, spellings in known.items():
        if words in spellings.split():
            return value
    raise NotUnderstood(f"{one.label}: {one.hint.replace(' ', ' or ')}, ? for not known")


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}


def _step(one: Asked, words: str) -> float | str:
    scale = variables()[one.variable].scale
    for step in scale:
        if words == str(step).casefold() or _ROMAN.get(words) == step:
            return step
    raise NotUnderstood(f"{one.label}: one of {one.hint}, ? for not known")


_NUMBER = re.compile(r"(\d{1,3}(?: \d{3})+|-?\d+(?:[.,]\d+)?(?:e\+?\d{1,2})?)(?![\d.,]) ?(.*)")


def _measured(one: Asked, words: str, unit: str | None) -> Answer:
    found = _NUMBER.fullmatch(words)
    choice = " or ".join(wording.shown_unit(each) or "a number" for each in one.units[:4])
    if found is None:
        raise NotUnderstood(f"{one.label}: a number, in {choice}; ? for not known")
    value = _number(found[1])
    meant = _unit(one, found[2], choice) or unit or _bare(one, value, choice)
    plausible(one, value, meant)
    return Answer(one.variable, value, meant)


def _bare(one: Asked, value: float, choice: str) -> str | None:
    """The unit of a number without one: as criteria are read, or the only one that can be.

    Raises NotUnderstood where several can.
    """
    if one.variable == "age" or not one.units:
        return one.units[0] if one.units else None
    known = variables()[one.variable.removeprefix(ULN)]
    for below, unit in known.bare:
        if value < below and unit in one.units:
            return unit
    can = [unit for unit in one.units if _can_be(one, value, unit)]
    if one.kind == "interval" or len({known.factors.get(unit) for unit in can}) > 1:
        raise NotUnderstood(f"{one.label}: in which unit? {choice}")
    return can[0] if can else one.units[0]


def _can_be(one: Asked, value: float, unit: str) -> bool:
    try:
        plausible(one, value, unit)
    except NotUnderstood:
        return False
    return True


def _number(written: str) -> float:
    """A number with a point or a comma; what may be thousands or parts is asked."""
    _, comma, part = written.partition(",")
    if comma and (len(part) == 3 or "." in written or "," in part):
        raise NotUnderstood("write a number without parting thousands: 75000 or 75.5")
    try:
        return float(written.replace(",", ".").replace(" ", ""))
    except ValueError:
        raise NotUnderstood("write a number with one point: 75.5") from None


_SHORT = {"y": "a", "j": "a", "yo": "a", "w": "wk", "k": "10*9/L", "g/l": "10*9/L"}
"""Spellings that stand for a unit only where the value has no other that is spelt so."""


def _unit(one: Asked, words: str, choice: str) -> str | None:
    """The unit that was typed, in UCUM; None where none was."""
    words = words.strip()
    if not words:
        return None
    known: list[str] = [*one.units, *(OF_NORMAL if one.kind == "number" else ())]
    for unit in known:
        if words in (unit.casefold(), wording.shown_unit(unit).casefold()):
            return unit
    spelt = unit_at(words, 0)
    if spelt is not None and spelt[1] == len(words) and spelt[0] in known:
        return spelt[0]
    if _SHORT.get(words) in known:
        return _SHORT[words]
    raise NotUnderstood(f"{one.label}: in {choice}")


def plausible(one: Asked, value: float, unit: str | None) -> None:
    """Raise NotUnderstood where a value cannot be right: mostly the unit is another."""
    name = one.variable.removeprefix(ULN)
    known = variables()[name]
    if unit in OF_NORMAL or (unit is not None and unit in known.kept and unit != known.unit):
        low, high, own = 0.0, 1000.0, value
    elif one.kind == "interval" or name == "age":
        low, high, own = 0.0, _OLDEST, value * DAYS[unit or "a"] / DAYS["a"]
    else:
        own = known.in_own_unit(value, unit) if unit in known.factors else value
        low = known.low if known.low is not None else float("-inf")
        high = known.high if known.high is not None else float("inf")
    if not low <= own <= high:
        shown = wording.shown_unit(unit)
        others = [wording.shown_unit(each) for each in one.units if each != unit]
        other = f"; or is it {' or '.join(others[:3])}?" if others else ""
        raise NotUnderstood(f"{one.label}: that number of {shown or 'it'} cannot be right{other}")


# names


def _plain(words: str) -> str:
    """Without what does not matter in a name: hyphens, dots, capitals."""
    return " ".join(re.sub(r"[-_./()]", " ", words.casefold()).split())


def _named(words: str) -> Iterator[tuple[str, str]]:
    """The variables that a text may begin with, longest name first, and what follows the name."""
    text = _plain_with_numbers(words)
    denied = ""
    for lead in ("no ", "not "):
        if text.startswith(lead):
            text, denied = text.removeprefix(lead), "no"
    for name in _begins(text):
        rest = text[len(name) :].strip(" :=")
        for variable in _names()[name]:
            one = asked_of(variable)
            if one is None or (denied and (rest or one.kind not in ("flag", "marker", "prior"))):
                continue
            said = denied or rest
            if not said and one.kind == "prior" and name.startswith("prior "):
                said = "yes"
            yield variable, said


def _plain_with_numbers(words: str) -> str:
    """A plain text in which numbers and units stay as they are written."""
    found = re.match(r"(.*?)(?:(?<=[ :=])(-?\d.*)|)$", words)
    assert found is not None
    return f"{_plain(found[1])} {found[2] or ''}".strip()


def _begins(text: str) -> Iterator[str]:
    """Names that the text begins with as whole words, the longest first."""
    words = re.split(r"(?<=[^ ])(?= )|(?<=[a-z])(?=\d)", text)
    for count in range(len(words), 0, -1):
        name = "".join(words[:count]).strip()
        if name in _names():
            yield name


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Variables by every name that means just them."""
    found: dict[str, dict[str, None]] = {}

    def add(name: str, variable: str) -> None:
        if plain := _plain(name):
            found.setdefault(plain, {})[variable] = None

    for one in variables().values():
        bare = one.id.partition(".")[2] or one.id
        for name in (one.id, bare, one.label, *one.names):
            add(name, one.id)
        if one.kind == "prior":
            add(f"prior {bare}", one.id)
    for kind in ("condition", "prior", "interval"):
        for phrase in phrases(kind):
            means = phrase.means[0] if len(phrase.means) == 1 and not phrase.absent else ""
            if means and sense(means, phrase.words) == EXACT:
                add(phrase.words, means)
                if kind == "prior":
                    add(f"prior {phrase.words}", means)
    return {name: tuple(ids) for name, ids in found.items()}


# into a patient, and out of it


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
