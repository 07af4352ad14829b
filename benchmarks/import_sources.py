"""Files of studies for the import benchmark: synthetic ones, and real ones varied.

Synthetic studies repeat the criteria of some two hundred records, so that a cache of texts answers
most of what an import asks of them: they flatter. Varied studies are real ones, each time with
another number and with words of every line in other places, so that no text comes twice; their
words, lengths and layout stay those of the registry.
"""

from __future__ import annotations

import gzip
import itertools
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "benchmarks" / ".work"
_SHARED = ROOT.parent / "shared"
if not _SHARED.exists():  # a worktree beside others
    _SHARED = ROOT.parent.parent / "shared"
_TOOL = _SHARED / "tools" / "make_synthetic.py"
_FULL = _SHARED / "corpus" / "ctgov-json" / "ctg-studies.json.zip"
_SHORT = _SHARED / "bench" / "search-corpus.ndjson.gz"
KINDS = ("full", "short", "synthetic")


def source(kind: str, count: int, suffix: str = ".ndjson") -> Path:
    """A file of so many studies, made once: `full`, `short` or `mixed` real ones, or `synthetic`.

    `mixed` has all words of the short ones, and every third study is a full one.
    """
    WORK.mkdir(parents=True, exist_ok=True)
    target = WORK / f"{kind}-{count}{suffix}"
    if target.exists():
        return target
    if kind == "synthetic":
        made = [sys.executable, str(_TOOL), "--count", str(count), "--from", str(_FULL)]
        subprocess.run([*made, "--out", str(target)], check=True)
        return target
    read = {"full": _full, "short": _short, "mixed": _mixed}[kind]
    part = target.with_suffix(".part")
    with part.open("wb") as file:
        for study in itertools.islice(_varied(read), count):
            file.write(msgspec.json.encode(study) + b"\n")
    part.rename(target)
    return target


def _full() -> Iterator[Any]:
    with zipfile.ZipFile(_FULL) as members:
        for name in members.namelist():
            study = msgspec.json.decode(members.read(name))
            # Posted results are rare and long: they would hide what every study costs.
            study.pop("resultsSection", None)
            yield study


def _short() -> Iterator[Any]:
    with gzip.open(_SHORT) as lines:
        yield from map(msgspec.json.decode, lines)


def _mixed() -> Iterator[Any]:
    full = itertools.cycle([msgspec.json.encode(study) for study in _full()])
    for place, study in enumerate(_short()):
        yield study
        if place % 2 == 0:
            yield msgspec.json.decode(next(full))


def _varied(read: Callable[[], Iterator[Any]]) -> Iterator[Any]:
    number = itertools.count(50_000_000)
    for turn in itertools.count():
        for study in read():
            its = next(number)
            varied = _vary(study, random.Random(its), f"-{turn}")
            varied["protocolSection"]["identificationModule"]["nctId"] = f"NCT{its:08}"
            yield varied


def _vary(value: Any, dice: random.Random, mark: str) -> Any:
    """The value with words in other places, and its ids with a mark: in place, and returned."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "id" and isinstance(inner, str) and "NCT" not in inner:
                value[name] = inner + mark
            elif name not in _KEPT:
                value[name] = _vary(inner, dice, mark)
        return value
    if isinstance(value, list):
        return [_vary(inner, dice, mark) for inner in value]
    if isinstance(value, str) and " " in value:
        spare = _WORD.findall(value)
        return "\n".join(_swapped(line, spare, dice) for line in value.split("\n"))
    return value


_KEPT = frozenset(
    "statusModule locations meshes ancestors browseLeaves browseBranches minimumAge maximumAge"
    " leadSponsor collaborators organization designModule".split()
)
"""What is no prose, and repeats in a registry as it does here."""
_WORD = re.compile(r"(?<![^\s(])[a-z]{4,}(?![^\s,.;:)])")


def _swapped(line: str, spare: list[str], dice: random.Random) -> str:
    """A line in which two plain words have changed places; a short one gets a word of the text.

    Headings stay: what is an inclusion must not become something else.
    """
    words = list(_WORD.finditer(line))
    if len(words) < _FEW and spare and line.strip() and not line.rstrip().endswith(":"):
        line = f"{line} {dice.choice(spare)}"
    if len(words) < 2:
        return line
    left, right = sorted(dice.sample(words, 2), key=lambda word: word.start())
    between = line[left.end() : right.start()]
    return line[: left.start()] + right[0] + between + left[0] + line[right.end() :]


_FEW = 6
"""Words of a line that can change places in too few ways to be new each time."""
