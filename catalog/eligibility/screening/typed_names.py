"""What people call the values of a patient: the variables that a typed text may begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from catalog.eligibility.reading.word_effects import EXACT, sense
from catalog.eligibility.screening.askable import asked_of
from catalog.eligibility.vocabulary.entries import phrases, variables


def named(words: str) -> Iterator[tuple[str, str]]:
    """The variables that a text may begin with, longest name first, and what follows the name."""
    text = _plain_with_numbers(words)
    denied = ""
    for lead in ("no ", "not "):
        if text.startswith(lead):
            text, denied = text.removeprefix(lead), "no"
    for name in _begins(text):
        rest = text[len(name) :].strip(" :=")
        for variable in _names()[name]:
            one = asked_of(variable)
            if one is None or (denied and (rest or one.kind not in ("flag", "marker", "prior"))):
                continue
            said = denied or rest
            if not said and one.kind == "prior" and name.startswith("prior "):
                said = "yes"
            yield variable, said


def _plain(words: str) -> str:
    """Without what does not matter in a name: hyphens, dots, capitals."""
    return " ".join(re.sub(r"[-_./()]", " ", words.casefold()).split())


def _plain_with_numbers(words: str) -> str:
    """A plain text in which numbers and units stay as they are written."""
    found = re.match(r"(.*?)(?:(?<=[ :=])(-?\d.*)|)$", words)
    assert found is not None
    return f"{_plain(found[1])} {found[2] or ''}".strip()


def _begins(text: str) -> Iterator[str]:
    """Names that the text begins with as whole words, the longest first."""
    words = re.split(r"(?<=[^ ])(?= )|(?<=[a-z])(?=\d)", text)
    for count in range(len(words), 0, -1):
        name = "".join(words[:count]).strip()
        if name in _names():
            yield name


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Variables by every name that means just them."""
    found: dict[str, dict[str, None]] = {}

    def add(name: str, variable: str) -> None:
        if plain := _plain(name):
            found.setdefault(plain, {})[variable] = None

    for one in variables().values():
        bare = one.id.partition(".")[2] or one.id
        for name in (one.id, bare, one.label, *one.names):
            add(name, one.id)
        if one.kind == "prior":
            add(f"prior {bare}", one.id)
    for kind in ("condition", "prior", "interval"):
        for phrase in phrases(kind):
            means = phrase.means[0] if len(phrase.means) == 1 and not phrase.absent else ""
            if means and sense(means, phrase.words) == EXACT:
                add(phrase.words, means)
                if kind == "prior":
                    add(f"prior {phrase.words}", means)
    return {name: tuple(ids) for name, ids in found.items()}
