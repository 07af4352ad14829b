"""Rows of conditions and interventions: one for each, the shared ones first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from catalog.comparison.analysis import Analysis
from catalog.comparison.cells import absent, line, row, stated, unequal
from catalog.comparison.result import Cell, Row, Section
from catalog.drugs import matching
from catalog.drugs.matching import Drug
from catalog.merging.merged import MergedTrial
from catalog.model.abbreviations import pairs as abbreviations
from catalog.model.code_words import word
from catalog.model.csv_table import table
from catalog.model.text import folded, plain
from catalog.model.trial import Intervention, Presence


def sections(trials: Sequence[Analysis]) -> list[Section]:
    """Conditions, then interventions."""
    return [
        Section("Conditions", _conditions(trials)),
        Section(
            "Interventions", tuple(_intervention(group, trials) for group in drug_groups(trials))
        ),
    ]


def _conditions(trials: Sequence[Analysis]) -> tuple[Row, ...]:
    named: dict[str, list[list[str]]] = {}
    for place, analysis in enumerate(trials):
        for condition in analysis.trial.conditions:
            key = condition_key(condition, analysis.once(_long_forms))
            named.setdefault(key, [[] for _ in trials])[place].append(condition)
    if not named:
        cells = tuple(absent(analysis.merged, "conditions") for analysis in trials)
        return (Row("conditions", "conditions", cells),)
    ordered = sorted(named.items(), key=lambda item: (-sum(map(bool, item[1])), item[0]))
    return tuple(_condition(key, said, trials) for key, said in ordered)


def _long_forms(merged: MergedTrial) -> dict[str, str]:
    """Abbreviations that the record itself explains: `HNSCC` is what its summary says."""
    trial = merged.trial
    texts = (*trial.conditions, *trial.keywords, trial.title, trial.official_title,
             trial.brief_summary)  # fmt: skip
    found = dict(pair for text in texts if text for pair in abbreviations(plain(text)))
    return {short: long for short, long in found.items() if short.isupper()}


def condition_key(condition: str, long_forms: dict[str, str] | None = None) -> str:
    """What is compared: the words without their order, "Carcinoma, Squamous Cell" as read.

    An abbreviation that the record explains stands for its words, in brackets it adds nothing.
    """
    known = long_forms or {}
    text = _BRACKET.sub(lambda found: "" if found[1] in known else found[0], plain(condition))
    text = known.get(text.strip(), text)
    key = _sorted_words(text)
    return names_of_one().get(key, key)


_BRACKET = re.compile(r"\(([^()]+)\)")
_LINKS = frozenset("of the and in with a an s mellitus".split())
_COVID = re.compile(r"\bcovid(?: ?(?:20)?19)?\b|\bcoronavirus disease (?:20)?19\b")


@cache
def _condition_words() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {"word": {}, "beside": {}, "name": {}}
    path = Path(__file__).with_name("condition_words.csv")
    for kind, said, means in table(path, ("kind", "said", "means"), key=("kind", "said")):
        found[kind][said] = means
    return found


@cache
def names_of_one() -> dict[str, str]:
    """By its key, the key of the name that a disease goes by."""
    names = _condition_words()["name"]
    return {_sorted_words(said): _sorted_words(means) for said, means in names.items()}


def _sorted_words(text: str) -> str:
    said = _COVID.sub("covid19", folded(text)).split()
    spelled = _condition_words()["word"]
    if len(said) > 1:  # alone, carcinoma and cancer are two things; of the lung they are one
        spelled = {**spelled, **_condition_words()["beside"]}
    words = [spelled.get(word, word) for word in said]
    return " ".join(sorted(word for word in words if word not in _LINKS))


def _condition(key: str, said: list[list[str]], trials: Sequence[Analysis]) -> Row:
    cells = [
        stated(analysis.merged, "conditions", "\n".join(line(one) for one in names), names)
        if names
        else absent(analysis.merged, "conditions")
        for analysis, names in zip(trials, said, strict=True)
    ]
    label = min(line(one) for names in said for one in names)
    keys = [listed(cell) for cell in cells]
    return row(label, "conditions", cells, keys, unequal)


def listed(cell: Cell) -> bool | None:
    """Whether a list holds the row's item; None where the whole list is not known."""
    return True if cell.stated else False if cell.state is Presence.NONE else None


def drug_groups(trials: Sequence[Analysis]) -> list[list[list[Drug]]]:
    """The drugs of all trials in rows: for each row, the drugs of each trial; shared ones first."""
    found = matching.groups([analysis.drugs for analysis in trials])
    return sorted(found, key=lambda group: (-sum(map(bool, group)), group_label(group).casefold()))


def group_label(group: list[list[Drug]]) -> str:
    """The name most trials use, the first in the alphabet among equals.

    What each protocol fills in its own way says so where several trials give it.
    """
    kinds = {drug.kind for said in group for drug in said}
    if sum(map(bool, group)) > 1 and len(kinds) == 1 and "" not in kinds:
        return f"{kinds.pop()} (each trial's own)"
    keys = [drug.key for said in group for drug in said]
    commonest = max(sorted(set(keys)), key=keys.count)
    names = [line(drug.name) for said in group for drug in said if drug.key == commonest]
    return min(names, key=lambda name: (len(name), name))


def _intervention(group: list[list[Drug]], trials: Sequence[Analysis]) -> Row:
    cells = [
        _given(analysis, said) if said else absent(analysis.merged, "interventions")
        for analysis, said in zip(trials, group, strict=True)
    ]
    if not any(group):
        return Row("interventions", "interventions", tuple(cells))
    keys = [
        Given(said, analysis.drugs) if said or cell.state is Presence.NONE else None
        for cell, said, analysis in zip(cells, group, trials, strict=True)
    ]
    made = row(group_label(group), "interventions", cells, keys, unlike)
    return replace(made, unjudged=True, compared=False) if loose(group) else made


def loose(group: list[list[Drug]]) -> bool:
    """Whether several trials give it under words that do not say what it is."""
    given = [drug for said in group for drug in said]
    return sum(map(bool, group)) > 1 and not any(drug.is_specific for drug in given)


class Given(NamedTuple):
    """What a trial gives in one row, and in all of them."""

    here: Sequence[Drug]
    anywhere: Sequence[Drug]


def unlike(one: Given, other: Given) -> bool:
    """Whether one trial gives a drug here that the other gives nowhere.

    Judged by the names in these two records alone, so that a third trial, whose names may join
    rows or keep them apart, never changes whether two trials differ.
    """
    return _lacks(one.here, other.anywhere) or _lacks(other.here, one.anywhere)


def _lacks(wanted: Sequence[Drug], given: Sequence[Drug]) -> bool:
    return any(not any(matching.same(drug, one) for one in given) for drug in wanted)


def _given(analysis: Analysis, said: Sequence[Drug]) -> Cell:
    places = dict.fromkeys(drug.intervention for drug in said)
    given = [analysis.trial.interventions[place] for place in places]
    text = "\n".join(_named(one) for one in given)
    quotes = [text for one in given for text in (one.name, *one.other_names)]
    return stated(analysis.merged, "interventions", text, quotes)


def _named(intervention: Intervention) -> str:
    """`Drug: Pembrolizumab (Keytruda)`."""
    kind = f"{word(intervention.type)}: " if intervention.type else ""
    others = ", ".join(line(name) for name in intervention.other_names)
    return f"{kind}{line(intervention.name)}{f' ({others})' if others else ''}"
