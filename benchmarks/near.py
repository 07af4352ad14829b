"""What a place adds to a search of 600,000 trials, key by key.

python benchmarks/near.py                       600,000 trials, made when they are not there
python benchmarks/near.py --copies 13           100,000

The real trials of the search corpus stand in the catalogue many times over: their rows and index
are repeated, so that densities are real and the vocabulary is small. Their sites are drawn anew: of
seven in ten the places are those of the corpus's records, of the others towns of the table, so that
there are as many places as in a whole registry. Figures are processor time; what counts is the
difference from the same query without a place, in the same run.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.places import trials
from benchmarks.search_catalogue import WORK, catalogue
from benchmarks.search_gold import gold
from benchmarks.search_timing import LIMIT, percentiles, reader
from catalog.places.lessons import address_of
from catalog.places.towns import towns_beginning
from catalog.search.index.postings import decode, encode_bits
from catalog.search.index.sorted_lists import keep_order
from catalog.search.index.spots import spot_words
from catalog.search.index.tables import SEGMENT_BITS, write_live
from catalog.search.index.terms import SPOT
from catalog.search.index.writer import _Segment
from catalog.search.parser import parse
from catalog.search.searcher import Searcher

_MASK = (1 << SEGMENT_BITS) - 1
_SITES = (1, 1, 1, 1, 1, 2, 3, 5, 12, 40)
"""How many sites a trial has, as a registry's do: many have one, some have many."""
_FROM_CORPUS = 0.7
_TOWNS = 15_000
_LETTERS = 600
"""Of each long text: what is read of it is not what is measured."""


def repeated(copies: int) -> Path:
    """The catalogue of the real trials, so many times over."""
    path = WORK / f"near-{copies}.db"
    if path.exists():
        return path
    begun = time.perf_counter()
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    source = sqlite3.connect(catalogue(0))
    source.execute("VACUUM INTO ?", (str(part),))
    source.close()
    connection = sqlite3.connect(part, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    connection.execute("BEGIN")
    count = connection.execute("SELECT count(*) FROM trial").fetchone()[0]
    for step in (_repeat_rows, _repeat_index, _draw_sites):
        step(connection, copies, count)
        print(f"  {step.__name__}: {time.perf_counter() - begun:.0f} s", flush=True)
    segment, size = connection.execute("SELECT id, size FROM search_segment").fetchone()
    _Segment(connection, segment, size).write(spot_words(connection, 0))
    keep_order(connection, (1 << size) - 1, size, 0, anew=True)
    connection.execute("COMMIT")
    connection.close()
    part.rename(path)
    print(f"  built {path.name}: {time.perf_counter() - begun:.0f} s")
    return path


def _repeat_rows(connection: sqlite3.Connection, copies: int, count: int) -> None:
    """Trials with their conditions and interventions, under new keys and numbers."""
    connection.execute("DELETE FROM site")
    for text in ("brief_summary", "detailed_description", "eligibility_text"):
        connection.execute(f"UPDATE trial SET {text} = substr({text}, 1, {_LETTERS})")
    for table in ("trial", "condition", "intervention"):
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        key = "key" if table == "trial" else "trial"
        values = [
            f"{key} + :by" if name == key else "id || '-' || :n" if name == "id" else f'"{name}"'
            for name in columns
        ]
        names = ",".join(f'"{name}"' for name in columns)
        for n in range(1, copies):
            connection.execute(
                f"INSERT INTO {table} ({names}) SELECT {','.join(values)} FROM {table}"
                f" WHERE {key} <= :count",
                {"by": n * count, "n": n, "count": count},
            )
    for n in range(1, copies):
        connection.execute(
            "INSERT INTO search_document (doc, key) SELECT doc + :by, key + :by"
            " FROM search_document WHERE doc < :count",
            {"by": n * count, "count": count},
        )


def _repeat_index(connection: sqlite3.Connection, copies: int, count: int) -> None:
    """One segment in which each word stands in every copy; nothing is left of places."""
    old = connection.execute("SELECT id FROM search_segment").fetchone()[0]
    terms = dict(connection.execute("SELECT id, term FROM search_term"))
    gone = [(each,) for each, term in terms.items() if term.startswith(SPOT)]
    connection.executemany("DELETE FROM search_term WHERE id = ?", gone)
    connection.executemany(
        "DELETE FROM search_posting WHERE id = ?", [(old << SEGMENT_BITS | n,) for (n,) in gone]
    )
    rows = connection.execute("SELECT id, data FROM search_posting").fetchall()
    for number, data in rows:
        fields = {}
        for field, docs in decode(data, 0xFF, count):
            bits = (
                int.from_bytes(docs, "little")
                if isinstance(docs, bytes)
                else sum(1 << doc for doc in docs)
            )
            fields[field] = _times(bits, copies, count)
        connection.execute(
            "UPDATE search_posting SET data = ? WHERE id = ?",
            (encode_bits(fields, copies * count), number),
        )
    connection.execute("UPDATE search_term SET count = count * ?, subject = subject * ?",
                       (copies, copies))  # fmt: skip
    connection.execute("UPDATE search_segment SET size = ?", (copies * count,))
    write_live(connection, (1 << copies * count) - 1)


def _times(bits: int, copies: int, count: int) -> int:
    """A set so many times over, each copy behind the other."""
    if copies == 1:
        return bits
    half = _times(bits, copies // 2, count)
    found = half | half << copies // 2 * count
    return found | bits << (copies - 1) * count if copies & 1 else found


def _draw_sites(connection: sqlite3.Connection, copies: int, count: int) -> None:
    """Sites of all trials, the same ones in every run."""
    chance = random.Random(17)
    known = [
        (site.country, site.state, site.city, site.zip, site.latitude, site.longitude)
        for trial in trials()
        for site in map(address_of, trial.sites)
    ]
    names = {
        town
        for first in "abcdefghijklmnopqrstuvwxyz"
        for second in "aeiouhlrn"
        for third in "abcdefghilmnoprstu"
        for town in towns_beginning(first + second + third, 40)
    }
    largest = sorted(names, key=lambda town: (-town.population, town))[:_TOWNS]
    others = [
        (town.country, None, town.name, None, town.latitude, town.longitude) for town in largest
    ]
    statuses = dict(connection.execute("SELECT key, status FROM trial"))

    def rows() -> Iterator[tuple[object, ...]]:
        for key in range(1, copies * count + 1):
            for position in range(chance.choice(_SITES)):
                pool = known if chance.random() < _FROM_CORPUS else others
                country, state, city, code, north, east = chance.choice(pool)
                status = statuses[key] if chance.random() < 0.7 else None
                yield key, position, "A hospital", status, city, state, code, country, north, east

    connection.executemany(
        "INSERT INTO site (trial, position, facility, status, city, state, zip, country, latitude,"
        " longitude) VALUES (?,?,?,?,?,?,?,?,?,?)",
        rows(),
    )


def measured(
    searcher: Searcher, typed: Sequence[str], prefix: str, sort: str = "relevance"
) -> list[float]:
    """Processor seconds for each of the queries, a place before it."""
    seconds = []
    for text in typed:
        query = parse(f"{prefix} {text}".strip())
        begun = time.process_time()
        searcher.search(query, limit=LIMIT, sort=sort)
        seconds.append(time.process_time() - begun)
    return seconds


def main() -> None:
    """Build where needed, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--copies", type=int, default=76, help="of the 7,957 real trials")
    parser.add_argument("--every", type=int, default=12, help="type every n-th query")
    arguments = parser.parse_args()
    path = repeated(arguments.copies)
    connection = reader(path)
    (count,) = connection.execute("SELECT count(*) FROM trial").fetchone()
    (sites,) = connection.execute("SELECT count(*) FROM site").fetchone()
    (places,) = connection.execute(
        "SELECT count(*) FROM search_term WHERE term >= ? AND term < ?", (f"{SPOT}r4", f"{SPOT}r5")
    ).fetchone()
    print(f"{count:,} trials, {sites:,} sites, {places:,} places where somebody recruits or may")
    typed = [
        each.query[:length]
        for each in gold()[:: arguments.every]
        for length in range(1, len(each.query) + 1)
    ]
    print(f"{len(typed)} keys; the difference is from the same keys without a place")
    searcher = Searcher(connection)
    measured(searcher, typed, "")  # the file's pages come into memory
    plain = measured(searcher, typed, "")
    print(f"  {'without':52} {percentiles(plain)}")
    ways: list[tuple[str, str]] = [
        ("near:freiburg", "relevance"),
        ("near:freiburg", "distance"),
        ('near:"New York, US"', "distance"),
        ("near:freiburg within:100km", "relevance"),
        ("near:freiburg within:100km", "distance"),
        ("near:boston within:500km", "distance"),
    ]
    for prefix, sort in ways:
        first = _once(lambda: searcher.search(parse(prefix), limit=LIMIT, sort=sort))  # noqa: B023
        cold = measured(searcher, typed, prefix, sort)  # as the keys without a place were warmed
        found = measured(searcher, typed, prefix, sort)
        more = [b - a for a, b in zip(plain, found, strict=True)]
        print(
            f"  {prefix + ', ' + sort:52} {percentiles(found)}; more: {percentiles(more)},"
            f" mean {1e3 * sum(more) / len(more):.1f} ms; the place itself {1e3 * first:.0f} ms,"
            f" each key for the first time {percentiles(cold)}"
        )
    recruiting = [f"status:recruiting {text}" for text in typed[::3]]
    plain = measured(searcher, recruiting, "")
    print(f"  {'status:recruiting, without':52} {percentiles(plain)}")
    measured(searcher, recruiting, "near:freiburg", "distance")
    found = measured(searcher, recruiting, "near:freiburg", "distance")
    more = [b - a for a, b in zip(plain, found, strict=True)]
    print(f"  {'status:recruiting near:freiburg, distance':52} {percentiles(found)};"
          f" more: {percentiles(more)}")  # fmt: skip


def _once(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
