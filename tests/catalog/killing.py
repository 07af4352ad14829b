"""A deed on a catalogue, killed in its middle: `python -m tests.catalog.killing DEED FOLDER TIMES`.

The process that does it counts the calls that Python makes and ends itself (kill -9) at one of
them, drawn by chance: no moment depends on a clock. Whatever is cut: the catalogue is the one
before or the one after, whole; the deed, done again, gives what it gives without a cut, and nothing
is left beside the file.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from catalog.identity import decisions
from catalog.model.errors import CatalogueError
from catalog.store.catalogue import Catalogue
from catalog.store.publish import changing
from tests.catalog.keeping import keep, record, rows
from tests.catalog.making import trial
from tests.catalog.test_migrations import everything, laid_out, unsound

A, B = "NCT99990001", "DRKS99990002"
AT = "2026-01-02T00:00:00Z"
NAME = "c.db"
ROOT = Path(__file__).resolve().parent.parent.parent
_ENDS = (10, 40, 150, 600)
"""Calls of the end of a deed, in which it is checked, renamed and made to last."""


class Deed(NamedTuple):
    """What is killed: how its file begins, what is done, and what readers see of it."""

    begin: Callable[[Path], object]
    do: Callable[[Path], object]
    seen: Callable[[Path], object]


def _two(path: Path) -> None:
    keep(path, [record(trial(each, title=f"Title of {each}")) for each in (A, B)])


def _linked(path: Path) -> None:
    _two(path)
    decisions.link(path, A, B, AT)


def _migrate(path: Path) -> None:
    with changing(path):
        pass


def _trials(path: Path) -> object:
    with Catalogue.open(path) as catalogue:
        assert unsound(catalogue) == []
        ids = sorted({merged.id for each in (A, B) if (merged := catalogue.get(each))})
        return catalogue.count(), ids, catalogue.joined(ids[0]), catalogue.decided(ids[0], ids[-1])


def _layout(path: Path) -> object:
    with Catalogue.open(path) as catalogue:
        return rows(path, "PRAGMA user_version"), everything(catalogue)


DEEDS = {
    "link": Deed(_two, lambda path: decisions.link(path, A, B, AT), _trials),
    "reject": Deed(_two, lambda path: decisions.reject(path, A, B), _trials),
    "unlink": Deed(_linked, lambda path: decisions.unlink(path, A), _trials),
    "migrate": Deed(laid_out, _migrate, _layout),
}


class Counter:
    """Counts calls, and ends the process at the last of them."""

    def __init__(self, last: int = 0) -> None:
        self.count, self._last = 0, last

    def __call__(self, frame: FrameType, event: str, argument: object) -> None:
        self.count += 1
        if self.count == self._last:
            os.kill(os.getpid(), signal.SIGKILL)


def _only(path: Path, content: bytes) -> None:
    """The catalogue, and nothing else in its folder."""
    shutil.rmtree(path.parent)
    path.parent.mkdir()
    path.write_bytes(content)


def _again(deed: Deed, path: Path) -> None:
    """Do it to the end; what was done before the cut cannot be done twice."""
    try:
        deed.do(path)
    except CatalogueError as error:
        assert "already" in error.reason or "no link to undo" in error.reason, error.reason


def main(name: str, folder: Path, times: int) -> None:
    deed, path = DEEDS[name], folder / NAME
    deed.begin(path)
    old, before = path.read_bytes(), deed.seen(path)
    deed.do(path)
    after = deed.seen(path)
    beside = {each.name for each in folder.iterdir()}
    _only(path, old)
    counter = Counter()  # of what is loaded already, as in the processes that are killed
    sys.setprofile(counter)
    deed.do(path)
    sys.setprofile(None)
    chance, killed, done = random.Random(name), 0, 0
    for number in range(times):
        _only(path, old)
        # Half of them about the rename.
        first = counter.count - chance.choice(_ENDS) if number % 2 else 1
        at = chance.randint(first, counter.count)
        child = os.fork()
        if not child:
            sys.setprofile(Counter(at))
            deed.do(path)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"failed before call {at}"
        killed += os.WIFSIGNALED(status)
        seen = deed.seen(path)
        assert seen in (before, after), f"killed at call {at}: {seen}"
        done += seen == after
        _again(deed, path)
        assert deed.seen(path) == after, f"killed at call {at}, then done again"
        left = {each.name for each in folder.iterdir()}
        assert left <= beside, f"killed at call {at}: left {left - beside}"
    assert killed * 2 > times, "it makes fewer calls than it did when they were counted"
    told = f"{name}: {killed} kills among {counter.count:,} calls, {done} behind the rename"
    sys.stdout.write(told + "\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
