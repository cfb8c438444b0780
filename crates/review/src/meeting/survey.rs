//! Two questions at the end, anonymous: did you learn something, could you say what you wanted to say?

use serde::{Deserialize, Serialize};

use super::Refusal;

/// From how many answers on they are shown: fewer would tell who gave which.
pub const SHOWN_FROM: usize = 3;

/// One answer, each from 1 (not at all) to 5 (fully).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyAnswer {
    /// "I learned something I did not know."
    pub learned: u8,
    /// "I could say what I wanted to say."
    pub heard: u8,
}

/// All answers: how many gave 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Survey {
    /// To the first question.
    pub learned: [usize; 5],
    /// To the second.
    pub heard: [usize; 5],
}

impl SurveyAnswer {
    /// The same, if it is on the scale.
    pub fn checked(self) -> Result<Self, Refusal> {
        let fits = |answer: u8| (1..=5).contains(&answer);
        if fits(self.learned) && fits(self.heard) { Ok(self) } else { Err(Refusal::Scale) }
    }
}

impl Survey {
    /// What may be shown of these answers.
    pub fn shown(answers: &[SurveyAnswer]) -> Option<Self> {
        if answers.len() < SHOWN_FROM {
            return None;
        }
        let count = |of: fn(&SurveyAnswer) -> u8| {
            [1, 2, 3, 4, 5].map(|value| answers.iter().filter(|answer| of(answer) == value).count())
        };
        Some(Self { learned: count(|answer| answer.learned), heard: count(|answer| answer.heard) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_shown_from_three_on() {
        let answers = [(4, 5), (5, 5), (3, 1)].map(|(learned, heard)| SurveyAnswer { learned, heard });
        assert_eq!(Survey::shown(&answers[..2]), None);
        let shown = Survey { learned: [0, 0, 1, 1, 1], heard: [1, 0, 0, 0, 2] };
        assert_eq!(Survey::shown(&answers), Some(shown));
        assert_eq!(SurveyAnswer { learned: 0, heard: 5 }.checked(), Err(Refusal::Scale));
        assert_eq!(SurveyAnswer { learned: 1, heard: 6 }.checked(), Err(Refusal::Scale));
    }
}
