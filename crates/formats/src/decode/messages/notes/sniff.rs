//! Is it prose with times? Logs have times as well, so this asks for what only people write.

use jiff::civil::Date;
use postlude_base::Problem;

use super::entry::{Notes, timed};
use super::line;
use super::markup::{Role, strip};
use crate::decode::event::text::{head_lines, is_text};
use crate::decode::messages::file_date::date_in_path;
use crate::time::{Layout, Precision};
use crate::{Detection, Head};

/// Markdown by its name, or few lines of which a good part begin with a time and go on in words.
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    if !head.complete || !is_text(head) || std::str::from_utf8(head.bytes).is_err() {
        return None;
    }
    let lines = head_lines(head, 2000);
    let markup = is_markup(head.hints.path);
    let layout = Layout::learn(lines.iter().map(|line| strip(line).1.as_bytes()));
    let signs = Signs::of(&lines, &layout);
    let (confidence, reason) = signs.verdict(lines.len(), markup)?;
    let date = date_in_path(head.hints.path);
    let year =
        signs.year.or_else(|| date.map(Date::year)).or(head.hints.year).or_else(|| modified_year(head));
    let mut problems = layout.problems().to_vec();
    let mut first_date = date;
    if date.is_none() && signs.undated > 0 {
        first_date = head.hints.modified.map(|time| time.to_jiff().to_zoned(head.hints.zone.clone()).date());
        problems.push(no_date(first_date));
    }
    Some(Detection {
        format: "notes".to_owned(),
        confidence,
        reasons: vec![reason],
        problems,
        reader: Box::new(Notes { zone: head.hints.zone.clone(), layout, date: first_date, year }),
    })
}

fn no_date(date: Option<Date>) -> Problem {
    let hint = "write the date above the first time, or into the name of the file";
    match date {
        Some(date) => {
            let message =
                format!("no date stands above the first times: {date}, when the file was written, is taken");
            Problem::new("date-from-file-time", message).hint(hint)
        }
        None => Problem::new("no-date", "no date stands above the first times").hint(hint),
    }
}

fn modified_year(head: &Head<'_>) -> Option<i16> {
    Some(head.hints.modified?.to_jiff().to_zoned(head.hints.zone.clone()).date().year())
}

fn is_markup(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    ["md", "markdown", "rst", "adoc", "asciidoc", "org", "mdx"].contains(&ending.as_str())
}

/// What was seen in the lines.
#[derive(Default)]
struct Signs {
    /// Lines with a clock at their beginning.
    timed: usize,
    /// Of those, lines that write seconds or fractions, as machines do.
    fine: usize,
    /// Of those, lines that go on in words.
    worded: usize,
    /// Of those, lines with marks of a log: `key=value`, `[x]`, a level, a path of code.
    logged: usize,
    /// Clocks before any date.
    undated: usize,
    /// The first year written.
    year: Option<i16>,
}

impl Signs {
    fn of(lines: &[std::borrow::Cow<'_, str>], layout: &Layout) -> Self {
        let mut signs = Self::default();
        let mut dated = false;
        for line in lines {
            let (role, text) = strip(line);
            let found = line::read(text, layout).map(|found| found.date);
            dated |= found.flatten().is_some() || (role != Role::Rule && has_year(text));
            let Some(timed) = timed(role, text, layout) else { continue };
            signs.year = signs.year.or_else(|| timed.date?.2);
            let Some(clock) = &timed.clock else { continue };
            signs.timed += 1;
            signs.undated += usize::from(!dated);
            signs.fine += usize::from(clock.precision > Precision::Minute);
            signs.worded += usize::from(is_worded(timed.text));
            signs.logged += usize::from(is_logged(timed.text));
        }
        signs
    }

    fn verdict(&self, lines: usize, markup: bool) -> Option<(u8, String)> {
        let reason =
            format!("{} of {lines} lines carry a time, {} of them go on in words", self.timed, self.worded);
        let machine = self.fine * 2 > self.timed || self.logged * 4 > self.timed;
        match () {
            () if markup && self.timed > 0 && !machine => Some((90, reason)),
            () if markup => Some((55, reason)),
            () if machine || self.timed == 0 || self.worded * 10 < self.timed * 6 => None,
            () if self.timed * 10 >= lines * 3 && (self.timed >= 2 || lines <= 3) => Some((74, reason)),
            () if self.timed >= 3 && self.timed * 20 >= lines => Some((60, reason)),
            () => None,
        }
    }
}

/// A year and something like a date around it; only asked to know whether a date stands above the times.
fn has_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_year = |at: usize| matches!(bytes.get(at..at + 4), Some([b'1', b'9', ..] | [b'2', b'0', ..]));
    (0..bytes.len()).any(|at| is_year(at) && bytes[at..at + 4].iter().all(u8::is_ascii_digit))
}

/// At least two words of letters.
fn is_worded(text: &str) -> bool {
    let is_word =
        |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() >= 2 && !word.contains('=');
    text.split_whitespace().filter(is_word).take(2).count() == 2
}

fn is_logged(text: &str) -> bool {
    let first = text.split([' ', ':', ']']).next().unwrap_or("").trim_matches(['[', '<']);
    let level = first.len() >= 4
        && first.bytes().all(|b| b.is_ascii_uppercase())
        && postlude_evidence::Severity::from_word(first).is_some();
    let pairs = text.split_whitespace().filter(|word| word.contains('=') && !word.contains("://")).count();
    let program = text
        .split(": ")
        .next()
        .is_some_and(|name| name.ends_with(']') && name.contains('[') && !name.contains(' '));
    level || pairs >= 2 || program
}
