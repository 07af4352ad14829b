"""What a client has handed over, as a forked app reads it."""

from __future__ import annotations

import socket
from typing import NamedTuple

from tui.kiosk.offer import DESCRIPTORS, DIGITS, LIMITS, MAGIC, MOST_BYTES, Refused

_NO_OFFER = "it said nothing that a client says"


class Offer(NamedTuple):
    """A client as it was when it asked."""

    edition: bytes
    """What it must have in common with the host, from `edition`."""
    umask: int
    nice: int
    limits: tuple[tuple[int, int], ...]
    """Soft and hard, in the order of LIMITS; -1: none."""
    ignored: tuple[int, ...]
    """Signals that it was told to ignore."""
    streams: tuple[tuple[str, str], ...]
    """Encoding and way with errors of the three standard streams."""
    has_ctype: bool
    """Whether LC_CTYPE was set when the process began, and not by Python."""
    catalogue: bytes | None
    """What was named by --catalog."""
    environment: dict[bytes, bytes]


def difference(ours: bytes, theirs: bytes) -> str:
    """What of two editions is not the same, in a word or two; empty where all is."""
    here, there = ours.split(b"\n"), theirs.split(b"\n")
    if len(there) != len(here):
        return "program"
    told = ("program", "Python", "character set", "user or groups", "view of the file system")
    return next((name for name, one, two in zip(told, here, there, strict=True) if one != two), "")


def unpacked(body: bytes) -> Offer:
    """The offer in the body of a frame; raises Refused where it is none."""
    try:
        edition, numbers, signals, streams, ctype, catalogue, *variables, last = body.split(b"\0")
        umask, nice, *limits = map(int, numbers.decode("ascii").split(" "))
        ignored = tuple(map(int, signals.decode("ascii").split()))
        words = streams.decode("ascii").split(" ")
        environment = dict(each.split(b"=", 1) for each in variables)
    except ValueError:
        raise Refused(_NO_OFFER) from None
    is_whole = len(limits) == 2 * len(LIMITS) and len(words) == 6 and not last
    if not is_whole or ctype not in (b"0", b"1") or catalogue[:1] not in (b"", b"="):
        raise Refused(_NO_OFFER)
    if not 0 <= umask <= 0o777 or b"" in environment:
        raise Refused(_NO_OFFER)
    return Offer(
        edition,
        umask,
        nice,
        tuple(zip(limits[::2], limits[1::2], strict=True)),
        ignored,
        tuple(zip(words[::2], words[1::2], strict=True)),
        ctype == b"1",
        catalogue[1:] if catalogue else None,
        environment,
    )


def received(line: socket.socket) -> tuple[Offer, list[int]]:
    """The offer that comes in, and its descriptors; raises Refused, OSError.

    Waits for as long as the client takes: whoever calls this has set itself an end.
    """
    head = len(MAGIC) + DIGITS
    data, descriptors, flags, _ = socket.recv_fds(line, head, DESCRIPTORS)
    if flags & socket.MSG_CTRUNC or len(descriptors) != DESCRIPTORS:
        raise Refused(_NO_OFFER)
    data = _filled(line, data, head)
    try:
        length = int(data[len(MAGIC) :].decode("ascii"), 16)
    except ValueError:
        raise Refused(_NO_OFFER) from None
    if not data.startswith(MAGIC) or not 0 <= length <= MOST_BYTES:
        raise Refused(_NO_OFFER)
    return unpacked(_filled(line, b"", length)), descriptors


def _filled(line: socket.socket, data: bytes, length: int) -> bytes:
    while len(data) < length:
        if not (more := line.recv(length - len(data))):
            raise Refused(_NO_OFFER)
        data += more
    return data
