"""What a search gives back: hits with their reasons, and what was done to find them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import msgspec

from catalog.search.decisive import NOTHING, Decisive

if TYPE_CHECKING:
    from catalog.places.nearest import Nearest
    from catalog.places.origin import Origin
    from catalog.search.query import Filter, Query


SORTS = (
    "relevance", "distance", "updated", "start", "status", "phase", "enrollment", "title", "id",
)  # fmt: skip
"""What a list can be sorted by."""


class Superseded(Exception):
    """The search was told to stop: something newer is wanted."""


class Match(msgspec.Struct, frozen=True):
    """Where and why a hit was found for one of the typed words."""

    field: str
    """`title`, `condition`, `eligibility`, ..."""
    text: str
    """The value, or the sentence, that holds it."""
    why: str
    """`typed`, `beginning`, `spelling`, `refractry→refractory`, `HNSCC = head and neck …`."""
    typed: str = ""
    side: str = ""
    """For eligibility: `must` or `must not`, where the criteria could be split."""
    points: int = 0
    """What the typed word adds to the hit's score."""


class Hit(msgspec.Struct, frozen=True):
    """A trial found, as a row of the list needs it."""

    key: int
    id: str
    title: str | None
    acronym: str | None
    status: str | None
    phases: tuple[str, ...]
    conditions: tuple[str, ...]
    interventions: tuple[str, ...]
    score: int
    """Points; only their order means something."""
    matched: tuple[Match, ...]
    study_type: str | None = None
    sponsor: str | None = None
    enrollment: int | None = None
    site_count: int = 0
    open_site_count: int = 0
    countries: tuple[str, ...] = ()
    start_date: str | None = None
    primary_completion_date: str | None = None
    completion_date: str | None = None
    first_posted: str | None = None
    last_updated: str | None = None
    status_verified: str | None = None
    data_date: str | None = None
    status_inferred: bool = False
    """Whether the status follows from dates, as of today, and is no registry's word."""
    decides: Decisive = NOTHING
    nearest: Nearest | None = None
    """Where it can be entered nearest to the place that distances are counted from."""
    forbidden: tuple[str, ...] = ()
    """Typed words that stand under what excludes, and not under what is required."""
    only_forbidden: bool = False
    """Whether something that was typed stands nowhere else."""


class Brief(NamedTuple):
    """As much of a trial found as tells whether it is new, and what became of it."""

    id: str
    status: str | None
    """As of today, where it follows from dates."""


class Everyone(msgspec.Struct, frozen=True):
    """All trials of a query, in no order."""

    total: int
    trials: tuple[Brief, ...] = ()
    """None of them where there are more than were asked for."""
    problems: tuple[str, ...] = ()


class Used(msgspec.Struct, frozen=True):
    """A correction or synonym that met a typed word."""

    typed: str
    instead: str

    def __str__(self) -> str:
        return self.instead


class Results(msgspec.Struct, frozen=True):
    """The answer to a query, best first."""

    query: Query
    hits: tuple[Hit, ...]
    total: int
    """All trials found; where `is_exact` is false, at least so many."""
    is_exact: bool = True
    only_forbidden: int = 0
    """How many of these, listed below all others, have a typed word only under what excludes."""
    corrections: tuple[Used, ...] = ()
    synonyms: tuple[Used, ...] = ()
    problems: tuple[str, ...] = ()
    origin: Origin | None = None
    """From where distances are counted: the place that is asked for, else the user's own."""
    untold: int = 0
    """Trials that `within:` leaves out because nobody tells where they can be entered."""
    unread_ages: int = 0
    """How many of these have an age limit that was not read, where an age is asked for."""
    emptied_by: Filter | None = None
    """When nothing is left: the filter without which most would be."""
    without_it: int = 0
    """How many that would be."""


class Whole(msgspec.Struct, frozen=True):
    """Every trial that a query finds, in order, none of them read."""

    query: Query
    ids: tuple[str, ...]
    corrections: tuple[Used, ...] = ()
    synonyms: tuple[Used, ...] = ()
    problems: tuple[str, ...] = ()
