//! English names of months and weekdays, whole or as three letters, in any case.

use super::cursor::Cursor;

const MONTHS: [&[u8]; 12] = [
    b"january",
    b"february",
    b"march",
    b"april",
    b"may",
    b"june",
    b"july",
    b"august",
    b"september",
    b"october",
    b"november",
    b"december",
];

/// The number of a month: its English name, or the first three letters, or `Sept`, in any case.
#[inline]
pub(super) fn month(cursor: &mut Cursor<'_>) -> Option<u32> {
    let word = cursor.letters();
    let start: &[u8; 3] = word.first_chunk()?;
    let number = month_of(*start)?;
    let whole = word.len() == 3
        || word.eq_ignore_ascii_case(MONTHS[number as usize - 1])
        || word.eq_ignore_ascii_case(b"sept");
    if !whole {
        return None;
    }
    cursor.at += word.len();
    cursor.eat(b'.');
    Some(number)
}

/// The number of the month with these first letters.
#[inline]
pub(super) fn month_of(letters: [u8; 3]) -> Option<u32> {
    Some(match &letters.map(|b| b | 0x20) {
        b"jan" => 1,
        b"feb" => 2,
        b"mar" => 3,
        b"apr" => 4,
        b"may" => 5,
        b"jun" => 6,
        b"jul" => 7,
        b"aug" => 8,
        b"sep" => 9,
        b"oct" => 10,
        b"nov" => 11,
        b"dec" => 12,
        _ => return None,
    })
}

/// Whether these three letters begin the name of a month or of a weekday.
#[inline]
pub(super) fn begins_name(bytes: &[u8]) -> bool {
    let Some(start) = bytes.first_chunk::<3>() else { return false };
    matches!(
        &start.map(|b| b | 0x20),
        b"jan"
            | b"feb"
            | b"mar"
            | b"apr"
            | b"may"
            | b"jun"
            | b"jul"
            | b"aug"
            | b"sep"
            | b"oct"
            | b"nov"
            | b"dec"
            | b"mon"
            | b"tue"
            | b"wed"
            | b"thu"
            | b"fri"
            | b"sat"
            | b"sun"
    )
}

/// Steps over a weekday, its comma and the blanks behind it.
pub(super) fn weekday(cursor: &mut Cursor<'_>) -> bool {
    let word = cursor.letters();
    let Some(start) = word.first_chunk::<3>() else { return false };
    let whole: &[u8] = match &start.map(|b| b | 0x20) {
        b"mon" => b"monday",
        b"tue" => b"tuesday",
        b"wed" => b"wednesday",
        b"thu" => b"thursday",
        b"fri" => b"friday",
        b"sat" => b"saturday",
        b"sun" => b"sunday",
        _ => return false,
    };
    if word.len() != 3 && !word.eq_ignore_ascii_case(whole) {
        return false;
    }
    let mut here = *cursor;
    here.at += word.len();
    here.eat(b'.');
    here.eat(b',');
    if !here.blanks() {
        return false;
    }
    *cursor = here;
    true
}
