-- Lists, cases and notes. `log` is what happened, and only grows (but for what is forgotten); the
-- other tables are made from it. docs/mine.md describes every column.
CREATE TABLE log (
    id    TEXT PRIMARY KEY NOT NULL,
    turn  INTEGER NOT NULL,
    at    TEXT NOT NULL,
    by    TEXT NOT NULL DEFAULT '',
    list  TEXT NOT NULL DEFAULT '',
    trial TEXT NOT NULL DEFAULT '',
    what  TEXT NOT NULL CHECK (what IN ('open', 'rename', 'add', 'remove', 'state', 'reason', 'seen',
                                        'note', 'verify', 'undo')),
    text  TEXT NOT NULL DEFAULT '',
    more  TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX log_turn ON log (turn);
CREATE INDEX log_list ON log (list);

CREATE TABLE list (
    id     TEXT PRIMARY KEY NOT NULL,
    label  TEXT NOT NULL,
    kind   TEXT NOT NULL CHECK (kind IN ('list', 'case')),
    opened TEXT NOT NULL,
    turn   INTEGER NOT NULL
);

CREATE TABLE entry (
    list         TEXT NOT NULL REFERENCES list (id),
    trial        TEXT NOT NULL,
    title        TEXT NOT NULL,
    numbers      TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('proposed', 'to call', 'called', 'unsure', 'rejected',
                                                'enrolled', 'declined')),
    reason       TEXT NOT NULL,
    reason_kind  TEXT NOT NULL CHECK (reason_kind IN ('', 'own words', 'inclusion', 'exclusion')),
    reason_hash  TEXT NOT NULL,
    status       TEXT NOT NULL,
    by           TEXT NOT NULL,
    at           TEXT NOT NULL,
    turn         INTEGER NOT NULL,
    PRIMARY KEY (list, trial)
);

CREATE TABLE trial_note (
    trial       TEXT PRIMARY KEY NOT NULL,
    numbers     TEXT NOT NULL,
    note        TEXT NOT NULL,
    note_by     TEXT NOT NULL,
    note_at     TEXT NOT NULL,
    verified    TEXT NOT NULL,
    verified_by TEXT NOT NULL,
    verified_at TEXT NOT NULL
);
