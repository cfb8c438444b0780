//! The clock part of a time: `03:04`, `03:04:05.678`, `3:04:05 PM`, `15.42.50.675872`, `030405`.

use super::Precision;
use super::cursor::{Clock, Cursor};

/// A clock with colons, or with full stops when it has seconds; then a fraction, then AM or PM.
#[inline]
pub(super) fn read(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let mut here = *cursor;
    let hour = here.number(1, 2)?;
    let separator = here.eat_any(b":.h")?;
    let minute = here.fixed(2)?;
    let seconds = here.peek() == Some(separator) && here.digit_at(1);
    let mut clock = if seconds {
        here.at += 1;
        let mut clock = Clock::new(hour, minute, here.fixed(2)?)?;
        fraction(&mut here, &mut clock)?;
        clock
    } else if separator == b'.' || here.digit_at(0) || (separator == b'h' && here.letter_at(0)) {
        return None;
    } else {
        Clock { precision: Precision::Minute, ..Clock::new(hour, minute, 0)? }
    };
    half(&mut here, &mut clock)?;
    *cursor = here;
    Some(clock)
}

/// `2pm`, `2 pm`: an hour that must say which half of the day it is in.
pub(super) fn read_hour(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let mut here = *cursor;
    let hour = here.number(1, 2)?;
    let mut clock = Clock { precision: Precision::Minute, ..Clock::new(hour, 0, 0)? };
    half(&mut here, &mut clock)?;
    *cursor = here;
    clock.halves.then_some(clock)
}

/// `030405` or `0304`, with a fraction.
pub(super) fn read_compact(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let mut here = *cursor;
    let clock = match here.digits() {
        6 => {
            let mut clock = Clock::new(here.fixed(2)?, here.fixed(2)?, here.fixed(2)?)?;
            fraction(&mut here, &mut clock)?;
            clock
        }
        4 => Clock { precision: Precision::Minute, ..Clock::new(here.fixed(2)?, here.fixed(2)?, 0)? },
        _ => return None,
    };
    *cursor = here;
    Some(clock)
}

/// `22:15:29:606` and `0:9:5:3`, nothing padded, the last number milliseconds.
pub(super) fn read_unpadded(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let mut here = *cursor;
    let hour = here.number(1, 2)?;
    let minute = here.eat(b':').then(|| here.number(1, 2))??;
    let second = here.eat(b':').then(|| here.number(1, 2))??;
    let milliseconds = here.eat(b':').then(|| here.number(1, 3))??;
    let mut clock = Clock::new(hour, minute, second)?;
    clock.nanosecond = milliseconds as i32 * 1_000_000;
    clock.precision = Precision::Fraction(3);
    *cursor = here;
    Some(clock)
}

/// Reads `.123`, `,123` or `:123` after the seconds; none when more digits follow than a time has.
#[inline]
pub(super) fn fraction(cursor: &mut Cursor<'_>, clock: &mut Clock) -> Option<()> {
    match cursor.peek() {
        Some(b'.' | b',') if cursor.digit_at(1) => {}
        Some(b':') if (1..=3).all(|n| cursor.digit_at(n)) && !cursor.digit_at(4) => {}
        Some(b) if b.is_ascii_digit() => return None,
        _ => return Some(()),
    }
    cursor.at += 1;
    let mut value = 0i32;
    let mut digits = 0u8;
    while let Some(digit) = cursor.peek().filter(u8::is_ascii_digit) {
        if digits < 9 {
            value = value * 10 + i32::from(digit - b'0');
        }
        digits += 1;
        if digits > 18 {
            return None;
        }
        cursor.at += 1;
    }
    let digits = digits.min(9);
    clock.nanosecond = value * 10_i32.pow(9 - u32::from(digits));
    clock.precision = Precision::Fraction(digits);
    Some(())
}

/// Whether AM or PM may come next, for readers of fixed layouts that leave it to the general one.
#[inline]
pub(super) fn says_half(cursor: &Cursor<'_>) -> bool {
    let ahead = usize::from(cursor.peek() == Some(b' '));
    matches!(cursor.peek_at(ahead), Some(b'A' | b'P' | b'a' | b'p' | 0xE2))
        && matches!(cursor.peek_at(ahead + 1), Some(b'M' | b'm' | b'.' | 0x80))
}

/// Reads AM or PM, with or without a blank (also the narrow no-break one of newer Unicode locales), and
/// converts the hour; none when both contradict each other (`14:02 AM`).
#[inline]
fn half(cursor: &mut Cursor<'_>, clock: &mut Clock) -> Option<()> {
    let mut here = *cursor;
    match here.peek() {
        Some(b' ') => here.at += 1,
        Some(0xE2) if here.rest().starts_with("\u{202f}".as_bytes()) => here.at += 3,
        _ => {}
    }
    let afternoon = match here.peek() {
        Some(b'a' | b'A') => false,
        Some(b'p' | b'P') => true,
        _ => return Some(()),
    };
    here.at += 1;
    let dotted = here.eat(b'.');
    if here.eat_any(b"mM").is_none() || (dotted && !here.eat(b'.')) || here.letter_at(0) || here.digit_at(0) {
        return Some(());
    }
    clock.hour = match (clock.hour, afternoon) {
        (1..=12, _) => clock.hour % 12 + if afternoon { 12 } else { 0 },
        // "14:02 PM" and "0:02 AM": people write the half beside a clock of 24 hours too.
        (13.., true) | (0, false) => clock.hour,
        _ => return None,
    };
    clock.halves = true;
    *cursor = here;
    Some(())
}
