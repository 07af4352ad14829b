"""Searching the catalogue: a Query in, the best trials with their reasons out."""

from __future__ import annotations

import math
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from msgspec import structs

from catalog.model.damage import guarded
from catalog.model.own_sites import NOBODYS, Own
from catalog.places.neighbours import Neighbours
from catalog.places.origin import Origin
from catalog.places.placing import Placing
from catalog.search.facets import Facet, completed, facets
from catalog.search.found import Check, Finder, Found
from catalog.search.index.bits import among, from_positions, without
from catalog.search.index.terms import NOT_STATED
from catalog.search.made import by_side, hit_of, used
from catalog.search.must_not import MustNot
from catalog.search.order import CODES, DISTANCE, NUMBERS, TEXTS, by_code, by_text
from catalog.search.query import Filter, Query
from catalog.search.ranking import Ranking
from catalog.search.reasons import Reasons, met
from catalog.search.records import Candidates, add_lists, briefly, numbers_of, records
from catalog.search.results import Everyone, Hit, Match, Results, Superseded, Used, Whole
from catalog.search.superseding import stoppable

__all__ = ["Facet", "Hit", "Match", "Results", "Searcher", "Superseded", "Used", "Whole"]

_BEST = 5_000
"""Trials that are put in order by relevance where all are wanted: each is read for it."""
_CHECKED = 1_000
"""Candidates of a phrase whose texts are read."""
_READING = 0.4
"""Seconds after which no more of them are read."""
_AT_ONCE = 20
_TRIALS_KEPT = 48
_LETTERS_KEPT = 100_000
"""Of the trials shown last, how much is kept at hand."""
_PAGES_KEPT = 256
"""Kilobytes of SQLite's own cache; the system keeps the file's pages for all readers."""


@guarded(lambda searcher: searcher.name)
class Searcher:
    """Searches one catalogue through one connection; for one thread at a time."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        synonyms_file: Path | None = None,
        own: Own = NOBODYS,
    ) -> None:
        """`own` are the user's town and sites, as the settings name them."""
        self._connection = connection
        self.name: str = getattr(connection, "name", "the catalogue")
        connection.execute(f"PRAGMA cache_size = -{_PAGES_KEPT}")
        self._finder = Finder(connection, synonyms_file, own)
        self._must_not = MustNot(self._finder.reader)
        self._candidates = Candidates(connection)
        self._neighbours = Neighbours(connection, self._finder.places.placing)
        self._shown: dict[int, Reasons] = {}

    def search(
        self,
        query: Query,
        limit: int = 50,
        offset: int = 0,
        stop: Callable[[], bool] | None = None,
        sort: str = "relevance",
    ) -> Results:
        """The trials from `offset` on, best first; raises Superseded when `stop` says so.

        `sort` is relevance, distance, updated, start, status, phase, enrollment, title or id; with
        a minus before it the order is reversed.
        """
        with stoppable(self._connection, stop) as check:
            return self._search(query, limit, offset, sort, check)

    def keys(
        self,
        query: Query,
        most: int,
        stop: Callable[[], bool] | None = None,
        sort: str = "relevance",
    ) -> tuple[int, ...]:
        """The keys of the first `most` trials in the order of `search`, without reading any."""
        with stoppable(self._connection, stop) as check:
            found = self._finder.find(query, check)
            listed = self._order(found, sort, most, check)[0][:most]
            keys = dict(
                self._connection.execute(
                    "SELECT doc, key FROM search_document WHERE doc IN"
                    " (SELECT value FROM json_each(?))",
                    (str([doc for doc, _ in listed]),),
                )
            )
            return tuple(keys[doc] for doc, _ in listed if doc in keys)

    def pick(
        self, query: Query, keys: Sequence[int], stop: Callable[[], bool] | None = None
    ) -> tuple[Hit, ...]:
        """These trials with the reasons why the query finds them, in the order of the keys."""
        with stoppable(self._connection, stop) as check:
            found = self._finder.find(query, check)
            below = self._must_not.only_forbidden(found.asked_for, found.final)
            docs = dict(
                self._connection.execute(
                    "SELECT key, doc FROM search_document WHERE key IN"
                    " (SELECT value FROM json_each(?))",
                    (str(list(keys)),),
                )
            )
            return self._hits(found, [(docs[key], 0) for key in keys if key in docs], below, check)

    def everyone(self, query: Query, most: int, stop: Callable[[], bool] | None = None) -> Everyone:
        """Every trial of a query with its status, where there are at most so many.

        Phrases are looked for in all candidates, however long that takes; raises Superseded.
        """
        with stoppable(self._connection, stop) as check:
            found = self._whole(query, "updated", check)
            if len(found.ids) > most:
                return Everyone(len(found.ids), (), found.problems)
            trials = tuple(briefly(self._connection, found.ids))
            return Everyone(len(found.ids), trials, found.problems)

    def facets(
        self, query: Query, stop: Callable[[], bool] | None = None
    ) -> dict[str, tuple[Facet, ...]]:
        """How many of the query's trials have each coded value, `not-stated` counted."""
        with stoppable(self._connection, stop) as check:
            return self._facets(query, check)

    def whole(
        self, query: Query, stop: Callable[[], bool] | None = None, sort: str = "relevance"
    ) -> Whole:
        """Every trial found, for what is written and not shown; raises Superseded.

        As many as there are, counted; the first 5,000 by relevance, those behind them newest first.
        """
        with stoppable(self._connection, stop) as check:
            return self._whole(query, sort, check)

    def excluding(self, hit: Hit, stop: Callable[[], bool] | None = None) -> tuple[Match, ...]:
        """The criteria behind what the row of a hit says of exclusions; see `excluding`."""
        from catalog.search.excluding import excluding  # asked for by one key alone

        return excluding(self.search, hit, stop)

    def complete(self, field: str, prefix: str) -> tuple[Facet, ...]:
        """Values of a field that begin so, with how many trials have each."""
        finder = self._finder
        return completed(
            finder.reader, finder.lexicon, finder.filters.values, finder.places, field, prefix
        )

    def origin(self, query: Query) -> Origin | None:
        """From where a query's distances are counted; None where no place is known."""
        return self._finder.places.origin(query)

    @property
    def placing(self) -> Placing:
        """Places the sites of this catalogue."""
        return self._finder.places.placing

    def _facets(self, query: Query, check: Check) -> dict[str, tuple[Facet, ...]]:
        finder = self._finder
        matched = finder.find(query, check).final
        found = facets(finder.reader, finder.filters.values, matched, check)
        # A place and an open status ask together for a site: each is counted as if it were chosen.
        for field in ("status", "country"):
            found[field] = tuple(
                chosen
                for each in found[field]
                if (chosen := Facet(each.value, self._count(query, field, each, check))).count
            )
        return found

    def _count(self, query: Query, field: str, facet: Facet, check: Check) -> int:
        asked = {part.field for part in query.filters if not part.without}
        joined = {"status": {"country", "city", "site"}, "country": {"status"}}[field]
        if facet.value == NOT_STATED or not asked & joined:
            return facet.count
        chosen = query & Filter(field, (facet.value,))
        return self._finder.find(chosen, check).final.bit_count()

    def _search(self, query: Query, limit: int, offset: int, sort: str, check: Check) -> Results:
        found = self._finder.find(query, check)
        check()
        matched = found.final
        end = offset + limit
        listed, below, is_exact = self._order(found, sort, end, check)
        total = matched.bit_count() if is_exact is None else len(listed)
        size = self._finder.reader.size
        all_found = matched if is_exact is None else from_positions((d for d, _ in listed), size)
        is_exact = is_exact is not False
        hits = self._hits(found, listed[offset:end], below, check)
        if sort.lstrip("-") == DISTANCE:
            told = self._finder.places.not_by_distance(found.origin)
            found.problems += [told] if told else []
        needs = [need for need, _ in found.met]
        emptied_by, without_it = found.emptied_by() if not total else (None, 0)
        if not total and (told := found.nothing_found()) is not None:
            found.problems.append(told)
        elif not total and matched and is_exact:
            found.problems += [
                f'no trial has the words of "{need.typed}" side by side'
                for need in found.phrases[:1]
                if not need.without
            ]
            found.problems += [
                f'no trial has the words of "{each.typed}" in one criterion of that side'
                for each in found.sided[:1]
                if not each.without
            ]
        return Results(
            query=query,
            hits=hits,
            total=total,
            is_exact=is_exact,
            only_forbidden=below.bit_count(),
            corrections=used(needs, "→"),
            synonyms=used(needs, " = "),
            problems=tuple(dict.fromkeys(found.problems)),
            origin=found.origin,
            untold=self._finder.places.untold(query, found.at_any_distance),
            unread_ages=self._finder.filters.unread_ages(query, all_found),
            emptied_by=emptied_by,
            without_it=without_it,
        )

    def _order(
        self, found: Found, sort: str, end: int, check: Check
    ) -> tuple[list[tuple[int, int]], int, bool | None]:
        """(trial of the index, points) in order, which of them come below the others, and where
        texts had to be read, whether these are all there are.
        """
        matched = found.final
        below = self._must_not.only_forbidden(found.asked_for, matched)
        check()
        if not found.phrases and not any(each.is_loose for each in found.sided):
            return self._listed(found, (matched, below), sort, end, check), below, None
        read = self._listed(found, (matched, below), sort, max(_CHECKED, end), check)
        listed, is_exact = self._following(found, read, check, _READING)
        is_exact = is_exact and len(read) >= matched.bit_count()
        below = from_positions([doc for doc, _ in listed if below >> doc & 1], below.bit_length())
        return listed, below, is_exact

    def _listed(
        self, found: Found, groups: tuple[int, int], sort: str, end: int, check: Check
    ) -> list[tuple[int, int]]:
        """(trial of the index, points) of the first `end` trials in order.

        `groups` are all trials, and those of them that come below the others.
        """
        matched, below = groups
        above = without(matched, below) if below else matched
        first = self._in_order(found, above, sort, end, check)
        if below and len(first) < end:
            first += self._in_order(found, below, sort, end - len(first), check)
        return first

    def _in_order(
        self, found: Found, matched: int, sort: str, end: int, check: Check
    ) -> list[tuple[int, int]]:
        reader = self._finder.reader
        name, reverse = sort.removeprefix("-"), sort.startswith("-")
        if self._is_by_distance(found, name):
            assert found.origin is not None
            near = self._finder.places.near
            place = found.origin, found.reach
            docs = near.ordered(place, matched, end, check, reverse=reverse)
        elif name in NUMBERS:
            docs = reader.by_number(matched, NUMBERS[name], end, reverse=reverse)
        elif name in CODES:
            docs = by_code(reader, matched, name, end, reverse=reverse)
        elif name in TEXTS:
            docs = by_text(self._connection, reader, matched, name, end, check, reverse=reverse)
        elif found.groups:
            ranking = Ranking(reader, found.groups, matched)
            needs = [need for need, _ in found.met]
            return ranking.ordered(self._candidates, needs, end, check)
        else:
            docs = reader.by_number(matched, "updated", end, reverse=False)
        return [(doc, 0) for doc in docs]

    def _is_by_distance(self, found: Found, sort: str) -> bool:
        """Whether the nearest come first: as asked, or where `near:` is all that was typed.

        Where no place is known nobody is near: the newest come first.
        """
        asked = any(wanted.field == "near" for wanted, _ in found.filters)
        wanted = sort == DISTANCE or (asked and not found.groups and sort == "relevance")
        return wanted and found.origin is not None and self._finder.places.has_map

    def _following(
        self, found: Found, listed: Sequence[tuple[int, int]], check: Check, patience: float
    ) -> tuple[list[tuple[int, int]], bool]:
        """Of these the trials whose texts have the phrases, or the words in one criterion of a
        side; whether all were read: reading texts is slow, and ends after so many seconds.
        """
        deadline = time.monotonic() + patience
        kept: list[tuple[int, int]] = []
        for start in range(0, len(listed), _AT_ONCE):
            points = dict(listed[start : start + _AT_ONCE])
            read = records(self._connection, list(points))
            add_lists(self._connection, read)
            for record in read:
                check()
                reasons = Reasons(record)
                if all(reasons.says(need) != need.without for need in found.phrases) and all(
                    (each.sentence(record) is None) == each.without for each in found.sided
                ):
                    kept.append((record.doc, points[record.doc]))
            if time.monotonic() > deadline:
                return kept, start + _AT_ONCE >= len(listed)
        return kept, True

    def _whole(self, query: Query, sort: str, check: Check) -> Whole:
        found = self._finder.find(query, check)
        check()
        reader, matched = self._finder.reader, found.final
        below = self._must_not.only_forbidden(found.asked_for, matched)
        count = matched.bit_count()
        end = min(count, _BEST) if sort.endswith("relevance") else count
        listed = self._listed(found, (matched, below), sort, end, check)
        rest = without(matched, from_positions((doc for doc, _ in listed), reader.size))
        for some in (without(rest, below), rest & below):
            docs = reader.by_number(some, "updated", some.bit_count(), reverse=False)
            listed += [(doc, 0) for doc in docs]
        if found.phrases or any(each.is_loose for each in found.sided):
            listed, _ = self._following(found, listed, check, math.inf)
        needs = [need for need, _ in found.met]
        if not matched and (told := found.nothing_found()) is not None:
            found.problems.append(told)
        return Whole(
            query=query,
            ids=numbers_of(self._connection, [doc for doc, _ in listed]),
            corrections=used(needs, "→"),
            synonyms=used(needs, " = "),
            problems=tuple(dict.fromkeys(found.problems)),
        )

    def _hits(
        self, found: Found, listed: Sequence[tuple[int, int]], below: int, check: Check
    ) -> tuple[Hit, ...]:
        points = dict(listed)
        under = self._must_not.forbidden([need for need, _ in found.met], list(points))
        meetings = met(found.met, points, self._finder.reader.size)
        lowered = set(among(below, points)) if below else ()
        hits = []
        for doc, reasons in self._reasons(points).items():
            check()
            matched = reasons.of(meetings[doc]) + by_side(reasons.record, found.sided)
            hits.append(hit_of(reasons.record, points[doc], matched, under[doc], doc in lowered))
        if found.origin is None:
            return tuple(hits)
        near = self._neighbours.of(found.origin, found.reach, {hit.key: hit.status for hit in hits})
        return tuple(structs.replace(hit, nearest=near[hit.key]) for hit in hits)

    def _reasons(self, docs: Iterable[int]) -> dict[int, Reasons]:
        """What tells why these trials were found, in their order; those of the last key are kept.

        From key to key most of a list stays, and reading a trial's rows anew costs more than
        finding it.
        """
        wanted = list(docs)
        read = records(self._connection, [doc for doc in wanted if doc not in self._shown])
        add_lists(self._connection, read)
        fresh = {record.doc: Reasons(record) for record in read}
        found = {
            doc: reasons
            for doc in wanted
            if (reasons := self._shown.get(doc) or fresh.get(doc)) is not None
        }
        kept: dict[int, Reasons] = {}
        letters = 0
        for doc, reasons in (found | self._shown).items():
            letters += reasons.letters
            if letters > _LETTERS_KEPT or len(kept) >= _TRIALS_KEPT:
                break
            kept[doc] = reasons
        self._shown = kept
        return found
