//! What to know before an interview: their messages, their first look, whether they were on call. From the evidence only; silence proves nothing.

/// Names in the evidence that one asks for.
const HANDLES_AT_MOST: usize = 20;
/// One of them, in characters.
const LONGEST: usize = 200;

/// Something that somebody did in the evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Look {
    /// RFC 3339 in UTC.
    pub time: String,
    /// `message`, `alert` or `change`.
    pub what: &'static str,
    /// In words.
    pub text: String,
}

/// The names under which somebody may appear in the evidence, in lower case: those that were given, else the name and what stands before the @ of the
/// e-mail address.
pub fn handles(given: &[String], name: &str, email: &str) -> Vec<String> {
    let guessed = [name.to_owned(), email.split('@').next().unwrap_or_default().to_owned()];
    let given: Vec<&String> = given.iter().filter(|handle| !handle.trim().is_empty()).collect();
    let chosen: Vec<&String> = if given.is_empty() { guessed.iter().collect() } else { given };
    let mut handles: Vec<String> = Vec::new();
    for handle in chosen {
        let handle = handle.trim().trim_start_matches('@').to_lowercase();
        let fits = !handle.is_empty() && handle.chars().count() <= LONGEST && !handles.contains(&handle);
        if fits && handles.len() < HANDLES_AT_MOST {
            handles.push(handle);
        }
    }
    handles
}

/// The first sign of somebody in the evidence: what they saw before they were told what it was.
pub fn first_look(signs: &[Look]) -> Option<&Look> {
    signs.iter().min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handles_are_guessed_where_none_are_given() {
        let check = |given: &[&str], expected: &[&str]| {
            let given: Vec<String> = given.iter().map(|handle| (*handle).to_owned()).collect();
            assert_eq!(handles(&given, "Pia Kern", "pia.k@example.org"), expected);
        };
        check(&[], &["pia kern", "pia.k"]);
        check(&["@PiaK", " ", "piak", "p.kern"], &["piak", "p.kern"]);
        check(&[&"x".repeat(201)], &[]);
    }

    #[test]
    fn the_earliest_sign_is_the_first_look() {
        let look = |time: &str, what: &'static str| Look { time: time.into(), what, text: String::new() };
        let signs = [look("2026-03-05T14:05:00Z", "message"), look("2026-03-05T14:04:00Z", "alert")];
        assert_eq!(first_look(&signs).map(|look| look.what), Some("alert"));
        assert_eq!(first_look(&[]), None);
    }
}
