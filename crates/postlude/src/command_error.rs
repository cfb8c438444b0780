//! What a person is told when a command cannot do its work: a kind, a sentence, a hint.

use std::fmt;

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct CommandError {
    kind: Kind,
    sentence: String,
    view: Option<String>,
    hint: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The person asked for something that cannot be.
    Asked,
    /// The world broke: a file, a disk.
    Broke,
    /// The reader of our output went away, which is no news.
    Gone,
}

impl CommandError {
    /// The person asked for something that cannot be: no such entry, a zone that does not exist.
    pub(crate) fn asked(sentence: impl Into<String>) -> Self {
        Self { kind: Kind::Asked, sentence: sentence.into(), view: None, hint: None }
    }

    /// The same with what to do instead.
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same with the place of the trouble in what the person wrote, ready for a terminal.
    pub(crate) fn view(self, view: impl Into<String>) -> Self {
        Self { view: Some(view.into()), ..self }
    }

    /// 0 where nobody is left to tell, else 2: nothing useful came out.
    pub(crate) fn exit_status(&self) -> u8 {
        if self.kind == Kind::Gone { 0 } else { 2 }
    }

    /// Whether there is somebody to tell.
    pub(crate) fn is_news(&self) -> bool {
        self.kind != Kind::Gone
    }

    /// The place of the trouble.
    pub(crate) fn place(&self) -> Option<&str> {
        self.view.as_deref()
    }

    /// What can be done about it.
    pub(crate) fn to_do(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

impl From<anyhow::Error> for CommandError {
    fn from(error: anyhow::Error) -> Self {
        let gone = error
            .chain()
            .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
            .any(|error| error.kind() == std::io::ErrorKind::BrokenPipe);
        Self {
            kind: if gone { Kind::Gone } else { Kind::Broke },
            sentence: format!("{error:#}"),
            view: None,
            hint: None,
        }
    }
}

impl From<std::io::Error> for CommandError {
    fn from(error: std::io::Error) -> Self {
        anyhow::Error::from(error).into()
    }
}

impl From<postlude_lake::Failure> for CommandError {
    fn from(failure: postlude_lake::Failure) -> Self {
        let hint = failure.hint().map(str::to_owned);
        Self { hint, ..anyhow::Error::from(failure).into() }
    }
}

impl From<postlude_server::Error> for CommandError {
    fn from(error: postlude_server::Error) -> Self {
        let kind = if error.status.is_server_error() { Kind::Broke } else { Kind::Asked };
        Self { kind, sentence: error.message, view: None, hint: error.hint }
    }
}
