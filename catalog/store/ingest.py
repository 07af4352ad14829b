"""Writing prepared source records into a working copy of the catalogue."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from catalog.eligibility.extraction import RULES_VERSION, criteria_of
from catalog.identity.clusters import trial_id
from catalog.identity.connected import Stored
from catalog.identity.known_by import obsolete
from catalog.identity.linker import Linked, Linker
from catalog.merging.changes import Change, differences, in_order
from catalog.merging.merge import Source, merge
from catalog.merging.merged import MergedTrial
from catalog.model.trial import Trial
from catalog.places.lessons import Teacher, lessons
from catalog.search.index import tables
from catalog.search.index.document import document
from catalog.search.index.writer import Writer
from catalog.store.coding import Coder, written
from catalog.store.prepare import Prepared
from catalog.store.projection import Rows, criteria_rows, of_sources, project, says_all
from catalog.store.rows import (
    CHILD_TABLES,
    KEYS,
    TABLES,
    CarriedRow,
    ChangeRow,
    MetaRow,
    SourceRecordRow,
    insert,
)
from catalog.store.source_records import load_sources
from catalog.store.stamp import stamp_of

ADDED, UPDATED, UNCHANGED = "added", "updated", "unchanged"


class Ingested(msgspec.Struct, frozen=True):
    """What became of one record."""

    outcome: str
    """`added` (a new trial), `updated` (a source more for a known one), `unchanged`."""
    trial: str
    changes: tuple[Change, ...] = ()


class _New(NamedTuple):
    """A record that was just stored, as the worker made it ready."""

    source: int
    prepared: Prepared


class _Plan(msgspec.Struct, frozen=True):
    """A trial as it shall be, and as it was."""

    key: int
    records: tuple[Stored, ...]
    before: MergedTrial | None
    merged: MergedTrial
    said: Trial | None = None
    """What the new record alone says, where it is one of these."""

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
        if connection.execute("SELECT 1 FROM trial LIMIT 1").fetchone() is None:
            self._read_by_these_rules()
        self.linker = Linker(connection, at, self._sources)
        self._index = Writer(connection)
        self._teacher = Teacher(connection)
        self._inserts = _Inserts(connection)
        self._next_trial = self._first_new_trial = self._after_last("trial")
        self._next_source = self._first_new_source = self._after_last("source_record")
        self._first_new_change = self._after_last("change")
        self._without_rows: set[int] = set()
        """Trials of which a record was taken out: what is left of them is written anew."""
        self._home: dict[int, int] = {}
        """Of records that stood before and were moved: the trial they were part of."""
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
        self._teacher.hear(prepared.teaches)
        trial = self._new_key()
        new = _New(self._store(prepared, trial), prepared)
        linked = self.linker.link(prepared.identity, new.source)
        if linked is None:
            self._inserts.trial(trial, prepared.rows)
            self._index.add(trial, prepared.document)
            return Ingested(ADDED, prepared.identity.token)
        return self._added(prepared, linked, self._settle(linked, new))

    def knows(self, sha256: str) -> bool:
        """Whether the record with this hash is stored."""
        return self._known(sha256) is not None

    def _known(self, sha256: str) -> str | None:
        row = self._connection.execute(
            "SELECT t.id FROM source_record s JOIN trial t ON t.key = s.trial WHERE s.sha256 = ?",
            (bytes.fromhex(sha256),),
        ).fetchone()
        return row[0] if row else None

    def _added(self, prepared: Prepared, linked: Linked, changes: list[Change]) -> Ingested:
        trial, sources = self._connection.execute(
            "SELECT t.id, t.source_count FROM source_record s JOIN trial t ON t.key = s.trial"
            " WHERE s.token = ?",
            (prepared.identity.token,),
        ).fetchone()
        outcome = UPDATED if linked.was_known or sources > 1 else ADDED
        return Ingested(outcome, trial, tuple(each for each in changes if each.trial == trial))

    def _store(self, prepared: Prepared, trial: int) -> int:
        info = prepared.info
        key = self._next_source
        self._next_source += 1
        self._inserts.row(
            SourceRecordRow(
                key=key,
                trial=trial,
                sha256=bytes.fromhex(info.sha256),
                importer=info.importer,
                file=info.file,
                place=info.place,
                number=info.number,
                token=prepared.identity.token,
                imported_at=info.imported_at,
                data_date=str(info.data_date) if info.data_date else None,
                carries=self._carries(info.carries),
                content=prepared.content,
                raw=prepared.raw,
            )
        )
        return key

    def _carries(self, fields: frozenset[str]) -> int:
        text = " ".join(sorted(fields))
        if text not in self._carried:
            self._carried[text] = len(self._carried) + 1
            self._inserts.row(CarriedRow(self._carried[text], text))
        return self._carried[text]

    def remove(self, keys: Iterable[int]) -> set[str]:
        """Take records out, and the rows of their trials; returns the tokens to `settle`.

        To be called before any record is added. A trial that no record is left of is gone, with its
        history; what of a history these records brought stays, and names no source. What their
        sites taught of places stays until everything is made anew.
        """
        gone = sorted(keys)
        query = "SELECT trial, token FROM source_record WHERE key = ?"
        found = [self._connection.execute(query, (key,)).fetchone() for key in gone]
        for trial in {trial for trial, _ in found}:
            self._delete(trial)
            self._without_rows.add(trial)
        self.linker.forget(gone)
        rows = [(key,) for key in gone]
        self._connection.executemany("UPDATE change SET source = NULL WHERE source = ?", rows)
        self._connection.executemany("DELETE FROM source_record WHERE key = ?", rows)
        tokens = {token for _, token in found}
        self.linker.forget_tokens(tokens)
        for trial in {trial for trial, _ in found}:
            left = self._connection.execute(
                "SELECT token FROM source_record WHERE trial = ?", (trial,)
            ).fetchall()
            tokens.update(token for (token,) in left)
            if not left:
                self._connection.execute("DELETE FROM change WHERE trial = ?", (trial,))
        return tokens

    def settle(self, tokens: Iterable[str]) -> list[Change]:
        """Link anew what is connected with these tokens, and rewrite the trials that changed."""
        return self._settle(self.linker.relink(tokens))

    def _settle(self, linked: Linked, new: _New | None = None) -> list[Change]:
        clusters = self._moved(linked.clusters, new)
        trials = {record.trial for records in clusters for record in records}
        plans = list(self._plans(clusters, self._merged_before(trials), new))
        kept = {plan.key for plan in plans}
        rewritten = [plan for plan in plans if plan.is_due]
        # All old rows go before new ones come: an id may move from one row to another.
        for key in (trials - kept) | {plan.key for plan in rewritten}:
            self._delete(key)
        return [change for plan in rewritten for change in self._rewrite(plan, new)]

    def _moved(
        self, clusters: Iterable[tuple[Stored, ...]], new: _New | None
    ) -> list[tuple[Stored, ...]]:
        """The clusters that are not what their trial was already.

        Most of what a record is compared with stays as it is: reading and merging it again to see
        that would be most of the work. Linking gives whole trials, so a cluster of one trial whose
        records no other cluster shares is that trial.
        """
        clusters = list(clusters)
        shared = Counter(key for records in clusters for key in {each.trial for each in records})
        return [
            records
            for records in clusters
            if len({each.trial for each in records}) > 1
            or shared[records[0].trial] > 1
            or records[0].trial in self._without_rows
            or (new is not None and any(each.key == new.source for each in records))
        ]

    def _plans(
        self,
        clusters: Iterable[tuple[Stored, ...]],
        before: dict[int, MergedTrial],
        new: _New | None,
    ) -> Iterator[_Plan]:
        taken: set[int] = set()
        for records in clusters:
            key = min({record.trial for record in records} - taken, default=0) or self._new_key()
            taken.add(key)
            sources = self._sources(record.key for record in records)
            tokens = {record.token for record in records}
            current = tokens - obsolete(source.trial for source in sources) or tokens
            merged = merge(trial_id(current, _kinds(sources)), sources)
            said = [each.trial for each in sources if new and each.info.key == new.source]
            yield _Plan(key, records, before.get(key), merged, said[0] if said else None)

    def _new_key(self) -> int:
        key = self._next_trial
        self._next_trial += 1
        return key

    def _merged_before(self, trials: set[int]) -> dict[int, MergedTrial]:
        """The trials as they were; one that a record was just stored for is none yet."""
        found: dict[int, MergedTrial] = {}
        for key in trials:
            row = self._connection.execute("SELECT id FROM trial WHERE key = ?", (key,)).fetchone()
            if row is not None:
                found[key] = merge(row[0], self._sources_of(key))
        return found

    def _sources(self, keys: Iterable[int]) -> list[Source]:
        """What stored records say."""
        return list(load_sources(self._connection, keys))

    def _sources_of(self, trial: int) -> list[Source]:
        keys = self._connection.execute("SELECT key FROM source_record WHERE trial = ?", (trial,))
        return self._sources(key for (key,) in keys.fetchall())

    def _rewrite(self, plan: _Plan, new: _New | None) -> list[Change]:
        if new is not None and plan.said is not None and says_all(plan.merged, plan.said):
            self._inserts.trial(plan.key, of_sources(new.prepared.rows, plan.merged))
            self._index.add(plan.key, new.prepared.document)
        else:
            self._write(plan.key, plan.merged)
        for record in plan.records:
            if record.key < self._first_new_source:
                self._home.setdefault(record.key, record.trial)
        self._connection.executemany(
            "UPDATE source_record SET trial = ? WHERE key = ?",
            [(plan.key, record.key) for record in plan.records],
        )
        if plan.before is None or plan.key >= self._first_new_trial:
            return []  # a trial that this import brings has no history yet
        newest = max(record.key for record in plan.records)
        before = self._before_import(plan, plan.before) if self._is_new(newest) else plan.before
        if before is None:
            return []  # all it had came with this import
        changes = differences(before, plan.merged, self._at, newest)
        self._connection.execute(
            "DELETE FROM change WHERE trial = ? AND key >= ?",
            (plan.key, self._first_new_change),
        )
        for each in changes:
            self._inserts.row(
                ChangeRow(plan.key, each.at, each.source, each.field, each.before, each.after)
            )
        return changes

    def _is_new(self, source: int) -> bool:
        return source >= self._first_new_source

    def _before_import(self, plan: _Plan, last: MergedTrial) -> MergedTrial | None:
        """The trial as it was before this import, which may have brought several records of it."""
        if not any(self._is_new(source.key) for source in last.sources):
            return last
        known = [record.key for record in plan.records if not self._is_new(record.key)]
        here = [key for key in known if self._home[key] == plan.key]
        return merge(last.id, self._sources(here)) if here else None

    def changes(self, most: int) -> list[Change]:
        """What this import changed in trials that stood before, the most important first."""
        rows = self._connection.execute(
            "SELECT t.id, c.at, c.field, c.before, c.after, c.source FROM change c"
            " JOIN trial t ON t.key = c.trial WHERE c.key >= ? LIMIT ?",
            (self._first_new_change, most),
        )
        found = [Change(*row) for row in rows]
        return in_order(found)

    def _delete(self, key: int) -> None:
        """Remove a trial's rows; its history stays with the trial that takes the key."""
        self._index.remove(key)
        for table in CHILD_TABLES:
            self._connection.execute(f"DELETE FROM {written(table)} WHERE trial = ?", (key,))
        self._connection.execute("DELETE FROM trial WHERE key = ?", (key,))

    def renew(self) -> int:
        """Make every trial's rows and index entry anew from its sources; returns their number."""
        tables.clear(self._connection)
        self._index = Writer(self._connection)
        self._teacher.forget()
        trials = self._connection.execute("SELECT key, id FROM trial ORDER BY key").fetchall()
        for key, trial in trials:
            sources = self._sources_of(key)
            for source in sources:
                self._teacher.hear(lessons(source.trial))
            merged = merge(trial, sources)
            self._delete(key)
            self._write(key, merged)
        self._read_by_these_rules()
        return len(trials)

    def _read_by_these_rules(self) -> None:
        """Note by which rules criteria were read, where this is true of all of them.

        An import into a catalogue of other rules leaves their name: most criteria are theirs.
        """
        row = insert("meta", "OR REPLACE")
        self._connection.execute(row, MetaRow("rules_version", RULES_VERSION))

    def _write(self, key: int, merged: MergedTrial) -> None:
        """Write a trial's rows and index entry; old ones must be gone."""
        criteria = criteria_of(merged.trial)
        self._inserts.trial(key, project(merged, criteria_rows(criteria)))
        self._index.add(key, document(merged.trial, criteria))

    def pause(self) -> None:
        """Write what was kept aside, so that a commit holds all that was added."""
        self.linker.flush()
        self._teacher.flush()
        self._index.finish()
        self._index = Writer(self._connection)

    def finish(self) -> None:
        """Write what was kept aside, the index's vocabulary, and what the catalogue says of itself.

        That is the dates and versions that headers, `stats` and `check` show.
        """
        self.linker.flush()
        self._teacher.flush()
        self._index.finish()
        newest = self._connection.execute("SELECT max(data_date) FROM source_record").fetchone()[0]
        trials = self._connection.execute("SELECT count(*) FROM trial").fetchone()[0]
        for name, value in (
            ("last_import", self._at),
            ("newest_source", newest),
            ("trials", trials),
            ("stamp", stamp_of(self._connection)),
        ):
            if value is not None:
                self._inserts.row(MetaRow(name, str(value)))


def _kinds(sources: Iterable[Source]) -> dict[str, str]:
    return {
        known.value: known.kind
        for source in sources
        for known in source.trial.identifiers
        if known.value == source.trial.number
    }


class _Inserts:
    """Writes rows by the INSERT that their fields make."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._coder = Coder(connection)
        self._trial = insert("trial")
        self._single = {
            row: insert(name, "OR REPLACE") for name, row in TABLES.items() if name not in KEYS
        }

    def row(self, row: NamedTuple) -> None:
        """Write a row of a table that is no trial's child."""
        self._connection.execute(self._single[type(row)], row)

    def trial(self, key: int, rows: Rows) -> None:
        """Write the rows of a trial."""
        self._connection.execute(self._trial, (key, *rows.trial))
        for table, children in rows.children.items():
            if children:
                self._coder.write(key, table, children)
