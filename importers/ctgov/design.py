"""The study design where ClinicalTrials.gov writes it as labelled phrases: CSV cells, old XML.

`Allocation: Randomized|Intervention Model: Parallel Assignment|Masking: Double (Participant,
Investigator)|Primary Purpose: Treatment`; before 2017 with commas between, before 2009 without
labels ("Treatment, Randomized, Double-Blind, Parallel Assignment").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from catalog.model.codes import (
    Allocation,
    Coded,
    InterventionModel,
    Masking,
    ObservationalModel,
    Phase,
    Purpose,
    TimePerspective,
    WhoMasked,
    coded,
    fold,
    phases,
)
from importers.values.cleaning import Words


def phase_words(said: str | None, words: Words) -> tuple[Coded[Phase], ...]:
    """Phases of one cell or element: `Phase 1/Phase 2`, `PHASE1|PHASE2`, `Phase1, Phase2`."""
    return words.codes(Phase, [part.said for part in phases(said)], "phase") if said else ()


@dataclass(frozen=True, slots=True)
class Design:
    """The parts of a study design, named as in Trial."""

    allocation: Coded[Allocation] | None = None
    intervention_model: Coded[InterventionModel] | None = None
    primary_purpose: Coded[Purpose] | None = None
    observational_model: Coded[ObservationalModel] | None = None
    time_perspective: Coded[TimePerspective] | None = None
    masking: Coded[Masking] | None = None
    who_masked: tuple[Coded[WhoMasked], ...] = ()


FIELDS = frozenset(part.name for part in fields(Design))
"""Fields of Trial that a study design gives."""


# Labels, folded; those of 2009 to 2016 that the registry has given up are named to be passed over.
_LABELS = (
    "allocation",
    "intervention model",
    "masking",
    "primary purpose",
    "observational model",
    "observational study model",
    "time perspective",
    "endpoint classification",
)
_LABEL = re.compile(rf"(?:^|[|,;\n])\s*({'|'.join(_LABELS)})\s*:", re.IGNORECASE)


def design(cell: str | None, words: Words) -> Design:
    """A cell or element with all parts of the design."""
    if not cell or not cell.strip():
        return Design()
    said = _labelled(cell)
    return from_parts(said, words) if said else _unlabelled(cell)


def _labelled(cell: str) -> dict[str, str]:
    """Folded label to value; a value reaches to the next label."""
    found = list(_LABEL.finditer(cell))
    if not found:
        return {}
    ends = [*(match.start() for match in found[1:]), len(cell)]
    return {
        fold(match[1]): cell[match.end() : end].strip()
        for match, end in zip(found, ends, strict=True)
    }


def from_parts(said: Mapping[str, str], words: Words) -> Design:
    """Values by folded label (`interventionmodel`, `primarypurpose`)."""
    masking, who = masked(said.get("masking"), words)
    return Design(
        allocation=words.code(Allocation, said.get("allocation"), "allocation"),
        intervention_model=words.code(
            InterventionModel, said.get("interventionmodel"), "intervention model"
        ),
        primary_purpose=words.code(Purpose, said.get("primarypurpose"), "primary purpose"),
        observational_model=words.code(
            ObservationalModel,
            said.get("observationalmodel") or said.get("observationalstudymodel"),
            "observational model",
        ),
        time_perspective=words.code(
            TimePerspective, said.get("timeperspective"), "time perspective"
        ),
        masking=masking,
        who_masked=who,
    )


_MASKED = re.compile(r"([^(]+?)\s*\((.*)\)\s*", re.DOTALL)


def masked(
    said: str | None, words: Words
) -> tuple[Coded[Masking] | None, tuple[Coded[WhoMasked], ...]]:
    """`Double (Participant, Investigator)` as the level of masking and who does not know."""
    if not said:
        return None, ()
    found = _MASKED.fullmatch(said)
    if found is None:
        return words.code(Masking, said, "masking"), ()
    level = coded(Masking, found[1])
    if level is not None and level.means is Masking.NONE:
        return Coded(said, Masking.NONE), ()  # "None (Open Label)": nobody is named in there
    if fold(found[2]) in _EVERYBODY:
        return words.code(Masking, found[1], "masking"), ()
    who = [part for part in re.split(r"\s*[,|]\s*", found[2]) if part]
    return words.code(Masking, found[1], "masking"), words.codes(WhoMasked, who, "who is masked")


_EVERYBODY = frozenset({"masked", "maskedrolesunspecified"})

_UNLABELLED = (Allocation, InterventionModel, Masking, Purpose, ObservationalModel, TimePerspective)


def _unlabelled(cell: str) -> Design:
    """Each phrase as the first kind of word it is; phrases without a place are left out."""
    found: dict[type, str] = {}
    for phrase in _phrases(cell):
        for kind in _UNLABELLED:
            word = coded(kind, phrase)
            if word is not None and word.means is not None and word.word not in ("OTHER", "NA"):
                found.setdefault(kind, phrase)
                break
    return Design(
        allocation=coded(Allocation, found.get(Allocation)),
        intervention_model=coded(InterventionModel, found.get(InterventionModel)),
        primary_purpose=coded(Purpose, found.get(Purpose)),
        observational_model=coded(ObservationalModel, found.get(ObservationalModel)),
        time_perspective=coded(TimePerspective, found.get(TimePerspective)),
        masking=coded(Masking, found.get(Masking)),
    )


def _phrases(cell: str) -> Iterable[str]:
    return (phrase for part in re.split(r"[,|;\n]", cell) if (phrase := part.strip()))
