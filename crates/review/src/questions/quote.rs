//! An entry's own words, short enough for a question and safe in any text.

/// Most characters of a quotation.
const LONGEST: usize = 100;

/// The words between quotation marks: one line, without control characters, what the machine adds about its numbers left out, cut
/// at a word. With a service, what the words begin with is kept, and the service put before them where they do not name it.
pub(super) fn quote(text: &str, service: Option<&str>) -> String {
    let line = one_line(&text.replace("<*>", "…"));
    let service = service.map(one_line);
    let line = without_label(without_counts(&line), service.as_deref());
    // The sentence around it has a full stop of its own.
    let line = line.strip_suffix('.').unwrap_or(&line);
    let named = service.as_deref().is_none_or(|service| line.contains(service));
    match (line.is_empty(), service) {
        (true, _) => String::new(),
        (_, Some(service)) if !named => format!("“{}”", cut(&format!("{service}: {line}"))),
        _ => format!("“{}”", cut(line)),
    }
}

/// Without line breaks, control characters and marks of quotation.
fn one_line(text: &str) -> String {
    let plain = |c: char| if c.is_control() || turns(c) { ' ' } else { same_marks(c) };
    let line: String = text.chars().map(plain).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `orders: first seen: orders: no connection` as `orders: no connection`: a line that is quoted need not be called one.
fn without_label(line: &str, service: Option<&str>) -> String {
    let Some((before, rest)) = line.split_once(": first seen: ") else { return line.to_owned() };
    let called = service.is_some_and(|service| rest.starts_with(service));
    if called { rest.to_owned() } else { format!("{before}: {rest}") }
}

/// Signs that turn the direction of writing.
fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A quotation inside a quotation has single marks.
fn same_marks(c: char) -> char {
    match c {
        '"' | '“' | '”' | '„' => '\'',
        c => c,
    }
}

/// `latency 2 s instead of 20 ms (64 values against 176 others)` without its last part.
fn without_counts(line: &str) -> &str {
    match line.rsplit_once(" (") {
        Some((words, counts)) if counts.contains("values against") => words,
        _ => line,
    }
}

fn cut(line: &str) -> String {
    if line.chars().count() <= LONGEST {
        return line.to_owned();
    }
    let head: String = line.chars().take(LONGEST).collect();
    // A word longer than a third of the line is cut inside: a path, a line without blanks.
    let at_word = head.rfind(' ').filter(|at| *at * 3 > head.len() * 2).and_then(|at| head.get(..at));
    let kept = at_word.unwrap_or(&head).trim_end_matches([' ', ',', ';', ':', '…', '.']);
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_the_entrys_own() {
        let check =
            |text: &str, service: Option<&str>, expected: &str| assert_eq!(quote(text, service), expected);
        check("do not promote by hand", None, "“do not promote by hand”");
        check("it says \"no such host\"\nfor tariffs", None, "“it says 'no such host' for tariffs”");
        check(
            "orders: requests failed 3 instead of 0 (70 values against 142 others)",
            Some("orders"),
            "“orders: requests failed 3 instead of 0”",
        );
        check("we look into it.", None, "“we look into it”");
        check("rolled back", Some("orders"), "“orders: rolled back”");
        check("a: first seen: <*> of \u{202e}abc", None, "“a: … of abc”");
        check("orders: first seen: orders is full", Some("orders"), "“orders is full”");
        check(" \u{7} ", Some("orders"), "");
        let long = "word ".repeat(40);
        check(&long, None, &format!("“{}…”", "word ".repeat(20).trim_end()));
        check(&"注".repeat(200), None, &format!("“{}…”", "注".repeat(100)));
    }
}
