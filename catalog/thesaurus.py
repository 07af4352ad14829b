"""Which other names search may use for a name: learnt from the catalogue, or a clinic's own."""

from __future__ import annotations

import sqlite3
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog.search_words import words
from catalog.synonyms import Kind

_MOST = 6
_LEAST_SHARE = 0.12
"""A name's rarer meanings below this share of what records say are left out."""
_EXCLUSIVE = 0.5
"""From a meaning back to a name only where the name mostly means just that."""
_SURE = 0.34


class Synonym(NamedTuple):
    """Another name: plain words joined by blanks."""

    name: str
    share: float
    """How sure the catalogue is, 0 to 1; 1.0 for a clinic's own file."""

    @property
    def is_sure(self) -> bool:
        return self.share >= _SURE


class Thesaurus:
    """Looks names up in the pairs that the records state and in a clinic's own list."""

    def __init__(self, connection: sqlite3.Connection, file: Path | None = None) -> None:
        self._connection = connection
        self._own, self.problem = read_own(file) if file else ({}, None)
        self.synonyms = lru_cache(maxsize=2_000)(self._synonyms)

    def _synonyms(self, name: str) -> tuple[Synonym, ...]:
        """Other names for a name, surest first."""
        found = dict.fromkeys(self._own.get(name, ()), 1.0)
        for other, share in self._meanings(name) + self._names(name):
            found[other] = max(share, found.get(other, 0.0))
        for primary, share in list(found.items()):
            if share >= _EXCLUSIVE and len(found) < _MOST:
                for sibling, other_share in self._other_names(primary):
                    if sibling != name:
                        found.setdefault(sibling, share * other_share)
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Synonym(other, share) for other, share in ranked[:_MOST])

    def _meanings(self, name: str) -> list[tuple[str, float]]:
        """What the name stands for: `hnscc` for head and neck squamous cell carcinoma."""
        rows = self._connection.execute(
            "SELECT meaning, kind, count FROM search_pair WHERE name = ?"
            " ORDER BY count DESC LIMIT 60",
            (name,),
        ).fetchall()
        total = dict.fromkeys(Kind, 0)
        for _, kind, count in rows:
            total[Kind(kind)] += count
        shares = [(meaning, count / total[Kind(kind)]) for meaning, kind, count in rows]
        return [(meaning, share) for meaning, share in shares if share >= _LEAST_SHARE]

    def _names(self, meaning: str) -> list[tuple[str, float]]:
        """Names that stand for this, where they hardly stand for anything else."""
        rows = self._connection.execute(
            "SELECT name, kind, count FROM search_pair WHERE meaning = ?"
            " ORDER BY count DESC LIMIT 12",
            (meaning,),
        ).fetchall()
        found: list[tuple[str, float]] = []
        for name, kind, count in rows:
            share = count / max(1, self._said(name, kind))
            if share >= _EXCLUSIVE and (count > 1 or kind != Kind.HEADING):
                found.append((name, share))
        return found

    def _other_names(self, primary: str) -> list[tuple[str, float]]:
        """Further names of the same intervention."""
        rows = self._connection.execute(
            "SELECT name, count FROM search_pair WHERE meaning = ? AND kind = ?"
            " ORDER BY count DESC LIMIT 6",
            (primary, int(Kind.OTHER_NAME)),
        ).fetchall()
        shares = [(name, count / max(1, self._said(name, Kind.OTHER_NAME))) for name, count in rows]
        return [(name, share) for name, share in shares if share >= _EXCLUSIVE]

    def _said(self, name: str, kind: int) -> int:
        """How often records say what the name stands for."""
        row = self._connection.execute(
            "SELECT sum(count) FROM search_pair WHERE name = ? AND kind = ?", (name, int(kind))
        ).fetchone()
        return int(row[0] or 0)


def read_own(file: Path) -> tuple[dict[str, tuple[str, ...]], str | None]:
    """A clinic's own synonyms, and what is wrong with the file, in one line.

    TOML: `[synonyms]` with a name and the other names for it on each line:
    `"car-t" = ["chimeric antigen receptor", "tisagenlecleucel"]`. All of a line mean one another.
    """
    try:
        with file.open("rb") as opened:
            read = tomllib.load(opened)
    except FileNotFoundError:
        return {}, None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, f"{file.name} cannot be read: {error}"
    table = read.get("synonyms")
    if not isinstance(table, dict):
        return {}, f"{file.name} has no table [synonyms]"
    found: dict[str, tuple[str, ...]] = {}
    for name, others in table.items():
        spelt = [others] if isinstance(others, str) else others
        if not isinstance(spelt, list) or not all(isinstance(other, str) for other in spelt):
            return found, f"{file.name}: {name} needs a name or a list of names"
        alike = [" ".join(words(each)) for each in (name, *spelt)]
        for each in alike:
            rest = tuple(other for other in alike if other and other != each)
            found[each] = tuple(dict.fromkeys((*found.get(each, ()), *rest)))
    return found, None
