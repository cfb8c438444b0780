//! What becomes of a question: each step takes it and gives it back in its new state, or says why not.

use postlude_base::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use thiserror::Error;

use super::{Question, Reference};
use crate::timeline::NoteKind;

/// A question with what was decided about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The question; its words may have been changed by people.
    #[serde(flatten)]
    pub question: Question,
    /// What was decided.
    #[serde(flatten)]
    pub state: State,
}

/// Where a question stands, with what is known there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Nobody has decided.
    Proposed,
    /// It will be asked.
    Kept,
    /// It will not be asked, and is not proposed again.
    Dismissed,
    /// It is asked of somebody.
    Assigned {
        /// Of whom.
        to: AskedOf,
    },
    /// It was answered.
    Answered {
        /// Who was asked, if that was said.
        to: Option<AskedOf>,
        /// The entry or note that holds the answer.
        answer: Reference,
    },
}

/// Who is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", content = "id", rename_all = "snake_case")]
pub enum AskedOf {
    /// One person, by id.
    Person(String),
    /// Everybody in the meeting.
    Meeting,
}

/// What an answer becomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Answer {
    /// An entry of people at this moment.
    Entry {
        /// The id of the new entry.
        id: String,
        /// What happened, in a line.
        title: String,
        /// When; else the time of the question.
        time: Option<Timestamp>,
    },
    /// A note on the entry that raised the question.
    Note {
        /// The id of the new note.
        id: String,
        /// What it tells.
        kind: NoteKind,
        /// The words.
        text: String,
    },
}

/// Why a step is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// What was answered is part of the story.
    #[error("this question is answered already")]
    Answered,
    /// An answer without words.
    #[error("the answer says nothing")]
    Empty,
    /// Nobody to ask.
    #[error("nobody is named who is asked")]
    Nobody,
}

impl Refusal {
    /// For programs.
    pub fn code(self) -> &'static str {
        match self {
            Self::Answered => "question-answered",
            Self::Empty => "answer-empty",
            Self::Nobody => "nobody-asked",
        }
    }

    /// What to do instead.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Answered => "write what is to be added on the entry or note that answered it",
            Self::Empty => "write a sentence, or dismiss the question",
            Self::Nobody => "name a person of the review, or the meeting",
        }
    }
}

/// The questions of a document that were decided about, in order of time. What has no words is left out.
pub fn asked(document: &Value) -> Vec<Asked> {
    let all = document.get("questions").and_then(Value::as_object).into_iter().flatten();
    let mut asked: Vec<Asked> = all.filter_map(|(id, value)| Asked::read(id, value)).collect();
    asked.sort_by(|a, b| {
        a.question.time.cmp(&b.question.time).then_with(|| a.question.id.cmp(&b.question.id))
    });
    asked
}

impl Question {
    /// The question before anybody decided about it.
    pub fn proposed(self) -> Asked {
        Asked { question: self, state: State::Proposed }
    }
}

impl Asked {
    /// It will be asked. What was dismissed may be kept after all; who is asked is taken back.
    pub fn keep(self) -> Result<Self, Refusal> {
        self.open(State::Kept)
    }

    /// It will not be asked.
    pub fn dismiss(self) -> Result<Self, Refusal> {
        self.open(State::Dismissed)
    }

    /// It is asked of a person or of the meeting.
    pub fn assign(self, to: AskedOf) -> Result<Self, Refusal> {
        match &to {
            AskedOf::Person(id) if id.trim().is_empty() => Err(Refusal::Nobody),
            _ => self.open(State::Assigned { to }),
        }
    }

    /// It was answered: the answer is an entry or a note, and the question says which.
    pub fn answer(self, answer: &Answer) -> Result<Self, Refusal> {
        let (words, answer) = match answer {
            Answer::Entry { id, title, .. } => (title, Reference::Entries(id.clone())),
            Answer::Note { id, text, .. } => (text, Reference::Notes(id.clone())),
        };
        if words.trim().is_empty() {
            return Err(Refusal::Empty);
        }
        let to = match &self.state {
            State::Assigned { to } => Some(to.clone()),
            _ => None,
        };
        self.open(State::Answered { to, answer })
    }

    /// One question of a document, whose key is its id; none where it has no words.
    fn read(id: &str, value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name)?.as_str().map(str::to_owned);
        let state = value.get("state").and_then(|_| State::deserialize(value).ok());
        let raised_by = value.get("raised_by").and_then(|list| Vec::<Reference>::deserialize(list).ok());
        let time = text("time").and_then(|time| Timestamp::from_jiff(time.parse().ok()?));
        let question = Question {
            id: id.to_owned(),
            rule: text("rule").unwrap_or_default(),
            moment: text("moment").unwrap_or_else(|| "question".to_owned()),
            text: text("text")?,
            because: text("because").unwrap_or_default(),
            time: time.unwrap_or(Timestamp(0)),
            service: text("service"),
            raised_by: raised_by.unwrap_or_default(),
            // What people decided about is no longer weighed.
            score: 1.0,
        };
        Some(Self { question, state: state.unwrap_or(State::Kept) })
    }

    fn open(self, state: State) -> Result<Self, Refusal> {
        match self.state {
            State::Answered { .. } => Err(Refusal::Answered),
            _ => Ok(Self { state, ..self }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposed() -> Asked {
        let question = Question {
            id: "q".to_owned(),
            rule: "decision".to_owned(),
            moment: "decision".to_owned(),
            text: "What options were on the table at “we wait”?".to_owned(),
            because: "a decision".to_owned(),
            time: Timestamp(0),
            service: None,
            raised_by: vec![Reference::Entries("e".to_owned())],
            score: 0.9,
        };
        question.proposed()
    }

    fn note(text: &str) -> Answer {
        Answer::Note { id: "n".to_owned(), kind: NoteKind::Did, text: text.to_owned() }
    }

    #[test]
    fn a_question_goes_its_way() {
        let kept = proposed().keep().unwrap();
        let ann = AskedOf::Person("ann".to_owned());
        let assigned = kept.assign(ann.clone()).unwrap();
        let answered = assigned.answer(&note("two of them")).unwrap();
        let to = Some(ann);
        assert_eq!(answered.state, State::Answered { to, answer: Reference::Notes("n".to_owned()) });
        assert_eq!(proposed().dismiss().unwrap().keep().unwrap().state, State::Kept);
    }

    #[test]
    fn a_step_that_is_not_taken_says_why() {
        let check =
            |step: Result<Asked, Refusal>, expected: &str| assert_eq!(step.unwrap_err().code(), expected);
        let answered = || proposed().answer(&note("two of them")).unwrap();
        check(answered().dismiss(), "question-answered");
        check(answered().answer(&note("three")), "question-answered");
        check(proposed().answer(&note(" ")), "answer-empty");
        check(proposed().assign(AskedOf::Person(String::new())), "nobody-asked");
    }

    #[test]
    fn it_is_written_as_programs_read_it() {
        let json = serde_json::to_value(proposed().assign(AskedOf::Meeting).unwrap()).unwrap();
        assert_eq!(
            (&json["time"], &json["state"], &json["to"], &json["raised_by"][0]["map"]),
            (
                &serde_json::json!("1970-01-01T00:00:00Z"),
                &serde_json::json!("assigned"),
                &serde_json::json!({"who": "meeting"}),
                &serde_json::json!("entries"),
            )
        );
        assert_eq!(serde_json::from_value::<Asked>(json).unwrap().question, proposed().question);
    }
}
