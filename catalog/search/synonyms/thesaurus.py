"""Which other names search may use for a name: learnt from the catalogue, or a clinic's own."""

from __future__ import annotations

import sqlite3
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog.drugs.drug_words import generic
from catalog.model.csv_table import cell_list
from catalog.model.csv_table import table as csv_table
from catalog.search.synonyms.common import alike, always, frequent, places
from catalog.search.synonyms.lexicon import Lexicon
from catalog.search.weights import ABOUT, LOCATED, NAMED, Kind
from catalog.search.words import words

_MOST_MEANINGS = 4
_MOST_NAMES = 3
_MOST_SIBLINGS = 2
_LEAST_SHARE = 0.1
"""A name's rarer meanings below this share of what records say are left out."""
_EXCLUSIVE = 0.5
"""From a meaning back to a name only where the name mostly means just that."""
_LEAST_SUPPORT = 0.01
"""An abbreviation in fewer of the trials that hold the word is a common word; names must be"""
_STRICTER = {Kind.ABBREVIATION: 1, Kind.OTHER_NAME: 4, Kind.HEADING: 4}
"""so many times as frequent."""
_SURE = 0.3


class Synonym(NamedTuple):
    """Another name: plain words joined by blanks."""

    name: str
    share: float
    """How sure the catalogue is, 0 to 1; 1.0 for a clinic's own file."""
    fields: int = ABOUT
    """Where it counts: a mask of fields."""

    @property
    def is_sure(self) -> bool:
        return self.share >= _SURE


class Thesaurus:
    """Looks names up in the pairs that the records state and in a clinic's own list."""

    def __init__(
        self, connection: sqlite3.Connection, lexicon: Lexicon, file: Path | None = None
    ) -> None:
        self._connection = connection
        self._lexicon = lexicon
        self._own, self.problem = read_own(file) if file else ({}, None)
        self._substances, problem = read_medicines(file) if file else ({}, None)
        self.problem = self.problem or problem
        self.synonyms = lru_cache(maxsize=2_000)(self._synonyms)
        self.is_medicine = lru_cache(maxsize=2_000)(self._is_medicine)

    def _is_medicine(self, word: str) -> bool:
        """Whether records give it as another name of what they give, or a clinic as a medicine."""
        if word in self._substances:
            return True
        row = self._connection.execute(
            "SELECT 1 FROM search_pair WHERE kind = ?1 AND name = ?2"
            " UNION ALL SELECT 1 FROM search_pair WHERE meaning = ?2 AND kind = ?1 LIMIT 1",
            (int(Kind.OTHER_NAME), word),
        ).fetchone()
        return row is not None

    def _synonyms(self, name: str) -> tuple[Synonym, ...]:
        """Other names for a name, a clinic's own first, then the surest."""
        found = dict.fromkeys((*self._own.get(name, ()), *self._substances.get(name, ())), 1.0)
        least = _LEAST_SUPPORT * self._lexicon.count(name)[1] if " " not in name else 0.0
        meanings = self._meanings(name, least)
        for other, share, _ in meanings:
            found.setdefault(other, share)
        for other, share in self._names(name, least)[:_MOST_NAMES]:
            found.setdefault(other, share)
        # What the catalogue itself says a short form stands for goes instead of what is built in.
        is_taught = any(kind == Kind.ABBREVIATION and share >= _SURE for _, share, kind in meanings)
        for other in () if is_taught else alike().get(name, ()):
            found[other] = max(found.get(other, 0.0), _SURE)
        for other in always().get(name, ()):
            found[other] = max(found.get(other, 0.0), _SURE)
        for primary, share, kind in meanings:
            if kind == Kind.OTHER_NAME and share >= _EXCLUSIVE:
                for sibling, other_share in self._names(primary, 0.0)[:_MOST_SIBLINGS]:
                    if sibling != name:
                        found.setdefault(sibling, share * other_share)
        known = [Synonym(other, share) for other, share in found.items()]
        known += [Synonym(other, _SURE, NAMED) for other in frequent().get(name, ())]
        known += [Synonym(other, 1.0, LOCATED) for other in places().get(name, ())]
        return tuple(known)

    def _meanings(self, name: str, least: float) -> list[tuple[str, float, int]]:
        """What the name stands for: `hnscc` for head and neck squamous cell carcinoma."""
        rows = self._connection.execute(
            "SELECT meaning, kind, count FROM search_pair WHERE name = ?"
            " ORDER BY count DESC LIMIT 60",
            (name,),
        ).fetchall()
        total = dict.fromkeys(Kind, 0)
        for _, kind, count in rows:
            total[Kind(kind)] += count
        shares = [
            (meaning, count / total[Kind(kind)], kind)
            for meaning, kind, count in rows
            if total[Kind(kind)] >= least * _STRICTER[Kind(kind)]
            and (kind == Kind.ABBREVIATION or not (_says_nothing(name) or _says_nothing(meaning)))
        ]
        kept = [each for each in shares if each[1] >= _LEAST_SHARE]
        return kept[:_MOST_MEANINGS]

    def _names(self, meaning: str, least: float) -> list[tuple[str, float]]:
        """Names that stand for this, where they hardly stand for anything else."""
        rows = self._connection.execute(
            "SELECT name, kind, count FROM search_pair WHERE meaning = ? AND count >= ?"
            " ORDER BY count DESC LIMIT 12",
            (meaning, least),
        ).fetchall()
        found: list[tuple[str, float]] = []
        for name, kind, count in rows:
            share = count / max(1, self._said(name, kind))
            if kind != Kind.ABBREVIATION and (_says_nothing(name) or _says_nothing(meaning)):
                continue
            if share >= _EXCLUSIVE and (count > 1 or kind != Kind.HEADING):
                found.append((name, share))
        return found

    def _said(self, name: str, kind: int) -> int:
        """How often records say what the name stands for."""
        row = self._connection.execute(
            "SELECT sum(count) FROM search_pair WHERE name = ? AND kind = ?", (name, int(kind))
        ).fetchone()
        return int(row[0] or 0)


def _says_nothing(name: str) -> bool:
    """Whether a name only says what kind of thing is given: `low dose`, `drug`."""
    return generic().issuperset(name.split(" "))


def read_own(file: Path) -> tuple[dict[str, tuple[str, ...]], str | None]:
    """A clinic's own synonyms, and what is wrong with the file, in one line.

    TOML: `[synonyms]` with a name and the other names for it on each line:
    `"car-t" = ["chimeric antigen receptor", "tisagenlecleucel"]`. All of a line mean one another.
    """
    try:
        with file.open("rb") as opened:
            read = tomllib.load(opened)
    except FileNotFoundError:
        return {}, f"{file}: there is no such file of synonyms"
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return {}, f"{file.name} cannot be read: {error}"
    table = read.get("synonyms", {} if "medicines" in read else None)
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


def read_medicines(file: Path) -> tuple[dict[str, tuple[str, ...]], str | None]:
    """A clinic's own list of medicines, and what is wrong with it, in one line.

    `medicines = "brands.csv"` at the top of its file of synonyms names a CSV of `substance,brands`
    beside it, as pharmacies' lists can be saved; the brands of a cell are parted by semicolons. A
    brand means its substance, and a name of the list is corrected to none.
    """
    try:
        with file.open("rb") as opened:
            named = tomllib.load(opened).get("medicines")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}, None  # told by `read_own`
    if named is None:
        return {}, None
    if not isinstance(named, str):
        return {}, f"{file.name}: medicines needs the name of a CSV file"
    try:
        rows = list(csv_table(file.with_name(named), ("substance", "brands")))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        return {}, f"{named} cannot be read: {error}"
    found: dict[str, tuple[str, ...]] = {}
    for substance, brands in rows:
        meant = " ".join(words(substance))
        found.setdefault(meant, ())
        for brand in cell_list(brands):
            name = " ".join(words(brand))
            found[name] = tuple(dict.fromkeys((*found.get(name, ()), meant)))
    return {name: meant for name, meant in found.items() if name}, None
