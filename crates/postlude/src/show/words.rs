//! Texts from the evidence as they may stand in a terminal: no control characters, aligned, wrapped.

use postlude_draft::Entry;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::known::message_kind;

/// Characters that would move the cursor, change colours or turn the direction of writing become dots: evidence
/// comes from anywhere, and must not draw on the screen.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if is_active(c) { '·' } else { c }).collect()
}

fn is_active(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text in exactly so many columns: blanks after it, or its beginning with a mark that something is missing.
pub(crate) fn fitted(text: &str, columns: usize) -> String {
    let used = width(text);
    if used <= columns {
        return format!("{text}{}", " ".repeat(columns - used));
    }
    let mut cut = String::new();
    let mut left = columns.saturating_sub(1);
    for c in text.chars() {
        let needed = c.width().unwrap_or(0);
        if needed > left {
            break;
        }
        left -= needed;
        cut.push(c);
    }
    cut.push_str(if columns > 0 { "…" } else { "" });
    cut.push_str(&" ".repeat(left));
    cut
}

/// Lines of at most `columns`, broken at blanks where there are some; control characters are taken off.
pub(crate) fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(20);
    let (mut lines, mut line, mut used) = (Vec::new(), String::new(), 0);
    for word in text.split_whitespace().map(plain) {
        let needed = width(&word);
        if used > 0 && used + 1 + needed > columns {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        for c in word.chars() {
            let needed = c.width().unwrap_or(0);
            if used + needed > columns {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += needed;
        }
    }
    lines.push(line);
    lines
}

/// The title without the service at its front, which stands in the lane beside it; of a message, what it is and what
/// it says.
pub(crate) fn title_in_lane(entry: &Entry) -> String {
    let title = entry.title.as_str();
    if let Some(kind) = entry.message_kind {
        return format!("{}: {title}", message_kind(kind));
    }
    let Some(service) = entry.service.as_deref() else { return title.to_owned() };
    let after = |text: &str| text.strip_prefix(service)?.strip_prefix(':').map(|rest| rest.trim().to_owned());
    let called = || {
        let (caller, rest) = title.split_once(" → ")?;
        Some(format!("from {caller}: {}", after(rest)?))
    };
    after(title).or_else(called).unwrap_or_else(|| title.to_owned())
}

/// Stands at an entry when nobody can tell whether it or the one before it came first.
pub(crate) const UNDECIDED: char = '≷';

/// The sign between an entry and the one before it: their clocks may not tell which came first.
pub(crate) fn order_sign(before: Option<&Entry>, entry: &Entry) -> char {
    let undecided = before.is_some_and(|before| entry.order_undecided_with.contains(&before.id));
    if undecided { UNDECIDED } else { ' ' }
}

/// The reason without its first clause where the title has said it.
pub(crate) fn reason_beside_title(entry: &Entry) -> &str {
    match entry.reason.split_once("; ") {
        Some((first, rest)) if entry.title.contains(first) => rest,
        None if entry.title.contains(&entry.reason) => "",
        _ => &entry.reason,
    }
}

/// `2,803,512`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap_or("")).collect();
    groups.join(",")
}

/// `1 source`, `2,000 sources`.
pub(crate) fn counted(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// `512 bytes`, `30.1 kB`, `9.4 MB`.
pub(crate) fn size(bytes: u64) -> String {
    let scaled = |unit: u64| bytes as f64 / unit as f64;
    match bytes {
        0..1_000 => counted(bytes, "byte"),
        1_000..1_000_000 => format!("{:.1} kB", scaled(1_000)),
        1_000_000..1_000_000_000 => format!("{:.1} MB", scaled(1_000_000)),
        _ => format!("{:.2} GB", scaled(1_000_000_000)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_blanks_and_breaks_long_words() {
        assert_eq!(wrapped("a bb ccc", 20), ["a bb ccc"]);
        assert_eq!(wrapped("aaaaaaaaaaaaaaa bbbbbbbbbbbb", 20), ["aaaaaaaaaaaaaaa", "bbbbbbbbbbbb"]);
        assert_eq!(wrapped(&"x".repeat(45), 20), ["x".repeat(20), "x".repeat(20), "x".repeat(5)]);
        assert_eq!(wrapped("", 20), [""]);
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(fitted("注文サービス", 8), "注文サ… ");
        assert_eq!(fitted("ab", 4), "ab  ");
        assert_eq!(fitted("abcdef", 4), "abc…");
        assert_eq!(wrapped(&"注".repeat(11), 20), ["注".repeat(10), "注".to_owned()]);
    }

    #[test]
    fn evidence_cannot_draw_on_the_screen() {
        assert_eq!(plain("a\u{1b}[31mb\rc\u{202e}d"), "a·[31mb·c·d");
    }

    #[test]
    fn groups_digits() {
        assert_eq!([0, 999, 1000, 2_803_512].map(grouped), ["0", "999", "1,000", "2,803,512"]);
        assert_eq!([0, 999, 30_140, 9_400_000].map(size), ["0 bytes", "999 bytes", "30.1 kB", "9.4 MB"]);
    }
}
