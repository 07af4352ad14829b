"""Two rows: what is tested, and what it is compared with, by the arms' roles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from catalog.comparison.analysis import Analysis
from catalog.comparison.cells import line, missing, row, sources
from catalog.comparison.names import Given, unlike
from catalog.comparison.result import GIVEN, Cell, Quote, Row, Section
from catalog.drugs.roles import Role, is_against, is_tested, roles
from catalog.model.codes import ArmType
from catalog.model.trial import Arm, Presence

_NOTHING = "nothing: no comparison arm"
_UNTREATED = "no intervention"
_UNKNOWN = "role not stated: see the arms"
_UNTOLD = "of some arms or interventions nobody says whether they are tested"


class _Key(NamedTuple):
    """What two trials are compared by; `kind` tells apart two that give nothing."""

    kind: str
    given: Given


def sections(trials: Sequence[Analysis]) -> list[Section]:
    """One section of two rows. None where no trial's arms say what they are."""
    told = [(_tested(analysis), _against(analysis)) for analysis in trials]
    if not any(key for sides in told for _, key in sides):
        return []
    rows = (
        _row("tested", [tested for tested, _ in told]),
        _row("against", [against for _, against in told]),
    )
    return [Section(GIVEN, rows)]


def _row(label: str, told: Sequence[tuple[Cell, _Key | None]]) -> Row:
    made = row(label, "arms", [cell for cell, _ in told], [key for _, key in told], _apart)
    named = [drug for _, key in told if key for drug in key.given.here]
    if all(drug.is_specific for drug in named):
        return made
    return replace(made, unjudged=True, compared=False)  # each trial's own placebo, chemotherapy


def _apart(one: _Key, other: _Key) -> bool:
    return one.kind != other.kind or unlike(one.given, other.given)


def _tested(analysis: Analysis) -> tuple[Cell, _Key | None]:
    arms = [arm for arm in analysis.trial.arms if is_tested(arm)]
    return _side(analysis, arms, Role.TESTED)


def _against(analysis: Analysis) -> tuple[Cell, _Key | None]:
    every = analysis.trial.arms
    if every and all(is_tested(arm) for arm in every):
        return _without(analysis, _NOTHING)
    arms = [arm for arm in every if is_against(arm)]
    if arms and all(arm.type and arm.type.means is ArmType.NO_INTERVENTION for arm in arms):
        return _without(analysis, _UNTREATED)
    return _side(analysis, arms, Role.COMPARATOR)


def _without(analysis: Analysis, text: str) -> tuple[Cell, _Key]:
    cell = Cell(text, Presence.NONE, sources(analysis.merged, "arms"))
    return cell, _Key(text, Given((), ()))


def _side(analysis: Analysis, arms: Sequence[Arm], role: Role) -> tuple[Cell, _Key | None]:
    """A side's drugs: first those of it alone, then those that both sides get."""
    merged, trial = analysis.merged, analysis.trial
    if not trial.arms:
        return missing(merged, "arms"), None
    known = {id(one): its for one, its in roles(trial)}
    places = [
        place
        for own in (role, Role.BACKGROUND)
        for place, one in enumerate(trial.interventions)
        if known.get(id(one)) is own
    ]
    if not places:
        return Cell(_UNKNOWN, Presence.NOT_STATED, sources(merged, "arms")), None
    names = [line(trial.interventions[place].name) for place in places]
    origins = {field: merged.provenance.get(field) for field in ("arms", "interventions")}
    is_guessed = any(origin.guessed for origin in origins.values() if origin)
    quoted = [("arms", arm.label) for arm in arms]
    quoted += [("interventions", trial.interventions[place].name) for place in places]
    # A record lists what an arm gives and not whether one or all: "paclitaxel or docetaxel" too.
    text = ", ".join(names)
    cell = Cell(
        text,
        Presence.INFERRED if is_guessed else Presence.VALUE,
        sources(merged, "arms", "interventions"),
        tuple(
            Quote(field, text, origin.source if (origin := origins[field]) else 0)
            for field, text in quoted
        ),
        uncertain="" if _is_whole(analysis, known) else _UNTOLD,
    )
    if cell.uncertain:
        return cell, None
    drugs = [drug for drug in analysis.drugs if drug.intervention in places]
    return cell, _Key("", Given(drugs, drugs))


def _is_whole(analysis: Analysis, known: dict[int, Role]) -> bool:
    """Whether every arm and every intervention has its role."""
    trial = analysis.trial
    return all(is_tested(arm) or is_against(arm) for arm in trial.arms) and all(
        id(one) in known for one in trial.interventions
    )
