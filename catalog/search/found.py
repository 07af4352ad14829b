"""From a Query to the set of trials that answer it, with everything that was used to find them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from catalog.model.own_sites import NOBODYS, Own
from catalog.places.distance import ABROAD_KM
from catalog.places.origin import Origin
from catalog.search.by_number import Numbers
from catalog.search.filters import Filters
from catalog.search.index.bits import without
from catalog.search.index.reader import Reader
from catalog.search.match import Group, Matcher, Pool
from catalog.search.must_not import Choice, Sided
from catalog.search.needs import MOST_ASKED, Need
from catalog.search.plan import Planner
from catalog.search.query import Either, Filter, Ignored, Query, Text
from catalog.search.synonyms.lexicon import Lexicon
from catalog.search.synonyms.thesaurus import Thesaurus
from catalog.search.weights import Field, Quality
from catalog.search.whereabouts import Whereabouts, reach
from catalog.search.words import STOP_WORDS, words

_NOTHING_TYPED = Need("", (), without=True)
"""Stands for a filter among choices: no word that could stand under must not."""
Check = Callable[[], None]
"""Called now and then; raises when the search is no longer wanted."""


class Found(msgspec.Struct):
    """The answer as sets, before anything is read of the trials themselves."""

    live: int
    matched: int
    met: list[tuple[Need, Group]] = msgspec.field(default_factory=list)
    """What is looked for, and who meets it: the reasons of the hits."""
    groups: list[Group] = msgspec.field(default_factory=list)
    """What the points of a trial are summed over."""
    phrases: list[Need] = msgspec.field(default_factory=list)
    """Needs whose words must follow each other, or must not: only the texts can tell."""
    asked_for: list[list[Choice]] = msgspec.field(default_factory=list)
    """For each part of the query the choices of which one must be met."""
    sided: list[Sided] = msgspec.field(default_factory=list)
    """Words that must stand in one criterion of a side: only the texts can tell."""
    filters: list[tuple[Filter, int]] = msgspec.field(default_factory=list)
    problems: list[str] = msgspec.field(default_factory=list)
    origin: Origin | None = None
    """From where distances are counted."""
    reach: float = ABROAD_KM
    """Kilometres as far as which sites across a border are near."""
    is_emptied: bool = False
    """Whether a filter was not understood: then nothing is found."""
    words: list[tuple[str, int]] = msgspec.field(default_factory=list)
    """What was typed to be held, and who holds it."""
    asked: dict[str, Need] = msgspec.field(default_factory=dict)
    """By what was typed, needs that know what may be meant or what it stands for."""

    def add(self, need: Need, group: Group) -> None:
        """Narrow to the trials that meet a need, or to those that do not."""
        if need.phrase:
            self.phrases.append(need)
        if not need.without:
            self.met.append((need, group))
            self.groups.append(group)
            self.asked_for.append([[(need, group)]])
            self.matched &= group.everyone
            self.words.append((need.typed, group.everyone))
            self.asked[need.typed] = need
            self.problems += need.taken_for
        elif not need.phrase:
            self.matched = without(self.matched, group.everyone)

    def narrow(self, wanted: Filter, passing: int) -> None:
        """Narrow to the trials that pass a filter."""
        self.filters.append((wanted, passing))

    @property
    def final(self) -> int:
        """The trials that meet all needs and pass all filters."""
        found = 0 if self.is_emptied else self.matched
        for _, passing in self.filters:
            found &= passing
        return found

    def emptied_by(self) -> tuple[Filter | None, int]:
        """The filter without which most trials would be left, and how many."""
        best: tuple[Filter | None, int] = (None, 0)
        for wanted, _ in self.filters:
            left = self.matched
            for other, passing in self.filters:
                if other is not wanted:
                    left &= passing
            if (count := left.bit_count()) > best[1]:
                best = (wanted, count)
        return best

    def nothing_found(self) -> str | None:
        """Where no trial holds all words: which of them nobody holds, or which is one too many."""
        if self.matched or not self.words or self.is_emptied:
            return None
        unknown = [typed for typed, holding in self.words if not holding & self.live]
        rest = [holding for typed, holding in self.words if typed not in unknown]
        if unknown:
            without_it = self._having(rest) if rest else 0
            told = "; ".join(
                [f"no trial holds {_listed(unknown)}", *filter(None, map(self._asks, unknown))]
            )
            return told + (f"; without it there would be {without_it}" if without_it else "")
        left = [
            (self._having([*rest[:n], *rest[n + 1 :]]), -n) for n in range(len(rest)) if rest[1:]
        ]
        most, place = max(left, default=(0, 0))
        if not most:
            return "no trial holds all of these words, nor all but one of them"
        typed = self.words[-place][0]
        return f"no trial holds all of these words; without {_quoted(typed)} there would be {most}"

    @property
    def at_any_distance(self) -> int:
        """The trials that there would be without `within:`."""
        found = 0 if self.is_emptied else self.matched
        for wanted, passing in self.filters:
            if wanted.field != "within":
                found &= passing
        return found

    def _asks(self, typed: str) -> str:
        """What a word that nobody holds stands for, or may have been meant for."""
        need = self.asked.get(typed)
        if need is None:
            return ""
        if need.other_names:
            return f"{typed} = {' = '.join(need.other_names[:MOST_ASKED])}: none here either"
        return need.asks

    def _having(self, holding: Sequence[int]) -> int:
        """How many trials are in all of these sets and pass the filters."""
        found = self.live
        for each in (*holding, *(passing for _, passing in self.filters)):
            found &= each
        return found.bit_count()


def _quoted(typed: str) -> str:
    return typed if typed.startswith('"') else f'"{typed}"'


def _listed(typed: Sequence[str]) -> str:
    return " or ".join(map(_quoted, dict.fromkeys(typed)))


class Finder:
    """Finds the trials of one catalogue."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        synonyms_file: Path | None,
        own: Own = NOBODYS,
    ) -> None:
        self.reader = Reader(connection)
        self.places = Whereabouts(connection, self.reader, own.names)
        self.lexicon = Lexicon(connection)
        self._thesaurus = Thesaurus(connection, self.lexicon, synonyms_file)
        numbers = Numbers(connection)
        self._planner = Planner(self.lexicon, self._thesaurus, numbers, self.reader.trials)
        self._matcher = Matcher(self.reader)
        self.filters = Filters(
            self.reader, self._matcher, self._planner, numbers, self.places, own.sites
        )

    def find(self, query: Query, check: Check) -> Found:
        """Everything that the query means, and who answers it."""
        found = Found(self.reader.live, self.reader.live)
        found.problems += (*query.problems, *self.places.untaken(query))
        found.origin, found.reach = self.places.origin(query), reach(query)
        if self._thesaurus.problem:
            found.problems.append(self._thesaurus.problem)
        last = query.parts[-1] if query.parts else None
        typed = query if isinstance(last, Text) else replace(query, finished=True)
        texts = [part for part in query.parts if isinstance(part, Text)]
        for need in self._planner.needs(texts, typed):
            found.add(need, self._matcher.group((need,), check))
            found.problems += self._matcher.asked_after(need, check)
        found.problems += [
            f"{text} holds only words that are not searched for"
            for text in texts
            if STOP_WORDS.issuperset(words(text.text))
            and (text.kind != "word" or (text != last and not found.words))
        ]
        for part in query.parts:
            check()
            if isinstance(part, Filter):
                passing, problem = self.filters.passing(part, query, check)
                found.narrow(part, passing)
                if (by_side := self.filters.sided(part, query)) is not None:
                    found.sided.append(by_side)
                if problem:
                    found.problems.append(problem)
            elif isinstance(part, Either):
                self._add_either(found, part, query, check)
            elif isinstance(part, Ignored) and part.empties:
                found.is_emptied = True
        return found

    def _add_either(self, found: Found, part: Either, query: Query, check: Check) -> None:
        pool = Pool(self.reader.size)
        choices: list[Choice] = []
        finished = replace(query, finished=True)
        for choice in part.choices:
            if isinstance(choice, Filter):
                passing, told = self.filters.passing(choice, query, check)
                found.problems += [told] if told else []
                pool.add(Field.TEXT, Quality.DOUBTED, passing)
                choices.append([(_NOTHING_TYPED, Group((), passing))])
                continue
            needs = self._planner.needs([replace(choice, without=False)], finished)
            groups = [self._matcher.group((need,), check) for need in needs]
            found.problems += [
                told for need in needs for told in self._matcher.asked_after(need, check)
            ]
            everyone = self.reader.live if groups else 0
            for group in groups:
                everyone &= group.everyone
            if choice.without:
                absent = without(self.reader.live, everyone)
                pool.add(Field.TEXT, Quality.DOUBTED, absent)
                choices.append([(_NOTHING_TYPED, Group((), absent))])
                continue
            met = list(zip(needs, groups, strict=True))
            found.met += met
            choices += [met] if met else []
            for level in groups[0].levels if groups else ():
                pool.add(level.place, level.quality, level.trials & everyone, level.points)
        group = pool.group(self.reader.trials)
        found.groups.append(group)
        found.asked_for.append(choices)
        found.matched &= group.everyone
        found.words.append((str(part), group.everyone))
