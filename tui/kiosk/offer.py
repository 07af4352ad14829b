"""What a client hands over to a host: its form on the socket, and what both must have in common.

A frame is `trials 1`, eight hexadecimal digits that say how many bytes follow, and those: fields
with a NUL behind each, for no name, path or variable can contain one. Four descriptors come with
the first byte: the three standard streams and the folder that the client stands in.

A client loads this before anything can be seen, so it loads little: of `signal` the half in C, for
the enumerations around it take as long as all of this.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import os
import resource
import sys

MAGIC = b"trials 1"
DIGITS = 8
MOST_BYTES = 128 * 1024
"""Of a frame; a client that has more to say starts by itself."""
DESCRIPTORS = 4
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
LIMITS = tuple(
    sorted({number for name, number in vars(resource).items() if name.startswith("RLIMIT_")})
)
_FLAGS = ("optimize", "dont_write_bytecode", "ignore_environment", "isolated", "no_site",
          "no_user_site", "dev_mode", "bytes_warning", "hash_randomization")  # fmt: skip
"""Of the interpreter. Its UTF-8 mode is none of them: what that changes is compared itself."""
LOADED = ("TEXTUAL", "PYTHON", "_PYTHON", "LD_", "RAPIDFUZZ_", "GLIBC_TUNABLES", "ESCDELAY",
          "LC_TERMINAL", "TERM_PROGRAM", "ANDROID_DATA")  # fmt: skip
"""How variables begin that act while a program is loaded: a host has been loaded without them."""


class Refused(Exception):
    """This client is not taken: it will start by itself. The text says why, and no more."""


def edition() -> bytes:
    """Program, interpreter, letters, user and file system of this process: a line each.

    Raises OSError.
    """
    folder = os.stat(_PACKAGE)  # noqa: PTH116
    told = (
        (folder.st_dev, folder.st_ino),
        (sys.hexversion, sys.prefix, [getattr(sys.flags, name) for name in _FLAGS]),
        (sys.getfilesystemencoding(), sys.getfilesystemencodeerrors()),
        (os.getresuid(), os.getresgid(), sorted({*os.getgroups(), os.getegid()})),
        [os.readlink(f"/proc/self/ns/{name}") for name in ("mnt", "pid", "user")],  # noqa: PTH115
    )
    return "\n".join(map(ascii, told)).encode("ascii")


def said(catalogue: str | None) -> bytes:
    """The frame of this process; raises OSError, and Refused where a host cannot do it."""
    for name in os.environ:
        if name.startswith(LOADED):
            raise Refused("a variable acts while a program is loaded")
    with open("/proc/self/environ", "rb") as file:  # noqa: PTH123
        begun = file.read()
    umask = os.umask(0o077)
    os.umask(umask)
    numbers = [umask, os.getpriority(os.PRIO_PROCESS, 0)]
    for number in LIMITS:
        numbers += resource.getrlimit(number)
    ignored = [
        int(each) for each in _signal.valid_signals() if _signal.getsignal(each) == _signal.SIG_IGN
    ]
    streams = [(each.encoding, each.errors) for each in (sys.stdin, sys.stdout, sys.stderr)]
    return framed(
        edition(),
        " ".join(map(str, numbers)).encode(),
        " ".join(map(str, ignored)).encode(),
        " ".join(str(each) for pair in streams for each in pair).encode(),
        b"1" if begun.startswith(b"LC_CTYPE=") or b"\0LC_CTYPE=" in begun else b"0",
        b"" if catalogue is None else b"=" + os.fsencode(catalogue),
        *(name + b"=" + value for name, value in os.environb.items()),
    )


def framed(*fields: bytes) -> bytes:
    """Fields as a frame; raises Refused where it is too long."""
    body = b"".join(each + b"\0" for each in fields)
    if len(body) > MOST_BYTES:
        raise Refused("its environment is too long")
    return b"%s%08x%s" % (MAGIC, len(body), body)
