"""What the trial's own record names: its disease, by conditions and MeSH terms, and its drugs.

An inclusion criterion that names the disease asks for it, whatever the field ("Melasma for 6 months" in a
trial of melasma); an exclusion's cancer is another one where the trial's own disease is none; a line that
names nothing but the trial's own drug is about that medicine. Words are compared by their first letters,
so that `asthmatic` is found by `Asthma`.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from catalog.eligibility.criterion import Constraint
from catalog.eligibility.topics.drug_names import of_medicine
from catalog.eligibility.topics.named import CANCERS
from catalog.eligibility.topics.stem_tables import stems

_LETTERS = 6
_FEWEST = 5
_WORD = re.compile(rf"[a-z]{{{_FEWEST},}}")


@cache
def _general() -> frozenset[str]:
    """Words of conditions that name no disease by themselves."""
    return frozenset(word for _, word in stems("general"))


class Own:
    """What a record says the trial is about."""

    __slots__ = ("_drugs", "_openings", "no_cancer")

    def __init__(self, names: tuple[str, ...], drugs: tuple[str, ...]) -> None:
        general = _general()
        openings = {
            _opening(word)
            for name in names
            for word in _WORD.findall(name.lower())
            if word not in general
        }
        # One that begins with another is found where the other is.
        self._openings = tuple(
            each
            for each in openings
            if not any(each.startswith(other) for other in openings if other != each)
        )
        self.no_cancer = bool(names) and not any(_CANCER.search(name.lower()) for name in names)
        """Whether it names its conditions, and none of them is a cancer."""
        self._drugs = tuple({name.lower() for name in drugs if _ONE_NAME.fullmatch(name)})

    def place(self, form: str) -> int | None:
        """Where a lower-case text names the disease first."""
        # Looked for one by one: an expression of them all takes longer to make than a record's lines to be read.
        found = None
        for opening in self._openings:
            at = form.find(opening, 0, None if found is None else found + len(opening) - 1)
            while at > 0 and _is_of_word(form[at - 1]):
                at = form.find(opening, at + 1, None if found is None else found + len(opening) - 1)
            if at >= 0:
                found = at
        return found

    def names_drug(self, form: str) -> bool:
        """Whether a lower-case text names one of the drugs."""
        return any(drug in form and _stands(drug, form) for drug in self._drugs)


def _is_of_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _stands(name: str, form: str) -> bool:
    """Whether a name, which begins with a letter, stands in a text between bounds of words."""
    inside = name[-1] != "-"
    at = form.find(name)
    while at >= 0:
        before, behind = form[at - 1 : at], form[at + len(name) : at + len(name) + 1]
        if not (before and _is_of_word(before)) and inside != bool(behind and _is_of_word(behind)):
            return True
        at = form.find(name, at + 1)
    return False


_CANCER = re.compile(
    rf"{CANCERS}|leuk[a]?emi|myeloma|glioma|blastoma|myelodysplas|mesothelioma|oncolog"
)
_ONE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{4,}")
"""A drug's name of one word: of several, each may be a word of any line."""


@lru_cache(maxsize=256)
def own(names: tuple[str, ...], drugs: tuple[str, ...] = ()) -> Own:
    """What conditions and terms, without the words that any disease has, and drugs are called."""
    return Own(names, drugs)


def _opening(word: str) -> str:
    """How a disease's name begins in all its forms; a lymphoma is no lymphocyte."""
    return word if word.endswith("oma") else word[: max(_LETTERS, len(word) - 2)]


# Beside these an illness is told for another reason: who has it already, what was given for it.
_NOT_BESIDE = frozenset(
    """disease_diagnosis other_malignancy cns_disease life_expectancy performance_status pregnancy_lactation
    contraception consent_compliance prior_toxicity washout vaccination organ_function_general measurable_disease
    substance_use tissue_sample investigational_trial family_genetic""".split()
)
# What was treated is told behind these.
_NOT_BEHIND = (
    "prior_therapy",
    "concurrent_therapy",
    "transplant",
    "biomarker",
    "surgery_trauma",
    "planned_procedure",
    "metabolic_endocrine",
)
_OTHERWISE = re.compile(
    r"\b(?:no|not|non|without|free|absence|never|neither|risk|family|negative|exclu\w*|if|unless|except\w*|"
    r"other|against|vaccin\w*|prevent\w*|relatives?|parents?|siblings?|regardless|caregiver|history of (?:no|another)|"
    r"investigator|physician|specialist|clinic|willing|able|medications?|drugs?)\b"
)
_LEAD = 14
_WHO = ("age", "sex")


def _about(topics: tuple[str, ...]) -> str:
    """The main topic, whoever the line begins with: of "men of 18 with a transplant" the transplant."""
    return next((topic for topic in topics if topic not in _WHO), topics[0])


def with_own(
    kind: str, text: str, topics: tuple[str, ...], limits: tuple[Constraint, ...], known: Own
) -> tuple[str, ...]:
    """The topics, with what the trial's own disease and drugs make of the words."""
    if topics == ("other",) and known.names_drug(form := text.lower()):
        return (of_medicine(form),)
    if kind != "inclusion":
        return _another(text, topics, known)
    if _about(topics) in _NOT_BEHIND or not _NOT_BESIDE.isdisjoint(topics):
        return topics
    form = text.lower()
    place = known.place(form)
    if (
        place is None
        or _PROCEDURE.match(form, place)
        or ("hypersensitivity" in topics and not _ALLERGY.match(form, place))
    ):
        return topics
    lead = form[:place]
    measured = min(
        (one.span[0] for one in limits if one.span and one.variable not in _WHO), default=len(form)
    )
    if place >= measured or len(lead.split()) > _LEAD or _OTHERWISE.search(lead):
        return topics
    kept = tuple(topic for topic in topics if topic != "other")
    who = 1 if kept and kept[0] in _WHO else 0
    return (*kept[:who], "disease_diagnosis", *kept[who:])


_PROCEDURE = re.compile(
    r"[\w-]+ (?:artery |vein )?(?:angio|bypass|surg|biops|resect|scan|mri\b|ct\b|exam|transplant|interven|stent|cathet|ultraso|function|imag)"
)
"""What is done to an organ that a condition is named for."""
_ALLERGY = re.compile(r"allerg(?:y|ic)|hypersens|anaphyla")
"""An allergy that is the trial's own disease; any other is told for what is given."""


def _another(text: str, topics: tuple[str, ...], known: Own) -> tuple[str, ...]:
    """An excluded cancer is another one where the trial is about none."""
    if "disease_diagnosis" not in topics or not known.no_cancer:
        return topics
    form = text.lower()
    if not _CANCER.search(form) or known.place(form) is not None:
        return topics
    told = ("other_malignancy" if one == "disease_diagnosis" else one for one in topics)
    return tuple(dict.fromkeys(told))
