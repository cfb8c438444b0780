//! The date in a path, for sources whose lines carry clock times only.

use jiff::civil::Date;

use crate::time;

/// The last date in a path: `notes-2024-03-05.md`, `2024/03/05/standup.vtt`, `20240305_incident.txt`.
pub(super) fn date_in_path(path: &str) -> Option<Date> {
    let bytes = path.as_bytes();
    let begins = |at: usize| bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_digit());
    let mut dates = (0..bytes.len()).filter(|&at| begins(at)).filter_map(|at| {
        let run = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        if run == 8 { compact(&bytes[at..at + 8]) } else { separated(&bytes[at..]) }
    });
    dates.next_back()
}

fn compact(digits: &[u8]) -> Option<Date> {
    let number = |from: usize, to: usize| std::str::from_utf8(&digits[from..to]).ok()?.parse::<i16>().ok();
    let year = number(0, 4).filter(|year| (1990..2100).contains(year))?;
    Date::new(year, i8::try_from(number(4, 6)?).ok()?, i8::try_from(number(6, 8)?).ok()?).ok()
}

fn separated(bytes: &[u8]) -> Option<Date> {
    // Names of files join year, month and day by any sign: the reader of times knows the dash.
    let joined: Vec<u8> =
        bytes.iter().take(10).map(|&b| if matches!(b, b'_' | b'/' | b'.') { b'-' } else { b }).collect();
    let (written, _) = time::read_date(&joined)?;
    let (month, day) = written.month_day?;
    Date::new(written.year?, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_names() {
        let check = |path: &str, date: Option<&str>| {
            assert_eq!(date_in_path(path).map(|date| date.to_string()).as_deref(), date, "{path}");
        };
        check("notes-2024-03-05.md", Some("2024-03-05"));
        check("a/2024/03/05/standup.vtt", Some("2024-03-05"));
        check("20240305_incident.txt", Some("2024-03-05"));
        check("#shop_2024_03_05.log", Some("2024-03-05"));
        check("cart-20240305-1402.txt", Some("2024-03-05"));
        check("server-10240305.log", None);
        check("notes.md", None);
        check("", None);
    }
}
