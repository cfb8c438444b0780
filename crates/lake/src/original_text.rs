//! Original bytes as text for a person's eyes. Places stay bytes of the original; this is only how they look.

use postlude_formats::encoding::Encoding;

/// The text of bytes of a source that is in this encoding. A character that is cut off at the end is left out; bytes
/// that are not UTF-8 are taken for Latin-1, unless they look like no text at all.
pub fn text(bytes: &[u8], encoding: Option<Encoding>) -> String {
    match encoding {
        Some(Encoding::Utf16Little) => utf16(bytes, u16::from_le_bytes),
        Some(Encoding::Utf16Big) => utf16(bytes, u16::from_be_bytes),
        Some(Encoding::Utf32Little) => utf32(bytes, u32::from_le_bytes),
        Some(Encoding::Utf32Big) => utf32(bytes, u32::from_be_bytes),
        Some(Encoding::MarkedUtf8) | None => eight_bits(bytes),
    }
}

fn eight_bits(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(error) if error.error_len().is_none() => {
            String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned()
        }
        Err(_) if bytes.contains(&0) => String::from_utf8_lossy(bytes).into_owned(),
        Err(_) => bytes.iter().copied().map(char::from).collect(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (units, _) = bytes.as_chunks::<2>();
    let decoded = char::decode_utf16(units.iter().map(|bytes| unit(*bytes)));
    decoded.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).filter(|c| *c != '\u{feff}').collect()
}

fn utf32(bytes: &[u8], unit: fn([u8; 4]) -> u32) -> String {
    let (units, _) = bytes.as_chunks::<4>();
    let decoded = units.iter().map(|bytes| char::from_u32(unit(*bytes)));
    decoded.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).filter(|c| *c != '\u{feff}').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_each_encoding() {
        let wide: Vec<u8> = "Fähre 🚢".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&wide, Some(Encoding::Utf16Big)), "Fähre 🚢");
        let wider: Vec<u8> = "\u{feff}Fähre".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        assert_eq!(text(&wider, Some(Encoding::Utf32Little)), "Fähre");
        assert_eq!(text(b"F\xe4hre", None), "Fähre");
        assert_eq!(text(&"Fähr".as_bytes()[..2], None), "F");
        assert_eq!(text(b"\x00\xff", None), "\u{0}\u{fffd}");
    }
}
