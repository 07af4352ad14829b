"""Real files, changed anywhere by chance: a record or a sentence, never a defect of ours."""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.importers.corpus_counts import gathered
from tests.soaking import often

COUNT = often(12, 4_000)
_LARGEST = often(60_000, 400_000)
"""Bytes; a larger file is read from a cut."""
_MOST = 60.0
"""Seconds of the processor that one file may take."""
_ODD = (b"\0", b"\xff", b"\x1b[2J", b"\n", b'"', b"'", b"<", b"&", b"]]>", b"{", b"}", b"[",
        b"\\", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"1e400", b"-0", b"null", b"\x85", b"|", b"\t",
        b";")  # fmt: skip


def _changed(raw: bytes, chance: random.Random) -> bytes:
    data = bytearray(raw)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at, size = chance.randrange(len(data) + 1), chance.choice((1, 2, 8, 40, 400, 4_000))
        what = chance.randrange(7)
        if what == 0:
            del data[at : at + size]
        elif what == 1:
            data[at:at] = chance.choice(_ODD) * chance.choice((1, 1, 3, 200))
        elif what == 2:
            data[at : at + 1] = bytes([chance.randrange(256)])
        elif what == 3:
            data[at:at] = data[at : at + size] * chance.choice((1, 5))
        elif what == 4 and len(data) > size:
            other = chance.randrange(len(data) - size)
            data[at : at + size] = data[other : other + size]
        elif what == 5:
            data[at : at + size] = chance.randbytes(min(size, 40))
        else:
            place = data.find(b":", at)
            data[place + 1 : place + 1] = chance.choice((b"{}", b"[", b'"', b"null,", b"9" * 30))
    if data and chance.random() < 0.1:
        del data[chance.randrange(len(data)) :]
    return bytes(data)


def test_no_changed_file_is_called_a_defect(corpus: Path, tmp_path: Path) -> None:
    chance = random.Random(4_000)
    files = sorted(each for each in corpus.rglob("*") if each.is_file() and each.suffix != ".md")
    told: Counter[str] = Counter()
    slowest = 0.0
    for _ in range(COUNT):
        path = chance.choice(files)
        raw = path.read_bytes()
        if path.suffix not in (".zip", ".gz", ".xlsx"):
            raw = raw[:_LARGEST]
        elif len(raw) > _LARGEST:
            continue
        damaged = tmp_path / path.name
        damaged.write_bytes(_changed(raw, chance))
        began = time.process_time()
        outcome = gathered([damaged])
        took = time.process_time() - began
        slowest = max(slowest, took)
        what = (path, damaged.stat().st_size)
        assert took < _MOST, what
        for each in outcome.refused:
            if "defect" in each.reason or "\n" in each.reason or len(each.reason) > 450:
                pytest.fail(f"{what}: {each}")
        told["records"] += len(outcome.records)
        told["refused"] += len(outcome.refused)
        damaged.unlink()
    sys.stdout.write(f"{COUNT} files: {dict(told)}, at most {slowest:.1f} s\n")
