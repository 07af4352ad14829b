PRAGMA application_id = 1414679635;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE arm (
    trial       INTEGER NOT NULL REFERENCES trial (key),
    position    INTEGER NOT NULL,
    label       TEXT NOT NULL,
    type        TEXT,
    description TEXT
);
CREATE TABLE arm_intervention (
    trial        INTEGER NOT NULL REFERENCES trial (key),
    arm          INTEGER NOT NULL,
    intervention TEXT NOT NULL,
    PRIMARY KEY (trial, arm, intervention)
) WITHOUT ROWID;
CREATE TABLE carried (
    key    INTEGER PRIMARY KEY,
    fields TEXT NOT NULL UNIQUE
);
INSERT INTO "carried" VALUES(1,'acronym allocation arms available_ipd biospecimen brief_summary collaborators completion_date condition_mesh condition_mesh_ancestors conditions contacts countries country_records delayed_posting detailed_description disposition_first_posted disposition_first_submitted disposition_first_submitted_qc documents eligibility enrollment expanded_access expanded_access_types first_posted first_submitted first_submitted_qc has_results identifiers intervention_mesh intervention_mesh_ancestors intervention_model intervention_model_description interventions ipd_statement keywords last_known_status last_update_submitted last_updated masking masking_description number_of_arms observational_model official_title officials organization outcomes oversight patient_registry phases primary_completion_date primary_purpose references removed_countries responsible_party results results_first_posted results_first_submitted results_first_submitted_qc see_also sites sponsor start_date status status_verified study_type target_duration time_perspective title unposted_events url who_masked why_stopped');
CREATE TABLE change (
    key    INTEGER PRIMARY KEY,
    trial  INTEGER NOT NULL REFERENCES trial (key),
    at     TEXT NOT NULL,
    source INTEGER REFERENCES source_record (key),
    field  TEXT NOT NULL,
    before TEXT,
    after  TEXT
);
INSERT INTO "change" VALUES(1,2,'2026-03-02T00:00:00Z',8,'status','NOT_YET_RECRUITING','RECRUITING');
CREATE TABLE collaborator (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    class    TEXT,
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;
CREATE TABLE condition (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;
INSERT INTO "condition" VALUES(1,0,'Example Disease');
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
    PRIMARY KEY (trial, criterion, position)
) WITHOUT ROWID;
INSERT INTO "constraint_" VALUES(1,0,0,'hgb','>=','9','g/dL','9','g/dL',NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "constraint_" VALUES(1,1,0,'ecog','in','[0,1]',NULL,'[0,1]',NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO "constraint_" VALUES(1,2,0,'pregnancy','=','"present"',NULL,'"present"',NULL,NULL,NULL,NULL,NULL,0,NULL);
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
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;
INSERT INTO "criterion" VALUES(1,0,'inclusion',23,43,'',NULL,'criterion','hematologic');
INSERT INTO "criterion" VALUES(1,1,'inclusion',46,54,'',NULL,'criterion','performance_status');
INSERT INTO "criterion" VALUES(1,2,'exclusion',79,88,'',NULL,'criterion','pregnancy_lactation');
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
INSERT INTO "decision" VALUES('2020-000001-01','DRKS99990009','different','user','2026-11-29T12:26:38Z',NULL);
INSERT INTO "decision" VALUES('NCT99990001','local:7a64694103','same','rule','2026-02-01T00:00:00Z','{"for":["the titles are the same","both name examplomab, testociclib","both are about Example Disease"],"against":[]}');
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
CREATE TABLE identifier (
    trial INTEGER NOT NULL REFERENCES trial (key),
    value TEXT NOT NULL,
    kind  TEXT NOT NULL,
    PRIMARY KEY (trial, value, kind)
) WITHOUT ROWID;
INSERT INTO "identifier" VALUES(6,'2020-000001-01','eudract');
INSERT INTO "identifier" VALUES(7,'DRKS99990009','drks');
INSERT INTO "identifier" VALUES(7,'EX 420','secondary_id');
INSERT INTO "identifier" VALUES(6,'EX-420','secondary_id');
INSERT INTO "identifier" VALUES(3,'ISRCTN99990001','isrctn');
INSERT INTO "identifier" VALUES(1,'NCT99990001','nct');
INSERT INTO "identifier" VALUES(2,'NCT99990002','nct');
INSERT INTO "identifier" VALUES(3,'NCT99990003','nct');
CREATE TABLE intervention (
    trial       INTEGER NOT NULL REFERENCES trial (key),
    position    INTEGER NOT NULL,
    type        TEXT,
    name        TEXT NOT NULL,
    description TEXT
);
INSERT INTO "intervention" VALUES(1,0,NULL,'examplomab',NULL);
INSERT INTO "intervention" VALUES(1,1,NULL,'testociclib',NULL);
INSERT INTO "intervention" VALUES(6,0,NULL,'exampline',NULL);
INSERT INTO "intervention" VALUES(7,0,NULL,'exampline',NULL);
CREATE TABLE keyword (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    position INTEGER NOT NULL,
    name     TEXT NOT NULL,
    PRIMARY KEY (trial, position)
) WITHOUT ROWID;
CREATE TABLE mesh_term (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    about    TEXT NOT NULL CHECK (about IN ('condition', 'intervention')),
    ancestor INTEGER NOT NULL,
    term     TEXT NOT NULL,
    mesh_id  TEXT,
    PRIMARY KEY (trial, about, ancestor, term)
) WITHOUT ROWID;
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO "meta" VALUES('last_import','2026-11-29T12:26:38Z');
INSERT INTO "meta" VALUES('newest_source','2026-03-01');
INSERT INTO "meta" VALUES('rules_version','4');
INSERT INTO "meta" VALUES('trials','5');
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
CREATE TABLE possible_duplicate (
    a       TEXT NOT NULL,
    b       TEXT NOT NULL,
    score   REAL NOT NULL,
    reasons TEXT NOT NULL,
    PRIMARY KEY (a, b),
    CHECK (a < b)
) WITHOUT ROWID;
INSERT INTO "possible_duplicate" VALUES('2020-000001-01','DRKS99990009',0.625,'{"for":["the titles are 82 % alike","both carry the organisation''s own id EX 420","both name exampline"],"against":[]}');
CREATE TABLE reference (
    trial    INTEGER NOT NULL REFERENCES trial (key),
    position INTEGER NOT NULL,
    pmid     TEXT,
    type     TEXT,
    citation TEXT
);
CREATE TABLE search_bucket (shape TEXT PRIMARY KEY, terms TEXT NOT NULL);
INSERT INTO "search_bucket" VALUES('1a6','adults');
INSERT INTO "search_bucket" VALUES('1a7','another');
INSERT INTO "search_bucket" VALUES('1d7','disease');
INSERT INTO "search_bucket" VALUES('1e10','examplomab');
INSERT INTO "search_bucket" VALUES('1e5','essen');
INSERT INTO "search_bucket" VALUES('1e7','example');
INSERT INTO "search_bucket" VALUES('1e9','exampline');
INSERT INTO "search_bucket" VALUES('1f6','france');
INSERT INTO "search_bucket" VALUES('1g7','germany');
INSERT INTO "search_bucket" VALUES('1m8','medicine');
INSERT INTO "search_bucket" VALUES('1p4','plus');
INSERT INTO "search_bucket" VALUES('1r9','resistant');
INSERT INTO "search_bucket" VALUES('1s5','study');
INSERT INTO "search_bucket" VALUES('1t11','testociclib');
INSERT INTO "search_bucket" VALUES('1t5','third');
INSERT INTO "search_bucket" VALUES('1y5','young');
INSERT INTO "search_bucket" VALUES('2du6','adults');
INSERT INTO "search_bucket" VALUES('2ed8','medicine');
INSERT INTO "search_bucket" VALUES('2er7','germany');
INSERT INTO "search_bucket" VALUES('2es11','testociclib');
INSERT INTO "search_bucket" VALUES('2es9','resistant');
INSERT INTO "search_bucket" VALUES('2hi5','third');
INSERT INTO "search_bucket" VALUES('2is7','disease');
INSERT INTO "search_bucket" VALUES('2lu4','plus');
INSERT INTO "search_bucket" VALUES('2no7','another');
INSERT INTO "search_bucket" VALUES('2ou5','young');
INSERT INTO "search_bucket" VALUES('2ra6','france');
INSERT INTO "search_bucket" VALUES('2ss5','essen');
INSERT INTO "search_bucket" VALUES('2tu5','study');
INSERT INTO "search_bucket" VALUES('2xa10','examplomab');
INSERT INTO "search_bucket" VALUES('2xa7','example');
INSERT INTO "search_bucket" VALUES('2xa9','exampline');
CREATE TABLE search_completion (prefix TEXT PRIMARY KEY, terms TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "search_completion" VALUES('0','0 01');
INSERT INTO "search_completion" VALUES('01','01');
INSERT INTO "search_completion" VALUES('1','1');
INSERT INTO "search_completion" VALUES('9','9');
INSERT INTO "search_completion" VALUES('a','another adults austria');
INSERT INTO "search_completion" VALUES('ad','adults');
INSERT INTO "search_completion" VALUES('adu','adults');
INSERT INTO "search_completion" VALUES('an','another');
INSERT INTO "search_completion" VALUES('ano','another');
INSERT INTO "search_completion" VALUES('au','austria');
INSERT INTO "search_completion" VALUES('aus','austria');
INSERT INTO "search_completion" VALUES('b','berlin');
INSERT INTO "search_completion" VALUES('be','berlin');
INSERT INTO "search_completion" VALUES('ber','berlin');
INSERT INTO "search_completion" VALUES('c','clinic criteria');
INSERT INTO "search_completion" VALUES('cl','clinic');
INSERT INTO "search_completion" VALUES('cli','clinic');
INSERT INTO "search_completion" VALUES('cr','criteria');
INSERT INTO "search_completion" VALUES('cri','criteria');
INSERT INTO "search_completion" VALUES('d','disease dl');
INSERT INTO "search_completion" VALUES('di','disease');
INSERT INTO "search_completion" VALUES('dis','disease');
INSERT INTO "search_completion" VALUES('dl','dl');
INSERT INTO "search_completion" VALUES('e','exampline example examplomab essen ecog exclusion');
INSERT INTO "search_completion" VALUES('ec','ecog');
INSERT INTO "search_completion" VALUES('eco','ecog');
INSERT INTO "search_completion" VALUES('es','essen');
INSERT INTO "search_completion" VALUES('ess','essen');
INSERT INTO "search_completion" VALUES('ex','exampline example examplomab exclusion');
INSERT INTO "search_completion" VALUES('exa','exampline example examplomab');
INSERT INTO "search_completion" VALUES('exc','exclusion');
INSERT INTO "search_completion" VALUES('f','france');
INSERT INTO "search_completion" VALUES('fr','france');
INSERT INTO "search_completion" VALUES('fra','france');
INSERT INTO "search_completion" VALUES('g','germany g gdl');
INSERT INTO "search_completion" VALUES('gd','gdl');
INSERT INTO "search_completion" VALUES('gdl','gdl');
INSERT INTO "search_completion" VALUES('ge','germany');
INSERT INTO "search_completion" VALUES('ger','germany');
INSERT INTO "search_completion" VALUES('h','hemoglobin hospital');
INSERT INTO "search_completion" VALUES('he','hemoglobin');
INSERT INTO "search_completion" VALUES('hem','hemoglobin');
INSERT INTO "search_completion" VALUES('ho','hospital');
INSERT INTO "search_completion" VALUES('hos','hospital');
INSERT INTO "search_completion" VALUES('i','inclusion');
INSERT INTO "search_completion" VALUES('in','inclusion');
INSERT INTO "search_completion" VALUES('inc','inclusion');
INSERT INTO "search_completion" VALUES('l','lyon');
INSERT INTO "search_completion" VALUES('ly','lyon');
INSERT INTO "search_completion" VALUES('lyo','lyon');
INSERT INTO "search_completion" VALUES('m','medicine');
INSERT INTO "search_completion" VALUES('me','medicine');
INSERT INTO "search_completion" VALUES('med','medicine');
INSERT INTO "search_completion" VALUES('n','northland');
INSERT INTO "search_completion" VALUES('no','northland');
INSERT INTO "search_completion" VALUES('nor','northland');
INSERT INTO "search_completion" VALUES('p','plus paris pregnancy pharma');
INSERT INTO "search_completion" VALUES('pa','paris');
INSERT INTO "search_completion" VALUES('par','paris');
INSERT INTO "search_completion" VALUES('ph','pharma');
INSERT INTO "search_completion" VALUES('pha','pharma');
INSERT INTO "search_completion" VALUES('pl','plus');
INSERT INTO "search_completion" VALUES('plu','plus');
INSERT INTO "search_completion" VALUES('pr','pregnancy');
INSERT INTO "search_completion" VALUES('pre','pregnancy');
INSERT INTO "search_completion" VALUES('r','resistant');
INSERT INTO "search_completion" VALUES('re','resistant');
INSERT INTO "search_completion" VALUES('res','resistant');
INSERT INTO "search_completion" VALUES('s','study');
INSERT INTO "search_completion" VALUES('st','study');
INSERT INTO "search_completion" VALUES('stu','study');
INSERT INTO "search_completion" VALUES('t','testociclib third');
INSERT INTO "search_completion" VALUES('te','testociclib');
INSERT INTO "search_completion" VALUES('tes','testociclib');
INSERT INTO "search_completion" VALUES('th','third');
INSERT INTO "search_completion" VALUES('thi','third');
INSERT INTO "search_completion" VALUES('v','vienna');
INSERT INTO "search_completion" VALUES('vi','vienna');
INSERT INTO "search_completion" VALUES('vie','vienna');
INSERT INTO "search_completion" VALUES('y','young');
INSERT INTO "search_completion" VALUES('yo','young');
INSERT INTO "search_completion" VALUES('you','young');
CREATE TABLE search_document (doc INTEGER PRIMARY KEY, key INTEGER NOT NULL, pairs BLOB);
INSERT INTO "search_document" VALUES(3,3,NULL);
INSERT INTO "search_document" VALUES(4,1,NULL);
INSERT INTO "search_document" VALUES(5,6,NULL);
INSERT INTO "search_document" VALUES(6,7,NULL);
INSERT INTO "search_document" VALUES(7,2,NULL);
CREATE TABLE search_id (id TEXT NOT NULL, doc INTEGER NOT NULL, PRIMARY KEY (id, doc)) WITHOUT ROWID;
INSERT INTO "search_id" VALUES('202000000101',5);
INSERT INTO "search_id" VALUES('drks99990009',6);
INSERT INTO "search_id" VALUES('ex420',5);
INSERT INTO "search_id" VALUES('ex420',6);
INSERT INTO "search_id" VALUES('isrctn99990001',3);
INSERT INTO "search_id" VALUES('nct99990001',4);
INSERT INTO "search_id" VALUES('nct99990002',7);
INSERT INTO "search_id" VALUES('nct99990003',3);
CREATE TABLE search_meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
INSERT INTO "search_meta" VALUES('live',X'7801FB010000F900F9');
INSERT INTO "search_meta" VALUES('ordered','8 5');
INSERT INTO "search_meta" VALUES('trials',5);
CREATE TABLE search_order (id INTEGER PRIMARY KEY, docs BLOB NOT NULL);
INSERT INTO "search_order" VALUES(0,X'0500000006000000040000000700000003000000');
INSERT INTO "search_order" VALUES(4294967296,X'0500000006000000030000000700000004000000');
CREATE TABLE search_pair (hash INTEGER PRIMARY KEY, name TEXT NOT NULL, meaning TEXT NOT NULL, kind INTEGER NOT NULL, count INTEGER NOT NULL);
CREATE TABLE search_posting (id INTEGER PRIMARY KEY, data BLOB NOT NULL);
INSERT INTO "search_posting" VALUES(4294967297,X'0118000000000101');
INSERT INTO "search_posting" VALUES(4294967298,X'0118000000000101');
INSERT INTO "search_posting" VALUES(4294967299,X'011000000000');
INSERT INTO "search_posting" VALUES(4294967300,X'01140000000001');
INSERT INTO "search_posting" VALUES(4294967301,X'0118000000000101');
INSERT INTO "search_posting" VALUES(4294967302,X'011000000000');
INSERT INTO "search_posting" VALUES(4294967303,X'01140000000001');
INSERT INTO "search_posting" VALUES(4294967304,X'0118000000000101');
INSERT INTO "search_posting" VALUES(4294967305,X'011000000000');
INSERT INTO "search_posting" VALUES(4294967306,X'01140100000001');
INSERT INTO "search_posting" VALUES(4294967307,X'0118000000000101');
INSERT INTO "search_posting" VALUES(4294967308,X'0118000000000101');
INSERT INTO "search_posting" VALUES(4294967309,X'011002000000');
INSERT INTO "search_posting" VALUES(4294967310,X'011001000000');
INSERT INTO "search_posting" VALUES(4294967311,X'011000000000');
INSERT INTO "search_posting" VALUES(4294967312,X'0118000000000101');
INSERT INTO "search_posting" VALUES(4294967313,X'01140000000002');
INSERT INTO "search_posting" VALUES(4294967314,X'011001000000');
INSERT INTO "search_posting" VALUES(4294967315,X'0118000000000101');
INSERT INTO "search_posting" VALUES(4294967316,X'801000000000');
INSERT INTO "search_posting" VALUES(4294967317,X'801000000000');
INSERT INTO "search_posting" VALUES(4294967318,X'801000000000');
INSERT INTO "search_posting" VALUES(4294967319,X'801000000000');
INSERT INTO "search_posting" VALUES(4294967320,X'011000000000');
INSERT INTO "search_posting" VALUES(4294967321,X'011001000000');
INSERT INTO "search_posting" VALUES(4294967322,X'401000000000');
INSERT INTO "search_posting" VALUES(4294967323,X'201000000000');
INSERT INTO "search_posting" VALUES(4294967324,X'401000000000');
INSERT INTO "search_posting" VALUES(4294967325,X'801000000000');
INSERT INTO "search_posting" VALUES(4294967326,X'03180000000001011000000000');
INSERT INTO "search_posting" VALUES(4294967327,X'801000000000');
INSERT INTO "search_posting" VALUES(4294967328,X'801000000000');
INSERT INTO "search_posting" VALUES(4294967329,X'60180000000001011000000000');
INSERT INTO "search_posting" VALUES(4294967330,X'531000000000100000000010000000001000000000');
INSERT INTO "search_posting" VALUES(4294967331,X'01140100000001');
INSERT INTO "search_posting" VALUES(4294967332,X'0510000000001000000000');
INSERT INTO "search_posting" VALUES(4294967333,X'801000000000');
INSERT INTO "search_posting" VALUES(4294967334,X'40140000000001');
INSERT INTO "search_posting" VALUES(4294967335,X'801000000000');
INSERT INTO "search_posting" VALUES(4294967336,X'801000000000');
INSERT INTO "search_posting" VALUES(4294967337,X'4018000000000101');
INSERT INTO "search_posting" VALUES(4294967338,X'801000000000');
INSERT INTO "search_posting" VALUES(4294967339,X'5010000000001000000000');
INSERT INTO "search_posting" VALUES(4294967340,X'801000000000');
INSERT INTO "search_posting" VALUES(4294967341,X'201001000000');
INSERT INTO "search_posting" VALUES(4294967342,X'101000000000');
INSERT INTO "search_posting" VALUES(4294967343,X'6010000000001000000000');
INSERT INTO "search_posting" VALUES(4294967344,X'011000000000');
INSERT INTO "search_posting" VALUES(4294967345,X'801000000000');
INSERT INTO "search_posting" VALUES(4294967346,X'011000000000');
INSERT INTO "search_posting" VALUES(4294967347,X'0510000000001000000000');
INSERT INTO "search_posting" VALUES(4294967348,X'011002000000');
INSERT INTO "search_posting" VALUES(4294967349,X'201000000000');
INSERT INTO "search_posting" VALUES(4294967350,X'011002000000');
INSERT INTO "search_posting" VALUES(4294967351,X'0118000000000101');
INSERT INTO "search_posting" VALUES(8589934593,X'011C00000000010101');
INSERT INTO "search_posting" VALUES(8589934594,X'011C00000000010101');
INSERT INTO "search_posting" VALUES(8589934595,X'011001000000');
INSERT INTO "search_posting" VALUES(8589934596,X'011001000000');
INSERT INTO "search_posting" VALUES(8589934597,X'01140000000001');
INSERT INTO "search_posting" VALUES(8589934598,X'011001000000');
INSERT INTO "search_posting" VALUES(8589934599,X'011001000000');
INSERT INTO "search_posting" VALUES(8589934600,X'01140000000001');
INSERT INTO "search_posting" VALUES(8589934601,X'011001000000');
INSERT INTO "search_posting" VALUES(8589934602,X'0118000000000201');
INSERT INTO "search_posting" VALUES(8589934603,X'011C00000000010101');
INSERT INTO "search_posting" VALUES(8589934604,X'011C00000000010101');
INSERT INTO "search_posting" VALUES(8589934605,X'011000000000');
INSERT INTO "search_posting" VALUES(8589934607,X'011001000000');
INSERT INTO "search_posting" VALUES(8589934608,X'011C00000000010101');
INSERT INTO "search_posting" VALUES(8589934609,X'01140000000001');
INSERT INTO "search_posting" VALUES(8589934610,X'01140200000001');
INSERT INTO "search_posting" VALUES(8589934611,X'011C00000000010101');
INSERT INTO "search_posting" VALUES(8589934612,X'801001000000');
INSERT INTO "search_posting" VALUES(8589934613,X'801001000000');
INSERT INTO "search_posting" VALUES(8589934614,X'801001000000');
INSERT INTO "search_posting" VALUES(8589934615,X'801001000000');
INSERT INTO "search_posting" VALUES(8589934616,X'011001000000');
INSERT INTO "search_posting" VALUES(8589934617,X'011003000000');
INSERT INTO "search_posting" VALUES(8589934618,X'401001000000');
INSERT INTO "search_posting" VALUES(8589934619,X'201001000000');
INSERT INTO "search_posting" VALUES(8589934620,X'401001000000');
INSERT INTO "search_posting" VALUES(8589934621,X'801001000000');
INSERT INTO "search_posting" VALUES(8589934622,X'031400000000011001000000');
INSERT INTO "search_posting" VALUES(8589934623,X'801001000000');
INSERT INTO "search_posting" VALUES(8589934624,X'801001000000');
INSERT INTO "search_posting" VALUES(8589934625,X'601400000000011001000000');
INSERT INTO "search_posting" VALUES(8589934626,X'53100100000010010000001401000000021001000000');
INSERT INTO "search_posting" VALUES(8589934627,X'051000000000140200000001');
INSERT INTO "search_posting" VALUES(8589934628,X'0510010000001001000000');
INSERT INTO "search_posting" VALUES(8589934629,X'801001000000');
INSERT INTO "search_posting" VALUES(8589934630,X'401001000000');
INSERT INTO "search_posting" VALUES(8589934631,X'801001000000');
INSERT INTO "search_posting" VALUES(8589934632,X'801001000000');
INSERT INTO "search_posting" VALUES(8589934633,X'40140000000001');
INSERT INTO "search_posting" VALUES(8589934634,X'801001000000');
INSERT INTO "search_posting" VALUES(8589934635,X'5010010000001001000000');
INSERT INTO "search_posting" VALUES(8589934636,X'801001000000');
INSERT INTO "search_posting" VALUES(8589934638,X'101001000000');
INSERT INTO "search_posting" VALUES(8589934639,X'6010010000001001000000');
INSERT INTO "search_posting" VALUES(8589934640,X'011001000000');
INSERT INTO "search_posting" VALUES(8589934641,X'801001000000');
INSERT INTO "search_posting" VALUES(8589934642,X'011001000000');
INSERT INTO "search_posting" VALUES(8589934643,X'0510010000001001000000');
INSERT INTO "search_posting" VALUES(8589934644,X'011000000000');
INSERT INTO "search_posting" VALUES(8589934645,X'201001000000');
INSERT INTO "search_posting" VALUES(8589934646,X'011000000000');
INSERT INTO "search_posting" VALUES(8589934647,X'01140000000001');
INSERT INTO "search_posting" VALUES(8589934648,X'01140200000001');
INSERT INTO "search_posting" VALUES(8589934649,X'01140200000001');
INSERT INTO "search_posting" VALUES(8589934650,X'01140200000001');
INSERT INTO "search_posting" VALUES(8589934651,X'101003000000');
INSERT INTO "search_posting" VALUES(8589934652,X'01140200000001');
INSERT INTO "search_posting" VALUES(8589934653,X'011003000000');
INSERT INTO "search_posting" VALUES(8589934654,X'011002000000');
INSERT INTO "search_posting" VALUES(8589934655,X'011000000000');
INSERT INTO "search_posting" VALUES(8589934656,X'011001000000');
INSERT INTO "search_posting" VALUES(12884901889,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901890,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901892,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901893,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901895,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901896,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901898,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901899,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901900,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901903,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901904,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901906,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901907,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901913,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901918,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901921,X'201000000000');
INSERT INTO "search_posting" VALUES(12884901923,X'011000000000');
INSERT INTO "search_posting" VALUES(12884901926,X'401000000000');
INSERT INTO "search_posting" VALUES(12884901929,X'401000000000');
INSERT INTO "search_posting" VALUES(12884901933,X'201000000000');
INSERT INTO "search_posting" VALUES(12884901943,X'011000000000');
CREATE TABLE search_segment (id INTEGER PRIMARY KEY, base INTEGER NOT NULL, size INTEGER NOT NULL);
INSERT INTO "search_segment" VALUES(1,0,3);
INSERT INTO "search_segment" VALUES(2,3,4);
INSERT INTO "search_segment" VALUES(3,7,1);
CREATE TABLE search_term (term TEXT PRIMARY KEY, id INTEGER NOT NULL, count INTEGER NOT NULL, subject INTEGER NOT NULL) WITHOUT ROWID;
INSERT INTO "search_term" VALUES('agenot-stated',1,8,8);
INSERT INTO "search_term" VALUES('classnot-stated',2,8,8);
INSERT INTO "search_term" VALUES('countryAustria',3,2,2);
INSERT INTO "search_term" VALUES('countryFrance',4,4,4);
INSERT INTO "search_term" VALUES('countryGermany',5,6,6);
INSERT INTO "search_term" VALUES('countrynot-stated',56,2,2);
INSERT INTO "search_term" VALUES('haseligibility',6,2,2);
INSERT INTO "search_term" VALUES('hasopen',7,4,4);
INSERT INTO "search_term" VALUES('hassites',8,6,6);
INSERT INTO "search_term" VALUES('phasePHASE2',9,2,2);
INSERT INTO "search_term" VALUES('phasenot-stated',10,6,6);
INSERT INTO "search_term" VALUES('purposenot-stated',11,8,8);
INSERT INTO "search_term" VALUES('sexnot-stated',12,8,8);
INSERT INTO "search_term" VALUES('sourcectgov-json',55,6,6);
INSERT INTO "search_term" VALUES('sourcedrks-json',61,1,1);
INSERT INTO "search_term" VALUES('sourceeuctr-text',62,1,1);
INSERT INTO "search_term" VALUES('sourceisrctn-xml',63,1,1);
INSERT INTO "search_term" VALUES('sourcepage-trials-co',64,1,1);
INSERT INTO "search_term" VALUES('statusCOMPLETED',13,2,2);
INSERT INTO "search_term" VALUES('statusNOT_YET_RECRUITING',14,1,1);
INSERT INTO "search_term" VALUES('statusRECRUITING',15,3,3);
INSERT INTO "search_term" VALUES('statusnot-stated',57,2,2);
INSERT INTO "search_term" VALUES('typenot-stated',16,8,8);
INSERT INTO "search_term" VALUES('brevity00',17,4,4);
INSERT INTO "search_term" VALUES('brevity01',18,4,4);
INSERT INTO "search_term" VALUES('brevity02',19,8,8);
INSERT INTO "search_term" VALUES('0',20,2,0);
INSERT INTO "search_term" VALUES('01',21,2,0);
INSERT INTO "search_term" VALUES('1',22,2,0);
INSERT INTO "search_term" VALUES('9',23,2,0);
INSERT INTO "search_term" VALUES('adults',24,2,2);
INSERT INTO "search_term" VALUES('another',25,3,3);
INSERT INTO "search_term" VALUES('austria',26,2,0);
INSERT INTO "search_term" VALUES('berlin',27,2,0);
INSERT INTO "search_term" VALUES('clinic',28,2,0);
INSERT INTO "search_term" VALUES('criteria',29,2,0);
INSERT INTO "search_term" VALUES('disease',30,6,6);
INSERT INTO "search_term" VALUES('dl',31,2,0);
INSERT INTO "search_term" VALUES('ecog',32,2,0);
INSERT INTO "search_term" VALUES('essen',33,6,0);
INSERT INTO "search_term" VALUES('example',34,3,2);
INSERT INTO "search_term" VALUES('exampline',35,5,5);
INSERT INTO "search_term" VALUES('examplomab',36,2,2);
INSERT INTO "search_term" VALUES('exclusion',37,2,0);
INSERT INTO "search_term" VALUES('france',38,4,0);
INSERT INTO "search_term" VALUES('g',39,2,0);
INSERT INTO "search_term" VALUES('gdl',40,2,0);
INSERT INTO "search_term" VALUES('germany',41,6,0);
INSERT INTO "search_term" VALUES('hemoglobin',42,2,0);
INSERT INTO "search_term" VALUES('hospital',43,2,0);
INSERT INTO "search_term" VALUES('inclusion',44,2,0);
INSERT INTO "search_term" VALUES('lyon',45,2,0);
INSERT INTO "search_term" VALUES('medicine',58,2,2);
INSERT INTO "search_term" VALUES('northland',46,2,0);
INSERT INTO "search_term" VALUES('paris',47,2,0);
INSERT INTO "search_term" VALUES('pharma',59,1,0);
INSERT INTO "search_term" VALUES('plus',48,2,2);
INSERT INTO "search_term" VALUES('pregnancy',49,2,0);
INSERT INTO "search_term" VALUES('resistant',50,2,2);
INSERT INTO "search_term" VALUES('study',60,2,2);
INSERT INTO "search_term" VALUES('testociclib',51,2,2);
INSERT INTO "search_term" VALUES('third',52,2,2);
INSERT INTO "search_term" VALUES('vienna',53,2,0);
INSERT INTO "search_term" VALUES('young',54,2,2);
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
INSERT INTO "site" VALUES(1,0,'Essen Example Clinic','NOT_YET_RECRUITING','Essen',NULL,NULL,'Germany',NULL,NULL);
INSERT INTO "site" VALUES(1,1,NULL,'WITHDRAWN','Berlin',NULL,NULL,'Germany',NULL,NULL);
INSERT INTO "site" VALUES(1,2,'Paris Example Hospital','RECRUITING','Paris',NULL,NULL,'France',NULL,NULL);
INSERT INTO "site" VALUES(1,3,NULL,NULL,'Vienna',NULL,NULL,'Austria',NULL,NULL);
INSERT INTO "site" VALUES(2,0,NULL,NULL,'Essen',NULL,NULL,'Germany',NULL,NULL);
INSERT INTO "site" VALUES(2,1,NULL,'RECRUITING','Lyon',NULL,NULL,'France',NULL,NULL);
INSERT INTO "site" VALUES(3,0,NULL,'RECRUITING','Essen',NULL,NULL,'Germany',NULL,NULL);
CREATE TABLE source_number (
    number TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES source_record (key),
    own    INTEGER NOT NULL CHECK (own IN (0, 1)),
    PRIMARY KEY (number, source)
) WITHOUT ROWID;
INSERT INTO "source_number" VALUES('drks:DRKS99990009',7,1);
INSERT INTO "source_number" VALUES('eudract:2020-000001-01',6,1);
INSERT INTO "source_number" VALUES('isrctn:ISRCTN99990001',4,1);
INSERT INTO "source_number" VALUES('nct:NCT99990001',1,1);
INSERT INTO "source_number" VALUES('nct:NCT99990002',2,1);
INSERT INTO "source_number" VALUES('nct:NCT99990002',8,1);
INSERT INTO "source_number" VALUES('nct:NCT99990003',3,1);
INSERT INTO "source_number" VALUES('nct:NCT99990003',4,0);
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
INSERT INTO "source_record" VALUES(1,1,X'0A9C71310550D9B72739DF837A3F57048D421A8ADCC0884C4E2ADF3D8BBCE5F6','ctgov-json','made.json','','NCT99990001','NCT99990001','2026-01-01T00:00:00Z','2024-01-01',1,X'78BB68CE2F6EAB1ECD96A3D972345B0EB66C090068CE2F6E',X'789C9D52D16ADB4010FC95E31E4B4A9DBEC5D082ABA8B6A128C6551B4212C2495A3B4B4F7BE26E156C8CFFBD7BB26BCB8DF3123D89B9D999B9D9DB686AEB02BC1EEA2CC9AFE41B0C0697FA426305C4B840F0410FEF37FAC5D8165EB1FE20550252C97AFB78A119D94652BA3275635D6D0AD5D8362886C0AEC4D262A190948780810DB1828E08AAC2002680720B65AAD672106D61702BE61B1D0C4697799ACC7F4DF3693696D31A0C8553702B338DA3E07C1C22531FA3809AB8D0201B1B2D32E7F9D91A892E23A5A30A195D54BB3FD0AF7781B45CAA79969F5D09FB20B3C9E867FAB917620FC40A9018FC4BEC6EA7780802874EC4F580F69AE9C6C1E2120BB4C8EB780986150B6B4AA5D4288A2AF128FA68860FF4401FD4046AB7B4AE9052BF7E51576AF9A9FA11F134B919ABC1C7CBC84A576F0CCF3C2CC950B9EE9A93A35DDE8529F7FE3A0D0148FDEB24B148589EDB4C76933FDDA5F9D3D90D9D398CB5F71C74DC424BEC2332065F1B5A7725BD32BA9DE693EBF9E836EBE91FB1A3EC37F012F64DDDDE1567C66350FFBF92773EBFB2A77962FEDD4BCFD079EF39BF1188CC0969D40696EDC83BD8FE0568CE2F6E');
INSERT INTO "source_record" VALUES(2,2,X'9AC2BB482EF3A8F1AAFF1F6B574FA70C4D4FA825F65CDC7A49C5EA490731456A','ctgov-json','made.json','','NCT99990002','NCT99990002','2026-01-01T00:00:00Z','2024-01-01',1,X'78BB202764A5AB1E0D3D0A420F00202764A5',X'789C6D8F410B82700CC5BF8AECDC41BAE5352C8430103B44442C5D34D219FFFF8C44FCEE4DEA12BAE3DB7BEFB7F5206D7D250711A4EB7C651386E11216C02589F28DC979884E3DBCB06A69E27AB094264AA1309C17A0ACD5688ADF583F2B160A58029446EFE482923DA1274B79456DADB6078F3CE6D37D7E39C6F9258BD7D921C993746BAE9A50FCFC72B00E56FA5E56B07623D37B128B154D2BEA46654BAE46E9CCDD4F91B3A87FC4AF78D735FFBD1B8752903D3C7C00202764A5');
INSERT INTO "source_record" VALUES(3,3,X'B8B28CED04B7433F858C96396D31A0EDE338AC526CC56C487256077127C3CA55','ctgov-json','made.json','','NCT99990003','NCT99990003','2026-01-01T00:00:00Z','2024-01-01',1,X'78BB28B55768AB1E0D152CA1020028B55768',X'789C658F310F82400C85FFCAA533038993AC488C89A221381987138A36423177C54808FFDD12170C1DBFBEF7FA3A0077CD0D1D4490C6F95A270CC315044025B25045E83C449701DEB6EE70A17A12970AB91018AF0108493D89928F6D5E35311A62638D3CC895A6248FD6A3692B0568FAB6E3BB4678B1D2E98D01BCA5292C3E1E4EFB244F36BA6CD0B2FF63A33A48F0576AE1CD92383BEFF25DBA9D996750DD05493F55F41E594585D61037912DBAC672AF8F8C5F28B55768');
INSERT INTO "source_record" VALUES(4,3,X'12098707D3C1A4CCD4C8D633B63584AA17857E7FBD6F2E610F0B0554CFF2EE2B','isrctn-xml','made.json','','ISRCTN99990001','ISRCTN99990001','2026-02-01T00:00:00Z','2024-01-01',1,X'78BB7E3931F6AB1EF42E04007E3931F6',X'789C6DCAB10AC2301446E15709FF9C21E264D7E2E0D2A1762B0EB1B9E2A5E94592DB2294BCBB15842E9EF1F0AD9079BA534285CBB5ADBBE6B4E59C3BC0820389F283296554FD8AC5C799FEC191256C9F731A5450EC4E9BBAFBB9E3EE6450949B85B2C62F3ABFFDF48A2C64588C37FAE4144CE04C3E13CA077E3931F6');
INSERT INTO "source_record" VALUES(5,1,X'010D1F3D8F09A40C1FC9AFA5D21ED73E98206B084502C21ECA0D8187D2B26139','page-trials-co','made.json','',NULL,'local:7a64694103','2026-02-01T00:00:00Z',NULL,1,X'78BB258F2B97AB1E105B01258F2B97',X'789C3DCC410A83400C05D0AB84AC7B02F79EA27411F51702998C98AF08E2DD4BBBE8FEF12EA533A0838EA7B5357AB349D6D84B88629F7D0E9FC4533694172D29F841C8E2052B487F8B2D7BB0F4A19EC47620E93D4B87E7A569EDBBE3BFEBFDBA3F258F2B97');
INSERT INTO "source_record" VALUES(6,6,X'FCF1299F76ED13FEBF4B5440013477D833A032F8EBBACD356F47D3B5BA0723A6','euctr-text','made.json','','2020-000001-01','2020-000001-01','2026-02-01T00:00:00Z','2024-01-01',1,X'78BBE1AC3E50AB1E1EDE0000E1AC3E50',X'789C6DCE3D0AC3300C86E1AB18CD0E38A653B60EBD43A184E2460A88C672F14F6808BE7B6B3A64A946F17CF0EE20C53F28C200D658D399767D677AD0C0489279668A0986DB0EAB5B0AFD834F16FCFEA960745386AA0F7BB976276B0E93680A822E6E7746A8A386CC7969F0AC522EB8A9302BA73C214F2CD42224535C5B48905F8638DF06F476FEB53454C7FA01E1AC3E50');
INSERT INTO "source_record" VALUES(7,7,X'7AAC5F358BD7685DDC7A96BFD93CCFDD39E57662C241DED624B128EBC98339BE','drks-json','made.json','','DRKS99990009','DRKS99990009','2026-02-01T00:00:00Z','2024-01-01',1,X'78BB8D144DCFAB1E499E05008D144DCF',X'789C65CE310BC2301005E0BF126EEE50C4C56E824E2EA28B20456273A5479B4B49AEC552F2DF4D8BD0C11B8F8FF7DE0C3CD8377A28E074BBDC0FE9F23C3F40066490856A421FA078CE30EA6EC07FD6129BF435BE0D10B38D9D1F6ABFCB3710B0726CB49F5E642096190849B7C0233B69D0AB20839994AB95345A9445431531A680D03B0E2E2D9C81B55DB33FDAF61DAA6BA3BDD5A9168805FDB80C4E769DFBA3B8D2252896F10B8D144DCF');
INSERT INTO "source_record" VALUES(8,2,X'6DDE4DBBBCB5403114F586944C6462A20FB8FD8EB75869FC0761BEBA1118D879','ctgov-json','made.json','','NCT99990002','NCT99990002','2026-03-02T00:00:00Z','2026-03-01',1,X'78BBE2DF5F63AB1E0D2D12420B00E2DF5F63',X'789C9D8F310F82500C84FF0AE9EC40DC642548480C03C1C93854A8B1118A79AFCF4808FFDD125D889B1DAFDFDDB51348E82FE4208132AD7736711C6F6103DC92285F999C87E434C113BB403FD49DA535511A85F9BC0165ED16287B61FFE8582862895006BD918B5AF6849ECCE5153558EC041E79F157595A1D8BBA2873DBF684E2D7E26C1E56FA5CD2B08E4B87F72486374310758B9293EB5146A3A7BF2ABEC1877158E7EE1D4A43F6E0FC06E2DF5F63');
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
INSERT INTO "trial" VALUES(1,'NCT99990001','Examplomab plus testociclib in resistant example disease of adults',NULL,NULL,'RECRUITING','RECRUITING',NULL,NULL,NULL,'PHASE2',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Example Hospital of Northland',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Inclusion Criteria:

* Hemoglobin >= 9 g/dL
* ECOG 0-1

Exclusion Criteria:

* Pregnancy',4,2,'Germany|France|Austria','2024-01-01',2,NULL);
INSERT INTO "trial" VALUES(2,'NCT99990002','Exampline in another disease',NULL,NULL,'RECRUITING','RECRUITING',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,1,'Germany|France','2026-03-01',2,NULL);
INSERT INTO "trial" VALUES(3,'NCT99990003','Exampline in a third disease of the young',NULL,NULL,'COMPLETED','COMPLETED',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,1,'Germany','2024-01-01',2,NULL);
INSERT INTO "trial" VALUES(6,'2020-000001-01','A study of a medicine',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,'2024-01-01',1,NULL);
INSERT INTO "trial" VALUES(7,'DRKS99990009','Another study of that medicine',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'Example Pharma',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,'2024-01-01',1,NULL);
CREATE TABLE weak_key (
    hash   INTEGER NOT NULL,
    source INTEGER NOT NULL REFERENCES source_record (key),
    PRIMARY KEY (hash, source)
) WITHOUT ROWID;
INSERT INTO "weak_key" VALUES(293080587,1);
INSERT INTO "weak_key" VALUES(705452918,1);
INSERT INTO "weak_key" VALUES(1215873160,1);
INSERT INTO "weak_key" VALUES(1292322280,1);
INSERT INTO "weak_key" VALUES(1397122249,1);
INSERT INTO "weak_key" VALUES(3509429655,1);
INSERT INTO "weak_key" VALUES(2021057772,2);
INSERT INTO "weak_key" VALUES(1931648575,3);
INSERT INTO "weak_key" VALUES(1940816179,4);
INSERT INTO "weak_key" VALUES(1215873160,5);
INSERT INTO "weak_key" VALUES(3509429655,5);
INSERT INTO "weak_key" VALUES(3309392102,6);
INSERT INTO "weak_key" VALUES(3419290051,6);
INSERT INTO "weak_key" VALUES(3981531275,6);
INSERT INTO "weak_key" VALUES(1529414370,7);
INSERT INTO "weak_key" VALUES(3309392102,7);
INSERT INTO "weak_key" VALUES(3450157570,7);
INSERT INTO "weak_key" VALUES(3981531275,7);
INSERT INTO "weak_key" VALUES(2021057772,8);
CREATE INDEX identifier_value ON identifier (value);
CREATE INDEX arm_trial ON arm (trial);
CREATE INDEX intervention_trial ON intervention (trial);
CREATE INDEX outcome_trial ON outcome (trial);
CREATE INDEX contact_trial ON contact (trial);
CREATE INDEX reference_trial ON reference (trial);
CREATE INDEX source_record_trial ON source_record (trial);
CREATE INDEX source_record_token ON source_record (token);
CREATE UNIQUE INDEX source_record_sha256 ON source_record (sha256);
CREATE INDEX source_number_source ON source_number (source);
CREATE INDEX weak_key_source ON weak_key (source);
CREATE INDEX decision_b ON decision (b);
CREATE INDEX possible_duplicate_b ON possible_duplicate (b);
CREATE INDEX change_trial ON change (trial);
CREATE INDEX change_at ON change (at);
CREATE UNIQUE INDEX search_document_key ON search_document (key);
CREATE INDEX search_pair_name ON search_pair (name);
CREATE INDEX search_pair_meaning ON search_pair (meaning);
COMMIT;
