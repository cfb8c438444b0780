//! Phrases in lines of logs. A phrase is a row of parts in small letters: a word, several of which one must stand there
//! (`drop|create`), the beginning of one (`flush*`), or a gap of up to three words (`~`).

/// Most words of a line that are looked at.
const LOOKED_AT: usize = 60;

/// The words of a line in small letters, each with whether a sign stands before it after which something begins.
pub(crate) struct Words {
    pub(crate) all: Vec<(String, bool)>,
}

impl Words {
    pub(crate) fn of(text: &str) -> Self {
        let mut all = Vec::new();
        let mut begins = false;
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '<' | '*' | '>');
        let mut rest = text;
        while all.len() < LOOKED_AT && !rest.is_empty() {
            let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            if !word.is_empty() {
                all.push((word.to_lowercase(), begins));
                begins = false;
            }
            let mut letters = after.chars();
            let sign = letters.next();
            begins |= sign.is_some_and(|sign| matches!(sign, ':' | '=' | '"' | '\'' | '`' | ';' | ')' | ']'));
            rest = letters.as_str();
        }
        Self { all }
    }

    /// Whether one of the phrases stands anywhere.
    pub(crate) fn has(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| (0..self.all.len()).any(|at| self.stands(phrase, at)))
    }

    /// Whether the words from this place on are those of a phrase.
    pub(crate) fn stands(&self, phrase: &str, at: usize) -> bool {
        let parts: Vec<&str> = phrase.split(' ').collect();
        self.stand(&parts, at)
    }

    fn stand(&self, parts: &[&str], at: usize) -> bool {
        let Some((part, others)) = parts.split_first() else { return true };
        if *part == "~" {
            return (0..=3).any(|skipped| self.stand(others, at + skipped));
        }
        self.all.get(at).is_some_and(|(word, _)| is_one(part, word)) && self.stand(others, at + 1)
    }
}

/// Whether a word is one of those of a part of a phrase.
fn is_one(part: &str, word: &str) -> bool {
    part.split('|').any(|one| match one.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == one,
    })
}
