//! When an entry became known, and what a message is, in few words.

use postlude_draft::{Entry, Known, MessageKind};

use super::moment::length;

/// `known +4 min, on-call`, where the evidence shows it.
pub(crate) fn note(entry: &Entry) -> Option<String> {
    entry.known.as_ref().map(|known| format!("known {}, {}", lag(known), known.by))
}

/// `+4 min`, `−12 s`, `at once`.
pub(crate) fn lag(known: &Known) -> String {
    match known.lag {
        0 => "at once".to_owned(),
        lag if lag > 0 => format!("+{}", length(lag)),
        lag => format!("−{}", length(-lag)),
    }
}

/// The name that programs know a kind of message by.
pub(crate) fn message_code(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::ActionTaken => "action_taken",
        MessageKind::HandOver => "hand_over",
        MessageKind::StatusUpdate => "status_update",
        other => message_kind(other),
    }
}

/// The kind of a message for people.
pub(crate) fn message_kind(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Observation => "observation",
        MessageKind::Hypothesis => "hypothesis",
        MessageKind::Decision => "decision",
        MessageKind::ActionTaken => "action taken",
        MessageKind::HandOver => "hand-over",
        MessageKind::Question => "question",
        MessageKind::StatusUpdate => "status update",
    }
}

#[cfg(test)]
mod tests {
    use postlude_base::Timestamp;

    use super::*;

    #[test]
    fn codes_are_those_of_the_json_form() {
        for kind in [
            MessageKind::Observation,
            MessageKind::Hypothesis,
            MessageKind::Decision,
            MessageKind::ActionTaken,
            MessageKind::HandOver,
            MessageKind::Question,
            MessageKind::StatusUpdate,
        ] {
            assert_eq!(serde_json::json!(kind), message_code(kind));
        }
    }

    #[test]
    fn a_lag_has_a_direction() {
        let check = |seconds: i64, expected: &str| {
            let (time, how, evidence) = (Timestamp(0), String::new(), Vec::new());
            assert_eq!(
                lag(&Known { time, lag: seconds * 1_000_000_000, by: "support", how, evidence }),
                expected
            );
        };
        check(0, "at once");
        check(40, "+40 s");
        check(300, "+5 min");
        check(-72, "−72 s");
    }
}
