-- Small things that are kept for a user, by name: docs/mine.md lists the names.
CREATE TABLE kept (
    name  TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);
