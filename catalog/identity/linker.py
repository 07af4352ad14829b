"""Which stored records are one trial: candidate pairs, decisions and proposals.

Nobody else writes the tables `source_number`, `decision` and `possible_duplicate`; `blocking_key`
is written by `blocking_keys`, which only this asks. A record is given to `link` once, after it was
stored; what comes back says which records are one trial now.
"""

from __future__ import annotations

import sqlite3
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable

import msgspec

from catalog.identity.blocking import Identity
from catalog.identity.blocking_keys import BlockingKeys
from catalog.identity.clusters import Clusters, cluster
from catalog.identity.connected import Stored, connected, decided, nodes, stored, with_numbers
from catalog.identity.evidence import POSSIBLE, Evidence, can_be_one, compared
from catalog.identity.features import Features
from catalog.identity.known_by import LOCAL
from catalog.merging.merge import Source

_FEATURES_KEPT = 1000
"""Some 20 KiB each: an import of lists of one topic compares each record with the same others."""
_TITLE_SCORE = 0.9


class Linked(msgspec.Struct, frozen=True):
    """Records that numbers, decisions or present trials connect, by the trial that they are."""

    clusters: tuple[tuple[Stored, ...], ...]
    was_known: bool = True
    """Whether a record with the same token was stored before."""

    @property
    def trials(self) -> set[int]:
        """The trials that the records belonged to."""
        return {record.trial for records in self.clusters for record in records}


class Linker:
    """Links the records of one catalogue; `flush` before its tables are read by others.

    `sources` gives what stored records say, decoded.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        at: str,
        sources: Callable[[Iterable[int]], Iterable[Source]],
    ) -> None:
        self._connection = connection
        self._at = at
        self._sources = sources
        self._keys = BlockingKeys(connection)
        self._features: OrderedDict[int, Features] = OrderedDict()

    def link(self, record: Identity, key: int) -> Linked | None:
        """Take a record in that was just stored; None where it is related to no other."""
        was_known = self._is_known(record.token, key)
        related = with_numbers(self._connection, record) | ({record.token} if was_known else set())
        if not record.is_numbered:
            self._keys.flush()  # any record before it may be a candidate
        candidates = self._keys.candidates(record)
        self._write_numbers(record, key)
        self._keys.add(record, key)
        if candidates:
            self._keys.flush()
            # What is not joined stays as it is: there is nothing to link anew.
            related |= self._weigh(record.token, candidates)
        if not related:
            return None
        linked = self.relink({record.token, *related})
        return msgspec.structs.replace(linked, was_known=was_known)

    def relink(self, tokens: Iterable[str]) -> Linked:
        """Cluster anew what is connected with these tokens.

        A token that a decision names and no record has (any more) connects, and is no trial.
        """
        reached = connected(self._connection, tokens)
        clusters = self._clustered(reached)
        records = stored(self._connection, reached)
        present = {record.token for record in records}
        for found in clusters.contradictions:
            if not {found.a, found.b} <= present:
                continue
            evidence = self._evidence(found.a, found.b)
            against = (found.reason, *evidence.reasons_against)
            self._propose(
                found.a, found.b, msgspec.structs.replace(evidence, reasons_against=against)
            )
        return Linked(
            tuple(
                tuple(record for record in records if record.token in group)
                for group in clusters.groups
                if group & present
            )
        )

    def decide(self, pairs: Iterable[tuple[str, str]], verdict: str) -> None:
        """Keep what a person says of pairs of tokens."""
        self.keep((*pair, verdict, self._at) for pair in pairs)

    def keep(self, decided: Iterable[tuple[str, str, str, str]]) -> None:
        """Keep decisions of people from another catalogue: two tokens, verdict, when."""
        self._connection.executemany(
            "INSERT OR REPLACE INTO decision (a, b, verdict, made_by, at) VALUES (?,?,?,'user',?)",
            [(*sorted((a, b)), verdict, at) for a, b, verdict, at in decided],
        )

    def take_back(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Forget what people said of pairs of tokens."""
        self._connection.executemany(
            "DELETE FROM decision WHERE a = ? AND b = ? AND made_by = 'user'",
            [tuple(sorted(pair)) for pair in pairs],
        )

    def forget(self, keys: Iterable[int]) -> None:
        """Forget the numbers and blocking keys of records that are taken out."""
        self.flush()
        gone = list(keys)
        self._connection.executemany(
            "DELETE FROM source_number WHERE source = ?", [(key,) for key in gone]
        )
        self._keys.forget(gone)
        self._keys = BlockingKeys(self._connection)

    def forget_tokens(self, tokens: Iterable[str]) -> None:
        """Forget what the rule decided and proposed of those that no record has any more.

        Were it kept, two records would stay joined by a third that is gone. What people said stays.
        """
        wanted = set(tokens)
        for token in wanted - {record.token for record in stored(self._connection, wanted)}:
            for query in (
                "DELETE FROM decision WHERE (a = ? OR b = ?) AND made_by = 'rule'",
                "DELETE FROM possible_duplicate WHERE a = ? OR b = ?",
            ):
                self._connection.execute(query, (token, token))

    def flush(self) -> None:
        """Write what was kept aside."""
        self._keys.flush()

    # -- by number

    def _is_known(self, token: str, key: int) -> bool:
        query = "SELECT 1 FROM source_record WHERE token = ? AND key <> ? LIMIT 1"
        return self._connection.execute(query, (token, key)).fetchone() is not None

    def _write_numbers(self, record: Identity, key: int) -> None:
        self._connection.executemany(
            "INSERT OR IGNORE INTO source_number (number, source, own) VALUES (?,?,?)",
            [(str(number), key, 1) for number in record.numbers.own]
            + [(str(number), key, 0) for number in record.numbers.cited],
        )

    def _clustered(self, tokens: set[str]) -> Clusters:
        same, different = (
            decided(self._connection, verdict, tokens) for verdict in ("same", "different")
        )
        known = nodes(self._connection, tokens)
        return cluster(known, same, different, lambda a, b: self._evidence(a, b).joins)

    # -- by likeness

    def _weigh(self, token: str, candidates: set[str]) -> set[str]:
        """Join by the strict rule, or list as possible duplicates, what blocking brought up.

        Returns the candidates about which something was decided, or is no more.
        """
        features = self._features_of({token, *candidates})
        evidence = {
            other: _evidence(features, token, other)
            for other in sorted(candidates)
            if can_be_one(features[token], features[other])
        }
        joining = [other for other, found in evidence.items() if found.joins]
        by_rule = joining if self._joins_alone(token, joining) else []
        for other in joining:
            self._part_from_rivals(token, other, evidence[other])
        for other, found in evidence.items():
            if other in by_rule:
                self._join(token, other, found)
            elif found.joins or found.score >= POSSIBLE:
                self._propose(token, other, found)
        return set(joining)

    def _evidence(self, token: str, other: str) -> Evidence:
        return _evidence(self._features_of({token, other}), token, other)

    def _features_of(self, tokens: set[str]) -> dict[str, Features]:
        """The features of each token, by its most telling record."""
        records: dict[str, list[int]] = defaultdict(list)
        for record in stored(self._connection, tokens):
            records[record.token].append(record.key)
        return {token: self._features_by(keys) for token, keys in records.items()}

    def _features_by(self, keys: list[int]) -> Features:
        newest = max(keys)
        # A record more of the token may tell more: what was kept is known by the newest one.
        if (known := self._features.get(newest)) is not None:
            self._features.move_to_end(newest)
            return known
        told = max(self._sources(keys), key=lambda source: (source.standing, source.info.sha256))
        features = self._features[newest] = Features(told.trial).all_made()
        while len(self._features) > _FEATURES_KEPT:
            self._features.popitem(last=False)
        return features

    def _joins_alone(self, token: str, joining: list[str]) -> bool:
        """Whether only one trial has this title: with two, neither is joined without a person."""
        if not joining:
            return False
        numbered = {known for known in (token, *joining) if not known.startswith(LOCAL)}
        return len(numbered) <= 1 and not any(self._has_rival(each, numbered) for each in joining)

    def _has_rival(self, token: str, numbered: set[str]) -> bool:
        """Whether a candidate is, or may be, another numbered trial by its title already."""
        if not token.startswith(LOCAL):
            return False
        rows = self._connection.execute(
            "SELECT a, b FROM decision WHERE ? IN (a, b) AND verdict = 'same'"
            " UNION SELECT a, b FROM possible_duplicate WHERE ? IN (a, b) AND score >= ?",
            (token, token, _TITLE_SCORE),
        )
        others = {known for row in rows for known in row if not known.startswith(LOCAL)}
        return bool(others - numbered)

    def _part_from_rivals(self, token: str, other: str, found: Evidence) -> None:
        """Undo the rule for a local record when a second numbered trial has its title."""
        if token.startswith(LOCAL) or not other.startswith(LOCAL):
            return
        rivals = self._connection.execute(
            "SELECT a, b FROM decision WHERE ? IN (a, b) AND made_by = 'rule' AND verdict = 'same'",
            (other,),
        ).fetchall()
        for a, b in rivals:
            rival = b if a == other else a
            if rival == token or rival.startswith(LOCAL):
                continue
            self._connection.execute("DELETE FROM decision WHERE a = ? AND b = ?", (a, b))
            self._propose(rival, other, found)

    def _join(self, token: str, other: str, found: Evidence) -> None:
        self._connection.execute(
            "INSERT OR IGNORE INTO decision (a, b, verdict, made_by, at, reasons)"
            " VALUES (?,?,'same','rule',?,?)",
            (*sorted((token, other)), self._at, _reasons(found)),
        )

    def _propose(self, token: str, other: str, found: Evidence) -> None:
        """List the pair for a person to decide, with its reasons."""
        self._connection.execute(
            "INSERT OR REPLACE INTO possible_duplicate (a, b, score, reasons) VALUES (?,?,?,?)",
            (*sorted((token, other)), found.score, _reasons(found)),
        )


def _evidence(features: dict[str, Features], token: str, other: str) -> Evidence:
    """Its reasons name the token that sorts first before the other, whichever came first."""
    first, second = sorted((token, other))
    return compared(features[first], features[second])


def _reasons(found: Evidence) -> str:
    """Reasons as the tables `decision` and `possible_duplicate` hold them."""
    reasons = {"for": found.reasons_for, "against": found.reasons_against}
    return msgspec.json.encode(reasons).decode()
