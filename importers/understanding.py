"""One record cut out of a file into what it says: pure work, done in any process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from traceback import extract_tb
from typing import Any, Generic, TypeVar, cast

from catalog.model.record import Note, Refused, SourceRecord
from catalog.model.trial import Eligibility, Trial
from importers.bytes.limits import LINES, LIST, NO_MEMORY, too_large
from importers.importer import Importer, Piece, Unreadable
from importers.values.markup import without_markup

T = TypeVar("T", covariant=True)


@dataclass(frozen=True, slots=True)
class Stepwise(Generic[T]):
    """What is done with a record, in steps: each for a whole batch before the next begins.

    The first step takes a SourceRecord, each further one what the step before it gave. What a step
    works with so stays at hand for the processor: a tenth less time than record by record.
    """

    steps: tuple[Callable[[Any], Any], ...]

    def __call__(self, record: SourceRecord) -> T:
        """All steps with one record."""
        done: object = record
        for step in self.steps:
            done = step(done)
        return cast("T", done)


Finish = Callable[[SourceRecord], object]
IsKnown = Callable[[str], bool]
"""Whether the record with this hash need not be understood again."""


@dataclass(frozen=True, slots=True)
class Job:
    """A record, the file it is from, and the name of the importer that understands it."""

    importer: str
    file: str
    piece: Piece


@dataclass(frozen=True, slots=True)
class Reached:
    """How far reading has come, in bytes as the files hold them; all before it is understood."""

    done: int
    total: int


def understand(batch: Sequence[object], finish: Finish | None) -> list[object]:
    """What each Job's record says, or why it is Refused; anything else than a Job as it is."""
    found = list(batch)
    going = [at for at, job in enumerate(batch) if isinstance(job, Job)]
    for step in (_record, *_steps(finish)):
        for at in going:
            found[at] = _done(step, found[at], cast("Job", batch[at]))
        going = [at for at in going if not isinstance(found[at], Refused)]
    return found


def _steps(finish: Finish | None) -> tuple[Callable[[Any], object], ...]:
    if isinstance(finish, Stepwise):
        return finish.steps
    return () if finish is None else (finish,)


def _done(step: Callable[[Any], object], what: object, job: Job) -> object:
    try:
        return step(what)
    except Unreadable as error:
        return Refused(job.file, job.piece.place or error.place, error.reason)
    except RecursionError:
        return Refused(job.file, job.piece.place, "it is nested too deeply")
    except Exception as error:  # one record must not stop a register, nor show a traceback
        return Refused(job.file, job.piece.place, defect(error))


def _record(job: Job) -> SourceRecord:
    if (reason := too_large(job.piece.raw)) is not None:
        raise Unreadable(reason)
    reading = _importers()[job.importer].read(job.piece.raw)
    _check_lists(reading.trial)
    trial = without_markup(reading.trial, job.piece.raw)
    return SourceRecord(
        trial=trial,
        importer=job.importer,
        file=job.file,
        place=job.piece.place,
        raw=job.piece.raw,
        data_date=reading.data_date,
        carries=reading.carries,
        notes=(*job.piece.notes, *reading.notes, *_unread_ages(trial.eligibility)),
    )


def _unread_ages(said: Eligibility | None) -> Iterator[Note]:
    """A note for an age limit that is there and not understood: it is not "no limit"."""
    for limit in (said.minimum_age, said.maximum_age) if said else ():
        if limit is not None and limit.amount is None:
            yield Note("unread age", limit.said[:60])


def _check_lists(trial: Trial) -> None:
    """Raise Unreadable where a list or the criteria have more parts than any trial's."""
    for name in trial.__struct_fields__:
        value = getattr(trial, name)
        if isinstance(value, tuple) and len(value) > LIST:
            raise Unreadable(f"it has more than {LIST:,} {name.replace('_', ' ')}")
    text = trial.eligibility.text if trial.eligibility else None
    if text and text.count("\n") > LINES:
        raise Unreadable(f"its eligibility has more than {LINES:,} lines")


@cache
def _importers() -> dict[str, Importer]:
    from importers.formats import (
        IMPORTERS,
    )  # the list of formats is not needed to import this module

    return {importer.name: importer for importer in IMPORTERS}


def defect(error: Exception) -> str:
    """Why something is refused at an error that is none of the file's words: no memory for it, or
    one that nobody foresaw, for a report to us: its kind and place, none of the data."""
    if isinstance(error, MemoryError):
        return NO_MEMORY
    where = extract_tb(error.__traceback__)
    at = f" in {Path(where[-1].filename).name}, line {where[-1].lineno}" if where else ""
    return f"a defect of this program ({type(error).__name__}{at}); please report it"
