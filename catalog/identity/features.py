"""What a record is compared by: folded once, kept as long as the record is at hand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

import msgspec

from catalog.identity.known_by import Number, numbers
from catalog.model.text import folded
from catalog.model.trial import Trial

_AS_IT_IS = (
    *("title", "official_title", "acronym", "start_date", "phases"),
    *("study_type", "allocation", "enrollment"),
)
"""Fields of a record that are compared, or named in a reason, as they are."""

# Titles that registries give to records whose real title is not public.
_WITHHELD = re.compile(
    r"trial of device that is not approved|\[?redacted|title not (yet )?public", re.I
)


COMPARING = {
    "versus": "a comparison (versus)",
    "vs": "a comparison (versus)",
    "compared": "a comparison (compared)",
    "comparing": "a comparison (comparing)",
    "comparison": "a comparison",
    "alone": "one treatment alone",
    "plus": "a treatment plus another",
    "combination": "a combination",
    "extension": "an extension study",
    "rollover": "a rollover study",
    "continuation": "a continuation study",
    "pilot": "a pilot study",
    "substudy": "a substudy",
    "registry": "a registry",
    "pediatric": "children",
    "paediatric": "children",
    "children": "children",
    "adolescents": "adolescents",
    "healthy": "healthy people",
    "japanese": "Japanese people",
    "chinese": "Chinese people",
}
"""Words that tell sister studies of one programme apart, and what they say of a study."""


class Features:
    """The features of one record; each is made when it is first asked for."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial

    def all_made(self) -> Features:
        """Itself with every feature made, and of the record only what is asked for as it is.

        The features are a small part of a long record: many can be kept.
        """
        for name, made in vars(Features).items():
            if isinstance(made, cached_property):
                getattr(self, name)
        self.trial = msgspec.structs.replace(
            Trial(), **{name: getattr(self.trial, name) for name in _AS_IT_IS}
        )
        del self._written
        return self

    @cached_property
    def titles(self) -> list[str]:
        """Folded titles in order."""
        return sorted(titles(self.trial))

    @cached_property
    def acronym(self) -> str | None:
        """The folded acronym."""
        return folded(self.trial.acronym) if self.trial.acronym else None

    @cached_property
    def drugs(self) -> set[str]:
        """Folded names of what is given."""
        return drugs(self.trial)

    @cached_property
    def listed_drugs(self) -> set[str]:
        """Those of them that interventions and arms name."""
        return drugs(self.trial, listed=True)

    @cached_property
    def organisation_ids(self) -> dict[str, str]:
        """The organisation's own ids as written by what they are compared by."""
        return organisation_ids(self.trial)

    @cached_property
    def organisations(self) -> dict[str, str]:
        """Sponsor, collaborators and sites as written by their folded names."""
        return {folded(name): name for name in organisation_names(self.trial)}

    @cached_property
    def _telling_words(self) -> dict[str, set[str]]:
        return {name: distinct(name) for name in self.organisations}

    @cached_property
    def _named_with(self) -> dict[str, list[str]]:
        """The organisations that each telling word names."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, words in self._telling_words.items():
            for word in words:
                found[word].append(name)
        return found

    def same_organisation(self, other: Features) -> tuple[str, str] | None:
        """The first pair of folded names, in order, that mean one organisation."""
        for mine in sorted(self.organisations):
            words = self._telling_words[mine]
            shared = Counter(name for word in words for name in other._named_with.get(word, ()))
            meant = [
                name
                for name, count in shared.items()
                if _is_same(count, len(words), len(other._telling_words[name]))
            ]
            meant += [mine] if mine in other.organisations else []
            if meant:
                return mine, min(meant)
        return None

    @cached_property
    def text(self) -> str:
        """All of its texts, folded, a blank at both ends."""
        return f" {folded(self._written)} "

    @cached_property
    def compares(self) -> frozenset[str]:
        """What its texts say that tells sister studies apart."""
        return _compared(self.text)

    @cached_property
    def titles_compare(self) -> frozenset[str]:
        """What of that its titles say."""
        return _compared(" ".join(self.titles))

    @cached_property
    def biomarkers(self) -> set[str]:
        """Biomarkers that its texts name."""
        return set(_BIOMARKER.findall(self._written))

    @cached_property
    def _written(self) -> str:
        return " ".join(texts(self.trial))

    @cached_property
    def conditions(self) -> list[tuple[str, list[str]]]:
        """Conditions and their longer words, folded."""
        said = [
            (name, [word for word in folded(name).split() if len(word) > 3])
            for name in self.trial.conditions
        ]
        return [(name, words) for name, words in said if words]

    @cached_property
    def sentences(self) -> set[int]:
        """Hashes of the folded sentences of its texts but the titles."""
        given = (self.trial.title, self.trial.official_title)
        written = "\n".join(text for text in texts(self.trial) if text not in given)
        return {hash(key) for part in _SENTENCE.split(written) if len(key := folded(part)) >= 40}

    @cached_property
    def own_numbers(self) -> tuple[Number, ...]:
        """Its own registry numbers."""
        return numbers(self.trial).own


def _compared(text: str) -> frozenset[str]:
    return frozenset(COMPARING[word] for word in COMPARING.keys() & set(text.split()))


def _is_same(shared: int, words: int, others: int) -> bool:
    """Whether the words that tell hospitals apart agree, as in two writings of one name."""
    return shared >= 3 and shared >= 0.8 * min(words, others)


def titles(trial: Trial) -> frozenset[str]:
    """Folded titles, but those that registries put in place of one that is not public."""
    given = (trial.title, trial.official_title)
    return frozenset(folded(title) for title in given if title and not _WITHHELD.search(title))


def drugs(trial: Trial, *, listed: bool = False) -> set[str]:
    """Folded names of what is given; from arm labels and title where no intervention is named.

    With `listed`, only what interventions and arms name.
    """
    names: set[str] = set()
    for intervention in trial.interventions:
        names.update(folded(name) for name in (intervention.name, *intervention.other_names))
    if not names:
        title = "" if listed else trial.title or ""
        for label in (*(arm.label for arm in trial.arms), title):
            names.update(word for word in folded(label).split() if _DRUG_LIKE.search(word))
    return {name for name in names if len(name) > 3 and not _NUMBER(name)} - _NOT_DRUGS


# Stems of international non-proprietary names (WHO, "The use of stems"), and code names.
_DRUG_LIKE = re.compile(
    r"(?:mab|nib|lib|ciclib|platin|taxel|rubicin|statin|pril|sartan|vir|mide|stat|cel|kin|cept|"
    r"gliptin|gliflozin|tide|azole|mycin|cillin|oxacin|parib|limus|trexate|bine|cilib)$|^[a-z]{2,5}\d{3,}"
)
_NUMBER = re.compile(r"(?:nct|isrctn|drks)\d{8}$").match
_NOT_DRUGS = frozenset({"placebo", "standard of care", "observation", "control", "no intervention"})


def organisation_names(trial: Trial) -> Iterator[str]:
    """Names of sponsor, collaborators and sites as written."""
    named = [trial.sponsor, trial.organization, *trial.collaborators]
    yield from (organization.name for organization in named if organization)
    yield from (site.facility for site in trial.sites if site.facility)


_FILLER = frozenset("the of and at for in hospital university center centre medical school".split())


def distinct(name: str) -> set[str]:
    """The words of a folded name that tell organisations apart."""
    return set(name.split()) - _FILLER


def texts(trial: Trial) -> Iterator[str]:
    """Its texts as written."""
    for text in (
        trial.title,
        trial.official_title,
        trial.brief_summary,
        trial.detailed_description,
        trial.eligibility.text if trial.eligibility else None,
        *trial.conditions,
        *trial.keywords,
    ):
        if text:
            yield text


_BIOMARKER = re.compile(
    r"\b(?:PD-?L?1|HPV|p16|HER-?2|EGFR|ALK|BRAF|KRAS|NRAS|BRCA[12]?|CDK4(?:/6)?|MSI|dMMR|FGFR\d?|"
    r"ROS1|MET|RET|CD\d{2}|TP53|IDH[12]|FLT3|JAK2|BCMA|PSMA|CTLA-?4|VEGFR?|ER|PR|NTRK)\b"
)
_SENTENCE = re.compile(r"[.;\n]")


def organisation_ids(trial: Trial) -> dict[str, str]:
    """Ids as written by what they are compared by: `ISIS 420915-CS2` is `isis420915cs2`."""
    given = {
        _ID_FILLER.sub("", known.value).casefold(): known.value.strip()
        for known in trial.identifiers
        if known.kind in ("org_study_id", "secondary_id") and not _GRANT.fullmatch(known.value)
    }
    return {key: value for key, value in given.items() if len(key) >= 5}


_ID_FILLER = re.compile(r"[\s_./-]+")
# Grants and committees of the United States: many trials share one.
_GRANT = re.compile(
    r"\s*(?:\d ?)?[A-Z]\d\d[ -]?[A-Z]{2}[ -]?\d{5,6}.*|\s*(?:FWA|IRB|IORG)[ -]?\d{4,}\s*",
    re.I | re.S,
)
