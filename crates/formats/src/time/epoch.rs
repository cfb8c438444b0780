//! Numbers that count from an epoch: Unix seconds to nanoseconds, TAI64N, Windows FILETIME.

use super::cursor::{Clock, Cursor, Day, together};
use super::{Precision, Written};

/// 1990-01-01 and 2100-01-01 in seconds: outside, a number of the right length is something else.
const PLAUSIBLE: std::ops::Range<i64> = 631_152_000..4_102_444_800;

/// The moment of a count since 1970 of seconds, milliseconds, microseconds or nanoseconds, told apart
/// by size (each unit covers 1973 to 5138 or so); small numbers are seconds. None outside years 1 to 9999.
pub fn from_epoch(count: i64) -> Option<Written> {
    let (per_second, digits) = match count.unsigned_abs() {
        0..100_000_000_000 => (1, 0),
        100_000_000_000..100_000_000_000_000 => (1_000, 3),
        100_000_000_000_000..100_000_000_000_000_000 => (1_000_000, 6),
        _ => (1_000_000_000, 9),
    };
    let precision = if digits == 0 { Precision::Second } else { Precision::Fraction(digits) };
    let fraction = count.rem_euclid(per_second) * (1_000_000_000 / per_second);
    Written::of_epoch(count.div_euclid(per_second), fraction as i32, precision)
}

/// The moment of a Windows FILETIME: 100 ns since 1601. Source: Microsoft Win32 API, `FILETIME`.
pub fn from_filetime(count: u64) -> Option<Written> {
    let seconds = i64::try_from(count / 10_000_000).ok()? - 11_644_473_600;
    Written::of_epoch(seconds, (count % 10_000_000) as i32 * 100, Precision::Fraction(7))
}

/// A time in hexadecimal digits: eight are seconds since 1970, perhaps with eight more of nanoseconds behind a full
/// stop (OpenLDAP); twelve are years since 1970, months since January, day, hour, minute, second (Symantec).
pub fn from_hexadecimal(text: &str) -> Option<Written> {
    let number = |digits: &str| u32::from_str_radix(digits, 16).ok();
    if let (12, Some(parts)) = (text.len(), text.as_bytes().as_chunks::<2>().0.first_chunk::<6>()) {
        let parts = parts.map(|pair| std::str::from_utf8(&pair).ok().and_then(number));
        let [year, month, day, hour, minute, second] = parts;
        let day = Day::new(Some(year? + 1970), month? + 1, day?)?;
        return Some(together(Some(day), Clock::new(hour?, minute?, second?)?, None));
    }
    let (seconds, nanoseconds) = text.split_once('.').unwrap_or((text, ""));
    let seconds = number(seconds).filter(|_| seconds.len() == 8)?;
    if nanoseconds.is_empty() {
        return Written::of_epoch(i64::from(seconds), 0, Precision::Second);
    }
    let nanoseconds = number(nanoseconds).filter(|count| *count < 1_000_000_000)?;
    Written::of_epoch(i64::from(seconds), nanoseconds as i32, Precision::Fraction(9))
}

/// Digits at the beginning that can only be an epoch: 10, 13, 16 or 19 of them between 1990 and 2100,
/// seconds perhaps with a fraction, and a blank, colon, comma or bracket (or nothing) behind.
pub(super) fn read(bytes: &[u8]) -> Option<(Written, usize)> {
    let mut cursor = Cursor::new(bytes);
    let digits = cursor.digits();
    let count = cursor
        .rest()
        .get(..digits)?
        .iter()
        .fold(0i64, |n, b| n.saturating_mul(10).saturating_add(i64::from(b - b'0')));
    let per_second = match digits {
        10 => 1,
        13 => 1_000,
        16 => 1_000_000,
        19 => 1_000_000_000,
        _ => return None,
    };
    if !PLAUSIBLE.contains(&(count / per_second)) {
        return None;
    }
    cursor.at += digits;
    let mut written = from_epoch(count)?;
    if digits == 10 && cursor.peek() == Some(b'.') && cursor.digit_at(1) {
        cursor.at += 1;
        (written.nanosecond, written.precision) = fraction(&mut cursor)?;
    }
    let ends = cursor.peek().is_none_or(|b| b" \t:,;|])}\"'\r\n".contains(&b));
    ends.then_some((written, cursor.at))
}

fn fraction(cursor: &mut Cursor<'_>) -> Option<(i32, Precision)> {
    let digits = cursor.digits();
    if digits > 18 {
        return None;
    }
    let kept = digits.min(9);
    let value = cursor.fixed(kept)? as i32;
    cursor.at += digits - kept;
    Some((value * 10_i32.pow(9 - kept as u32), Precision::Fraction(kept as u8)))
}

/// `@` and 24 (TAI64N) or 16 (TAI64) hexadecimal digits, as daemontools writes them: the label of a
/// second is 2^62 + 10 + Unix seconds. Source: D. J. Bernstein, "TAI64, TAI64N, and TAI64NA".
pub(super) fn read_tai(bytes: &[u8]) -> Option<(Written, usize)> {
    let rest = bytes.strip_prefix(b"@")?;
    let digits = rest.iter().take(25).take_while(|b| b.is_ascii_hexdigit()).count();
    let hex = |from: usize, to: usize| {
        std::str::from_utf8(rest.get(from..to)?).ok().and_then(|text| i64::from_str_radix(text, 16).ok())
    };
    let seconds = hex(0, 16)?.checked_sub((1 << 62) + 10)?;
    let (nanosecond, precision) = match digits {
        16 => (0, Precision::Second),
        24 => (i32::try_from(hex(16, 24)?).ok().filter(|n| *n < 1_000_000_000)?, Precision::Fraction(9)),
        _ => return None,
    };
    Some((Written::of_epoch(seconds, nanosecond, precision)?, digits + 1))
}

/// A whole text that is a number: `1701234567`, `1701234567.123`, `1.701234567e9`. Any size counts.
pub(super) fn parse(text: &str) -> Option<Written> {
    if let Ok(count) = text.parse::<i64>() {
        return from_epoch(count);
    }
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if !part.is_empty() && part.len() <= 18 && part.bytes().all(|b| b.is_ascii_digit()) {
        return with_fraction(whole.parse().ok()?, part);
    }
    let is_number = text.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b));
    let number = text.parse::<f64>().ok().filter(|n| is_number && n.abs() < 9e18)?;
    if number.abs() >= 1e11 {
        return from_epoch(number as i64);
    }
    let nanoseconds = ((number - number.floor()) * 1e9).round().min(999_999_999.0) as i32;
    Written::of_epoch(number.floor() as i64, nanoseconds, Precision::Fraction(6))
}

/// Seconds (or milliseconds, ...) with decimals; a part of a millisecond counts too.
fn with_fraction(count: i64, part: &str) -> Option<Written> {
    let mut written = from_epoch(count)?;
    if count < 0 {
        return Some(written);
    }
    let mut cursor = Cursor::new(part.as_bytes());
    let (nanoseconds, _) = fraction(&mut cursor)?;
    let before = match written.precision {
        Precision::Fraction(digits) => digits,
        _ => 0,
    };
    written.nanosecond += nanoseconds / 10_i32.pow(u32::from(before.min(9)));
    written.precision = Precision::Fraction((before + part.len() as u8).clamp(1, 9));
    Some(written)
}
