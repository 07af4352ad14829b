"""How likely two records without a shared number are one trial: a score, reasons for and against.

Each kind of evidence is one function and one weight. Nothing here joins records: `Evidence.joins`
says whether the strict rule for joining by itself holds (near-exact title, and a sponsor, site or
drug that agrees, and nothing that speaks against it).
"""

from __future__ import annotations

import itertools
import re
import textwrap
import zlib
from collections.abc import Iterable, Iterator

import msgspec
from rapidfuzz import fuzz

from catalog.identity.numbers import numbers
from catalog.model.text import folded
from catalog.model.trial import Trial, TrialDate

WEIGHTS: dict[str, float] = {
    "title": 0.55,
    "acronym": 0.15,
    "own id": 0.30,
    "drugs": 0.20,
    "organisation": 0.20,
    "condition": 0.12,
    "biomarkers": 0.10,
    "dates": 0.12,
    "texts": 0.30,
}
AGAINST: dict[str, float] = {
    "numbers": 1.0,
    "dates": 0.25,
    "phase": 0.15,
    "enrollment": 0.05,
    "study type": 0.40,
    "allocation": 0.20,
}
POSSIBLE = 0.45
"""From this score on a pair is listed as a possible duplicate."""

_NEAR_EXACT = 97.0
_SHORT_TITLE = 25
_MOST_ORGANISATIONS = 8
# Titles that registries give to records whose real title is not public.
_WITHHELD = re.compile(
    r"trial of device that is not approved|\[?redacted|title not (yet )?public", re.I
)


class Evidence(msgspec.Struct, frozen=True):
    """What speaks for and against two records being one trial."""

    score: float
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]
    joins: bool


def weigh(a: Trial, b: Trial) -> Evidence:
    """The evidence about two records; the same whichever comes first."""
    one, other = _Features(a), _Features(b)
    pros = list(_pros(one, other))
    cons = list(_cons(one, other))
    score = sum(WEIGHTS[kind] * strength for kind, strength, _ in pros)
    score -= sum(AGAINST[kind] for kind, _ in cons)
    return Evidence(
        score=round(max(0.0, min(1.0, score)), 3),
        reasons_for=tuple(reason for _, _, reason in pros),
        reasons_against=tuple(reason for _, reason in cons),
        joins=_title_is_one(one, other) and _confirmed(one, other) and not cons,
    )


class _Features:
    """What a record is compared by."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.titles = titles(trial)
        self.drugs = drugs(trial)
        self.organisations = {folded(name): name for name in organisation_names(trial)}
        self.text = f" {folded(' '.join(_texts(trial)))} "
        self.biomarkers = set(_BIOMARKER.findall(" ".join(_texts(trial))))


def titles(trial: Trial) -> frozenset[str]:
    """Folded titles, but those that registries put in place of one that is not public."""
    given = (trial.title, trial.official_title)
    return frozenset(folded(title) for title in given if title and not _WITHHELD.search(title))


def _confirmed(one: _Features, other: _Features) -> bool:
    """Whether a field besides the title agrees: a drug that both list, or a sponsor or site."""
    listed = drugs(one.trial, listed=True) & drugs(other.trial, listed=True)
    return bool(listed) or any(_shared_organisation(one, other))


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


def organisations(trial: Trial) -> Iterator[str]:
    """Folded names of sponsor, collaborators and sites."""
    yield from map(folded, organisation_names(trial))


def organisation_names(trial: Trial) -> Iterator[str]:
    """Names of sponsor, collaborators and sites as written."""
    named = [trial.sponsor, trial.organization, *trial.collaborators]
    yield from (organization.name for organization in named if organization)
    yield from (site.facility for site in trial.sites if site.facility)


def _texts(trial: Trial) -> Iterator[str]:
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
_COMMON_MARKERS = frozenset({"ER", "PR", "MET", "RET"})

_Pro = tuple[str, float, str]


def _pros(one: _Features, other: _Features) -> Iterator[_Pro]:
    yield from _titles(one, other)
    yield from _acronym(one, other)
    yield from _own_id(one, other)
    yield from _shared_drugs(one, other)
    yield from _shared_organisation(one, other)
    yield from _shared_condition(one, other)
    yield from _shared_biomarkers(one, other)
    yield from _close_dates(one, other)
    yield from _shared_text(one, other)


def _title_pairs(one: _Features, other: _Features) -> Iterator[tuple[str, str]]:
    yield from itertools.product(sorted(one.titles), sorted(other.titles))


def _title_is_one(one: _Features, other: _Features) -> bool:
    return any(_near_exact(mine, theirs) for mine, theirs in _title_pairs(one, other))


def _near_exact(mine: str, theirs: str) -> bool:
    """Equal but for a slip: the same numbers, and no telling word that only one has."""
    if mine == theirs:
        return len(mine) >= _SHORT_TITLE
    if min(len(mine), len(theirs)) < 2 * _SHORT_TITLE or fuzz.ratio(mine, theirs) < _NEAR_EXACT:
        return False
    words, others = mine.split(), theirs.split()
    numbers_agree = [w for w in words if _HAS_DIGIT(w)] == [w for w in others if _HAS_DIGIT(w)]
    return numbers_agree and len(words) == len(others) and not _TELLING & (set(words) ^ set(others))


_HAS_DIGIT = re.compile(r"\d|^[ivx]+$").search
_TELLING = frozenset(
    "not without non versus vs alone plus extension rollover follow up naive resistant positive "
    "negative children adults adult pediatric first second third".split()
)


def _titles(one: _Features, other: _Features) -> Iterator[_Pro]:
    best = max((fuzz.ratio(mine, theirs) for mine, theirs in _title_pairs(one, other)), default=0.0)
    if _title_is_one(one, other):
        yield "title", 1.0, _same_titles(one.trial, other.trial)
    elif best >= 80:
        yield "title", (best - 60) / 60, f"the titles are {best:.0f} % alike"


def _same_titles(a: Trial, b: Trial) -> str:
    """Says which titles, where those that are shown first are not the same."""
    if a.title and b.title and not _near_exact(folded(a.title), folded(b.title)):
        return "the official titles are the same"
    return "the titles are the same"


def _acronym(one: _Features, other: _Features) -> Iterator[_Pro]:
    mine, theirs = one.trial.acronym, other.trial.acronym
    if mine and theirs and folded(mine) == folded(theirs):
        yield "acronym", 1.0, f"both are called {mine}"


def _own_id(one: _Features, other: _Features) -> Iterator[_Pro]:
    mine, theirs = _organisation_ids(one.trial), _organisation_ids(other.trial)
    if shared := mine.keys() & theirs.keys():
        written = min(min(mine[key], theirs[key]) for key in shared)
        yield "own id", 1.0, f"both carry the organisation's own id {written}"


def _organisation_ids(trial: Trial) -> dict[str, str]:
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


def _shared_drugs(one: _Features, other: _Features) -> Iterator[_Pro]:
    found = {drug for drug in one.drugs if _names_drug(drug, other)}
    found |= {drug for drug in other.drugs if _names_drug(drug, one)}
    if found:
        strength = 1.0 if len(found) > 1 else 0.6
        yield "drugs", strength, f"both name {', '.join(sorted(found))}"


def _names_drug(drug: str, features: _Features) -> bool:
    return drug in features.drugs or f" {drug} " in features.text


def _shared_organisation(one: _Features, other: _Features) -> Iterator[_Pro]:
    for mine in sorted(one.organisations):
        for theirs in sorted(other.organisations):
            if mine == theirs or _same_hospital(mine, theirs):
                yield "organisation", 1.0, _organisation(one.organisations[mine], other, theirs)
                return


def _organisation(name: str, other: _Features, theirs: str) -> str:
    """The reason in the names as written."""
    written = other.organisations[theirs]
    if folded(name) == theirs:
        return f"both name {name}"
    return f"{name} and {written} are one organisation"


_FILLER = frozenset("the of and at for in hospital university center centre medical school".split())


def _distinct(name: str) -> set[str]:
    return set(name.split()) - _FILLER


def _same_hospital(mine: str, theirs: str) -> bool:
    """Whether the words that tell hospitals apart agree, as in two writings of one name."""
    words, others = _distinct(mine), _distinct(theirs)
    shared = words & others
    return len(shared) >= 3 and len(shared) >= 0.8 * min(len(words), len(others))


def _shared_condition(one: _Features, other: _Features) -> Iterator[_Pro]:
    for mine, theirs in ((one, other), (other, one)):
        for condition in mine.trial.conditions:
            words = [word for word in folded(condition).split() if len(word) > 3]
            if words and all(f" {word}" in theirs.text for word in words):
                yield "condition", 1.0, f"both are about {_short(condition)}"
                return


def _short(text: str) -> str:
    return textwrap.shorten(text, 100, placeholder=" …")


def _shared_biomarkers(one: _Features, other: _Features) -> Iterator[_Pro]:
    shared = (one.biomarkers & other.biomarkers) - _COMMON_MARKERS
    if len(shared) >= 2:
        yield "biomarkers", min(1.0, len(shared) / 3), f"both speak of {', '.join(sorted(shared))}"


def _close_dates(one: _Features, other: _Features) -> Iterator[_Pro]:
    if _dates_agree(one.trial.start_date, other.trial.start_date):
        yield "dates", 1.0, f"both start {one.trial.start_date}"


def _dates_agree(mine: TrialDate | None, theirs: TrialDate | None) -> bool:
    return bool(mine and theirs and mine.date and theirs.date and mine.date.agrees(theirs.date))


_SENTENCE = re.compile(r"[.;\n]")


def _sentences(trial: Trial) -> set[str]:
    given = (trial.title, trial.official_title)
    text = "\n".join(text for text in _texts(trial) if text not in given)
    return {key for part in _SENTENCE.split(text) if len(key := folded(part)) >= 40}


def _shared_text(one: _Features, other: _Features) -> Iterator[_Pro]:
    mine, theirs = _sentences(one.trial), _sentences(other.trial)
    shared = mine & theirs
    if shared and len(shared) >= 0.2 * min(len(mine), len(theirs)):
        share = len(shared) / min(len(mine), len(theirs))
        yield "texts", min(1.0, 2 * share), f"{len(shared)} sentences are the same word for word"


def _cons(one: _Features, other: _Features) -> Iterator[tuple[str, str]]:
    a, b = one.trial, other.trial
    yield from _contradicting_numbers(a, b)
    if a.start_date and b.start_date and a.start_date.date and b.start_date.date:
        apart = abs((a.start_date.date.first_day() - b.start_date.date.first_day()).days)
        if apart > 366 and not _dates_agree(a.start_date, b.start_date):
            yield "dates", f"one starts {a.start_date}, the other {b.start_date}"
    mine, theirs = {p.word for p in a.phases}, {p.word for p in b.phases}
    if mine and theirs and not mine & theirs:
        yield "phase", f"phases {'/'.join(sorted(mine))} and {'/'.join(sorted(theirs))}"
    for kind, left, right in (
        ("study type", a.study_type, b.study_type),
        ("allocation", a.allocation, b.allocation),
    ):
        if left and right and left.means and right.means and left.means != right.means:
            yield kind, f"{kind} {left.word} and {right.word}"
    if a.enrollment and b.enrollment and a.enrollment.count and b.enrollment.count:
        low, high = sorted((a.enrollment.count, b.enrollment.count))
        if high > 3 * low:
            yield "enrollment", f"{low} and {high} participants"


def _contradicting_numbers(a: Trial, b: Trial) -> Iterator[tuple[str, str]]:
    for mine in numbers(a).own:
        for theirs in numbers(b).own:
            if mine.kind == theirs.kind and mine.value != theirs.value:
                yield "numbers", f"{mine.value} and {theirs.value} are two numbers of one registry"
                return


def weak_keys(trial: Trial) -> frozenset[int]:
    """Hashes by which possible twins of a record are found: titles, drugs, organisations, ids.

    A listing page that names neither arms nor interventions gives the longer words of its texts
    too, since the drug stands somewhere there.
    """
    keys = {f"drug {drug}" for drug in drugs(trial)}
    organised = itertools.islice(dict.fromkeys(organisations(trial)), _MOST_ORGANISATIONS)
    keys |= {f"org {' '.join(sorted(_distinct(name))[:6])}" for name in organised}
    if trial.acronym:
        keys.add(f"acronym {folded(trial.acronym)}")
    return frozenset(_hash(keys)) | telling_keys(trial)


def telling_keys(trial: Trial) -> frozenset[int]:
    """Hashes of the titles and the organisation's own ids: one that is shared makes a twin."""
    keys = {f"title {title}" for title in titles(trial)}
    keys |= {f"id {value}" for value in _organisation_ids(trial)}
    return frozenset(_hash(keys))


def text_keys(trial: Trial) -> frozenset[int]:
    """Keys for the drugs that a page without arms and interventions may name: its longer words."""
    if trial.interventions or trial.arms:
        return frozenset()
    words = {word for word in folded(" ".join(_texts(trial))).split() if len(word) >= 6}
    return frozenset(_hash(f"drug {word}" for word in words))


def _hash(keys: Iterable[str]) -> Iterator[int]:
    for key in keys:
        yield zlib.crc32(key.encode())
