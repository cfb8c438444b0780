use crate::mask::HOLE;

/// The values of a body under the template it belongs to, one for each hole; none if the template does not fit.
///
/// Blanks of the template match any run of white space. Values put back into the holes give the body again, but for
/// white space. A template does not fit where it leaves something out: the query of a route, the lines below the first.
pub fn parameters<'a>(body: &'a str, template: &str) -> Vec<&'a str> {
    let mut parts = template.trim_ascii().split(HOLE);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = after(body.trim_ascii(), first) else { return Vec::new() };
    let mut values = Vec::new();
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let found = if parts.peek().is_none() { find_last(rest, part) } else { find(rest, part) };
        let Some((value, behind)) = found else { return Vec::new() };
        values.push(value.trim_ascii());
        rest = behind;
    }
    if rest.trim_ascii().is_empty() { values } else { Vec::new() }
}

/// What follows `part` at the beginning of `text`.
fn after<'a>(text: &'a str, part: &str) -> Option<&'a str> {
    let mut rest = text;
    for (index, word) in part.split(is_blank).enumerate() {
        if index > 0 {
            rest = rest.trim_start_matches(is_blank);
        }
        rest = rest.strip_prefix(word)?;
    }
    Some(rest)
}

/// The first place where `part` stands: what is before it, and what after.
fn find<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let anchor = part.split(is_blank).find(|word| !word.is_empty());
    let Some(anchor) = anchor else {
        let end = if part.is_empty() { 0 } else { text.find(is_blank).unwrap_or(text.len()) };
        return Some((&text[..end], &text[end..]));
    };
    let lead = part.trim_start_matches(is_blank);
    text.match_indices(anchor).find_map(|(at, _)| Some((&text[..at], after(&text[at..], lead)?)))
}

/// The value that is left when `part` ends the text.
fn find_last<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let mut rest = text;
    for (index, word) in part.split(is_blank).rev().enumerate() {
        if index > 0 {
            rest = rest.trim_end_matches(is_blank);
        }
        rest = rest.strip_suffix(word)?;
    }
    Some((rest, ""))
}

fn is_blank(character: char) -> bool {
    character.is_ascii_whitespace() || character.is_ascii_control()
}
