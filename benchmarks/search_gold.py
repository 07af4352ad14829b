"""The queries of the search benchmark, and what counts as an answer."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog.search.words import indexed, words

BENCH = Path(__file__).resolve().parent.parent.parent / "shared" / "bench"
_FIRST_SYNTHETIC = "NCT10000000"


@dataclass(frozen=True, slots=True)
class GoldQuery:
    """One query with the real trials that answer it, and what a synthetic one would need."""

    id: str
    query: str
    kind: str
    relevant: frozenset[str]
    concepts: tuple[dict[str, Any], ...]
    filters: dict[str, str]


def gold(file: Path = BENCH / "search-queries.jsonl") -> list[GoldQuery]:
    """All queries of the file."""
    found = []
    for line in file.read_text("utf-8").splitlines():
        each = json.loads(line)
        found.append(
            GoldQuery(
                each["id"],
                each["query"],
                each["kind"],
                frozenset(each["relevant"]),
                tuple(each["concepts"]),
                each["filters"],
            )
        )
    return found


class Judge:
    """Says whether a trial answers a query: listed, or synthetic and truly an answer."""

    def __init__(self, catalogue: Path) -> None:
        self._connection = sqlite3.connect(f"{catalogue.resolve().as_uri()}?mode=ro", uri=True)

    def answers(self, query: GoldQuery, trial: str, *, strict: bool) -> bool:
        """Whether the trial counts; with `strict` only the listed ones do."""
        if trial in query.relevant:
            return True
        if strict or trial < _FIRST_SYNTHETIC:
            return False
        if not query.concepts or not self._passes(query, trial):
            return False
        about, who = self._words(trial)
        return all(
            _holds(concept, who if concept.get("in") == "who" else about)
            for concept in query.concepts
        )

    def _passes(self, query: GoldQuery, trial: str) -> bool:
        row = self._one("SELECT status, phases FROM trial WHERE id = ?", trial)
        status, phases = row[0], (row[1] or "").split("|")
        wanted = query.filters
        return wanted.get("status") in (None, status) and (
            "phase" not in wanted or wanted["phase"] in phases
        )

    def _words(self, trial: str) -> tuple[set[str], set[str]]:
        key, *names, sponsor, countries = self._one(
            "SELECT key, title, acronym, official_title, sponsor, countries"
            " FROM trial WHERE id = ?",
            trial,
        )
        about = [*names]
        for table, column in (
            ("condition", "name"),
            ("keyword", "name"),
            ("intervention", "name"),
            ("other_name", "name"),
            ("mesh_term", "term"),
        ):
            about += self._all(f"SELECT {column} FROM {table} WHERE trial = ?", key)
        who = [sponsor, *(countries or "").split("|")]
        who += self._all("SELECT name FROM collaborator WHERE trial = ?", key)
        who += self._all("SELECT DISTINCT city FROM site WHERE trial = ?", key)
        return indexed(about, names=True), indexed(who, names=True)

    def _one(self, sql: str, value: object) -> Sequence[Any]:
        row: Sequence[Any] = self._connection.execute(sql, (value,)).fetchone()
        return row

    def _all(self, sql: str, value: object) -> list[str]:
        return [text for (text,) in self._connection.execute(sql, (value,))]


def _holds(concept: dict[str, Any], held: set[str]) -> bool:
    if "prefix" in concept:
        return any(word.startswith(concept["prefix"].lower()) for word in held)
    return any(
        indexed((each,), names=False) <= held or "".join(words(each)) in held
        for each in concept["any"]
    )


@dataclass(slots=True)
class Score:
    """Sums over the queries of one kind."""

    queries: int = 0
    first: int = 0
    ten: int = 0
    reciprocal: float = 0.0

    def add(self, rank: int | None) -> None:
        """Count a query whose first answer stands at this rank, from 1; None for not found."""
        self.queries += 1
        if rank is not None and rank <= 10:
            self.ten += 1
            self.first += rank == 1
            self.reciprocal += 1 / rank

    def line(self) -> str:
        """Recall at one and at ten, mean reciprocal rank."""
        n = max(1, self.queries)
        return f"{self.first / n:6.3f} {self.ten / n:6.3f} {self.reciprocal / n:6.3f}"


def scored(ranks: Iterable[tuple[str, int | None]]) -> dict[str, Score]:
    """Scores by kind, and over all kinds under ""."""
    scores: defaultdict[str, Score] = defaultdict(Score)
    for kind, rank in ranks:
        scores[kind].add(rank)
        scores[""].add(rank)
    return dict(scores)


def rank(judge: Judge, query: GoldQuery, trials: Sequence[str], *, strict: bool) -> int | None:
    """Place of the first answer among the first ten."""
    for place, trial in enumerate(trials[:10], 1):
        if judge.answers(query, trial, strict=strict):
            return place
    return None
