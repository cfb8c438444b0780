use std::collections::BTreeMap;

use crate::assigned::merge_assigned;
use crate::cross::merge_crossed;
use crate::form::form;
use crate::hash::hash;
use crate::patterns::Pattern;
use crate::token::{Token, Words};
use crate::variety::{Clusters, merge_varied};

/// What a line of code prints: the constant words with a hole for each value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Hash of `text`: the same text has the same id in every run and every lake.
    pub id: u64,
    /// `Created <*> for <*>`.
    pub text: String,
    /// Ids of the patterns that belong to it, sorted.
    pub patterns: Vec<u64>,
    /// Records seen with it.
    pub count: u64,
}

/// The templates of all patterns of the evidence, given in any order; every pattern belongs to exactly one.
///
/// Ids must be those that [`crate::Patterns`] gave to the texts.
pub fn templates(patterns: &[(u64, Pattern)]) -> Vec<Template> {
    let words = Words::of(patterns.iter().map(|(_, pattern)| pattern.text.as_str()));
    let mut clusters = Clusters::new();
    for (index, (_, pattern)) in patterns.iter().enumerate() {
        let cluster = clusters.entry(form(&words.tokens(&pattern.text))).or_default();
        cluster.patterns.push(index);
        cluster.count = cluster.count.saturating_add(pattern.count);
    }
    let templates =
        merge_crossed(merge_varied(merge_assigned(clusters))).into_iter().map(|(form, cluster)| {
            let text = common_text(
                &words,
                &form,
                cluster.patterns.iter().map(|index| patterns[*index].1.text.as_str()),
            );
            let mut ids: Vec<u64> = cluster.patterns.iter().map(|index| patterns[*index].0).collect();
            ids.sort_unstable();
            Template { id: hash(text.as_bytes()), text, patterns: ids, count: cluster.count }
        });
    united(templates)
}

/// Each text once: clusters of different forms may have the same in common.
fn united(templates: impl Iterator<Item = Template>) -> Vec<Template> {
    let mut united: Vec<Template> = Vec::new();
    let mut places: BTreeMap<u64, usize> = BTreeMap::new();
    for template in templates {
        let place = *places.entry(template.id).or_insert(united.len());
        match united.get_mut(place) {
            Some(known) => {
                known.patterns.extend(template.patterns);
                known.patterns.sort_unstable();
                known.count = known.count.saturating_add(template.count);
            }
            None => united.push(template),
        }
    }
    united
}

/// What the patterns of a cluster have in common: their tokens position by position where they are equally many,
/// else the form.
fn common_text<'a>(words: &Words<'_>, form: &[Token], mut texts: impl Iterator<Item = &'a str>) -> String {
    let Some(first) = texts.next() else { return words.text(form) };
    let mut common: Vec<(Token, bool)> =
        words.tokens(first).into_iter().map(|token| (token, false)).collect();
    for text in texts {
        let other = words.tokens(text);
        if other.len() != common.len() {
            return words.text(form);
        }
        for ((mine, varies), other) in common.iter_mut().zip(other) {
            if *mine != other {
                (*mine, *varies) = (Token::Hole, true);
            }
        }
    }
    words.text(&without_neighbours(&common))
}

/// A position that turned out to vary is one value with the holes beside it: `<*> KB`, `<*> MB`.
fn without_neighbours(common: &[(Token, bool)]) -> Vec<Token> {
    let mut text = Vec::with_capacity(common.len());
    let mut last_varies = false;
    for (token, varies) in common {
        let joined = *token == Token::Hole && (*varies || last_varies);
        match text[..] {
            [.., Token::Hole] if joined => {}
            [.., Token::Hole, Token::Blank] if joined => {
                text.pop();
            }
            _ => text.push(*token),
        }
        if *token == Token::Hole {
            last_varies = *varies;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::{PATTERNS_OF_BLOCK, Patterns};

    /// Found by fuzzing: different forms, the same in common.
    #[test]
    fn a_text_is_one_template() {
        let bodies = [
            "1",
            "00:00:12,000 --> 00:00:15,5\0\0\0\0\0\0\u{1e}\u{0}00",
            "Ax_time,,,",
            "170964720w",
            "",
            "2",
            "00:0\u{6}\0\0\0\0\0\0\u{0}1:02,250 --> 00:01:04,000",
            "Bo: I roll back6b5f48",
        ];
        let mut patterns = Patterns::new(PATTERNS_OF_BLOCK);
        for body in bodies {
            patterns.observe(body);
        }
        let templates = super::templates(&patterns.into_sorted());
        let mut texts: Vec<&str> = templates.iter().map(|template| template.text.as_str()).collect();
        texts.sort_unstable();
        assert!(texts.windows(2).all(|pair| pair[0] != pair[1]), "{texts:?}");
        assert_eq!(templates.iter().map(|template| template.count).sum::<u64>(), bodies.len() as u64);
    }
}
