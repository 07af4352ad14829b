"""Finding, in the catalogue, the records that may be one trial with a new one."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec

from catalog.identity.evidence import POSSIBLE, Evidence, weigh
from catalog.identity.numbers import LOCAL, Clusters, Node, Number, cluster
from catalog.merging.merge import Source
from catalog.store.prepare import Prepared
from catalog.store.stored import load_sources, same_registry

_MOST_TWINS = 40
_VARIABLES = 500


class Stored(msgspec.Struct, frozen=True):
    """A stored source record as identity sees it."""

    key: int
    trial: int
    token: str


class Resolver:
    """Looks up numbers, tokens and weak keys of stored source records."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._local_keys = self._load_local_keys()
        self._unwritten: dict[int, tuple[str, ...]] = {}

    def _load_local_keys(self) -> dict[int, set[str]]:
        """Weak keys of records without a number: few, and every new record may be their twin."""
        keys: dict[int, set[str]] = defaultdict(set)
        rows = self._connection.execute(
            "SELECT w.hash, s.token FROM source_record s CROSS JOIN weak_key w ON w.source = s.key"
            " WHERE s.token >= ? AND s.token < ? AND s.number IS NULL",
            (LOCAL, LOCAL[:-1] + ";"),  # by the index: a large catalogue is not read for them
        )
        for hash_, token in rows:
            keys[hash_].add(token)
        return keys

    def remember(self, prepared: Prepared) -> None:
        """Take note of a record that was just stored, and whose weak keys are still kept aside."""
        if prepared.info.number is None:
            for hash_ in prepared.weak_keys:
                self._local_keys[hash_].add(prepared.token)
            return
        for hash_ in prepared.telling_keys:
            known = self._unwritten.get(hash_, ())
            if prepared.token not in known and len(known) < _MOST_TWINS:
                self._unwritten[hash_] = (*known, prepared.token)

    def weak_keys_are_written(self) -> None:
        """Forget what stands in the table of weak keys now."""
        self._unwritten.clear()

    def related(self, prepared: Prepared) -> set[str]:
        """Tokens of stored records that share a registry number with the new one, or are it."""
        known = [str(number) for number in (*prepared.numbers.own, *prepared.numbers.cited)]
        found = set(self._tokens_with(known))
        if self._exists(prepared.token):
            found.add(prepared.token)
        return found

    def _exists(self, token: str) -> bool:
        query = "SELECT 1 FROM source_record WHERE token = ? LIMIT 1"
        return self._connection.execute(query, (token,)).fetchone() is not None

    def _tokens_with(self, known: list[str]) -> Iterator[str]:
        query = (
            "SELECT DISTINCT s.token FROM source_number n JOIN source_record s ON s.key = n.source"
            " WHERE n.number IN ({})"
        )
        for row in self._in(query, known):
            yield row[0]

    def _in(self, query: str, values: Iterable[str | int]) -> Iterator[tuple]:  # type: ignore[type-arg]
        """Rows of a query with `IN ({})`, a bounded number of values at a time."""
        listed = list(values)
        for start in range(0, len(listed), _VARIABLES):
            some = listed[start : start + _VARIABLES]
            yield from self._connection.execute(query.format(",".join("?" * len(some))), some)

    def twins(self, prepared: Prepared) -> set[str]:
        """Tokens of stored records that weak keys say may be the same trial."""
        shared: dict[str, int] = defaultdict(int)
        for hash_ in prepared.weak_keys & self._local_keys.keys():
            for token in self._local_keys[hash_]:
                shared[token] += 2 if hash_ in prepared.telling_keys else 1
        if prepared.info.number is None:
            for token, hash_ in self._by_weak_key(prepared.weak_keys):
                shared[token] += 2 if hash_ in prepared.telling_keys else 1
        else:
            for token in self._with_telling(prepared.telling_keys):
                if not same_registry(token, prepared.token):
                    shared[token] += 2
        shared.pop(prepared.token, None)
        likely = sorted((-count, token) for token, count in shared.items() if count >= 2)
        return {token for _, token in likely[:_MOST_TWINS]}

    def _with_telling(self, hashes: Iterable[int]) -> Iterator[str]:
        for hash_ in hashes:
            yield from self._unwritten.get(hash_, ())
        for token, _ in self._by_weak_key(hashes):
            yield token

    def _by_weak_key(self, hashes: Iterable[int]) -> Iterator[tuple[str, int]]:
        query = (
            "SELECT s.token, w.hash FROM weak_key w JOIN source_record s ON s.key = w.source"
            " WHERE w.hash IN ({})"
        )
        yield from self._in(query, sorted(hashes))

    def closure(self, tokens: Iterable[str]) -> set[str]:
        """All tokens that numbers, decisions or present trials connect with these."""
        known: set[str] = set()
        edge = set(tokens)
        while edge:
            known |= edge
            reached: set[str] = set()
            for query in _NEIGHBOURS:
                reached.update(row[0] for row in self._in(query, sorted(edge)))
            edge = reached - known
        return known

    def cluster(self, tokens: set[str]) -> Clusters:
        """Group these tokens, whose closure they are, into trials."""
        own: dict[str, set[Number]] = {token: set() for token in tokens}
        cited: dict[str, set[Number]] = {token: set() for token in tokens}
        query = (
            "SELECT s.token, n.number, n.own FROM source_record s"
            " JOIN source_number n ON n.source = s.key WHERE s.token IN ({})"
        )
        for token, said, is_own in self._in(query, sorted(tokens)):
            kind, _, value = said.partition(":")
            (own if is_own else cited)[token].add(Number(kind, value))
        nodes = [Node(token, frozenset(own[token]), frozenset(cited[token])) for token in tokens]
        return cluster(nodes, self.decided("same", tokens), self.decided("different", tokens))

    def decided(self, verdict: str, tokens: set[str]) -> list[tuple[str, str]]:
        """Pairs among the tokens with this verdict."""
        query = f"SELECT a, b FROM decision WHERE verdict = '{verdict}' AND a IN ({{}})"
        return [(a, b) for a, b in self._in(query, sorted(tokens)) if b in tokens]

    def stored(self, tokens: Iterable[str]) -> list[Stored]:
        """The stored records of these tokens."""
        query = "SELECT key, trial, token FROM source_record WHERE token IN ({})"
        return [Stored(*row) for row in self._in(query, sorted(tokens))]

    def sources(self, keys: Iterable[int]) -> list[Source]:
        """What these records say."""
        return list(load_sources(self._connection, keys))

    def evidence(self, token: str, twin: str) -> Evidence:
        """The evidence about two stored tokens, each by its most telling record.

        Its reasons name the token that sorts first before the other, whichever came first.
        """
        first, second = (self._first_source(each) for each in sorted((token, twin)))
        return weigh(first.trial, second.trial)

    def _first_source(self, token: str) -> Source:
        keys = [record.key for record in self.stored([token])]
        return max(self.sources(keys), key=lambda source: (source.standing, source.info.sha256))

    def is_likely(self, evidence: Evidence) -> bool:
        """Whether a pair is worth listing."""
        return evidence.score >= POSSIBLE


_NEIGHBOURS = (
    # by a shared number
    "SELECT DISTINCT t.token FROM source_record s JOIN source_number n ON n.source = s.key"
    " JOIN source_number m ON m.number = n.number JOIN source_record t ON t.key = m.source"
    " WHERE s.token IN ({})",
    # by being one trial now
    "SELECT DISTINCT t.token FROM source_record s JOIN source_record t ON t.trial = s.trial"
    " WHERE s.token IN ({})",
    # by a decision
    "SELECT b FROM decision WHERE verdict = 'same' AND a IN ({})",
    "SELECT a FROM decision WHERE verdict = 'same' AND b IN ({})",
)
