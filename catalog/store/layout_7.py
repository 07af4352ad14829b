"""The step to layout 7: kinds, limits and MeSH terms that rows share stand once; keys in one order.

Its own copy of the tables, as they were in that layout: what comes later changes them further.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby

from catalog.store.coding import CODED, Coder

VIEWS_BEFORE = {
    "mesh_term": """CREATE VIEW mesh_term AS
SELECT
    r.trial AS trial,
    (SELECT text FROM word WHERE key = r.about) AS about,
    r.ancestor AS ancestor,
    (SELECT text FROM word WHERE key = r.term) AS term,
    (SELECT text FROM word WHERE key = r.mesh_id) AS mesh_id
FROM mesh_row r""",
    "constraint_": """CREATE VIEW constraint_ AS
SELECT
    r.trial AS trial,
    r.criterion AS criterion,
    r.position AS position,
    (SELECT text FROM word WHERE key = r.variable) AS variable,
    (SELECT text FROM word WHERE key = r.op) AS op,
    r.value AS value,
    (SELECT text FROM word WHERE key = r.unit) AS unit,
    r.norm_value AS norm_value,
    (SELECT text FROM word WHERE key = r.norm_unit) AS norm_unit,
    r.any_of AS any_of,
    (SELECT text FROM word WHERE key = r."when") AS "when",
    r.window_days AS window_days,
    (SELECT text FROM word WHERE key = r.anchor) AS anchor,
    r.negated AS negated,
    (SELECT text FROM word WHERE key = r.implausible) AS implausible,
    r.all_of AS all_of,
    r.decides AS decides
FROM constraint_row r""",
}
"""The views of layout 6 whose tables are others now."""
_TABLES = """
CREATE TABLE arm_row (
    trial       INTEGER NOT NULL REFERENCES trial (key),
    position    INTEGER NOT NULL,
    label       TEXT NOT NULL,
    type        INTEGER REFERENCES word (key),
    description TEXT
);
CREATE TABLE intervention_row (
    trial       INTEGER NOT NULL REFERENCES trial (key),
    position    INTEGER NOT NULL,
    type        INTEGER REFERENCES word (key),
    name        TEXT NOT NULL,
    description TEXT
);
CREATE TABLE outcome_row (
    trial       INTEGER NOT NULL REFERENCES trial (key),
    position    INTEGER NOT NULL,
    kind        INTEGER NOT NULL REFERENCES word (key),
    measure     TEXT NOT NULL,
    description TEXT,
    time_frame  TEXT
);
CREATE TABLE reference_row (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    position INTEGER NOT NULL,
    pmid     TEXT,
    type     INTEGER REFERENCES word (key),
    citation TEXT
);
CREATE TABLE mesh_set (
    number   INTEGER NOT NULL,
    ancestor INTEGER NOT NULL,
    term     INTEGER NOT NULL REFERENCES word (key),
    mesh_id  INTEGER REFERENCES word (key),
    PRIMARY KEY (number, ancestor, term)
) WITHOUT ROWID;
CREATE TABLE constraint_form (
    key         INTEGER PRIMARY KEY,
    variable    INTEGER NOT NULL REFERENCES word (key),
    op          INTEGER NOT NULL REFERENCES word (key),
    unit        INTEGER REFERENCES word (key),
    norm_unit   INTEGER REFERENCES word (key),
    "when"      INTEGER REFERENCES word (key),
    window_days REAL,
    anchor      INTEGER REFERENCES word (key),
    negated     INTEGER NOT NULL DEFAULT 0,
    implausible INTEGER REFERENCES word (key),
    decides     INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX constraint_form_variable ON constraint_form (variable, op, unit);
"""
_ANEW = """
CREATE TABLE mesh_row (
    trial INTEGER NOT NULL REFERENCES trial (key),
    about INTEGER NOT NULL REFERENCES word (key),
    terms INTEGER NOT NULL,
    PRIMARY KEY (trial, about)
) WITHOUT ROWID;
CREATE TABLE constraint_row (
    trial      INTEGER NOT NULL REFERENCES trial (key),
    criterion  INTEGER NOT NULL,
    position   INTEGER NOT NULL,
    form       INTEGER NOT NULL REFERENCES constraint_form (key),
    value      TEXT NOT NULL,
    norm_value TEXT,
    any_of     INTEGER,
    all_of     INTEGER,
    PRIMARY KEY (trial, criterion, position)
) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX arm_trial ON arm_row (trial);
CREATE INDEX intervention_trial ON intervention_row (trial);
CREATE INDEX outcome_trial ON outcome_row (trial);
CREATE INDEX reference_trial ON reference_row (trial);
"""
_TYPED = {
    "arm": "label, type, description",
    "intervention": "type, name, description",
    "outcome": "kind, measure, description, time_frame",
    "reference": "pmid, type, citation",
}


def share_kinds_limits_and_terms(connection: sqlite3.Connection) -> None:
    """Copy the rows of six tables into tables of numbers, and drop the six and an order of keys."""
    _run(connection, _TABLES)
    for table, names in _TYPED.items():
        _typed(connection, table, names)
    _run(connection, _INDEXES)
    # Views of ours, and those of others, name tables that come back with the last statement.
    connection.execute("PRAGMA legacy_alter_table = ON")
    for table, view in (("constraint_row", "constraint_"), ("mesh_row", "mesh_term")):
        connection.execute(f"DROP VIEW {view}")
        connection.execute(f"ALTER TABLE {table} RENAME TO {table}_before")
    connection.execute("PRAGMA legacy_alter_table = OFF")
    _run(connection, _ANEW)
    _limits(connection)
    _terms(connection)
    for table in ("constraint_row", "mesh_row"):
        connection.execute(f"DROP TABLE {table}_before")
    connection.execute("DROP INDEX blocking_key_source")


def _run(connection: sqlite3.Connection, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            connection.execute(statement.strip())


def _typed(connection: sqlite3.Connection, table: str, names: str) -> None:
    """Rows of which one column is a word of few."""
    (word,) = CODED[table].words
    connection.execute(
        f"INSERT OR IGNORE INTO word (text) SELECT DISTINCT {word} FROM {table}"
        f" WHERE {word} IS NOT NULL"
    )
    values = ", ".join(
        f"(SELECT key FROM word WHERE text = o.{name})" if name == word else f"o.{name}"
        for name in names.split(", ")
    )
    connection.execute(
        f"INSERT INTO {table}_row (trial, position, {names})"
        f" SELECT o.trial, o.position, {values} FROM {table} o ORDER BY o.rowid"
    )
    connection.execute(f"DROP TABLE {table}")


_FORM = 'variable, op, unit, norm_unit, "when", window_days, anchor, negated, implausible, decides'


def _limits(connection: sqlite3.Connection) -> None:
    connection.execute(
        f"INSERT INTO constraint_form ({_FORM}) SELECT DISTINCT {_FORM} FROM constraint_row_before"
    )
    same = " AND ".join(f"f.{name} IS o.{name}" for name in _FORM.split(", "))
    connection.execute(
        "INSERT INTO constraint_row (trial, criterion, position, form, value, norm_value, any_of,"
        " all_of) SELECT o.trial, o.criterion, o.position,"
        f" (SELECT f.key FROM constraint_form f WHERE {same}),"
        " o.value, o.norm_value, o.any_of, o.all_of FROM constraint_row_before o"
    )


def _terms(connection: sqlite3.Connection) -> None:
    coder = Coder(connection)
    for trial, rows in groupby(_spelt(connection), key=lambda row: row[0]):
        coder.write(trial, "mesh_term", [row[1:] for row in rows])


def _spelt(connection: sqlite3.Connection) -> Iterator[tuple[int, str, int, str, str | None]]:
    """The rows of old with their words, by trial."""
    yield from connection.execute(
        "SELECT trial, (SELECT text FROM word WHERE key = about), ancestor,"
        " (SELECT text FROM word WHERE key = term), (SELECT text FROM word WHERE key = mesh_id)"
        " FROM mesh_row_before ORDER BY trial"
    )
