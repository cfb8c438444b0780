-- What only its person reads before it is released.
CREATE TABLE calibration (
    id BLOB NOT NULL PRIMARY KEY,
    review BLOB NOT NULL REFERENCES review (id) ON DELETE CASCADE,
    person BLOB NOT NULL REFERENCES person (id),
    key BLOB NOT NULL UNIQUE,
    moments TEXT NOT NULL,
    asked INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    answers TEXT NOT NULL,
    looked_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (review, person)
) STRICT;
CREATE INDEX calibration_person ON calibration (person);

CREATE TABLE interview (
    id BLOB NOT NULL PRIMARY KEY,
    review BLOB NOT NULL REFERENCES review (id) ON DELETE CASCADE,
    interviewee BLOB NOT NULL REFERENCES person (id),
    facilitator BLOB NOT NULL REFERENCES person (id),
    created INTEGER NOT NULL,
    consent TEXT NOT NULL,
    consent_time INTEGER,
    is_off_the_record INTEGER NOT NULL,
    questions TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX interview_review ON interview (review);
CREATE INDEX interview_interviewee ON interview (interviewee);
CREATE INDEX interview_facilitator ON interview (facilitator);

CREATE TABLE interview_note (
    id BLOB NOT NULL PRIMARY KEY,
    interview BLOB NOT NULL REFERENCES interview (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    author BLOB NOT NULL,
    written INTEGER NOT NULL,
    text TEXT NOT NULL,
    version INTEGER NOT NULL,
    released TEXT
) STRICT;
CREATE INDEX interview_note_interview ON interview_note (interview, written);

-- Who is in which room: the one place where the database says so. An administrator is not.
CREATE VIEW interview_seen (interview, person) AS
SELECT interview.id, person.id
FROM interview
JOIN person ON person.id IN (interview.interviewee, interview.facilitator) AND person.disabled IS NULL
LEFT JOIN participation ON participation.review = interview.review AND participation.person = person.id
WHERE person.id = interview.interviewee
    OR (participation.role IN ('facilitator', 'organiser') AND person.role <> 'reader');

CREATE TABLE meeting (
    id BLOB NOT NULL PRIMARY KEY,
    review BLOB NOT NULL REFERENCES review (id) ON DELETE CASCADE,
    created INTEGER NOT NULL,
    plan TEXT NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX meeting_review ON meeting (review, created);

-- Ordered by a random id, so that not even the order of rows tells who came when.
CREATE TABLE meeting_ballot (
    meeting BLOB NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    question TEXT NOT NULL,
    ballot BLOB NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (meeting, question, ballot)
) STRICT, WITHOUT ROWID;

CREATE TABLE ask (
    id BLOB NOT NULL PRIMARY KEY,
    review BLOB NOT NULL REFERENCES review (id) ON DELETE CASCADE,
    person BLOB NOT NULL REFERENCES person (id),
    asked_by BLOB NOT NULL REFERENCES person (id),
    part TEXT NOT NULL,
    words TEXT NOT NULL,
    asked INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    answered INTEGER
) STRICT;
CREATE UNIQUE INDEX ask_waiting ON ask (review, person, part) WHERE state = 'asked';
CREATE INDEX ask_person ON ask (person, asked);
