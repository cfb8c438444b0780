//! What an answer becomes in the review when its person releases it.

use super::Said;

/// The words of a note that only confirms.
const CONFIRMED: &str = "I remember it like this.";

/// Something to be written in the name of who answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// A note of what they saw, on an entry if it is still there.
    Note {
        /// Its id in the document.
        id: String,
        /// The entry.
        on: Option<String>,
        /// The words.
        text: String,
    },
    /// A correction of an entry; what the machine said stays below it.
    Correction {
        /// The entry.
        entry: String,
        /// When it was.
        time: Option<String>,
        /// What it was.
        title: Option<String>,
    },
    /// An entry of their own.
    Entry {
        /// Its id in the document.
        id: String,
        /// When.
        time: String,
        /// What.
        title: String,
        /// In words.
        text: Option<String>,
    },
}

/// What to write for an answer to `key`. `is_there` tells whether the entry still stands: words about one that is gone are not lost, they
/// become a note of their own.
pub fn written(key: &str, said: &Said, id: &str, is_there: bool) -> Vec<Written> {
    let on = is_there.then(|| key.to_owned());
    let note = |text: String| Written::Note { id: id.to_owned(), on: on.clone(), text };
    match said {
        Said::Confirmed if is_there => vec![note(CONFIRMED.to_owned())],
        // Nothing is left that could be confirmed.
        Said::Confirmed => Vec::new(),
        Said::Corrected { time, title, text } if is_there => {
            let is_corrected = time.is_some() || title.is_some();
            let (entry, time, title) = (key.to_owned(), time.clone(), title.clone());
            let correction = is_corrected.then_some(Written::Correction { entry, time, title });
            correction.into_iter().chain(text.clone().map(note)).collect()
        }
        Said::Corrected { time, title, text } => {
            let parts = [time, title, text].into_iter().flatten();
            vec![note(parts.cloned().collect::<Vec<_>>().join("\n"))]
        }
        Said::Added { time, title, text } => {
            let (id, time, title, text) = (id.to_owned(), time.clone(), title.clone(), text.clone());
            vec![Written::Entry { id, time, title, text }]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_becomes_a_note_a_correction_or_an_entry() {
        let check = |said: &Said, is_there: bool, expected: &[&str]| {
            let written = written("e", said, "id", is_there);
            let told: Vec<String> = written
                .iter()
                .map(|one| match one {
                    Written::Note { id, on, text } => {
                        format!("note {id} on {}: {text}", on.as_deref().unwrap_or("nothing"))
                    }
                    Written::Correction { entry, time, title } => {
                        format!("correct {entry} {time:?} {title:?}")
                    }
                    Written::Entry { id, time, title, .. } => format!("entry {id} {time} {title}"),
                })
                .collect();
            assert_eq!(told, expected);
        };
        let some = |text: &str| Some(text.to_owned());
        check(&Said::Confirmed, true, &["note id on e: I remember it like this."]);
        check(&Said::Confirmed, false, &[]);
        let corrected = Said::Corrected { time: some("14:05"), title: None, text: some("later") };
        check(&corrected, true, &[r#"correct e Some("14:05") None"#, "note id on e: later"]);
        check(&corrected, false, &["note id on nothing: 14:05\nlater"]);
        let text = Said::Corrected { time: None, title: None, text: some("after the call") };
        check(&text, true, &["note id on e: after the call"]);
        let added = Said::Added { time: "14:06".into(), title: "I called".into(), text: None };
        check(&added, false, &["entry id 14:06 I called"]);
    }
}
