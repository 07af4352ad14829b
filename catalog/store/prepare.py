"""All work on one source record that needs no catalogue: done by the workers that read it."""

from __future__ import annotations

import msgspec

from catalog.eligibility.criterion import Criterion
from catalog.eligibility.extraction import extract
from catalog.identity.evidence import telling_keys, text_keys, weak_keys
from catalog.identity.numbers import Numbers, numbers, token
from catalog.merging.merge import Source, merge
from catalog.merging.merged import SourceInfo
from catalog.merging.precedence import standing
from catalog.model.record import Note, SourceRecord
from catalog.model.trial import Trial, encode
from catalog.search.index.document import Document, document
from catalog.store.packing import pack_content, pack_raw
from catalog.store.rows import Rows, project

_LISTING = 1


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A source record ready to be written: as its trial's only source unless identity says more."""

    info: SourceInfo
    token: str
    """Its own registry number, or `local:…`."""
    numbers: Numbers
    weak_keys: frozenset[int]
    """What possible twins are looked up by."""
    telling_keys: frozenset[int]
    """Those of them of which one is enough."""
    content: bytes
    """The Trial as `trial.encode` writes it, packed."""
    raw: bytes
    """The source's own bytes, packed."""
    rows: Rows
    document: Document
    notes: tuple[Note, ...] = ()
    guessed: tuple[str, ...] = ()
    """Fields that were inferred from the layout of the source."""


def criteria_of(trial: Trial) -> tuple[Criterion, ...]:
    """The trial's criteria by the present rules; none where no source has an eligibility text."""
    text = trial.eligibility.text if trial.eligibility else None
    return extract(text) if text else ()


def prepare(record: SourceRecord, imported_at: str) -> Prepared:
    """Rows, index document, keys and compressed bytes of one record."""
    trial = record.trial
    sha256 = record.sha256
    known_as = token(trial, sha256)
    info = SourceInfo(
        key=0,
        importer=record.importer,
        file=record.file,
        place=record.place,
        sha256=sha256,
        imported_at=imported_at,
        data_date=record.data_date,
        number=trial.number,
        carries=record.carries,
    )
    criteria = criteria_of(trial)
    return Prepared(
        info=info,
        token=known_as,
        numbers=numbers(trial),
        weak_keys=_twin_keys(trial, info),
        telling_keys=telling_keys(trial),
        content=pack_content(encode(trial), record.raw),
        raw=pack_raw(record.raw),
        rows=project(merge(known_as, [Source(info, trial)]), criteria),
        document=document(trial, criteria),
        notes=record.notes,
        guessed=tuple(guess.field for guess in trial.guesses),
    )


def _twin_keys(trial: Trial, info: SourceInfo) -> frozenset[int]:
    keys = weak_keys(trial)
    if trial.number is None or standing(info.importer).authority == _LISTING:
        keys |= text_keys(trial)
    return keys
