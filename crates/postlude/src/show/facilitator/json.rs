use postlude_review::facilitator::{Choice, Reason, Row, Source, Unknown};
use serde_json::{Value, json};

use super::Shown;
use crate::show::people::problem;

/// One object with rows, proposal, notes and problems.
pub(crate) fn json(shown: &Shown<'_>) -> String {
    let (ledger, proposal, facts) = (shown.ledger, shown.proposal, shown.facts);
    let window = facts.window.map(|(start, end)| json!({"start": start.to_string(), "end": end.to_string()}));
    let affected: Vec<&str> = facts.affected.iter().map(|affected| affected.service.as_str()).collect();
    let seat = |choice: &Option<Choice>| choice.as_ref().map(chosen);
    format!(
        "{:#}\n",
        json!({
            "window": window,
            "affected": affected,
            "needed": {"from": facts.meeting.0.to_string(), "to": facts.meeting.1.to_string()},
            "people": ledger.rows.iter().map(|row| person(shown, row)).collect::<Vec<_>>(),
            "programs": ledger.programs,
            "unknown": ledger.unknown.iter().map(|unknown| not_known(shown, unknown)).collect::<Vec<_>>(),
            "notes": ledger.notes,
            "proposal": {
                "facilitator": seat(&proposal.facilitator),
                "co_facilitator": seat(&proposal.co_facilitator),
                "note_taker": seat(&proposal.note_taker),
                "advice": proposal.advice,
            },
            "problems": facts.directory.problems.iter().map(problem).collect::<Vec<_>>(),
        })
    )
}

fn chosen(choice: &Choice) -> Value {
    json!({"person": choice.person, "name": choice.name, "why": choice.why, "but": choice.but})
}

fn person(shown: &Shown<'_>, row: &Row) -> Value {
    json!({
        "person": row.person,
        "name": row.name,
        "class": row.class.name(),
        "reasons": row.reasons.iter().map(|one| reason(shown, one)).collect::<Vec<_>>(),
        "knows": row.knows.iter().map(|one| reason(shown, one)).collect::<Vec<_>>(),
        "trained": row.is_trained,
        "away": row.away.as_ref().map(|away| json!({"from": away.from.to_string(), "to": away.to.to_string(), "why": away.why})),
        "authority_over": row.authority_over,
        "cautions": row.cautions,
    })
}

fn reason(shown: &Shown<'_>, reason: &Reason) -> Value {
    json!({
        "key": reason.key,
        "class": reason.class.name(),
        "text": reason.text,
        "evidence": reason.sources.iter().map(|one| source(shown, one)).collect::<Vec<_>>(),
    })
}

fn source(shown: &Shown<'_>, source: &Source) -> Value {
    match source {
        Source::Line(place) => json!({"file": place.file, "line": place.line}),
        Source::Evidence(evidence) => {
            let (path, line) = shown.cited.get(evidence).cloned().unwrap_or_default();
            json!({"path": path, "line": line, "byte_from": evidence.span.from, "byte_to": evidence.span.to})
        }
    }
}

fn not_known(shown: &Shown<'_>, unknown: &Unknown) -> Value {
    json!({
        "called": unknown.called,
        "may_be": unknown.may_be,
        "evidence": source(shown, &Source::Evidence(unknown.evidence)),
    })
}
