//! Sources that are not text, one file per format, and how fixed fields are read.
//!
//! Lines: a binary source has none; its records are counted instead.

pub(crate) mod attachment;
pub(crate) mod exif;
pub(crate) mod journal;
pub(crate) mod login;
pub(crate) mod named_time;
pub(crate) mod scheduled_task;

/// The bytes of a fixed field, if they are there.
pub(crate) fn array_at<const LENGTH: usize>(bytes: &[u8], at: usize) -> Option<[u8; LENGTH]> {
    bytes.get(at..)?.first_chunk().copied()
}

/// UTF-16 (little-endian) up to its NUL as text; what is no text becomes U+FFFD.
pub(crate) fn utf16_text(bytes: &[u8]) -> String {
    let (units, _) = bytes.as_chunks::<2>();
    let units = units.iter().map(|unit| u16::from_le_bytes(*unit)).take_while(|unit| *unit != 0);
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}
