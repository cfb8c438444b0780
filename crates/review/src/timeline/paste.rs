use postlude_base::{Problem, Timestamp};

/// A time at the beginning of a line, as the caller recognised it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The moment.
    pub time: Timestamp,
    /// Bytes of the line up to the end of the time and its zone.
    pub length: usize,
    /// Whether the line says the zone itself.
    pub zone_given: bool,
}

/// One entry that pasted lines would make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedLine {
    /// When; none if no time was found.
    pub time: Option<Timestamp>,
    /// The words, with those of lines that continue them.
    pub text: String,
    /// Whether the zone was written in the line.
    pub zone_given: bool,
    /// What a person should look at.
    pub problem: Option<Problem>,
}

/// More lines than these are a file, which belongs to the evidence.
const MOST_LINES: usize = 2_000;

/// Splits pasted notes into entries. `recognise` gets a line without its bullet and the moment of the line before
/// (for dates that are written once, and for midnight), and gives the time at its beginning.
///
/// A line without a time continues the one above. Lines before the first time are entries without one.
pub fn paste(
    text: &str,
    mut recognise: impl FnMut(&str, Option<Timestamp>) -> Option<Found>,
) -> Vec<PastedLine> {
    let mut pasted: Vec<PastedLine> = Vec::new();
    let mut before = None;
    for line in text.lines().take(MOST_LINES) {
        let line = without_bullet(line);
        if line.is_empty() {
            continue;
        }
        let found = recognise(line, before);
        match (found, pasted.last_mut()) {
            (Some(found), _) => {
                pasted.push(timed(line, found, before));
                before = Some(found.time);
            }
            (None, Some(above)) if above.time.is_some() => {
                above.text.push(if above.text.is_empty() { ' ' } else { '\n' });
                above.text.push_str(line);
                above.text = above.text.trim_start().to_owned();
            }
            (None, _) => pasted.push(untimed(line)),
        }
    }
    pasted
}

fn timed(line: &str, found: Found, before: Option<Timestamp>) -> PastedLine {
    let rest = line.get(found.length..).unwrap_or_default();
    let text =
        rest.trim_start_matches(|letter: char| letter.is_whitespace() || "-–—:|,.>)]".contains(letter));
    let earlier = before.is_some_and(|before| found.time < before);
    let problem = earlier.then(|| {
        Problem::new("earlier", "earlier than the line above")
            .hint("check the date, or the order of the lines")
    });
    PastedLine {
        time: Some(found.time),
        text: text.trim_end().to_owned(),
        zone_given: found.zone_given,
        problem,
    }
}

fn untimed(line: &str) -> PastedLine {
    let problem = Problem::new("no-time", "no time at the beginning").hint("write the time before the words");
    PastedLine { time: None, text: line.to_owned(), zone_given: false, problem: Some(problem) }
}

/// A line without what lists put before it.
fn without_bullet(line: &str) -> &str {
    let line = line.trim();
    let bullet = line.strip_prefix(['-', '*', '•', '+']).filter(|rest| rest.starts_with(char::is_whitespace));
    bullet.unwrap_or(line).trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recognises `HH:MM` or `HH:MMZ` as minutes; stands for the caller's reader.
    fn minutes(line: &str, _: Option<Timestamp>) -> Option<Found> {
        let (hour, rest) = line.trim_start_matches('[').split_at_checked(2)?;
        let minute = rest.strip_prefix(':')?.get(..2)?;
        let minutes: i64 = hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?;
        let start = line.len() - line.trim_start_matches('[').len();
        let zone_given = line[start + 5..].starts_with('Z');
        Some(Found { time: Timestamp(minutes), length: start + 5 + usize::from(zone_given), zone_given })
    }

    /// Each entry as `minutes|text|problem`.
    fn check(text: &str, expected: &[&str]) {
        let lines = paste(text, minutes).into_iter().map(|line| {
            let time = line.time.map_or("none".to_owned(), |time| time.0.to_string());
            format!(
                "{time}|{}|{}",
                line.text,
                line.problem.map_or(String::new(), |problem| problem.code.into())
            )
        });
        assert_eq!(lines.collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn lines_with_times_become_entries() {
        check("14:05 paged\n14:09 - rolled back", &["845|paged|", "849|rolled back|"]);
        check("- 14:05: paged\r\n\r\n* [14:09] rolled back", &["845|paged|", "849|rolled back|"]);
        check("14:05 paged\n   by the probe\nof support", &["845|paged\nby the probe\nof support|"]);
        check("14:05\npaged", &["845|paged|"]);
        check("Notes of the call\n14:05 paged", &["none|Notes of the call|no-time", "845|paged|"]);
        check("14:05 a\n13:00 b", &["845|a|", "780|b|earlier"]);
        check("", &[]);
    }

    #[test]
    fn the_zone_of_a_line_is_told() {
        let given: Vec<bool> =
            paste("14:05Z a\n14:06 b", minutes).iter().map(|line| line.zone_given).collect();
        assert_eq!(given, [true, false]);
    }
}
