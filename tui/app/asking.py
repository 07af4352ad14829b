"""Threads that ask the catalogue, so that no key waits.

An Asker has a catalogue connection of its own. A newer question of a kind takes the place of an
older one: the older is told to stop, and its answer is never delivered.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from catalog.durable import Seen, file_identity
from catalog.model.damage import not_read
from catalog.model.errors import CatalogueError
from catalog.model.own_sites import NOBODYS, Own
from catalog.search.results import Superseded
from catalog.store.opening import check_version, connect_read_only
from tui.settings.folders import synonyms_file

if TYPE_CHECKING:
    from catalog.places.neighbours import Places
    from catalog.search.searcher import Searcher
    from catalog.store.catalogue import Catalogue
    from catalog.store.stored_limits import LimitsReader

_SLOW = 0.05
"""Seconds by the clock; a search below it delays nobody."""
_CROWDED = 2.0
"""By the clock, as a multiple of the processor's time."""
_FIRST, _LONGEST = 0.06, 0.18
"""Seconds; letters of a fast typist come every 0.15."""
_EASING = 0.8
TYPED = "search"
"""The kind of question that comes with every letter."""
T = TypeVar("T")
Stop = Callable[[], bool]
Deliver = Callable[[Callable[[], None]], None]


class Patience:
    """How long a search waits for the next letter: not at all, but on an overloaded machine.

    Where many people type at once every letter's search takes time from all others, and is mostly
    overtaken by the next letter before it is answered. There it is quicker for everybody to search
    when somebody pauses. What shows it is a search that took far longer than the processor worked.
    One for each thread that searches; it learns from every search.
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        """How long the next search waits for a newer one to take its place."""

    def learn(self, taken: float, worked: float) -> None:
        """A search took so many seconds by the clock, and so many of the processor."""
        if taken > _SLOW and taken > worked * _CROWDED:
            self.seconds = min(max(self.seconds * 2, _FIRST), _LONGEST)
        else:
            self.seconds *= _EASING
            if self.seconds < _FIRST / 2:
                self.seconds = 0.0


class Job(Generic[T]):
    """A question and who waits for its answer."""

    def __init__(
        self,
        work: Callable[[Reading, Stop], T],
        then: Callable[[T], None],
        failed: Callable[[str], None],
        number: int,
        due: float,
    ) -> None:
        self.work, self.then, self.failed, self.number = work, then, failed, number
        self.due = due
        """When it may be answered, by the monotonic clock; a newer one may come before."""


class Reading:
    """A catalogue and its searcher, open in one thread; each is opened when it is first wanted.

    Reading whole trials loads the rules for eligibility, which searching does not need.
    """

    def __init__(self, path: Path, seen: Seen = None, own: Own = NOBODYS) -> None:
        self._path = path
        self._own = own
        self._seen = seen or file_identity(path)
        self._catalogue: Catalogue | None = None
        self._searcher: Searcher | None = None
        self._places: Places | None = None
        self._limits: LimitsReader | None = None

    @property
    def catalogue(self) -> Catalogue:
        """Whole trials; opened when it is first asked for. Raises CatalogueError."""
        if self._catalogue is None:
            from catalog.store.catalogue import Catalogue

            self._catalogue = Catalogue.open(self._path)
        return self._catalogue

    @property
    def searcher(self) -> Searcher:
        """What finds trials; the same."""
        if self._searcher is None:
            from catalog.search.searcher import Searcher

            connection = connect_read_only(self._path)
            check_version(connection, self._path)
            self._searcher = Searcher(connection, synonyms_file(), self._own)
        return self._searcher

    @property
    def places(self) -> Places:
        """Where places lie, for the views of a trial."""
        if self._places is None:
            self._places = self.catalogue.places(self._own.names)
        return self._places

    @property
    def limits(self) -> LimitsReader:
        """What a patient's verdicts are made of."""
        if self._limits is None:
            from catalog.store.stored_limits import LimitsReader

            self._limits = LimitsReader(self._path)
        return self._limits

    def is_current(self) -> bool:
        """Whether the file on disk is still the one that was opened."""
        return file_identity(self._path) == self._seen


class Asker(threading.Thread):
    """Answers questions of several kinds, the newest of each kind alone.

    `deliver` is called in this thread with a function to be called in the app's.
    """

    def __init__(
        self,
        path: Path,
        deliver: Deliver,
        broken: Callable[[Exception], None],
        seen: Seen = None,
        own: Own = NOBODYS,
    ) -> None:
        super().__init__(name="trials-asker", daemon=True)
        self._path, self._deliver, self._broken = path, deliver, broken
        self._seen, self._own = seen, own
        self._wakes = threading.Condition()
        self._waiting: dict[str, Job[Any]] = {}
        self._newest: dict[str, int] = {}
        self._reading: Reading | None = None
        self._ended = False
        self.busy = False
        self._done: dict[str, int] = {}
        self._patience = Patience()

    def ask(
        self,
        kind: str,
        work: Callable[[Reading, Stop], T],
        then: Callable[[T], None],
        failed: Callable[[str], None],
    ) -> None:
        """Have `work` done here and its answer given to `then`, unless a newer question comes."""
        with self._wakes:
            number = self._newest.get(kind, 0) + 1
            self._newest[kind] = number
            self._waiting.pop(kind, None)
            patience = self._patience.seconds if kind == TYPED else 0.0
            self._waiting[kind] = Job(work, then, failed, number, time.monotonic() + patience)
            self._wakes.notify()

    @property
    def works(self) -> bool:
        """Whether a question is being answered or waits."""
        with self._wakes:
            return self.busy or bool(self._waiting)

    def works_on(self, kind: str) -> bool:
        """Whether the newest question of this kind has not been answered yet."""
        with self._wakes:
            return self._newest.get(kind, 0) != self._done.get(kind, 0)

    def drop(self, kind: str) -> None:
        """Nobody wants this kind's answer any more."""
        with self._wakes:
            self._newest[kind] = self._done[kind] = self._newest.get(kind, 0) + 1
            self._waiting.pop(kind, None)

    def reopen(self) -> None:
        """Open the file anew before the next question."""
        with self._wakes:
            self._reading = self._seen = None

    def end(self) -> None:
        """Stop what runs and end the thread."""
        with self._wakes:
            self._ended = True
            self._wakes.notify()

    def run(self) -> None:
        while True:
            with self._wakes:
                while (kind := self._due()) is None and not self._ended:
                    self.busy = False
                    self._wakes.wait(self._until_due())
                if self._ended or kind is None:
                    return
                job = self._waiting.pop(kind)
                self.busy = True
            self._answer(kind, job)

    def _due(self) -> str | None:
        """The kind of the oldest question that may be answered now."""
        now = time.monotonic()
        return next((kind for kind, job in self._waiting.items() if job.due <= now), None)

    def _until_due(self) -> float | None:
        if not self._waiting:
            return None
        return max(0.0, min(job.due for job in self._waiting.values()) - time.monotonic())

    def _answer(self, kind: str, job: Job[Any]) -> None:
        def is_old() -> bool:
            return self._ended or self._newest[kind] != job.number

        try:
            if self._reading is None:
                self._reading = Reading(self._path, self._seen, self._own)
            answer = self._worked(kind, job, is_old)
        except Superseded:
            return
        except CatalogueError as error:
            reason = error.reason
            self._tell(kind, job, is_old, lambda: job.failed(reason))
        except Exception as error:
            if type(error).__module__ != "sqlite3":  # a damaged file, not a defect of ours
                self._broken(error)
                return
            reason = not_read(self._path.name, error)
            self._tell(kind, job, is_old, lambda: job.failed(reason))
        else:
            self._tell(kind, job, is_old, lambda: job.then(answer))

    def _worked(self, kind: str, job: Job[T], is_old: Stop) -> T:
        assert self._reading is not None
        begun, worked = time.monotonic(), time.thread_time()
        try:
            return job.work(self._reading, is_old)
        finally:
            if kind == TYPED:
                self._patience.learn(time.monotonic() - begun, time.thread_time() - worked)

    def _tell(self, kind: str, job: Job[Any], is_old: Stop, what: Callable[[], None]) -> None:
        def in_time() -> None:
            if not is_old():
                self._done[kind] = job.number
                what()

        if not is_old():
            self._deliver(in_time)
