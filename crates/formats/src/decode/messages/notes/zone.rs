//! The zone that a text names for all its times.

use crate::time::{self, Zone};

/// Words near which a zone is named: "all times in CET", "Time (UTC)", "time zone: Europe/Berlin".
const WORDS: [&str; 6] = ["time", "timezone", "zone", "zeit", "uhrzeit", "clock"];

/// The zone of "All times are in CET" or of the title of a column, in one line; none if it names none.
pub(super) fn named(line: &str) -> Option<Zone> {
    let mut near = false;
    let mut after = 0;
    let mut found = None;
    for word in words(line) {
        let lower = word.to_lowercase();
        if near
            && after <= 6
            && let Some(zone) = zone(word)
        {
            // "PST (UTC-7)": the number says what the writer means by the name.
            if word.contains(['+', '-']) {
                return Some(zone);
            }
            found = found.or(Some(zone));
        }
        after += 1;
        if WORDS.iter().any(|known| lower == *known || lower.strip_suffix(['s', 'n']) == Some(known)) {
            (near, after) = (true, 0);
        }
    }
    // A column whose title is a zone and nothing else.
    let title =
        || line.trim().starts_with('|').then(|| line.split('|').find_map(|cell| zone(cell.trim()))).flatten();
    found.or_else(title)
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || "()[]|,;*_\"'.".contains(c))
        .map(|word| word.trim_matches(':'))
        .filter(|word| !word.is_empty())
}

/// A word that is a zone; abbreviations must be in capitals, because "met" and "west" are words.
fn zone(word: &str) -> Option<Zone> {
    let in_capitals = word.len() >= 2 && word.bytes().all(|b| b.is_ascii_uppercase());
    let with_offset = word.starts_with(['+', '-']) && word.len() >= 3
        || ["UTC", "GMT"]
            .iter()
            .any(|name| word.strip_prefix(name).is_some_and(|rest| rest.starts_with(['+', '-'])));
    let named = word.contains('/') && word.starts_with(|c: char| c.is_ascii_uppercase());
    if !(in_capitals || with_offset || named) {
        return None;
    }
    // "CET/CEST" names winter and summer time of one place: the first is taken.
    time::parse_zone(word).or_else(|| time::parse_zone(word.split('/').next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_named_for_a_text() {
        let check = |line: &str, seconds: Option<i32>| {
            let found = named(line).map(|zone| match zone {
                Zone::Offset(seconds) | Zone::Abbreviation(_, seconds) => seconds,
                Zone::Named(_) => 1,
            });
            assert_eq!(found, seconds, "{line}");
        };
        check("All times in UTC.", Some(0));
        check("## Timeline (all times CET)", Some(3600));
        check("| Time (UTC+2) | Event |", Some(7200));
        check("|PST|what|", Some(-28_800));
        check("Times are given in Europe/Berlin", Some(1));
        check("time zone: +05:30", Some(19_800));
        check("All times CET/CEST", Some(3600));
        check("All times in PST (UTC-7)", Some(-25_200));
        check("At that time the IT team met", None);
        check("UTC is nice", None);
        check("", None);
    }
}
