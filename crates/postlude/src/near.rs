//! Names near to one that does not exist, for hints.

/// The known names that a person may have meant, nearest first, at most three.
pub(crate) fn near<'a>(wanted: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = wanted.to_lowercase();
    let mut found: Vec<(f64, &str)> = known
        .into_iter()
        .filter_map(|name| {
            let lower = name.to_lowercase();
            let part = lower.contains(&wanted) || wanted.contains(&lower) && lower.len() > 2;
            let alike = strsim::jaro_winkler(&wanted, &lower) + if part { 0.2 } else { 0.0 };
            (alike > 0.8).then_some((alike, name))
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    found.dedup_by_key(|(_, name)| *name);
    found.into_iter().take(3).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn finds_what_was_meant() {
        let known = ["orders", "orders-db", "payment", "catalogue", "front-end"];
        let check = |wanted: &str, expected: &[&str]| assert_eq!(near(wanted, known), expected, "{wanted}");
        check("order", &["orders", "orders-db"]);
        check("Payments", &["payment"]);
        check("frontend", &["front-end"]);
        check("catalog", &["catalogue"]);
        check("xyz", &[]);
    }
}
