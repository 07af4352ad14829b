"""Lists that cite trials and are none: the registry numbers in them are offered to look up.

References (RIS, PubMed, BibTeX, EndNote) and plain lists of numbers. What is told of them is which
registry numbers they hold, in their order; nothing of an article is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from importers.bytes.encoding import lines
from importers.importer import Head, Source
from importers.values.cleaning import registry_number


@dataclass(frozen=True, slots=True)
class Cited:
    """A list of references or numbers, and the registry numbers in it, each once."""

    file: str
    kind: str
    """For people: "a list of references (RIS)"."""
    numbers: tuple[str, ...]


_KINDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(shape, re.IGNORECASE), kind)
    for shape, kind in (
        (r"\s*TY  - ", "a list of references (RIS)"),
        (r"\s*PMID ?- ?\d", "a list of publications from PubMed"),
        (r"\s*\"?PMID\"?[,;\t]\s*\"?Title\"?", "a list of publications from PubMed"),
        (r"\s*@\w+\{[^\s,]*,", "a list of references (BibTeX)"),
        (r"\s*%0 \w+", "a list of references (EndNote)"),
        (
            r"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?<Pubmed(?:Article|Book)Set",
            "a list of publications from PubMed (XML)",
        ),
        (
            r"\s*(?:<\?xml[^>]*>\s*)?<xml>\s*<records>\s*<record>\s*<database\b",
            "a list of references (EndNote XML)",
        ),
    )
)
"""How a list begins, and what it is."""
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9/-]{6,39}", re.ASCII)
_OTHERS = frozenset({"utn", "nci", "ntr"})
"""Numbers that are no registry's of trials, or look like other things (`NL1234`)."""
_LISTED = 100
"""Lines looked at to tell a list of numbers."""
_SHORT = 60
"""Letters that a line of such a list has at most."""


def kind(head: Head) -> str | None:
    """What kind of list this is, in words; None for anything else."""
    text = head.text
    for shape, said in _KINDS:
        if shape.match(text):
            return said
    return "a list of registry numbers" if _is_plain(text) else None


def _is_plain(text: str) -> bool:
    """Lines that are numbers and little else; the first may be a heading."""
    said = [line.strip() for line in text.splitlines()[:_LISTED] if line.strip()]
    if said and not any(_numbers(said[0])):
        said = said[1:]
    return bool(said) and all(len(line) <= _SHORT and any(_numbers(line)) for line in said)


def cited(source: Source) -> Cited | None:
    """The numbers of a list; None where it is no such list."""
    said = kind(source.head)
    if said is None:
        return None
    found: dict[str, None] = {}
    with source.open() as stream:
        for line in lines(stream):
            found.update(dict.fromkeys(_numbers(line.decode("utf-8", errors="replace"))))
    return Cited(source.name, said, tuple(found))


def _numbers(text: str) -> Iterator[str]:
    for token in _TOKEN.findall(text):
        # `CTRI/2020/01/123456` is a number; of `ClinicalTrials.gov/NCT…` the last part is.
        for part in dict.fromkeys((token.strip("-/"), *token.split("/"))):
            known = registry_number(part.strip("-"))
            if known is not None and known[0] not in _OTHERS:
                yield known[1]
                break
