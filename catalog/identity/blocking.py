"""Blocking keys: hashes that records share which may be one trial, so that few are compared."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterable, Iterator

import msgspec

from catalog.identity.features import distinct, drugs, organisation_ids, organisation_names
from catalog.identity.features import texts as texts_of
from catalog.identity.features import titles as titles_of
from catalog.identity.known_by import Numbers, numbers, token
from catalog.model.text import folded
from catalog.model.trial import Trial

_MOST_ORGANISATIONS = 8


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that linking asks of a record before it compares it with another."""

    token: str
    """Its own registry number, or `local:…`."""
    is_numbered: bool
    numbers: Numbers
    blocking_keys: frozenset[int]
    """What candidates are looked up by."""
    telling_keys: frozenset[int]
    """Those of them of which one is enough."""


def identity(trial: Trial, sha256: str, *, is_listing: bool = False) -> Identity:
    """The identity of a record; `is_listing` where only a listing site's page says it."""
    keys = blocking_keys(trial)
    if trial.number is None or is_listing:
        keys |= text_keys(trial)
    return Identity(
        token=token(trial, sha256),
        is_numbered=trial.number is not None,
        numbers=numbers(trial),
        blocking_keys=keys,
        telling_keys=telling_keys(trial),
    )


def blocking_keys(trial: Trial) -> frozenset[int]:
    """Titles, drugs, organisations, ids."""
    keys = {f"drug {drug}" for drug in drugs(trial)}
    named = dict.fromkeys(map(folded, organisation_names(trial)))
    organised = itertools.islice(named, _MOST_ORGANISATIONS)
    keys |= {f"org {' '.join(sorted(distinct(name))[:6])}" for name in organised}
    if trial.acronym:
        keys.add(f"acronym {folded(trial.acronym)}")
    return frozenset(_hash(keys)) | telling_keys(trial)


def telling_keys(trial: Trial) -> frozenset[int]:
    """Titles and the organisation's own ids: one that is shared makes a candidate pair."""
    keys = {f"title {title}" for title in titles_of(trial)}
    keys |= {f"id {value}" for value in organisation_ids(trial)}
    return frozenset(_hash(keys))


def text_keys(trial: Trial) -> frozenset[int]:
    """Keys for the drugs that a page without arms and interventions may name: its longer words.

    A listing page that names neither gives the words of its texts, since the drug stands
    somewhere there.
    """
    if trial.interventions or trial.arms:
        return frozenset()
    words = {word for word in folded(" ".join(texts_of(trial))).split() if len(word) >= 6}
    return frozenset(_hash(f"drug {word}" for word in words))


def _hash(keys: Iterable[str]) -> Iterator[int]:
    for key in keys:
        yield zlib.crc32(key.encode())
