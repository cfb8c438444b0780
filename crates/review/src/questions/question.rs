use postlude_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::finding::{Finding, Place};
use super::wording::{Clock, Sentences};
use crate::timeline::lasting_id;

/// An open question about a moment of the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Follows from the rule and what it is about first; stays when the machine drafts again.
    pub id: String,
    /// The rule that asks.
    pub rule: String,
    /// What kind of moment it asks about, in a word or two.
    pub moment: String,
    /// The question.
    pub text: String,
    /// Why it is asked, in a line.
    pub because: String,
    /// When that was.
    #[serde(with = "written")]
    pub time: Timestamp,
    /// The service that it is about, if it is about one.
    pub service: Option<String>,
    /// What raised it, what it is about first.
    pub raised_by: Vec<Reference>,
    /// How much an answer would teach, 0 to 1: what the rule's answers are worth, times how much of it is here.
    pub score: f64,
}

/// A moment as documents write it: a question that a program read can be decided about as it is.
mod written {
    use postlude_base::Timestamp;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(time: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(time)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        let text = String::deserialize(from)?;
        let moment = text.parse().ok().and_then(Timestamp::from_jiff);
        moment
            .ok_or_else(|| D::Error::custom(format!("\"{text}\" is not a moment like 2026-03-05T14:09:41Z")))
    }
}

/// What raised a question.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "map", content = "id", rename_all = "snake_case")]
pub enum Reference {
    /// An entry, by id.
    Entries(String),
    /// A note, by id.
    Notes(String),
}

impl Reference {
    /// The id of the entry or note.
    pub fn id(&self) -> &str {
        match self {
            Self::Entries(id) | Self::Notes(id) => id,
        }
    }

    fn of(place: Place<'_>) -> Self {
        match place {
            Place::Entry(id) => Self::Entries(id.to_owned()),
            Place::Note(id) => Self::Notes(id.to_owned()),
        }
    }
}

/// The question that a finding comes to; none where no wording fits what is known.
pub(super) fn of(
    rule: &str,
    sentences: &Sentences,
    finding: &Finding<'_>,
    clock: &Clock,
) -> Option<Question> {
    let about = Reference::of(finding.about);
    let id = lasting_id(&["question", rule, about.id()].join("\u{0}"), 0);
    // The first digits of the id choose: the same question keeps its words.
    let choice = u64::from_str_radix(id.get(..8)?, 16).ok()?;
    Some(Question {
        rule: rule.to_owned(),
        moment: sentences.moment.clone(),
        text: sentences.question(&finding.slots, clock, choice)?,
        because: sentences.because(&finding.slots, clock)?,
        time: finding.time,
        service: finding.slots.service.as_ref().map(|quoted| quoted.trim_matches(['“', '”']).to_owned()),
        raised_by: std::iter::once(about)
            .chain(finding.beside.iter().map(|place| Reference::of(*place)))
            .collect(),
        score: ((sentences.worth * finding.strength) * 1e4).round() / 1e4,
        id,
    })
}
