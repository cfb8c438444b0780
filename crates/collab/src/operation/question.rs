//! Questions: kept, dismissed, asked of somebody, answered.

use postlude_review::questions::{Answer, Question, State};
use serde_json::{Map, Value as Json, json};

use super::{Edit, Operation, Stamp, make, remove, rewrite, set, stamped, unset};
use crate::schema::Root;

pub(super) fn edits(operation: &Operation, stamp: &Stamp<'_>) -> Vec<Edit> {
    let root = Root::Questions;
    match operation {
        Operation::DecideQuestion { question, state } => {
            vec![make(root, &question.id, decided(question, state))]
        }
        Operation::AddQuestion { id, text, raised_by, time } => {
            let fields = json!({"text": text, "raised_by": raised_by, "time": time, "state": "kept"});
            vec![make(root, id, stamped(fields, stamp))]
        }
        Operation::MoveQuestion { id, state } => moved(id, state),
        Operation::QuestionText { id, text } => vec![rewrite(root, id, text)],
        Operation::AnswerQuestion { id, answer, on, time } => {
            let (made, reference) = holder(answer, on.as_deref(), time.as_deref(), stamp);
            vec![made, set(root, id, "state", json!("answered")), set(root, id, "answer", reference)]
        }
        Operation::RemoveQuestion { id } => vec![remove(root, id)],
        _ => Vec::new(),
    }
}

/// A question of the machine has no author: whoever decides about it first does not own it.
fn decided(question: &Question, state: &State) -> Json {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Json| {
        if !value.is_null() {
            fields.insert(name.to_owned(), value);
        }
    };
    put("rule", json!(question.rule));
    put("moment", json!(question.moment));
    put("text", json!(question.text));
    put("because", json!(question.because));
    put("time", json!(question.time.to_string()));
    put("service", json!(question.service));
    put("raised_by", json!(question.raised_by));
    let state = json!(state);
    for name in ["state", "to", "answer"] {
        put(name, state[name].clone());
    }
    Json::Object(fields)
}

fn moved(id: &str, state: &State) -> Vec<Edit> {
    let root = Root::Questions;
    let state = json!(state);
    // What the new state does not know is taken away.
    let field = |name: &str| match state.get(name).filter(|value| !value.is_null()) {
        Some(value) => set(root, id, name, value.clone()),
        None => unset(root, id, name),
    };
    ["state", "to", "answer"].map(field).into()
}

/// The entry or note that holds an answer, and how the question names it.
fn holder(answer: &Answer, on: Option<&str>, time: Option<&str>, stamp: &Stamp<'_>) -> (Edit, Json) {
    match answer {
        Answer::Entry { id, title, time: told } => {
            let told = told.map(|moment| moment.to_string());
            let time = told.as_deref().or(time);
            let fields = json!({"lane": "people", "state": "picked", "title": title, "time": time});
            (make(Root::Entries, id, stamped(fields, stamp)), json!({"map": "entries", "id": id}))
        }
        Answer::Note { id, kind, text } => {
            let fields = json!({"kind": kind, "text": text, "votes": {}, "on": on});
            (make(Root::Notes, id, stamped(fields, stamp)), json!({"map": "notes", "id": id}))
        }
    }
}
