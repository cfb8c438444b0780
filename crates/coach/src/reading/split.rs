//! Where sentences end.

use std::ops::Range;

/// A text without any full stop is cut here, so that no sentence costs more than a bounded time.
const LONGEST: usize = 2_000;

const ABBREVIATIONS: &[&str] = &[
    "e.g.", "i.e.", "vs.", "etc.", "approx.", "ca.", "cf.", "mr.", "ms.", "mrs.", "dr.", "no.", "resp.",
    "incl.",
];

/// The sentences of a text, in order.
pub(crate) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut quote = None;
    let mut before = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        match (quote, character) {
            (None, '"' | '`') => quote = Some(character),
            (None, '“') => quote = Some('”'),
            (Some(close), character) if close == character => quote = None,
            _ => {}
        }
        let to = at + character.len_utf8();
        let stop = matches!(character, '.' | '!' | '?' | '…') && next.is_none_or(char::is_whitespace);
        let paragraph = character == '\n' && next == Some('\n');
        let long = to - from >= LONGEST && character.is_whitespace() || to - from >= 2 * LONGEST;
        let ended = stop && quote.is_none() && !abbreviated(text.get(from..to).unwrap_or_default());
        if ended || paragraph || long {
            push(text, from..to, &mut found);
            from = to;
            quote = None;
        } else if before == '\n' && matches!(character, '-' | '*' | '#') {
            push(text, from..at, &mut found);
            from = at;
        }
        before = character;
    }
    push(text, from..text.len(), &mut found);
    found
}

fn abbreviated(sentence: &str) -> bool {
    let last = sentence.rsplit(char::is_whitespace).next().unwrap_or_default();
    last.len() <= 8 && ABBREVIATIONS.contains(&last.trim_start_matches('(').to_lowercase().as_str())
}

fn push(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    if text.get(range.clone()).is_some_and(|sentence| sentence.chars().any(char::is_alphanumeric)) {
        found.push(range);
    }
}
