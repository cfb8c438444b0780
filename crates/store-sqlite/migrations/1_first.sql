-- Moments are nanoseconds since 1970 in UTC, ids are 16 bytes, JSON is text that the database does not look into.
-- Tables and columns have the same names in PostgreSQL and in dumps.

CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    -- What two spellings of one address have in common.
    email_key TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    password_hash TEXT,
    created INTEGER NOT NULL,
    disabled INTEGER
) STRICT;

CREATE TABLE invitation (
    id BLOB NOT NULL PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    email TEXT,
    role TEXT NOT NULL,
    invited_by BLOB NOT NULL REFERENCES person (id),
    created INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    key BLOB NOT NULL PRIMARY KEY,
    person BLOB NOT NULL REFERENCES person (id),
    created INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    agent TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_person ON session (person);

CREATE TABLE token (
    id BLOB NOT NULL PRIMARY KEY,
    key BLOB NOT NULL UNIQUE,
    person BLOB NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    -- Names separated by spaces.
    scopes TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER,
    used INTEGER
) STRICT;
CREATE INDEX token_person ON token (person);

CREATE TABLE attempt (
    subject TEXT NOT NULL,
    time INTEGER NOT NULL
) STRICT;
CREATE INDEX attempt_subject ON attempt (subject, time);

CREATE TABLE audit (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    time INTEGER NOT NULL,
    person BLOB,
    act TEXT NOT NULL,
    subject BLOB,
    address TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;

CREATE TABLE incident (
    id BLOB NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    started INTEGER,
    ended INTEGER,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE review (
    id BLOB NOT NULL PRIMARY KEY,
    title TEXT NOT NULL,
    -- In lower case, for lists that look for a part of it.
    title_key TEXT NOT NULL,
    visibility TEXT NOT NULL,
    phase TEXT NOT NULL,
    process TEXT NOT NULL,
    version INTEGER NOT NULL,
    figures TEXT NOT NULL,
    created INTEGER NOT NULL,
    created_by BLOB NOT NULL REFERENCES person (id),
    updated INTEGER NOT NULL,
    binned INTEGER
) STRICT;

CREATE TABLE participation (
    review BLOB NOT NULL REFERENCES review (id) ON DELETE CASCADE,
    person BLOB NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    joined INTEGER NOT NULL,
    PRIMARY KEY (review, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX participation_person ON participation (person, review);

CREATE TABLE review_incident (
    review BLOB NOT NULL REFERENCES review (id) ON DELETE CASCADE,
    incident BLOB NOT NULL REFERENCES incident (id),
    attached INTEGER NOT NULL,
    PRIMARY KEY (review, incident)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_incident_incident ON review_incident (incident, review);

-- What changes with every update is apart from the review, which has large columns.
CREATE TABLE document (
    review BLOB NOT NULL PRIMARY KEY REFERENCES review (id) ON DELETE CASCADE,
    last_seq INTEGER NOT NULL,
    updated INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE document_snapshot (
    review BLOB NOT NULL PRIMARY KEY REFERENCES document (review) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    time INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

-- Without rowid, the updates of one review lie together and in order.
CREATE TABLE document_update (
    review BLOB NOT NULL REFERENCES document (review) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    -- No reference: history outlives whatever happens to accounts, and no update is refused for its author.
    author BLOB,
    time INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (review, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    arguments TEXT NOT NULL,
    created_by BLOB NOT NULL,
    created INTEGER NOT NULL,
    state TEXT NOT NULL,
    progress TEXT NOT NULL,
    error TEXT,
    attempts INTEGER NOT NULL,
    started INTEGER,
    finished INTEGER,
    cancel_asked INTEGER,
    server BLOB,
    lease_until INTEGER
) STRICT;
CREATE UNIQUE INDEX job_open ON job (kind, subject) WHERE state IN ('waiting', 'running');
CREATE INDEX job_subject ON job (subject, created);

CREATE TABLE attachment (
    id BLOB NOT NULL PRIMARY KEY,
    review BLOB NOT NULL REFERENCES review (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    hash TEXT NOT NULL,
    created_by BLOB NOT NULL,
    created INTEGER NOT NULL
) STRICT;
CREATE INDEX attachment_review ON attachment (review, created);

CREATE TABLE search_row (
    number INTEGER NOT NULL PRIMARY KEY,
    review BLOB NOT NULL REFERENCES review (id) ON DELETE CASCADE,
    map TEXT NOT NULL,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    -- The words as the store makes them, so that both databases find the same.
    words TEXT NOT NULL,
    time INTEGER,
    UNIQUE (review, map, id)
) STRICT;

CREATE VIRTUAL TABLE search_word USING fts5 (
    words, content = 'search_row', content_rowid = 'number',
    tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3', detail = 'full'
);
CREATE TRIGGER search_row_added AFTER INSERT ON search_row BEGIN
    INSERT INTO search_word (rowid, words) VALUES (new.number, new.words);
END;
CREATE TRIGGER search_row_removed AFTER DELETE ON search_row BEGIN
    INSERT INTO search_word (search_word, rowid, words) VALUES ('delete', old.number, old.words);
END;

-- Who sees which review, and what they were named in it: the one place where the database says so.
CREATE VIEW review_seen (review, person, role) AS
SELECT review.id, person.id, participation.role
FROM person
CROSS JOIN review
LEFT JOIN participation ON participation.review = review.id AND participation.person = person.id
WHERE person.disabled IS NULL
    AND (review.visibility = 'open' OR participation.role IS NOT NULL OR person.role = 'administrator');
