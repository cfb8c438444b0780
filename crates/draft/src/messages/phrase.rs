//! Phrases as data. A phrase is a row of parts between blanks:
//!
//! | part | stands for |
//! |---|---|
//! | `word`, `word*`, `a|b*` | this word, a word that begins so, one of several |
//! | `^`, `$` | the beginning, the end of the sentence (also as one of several: `now|$`) |
//! | `_` | any one word |
//! | `~` | up to three words, or none |
//! | `<do>` `<doing>` `<done>` | a verb of operating in this form (`verbs`) |
//! | `<number>` | a word that begins with a digit |
//! | `<symptom>` | a word that speaks of trouble (`symptoms`) |
//! | `<thing>` | a part of a system (`symptoms`) |
//! | `<mention>` `<link>` `<code>` `:` | as `sentence` writes them |

use super::sentence::Sentence;
use super::symptoms;
use super::verbs::Form;

/// Words that `~` may skip.
const SKIPPED: usize = 3;

/// Words of greeting and address in front of what is said; `^` also stands behind them.
const OPENINGS: &[&str] = &[
    "ok",
    "okay",
    "k",
    "so",
    "and",
    "but",
    "well",
    "then",
    "alright",
    "right",
    "hi",
    "hey",
    "hello",
    "hm",
    "hmm",
    "oh",
    "ah",
    "yes",
    "yeah",
    "yep",
    "no",
    "also",
    "fyi",
    "guys",
    "all",
    "folks",
    "team",
    "now",
    "<mention>",
    ":",
    "sorry",
    "wow",
    "und",
    "aber",
    "also",
    "ja",
];

/// A phrase, read once.
#[derive(Debug)]
pub(super) struct Phrase {
    /// Whether it stands at the beginning of a sentence only.
    begins: bool,
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Gap,
    Word(Vec<One>),
}

/// One of several words that may stand at a place.
#[derive(Debug)]
enum One {
    Any,
    End,
    Verb(Form),
    Number,
    Symptom,
    Thing,
    Start(&'static str),
    Word(&'static str),
}

impl Phrase {
    pub(super) fn new(text: &'static str) -> Self {
        let rest = text.strip_prefix("^ ");
        let parts = rest.unwrap_or(text).split(' ').map(|part| match part {
            "~" => Part::Gap,
            part => Part::Word(part.split('|').map(One::new).collect()),
        });
        Self { begins: rest.is_some(), parts: parts.collect() }
    }

    /// Whether it occurs in a sentence.
    pub(super) fn occurs(&self, sentence: &Sentence) -> bool {
        let last = match self.begins {
            true => sentence.words.iter().take_while(|word| OPENINGS.contains(&word.as_str())).count(),
            false => sentence.words.len(),
        };
        (0..=last).any(|at| follows(&self.parts, sentence, at))
    }
}

/// Whether the parts stand at this word, one after the other.
fn follows(parts: &[Part], sentence: &Sentence, at: usize) -> bool {
    let left = sentence.words.len().saturating_sub(at);
    match parts {
        [] => true,
        [Part::Gap, rest @ ..] => {
            (0..=SKIPPED.min(left)).any(|skipped| follows(rest, sentence, at + skipped))
        }
        [Part::Word(ones), rest @ ..] if left > 0 => {
            ones.iter().any(|one| one.is(sentence, at)) && follows(rest, sentence, at + 1)
        }
        [Part::Word(ones), rest @ ..] => rest.is_empty() && ones.iter().any(|one| matches!(one, One::End)),
    }
}

impl One {
    fn new(text: &'static str) -> Self {
        match text {
            "_" => Self::Any,
            "$" => Self::End,
            "<do>" => Self::Verb(Form::Base),
            "<doing>" => Self::Verb(Form::Doing),
            "<done>" => Self::Verb(Form::Done),
            "<number>" => Self::Number,
            "<symptom>" => Self::Symptom,
            "<thing>" => Self::Thing,
            text => text.strip_suffix('*').map_or(Self::Word(text), Self::Start),
        }
    }

    fn is(&self, sentence: &Sentence, at: usize) -> bool {
        let word = sentence.words.get(at).map_or("", String::as_str);
        let form = sentence.forms.get(at).copied().flatten();
        match self {
            Self::Any => true,
            Self::End => false,
            // A word whose forms are all one is done as well as told.
            Self::Verb(Form::Done) if matches!(word, "set" | "put" | "cut" | "shut") => true,
            Self::Verb(wanted) => form == Some(*wanted),
            Self::Number => word.starts_with(|c: char| c.is_ascii_digit()),
            Self::Symptom => sentence.symptoms.get(at).is_some_and(Option::is_some),
            Self::Thing => symptoms::is_thing(word),
            Self::Start(start) => word.starts_with(start),
            Self::Word(wanted) => word == *wanted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sentence::sentences;
    use super::Phrase;

    #[test]
    fn parts_stand_for_words() {
        let check = |phrase: &'static str, text: &str, expected: bool| {
            assert_eq!(Phrase::new(phrase).occurs(&sentences(text)[0]), expected, "{phrase} in {text}");
        };
        check("roll*|turn* back", "we rolled back", true);
        check("^ <doing>", "ok, restarting now", true);
        check("^ <doing>", "it is restarting", false);
        check("i|we have ~ <done>", "I've just quickly restarted it", true);
        check("is <doing>|<done>", "it is restarting", true);
        check("is yours $", "that one is yours", true);
        check("is yours $", "is yours ready", false);
        check("<number> <symptom>", "40 errors", true);
        check("a _ c", "a b c", true);
        check("a ~ c", "a c", true);
    }
}
