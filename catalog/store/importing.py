"""One import: prepared records into the catalogue, published as a whole."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable
from enum import Enum
from pathlib import Path

import msgspec

from catalog.merging.changes import Change
from catalog.model import stopping
from catalog.model.record import Known, Refused
from catalog.store.catalogue import Catalogue, PossibleDuplicate
from catalog.store.ingest import ADDED, UNCHANGED, UPDATED, Ingest
from catalog.store.prepare import Prepared
from catalog.store.publish import changing
from catalog.store.snapshots import keep, kept_if_replaced, prune

_CHECKPOINT = 100_000
_MOST_CHANGES = 10_000


class Stage(Enum):
    """What an import is at, one after the other."""

    READING = "reading"
    INDEXING = "finishing the search index"
    CHECKING = "checking the new catalogue"


class Imported(msgspec.Struct, kw_only=True):
    """What an import did, for the summary that people and scripts read."""

    files: int = 0
    records: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Refused] = msgspec.field(default_factory=list)
    possible_duplicates: list[PossibleDuplicate] = msgspec.field(default_factory=list)
    notes: Counter[str] = msgspec.field(default_factory=Counter)
    """Unknown fields and values, odd encodings: how often."""
    guessed: Counter[str] = msgspec.field(default_factory=Counter)
    """Fields inferred from a layout: in how many records."""
    with_guesses: int = 0
    """Records with such fields."""
    changes: list[Change] = msgspec.field(default_factory=list)
    """What changed in known trials, field by field (the first ten thousand)."""
    seconds: float = 0.0
    stage: Stage = Stage.READING
    not_kept: str = ""
    """Why the catalogue before is not kept as a snapshot; empty where it is."""


Progress = Callable[[Imported], None]


class Stored:
    """Asks the import at work whether a record is in the catalogue already.

    The reader asks before a record is understood, which is most of the work: a register that
    comes again, or an interrupted import that goes on, costs little more than reading its bytes.
    """

    def __init__(self) -> None:
        self.asked: Callable[[str], bool] | None = None

    def __call__(self, sha256: str) -> bool:
        return self.asked is not None and self.asked(sha256)


def import_records(
    path: Path,
    items: Iterable[Prepared | Refused | Known],
    at: str,
    *,
    stored: Stored | None = None,
    dry_run: bool = False,
    work: str | None = None,
    snapshots: int = 0,
    changed_pages: bool = False,
    progress: Progress = lambda _: None,
) -> Imported:
    """Put prepared records into the catalogue at `path`, which is made where there is none.

    `at` is the time of the import as records carry it. `work` names the inputs, so that an
    interrupted import of the same inputs goes on where it was. `stored` answers while items are
    taken. `snapshots` is how many catalogues are kept as they were before; `changed_pages`: what is
    written is listed, and what is kept no longer may be the next spare. Where nothing is new
    the file is not touched. Raises CatalogueLocked, DiskFull, CatalogueError; then the catalogue
    is as it was.
    """
    started = time.monotonic()
    summary = Imported()
    resume = None if dry_run else work
    with (
        kept_if_replaced(path),
        changing(path, resume=resume, changed_pages=changed_pages) as working,
    ):
        known = _proposed(working.path)
        ingest = Ingest(working.connection, at)
        if stored is not None:
            stored.asked = ingest.knows
        since_checkpoint = 0
        for item in items:
            stopping.obey()
            if isinstance(item, Refused):
                summary.refused.append(item)
                continue
            if isinstance(item, Known):
                summary.records += 1
                summary.unchanged += 1
            else:
                _count(summary, ingest, item)
                since_checkpoint += 1
            progress(summary)
            if work and since_checkpoint >= _CHECKPOINT:
                ingest.pause()
                working.checkpoint()
                since_checkpoint = 0
        stopping.obey()
        summary.stage = Stage.INDEXING
        progress(summary)
        ingest.finish()
        summary.changes = ingest.changes(_MOST_CHANGES)
        if dry_run or not (summary.added or summary.updated or working.resumed):
            working.discard()
        else:
            summary.not_kept = keep(path, at, snapshots)
            working.is_kept_as_spare = changed_pages and snapshots < 1
        working.checkpoint()
        summary.possible_duplicates = [
            pair for pair in _proposals(working.path) if (pair.a, pair.b) not in known
        ]
        summary.stage = Stage.CHECKING
        progress(summary)
    if not dry_run:
        prune(path, snapshots, spare=working.step is not None)
    summary.seconds = time.monotonic() - started
    return summary


def _count(summary: Imported, ingest: Ingest, item: Prepared) -> None:
    done = ingest.add(item)
    summary.records += 1
    summary.added += done.outcome == ADDED
    summary.updated += done.outcome == UPDATED
    summary.unchanged += done.outcome == UNCHANGED
    if done.outcome != UNCHANGED:
        summary.notes.update(f"{note.kind}: {note.what}" for note in item.notes)
        summary.guessed.update(set(item.guessed))
        summary.with_guesses += bool(item.guessed)


def _proposals(path: Path) -> tuple[PossibleDuplicate, ...]:
    with Catalogue.open(path) as catalogue:
        return catalogue.duplicates()


def _proposed(path: Path) -> set[tuple[str, str]]:
    return {(pair.a, pair.b) for pair in _proposals(path)}


def work_name(inputs: Iterable[Path], format_name: str | None) -> str:
    """A name for the work of importing these inputs: their paths, sizes and times, hashed."""
    digest = hashlib.sha256(f"{format_name}".encode())
    for path in inputs:
        try:
            known = path.stat()
        except OSError:
            continue
        said = f"{path.resolve()}\0{known.st_size}\0{known.st_mtime_ns}\n"
        digest.update(said.encode(errors="surrogateescape"))
    return digest.hexdigest()[:32]


def renew(path: Path, at: str) -> int:
    """Rebuild rows, criteria and index from the kept source records, by this program's rules.

    Returns the number of trials. Raises CatalogueError.
    """
    with changing(path) as working:
        ingest = Ingest(working.connection, at)
        count = ingest.renew()
        ingest.finish()
        working.compact()
        return count
