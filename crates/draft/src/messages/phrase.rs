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

/// Whether a phrase occurs in a sentence.
pub(super) fn occurs(phrase: &str, sentence: &Sentence) -> bool {
    let words = sentence.words.as_slice();
    match phrase.strip_prefix("^ ") {
        Some(rest) => {
            let openings = words.iter().take_while(|word| OPENINGS.contains(&word.as_str())).count();
            (0..=openings).any(|at| follows(rest, sentence, at))
        }
        None => (0..=words.len()).any(|at| follows(phrase, sentence, at)),
    }
}

/// Whether the phrase stands at this word.
fn follows(phrase: &str, sentence: &Sentence, at: usize) -> bool {
    let (part, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
    let left = sentence.words.len().saturating_sub(at);
    match (part, left) {
        ("", _) => true,
        ("~", _) => (0..=SKIPPED.min(left)).any(|skipped| follows(rest, sentence, at + skipped)),
        (_, 0) => part.split('|').any(|one| one == "$") && rest.is_empty(),
        _ => is(part, sentence, at) && follows(rest, sentence, at + 1),
    }
}

fn is(part: &str, sentence: &Sentence, at: usize) -> bool {
    let word = sentence.words.get(at).map_or("", String::as_str);
    let form = sentence.forms.get(at).copied().flatten();
    part.split('|').any(|one| match one {
        "_" => true,
        "<do>" => form == Some(Form::Base),
        "<doing>" => form == Some(Form::Doing),
        // A word whose forms are all one (`set`, `cut`) is done as well as told.
        "<done>" => form == Some(Form::Done) || matches!(word, "set" | "put" | "cut" | "shut"),
        "<number>" => word.starts_with(|c: char| c.is_ascii_digit()),
        "<symptom>" => symptoms::of_word(word).is_some(),
        _ => match one.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => word == one,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::super::sentence::sentences;
    use super::occurs;

    #[test]
    fn parts_stand_for_words() {
        let check = |phrase: &str, text: &str, expected: bool| {
            assert_eq!(occurs(phrase, &sentences(text)[0]), expected, "{phrase} in {text}");
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
