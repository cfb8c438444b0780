//! The language coach: points at habits of speech that close a review, says why in one line, and offers another wording.
//!
//! Reading order: `reading/` (text -> sentences -> tokens -> noun phrases), `lexicon` (what words are), `pattern` (a small
//! language of phrases over them), `rule` (one habit each, all of them in `rule::all`), `markdown` (which parts of a
//! document are somebody's own prose). Words and rules are data: `english/`.
//!
//! Invariants: pure, deterministic, never panics; time is linear in the text. Spans are bytes of the text that was given.
//! Quotations and code are one opaque token each, so no rule can look into evidence.
//!
//! The crate must never know who wrote a sentence: it keeps no score of anybody.

mod lexicon;
mod markdown;
mod pattern;
mod reading;
mod rule;

use std::ops::Range;

use lexicon::Lexicon;
use reading::Sentence;
use rule::Rule;

/// What is being done while the sentence is written. Some habits matter only then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Moment {
    /// Not said: every rule is on.
    #[default]
    Any,
    /// What happened is being told, or asked about.
    Telling,
    /// Contributing factors are being written.
    Factors,
    /// Actions and decisions are being written.
    Actions,
    /// The document for others is being written.
    Writing,
}

/// One habit at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The name of the rule.
    pub rule: &'static str,
    /// Bytes of the text.
    pub span: Range<usize>,
    /// Why, in one line.
    pub message: String,
    /// Another wording, made of the sentence's own words where that is possible.
    pub suggestion: String,
}

/// A rule as a person reads about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleInfo<'a> {
    /// Its name.
    pub id: &'static str,
    /// Why it points at something.
    pub message: &'a str,
    /// What it offers in general.
    pub suggestion: &'a str,
}

/// The coach of one language.
#[derive(Debug)]
pub struct Coach {
    lexicon: Lexicon,
    rules: Vec<Rule>,
}

impl Coach {
    /// The coach for English.
    ///
    /// # Panics
    ///
    /// When the data that are part of the program are wrong, which a test excludes.
    pub fn english() -> Self {
        let lexicon = Lexicon::english();
        let rules = rule::all(&lexicon);
        Self { lexicon, rules }
    }

    /// All rules, in the order in which findings of one sentence are told.
    pub fn rules(&self) -> impl Iterator<Item = RuleInfo<'_>> {
        self.rules.iter().map(|rule| RuleInfo {
            id: rule.id,
            message: &rule.message,
            suggestion: &rule.suggestion,
        })
    }

    /// Reads plain text.
    pub fn check(&self, text: &str, moment: Moment) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        let mut asked = false;
        for range in reading::sentences(text) {
            let sentence = Sentence::read(text, range, &self.lexicon);
            if asked && sentence.is_question {
                findings.extend(self.stacked(&sentence));
            }
            asked = sentence.is_question;
            findings
                .extend(self.rules.iter().filter_map(|rule| rule.check(&sentence, &self.lexicon, moment)));
        }
        findings
    }

    /// A question right behind another one, whatever it says.
    fn stacked(&self, sentence: &Sentence<'_>) -> Option<Finding> {
        let rule = self.rules.iter().find(|rule| rule.id == "stacked")?;
        let (first, last) = (sentence.tokens.first()?, sentence.tokens.last()?);
        Some(Finding {
            rule: rule.id,
            span: first.from..last.to,
            message: rule.message.clone(),
            suggestion: rule.suggestion.clone(),
        })
    }

    /// Reads Markdown: prose only, never code, block quotes or what `<!-- coach: ignore -->` stands before.
    /// `<!-- coach: ignore RULE RULE -->` leaves only these rules alone.
    pub fn check_markdown(&self, text: &str, moment: Moment) -> Vec<Finding> {
        let mut findings = Vec::new();
        for passage in markdown::passages(text) {
            let found = self.check(&passage.masked, moment);
            findings.extend(found.into_iter().filter(|finding| !passage.ignores(finding.rule)).map(
                |finding| Finding {
                    span: finding.span.start + passage.from..finding.span.end + passage.from,
                    ..finding
                },
            ));
        }
        findings
    }
}
