"""Writing prepared source records into a working copy of the catalogue."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from catalog.identity.evidence import Evidence
from catalog.identity.joining import Joining
from catalog.identity.numbers import trial_id
from catalog.identity.resolve import Resolver, Stored
from catalog.merging.changes import Change, differences
from catalog.merging.merge import Source, merge
from catalog.merging.merged import MergedTrial
from catalog.search.index import tables
from catalog.search.index.document import document
from catalog.search.index.writer import Writer
from catalog.store.prepare import Prepared, criteria_of
from catalog.store.rows import Rows, project
from catalog.store.schema import CHILD_TABLES

ADDED, UPDATED, UNCHANGED = "added", "updated", "unchanged"
_WEAK_KEYS_AT_ONCE = 500_000


class Ingested(msgspec.Struct, frozen=True):
    """What became of one record."""

    outcome: str
    """`added` (a new trial), `updated` (a source more for a known one), `unchanged`."""
    trial: str
    changes: tuple[Change, ...] = ()


class _Plan(msgspec.Struct, frozen=True):
    """A trial as it shall be after settling, and as it was."""

    key: int
    records: tuple[Stored, ...]
    before: MergedTrial | None
    merged: MergedTrial

    @property
    def is_due(self) -> bool:
        """Whether its rows have to be written again."""
        moved = any(record.trial != self.key for record in self.records)
        return moved or self.before != self.merged


class Ingest:
    """Adds records one by one; call `finish` before the transaction ends."""

    def __init__(self, connection: sqlite3.Connection, at: str) -> None:
        self._connection = connection
        self._at = at
        self._resolver = Resolver(connection)
        self._joining = Joining(connection, self._resolver, at)
        self._index = Writer(connection)
        self._inserts = _Inserts(connection)
        self._weak_keys = array("Q")
        self._next_trial = self._first_new_trial = self._after_last("trial")
        self._next_source = self._after_last("source_record")
        self._carried: dict[str, int] = {
            fields: key for key, fields in connection.execute("SELECT key, fields FROM carried")
        }

    def _after_last(self, table: str) -> int:
        last = self._connection.execute(f"SELECT max(key) FROM {table}").fetchone()[0]
        return int(last or 0) + 1

    def add(self, prepared: Prepared) -> Ingested:
        """Store a record and put its trial in order."""
        if (known := self._known(prepared.info.sha256)) is not None:
            return Ingested(UNCHANGED, known)
        related = self._resolver.related(prepared)
        if prepared.info.number is None:
            self._write_weak_keys()  # any record before it may be its twin
        twins = self._resolver.twins(prepared)
        if not related and not twins:
            return self._add_alone(prepared)
        return self._add_among(prepared, related, twins)

    def knows(self, sha256: str) -> bool:
        """Whether the record with this hash is stored."""
        return self._known(sha256) is not None

    def _known(self, sha256: str) -> str | None:
        row = self._connection.execute(
            "SELECT t.id FROM source_record s JOIN trial t ON t.key = s.trial WHERE s.sha256 = ?",
            (bytes.fromhex(sha256),),
        ).fetchone()
        return row[0] if row else None

    def _add_alone(self, prepared: Prepared) -> Ingested:
        key = self._next_trial
        self._next_trial += 1
        self._inserts.trial(key, prepared.rows)
        self._store(prepared, key)
        self._index.add(key, prepared.document)
        return Ingested(ADDED, prepared.token)

    def _store(self, prepared: Prepared, trial: int) -> int:
        info = prepared.info
        key = self._next_source
        self._next_source += 1
        self._connection.execute(
            "INSERT INTO source_record VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                key,
                trial,
                bytes.fromhex(info.sha256),
                info.importer,
                info.file,
                info.place,
                info.number,
                prepared.token,
                info.imported_at,
                str(info.data_date) if info.data_date else None,
                self._carries(info.carries),
                prepared.content,
                prepared.raw,
            ),
        )
        self._connection.executemany(
            "INSERT OR IGNORE INTO source_number VALUES (?,?,?)",
            [(str(number), key, 1) for number in prepared.numbers.own]
            + [(str(number), key, 0) for number in prepared.numbers.cited],
        )
        # Random places in a large b-tree: kept aside and written in order.
        self._weak_keys.extend(hash_ << 32 | key for hash_ in prepared.weak_keys)
        self._resolver.remember(prepared)
        if info.number is None or len(self._weak_keys) > _WEAK_KEYS_AT_ONCE:
            self._write_weak_keys()
        return key

    def _carries(self, fields: frozenset[str]) -> int:
        text = " ".join(sorted(fields))
        if text not in self._carried:
            self._carried[text] = len(self._carried) + 1
            row = (self._carried[text], text)
            self._connection.execute("INSERT INTO carried VALUES (?,?)", row)
        return self._carried[text]

    def _write_weak_keys(self) -> None:
        self._connection.executemany(
            "INSERT OR IGNORE INTO weak_key VALUES (?,?)",
            ((packed >> 32, packed & 0xFFFFFFFF) for packed in sorted(self._weak_keys)),
        )
        self._weak_keys = array("Q")
        self._resolver.weak_keys_are_written()

    def _add_among(self, prepared: Prepared, related: set[str], twins: set[str]) -> Ingested:
        """Add a record that has relatives: trials may be joined, parted or changed by it."""
        before = self._connection.execute(
            "SELECT t.id FROM source_record s JOIN trial t ON t.key = s.trial WHERE s.token = ?",
            (prepared.token,),
        ).fetchone()
        self._store(prepared, self._placeholder(prepared))
        if twins:
            self._write_weak_keys()
            self._joining.weigh(prepared.token, twins)
        changes = self.settle({prepared.token, *related, *twins})
        row = self._connection.execute(
            "SELECT t.id, t.source_count FROM source_record s JOIN trial t ON t.key = s.trial"
            " WHERE s.token = ?",
            (prepared.token,),
        ).fetchone()
        outcome = ADDED if before is None and row[1] == 1 else UPDATED
        return Ingested(
            outcome, row[0], tuple(change for change in changes if change.trial == row[0])
        )

    def _placeholder(self, prepared: Prepared) -> int:
        """A trial of its own for a record that is about to be settled."""
        key = self._next_trial
        self._next_trial += 1
        self._connection.execute("INSERT INTO trial (key, id) VALUES (?,?)", (key, f"new:{key}"))
        return key

    def settle(self, tokens: Iterable[str]) -> list[Change]:
        """Cluster anew what is connected with these tokens, and rewrite the trials that changed."""
        closure = self._resolver.closure(tokens)
        clusters = self._resolver.cluster(closure)
        stored = self._resolver.stored(closure)
        for found in clusters.contradictions:
            evidence = Evidence(0.0, (), (found.reason,), joins=False)
            self._joining.propose(found.a, found.b, evidence)
        before = self._merged_before({record.trial for record in stored})
        plans = list(self._plans(clusters.groups, stored, before))
        kept = {plan.key for plan in plans}
        rewritten = [plan for plan in plans if plan.is_due]
        # All old rows go before new ones come: an id may move from one row to another.
        for key in ({record.trial for record in stored} - kept) | {p.key for p in rewritten}:
            self._delete(key)
        return [change for plan in rewritten for change in self._rewrite(plan)]

    def _plans(
        self,
        groups: Iterable[frozenset[str]],
        stored: Sequence[Stored],
        before: dict[int, MergedTrial],
    ) -> Iterator[_Plan]:
        taken: set[int] = set()
        for group in groups:
            records = tuple(record for record in stored if record.token in group)
            key = min({record.trial for record in records} - taken, default=0) or self._new_key()
            taken.add(key)
            sources = self._resolver.sources(record.key for record in records)
            merged = merge(trial_id(group, _kinds(sources)), sources)
            yield _Plan(key, records, before.get(key), merged)

    def _new_key(self) -> int:
        key = self._next_trial
        self._next_trial += 1
        return key

    def _merged_before(self, trials: set[int]) -> dict[int, MergedTrial]:
        found: dict[int, MergedTrial] = {}
        for key in trials:
            row = self._connection.execute("SELECT id FROM trial WHERE key = ?", (key,)).fetchone()
            if row is None or row[0].startswith("new:"):
                continue
            keys = self._connection.execute("SELECT key FROM source_record WHERE trial = ?", (key,))
            found[key] = merge(row[0], self._resolver.sources(each[0] for each in keys))
        return found

    def _rewrite(self, plan: _Plan) -> list[Change]:
        self._write(plan.key, plan.merged)
        self._connection.executemany(
            "UPDATE source_record SET trial = ? WHERE key = ?",
            [(plan.key, record.key) for record in plan.records],
        )
        if plan.before is None or plan.key >= self._first_new_trial:
            return []  # a trial that this import brings has no history yet
        newest = max(plan.records, key=lambda record: record.key)
        changes = differences(plan.before, plan.merged, self._at, newest.key)
        self._connection.executemany(
            "INSERT INTO change (trial, at, source, field, before, after) VALUES (?,?,?,?,?,?)",
            [(plan.key, c.at, c.source, c.field, c.before, c.after) for c in changes],
        )
        return changes

    def _delete(self, key: int) -> None:
        """Remove a trial's rows; its history stays with the trial that takes the key."""
        self._index.remove(key)
        for table in CHILD_TABLES:
            self._connection.execute(f"DELETE FROM {table} WHERE trial = ?", (key,))
        self._connection.execute("DELETE FROM trial WHERE key = ?", (key,))

    def renew(self) -> int:
        """Make every trial's rows and index entry anew from its sources; returns their number."""
        tables.clear(self._connection)
        self._index = Writer(self._connection)
        keys = [row[0] for row in self._connection.execute("SELECT key FROM trial ORDER BY key")]
        for key in keys:
            query = "SELECT key FROM source_record WHERE trial = ?"
            sources = self._resolver.sources(
                row[0] for row in self._connection.execute(query, (key,)).fetchall()
            )
            [(trial,)] = self._connection.execute("SELECT id FROM trial WHERE key = ?", (key,))
            self._delete(key)
            self._write(key, merge(trial, sources))
        return len(keys)

    def _write(self, key: int, merged: MergedTrial) -> None:
        """Write a trial's rows and index entry; old ones must be gone."""
        criteria = criteria_of(merged.trial)
        self._inserts.trial(key, project(merged, criteria))
        self._index.add(key, document(merged.trial, criteria))

    def pause(self) -> None:
        """Write what was kept aside, so that a commit holds all that was added."""
        self._write_weak_keys()
        self._index.finish()
        self._index = Writer(self._connection)

    def finish(self) -> None:
        """Write what was kept aside and bring the index's vocabulary up to date."""
        self._write_weak_keys()
        self._index.finish()


def _kinds(sources: Sequence[Source]) -> dict[str, str]:
    return {
        known.value: known.kind
        for source in sources
        for known in source.trial.identifiers
        if known.value == source.trial.number
    }


class _Inserts:
    """INSERT statements for a trial's rows, made once from the tables as they are."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._sql = {table: self._statement(table) for table in ("trial", *CHILD_TABLES)}

    def _statement(self, table: str) -> str:
        columns = self._connection.execute(f"PRAGMA table_info({table})").fetchall()
        return f"INSERT INTO {table} VALUES ({','.join('?' * len(columns))})"

    def trial(self, key: int, rows: Rows) -> None:
        self._connection.execute(self._sql["trial"], (key, *rows.trial))
        for table, children in rows.children.items():
            if children:
                self._connection.executemany(self._sql[table], [(key, *row) for row in children])
