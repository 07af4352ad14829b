"""The inbox worked out: what is on lists and what queries find, against what was seen of it.

It reads the user's own file once, the catalogue for as long as it takes, and then writes in one
short transaction what was never seen before and therefore is no change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from catalog.search.query import Filter, Query
from catalog.search.searcher import Searcher
from catalog.store.catalogue import Catalogue
from personal import searches
from personal.inbox import seen
from personal.inbox.asked import Asked
from personal.inbox.lines import Named
from personal.inbox.seen import Seen
from personal.inbox.snapshot import REASON, Part, Places, Snapshot
from personal.inbox.telling import Told
from personal.inbox.tracked import Tracked
from personal.inbox.trials_now import HERE, Looked, Looker, Pause
from personal.inbox.whole import Inbox
from personal.inbox.wordings import stands_in
from personal.naming import sentence_hash
from personal.store import Mine

LOOKED = "inbox_import"
"""The name under which the newest import is kept that was looked at."""


def gather(
    mine: Mine,
    catalogue: Catalogue,
    searcher: Searcher,
    tracked: Sequence[Tracked],
    places: Places,
    today: dt.date,
    pause: Pause = lambda: None,
) -> Inbox:
    """The inbox as of now; raises MineError and CatalogueError."""
    sites = frozenset(places.sites)
    _follow(mine, sites, today)
    with mine.reading() as connection:
        known = seen.load(connection)
        kept = searches.searches(connection)
        own = [each for each in searches.searches(connection, searches.SITE) if each.name in sites]
        asked = [(each, searches.seen(connection, each.key)) for each in (*kept, *own)]
    told = Told()
    trials = Looker(catalogue, places, today, pause)
    lists = _Lists(trials, told, known)
    for trial, places_of in _together(trials, tracked):
        lists.compare(trial, places_of)
    queries = Asked(searcher, trials, told)
    for search, found in asked:
        queries.ask(search, found)
    now, newest = catalogue.moment_of_import() or "", mine.kept(LOOKED) or ""
    _write(mine, lists, queries, today, now if now > newest else "")
    lines = sorted(told.lines(), key=lambda line: line.order)
    if lines and now < newest:
        queries.problems.insert(0, _set_back(now, newest))
    return Inbox(
        tuple(line for line in lines if line.harm.matters),
        tuple(line for line in lines if not line.harm.matters),
        tuple(queries.problems),
    )


def _set_back(now: str, newest: str) -> str:
    """What is said of a catalogue that is older than what was seen of one: an import was undone."""
    return (
        f"this catalogue was set back: its last import is of {now[:10] or 'no known day'}, and you"
        f" have looked at one of {newest[:10]}; a line here may be what you read already, undone"
    )


def _follow(mine: Mine, sites: Iterable[str], today: dt.date) -> None:
    """Have a query of each own site."""
    wanted = {name: str(Query((Filter("site", (name,)),))) for name in sites}
    with mine.reading() as connection:
        there = searches.searches(connection, searches.SITE)
    if wanted.items() - {each.name: each.query for each in there}.items():
        with mine.writing() as connection:
            searches.follow_sites(connection, wanted, today.isoformat())


def _together(
    trials: Looker, tracked: Iterable[Tracked]
) -> Iterator[tuple[Looked | None, list[Tracked]]]:
    """Each trial once, with the lists that it is on."""
    found: dict[str, tuple[Looked | None, list[Tracked]]] = {}
    for each in tracked:
        known = (trial for number in each.numbers if (trial := trials.look(number)))
        trial = next(known, None)
        key = trial.named.id if trial else each.numbers[0]
        found.setdefault(key, (trial, []))[1].append(each)
    yield from found.values()


class _Lists:
    """Trials on lists compared; what is no change, and yet to be written, is kept here."""

    def __init__(self, trials: Looker, told: Told, known: Sequence[Seen]) -> None:
        self._trials, self._told = trials, told
        self.known = known
        self._by_number: dict[str, list[Seen]] = {}
        for each in known:
            for number in each.numbers:
                self._by_number.setdefault(number, []).append(each)
        self.begun: list[tuple[frozenset[str], Snapshot]] = []
        """Trials that were never looked at."""
        self.added: list[tuple[int, str, Part]] = []
        """Parts that were never looked at."""
        self.named: list[tuple[int, frozenset[str]]] = []
        """Numbers that known trials have besides."""
        self.watched: set[int] = set()

    def compare(self, trial: Looked | None, lists: Sequence[Tracked]) -> None:
        """Tell what of a trial is another than when it was seen."""
        # Not by numbers that a record only cites: two trials may cite the same one.
        numbers = trial.numbers if trial else frozenset(each.numbers[0] for each in lists)
        earlier = list(
            {
                each.key: each for number in numbers for each in self._by_number.get(number, ())
            }.values()
        )
        self.watched |= {each.key for each in earlier}
        where = tuple(dict.fromkeys(each.where for each in lists))
        if trial is None:
            gone = [each for each in earlier if HERE in each.parts]
            named = Named(lists[0].numbers[0], "")
            self._told.parts(named, where, gone, {HERE: Part(False)})
            return
        quoted = {sentence_hash(words): words for each in lists for words in each.reasons}
        now = {**trial.now, **_standing(trial.now, quoted)}
        stood = {REASON + digest: words for digest, words in quoted.items()}
        if not earlier:
            then = next((each.status for each in lists if each.status), "")
            self.begun.append((numbers, _quoted(_as_then(now, then), stood)))
            return
        for each in earlier:
            if numbers - each.numbers:
                self.named.append((each.key, numbers))
        earlier = [self._complete(each, _quoted(now, stood)) for each in earlier]
        self._told.parts(trial.named, where, earlier, now)

    def _complete(self, earlier: Seen, now: Snapshot) -> Seen:
        """With the parts that were never looked at, which are no change; they will be written."""
        new = {part: value for part, value in now.items() if part not in earlier.parts}
        self.added += [(earlier.key, part, value) for part, value in new.items()]
        return earlier._replace(parts={**earlier.parts, **new}) if new else earlier

    @property
    def has_news(self) -> bool:
        """Whether there is anything to write."""
        moved = any((each.key in self.watched) == each.has_left for each in self.known)
        return bool(self.begun or self.added or self.named or moved)


def _standing(now: Snapshot, quoted: Mapping[str, str]) -> dict[str, Part]:
    """Each quoted criterion: its words where it still stands, else no words."""
    criteria = now["eligibility.text"]
    if not quoted or not isinstance(criteria.value, list):
        return {}
    lines = [line[2] for line in criteria.value if isinstance(line, list)]
    return {
        REASON + digest: Part(words if stands_in(words, lines) else "", criteria.by)
        for digest, words in quoted.items()
    }


def _as_then(now: Snapshot, status: str) -> Snapshot:
    """A trial that was put on a list before it could be looked at has the status of that moment."""
    value = now["status"]
    if not status or value.value is None:
        return now
    return {**now, "status": msgspec.structs.replace(value, value=status)}


def _quoted(now: Snapshot, stood: Mapping[str, str]) -> dict[str, Part]:
    """A trial as it is first looked at: what was quoted of it stood when it was quoted."""
    return {
        part: msgspec.structs.replace(value, value=stood[part]) if part in stood else value
        for part, value in now.items()
    }


def _write(mine: Mine, lists: _Lists, queries: Asked, today: dt.date, looked: str) -> None:
    """What was never seen before, and what is none of the user's any more; `looked`: an import."""
    if not (lists.has_news or queries.first or queries.renamed or looked):
        return
    day = today.isoformat()
    with mine.writing() as connection:
        if looked:
            connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (LOOKED, looked))
        keys = {seen.begin(connection, *each, day) for each in lists.begun}
        for added in lists.added:
            seen.add(connection, *added, day)
        for key, numbers in lists.named:
            seen.name(connection, key, numbers)
        for search, found in queries.first:
            searches.begin(connection, search, found, day)
        searches.read(connection, queries.renamed, day)
        seen.watch(connection, (key for key in lists.watched | keys if key), today)
