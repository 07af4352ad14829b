"""The registry numbers of a record, and what it is known by."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from catalog.merging.precedence import REGISTRY_ORDER
from catalog.model.numbers import GIVEN_UP, numbers_in
from catalog.model.text import folded
from catalog.model.trial import Identifier, Trial

REGISTRIES = frozenset(REGISTRY_ORDER)


class Number(msgspec.Struct, frozen=True, order=True):
    """A registry number as two records can share it: kind and canonical value."""

    kind: str
    value: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.value}"


class Numbers(msgspec.Struct, frozen=True):
    """The registry numbers of one record: its own (with obsolete aliases), and those it cites."""

    own: tuple[Number, ...]
    cited: tuple[Number, ...]


def numbers(trial: Trial) -> Numbers:
    """Own and cited registry numbers of a record; sponsors' and funders' ids are neither."""
    own: list[Number] = []
    cited: list[Number] = []
    for known in trial.identifiers:
        is_own = known.value == trial.number or known.kind in GIVEN_UP
        (own if is_own else cited).extend(_numbers(known))
    return Numbers(
        tuple(dict.fromkeys(own)), tuple(dict.fromkeys(n for n in cited if n not in own))
    )


def _numbers(known: Identifier) -> list[Number]:
    """The number; where a source calls it none of a registry's, those that its cell holds."""
    kind = GIVEN_UP.get(known.kind, known.kind)
    held = [(kind, known.value)] if kind in REGISTRIES else numbers_in(known.value)
    return [number for each in held if (number := _number(*each)) is not None]


def _number(kind: str, value: str) -> Number | None:
    if kind not in REGISTRIES or kind == "nci":
        return None
    value = value.strip().upper()
    if not any(digit in "123456789" for digit in value):
        return None  # a row of zeros stands for "none"
    if kind == "ctis":
        value = value[:14]  # the last pair counts resubmissions of the same trial
    return Number(kind, value)


LOCAL = "local:"
"""How the tokens of records without a registry number begin."""


def token(trial: Trial, fallback: str) -> str:
    """What a record is known by in decisions: its registry number, or `local:` and a hash.

    The hash is of what a record says of itself (titles, conditions, interventions, sponsor), so
    that a page saved twice is one trial; of `fallback` (its content hash) where it says too little.
    """
    if trial.number:
        return trial.number
    essence = "\n".join(
        folded(part)
        for part in (
            trial.title or "",
            trial.official_title or "",
            " ".join(trial.conditions),
            " ".join(intervention.name for intervention in trial.interventions),
            trial.sponsor.name if trial.sponsor else "",
        )
    )
    enough = trial.title is not None and len(essence.split()) >= 8
    import hashlib  # 3 MB that no reader needs

    digest = hashlib.sha256((essence if enough else fallback).encode()).hexdigest()
    return f"{LOCAL}{digest[:10]}"


def same_registry(token_: str, other: str) -> bool:
    """Whether two numbers are of one registry by their shape: then they are two trials."""
    return _shape(token_) == _shape(other) and not token_.startswith(LOCAL)


def _shape(token_: str) -> str:
    letters = token_.rstrip("0123456789-/")
    return letters or str(len(token_))


def obsolete(trials: Iterable[Trial]) -> frozenset[str]:
    """Numbers that a registry gave up for another: never what a trial is known by."""
    return frozenset(
        known.value for trial in trials for known in trial.identifiers if known.kind in GIVEN_UP
    )
