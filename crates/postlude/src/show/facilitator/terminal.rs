use std::fmt::Write as _;

use owo_colors::OwoColorize as _;
use postlude_base::Timestamp;
use postlude_review::facilitator::{Choice, Class, Reason, Row, Source};

use super::Shown;
use crate::show::people::problems;
use crate::show::words::{fitted, plain, width as columns_of, wrapped};

/// Columns of the names at most.
const NAMES: usize = 24;

/// Whom to ask first, then everybody by class, then what the reader must know.
pub(crate) fn terminal(shown: &Shown<'_>, width: usize) -> String {
    let mut text = String::new();
    head(shown, width, &mut text);
    for class in [Class::Neutral, Class::Periphery, Class::Involved] {
        let rows: Vec<&Row> = shown.ledger.rows.iter().filter(|row| row.class == class).collect();
        if rows.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n{}", capital(class.name()).bold());
        for row in rows {
            person(shown, row, width, &mut text);
        }
    }
    unknown(shown, width, &mut text);
    text += &problems(shown.facts.directory, width);
    let _ = writeln!(text, "\n{}", "To know".bold());
    for note in &shown.ledger.notes {
        paragraph("  ", note, width, &mut text);
    }
    paragraph(
        "  ",
        "For the organiser only. Each of them may see their own row, and correct it.",
        width,
        &mut text,
    );
    text
}

fn head(shown: &Shown<'_>, width: usize, text: &mut String) {
    let services: Vec<&str> = shown.facts.affected.iter().map(|affected| affected.service.as_str()).collect();
    let services = if services.is_empty() { "no service".to_owned() } else { services.join(", ") };
    let (from, to) = shown.facts.meeting;
    let when = shown
        .facts
        .window
        .map(|(start, end)| format!(", {} to {}", second(start), second(end)))
        .unwrap_or_default();
    paragraph("", &format!("In trouble: {services}{when}. Needed {from} to {to}."), width, text);
    let _ = writeln!(text, "\n{}", "Whom to ask".bold());
    let proposal = shown.proposal;
    let seats = [
        ("facilitator", &proposal.facilitator),
        ("co-facilitator", &proposal.co_facilitator),
        ("note-taker", &proposal.note_taker),
    ];
    for (seat, choice) in seats {
        match choice {
            Some(choice) => seat_line(seat, choice, width, text),
            None => {
                let _ = writeln!(text, "  {} {}", fitted(seat, 15), "nobody fits".dimmed());
            }
        }
    }
    for advice in &proposal.advice {
        paragraph("  → ", advice, width, text);
    }
}

fn seat_line(seat: &str, choice: &Choice, width: usize, text: &mut String) {
    let _ = writeln!(text, "  {} {}", fitted(seat, 15), plain(&choice.name).bold());
    let why = choice.why.iter().map(|why| (false, why.clone()));
    let but = choice.but.iter().map(|but| (true, format!("but {but}")));
    for (is_dim, line) in why.chain(but) {
        for part in wrapped(&line, width.saturating_sub(18)) {
            let part = if is_dim { part.dimmed().to_string() } else { part };
            let _ = writeln!(text, "                  {part}");
        }
    }
}

/// A moment to the second, in UTC.
fn second(time: Timestamp) -> String {
    let text = time.to_string();
    format!("{} UTC", text.get(..19).unwrap_or(&text).replace('T', " "))
}

/// What is said of somebody: reasons of the class they are in, because nearer ones make the others idle; what they know where they may be asked.
fn person(shown: &Shown<'_>, row: &Row, width: usize, text: &mut String) {
    let names = shown.ledger.rows.iter().map(|row| columns_of(&row.name)).max().unwrap_or(0).min(NAMES);
    let mut lines: Vec<(String, String)> = row
        .reasons
        .iter()
        .filter(|reason| reason.class == row.class)
        .map(|reason| told(shown, reason))
        .collect();
    if row.class != Class::Involved {
        lines.extend(row.knows.iter().map(|reason| told(shown, reason)));
    }
    let mut more: Vec<String> = Vec::new();
    more.extend(
        (row.is_trained == Some(true) && row.class != Class::Involved)
            .then(|| "trained to facilitate".to_owned()),
    );
    more.extend(row.away.as_ref().map(|away| format!("away {} to {}", away.from, away.to)));
    lines.extend((!more.is_empty()).then(|| (more.join(", "), String::new())));
    lines.extend(row.cautions.iter().map(|caution| (caution.clone(), String::new())));
    if lines.is_empty() {
        lines.push(("nothing here names them".to_owned(), String::new()));
    }
    for (number, (line, place)) in lines.iter().enumerate() {
        let name = if number == 0 { fitted(&plain(&row.name), names) } else { " ".repeat(names) };
        let room = width.saturating_sub(names + 4);
        let parts = wrapped(line, room);
        let last = parts.last().map_or(0, |part| columns_of(part));
        let fits = !place.is_empty() && last + 2 + columns_of(place) <= room;
        for (at, part) in parts.iter().enumerate() {
            let before = if at == 0 { name.clone() } else { " ".repeat(names) };
            let after =
                if fits && at + 1 == parts.len() { format!("  {}", place.dimmed()) } else { String::new() };
            let _ = writeln!(text, "  {before}  {part}{after}");
        }
        if !fits && !place.is_empty() {
            let _ = writeln!(text, "  {}    {}", " ".repeat(names), place.dimmed());
        }
    }
}

/// A reason, and the places that show it.
fn told(shown: &Shown<'_>, reason: &Reason) -> (String, String) {
    let mut places: Vec<String> = reason.sources.iter().map(|source| shown.place(source)).collect();
    places.dedup();
    (reason.text.clone(), plain(&places.join(" ")))
}

fn unknown(shown: &Shown<'_>, width: usize, text: &mut String) {
    if shown.ledger.unknown.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}", "Not told for sure".bold());
    for unknown in &shown.ledger.unknown {
        let who = if unknown.may_be.is_empty() {
            "in no file about people".to_owned()
        } else {
            format!("may be {}", unknown.may_be.join(" or "))
        };
        let place = shown.place(&Source::Evidence(unknown.evidence));
        paragraph("  ", &format!("{}: {who}  {place}", unknown.called), width, text);
    }
}

fn paragraph(mark: &str, line: &str, width: usize, text: &mut String) {
    for (number, part) in wrapped(line, width.saturating_sub(columns_of(mark))).iter().enumerate() {
        let before = if number == 0 { mark.to_owned() } else { " ".repeat(columns_of(mark)) };
        let _ = writeln!(text, "{before}{part}");
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
