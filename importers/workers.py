"""Understanding records on all cores, in order, in bounded memory, surviving a worker's death."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from multiprocessing.connection import wait

from catalog.model.record import Refused
from importers.forking import may_fork, memory_shared
from importers.understanding import Finish, Job, understand
from importers.worker import Batch, Died, Worker

_BATCH_BYTES = 128 << 10
_BATCH_JOBS = 200
_FEW = 64 << 10
"""Bytes understood in this process where workers stand ready: some five full studies."""
_AT_HOME = 2 << 20
"""And where they have to be started, which takes each as long as understanding a hundred."""
_AHEAD = 3
"""Batches given to each worker at a time."""


def understood(
    jobs: Iterable[object],
    workers: int | None = None,
    finish: Finish | None = None,
    *,
    expected: int = 0,
) -> Iterator[object]:
    """Each Job understood, everything else as it is, in order.

    `workers` is the number of processes, by default one for each core; 0 starts none. `expected` is
    how many bytes will come, 0 where nobody knows: unless they are few, workers are forked now,
    where that is safe, so whoever asks opens its database afterwards.
    """
    made = _understood(jobs, _cores() if workers is None else workers, finish, expected)
    next(made)
    return made


def _understood(
    jobs: Iterable[object], workers: int, finish: Finish | None, expected: int
) -> Iterator[object]:
    crew = _Crew(workers, finish)
    try:
        if workers > 0 and not 0 < expected <= _FEW:
            crew.stand_by()
        yield None  # to `understood`: it begins when it is made, and ends like any generator
        most = _FEW if crew.stands_by else _AT_HOME
        at_home = 0
        batches = _batches(jobs)
        for batch in batches:
            # What is large is understood where there is a limit, never where it is published.
            if workers > 0 and at_home + sum(map(_size, batch)) > most:
                yield from _elsewhere(chain((batch,), batches), crew)
                return
            at_home += sum(map(_size, batch))
            yield from understand(batch, finish)
    finally:
        crew.dismiss()


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS
        return os.cpu_count() or 1


def _size(job: object) -> int:
    return len(job.piece.raw) if isinstance(job, Job) else 0


def _batches(jobs: Iterable[object]) -> Iterator[Batch]:
    batch: Batch = []
    size = 0
    for job in jobs:
        batch.append(job)
        size += _size(job)
        if size >= _BATCH_BYTES or len(batch) >= _BATCH_JOBS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _elsewhere(batches: Iterable[Batch], crew: _Crew) -> Iterator[object]:
    for batch in batches:
        crew.give(batch)
        if crew.is_full:
            yield from crew.take()
    while crew.is_busy:
        yield from crew.take()


class _Given:
    """A batch that was given to somebody, until it is taken."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.answer: Batch | None = None
        """Understood; None: not yet, or lost with the worker that had it."""
        self.is_lost = False


class _Crew:
    """Workers with batches given to them, taken back in the same order."""

    def __init__(self, most: int, finish: Finish | None) -> None:
        self._most = most
        self._finish = finish
        self._hands: dict[Worker, deque[_Given]] = {}
        """What each worker has and has not answered, in the order in which it will."""
        self._rescuer: Worker | None = None
        self._given: deque[_Given] = deque()
        self._at_home = False
        """Whether this machine lets no worker start: then all is understood in this process."""

    def stand_by(self) -> None:
        """Fork the workers from this process, where that is safe; else they start when asked."""
        if may_fork():
            self._hands = {each: deque() for each in _forked(self._most, self._finish)}

    @property
    def stands_by(self) -> bool:
        """Whether workers are there that have loaded everything."""
        return bool(self._hands)

    @property
    def is_busy(self) -> bool:
        """Whether something was given and not yet taken."""
        return bool(self._given)

    @property
    def is_full(self) -> bool:
        """Whether to take before giving more, so that memory stays flat."""
        return len(self._given) >= self._most * _AHEAD

    def give(self, batch: Batch) -> None:
        """Let some worker understand the batch."""
        given = _Given(batch)
        self._given.append(given)
        if not any(isinstance(job, Job) for job in batch):
            given.answer = batch
        elif self._at_home:
            given.answer = understand(batch, self._finish)
        else:
            self._hear(0)
            self._hand_on(given)

    def take(self) -> Batch:
        """The oldest batch, understood; waits for it."""
        given = self._given.popleft()
        while given.answer is None and not given.is_lost:
            self._hear(None)
        return self._rescued(given.batch) if given.answer is None else given.answer

    def dismiss(self) -> None:
        """End the workers at once; what they have in hand is thrown away."""
        for each in (*self._hands, self._rescuer):
            if each is not None:
                each.end()
        self._hands, self._rescuer = {}, None

    def _hand_on(self, given: _Given) -> None:
        """To who has least to do; to a new one, unless somebody is idle or enough are there."""
        try:
            free = min(self._hands, key=lambda each: len(self._hands[each]), default=None)
            if free is None or (self._hands[free] and len(self._hands) < self._most):
                free = _started(self._finish)
                self._hands[free] = deque()
        except OSError:  # no process more, by some limit
            if free is None:
                given.is_lost = True
                return
        self._hands[free].append(given)
        try:
            free.give(given.batch)
        except Died:
            self._lose(free)

    def _hear(self, patience: float | None) -> None:
        """Take in what was answered; who has died is dismissed."""
        by_pipe = {each.pipe: each for each in self._hands}
        for pipe in wait(list(by_pipe), patience) if by_pipe else ():
            worker = by_pipe[pipe]  # type: ignore[index]
            if worker not in self._hands:
                continue  # lost meanwhile, by who was given what another had in hand
            try:
                answer = worker.answer()
            except Died:
                self._lose(worker)
            else:
                self._hands[worker].popleft().answer = answer

    def _lose(self, worker: Worker) -> None:
        """What ended a worker is in the batch that it had in hand; its others are given anew."""
        left = self._hands.pop(worker)
        worker.end()
        if left:
            left.popleft().is_lost = True
        for given in left:
            self._hand_on(given)

    def _rescued(self, batch: Batch) -> Batch:
        """A batch whose worker died: again in another process, record by record.

        Never in this process, unless none can be started at all: what ended one (a crash in a
        library, no memory left) would end it.
        """
        self._at_home = self._at_home or not _can_start()
        again: Batch = []
        for job in batch:
            if isinstance(job, Job) and not self._at_home:
                again.extend(self._alone(job))
            elif isinstance(job, Job):
                again += understand([job], self._finish)
            else:
                again.append(job)
        return again

    def _alone(self, job: Job) -> Batch:
        """One record in a process that has nothing else in hand; refused if two of them die of it.

        Whoever ends one of our processes from outside, as a machine without memory does, chooses
        by size: one that waits with nothing in hand as well. Its next record is not to blame.
        """
        for _ in range(2):
            try:
                self._rescuer = self._rescuer or _started(self._finish)
            except OSError:  # no process more, by some limit
                self._at_home = True
                return understand([job], self._finish)
            try:
                self._rescuer.give([job])
                return self._rescuer.answer()
            except Died:
                self._rescuer.end()
                self._rescuer = None
        return [Refused(job.file, job.piece.place, "reading it ended the process that read it")]


def _started(finish: Finish | None) -> Worker:
    # Not forked: a copy of this process would hold its catalogue's lock and break its threads.
    return Worker(multiprocessing.get_context("spawn"), finish)


def _forked(most: int, finish: Finish | None) -> list[Worker]:
    """Workers that are copies of this process; none where the system does not give all."""
    found: list[Worker] = []
    try:
        with memory_shared():
            for _ in range(most):
                found.append(Worker(multiprocessing.get_context("fork"), finish))
    except BaseException as error:
        for each in found:
            each.end()
        if isinstance(error, OSError):  # no process more, by some limit
            return []
        raise
    return found


def _can_start() -> bool:
    """Whether a worker starts and answers when there is nothing that could end it."""
    try:
        worker = _started(None)
    except OSError:
        return False
    try:
        worker.give([])
        return worker.answer() == []
    except Died:
        return False
    finally:
        worker.end()
