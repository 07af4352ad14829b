"""Which interventions of different trials are the same drug.

Names are matched through the other names that the records themselves give (brands, codes), read
from "other names", from brackets in names and titles, and never guessed. Spelling may be one
letter off; two substances are never joined, whatever name they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

import msgspec

from catalog.drugs.drug_words import (
    class_words,
    each_its_own,
    generic,
    not_the_same,
    stems,
    trailing,
)
from catalog.model.fuzzy import OSA
from catalog.model.text import folded, plain
from catalog.model.trial import Intervention, Trial


class Drug(msgspec.Struct, frozen=True):
    """A substance or other thing given, with every name the record gives it."""

    key: str
    """Its name, folded, without dose, form and salt."""
    name: str
    """As the record writes it."""
    names: frozenset[str]
    """All names, folded; `key` among them."""
    intervention: int
    """Index into `Trial.interventions`."""

    @property
    def is_specific(self) -> bool:
        """Whether the name names a thing, and not a kind of thing ("chemotherapy")."""
        return not (self.kind or _generic(self.key))

    @property
    def kind(self) -> str:
        """ "placebo", "standard of care" or what else each protocol fills in its own way, or ""."""
        return _kind(self.key)


def drugs_of(trial: Trial) -> tuple[Drug, ...]:
    """The interventions of a trial; a combination in one name ("A + B") gives each part."""
    titles = tuple(filter(None, (trial.title, trial.official_title)))
    found = [
        _drug(part, place, intervention, titles)
        for place, intervention in enumerate(trial.interventions)
        for part in parts(intervention.name)
    ]
    return tuple(_with_own_names(drug, found) for drug in found)


def _with_own_names(drug: Drug, given: Sequence[Drug]) -> Drug:
    """A drug without the names that another one of its trial has too: a maker, a route, a regimen.

    "Other names" of a combination are its parts, and of a cell product what prepares for it.
    """
    others = [other for other in given if not _same_key(other.key, drug.key)]
    taken = {name for other in others for name in other.names}
    names = frozenset(name for name in drug.names if name == drug.key or name not in taken)
    return msgspec.structs.replace(drug, names=names)


def _same_key(one: str, other: str) -> bool:
    return one == other or spelled_alike(one, other)


def _drug(part: str, place: int, intervention: Intervention, titles: tuple[str, ...]) -> Drug:
    main, aliases = _bracketed(part)
    key = name_key(main) or folded(part)
    names = {key, *aliases}
    if part == intervention.name:
        names |= {name_key(other) for said in intervention.other_names for other in _listed(said)}
    for title in titles:
        names |= _told_beside(frozenset(names), title)
    good = {name for name in names if name == key or _is_name(name)}
    substances = {name for name in good if _substance(name)}
    if any(_clash(one, other) for one in substances for other in substances):
        good -= substances - {key}  # the parts of a regimen are no names of it
    return Drug(key, plain(part), frozenset(good), place)


_JOINT = re.compile(r"\s*\+\s*|\s+(?:plus|combined with|in combination with)\s+", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+|\s*,\s*(?:and\s+)?|\s*/\s*", re.IGNORECASE)
_CODE = re.compile(r"[a-z]{1,6}[ -]?\d{2,}[a-z]?", re.IGNORECASE)


def parts(name: str) -> tuple[str, ...]:
    """The drugs of a combination named in one; the name itself for anything else."""
    found = tuple(part for part in _JOINT.split(name) if part)
    if len(found) > 1 and all(len(name_key(part)) > 2 for part in found):
        return found
    # "and" joins many things that are no two drugs ("head and neck"): both must look like names.
    found = tuple(part for part in _AND.split(name) if part)
    if len(found) > 1 and all(_CODE.fullmatch(part) or _substance(folded(part)) for part in found):
        return found
    return (name,)


_BRACKETS = re.compile(r"\(([^()]{2,60})\)|\[([^\[\]]{2,60})\]")


def _bracketed(name: str) -> tuple[str, set[str]]:
    """A name without its brackets, and the names in them: "nemvaleukin alfa (ALKS 4230)"."""
    text = plain(name)
    inside = [first or second for first, second in _BRACKETS.findall(text)]
    main = _BRACKETS.sub(" ", text).strip()
    keys = {name_key(other) for said in inside for other in _listed(said)}
    return main or text, {key for key in keys if _is_name(key)}


def _listed(said: str) -> Iterator[str]:
    """Names of one cell: "Keytruda; MK-3475"."""
    for name in re.split(r"\s*;\s*|,\s+|\s+or\s+", plain(said)):
        yield re.sub(r"^(?:also known as|formerly|aka|brand name:?|trade name:?)\s+", "", name)


def _told_beside(names: frozenset[str], title: str) -> set[str]:
    """Names that a title puts in brackets beside a known one: "ALKS 4230 (Nemvaleukin Alfa)"."""
    found: set[str] = set()
    text = plain(title)
    for match in _BRACKETS.finditer(text):
        inside = name_key(match[1] or match[2])
        before = folded(text[: match.start()]).split()
        ends = {" ".join(before[-length:]) for length in range(1, 5)}
        if names & ends and _is_name(inside):
            found.add(inside)
        if inside in names:
            found |= {end for end in ends if _is_name(end) and _substance(end)}
    return found


_DOSE = re.compile(
    r"\b\d[\d.,]*\s*(?:mg|g|µg|μg|ug|mcg|ml|iu|kg|%|units?|gy)\b(?:\s*/\s*(?:kg|m2|m\^2|ml|day|d)\b)*",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """A name folded, without a dose or form after it: "Plerixafor HCl 20 mg/mL" is plerixafor."""
    words = folded(_DOSE.sub(" ", name)).split()
    while len(words) > 1 and words[-1] in trailing():
        words.pop()
    return " ".join(words)


@lru_cache(maxsize=4096)
def _kind(key: str) -> str:
    words = key.split()
    if _PLACEBOS.intersection((*words[:1], *words[-1:], *words[1:2])) and "or" not in words:
        return "placebo"
    if "choice" in words and not _CHOOSERS.isdisjoint(words):
        return "physician's choice"
    if key.startswith(_USUAL) and not _substance(key):
        return "standard of care"  # "standard treatment COVID-19", "standard of care for eczema"
    return _kinds().get(key, "")


_PLACEBOS = frozenset({"placebo", "placebos"})
_CHOOSERS = frozenset(
    "physician physicians investigator investigators doctor clinician clinicians".split()
)
_USUAL = ("standard of care ", "standard care ", "standard treatment ", "usual care ")


@cache
def _kinds() -> dict[str, str]:
    return {name_key(name): kind for name, kind in each_its_own().items()}


"""By the keys of drugs, in which "standard treatment" has lost its last word."""


def _generic(key: str) -> bool:
    words = key.split()
    return all(word in generic() for word in words)


def _is_name(key: str) -> bool:
    """Whether a text can be the name of one drug."""
    words = key.split()
    if not 3 <= len(key) <= 60 or len(words) > 5 or _generic(key):
        return False
    return not class_words().intersection(words) and not key.startswith("anti ")


def same(one: Drug, other: Drug) -> bool:
    """Whether two interventions are the same drug, as far as their own records tell.

    Two of a kind that each protocol fills in its own way ("usual care") belong side by side; that
    they are alike is not said: `is_specific` tells.
    """
    if one.key == other.key or (one.kind and one.kind == other.kind):
        return True
    if _clash(one.key, other.key) or _is_dummy(one.key) != _is_dummy(other.key):
        return False
    return not one.names.isdisjoint(other.names) or spelled_alike(one.key, other.key)


def _is_dummy(key: str) -> bool:
    """Whether a name is of a placebo: never the drug it stands in for."""
    return not _DUMMIES.isdisjoint(key.split())


_DUMMIES = frozenset({"placebo", "placebos", "sham", "vehicle", "dummy"})


def _substance(key: str) -> bool:
    """Whether a name is built like a non-proprietary one."""
    return any(word.endswith(stems()) and len(word) > 6 for word in key.split())


def _clash(one: str, other: str) -> bool:
    """Whether two names are two substances."""
    return _substance(one) and _substance(other) and not _same_key(one, other)


_SHORTEST = 8


@lru_cache(maxsize=8192)
def spelled_alike(one: str, other: str) -> bool:
    """Whether two names are one letter apart in one word: "dalpicilib" and "dalpiciclib".

    Codes (with a digit), short words, other first letters and known look-alikes never are.
    """
    mine, theirs = one.split(), other.split()
    if len(mine) != len(theirs):
        return False
    different = [(a, b) for a, b in zip(mine, theirs, strict=True) if a != b]
    return len(different) == 1 and _words_alike(*different[0])


def _words_alike(one: str, other: str) -> bool:
    if one[:1] != other[:1] or min(len(one), len(other)) < _SHORTEST:
        return False
    if not (one.isalpha() and other.isalpha()) or frozenset((one, other)) in not_the_same():
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1


def groups(trials: Sequence[tuple[Drug, ...]]) -> list[list[list[Drug]]]:
    """Drugs of several trials grouped into the same ones: for each group, a list per trial.

    Two drugs that clash never share a group, even where a third has a name of both. The groups
    do not depend on the order of the trials.
    """
    items = [(place, drug) for place, drugs in enumerate(trials) for drug in drugs]
    items.sort(key=lambda item: (item[1].key, sorted(item[1].names)))
    group = list(range(len(items)))
    for one in range(len(items)):
        for other in range(one + 1, len(items)):
            if group[one] != group[other] and same(items[one][1], items[other][1]):
                _join(group, items, group[one], group[other])
    made: dict[int, list[list[Drug]]] = {}
    for member, (place, drug) in zip(group, items, strict=True):
        made.setdefault(member, [[] for _ in trials])[place].append(drug)
    return list(made.values())


def _join(group: list[int], items: list[tuple[int, Drug]], kept: int, gone: int) -> None:
    mine = [items[place][1].key for place, member in enumerate(group) if member == kept]
    theirs = [items[place][1].key for place, member in enumerate(group) if member == gone]
    if any(_clash(one, other) for one in mine for other in theirs):
        return
    for place, member in enumerate(group):
        if member == gone:
            group[place] = kept
