//! A service name for a source whose records name none: told from the path.

use std::collections::BTreeMap;

use super::mentions::Rank;

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

/// The service that the last telling part of a path speaks of: one that is known by other evidence, if it names one
/// (`unified` leads from other names to the one in use), else the words that are neither general nor a date nor a number.
pub(super) fn of_path(
    path: &str,
    known: &BTreeMap<String, Rank>,
    unified: &BTreeMap<String, String>,
) -> String {
    let parts = path.split(['/', '!']).rev();
    for stem in parts.map(|part| part.split('.').next().unwrap_or(part)) {
        if known.contains_key(stem) || unified.contains_key(stem) {
            return unified.get(stem).map_or(stem, String::as_str).to_owned();
        }
        if let Some(words) = telling(stem) {
            let mut alike = known.keys().filter(|name| telling(name).as_ref() == Some(&words));
            return match (alike.next(), alike.next()) {
                (Some(only), None) => only.clone(),
                _ => words,
            };
        }
    }
    path.to_owned()
}

/// The words of a name that say whose it is.
fn telling(stem: &str) -> Option<String> {
    let stem = postlude_base::service_of_instance(stem);
    let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_'));
    let tells = |word: &&str| {
        !GENERAL.contains(&word.to_lowercase().as_str()) && word.chars().any(char::is_alphabetic)
    };
    let words: Vec<&str> = stem.split(['-', '_']).filter(tells).collect();
    (!words.is_empty()).then(|| words.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_part_that_names_somebody() {
        let check = |path: &str, known: &[&str], expected: &str| {
            let known = known.iter().map(|name| ((*name).to_owned(), Rank::Span)).collect();
            let unified = BTreeMap::from([("orders-1".to_owned(), "orders".to_owned())]);
            assert_eq!(of_path(path, &known, &unified), expected, "{path}");
        };
        check("logs/orders.log", &[], "orders");
        check("nginx/access.log", &[], "nginx");
        check("logs.zip!payment-service/app-2024-03-05.log.1", &[], "payment");
        check("logs.zip!payment-service/app-2024-03-05.log.1", &["payment-service"], "payment-service");
        check("08_43_log.csv", &[], "08_43_log.csv");
        check("cart-64469b5b48-25zj6.log", &[], "cart");
        check("logs/orders-1.log", &["orders"], "orders");
        check("carts-db.log", &["carts"], "carts-db");
        check("pay.log", &["pay-app", "pay-service"], "pay");
    }
}
