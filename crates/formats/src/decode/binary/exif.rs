//! When a picture was taken, as the picture says it.
//!
//! Sources: PNG (W3C, third edition) for tIME and eXIf; CIPA DC-008 (Exif 2.32) for JPEG's APP1 and the tags.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use postlude_base::Timestamp;

use super::array_at;

/// Entries of a directory that are looked at.
const MOST_ENTRIES: usize = 200;

const DATE_TIME: u16 = 0x0132;
const EXIF_DIRECTORY: u16 = 0x8769;
const DATE_TIME_ORIGINAL: u16 = 0x9003;
const OFFSET_TIME_ORIGINAL: u16 = 0x9011;

/// The time in the beginning of a picture; where it names no zone, it is of this one.
pub(super) fn taken(bytes: &[u8], zone: &TimeZone) -> Option<Timestamp> {
    if bytes.starts_with(b"\x89PNG") {
        return png(bytes, zone);
    }
    let mut at = 2;
    while bytes.starts_with(&[0xff, 0xd8]) {
        let [mark, kind, high, low] = array_at(bytes, at)?;
        let segment = bytes.get(at + 4..)?;
        let body = segment.get(..usize::from(u16::from_be_bytes([high, low])).checked_sub(2)?)?;
        match (mark, kind) {
            (0xff, 0xe1) if body.starts_with(b"Exif\0\0") => return tiff(body.get(6..)?, zone),
            // The picture itself begins.
            (0xff, 0xda) => return None,
            (0xff, _) => at += 4 + body.len(),
            _ => return None,
        }
    }
    None
}

fn png(bytes: &[u8], zone: &TimeZone) -> Option<Timestamp> {
    let mut at = 8usize;
    loop {
        let length = usize::try_from(u32::from_be_bytes(array_at(bytes, at)?)).ok()?;
        let body = bytes.get(at + 8..)?;
        match &array_at::<4>(bytes, at + 4)? {
            b"tIME" => {
                let [high, low, month, day, hour, minute, second] = array_at(body, 0)?;
                let year = i16::from_be_bytes([high, low]);
                let [month, day, hour, minute, second] =
                    [month, day, hour, minute, second].map(|value| i8::try_from(value).unwrap_or(-1));
                // A leap second is the second before.
                let civil = DateTime::new(year, month, day, hour, minute, second.min(59), 0).ok()?;
                return moment(civil, &TimeZone::UTC);
            }
            b"eXIf" => {
                if let Some(time) = tiff(body.get(..length)?, zone) {
                    return Some(time);
                }
            }
            _ => {}
        }
        at = at.checked_add(length)?.checked_add(12)?;
    }
}

/// The TIFF structure that EXIF is.
struct Tiff<'a> {
    bytes: &'a [u8],
    big: bool,
}

fn tiff(bytes: &[u8], zone: &TimeZone) -> Option<Timestamp> {
    let big = match bytes.first_chunk()? {
        b"MM\0*" => true,
        b"II*\0" => false,
        _ => return None,
    };
    let tiff = Tiff { bytes, big };
    let first = tiff.place(4)?;
    let exif = tiff.entry(first, EXIF_DIRECTORY).and_then(|entry| tiff.place(entry + 8));
    let original = exif.and_then(|exif| tiff.text(exif, DATE_TIME_ORIGINAL));
    let offset = exif.and_then(|exif| tiff.text(exif, OFFSET_TIME_ORIGINAL));
    let text = original.or_else(|| tiff.text(first, DATE_TIME))?;
    let civil = DateTime::strptime("%Y:%m:%d %H:%M:%S", text.trim()).ok()?;
    let offset = offset.and_then(|offset| jiff::fmt::strtime::parse("%:z", offset.trim()).ok()?.offset());
    moment(civil, &offset.map_or_else(|| zone.clone(), TimeZone::fixed))
}

fn moment(civil: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    Timestamp::from_jiff(civil.to_zoned(zone.clone()).ok()?.timestamp())
}

impl<'a> Tiff<'a> {
    fn u16(&self, at: usize) -> Option<u16> {
        array_at(self.bytes, at).map(if self.big { u16::from_be_bytes } else { u16::from_le_bytes })
    }

    fn place(&self, at: usize) -> Option<usize> {
        let bytes = array_at(self.bytes, at)?;
        usize::try_from(if self.big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }).ok()
    }

    /// Where the entry of a tag stands in a directory.
    fn entry(&self, directory: usize, tag: u16) -> Option<usize> {
        let count = usize::from(self.u16(directory)?).min(MOST_ENTRIES);
        (0..count).map(|index| directory + 2 + 12 * index).find(|entry| self.u16(*entry) == Some(tag))
    }

    /// The text of a tag; more than four bytes of it stand elsewhere.
    fn text(&self, directory: usize, tag: u16) -> Option<&'a str> {
        let entry = self.entry(directory, tag)?;
        let length = self.place(entry + 4)?.min(64);
        let from = if length <= 4 { entry + 8 } else { self.place(entry + 8)? };
        let bytes = self.bytes.get(from..from.checked_add(length)?)?;
        std::str::from_utf8(bytes.split(|byte| *byte == 0).next()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A JPEG with a date in its Exif directory, two hours ahead of UTC.
    fn jpeg() -> Vec<u8> {
        let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0".to_vec();
        tiff.extend(b"\0\x02\x90\x03\0\x02\0\0\0\x14\0\0\0\x38\x90\x11\0\x02\0\0\0\x07\0\0\0\x4c\0\0\0\0");
        tiff.extend(b"2024:03:05 16:02:11\0+02:00\0");
        let mut bytes = b"\xff\xd8\xff\xe0\0\x04ab\xff\xe1".to_vec();
        bytes.extend((tiff.len() as u16 + 8).to_be_bytes());
        bytes.extend(b"Exif\0\0");
        bytes.extend(tiff);
        bytes
    }

    #[test]
    fn reads_a_photograph() {
        let time = taken(&jpeg(), &TimeZone::UTC).map(|time| time.to_string());
        assert_eq!(time.as_deref(), Some("2024-03-05T14:02:11Z"));
    }

    proptest! {
        #[test]
        fn damage_is_never_a_panic(at in any::<prop::sample::Index>(), byte: u8, rest in prop::collection::vec(any::<u8>(), 0..64)) {
            let mut bytes = jpeg();
            let at = at.index(bytes.len());
            bytes[at] = byte;
            taken(&bytes, &TimeZone::UTC);
            taken(&[&b"\x89PNG\r\n\x1a\n"[..], &rest].concat(), &TimeZone::UTC);
            taken(&[&b"\xff\xd8\xff\xe1\0\x40Exif\0\0II*\0"[..], &rest].concat(), &TimeZone::UTC);
        }
    }
}
