"""The step to layout 6: words and places that rows share stand once, behind views of today's names.

Its own copy of the tables, as they were in that layout: what comes later changes them further.
"""

from __future__ import annotations

import sqlite3

_TABLES = """
CREATE TABLE word (
    key  INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);
CREATE TABLE site_place (
    key       INTEGER PRIMARY KEY,
    city      TEXT,
    state     TEXT,
    country   TEXT,
    latitude  REAL,
    longitude REAL
);
CREATE INDEX site_place_city ON site_place (city, country);
CREATE TABLE site_row (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    position INTEGER NOT NULL,
    facility TEXT,
    status   INTEGER REFERENCES word (key),
    zip      TEXT,
    place    INTEGER NOT NULL REFERENCES site_place (key),
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;
CREATE TABLE mesh_row (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    about    INTEGER NOT NULL REFERENCES word (key),
    ancestor INTEGER NOT NULL,
    term     INTEGER NOT NULL REFERENCES word (key),
    mesh_id  INTEGER REFERENCES word (key),
    PRIMARY KEY (trial, about, ancestor, term)
) WITHOUT ROWID;
CREATE TABLE criterion_row (
    trial      INTEGER NOT NULL REFERENCES trial (key),
    position   INTEGER NOT NULL,
    kind       INTEGER NOT NULL REFERENCES word (key),
    start      INTEGER NOT NULL,
    "end"      INTEGER NOT NULL,
    section    INTEGER NOT NULL REFERENCES word (key),
    parent     INTEGER,
    role       INTEGER NOT NULL REFERENCES word (key),
    topics     INTEGER NOT NULL REFERENCES word (key),
    left_over  INTEGER,
    narrowing  INTEGER REFERENCES word (key),
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;
CREATE TABLE constraint_row (
    trial       INTEGER NOT NULL REFERENCES trial (key),
    criterion   INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    variable    INTEGER NOT NULL REFERENCES word (key),
    op          INTEGER NOT NULL REFERENCES word (key),
    value       TEXT NOT NULL,
    unit        INTEGER REFERENCES word (key),
    norm_value  TEXT,
    norm_unit   INTEGER REFERENCES word (key),
    any_of      INTEGER,
    "when"      INTEGER REFERENCES word (key),
    window_days REAL,
    anchor      INTEGER REFERENCES word (key),
    negated     INTEGER NOT NULL DEFAULT 0,
    implausible INTEGER REFERENCES word (key),
    all_of      INTEGER,
    decides     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (trial, criterion, position)
) WITHOUT ROWID;
"""
_WORDS = {
    "site": ("status",),
    "mesh_term": ("about", "term", "mesh_id"),
    "criterion": ("kind", "section", "role", "topics", "narrowing"),
    "constraint_": ("variable", "op", "unit", "norm_unit", "when", "anchor", "implausible"),
}
_ROWS = {
    "mesh_term": "mesh_row",
    "criterion": "criterion_row",
    "constraint_": "constraint_row",
}
_PLACE = "city, state, country, latitude, longitude"
_SITES = """
INSERT INTO site_row (trial, position, facility, status, zip, place)
SELECT s.trial, s.position, s.facility, (SELECT key FROM word WHERE text = s.status), s.zip, (
    SELECT p.key FROM site_place p WHERE p.city IS s.city AND p.country IS s.country
    AND p.state IS s.state AND p.latitude IS s.latitude AND p.longitude IS s.longitude
) FROM site s
"""


def share_words_and_places(connection: sqlite3.Connection) -> None:
    """Copy the rows of four tables into tables of numbers, and drop the four."""
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            connection.execute(statement.strip().rstrip(";"))
    for table, names in _WORDS.items():
        for name in names:
            connection.execute(
                f'INSERT OR IGNORE INTO word (text) SELECT DISTINCT "{name}" FROM {table}'
                f' WHERE "{name}" IS NOT NULL'
            )
    connection.execute(f"INSERT INTO site_place ({_PLACE}) SELECT DISTINCT {_PLACE} FROM site")
    connection.execute(_SITES)
    for table, target in _ROWS.items():
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        values = [
            f'(SELECT key FROM word WHERE text = o."{name}")'
            if name in _WORDS[table]
            else f'o."{name}"'
            for name in columns
        ]
        quoted = ", ".join(f'"{name}"' for name in columns)
        connection.execute(
            f"INSERT INTO {target} ({quoted}) SELECT {', '.join(values)} FROM {table} o"
        )
    for table in _WORDS:
        connection.execute(f"DROP TABLE {table}")
