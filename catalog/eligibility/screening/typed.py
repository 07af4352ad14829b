"""What somebody types of a patient into values: `62`, `9 mo`, `CrCl 45`, `HPV neg`.

Forgiving in spelling, and nothing is guessed: a number takes a unit that was typed or that stands
beside the field, and what is not understood is said with what would be.
"""

from __future__ import annotations

import re

from catalog.eligibility.screening.answers import Answer
from catalog.eligibility.screening.askable import ULN, Asked, NotUnderstood, asked_of, plausible
from catalog.eligibility.screening.patient import NEVER, OF_NORMAL
from catalog.eligibility.screening.typed_names import named
from catalog.eligibility.vocabulary import wording
from catalog.eligibility.vocabulary.entries import variables
from catalog.eligibility.vocabulary.units import unit_at

_CHILD = 53.0
"""Below so many, a letter behind the number may stand for months or weeks."""


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
    for name, rest in named(words):
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
    meant = unit_told(one, found[2], choice) or unit or _bare(one, value, choice)
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


def unit_told(one: Asked, words: str, choice: str) -> str | None:
    """The unit that somebody wrote in small letters, in UCUM; None where none was.

    Raises NotUnderstood, which names those of `choice`.
    """
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
