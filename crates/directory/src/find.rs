//! Who is meant by what evidence calls somebody.

use std::collections::BTreeSet;

use crate::person::{Directory, Person};

/// Who may be meant.
#[derive(Debug, Clone, PartialEq)]
pub enum Found<'a> {
    /// Nobody in the directory.
    Nobody,
    /// Told by an address or a handle.
    Sure(&'a Person),
    /// Told by a name that only one person has.
    ByName(&'a Person),
    /// These go by it; nothing tells which.
    Several(Vec<&'a Person>),
}

/// A name for comparing: lower case, without accents that people leave out, signs as blanks.
pub fn folded(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'á' | 'à' | 'â' | 'ã' | 'å' | 'ā' | 'ą' => plain.push('a'),
            'ä' | 'æ' => plain.push_str("ae"),
            'ç' | 'ć' | 'č' => plain.push('c'),
            'é' | 'è' | 'ê' | 'ë' | 'ě' | 'ę' => plain.push('e'),
            'í' | 'ì' | 'î' | 'ï' | 'ı' => plain.push('i'),
            'ł' => plain.push('l'),
            'ñ' | 'ń' | 'ň' => plain.push('n'),
            'ó' | 'ò' | 'ô' | 'õ' | 'ø' => plain.push('o'),
            'ö' => plain.push_str("oe"),
            'ř' => plain.push('r'),
            'š' | 'ś' | 'ş' => plain.push('s'),
            'ß' => plain.push_str("ss"),
            'ú' | 'ù' | 'û' | 'ů' => plain.push('u'),
            'ü' => plain.push_str("ue"),
            'ý' => plain.push('y'),
            'ž' | 'ź' | 'ż' => plain.push('z'),
            c if c.is_alphanumeric() => plain.push(c),
            _ => plain.push(' '),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two full names may be those of one person: the same words, or all words of one among those of the other.
pub(crate) fn agree(one: &str, other: &str) -> bool {
    let words = |name: &str| {
        folded(name).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let (one, other) = (words(one), words(other));
    !one.is_empty() && !other.is_empty() && (one.is_subset(&other) || other.is_subset(&one))
}

impl Directory {
    /// Who is meant by any of these: an address, a handle, an id, then a full name, then a nickname. The first that tells somebody counts.
    pub fn find<'a>(&'a self, called: &[&str]) -> Found<'a> {
        let called: Vec<&str> = called
            .iter()
            .map(|name| name.trim().trim_start_matches('@'))
            .filter(|name| !name.is_empty())
            .collect();
        for name in &called {
            match self.all(|person| goes_by(person, name)).as_slice() {
                [] => {}
                [only] => return Found::Sure(only),
                several => return Found::Several(several.to_vec()),
            }
        }
        for name in &called {
            let folded_name = folded(name);
            let names: [fn(&Person) -> &[String]; 2] =
                [|person| std::slice::from_ref(&person.name), |person| &person.nicknames];
            for names in names {
                let has = |person: &Person| {
                    !folded_name.is_empty() && names(person).iter().any(|known| folded(known) == folded_name)
                };
                match self.all(has).as_slice() {
                    [] => {}
                    [only] => return Found::ByName(only),
                    several => return Found::Several(several.to_vec()),
                }
            }
        }
        Found::Nobody
    }

    fn all(&self, is: impl Fn(&Person) -> bool) -> Vec<&Person> {
        self.people.iter().filter(|person| is(person)).collect()
    }
}

fn goes_by(person: &Person, name: &str) -> bool {
    if name.contains('@') && person.emails.iter().any(|email| email.eq_ignore_ascii_case(name)) {
        return true;
    }
    let (system, bare) = name.split_once(':').map_or((None, name), |(system, bare)| (Some(system), bare));
    person.id == name
        || person.handles.iter().any(|handle| {
            handle.name.eq_ignore_ascii_case(name)
                || (system == Some(handle.system.as_str()) && handle.name.eq_ignore_ascii_case(bare))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_be_one_persons() {
        let check = |one: &str, other: &str, expected: bool| {
            assert_eq!(agree(one, other), expected, "{one} / {other}");
        };
        check("Inês Carvalho", "ines carvalho", true);
        check("Ines Carvalho", "Ines Maria Carvalho", true);
        check("Carvalho, Ines", "Ines Carvalho", true);
        check("Jörg Groß", "Joerg Gross", true);
        check("Ines Carvalho", "Ines Costa", false);
        check("", "Ines", false);
    }
}
