"""From pairs that share a number, or that somebody decided on, to clusters: records of one trial.

A shared registry number makes one trial, unless that would unite records whose own numbers in the
same registry differ.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from catalog.identity.numbers import LOCAL, Number
from catalog.merging.precedence import registry_rank

_MANY = 12


class Node(msgspec.Struct, frozen=True):
    """Records with one token, and every registry number they say."""

    token: str
    own: frozenset[Number]
    cited: frozenset[Number]


class Contradiction(msgspec.Struct, frozen=True):
    """Two tokens that a number would join and their own numbers keep apart."""

    a: str
    b: str
    reason: str


class Clusters(msgspec.Struct, frozen=True):
    """Which tokens are one trial, and what was kept apart on the way."""

    groups: tuple[frozenset[str], ...]
    contradictions: tuple[Contradiction, ...]


def cluster(
    nodes: Sequence[Node],
    same: Iterable[tuple[str, str]] = (),
    different: Iterable[tuple[str, str]] = (),
) -> Clusters:
    """Group nodes into trials; the result depends on the set of nodes, not on their order.

    `same` and `different` are pairs of tokens that a rule or a person decided.
    """
    joining = _Joining(sorted(nodes, key=lambda node: node.token), different)
    for a, b in sorted(tuple(sorted(pair)) for pair in same):
        joining.join(a, b, "decided")
    for number, a, b in sorted(_shared(nodes)):
        joining.join(a, b, f"both carry {number.value}")
    return Clusters(joining.groups(), tuple(joining.contradictions))


def _shared(nodes: Sequence[Node]) -> Iterable[tuple[Number, str, str]]:
    """Pairs that share a number, owners before those that only cite it."""
    owners: dict[Number, list[str]] = defaultdict(list)
    citing: dict[Number, list[str]] = defaultdict(list)
    for node in nodes:
        for number in node.own:
            owners[number].append(node.token)
        for number in node.cited:
            citing[number].append(node.token)
    for number in sorted({*owners, *citing}):
        sharing = sorted(owners[number]) + sorted(citing[number])
        if len(sharing) <= _MANY:
            pairs = list(itertools.combinations(sharing, 2))
        else:  # a number that many cite: all pairs would be a square of them
            pairs = [(sharing[0], other) for other in sharing[1:]]
        for a, b in pairs:
            yield number, a, b


class _Joining:
    """Union of tokens that refuses to unite contradicting own numbers."""

    def __init__(self, nodes: Sequence[Node], different: Iterable[tuple[str, str]]) -> None:
        self.leader = {node.token: node.token for node in nodes}
        self.members = {node.token: {node.token} for node in nodes}
        self.own = {node.token: _by_kind(node.own) for node in nodes}
        self.different = {frozenset(pair) for pair in different}
        self.contradictions: list[Contradiction] = []

    def join(self, a: str, b: str, reason: str) -> None:
        one, other = self.leader.get(a), self.leader.get(b)
        if one is None or other is None or one == other:
            return
        if (objection := self._objection(one, other)) is not None:
            if objection:
                self.contradictions.append(Contradiction(a, b, f"{reason}, but {objection}"))
            return
        keep, gone = sorted((one, other))
        for member in self.members[gone]:
            self.leader[member] = keep
        self.members[keep] |= self.members.pop(gone)
        for kind, values in self.own.pop(gone).items():
            self.own[keep].setdefault(kind, set()).update(values)

    def _objection(self, one: str, other: str) -> str | None:
        """Why two groups cannot be one; "" where a person said so; None where they can."""
        for a in self.members[one]:
            if any(frozenset((a, b)) in self.different for b in self.members[other]):
                return ""
        for kind in sorted(self.own[one].keys() & self.own[other].keys()):
            mine, theirs = self.own[one][kind], self.own[other][kind]
            if not mine & theirs:
                return f"{min(mine)} and {min(theirs)} are two numbers of one registry"
        return None

    def groups(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(self.members[leader]) for leader in sorted(self.members))


def _by_kind(own: Iterable[Number]) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = defaultdict(set)
    for number in own:
        kinds[number.kind].add(number.value)
    return dict(kinds)


def trial_id(tokens: Iterable[str], kinds: Mapping[str, str]) -> str:
    """The id of a group: the number of the registry that comes first, else the local token."""

    def rank(token_: str) -> tuple[bool, int, str]:
        return token_.startswith(LOCAL), registry_rank(kinds.get(token_, "")), token_

    return min(tokens, key=rank)
