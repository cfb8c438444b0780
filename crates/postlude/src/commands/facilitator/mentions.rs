//! Whom a message speaks of: by `@handle`, by the full name, or by a first name that only one person has and that is called out. Rather none than a
//! wrong one: `will` and `mark` are words.

use std::collections::BTreeMap;

use postlude_directory::{Directory, Found, folded};

/// Letters that a first name must have.
const SHORTEST: usize = 3;

/// Ids of the people a message speaks of, its author not among them.
pub(super) fn mentions(text: &str, author: &[String], directory: &Directory) -> Vec<String> {
    let author: Vec<&str> = author.iter().map(String::as_str).collect();
    let author = match directory.find(&author) {
        Found::Sure(person) | Found::ByName(person) => person.id.as_str(),
        Found::Several(_) | Found::Nobody => "",
    };
    let mut ids: Vec<String> = Vec::new();
    let mut add = |id: &str| {
        if id != author && !ids.iter().any(|known| known == id) {
            ids.push(id.to_owned());
        }
    };
    for word in text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')' | '?' | '!'))
        .filter(|word| word.starts_with('@'))
    {
        let word = word.trim_end_matches(['.', ':', ';', '\'']);
        if let Found::Sure(person) | Found::ByName(person) = directory.find(&[word]) {
            add(&person.id);
        }
    }
    let plain = format!(" {} ", folded(text));
    let mut first_names: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for person in directory.people.iter().filter(|person| !person.is_bot) {
        let name = folded(&person.name);
        if name.contains(' ') && plain.contains(&format!(" {name} ")) {
            add(&person.id);
        }
        if let Some(first) = person.name.split_whitespace().next() {
            first_names.entry(first.to_owned()).or_default().push(&person.id);
        }
    }
    for (name, people) in first_names {
        if let ([only], true) =
            (people.as_slice(), name.chars().count() >= SHORTEST && is_called(text, &name))
        {
            add(only);
        }
    }
    ids
}

/// Whether a name is called out: at the beginning of a sentence or after a comma, and followed by a comma, or followed by a colon.
fn is_called(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default().trim_end_matches(' ');
        let after = text.get(at + name.len()..).unwrap_or_default();
        let begins = before.is_empty() || before.ends_with(['.', '!', '?', ',', ':', '\n']);
        let ends = after.starts_with([',', ':'])
            || (before.ends_with(',') && after.trim_start().starts_with(['?', '.', '!']));
        // "orders to 1.7.0. Ines, please"
        begins && ends
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use postlude_directory::{File, directory};

    #[test]
    fn who_is_spoken_of() {
        let text = "name,email,handle\nAna Lima,ana@x.example,al\nWill Smith,will@x.example,ws\nTom Beck,tom@x.example,tb\nTom Ford,ford@x.example,tf\n";
        let directory = directory(&[File { name: "people.csv", bytes: text.as_bytes() }]);
        let check = |text: &str, expected: &[&str]| {
            assert_eq!(mentions(text, &["tb".to_owned()], &directory), expected, "{text}");
        };
        check("@al can you look?", &["ana@x.example"]);
        check("cc @ws, @nobody", &["will@x.example"]);
        check("ask Ana Lima tomorrow", &["ana@x.example"]);
        check("Ana, how does orders look?", &["ana@x.example"]);
        check("Roll back. Ana, please", &["ana@x.example"]);
        check("Will do", &[]);
        check("It will, Will says", &[]);
        check("Tom, please", &[]);
        check("Tom Beck here", &[]);
        check("banana, please", &[]);
    }
}
