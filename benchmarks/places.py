"""Places: sites with coordinates of the registry, placed instead by what else is known of them.

python benchmarks/places.py                     counts, and the registry's points that are in doubt
python benchmarks/places.py --show              also every site that is placed elsewhere

A site is placed by the table of towns, by its town, postcode and hospital as other trials of the
corpus teach them (never its own), by postcode and hospital also as if it named no town, and by all
of these. It counts as right within 15 km of the registry's point. Points of the registry that the
table of towns contradicts are counted apart: they are of another town of the name (München in
Brandenburg), and judge nobody.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sqlite3
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from catalog.model.trial import Trial
from catalog.places.addresses import (
    HOSPITAL,
    POSTCODE,
    TOWN,
    Address,
    Placed,
    by_registry,
    by_table,
)
from catalog.places.distance import SAME_PLACE_KM, Point, km, sound
from catalog.places.lessons import (
    Lesson,
    Teacher,
    address_of,
    hospital_name,
    lessons,
    postcode_name,
)
from catalog.places.placing import Placing
from catalog.store import schema
from importers.ctgov import api_v2

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus" / "ctgov-json"
FILES = (
    "ctg-studies.json.zip",
    "studies.ndjson.gz",
    "ctg-studies-100.json.gz",
    "ctg-studies.json",
)
WAYS = (
    "table of towns",
    "town of another record",
    "postcode",
    "hospital",
    "postcode alone",
    "hospital alone",
    "all of these",
)
RIGHT, GUESS, GUESS_FAR, FAR, NONE = (
    "within 15 km",
    "marked as a guess, within",
    "marked as a guess, farther",
    "FARTHER, NOT MARKED",
    "no place",
)


class Judged(NamedTuple):
    """One way in which one site was placed."""

    way: str
    outcome: str
    site: Address
    km: float


def trials(files: Iterable[str] = FILES) -> Iterator[Trial]:
    """The corpus's trials of the API v2, each once."""
    seen: set[str] = set()
    for name in files:
        for raw in _studies(CORPUS / name):
            trial = api_v2.read(raw).trial
            if trial.number and trial.number not in seen:
                seen.add(trial.number)
                yield trial


def _studies(path: Path) -> Iterator[bytes]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as members:
            yield from map(members.read, members.namelist())
        return
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    if ".ndjson" in path.name:
        yield from data.splitlines()
    else:
        yield from (json.dumps(study).encode() for study in json.loads(data))


def judged(known: Sequence[Trial]) -> Iterator[Judged]:
    """Every site that has coordinates which nothing speaks against, placed in each way."""
    connection = sqlite3.connect(":memory:")
    schema.create(connection)
    taught: dict[tuple[str, str], Counter[Lesson]] = {}
    for trial in known:
        for lesson in lessons(trial):
            taught.setdefault((lesson.kind, lesson.name), Counter())[lesson] += 1
    for trial in known:
        sites = {address_of(site) for site in trial.sites}
        placing = _without(connection, taught, trial)
        for site in sorted(sites, key=str):
            truth = by_registry(site)
            if truth is not None and truth.source == "registry" and not truth.is_guess:
                yield from _site(placing, site._replace(latitude=None, longitude=None), truth.point)


def _without(
    connection: sqlite3.Connection, taught: Mapping[tuple[str, str], Counter[Lesson]], trial: Trial
) -> Placing:
    """By what all other trials teach of the places of this one."""
    teacher = Teacher(connection)
    teacher.forget()
    own = Counter(lessons(trial))
    for name in {(each.kind, each.name) for each in own}:
        teacher.hear((taught[name] - own).elements())
    teacher.flush()
    return Placing(connection)


def _site(placing: Placing, site: Address, truth: Point) -> Iterator[Judged]:
    bare = Address(country=site.country)
    asked: dict[str, Placed | None] = {
        "table of towns": by_table(site),
        "town of another record": _by(placing, site._replace(zip=None, facility=None), TOWN),
        "postcode": placing.by(POSTCODE, postcode_name(site.zip or ""), site),
        "hospital": placing.by(HOSPITAL, hospital_name(site.facility or ""), site),
        "postcode alone": _by(placing, bare._replace(zip=site.zip), POSTCODE),
        "hospital alone": _by(placing, bare._replace(facility=site.facility), HOSPITAL),
        "all of these": placing.place(site),
    }
    for way, placed in asked.items():
        away = km(placed.point, truth) if placed is not None else 0.0
        yield Judged(way, _outcome(placed, away), site, away)


def _by(placing: Placing, site: Address, way: str) -> Placed | None:
    """Where the site is in this way alone."""
    placed = placing.place(site)
    return placed if placed is not None and placed.source == way else None


def _outcome(placed: Placed | None, away: float) -> str:
    if placed is None:
        return NONE
    if placed.is_guess:
        return GUESS if away <= SAME_PLACE_KM else GUESS_FAR
    return RIGHT if away <= SAME_PLACE_KM else FAR


def doubted(known: Iterable[Trial]) -> Counter[tuple[str, str]]:
    """Towns whose points the table of towns contradicts, with how many sites have them."""
    found: Counter[tuple[str, str]] = Counter()
    for trial in known:
        for site in map(address_of, trial.sites):
            placed = by_registry(site)
            if placed is not None and placed.is_guess:
                found[site.city or "", site.country or ""] += 1
    return found


def main() -> int:
    """Print the counts; returns 1 where a site is placed far off and not marked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--show", action="store_true", help="list what is placed elsewhere")
    arguments = parser.parse_args()
    known = list(trials())
    with_point = sum(
        sound(site.latitude, site.longitude) is not None for t in known for site in t.sites
    )
    print(f"{len(known)} trials, {with_point:,} sites with coordinates of the registry")
    counts: Counter[tuple[str, str]] = Counter()
    far = 0
    for each in judged(known):
        counts[each.way, each.outcome] += 1
        far += each.outcome == FAR
        if arguments.show and each.outcome in (FAR, GUESS_FAR):
            print(f"  {each.way}: {each.outcome}: {each.km:.0f} km, {each.site}")
    outcomes = (RIGHT, GUESS, GUESS_FAR, FAR, NONE)
    print(f"{'':26}" + "".join(f"{name:>28}" for name in outcomes))
    for way in WAYS:
        print(f"{way:26}" + "".join(f"{counts[way, name]:28,}" for name in outcomes))
    print("points of the registry in doubt (towns, sites):")
    for (city, country), count in doubted(known).most_common():
        print(f"  {city}, {country}: {count}")
    return 1 if far else 0


if __name__ == "__main__":
    sys.exit(main())
