"""Endpoints of trials and how registries spell them: three tables, read when something compares.

`endpoints.csv` has a row an endpoint, in the order of the rows of a comparison: what helps, what
harms, the rest. `endpoint_spellings.csv` has a row a spelling: a run of words in lower case,
singular, American. `(a|b)` stands for either, an empty choice for nothing; hyphens and slashes are
blanks. `!word` must be written just so ("OS" is overall survival and "os" is not, "pCR" a
pathological response and "PCR" none), and a spelling that begins with `~` counts only where the
measure says nothing else ("Survival", "Pain"); one that begins with `&` only where the measure
names its family too ("PK: CL"). `endpoint_words.csv` has the words around a spelling
that decide whether it counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from catalog.model.csv_table import table

_HERE = Path(__file__).parent


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


def _spellings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    columns = ("endpoint", "spelling")
    for endpoint, spelling in table(_HERE / "endpoint_spellings.csv", columns, key=columns):
        found.setdefault(endpoint, []).append(spelling)
    return {endpoint: tuple(spellings) for endpoint, spellings in found.items()}


def _endpoints() -> Iterator[Endpoint]:
    spellings = _spellings()
    columns = ("id", "label", "family", "stands_for", "instrument", "measured")
    for id, label, family, general, instrument, measured in table(
        _HERE / "endpoints.csv", columns, key=("id",)
    ):
        yield Endpoint(
            id=id,
            label=label,
            spellings=spellings.pop(id, ()),
            general=general,
            family=family,
            instrument=instrument == "yes",
            measured=measured == "yes",
        )
    if spellings:
        raise ValueError(f"endpoint_spellings.csv: no endpoint {', '.join(spellings)}")


def _words() -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    columns = ("use", "endpoint", "words")
    for use, endpoint, words in table(_HERE / "endpoint_words.csv", columns, key=columns):
        of_use = found.setdefault(use, {})
        of_use[endpoint] = (*of_use.get(endpoint, ()), words)
    return found


def _sets(words: dict[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    return {endpoint: frozenset(listed) for endpoint, listed in words.items()}


ENDPOINTS: tuple[Endpoint, ...] = tuple(_endpoints())
"""Every endpoint, in the order of the rows of a comparison."""
BY_ID: dict[str, Endpoint] = {endpoint.id: endpoint for endpoint in ENDPOINTS}
ORDER: dict[str, int] = {endpoint.id: place for place, endpoint in enumerate(ENDPOINTS)}
WORDS = _words()
NOT_AFTER = _sets(WORDS["not after"])
"""Words before a spelling that make it something else: a vaccine's response rate is no tumour's."""
NOT_BEFORE = _sets(WORDS["not before"])
"""Words behind a spelling that make it something else."""
NOT_DRUGS = frozenset(WORDS["no drug"][""])
"""Words that "serum concentrations of" may precede without being a drug: what the body makes."""
FILLER = frozenset(WORDS["filler"][""])
"""What the rest of a measure may consist of for a `~` spelling to count."""
STRICT = _sets(WORDS["strict"])
"""Words of which one must be said for an endpoint to have its own label."""
LOOSE_LABELS = {endpoint: said for endpoint, (said,) in WORDS["loose label"].items()}
"""What a row is called whose measures say none of them."""
LOOK_ALIKES = WORDS["look-alike"][""]
"""What holds the words of an endpoint and is none."""
