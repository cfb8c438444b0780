//! What a document expects, held against the ledger.

use std::collections::BTreeSet;

use jiff::civil::date;
use postlude_directory::{File, directory};
use postlude_review::facilitator::{Choice, Facts, Ledger, Proposal, Row, ledger, propose};

use super::document::Story;

/// The lines that do not hold, and what was found.
pub(super) fn breaches(story: &Story) -> (Vec<String>, String) {
    let files: Vec<File<'_>> =
        story.files.iter().map(|(name, text)| File { name, bytes: text.as_bytes() }).collect();
    let directory = directory(&files);
    let facts = Facts {
        directory: &directory,
        window: story.window,
        deeds: story.deeds.clone(),
        affected: story.affected.clone(),
        spoken_of: story.spoken_of.clone(),
        neighbours: story.neighbours.clone(),
        looked_at: story.looked_at,
        organiser: story.organiser.clone(),
        meeting: story.meeting.unwrap_or((date(2026, 3, 9), date(2026, 3, 13))),
        facilitated: story.facilitated.clone(),
        own_words: story.own_words.clone(),
    };
    let found = ledger(&facts);
    let proposal = propose(&facts, &found);
    let problems: Vec<String> = directory.problems.iter().map(|told| told.problem.code.to_string()).collect();
    let mut told = BTreeSet::new();
    let mut wrong: Vec<String> =
        story.expected.iter().filter(|line| !holds(line, &found, &problems, &mut told)).cloned().collect();
    wrong.extend(
        found
            .rows
            .iter()
            .filter(|row| !told.contains(&row.person))
            .map(|row| format!("{} is not told", row.name)),
    );
    wrong.extend(story.proposal.iter().filter(|line| !is_proposed(line, &proposal)).cloned());
    (wrong, listing(&found, &proposal, &problems))
}

fn holds(line: &str, found: &Ledger, problems: &[String], told: &mut BTreeSet<String>) -> bool {
    if let Some(code) = line.strip_prefix("problem ") {
        return problems.iter().any(|problem| problem == code);
    }
    if let Some(name) = line.strip_prefix("program ") {
        return found.programs.iter().any(|program| program == name);
    }
    if let Some(name) = line.strip_prefix("unknown ") {
        return found.unknown.iter().any(|unknown| unknown.called == name);
    }
    if let Some(words) = line.strip_prefix("note ") {
        return found.notes.iter().any(|note| note.contains(words));
    }
    let (head, phrases) = line.split_once(": ").unwrap_or((line, ""));
    let (name, class) = head.rsplit_once(' ').unwrap();
    let is_meant = |row: &&Row| row.name == name || row.person == name;
    let Some(row) = found.rows.iter().find(is_meant) else { return false };
    told.insert(row.person.clone());
    row.class.name() == class
        && phrases.split("; ").filter(|phrase| !phrase.is_empty()).all(|phrase| says(row, phrase))
}

/// Whether a row says something; `not WORDS` that it does not.
fn says(row: &Row, phrase: &str) -> bool {
    if let Some(phrase) = phrase.strip_prefix("not ") {
        return !says(row, phrase);
    }
    let away = row.away.as_ref().map(|absence| format!("away until {}", absence.to));
    row.reasons.iter().map(|reason| reason.text.as_str()).any(|text| text.contains(phrase))
        || row.knows.iter().any(|known| known.text.contains(phrase))
        || row.cautions.iter().any(|caution| caution.contains(phrase))
        || row.struck.iter().any(|(reason, words)| format!("struck {}: {words}", reason.key).contains(phrase))
        || away.is_some_and(|away| away.contains(phrase))
}

fn is_proposed(line: &str, proposal: &Proposal) -> bool {
    let (seat, name) = line.split_once(' ').unwrap();
    let is =
        |choice: &Option<Choice>| choice.as_ref().map_or("nobody", |choice| choice.name.as_str()) == name;
    match seat {
        "facilitator" => is(&proposal.facilitator),
        "co-facilitator" => is(&proposal.co_facilitator),
        "note-taker" => is(&proposal.note_taker),
        "never" => {
            let seats = [&proposal.facilitator, &proposal.co_facilitator, &proposal.note_taker];
            seats.iter().all(|choice| !is(choice))
        }
        "advice" => proposal.advice.iter().any(|advice| advice.contains(name)),
        _ => false,
    }
}

fn listing(found: &Ledger, proposal: &Proposal, problems: &[String]) -> String {
    let mut text = String::new();
    for row in &found.rows {
        let reasons: Vec<String> =
            row.reasons.iter().map(|reason| format!("{} [{}]", reason.text, reason.key)).collect();
        text += &format!(
            "  {} {}: {} | {:?} | {:?}\n",
            row.name,
            row.class.name(),
            reasons.join("; "),
            row.cautions,
            row.away
        );
    }
    let seat =
        |choice: &Option<Choice>| choice.as_ref().map_or("nobody", |choice| choice.name.as_str()).to_owned();
    text += &format!(
        "  facilitator {}, co-facilitator {}, note-taker {}\n  advice {:?}\n  problems {problems:?}\n  programs {:?} unknown {:?}\n  notes {:?}\n",
        seat(&proposal.facilitator),
        seat(&proposal.co_facilitator),
        seat(&proposal.note_taker),
        proposal.advice,
        found.programs,
        found.unknown,
        found.notes
    );
    text
}
