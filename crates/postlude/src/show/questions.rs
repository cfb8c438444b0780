//! Questions for a facilitator: in the terminal, as a document, for programs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::tz::TimeZone;
use postlude_base::Timestamp;
use postlude_review::questions::{Asked, Question, Reference, State, Theme};
use postlude_review::timeline::{Entry, Review};
use serde_json::{Value, json};

use super::markdown::escaped;
use super::words::{counted, plain, wrapped};

/// What is shown.
pub(crate) struct Shown<'a> {
    pub(crate) review: &'a Review,
    /// Short names of entries by id.
    pub(crate) names: &'a BTreeMap<String, String>,
    /// What was kept first, then what is proposed, the one that would teach most first.
    pub(crate) questions: &'a [Asked],
    pub(crate) themes: &'a [Theme],
    pub(crate) zone: &'a TimeZone,
}

const NOTHING: &str = "No moment of this timeline raises a question by itself.";

/// For people, in the terminal.
pub(crate) fn text(shown: &Shown<'_>, width: usize) -> String {
    if shown.questions.is_empty() {
        return format!("{NOTHING}\n");
    }
    let mut out = String::new();
    for (at, asked) in shown.questions.iter().enumerate() {
        let question = &asked.question;
        let mut lines = wrapped(&question.text, width.saturating_sub(4)).into_iter();
        let _ = writeln!(out, "{:2}  {}", at + 1, lines.next().unwrap_or_default());
        let why = format!("{} ({})", why(asked), shown.raised_by(question));
        for line in
            lines.chain(wrapped(&why, width.saturating_sub(6)).into_iter().map(|line| format!("  {line}")))
        {
            let _ = writeln!(out, "    {line}");
        }
        out.push('\n');
    }
    let _ = writeln!(out, "Themes for a meeting");
    for theme in shown.themes {
        let numbers = shown.numbers(theme).join(", ");
        let _ = writeln!(out, "  {}: {numbers}", plain(&theme.title));
    }
    out
}

/// For the facilitator, as a document: the agenda first, then each question with what raised it.
pub(crate) fn markdown(shown: &Shown<'_>) -> String {
    let mut out = "# Questions\n\n".to_owned();
    if shown.questions.is_empty() {
        let _ = writeln!(out, "{NOTHING}");
        return out;
    }
    let zone = shown.zone.iana_name().unwrap_or("the zone of the review");
    let count = counted(shown.questions.len() as u64, "question");
    let _ = writeln!(out, "{count}, the one that would teach most first. Times are in {zone}.\n");
    let _ = writeln!(out, "## Themes\n");
    for theme in shown.themes {
        let _ = writeln!(out, "- {}: {}", escaped(&theme.title), shown.numbers(theme).join(", "));
    }
    let _ = writeln!(out, "\n## In order\n");
    for (at, asked) in shown.questions.iter().enumerate() {
        let question = &asked.question;
        let number = format!("{}. ", at + 1);
        let indent = " ".repeat(number.len());
        let _ = writeln!(out, "{number}**{}**", escaped(&question.text));
        let _ = writeln!(out, "{indent}<br>{}", escaped(&why(asked)));
        for raised in &question.raised_by {
            let _ = writeln!(out, "{indent}- {}", shown.told(raised));
        }
        out.push('\n');
    }
    out
}

/// For programs.
pub(crate) fn json(shown: &Shown<'_>) -> Value {
    let question = |one: &Asked| {
        let mut value = json!(one);
        value["entries"] = one
            .question
            .raised_by
            .iter()
            .filter_map(|raised| shown.names.get(raised.id()))
            .cloned()
            .collect();
        value
    };
    let theme = |one: &Theme| {
        let mut value = json!(one);
        value["from"] = one.from.to_string().into();
        value["to"] = one.to.to_string().into();
        value
    };
    json!({
        "format": "postlude-questions/1",
        "questions": shown.questions.iter().map(question).collect::<Vec<_>>(),
        "themes": shown.themes.iter().map(theme).collect::<Vec<_>>(),
    })
}

/// What kind of moment it is about, why it is asked, and whether it will be.
fn why(asked: &Asked) -> String {
    let question = &asked.question;
    let state = match asked.state {
        State::Proposed => "",
        State::Assigned { .. } => ", assigned",
        _ => ", kept",
    };
    match question.because.is_empty() {
        true => format!("{}{state}", question.moment),
        false => format!("{}{state}: {}", question.moment, question.because),
    }
}

impl Shown<'_> {
    fn name<'s>(&'s self, raised: &'s Reference) -> &'s str {
        self.names.get(raised.id()).map_or(raised.id(), String::as_str)
    }

    fn raised_by(&self, question: &Question) -> String {
        let names: Vec<&str> = question.raised_by.iter().map(|raised| self.name(raised)).collect();
        names.join(", ")
    }

    /// The numbers of a theme's questions in the list.
    fn numbers(&self, theme: &Theme) -> Vec<String> {
        let of_it =
            self.questions.iter().enumerate().filter(|(_, one)| theme.questions.contains(&one.question.id));
        of_it.map(|(at, _)| (at + 1).to_string()).collect()
    }

    /// An entry or note in a line: name, time, words.
    fn told(&self, raised: &Reference) -> String {
        let name = escaped(self.name(raised));
        match raised {
            Reference::Entries(id) => {
                let entry = self.review.entry(id);
                let time = entry.and_then(Entry::moment).map(|time| self.clock(time));
                let title = entry.map_or("", |entry| entry.title());
                format!("{name} {} {}", time.unwrap_or_default(), escaped(title))
            }
            Reference::Notes(id) => {
                let note = self.review.notes.iter().find(|note| note.id == *id);
                format!("note {}", escaped(note.map_or("", |note| note.text.as_str())))
            }
        }
    }

    fn clock(&self, time: Timestamp) -> String {
        time.to_jiff().to_zoned(self.zone.clone()).strftime("%H:%M:%S").to_string()
    }
}
