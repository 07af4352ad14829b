"""The client of a host: hands the terminal over, and waits for the exit code.

Where there is no host, it is another edition, it says no or takes too long, nothing has happened
and the program goes on as if there were none. Else the forked app becomes the session leader of
the terminal, so that signals by keys, the window's size and a dropped line reach it from the
kernel as they would have reached this process. What stays here is a shell of a fifth of a megabyte
that reads the exit code from the socket and nothing from the terminal; when it is ended the socket
closes, and with it the app.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import _socket as socket
import fcntl
import os
import termios
from struct import calcsize, pack, unpack
from time import CLOCK_BOOTTIME, clock_gettime, monotonic, process_time

from tui.kiosk.offer import Refused, said

PATIENCE = 0.15
"""Seconds until the program starts by itself, on a machine that has nothing else to do."""
LONGEST = 3.0
"""And on any: where many begin at once all is slow, and starting alone the slowest."""
READY, GO, TAKEN = b"r", b"g", b"t"
_SHELL = "/bin/sh"
_KILLED = 137
"""The exit code of an app that ended without a word."""
_WAITS = f'read -r code <&3; exit "${{code:-{_KILLED}}}"'


def hand_over(path: str, catalogue: str | None) -> None:
    """Hand the terminal to the host at a socket; returns only where none has taken it."""
    try:
        line = _taken(path, catalogue)
    except (Refused, OSError, ValueError, termios.error):
        return
    except KeyboardInterrupt:
        os._exit(128 + int(_signal.SIGINT))
    line.setblocking(True)
    os.dup2(line.fileno(), 3)
    os.set_inheritable(3, True)
    try:
        os.execve(_SHELL, ["sh", "-c", _WAITS], {})
    except OSError:  # no shell after all: this process waits itself
        os._exit(int(line.recv(8) or _KILLED))


def _taken(path: str, catalogue: str | None) -> socket.socket:
    """The line to the app that has the terminal now; raises Refused, OSError."""
    if not _leads() or not os.access(_SHELL, os.X_OK):
        raise Refused("no terminal to hand over")
    offered = said(catalogue)
    until = monotonic() + min(PATIENCE * _slowness(), LONGEST)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(PATIENCE)
    line.connect(path)
    if peer(line) != os.getuid():
        raise Refused("another user listens there")
    folder = os.open(".", os.O_PATH | os.O_DIRECTORY)
    try:
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, pack("4i", 0, 1, 2, folder))
        sent = line.sendmsg([offered], [rights])
    finally:
        os.close(folder)
    line.sendall(offered[sent:])
    _wait_for(line, READY, until)
    _let_go()
    try:
        line.sendall(GO)
        _wait_for(line, TAKEN, until)
    except (Refused, OSError) as error:
        if _is_taken_back():
            raise Refused("it took too long") from error
        line.setblocking(True)  # the app has it, and says so however late, or has ended
        if line.recv(1) != TAKEN:
            os._exit(_KILLED)
    return line


def _is_taken_back() -> bool:
    """Whose the terminal is, the kernel decides: what can be taken back, the app has not."""
    try:
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    except OSError:
        return False
    return True


def _leads() -> bool:
    """Whether this process leads the session of the terminal at all three streams."""
    if os.getsid(0) != os.getpid() or not all(map(os.isatty, range(3))):
        return False
    same = {os.fstat(each).st_rdev for each in range(3)}
    return len(same) == 1 and os.tcgetpgrp(0) == os.getpgrp()


def _slowness() -> float:
    """How much longer than its work this process has taken until now."""
    with open("/proc/self/stat", "rb") as file:  # noqa: PTH123
        begun = int(file.read().rpartition(b")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    return max((clock_gettime(CLOCK_BOOTTIME) - begun) / process_time(), 1.0)


def _let_go() -> None:
    """Give the terminal up as this session's, without the hang-up that the kernel sends for it."""
    before = _signal.signal(_signal.SIGHUP, _signal.SIG_IGN)
    try:
        fcntl.ioctl(0, termios.TIOCNOTTY)
    finally:
        _signal.signal(_signal.SIGHUP, before)


def _wait_for(line: socket.socket, word: bytes, until: float) -> None:
    line.settimeout(max(until - monotonic(), 0.001))
    if line.recv(1) != word:
        raise Refused("the host said no")


def peer(line: socket.socket) -> int:
    """The user at the other end, as the kernel knows it."""
    told = line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, calcsize("3i"))
    user: int = unpack("3i", told)[1]
    return user
