//! Values of binary XML as text, as Windows renders them.

use std::fmt::Write as _;

use crate::decode::binary::{array_at, utf16_text};

/// Bytes of a binary value that are shown.
const MOST_BINARY: usize = 256;

pub(super) const NULL: u8 = 0;
pub(super) const STRING: u8 = 1;
pub(super) const BINARY_XML: u8 = 0x21;
/// Set for arrays.
pub(super) const ARRAY: u8 = 0x80;

/// The text of a value; none where its length does not fit its type, or the type is unknown.
pub(super) fn text(kind: u8, bytes: &[u8]) -> Option<String> {
    let array4 = || array_at::<4>(bytes, 0);
    let array8 = || array_at::<8>(bytes, 0);
    Some(match kind {
        NULL => String::new(),
        STRING => utf16_text(bytes),
        2 => bytes.iter().take_while(|byte| **byte != 0).map(|byte| char::from(*byte)).collect(),
        3 => bytes.first()?.cast_signed().to_string(),
        4 => bytes.first()?.to_string(),
        5 => i16::from_le_bytes(array_at(bytes, 0)?).to_string(),
        6 => u16::from_le_bytes(array_at(bytes, 0)?).to_string(),
        7 => i32::from_le_bytes(array4()?).to_string(),
        8 => u32::from_le_bytes(array4()?).to_string(),
        9 => i64::from_le_bytes(array8()?).to_string(),
        10 => u64::from_le_bytes(array8()?).to_string(),
        11 => f32::from_le_bytes(array4()?).to_string(),
        12 => f64::from_le_bytes(array8()?).to_string(),
        13 => (u32::from_le_bytes(array4()?) != 0).to_string(),
        14 => bytes.iter().take(MOST_BINARY).fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02X}");
            text
        }),
        15 => guid(array_at(bytes, 0)?),
        16 if bytes.len() == 4 => format!("{:#x}", u32::from_le_bytes(array4()?)),
        16 | 21 => format!("{:#x}", u64::from_le_bytes(array8()?)),
        17 => file_time(u64::from_le_bytes(array8()?)),
        18 => system_time(array_at(bytes, 0)?),
        19 => security_identifier(bytes)?,
        20 => format!("{:#x}", u32::from_le_bytes(array4()?)),
        _ => return None,
    })
}

/// The size of one element of an array; none where elements have no fixed size.
pub(super) fn size(kind: u8) -> Option<usize> {
    Some(match kind {
        3 | 4 => 1,
        5 | 6 => 2,
        7 | 8 | 11 | 13 | 20 => 4,
        9 | 10 | 12 | 17 | 21 => 8,
        15 | 18 => 16,
        _ => return None,
    })
}

fn guid(bytes: [u8; 16]) -> String {
    let [a, b, c, d, e, f, g, h, rest @ ..] = bytes;
    let first = u32::from_le_bytes([a, b, c, d]);
    let (second, third) = (u16::from_le_bytes([e, f]), u16::from_le_bytes([g, h]));
    let mut text = format!("{{{first:08x}-{second:04x}-{third:04x}-");
    for (index, byte) in rest.iter().enumerate() {
        let _ = write!(text, "{}{byte:02x}", if index == 2 { "-" } else { "" });
    }
    text.push('}');
    text
}

/// 100 ns since 1601, as RFC 3339 with seven digits; 0 is no time.
fn file_time(count: u64) -> String {
    let ticks = i128::from(count) - 116_444_736_000_000_000;
    match jiff::Timestamp::from_nanosecond(ticks * 100) {
        Ok(moment) if count != 0 => format!("{moment:.7}"),
        _ => String::new(),
    }
}

fn system_time(bytes: [u8; 16]) -> String {
    let [y0, y1, mo, _, _, _, d, _, h, _, mi, _, s, _, ms0, ms1] = bytes;
    let (year, milliseconds) = (u16::from_le_bytes([y0, y1]), u16::from_le_bytes([ms0, ms1]));
    format!("{year:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}.{milliseconds:03}Z")
}

/// [MS-DTYP] 2.4.2.
fn security_identifier(bytes: &[u8]) -> Option<String> {
    let (revision, count) = (bytes.first()?, *bytes.get(1)?);
    let authority = bytes.get(2..8)?.iter().fold(0u64, |all, byte| all << 8 | u64::from(*byte));
    let mut text = format!("S-{revision}-{authority}");
    for index in 0..usize::from(count) {
        let _ = write!(text, "-{}", u32::from_le_bytes(array_at(bytes, 8 + 4 * index)?));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renders_as_windows_does() {
        let check = |kind: u8, bytes: &[u8], expected: Option<&str>| {
            assert_eq!(text(kind, bytes).as_deref(), expected, "{kind}");
        };
        check(1, b"o\0n\0\0\0", Some("on"));
        check(7, &[0xfe, 0xff, 0xff, 0xff], Some("-2"));
        check(13, &[1, 0, 0, 0], Some("true"));
        check(14, &[1, 0xab], Some("01AB"));
        check(17, &133_541_280_010_000_000u64.to_le_bytes(), Some("2024-03-05T16:00:01.0000000Z"));
        check(17, &[0; 8], Some(""));
        check(19, &[1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0], Some("S-1-5-32-544"));
        check(19, &[1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0], None);
        check(20, &[16, 0, 0, 0], Some("0x10"));
        check(8, &[1], None);
        check(99, &[], None);
        let expected = "{03020100-0504-0706-0809-0a0b0c0d0e0f}";
        check(15, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], Some(expected));
    }
}
