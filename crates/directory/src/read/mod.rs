//! From the bytes of one file to what it says of people. Which format it is follows from the content, never from the name, except that of
//! `CODEOWNERS` and `.mailmap`, whose lines could be anything.

mod backstage;
mod codeowners;
mod csv;
pub(crate) mod facilitated;
mod git;
mod json;
mod ldif;
mod mattermost;
mod opsgenie;
mod pagerduty;
mod scim;
mod slack;
mod yaml;

use postlude_base::Problem;
use serde_json::Value;

use crate::row::{Decision, Place, Row, TeamRow, Told};

/// A file as it was found.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its path, as places show it.
    pub name: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// What it says of people.
    pub rows: Vec<Row>,
    /// What it says of teams.
    pub teams: Vec<TeamRow>,
    /// Decisions about who is who.
    pub decisions: Vec<Decision>,
    /// What is odd.
    pub problems: Vec<Told>,
    /// Name and format of each file, in order.
    pub files: Vec<(String, Option<&'static str>)>,
}

impl Reading {
    /// Adds what another file says.
    pub fn append(&mut self, other: Self) {
        self.rows.extend(other.rows);
        self.teams.extend(other.teams);
        self.decisions.extend(other.decisions);
        self.problems.extend(other.problems);
        self.files.extend(other.files);
    }

    fn odd(&mut self, file: &str, line: u64, problem: Problem) {
        self.problems.push(Told::new(Place { file: file.to_owned(), line }, problem));
    }
}

/// Formats that hold objects: JSON or YAML.
struct Objects {
    name: &'static str,
    /// Whether this object is one of the format's, under the key of the list that it was found in.
    knows: fn(&Element) -> bool,
    read: fn(&mut Reading, &str, &Element),
}

/// Formats of lines.
struct Lines {
    name: &'static str,
    knows: fn(&str, &str) -> bool,
    read: fn(&mut Reading, &str, &str),
}

/// One object and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Element {
    pub(crate) line: u64,
    /// The key under which it, or the list that holds it, stands.
    pub(crate) key: String,
    pub(crate) value: Value,
}

const OBJECTS: &[Objects] = &[
    Objects { name: "Slack users", knows: slack::knows, read: slack::read },
    Objects { name: "Mattermost users", knows: mattermost::knows, read: mattermost::read },
    Objects { name: "SCIM", knows: scim::knows, read: scim::read },
    Objects { name: "Backstage catalogue", knows: backstage::knows, read: backstage::read },
    Objects { name: "PagerDuty", knows: pagerduty::knows, read: pagerduty::read },
    Objects { name: "Opsgenie", knows: opsgenie::knows, read: opsgenie::read },
];

const LINES: &[Lines] = &[
    Lines { name: "LDIF", knows: ldif::knows, read: ldif::read },
    Lines { name: "mailmap", knows: git::knows_mailmap, read: git::read_mailmap },
    Lines { name: "git authors", knows: git::knows, read: git::read },
    Lines { name: "CODEOWNERS", knows: codeowners::knows, read: codeowners::read },
    Lines { name: "CSV", knows: csv::knows, read: csv::read },
];

/// The formats in words, for a person whose file is none of them.
pub const FORMATS: &str = "CSV with a header, users of Slack or Mattermost (JSON), LDIF, SCIM (JSON), CODEOWNERS, a Backstage catalogue (YAML), \
    users and schedules of PagerDuty or Opsgenie (JSON), git log, git shortlog -sne, .mailmap";

/// Reads one file.
pub fn read(file: &File<'_>) -> Reading {
    let mut reading = Reading::default();
    let text = text(file, &mut reading);
    let format = text.as_deref().and_then(|text| read_text(&mut reading, file.name, text));
    reading.files.push((file.name.to_owned(), format));
    reading
}

fn text(file: &File<'_>, reading: &mut Reading) -> Option<String> {
    let bytes = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file.bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(text.to_owned());
    }
    if bytes.contains(&0) {
        let problem = Problem::new("not-text", "this is no text")
            .hint(format!("save it as UTF-8 and try again; expected is {FORMATS}"));
        reading.odd(file.name, 1, problem);
        return None;
    }
    // Lists of people that are not UTF-8 come from spreadsheets, and these write Windows-1252, which is Latin-1 in all letters of names.
    let line = 1 + bytes.iter().take_while(|byte| byte.is_ascii()).filter(|byte| **byte == b'\n').count();
    let problem =
        Problem::new("not-utf-8", "not UTF-8; read as Latin-1").hint("look whether the names are right");
    reading.odd(file.name, line as u64, problem);
    Some(bytes.iter().map(|byte| char::from(*byte)).collect())
}

fn read_text(reading: &mut Reading, file: &str, text: &str) -> Option<&'static str> {
    if text.trim().is_empty() {
        reading.odd(file, 1, Problem::new("empty-file", "nothing is in this file"));
        return None;
    }
    let elements = match text.trim_start().as_bytes().first() {
        Some(b'{' | b'[') if !text.trim_start().starts_with("[[") => Some(json::elements(text)),
        _ if yaml::looks_like(text) => Some(yaml::elements(text)),
        _ => None,
    };
    match elements {
        Some(Parsed { elements, trouble }) if !elements.is_empty() || !knows_lines(file, text) => {
            let format = read_objects(reading, file, &elements, trouble.is_none());
            if let Some((line, problem)) = trouble {
                reading.odd(file, line, problem);
            }
            format
        }
        _ => {
            let format = LINES.iter().find(|format| (format.knows)(file, text));
            match format {
                Some(format) => (format.read)(reading, file, text),
                None => reading.odd(file, 1, unknown("no list of people was recognised")),
            }
            format.map(|format| format.name)
        }
    }
}

fn knows_lines(file: &str, text: &str) -> bool {
    LINES.iter().any(|format| (format.knows)(file, text))
}

/// What a parser of a whole document gives: all that was read before the trouble, and the trouble.
pub(crate) struct Parsed {
    pub(crate) elements: Vec<Element>,
    pub(crate) trouble: Option<(u64, Problem)>,
}

fn read_objects(reading: &mut Reading, file: &str, elements: &[Element], tell: bool) -> Option<&'static str> {
    let known = |format: &&Objects| elements.iter().any(|element| (format.knows)(element));
    let Some(format) = OBJECTS.iter().find(known) else {
        if tell {
            reading.odd(
                file,
                elements.first().map_or(1, |element| element.line),
                unknown("these objects are no people"),
            );
        }
        return None;
    };
    for element in elements {
        if (format.knows)(element) {
            (format.read)(reading, file, element);
        } else {
            let message = format!("this object is none that {} writes; it was left out", format.name);
            reading.odd(file, element.line, Problem::new("unknown-object", message));
        }
    }
    Some(format.name)
}

fn unknown(message: &str) -> Problem {
    Problem::new("unknown-format", message).hint(format!("expected is {FORMATS}"))
}

/// The text below these keys; numbers count, empty texts do not.
pub(crate) fn text_at(value: &Value, path: &[&str]) -> Option<String> {
    let mut value = value;
    for key in path {
        value = value.get(key)?;
    }
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The first of these texts.
pub(crate) fn first_text(value: &Value, paths: &[&[&str]]) -> Option<String> {
    paths.iter().find_map(|path| text_at(value, path))
}

/// Truth below these keys, also where it is written as a text.
pub(crate) fn truth_at(value: &Value, path: &[&str]) -> Option<bool> {
    let mut value = value;
    for key in path {
        value = value.get(key)?;
    }
    value.as_bool().or_else(|| match value.as_str()? {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    })
}

/// The list below a key; nothing where there is none.
pub(crate) fn list_at<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}
