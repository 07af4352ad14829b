-- What a user last saw of the trials on their lists, part by part: docs/mine.md.
CREATE TABLE seen_trial (
    key  INTEGER PRIMARY KEY AUTOINCREMENT,
    at   TEXT NOT NULL,
    left TEXT
);

CREATE TABLE seen_number (
    number TEXT NOT NULL,
    trial  INTEGER NOT NULL REFERENCES seen_trial (key) ON DELETE CASCADE,
    PRIMARY KEY (number, trial)
) WITHOUT ROWID;
CREATE INDEX seen_number_trial ON seen_number (trial);

CREATE TABLE seen_part (
    trial   INTEGER NOT NULL REFERENCES seen_trial (key) ON DELETE CASCADE,
    part    TEXT NOT NULL,
    value   TEXT NOT NULL,
    said_by TEXT NOT NULL,
    guessed INTEGER NOT NULL DEFAULT 0,
    at      TEXT NOT NULL,
    PRIMARY KEY (trial, part)
) WITHOUT ROWID;
