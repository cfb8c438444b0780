//! The time at the beginning of a line of prose.

use jiff::civil::Date;

use super::markup;
use crate::time::{self, Layout, Precision, Written, Zone};

/// What a line says about time.
#[derive(Debug, Default)]
pub(super) struct Timed<'a> {
    /// Month, day and year if written.
    pub date: Option<(i8, i8, Option<i16>)>,
    /// Hour, minute and what is finer.
    pub clock: Option<Written>,
    /// The clock at the end of a range.
    pub until: Option<Written>,
    /// The zone written beside either.
    pub zone: Option<Zone>,
    /// The text behind the time.
    pub text: &'a str,
}

/// Reads the date, clock and range at the beginning of a text whose marks have been taken off; none if it
/// begins with neither.
pub(super) fn read<'a>(text: &'a str, layout: &Layout) -> Option<Timed<'a>> {
    let mut timed = Timed { text, ..Timed::default() };
    let mut rest = text;
    if let Some((written, length)) = date(rest, layout) {
        timed.take(written);
        rest = &rest[length..];
    }
    if timed.clock.is_none() {
        let skipped = if timed.date.is_some() { behind_date(rest) } else { rest };
        if let Some((written, length)) = clock(skipped) {
            timed.take(written);
            rest = &skipped[length..];
        }
    }
    if timed.clock.is_some() && timed.date.is_none() {
        let skipped = rest.trim_start_matches([' ', ',', '|', '(', '/']);
        let skipped = skipped.strip_prefix("on ").unwrap_or(skipped);
        if let Some((written, length)) = date(skipped, layout)
            && written.precision == Precision::Day
        {
            timed.take(written);
            rest = &skipped[length..];
        }
    }
    if timed.clock.is_some()
        && let Some((written, length)) = range_end(rest)
    {
        timed.zone = timed.zone.or_else(|| written.zone.clone());
        timed.until = Some(written);
        rest = &rest[length..];
    }
    (timed.date.is_some() || timed.clock.is_some()).then_some(())?;
    timed.text = markup::tail(rest);
    Some(timed)
}

impl Timed<'_> {
    fn take(&mut self, written: Written) {
        if let Some((month, day)) = written.month_day {
            self.date = Some((month, day, written.year));
        }
        if written.precision != Precision::Day {
            self.zone = self.zone.take().or_else(|| written.zone.clone());
            self.clock = Some(written);
        }
    }
}

/// A date with or without a clock. Dates of numbers follow the order that the source taught.
pub(super) fn date(text: &str, layout: &Layout) -> Option<(Written, usize)> {
    let (written, length) =
        layout.read(text.as_bytes()).filter(|(written, _)| written.has_date()).or_else(|| {
            let end = text.find(|c: char| !(c.is_ascii_digit() || "/.-".contains(c))).unwrap_or(text.len());
            let numbers = text[..end].trim_end_matches(['.', '-', '/']);
            let ordered =
                layout.parse_value(numbers).filter(|_| numbers.contains(['/', '.']) && numbers.len() >= 6);
            let ordered = ordered.filter(Written::has_date).map(|written| (written, numbers.len()));
            ordered.or_else(|| time::read_date(text.as_bytes()))
        })?;
    // A bare number of seconds is no date in prose, and neither is a version.
    let is_prose =
        text.as_bytes().iter().take(length).any(|b| b" -/.,T".contains(b) || b.is_ascii_alphabetic());
    is_prose.then_some((written, length))
}

/// What stands between a date and its clock: a cell border, a weekday in brackets, "at".
fn behind_date(text: &str) -> &str {
    let text = text.trim_start_matches([' ', '|', ',', '-', '–', '—', ':', '*', '_', '`', '\t', '~', '@']);
    let text = match text.strip_prefix('(').and_then(|inside| inside.split_once(')')) {
        Some((inside, rest)) if inside.len() <= 12 => rest.trim_start_matches([' ', '|', ',', '-', ':', '*']),
        _ => text,
    };
    let words = ["at ", "ca. ", "ca ", "circa ", "around ", "about ", "approx. ", "from "];
    words.iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text)
}

/// A clock without a date: also `11.50` and `12.30pm`, `1402 UTC`.
pub(super) fn clock(text: &str) -> Option<(Written, usize)> {
    let bytes = text.as_bytes();
    let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    match (digits, bytes.get(digits)) {
        (1 | 2, Some(b'.')) => dotted(text, digits),
        (4, Some(b' ')) => together(text),
        (1 | 2, _) => {
            let (written, length) =
                time::read(ranged(text).as_bytes()).filter(|(written, _)| !written.has_date())?;
            // "3 PM me", "2 at once": an hour alone is a clock only with its half of the day.
            let is_clock = bytes[..length].iter().any(|b| matches!(b, b':' | b'h' | b'm' | b'M'));
            is_clock.then_some((written, length))
        }
        _ => None,
    }
}

/// The text up to the dash of `14:02-14:10`, which would read as a zone west of Greenwich.
fn ranged(text: &str) -> &str {
    let clock = text.bytes().take_while(|b| b.is_ascii_digit() || *b == b':').count();
    let after = text[clock..].strip_prefix('-').unwrap_or("");
    let hours = after.bytes().take_while(u8::is_ascii_digit).count();
    let is_range = (1..=2).contains(&hours) && after.as_bytes().get(hours) == Some(&b':');
    if is_range { &text[..clock] } else { text }
}

/// `11.50` as `11:50`. Not `11.5`, `11.50.3` or `11.50 %`.
fn dotted(text: &str, digits: usize) -> Option<(Written, usize)> {
    let minutes = text.get(digits + 1..digits + 3)?;
    let after = &text[digits + 3..];
    let follows = after.chars().next();
    let is_clock = minutes.bytes().all(|b| b.is_ascii_digit())
        && follows.is_none_or(|c| !c.is_ascii_digit() && c != '.' && c != '%')
        && !after.trim_start().starts_with(['%', '/']);
    if !is_clock {
        return None;
    }
    let colon = format!("{}:{minutes}{}", &text[..digits], ranged_after(after));
    let (written, length) = time::read(colon.as_bytes())?;
    Some((written, length))
}

/// What may belong to a clock behind its minutes; a few bytes, cut at a character.
fn ranged_after(text: &str) -> &str {
    let mut end = text.len().min(24);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    if text.starts_with(['-', '–']) { "" } else { &text[..end] }
}

/// `1402 UTC`: four digits are a clock only with a zone or `h` behind them.
fn together(text: &str) -> Option<(Written, usize)> {
    let (digits, after) = (text.get(..4)?, text.get(4..)?);
    let word = after.trim_start().split([' ', ':', ',', '-']).next()?;
    let is_zone =
        word.len() >= 2 && time::parse_zone(word).is_some() && word.bytes().all(|b| b.is_ascii_uppercase());
    if !is_zone && word != "h" && word != "hrs" {
        return None;
    }
    let colon = format!("{}:{} {word}", &digits[..2], &digits[2..]);
    let (written, _) = time::read(colon.as_bytes())?;
    let to = text.len() - after.trim_start().len() + word.len();
    Some((written, to))
}

/// `-14:10`, ` – 14:10 UTC`, ` to 2:10pm`, ` until 14:10`, with its length.
fn range_end(text: &str) -> Option<(Written, usize)> {
    let mut rest = text.trim_start_matches([' ', '*', '`', '_', '(']);
    let sign = ["->", "-", "–", "—", "→", "to ", "until ", "till ", "through "]
        .iter()
        .find(|sign| rest.starts_with(**sign))?;
    rest = rest[sign.len()..].trim_start_matches([' ', '*', '`', '_', '~']);
    let (written, length) = clock(rest)?;
    Some((written, text.len() - rest.len() + length))
}

/// A date with a year, as a civil date.
pub(super) fn civil(date: (i8, i8, Option<i16>), year: Option<i16>) -> Option<Date> {
    Date::new(date.2.or(year)?, date.0, date.1).ok()
}
