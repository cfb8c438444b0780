//! A message as sentences of plain words: contractions written out, links, mentions and quoted code told apart.

use super::symptoms::{self, Symptom};
use super::verbs::{Form, form};

/// One sentence.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Sentence {
    /// Lower case words without punctuation. A link is `<link>`, quoted code `<code>`, a mention `<mention>`, and a word
    /// in front of a colon is followed by `:`.
    pub(crate) words: Vec<String>,
    /// For each word, the form in which it is a verb of operating.
    pub(super) forms: Vec<Option<Form>>,
    /// For each word, the kinds of trouble that it speaks of.
    pub(super) symptoms: Vec<Option<&'static [Symptom]>>,
    /// Whether it ends in a question mark.
    pub(crate) asks: bool,
}

/// What people write in one word, and what it says.
const CONTRACTIONS: &[(&str, &str)] = &[
    ("let's", "let us"),
    ("lets", "let us"),
    ("i'm", "i am"),
    ("im", "i am"),
    ("ive", "i have"),
    ("it's", "it is"),
    ("that's", "that is"),
    ("there's", "there is"),
    ("who's", "who is"),
    ("what's", "what is"),
    ("whats", "what is"),
    ("where's", "where is"),
    ("how's", "how is"),
    ("he's", "he is"),
    ("she's", "she is"),
    ("can't", "can not"),
    ("cannot", "can not"),
    ("cant", "can not"),
    ("won't", "will not"),
    ("wont", "will not"),
    ("dont", "do not"),
    ("doesnt", "does not"),
    ("didnt", "did not"),
    ("isnt", "is not"),
    ("pls", "please"),
    ("plz", "please"),
    ("u", "you"),
    ("gonna", "going to"),
    ("thx", "thanks"),
    ("rollback", "roll-back"),
];

/// Endings that are words of their own.
const ENDINGS: &[(&str, &str)] =
    &[("'ve", "have"), ("'ll", "will"), ("'re", "are"), ("n't", "not"), ("'d", "would"), ("'m", "am")];

/// Characters of a message that are read: what comes later is pasted, not said.
const READ: usize = 4000;

/// The sentences of a message, in order.
pub(crate) fn sentences(text: &str) -> Vec<Sentence> {
    let end = text.char_indices().nth(READ).map_or(text.len(), |(at, _)| at);
    let text = without_blocks(&text[..end]).replace(['’', '‘'], "'").replace(['“', '”', '"'], " ");
    let mut all = Vec::new();
    let mut open = Sentence::default();
    for line in text.lines() {
        for token in without_code(line).split_whitespace() {
            push(&mut open, token);
            let mark = token.trim_end_matches([')', '*', '_', '\'']).chars().last();
            let ends = matches!(mark, Some('.' | '!' | '?' | ';' | '…')) || token == "--" || token == "–";
            if ends {
                open.asks = mark == Some('?');
                close(&mut open, &mut all);
            }
        }
        close(&mut open, &mut all);
    }
    all
}

fn close(open: &mut Sentence, all: &mut Vec<Sentence>) {
    let mut sentence = std::mem::take(open);
    sentence.forms = sentence.words.iter().map(|word| form(word)).collect();
    sentence.symptoms = sentence.words.iter().map(|word| symptoms::of_word(word)).collect();
    match all.last_mut() {
        // A mark that stands alone belongs to what is before it.
        Some(last) if sentence.words.is_empty() => last.asks |= sentence.asks,
        _ if sentence.words.is_empty() => {}
        _ => all.push(sentence),
    }
}

/// Fenced blocks become one word: what is pasted is not what somebody says.
fn without_blocks(text: &str) -> String {
    let parts = text.split("```");
    let mut plain = String::with_capacity(text.len());
    for (at, part) in parts.enumerate() {
        plain.push_str(match at % 2 {
            0 => part,
            _ if part.trim().is_empty() => "\n",
            _ => "\n<code>\n",
        });
    }
    plain
}

fn without_code(line: &str) -> String {
    if line.matches('`').count() < 2 {
        return line.to_owned();
    }
    let mut plain = String::with_capacity(line.len());
    for (at, part) in line.split('`').enumerate() {
        // Short quotations are names, and names are part of the sentence.
        let is_name = at % 2 == 0 || !part.trim().contains(' ');
        plain.push_str(if is_name { part } else { " <code> " });
    }
    plain
}

fn push(open: &mut Sentence, token: &str) {
    if token == "<code>" || token.contains("://") {
        let word = if token == "<code>" { token } else { "<link>" };
        return open.words.push(word.to_owned());
    }
    let is_emoji = token.len() > 2 && token.starts_with(':') && token.ends_with(':');
    if is_emoji {
        return;
    }
    if token.starts_with('@') && token.len() > 1 {
        return open.words.push("<mention>".to_owned());
    }
    let word = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '%').to_lowercase();
    if word.is_empty() {
        return;
    }
    let rest = CONTRACTIONS.iter().find(|(short, _)| *short == word).map(|(_, long)| *long);
    match (rest, ENDINGS.iter().find_map(|(end, long)| Some((word.strip_suffix(end)?, *long)))) {
        (Some(long), _) => open.words.extend(long.split(' ').map(str::to_owned)),
        (None, Some((head, long))) => {
            let head = if head == "ca" { "can" } else { head };
            open.words.extend([head.to_owned(), long.to_owned()]);
        }
        (None, None) => open.words.push(word.strip_suffix("'s").unwrap_or(&word).to_owned()),
    }
    if token.ends_with(':') {
        open.words.push(":".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::sentences;

    #[test]
    fn words_are_plain() {
        let check = |text: &str, expected: &str| {
            let said: Vec<String> = sentences(text)
                .iter()
                .map(|s| format!("{}{}", s.words.join(" "), if s.asks { "?" } else { "" }))
                .collect();
            assert_eq!(said.join(" / "), expected, "{text}");
        };
        check("I've rolled back 1.7.0, it's fine.", "i have rolled back 1.7.0 it is fine");
        check("@ana can't you? :eyes:", "<mention> can not you?");
        check("Update: see https://a.example/x. Next at 14:30", "update : see <link> / next at 14:30");
        check("look:\n```\nERROR x\n```\n`no free slot` in `orders`", "look : / <code> / <code> in orders");
        check("payment's log is 97% full ?", "payment log is 97% full?");
        check("", "");
    }
}
