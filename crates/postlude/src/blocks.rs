//! One file, or each member of an archive, recognised and read block by block, for the verbs that need no lake.

use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek as _};
use std::ops::ControlFlow;
use std::path::Path;

use anyhow::Context as _;
use postlude_base::Timestamp;
use postlude_evidence::Sink;
use postlude_formats::container::{self, Found, Kind, Limits, Trouble};
use postlude_formats::{Block, Carry, Detection, Head, Hints, detect};

use crate::command_error::CommandError;
use crate::commands::reading::Reading;

/// Bytes of a block; a longer record makes it grow.
const BLOCK: usize = 8 << 20;

/// Bytes a block may grow to.
const LONGEST: usize = 64 << 20;

/// A file whose format may have been recognised.
pub(crate) struct Recognised {
    file: File,
    /// Path within the archive that the file is, if it is one.
    pub(crate) member: Option<String>,
    /// The format; none when nothing can read it.
    pub(crate) detection: Option<Detection>,
    /// Bytes of the file.
    pub(crate) size: u64,
}

/// What a member of an archive is visited with.
pub(crate) type Visit<'a> = dyn FnMut(Recognised) -> Result<(), CommandError> + 'a;

/// Recognises a file and hands it to `visit`; of an archive or a compressed file every member in turn. Gives what is
/// odd about the archive itself.
pub(crate) fn each(
    path: &Path,
    reading: &Reading,
    visit: &mut Visit<'_>,
) -> Result<Vec<Trouble>, CommandError> {
    let mut file = open(path)?;
    let read =
        |error: io::Error| anyhow::Error::from(error).context(format!("cannot read {}", path.display()));
    let modified = file.metadata().and_then(|metadata| metadata.modified()).ok();
    let modified = modified.and_then(|moment| jiff::Timestamp::try_from(moment).ok());
    let modified = modified.and_then(Timestamp::from_jiff);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut head = Vec::new();
    file.by_ref().take(Kind::HEAD as u64).read_to_end(&mut head).map_err(read)?;
    let Some(kind) = Kind::of(&head) else {
        visit(recognise(file, None, &name, modified, reading).map_err(read)?)?;
        return Ok(Vec::new());
    };
    let (mut failed, mut troubles) = (None, Vec::new());
    let mut file = BufReader::with_capacity(256 << 10, file);
    container::open(kind, &mut file, &name, modified, &Limits::default(), &mut |found| {
        let member = match found {
            Found::Member(member) => member,
            Found::Trouble(trouble) => {
                troubles.push(trouble);
                return ControlFlow::Continue(());
            }
        };
        let mut unpack = || {
            let mut unpacked = tempfile::tempfile()?;
            io::copy(member.content, &mut unpacked)?;
            recognise(unpacked, Some(member.path.clone()), &member.path, member.modified, reading)
        };
        match unpack().map_err(read).map_err(CommandError::from).and_then(&mut *visit) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    });
    failed.map_or(Ok(troubles), Err)
}

/// Opens a file; whatever else there may be under a name is said in so many words.
fn open(path: &Path) -> Result<File, CommandError> {
    let shown = path.display();
    let metadata = match path.metadata() {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(CommandError::asked(format!("there is no file {shown}")));
        }
        Err(error) => return Err(anyhow::Error::from(error).context(format!("cannot read {shown}")).into()),
    };
    if metadata.is_dir() {
        return Err(CommandError::asked(format!("{shown} is a folder; this command reads one file"))
            .hint(format!("postlude timeline {shown} reads everything in it")));
    }
    if !metadata.is_file() {
        return Err(CommandError::asked(format!("{shown} is a pipe, a socket or a device"))
            .hint("write what comes out of it to a file first"));
    }
    Ok(File::open(path).with_context(|| format!("cannot read {shown}"))?)
}

fn recognise(
    mut file: File,
    member: Option<String>,
    name: &str,
    modified: Option<Timestamp>,
    reading: &Reading,
) -> io::Result<Recognised> {
    file.rewind()?;
    let size = file.metadata()?.len();
    let mut head = Vec::new();
    file.by_ref().take(Head::LIMIT as u64).read_to_end(&mut head)?;
    let hints = Hints { path: name, modified, year: reading.year, zone: reading.zone() };
    let complete = head.len() as u64 >= size;
    let detection = detect(&Head { bytes: &head, complete, hints: &hints });
    Ok(Recognised { file, member, detection, size })
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
