"""The parent: has loaded the app, listens on a private socket, and forks.

It has no thread, and no file but the socket: it reads nothing of a client and nothing of a
catalogue; both are for what it has forked. So nothing that a client says can harm it, and a new
catalogue needs no new parent. A new program does: when a file of it has changed it takes nobody
more and ends, for its service manager to start it again; who is in a session stays in it.
"""

from __future__ import annotations

import gc
import importlib
import os
import pkgutil
import signal
import socket
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from tui.app.opening import make_ready
from tui.cli.failures import DONE, REFUSED, WRONG_USE, say
from tui.kiosk.child import serve as be_the_app
from tui.kiosk.client import peer
from tui.kiosk.offer import LOADED, edition
from tui.terminal import shell

ROOMS = ("tui.app", "tui.screens", "tui.show", "tui.widgets", "tui.terminal", "tui.settings",
         "tui.exports", "catalog.model", "catalog.merging", "catalog.comparison",
         "catalog.eligibility", "catalog.outcomes", "catalog.drugs", "catalog.places",
         "catalog.search", "catalog.store.catalogue", "textual.layouts", "textual.scrollbar",
         "textual.drivers.headless_driver", "textual.pilot")  # fmt: skip
"""What a session comes to load; what these load comes with them."""
_PROGRAM = ("catalog", "handover", "importers", "personal", "tui")
MOST = 256
"""Sessions at once; who comes later starts by itself."""
_BACKLOG = 128


class NoPlace(Exception):
    """No socket can stand there; the reason is a sentence."""


def serve(path: Path) -> int:
    """Serve clients at the socket `path` until ended by a signal; returns the exit code."""
    gc.disable()  # what it frees would leave holes, and each that a child fills is a page copied
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _ended_by)
    for name in [each for each in os.environ if each.startswith(LOADED)]:
        del os.environ[name]
    try:
        return Parent(path).run()
    except NoPlace as wrong:
        say(str(wrong))
        return WRONG_USE
    except OSError as error:  # of the system, for now: another try may do
        say(f"{path}: {error.strerror}")
        return REFUSED


def _ended_by(number: int, _: FrameType | None) -> None:
    raise SystemExit(128 + number if number != signal.SIGTERM else 0)


class Parent:
    """A socket, and how many live by it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files = Files()
        load()
        self._edition = edition()
        self._living = 0
        gc.freeze()

    def run(self) -> int:
        """Take clients until the program has changed; raises NoPlace, and SystemExit by signals."""
        signal.signal(signal.SIGCHLD, self._reap)
        with listening(self._path) as listener:
            say(f"ready at {self._path}")
            while self._take(listener):
                pass
        say("the program has changed; who comes now starts by itself")
        return DONE

    def _take(self, listener: socket.socket) -> bool:
        """Fork for the next client; False where the program is another now."""
        try:
            line, _ = listener.accept()
        except ConnectionAbortedError:
            return True
        with line:
            if self._files.have_changed():
                return False
            if peer(line) == os.getuid() and self._living < MOST:
                self._fork(listener, line)
        return True

    def _fork(self, listener: socket.socket, line: socket.socket) -> None:
        if _threads() != 1:  # what another thread holds would be held in the child for ever
            raise RuntimeError("a parent has threads")
        before = signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        try:
            self._living += 1
            if os.fork() == 0:
                listener.close()
                be_the_app(line, self._edition)
        except OSError:  # too many processes, or no memory: the client starts by itself
            self._living -= 1
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _reap(self, *_: object) -> None:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                self._living -= 1


def load() -> None:
    """Load what a session comes to load."""
    shell.forget_environment()
    shell.do_without_ssl()
    for room in ROOMS:
        package = importlib.import_module(room)
        for each in pkgutil.walk_packages(getattr(package, "__path__", ()), f"{room}."):
            importlib.import_module(each.name)
    make_ready()


def _threads() -> int:
    """Threads of this process, whoever started them."""
    return max(threading.active_count(), len(os.listdir("/proc/self/task")))  # noqa: PTH208


class Files:
    """The files of the program as they were, before they were loaded."""

    def __init__(self) -> None:
        root = Path(__file__).parent.parent.parent
        self._paths = [sys.executable, *(str(each) for each in of_program(root))]
        # What else is installed is told by the folder: each package has one with its version there.
        self._paths += [
            each for each in sys.path if each.endswith(("site-packages", "dist-packages"))
        ]
        self._were = self._now()

    def have_changed(self) -> bool:
        """Whether any is another now."""
        return self._now() != self._were

    def _now(self) -> list[tuple[int, ...] | None]:
        return [_stamp(path) for path in self._paths]


def of_program(root: Path) -> Iterator[Path]:
    """Files and folders of the program below where it was installed."""
    for package in _PROGRAM:
        for path in (root / package, *(root / package).rglob("*")):
            if "__pycache__" not in path.parts:
                yield path


def _stamp(path: str) -> tuple[int, ...] | None:
    try:
        told = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    # Byte code that is made beside a module changes its folder, and nothing else of it.
    changed = (
        0 if stat.S_ISDIR(told.st_mode) and not path.endswith("-packages") else told.st_mtime_ns
    )
    return told.st_dev, told.st_ino, changed


@contextmanager
def listening(path: Path) -> Iterator[socket.socket]:
    """A socket of this user alone, removed in the end; raises NoPlace."""
    _look_at(path)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        before = os.umask(0o177)
        try:
            listener.bind(str(path))
        except OSError as error:
            raise NoPlace(f"{path}: {error.strerror or error}") from None
        finally:
            os.umask(before)
        own = path.stat()
        listener.listen(_BACKLOG)
        try:
            yield listener
        finally:
            with suppress(OSError):
                if path.stat().st_ino == own.st_ino:
                    path.unlink()


def _look_at(path: Path) -> None:
    """Clear the place where a parent was killed; raises NoPlace where it is not ours."""
    try:
        folder = path.parent.lstat()
        if not stat.S_ISDIR(folder.st_mode) or folder.st_uid != os.getuid():
            raise NoPlace(f"{path.parent}: is no folder of this user")
        if folder.st_mode & 0o077:
            raise NoPlace(f"{path.parent}: others may enter it; chmod 700 makes it private")
        if not stat.S_ISSOCK(path.lstat().st_mode):
            raise NoPlace(f"{path}: something else stands there")
    except FileNotFoundError:
        if not path.parent.is_dir():
            raise NoPlace(f"{path.parent}: there is no such folder") from None
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
        except OSError as error:
            raise NoPlace(f"{path}: {error.strerror or error}") from None
        else:
            raise NoPlace(f"{path}: another host listens there")
