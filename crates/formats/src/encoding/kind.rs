//! Which encoding is it?

/// Bytes looked at when there is no mark.
const LOOKED_AT: usize = 4096;

/// An encoding that readers need not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 behind a byte order mark.
    MarkedUtf8,
    /// UTF-16, least significant byte first.
    Utf16Little,
    /// UTF-16, most significant byte first.
    Utf16Big,
    /// UTF-32, least significant byte first.
    Utf32Little,
    /// UTF-32, most significant byte first.
    Utf32Big,
}

impl Encoding {
    /// The encoding of a source that begins so; none for what is read as it stands.
    pub fn of(head: &[u8]) -> Option<Self> {
        match head {
            // A text in UTF-16 does not begin with U+0000.
            [0xff, 0xfe, 0, 0, ..] => Some(Self::Utf32Little),
            [0, 0, 0xfe, 0xff, ..] => Some(Self::Utf32Big),
            [0xff, 0xfe, ..] => Some(Self::Utf16Little),
            [0xfe, 0xff, ..] => Some(Self::Utf16Big),
            [0xef, 0xbb, 0xbf, ..] => Some(Self::MarkedUtf8),
            _ => by_shape(head),
        }
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::MarkedUtf8 => "UTF-8 with a byte order mark",
            Self::Utf16Little => "UTF-16, little-endian",
            Self::Utf16Big => "UTF-16, big-endian",
            Self::Utf32Little => "UTF-32, little-endian",
            Self::Utf32Big => "UTF-32, big-endian",
        }
    }

    /// Bytes of a code unit.
    pub(super) fn unit(self) -> usize {
        match self {
            Self::MarkedUtf8 => 1,
            Self::Utf16Little | Self::Utf16Big => 2,
            Self::Utf32Little | Self::Utf32Big => 4,
        }
    }

    /// Bytes of the mark that the source begins with, if it does.
    pub(super) fn mark(self, bytes: &[u8]) -> usize {
        let mark: &[u8] = match self {
            Self::MarkedUtf8 => &[0xef, 0xbb, 0xbf],
            Self::Utf16Little => &[0xff, 0xfe],
            Self::Utf16Big => &[0xfe, 0xff],
            Self::Utf32Little => &[0xff, 0xfe, 0, 0],
            Self::Utf32Big => &[0, 0, 0xfe, 0xff],
        };
        if bytes.starts_with(mark) { mark.len() } else { 0 }
    }
}

/// UTF-16 without a mark: of the line ends, blanks, digits and Latin letters that any log has, one byte is 0,
/// always on the same side; a unit of 0 is no text.
fn by_shape(head: &[u8]) -> Option<Encoding> {
    let (units, _) = head.get(..head.len().min(LOOKED_AT))?.as_chunks::<2>();
    let (mut little, mut big) = (0usize, 0usize);
    for unit in units {
        match *unit {
            [0, 0] => return None,
            [byte, 0] if is_text(byte) => little += 1,
            [0, byte] if is_text(byte) => big += 1,
            [0, _] | [_, 0] => return None,
            _ => {}
        }
    }
    let enough = |count: usize| count >= 4 && count * 3 >= units.len();
    match (little, big) {
        (_, 0) if enough(little) => Some(Encoding::Utf16Little),
        (0, _) if enough(big) => Some(Encoding::Utf16Big),
        _ => None,
    }
}

fn is_text(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | 0x1b | b' '..=b'~' | 0xa0..)
}
