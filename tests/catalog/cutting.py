"""A change of the catalogue, call by call, and what a disk may hold when the power goes in between.

`recorded` runs a change in a process of its own under strace and gives what it asked of the disk in
one folder, in order. `Disk` does the same again as far as wanted, and makes a folder of what there
is then: after a kill all that was asked; after a power cut what was synced, and of the rest any
part. What was written into a file may come in any order, and so may names that were given, since
the last sync of each; a rename is there or not.
"""

from __future__ import annotations

import copy
import os
import random
import re
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pytest

_CALLS = (
    "openat,close,write,pwrite64,ftruncate,rename,renameat,renameat2,unlink,unlinkat,link,linkat,"
    "fsync,fdatasync,copy_file_range,sendfile,utimensat"
)
_LINE = re.compile(r"(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_TIME = re.compile(r"tv_sec=(\d+), tv_nsec=(\d+)")


class Call(NamedTuple):
    """One call that succeeded: its name, texts and numbers as strace prints them, its answer."""

    name: str
    texts: list[bytes]
    rest: str
    answer: int

    @property
    def number(self) -> int:
        """The first number: a descriptor."""
        return int(re.match(r"\s*(\d+)", self.rest)[1])  # type: ignore[index]

    def numbers(self) -> list[int]:
        """Everything between commas that is a number."""
        return [int(each) for each in self.rest.split(",") if each.strip().isdecimal()]


def traced(log: Path, work: Callable[[], object], *options: str) -> int:
    """Do it in a process of its own under strace; what waitpid says of how that ended."""
    go, begin = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            os.read(go, 1)
            work()
            code = 0
        finally:
            os._exit(code)
    command = ["strace", "-qq", "-o", str(log), "-p", str(child), *options]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as tracer:
        status = Path(f"/proc/{child}/status")
        while "TracerPid:\t0" in status.read_text() and tracer.poll() is None:
            os.sched_yield()
        is_traced = tracer.poll() is None
        os.write(begin, b"x")
        _, ended = os.waitpid(child, 0)
    os.close(go)
    os.close(begin)
    if not is_traced:
        pytest.skip("strace may not attach to a process here")
    return ended


def recorded(folder: Path, work: Callable[[], object]) -> list[Call]:
    """What the work asks of the disk."""
    log = folder.with_name("calls")
    assert traced(log, work, "-xx", "-s", str(1 << 24), "-e", f"trace={_CALLS}") == 0
    calls = []
    for line in log.read_text("ascii").splitlines():
        found = _LINE.match(line)
        if found and int(found[3]) >= 0:
            texts = [bytes.fromhex(each.replace("\\x", "")) for each in _TEXT.findall(found[2])]
            calls.append(Call(found[1], texts, _TEXT.sub("", found[2]), int(found[3])))
    return calls


@dataclass
class File:
    """An inode."""

    data: bytearray = field(default_factory=bytearray)
    time: int = 0
    synced: tuple[bytes, int] = (b"", 0)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Where what was written since the last sync; None: cut or made longer there."""

    def write(self, at: int, data: bytes | None) -> None:
        _put(self.data, at, data)
        self.pending.append((at, data))

    def sync(self) -> None:
        self.synced = (bytes(self.data), self.time)
        self.pending = []

    def after_a_cut(self, chance: random.Random) -> tuple[bytes, int]:
        """What of it may be on the disk."""
        data = bytearray(self.synced[0])
        part = chance.choice((0.0, 0.5, 0.9, 1.0))
        kept = [each for each in self.pending if chance.random() < part]
        for at, written in kept:
            _put(data, at, written)
        return bytes(data), chance.choice((self.time, self.synced[1]))


def _put(data: bytearray, at: int, written: bytes | None) -> None:
    end = at if written is None else at + len(written)
    if written is None:
        del data[end:]
    if len(data) < end:
        data.extend(bytes(end - len(data)))
    if written is not None:
        data[at:end] = written


class Disk:
    """The folder as it was before, on which calls are done again."""

    def __init__(self, folder: Path) -> None:
        self.folder = os.fsencode(folder)
        inodes: dict[int, File] = {}
        self.names: dict[bytes, File] = {}
        for each in sorted(folder.iterdir()):
            known = each.stat()
            if known.st_ino not in inodes:
                file = inodes[known.st_ino] = File(bytearray(each.read_bytes()), known.st_mtime_ns)
                file.sync()
            self.names[os.fsencode(each.name)] = inodes[known.st_ino]
        self._synced = dict(self.names)
        self._pending: list[tuple[bytes | None, bytes | None, File]] = []
        """Names since the folder was synced: what is gone, what is there instead, of which file."""
        self._open: dict[int, tuple[File | None, int]] = {}
        self._clock = 0

    def clone(self) -> Disk:
        return copy.deepcopy(self)

    def do(self, call: Call) -> bool:
        """Do it again; whether it changes anything, or makes it last."""
        return bool(getattr(self, f"_{call.name}", lambda _: False)(call))

    def whole(self) -> dict[bytes, tuple[bytes, int]]:
        """All that was asked."""
        held = {id(file): (bytes(file.data), file.time) for file in self.names.values()}
        return {name: held[id(file)] for name, file in self.names.items()}

    def after_a_cut(self, chance: random.Random) -> dict[bytes, tuple[bytes, int]]:
        """One of the folders that the disk may hold."""
        names = dict(self._synced)
        if chance.random() < 0.6:  # a journal: names in the order in which they were given
            kept = self._pending[: chance.randrange(len(self._pending) + 1)]
        else:
            kept = [each for each in self._pending if chance.random() < 0.5]
        for gone, there, file in kept:
            if gone is not None:
                names.pop(gone, None)
            if there is not None:
                names[there] = file
        held: dict[int, tuple[bytes, int]] = {}
        for file in names.values():
            held.setdefault(id(file), file.after_a_cut(chance))
        return {name: held[id(file)] for name, file in names.items()}

    def _inside(self, path: bytes) -> bytes | None:
        front, _, name = path.rpartition(b"/")
        return name if front == self.folder else None

    def _file(self, call: Call) -> File | None:
        return self._open.get(call.number, (None, 0))[0]

    def _name(self, gone: bytes | None, there: bytes | None, file: File) -> bool:
        if gone is not None:
            self.names.pop(gone, None)
        if there is not None:
            self.names[there] = file
        self._pending.append((gone, there, file))
        return True

    def _openat(self, call: Call) -> bool:
        path = call.texts[0]
        name = self._inside(path)
        if name is None:
            self._open[call.answer] = (None, 1 if path == self.folder else 0)
            return False
        is_new = name not in self.names
        if is_new:
            self._name(None, name, File())
        file = self.names[name]
        self._open[call.answer] = (file, 0)
        if "O_TRUNC" in call.rest and file.data:
            file.write(0, None)
            return True
        return is_new

    def _close(self, call: Call) -> bool:
        self._open.pop(call.number, None)
        return False

    def _written(self, file: File, at: int, data: bytes | None) -> bool:
        self._clock += 1
        file.time = self._clock
        file.write(at, data)
        return True

    def _pwrite64(self, call: Call) -> bool:
        file = self._file(call)
        at = call.numbers()[-1]
        return file is not None and self._written(file, at, call.texts[0][: call.answer])

    def _write(self, call: Call) -> bool:
        file, at = self._open.get(call.number, (None, 0))
        if file is None:
            return False
        self._open[call.number] = (file, at + call.answer)
        return self._written(file, at, call.texts[0][: call.answer])

    def _ftruncate(self, call: Call) -> bool:
        file = self._file(call)
        size = call.numbers()[-1]
        return file is not None and len(file.data) != size and self._written(file, size, None)

    def _copy_file_range(self, call: Call) -> bool:
        source, target = (int(call.rest.split(",")[at]) for at in (0, 2))
        (one, read), (other, written) = self._open[source], self._open[target]
        if one is None or other is None or not call.answer:
            return False
        self._open[source] = (one, read + call.answer)
        self._open[target] = (other, written + call.answer)
        return self._written(other, written, bytes(one.data[read : read + call.answer]))

    def _utimensat(self, call: Call) -> bool:
        file = self._file(call)
        if file is None:
            return False
        second, nano = _TIME.findall(call.rest)[1]
        file.time = int(second) * 10**9 + int(nano)
        self.names[b"c.db"].time = file.time  # it is the catalogue's: here the clock is another
        self.names[b"c.db"].synced = (self.names[b"c.db"].synced[0], file.time)
        return True

    def _rename(self, call: Call) -> bool:
        before, after = (self._inside(each) for each in call.texts)
        return (
            before is not None
            and before in self.names
            and self._name(before, after, self.names[before])
        )

    def _link(self, call: Call) -> bool:
        before, after = (self._inside(each) for each in call.texts)
        return before is not None and self._name(None, after, self.names[before])

    _linkat = _link

    def _unlink(self, call: Call) -> bool:
        name = self._inside(call.texts[0])
        return name in self.names and name is not None and self._name(name, None, self.names[name])

    _unlinkat = _unlink

    def _fsync(self, call: Call) -> bool:
        file, is_folder = self._open.get(call.number, (None, 0))
        if file is not None:
            file.sync()
        elif is_folder:
            self._synced = dict(self.names)
            self._pending = []
        return file is not None or bool(is_folder)

    _fdatasync = _fsync


def made(folder: Path, held: dict[bytes, tuple[bytes, int]]) -> None:
    """Make a folder of it; two names of one file are that again."""
    folder.mkdir()
    first: dict[int, Path] = {}
    for name, known in held.items():
        path = folder / os.fsdecode(name)
        if id(known) in first:
            os.link(first[id(known)], path)
            continue
        first[id(known)] = path
        data, time = known
        path.write_bytes(data)
        path.chmod(0o644 if name == b"c.db" else 0o600)
        os.utime(path, ns=(time, time))
