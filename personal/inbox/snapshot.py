"""What of a trial may matter to a user: its understood values, each with the formats that say it.

A snapshot is a mapping from the name of a part to what it is. It holds values and not texts of
records, so that another format's record of the same trial gives the same snapshot.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from catalog.eligibility.splitting.splitter import split
from catalog.merging.merged import MergedTrial, stale
from catalog.model.countries import country
from catalog.model.own_sites import is_own
from catalog.model.site_states import counted
from catalog.model.text import plain
from catalog.model.trial import Age, Site, Trial, TrialDate, one_line

OWN, COUNTRY, CALL = "own:", "country:", "call:"
"""How the names of parts begin that are about a user's own places."""
REASON = "reason:"
"""How the names of parts begin that say whether a quoted criterion still stands."""
Value = str | bool | list[str] | list[int] | list[list[str]] | None


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One value of a trial, and which formats say it."""

    value: Value = None
    """As `docs/mine.md` lists; None where no source states it."""
    by: tuple[str, ...] = ()
    """Formats whose records say it; where none does, those that could and do not."""
    guessed: bool = False
    """Whether it was inferred, and not read."""


Snapshot = Mapping[str, Part]


class Places(NamedTuple):
    """What a user calls their own."""

    sites: tuple[str, ...] = ()
    """Names of facilities or cities."""
    countries: tuple[str, ...] = ()


def snapshot(merged: MergedTrial, mine: Places, today: dt.date) -> dict[str, Part]:
    """Every part of a trial as it holds on a day."""
    found = {name: _part(merged, fields, read) for name, (fields, read) in _PARTS.items()}
    speakers = found["status"].by
    found["doubt"] = Part(stale(merged.trial, today) or "", speakers)
    for name, sites in _own(merged.trial, mine):
        found[name] = _of_sites(merged, sites)
        if name.startswith(OWN):
            calls = CALL + name.removeprefix(OWN)
            found[calls] = msgspec.structs.replace(found[name], value=_calls(sites))
    return found


def _part(merged: MergedTrial, fields: str, read: Callable[[Trial], Value]) -> Part:
    value = read(merged.trial)
    stated = (merged.provenance.get(field) for field in fields.split())
    origin = next((each for each in stated if each is not None), None)
    if value is None or origin is None:
        return Part(None, _silent(merged, fields.split()[0]))
    saying = (origin.source, *origin.agree)
    by = tuple(sorted({merged.sources[each].importer for each in saying}))
    return Part(value, by, bool(origin.guessed))


def _silent(merged: MergedTrial, field: str) -> tuple[str, ...]:
    whole = field.partition(".")[0]
    carry = (each for each in merged.sources if {field, whole} & each.carries)
    return tuple(sorted({each.importer for each in carry}))


# the values


def _status(trial: Trial) -> Value:
    return one_line(trial.status.word) if trial.status else None


def _ages(trial: Trial) -> Value:
    """Lower and upper limit, each as written and in years; empty where there is none."""
    who = trial.eligibility
    if who is None or not (who.minimum_age or who.maximum_age):
        return None
    return [_age(who.minimum_age), _age(who.maximum_age)]


def _age(limit: Age | None) -> list[str]:
    years = limit.years if limit else None
    return [str(limit or ""), "" if years is None else f"{years:.3f}"]


def _sex(trial: Trial) -> Value:
    who = trial.eligibility
    return who.sex.word if who and who.sex else None


def _criteria(trial: Trial) -> Value:
    """Side, role and words of each line in the order of the text; `part`: another governs it."""
    text = trial.eligibility.text if trial.eligibility else None
    if not text:
        return None
    return [
        [item.kind, item.role if item.parent is None else "part", one_line(plain(item.text))]
        for item in split(text)
    ]


def _date(field: str) -> Callable[[Trial], Value]:
    def read(trial: Trial) -> Value:
        date: TrialDate | None = getattr(trial, field)
        return str(date) or None if date else None

    return read


def _phases(trial: Trial) -> Value:
    return sorted({each.word for each in trial.phases}) or None


def _drugs(trial: Trial) -> Value:
    return [one_line(plain(each.name)) for each in trial.interventions] or None


def _results(trial: Trial) -> Value:
    return trial.has_results


def _why_stopped(trial: Trial) -> Value:
    return one_line(plain(trial.why_stopped)) if trial.why_stopped else None


def _title(trial: Trial) -> Value:
    return one_line(plain(trial.title)) if trial.title else None


_PARTS: dict[str, tuple[str, Callable[[Trial], Value]]] = {
    "status": ("status", _status),
    "why_stopped": ("why_stopped", _why_stopped),
    "eligibility.text": ("eligibility.text", _criteria),
    "ages": ("eligibility.minimum_age eligibility.maximum_age", _ages),
    "eligibility.sex": ("eligibility.sex", _sex),
    "phases": ("phases", _phases),
    "interventions": ("interventions", _drugs),
    "start_date": ("start_date", _date("start_date")),
    "primary_completion_date": ("primary_completion_date", _date("primary_completion_date")),
    "completion_date": ("completion_date", _date("completion_date")),
    "has_results": ("has_results", _results),
    "title": ("title", _title),
}
"""Each part: the fields of a Trial that it is made of, and its value."""


# own places


def _own(trial: Trial, mine: Places) -> Iterator[tuple[str, Sequence[Site]]]:
    """Each of the user's places with the trial's sites there."""
    for name in mine.sites:
        yield OWN + name, [site for site in trial.sites if is_own(site, (name,))]
    for land in map(country, mine.countries):
        sites = [each for each in trial.sites if each.country and country(each.country) == land]
        yield COUNTRY + land, sites


def _of_sites(merged: MergedTrial, sites: Sequence[Site]) -> Part:
    """How many of these sites recruit, have not begun, are closed, are unknown, by their own word.

    What the status of the trial makes of them is told by that.
    """
    if not merged.trial.sites:
        return Part(None, _silent(merged, "sites"))
    codes = (each.status.means if each.status else None for each in sites)
    states = counted(None, ((code and code.value, 1) for code in codes))
    return _part(merged, "sites", lambda trial: list(states))


def _calls(sites: Sequence[Site]) -> Value:
    """Whom to call there: name, telephone, mail, as written."""
    told = (
        ", ".join(filter(None, (each.name, each.phone, each.email)))
        for site in sites
        for each in site.contacts
    )
    return sorted({one_line(each) for each in told if each})
