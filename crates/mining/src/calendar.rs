//! Names of months and days, which are values only beside numbers: `Jul 17`, `Sun Jul 17`, `17 Jul`.

/// Whether `word` is the name of a month or day and what stands around it makes it part of a date.
///
/// `after_value` says that the word before is a value; `rest` is what follows the word.
pub(crate) fn names_date_part(word: &[u8], after_value: bool, rest: &[u8]) -> bool {
    if word.len() != 3 {
        return false;
    }
    let next = rest.trim_ascii_start();
    let before_number = next.len() < rest.len() && next.first().is_some_and(u8::is_ascii_digit);
    if is_month(word) {
        return before_number || after_value && is_year(next);
    }
    is_day(word) && {
        let next = next.strip_prefix(b",").unwrap_or(next).trim_ascii_start();
        before_number && next.len() < rest.len()
            || next.get(..3).is_some_and(is_month) && next.get(3).is_some_and(u8::is_ascii_whitespace)
            || rest.starts_with(b", ") && next.first().is_some_and(u8::is_ascii_digit)
    }
}

fn is_year(next: &[u8]) -> bool {
    next.len() >= 4 && next[..4].iter().all(u8::is_ascii_digit)
}

fn is_month(word: &[u8]) -> bool {
    matches!(
        word,
        b"Jan"
            | b"Feb"
            | b"Mar"
            | b"Apr"
            | b"May"
            | b"Jun"
            | b"Jul"
            | b"Aug"
            | b"Sep"
            | b"Oct"
            | b"Nov"
            | b"Dec"
    )
}

fn is_day(word: &[u8]) -> bool {
    matches!(word, b"Mon" | b"Tue" | b"Wed" | b"Thu" | b"Fri" | b"Sat" | b"Sun")
}
