"""Countries: one table of their codes and names, whoever wrote them, in whatever language.

`countries.csv` has a row a country: its ISO 3166 codes (and those that the EU writes), the name
that filters show, and the other names it is known by: of ClinicalTrials.gov (`registry`), further
English ones (`other`), its own language's and former ones. `area` is EU or EEA; `federal` marks
those whose states tell the country ("Atlanta, Georgia"), which `states.csv` lists.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog.model.csv_table import cell_list, table
from catalog.model.text import folded


class Country(NamedTuple):
    """A row of the table."""

    name: str
    """The name that filters and counts show."""
    codes: tuple[str, ...]
    """Two letters; the first is ISO 3166's. None for a country that is no more."""
    alpha3: str
    registry: tuple[str, ...]
    other: tuple[str, ...]
    own: tuple[str, ...]
    former: tuple[str, ...]
    area: str
    """`EU`, `EEA` for a country in the EEA alone, else empty."""
    is_federal: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, the one that is shown first."""
        return (self.name, *self.registry, *self.other, *self.own, *self.former)

    @property
    def code(self) -> str:
        """Two letters of ISO 3166, empty for a country that is no more."""
        return self.codes[0] if self.codes else ""


_COLUMNS = "codes alpha3 name registry other own former area federal".split()


@cache
def countries() -> tuple[Country, ...]:
    """Every country, in the order of their names."""
    return tuple(
        Country(
            name=name,
            codes=cell_list(codes),
            alpha3=alpha3,
            registry=cell_list(registry),
            other=cell_list(other),
            own=cell_list(own),
            former=cell_list(former),
            area=area,
            is_federal=federal == "yes",
        )
        for codes, alpha3, name, registry, other, own, former, area, federal in table(
            Path(__file__).with_name("countries.csv"), _COLUMNS, key=("name",)
        )
    )


@cache
def _as_shown() -> dict[str, Country]:
    return {one.name: one for one in countries()}


@cache
def _by_name() -> dict[str, Country]:
    return {folded(name): one for one in countries() for name in one.names}


@cache
def _by_code() -> dict[str, Country]:
    return {code: one for one in countries() for code in (*one.codes, one.alpha3) if code}


@lru_cache(maxsize=2_000)
def known(name: str) -> Country | None:
    """The country of this name, in any case and with or without accents."""
    return _as_shown().get(name) or _by_name().get(folded(name))


def of_code(code: str) -> Country | None:
    """The country of two or three letters, in any case."""
    return _by_code().get(code.strip().upper())


@lru_cache(maxsize=2_000)
def country(name: str) -> str:
    """The name by which filters know a country: one spelling for each."""
    one = known(name)
    return one.name if one else " ".join(name.split())


@cache
def registry_names() -> frozenset[str]:
    """Names as ClinicalTrials.gov writes or wrote them, letter for letter."""
    return frozenset(name for one in countries() for name in (one.name, *one.registry, *one.former))


class State(NamedTuple):
    """A state, province or region, as site addresses write it."""

    country: str
    name: str
    towns_abroad: frozenset[str]
    """Towns that lie in the country of the same name: Tbilisi is in no state of Georgia."""


@cache
def all_states() -> tuple[State, ...]:
    """Every state, by country."""
    return tuple(
        State(country, name, frozenset(map(folded, cell_list(towns))))
        for country, name, towns in table(
            Path(__file__).with_name("states.csv"),
            ("country", "state", "towns_abroad"),
            key=("country", "state"),
        )
    )


@cache
def _states_by_country() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for one in all_states():
        found.setdefault(one.country, set()).add(one.name)
    return {name: frozenset(names) for name, names in found.items()}


def states(country_name: str) -> frozenset[str]:
    """Names of a country's states; empty where its addresses hardly ever name one."""
    return _states_by_country().get(country(country_name), frozenset())


@cache
def _states_by_name() -> dict[str, tuple[State, ...]]:
    found: dict[str, tuple[State, ...]] = {}
    for one in all_states():
        found[one.name] = (*found.get(one.name, ()), one)
    return found


_SHORTEST = 4
"""Letters of a state that tells its country: `PR` and `MB` are many things."""


def country_of_state(state: str, town: str | None) -> str | None:
    """The federal country that a state's name alone tells; None where it could be another's.

    A state that has the name of a country is meant, unless the town lies in that country.
    """
    found = _states_by_name().get(state, ())
    if len(found) != 1 or len(state) < _SHORTEST:
        return None
    one = found[0]
    home = known(one.country)
    if home is None or not home.is_federal:
        return None
    namesake = known(state)
    if namesake is not None and (not one.towns_abroad or folded(town or "") in one.towns_abroad):
        return None
    return one.country
