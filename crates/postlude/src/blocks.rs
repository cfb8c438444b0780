//! One file, recognised and read block by block, for the verbs that need no lake.

use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::path::Path;

use anyhow::Context as _;
use postlude_base::Timestamp;
use postlude_evidence::Sink;
use postlude_formats::{Block, Carry, Detection, Head, Hints, detect};

use crate::commands::reading::Reading;

/// Bytes of a block; a longer record makes it grow.
const BLOCK: usize = 8 << 20;

/// Bytes a block may grow to.
const LONGEST: usize = 64 << 20;

/// A file whose format may have been recognised.
pub(crate) struct Recognised {
    file: File,
    /// The format; none when nothing can read it.
    pub(crate) detection: Option<Detection>,
    /// Bytes of the file.
    pub(crate) size: u64,
}

/// Opens a file and asks what it is.
pub(crate) fn open(path: &Path, reading: &Reading) -> anyhow::Result<Recognised> {
    let shown = path.display();
    let mut file = File::open(path).with_context(|| format!("cannot read {shown}"))?;
    let metadata = file.metadata().with_context(|| format!("cannot read {shown}"))?;
    anyhow::ensure!(metadata.is_file(), "{shown} is not a file; postlude timeline reads folders");
    let mut head = Vec::new();
    file.by_ref()
        .take(Head::LIMIT as u64)
        .read_to_end(&mut head)
        .with_context(|| format!("cannot read {shown}"))?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let modified = metadata.modified().ok().and_then(|moment| jiff::Timestamp::try_from(moment).ok());
    let hints = Hints {
        path: &name,
        modified: modified.and_then(Timestamp::from_jiff),
        year: reading.year,
        zone: reading.zone(),
    };
    let complete = head.len() as u64 >= metadata.len();
    let detection = detect(&Head { bytes: &head, complete, hints: &hints });
    Ok(Recognised { file, detection, size: metadata.len() })
}

impl Recognised {
    /// Reads every record of the file, in order. Can be called again.
    pub(crate) fn read(&mut self, sink: &mut dyn Sink) -> anyhow::Result<()> {
        let Some(detection) = &self.detection else { return Ok(()) };
        self.file.rewind()?;
        let mut carry = Carry::default();
        let mut buffer: Vec<u8> = Vec::new();
        let (mut offset, mut line, mut target) = (0u64, 1u64, BLOCK);
        loop {
            let wanted = target.saturating_sub(buffer.len()) as u64;
            let last = (self.file.by_ref().take(wanted).read_to_end(&mut buffer)? as u64) < wanted;
            let block = Block { bytes: &buffer, offset, line, first: offset == 0, last };
            let mut cut = if last { buffer.len() } else { detection.reader.cut(&block).min(buffer.len()) };
            if cut == 0 && !last {
                if target < LONGEST {
                    target *= 2;
                    continue;
                }
                cut = memchr::memrchr(b'\n', &buffer).map_or(buffer.len(), |at| at + 1);
            }
            detection.reader.read(&Block { bytes: &buffer[..cut], ..block }, &mut carry, sink);
            if last {
                return Ok(());
            }
            offset += cut as u64;
            line += memchr::memchr_iter(b'\n', &buffer[..cut]).count() as u64;
            buffer.drain(..cut);
            target = BLOCK;
        }
    }
}
