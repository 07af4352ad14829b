"""A trial as the catalogue shows it: merged, with who said what."""

from __future__ import annotations

import datetime as dt

import msgspec

from catalog.model.dates import PartialDate
from catalog.model.site_states import belied, sites_of
from catalog.model.staleness import outdated
from catalog.model.trial import Presence, Trial


class SourceInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One source record, without its bytes."""

    key: int
    """Row of `source_record`; 0 before it is stored."""
    importer: str
    file: str
    place: str
    sha256: str
    imported_at: str
    """UTC, `2026-05-15T10:20:30Z`."""
    data_date: PartialDate | None = None
    number: str | None = None
    """The registry number this record gives itself."""
    carries: frozenset[str] = frozenset()


class Statement(msgspec.Struct, frozen=True):
    """What another source says of the same field."""

    source: int
    """Index into `MergedTrial.sources`."""
    text: str


class Provenance(msgspec.Struct, frozen=True):
    """Where a field's value comes from, and who says otherwise."""

    source: int
    """Index into `MergedTrial.sources` of the one whose value is shown."""
    agree: tuple[int, ...] = ()
    """Further sources that say the same (or a less exact form of it)."""
    others: tuple[Statement, ...] = ()
    """Sources that say something else, with what they say."""
    guessed: str | None = None
    """How the value was inferred, where it was."""


class MergedTrial(msgspec.Struct, frozen=True, kw_only=True):
    """A trial, its sources and, for each field with a value, its provenance.

    `provenance` has an entry for each field name of Trial that has a value; the parts of
    eligibility have entries of their own (`eligibility.text`, `eligibility.sex`, ...).
    """

    id: str
    """Registry number, or `local:…`."""
    trial: Trial
    sources: tuple[SourceInfo, ...]
    provenance: dict[str, Provenance]

    def presence(self, field: str) -> Presence:
        """Whether a field has a value, and why not: `field` as in `provenance`."""
        if (origin := self.provenance.get(field)) is not None:
            return Presence.INFERRED if origin.guessed else Presence.VALUE
        whole = field.partition(".")[0]
        carried = any(field in source.carries or whole in source.carries for source in self.sources)
        return Presence.NOT_STATED if carried else Presence.NOT_IN_SOURCE

    @property
    def newest(self) -> PartialDate | None:
        """As of when the newest dated source speaks."""
        dates = [source.data_date for source in self.sources if source.data_date]
        return max(dates) if dates else None


def stale(trial: Trial, today: dt.date) -> str | None:
    """Why a trial that says it is open may not be, by its dates or its sites, or None."""
    status = trial.status.means if trial.status else None
    code = status.value if status else None
    ended = trial.completion_date.date if trial.completion_date else None
    by_dates = outdated(code, str(ended or ""), str(_verified(trial) or ""), today)
    return by_dates or belied(code, sites_of(trial))


def _verified(trial: Trial) -> object:
    """The month the registry says it was verified, else its last update."""
    if trial.status_verified is not None:
        return trial.status_verified
    return trial.last_updated.date if trial.last_updated else None
