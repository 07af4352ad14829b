"""The fields that a query can name, one row each: what it takes, where its values come from.

The parser, the filters and their counts, the index's document and the titles of the screen of
filters walk this table: a field more is a row more.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

import msgspec

from catalog.drugs.roles import Role
from catalog.model.codes import (
    Coded,
    Phase,
    Purpose,
    Sex,
    SponsorClass,
    StandardAge,
    Status,
    StudyType,
    fold,
    settled,
)
from catalog.model.countries import country
from catalog.model.recruitment import is_dated
from catalog.model.trial import Eligibility, Trial
from catalog.search.index import given, sides
from catalog.search.index.terms import (
    BY_DATES,
    LIMIT_NOT_READ,
    NOT_STATED,
    SPOTS_SINCE,
    roled,
    sided,
)
from catalog.search.weights import Field


class FieldKind(enum.Enum):
    """What can stand behind a field; its value is how that is said to whom typed it wrongly."""

    CODED = "one of its values"
    WORDS = "a word to look for there"
    NUMBER = "a number or a range"
    DATE = "a date or a range"
    AGE = "an age or an age group"
    NAME = "a name that the catalogue knows"
    ID = "a registry number or its beginning"
    PLACE = "a town, a postcode or own"
    DISTANCE = "a distance, such as 100km"


Values = Callable[[Trial], Iterable[str]]


class Apart(NamedTuple):
    """Words that the index keeps apart from those of the same name elsewhere."""

    word: Callable[[str], str]
    """A word as its pseudo-word."""
    fields: int
    """The mask of the postings' fields that count."""


class QueryField(msgspec.Struct, frozen=True):
    """A field of the query language."""

    name: str
    kind: FieldKind
    title: str = ""
    """As the screen of filters heads its values; empty where it offers none."""
    aliases: tuple[str, ...] = ()
    values: Values | None = None
    """The coded values of a trial, each a set of trials in the index; none is `not-stated`.

    (Its sources the index's writer asks of the catalogue, as they may grow.)
    """
    codes: type[enum.StrEnum] | None = None
    known: tuple[str, ...] = ()
    """Every value that can be typed, where they are not those of `codes` alone."""
    spelt: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Further words for values, folded; several values mean any of them."""
    means: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    """Typed values that are not the index's, and which of the index's they are."""
    places: tuple[Field, ...] = ()
    """Where the words must stand."""
    side: str = ""
    """The kind of criteria in which they must stand: `inclusion` or `exclusion`."""
    role: Role | None = None
    """What an intervention whose name holds them must be to its trial."""
    column: str = ""
    """The number of the index that a range is asked of."""
    since: int = 1
    """Version of the index that has it first."""

    @property
    def kept_apart(self) -> Apart | None:
        """The pseudo-words and the postings' fields in which its words are kept, if they are."""
        if self.side:
            fields = sides.MUST if self.side == "inclusion" else sides.MUST_NOT
            return Apart(sided, fields)
        return Apart(roled, 1 << given.PLACES[self.role]) if self.role is not None else None

    @property
    def is_facet(self) -> bool:
        """Whether its values are sets of trials that can be counted."""
        return self.values is not None


def _words(codes: Iterable[Coded | None]) -> list[str]:  # type: ignore[type-arg]
    return [code.word if code.means else settled(code.said) for code in codes if code is not None]


def _status(trial: Trial) -> list[str]:
    status = trial.status
    if status and status.means is None and is_dated(status.said):
        return [BY_DATES]
    return _words([status])


def _sex(trial: Trial) -> list[str]:
    return _words([trial.eligibility.sex if trial.eligibility else None])


def _ages(trial: Trial) -> list[str]:
    """The registry's age groups; where it gives none, those that its age limits admit.

    A limit that was not read is told beside them, and admits nobody by itself.
    """
    eligibility = trial.eligibility or Eligibility()
    limits = (eligibility.minimum_age, eligibility.maximum_age)
    unread = [LIMIT_NOT_READ] if any(each and each.years is None for each in limits) else []
    if eligibility.standard_ages or unread:
        return [*_words(eligibility.standard_ages), *unread]
    low = eligibility.minimum_age.years if eligibility.minimum_age else None
    high = eligibility.maximum_age.years if eligibility.maximum_age else None
    if low is None and high is None:
        return []
    groups = ((StandardAge.CHILD, 0, 18), (StandardAge.ADULT, 18, 65))
    admitted = [
        group.value for group, start, end in groups if (low or 0) < end and (high or 999) >= start
    ]
    if high is None or high >= 65:
        admitted.append(StandardAge.OLDER_ADULT.value)
    return admitted


def countries(trial: Trial) -> list[str]:
    """Countries of a trial by the names that filters know."""
    said = [site.country for site in trial.sites if site.country]
    said += trial.countries
    said += [record.country for record in trial.country_records]
    return list(dict.fromkeys(country(name) for name in dict.fromkeys(said)))


HAS = ("results", "sites", "eligibility", "documents", "open")


def _has(trial: Trial) -> list[str]:
    status = trial.status.means if trial.status else None
    there = (
        trial.has_results,
        trial.sites,
        trial.eligibility and trial.eligibility.text,
        trial.documents,
        status and status.is_open,
    )
    return [name for name, is_there in zip(HAS, there, strict=True) if is_there]


_PHASES = {
    **{str(n): (f"PHASE{n}",) for n in range(1, 5)},
    **{roman: (f"PHASE{n}",) for n, roman in enumerate(("i", "ii", "iii", "iv"), 1)},
    **{f"{n}{letter}": (f"PHASE{n}",) for n in range(1, 5) for letter in "ab"},
    "0": ("EARLY_PHASE1",),
    "early": ("EARLY_PHASE1",),
}
FEMALE_ONLY, MALE_ONLY = "female-only", "male-only"

FIELDS_IN_ORDER: tuple[QueryField, ...] = (
    QueryField(
        "status",
        FieldKind.CODED,
        "Status",
        values=_status,
        codes=Status,
        spelt={
            "open": tuple(status.value for status in Status if status.is_open),
            "closed": tuple(status.value for status in Status if not status.is_open),
            "active": ("ACTIVE_NOT_RECRUITING",),
            "invitation": ("ENROLLING_BY_INVITATION",),
        },
    ),
    QueryField(
        "phase",
        FieldKind.CODED,
        "Phase",
        ("phases",),
        values=lambda trial: _words(trial.phases),
        codes=Phase,
        spelt=_PHASES,
    ),
    QueryField(
        "type",
        FieldKind.CODED,
        "Type",
        values=lambda trial: _words([trial.study_type]),
        codes=StudyType,
    ),
    QueryField("condition", FieldKind.WORDS, aliases=("conditions",), places=(Field.CONDITION,)),
    QueryField(
        "drug",
        FieldKind.WORDS,
        aliases=("intervention", "interventions", "treatment"),
        places=(Field.DRUG,),
    ),
    *(
        QueryField(role.value, FieldKind.WORDS, places=(Field.DRUG,), role=role, since=given.SINCE)
        for role in Role
    ),
    QueryField("sponsor", FieldKind.WORDS, places=(Field.SPONSOR,)),
    QueryField("country", FieldKind.NAME, "Country", ("countries",), values=countries),
    QueryField("city", FieldKind.WORDS, places=(Field.CITY,)),
    QueryField(
        "site",
        FieldKind.WORDS,
        aliases=("facility", "location"),
        places=(Field.SITE, Field.CITY),
    ),
    QueryField("near", FieldKind.PLACE, since=SPOTS_SINCE),
    QueryField("within", FieldKind.DISTANCE, since=SPOTS_SINCE),
    QueryField("title", FieldKind.WORDS, places=(Field.TITLE,)),
    QueryField(
        "must",
        FieldKind.WORDS,
        aliases=("inclusion", "include"),
        places=(Field.TEXT,),
        side="inclusion",
        since=sides.SINCE,
    ),
    QueryField(
        "mustnot",
        FieldKind.WORDS,
        aliases=("exclusion", "exclude"),
        places=(Field.TEXT,),
        side="exclusion",
        since=sides.SINCE,
    ),
    QueryField(
        "age",
        FieldKind.AGE,
        "Age group",
        values=_ages,
        codes=StandardAge,
        known=(*(each.value for each in StandardAge), LIMIT_NOT_READ),
        spelt={
            "notread": (LIMIT_NOT_READ,),
            "unread": (LIMIT_NOT_READ,),
            "children": ("CHILD",),
            "adults": ("ADULT",),
            "older": ("OLDER_ADULT",),
            "elderly": ("OLDER_ADULT",),
        },
    ),
    QueryField(
        "sex",
        FieldKind.CODED,
        "Sex",
        ("gender",),
        values=_sex,
        codes=Sex,
        known=("FEMALE", "MALE", FEMALE_ONLY, MALE_ONLY, "ALL"),
        spelt={
            "women": ("FEMALE",),
            "woman": ("FEMALE",),
            "men": ("MALE",),
            "man": ("MALE",),
            "both": ("ALL",),
            "womenonly": (FEMALE_ONLY,),
            "menonly": (MALE_ONLY,),
        },
        means={
            "FEMALE": ("FEMALE", "ALL", NOT_STATED),
            "MALE": ("MALE", "ALL", NOT_STATED),
            FEMALE_ONLY: ("FEMALE",),
            MALE_ONLY: ("MALE",),
        },
    ),
    QueryField(
        "purpose",
        FieldKind.CODED,
        "Purpose",
        values=lambda trial: _words([trial.primary_purpose]),
        codes=Purpose,
    ),
    QueryField(
        "class",
        FieldKind.CODED,
        "Sponsor",
        values=lambda trial: _words([trial.sponsor.class_ if trial.sponsor else None]),
        codes=SponsorClass,
    ),
    QueryField("id", FieldKind.ID, aliases=("nct",)),
    QueryField("has", FieldKind.CODED, "Has", values=_has, known=HAS),
    QueryField("source", FieldKind.NAME, "Source", values=lambda _: ()),
    QueryField("updated", FieldKind.DATE, column="updated"),
    QueryField("start", FieldKind.DATE, aliases=("started",), column="start"),
    QueryField("completion", FieldKind.DATE, aliases=("completed",), column="completion"),
    QueryField("posted", FieldKind.DATE, column="posted"),
    QueryField("enrollment", FieldKind.NUMBER, aliases=("enrolment",), column="enrollment"),
)
FIELDS = {row.name: row for row in FIELDS_IN_ORDER}
ALIASES = {alias: row.name for row in FIELDS_IN_ORDER for alias in row.aliases}
FACETS = tuple(row.name for row in FIELDS_IN_ORDER if row.is_facet)
"""Fields whose values are offered with their counts."""

_NO_VALUE = frozenset({"notstated", "none", "missing", "unstated"})
COMBINED = "/"
"""Between the phases of one trial: `PHASE2/PHASE3`."""
_PHASE_TYPED = {"EARLY_PHASE1": "early", **{f"PHASE{n}": str(n) for n in range(1, 5)}}


def as_typed(field: str, value: str) -> str:
    """A value as people type it: `2/3` for `PHASE2/PHASE3`."""
    if field != "phase":
        return value
    return COMBINED.join(_PHASE_TYPED.get(part, part) for part in value.split(COMBINED))


def is_no_value(said: str) -> bool:
    """Whether `not-stated`, or another word for it, was typed."""
    return fold(said) in _NO_VALUE


AS_WRITTEN = "="
"""Before a registry's own word that is also a word of ours for something else: `status:=Open`."""


def coded_values(name: str, said: str) -> tuple[str, ...]:
    """Our words for what was typed as a coded value; nothing where it is no value of the field.

    A catalogue may have further values, in registries' own words.
    """
    row, folded = FIELDS[name], fold(said)
    if said.startswith(AS_WRITTEN):
        return ()
    if folded in _NO_VALUE or (folded == "unknown" and name not in ("status", "class")):
        return (NOT_STATED,)
    if spelt := row.spelt.get(folded):
        return spelt
    by_fold = {fold(value): value for value in known_values(name)}
    return (by_fold[folded],) if folded in by_fold else ()


def known_values(name: str) -> tuple[str, ...]:
    """Every value that a coded field is known to have."""
    row = FIELDS[name]
    return row.known or tuple(member.value for member in row.codes or ())


def spelt_values(name: str) -> dict[str, tuple[str, ...]]:
    """Every word that means values of a coded field, folded."""
    return {**{fold(value): (value,) for value in known_values(name)}, **FIELDS[name].spelt}


# Single words that are taken as a status when typed as words.
STATUS_WORDS: dict[tuple[str, ...], str] = {
    ("recruiting",): "RECRUITING",
    ("completed",): "COMPLETED",
    ("terminated",): "TERMINATED",
    ("withdrawn",): "WITHDRAWN",
    ("suspended",): "SUSPENDED",
    ("not", "yet", "recruiting"): "NOT_YET_RECRUITING",
    ("active", "not", "recruiting"): "ACTIVE_NOT_RECRUITING",
    ("enrolling", "by", "invitation"): "ENROLLING_BY_INVITATION",
}
