"""Understanding records on all cores, in order, in bounded memory, surviving a worker's death."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from multiprocessing.connection import wait

from catalog.model.record import Refused
from importers.forking import forget_handlers, may_fork, memory_shared
from importers.understanding import Finish, Job, understand

_BATCH_BYTES = 128 << 10
_BATCH_JOBS = 200
_FEW = 64 << 10
"""Bytes understood in this process where workers stand ready: some five full studies."""
_AT_HOME = 2 << 20
"""And where they have to be started, which takes each as long as understanding a hundred."""
_MOST_MEMORY = 1 << 30
"""Bytes of data of a worker; the largest record known to us takes a tenth of it."""
_AHEAD = 3
"""Batches given to each worker at a time."""

_ENDING = {signal.SIGTERM, signal.SIGHUP}
"""What else asks a process to end; a worker ends at it."""

Batch = list[object]


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
            for job in batch:
                yield understand(job, finish)
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


class _Crew:
    """Worker processes with batches given to them, taken back in the same order."""

    def __init__(self, workers: int, finish: Finish | None) -> None:
        self._workers = workers
        self._finish = finish
        self._pool: ProcessPoolExecutor | None = None
        self._rescuer: ProcessPoolExecutor | None = None
        self._given: deque[tuple[Batch, Future[Batch] | None]] = deque()
        """A batch without a future was refused by a pool in which a worker had died."""
        self._at_home = False
        """Whether this machine lets no worker start: then all is understood in this process."""

    def stand_by(self) -> None:
        """Fork the workers from this process, where that is safe; else they start when asked."""
        self._pool = _forked(self._workers, self._finish) if may_fork() else None

    @property
    def stands_by(self) -> bool:
        """Whether workers are there that have loaded everything."""
        return self._pool is not None

    @property
    def is_busy(self) -> bool:
        """Whether something was given and not yet taken."""
        return bool(self._given)

    @property
    def is_full(self) -> bool:
        """Whether to take before giving more, so that memory stays flat."""
        return len(self._given) >= self._workers * _AHEAD

    def give(self, batch: Batch) -> None:
        """Let some worker understand the batch."""
        self._given.append((batch, self._submitted(batch)))

    def take(self) -> Batch:
        """The oldest batch, understood; waits for it."""
        batch, future = self._given.popleft()
        if future is not None:
            try:
                return future.result()
            except BrokenProcessPool:
                pass
        return self._rescued(batch)

    def dismiss(self) -> None:
        """End the workers; what they have in hand is finished and thrown away."""
        for pool in (self._pool, self._rescuer):
            if pool is not None:
                pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._rescuer = None

    def _submitted(self, batch: Batch) -> Future[Batch] | None:
        if not any(isinstance(job, Job) for job in batch):
            return _done(batch)
        if self._at_home:
            return _done([understand(job, self._finish) for job in batch])
        if self._pool is None:
            self._pool = _pool(self._workers, self._finish)
        try:
            return _submit(self._pool, batch)
        except (BrokenProcessPool, OSError):  # OSError: no process more, by some limit
            return None

    def _rescued(self, batch: Batch) -> Batch:
        """A batch of a pool in which some worker died: again in another, record by record.

        Never in this process, unless none can be started at all: what ended one (a crash in a
        library, no memory left) would end it.
        """
        self.dismiss()
        self._at_home = self._at_home or not _can_start()
        again: Batch = []
        for job in batch:
            if isinstance(job, Job) and not self._at_home:
                again.extend(self._alone(job))
            elif isinstance(job, Job):
                again.append(understand(job, self._finish))
            else:
                again.append(job)
        return again

    def _alone(self, job: Job) -> Batch:
        if self._rescuer is None:
            self._rescuer = _pool(1, self._finish)
        try:
            return _submit(self._rescuer, [job]).result()
        except OSError:  # no process more, by some limit
            self._at_home = True
            return [understand(job, self._finish)]
        except BrokenProcessPool:
            self._rescuer.shutdown()
            self._rescuer = None
            why = "reading it ended the process that read it"
            return [Refused(job.file, job.piece.place, why)]


def _pool(workers: int, finish: Finish | None) -> ProcessPoolExecutor:
    # Not forked: a copy of this process would hold its catalogue's lock and break its threads.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(finish,))


def _forked(workers: int, finish: Finish | None) -> ProcessPoolExecutor | None:
    """Workers that are copies of this process, all at once; None where the system gives none."""
    before = multiprocessing.active_children()
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(workers, context, initializer=_begin_fork, initargs=(finish,))
    try:
        with memory_shared():
            _submit(pool, [])
    except (BrokenProcessPool, OSError):  # OSError: no process more, by some limit
        for each in multiprocessing.active_children():
            if each not in before:
                each.kill()
                each.join()
        pool.shutdown()
        return None
    return pool


def _submit(pool: ProcessPoolExecutor, batch: Batch) -> Future[Batch]:
    # Workers start here and inherit what is blocked: ctrl+c is for the process that tells the user.
    # So are the others meanwhile: what is raised in a fork's hooks is lost, and said on stderr, and
    # a fork would do at them what its parent does.
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, *_ENDING})
    try:
        return pool.submit(_understood_here, batch)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def _can_start() -> bool:
    """Whether a worker starts and answers when there is nothing that could end it."""
    pool = _pool(1, None)
    try:
        return _submit(pool, []).result() == []
    except (BrokenProcessPool, OSError):
        return False
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _done(batch: Batch) -> Future[Batch]:
    """A batch as if a worker had answered it."""
    future: Future[Batch] = Future()
    future.set_result(batch)
    return future


# -- in a worker

_finish: Finish | None = None


def _begin_fork(finish: Finish | None) -> None:
    forget_handlers()
    _begin(finish)


def _begin(finish: Finish | None) -> None:
    global _finish
    _finish = finish
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    # Records come by the thousand and hold no cycles: the collector seldom has to look for some.
    gc.set_threshold(100_000, 50, 50)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limit_memory()


def _limit_memory() -> None:
    """A record that takes more than all memory of a session is refused, and ends nothing."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = _MOST_MEMORY if hard < 0 else min(_MOST_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # nobody is left to read an answer


def _understood_here(batch: Batch) -> Batch:
    return [understand(job, _finish) for job in batch]
