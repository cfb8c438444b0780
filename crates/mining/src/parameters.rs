use crate::mask::HOLE;

/// The values of a body under the template it belongs to, one for each hole; empty if the template does not fit.
pub fn parameters<'a>(body: &'a str, template: &str) -> Vec<&'a str> {
    let mut parts = template.split(HOLE);
    let mut rest = body;
    let mut values = Vec::new();
    if let Some(first) = parts.next() {
        let Some(after) = skip(rest, first) else { return Vec::new() };
        rest = after;
    }
    let parts: Vec<&str> = parts.collect();
    for (index, part) in parts.iter().enumerate() {
        let is_last = index + 1 == parts.len();
        if is_last && part.is_empty() {
            values.push(rest.trim_ascii_end());
            break;
        }
        let Some(at) = rest.find(part.trim_ascii_end()) else { return Vec::new() };
        values.push(&rest[..at]);
        rest = skip(&rest[at..], part).unwrap_or_default();
    }
    values
}

fn skip<'a>(text: &'a str, part: &str) -> Option<&'a str> {
    text.strip_prefix(part).or_else(|| text.strip_prefix(part.trim_ascii_end()))
}
