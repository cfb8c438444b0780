//! How the marks of a time axis are written.

use postlude_base::NANOSECONDS_PER_SECOND;

/// The pattern of `strftime` that tells the marks of an axis apart.
pub(crate) fn pattern(length: i64) -> &'static str {
    match length / NANOSECONDS_PER_SECOND {
        s if s < 600 => "%H:%M:%S",
        s if s < 86400 => "%H:%M",
        s if s < 10 * 86400 => "%-d %b %H:%M",
        _ => "%-d %b %Y",
    }
}
