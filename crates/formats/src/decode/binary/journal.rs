//! Binary files of the systemd journal: recognised, with the way to read them.

use postlude_base::Problem;
use postlude_evidence::Sink;

use crate::{Block, Carry, Detection, Head, Order, Reader};

/// Does it begin as a journal file does?
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    head.bytes.starts_with(b"LPKSHHRH").then(|| Detection {
        format: "systemd journal".to_owned(),
        confidence: 100,
        reasons: vec!["it begins with the mark of journal files".to_owned()],
        problems: vec![
            Problem::new("unsupported-format", "a binary journal file is not read")
                .hint("export it: journalctl --file FILE -o json > journal.json"),
        ],
        reader: Box::new(JournalReader),
    })
}

/// Reads nothing: messages stand apart from their entries, anywhere in the file and often compressed.
struct JournalReader;

impl Reader for JournalReader {
    fn order(&self) -> Order {
        Order::Any
    }

    fn cut(&self, block: &Block<'_>) -> usize {
        block.bytes.len()
    }

    fn read(&self, _: &Block<'_>, _: &mut Carry, _: &mut dyn Sink) {}
}
