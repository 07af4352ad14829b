-- Kept queries, and what each of them had found when its user last looked: docs/mine.md.
CREATE TABLE search (
    key    INTEGER PRIMARY KEY AUTOINCREMENT, -- a number is never another query's
    kind   TEXT NOT NULL CHECK (kind IN ('kept', 'site')),
    name   TEXT NOT NULL,
    query  TEXT NOT NULL,
    made   TEXT NOT NULL,
    looked TEXT,
    UNIQUE (kind, name)
);

CREATE TABLE search_seen (
    search INTEGER NOT NULL REFERENCES search (key) ON DELETE CASCADE,
    number TEXT NOT NULL,
    status TEXT,
    at     TEXT NOT NULL,
    PRIMARY KEY (search, number)
) WITHOUT ROWID;
