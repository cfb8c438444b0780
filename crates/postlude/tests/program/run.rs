use std::path::Path;
use std::process::{Command, Stdio};

/// What a run of the program left behind.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs the program. Nothing of the environment but where temporary files go.
pub(crate) fn run<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Ran {
    let output = command(arguments).output().unwrap();
    let ran = Ran {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    assert!(!ran.err.contains("panicked"), "{ran:#?}");
    ran
}

pub(crate) fn command<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_postlude"));
    command.env_clear().env("TMPDIR", std::env::temp_dir()).stdin(Stdio::null()).args(arguments);
    command
}

/// The path as an argument.
pub(crate) fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

impl Ran {
    /// The output of a run that went well.
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.status, 0, "{self:#?}");
        self.out
    }

    /// What was told by a run that could do nothing.
    pub(crate) fn refused(self) -> String {
        assert_eq!(self.status, 2, "{self:#?}");
        assert_eq!(self.out, "", "{self:#?}");
        self.err
    }

    pub(crate) fn json(self) -> serde_json::Value {
        serde_json::from_str(&self.ok()).unwrap()
    }
}
