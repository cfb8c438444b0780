//! Interviews: rooms of two people, of which nobody else reads or hears.

use async_trait::async_trait;
use postlude_base::Timestamp;
use postlude_review::interview::{Consent, NoteKind};
use serde_json::Value;
use uuid::Uuid;

use crate::Result;

/// A room of two.
#[derive(Debug, Clone, PartialEq)]
pub struct Interview {
    /// Names it everywhere.
    pub id: Uuid,
    /// In which review.
    pub review: Uuid,
    /// Who tells.
    pub interviewee: Uuid,
    /// Who asks.
    pub facilitator: Uuid,
    /// When it was made.
    pub created: Timestamp,
    /// Whether notes may be taken.
    pub consent: Consent,
    /// When the interviewee said so.
    pub consent_time: Option<Timestamp>,
    /// Whether nothing is written down at this moment.
    pub is_off_the_record: bool,
    /// What shall be asked; the store does not look inside.
    pub questions: Value,
    /// Grows with every change of the room and its notes.
    pub version: i64,
}

/// A note of the room.
#[derive(Debug, Clone, PartialEq)]
pub struct InterviewNote {
    /// Names it everywhere.
    pub id: Uuid,
    /// In which room.
    pub interview: Uuid,
    /// A note, or exact words.
    pub kind: NoteKind,
    /// Who wrote it.
    pub author: Uuid,
    /// When.
    pub written: Timestamp,
    /// The words.
    pub text: String,
    /// How often it was written anew.
    pub version: i64,
    /// Where it stands in the review; the store does not look inside.
    pub released: Option<Value>,
}

/// The verbs for interviews.
///
/// Who is not in the room gets nothing: the interviewee is, whatever becomes of the review; the facilitator is as long as they run the review, by its list of
/// people and not as an administrator. What is deleted is gone from the database when the verb returns, as far as `docs/interviews.md` says.
#[async_trait]
pub trait Interviews: Send + Sync {
    /// Makes a room.
    async fn create_interview(&self, interview: &Interview) -> Result<()>;
    /// The viewer's rooms, the latest first.
    async fn interviews(&self, viewer: Uuid) -> Result<Vec<Interview>>;
    /// A room, if the viewer is in it.
    async fn interview(&self, viewer: Uuid, id: Uuid) -> Result<Option<Interview>>;
    /// Keeps what the interviewee said. Whatever is not `Given` deletes all notes with it.
    async fn set_consent(&self, id: Uuid, consent: Consent, now: Timestamp) -> Result<bool>;
    /// Goes off the record, or on it again.
    async fn set_off_the_record(&self, id: Uuid, is_off: bool) -> Result<bool>;
    /// Keeps what shall be asked. Conflicts (`Changed`) if the room is not at `version` any more.
    async fn set_interview_questions(&self, id: Uuid, version: i64, questions: &Value) -> Result<bool>;
    /// Deletes the room and all in it.
    async fn remove_interview(&self, id: Uuid) -> Result<bool>;

    /// The notes of a room, in the order of writing.
    async fn interview_notes(&self, interview: Uuid) -> Result<Vec<InterviewNote>>;
    /// Keeps a note, unless at this moment there is no consent or the room is off the record: then false.
    async fn add_interview_note(&self, note: &InterviewNote) -> Result<bool>;
    /// Writes a note anew under the same conditions. Conflicts (`Changed`) if it is not at the version of `note` any more, or was released.
    async fn change_interview_note(&self, note: &InterviewNote) -> Result<bool>;
    /// Notes where a quote stands in the review; false if it is gone or was released before.
    async fn release_interview_note(&self, interview: Uuid, id: Uuid, released: &Value) -> Result<bool>;
    /// Deletes a note.
    async fn remove_interview_note(&self, interview: Uuid, id: Uuid) -> Result<bool>;
}
