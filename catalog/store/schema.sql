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

CREATE TABLE arm_intervention (
    trial        INTEGER NOT NULL REFERENCES trial (key),
    arm          INTEGER NOT NULL,
    intervention TEXT NOT NULL,
    PRIMARY KEY (trial, arm, intervention)
) WITHOUT ROWID;

CREATE TABLE other_name (
    trial        INTEGER NOT NULL REFERENCES trial (key),
    intervention INTEGER NOT NULL,
    name         TEXT NOT NULL,
    PRIMARY KEY (trial, intervention, name)
) WITHOUT ROWID;

-- What many rows share stands once, and they hold its number; the views below have the names and
-- columns that people and their tools read (coding.py). A row is a third of what it was.

CREATE TABLE word (
    key  INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);

CREATE TABLE arm_row (
    trial       INTEGER NOT NULL REFERENCES trial (key),
    position    INTEGER NOT NULL,
    label       TEXT NOT NULL,
    type        INTEGER REFERENCES word (key),
    description TEXT
);
CREATE INDEX arm_trial ON arm_row (trial);

CREATE TABLE intervention_row (
    trial       INTEGER NOT NULL REFERENCES trial (key),
    position    INTEGER NOT NULL,
    type        INTEGER REFERENCES word (key),
    name        TEXT NOT NULL,
    description TEXT
);
CREATE INDEX intervention_trial ON intervention_row (trial);

CREATE TABLE outcome_row (
    trial       INTEGER NOT NULL REFERENCES trial (key),
    position    INTEGER NOT NULL,
    kind        INTEGER NOT NULL REFERENCES word (key),
    measure     TEXT NOT NULL,
    description TEXT,
    time_frame  TEXT
);
CREATE INDEX outcome_trial ON outcome_row (trial);

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

-- `number` is a hash of what the set holds, so that the same set is found again without an index.
CREATE TABLE mesh_set (
    number   INTEGER NOT NULL,
    ancestor INTEGER NOT NULL,
    term     INTEGER NOT NULL REFERENCES word (key),
    mesh_id  INTEGER REFERENCES word (key),
    PRIMARY KEY (number, ancestor, term)
) WITHOUT ROWID;

CREATE TABLE mesh_row (
    trial INTEGER NOT NULL REFERENCES trial (key),
    about INTEGER NOT NULL REFERENCES word (key),
    terms INTEGER NOT NULL,
    PRIMARY KEY (trial, about)
) WITHOUT ROWID;

CREATE TABLE reference_row (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    position INTEGER NOT NULL,
    pmid     TEXT,
    type     INTEGER REFERENCES word (key),
    citation TEXT
);
CREATE INDEX reference_trial ON reference_row (trial);

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

CREATE TABLE learnt_place (
    kind      TEXT NOT NULL CHECK (kind IN ('town', 'postcode', 'hospital')),
    name      TEXT NOT NULL,
    country   TEXT NOT NULL,
    latitude  INTEGER NOT NULL,
    longitude INTEGER NOT NULL,
    sites     INTEGER NOT NULL,
    PRIMARY KEY (kind, name, country, latitude, longitude)
) WITHOUT ROWID;

-- Words by their numbers. CROSS JOIN and single look-ups: the trial is always found first.

CREATE VIEW arm AS
SELECT
    r.trial AS trial,
    r.position AS position,
    r.label AS label,
    (SELECT text FROM word WHERE key = r.type) AS type,
    r.description AS description
FROM arm_row r;

CREATE VIEW intervention AS
SELECT
    r.trial AS trial,
    r.position AS position,
    (SELECT text FROM word WHERE key = r.type) AS type,
    r.name AS name,
    r.description AS description
FROM intervention_row r;

CREATE VIEW outcome AS
SELECT
    r.trial AS trial,
    r.position AS position,
    (SELECT text FROM word WHERE key = r.kind) AS kind,
    r.measure AS measure,
    r.description AS description,
    r.time_frame AS time_frame
FROM outcome_row r;

CREATE VIEW reference AS
SELECT
    r.trial AS trial,
    r.position AS position,
    r.pmid AS pmid,
    (SELECT text FROM word WHERE key = r.type) AS type,
    r.citation AS citation
FROM reference_row r;

CREATE VIEW site AS
SELECT
    r.trial AS trial,
    r.position AS position,
    r.facility AS facility,
    (SELECT text FROM word WHERE key = r.status) AS status,
    p.city AS city,
    p.state AS state,
    r.zip AS zip,
    p.country AS country,
    p.latitude AS latitude,
    p.longitude AS longitude
FROM site_row r CROSS JOIN site_place p ON p.key = r.place;

CREATE VIEW mesh_term AS
SELECT
    r.trial AS trial,
    (SELECT text FROM word WHERE key = r.about) AS about,
    s.ancestor AS ancestor,
    (SELECT text FROM word WHERE key = s.term) AS term,
    (SELECT text FROM word WHERE key = s.mesh_id) AS mesh_id
FROM mesh_row r CROSS JOIN mesh_set s ON s.number = r.terms;

CREATE VIEW criterion AS
SELECT
    r.trial AS trial,
    r.position AS position,
    (SELECT text FROM word WHERE key = r.kind) AS kind,
    r.start AS start,
    r."end" AS "end",
    (SELECT text FROM word WHERE key = r.section) AS section,
    r.parent AS parent,
    (SELECT text FROM word WHERE key = r.role) AS role,
    (SELECT text FROM word WHERE key = r.topics) AS topics,
    r.left_over AS left_over,
    (SELECT text FROM word WHERE key = r.narrowing) AS narrowing
FROM criterion_row r;

CREATE VIEW constraint_ AS
SELECT
    r.trial AS trial,
    r.criterion AS criterion,
    r.position AS position,
    (SELECT text FROM word WHERE key = f.variable) AS variable,
    (SELECT text FROM word WHERE key = f.op) AS op,
    r.value AS value,
    (SELECT text FROM word WHERE key = f.unit) AS unit,
    r.norm_value AS norm_value,
    (SELECT text FROM word WHERE key = f.norm_unit) AS norm_unit,
    r.any_of AS any_of,
    (SELECT text FROM word WHERE key = f."when") AS "when",
    f.window_days AS window_days,
    (SELECT text FROM word WHERE key = f.anchor) AS anchor,
    f.negated AS negated,
    (SELECT text FROM word WHERE key = f.implausible) AS implausible,
    r.all_of AS all_of,
    f.decides AS decides
FROM constraint_row r CROSS JOIN constraint_form f ON f.key = r.form;

-- Views for people and their tools: docs/columns.md describes each column. Exports read the same
-- statements, so that a file and a query say the same. What may hold several values is a JSON array.

CREATE VIEW trial_sites AS
SELECT
    t.id AS id,
    s.position AS site,
    s.facility AS facility,
    s.city AS city,
    s.state AS state,
    s.zip AS zip,
    s.country AS country,
    s.latitude AS latitude,
    s.longitude AS longitude,
    t.status AS trial_status,
    s.status AS site_status,
    CASE
        WHEN t.status IN (
            'ENROLLING_BY_INVITATION', 'ACTIVE_NOT_RECRUITING', 'SUSPENDED', 'TERMINATED',
            'COMPLETED', 'WITHDRAWN', 'NO_LONGER_AVAILABLE', 'TEMPORARILY_NOT_AVAILABLE',
            'APPROVED_FOR_MARKETING', 'WITHHELD'
        ) OR s.status IN (
            'ENROLLING_BY_INVITATION', 'ACTIVE_NOT_RECRUITING', 'SUSPENDED', 'TERMINATED',
            'COMPLETED', 'WITHDRAWN', 'NO_LONGER_AVAILABLE', 'TEMPORARILY_NOT_AVAILABLE',
            'APPROVED_FOR_MARKETING', 'WITHHELD'
        ) THEN 'closed'
        WHEN t.status = 'NOT_YET_RECRUITING' OR s.status = 'NOT_YET_RECRUITING' THEN 'not yet'
        WHEN s.status IN ('RECRUITING', 'AVAILABLE') AND t.status IS NOT 'UNKNOWN' THEN 'recruiting'
        ELSE 'unknown'
    END AS recruits,
    (SELECT json_group_array(name) FROM (SELECT name FROM contact c
        WHERE c.trial = t.key AND c.site = s.position AND name IS NOT NULL
        ORDER BY c.position)) AS contact_names,
    (SELECT json_group_array(phone) FROM (SELECT phone FROM contact c
        WHERE c.trial = t.key AND c.site = s.position AND phone IS NOT NULL
        ORDER BY c.position)) AS contact_phones,
    (SELECT json_group_array(email) FROM (SELECT email FROM contact c
        WHERE c.trial = t.key AND c.site = s.position AND email IS NOT NULL
        ORDER BY c.position)) AS contact_emails
FROM trial t JOIN site s ON s.trial = t.key;

CREATE VIEW trial_criteria AS
SELECT
    t.id AS id,
    c.position AS criterion,
    c.kind AS kind,
    c.role AS role,
    c.section AS section,
    c.parent AS parent,
    substr(t.eligibility_text, c.start + 1, c."end" - c.start) AS text,
    CASE WHEN c.topics = '' THEN '[]'
        ELSE '[' || replace(json_quote(c.topics), '|', '","') || ']' END AS topics,
    (SELECT json_group_array(json_object(
            'variable', variable, 'op', op, 'value', json(value), 'unit', unit,
            'norm_value', json(norm_value), 'norm_unit', norm_unit, 'when', "when",
            'negated', json(CASE negated WHEN 0 THEN 'false' ELSE 'true' END)
        )) FROM (SELECT * FROM constraint_ l
        WHERE l.trial = c.trial AND l.criterion = c.position ORDER BY l.position)) AS limits
FROM trial t JOIN criterion c ON c.trial = t.key;

CREATE VIEW trial_sources AS
SELECT
    t.id AS id,
    s.key AS source,
    s.importer AS importer,
    s.file AS file,
    s.place AS place,
    s.number AS number,
    s.imported_at AS imported_at,
    s.data_date AS data_date
FROM trial t JOIN source_record s ON s.trial = t.key;

CREATE VIEW trial_list AS
SELECT
    t.id AS id,
    (SELECT json_group_array(value) FROM (SELECT DISTINCT value FROM identifier i
        WHERE i.trial = t.key ORDER BY value)) AS numbers,
    t.title AS title,
    t.official_title AS official_title,
    t.acronym AS acronym,
    t.status AS status,
    t.status_said AS status_said,
    t.last_known_status AS last_known_status,
    t.why_stopped AS why_stopped,
    t.status_verified AS status_verified,
    t.study_type AS study_type,
    CASE WHEN t.phases IS NULL THEN '[]'
        ELSE '[' || replace(json_quote(t.phases), '|', '","') || ']' END AS phases,
    (SELECT json_group_array(name) FROM (SELECT name FROM condition c
        WHERE c.trial = t.key ORDER BY c.position)) AS conditions,
    (SELECT json_group_array(name) FROM (SELECT name FROM keyword k
        WHERE k.trial = t.key ORDER BY k.position)) AS keywords,
    (SELECT json_group_array(name) FROM (SELECT name FROM intervention i
        WHERE i.trial = t.key ORDER BY i.position)) AS interventions,
    (SELECT json_group_array(label) FROM (SELECT label FROM arm a
        WHERE a.trial = t.key ORDER BY a.position)) AS arms,
    (SELECT json_group_array(measure) FROM (SELECT measure FROM outcome o
        WHERE o.trial = t.key AND o.kind = 'primary' ORDER BY o.position)) AS primary_outcomes,
    t.allocation AS allocation,
    t.intervention_model AS intervention_model,
    t.masking AS masking,
    t.primary_purpose AS primary_purpose,
    t.observational_model AS observational_model,
    t.time_perspective AS time_perspective,
    t.sponsor AS sponsor,
    t.sponsor_class AS sponsor_class,
    (SELECT json_group_array(name) FROM (SELECT name FROM collaborator c
        WHERE c.trial = t.key ORDER BY c.position)) AS collaborators,
    t.enrollment AS enrollment,
    t.enrollment_type AS enrollment_type,
    t.sex AS sex,
    t.minimum_age AS minimum_age,
    t.maximum_age AS maximum_age,
    t.minimum_age_years AS minimum_age_years,
    t.maximum_age_years AS maximum_age_years,
    CASE WHEN t.standard_ages IS NULL THEN '[]'
        ELSE '[' || replace(json_quote(t.standard_ages), '|', '","') || ']' END AS standard_ages,
    t.healthy_volunteers AS healthy_volunteers,
    t.start_date AS start_date,
    t.start_date_type AS start_date_type,
    t.primary_completion_date AS primary_completion_date,
    t.primary_completion_type AS primary_completion_type,
    t.completion_date AS completion_date,
    t.completion_type AS completion_type,
    t.first_posted AS first_posted,
    t.last_updated AS last_updated,
    t.has_results AS has_results,
    CASE WHEN t.countries IS NULL THEN '[]'
        ELSE '[' || replace(json_quote(t.countries), '|', '","') || ']' END AS countries,
    t.site_count AS site_count,
    (SELECT count(*) FROM trial_sites s
        WHERE s.id = t.id AND s.recruits = 'recruiting') AS sites_recruiting,
    (SELECT count(*) FROM trial_sites s
        WHERE s.id = t.id AND s.recruits = 'not yet') AS sites_not_yet,
    (SELECT count(*) FROM trial_sites s
        WHERE s.id = t.id AND s.recruits = 'closed') AS sites_closed,
    (SELECT count(*) FROM trial_sites s
        WHERE s.id = t.id AND s.recruits = 'unknown') AS sites_unknown,
    t.brief_summary AS brief_summary,
    t.detailed_description AS detailed_description,
    t.eligibility_text AS eligibility_text,
    t.data_date AS data_date,
    t.source_count AS source_count,
    CASE WHEN t.guessed IS NULL THEN '[]'
        ELSE '[' || replace(json_quote(t.guessed), '|', '","') || ']' END AS guessed,
    (SELECT json_group_array(name) FROM (SELECT name FROM contact c
        WHERE c.trial = t.key AND c.site IS NULL AND name IS NOT NULL
        ORDER BY c.position)) AS contact_names,
    (SELECT json_group_array(phone) FROM (SELECT phone FROM contact c
        WHERE c.trial = t.key AND c.site IS NULL AND phone IS NOT NULL
        ORDER BY c.position)) AS contact_phones,
    (SELECT json_group_array(email) FROM (SELECT email FROM contact c
        WHERE c.trial = t.key AND c.site IS NULL AND email IS NOT NULL
        ORDER BY c.position)) AS contact_emails
FROM trial t;
