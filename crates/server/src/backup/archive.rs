//! Files into an archive, hashed on their way.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

use super::{Filed, Tell, disk};
use crate::error::Error;

/// Evidence is packed already; more effort would cost time and win nothing.
const EFFORT: i32 = 3;

/// An archive that is being written.
pub struct Archive<'a> {
    tar: tar::Builder<zstd::Encoder<'static, BufWriter<File>>>,
    path: &'a Path,
    /// What it holds so far.
    pub files: Vec<Filed>,
}

impl<'a> Archive<'a> {
    /// Begins one in a new file.
    pub fn create(path: &'a Path) -> Result<Self, Error> {
        let begin = || -> io::Result<_> {
            let mut packer = zstd::Encoder::new(BufWriter::new(File::create(path)?), EFFORT)?;
            packer.include_checksum(true)?;
            Ok(tar::Builder::new(packer))
        };
        Ok(Self { tar: begin().map_err(disk(path))?, path, files: Vec::new() })
    }

    /// Adds a file as long as it is now. False if it is gone.
    pub fn add(&mut self, name: &str, from: &Path, tell: Tell<'_>) -> Result<bool, Error> {
        let file = match File::open(from) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(disk(from)(error)),
        };
        let bytes = file.metadata().map_err(disk(from))?.len();
        // What is added to it meanwhile is left for the next backup.
        let mut hashing = Hashing::new(file.take(bytes), name, tell);
        let written = self.tar.append_data(&mut header(bytes), name, &mut hashing);
        if let Some(error) = hashing.failed.take() {
            return Err(disk(from)(error));
        }
        let (hash, read) = hashing.done();
        written.map_err(disk(self.path))?;
        if read < bytes {
            let sentence = format!("{} became shorter while it was copied", from.display());
            return Err(Error::refused("file-changed", sentence).hint("take the backup again"));
        }
        self.files.push(Filed { path: name.to_owned(), bytes, blake3: hash });
        Ok(true)
    }

    /// Adds the last file and brings all of it to the disk.
    pub fn finish(mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let path = self.path;
        let size = bytes.len() as u64;
        let last = move || -> io::Result<()> {
            self.tar.append_data(&mut header(size), name, bytes)?;
            let mut file = self.tar.into_inner()?.finish()?;
            file.flush()?;
            file.get_ref().sync_all()
        };
        last().map_err(disk(path))
    }
}

/// Nothing of the machine: no owner, no time.
fn header(bytes: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o644);
    header
}

/// Hashes what is read through it.
pub struct Hashing<'a, R> {
    inside: R,
    hasher: blake3::Hasher,
    read: u64,
    name: &'a str,
    tell: Tell<'a>,
    /// What reading failed with; a writer that asks does not say on which side it was.
    pub failed: Option<io::Error>,
}

impl<'a, R: Read> Hashing<'a, R> {
    /// A reader in front of another.
    pub fn new(inside: R, name: &'a str, tell: Tell<'a>) -> Self {
        Self { inside, hasher: blake3::Hasher::new(), read: 0, name, tell, failed: None }
    }

    /// The hash and number of the bytes that were read.
    pub fn done(self) -> (String, u64) {
        (self.hasher.finalize().to_hex().to_string(), self.read)
    }
}

impl<R: Read> Read for Hashing<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inside.read(buffer).map_err(|error| {
            let told = io::Error::new(error.kind(), error.to_string());
            self.failed = Some(error);
            told
        })?;
        self.hasher.update(&buffer[..read]);
        self.read += read as u64;
        (self.tell)(self.name, read as u64);
        Ok(read)
    }
}
