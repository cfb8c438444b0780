//! What shall be asked.

use serde::{Deserialize, Serialize};

use super::Refusal;

/// Questions of one interview.
pub const QUESTIONS_AT_MOST: usize = 50;
/// One question, in characters.
const LONGEST: usize = 2_000;

/// Something to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Names it in the room.
    pub id: String,
    /// The words.
    pub text: String,
    /// Whether it was asked.
    pub is_asked: bool,
}

/// A list of questions as somebody sends it: words, whether it was asked, and the id of one that was there before. New ones are numbered on.
pub fn questions(
    given: Vec<(String, bool, Option<String>)>,
    before: &[Question],
) -> Result<Vec<Question>, Refusal> {
    if given.len() > QUESTIONS_AT_MOST {
        return Err(Refusal::TooMany);
    }
    let known = before.iter().filter_map(|question| question.id.parse::<u32>().ok());
    let mut last = known.max().unwrap_or(0);
    let mut questions: Vec<Question> = Vec::new();
    for (text, is_asked, id) in given {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Err(Refusal::Empty);
        }
        if text.chars().count() > LONGEST {
            return Err(Refusal::TooLong);
        }
        let is_known = |id: &String| before.iter().any(|question| question.id == *id);
        let is_new = |id: &String| !questions.iter().any(|question| question.id == *id);
        let id = id.filter(is_known).filter(is_new).unwrap_or_else(|| {
            last = last.saturating_add(1);
            last.to_string()
        });
        questions.push(Question { id, text, is_asked });
    }
    Ok(questions)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_keep_their_ids_whatever_comes_between() {
        let ask = |given: &[(&str, Option<&str>)], before: &[Question]| {
            let given = given.iter().map(|(text, id)| ((*text).to_owned(), false, id.map(str::to_owned)));
            questions(given.collect(), before)
        };
        let ids = |questions: &[Question]| {
            questions.iter().map(|one| format!("{} {}", one.id, one.text)).collect::<Vec<_>>()
        };
        let first = ask(&[("What did you\n see?", None), ("And then?", None)], &[]).unwrap();
        assert_eq!(ids(&first), ["1 What did you see?", "2 And then?"]);
        let next = ask(
            &[("New", None), ("And then?", Some("2")), ("Twice", Some("2")), ("Made up", Some("9"))],
            &first,
        );
        assert_eq!(ids(&next.unwrap()), ["3 New", "2 And then?", "4 Twice", "5 Made up"]);
        assert_eq!(ask(&[(" ", None)], &[]), Err(Refusal::Empty));
        assert_eq!(ask(&[(&"x".repeat(2_001), None)], &[]), Err(Refusal::TooLong));
        assert_eq!(ask(&vec![("x", None); 51], &[]), Err(Refusal::TooMany));
    }
}
