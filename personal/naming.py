"""What a trial, and a sentence of it, are known by: both are found again in another catalogue."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from catalog.merging.precedence import REGISTRY_ORDER
from catalog.model.numbers import GIVEN_UP
from catalog.model.text import plain

if TYPE_CHECKING:
    from catalog.merging.merged import MergedTrial
    from catalog.store.catalogue import Catalogue


class Known(msgspec.Struct, frozen=True):
    """A trial of the catalogue as a list keeps it."""

    id: str
    numbers: tuple[str, ...]
    """Everything that it is known by, the likeliest to be found first."""
    title: str
    status: str
    """In the registries' enumeration; empty where no source states one."""


def known(merged: MergedTrial) -> Known:
    """A trial as a list keeps it."""
    trial = merged.trial
    return Known(
        merged.id,
        numbers_of(merged),
        trial.title or trial.official_title or "",
        trial.status.word if trial.status else "",
    )


def numbers_of(merged: MergedTrial) -> tuple[str, ...]:
    """Its id, the own numbers of its records and those a registry gave up; then the numbers that
    its records cite, of registries of which it has no number itself.

    A cited number of a registry that gave it one is another trial: an extension names its parent.
    """
    named = [each for each in merged.trial.identifiers if each.kind in REGISTRY_ORDER]
    own = [merged.id, *(each.number for each in merged.sources if each.number)]
    own += [each.value for each in merged.trial.identifiers if each.kind in GIVEN_UP]
    with_own = {each.kind for each in named if each.value in own}
    cited = [each.value for each in named if each.kind not in with_own]
    return tuple(dict.fromkeys((*own, *cited)))


def found_as(catalogue: Catalogue, numbers: Iterable[str]) -> str | None:
    """The id under which this catalogue has a trial; None where it has it under no number."""
    return next((id for each in numbers if (id := catalogue.id_of(each)) is not None), None)


def sentence_hash(text: str) -> str:
    """What a sentence is compared by: its words and signs, whatever their case, blanks and escapes.

    Signs stay, so that `< 18` and `> 18` are two sentences.
    """
    import hashlib  # 3 MB that nobody needs who quotes no criterion

    letters = unicodedata.normalize("NFKC", plain(text)).casefold()
    return hashlib.sha256(" ".join(letters.split()).strip(" .;,").encode()).hexdigest()[:16]
