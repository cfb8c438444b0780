//! Pictures and documents to look at: not read, but placed in time.
//!
//! The time is the one in the picture (EXIF, PNG's tIME), else the one in the file's name, else when the
//! file was last written.

use postlude_base::Timestamp;
use postlude_evidence::{Attachment, Origin, Record, Sink, Text};

use super::{exif, named_time};
use crate::{Block, Carry, Detection, Head, Order, Reader};

/// Is it a picture or a PDF?
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    let media_type = media_type(head.bytes)?;
    let title = head.hints.path.rsplit(['/', '!']).next().unwrap_or_default();
    let zone = &head.hints.zone;
    let in_picture = || Some((exif::taken(head.bytes, zone)?, "the picture says when it was taken"));
    let in_name = || Some((named_time::find(title, zone)?, "its name says when it was taken"));
    let of_file = || Some((head.hints.modified?, "its time is when the file was last written"));
    let found = in_picture().or_else(in_name).or_else(of_file);
    let (time, reason) = match found {
        Some((time, reason)) => (Some(time), reason),
        None => (None, "nothing says when it was made"),
    };
    Some(Detection {
        format: media_type.to_owned(),
        confidence: 98,
        reasons: vec![format!("it begins as {media_type}"), reason.to_owned()],
        problems: Vec::new(),
        reader: Box::new(AttachmentReader { media_type, title: title.to_owned(), time }),
    })
}

fn media_type(head: &[u8]) -> Option<&'static str> {
    match head {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'%', b'P', b'D', b'F', b'-', b'0'..=b'9', ..] => Some("application/pdf"),
        _ => None,
    }
}

struct AttachmentReader {
    media_type: &'static str,
    title: String,
    time: Option<Timestamp>,
}

impl Reader for AttachmentReader {
    fn order(&self) -> Order {
        Order::Any
    }

    fn cut(&self, block: &Block<'_>) -> usize {
        if block.last { block.bytes.len() } else { 0 }
    }

    fn read(&self, block: &Block<'_>, _: &mut Carry, sink: &mut dyn Sink) {
        if !block.first {
            return;
        }
        let mut origin = Origin::at(block.span(0, block.bytes.len()), 1);
        origin.time = self.time;
        let media_type = Text::Borrowed(self.media_type);
        let title = Text::Borrowed(self.title.as_str());
        sink.record(&Record::Attachment(Attachment { origin, media_type, title }));
    }
}

#[cfg(test)]
mod tests {
    use crate::decode::testing::shown;

    #[test]
    fn pictures_have_a_time() {
        let check = |name: &str, head: &[u8], time: &str| {
            let shown = shown(name, head);
            assert!(shown.contains(&format!("\"time\":\"{time}\"")), "{shown}");
        };
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x07tIME\x07\xe8\x03\x05\x0e\x02\x0bcrc.";
        check("x.png", png, "2024-03-05T14:02:11Z");
        check("a/Screenshot 2024-03-05 at 14.02.11.png", b"GIF89a", "2024-03-05T14:02:11Z");
        check("x.pdf", b"%PDF-1.7", "2024-03-05T15:00:00Z");
    }
}
