//! What a dump holds, in an order in which it can be taken back: whoever is referred to comes first.

use uuid::Uuid;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text; JSON too, which the store does not look into.
    Text,
    /// A number, or a moment in nanoseconds.
    Integer,
    /// Bytes.
    Bytes,
    /// An id.
    Id,
}

/// A value of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Null,
    /// Text.
    Text(String),
    /// A number.
    Integer(i64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// An id.
    Id(Uuid),
}

/// A column by name and kind.
pub type Column = (&'static str, Kind);

/// A table of the dump. Both databases have tables and columns with these names.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns; the key comes first.
    pub columns: &'static [Column],
    /// How many of the columns are the key, by which rows are ordered. A key is never empty.
    pub key: usize,
    /// How many rows are held at once: few where one row may be large.
    pub rows_at_once: u32,
}

const fn table(name: &'static str, key: usize, rows_at_once: u32, columns: &'static [Column]) -> Table {
    Table { name, columns, key, rows_at_once }
}

use Kind::{Bytes, Id, Integer, Text};

/// All tables of a dump. What a migration adds is added here too; a test of each database compares.
pub const TABLES: &[Table] = &[
    table("setting", 1, 100, &[("name", Text), ("value", Text)]),
    table(
        "person",
        1,
        500,
        &[
            ("id", Id),
            ("name", Text),
            ("email", Text),
            ("email_key", Text),
            ("role", Text),
            ("password_hash", Text),
            ("created", Integer),
            ("disabled", Integer),
        ],
    ),
    table(
        "invitation",
        1,
        500,
        &[
            ("id", Id),
            ("key", Bytes),
            ("email", Text),
            ("role", Text),
            ("invited_by", Id),
            ("created", Integer),
            ("expires", Integer),
        ],
    ),
    table(
        "token",
        1,
        500,
        &[
            ("id", Id),
            ("key", Bytes),
            ("person", Id),
            ("name", Text),
            ("scopes", Text),
            ("created", Integer),
            ("expires", Integer),
            ("used", Integer),
        ],
    ),
    table(
        "audit",
        1,
        500,
        &[
            ("seq", Integer),
            ("time", Integer),
            ("person", Id),
            ("act", Text),
            ("subject", Id),
            ("address", Text),
            ("detail", Text),
        ],
    ),
    table(
        "incident",
        1,
        500,
        &[("id", Id), ("title", Text), ("started", Integer), ("ended", Integer), ("created", Integer)],
    ),
    table(
        "review",
        1,
        100,
        &[
            ("id", Id),
            ("title", Text),
            ("title_key", Text),
            ("visibility", Text),
            ("phase", Text),
            ("process", Text),
            ("version", Integer),
            ("figures", Text),
            ("created", Integer),
            ("created_by", Id),
            ("updated", Integer),
            ("binned", Integer),
        ],
    ),
    table("participation", 2, 500, &[("review", Id), ("person", Id), ("role", Text), ("joined", Integer)]),
    table("review_incident", 2, 500, &[("review", Id), ("incident", Id), ("attached", Integer)]),
    table("document", 1, 500, &[("review", Id), ("last_seq", Integer), ("updated", Integer)]),
    table(
        "document_snapshot",
        1,
        1,
        &[("review", Id), ("seq", Integer), ("time", Integer), ("bytes", Bytes)],
    ),
    table(
        "document_update",
        2,
        100,
        &[("review", Id), ("seq", Integer), ("author", Id), ("time", Integer), ("bytes", Bytes)],
    ),
    table(
        "job",
        1,
        100,
        &[
            ("id", Id),
            ("kind", Text),
            ("subject", Id),
            ("arguments", Text),
            ("created_by", Id),
            ("created", Integer),
            ("state", Text),
            ("progress", Text),
            ("error", Text),
            ("attempts", Integer),
            ("started", Integer),
            ("finished", Integer),
            ("cancel_asked", Integer),
            ("server", Id),
            ("lease_until", Integer),
        ],
    ),
    table(
        "attachment",
        1,
        500,
        &[
            ("id", Id),
            ("review", Id),
            ("name", Text),
            ("media_type", Text),
            ("size", Integer),
            ("hash", Text),
            ("created_by", Id),
            ("created", Integer),
        ],
    ),
    table(
        "search_row",
        3,
        100,
        &[("review", Id), ("map", Text), ("id", Text), ("text", Text), ("words", Text), ("time", Integer)],
    ),
    table(
        "calibration",
        1,
        100,
        &[
            ("id", Id),
            ("review", Id),
            ("person", Id),
            ("key", Bytes),
            ("moments", Text),
            ("asked", Integer),
            ("sent", Integer),
            ("answers", Text),
            ("looked_at", Integer),
            ("version", Integer),
        ],
    ),
    table(
        "interview",
        1,
        100,
        &[
            ("id", Id),
            ("review", Id),
            ("interviewee", Id),
            ("facilitator", Id),
            ("created", Integer),
            ("consent", Text),
            ("consent_time", Integer),
            ("is_off_the_record", Integer),
            ("questions", Text),
            ("version", Integer),
        ],
    ),
    table(
        "interview_note",
        1,
        100,
        &[
            ("id", Id),
            ("interview", Id),
            ("kind", Text),
            ("author", Id),
            ("written", Integer),
            ("text", Text),
            ("version", Integer),
            ("released", Text),
        ],
    ),
    table(
        "meeting",
        1,
        100,
        &[("id", Id), ("review", Id), ("created", Integer), ("plan", Text), ("version", Integer)],
    ),
    table("meeting_ballot", 3, 500, &[("meeting", Id), ("question", Text), ("ballot", Id), ("answer", Text)]),
    table(
        "ask",
        1,
        500,
        &[
            ("id", Id),
            ("review", Id),
            ("person", Id),
            ("asked_by", Id),
            ("part", Text),
            ("words", Text),
            ("asked", Integer),
            ("state", Text),
            ("reason", Text),
            ("answered", Integer),
        ],
    ),
];
