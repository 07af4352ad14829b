"""Rows of arms: those of each role side by side, then each drug of the role with its dose text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from catalog.comparison.analysis import Analysis
from catalog.comparison.cells import absent, line, missing, row, sources, unequal
from catalog.comparison.names import Given, drug_groups, group_label, unlike
from catalog.comparison.result import Cell, Quote, Row, Section
from catalog.drugs.doses import Dosing, dosing, together
from catalog.drugs.matching import Drug, same
from catalog.model.codes import ArmType
from catalog.model.text import folded, plain
from catalog.model.trial import Arm, Presence

ROLES: tuple[tuple[str, str], ...] = (
    (ArmType.EXPERIMENTAL.value, "tested"),
    (ArmType.ACTIVE_COMPARATOR.value, "comparison"),
    (ArmType.PLACEBO_COMPARATOR.value, "placebo"),
    (ArmType.SHAM_COMPARATOR.value, "sham"),
    (ArmType.NO_INTERVENTION.value, "untreated"),
    (ArmType.OTHER.value, "other"),
    ("", ""),
)
"""Arm types and their labels, in the order of the rows; "" where the source gives no type."""


def sections(trials: Sequence[Analysis]) -> list[Section]:
    """One section: for each role its arms, and a row for each drug given in that role."""
    groups = drug_groups(trials)
    rows: list[Row] = []
    for role, label in ROLES:
        arms = [_of_role(analysis, role) for analysis in trials]
        if any(arms):
            rows.append(_role_row(f"{label} arms".strip(), arms, trials))
            rows.extend(_drug_rows(label, arms, groups, trials))
    if not rows:
        cells = tuple(missing(analysis.merged, "arms") for analysis in trials)
        rows.append(Row("arms", "arms", cells))
    return [Section("Arms", tuple(rows))]


def _of_role(analysis: Analysis, role: str) -> list[Arm]:
    """The trial's arms of a role; an unknown word for the type counts as none given."""
    return [arm for arm in analysis.trial.arms if _role(arm) == role]


def _role(arm: Arm) -> str:
    return arm.type.means.value if arm.type and arm.type.means else ""


def _role_row(label: str, arms: list[list[Arm]], trials: Sequence[Analysis]) -> Row:
    cells = [
        _listed(analysis, said) if said else absent(analysis.merged, "arms")
        for analysis, said in zip(trials, arms, strict=True)
    ]
    known = (Presence.VALUE, Presence.NONE, Presence.INFERRED)
    counts = [
        len(said) if cell.state in known else None for cell, said in zip(cells, arms, strict=True)
    ]
    made = row(label, "arms", cells, counts, unequal)
    return Row(made.label, made.topic, made.cells, made.differing)  # equal in number only


def _listed(analysis: Analysis, arms: Sequence[Arm]) -> Cell:
    quotes = [text for arm in arms for text in (arm.label, arm.description) if text]
    return _cell(analysis, "arms", "\n".join(_arm(arm) for arm in arms), quotes)


def _arm(arm: Arm) -> str:
    """`Arm A: pembrolizumab 200 mg …`."""
    label = line(arm.label)
    return f"{label}: {line(arm.description)}" if arm.description else label


def _drug_rows(
    label: str,
    arms: list[list[Arm]],
    groups: list[list[list[Drug]]],
    trials: Sequence[Analysis],
) -> list[Row]:
    rows: list[Row] = []
    anywhere = [_with_any(analysis, said) for analysis, said in zip(trials, arms, strict=True)]
    schedules = [_dosings(analysis, said) for analysis, said in zip(trials, anywhere, strict=True)]
    for group in groups:
        given = [
            _with(analysis, said, drugs)
            for analysis, said, drugs in zip(trials, arms, group, strict=True)
        ]
        if not any(given):
            continue
        cells = [
            _doses(analysis, said, drugs) if said else _not_given(analysis, in_role)
            for analysis, said, drugs, in_role in zip(trials, given, group, arms, strict=True)
        ]
        keys = [
            Dosed(Given([drug for _, drug in said], list(dosed)), dosed)
            if said or cell.state is Presence.NONE
            else None
            for cell, said, dosed in zip(cells, given, schedules, strict=True)
        ]
        made = row(f"{label or 'arm'}: {group_label(group)}", "arms", cells, keys, _unlike)
        rows.append(
            _judged(made, [_words(*one) for one in zip(trials, given, strict=True) if one[1]])
        )
    return rows


def _judged(made: Row, told: list[str]) -> Row:
    """A row whose doses are called the same only where the same words state one."""
    if len(told) < 2 or (len(set(told)) == 1 and any(map(str.isdigit, told[0]))):
        return made
    return replace(made, compared=False, unjudged=True)


def _words(analysis: Analysis, given: list[tuple[Arm, Drug]]) -> str:
    """What is said of the doses in a role, without the arms; "" for nothing."""
    said = dict.fromkeys(
        folded(text) for _, drug in given for text in _said(analysis, given, drug, drug.names)
    )
    return " ".join(said)


def _dosings(analysis: Analysis, given: list[tuple[Arm, Drug]]) -> dict[Drug, Dosing]:
    """Every drug that arms of a role give, with what is said of its dose."""
    return {
        drug: together(
            dosing(text) for text in (drug.name, *_said(analysis, given, drug, drug.names))
        )
        for _, drug in given
    }


def _said(
    analysis: Analysis, given: list[tuple[Arm, Drug]], drug: Drug, names: frozenset[str]
) -> list[str]:
    """The words about a drug's dose: the intervention's, or sentences of the arms that name it."""
    description = analysis.trial.interventions[drug.intervention].description
    if description:
        return [description]
    inside = [arm for arm, other in given if other.intervention == drug.intervention]
    return _mentioning(inside, names)


class Dosed(NamedTuple):
    """What a trial gives in one row, and every drug of the role with its dose and schedule."""

    given: Given
    dosings: dict[Drug, Dosing]


def _unlike(one: Dosed, other: Dosed) -> bool:
    """Whether one trial gives a drug that the other does not, or states another dose of it.

    As with `unlike`, only these two trials are looked at.
    """
    if unlike(one.given, other.given):
        return True
    return _dosed_apart(one, other) or _dosed_apart(other, one)


def _dosed_apart(one: Dosed, other: Dosed) -> bool:
    mine = [
        drug
        for drug in one.given.here
        if drug.is_specific and any(same(drug, known) for known in other.dosings)
    ]
    theirs = [drug for drug in other.dosings if any(same(known, drug) for known in mine)]
    said = together(one.dosings[drug] for drug in mine)
    return said.differs(together(other.dosings[drug] for drug in theirs))


def _not_given(analysis: Analysis, arms: Sequence[Arm]) -> Cell:
    """Why a drug is not in the arms of a role: none where the arms name their interventions."""
    if not arms or all(arm.interventions for arm in arms):
        return absent(analysis.merged, "arms", "not given")
    return missing(analysis.merged, "arms")


def _with(analysis: Analysis, arms: Sequence[Arm], drugs: Sequence[Drug]) -> list[tuple[Arm, Drug]]:
    """Arms in which one of the drugs is given, with the drug."""
    found: list[tuple[Arm, Drug]] = []
    for arm in arms:
        drug = next((drug for drug in drugs if _gives(analysis, arm, drug)), None)
        if drug is not None:
            found.append((arm, drug))
    return found


def _with_any(analysis: Analysis, arms: Sequence[Arm]) -> list[tuple[Arm, Drug]]:
    """Every drug that one of the arms gives."""
    return [(arm, drug) for drug in analysis.drugs for arm in arms if _gives(analysis, arm, drug)]


def _gives(analysis: Analysis, arm: Arm, drug: Drug) -> bool:
    intervention = analysis.trial.interventions[drug.intervention]
    listed = {folded(_TYPE.sub("", name)) for name in arm.interventions}
    if listed:
        return folded(intervention.name) in listed or not listed.isdisjoint(drug.names)
    if folded(arm.label) in {folded(label) for label in intervention.arm_labels}:
        return True
    text = f" {folded(arm.label)} {folded(arm.description or '')} "
    return any(f" {name} " in text for name in drug.names)


_TYPE = re.compile(r"^[A-Z][A-Za-z /]{2,30}:\s+")


def _doses(analysis: Analysis, given: list[tuple[Arm, Drug]], drugs: Sequence[Drug]) -> Cell:
    """For each intervention, in which arms, and the dose as the record writes it."""
    lines: list[str] = []
    quotes: list[str] = []
    for place in dict.fromkeys(drug.intervention for _, drug in given):
        intervention = analysis.trial.interventions[place]
        names = frozenset(
            name for drug in drugs if drug.intervention == place for name in drug.names
        )
        inside = [arm for arm, drug in given if drug.intervention == place]
        said = (
            [intervention.description] if intervention.description else _mentioning(inside, names)
        )
        labels = "; ".join(line(arm.label) for arm in inside)
        dose = " ".join(line(text) for text in said) or "dose not stated"
        lines.append(f"{labels}: {dose}")
        quotes.extend((*(arm.label for arm in inside), *said))
    return _cell(analysis, "interventions", "\n".join(lines), quotes)


_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z])|\n+")


def _mentioning(arms: Sequence[Arm], names: frozenset[str]) -> list[str]:
    """Sentences of the arms' descriptions that name the drug."""
    found: dict[str, None] = {}
    for arm in arms:
        for sentence in _SENTENCE.split(arm.description or ""):
            text = f" {folded(plain(sentence))} "
            if any(f" {name} " in text for name in names):
                found[sentence] = None
    return list(found)


def _cell(analysis: Analysis, field: str, text: str, quotes: Sequence[str]) -> Cell:
    merged = analysis.merged
    guessed = any(
        merged.provenance[name].guessed for name in ("arms", field) if name in merged.provenance
    )
    origin = merged.provenance.get("arms")
    return Cell(
        text,
        Presence.INFERRED if guessed else Presence.VALUE,
        sources(merged, "arms", field),
        tuple(Quote("arms", words, origin.source if origin else 0) for words in quotes),
    )
