//! A small language of phrases, read over tokens and noun phrases.
//!
//! `word`, `=lemma` (all forms of a verb), `<class>`, joined by `|`; `?x` may be absent; `..` up to four tokens, `...` up
//! to sixteen, neither over the end of a clause; `^` a place where a clause may begin, `$` the end. Adverbs may stand
//! between any two parts.

use crate::lexicon::Lexicon;
use crate::reading::{Kind, Sentence, Shape};

/// Adverbs passed over between two parts.
const ADVERBS: usize = 2;

/// One phrase.
#[derive(Debug)]
pub(crate) struct Pattern {
    parts: Vec<Part>,
    adverb: u64,
}

#[derive(Debug)]
enum Part {
    One(Vec<Choice>),
    Maybe(Vec<Choice>),
    Gap(usize),
    Start,
    End,
}

#[derive(Debug)]
enum Choice {
    Word(String),
    Lemma(String),
    Class(u64),
    Person,
    Thing,
    Phrase,
    Participle,
    Past,
    Gerund,
    Number,
    Quoted,
    Name,
}

impl Pattern {
    /// Reads a phrase; the error names the part that nothing is called.
    pub(crate) fn new(text: &str, lexicon: &Lexicon) -> Result<Self, String> {
        let parts = text.split_whitespace().map(|part| Part::new(part, lexicon)).collect::<Result<_, _>>()?;
        Ok(Self { parts, adverb: lexicon.class("adverb").unwrap_or_default() })
    }

    /// The first place where it matches, as tokens from and to.
    pub(crate) fn find(&self, sentence: &Sentence<'_>, lexicon: &Lexicon) -> Option<(usize, usize)> {
        (0..sentence.tokens.len())
            .find_map(|at| Some((at, self.rest(sentence, lexicon, 0, at, at)?)))
            .filter(|(from, to)| from < to)
    }

    fn rest(
        &self,
        sentence: &Sentence<'_>,
        lexicon: &Lexicon,
        part: usize,
        at: usize,
        from: usize,
    ) -> Option<usize> {
        let Some(now) = self.parts.get(part) else { return Some(at) };
        let next = |at| self.rest(sentence, lexicon, part + 1, at, from);
        match now {
            Part::Start => sentence.starts.contains(&at).then(|| next(at)).flatten(),
            Part::End => {
                let rest = sentence.tokens.get(at..).unwrap_or_default();
                rest.iter().all(|token| token.shape == Shape::Mark).then(|| next(at)).flatten()
            }
            Part::One(choices) => self.choice(sentence, lexicon, choices, at, from, &next),
            Part::Maybe(choices) => {
                self.choice(sentence, lexicon, choices, at, from, &next).or_else(|| next(at))
            }
            Part::Gap(longest) => {
                let open = |at: usize| {
                    sentence
                        .tokens
                        .get(at)
                        .is_some_and(|token| !matches!(token.text.as_str(), ";" | "." | "?" | "!" | ":"))
                };
                let reach = (0..*longest).take_while(|skip| open(at + skip)).count();
                (0..=reach).find_map(|skip| next(at + skip))
            }
        }
    }

    fn choice(
        &self,
        sentence: &Sentence<'_>,
        lexicon: &Lexicon,
        choices: &[Choice],
        at: usize,
        from: usize,
        next: &dyn Fn(usize) -> Option<usize>,
    ) -> Option<usize> {
        for choice in choices {
            if let Some(found) = choice.end(sentence, lexicon, at).and_then(next) {
                return Some(found);
            }
        }
        let mut skipped = at;
        while skipped < at + ADVERBS && at > from {
            let token = sentence.tokens.get(skipped)?;
            if token.classes & self.adverb == 0 && !(token.text.ends_with("ly") && token.text.len() > 4) {
                return None;
            }
            skipped += 1;
            for choice in choices {
                if let Some(found) = choice.end(sentence, lexicon, skipped).and_then(next) {
                    return Some(found);
                }
            }
        }
        None
    }
}

impl Part {
    fn new(text: &str, lexicon: &Lexicon) -> Result<Self, String> {
        let choices = |text: &str| {
            text.split('|').map(|choice| Choice::new(choice, lexicon)).collect::<Result<Vec<_>, _>>()
        };
        Ok(match text {
            "^" => Self::Start,
            "$" => Self::End,
            ".." => Self::Gap(4),
            "..." => Self::Gap(16),
            "?" => Self::One(vec![Choice::Word(text.to_owned())]),
            _ => match text.strip_prefix('?') {
                Some(text) => Self::Maybe(choices(text)?),
                None => Self::One(choices(text)?),
            },
        })
    }
}

impl Choice {
    fn new(text: &str, lexicon: &Lexicon) -> Result<Self, String> {
        if let Some(lemma) = text.strip_prefix('=').filter(|lemma| !lemma.is_empty()) {
            return Ok(Self::Lemma(lemma.to_owned()));
        }
        let Some(class) = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')) else {
            return Ok(Self::Word(text.to_owned()));
        };
        Ok(match class {
            "person" => Self::Person,
            "thing" => Self::Thing,
            "np" => Self::Phrase,
            "participle" => Self::Participle,
            "past" => Self::Past,
            "gerund" => Self::Gerund,
            "number" => Self::Number,
            "quoted" => Self::Quoted,
            "name" => Self::Name,
            _ => Self::Class(lexicon.class(class).ok_or_else(|| format!("there is no class {class}"))?),
        })
    }

    /// The token after what it takes from here.
    fn end(&self, sentence: &Sentence<'_>, lexicon: &Lexicon, at: usize) -> Option<usize> {
        let token = sentence.tokens.get(at)?;
        let chunk = || sentence.chunks.get(at).copied().flatten();
        let word = token.shape == Shape::Word;
        let holds = match self {
            Self::Person => return chunk().filter(|chunk| chunk.kind == Kind::Person).map(|chunk| chunk.end),
            Self::Thing => return chunk().filter(|chunk| chunk.kind == Kind::Thing).map(|chunk| chunk.end),
            Self::Phrase => return chunk().map(|chunk| chunk.end),
            Self::Word(text) => token.text == *text,
            Self::Lemma(lemma) => word && token.lemmas.contains(lemma),
            Self::Class(bit) => token.classes & bit != 0,
            Self::Participle => word && lexicon.is_participle(&token.text),
            Self::Past => word && lexicon.is_past(&token.text),
            Self::Gerund => word && token.text.len() > 4 && token.text.ends_with("ing"),
            Self::Number => token.shape == Shape::Number || token.is(lexicon, "number-word"),
            Self::Quoted => token.shape == Shape::Quoted,
            Self::Name => token.capital && at > 0,
        };
        holds.then_some(at + 1)
    }
}
