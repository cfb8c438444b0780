use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use postlude_directory::{Directory, File, directory};

use crate::command_error::CommandError;
use crate::printer::{Printer, columns};
use crate::show::people;

/// Who works here: files about people, joined into one person each, with why, how sure, and what is odd.
///
/// Reads CSV, users of Slack and Mattermost, LDIF, SCIM, CODEOWNERS, Backstage catalogues, users and schedules of PagerDuty and Opsgenie, authors in
/// git and .mailmap; which it is follows from the content. Where files contradict each other the earlier one counts. A CSV file with the columns
/// decision,one,other,why corrects what was joined.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct People {
    /// Files, or folders whose files are read in the order of their names.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Columns to fill [default: those of the terminal, else 110]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(60..=400))]
    width: Option<u16>,
}

const EXAMPLES: &str = "\
Examples:
  postlude people people.csv slack/users.json CODEOWNERS
  postlude people people/ --format csv > everybody.csv
  git shortlog -sne HEAD > authors.txt; postlude people people.csv .mailmap authors.txt
  echo 'decision,one,other,why
  join,ines@shop.example,code:icarvalho,she says so' > who.csv; postlude people people/ who.csv";

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people, in the terminal.
    Text,
    /// One object with people, teams and problems.
    Json,
    /// One person per row, in a form that is read again.
    Csv,
}

impl People {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let directory = read(&self.files)?;
        if self.format != Form::Text {
            tell(&directory, printer);
        }
        let width = self.width.map_or_else(columns, usize::from);
        Ok(printer.text(&match self.format {
            Form::Text => people::terminal(&directory, width),
            Form::Json => people::json(&directory),
            Form::Csv => people::csv(&directory),
        })?)
    }
}

/// Problems for whoever runs the program, where the output does not hold them in words.
pub(super) fn tell(directory: &Directory, printer: &Printer) {
    for told in &directory.problems {
        printer.note(&crate::show::words::plain(&format!("{}: {}", told.place, told.problem.message)));
    }
}

/// The directory of all files; refuses when nobody is in it.
pub(super) fn read(paths: &[PathBuf]) -> Result<Directory, CommandError> {
    let mut contents: Vec<(String, Vec<u8>)> = Vec::new();
    for path in paths {
        for path in files(path)? {
            let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
            contents.push((path.display().to_string(), bytes));
        }
    }
    let files: Vec<File<'_>> = contents.iter().map(|(name, bytes)| File { name, bytes }).collect();
    let directory = directory(&files);
    if directory.people.is_empty() {
        let Some(first) = directory.problems.first() else {
            return Err(CommandError::asked("there is no file here").hint("name the files that list people"));
        };
        let error =
            CommandError::asked(format!("nobody is listed: {}: {}", first.place, first.problem.message));
        return Err(match &first.problem.hint {
            Some(hint) => error.hint(hint.clone()),
            None => error,
        });
    }
    Ok(directory)
}

/// A file, or the files of a folder.
fn files(path: &Path) -> Result<Vec<PathBuf>, CommandError> {
    if !path.exists() {
        return Err(CommandError::asked(format!("there is nothing at {}", path.display()))
            .hint("name files that list people"));
    }
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let list = fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut files = Vec::new();
    for file in list {
        let path = file?.path();
        // Notes for readers may lie beside lists.
        let is_note =
            path.file_name().is_some_and(|name| name.to_string_lossy().to_lowercase().starts_with("readme"));
        if path.is_file() && !is_note {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
