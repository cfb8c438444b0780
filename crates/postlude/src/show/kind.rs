//! What a kind of entry is called, and how it looks.

use owo_colors::Style;
use postlude_draft::Kind;

/// All kinds, in the order of a legend.
pub(crate) const ALL: [Kind; 13] = [
    Kind::Change,
    Kind::Alert,
    Kind::Message,
    Kind::Errors,
    Kind::Latency,
    Kind::Traffic,
    Kind::Saturation,
    Kind::Metric,
    Kind::Restart,
    Kind::NewLog,
    Kind::Silence,
    Kind::Gap,
    Kind::Recovery,
];

/// The name that programs know it by.
pub(crate) fn code(kind: Kind) -> &'static str {
    match kind {
        Kind::Change => "change",
        Kind::Alert => "alert",
        Kind::Message => "message",
        Kind::Errors => "errors",
        Kind::Latency => "latency",
        Kind::Traffic => "traffic",
        Kind::Saturation => "saturation",
        Kind::Restart => "restart",
        Kind::NewLog => "new_log",
        Kind::Silence => "silence",
        Kind::Gap => "gap",
        Kind::Recovery => "recovery",
        Kind::Metric => "metric",
    }
}

/// The name for people.
pub(crate) fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::NewLog => "new log line",
        Kind::Gap => "gap in monitoring",
        other => code(other),
    }
}

/// Its shape, one column wide: the shape alone is enough, colour only helps.
pub(crate) fn sign(kind: Kind) -> &'static str {
    match kind {
        Kind::Change => "◆",
        Kind::Alert => "!",
        Kind::Message => "“",
        Kind::Errors => "×",
        Kind::Latency => "▲",
        Kind::Traffic => "≈",
        Kind::Saturation => "■",
        Kind::Restart => "↻",
        Kind::NewLog => "+",
        Kind::Silence => "○",
        Kind::Gap => "…",
        Kind::Recovery => "✓",
        Kind::Metric => "~",
    }
}

/// Its colour in a terminal. Only the sixteen colours that a person has chosen for their terminal are used.
pub(crate) fn style(kind: Kind) -> Style {
    match kind {
        Kind::Change => Style::new().blue().bold(),
        Kind::Alert => Style::new().yellow().bold(),
        Kind::Errors => Style::new().red().bold(),
        Kind::Latency | Kind::Saturation => Style::new().magenta(),
        Kind::Restart => Style::new().yellow(),
        Kind::Traffic | Kind::NewLog | Kind::Metric => Style::new().cyan(),
        Kind::Recovery => Style::new().green(),
        Kind::Message => Style::new(),
        Kind::Silence | Kind::Gap => Style::new().dimmed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_json_form() {
        for kind in ALL {
            assert_eq!(serde_json::json!(kind), code(kind));
        }
    }

    #[test]
    fn every_kind_has_a_shape_of_its_own_one_column_wide() {
        let signs: std::collections::BTreeSet<&str> = ALL.map(sign).into_iter().collect();
        assert_eq!(signs.len(), ALL.len());
        assert!(signs.iter().all(|sign| super::super::words::width(sign) == 1));
    }
}
