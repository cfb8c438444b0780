//! A rule: phrases that show a habit, phrases that make it fine, and what to say.

use serde::Deserialize;

use crate::lexicon::Lexicon;
use crate::pattern::Pattern;
use crate::reading::Sentence;
use crate::{Finding, Moment};

/// One habit of speech.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) id: &'static str,
    pub(crate) message: String,
    pub(crate) suggestion: String,
    place: Place,
    moments: Vec<Moment>,
    fire: Vec<(Pattern, Option<String>)>,
    leave: Vec<Pattern>,
    unless: Vec<Pattern>,
    #[cfg(test)]
    samples: (Vec<String>, Vec<String>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Place {
    Question,
    Statement,
    Both,
}

/// A rule as it is written down.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    message: String,
    suggestion: String,
    /// Questions, statements or both.
    place: Place,
    /// Where it matters; everywhere when empty.
    #[serde(default)]
    moments: Vec<String>,
    /// `phrase`, or `phrase => suggestion`, in which `{rest}` is what follows the phrase.
    fire: Vec<String>,
    /// Makes a phrase fine that it overlaps.
    #[serde(default)]
    leave: Vec<String>,
    /// Makes the whole sentence fine.
    #[serde(default)]
    unless: Vec<String>,
    /// Samples: sentences that have the habit.
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests read it"))]
    broken: Vec<String>,
    /// Samples: sentences that look like it and are fine.
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests read it"))]
    fine: Vec<String>,
}

macro_rules! rule {
    ($id:literal, $lexicon:expr) => {
        Rule::new($id, include_str!(concat!("../english/rules/", $id, ".toml")), $lexicon)
    };
}

/// Every rule.
pub(crate) fn all(lexicon: &Lexicon) -> Vec<Rule> {
    vec![
        rule!("closed-yesno", lexicon),
        rule!("closed-fact", lexicon),
        rule!("why-justify", lexicon),
        rule!("leading", lexicon),
        rule!("who-culprit", lexicon),
        rule!("stacked", lexicon),
        rule!("counterfactual", lexicon),
        rule!("hindsight", lexicon),
        rule!("blame-word", lexicon),
        rule!("human-error", lexicon),
        rule!("person-as-cause", lexicon),
        rule!("single-root-cause", lexicon),
        rule!("explanation", lexicon),
        rule!("vague", lexicon),
        rule!("never-again", lexicon),
        rule!("weak-action", lexicon),
    ]
}

impl Rule {
    fn new(id: &'static str, data: &str, lexicon: &Lexicon) -> Self {
        let data: Data = toml::from_str(data).unwrap_or_else(|error| panic!("{id}: {error}"));
        let pattern =
            |text: &str| Pattern::new(text, lexicon).unwrap_or_else(|error| panic!("{id}: {error}"));
        let fire = data.fire.iter().map(|line| match line.split_once(" => ") {
            Some((phrase, suggestion)) => (pattern(phrase), Some(suggestion.to_owned())),
            None => (pattern(line), None),
        });
        let fire = fire.collect();
        Self {
            id,
            message: data.message,
            suggestion: data.suggestion,
            place: data.place,
            moments: data.moments.iter().map(|name| moment(name)).collect(),
            fire,
            leave: data.leave.iter().map(|text| pattern(text)).collect(),
            unless: data.unless.iter().map(|text| pattern(text)).collect(),
            #[cfg(test)]
            samples: (data.broken, data.fine),
        }
    }

    /// The first place in a sentence that shows the habit.
    pub(crate) fn check(
        &self,
        sentence: &Sentence<'_>,
        lexicon: &Lexicon,
        moment: Moment,
    ) -> Option<Finding> {
        let wanted = match self.place {
            Place::Question => sentence.is_question,
            Place::Statement => !sentence.is_question,
            Place::Both => true,
        };
        let now = moment == Moment::Any || self.moments.is_empty() || self.moments.contains(&moment);
        if !wanted || !now {
            return None;
        }
        let (from, to, suggestion) = self.fire.iter().find_map(|(phrase, suggestion)| {
            let (from, to) = phrase.find(sentence, lexicon)?;
            let mut places = self.leave.iter().filter_map(|phrase| phrase.find(sentence, lexicon));
            let excused = places.any(|(begin, end)| begin < to && from < end);
            (!excused).then_some((from, to, suggestion.as_deref()))
        })?;
        if self.unless.iter().any(|phrase| phrase.find(sentence, lexicon).is_some()) {
            return None;
        }
        let first = sentence.tokens.get(from)?;
        let last = sentence.tokens.get(to.checked_sub(1)?)?;
        Some(Finding {
            rule: self.id,
            span: first.from..last.to,
            message: self.message.clone(),
            suggestion: self.words(sentence, last.to, suggestion),
        })
    }

    fn words(&self, sentence: &Sentence<'_>, from: usize, suggestion: Option<&str>) -> String {
        let end = sentence.tokens.last().map_or(from, |token| token.to);
        let rest = sentence.text.get(from..end).unwrap_or_default();
        let rest = rest.trim_matches(|end: char| end.is_whitespace() || matches!(end, '?' | '.' | '!' | ','));
        match suggestion {
            Some(suggestion) if !rest.is_empty() => suggestion.replace("{rest}", rest),
            _ => self.suggestion.clone(),
        }
    }
}

fn moment(name: &str) -> Moment {
    match name {
        "telling" => Moment::Telling,
        "factors" => Moment::Factors,
        "actions" => Moment::Actions,
        "writing" => Moment::Writing,
        _ => Moment::Any,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading;

    #[test]
    fn every_rule_agrees_with_its_own_samples() {
        let lexicon = Lexicon::english();
        let mut wrong = Vec::new();
        for rule in all(&lexicon) {
            let fires = |text: &str| {
                reading::sentences(text).into_iter().any(|range| {
                    rule.check(&Sentence::read(text, range, &lexicon), &lexicon, Moment::Any).is_some()
                })
            };
            wrong.extend(
                rule.samples
                    .0
                    .iter()
                    .filter(|text| !fires(text))
                    .map(|text| format!("{} misses: {text}", rule.id)),
            );
            wrong.extend(
                rule.samples
                    .1
                    .iter()
                    .filter(|text| fires(text))
                    .map(|text| format!("{} disturbs: {text}", rule.id)),
            );
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
