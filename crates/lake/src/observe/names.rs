//! A service name for sources whose records name none: told from the path.

use std::collections::BTreeMap;

use crate::Source;

/// File names that say what a file is, not whose.
const GENERAL: [&str; 22] = [
    "access",
    "error",
    "errors",
    "log",
    "logs",
    "app",
    "application",
    "output",
    "stdout",
    "stderr",
    "messages",
    "syslog",
    "console",
    "current",
    "server",
    "service",
    "main",
    "out",
    "err",
    "combined",
    "trace",
    "debug",
];

/// For each source, by the name that queries give it (`source 7`), the service its path speaks of.
pub(super) fn services(sources: &[&Source]) -> BTreeMap<String, String> {
    let name = |source: &&Source| {
        let path = source.paths.first()?;
        Some((format!("source {}", source.id.0), of_path(path)))
    };
    sources.iter().filter_map(name).collect()
}

/// The last part of a path that is neither general nor a date nor a number.
fn of_path(path: &str) -> String {
    let parts = path.split(['/', '!']).rev();
    let stems = parts.map(|part| part.split('.').next().unwrap_or(part));
    for stem in stems {
        let stem = postlude_base::service_of_instance(stem);
        let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_'));
        let words: Vec<&str> = stem
            .split(['-', '_'])
            .filter(|word| {
                !GENERAL.contains(&word.to_lowercase().as_str()) && word.chars().any(char::is_alphabetic)
            })
            .collect();
        if !words.is_empty() {
            return words.join("-");
        }
    }
    path.to_owned()
}

#[cfg(test)]
mod tests {
    use super::of_path;

    #[test]
    fn takes_the_part_that_names_somebody() {
        for (path, expected) in [
            ("logs/orders.log", "orders"),
            ("nginx/access.log", "nginx"),
            ("logs.zip!payment-service/app-2024-03-05.log.1", "payment"),
            ("08_43_log.csv", "08_43_log.csv"),
            ("cart-64469b5b48-25zj6.log", "cart"),
        ] {
            assert_eq!(of_path(path), expected, "{path}");
        }
    }
}
