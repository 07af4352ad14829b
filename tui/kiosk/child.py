"""What a host has forked becomes the app of one client, on its terminal and in its circumstances.

Whatever does not fit ends this process before the terminal is touched: the client sees the line
close, and starts by itself.
"""

from __future__ import annotations

import fcntl
import locale
import os
import resource
import signal
import socket
import stat
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from tui.app.opening import main as open_app
from tui.cli.failures import code_of, say
from tui.kiosk.client import GO, READY, TAKEN
from tui.kiosk.heard import Offer, difference, received
from tui.kiosk.offer import LIMITS, Refused
from tui.settings.folders import default_catalogue
from tui.terminal import repertoire
from tui.terminal.ending import WAY_OUT

_LONGEST = 5.0
"""Seconds that a client has for handing over."""


def serve(line: socket.socket, edition: bytes) -> NoReturn:
    """Be the app of the client at the line, if it may have one; ends the process."""
    try:
        _reset_signals()
        offer, streams = _fitting(line, edition)
    except BaseException as error:  # nothing may lead back into the host's own way
        why = str(error) if isinstance(error, Refused) else type(error).__name__
        say(f"a session starts by itself: {why}")
        os._exit(1)
    code = 1
    try:
        _take(line, offer, streams)
        code = _run(line, offer)
    finally:
        os._exit(code)


def _reset_signals() -> None:
    """What the host handles or was told to ignore is not for its children."""
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, _LONGEST)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def _fitting(line: socket.socket, edition: bytes) -> tuple[Offer, list[int]]:
    """The offer, when this process is in all of its circumstances, and the streams."""
    offer, descriptors = received(line)
    *streams, folder = descriptors
    if other := difference(edition, offer.edition):
        raise Refused(f"it has another {other}")
    if not all(map(os.isatty, streams)) or not stat.S_ISDIR(os.fstat(folder).st_mode):
        raise Refused("it handed over no terminal and no folder")
    os.setsid()
    os.fchdir(folder)
    os.close(folder)
    os.umask(offer.umask)
    for number in offer.ignored:
        signal.signal(number, signal.SIG_IGN)
    _limit(offer)
    _speak(offer)
    return offer, streams


def _take(line: socket.socket, offer: Offer, streams: list[int]) -> None:
    """Take the streams, and the terminal once the client has let go of it."""
    for number, each in enumerate(streams):
        os.dup2(each, number)
        os.close(each)
    keyboard, out, err = (
        open(number, mode, encoding=name, errors=errors, closefd=False)  # noqa: SIM115
        for number, (mode, (name, errors)) in enumerate(zip("rww", offer.streams, strict=True))
    )
    sys.stdin = sys.__stdin__ = keyboard  # type: ignore[assignment, misc]
    sys.stdout = sys.__stdout__ = out  # type: ignore[assignment, misc]
    sys.stderr = sys.__stderr__ = err  # type: ignore[assignment, misc]
    line.sendall(READY)
    if line.recv(1) != GO:
        os._exit(1)  # it has waited for too long, or has ended
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _limit(offer: Offer) -> None:
    """At most what the client may use; Refused where this process may use less."""
    if offer.nice < os.getpriority(os.PRIO_PROCESS, 0):
        raise Refused("this host has a lower priority")
    os.setpriority(os.PRIO_PROCESS, 0, offer.nice)
    for number, (soft, hard) in zip(LIMITS, offer.limits, strict=True):
        most = resource.getrlimit(number)[1]
        if _height(soft) > _height(most):
            raise Refused("this host has a narrower limit")
        resource.setrlimit(number, (soft, min(hard, most, key=_height)))


def _height(limit: int) -> float:
    return float("inf") if limit == resource.RLIM_INFINITY else limit


def _speak(offer: Offer) -> None:
    """Environment and locale, as Python makes them when it begins."""
    os.environ.clear()
    for name, value in offer.environment.items():
        os.environb[name] = value
    own = locale.getencoding()
    locale.setlocale(locale.LC_CTYPE, "")
    if locale.getencoding() != own:  # what files without a word about it are read in
        raise Refused("it has another character set")
    time.tzset()
    repertoire.tell_coerced(not offer.has_ctype)


def _run(line: socket.socket, offer: Offer) -> int:
    """The app, once the client knows that it has the terminal; returns the exit code."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(number, _ended_by)
    WAY_OUT.leave = _leaving(line)
    named = offer.catalogue
    path = default_catalogue() if named is None else Path(os.fsdecode(named))

    def begun() -> int:
        signal.setitimer(signal.ITIMER_REAL, 0)
        _hang_up_with(line)
        line.sendall(TAKEN)
        return open_app(path, kiosk=True)

    code = code_of(begun, kiosk=True)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    WAY_OUT.leave(code)
    return code


def _ended_by(number: int, *_: object) -> None:
    raise SystemExit(128 + number)


def _hang_up_with(line: socket.socket) -> None:
    """Have the kernel send a hang-up when the client's end closes, or says anything more."""
    fcntl.fcntl(line, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(line, fcntl.F_SETSIG, signal.SIGHUP)
    fcntl.fcntl(line, fcntl.F_SETFL, fcntl.fcntl(line, fcntl.F_GETFL) | os.O_ASYNC)
    with suppress(BlockingIOError):
        if not line.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT):
            raise SystemExit(128 + signal.SIGHUP)  # it had gone before


def _leaving(line: socket.socket) -> Callable[[int], None]:
    def leave(code: int) -> None:
        with suppress(OSError):
            fcntl.fcntl(line, fcntl.F_SETFL, fcntl.fcntl(line, fcntl.F_GETFL) & ~os.O_ASYNC)
            line.send(b"%d\n" % code)
        os._exit(code)

    return leave
