//! What one person said of their moments.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Moment, Refusal};

/// Moments that one person may add.
pub const ADDED_AT_MOST: usize = 200;
/// A title, in characters: the bound of the review.
const TITLE: usize = 500;
/// Words, in bytes; a note holds more, but nobody writes that in five minutes.
const TEXT: usize = 16 << 10;

/// What is said of a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Said {
    /// It was so.
    Confirmed,
    /// It was otherwise.
    Corrected {
        /// When it was.
        time: Option<String>,
        /// What it was.
        title: Option<String>,
        /// In words.
        text: Option<String>,
    },
    /// This happened too.
    Added {
        /// When.
        time: String,
        /// What.
        title: String,
        /// In words.
        text: Option<String>,
    },
}

/// An answer, or what is left of it here when it stands in the review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Answer {
    /// Nobody but its person knows it.
    Private {
        /// The words.
        said: Said,
        /// The id that it gets in the review. Given once, so that a release which was cut off goes on and writes nothing twice.
        id: String,
    },
    /// It stands in the review; the words are there only.
    Released {
        /// Since when.
        time: Timestamp,
        /// Whether it is a moment that was added.
        is_added: bool,
    },
}

/// The answers of one person, by entry or by the id of what was added.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<String, Answer>);

impl Answers {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0.iter().map(|(key, answer)| (key.as_str(), answer))
    }

    /// The answer to a moment, or what was added under this id.
    pub fn get(&self, key: &str) -> Option<&Answer> {
        self.0.get(key)
    }

    /// How many of these moments were looked at.
    pub fn looked_at(&self, moments: &[Moment]) -> usize {
        moments.iter().filter(|moment| self.0.contains_key(&moment.entry)).count()
    }

    /// Takes an answer. `id` is a new one, used if the person has not answered this before.
    pub fn give(&mut self, moments: &[Moment], key: &str, said: Said, id: &str) -> Result<(), Refusal> {
        let is_moment = moments.iter().any(|moment| moment.entry == key);
        let is_added = matches!(said, Said::Added { .. });
        if is_moment == is_added {
            return Err(Refusal::NoSuchMoment);
        }
        if is_added && uuid::Uuid::parse_str(key).is_err() {
            return Err(Refusal::NoId);
        }
        let said = said.checked()?;
        let id = match self.0.get(key) {
            Some(Answer::Released { .. }) => return Err(Refusal::Released),
            Some(Answer::Private { id, .. }) => id.clone(),
            None => id.to_owned(),
        };
        if is_added && !self.0.contains_key(key) && self.added() >= ADDED_AT_MOST {
            return Err(Refusal::TooMany);
        }
        self.0.insert(key.to_owned(), Answer::Private { said, id });
        Ok(())
    }

    /// Takes an answer back. Refuses what was released; says whether there was one.
    pub fn take_back(&mut self, key: &str) -> Result<bool, Refusal> {
        match self.0.get(key) {
            Some(Answer::Released { .. }) => Err(Refusal::Released),
            Some(Answer::Private { .. }) => Ok(self.0.remove(key).is_some()),
            None => Ok(false),
        }
    }

    /// What a release takes: all that is private, or those of these keys.
    pub fn to_release(&self, keys: Option<&[String]>) -> Vec<(String, Said, String)> {
        let private = self.0.iter().filter_map(|(key, answer)| match answer {
            Answer::Private { said, id } => Some((key.clone(), said.clone(), id.clone())),
            Answer::Released { .. } => None,
        });
        private.filter(|(key, ..)| keys.is_none_or(|keys| keys.contains(key))).collect()
    }

    /// Notes that these stand in the review now, and forgets their words.
    pub fn released(&mut self, keys: &[String], time: Timestamp) {
        for key in keys {
            if let Some(answer @ Answer::Private { .. }) = self.0.get_mut(key) {
                let is_added = matches!(answer, Answer::Private { said: Said::Added { .. }, .. });
                *answer = Answer::Released { time, is_added };
            }
        }
    }

    fn added(&self) -> usize {
        let is_added = |answer: &&Answer| match answer {
            Answer::Private { said, .. } => matches!(said, Said::Added { .. }),
            Answer::Released { is_added, .. } => *is_added,
        };
        self.0.values().filter(is_added).count()
    }
}

impl Said {
    /// The same within the bounds of the review, without empty words.
    fn checked(self) -> Result<Self, Refusal> {
        match self {
            Self::Confirmed => Ok(Self::Confirmed),
            Self::Corrected { time, title, text } => {
                let (title, text) = (told(title, TITLE, true)?, told(text, TEXT, false)?);
                let time = time.map(|time| moment(&time)).transpose()?;
                if time.is_none() && title.is_none() && text.is_none() {
                    return Err(Refusal::NothingCorrected);
                }
                Ok(Self::Corrected { time, title, text })
            }
            Self::Added { time, title, text } => Ok(Self::Added {
                time: moment(&time)?,
                title: told(Some(title), TITLE, true)?.ok_or(Refusal::NoTitle)?,
                text: told(text, TEXT, false)?,
            }),
        }
    }
}

fn told(text: Option<String>, at_most: usize, by_character: bool) -> Result<Option<String>, Refusal> {
    let Some(text) = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let length = if by_character { text.chars().count() } else { text.len() };
    if length > at_most { Err(Refusal::TooLong) } else { Ok(Some(text)) }
}

fn moment(text: &str) -> Result<String, Refusal> {
    let moment = text.trim().parse().ok().and_then(Timestamp::from_jiff);
    moment.map(|moment| moment.to_string()).ok_or(Refusal::NoTime)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::calibration::Because;

    const ADDED: &str = "01900000-0000-7000-8000-00000000000a";

    fn moments() -> Vec<Moment> {
        ["a", "b"].map(|entry| Moment { entry: entry.to_owned(), because: Because::Wrote }).into()
    }

    #[test]
    fn an_answer_is_checked_before_it_is_taken() {
        let check = |key: &str, said: Value, expected: Result<(), &str>| {
            let said: Said = serde_json::from_value(said.clone()).unwrap();
            let given = Answers::default().give(&moments(), key, said, "id");
            assert_eq!(given.map_err(Refusal::code), expected, "{key}");
        };
        let (time, long) = ("2026-03-05T15:09:41+01:00", "x".repeat(501));
        check("a", json!({"answer": "confirmed"}), Ok(()));
        check("c", json!({"answer": "confirmed"}), Err("no-such-moment"));
        check("a", json!({"answer": "corrected", "time": time}), Ok(()));
        check("a", json!({"answer": "corrected", "text": " "}), Err("nothing-corrected"));
        check("a", json!({"answer": "corrected", "time": "soon"}), Err("moment"));
        check("a", json!({"answer": "corrected", "title": long}), Err("too-long"));
        check("a", json!({"answer": "added", "time": time, "title": "I called"}), Err("no-such-moment"));
        check(ADDED, json!({"answer": "added", "time": time, "title": "I called"}), Ok(()));
        check(ADDED, json!({"answer": "added", "time": time, "title": " "}), Err("no-title"));
        check("mine", json!({"answer": "added", "time": time, "title": "I called"}), Err("no-id"));
    }

    #[test]
    fn what_was_released_is_forgotten_here_and_changed_there() {
        let mut answers = Answers::default();
        answers.give(&moments(), "a", Said::Confirmed, "1").unwrap();
        let text = Some("a secret until then".to_owned());
        let corrected = Said::Corrected { time: None, title: None, text };
        answers.give(&moments(), "b", corrected.clone(), "2").unwrap();
        // Who answers again keeps the id.
        answers.give(&moments(), "b", corrected.clone(), "3").unwrap();
        assert_eq!(answers.looked_at(&moments()), 2);
        assert_eq!(
            answers.to_release(Some(&["b".to_owned()])),
            [("b".to_owned(), corrected, "2".to_owned())]
        );

        answers.released(&["b".to_owned()], Timestamp(7));
        assert!(!serde_json::to_string(&answers).unwrap().contains("secret"));
        assert_eq!(answers.take_back("b"), Err(Refusal::Released));
        assert_eq!(answers.give(&moments(), "b", Said::Confirmed, "4"), Err(Refusal::Released));
        assert_eq!(answers.take_back("a"), Ok(true));
        assert_eq!(answers.take_back("a"), Ok(false));
        assert_eq!((answers.looked_at(&moments()), answers.to_release(None).len()), (1, 0));
    }

    #[test]
    fn nobody_adds_without_end() {
        let mut answers = Answers::default();
        let added = |number: usize| {
            let key = uuid::Uuid::from_u128(number as u128).to_string();
            (key, Said::Added { time: "2026-03-05T14:00:00Z".into(), title: "x".into(), text: None })
        };
        for number in 0..ADDED_AT_MOST {
            let (key, said) = added(number);
            answers.give(&[], &key, said, "id").unwrap();
        }
        let (key, said) = added(ADDED_AT_MOST);
        assert_eq!(answers.give(&[], &key, said, "id"), Err(Refusal::TooMany));
    }
}
