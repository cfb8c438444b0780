//! One line format as data: what a file of `definitions/` says, checked and ready to use.
//!
//! The contract for people who write such files is `definitions/README.md`.

use std::collections::BTreeMap;

use postlude_evidence::Severity;
use serde::Deserialize;

use super::first_bytes::{ByteSet, first_bytes};
use super::grouped_regex::GroupedRegex;
use super::role::Role;
use super::shorthand::{expand, leading_time};
use crate::time::DateOrder;

/// The file as it stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
struct File {
    name: String,
    title: String,
    service: Option<String>,
    #[serde(default)]
    programs: Vec<String>,
    #[serde(default)]
    inside_only: bool,
    #[serde(default)]
    wraps: bool,
    #[serde(default = "yes")]
    generic_fields: bool,
    #[serde(default)]
    host_is_instance: bool,
    #[serde(default)]
    general: bool,
    date_order: Option<FirstOfDate>,
    continued_by: Option<String>,
    #[serde(default)]
    yields_to: Vec<String>,
    pattern: Vec<PatternTable>,
    #[serde(default)]
    field: Vec<FieldTable>,
    #[serde(default)]
    levels: BTreeMap<String, String>,
    #[serde(default)]
    sample: Vec<Sample>,
}

/// [`DateOrder`] as the file writes it.
#[derive(Debug, Clone, Copy, Deserialize)]
enum FirstOfDate {
    #[serde(rename = "day-first")]
    Day,
    #[serde(rename = "month-first")]
    Month,
    #[serde(rename = "year-first")]
    Year,
}

impl From<FirstOfDate> for DateOrder {
    fn from(first: FirstOfDate) -> Self {
        match first {
            FirstOfDate::Day => Self::DayMonthYear,
            FirstOfDate::Month => Self::MonthDayYear,
            FirstOfDate::Year => Self::YearMonthDay,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternTable {
    regex: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldTable {
    #[serde(rename = "in", default = "body")]
    group: String,
    regex: String,
}

fn yes() -> bool {
    true
}

fn body() -> String {
    "body".to_owned()
}

/// A line written for the definition and what must come out of it; what is not named is not checked.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Sample {
    /// The record, with its continuing lines.
    pub line: String,
    /// Year of the record where the line writes none.
    pub year: Option<i16>,
    /// For a definition that is used inside another format: the program that format names.
    pub program: Option<String>,
    /// RFC 3339.
    pub time: Option<String>,
    /// Lower-case name of the level; `none` when there must be none.
    pub level: Option<String>,
    /// The message.
    pub body: Option<String>,
    /// The service.
    pub service: Option<String>,
    /// The instance.
    pub instance: Option<String>,
    /// The host.
    pub host: Option<String>,
    /// Status of the answer.
    pub status: Option<u16>,
    /// Duration in nanoseconds.
    pub duration_ns: Option<i64>,
    /// Trace.
    pub trace_id: Option<String>,
    /// Span.
    pub span_id: Option<String>,
    /// Attributes that must be there with this value.
    pub attributes: BTreeMap<String, String>,
}

/// A line format.
#[derive(Debug)]
pub(crate) struct Definition {
    /// Kebab-case, unique.
    pub name: String,
    /// For people.
    pub title: String,
    /// The service of every record that names none itself.
    pub service: Option<String>,
    /// Programs whose message inside another format (syslog, journald, containers) this is.
    pub programs: Vec<String>,
    /// Never tried on a line as it stands, only inside another format.
    pub inside_only: bool,
    /// Whether the body is a log line in itself, to be read again.
    pub wraps: bool,
    /// Whether the body is searched for addresses, ports, users and `key=value`.
    pub generic_fields: bool,
    /// Whether what stands in the place of the host is a container or pod.
    pub host_is_instance: bool,
    /// Whether every definition that is not general is preferred where both match a line.
    pub general: bool,
    /// The order of day, month and year in its dates of numbers, where the format prescribes one.
    pub date_order: Option<DateOrder>,
    /// Lines that never begin a record in a source of this format, even if they hold a time.
    pub continued_by: Option<GroupedRegex>,
    /// Definitions that are preferred where both match a line.
    pub yields_to: Vec<String>,
    /// Tried in order.
    pub patterns: Vec<Pattern>,
    /// Searched after a pattern has matched.
    pub fields: Vec<Field>,
    /// Words of this format for levels.
    pub levels: Vec<(String, Severity)>,
    /// What it must read.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the tests read samples"))]
    pub samples: Vec<Sample>,
}

/// The header of a line.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// Literal text and a time before what the regex matches, if the pattern begins so.
    pub leading: Option<String>,
    /// What must match from there on.
    pub regex: GroupedRegex,
    /// Whether the body is what follows the match.
    pub body_is_rest: bool,
    first: ByteSet,
}

/// Something within a group of the header.
#[derive(Debug)]
pub(crate) struct Field {
    /// Name of the group that is searched.
    pub group: String,
    /// What that group means.
    pub searched: Role,
    /// What is searched there.
    pub regex: GroupedRegex,
    /// The attributes it finds, where it finds nothing else: known ones are kept, so that it need not be searched
    /// when all are.
    pub adds_only: Option<Vec<String>>,
}

/// A pattern that ends so needs no regex to find its body, and the longest part of a line no second look.
const REST_OF_LINE: &str = "(?<body>.*)";

/// The named groups of a regex, without the numbers that tell groups of one name apart.
fn group_names(regex: &str) -> Vec<String> {
    let named = regex.split("(?<").skip(1).filter_map(|rest| rest.split_once('>'));
    let named = named.map(|(name, _)| name).filter(|name| !name.starts_with(['=', '!']));
    named.map(|name| Role::group_name(name).to_owned()).collect()
}

/// Whether a regex has alternatives outside of all groups.
fn has_alternatives(regex: &str) -> bool {
    let (mut depth, mut in_class) = (0_usize, false);
    let mut bytes = regex.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => drop(bytes.next()),
            b'[' => in_class = true,
            b']' => in_class = false,
            b'(' if !in_class => depth += 1,
            b')' if !in_class => depth = depth.saturating_sub(1),
            b'|' if !in_class && depth == 0 => return true,
            _ => {}
        }
    }
    false
}

impl Pattern {
    fn new(written: &str) -> Result<Self, String> {
        let (leading, rest) = match leading_time(written) {
            Some((literal, rest)) => (Some(literal), rest),
            None => (None, written),
        };
        let rest = expand(rest)?;
        let (rest, body_is_rest) = match rest.strip_suffix(REST_OF_LINE) {
            Some(header) if !has_alternatives(header) => (header, true),
            _ => (rest.as_str(), false),
        };
        let regex = format!(r"\A(?:{rest})");
        Ok(Self { leading, first: first_bytes(&regex), regex: GroupedRegex::new(regex), body_is_rest })
    }

    /// Whether the regex could match text that begins with this byte.
    pub(crate) fn regex_may_begin_with(&self, byte: Option<u8>) -> bool {
        byte.is_none_or(|byte| self.first.contains(byte))
    }

    /// Whether a line that begins with this byte could match. A time begins with a letter or a digit.
    pub(crate) fn may_begin_with(&self, byte: u8) -> bool {
        match self.leading.as_ref().map(|literal| literal.as_bytes().first()) {
            None => self.first.contains(byte),
            Some(Some(first)) => *first == byte,
            Some(None) => byte.is_ascii_alphanumeric() || byte >= 0x80 || byte == b'@',
        }
    }
}

impl Definition {
    /// Reads a definition file; what is wrong with it otherwise.
    pub(crate) fn load(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let patterns = file.pattern.iter().map(|p| Pattern::new(&p.regex)).collect::<Result<_, _>>()?;
        let fields = file.field.iter().map(|f| {
            let regex = expand(&f.regex)?;
            let names = group_names(&regex);
            let only_attributes = names.iter().all(|name| Role::of_group(name) == Role::Attribute);
            Ok(Field {
                group: f.group.clone(),
                searched: Role::of_group(&f.group),
                adds_only: only_attributes.then_some(names),
                regex: GroupedRegex::new(regex),
            })
        });
        let levels = file.levels.into_iter().map(|(word, level)| {
            let severity = Severity::from_word(&level).ok_or_else(|| format!("{level} is no level"))?;
            Ok((word, severity))
        });
        Ok(Self {
            fields: fields.collect::<Result<_, String>>()?,
            levels: levels.collect::<Result<_, String>>()?,
            patterns,
            name: file.name,
            title: file.title,
            service: file.service,
            programs: file.programs,
            inside_only: file.inside_only,
            wraps: file.wraps,
            generic_fields: file.generic_fields,
            host_is_instance: file.host_is_instance,
            general: file.general,
            date_order: file.date_order.map(DateOrder::from),
            continued_by: file.continued_by.map(|regex| GroupedRegex::new(format!(r"\A(?:{regex})"))),
            yields_to: file.yields_to,
            samples: file.sample,
        })
    }

    /// The severity of a level as this format writes it.
    pub(crate) fn severity(&self, word: &str) -> Option<Severity> {
        let own = self.levels.iter().find(|(own, _)| own == word).map(|(_, severity)| *severity);
        own.or_else(|| Severity::from_word(word))
    }
}
