//! Which wrapper is it? Told by the first bytes.

/// A kind of container.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Gzip, RFC 1952; any number of members.
    Gzip,
    /// Zstandard, RFC 8878; any number of frames.
    Zstd,
    /// Bzip2; any number of streams.
    Bzip2,
    /// The .xz format; any number of streams.
    Xz,
    /// Tar: POSIX ustar and pax, GNU, and the form before them.
    Tar,
    /// Zip, zip64 included.
    Zip,
    /// 7z.
    SevenZip,
}

/// Length of a header of a tar archive.
pub(super) const TAR_BLOCK: usize = 512;

impl Kind {
    /// How many bytes of the beginning [`Kind::of`] looks at.
    pub const HEAD: usize = TAR_BLOCK;

    /// The container that begins with these bytes, the first [`Kind::HEAD`] or all there are; none for a plain file.
    pub fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, 8, flags, ..] if flags & 0xe0 == 0 => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            // A skippable frame may come first.
            [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..] => Some(Self::Bzip2),
            [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, ..] => Some(Self::Bzip2),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            [b'7', b'z', 0xbc, 0xaf, 0x27, 0x1c, ..] => Some(Self::SevenZip),
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Self::Zip),
            _ => is_tar_header(head).then_some(Self::Tar),
        }
    }

    /// Its usual name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Tar => "tar",
            Self::Zip => "zip",
            Self::SevenZip => "7z",
        }
    }

    /// Whether it holds one stream of bytes and no names.
    pub(super) fn is_compression(self) -> bool {
        matches!(self, Self::Gzip | Self::Zstd | Self::Bzip2 | Self::Xz)
    }
}

/// The sum of the header's bytes, its own field counted as blanks, stands in the field in octal: that tells
/// old archives without a magic too.
pub(super) fn is_tar_header(head: &[u8]) -> bool {
    let Some(header) = head.get(..TAR_BLOCK) else { return false };
    let field = &header[148..156];
    let digits = field.trim_ascii_start();
    let mut stated: u64 = 0;
    let mut count = 0;
    for digit in digits.iter().take_while(|byte| (b'0'..=b'7').contains(*byte)) {
        stated = stated * 8 + u64::from(digit - b'0');
        count += 1;
    }
    let sum: u64 = header.iter().map(|byte| u64::from(*byte)).sum();
    let own: u64 = field.iter().map(|byte| u64::from(*byte)).sum();
    count > 0 && header[0] != 0 && sum - own + 8 * u64::from(b' ') == stated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_files_are_none() {
        for head in ["", "PK", "BZh9 is a name", "2024-03-05 ready", &"x".repeat(600), &"\0".repeat(600)] {
            assert_eq!(Kind::of(head.as_bytes()), None);
        }
    }
}
