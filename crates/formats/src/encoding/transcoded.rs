//! Text as UTF-8 and, for each of its bytes, where it stood.

use std::borrow::Cow;

use postlude_base::ByteSpan;

use super::Encoding;

/// Bytes of UTF-8 between two remembered places; finding a place looks at fewer than so many.
const STEP: usize = 512;

/// A block of a source as UTF-8.
pub(super) struct Transcoded<'a> {
    encoding: Encoding,
    text: Cow<'a, [u8]>,
    /// Bytes in front that are no text: the mark, or the rest of a unit that was cut in two.
    skipped: usize,
    /// Bytes of the block.
    length: usize,
    /// Place in the text, place in the block.
    steps: Vec<(usize, usize)>,
}

impl<'a> Transcoded<'a> {
    /// The text of bytes that begin at `offset` of the source. Units that may go on behind them are left out unless
    /// they are the `last`.
    pub(super) fn new(encoding: Encoding, bytes: &'a [u8], offset: u64, last: bool) -> Self {
        let unit = encoding.unit();
        let skipped = if offset == 0 {
            encoding.mark(bytes)
        } else {
            // A record that was too long may have been parted anywhere.
            (unit - usize::try_from(offset % unit as u64).unwrap_or(0)) % unit
        };
        let skipped = skipped.min(bytes.len());
        let rest = bytes.get(skipped..).unwrap_or_default();
        if encoding == Encoding::MarkedUtf8 {
            let steps = Vec::new();
            return Self { encoding, text: Cow::Borrowed(rest), skipped, length: bytes.len(), steps };
        }
        let mut writing =
            Writing { text: String::with_capacity(rest.len() / unit * 5 / 4), steps: Vec::new() };
        match encoding {
            Encoding::Utf16Little => writing.utf16(rest, u16::from_le_bytes, skipped, last),
            Encoding::Utf16Big => writing.utf16(rest, u16::from_be_bytes, skipped, last),
            Encoding::Utf32Little => writing.utf32(rest, u32::from_le_bytes, skipped),
            Encoding::Utf32Big | Encoding::MarkedUtf8 => writing.utf32(rest, u32::from_be_bytes, skipped),
        }
        if last && rest.len() % unit != 0 {
            writing.text.push(char::REPLACEMENT_CHARACTER);
        }
        let Writing { text, steps } = writing;
        Self { encoding, text: Cow::Owned(text.into_bytes()), skipped, length: bytes.len(), steps }
    }

    /// The text.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.text
    }

    /// Where in the block a byte of the text stood; the end for what lies behind the text. The mark belongs to the
    /// first byte.
    pub(super) fn place(&self, at: usize) -> usize {
        if at == 0 {
            return 0;
        }
        if self.encoding == Encoding::MarkedUtf8 {
            return (self.skipped + at).min(self.length);
        }
        let step = self.steps.partition_point(|(text, _)| *text <= at);
        let (text, place) = step.checked_sub(1).map_or((0, self.skipped), |step| self.steps[step]);
        let between = self.text.get(text..at.min(self.text.len())).unwrap_or_default();
        let characters = between.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
        let pairs =
            if self.encoding.unit() == 2 { between.iter().filter(|byte| **byte >= 0xf0).count() } else { 0 };
        (place + (characters + pairs) * self.encoding.unit()).min(self.length)
    }

    /// The span in the source of a span that was counted in the text from `offset`, where the block begins.
    pub(super) fn original(&self, span: ByteSpan, offset: u64) -> ByteSpan {
        let place = |at: u64| {
            let at = usize::try_from(at.saturating_sub(offset)).unwrap_or(usize::MAX);
            offset + self.place(at) as u64
        };
        ByteSpan::new(place(span.from), place(span.to))
    }
}

struct Writing {
    text: String,
    steps: Vec<(usize, usize)>,
}

impl Writing {
    fn push(&mut self, character: char, place: usize) {
        let due = self.steps.last().map_or(0, |(text, _)| *text) + STEP;
        if self.text.len() >= due {
            self.steps.push((self.text.len(), place));
        }
        self.text.push(character);
    }

    fn utf16(&mut self, bytes: &[u8], read: fn([u8; 2]) -> u16, mut place: usize, last: bool) {
        let (units, _) = bytes.as_chunks::<2>();
        let units = match units.split_last() {
            Some((end, before)) if !last && (0xd800..0xdc00).contains(&read(*end)) => before,
            _ => units,
        };
        for character in char::decode_utf16(units.iter().map(|unit| read(*unit))) {
            let character = character.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.push(character, place);
            place += 2 * character.len_utf16();
        }
    }

    fn utf32(&mut self, bytes: &[u8], read: fn([u8; 4]) -> u32, place: usize) {
        let (units, _) = bytes.as_chunks::<4>();
        for (index, unit) in units.iter().enumerate() {
            let character = char::from_u32(read(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER);
            self.push(character, place + 4 * index);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(encoding: Encoding, text: &str) -> Vec<u8> {
        match encoding {
            Encoding::MarkedUtf8 => text.as_bytes().to_vec(),
            Encoding::Utf16Little => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Big => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Encoding::Utf32Little => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
            Encoding::Utf32Big => text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(),
        }
    }

    const ALL: [Encoding; 5] = [
        Encoding::MarkedUtf8,
        Encoding::Utf16Little,
        Encoding::Utf16Big,
        Encoding::Utf32Little,
        Encoding::Utf32Big,
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]

        #[test]
        fn places_are_exact(before in ".{0,700}", after in ".{0,40}", which in 0..5usize) {
            let encoding = ALL[which];
            let written = format!("{before}{after}");
            let all = encoded(encoding, &written);
            let text = Transcoded::new(encoding, &all, 4, true);
            prop_assert_eq!(text.bytes(), written.as_bytes());
            prop_assert_eq!(text.place(before.len()), encoded(encoding, &before).len());
        }

        #[test]
        fn any_bytes_are_text(
            bytes in prop::collection::vec(any::<u8>(), 0..2000),
            which in 0..5usize,
            offset in 0..9u64,
            last: bool,
        ) {
            let text = Transcoded::new(ALL[which], &bytes, offset, last);
            let mut before = 0;
            for at in 0..=text.bytes().len() {
                let place = text.place(at);
                prop_assert!(before <= place && place <= bytes.len());
                before = place;
            }
            prop_assert!(!last || before + 4 > bytes.len());
        }
    }
}
