"""A large catalogue out of a small one: its rows, records and index again and again, renumbered.

Importing 600,000 studies takes hours, and an update only sees how many rows, pages and segments
there are. So each copy gets numbers of its own in its rows and in its records (which are unpacked,
renumbered and packed again, so that everything that is hashed is right and `trials check` finds the
file sound), blocking keys of its own, and segments of the index of its own, which are merged as an
import merges them.

With `growth` words grow too, as Heaps' law has them: as many of the rare words as that asks for are
in each copy words of their own, in the index, and in the prose and the names that a search reads
(letters in place of letters, so that a word stays as long and as likely as it was). Without it
(1,000 changed studies ask for no more) all copies hold the same words.
"""

from __future__ import annotations

import functools
import re
import shutil
import sqlite3
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

from catalog.model.record import hash_of
from catalog.search.index.segments import merge_if_due
from catalog.search.index.sorted_lists import keep_order
from catalog.search.index.spellings import rebuild
from catalog.search.index.tables import SEGMENT_BITS, write_live
from catalog.search.index.terms import LAST
from catalog.store.coding import written
from catalog.store.packing import pack_content, pack_raw, unpack_content, unpack_raw
from catalog.store.rows import CHILD_TABLES

APART = 100_000
"""How far the registry numbers of one copy are from those of the next: `import_sources.py` numbers
its studies from 50,000,000 on, one after the other."""
_NUMBER = re.compile(r"NCT(5\d{7})")
_MIXED = 2_654_435_761
"""Knuth's multiplier: blocking keys of one copy are not those of another."""


_NUMBERED = (("trial", "id"), ("identifier", "value"))
_PROSE = frozenset(
    "title official_title brief_summary detailed_description eligibility_text name measure".split()
)
"""Columns in which a copy has words of its own."""
_RARE = 3
"""Trials that hold a word of which copies have their own."""
_WORD = re.compile(r"\b[A-Za-z][a-z]{4,}\b")
_LETTERS = ("aeiouy", "bcdfghjklmnpqrstvwxz")


def renumbered(text: str, copy: int) -> str:
    """The text with the registry numbers of this copy."""
    return _NUMBER.sub(lambda found: f"NCT{int(found[1]) + copy * APART}", text)


def multiplied(source: Path, target: Path, times: int, growth: float = 0.0) -> Path:
    """The catalogue so many times, made once; its words so many times to the power of `growth`."""
    if target.exists():
        return target
    part = target.with_suffix(".part")
    shutil.copyfile(source, part)
    connection = sqlite3.connect(part)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA cache_size = -400000")
    connection.create_function("renumbered", 2, renumbered, deterministic=True)
    trials, sources = (
        _one(connection, f"SELECT max(key) FROM {table}") for table in ("trial", "source_record")
    )
    columns = [row[1] for row in connection.execute("PRAGMA table_info(source_record)")]
    kept = connection.execute("SELECT * FROM source_record ORDER BY key").fetchall()
    words = Words(connection, times, growth)
    connection.create_function("varied", 2, words.varied, deterministic=True)
    if times > 1:
        _index(connection, trials, times, words)
    with get_context("spawn").Pool(2) as pool:
        for copy in range(1, times):
            connection.executemany(
                f"INSERT INTO source_record VALUES ({','.join('?' * len(columns))})",
                pool.imap(functools.partial(_record, columns, trials, sources, copy), kept, 200),
            )
            _rows(connection, trials, copy)
    if times > 1:
        _keys(connection, sources, times)
    count = _one(connection, "SELECT max(doc) + 1 FROM search_document")
    keep_order(connection, (1 << count) - 1, count, 0, anew=True)
    rebuild(connection)
    connection.commit()
    connection.close()
    part.rename(target)
    return target


def _rows(connection: sqlite3.Connection, trials: int, copy: int) -> None:
    """Rows of the trials, and of all tables that name them; the first so many are the original."""
    for table in ("trial", *map(written, CHILD_TABLES)):
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        key = "key" if table == "trial" else "trial"
        values = [
            f'"{name}" + {copy * trials}' if name == key
            else f'renumbered("{name}", {copy})' if (table, name) in _NUMBERED
            else f'varied("{name}", {copy})' if name in _PROSE
            else f'"{name}"'
            for name in names
        ]  # fmt: skip
        quoted = ", ".join(f'"{name}"' for name in names)
        connection.execute(
            f"INSERT INTO {table} ({quoted}) SELECT {', '.join(values)} FROM {table}"
            f" WHERE {key} <= {trials} ORDER BY {key}"
        )


def _record(
    columns: list[str], trials: int, sources: int, copy: int, row: tuple[Any, ...]
) -> list[Any]:
    """The row of a copy's record."""
    at = columns.index
    new = list(row)
    raw = unpack_raw(new[at("raw")])
    content = renumbered(unpack_content(new[at("content")], raw).decode(), copy).encode()
    raw = renumbered(raw.decode(), copy).encode()
    new[at("key")] += copy * sources
    new[at("trial")] += copy * trials
    new[at("sha256")] = bytes.fromhex(hash_of(new[at("importer")], raw))
    for name in ("place", "number", "token"):
        new[at(name)] = renumbered(new[at(name)], copy)
    new[at("content")] = pack_content(content, raw)
    new[at("raw")] = pack_raw(raw)
    return new


def _keys(connection: sqlite3.Connection, sources: int, times: int) -> None:
    """What is in the order of hashes and numbers is written in that order, all copies together."""
    copies = " UNION ALL ".join(f"SELECT {copy} AS copy" for copy in range(1, times))
    connection.execute(
        "INSERT OR IGNORE INTO blocking_key (hash, source)"
        f" SELECT (hash + c.copy * {_MIXED}) & 4294967295, source + c.copy * {sources}"
        f" FROM blocking_key CROSS JOIN ({copies}) c ORDER BY 1, 2"
    )
    connection.execute(
        "INSERT OR IGNORE INTO source_number (number, source, own)"
        f" SELECT renumbered(number, c.copy), source + c.copy * {sources}, own"
        f" FROM source_number CROSS JOIN ({copies}) c ORDER BY 1, 2"
    )


def _index(connection: sqlite3.Connection, trials: int, times: int, words: Words) -> None:
    """Segments whose postings count from their own first trial; words are counted as often."""
    [(segment, base, size)] = connection.execute("SELECT id, base, size FROM search_segment")
    connection.execute("CREATE TEMP TABLE own (old INTEGER PRIMARY KEY, new INTEGER)")
    connection.execute(
        f"UPDATE search_term SET count = count * {times}, subject = subject * {times}"
    )
    for copy in range(1, times):
        connection.execute("DELETE FROM temp.own")
        for term, old, new, count, subject in words.terms(copy):
            connection.execute("INSERT INTO temp.own VALUES (?,?)", (old, new))
            connection.execute(
                "UPDATE search_term SET count = count - ?, subject = subject - ? WHERE term = ?",
                (count, subject, term),
            )
            connection.execute(
                "INSERT INTO search_term VALUES (?,?,?,?)",
                (words.own(term, copy), new, count, subject),
            )
        connection.execute(
            "INSERT INTO search_segment VALUES (?,?,?)", (segment + copy, base + copy * size, size)
        )
        connection.execute(
            f"INSERT INTO search_posting SELECT (({segment + copy}) << {SEGMENT_BITS}) | coalesce("
            f" (SELECT new FROM temp.own WHERE old = id & {(1 << SEGMENT_BITS) - 1}),"
            f" id & {(1 << SEGMENT_BITS) - 1}), data FROM search_posting"
            f" WHERE id >> {SEGMENT_BITS} = {segment} ORDER BY 1"
        )
        connection.execute(
            "INSERT INTO search_document SELECT doc + ?, key + ?, pairs FROM search_document"
            " WHERE doc < ?",
            (copy * size, copy * trials, base + size),
        )
        connection.execute(
            "INSERT OR IGNORE INTO search_id SELECT lower(renumbered(upper(id), ?)), doc + ?"
            " FROM search_id WHERE doc < ?",
            (copy, copy * size, base + size),
        )
    connection.execute("UPDATE search_pair SET count = count * ?", (times,))
    live = (1 << (base + times * size)) - 1
    write_live(connection, live)
    merge_if_due(connection)


class Words:
    """Which of the rare words of the original each copy has its own words for."""

    def __init__(self, connection: sqlite3.Connection, times: int, growth: float) -> None:
        self._taken = {term for (term,) in connection.execute("SELECT term FROM search_term")}
        all_, last = connection.execute("SELECT count(*), max(id) FROM search_term").fetchone()
        rare = [
            row
            for row in connection.execute(
                "SELECT term, id, count, subject FROM search_term"
                " WHERE term > ? AND count <= ? ORDER BY term",
                (LAST, _RARE),
            )
            if re.fullmatch("[a-z]{5,}", row[0])
        ]
        self._next = int(last) + 1
        self._terms: list[list[tuple[str, int, int, int, int]]] = [[]]
        self._own: list[dict[str, str]] = [{}]
        for copy in range(1, times):
            dice = Random(copy)
            more = all_ * ((copy + 1) ** growth - copy**growth)
            chosen = sorted(dice.sample(rare, min(len(rare), round(more))))
            self._own.append({term: self._made(term, dice) for term, *_ in chosen})
            self._terms.append(
                [(term, old, self._number(), *counts) for term, old, *counts in chosen]
            )

    def _number(self) -> int:
        self._next += 1
        return self._next - 1

    def _made(self, word: str, dice: Random) -> str:
        """A word like this one that nothing else is called."""
        made = word
        while made in self._taken:
            at = dice.randrange(1, len(word))
            letters = _LETTERS[made[at] not in _LETTERS[0]]
            made = made[:at] + dice.choice(letters) + made[at + 1 :]
        self._taken.add(made)
        return made

    def terms(self, copy: int) -> Iterator[tuple[str, int, int, int, int]]:
        """Word, its number, the number of the copy's own, and how often the original has it."""
        yield from self._terms[copy]

    def own(self, word: str, copy: int) -> str:
        """What a copy has in the place of a word, in small letters."""
        return self._own[copy][word]

    def varied(self, text: str | None, copy: int) -> str | None:
        """The text as the copy has it."""
        own = self._own[copy]
        if text is None or not own:
            return text

        def put(found: re.Match[str]) -> str:
            word = own.get(found[0].lower())
            if word is None:
                return found[0]
            return word if found[0].islower() else word[0].upper() + word[1:]

        return _WORD.sub(put, text)


def _one(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])
