//! The zone beside a time: numbers, abbreviations, IANA names.

use jiff::tz::TimeZone;

use super::cursor::Cursor;
pub(super) use super::written::Zone;

/// Abbreviations with one usual meaning, minutes east of UTC; sorted for searching.
const PLAIN: &[(&str, i32)] = &[
    ("ACDT", 630),
    ("ACST", 570),
    ("AEDT", 660),
    ("AEST", 600),
    ("AKDT", -480),
    ("AKST", -540),
    ("AWST", 480),
    ("BRT", -180),
    ("CAT", 120),
    ("CEST", 120),
    ("CET", 60),
    ("EAT", 180),
    ("EDT", -240),
    ("EEST", 180),
    ("EET", 120),
    ("GMT", 0),
    ("HKT", 480),
    ("HST", -600),
    ("JST", 540),
    ("KST", 540),
    ("MDT", -360),
    ("MESZ", 120),
    ("MEZ", 60),
    ("MSD", 240),
    ("MSK", 180),
    ("NDT", -150),
    ("NZDT", 780),
    ("NZST", 720),
    ("PDT", -420),
    ("PHT", 480),
    ("PKT", 300),
    ("PST", -480),
    ("SAST", 120),
    ("SGT", 480),
    ("UTC", 0),
    ("WAST", 120),
    ("WAT", 60),
    ("WEST", 60),
    ("WET", 0),
    ("WIB", 420),
    ("WITA", 480),
];

/// Abbreviations with several meanings and the one taken unless the zone of the source uses another:
/// AST Atlantic (or Arabia), BST British summer (or Bangladesh), CDT and CST central North America (or
/// Cuba, China), EST eastern North America (or Australia), IST India (or Ireland, Israel), MST mountain
/// (or Malaysia), SST Samoa (or Singapore).
const SEVERAL: &[(&str, i32)] = &[
    ("AST", -240),
    ("BST", 60),
    ("CDT", -300),
    ("CST", -360),
    ("EST", -300),
    ("IST", 330),
    ("MST", -420),
    ("SST", -660),
];

/// What people in North America write, which changes with the season.
const CIVIL: &[(&str, &str)] = &[
    ("ET", "America/New_York"),
    ("CT", "America/Chicago"),
    ("MT", "America/Denver"),
    ("PT", "America/Los_Angeles"),
];

/// Reads the zone that comes next, after blanks if it must; leaves the cursor alone when there is none.
///
/// Right behind the clock: `Z`, `+02`, `+0200`, `+02:00`, a name. After a blank: four digits with a sign or
/// two with a colon, or a name; a lone `-5` may be anything.
#[inline]
pub(super) fn read(cursor: &mut Cursor<'_>) -> Option<Zone> {
    let mut here = *cursor;
    let zone = match here.peek()? {
        b'Z' | b'z' if !here.letter_at(1) && !here.digit_at(1) => {
            here.at += 1;
            Zone::UTC
        }
        b'+' | b'-' => Zone::Offset(offset(&mut here, true)?),
        b' ' => {
            here.blanks();
            if matches!(here.peek(), Some(b'+' | b'-')) {
                Zone::Offset(offset(&mut here, false)?)
            } else if here.peek() == Some(b'(') {
                bracketed(&mut here)?
            } else {
                name(&mut here)?
            }
        }
        b if b.is_ascii_alphabetic() => name(&mut here)?,
        b'[' | b'(' => bracketed(&mut here)?,
        _ => return None,
    };
    *cursor = here;
    tail(cursor);
    Some(zone)
}

/// A sign and hours, minutes and seconds, as seconds; `short` allows hours alone.
fn offset(cursor: &mut Cursor<'_>, short: bool) -> Option<i32> {
    let mut here = *cursor;
    let sign = if here.eat_any(b"+-")? == b'-' { -1 } else { 1 };
    let (hours, minutes) = match here.digits() {
        4 => (here.fixed(2)?, here.fixed(2)?),
        // DB2 writes minutes: "+060".
        3 if short => {
            let minutes = here.fixed(3)?;
            (minutes / 60, minutes % 60)
        }
        1 | 2 if here.peek_at(here.digits()) == Some(b':') => {
            let hours = here.number(1, 2)?;
            here.at += 1;
            (hours, here.number(2, 2)?)
        }
        2 if short => (here.fixed(2)?, 0),
        _ => return None,
    };
    if here.letter_at(0) || here.digit_at(0) || hours > 15 || minutes > 59 {
        return None;
    }
    *cursor = here;
    Some(sign * (hours as i32 * 3600 + minutes as i32 * 60))
}

fn name(cursor: &mut Cursor<'_>) -> Option<Zone> {
    // Most words behind a time are hosts and levels: nearly all leave here or a few lines below.
    match (cursor.peek()?, cursor.peek_at(1)?) {
        (b'A'..=b'Z', b'A'..=b'Z') if cursor.letter_at(2) && cursor.letter_at(3) && cursor.letter_at(4) => {
            return None;
        }
        (b'A'..=b'Z', b'A'..=b'Z') | (b'u', b't') | (b'g', b'm') => {}
        (b'A'..=b'Z', b'a'..=b'z') => return iana(cursor),
        _ => return None,
    }
    let letters = cursor.letters();
    let after = cursor.peek_at(letters.len());
    if after == Some(b'/') {
        return iana(cursor);
    }
    if !(2..=4).contains(&letters.len()) || after.is_some_and(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return None;
    }
    if !letters.ends_with(b"T")
        && !matches!(letters, b"utc" | b"gmt")
        && !letters.last().is_some_and(|last| b"ABCDKZ".contains(last))
    {
        return None;
    }
    let mut here = *cursor;
    here.at += letters.len();
    let word = std::str::from_utf8(letters).ok()?;
    let zone = if let Ok(found) = PLAIN.binary_search_by(|(name, _)| (*name).cmp(word)) {
        // "UTC+2", "GMT+02:00"
        let more = matches!(word, "UTC" | "GMT").then(|| short_offset(&mut here)).flatten();
        Zone::Offset(more.unwrap_or(PLAIN[found].1 * 60))
    } else if matches!(word, "UT" | "utc" | "gmt") {
        Zone::UTC
    } else if let Some((_, zone)) = CIVIL.iter().find(|(name, _)| *name == word) {
        Zone::Named(TimeZone::get(zone).ok()?)
    } else {
        let (name, minutes) = SEVERAL.iter().find(|(name, _)| *name == word)?;
        Zone::Abbreviation(name, minutes * 60)
    };
    *cursor = here;
    Some(zone)
}

fn short_offset(cursor: &mut Cursor<'_>) -> Option<i32> {
    if let Some(found) = offset(cursor, true) {
        return Some(found);
    }
    let mut here = *cursor;
    let sign = if here.eat_any(b"+-")? == b'-' { -1 } else { 1 };
    let hours = here.number(1, 2).filter(|hours| *hours <= 15)?;
    *cursor = here;
    Some(sign * hours as i32 * 3600)
}

/// `Europe/Berlin`, if there is such a zone.
fn iana(cursor: &mut Cursor<'_>) -> Option<Zone> {
    let rest = cursor.rest();
    if rest.get(cursor.letters().len()) != Some(&b'/') {
        return None;
    }
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || b"/_+-".contains(b);
    let length = rest.iter().take(40).take_while(|b| is_name(b)).count();
    let text = std::str::from_utf8(rest.get(..length)?).ok()?;
    let zone = TimeZone::get(text).ok()?;
    cursor.at += length;
    Some(Zone::Named(zone))
}

/// `[Europe/Berlin]`, `(CEST)`, `[UTC]` right behind a clock.
fn bracketed(cursor: &mut Cursor<'_>) -> Option<Zone> {
    let mut here = *cursor;
    let close = if here.eat_any(b"[(")? == b'[' { b']' } else { b')' };
    let zone = if matches!(here.peek(), Some(b'+' | b'-')) {
        Zone::Offset(offset(&mut here, true)?)
    } else {
        name(&mut here)?
    };
    if !here.eat(close) {
        return None;
    }
    *cursor = here;
    Some(zone)
}

/// What some writers add to a zone and what says nothing new: `+0000 UTC`, `+0200 (CEST)`,
/// `+01:00[Europe/Berlin]`, and the monotonic reading of Go, `m=+64860.7`.
fn tail(cursor: &mut Cursor<'_>) {
    if !matches!(cursor.peek(), Some(b' ' | b'[')) {
        return;
    }
    let mut here = *cursor;
    here.blanks();
    let named = if matches!(here.peek(), Some(b'[' | b'(')) { bracketed(&mut here) } else { name(&mut here) };
    if named.is_some() {
        *cursor = here;
    }
    let mut here = *cursor;
    if here.eat(b' ') && here.eat(b'm') && here.eat(b'=') && here.eat_any(b"+-").is_some() && here.digit_at(0)
    {
        here.at += here.rest().iter().take(40).take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        *cursor = here;
    }
}

/// A zone written alone: `UTC`, `CEST`, `+02:00`, `Europe/Berlin`. It must take up the whole text.
pub fn parse_zone(text: &str) -> Option<Zone> {
    let mut cursor = Cursor::new(text.trim().as_bytes());
    let zone = match cursor.peek()? {
        b'Z' => {
            cursor.at += 1;
            Zone::UTC
        }
        b'+' | b'-' => Zone::Offset(short_offset(&mut cursor)?),
        _ => name(&mut cursor)?,
    };
    cursor.rest().is_empty().then_some(zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_are_sorted_for_searching() {
        assert!(PLAIN.is_sorted_by(|a, b| a.0 < b.0));
    }
}
