//! Themes of a meeting: questions that belong together, few of them, in the order of the story.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use postlude_base::Timestamp;
use serde::Serialize;

use super::wording::Clock;
use super::{Question, Reference};
use crate::timeline::Review;

/// Most themes; a meeting does not hold more.
const MOST: usize = 6;

/// A part of the agenda.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Theme {
    /// What it is about.
    pub title: String,
    /// The first moment it speaks of.
    pub from: Timestamp,
    /// The last.
    pub to: Timestamp,
    /// Ids of its questions, in order of time.
    pub questions: Vec<String>,
    /// Ids of the entries that its questions were raised by, in order of time.
    pub entries: Vec<String>,
}

/// What belongs together: kinds of moments that one conversation covers.
const SUBJECTS: [(&str, &[&str]); 5] = [
    ("How it began", &["change", "order"]),
    ("What was true, and what was known", &["true and known", "alert", "first look", "impact"]),
    ("How the picture came together", &["two views", "surprise", "finding", "hypothesis", "knowledge"]),
    (
        "What was decided and done",
        &["decision", "practice", "action", "way around", "hand-over", "gap", "silence"],
    ),
    ("How it ended, and what helped", &["recovery", "what went well", "end"]),
];

/// Groups questions by what they are about. A subject with many questions about one service gives that service a theme of its own. Times
/// are told in `zone`.
pub fn themes(review: &Review, questions: &[&Question], zone: &TimeZone) -> Vec<Theme> {
    let clock = Clock::of(zone, questions.iter().map(|question| question.time));
    let mut groups: Vec<(String, Vec<&Question>)> = Vec::new();
    for (at, (title, _)) in SUBJECTS.iter().enumerate() {
        let of_it = questions.iter().copied().filter(|question| subject(question) == at).collect();
        groups.extend(split(title, of_it));
    }
    // The smallest join what else is about their subject until few are left.
    while groups.len() > MOST {
        let Some(last) = groups.pop() else { break };
        match groups.last_mut() {
            Some(group) => group.1.extend(last.1),
            None => groups.push(last),
        }
    }
    groups.into_iter().filter_map(|(title, group)| theme(review, &title, group, &clock)).collect()
}

fn subject(question: &Question) -> usize {
    let known = SUBJECTS.iter().position(|(_, moments)| moments.contains(&question.moment.as_str()));
    known.unwrap_or(SUBJECTS.len() - 1)
}

/// A subject, and before it the service that half of four or more of its questions are about.
fn split<'a>(title: &str, group: Vec<&'a Question>) -> Vec<(String, Vec<&'a Question>)> {
    let mut by_service: BTreeMap<&str, usize> = BTreeMap::new();
    for service in group.iter().filter_map(|question| question.service.as_deref()) {
        *by_service.entry(service).or_default() += 1;
    }
    // Of equals the first by name: the fold keeps what it has.
    let most = by_service.iter().fold(None, |most: Option<(&str, usize)>, (service, count)| match most {
        Some(known) if known.1 >= *count => Some(known),
        _ => Some((service, *count)),
    });
    match most {
        Some((service, count))
            if group.len() >= 4 && count >= 3 && count * 2 >= group.len() && count < group.len() =>
        {
            let service = service.to_owned();
            let (of_it, others) =
                group.into_iter().partition(|question| question.service.as_deref() == Some(service.as_str()));
            vec![(format!("{title}: {service}"), of_it), (title.to_owned(), others)]
        }
        _ => vec![(title.to_owned(), group)],
    }
}

fn theme(review: &Review, title: &str, mut group: Vec<&Question>, clock: &Clock) -> Option<Theme> {
    group.sort_by(|a, b| a.time.cmp(&b.time).then_with(|| a.id.cmp(&b.id)));
    let (from, to) = (group.first()?.time, group.last()?.time);
    let raised = |id: &str| {
        let by = |one: &Reference| matches!(one, Reference::Entries(entry) if entry == id);
        group.iter().any(|question| question.raised_by.iter().any(by))
    };
    let entries =
        review.entries.iter().filter(|entry| raised(&entry.id)).map(|entry| entry.id.clone()).collect();
    let when =
        if from == to { clock.tell(from) } else { format!("{} to {}", clock.tell(from), clock.tell(to)) };
    let questions = group.iter().map(|question| question.id.clone()).collect();
    Some(Theme { title: format!("{title} ({when})"), from, to, questions, entries })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(at: i64, moment: &str, service: Option<&str>) -> Question {
        Question {
            id: format!("q{at}"),
            rule: moment.to_owned(),
            moment: moment.to_owned(),
            text: String::new(),
            because: String::new(),
            time: Timestamp(at * 60 * postlude_base::NANOSECONDS_PER_SECOND),
            service: service.map(str::to_owned),
            raised_by: Vec::new(),
            score: 0.5,
        }
    }

    fn check(questions: &[Question], expected: &[&str]) {
        let review = Review::read(&serde_json::json!({})).0;
        let themes = themes(&review, &questions.iter().collect::<Vec<_>>(), &TimeZone::UTC);
        let told: Vec<String> =
            themes.iter().map(|theme| format!("{}: {}", theme.title, theme.questions.join(" "))).collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn questions_of_one_subject_are_a_theme() {
        check(&[], &[]);
        check(
            &[question(9, "decision", None), question(1, "change", None), question(5, "gap", None)],
            &["How it began (00:01): q1", "What was decided and done (00:05 to 00:09): q5 q9"],
        );
    }

    #[test]
    fn a_service_with_many_questions_has_a_theme_of_its_own() {
        let of = |at: i64, service: &str| question(at, "alert", Some(service));
        check(
            &[of(1, "orders"), of(2, "orders"), of(3, "stock"), of(4, "orders")],
            &[
                "What was true, and what was known: orders (00:01 to 00:04): q1 q2 q4",
                "What was true, and what was known (00:03): q3",
            ],
        );
    }
}
