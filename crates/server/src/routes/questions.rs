//! What a review is worth asking about. Deciding about a question is an operation in the document.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Path, State as Shown};
use jiff::tz::TimeZone;
use postlude_collab::Document;
use postlude_review::people::Act;
use postlude_review::questions::{Asked, AskedOf, MOST, Question, Reference, State, asked, propose};
use postlude_review::timeline::Review;
use serde::Serialize;
use serde_json::Value;
use tokio::task::spawn_blocking;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{List, words};
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::live::operate;
use crate::workbench::Shared;

/// An open question, and what was decided about it.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionView {
    id: String,
    /// The rule that asks; empty where somebody wrote the question.
    rule: String,
    /// What kind of moment it asks about.
    moment: String,
    text: String,
    /// Why it is asked.
    because: String,
    time: String,
    service: Option<String>,
    /// Entries and notes, what it is about first.
    raised_by: Vec<ReferenceView>,
    /// How much an answer would teach, 0 to 1.
    score: f64,
    #[schema(schema_with = words::question_state)]
    state: &'static str,
    /// Who is asked.
    to: Option<AskedOfView>,
    /// What holds the answer.
    answer: Option<ReferenceView>,
}

/// An entry or a note of the document.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferenceView {
    #[schema(schema_with = words::reference_map)]
    map: &'static str,
    id: String,
}

/// Who is asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct AskedOfView {
    #[schema(schema_with = words::asked_of)]
    who: &'static str,
    /// The person.
    id: Option<String>,
}

/// Questions of a review
///
/// What was kept, assigned or answered, in order of time; then what is proposed, the question that would teach most first. What was dismissed is
/// neither listed nor proposed again. Keep, dismiss, assign and answer by operations: `decide_question`, `move_question`, `answer_question`.
#[utoipa::path(get, path = "/reviews/{review}/questions", tag = "document",
    responses((status = 200, body = List<QuestionView>), (status = 404)))]
pub async fn list(
    Shown(workbench): Shown<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
) -> Result<Json<List<QuestionView>>, Error> {
    workbench.review(&caller, review, Act::Read).await?;
    let document = operate::read(&workbench, review, Document::json).await?;
    let found = spawn_blocking(move || questions(&document)).await;
    Ok(List::of(found.map_err(|error| Error::defect("finding questions", &error))?))
}

fn questions(document: &Value) -> Vec<QuestionView> {
    let review = Review::read(document).0;
    // One wording for everybody who reads it: in the zone of the review, not of whoever looks.
    let zone = review.zone.as_deref().and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC);
    let decided = asked(document);
    let known: BTreeSet<&str> = decided.iter().map(|one| one.question.id.as_str()).collect();
    let proposed = propose(&review, &known, &zone, MOST).into_iter().map(Question::proposed);
    let open = decided.iter().filter(|one| one.state != State::Dismissed).cloned();
    open.chain(proposed).map(QuestionView::from).collect()
}

impl From<Asked> for QuestionView {
    fn from(Asked { question, state }: Asked) -> Self {
        let (state, to, answer) = match state {
            State::Proposed => ("proposed", None, None),
            State::Kept => ("kept", None, None),
            State::Dismissed => ("dismissed", None, None),
            State::Assigned { to } => ("assigned", Some(to), None),
            State::Answered { to, answer } => ("answered", to, Some(answer)),
        };
        Self {
            id: question.id,
            rule: question.rule,
            moment: question.moment,
            text: question.text,
            because: question.because,
            time: question.time.to_string(),
            service: question.service,
            raised_by: question.raised_by.into_iter().map(ReferenceView::from).collect(),
            score: question.score,
            state,
            to: to.map(AskedOfView::from),
            answer: answer.map(ReferenceView::from),
        }
    }
}

impl From<Reference> for ReferenceView {
    fn from(reference: Reference) -> Self {
        match reference {
            Reference::Entries(id) => Self { map: "entries", id },
            Reference::Notes(id) => Self { map: "notes", id },
        }
    }
}

impl From<AskedOf> for AskedOfView {
    fn from(asked: AskedOf) -> Self {
        match asked {
            AskedOf::Person(id) => Self { who: "person", id: Some(id) },
            AskedOf::Meeting => Self { who: "meeting", id: None },
        }
    }
}
