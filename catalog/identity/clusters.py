"""From pairs that share a number, or that somebody decided on, to clusters: records of one trial.

A shared registry number makes one trial, unless that would unite records whose own numbers in the
same registry differ.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

import msgspec

from catalog.identity.known_by import LOCAL, Number
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


Alike = Callable[[str, str], bool]
"""Whether two tokens' titles, and what is given or who runs it, say that they are one trial."""


def cluster(
    nodes: Sequence[Node],
    same: Iterable[tuple[str, str]] = (),
    different: Iterable[tuple[str, str]] = (),
    alike: Alike = lambda _, __: False,
) -> Clusters:
    """Group nodes into trials; the result depends on the set of nodes, not on their order.

    `same` and `different` are pairs of tokens that a rule or a person decided. Then come those that
    carry one number as their own, those that cite each other, and last those of which one cites
    the other, or both a third number. Where several records of one registry cite a number, it
    joins none of them by that alone: only the one that it cites in turn, or that is alike.
    """
    joining = _Joining(sorted(nodes, key=lambda node: node.token), different)
    for a, b in sorted(tuple(sorted(pair)) for pair in same):
        joining.join(a, b, "decided")
    carried = _carried(nodes)
    for number, owners, _ in carried:
        for a, b in _pairs(owners):
            joining.join(a, b, f"both carry {number.value}")
    cites = {node.token: node.cited for node in nodes}
    owns = {node.token: node.own for node in nodes}
    for _, owners, citing in carried:
        for a, b in itertools.product(owners, citing):
            if cites[a] & owns[b]:
                joining.join(a, b, f"{a} and {b} cite each other")
    for number, owners, citing in carried:
        _join_citing(joining, number, owners, citing, alike)
    return Clusters(joining.groups(), tuple(joining.contradictions))


def _carried(nodes: Sequence[Node]) -> list[tuple[Number, list[str], list[str]]]:
    """Each number that several carry: who has it as its own, and who cites it."""
    owners: dict[Number, list[str]] = defaultdict(list)
    citing: dict[Number, list[str]] = defaultdict(list)
    for node in nodes:
        for number in node.own:
            owners[number].append(node.token)
        for number in node.cited:
            citing[number].append(node.token)
    return [
        (number, sorted(owners[number]), sorted(citing[number]))
        for number in sorted({*owners, *citing})
        if len(owners[number]) + len(citing[number]) > 1
    ]


def _pairs(tokens: Sequence[str]) -> Iterable[tuple[str, str]]:
    if len(tokens) <= _MANY:
        return itertools.combinations(tokens, 2)
    return ((tokens[0], other) for other in tokens[1:])  # all pairs would be a square of them


def _join_citing(
    joining: _Joining, number: Number, owners: list[str], citing: list[str], alike: Alike
) -> None:
    rivals = joining.rivals(citing)
    sure = [*owners, *(token for token in citing if token not in rivals)]
    for a, b in _pairs(sure):
        joining.join(a, b, f"both carry {number.value}")
    if not sure:
        sure = citing[:1]
    ordered = sorted(rivals)

    @cache
    def only_one_alike(other: str) -> str:
        """The rival that is alike where a single one is, else ""; asked once, not by each rival."""
        found = list(itertools.islice((each for each in ordered if alike(each, other)), 2))
        return found[0] if len(found) == 1 else ""

    for token in ordered:
        for other in sure:
            if other == token or joining.are_one(token, other):
                continue
            if only_one_alike(other) == token:
                joining.join(token, other, f"both carry {number.value}, and they are alike")
            else:
                joining.keep_apart(token, other, _several(joining, number, token, ordered))


def _several(joining: _Joining, number: Number, token: str, rivals: Sequence[str]) -> str:
    other = next(each for each in rivals if joining.differ(token, each))
    return (
        f"both carry {number.value}, but so does {other}:"
        f" {min(token, other)} and {max(token, other)} are two numbers of one registry"
    )


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

    def are_one(self, a: str, b: str) -> bool:
        """Whether they are in one group already."""
        return self.leader[a] == self.leader[b]

    def differ(self, a: str, b: str) -> bool:
        """Whether the own numbers of their groups say that they are two trials."""
        mine, theirs = self.own[self.leader[a]], self.own[self.leader[b]]
        return any(not mine[kind] & theirs[kind] for kind in mine.keys() & theirs.keys())

    def rivals(self, tokens: Sequence[str]) -> set[str]:
        """Those of the tokens that are two trials of one registry with another of them."""
        by_kind: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for token in tokens:
            leader = self.leader[token]
            for kind in self.own[leader]:
                by_kind[kind][leader].add(token)
        found: set[str] = set()
        for groups in by_kind.values():
            if len(groups) > 1:
                found.update(*groups.values())
        return found

    def keep_apart(self, a: str, b: str, reason: str) -> None:
        """Join nothing, and keep why, unless a person said so or it is plain anyway."""
        if self._objection(self.leader[a], self.leader[b]) is None:
            self.contradictions.append(Contradiction(a, b, reason))

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
