use serde::Serialize;
use serde_json::Value;

use super::fields::Fields;

/// What somebody says about an entry or a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comment {
    /// Its id, the key in the document.
    pub id: String,
    /// The map and the id of what it is about.
    pub on: Option<(String, String)>,
    /// The words.
    pub text: String,
    /// Who said it.
    pub by: Option<String>,
    /// When.
    pub at: Option<String>,
    /// Whom it calls.
    pub mentions: Vec<String>,
    /// Whether it is settled.
    pub resolved: bool,
}

impl Comment {
    pub(super) fn read(id: &str, value: &Value) -> Self {
        let fields = Fields::of(value);
        let on = fields.inner("on");
        Self {
            id: id.to_owned(),
            on: on.text("map").zip(on.text("id")),
            text: fields.text("text").unwrap_or_default(),
            by: fields.text("by"),
            at: fields.text("at"),
            mentions: fields.texts("mentions"),
            resolved: fields.yes("resolved"),
        }
    }
}

/// The people whom a text calls by `@name`, each once, in the order of the text. `people` are ids and names.
///
/// The longest name wins, case does not matter, and `@` inside a word (an address of mail) calls nobody.
pub fn mentions(text: &str, people: &[(&str, &str)]) -> Vec<String> {
    let mut called: Vec<String> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = text[..at].chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            continue;
        }
        let after = &text[at + 1..];
        let fits = people.iter().filter(|(_, name)| begins_with(after, name));
        if let Some((id, _)) = fits.max_by_key(|(_, name)| name.len())
            && !called.iter().any(|known| known == id)
        {
            called.push((*id).to_owned());
        }
    }
    called
}

/// Whether a text begins with a name that ends there.
fn begins_with(text: &str, name: &str) -> bool {
    let mut letters = text.chars();
    let same = name
        .chars()
        .all(|wanted| letters.next().is_some_and(|letter| letter.to_lowercase().eq(wanted.to_lowercase())));
    same && !name.is_empty() && !letters.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let people = [("1", "Ann"), ("2", "Ann Lee"), ("3", "Jörg"), ("4", "")];
        assert_eq!(mentions(text, &people), expected, "{text}");
    }

    #[test]
    fn people_are_called_by_their_names() {
        check("@Ann what did you see?", &["1"]);
        check("(@ann lee) and @JÖRG, @Ann Lee", &["2", "3"]);
        check("@Anna? mail ann@ann.example", &[]);
        check("@@Ann", &["1"]);
        check("@ nobody @", &[]);
        check("@Ann!", &["1"]);
    }
}
