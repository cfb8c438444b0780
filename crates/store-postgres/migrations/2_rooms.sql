-- What only its person reads before it is released.
CREATE TABLE calibration (
    id UUID NOT NULL PRIMARY KEY,
    review UUID NOT NULL REFERENCES review (id) ON DELETE CASCADE,
    person UUID NOT NULL REFERENCES person (id),
    key BYTEA NOT NULL UNIQUE,
    moments TEXT NOT NULL,
    asked BIGINT NOT NULL,
    sent BIGINT NOT NULL,
    answers TEXT NOT NULL,
    looked_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    UNIQUE (review, person)
);
CREATE INDEX calibration_person ON calibration (person);

CREATE TABLE interview (
    id UUID NOT NULL PRIMARY KEY,
    review UUID NOT NULL REFERENCES review (id) ON DELETE CASCADE,
    interviewee UUID NOT NULL REFERENCES person (id),
    facilitator UUID NOT NULL REFERENCES person (id),
    created BIGINT NOT NULL,
    consent TEXT NOT NULL,
    consent_time BIGINT,
    is_off_the_record BIGINT NOT NULL,
    questions TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX interview_review ON interview (review);
CREATE INDEX interview_interviewee ON interview (interviewee);
CREATE INDEX interview_facilitator ON interview (facilitator);

CREATE TABLE interview_note (
    id UUID NOT NULL PRIMARY KEY,
    interview UUID NOT NULL REFERENCES interview (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    author UUID NOT NULL,
    written BIGINT NOT NULL,
    text TEXT NOT NULL,
    version BIGINT NOT NULL,
    released TEXT
);
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
    id UUID NOT NULL PRIMARY KEY,
    review UUID NOT NULL REFERENCES review (id) ON DELETE CASCADE,
    created BIGINT NOT NULL,
    plan TEXT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX meeting_review ON meeting (review, created);

-- Read in the order of a random id; the order in which rows lie on the disk is that of writing until the next vacuum.
CREATE TABLE meeting_ballot (
    meeting UUID NOT NULL REFERENCES meeting (id) ON DELETE CASCADE,
    question TEXT COLLATE "C" NOT NULL,
    ballot UUID NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (meeting, question, ballot)
);

CREATE TABLE ask (
    id UUID NOT NULL PRIMARY KEY,
    review UUID NOT NULL REFERENCES review (id) ON DELETE CASCADE,
    person UUID NOT NULL REFERENCES person (id),
    asked_by UUID NOT NULL REFERENCES person (id),
    part TEXT NOT NULL,
    words TEXT NOT NULL,
    asked BIGINT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    answered BIGINT
);
CREATE UNIQUE INDEX ask_waiting ON ask (review, person, part) WHERE state = 'asked';
CREATE INDEX ask_person ON ask (person, asked);
