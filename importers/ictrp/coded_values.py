"""Coded values, ages and sizes as the registries behind the WHO ICTRP write them."""

from __future__ import annotations

import re
from dataclasses import replace

from catalog.model.codes import (
    Allocation,
    Coded,
    InterventionModel,
    Masking,
    Phase,
    Sex,
    Status,
    StudyType,
    coded,
    phases,
)
from catalog.model.record import Note
from catalog.model.trial import Age, Enrollment, one_line
from importers.ctgov.design import Design, design
from importers.values.ages import age
from importers.values.cleaning import Words, count

# -- status and type


def status(said: str | None, words: Words) -> Coded[Status] | None:
    """The recruitment status; "Not recruiting" is kept, and means none of ours."""
    return words.code(Status, said, "status")


_OTHER = Coded[Phase]("Other", None)
"""What ChiCTR's form calls "Others" and its exports and pages write as 0: none of the phases, nor
phase 0. Its other numbers are phases."""


def phase(
    said: str | None, type: Coded[StudyType] | None, words: Words, registry: str = ""
) -> tuple[Coded[Phase], ...]:
    """Phases of one cell; "not applicable" only says something of an interventional study.

    `registry`, by its prefix, is whose words they are.
    """
    if not said or said == "-":
        return ()
    if registry == "ChiCTR" and said.strip().isdecimal():
        if said.strip() == "0":
            return (_OTHER,)
        said = f"Phase {said.strip()}"
    if _EU_PHASE.search(said):
        return eu_phases(said)
    found = phases(said)
    for word in found:
        if word.means is None:
            words.code(Phase, word.said, "phase")  # so that it is reported
    interventional = type is not None and type.means is StudyType.INTERVENTIONAL
    return tuple(word for word in found if word.means is not Phase.NA or interventional)


_EU_PHASE = re.compile(
    r"([A-Za-z][A-Za-z \t-]*\(Phase (IV|III|II|I)\))\s*:\s*(yes|no)", re.IGNORECASE
)
_ROMAN = {"I": Phase.PHASE1, "II": Phase.PHASE2, "III": Phase.PHASE3, "IV": Phase.PHASE4}


def eu_phases(said: str) -> tuple[Coded[Phase], ...]:
    """The phases answered with yes: `Therapeutic exploratory (Phase II): yes`."""
    return tuple(
        Coded(one_line(found[1]).strip(" -"), _ROMAN[found[2].upper()])
        for found in _EU_PHASE.finditer(said)
        if found[3].lower() == "yes"
    )


_SEX = re.compile(r"\b(female|male)\s*:\s*(yes|no)", re.IGNORECASE)


def sex(said: str | None, words: Words) -> Coded[Sex] | None:
    """Who may enter; `Female: yes Male: no` is answered like `Female`; `-` says nothing."""
    if not said or said in ("-", "N/A"):
        return None
    answers = {found[1].lower(): found[2].lower() == "yes" for found in _SEX.finditer(said)}
    if not answers:
        return words.code(Sex, said, "sex")
    shown = ", ".join(
        f"{name.capitalize()}: {'yes' if yes else 'no'}" for name, yes in answers.items()
    )
    female, male = answers.get("female", False), answers.get("male", False)
    means = Sex.ALL if female and male else Sex.FEMALE if female else Sex.MALE if male else None
    return Coded(shown, means)


# -- ages and sizes

_NO_LIMIT = frozenset(
    {"/", "?", "??", "nd", "no", "nil", "0 years", "no age limit", "not specified"}
)


def limit(said: str | None, *, upper: bool = False) -> Age | None:
    """An age limit; None where there is none, also in the words of the registries behind."""
    if not said or said.lower() in _NO_LIMIT or (upper and said == "0-"):
        return None
    return age(said, upper=upper)


_GROUP = re.compile(r"([^;:]*):\s*(\d{1,9})\s*(?:;|$)", re.ASCII)


def size(said: str | None, type: str | None = None) -> Enrollment | None:
    """Number of participants; of `Experimental group:30;Control group:30;` the sum."""
    found = count(said, type)
    if found is None or found.count is not None or said is None:
        return found
    groups = list(_GROUP.finditer(said))
    if groups and "".join(match[0] for match in groups) == said:
        return Enrollment(count=sum(int(match[2]) for match in groups), type=found.type, said=said)
    return found


def groups(said: str | None) -> tuple[str, ...]:
    """The groups that a size names: of `Experimental group:30;Control group:30;` both names."""
    return tuple(name for match in _GROUP.finditer(said or "") if (name := match[1].strip()))


# -- study design

_ANSWER = re.compile(
    r"(controlled|randomised|open|single blind|double blind|parallel group|cross over)"
    r"\s*:\s*(yes|no)",
    re.IGNORECASE,
)
_LABELS = re.compile(
    r"(?:^|[,.;\n]\s*)(allocation|randomization|masking|blinding/masking|blinding|"
    r"intervention model|assignment|primary purpose|study design purpose|purpose)"
    r"\s*:\s*((?:\([^)]*\)|[^,.;\n(])*)",
    re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_USED = re.compile(r"\s*\(masking used\)", re.IGNORECASE)
"""What ANZCTR puts behind "Blinded": it names nobody."""
_AS_CTGOV = {
    "allocation": "Allocation",
    "randomization": "Allocation",
    "masking": "Masking",
    "blinding/masking": "Masking",
    "blinding": "Masking",
    "intervention model": "Intervention Model",
    "assignment": "Intervention Model",
    "primary purpose": "Primary Purpose",
    "study design purpose": "Primary Purpose",
    "purpose": "Primary Purpose",
}


def study_design(said: str | None, words: Words) -> tuple[Design, tuple[Note, ...]]:
    """The parts of a study design, and a note where words of it found no place."""
    said = _USED.sub("", _BREAK.sub("\n", said or ""))
    if not said.strip():
        return Design(), ()
    answers = {found[1].lower(): found[2].lower() == "yes" for found in _ANSWER.finditer(said)}
    if len(answers) >= 3:
        return _answered(answers), ()
    labelled = [(found[1].lower(), found[2].strip()) for found in _LABELS.finditer(said)]
    if labelled:
        parts = {_AS_CTGOV[label]: value for label, value in reversed(labelled) if value}
        model = parts.get("Intervention Model")
        if model == "Single":  # IRCT: "Assignment: Single" is no level of masking here
            del parts["Intervention Model"]
        found = design("|".join(f"{label}: {value}" for label, value in parts.items()), words)
        if model == "Single":
            found = replace(found, intervention_model=Coded(model, InterventionModel.SINGLE_GROUP))
        return found, ()
    return _phrases(said, words)


def own_words(said: str | None, notes: tuple[Note, ...]) -> str | None:
    """The design as the registry tells it, where words of it found no place among the codes."""
    return one_line(_BREAK.sub(" ", said or "")) or None if notes else None


def _answered(yes: dict[str, bool]) -> Design:
    """`Randomised: yes Open: no Double blind: yes`; what is answered with no says nothing else."""
    masking = (
        Coded("Open", Masking.NONE)
        if yes.get("open")
        else Coded("Double blind", Masking.DOUBLE)
        if yes.get("double blind")
        else Coded("Single blind", Masking.SINGLE)
        if yes.get("single blind")
        else None
    )
    model = (
        Coded("Cross over", InterventionModel.CROSSOVER)
        if yes.get("cross over")
        else Coded("Parallel group", InterventionModel.PARALLEL)
        if yes.get("parallel group")
        else None
    )
    allocation = Coded("Randomised", Allocation.RANDOMIZED) if yes.get("randomised") else None
    return Design(allocation=allocation, intervention_model=model, masking=masking)


_TWO_PHRASES = re.compile(
    r"(parallel|single arm|cross-?over|factorial)\s+((?:non-?)?randomi[sz]ed)", re.IGNORECASE
)
"""UMIN's assignment and allocation, with nothing but a blank between."""


def _phrases(said: str, words: Words) -> tuple[Design, tuple[Note, ...]]:
    """`randomized controlled trial, open(masking not used), parallel assignment, ...`."""
    found = design(_TWO_PHRASES.sub(r"\1, \2", said), words)
    if found == Design():
        return found, (Note("unread text", "study design in words of its own"),)
    return found, ()


def type_of_study(said: str | None, words: Words) -> Coded[StudyType] | None:
    """Interventional or observational; a registry's finer kinds are kept and mean neither."""
    if said and said.lower() in _OTHER_KINDS:
        return coded(StudyType, said)
    return words.code(StudyType, said, "study type")


_OTHER_KINDS = frozenset(
    {
        "diagnostic test",
        "epidemilogical research",
        "basic science",
        "health services reaserch",
        "health services research",
        "prevention",
        "treatment study",
        "prognosis study",
        "screening",
    }
)
"""Kinds of study in ChiCTR, spelled as it spells them."""
