"""A trial as pages need it: merged, its criteria, and the sites where one may enter, in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from catalog.eligibility.criterion import Criterion
from catalog.eligibility.vocabulary import wording
from catalog.merging.merged import MergedTrial, stale
from catalog.model.code_words import word
from catalog.model.recruitment import is_dated
from catalog.model.site_states import RECRUITING, UNKNOWN, state_of
from catalog.model.staleness import ONLY_DATED, OPEN
from catalog.model.text import said
from catalog.model.trial import Contact, Site
from catalog.places.distance import ABROAD_KM, told

if TYPE_CHECKING:
    from catalog.places.nearest import Distances, Located
    from catalog.store.catalogue import Catalogue


NO_TITLE = "(no title in any source)"
_NAMED = 3
"""As many places of a trial are few enough that any of them may be named."""


class Reach(NamedTuple):
    """A site where a patient may enter."""

    site: Site
    is_unknown: bool
    """Whether nobody says if it recruits."""
    km: float | None = None
    """Air line; None where it is not counted from anywhere, or the place is not known."""
    is_guess: bool = False
    is_far: bool = False
    """Whether it is in another country than one's own, and not near the border."""


class Seen(NamedTuple):
    """A trial seen through a patient: health data, on a page only where somebody said yes to it."""

    patient: str
    """What is known: `62 · f · ECOG 1`."""
    stands: str
    """Where the trial stands for the patient, as the program proposes it."""


class Subject(msgspec.Struct, frozen=True):
    """One trial, and from where its distances are counted."""

    merged: MergedTrial
    criteria: tuple[Criterion, ...]
    reaches: tuple[Reach, ...]
    """Nearest first; without a place those of the own country, then by country and town."""
    today: dt.date
    origin: str = ""
    """`Freiburg, DE`."""
    home: str = ""
    """The country of it."""
    seen: Seen | None = None
    """Of a board page alone."""

    @property
    def status(self) -> str:
        """`Recruiting`, with `?` where it may not be so."""
        status = self.merged.trial.status
        said = word(status) if status else f"status {self.merged.presence('status').value}"
        return f"{said}?" if self.doubt else said

    @property
    def state(self) -> str:
        """The status, and as of when: `Recruiting, as of 2026-03-12`; a page's head has it."""
        dated = f"as of {self.as_of}" if self.as_of else "no source says its date"
        return f"{self.status}, {dated}"

    @property
    def doubt(self) -> str:
        """Why the status may not be so; "" where nothing speaks against it."""
        return stale(self.merged.trial, self.today) or (ONLY_DATED if self.is_dated else "")

    @property
    def is_dated(self) -> bool:
        """Whether no registry says that it is open: that follows from its dates."""
        status = self.merged.trial.status
        return status is not None and is_dated(status.said) and status.word in OPEN

    @property
    def is_anywhere(self) -> bool:
        """Whether it has many places and nobody said from where to count: none of them is first."""
        return not self.origin and len(self.reaches) > _NAMED

    @property
    def first(self) -> Reach | None:
        """The nearest site that recruits; where there is none near, one that may; else any."""
        near = [each for each in self.reaches if not each.is_far]
        sure = [each for each in near if not each.is_unknown]
        return next(iter((*sure, *near, *self.reaches)), None)

    @property
    def as_of(self) -> str:
        """As of when the newest source speaks; "" where none has a date."""
        return str(self.merged.newest) if self.merged.newest else ""

    @property
    def title(self) -> str:
        """The short title, else the long one."""
        trial = self.merged.trial
        return said(trial.title or trial.official_title or NO_TITLE)

    @property
    def asked(self) -> tuple[str, ...]:
        """What its criteria set limits to, in words, each once, in their order: what to ask for."""
        found = (
            wording.label(each.variable)
            for criterion in self.criteria
            for each in criterion.constraints
        )
        return tuple(dict.fromkeys(found))


def subject(
    catalogue: Catalogue,
    merged: MergedTrial,
    today: dt.date,
    distances: Distances | None = None,
) -> Subject:
    """The trial with its criteria and sites, and how far they are, where that is known."""
    trial = merged.trial
    far: Sequence[Located | None] = distances.sites if distances else [None] * len(trial.sites)
    found = []
    for site, located in zip(trial.sites, far, strict=True):
        state = state_of(trial, site)
        if state in (RECRUITING, UNKNOWN):
            km = located.km if located else None
            is_guess = bool(located and located.placed and located.placed.is_guess)
            is_abroad = bool(distances and located and not distances.is_home(located))
            is_far = is_abroad and (km is None or km > ABROAD_KM)
            found.append(Reach(site, state == UNKNOWN, km, is_guess, is_far))
    found.sort(key=_nearness)
    criteria = catalogue.criteria(merged.id)
    origin = distances.origin if distances else None
    return Subject(
        merged,
        criteria,
        tuple(found),
        today,
        origin.label if origin else "",
        origin.country if origin else "",
    )


def _nearness(reach: Reach) -> tuple[bool, bool, float, bool, str, str, str]:
    """By distance, but what is far across a border behind all of the own country."""
    site = reach.site
    named = (site.country or "\uffff", site.city or "\uffff", site.facility or "\uffff")
    return (reach.is_far, reach.km is None, round(reach.km or 0.0), reach.is_unknown, *named)


def distance(reach: Reach) -> str:
    """`58 km`, `~58 km` where its place is a guess; "" where it is far abroad or not known."""
    if reach.km is None or reach.is_far:
        return ""
    return f"{'~' if reach.is_guess else ''}{told(reach.km)}"


def place(site: Site) -> str:
    """`Freiburg, Germany: University Hospital`."""
    where = ", ".join(said(part) for part in (site.city, site.state, site.country) if part)
    facility = said(site.facility) if site.facility else ""
    return ": ".join(filter(None, (where or "place not stated", facility)))


def reached(contact: Contact) -> str:
    """`+00 000 000, Study Center, a@example.org`: what is dialled comes first."""
    phone = said(contact.phone) if contact.phone else ""
    if phone and contact.phone_ext:
        phone += f" ext. {said(contact.phone_ext)}"
    parts = (phone, contact.name and said(contact.name), contact.email and said(contact.email))
    return ", ".join(filter(None, parts))


def call(subject: Subject, reach: Reach | None) -> str:
    """Whom to call: of that site, else the trial's own, else nobody that is known."""
    contacts = (*(reach.site.contacts if reach else ()), *subject.merged.trial.contacts)
    with_phone = [each for each in contacts if each.phone]
    return next((reached(each) for each in (*with_phone, *contacts) if reached(each)), "")
