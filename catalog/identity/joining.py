"""Records without a shared number: joined by the strict rule, or listed for a person to decide."""

from __future__ import annotations

import sqlite3

import msgspec

from catalog.identity.evidence import Evidence
from catalog.identity.numbers import LOCAL
from catalog.identity.resolve import Resolver

_TITLE_SCORE = 0.9


class Joining:
    """Writes decisions of the rule, and possible duplicates, about tokens that are stored."""

    def __init__(self, connection: sqlite3.Connection, resolver: Resolver, at: str) -> None:
        self._connection = connection
        self._resolver = resolver
        self._at = at

    def weigh(self, token: str, twins: set[str]) -> None:
        """Join by the strict rule, or list as possible duplicates, what weak keys brought up."""
        evidence = {twin: self._resolver.evidence(token, twin) for twin in sorted(twins)}
        joining = [twin for twin, found in evidence.items() if found.joins]
        by_rule = joining if self._joins_alone(token, joining) else []
        for twin in joining:
            self._part_from_rivals(token, twin, evidence[twin])
        for twin, found in evidence.items():
            if twin in by_rule:
                self._decide(token, twin, found)
            elif found.joins or self._resolver.is_likely(found):
                self.propose(token, twin, found)

    def _joins_alone(self, token: str, joining: list[str]) -> bool:
        """Whether only one trial has this title: with two, neither is joined without a person."""
        if not joining:
            return False
        numbered = {known for known in (token, *joining) if not known.startswith(LOCAL)}
        return len(numbered) <= 1 and not any(self._has_rival(twin, numbered) for twin in joining)

    def _has_rival(self, twin: str, numbered: set[str]) -> bool:
        """Whether the twin is, or may be, another numbered trial by its title already."""
        if not twin.startswith(LOCAL):
            return False
        rows = self._connection.execute(
            "SELECT a, b FROM decision WHERE ? IN (a, b) AND verdict = 'same'"
            " UNION SELECT a, b FROM possible_duplicate WHERE ? IN (a, b) AND score >= ?",
            (twin, twin, _TITLE_SCORE),
        )
        others = {known for row in rows for known in row if not known.startswith(LOCAL)}
        return bool(others - numbered)

    def _part_from_rivals(self, token: str, twin: str, found: Evidence) -> None:
        """Undo the rule for a local record when a second numbered trial has its title."""
        if token.startswith(LOCAL) or not twin.startswith(LOCAL):
            return
        rivals = self._connection.execute(
            "SELECT a, b FROM decision WHERE ? IN (a, b) AND made_by = 'rule' AND verdict = 'same'",
            (twin,),
        ).fetchall()
        for a, b in rivals:
            rival = b if a == twin else a
            if rival == token or rival.startswith(LOCAL):
                continue
            self._connection.execute("DELETE FROM decision WHERE a = ? AND b = ?", (a, b))
            self.propose(rival, twin, found)

    def _decide(self, token: str, twin: str, found: Evidence) -> None:
        a, b = sorted((token, twin))
        self._connection.execute(
            "INSERT OR IGNORE INTO decision VALUES (?,?,'same','rule',?,?)",
            (a, b, self._at, _reasons(found)),
        )

    def propose(self, token: str, twin: str, found: Evidence) -> None:
        """List the pair for a person to decide, with its reasons."""
        a, b = sorted((token, twin))
        self._connection.execute(
            "INSERT OR REPLACE INTO possible_duplicate VALUES (?,?,?,?)",
            (a, b, found.score, _reasons(found)),
        )


def _reasons(found: Evidence) -> str:
    """Reasons as the tables `decision` and `possible_duplicate` hold them."""
    reasons = {"for": found.reasons_for, "against": found.reasons_against}
    return msgspec.json.encode(reasons).decode()
