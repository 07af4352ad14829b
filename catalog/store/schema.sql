-- The tables of the catalogue file; docs/schema.md describes every column.
-- No STRICT table: SQLite before 3.37 cannot open a file that has one. CHECK does that work.
-- A change here is a step of migrations.py too: files that stand get it from there.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE trial (
    key                     INTEGER PRIMARY KEY,
    id                      TEXT NOT NULL UNIQUE,
    title                   TEXT,
    official_title          TEXT,
    acronym                 TEXT,
    status                  TEXT,
    status_said             TEXT,
    last_known_status       TEXT,
    why_stopped             TEXT,
    study_type              TEXT,
    phases                  TEXT,
    start_date              TEXT,
    start_date_type         TEXT,
    primary_completion_date TEXT,
    primary_completion_type TEXT,
    completion_date         TEXT,
    completion_type         TEXT,
    first_posted            TEXT,
    last_updated            TEXT,
    status_verified         TEXT,
    enrollment              INTEGER,
    enrollment_type         TEXT,
    allocation              TEXT,
    intervention_model      TEXT,
    masking                 TEXT,
    primary_purpose         TEXT,
    observational_model     TEXT,
    time_perspective        TEXT,
    sponsor                 TEXT,
    sponsor_class           TEXT,
    sex                     TEXT,
    minimum_age             TEXT,
    maximum_age             TEXT,
    minimum_age_years       REAL,
    maximum_age_years       REAL,
    standard_ages           TEXT,
    healthy_volunteers      INTEGER,
    has_results             INTEGER,
    brief_summary           TEXT,
    detailed_description    TEXT,
    eligibility_text        TEXT,
    site_count              INTEGER NOT NULL DEFAULT 0,
    open_site_count         INTEGER NOT NULL DEFAULT 0,
    countries               TEXT,
    data_date               TEXT,
    source_count            INTEGER NOT NULL DEFAULT 1,
    guessed                 TEXT
);

CREATE TABLE identifier (
    trial INTEGER NOT NULL REFERENCES trial (key),
    value TEXT NOT NULL,
    kind  TEXT NOT NULL,
    PRIMARY KEY (trial, value, kind)
) WITHOUT ROWID;
CREATE INDEX identifier_value ON identifier (value);

CREATE TABLE condition (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;

CREATE TABLE keyword (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;

CREATE TABLE collaborator (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    class    TEXT,
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;

CREATE TABLE arm (
    trial       INTEGER NOT NULL REFERENCES trial (key),
    position    INTEGER NOT NULL,
    label       TEXT NOT NULL,
    type        TEXT,
    description TEXT
);
CREATE INDEX arm_trial ON arm (trial);

CREATE TABLE arm_intervention (
    trial        INTEGER NOT NULL REFERENCES trial (key),
    arm          INTEGER NOT NULL,
    intervention TEXT NOT NULL,
    PRIMARY KEY (trial, arm, intervention)
) WITHOUT ROWID;

CREATE TABLE intervention (
    trial       INTEGER NOT NULL REFERENCES trial (key),
    position    INTEGER NOT NULL,
    type        TEXT,
    name        TEXT NOT NULL,
    description TEXT
);
CREATE INDEX intervention_trial ON intervention (trial);

CREATE TABLE other_name (
    trial        INTEGER NOT NULL REFERENCES trial (key),
    intervention INTEGER NOT NULL,
    name         TEXT NOT NULL,
    PRIMARY KEY (trial, intervention, name)
) WITHOUT ROWID;

CREATE TABLE outcome (
    trial       INTEGER NOT NULL REFERENCES trial (key),
    position    INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('primary', 'secondary', 'other', 'unspecified')),
    measure     TEXT NOT NULL,
    description TEXT,
    time_frame  TEXT
);
CREATE INDEX outcome_trial ON outcome (trial);

CREATE TABLE site (
    trial     INTEGER NOT NULL REFERENCES trial (key),
    position  INTEGER NOT NULL,
    facility  TEXT,
    status    TEXT,
    city      TEXT,
    state     TEXT,
    zip       TEXT,
    country   TEXT,
    latitude  REAL,
    longitude REAL,
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;

CREATE TABLE contact (
    trial       INTEGER NOT NULL REFERENCES trial (key),
    site        INTEGER,
    position    INTEGER NOT NULL,
    name        TEXT,
    role        TEXT,
    phone       TEXT,
    email       TEXT,
    affiliation TEXT
);
CREATE INDEX contact_trial ON contact (trial);

CREATE TABLE mesh_term (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    about    TEXT NOT NULL CHECK (about IN ('condition', 'intervention')),
    ancestor INTEGER NOT NULL,
    term     TEXT NOT NULL,
    mesh_id  TEXT,
    PRIMARY KEY (trial, about, ancestor, term)
) WITHOUT ROWID;

CREATE TABLE reference (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    position INTEGER NOT NULL,
    pmid     TEXT,
    type     TEXT,
    citation TEXT
);
CREATE INDEX reference_trial ON reference (trial);

CREATE TABLE document (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    position INTEGER NOT NULL,
    label    TEXT,
    type     TEXT,
    date     TEXT,
    url      TEXT,
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;

CREATE TABLE editorial (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    position INTEGER NOT NULL,
    source   TEXT NOT NULL,
    label    TEXT NOT NULL,
    text     TEXT NOT NULL,
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;

CREATE TABLE criterion (
    trial      INTEGER NOT NULL REFERENCES trial (key),
    position   INTEGER NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('inclusion', 'exclusion')),
    start      INTEGER NOT NULL,
    "end"      INTEGER NOT NULL,
    section    TEXT NOT NULL DEFAULT '',
    parent     INTEGER,
    role       TEXT NOT NULL CHECK (role IN ('criterion', 'group', 'note')),
    topics     TEXT NOT NULL,
    left_over  INTEGER,
    narrowing  TEXT,
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;

CREATE TABLE constraint_ (
    trial       INTEGER NOT NULL REFERENCES trial (key),
    criterion   INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    variable    TEXT NOT NULL,
    op          TEXT NOT NULL,
    value       TEXT NOT NULL,
    unit        TEXT,
    norm_value  TEXT,
    norm_unit   TEXT,
    any_of      INTEGER,
    "when"      TEXT,
    window_days REAL,
    anchor      TEXT,
    negated     INTEGER NOT NULL DEFAULT 0,
    implausible TEXT,
    all_of      INTEGER,
    decides     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (trial, criterion, position)
) WITHOUT ROWID;

CREATE TABLE source_record (
    key         INTEGER PRIMARY KEY,
    trial       INTEGER NOT NULL REFERENCES trial (key),
    sha256      BLOB NOT NULL,
    importer    TEXT NOT NULL,
    file        TEXT NOT NULL,
    place       TEXT NOT NULL,
    number      TEXT,
    token       TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    data_date   TEXT,
    carries     INTEGER NOT NULL REFERENCES carried (key),
    content     BLOB NOT NULL,
    raw         BLOB NOT NULL
);
CREATE INDEX source_record_trial ON source_record (trial);
CREATE INDEX source_record_token ON source_record (token);
CREATE UNIQUE INDEX source_record_sha256 ON source_record (sha256);

CREATE TABLE carried (
    key    INTEGER PRIMARY KEY,
    fields TEXT NOT NULL UNIQUE
);

CREATE TABLE source_number (
    number TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES source_record (key),
    own    INTEGER NOT NULL CHECK (own IN (0, 1)),
    PRIMARY KEY (number, source)
) WITHOUT ROWID;
CREATE INDEX source_number_source ON source_number (source);

CREATE TABLE blocking_key (
    hash   INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source_record (key),
    PRIMARY KEY (hash, source)
) WITHOUT ROWID;
CREATE INDEX blocking_key_source ON blocking_key (source);

CREATE TABLE decision (
    a       TEXT NOT NULL,
    b       TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different')),
    made_by TEXT NOT NULL CHECK (made_by IN ('rule', 'user')),
    at      TEXT NOT NULL,
    reasons TEXT,
    PRIMARY KEY (a, b),
    CHECK (a < b)
) WITHOUT ROWID;
CREATE INDEX decision_b ON decision (b);

CREATE TABLE possible_duplicate (
    a       TEXT NOT NULL,
    b       TEXT NOT NULL,
    score   REAL NOT NULL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (a, b),
    CHECK (a < b)
) WITHOUT ROWID;
CREATE INDEX possible_duplicate_b ON possible_duplicate (b);

CREATE TABLE change (
    key    INTEGER PRIMARY KEY,
    trial  INTEGER NOT NULL REFERENCES trial (key),
    at     TEXT NOT NULL,
    source INTEGER REFERENCES source_record (key),
    field  TEXT NOT NULL,
    before TEXT,
    after  TEXT
);
CREATE INDEX change_trial ON change (trial);
CREATE INDEX change_at ON change (at);
