"""A catalogue or a part of one that came from elsewhere takes the place of what is here.

As every change: in a copy, checked, by one rename (`publish`). What a clinic decided and imported
itself lives through it (`carrying`).
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from catalog.model.errors import CatalogueError
from catalog.store.carrying import Own, carry, own, ranges
from catalog.store.history import compare, replace_history, write_history
from catalog.store.incoming import check_foreign, foreign, reading
from catalog.store.ingest import Ingest
from catalog.store.portable import Portable, prepared
from catalog.store.publish import Working, changing, copy_bytes
from catalog.store.received import Received, note, received
from catalog.store.snapshots import Snapshot, keep, kept_if_replaced, prune
from catalog.store.stamp import (
    Decision,
    Listing,
    decisions,
    digests,
    hashes_by_row,
    stamp,
    stamp_of,
)

_ITS_CATALOGUE = "the catalogue of the pack"


class Came(msgspec.Struct, kw_only=True):
    """What a pack or a snapshot changed, in trials; and what was kept of a clinic's own."""

    added: int = 0
    """Trials."""
    removed: int = 0
    changed: int = 0
    """Trials that were there before and of which a record came or went."""
    statuses: list[tuple[str, str | None, str | None]] = msgspec.field(default_factory=list)
    """Trial, status before, status after: where they differ."""
    touched: list[str] = msgspec.field(default_factory=list)
    """Ids of the trials that changed or went."""
    own_records: int = 0
    """Records of the clinic's own that were carried over."""
    own_decisions: int = 0
    differing: int = 0
    """Decisions of the clinic's own that say the contrary of those that came, and hold."""
    dropped_records: int = 0
    """Records of the clinic's own that were left behind, as was asked."""
    dropped_decisions: int = 0
    undone: int = 0
    """Records that were there before and are gone."""
    trials: int = 0
    """In the catalogue as it is now."""
    stamp: str = ""
    not_kept: str = ""
    """Why the catalogue before is not kept as a snapshot; empty where it is."""
    was_new: bool = False
    """Whether there was no catalogue before."""
    nothing_new: bool = False


class Lot(msgspec.Struct, frozen=True, kw_only=True):
    """What a pack of changes says of the catalogues that it leads from and to."""

    before: str
    """Stamps."""
    after: str
    listing: Listing
    """Of the records afterwards."""
    added: Listing
    removed: Listing
    decisions_before: tuple[Decision, ...]
    decisions_after: tuple[Decision, ...]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """How something shall be received."""

    at: str
    """The moment, UTC."""
    replace: bool = False
    """Leave behind what is the clinic's own."""
    dry_run: bool = False
    snapshots: int = 0
    """How many catalogues are kept."""


class AnotherBase(CatalogueError):
    """A pack of changes starts from records that the catalogue has not."""


def replace_whole(path: Path, fill: Callable[[Path], None], came: Received, asked: Asked) -> Came:
    """Let a whole catalogue take the place of the one at `path`.

    `fill` writes the bytes of a file that comes from elsewhere, whose content must bear the stamp.
    Raises CatalogueError; then the catalogue is as it was.
    """

    def start(part: Path) -> None:
        fill(part)
        check_foreign(part, _ITS_CATALOGUE)

    summary = Came(was_new=not path.exists())
    with (
        kept_if_replaced(path),
        changing(path, start=start) as working,
        foreign(_ITS_CATALOGUE),
    ):
        connection = working.connection
        if stamp_of(connection) != came.stamp:
            raise CatalogueError(f"{_ITS_CATALOGUE} is not the one that its manifest names")
        theirs, decided = hashes_by_row(connection), decisions(connection)
        if summary.was_new or asked.replace:
            _note(connection, came, (key for key, _ in theirs), decided)
            Ingest(connection, asked.at).finish()
            if not summary.was_new:
                _left_behind(summary, path, connection)
        else:
            with reading(path) as old:
                mine = own(old, connection)
                _note(
                    connection,
                    came,
                    (key for key, digest in theirs if digest not in mine.shared_records),
                    (each for each in decided if each[:3] not in mine.shared_decisions),
                )
                replace_history(old, connection)
                ingest = Ingest(connection, asked.at)
                _carried(summary, ingest, old, mine)
                write_history(old, connection, _compare(summary, old, connection), asked.at)
            ingest.finish()
        _end(summary, working, path, asked)
    _published(path, asked)
    return summary


def go_back(path: Path, to: Snapshot, asked: Asked) -> Came:
    """Let a snapshot take the place of the catalogue, which becomes a snapshot itself.

    What the import after the snapshot brought is undone; what the clinic decided since, and what
    its own later imports brought, is carried over. Raises CatalogueError.
    """

    def start(part: Path) -> None:
        part.unlink()
        copy_bytes(to.path, part)
        check_foreign(part, to.path.name)

    summary = Came()
    with (
        kept_if_replaced(path),
        changing(path, start=start) as working,
        foreign(to.path.name),
    ):
        connection = working.connection
        ingest = Ingest(connection, asked.at)
        if asked.replace:
            ingest.finish()
            _left_behind(summary, path, connection, to.before)
        else:
            with reading(path) as old:
                _carried(summary, ingest, old, own(old, connection, undone=to.before))
                ingest.finish()
                _compare(summary, old, connection)
        _end(summary, working, path, asked)
    if not asked.dry_run:
        to.path.unlink(missing_ok=True)
    _published(path, asked)
    return summary


def apply_changes(
    path: Path, lot: Lot, records: Iterable[Portable], came: Received, asked: Asked
) -> Came:
    """Bring the catalogue at `path` from what a pack starts from to what it leads to.

    Raises AnotherBase where records that it starts from are not all here, CatalogueError; then the
    catalogue is as it was.
    """
    summary = Came()
    if not path.exists():
        raise AnotherBase("")
    with kept_if_replaced(path), changing(path) as working, foreign("the pack"):
        connection = working.connection
        noted = received(connection)
        rows = hashes_by_row(connection)
        mine = {key for key, _ in rows if noted is not None and not noted.brought(key)}
        gone = [key for key, digest in rows if digest in lot.removed and key not in mine]
        if _has_all(connection, lot.listing, lot.after, lot.decisions_after):
            is_older = noted is not None and came.made_at < noted.made_at
            summary.nothing_new = is_older or not (
                gone or any(_verdicts(connection, lot, noted)[:2])
            )
        elif not _has_all(
            connection,
            lot.listing.without(lot.added, lot.removed),
            lot.before,
            lot.decisions_before,
        ):
            raise AnotherBase("")
        if not summary.nothing_new:
            own_said = {each[:3] for each in decisions(connection)} if noted else set()
            own_said -= set(noted.decisions) if noted else set()
            _bring(connection, lot, records, asked, gone, noted, summary)
            rows = hashes_by_row(connection)
            _note(
                connection,
                came,
                (key for key, digest in rows if digest in lot.listing and key not in mine),
                (each for each in lot.decisions_after if each[:3] not in own_said),
            )
            with reading(path) as old:
                _compare(summary, old, connection)
        _end(summary, working, path, asked)
    _published(path, asked)
    return summary


def _bring(
    connection: sqlite3.Connection,
    lot: Lot,
    records: Iterable[Portable],
    asked: Asked,
    gone: list[int],
    noted: Received | None,
    summary: Came,
) -> None:
    """Take out what is gone, add what is new, decide; then it must be what the pack leads to."""
    ingest = Ingest(connection, asked.at)
    tokens = ingest.remove(gone) if gone else set()
    for record in records:
        ingest.add(prepared(record))
    tokens |= _decide(connection, ingest, lot, noted, summary)
    ingest.settle(tokens)
    ingest.finish()
    if not _has_all(connection, lot.listing, lot.after, lot.decisions_after):
        raise CatalogueError("the pack does not lead to the catalogue that it names")


def _note(
    connection: sqlite3.Connection,
    came: Received,
    keys: Iterable[int],
    decided: Iterable[Decision],
) -> None:
    """Keep in mind what came, so that all else is known to be the clinic's own."""
    said = tuple((each.a, each.b, each.verdict) for each in decided)
    note(connection, msgspec.structs.replace(came, keys=ranges(keys), decisions=said))


# the end of each


def _end(summary: Came, working: Working, path: Path, asked: Asked) -> None:
    rows = working.connection.execute("SELECT count(*) FROM trial").fetchone()
    summary.trials = int(rows[0])
    summary.stamp = stamp_of(working.connection)
    if summary.was_new:
        summary.added = summary.trials
    if asked.dry_run or summary.nothing_new:
        working.discard()
    else:
        summary.not_kept = keep(path, asked.at, asked.snapshots)


def _published(path: Path, asked: Asked) -> None:
    if not asked.dry_run:
        prune(path, asked.snapshots)


def _carried(summary: Came, ingest: Ingest, old: sqlite3.Connection, mine: Own) -> None:
    """Carry over what is the clinic's own."""
    carry(ingest, old, mine)
    summary.own_records = len(mine.keys)
    summary.own_decisions = len(mine.decisions)
    summary.differing = mine.differing


def _left_behind(
    summary: Came, path: Path, new: sqlite3.Connection, undone: str | None = None
) -> None:
    """Count what is left behind of the catalogue here, as far as that can be read at all."""
    with contextlib.suppress(CatalogueError, sqlite3.Error), reading(path) as old:
        mine = own(old, new, undone)
        summary.dropped_records = len(mine.keys)
        summary.dropped_decisions = len(mine.decisions)
        _compare(summary, old, new)


def _compare(summary: Came, old: sqlite3.Connection, new: sqlite3.Connection) -> set[str]:
    """Count what is another; returns the trials that were there and of which records differ."""
    found = compare(old, new)
    summary.added, summary.removed = len(found.added), len(found.removed)
    summary.changed = len(found.changed)
    summary.statuses = found.statuses
    summary.undone = found.undone
    summary.touched = sorted(found.changed | found.removed)
    return found.changed


def _has_all(connection: sqlite3.Connection, listing: Listing, wanted: str,
             decided: tuple[Decision, ...]) -> bool:  # fmt: skip
    """Whether the records that are listed are here, and are those of the stamp."""
    found = [digest for digest in digests(connection) if digest in listing]
    return len(found) == len(listing) and stamp(found, decided) == wanted


def _verdicts(
    connection: sqlite3.Connection, lot: Lot, noted: Received | None
) -> tuple[list[Decision], list[tuple[str, str]], int]:
    """What others decided since: to be taken over, to be taken back, and contradicted here."""
    before = {(each.a, each.b): each.verdict for each in lot.decisions_before}
    here = {(each.a, each.b): each.verdict for each in decisions(connection)}
    brought = set(noted.decisions) if noted else {(*pair, said) for pair, said in before.items()}

    taken: list[Decision] = []
    contrary = 0
    for each in lot.decisions_after:
        said = here.get((each.a, each.b))
        if said == each.verdict:
            continue
        if said is None or (each.a, each.b, said) in brought:
            taken.append(each)
        else:
            contrary += 1
    after = {(each.a, each.b) for each in lot.decisions_after}
    gone = [
        pair
        for pair, said in before.items()
        if pair not in after and here.get(pair) == said and (*pair, said) in brought
    ]
    return taken, gone, contrary


def _decide(
    connection: sqlite3.Connection, ingest: Ingest, lot: Lot, noted: Received | None, summary: Came
) -> set[str]:
    """Take over what others decided since; what the clinic decided otherwise holds."""
    taken, gone, summary.differing = _verdicts(connection, lot, noted)
    ingest.linker.keep(taken)
    ingest.linker.take_back(gone)
    return {token for pair in (*((each.a, each.b) for each in taken), *gone) for token in pair}
