use std::borrow::Cow;

use postlude_evidence::{Message, Record, Sink};

use super::{Clock, Decode, Kind, Table, Tally, clock};
use crate::frame::csv::Row;
use crate::{Carry, Hints};

/// A table of what people wrote: a chat exported to a spreadsheet, notes with times.
struct Messages {
    clock: Clock,
    author: Option<usize>,
    channel: Option<usize>,
    thread: Option<usize>,
    text: usize,
    others: Vec<(usize, String)>,
}

const AUTHOR: &[&str] = &[
    "author",
    "authorname",
    "sender",
    "sendername",
    "speaker",
    "nick",
    "nickname",
    "displayname",
    "realname",
    "from",
    "fromuser",
    "username",
    "user",
    "userid",
    "postedby",
    "person",
    "who",
    "name",
];
const TEXT: &[&str] = &["text", "message", "content", "body", "msg", "comment", "note", "notes", "post"];
const CHANNEL: &[&str] = &["channel", "channelname", "room", "roomname", "conversation", "chat", "chatname"];

/// A table with moments, somebody and sentences, and with nothing that a program would log.
pub fn plan(table: &Table, hints: &Hints<'_>) -> Option<Kind> {
    let find = |keys: &[&str]| {
        keys.iter().filter_map(|key| table.find(&[key])).find(|&i| !table.columns[i].is_empty())
    };
    let text = find(TEXT).filter(|&i| table.columns[i].is_prose())?;
    let author = find(AUTHOR).filter(|&i| i != text);
    let channel = find(CHANNEL);
    let machine = [
        "level",
        "severity",
        "loglevel",
        "podname",
        "pod",
        "host",
        "hostname",
        "container",
        "traceid",
        "spanid",
        "logger",
        "thread",
        "process",
        "pid",
        "service",
        "servicename",
        "stream",
        "value",
        "alertname",
        "status",
    ];
    if author.or(channel).is_none() || find(&machine).is_some() {
        return None;
    }
    let clock = clock::find(table, hints)?;
    let mut plan = Messages {
        author,
        channel,
        thread: find(&["threadid", "threadts", "parentid", "rootid"]),
        text,
        others: Vec::new(),
        clock,
    };
    plan.others = (0..table.columns.len())
        .filter(|&i| !plan.uses(i))
        .map(|i| (i, table.columns[i].name.clone()))
        .collect();
    let reasons = vec![format!("column {} holds sentences that somebody wrote", table.columns[text].name)];
    let problems = plan.clock.problems();
    Some(Kind { name: "messages", confidence: 87, reasons, problems, decode: Box::new(plan) })
}

impl Messages {
    fn uses(&self, column: usize) -> bool {
        [self.author, self.channel, self.thread, Some(self.text)].contains(&Some(column))
            || self.clock.uses(column)
    }
}

impl Decode for Messages {
    fn needs_order(&self) -> bool {
        self.clock.needs_order()
    }

    fn row(&self, row: &Row<'_, '_>, carry: &mut Carry, tally: &mut Tally, sink: &mut dyn Sink) {
        let mut origin = row.origin();
        origin.time = self.clock.read(row, carry);
        if origin.time.is_none() {
            tally.count("no-time", "rows have no readable time", row.span());
        }
        for (column, name) in &self.others {
            origin.attributes.extend(row.filled(*column).map(|value| (Cow::Borrowed(name.as_str()), value)));
        }
        let cell = |column: Option<usize>| column.and_then(|column| row.filled(column));
        let (author, channel, thread) = (cell(self.author), cell(self.channel), cell(self.thread));
        sink.record(&Record::Message(Message { origin, author, channel, text: row.text(self.text), thread }));
    }
}
