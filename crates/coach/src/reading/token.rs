//! Words, numbers, marks, and quotations as one token each.

use std::ops::Range;

use crate::lexicon::Lexicon;

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Word,
    Number,
    /// A quotation or code: opaque.
    Quoted,
    Mark,
}

/// One token.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// In lower case; contractions are taken apart ("didn't" is `did` and `not`).
    pub(crate) text: String,
    pub(crate) shape: Shape,
    /// Written with one capital letter at its front.
    pub(crate) capital: bool,
    pub(crate) classes: u64,
    pub(crate) lemmas: Vec<String>,
}

impl Token {
    pub(crate) fn is(&self, lexicon: &Lexicon, class: &str) -> bool {
        lexicon.class(class).is_some_and(|bit| self.classes & bit != 0)
    }
}

/// The tokens of a sentence.
pub(crate) fn tokens(text: &str, range: Range<usize>, lexicon: &Lexicon) -> Vec<Token> {
    let mut tokens = Vec::new();
    let end = range.end;
    let mut at = range.start;
    while let Some(rest) = text.get(at..end).filter(|rest| !rest.is_empty()) {
        let character = rest.chars().next().unwrap_or(' ');
        let length = if character.is_whitespace() {
            at += character.len_utf8();
            continue;
        } else if let Some(length) = quoted(text, at, rest, character) {
            tokens.push(token(at..at + length, String::new(), Shape::Quoted, false, lexicon));
            length
        } else if character.is_alphanumeric() {
            let length = word(rest);
            words(at, rest.get(..length).unwrap_or_default(), &mut tokens, lexicon);
            length
        } else {
            let length = character.len_utf8();
            tokens.push(token(at..at + length, character.to_string(), Shape::Mark, false, lexicon));
            length
        };
        at += length;
    }
    tokens
}

/// Bytes of the quotation that begins here.
fn quoted(text: &str, at: usize, rest: &str, open: char) -> Option<usize> {
    let close = match open {
        '"' | '`' => open,
        '“' => '”',
        '‘' => '’',
        '«' => '»',
        '\'' if !text.get(..at)?.chars().next_back().is_some_and(char::is_alphanumeric) => open,
        _ => return None,
    };
    let inside = rest.get(open.len_utf8()..)?;
    let ends = |place: usize| {
        let after = inside.get(place + close.len_utf8()..).and_then(|after| after.chars().next());
        !matches!(close, '\'' | '’') || !after.is_some_and(char::is_alphanumeric)
    };
    let place = inside.match_indices(close).map(|(place, _)| place).find(|place| ends(*place))?;
    Some(open.len_utf8() + place + close.len_utf8())
}

/// Bytes of the word that begins here: inner dots, colons, hyphens and apostrophes belong to it.
fn word(rest: &str) -> usize {
    let mut length = 0;
    let mut characters = rest.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let inner = matches!(character, '.' | ':' | '-' | '\'' | '’' | '_' | '/' | ',')
            && characters.peek().is_some_and(|(_, next)| next.is_alphanumeric())
            && (character != ','
                || rest.get(..at).is_some_and(|word| word.ends_with(|c: char| c.is_numeric())));
        if !character.is_alphanumeric() && character != '%' && !inner {
            break;
        }
        length = at + character.len_utf8();
    }
    length
}

/// A written word as one token, or two where it is a contraction.
fn words(at: usize, written: &str, tokens: &mut Vec<Token>, lexicon: &Lexicon) {
    let lower = written.to_lowercase().replace('’', "'");
    let mut capitals = written.chars().map(char::is_uppercase);
    let capital = capitals.next() == Some(true) && !capitals.any(|upper| upper);
    let whole = at..at + written.len();
    let mut push =
        |text: &str| tokens.push(token(whole.clone(), text.to_owned(), Shape::Word, capital, lexicon));
    if written.starts_with(|first: char| first.is_numeric()) {
        tokens.push(token(whole, lower, Shape::Number, false, lexicon));
        return;
    }
    match lower.as_str() {
        "can't" | "cannot" => ["can", "not"].map(&mut push),
        "won't" => ["will", "not"].map(&mut push),
        "shan't" => ["shall", "not"].map(&mut push),
        "ain't" => ["is", "not"].map(&mut push),
        _ => {
            let parts = [
                ("n't", "not"),
                ("'ve", "have"),
                ("'re", "are"),
                ("'ll", "will"),
                ("'m", "am"),
                ("'d", "'d"),
                ("'s", "'s"),
            ];
            match parts.iter().find_map(|(suffix, full)| Some((lower.strip_suffix(suffix)?, *full))) {
                Some((stem, full)) if !stem.is_empty() => [stem, full].map(&mut push),
                _ => {
                    push(&lower);
                    [(), ()]
                }
            }
        }
    };
}

fn token(range: Range<usize>, text: String, shape: Shape, capital: bool, lexicon: &Lexicon) -> Token {
    let lemmas = if shape == Shape::Word { lexicon.lemmas(&text) } else { Vec::new() };
    let classes = lexicon.classes(&text, &lemmas);
    Token { from: range.start, to: range.end, text, shape, capital, classes, lemmas }
}
