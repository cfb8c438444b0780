use memchr::{memchr, memrchr};
use postlude_base::Problem;
use postlude_evidence::{Origin, Sink};

use crate::sniff::{Detection, Head};
use crate::{Block, Carry, Order, Reader};

/// A line protocol: each line stands for itself.
pub struct LineReader<D> {
    decode: D,
}

impl<D> LineReader<D>
where
    D: Fn(&str, Origin<'_>, &mut dyn Sink) -> bool + Send + Sync,
{
    /// A reader that hands each line to `decode`, which says whether it understood the line.
    pub fn new(decode: D) -> Self {
        Self { decode }
    }
}

impl<D> Reader for LineReader<D>
where
    D: Fn(&str, Origin<'_>, &mut dyn Sink) -> bool + Send + Sync,
{
    fn order(&self) -> Order {
        Order::Any
    }

    fn cut(&self, block: &Block<'_>) -> usize {
        if block.last { block.bytes.len() } else { memrchr(b'\n', block.bytes).map_or(0, |at| at + 1) }
    }

    fn read(&self, block: &Block<'_>, _: &mut Carry, sink: &mut dyn Sink) {
        let (mut odd, mut first_odd) = (0u64, None);
        for_each_line(block.bytes, |from, to, number| {
            let span = block.span(from, to);
            let text = String::from_utf8_lossy(&block.bytes[from..to]);
            if !text.trim().is_empty() && !(self.decode)(&text, Origin::at(span, block.line + number), sink) {
                odd += 1;
                first_odd = first_odd.or(Some(span));
            }
        });
        if let Some(place) = first_odd {
            sink.problem(Problem::new("odd-line", format!("{odd} lines do not follow the format")).at(place));
        }
    }
}

/// Calls `each` with the ends of every line, line end excluded, and its number from 0.
fn for_each_line(bytes: &[u8], mut each: impl FnMut(usize, usize, u64)) {
    let (mut from, mut number) = (0, 0);
    while from < bytes.len() {
        let end = memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |length| from + length);
        let to = if end > from && bytes[end - 1] == b'\r' { end - 1 } else { end };
        each(from, to, number);
        (from, number) = (end + 1, number + 1);
    }
}

/// Lines of the head, the last one left out if it may be cut, blank ones left out.
pub fn head_lines<'a>(head: &Head<'a>) -> impl Iterator<Item = &'a str> {
    let bytes = match head.complete {
        true => head.bytes,
        false => &head.bytes[..memrchr(b'\n', head.bytes).map_or(0, |at| at + 1)],
    };
    bytes
        .split(|&b| b == b'\n')
        .filter_map(|line| std::str::from_utf8(line).ok())
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .take(200)
}

/// The answer of a line protocol whose lines `is_one` knows, if nearly all of the head are, comments left out.
pub fn detection(
    head: &Head<'_>,
    format: &str,
    confidence: u8,
    is_one: impl Fn(&str) -> bool,
    reader: impl FnOnce() -> Box<dyn Reader>,
) -> Option<Detection> {
    let (mut all, mut matching) = (0u32, 0u32);
    for line in head_lines(head).filter(|line| !line.starts_with('#')) {
        all += 1;
        matching += u32::from(is_one(line));
    }
    if all == 0 || matching * 100 < all * 95 {
        return None;
    }
    Some(Detection {
        format: format.to_owned(),
        confidence,
        reasons: vec![format!("{matching} of {all} lines are {format}")],
        problems: Vec::new(),
        reader: reader(),
    })
}
