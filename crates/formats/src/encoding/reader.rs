//! The reader of a format, around which a source is turned into UTF-8 and its places back.

use postlude_base::{ByteSpan, Problem};
use postlude_evidence::{Record, Sink};

use super::Encoding;
use super::transcoded::Transcoded;
use crate::{Block, Carry, Order, Reader};

/// Reads a source that is not plain UTF-8.
pub(super) struct Transcoding {
    pub(super) encoding: Encoding,
    /// The reader made for its text.
    pub(super) inner: Box<dyn Reader>,
}

impl Reader for Transcoding {
    fn order(&self) -> Order {
        self.inner.order()
    }

    fn cut(&self, block: &Block<'_>) -> usize {
        if block.last {
            return block.bytes.len();
        }
        let text = Transcoded::new(self.encoding, block.bytes, block.offset, false);
        text.place(self.inner.cut(&Block { bytes: text.bytes(), ..*block }))
    }

    fn read(&self, block: &Block<'_>, carry: &mut Carry, sink: &mut dyn Sink) {
        let text = Transcoded::new(self.encoding, block.bytes, block.offset, block.last);
        let mut sink = Original { text: &text, offset: block.offset, sink };
        self.inner.read(&Block { bytes: text.bytes(), ..*block }, carry, &mut sink);
    }
}

/// Hands on records with their places in the source.
struct Original<'a> {
    text: &'a Transcoded<'a>,
    offset: u64,
    sink: &'a mut dyn Sink,
}

impl Original<'_> {
    fn span(&self, span: ByteSpan) -> ByteSpan {
        self.text.original(span, self.offset)
    }
}

impl Sink for Original<'_> {
    fn record(&mut self, record: &Record<'_>) {
        let mut record = record.clone();
        let origin = record.origin_mut();
        origin.span = self.span(origin.span);
        self.sink.record(&record);
    }

    fn problem(&mut self, mut problem: Problem) {
        problem.span = problem.span.map(|span| self.span(span));
        self.sink.problem(problem);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Detection, Head, Hints, detect};

    #[derive(Default)]
    struct Cited(Vec<(u64, u64, u64, String)>);

    impl Sink for Cited {
        fn record(&mut self, record: &Record<'_>) {
            let origin = record.origin();
            let time = origin.time.map_or(String::new(), |time| time.to_string());
            self.0.push((origin.line, origin.span.from, origin.span.to, time));
        }

        fn problem(&mut self, _: Problem) {}
    }

    fn found(bytes: &[u8]) -> Detection {
        let hints = Hints::default();
        detect(&Head { bytes, complete: true, hints: &hints }).expect("a log")
    }

    /// Lines of 10 characters more than their time, the second continued.
    const LOG: &str =
        "2024-03-05 14:00:01 ERROR grün\n2024-03-05 14:00:02 ERROR 🙂\n  at x\n2024-03-05 14:00:03 INFO on\n";

    fn check(encode: impl Fn(&str) -> Vec<u8>, mark: &str) {
        let bytes = encode(&format!("{mark}{LOG}"));
        let place = |text: &str| encode(&format!("{mark}{text}")).len() as u64;
        let lines: Vec<&str> = LOG.split_inclusive('\n').collect();
        let two = lines[0].len() + lines[1].len() + lines[2].len();
        let ends = [lines[0].len(), two, LOG.len()];
        let detection = found(&bytes);
        let mut cited = Cited::default();
        detection.reader.read(&Block::whole(&bytes), &mut Carry::default(), &mut cited);
        let seconds: Vec<&str> = cited.0.iter().map(|record| &record.3[17..19]).collect();
        assert_eq!(seconds, ["01", "02", "03"]);
        for (record, end) in cited.0.iter().zip(ends) {
            assert!(place(&LOG[..end]) - record.2 <= place("\n"), "{record:?}");
        }
        assert_eq!(cited.0[0].1, 0);
        assert_eq!(cited.0[2].1, place(&LOG[..two]));
        for cut in 0..bytes.len() {
            let block = Block { bytes: &bytes[..cut], last: false, ..Block::whole(&bytes) };
            let whole = detection.reader.cut(&block) as u64;
            assert!([0, place(&LOG[..ends[0]]), place(&LOG[..two])].contains(&whole), "{cut}: {whole}");
        }
    }

    #[test]
    fn reads_other_encodings() {
        let little = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let big = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        check(little, "\u{feff}");
        check(little, "");
        check(big, "\u{feff}");
        check(big, "");
        check(|text| text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(), "\u{feff}");
        check(|text| text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect(), "\u{feff}");
        check(|text| text.as_bytes().to_vec(), "\u{feff}");
    }
}
