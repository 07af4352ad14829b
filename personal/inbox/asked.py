"""What kept queries find now, against what they had found."""

from __future__ import annotations

import datetime as dt

from catalog.model.site_states import RECRUITING, site_state
from catalog.search.parser import parse
from catalog.search.query import Filter, Query
from catalog.search.results import Brief
from catalog.search.searcher import Searcher
from personal import searches
from personal.inbox.lines import FOUND, Named
from personal.inbox.net import Change, Harm, harm_of_status
from personal.inbox.snapshot import OWN
from personal.inbox.telling import Told
from personal.inbox.trials_now import Looked, Looker
from personal.searches import ChangeRead, Found, Search
from personal.store import Mine

_RECRUITS = Filter("status", ("RECRUITING",))
MOST_WATCHED = 5_000
"""Trials of a query that are watched one by one; a wider one says that it is too wide."""


def keep_query(mine: Mine, searcher: Searcher, name: str, query: str, today: dt.date) -> int:
    """Keep a query; what it finds now is not new. Returns how many that are; raises MineError."""
    found = searcher.everyone(parse(query), MOST_WATCHED)
    known = [Found(*each) for each in found.trials] if found.total <= MOST_WATCHED else None
    with mine.writing() as connection:
        searches.keep(connection, name, query, known, today.isoformat())
    return found.total


class Asked:
    """Kept queries asked anew; what is no change, and yet to be written, is kept here."""

    def __init__(self, searcher: Searcher, trials: Looker, told: Told) -> None:
        self._searcher, self._trials, self._told = searcher, trials, told
        self.first: list[tuple[int, list[Found]]] = []
        """What queries found that were never asked."""
        self.renamed: list[ChangeRead] = []
        """Trials that a query finds under another number than before."""
        self.problems: list[str] = []

    def ask(self, search: Search, before: dict[str, Found]) -> None:
        """Tell what a query finds now that it had not found, and what became of the rest."""
        self._trials.pause()
        found = self._searcher.everyone(_query(search), MOST_WATCHED)
        if found.total > MOST_WATCHED:
            self.problems.append(
                f'"{search.name}" finds {found.total:,} trials: new ones are told of'
                f" queries that find at most {MOST_WATCHED:,}"
            )
        elif search.looked is None:
            self.first.append((search.key, [Found(*each) for each in found.trials]))
        else:
            self._compare(search, before, {each.id: each for each in found.trials})

    def _compare(self, search: Search, before: dict[str, Found], now: dict[str, Brief]) -> None:
        new, known = self._renumbered(search, before, now)
        for number in sorted(new):
            if trial := self._trials.look(number):
                read = ChangeRead(search.key, number, None, Found(*now[number]))
                self._told.new(search, trial.named, read)
        for number in sorted(known.keys() & now.keys()):
            self._became(search, known[number], now[number])
        for number in sorted(known.keys() - now.keys()):
            self._gone(search, known[number])

    def _renumbered(
        self, search: Search, before: dict[str, Found], now: dict[str, Brief]
    ) -> tuple[set[str], dict[str, Found]]:
        """What is new, and what was found by the numbers that it has now.

        Where two that were found apart are one now, what either was is nothing new.
        """
        new, known = set(), dict(before)
        for number in now.keys() - before.keys():
            trial = self._trials.look(number)
            former = trial.numbers & before.keys() if trial else frozenset()
            if not former:
                new.add(number)
                continue
            old = [known.pop(each) for each in former if each in known]
            as_now = [each for each in old if each.status == now[number].status]
            known[number] = Found(number, (as_now or old)[0].status)
            self.renamed += [ChangeRead(search.key, each.number, each, None) for each in old]
            self.renamed.append(ChangeRead(search.key, number, None, known[number]))
        for number in before.keys() & now.keys():
            self._joined(search, number, before, now, known)
        return new, known

    def _joined(
        self,
        search: Search,
        number: str,
        before: dict[str, Found],
        now: dict[str, Brief],
        known: dict[str, Found],
    ) -> None:
        """Put what was found besides under the number that it has now."""
        lost = known.keys() - now.keys()
        if not lost:
            return
        trial = self._trials.look(number)
        for other in trial.numbers & lost if trial else ():
            was = known.pop(other)
            if was.status == now[number].status != before[number].status:
                known[number] = before[number]._replace(status=was.status)
                self.renamed.append(ChangeRead(search.key, number, before[number], known[number]))
            self.renamed.append(ChangeRead(search.key, other, was, None))

    def _became(self, search: Search, was: Found, now: Brief) -> None:
        if was.status == now.status or was.status is None or now.status is None:
            return
        change = Change("status", harm_of_status(was.status, now.status), was.status, now.status)
        if trial := self._trials.look(now.id):
            read = ChangeRead(search.key, was.number, was, Found(*now)._replace(number=was.number))
            self._told.searched(search, trial.named, change, read)

    def _gone(self, search: Search, was: Found) -> None:
        """It is not found any more: perhaps because it takes nobody now."""
        trial = self._trials.look(was.number)
        named = trial.named if trial else Named(was.number, "")
        read = ChangeRead(search.key, was.number, was, None)
        self._told.searched(search, named, _why_gone(search, was, trial), read)


def _query(search: Search) -> Query:
    """What is asked: of an own site, for the trials that may take patients there."""
    query = parse(search.query)
    return query & _RECRUITS if search.kind == searches.SITE else query


def _why_gone(search: Search, was: Found, trial: Looked | None) -> Change:
    status = trial.now["status"].value if trial else None
    before = was.status or ""
    is_open = site_state(None, before) == RECRUITING
    if is_open and isinstance(status, str) and site_state(None, status) != RECRUITING:
        return Change("status", harm_of_status(before, status), before, status)
    here = trial.now.get(OWN + search.name) if trial and search.kind == searches.SITE else None
    if here is not None and here.value is not None:
        return Change(OWN + search.name, Harm.SITE, None, here.value)
    return Change(FOUND, Harm.REST, True, trial is not None)
