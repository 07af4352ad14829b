"""The table of blocking keys: which stored records may be the same trial as a new one."""

from __future__ import annotations

import itertools
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator

from catalog.identity.blocking import Identity
from catalog.identity.connected import rows_in
from catalog.identity.known_by import LOCAL, same_registry

_MOST_CANDIDATES = 40
_KEYS_AT_ONCE = 500_000


class BlockingKeys:
    """The table of blocking keys, and those of them that are still kept aside.

    Their places in a large b-tree are random: they are written in order, many at a time. They have
    one order, that of the hashes: those of given records are looked for through all of them, which
    is seldom asked, once a change, and takes a second for six million.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._aside = array("Q")
        self._local = self._load_local()
        self._unwritten: dict[int, tuple[str, ...]] = {}

    def _load_local(self) -> dict[int, set[str]]:
        """Keys of records without a number: few, and each new record may be one trial with them."""
        keys: dict[int, set[str]] = defaultdict(set)
        rows = self._connection.execute(
            "SELECT key, token FROM source_record"
            " WHERE token >= ? AND token < ? AND number IS NULL",
            (LOCAL, LOCAL[:-1] + ";"),  # by the index: a large catalogue is not read for them
        )
        if tokens := dict(rows.fetchall()):
            self._note(tokens)
            found = self._connection.execute(
                "SELECT k.hash, k.source FROM blocking_key k"
                " CROSS JOIN temp.noted_source n ON n.source = k.source"
            )
            for hash_, source in found:
                keys[hash_].add(tokens[source])
        return keys

    def _note(self, sources: Iterable[int]) -> None:
        """Put these records where a query looks them up."""
        self._connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS noted_source (source INTEGER PRIMARY KEY)"
        )
        self._connection.execute("DELETE FROM temp.noted_source")
        self._connection.executemany(
            "INSERT INTO temp.noted_source VALUES (?)", [(source,) for source in sources]
        )

    def forget(self, sources: Iterable[int]) -> None:
        """Forget the keys of records that are taken out."""
        self._note(sources)
        self._connection.execute(
            "DELETE FROM blocking_key WHERE source IN (SELECT source FROM temp.noted_source)"
        )

    def add(self, record: Identity, key: int) -> None:
        """Keep the keys of a record that was stored as `key`."""
        self._aside.extend(hash_ << 32 | key for hash_ in record.blocking_keys)
        if not record.is_numbered:
            for hash_ in record.blocking_keys:
                self._local[hash_].add(record.token)
        else:
            self._remember(record)
        if not record.is_numbered or len(self._aside) > _KEYS_AT_ONCE:
            self.flush()

    def _remember(self, record: Identity) -> None:
        for hash_ in record.telling_keys:
            known = self._unwritten.get(hash_, ())
            if record.token not in known and len(known) < _MOST_CANDIDATES:
                self._unwritten[hash_] = (*known, record.token)

    def flush(self) -> None:
        """Write what was kept aside."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO blocking_key (hash, source) VALUES (?,?)",
            ((packed >> 32, packed & 0xFFFFFFFF) for packed in sorted(self._aside)),
        )
        self._aside = array("Q")
        self._unwritten.clear()

    def candidates(self, record: Identity) -> set[str]:
        """Tokens of stored records that may be the same trial, those with most keys first."""
        shared: dict[str, int] = defaultdict(int)
        for hash_ in record.blocking_keys & self._local.keys():
            for token in self._local[hash_]:
                shared[token] += 2 if hash_ in record.telling_keys else 1
        if not record.is_numbered:
            for token, count in self._counted(record.blocking_keys):
                shared[token] += count
            for token, count in self._counted(record.telling_keys):
                shared[token] += count
        else:
            for token in self._with_telling(record.telling_keys):
                if not same_registry(token, record.token):
                    shared[token] += 2
        shared.pop(record.token, None)
        likely = sorted((-count, token) for token, count in shared.items() if count >= 2)
        return {token for _, token in likely[:_MOST_CANDIDATES]}

    def _with_telling(self, hashes: Iterable[int]) -> Iterator[str]:
        for hash_ in hashes:
            yield from self._unwritten.get(hash_, ())
        for token, count in self._counted(hashes):
            yield from itertools.repeat(token, count)

    def _counted(self, hashes: Iterable[int]) -> Iterator[tuple[str, int]]:
        """The token of each written record that has some of these keys, and how many."""
        query = (
            "SELECT s.token, k.shared FROM (SELECT source, count(*) AS shared FROM blocking_key"
            " WHERE hash IN ({}) GROUP BY source) k JOIN source_record s ON s.key = k.source"
        )
        yield from rows_in(self._connection, query, sorted(hashes))
