"""The catalogue as readers see it: one SQLite file, opened read-only."""

from __future__ import annotations

import math
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from catalog.durable import file_identity
from catalog.identity.known_by import same_registry
from catalog.merging.changes import Change, in_order
from catalog.merging.merge import Source, merge
from catalog.merging.merged import MergedTrial
from catalog.model.damage import guarded, not_read
from catalog.model.errors import CatalogueError
from catalog.model.numbers import spellings
from catalog.model.own_sites import NOBODYS, Own
from catalog.model.recruitment import as_of, current_day
from catalog.store import received
from catalog.store.opening import RECEIVED, check_version, connect_read_only
from catalog.store.schema import USER_VERSION
from catalog.store.source_records import load_sources

if TYPE_CHECKING:
    from catalog.eligibility.criterion import Criterion
    from catalog.places.neighbours import Places
    from catalog.search.searcher import Searcher

_NEAR = 3
_UPGRADE = "the file was made by an older version of trials: any import brings it up to date"
_SECONDS = 10.0
_STEPS = 200_000


class Stats(msgspec.Struct, frozen=True, kw_only=True):
    """What is in the catalogue and as of when."""

    trials: int
    source_records: int
    possible_duplicates: int
    newest_source: str | None
    """Data date of the newest source."""
    last_import: str | None
    """UTC."""
    by_status: dict[str, int]
    by_study_type: dict[str, int]
    by_importer: dict[str, int]
    rules_version: str | None
    """Version of the eligibility rules the criteria were read with."""
    stamp: str | None = None
    """What the catalogue holds, in one value (docs/packs.md)."""
    pack_made: str | None = None
    """When the last pack was made that was imported, UTC."""
    pack_signed_by: str | None = None
    """Who signed it, as far as that was verified."""


class PossibleDuplicate(msgspec.Struct, frozen=True):
    """Two trials that may be one, with the reasons for and against."""

    a: str
    b: str
    score: float
    reasons_for: tuple[str, ...]
    reasons_against: tuple[str, ...]
    title_a: str | None = None
    title_b: str | None = None

    @property
    def is_contradiction(self) -> bool:
        """Whether both are numbers of one registry: such trials are never joined."""
        return same_registry(self.a, self.b)


@guarded(lambda catalogue: catalogue.path.name)
class Catalogue:
    """A catalogue file open for reading, in one thread.

    Raises CatalogueError where the file is missing, damaged, foreign, of a newer layout or one
    older than the one before.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, layout: int) -> None:
        self.path = path
        self.hint = _UPGRADE if layout < USER_VERSION else None
        """What to do about a file that can be read and is not as new as the program."""
        self._connection = connection
        self._seen = file_identity(path)

    @classmethod
    def open(cls, path: Path) -> Catalogue:
        """Open the file read-only and make sure that it is a catalogue of this version."""
        connection = connect_read_only(path)
        return cls(path, connection, check_version(connection, path))

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _rows(
        self,
        query: str,
        parameters: Iterable[str | int | None] = (),
        *,
        is_long: bool = False,
    ) -> list[tuple]:  # type: ignore[type-arg]
        """All rows of a query; a damaged file raises CatalogueError.

        Within ten seconds, unless it `is_long`: then it reads the whole file, which may have ten
        gigabytes, and only a key stops it.
        """
        last = math.inf if is_long else time.monotonic() + _SECONDS
        self._connection.set_progress_handler(lambda: time.monotonic() > last, _STEPS)
        try:
            return self._connection.execute(query, tuple(parameters)).fetchall()
        except sqlite3.Error as error:
            raise CatalogueError(not_read(self.path.name, error)) from None
        finally:
            self._connection.set_progress_handler(None, 0)

    def is_current(self) -> bool:
        """Whether the file on disk is still the one that was opened."""
        return file_identity(self.path) == self._seen

    def count(self) -> int:
        """Number of trials."""
        return int(self._meta("trials") or 0)

    def newest_source(self) -> str | None:
        """Data date of the newest source, ISO."""
        return self._meta("newest_source")

    def _meta(self, name: str) -> str | None:
        rows = self._rows("SELECT value FROM meta WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def stats(self) -> Stats:
        """Counts by status, type and importer, and the dates that say how old it is."""
        pack = self._meta(RECEIVED)
        noted = received.decoded(pack) if pack else None
        return Stats(
            trials=self.count(),
            source_records=self._rows("SELECT count(*) FROM source_record")[0][0],
            possible_duplicates=len(self.duplicates()),
            newest_source=self.newest_source(),
            last_import=self._meta("last_import"),
            by_status=self._counts("trial", "status"),
            by_study_type=self._counts("trial", "study_type"),
            by_importer=self._counts("source_record", "importer"),
            rules_version=self._meta("rules_version"),
            stamp=self._meta("stamp"),
            pack_made=noted.made_at if noted else None,
            pack_signed_by=noted.signed_by if noted else None,
        )

    def _counts(self, table: str, column: str) -> dict[str, int]:
        query = (
            f"SELECT coalesce({column}, 'not stated'), count(*) FROM {table}"
            " GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        return dict(self._rows(query, is_long=True))

    def get(self, name: str) -> MergedTrial | None:
        """The trial with this id, registry number, alias or `local:…`; None where there is none.

        Case, blanks and missing zeros of NCT numbers do not matter.
        """
        key = self._key(name)
        return self._merged(key) if key is not None else None

    def id_of(self, name: str) -> str | None:
        """The id of the trial that `get` finds under a name, without reading the trial."""
        key = self._key(name)
        rows = self._rows("SELECT id FROM trial WHERE key = ?", (key,)) if key is not None else []
        return str(rows[0][0]) if rows else None

    def _key(self, name: str) -> int | None:
        for spelling in spellings(name):
            rows = self._rows("SELECT key FROM trial WHERE id = ?", (spelling,)) or self._rows(
                "SELECT s.trial FROM source_record s WHERE s.token = ?", (spelling,)
            )
            if rows:
                return int(rows[0][0])
            rows = self._rows(
                "SELECT DISTINCT trial FROM identifier WHERE value = ? LIMIT 2", (spelling,)
            )
            if len(rows) == 1:
                return int(rows[0][0])
        return None

    def _merged(self, key: int) -> MergedTrial:
        [(trial_id,)] = self._rows("SELECT id FROM trial WHERE key = ?", (key,))
        keys = self._rows("SELECT key FROM source_record WHERE trial = ?", (key,))
        try:
            sources = load_sources(self._connection, (each[0] for each in keys))
            day = current_day()
            return merge(trial_id, [Source(one.info, as_of(one.trial, day)) for one in sources])
        except (sqlite3.Error, ValueError) as error:
            raise CatalogueError(f"{trial_id}: its record is damaged ({error})") from None

    def near(self, name: str) -> tuple[str, ...]:
        """Ids one slip away from a wrong one, or that begin or end like it."""
        wanted = spellings(name)[-1]
        stem = wanted[: max(3, len(wanted) - 4)]
        rows = self._rows(
            "SELECT id FROM trial WHERE id >= ? AND id < ? LIMIT 2000", (stem, stem + "\uffff")
        )
        rows += self._rows("SELECT id FROM trial WHERE id LIKE ? LIMIT 50", ("%" + wanted[-5:],))
        ids = sorted({row[0] for row in rows})
        from catalog.model.fuzzy import OSA, process

        best = process.extract(wanted, ids, scorer=OSA.distance, limit=_NEAR, score_cutoff=3)
        return tuple(found[0] for found in best)

    def criteria(self, name: str) -> tuple[Criterion, ...]:
        """Criteria of a trial by the rules of this program."""
        merged = self.get(name)
        if merged is None or not (merged.trial.eligibility and merged.trial.eligibility.text):
            return ()
        from catalog.eligibility.extraction import criteria_of  # its rules take long to load

        return criteria_of(merged.trial)

    def history(self, name: str) -> tuple[Change, ...]:
        """What imports changed in a trial, the newest first."""
        key = self._key(name)
        return tuple(self._changes("WHERE c.trial = ?", (key,))) if key is not None else ()

    def changes(
        self, since: str = "", at: str | None = None, trials: Iterable[str] | None = None
    ) -> tuple[Change, ...]:
        """What imports changed at or after `since` (ISO date), the most important first.

        `at` asks for the import of that moment alone, `trials` for these by any of their numbers.
        """
        where, when = ("c.at >= ?", since) if at is None else ("c.at = ?", at)
        if trials is None:
            found = list(self._changes(f"WHERE {where}", (when,)))
        else:
            keys = dict.fromkeys(key for name in trials if (key := self._key(name)) is not None)
            both = f"WHERE c.trial = ? AND {where}"
            found = [change for key in keys for change in self._changes(both, (key, when))]
        return tuple(in_order(found))

    def moment_of_import(self, back: int = 1) -> str | None:
        """When the last import was, for 1; for more, the one so many back that changed something.

        None where there is none.
        """
        last = self._meta("last_import")
        if back == 1:
            return last
        rows = self._rows(
            "SELECT DISTINCT at FROM change WHERE at < ? ORDER BY at DESC LIMIT 1 OFFSET ?",
            (last or "", back - 2),
        )
        return str(rows[0][0]) if rows else None

    def sources_named(self, keys: Iterable[int]) -> dict[int, tuple[str, str, str | None]]:
        """Importer, file and date of the data of stored records, by row of `source_record`."""
        query = "SELECT key, importer, file, data_date FROM source_record WHERE key = ?"
        found = [row for key in set(keys) for row in self._rows(query, (key,))]
        return {row[0]: (row[1], row[2], row[3]) for row in found}

    def _changes(self, where: str, parameters: tuple[str | int, ...]) -> Iterator[Change]:
        query = (
            "SELECT t.id, c.at, c.field, c.before, c.after, c.source FROM change c"
            f" JOIN trial t ON t.key = c.trial {where} ORDER BY c.at DESC, c.key"
        )
        return (Change(*row) for row in self._rows(query, parameters))

    def duplicates(self, name: str | None = None) -> tuple[PossibleDuplicate, ...]:
        """Pairs that may be one trial and nobody has decided on, the likeliest first."""
        wanted = self.get(name) if name else None
        pairs: dict[frozenset[str], PossibleDuplicate] = {}
        for row in self._rows(_DUPLICATES):
            if wanted is None or wanted.id in (row[0], row[1]):
                pairs.setdefault(frozenset(row[:2]), _possible(row))
        return tuple(pairs.values())

    def tokens(self, trial_id: str) -> tuple[str, ...]:
        """What the records of a trial are known by in decisions."""
        query = (
            "SELECT DISTINCT s.token FROM source_record s JOIN trial t ON t.key = s.trial"
            " WHERE t.id = ? ORDER BY s.token"
        )
        return tuple(row[0] for row in self._rows(query, (trial_id,)))

    def joined(self, trial_id: str) -> list[tuple[str, str]]:
        """Pairs of records of a trial that a decision or the title rule joined."""
        tokens = set(self.tokens(trial_id))
        rows = self._rows("SELECT a, b FROM decision WHERE verdict = 'same'")
        return [(a, b) for a, b in rows if {a, b} <= tokens]

    def decided(self, a: str, b: str) -> list[tuple[str, str]]:
        """Pairs of records of two trials, or of one, on which a person decided last."""
        mine, theirs = set(self.tokens(a)), set(self.tokens(b))
        rows = [
            (at, (one, other))
            for one, other, at in self._rows("SELECT a, b, at FROM decision WHERE made_by = 'user'")
            if (one in mine and other in theirs) or (one in theirs and other in mine)
        ]
        last = max((at for at, _ in rows), default="")
        return [pair for at, pair in rows if at == last]

    def check(self, *, quick: bool = False) -> tuple[str, ...]:
        """What is wrong with the file, a sentence each; empty where it is sound.

        `quick`: without what `checking.NOT_LOOKED_AT` says.
        """
        from catalog.store.checking import problems  # most commands never check

        return problems(self.path, quick=quick)

    def places(self, own: Sequence[str] = ()) -> Places:
        """Where places lie; `own` are the user's town and sites, as the settings name them."""
        from catalog.places.neighbours import Places

        return Places(self._connection, own)

    def searcher(
        self,
        synonyms_file: Path | None = None,
        own: Own = NOBODYS,
    ) -> Searcher:
        """A search engine with a connection of its own, for the thread that calls this.

        `synonyms_file` is a clinic's own synonyms in TOML (docs/search.md); `own` the user's town
        and sites.
        """
        from catalog.search.searcher import Searcher  # most commands never search

        connection = connect_read_only(self.path)
        return Searcher(connection, synonyms_file, own)


# CROSS JOIN: the few pairs come first, whatever the planner thinks of a large catalogue.
_DUPLICATES = """
    SELECT ta.id, tb.id, max(d.score), d.reasons,
        coalesce(ta.title, ta.official_title), coalesce(tb.title, tb.official_title)
    FROM possible_duplicate d
    CROSS JOIN source_record a ON a.token = d.a CROSS JOIN trial ta ON ta.key = a.trial
    CROSS JOIN source_record b ON b.token = d.b CROSS JOIN trial tb ON tb.key = b.trial
    WHERE ta.key <> tb.key AND NOT EXISTS (SELECT 1 FROM decision x WHERE x.a = d.a AND x.b = d.b)
    GROUP BY ta.key, tb.key
    ORDER BY 3 DESC, 1, 2
"""


def _possible(row: tuple) -> PossibleDuplicate:  # type: ignore[type-arg]
    a, b, score, reasons, title_a, title_b = row
    said = msgspec.json.decode(reasons, type=dict[str, list[str]])
    return PossibleDuplicate(
        a, b, score, tuple(said["for"]), tuple(said["against"]), title_a, title_b
    )
