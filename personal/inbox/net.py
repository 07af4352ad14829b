"""One net difference between what was seen of a trial and what holds now, by harm."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import msgspec

from catalog.model.dates import PartialDate
from catalog.model.site_states import CLOSED, NOT_YET, RECRUITING, Sites, site_state
from catalog.model.text import folded
from personal.inbox.snapshot import CALL, COUNTRY, OWN, REASON, Part, Snapshot, Value
from personal.inbox.wordings import same_words

_WARNS = frozenset({"TERMINATED", "WITHDRAWN", "SUSPENDED", "WITHHELD"})
"""Statuses that say more than that nobody is taken any more."""
_DATES = frozenset({"start_date", "primary_completion_date", "completion_date"})
_LISTS = frozenset({"phases", "interventions"})


class Harm(IntEnum):
    """What a change may do to somebody's plans; the worst first."""

    STOPPED = 0
    """It takes nobody any more, or was stopped."""
    SITE = 1
    """An own site, or the whole own country, takes nobody any more."""
    REASON = 2
    """A criterion that somebody gave as the reason of a decision is another now, or gone."""
    CRITERIA = 3
    """Criteria that may now keep somebody out."""
    CHECK = 4
    """Its status became doubtful."""
    OPENED = 5
    """It takes patients now, or an own site does."""
    NEW = 6
    """A trial that a kept search, or the name of an own site, did not find before."""
    REST = 7
    """What does not matter by itself: shown when asked for."""

    @property
    def matters(self) -> bool:
        return self is not Harm.REST


class Change(msgspec.Struct, frozen=True):
    """One part of a trial that is another than what was seen."""

    part: str
    harm: Harm
    before: Value
    after: Value


def changes(seen: Sequence[Snapshot], now: Snapshot) -> tuple[Change, ...]:
    """What is another now, the worst first.

    `seen` has several snapshots where trials that were seen apart are one now: what either said is
    nothing new. A part that was never seen is none either.
    """
    found = [_changed(name, seen, part, now) for name, part in now.items()]
    return tuple(sorted((each for each in found if each), key=lambda each: each.harm))


def _changed(name: str, seen: Sequence[Snapshot], now: Part, of_now: Snapshot) -> Change | None:
    befores = [each[name] for each in seen if name in each]
    if not befores or not all(_differs(name, before, now) for before in befores):
        return None
    before = befores[0]
    if name == "doubt" and (len(seen) > 1 or _changed("status", seen, of_now["status"], of_now)):
        return None  # the new status says it, or dates of two records that are one now
    harm = _harm(name, before.value, now.value)
    if harm is Harm.OPENED and _is_shut(of_now):
        harm = Harm.REST  # a site is never better than its trial
    return Change(name, harm, before.value, now.value)


def _is_shut(now: Snapshot) -> bool:
    status = now["status"].value if "status" in now else None
    return site_state(None, str(status or "")) in (CLOSED, NOT_YET)


def _differs(name: str, before: Part, now: Part) -> bool:
    """Whether the trial is another, and not only what sources can say of it."""
    if before.value is None and now.value is None:
        return False
    if before.value is None or now.value is None:
        # That one format was silent and another speaks says nothing of the trial.
        return bool({*before.by} & {*now.by})
    by_one = bool({*before.by} & {*now.by})
    if name == "doubt" and not by_one:
        return False  # few formats say when a record was last confirmed
    if before.guessed and not now.guessed and name != "status":
        return False
    return not same(name, before.value, now.value, by_one=by_one)


def same(part: str, before: Value, now: Value, *, by_one: bool = True) -> bool:
    """Whether two values of a part are one, spelling, order and precision aside.

    `by_one` says that one format states both, so that what is missing now was taken away.
    """
    if before == now:
        return True
    kind = part.partition(":")[0] + ":" if ":" in part else part
    if kind in (OWN, COUNTRY):
        return _same_sites(_sites(before), _sites(now), by_one)
    if kind == CALL:
        silent = not by_one and not (before and now)  # few formats have telephones of sites
        return silent or {*map(_dialled, _texts(before))} == {*map(_dialled, _texts(now))}
    if kind == "doubt":
        return bool(before) == bool(now)  # why is told in the words of the day
    if kind == "eligibility.text":
        from personal.inbox.criteria_net import edited  # it loads the rules for eligibility

        return not edited(_lines(before), _lines(now))
    if kind == "ages":
        return _ages(before) == _ages(now)
    if kind in _DATES:
        return _same_date(str(before), str(now))
    if kind in _LISTS:
        return {*map(folded, _texts(before))} == {*map(folded, _texts(now))}
    return isinstance(before, str) and isinstance(now, str) and same_words(before, now)


def _harm(part: str, before: Value, now: Value) -> Harm:
    if part == "status":
        return harm_of_status(str(before or ""), str(now or ""))
    if part == "doubt":
        return Harm.CHECK if now and not before else Harm.REST
    if part.startswith((OWN, COUNTRY)):
        return _harm_of_sites(part, _sites(before), _sites(now))
    if part.startswith(REASON):
        return Harm.REASON
    if part == "eligibility.text":
        from personal.inbox.criteria_net import Effect, edited

        worst = edited(_lines(before), _lines(now))[0].effect
        return Harm.CRITERIA if worst in (Effect.TIGHTER, Effect.UNCLEAR) else Harm.REST
    if part in ("ages", "eligibility.sex"):
        return Harm.CRITERIA
    return Harm.REST


def harm_of_status(before: str, now: str) -> Harm:
    """What it means that a trial's status, a code or a source's word, is another."""
    was, is_ = site_state(None, before), site_state(None, now)
    if was == RECRUITING and is_ != RECRUITING:
        return Harm.STOPPED
    if now in _WARNS or (was == NOT_YET and is_ == CLOSED):
        return Harm.STOPPED
    return Harm.OPENED if is_ == RECRUITING else Harm.REST


def _harm_of_sites(part: str, was: Sites, now: Sites) -> Harm:
    if was.recruiting and not now.recruiting:
        return Harm.SITE
    if now.recruiting and not was.recruiting:
        return Harm.OPENED if part.startswith(OWN) else Harm.REST
    could = was.unknown or was.not_yet
    if part.startswith(OWN) and could and not (now.recruiting or now.unknown or now.not_yet):
        return Harm.SITE
    return Harm.REST


# values


def _same_sites(was: Sites, now: Sites, by_one: bool) -> bool:
    if by_one:
        return was == now
    # Another format may list fewer sites, or none of their states.
    return was == now or was.total != now.total or was.unknown != now.unknown


def _same_date(before: str, now: str) -> bool:
    one, other = PartialDate.parse(before), PartialDate.parse(now)
    return one.agrees(other) if one and other else same_words(before, now)


def _ages(value: Value) -> list[object]:
    """Both limits in years; one that could not be read by its words."""
    return [years or folded(words) for words, years in _lines(value)]


def _dialled(text: str) -> str:
    """A contact without titles, signs and blanks."""
    return "".join(letter for letter in folded(text) if letter.isalnum())


def _sites(value: Value) -> Sites:
    return Sites(*value) if isinstance(value, list) else Sites()


def _texts(value: Value) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _lines(value: Value) -> list[list[str]]:
    return [each for each in value if isinstance(each, list)] if isinstance(value, list) else []
