"""Deciding on possible duplicates: link, reject, and undo, for ever.

A decision is kept by what the records are known by (registry number, `local:…`), so that it holds
for newer versions of the same records too.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec

from catalog.merging.merged import MergedTrial
from catalog.model.errors import CatalogueError, UnknownTrial
from catalog.store.catalogue import Catalogue
from catalog.store.ingest import Ingest
from catalog.store.publish import Working, changing


class Decided(msgspec.Struct, frozen=True):
    """What came of a decision."""

    trials: tuple[str, ...]
    """Ids of the trials that there are now instead of those named."""
    said: str


def now() -> str:
    """The present time as the catalogue writes it: UTC, seconds."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def link(path: Path, a: str, b: str, at: str | None = None) -> Decided:
    """Say that two trials are one. Raises UnknownTrial, CatalogueLocked, CatalogueError."""
    one, other = _two(path, a, b)
    if one.id == other.id:
        return Decided((one.id,), f"{a} and {b} are one trial already")
    _refuse_contradiction(one, other)
    any_pair = _pairs(path, one, other)[0]  # what joins two records joins their trials
    ids = _decide(path, [any_pair], "same", at)
    return Decided(ids, f"{one.id} and {other.id} are now one trial, {ids[0]}")


def reject(path: Path, a: str, b: str) -> Decided:
    """Say that two trials are not one; they are not proposed again."""
    one, other = _two(path, a, b)
    if one.id == other.id:
        raise CatalogueError(f"{a} and {b} are one trial; to part them: trials unlink {a}")
    ids = _decide(path, _pairs(path, one, other), "different")
    return Decided(ids, f"{one.id} and {other.id} stay two trials")


def withdraw(path: Path, a: str, b: str) -> Decided:
    """Take back what was said last of two trials; they are proposed again.

    Raises CatalogueError where nobody has decided on them.
    """
    one, other = _two(path, a, b)
    with Catalogue.open(path) as catalogue:
        pairs = catalogue.decided(one.id, other.id)
    if not pairs:
        raise CatalogueError(f"{a} and {b}: nothing was decided that could be taken back")
    tokens = {token for pair in pairs for token in pair}
    with changing(path) as working:
        ingest = Ingest(working.connection, now())
        ingest.linker.take_back(pairs)
        ingest.settle(tokens)
        ingest.finish()
        ids = _ids(working, tokens)
    return Decided(ids, f"{a} and {b} are to be decided again")


def unlink(path: Path, a: str) -> Decided:
    """Part a trial into the records that only a decision or a title joined."""
    with Catalogue.open(path) as catalogue:
        merged = _get(catalogue, a)
        joined = catalogue.joined(merged.id)
    if not joined:
        raise CatalogueError(
            f"{merged.id}: nothing was joined by a decision; there is no link to undo"
        )
    ids = _decide(path, joined, "different")
    return Decided(ids, f"{merged.id} is parted into {', '.join(ids)}")


def _two(path: Path, a: str, b: str) -> tuple[MergedTrial, MergedTrial]:
    with Catalogue.open(path) as catalogue:
        return _get(catalogue, a), _get(catalogue, b)


def _get(catalogue: Catalogue, name: str) -> MergedTrial:
    merged = catalogue.get(name)
    if merged is None:
        raise UnknownTrial(name, catalogue.near(name))
    return merged


def _refuse_contradiction(one: MergedTrial, other: MergedTrial) -> None:
    """Two numbers of one registry are two trials, whoever says otherwise."""
    for mine in one.trial.identifiers:
        for theirs in other.trial.identifiers:
            own = mine.value == one.trial.number and theirs.value == other.trial.number
            if own and mine.kind == theirs.kind and mine.value != theirs.value:
                raise CatalogueError(
                    f"{mine.value} and {theirs.value} are two numbers of one registry: two trials"
                )


def _pairs(path: Path, one: MergedTrial, other: MergedTrial) -> list[tuple[str, str]]:
    with Catalogue.open(path) as catalogue:
        return [(a, b) for a in catalogue.tokens(one.id) for b in catalogue.tokens(other.id)]


def _decide(
    path: Path, pairs: list[tuple[str, str]], verdict: str, at: str | None = None
) -> tuple[str, ...]:
    at = at or now()
    tokens = {token for pair in pairs for token in pair}
    with changing(path) as working:
        ingest = Ingest(working.connection, at)
        ingest.linker.decide(pairs, verdict)
        ingest.settle(tokens)
        ingest.finish()
        return _ids(working, tokens)


def _ids(working: Working, tokens: set[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for token in sorted(tokens):
        row = working.connection.execute(
            "SELECT t.id FROM source_record s JOIN trial t ON t.key = s.trial WHERE s.token = ?",
            (token,),
        ).fetchone()
        if row:
            found[row[0]] = None
    return tuple(found)
