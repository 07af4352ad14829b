"""States, provinces and countries of a kingdom, as people add them to a town: `London, ON`.

Those of the United States are in the table of towns; the others in `provinces.csv`, with the codes
that GeoNames gives them (`region`) and those that the post of the country uses (`code`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from catalog.model.csv_table import table
from catalog.model.text import folded
from catalog.places.towns import states

_TABLE = Path(__file__).with_name("provinces.csv")
_COLUMNS = ("country", "region", "code", "name")
_WITH_STATES = "United States"
_WRITTEN = ("Canada", "Australia")
"""Others whose states people write behind a town."""


def regions_named(said: str) -> frozenset[tuple[str, str]]:
    """The regions that a word may be, each as its country and GeoNames' code: `WA` is two."""
    name = folded(said)
    found = _others().get(name, frozenset())
    state = states().get(name)
    return found | {(_WITH_STATES, state)} if state else found


def state_code(country: str, region: str) -> str:
    """How people write a state behind its towns: `ON`, `WA`, `IL`; "" in countries without.

    `country` is its name, `region` GeoNames' code.
    """
    return region if country == _WITH_STATES else _codes().get((country, region), "")


@cache
def _codes() -> dict[tuple[str, str], str]:
    return {
        (country, region): code
        for country, region, code, _ in table(_TABLE, _COLUMNS, key=("country", "region"))
        if country in _WRITTEN
    }


@cache
def _others() -> dict[str, frozenset[tuple[str, str]]]:
    found: dict[str, frozenset[tuple[str, str]]] = {}
    for country, region, code, name in table(_TABLE, _COLUMNS, key=("country", "region")):
        for said in {folded(code), folded(name)}:
            found[said] = found.get(said, frozenset()) | {(country, region)}
    return found
