"""What an endpoint of the table is, and how its rows are read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Endpoint(NamedTuple):
    """One thing that trials measure, whatever they call it."""

    id: str
    label: str
    spellings: tuple[str, ...]
    general: str = ""
    """For an endpoint that only names a field ("safety"): the family whose members replace it."""
    family: str = ""
    instrument: bool = False
    """A named questionnaire or scale: counts even where it stands in brackets."""
    measured: bool = False
    """A quantity: the share of patients who reach some value of it is another endpoint."""


def read(
    family: str, table: str, *, measured: bool = False, scales: bool = False
) -> Iterator[Endpoint]:
    """The endpoints of one family.

    A row is `id: label`, then its spellings indented and parted by semicolons. Among scales, a
    label with a capital is the proper name of an instrument ("PASI", and not "sleep quality").
    """
    rows: list[tuple[str, list[str]]] = []
    for written in table.strip().splitlines():
        if written[0].isspace():
            rows[-1][1].append(written.strip())
        else:
            rows.append((written, []))
    for head, lines in rows:
        name, _, label = head.partition(": ")
        spellings = tuple(part.strip() for part in " ".join(lines).split(";") if part.strip())
        named = scales and any(letter.isupper() for letter in label)
        yield Endpoint(name, label, spellings, family=family, instrument=named, measured=measured)
