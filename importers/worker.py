"""A process that understands batches of records, one after another, with a pipe of its own.

Not a pool of the standard library: its processes share queues, so that one which is killed while
it holds a queue's lock leaves the others, and who waits for their end, waiting for ever.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.reduction import ForkingPickler
from queue import SimpleQueue
from typing import TYPE_CHECKING

from importers.forking import forget_handlers, let_go
from importers.understanding import Finish, understand

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext, SpawnContext

Batch = list[object]

_ENDING = {signal.SIGTERM, signal.SIGHUP}
"""What else asks a process to end; a worker ends at it."""
_MOST_MEMORY = 1 << 30
"""Bytes of data of a worker; the largest record known to us takes a tenth of it."""


class Died(Exception):
    """The process has ended, by whatever ended it; what it had in hand is lost."""


class Worker:
    """One process, as whoever gives it work sees it. Raises OSError where none can be started."""

    def __init__(self, context: ForkContext | SpawnContext, finish: Finish | None) -> None:
        self.pipe, theirs = context.Pipe()
        is_fork = context.get_start_method() == "fork"
        self._process = context.Process(target=_serve, args=(theirs, finish, is_fork), daemon=True)
        # It inherits what is blocked: ctrl+c is for the process that tells the user. So are the
        # others meanwhile: what is raised in a fork's hooks is lost, and said on stderr, and a fork
        # would do at them what its parent does.
        blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, *_ENDING})
        try:
            self._process.start()
        except BaseException:
            self.pipe.close()
            raise
        finally:
            theirs.close()  # only the worker has it: its end is the end of the pipe
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)

    def give(self, batch: Batch) -> None:
        """Let it understand the batch after those that it has; raises Died."""
        try:
            self.pipe.send(batch)
        except OSError as error:
            raise Died from error

    def answer(self) -> Batch:
        """The oldest batch that it has, understood; waits for it, raises Died."""
        try:
            found: Batch = pickle.loads(self.pipe.recv_bytes())
        except (EOFError, OSError) as error:
            raise Died from error
        return found

    def end(self) -> None:
        """End it at once; what it has in hand is thrown away."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


# -- in the worker


def _serve(pipe: Connection, finish: Finish | None, is_fork: bool) -> None:
    """Understand what comes; it is read and answered beside that, so that nobody waits to give."""
    if is_fork:
        let_go()
        forget_handlers()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDING)
    # Records come by the thousand and hold no cycles: the collector seldom has to look for some.
    gc.set_threshold(100_000, 50, 50)
    given: SimpleQueue[Batch] = SimpleQueue()
    told: SimpleQueue[bytes] = SimpleQueue()
    for task in (_end_with_parent, lambda: _hear(pipe, given), lambda: _tell(pipe, told)):
        threading.Thread(target=_or_end, args=(task,), daemon=True).start()
    limit_memory()
    while True:
        understood = understand(given.get(), finish)
        try:
            told.put(bytes(ForkingPickler.dumps(understood)))
        except Exception:
            os._exit(1)  # no memory for so much at once: it is tried again, record by record


def _or_end(task: Callable[[], None]) -> None:
    """Do a task without end; the whole worker ends with it."""
    with contextlib.suppress(Exception):
        task()
    os._exit(1)


def _hear(pipe: Connection, given: SimpleQueue[Batch]) -> None:
    while True:
        given.put(pipe.recv())


def _tell(pipe: Connection, told: SimpleQueue[bytes]) -> None:
    while True:
        pipe.send_bytes(told.get())


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])  # nobody is left to read an answer


def limit_memory() -> None:
    """A record that takes more than all memory of a session is refused, and ends nothing."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        most = _MOST_MEMORY if hard < 0 else min(_MOST_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
