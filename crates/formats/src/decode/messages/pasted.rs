//! Chats copied or exported as text: WhatsApp, Telegram, Signal, Teams, Slack and Discord as their windows paste.
//!
//! ```text
//! 05/03/2024, 14:02 - Ana Lima: checkout is slow        one line: time, name, text
//! [14:02] Ana Lima: checkout is slow
//! Ana Lima  2:02 PM                                     a heading, the text below
//! Ana Lima, [05.03.2024 14:02]
//! ana — 05/03/2024 14:02
//! ```

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use postlude_base::Problem;
use postlude_evidence::{Message, Record, Severity, Sink};

use super::file_date::date_in_path;
use super::transcript::is_name;
use crate::decode::event::text::{Entry, TextFormat, TextReader, head_lines, is_text};
use crate::decode::event::when;
use crate::time::{self, Layout, Precision, Written};
use crate::{Carry, Detection, Head, Order};

/// Lines of a time and a name, of few people who speak again and again.
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    if !is_text(head) {
        return None;
    }
    let lines = head_lines(head, 300);
    let layout = Layout::learn(lines.iter().map(|line| unmarked(line).as_bytes()));
    let headings: Vec<_> = lines.iter().filter_map(|line| Heading::read(line, &layout)).collect();
    let names: BTreeSet<_> = headings.iter().filter_map(|heading| heading.author).collect();
    let named = headings.iter().filter(|heading| heading.author.is_some()).count();
    let sure = headings.iter().filter(|heading| heading.sure).count();
    let first = lines.iter().take(4).any(|line| Heading::read(line, &layout).is_some());
    let dashed = headings.iter().any(|heading| heading.author.is_none());
    let several = names.len() >= 2 || (dashed && named > 0);
    let spoken = several && named >= 2 && names.len() * 2 <= named + 2 && names.len() <= 60;
    // Programs write pairs of keys and values behind their names.
    let paired = headings.iter().filter(|heading| heading.text.contains('=')).count();
    // What is said stands below a heading that says nothing; the last one may be cut off.
    let bare = headings.iter().filter(|heading| heading.text.is_empty()).count();
    if !first
        || !spoken
        || headings.len() + bare > lines.len() + 1
        || paired * 5 > headings.len()
        || headings.len() * 6 < lines.len()
        || names.iter().any(|name| is_level(name))
    {
        return None;
    }
    let yearless =
        headings.iter().any(|heading| heading.written.has_date() && heading.written.year.is_none());
    let written = head.hints.modified.map(|time| time.to_jiff().to_zoned(head.hints.zone.clone()).date());
    let date = date_in_path(head.hints.path).or(written.filter(|_| yearless));
    let undated = headings.iter().any(|heading| !heading.written.has_date());
    let mut problems = layout.problems().to_vec();
    if yearless {
        let message = "no year is written: that of the file's name or of its last change was taken";
        problems.push(Problem::new("guessed-year", message).hint("put the date into the name of the file"));
    }
    if undated && date.is_none() && !lines.iter().any(|line| day_line(line, &layout).is_some()) {
        problems.push(
            Problem::new(
                "no-date",
                "the messages carry clock times, and neither a line nor the file's name a date",
            )
            .hint("put the date into the name of the file"),
        );
    }
    Some(Detection {
        format: "chat text".to_owned(),
        // Below a line format that knows every line: logs write `[time] name: text` too.
        confidence: if sure * 2 > headings.len() { 88 } else { 76 },
        reasons: vec![format!(
            "{named} of {} lines begin a message of one of {} names",
            lines.len(),
            names.len()
        )],
        problems,
        reader: Box::new(TextReader(Pasted { zone: head.hints.zone.clone(), layout, date })),
    })
}

struct Pasted {
    zone: TimeZone,
    layout: Layout,
    /// The date of the first messages.
    date: Option<Date>,
}

impl TextFormat for Pasted {
    fn order(&self) -> Order {
        Order::InOrder
    }

    fn begins(&self, line: &str) -> bool {
        Heading::read(line, &self.layout).is_some() || day_line(line, &self.layout).is_some()
    }

    fn read(&self, entry: &Entry<'_>, carry: &mut Carry, sink: &mut dyn Sink) {
        let first = entry.first_line();
        let rest = entry.text.split_once('\n').map_or("", |(_, rest)| rest).trim();
        if let Some(date) = day_line(first, &self.layout) {
            carry.date = Some(date);
            return;
        }
        let Some(heading) = Heading::read(first, &self.layout) else {
            sink.problem(entry.problem("text-before-message", "lines before the first message are not read"));
            return;
        };
        if let (Some((month, day)), Some(year)) = (heading.written.month_day, heading.written.year) {
            carry.date = Date::new(year, month, day).ok().or(carry.date);
        }
        let mut origin = entry.origin();
        origin.time = when::moment(&heading.written, carry.date.or(self.date), &self.zone);
        let text = match (heading.text, rest) {
            (text, "") => text.to_owned(),
            ("", rest) => rest.to_owned(),
            (text, rest) => format!("{text}\n{rest}"),
        };
        let author = heading.author.map(Into::into);
        sink.record(&Record::Message(Message {
            origin,
            author,
            channel: None,
            text: text.into(),
            thread: None,
        }));
    }
}

/// A line that begins a message.
struct Heading<'a> {
    written: Written,
    /// None for what the system says ("Messages are encrypted").
    author: Option<&'a str>,
    text: &'a str,
    /// Whether only chats write such a line.
    sure: bool,
}

impl<'a> Heading<'a> {
    fn read(line: &'a str, layout: &Layout) -> Option<Self> {
        Self::with_time_first(line, layout).or_else(|| Self::with_name_first(line, layout))
    }

    /// `[time] Name: text`, `date, time - Name: text`, `time Name: text`
    fn with_time_first(line: &'a str, layout: &Layout) -> Option<Self> {
        let text = unmarked(line);
        let bracketed = line.trim_start_matches(MARKS).starts_with('[');
        let (written, length) =
            layout.read(text.as_bytes()).filter(|(written, _)| written.precision != Precision::Day)?;
        let rest = text.get(length..)?;
        let rest = if bracketed { rest.strip_prefix(']')? } else { rest };
        let dashed = !bracketed && rest.starts_with(" - ") && text[..length].contains(", ");
        let rest = rest
            .strip_prefix(" - ")
            .filter(|_| !bracketed)
            .unwrap_or(rest)
            .trim_start_matches(MARKS)
            .trim_start();
        match rest.split_once(": ").or_else(|| rest.strip_suffix(':').map(|name| (name, ""))) {
            Some((name, text)) if is_author(name) => {
                let name = sender(name);
                let named = name.contains(' ') && is_name(name) && !name.contains('.');
                let sure = dashed || (bracketed && named);
                Some(Self { written, author: Some(name), text, sure })
            }
            _ if dashed => Some(Self { written, author: None, text: rest, sure: true }),
            // Teams: the text is below. Programs write seconds.
            _ if bracketed
                && written.precision == Precision::Minute
                && (rest.contains(' ') || text[..length].ends_with(['M', 'm']))
                && is_author(rest)
                && is_name(rest) =>
            {
                Some(Self { written, author: Some(rest.trim_end()), text: "", sure: true })
            }
            _ => None,
        }
    }

    /// `Name  time`, `Name, [date time]`, `Name — date time`, with nothing behind.
    fn with_name_first(line: &'a str, layout: &Layout) -> Option<Self> {
        let line = line.trim_end().trim_start_matches(MARKS);
        let signs = [", [", " — ", "  [", "  ", " ["];
        let (name, when) = signs.iter().find_map(|sign| line.split_once(sign))?;
        let when = when.trim().trim_start_matches('[').trim_end_matches(']').trim_end_matches(')').trim();
        let written = layout.parse_value(when).or_else(|| time::parse_value(when))?;
        let is_clock = written.precision != Precision::Day && when.contains(':');
        (is_clock && is_author(name)).then_some(Self { written, author: Some(name), text: "", sure: true })
    }
}

/// Marks of direction and blanks that phones write into exports.
const MARKS: [char; 5] = ['\u{200e}', '\u{200f}', '\u{feff}', '\u{202a}', '\u{202c}'];

fn unmarked(line: &str) -> &str {
    line.trim_start_matches(MARKS).trim_start_matches('[')
}

/// A name of at most five words without what only programs write.
fn is_author(name: &str) -> bool {
    let name = name.trim();
    let words = name.split_whitespace().count();
    (1..=5).contains(&words)
        && name.len() <= 60
        && name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '+' || c == '~' || c == '@')
        && !name.contains(['=', '{', '}', '/', '[', ']', '<', '>', '"', '#', ';', '|', '$'])
        && !name.ends_with(|c: char| c.is_ascii_digit() && name.contains('.'))
}

/// The name in `From Ana Lima to Everyone`, as Zoom writes it.
fn sender(name: &str) -> &str {
    let Some(name) = name.strip_prefix("From ") else { return name };
    name.split_once(" to ").map_or(name, |(name, _)| name).trim()
}

fn is_level(name: &str) -> bool {
    name.split([' ', '.', '-', '_']).any(|word| Severity::from_word(word).is_some())
}

/// A line that is a date and nothing else, perhaps between dashes: the messages below are of that day.
fn day_line(line: &str, layout: &Layout) -> Option<Date> {
    let text = line.trim().trim_matches(['-', '—', '–', '=', '*', '#', ' ']);
    let written = layout.parse_value(text).filter(|written| written.precision == Precision::Day)?;
    let is_date = text.contains([' ', '-', '/', '.']) && text.len() >= 6;
    let (month, day) = written.month_day.filter(|_| is_date)?;
    Date::new(written.year?, month, day).ok()
}

#[cfg(test)]
mod tests {
    use crate::decode::testing::shown;
    use crate::{Head, Hints};

    #[test]
    fn logs_are_not_chats() {
        let check = |text: &str, is_chat: bool| {
            let hints = Hints { path: "a.txt", ..Hints::default() };
            let head = Head { bytes: text.as_bytes(), complete: true, hints: &hints };
            assert_eq!(super::sniff(&head).is_some(), is_chat, "{text}");
        };
        check("[14:02] Ana Lima: it is slow\n[14:03] Bo Chen: I see\n[14:04] Ana Lima: good\n", true);
        check("[14:02] I agent: action=ALLOW|path=/x\n[14:03] I agent: action=DENY|path=/y\n", false);
        check(
            "[2024-03-05 14:02:11] production.ERROR: no\n[2024-03-05 14:02:12] production.INFO: yes\n",
            false,
        );
        check(
            "2024-03-05 14:02:11 web: up\n2024-03-05 14:02:12 web: down\n2024-03-05 14:02:13 web: up\n",
            false,
        );
        check("14:02:11 ERROR: a b\n14:02:12 WARN: b c\n14:02:13 ERROR: a\n14:02:14 WARN: x\n", false);
        check("[2024-03-05 14:02] Server Started\n[2024-03-05 14:03] Server Stopped\n", false);
        check("", false);
    }

    #[test]
    fn names_above_their_texts() {
        let text = "[3/5/2024 2:02 PM] Ana Lima\nrolled back\n[3/5/2024 2:05 PM] Bo\nI see\n[3/5/2024 2:09 PM] Ana Lima\nok\n";
        let shown = shown("a.txt", text.as_bytes());
        assert!(
            shown.starts_with("chat text: ") && shown.contains("Ana Lima") && shown.contains("14:09"),
            "{shown}"
        );
    }

    #[test]
    fn senders_of_meetings_and_years_of_files() {
        let text = "14:02:11\t From  Ana Lima to Everyone : rolled back\n14:03:11\t From  Bo Chen to Everyone : I see\n";
        assert!(shown("2024-03-05.txt", text.as_bytes()).contains("\"author\":\"Ana Lima\""));
        let text =
            "[3/5 2:02 PM] Ana Lima: rolled back\n[3/5 2:05 PM] Bo Chen: I see\n[3/5 2:09 PM] Ana Lima: ok\n";
        assert!(shown("2024-03-06.txt", text.as_bytes()).contains("2024-03-05T14:05"));
    }
}
