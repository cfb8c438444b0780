//! Text sources whose records begin at a line that can be told: commits, chat lines, cues of a transcript.

use std::borrow::Cow;

use memchr::{memchr, memrchr};
use postlude_base::{ByteSpan, Problem};
use postlude_evidence::{Origin, Sink};

use crate::{Block, Carry, Order, Reader};

/// One text format; the reader of it is [`TextReader`].
pub(crate) trait TextFormat: Send + Sync {
    /// Whether entries depend on the ones before.
    fn order(&self) -> Order;

    /// Whether a line (without its line break) begins an entry; other lines continue the one before.
    fn begins(&self, line: &str) -> bool;

    /// Reads one entry. Lines before the first beginning come as an entry too.
    fn read(&self, entry: &Entry<'_>, carry: &mut Carry, sink: &mut dyn Sink);
}

/// A line that begins a record, with the lines that continue it.
pub(crate) struct Entry<'a> {
    /// Without the last line break; invalid UTF-8 is replaced.
    pub text: Cow<'a, str>,
    /// Where it stands, without the last line break.
    pub span: ByteSpan,
    /// Line of its first byte, from 1.
    pub line: u64,
}

impl Entry<'_> {
    /// An origin at this entry, nothing else known.
    pub fn origin<'r>(&self) -> Origin<'r> {
        Origin::at(self.span, self.line)
    }

    /// The first line.
    pub fn first_line(&self) -> &str {
        self.text.lines().next().unwrap_or("")
    }

    /// A problem at this entry.
    pub fn problem(&self, code: &'static str, message: impl Into<String>) -> Problem {
        Problem::new(code, message).at(self.span)
    }
}

/// Reads a [`TextFormat`] block by block.
pub(crate) struct TextReader<F>(pub F);

impl<F: TextFormat> Reader for TextReader<F> {
    fn order(&self) -> Order {
        self.0.order()
    }

    fn cut(&self, block: &Block<'_>) -> usize {
        if block.last {
            return block.bytes.len();
        }
        // The last line may be cut in the middle: only whole lines are asked.
        let mut end = memrchr(b'\n', block.bytes).unwrap_or(0);
        while end > 0 {
            let from = memrchr(b'\n', &block.bytes[..end]).map_or(0, |at| at + 1);
            if from > 0 && self.0.begins(&line_text(&block.bytes[from..end])) {
                return from;
            }
            end = from.saturating_sub(1);
        }
        0
    }

    fn read(&self, block: &Block<'_>, carry: &mut Carry, sink: &mut dyn Sink) {
        let mut open: Option<(usize, u64)> = None;
        let mut from = 0;
        let mut line = block.line;
        while from < block.bytes.len() {
            let rest = &block.bytes[from..];
            let to = memchr(b'\n', rest).map_or(block.bytes.len(), |at| from + at);
            let text = line_text(&block.bytes[from..to]);
            if self.0.begins(&text) || (open.is_none() && !text.trim().is_empty()) {
                self.close(block, open, from, carry, sink);
                open = Some((from, line));
            }
            from = to + 1;
            line += 1;
        }
        self.close(block, open, block.bytes.len(), carry, sink);
    }
}

impl<F: TextFormat> TextReader<F> {
    fn close(
        &self,
        block: &Block<'_>,
        open: Option<(usize, u64)>,
        to: usize,
        carry: &mut Carry,
        sink: &mut dyn Sink,
    ) {
        let Some((from, line)) = open else { return };
        let bytes = block.bytes[from..to].trim_ascii_end();
        let span = block.span(from, from + bytes.len());
        self.0.read(&Entry { text: String::from_utf8_lossy(bytes), span, line }, carry, sink);
    }
}

/// A line as text, without `\r` at its end and without a byte order mark.
pub(crate) fn line_text(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    String::from_utf8_lossy(bytes.strip_suffix(b"\r").unwrap_or(bytes))
}

/// The whole lines at the beginning of a source that are not blank, at most `limit`.
pub(crate) fn head_lines<'a>(head: &crate::Head<'a>, limit: usize) -> Vec<Cow<'a, str>> {
    let whole = match memrchr(b'\n', head.bytes) {
        Some(at) if !head.complete => &head.bytes[..at],
        _ => head.bytes,
    };
    whole.split(|&b| b == b'\n').map(line_text).filter(|line| !line.trim().is_empty()).take(limit).collect()
}

/// Whether a head is text that line-wise readers may look at: no NUL in it.
pub(crate) fn is_text(head: &crate::Head<'_>) -> bool {
    !head.bytes.is_empty() && memchr(0, head.bytes).is_none()
}
