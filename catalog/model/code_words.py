"""Coded values in words for people; the codes stay what sources and exports call them.

One table (code_words.csv) for every screen, page and command. A code that has no row there is told
by its own word, without capitals and underscores.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cache
from pathlib import Path

from catalog.model import codes
from catalog.model.codes import Coded, Phase, WhoMasked
from catalog.model.csv_table import table
from catalog.model.text import clean


@cache
def _words() -> dict[tuple[str, str], str]:
    path = Path(__file__).with_suffix(".csv")
    rows = list(table(path, ("kind", "code", "words"), key=("kind", "code")))
    for kind, code, _ in rows:
        if code not in getattr(codes, kind).__members__:
            raise ValueError(f"{path.name}: there is no code {code} of {kind}")
    return {(kind, code): words for kind, code, words in rows}


def code_told(kind: type[Enum] | None, code: str) -> str:
    """`ACTIVE_NOT_RECRUITING` of Status as `active, not recruiting`."""
    known = _words().get((kind.__name__, code)) if kind else None
    return known or clean(code).replace("_", " ").lower()


def told(coded: Coded) -> str:  # type: ignore[type-arg]
    """The same of a value; a word that means none of our codes as written."""
    return coded.said if coded.means is None else code_told(type(coded.means), coded.word)


def word(coded: Coded) -> str:  # type: ignore[type-arg]
    """The same with a capital, to begin a line: `Open label`, `NIH`."""
    return capital(told(coded))


def capital(words: str) -> str:
    """With a capital letter, and the others as they are."""
    return words[:1].upper() + words[1:]


def phases(coded: Iterable[Coded[Phase]]) -> str:
    """`PHASE1`, `PHASE2` as "Phase 1/Phase 2"."""
    return "/".join(map(word, coded))


def phases_told(those: Sequence[str]) -> str:
    """Codes of the phases of one trial: `PHASE1`, `PHASE2` as "phase 1/2"."""
    first, *more = (code_told(Phase, each) for each in those)
    return "/".join((first, *(each.removeprefix("phase ") for each in more)))


def masked(coded: Iterable[Coded[WhoMasked]]) -> str:
    return ", ".join(word(one).lower() for one in coded)
