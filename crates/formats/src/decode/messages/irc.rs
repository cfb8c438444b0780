//! IRC logs as irssi, WeeChat, HexChat, ZNC and mIRC write them: a time, then `<nick> text`, `* nick text` or what
//! happened in the channel.
//!
//! Lines with a clock only take their date from control lines (`--- Day changed Wed Mar 06 2024`) or from the
//! name of the file; a year that is not written comes from the same places.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use postlude_base::{Problem, Timestamp};
use postlude_evidence::{Log, Message, Record, Sink};

use super::file_date::date_in_path;
use crate::decode::event::text::{Entry, TextFormat, TextReader, head_lines, is_text};
use crate::decode::event::when;
use crate::time::{self, Precision, Written};
use crate::{Carry, Detection, Head, Order};

/// Most lines must be a time with a nick in brackets, or a control line.
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    if !is_text(head) {
        return None;
    }
    let lines = head_lines(head, 200);
    let read: Vec<_> = lines.iter().filter_map(|line| Line::read(line)).collect();
    let said = read.iter().filter(|line| matches!(line.what, What::Said { .. })).count();
    let control = lines.iter().filter(|line| control_date(line).is_some()).count();
    let happened = read.len() - said;
    // Without control lines only what looks like talk counts: logs have times, stars and dashes too.
    let enough =
        said > 0 && (said + happened + control) * 10 >= lines.len() * 9 && (control > 0 || read.len() > 1);
    if !enough || (control == 0 && said * 2 < lines.len()) {
        return None;
    }
    let date = date_in_path(head.hints.path);
    let mut problems = Vec::new();
    let dated = read.iter().any(|line| line.written.year.is_some());
    if !dated && control == 0 && date.is_none() {
        problems.push(
            Problem::new(
                "no-date",
                "the lines carry clock times, and neither a line nor the file's name a date",
            )
            .hint("put the date into the name of the file, as in `incident-2024-03-05.log`"),
        );
    }
    let channel = channel_in_path(head.hints.path);
    Some(Detection {
        format: "irc log".to_owned(),
        // Without control lines below a line format that knows every line.
        confidence: if control > 0 { 93 } else { 88 },
        reasons: vec![format!("{said} of {} lines are said by a nick, {control} give a date", lines.len())],
        problems,
        reader: Box::new(TextReader(Irc { zone: head.hints.zone.clone(), date, channel })),
    })
}

struct Irc {
    zone: TimeZone,
    /// The date of the first lines.
    date: Option<Date>,
    channel: Option<String>,
}

impl TextFormat for Irc {
    fn order(&self) -> Order {
        Order::InOrder
    }

    fn begins(&self, line: &str) -> bool {
        Line::read(line).is_some() || control_date(line).is_some()
    }

    fn read(&self, entry: &Entry<'_>, carry: &mut Carry, sink: &mut dyn Sink) {
        if let Some(date) = control_date(&entry.text) {
            carry.date = date.date().or(carry.date);
            return self.happened(entry, date.moment(carry.date, &self.zone), entry.text.trim(), sink);
        }
        let Some(line) = Line::read(&entry.text) else {
            return self.happened(entry, None, entry.text.trim(), sink);
        };
        let date = carry.date.or(self.date);
        let time = when::moment(&line.written, date, &self.zone);
        let What::Said { nick, text } = line.what else {
            return self.happened(entry, time, line.rest, sink);
        };
        let mut origin = entry.origin();
        origin.time = time;
        sink.record(&Record::Message(Message {
            origin,
            author: Some(nick.into()),
            channel: self.channel.as_deref().map(Into::into),
            text: text.into(),
            thread: None,
        }));
    }
}

impl Irc {
    /// Joins, leaves, topics, beginnings of logs.
    fn happened(&self, entry: &Entry<'_>, time: Option<Timestamp>, body: &str, sink: &mut dyn Sink) {
        let mut origin = entry.origin();
        origin.time = time;
        if let Some(channel) = &self.channel {
            origin.attributes.push(("channel".into(), channel.as_str().into()));
        }
        sink.record(&Record::Log(Log::new(origin, body.into())));
    }
}

/// One line behind its time.
struct Line<'a> {
    written: Written,
    rest: &'a str,
    what: What<'a>,
}

enum What<'a> {
    Said { nick: &'a str, text: &'a str },
    Happened,
}

impl<'a> Line<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let line = line.strip_prefix(' ').unwrap_or(line);
        let (bracketed, text) = line.strip_prefix('[').map_or((false, line), |text| (true, text));
        let (written, length) = time::read(text.as_bytes())?;
        let rest = text.get(length..)?;
        let rest = if bracketed { rest.strip_prefix(']')? } else { rest };
        let tabbed = rest.starts_with('\t');
        // Chat programs write no fractions of a second, and no epoch in front of a nick.
        let epoch = tabbed && !text[..length].contains(':');
        if epoch || matches!(written.precision, Precision::Fraction(_)) {
            return None;
        }
        let rest = rest.strip_prefix([' ', '\t'])?;
        // WeeChat writes the date in every line; other tables begin with times too.
        let columns = tabbed && written.has_date() && text[..length].contains(':');
        let what = if columns { Self::columns(rest)? } else { Self::marks(rest)? };
        Some(Self { written, rest, what })
    }

    /// WeeChat: nick or sign, tab, text.
    fn columns(rest: &'a str) -> Option<What<'a>> {
        let (nick, text) = rest.split_once('\t')?;
        Some(match nick.trim() {
            "-->" | "<--" | "--" | "=!=" | "" => What::Happened,
            "*" => Self::action(text)?,
            nick if nick.contains(' ') => return None,
            nick => What::Said { nick: bare(nick), text },
        })
    }

    fn marks(rest: &'a str) -> Option<What<'a>> {
        if let Some(inside) = rest.trim_start().strip_prefix('<') {
            let (nick, text) = inside.split_once('>')?;
            let nick = bare(nick);
            let is_nick = !nick.is_empty() && nick.len() <= 40 && !nick.contains(char::is_whitespace);
            return is_nick.then(|| What::Said { nick, text: text.trim_start() });
        }
        // HexChat leaves the column of the nick empty where nobody says anything.
        if rest.starts_with("    ") {
            return Some(What::Happened);
        }
        let rest = rest.trim_start();
        if ["-!-", "***", "-->", "<--", "*\t", "*  ", "-"].iter().any(|sign| rest.starts_with(sign)) {
            return Some(What::Happened);
        }
        Self::action(rest.strip_prefix("* ")?)
    }

    /// `* ana looks at the graphs`
    fn action(text: &'a str) -> Option<What<'a>> {
        let nick = text.split(' ').next().filter(|nick| !nick.is_empty())?;
        Some(What::Said { nick: bare(nick), text })
    }
}

/// A nick without the sign of its rank.
fn bare(nick: &str) -> &str {
    nick.trim().trim_start_matches(['@', '+', '%', '&', '~', '!', ' '])
}

/// Control lines and the words before their date.
const CONTROL: [&str; 8] = [
    "--- Log opened ",
    "--- Log closed ",
    "--- Day changed ",
    "Session Start: ",
    "Session Time: ",
    "Session Close: ",
    "--- Day: ",
    "*** Logfile started on ",
];

struct ControlDate(Written);

impl ControlDate {
    fn date(&self) -> Option<Date> {
        let (month, day) = self.0.month_day?;
        Date::new(self.0.year?, month, day).ok()
    }

    fn moment(&self, date: Option<Date>, zone: &TimeZone) -> Option<Timestamp> {
        when::moment(&self.0, date, zone)
    }
}

fn control_date(line: &str) -> Option<ControlDate> {
    // XChat and HexChat say that a log begins or ends in the language of the person.
    if let Some(rest) = line.strip_prefix("**** ").map(str::trim_end) {
        let (range, written) = time::find(rest.as_bytes(), 80)?;
        return (range.end == rest.len()).then_some(ControlDate(written));
    }
    let rest = CONTROL.iter().find_map(|words| line.strip_prefix(words))?.trim();
    let written = time::parse_value(rest).or_else(|| Some(time::read_date(rest.as_bytes())?.0))?;
    Some(ControlDate(written))
}

/// `#incident` of `freenode_#incident_20240305.log`.
fn channel_in_path(path: &str) -> Option<String> {
    let (_, name) = path.rsplit_once('#')?;
    let end = name.find(['_', '.', '/']).unwrap_or(name.len());
    (end > 0).then(|| format!("#{}", &name[..end]))
}
