//! What words are: classes as data, forms of verbs by table and by suffix.

use std::collections::HashMap;

use serde::Deserialize;

const ENGLISH: &str = include_str!("../english/words.toml");

/// The words of a language.
#[derive(Debug)]
pub(crate) struct Lexicon {
    names: Vec<String>,
    /// Bit n stands for class n. Looked up only, never gone through.
    words: HashMap<String, u64>,
    lemmas: HashMap<String, u64>,
    irregular: HashMap<String, String>,
    participles: HashMap<String, ()>,
}

#[derive(Deserialize)]
struct Data {
    /// "lemma past participle", each.
    irregular: Vec<String>,
    /// A word, or `=lemma` for all its forms.
    classes: toml::Table,
}

impl Lexicon {
    pub(crate) fn english() -> Self {
        let data: Data = toml::from_str(ENGLISH).expect("the words of English are valid");
        let mut lexicon = Self {
            names: Vec::new(),
            words: HashMap::new(),
            lemmas: HashMap::new(),
            irregular: HashMap::new(),
            participles: HashMap::new(),
        };
        for line in &data.irregular {
            let mut forms = line.split(' ');
            let lemma = forms.next().unwrap_or_default();
            for (place, form) in forms.enumerate() {
                lexicon.irregular.insert(form.to_owned(), lemma.to_owned());
                if place > 0 || line.split(' ').count() == 2 {
                    lexicon.participles.insert(form.to_owned(), ());
                }
            }
        }
        for (bit, (name, words)) in data.classes.iter().enumerate() {
            assert!(bit < 64, "more classes than bits");
            lexicon.names.push(name.clone());
            for word in words.as_str().unwrap_or_default().split_whitespace() {
                let (table, word) = match word.strip_prefix('=') {
                    Some(lemma) => (&mut lexicon.lemmas, lemma),
                    None => (&mut lexicon.words, word),
                };
                *table.entry(word.to_owned()).or_default() |= 1 << bit;
            }
        }
        lexicon
    }

    /// The bit of a class.
    pub(crate) fn class(&self, name: &str) -> Option<u64> {
        self.names.iter().position(|known| known == name).map(|bit| 1 << bit)
    }

    /// The classes of a word in lower case, and of the verbs that it may be a form of.
    pub(crate) fn classes(&self, word: &str, lemmas: &[String]) -> u64 {
        let of = |table: &HashMap<String, u64>, word: &str| table.get(word).copied().unwrap_or_default();
        lemmas.iter().fold(of(&self.words, word), |mask, lemma| mask | of(&self.lemmas, lemma))
    }

    /// The verbs that a word may be a form of; a guess by suffix gives several.
    pub(crate) fn lemmas(&self, word: &str) -> Vec<String> {
        let mut lemmas = vec![word.to_owned()];
        lemmas.extend(self.irregular.get(word).cloned());
        for (suffix, instead) in [
            ("ies", "y"),
            ("ied", "y"),
            ("es", ""),
            ("s", ""),
            ("ed", ""),
            ("ing", ""),
            ("ed", "e"),
            ("ing", "e"),
        ] {
            if let Some(stem) = word.strip_suffix(suffix).filter(|stem| stem.len() > 1) {
                lemmas.push(format!("{stem}{instead}"));
                let mut end = stem.chars().rev();
                if suffix != "s" && instead.is_empty() && end.next() == end.next() {
                    lemmas.push(stem.chars().take(stem.chars().count() - 1).collect());
                }
            }
        }
        lemmas
    }

    /// Whether a word may be a past participle.
    pub(crate) fn is_participle(&self, word: &str) -> bool {
        (word.ends_with("ed") && word.len() > 3 && word != "need") || self.participles.contains_key(word)
    }

    /// Whether a word may be a past tense.
    pub(crate) fn is_past(&self, word: &str) -> bool {
        (word.ends_with("ed") && word.len() > 3 && word != "need") || self.irregular.contains_key(word)
    }
}
