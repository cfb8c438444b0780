//! Where a vendor's object keeps what every change has.

use postlude_evidence::{Change, Record, Sink};

use super::kind::kind_of;
use crate::decode::event::object::Object;
use crate::decode::event::owner;

/// Paths in the object of a change, best first each; what a vendor does not have stays empty.
#[derive(Clone, Copy)]
pub(super) struct ChangePaths {
    /// Kind of all such objects, if it is always the same.
    pub kind: Option<&'static str>,
    /// Texts that tell the kind otherwise; `other` if they do not.
    pub kind_from: &'static [&'static str],
    /// What it is.
    pub title: &'static [&'static str],
    /// When it began.
    pub start: &'static [&'static str],
    /// When it was finished.
    pub end: &'static [&'static str],
    /// Who or what did it.
    pub actor: &'static [&'static str],
    /// Version, revision or commit.
    pub version: &'static [&'static str],
    /// How it went.
    pub outcome: &'static [&'static str],
    /// Name of the service.
    pub service: &'static [&'static str],
    /// Objects of labels, or lists of tags.
    pub labels: &'static [&'static str],
    /// What else is worth keeping.
    pub keep: &'static [&'static str],
}

impl ChangePaths {
    /// Nothing known.
    pub const NONE: Self = Self {
        kind: None,
        kind_from: &[],
        title: &[],
        start: &[],
        end: &[],
        actor: &[],
        version: &[],
        outcome: &[],
        service: &[],
        labels: &[],
        keep: &[],
    };

    /// The change of an object.
    pub fn change<'r>(&self, object: &'r Object<'_>) -> Change<'r> {
        let mut origin = object.origin();
        origin.time = object.first_time(self.start);
        origin.service = object.first(self.service).map(owner::service_of);
        for path in self.labels {
            object.keep_all(path, &mut origin.attributes);
            if let Some(labels) = object.get(path) {
                owner::from_labels(labels, &mut origin);
                owner::from_tags(labels, &mut origin);
            }
        }
        object.keep(self.keep, &mut origin.attributes);
        let from_words = || self.kind_from.iter().find_map(|path| kind_of(&object.text(path)?));
        let title = object.first(self.title).or_else(|| object.first(self.kind_from)).unwrap_or_default();
        let end = object.first_time(self.end).filter(|end| origin.time.is_none_or(|start| start <= *end));
        Change {
            origin,
            kind: self.kind.or_else(from_words).unwrap_or("other").into(),
            title: first_line(title),
            end,
            actor: object.first(self.actor),
            version: object.first(self.version),
            outcome: object.first(self.outcome).map(|word| outcome_of(&word).map_or(word, Into::into)),
        }
    }

    /// Hands on the change of an object.
    pub fn read(&self, object: &Object<'_>, sink: &mut dyn Sink) {
        sink.record(&Record::Change(self.change(object)));
    }
}

/// The words of outcome that this house uses, of those that vendors use; none for a word of its own.
fn outcome_of(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "success" | "succeeded" | "successful" | "passed" | "completed" | "complete" | "deployed"
        | "finished" | "ok" | "superseded" | "true" => "success",
        "failure" | "failed" | "error" | "errored" | "timed_out" | "false" | "unsuccessful" => "failure",
        "in_progress" | "inprogress" | "running" | "pending" | "queued" | "started" | "waiting"
        | "created" | "progressing" => "in_progress",
        _ => return None,
    })
}

/// Commit messages and descriptions are long: their first line is the title.
pub(super) fn first_line(text: std::borrow::Cow<'_, str>) -> std::borrow::Cow<'_, str> {
    use std::borrow::Cow::{Borrowed, Owned};
    let end = text.find(['\n', '\r']).unwrap_or(text.len());
    match text {
        Borrowed(text) => Borrowed(text[..end].trim_end()),
        Owned(mut text) => {
            text.truncate(end);
            Owned(text)
        }
    }
}
