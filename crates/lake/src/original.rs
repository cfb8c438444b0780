//! The kept originals: bytes in independent zstd frames with an index, so that any range comes back without
//! unpacking the rest.
//!
//! The file is the "Zstandard seekable format" (facebook/zstd, contrib/seekable_format): frames, then a
//! skippable frame that lists their sizes. `zstd -d` unpacks it like any other.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use postlude_base::ByteSpan;

/// Bytes in a frame before packing: what one citation costs to read.
const FRAME: usize = 512 << 10;
const LEVEL: i32 = 1;

const SKIPPABLE_MAGIC: u32 = 0x184D_2A5E;
const SEEKABLE_MAGIC: u32 = 0x8F92_EAB1;
const FOOTER: u64 = 9;
const ENTRY: u64 = 8;

/// A run of packed frames.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    packed: Vec<u8>,
    /// Packed and unpacked length of each.
    sizes: Vec<(u32, u32)>,
}

impl Frames {
    /// Packs bytes.
    pub(crate) fn pack(bytes: &[u8]) -> io::Result<Self> {
        let mut compressor = zstd::bulk::Compressor::new(LEVEL)?;
        let mut frames = Self::default();
        for chunk in bytes.chunks(FRAME) {
            let packed = compressor.compress(chunk)?;
            frames.sizes.push((fits(packed.len())?, fits(chunk.len())?));
            frames.packed.extend_from_slice(&packed);
        }
        Ok(frames)
    }
}

fn fits(length: usize) -> io::Result<u32> {
    u32::try_from(length).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))
}

/// An object that is being written.
#[derive(Debug)]
pub(crate) struct Object {
    out: BufWriter<File>,
    sizes: Vec<(u32, u32)>,
}

impl Object {
    /// Begins an empty one at a path.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { out: BufWriter::new(File::create(path)?), sizes: Vec::new() })
    }

    /// Goes on after the frames of these sizes; what stands behind them is cut off.
    pub(crate) fn reopen(path: &Path, sizes: Vec<(u32, u32)>) -> io::Result<Self> {
        let length: u64 = sizes.iter().map(|(packed, _)| u64::from(*packed)).sum();
        let mut file = File::options().write(true).open(path)?;
        if file.metadata()?.len() < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        file.set_len(length)?;
        file.seek(SeekFrom::End(0))?;
        Ok(Self { out: BufWriter::new(file), sizes })
    }

    /// Appends frames.
    pub(crate) fn append(&mut self, frames: &Frames) -> io::Result<()> {
        self.out.write_all(&frames.packed)?;
        self.sizes.extend_from_slice(&frames.sizes);
        Ok(())
    }

    /// Brings what was appended to the disk, so that a journal may name it.
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().sync_data()
    }

    /// Writes the index; gives the file, whole.
    pub(crate) fn finish(mut self) -> io::Result<File> {
        let entries = self.sizes.len() as u64;
        let content = fits(usize::try_from(entries * ENTRY + FOOTER).unwrap_or(usize::MAX))?;
        self.out.write_all(&SKIPPABLE_MAGIC.to_le_bytes())?;
        self.out.write_all(&content.to_le_bytes())?;
        for (packed, unpacked) in &self.sizes {
            self.out.write_all(&packed.to_le_bytes())?;
            self.out.write_all(&unpacked.to_le_bytes())?;
        }
        self.out.write_all(&fits(self.sizes.len())?.to_le_bytes())?;
        self.out.write_all(&[0])?;
        self.out.write_all(&SEEKABLE_MAGIC.to_le_bytes())?;
        self.out.into_inner().map_err(io::IntoInnerError::into_error)
    }
}

impl Frames {
    /// Packed and unpacked length of each frame.
    pub(crate) fn sizes(&self) -> &[(u32, u32)] {
        &self.sizes
    }
}

/// The bytes of a span of what the object at `path` holds unpacked. An object that lies about itself is an
/// error, never a panic.
pub(crate) fn read(path: &Path, span: ByteSpan) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    let sizes = index(&mut file)?;
    let mut bytes = Vec::new();
    let (mut packed_at, mut unpacked_at) = (0u64, 0u64);
    for (packed, unpacked) in sizes {
        let end = unpacked_at + u64::from(unpacked);
        if end > span.from && unpacked_at < span.to {
            file.seek(SeekFrom::Start(packed_at))?;
            let mut frame = Vec::new();
            (&mut file).take(u64::from(packed)).read_to_end(&mut frame)?;
            let content = zstd::bulk::decompress(&frame, usize::try_from(unpacked).unwrap_or(0))?;
            let from = usize::try_from(span.from.saturating_sub(unpacked_at)).unwrap_or(usize::MAX);
            let to = usize::try_from(span.to.min(end) - unpacked_at).unwrap_or(usize::MAX);
            bytes.extend_from_slice(content.get(from..to).ok_or(io::ErrorKind::InvalidData)?);
        }
        packed_at += u64::from(packed);
        unpacked_at = end;
    }
    if bytes.len() as u64 == span.len() { Ok(bytes) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn index(file: &mut File) -> io::Result<Vec<(u32, u32)>> {
    let length = file.metadata()?.len();
    let footer_at = length.checked_sub(FOOTER).ok_or(io::ErrorKind::InvalidData)?;
    file.seek(SeekFrom::Start(footer_at))?;
    let mut footer = [0; FOOTER as usize];
    file.read_exact(&mut footer)?;
    let [n0, n1, n2, n3, descriptor, magic @ ..] = footer;
    if descriptor != 0 || u32::from_le_bytes(magic) != SEEKABLE_MAGIC {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let entries = u64::from(u32::from_le_bytes([n0, n1, n2, n3])) * ENTRY;
    let index_at = footer_at.checked_sub(entries).ok_or(io::ErrorKind::InvalidData)?;
    file.seek(SeekFrom::Start(index_at))?;
    let mut table = Vec::new();
    file.take(entries).read_to_end(&mut table)?;
    let (pairs, _) = table.as_chunks::<8>();
    Ok(pairs
        .iter()
        .map(|&[a, b, c, d, e, f, g, h]| (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(parts: &[&[u8]]) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut object = Object::create(file.path()).unwrap();
        for part in parts {
            object.append(&Frames::pack(part).unwrap()).unwrap();
        }
        object.finish().unwrap();
        file
    }

    #[test]
    fn gives_back_any_range() {
        let bytes: Vec<u8> = (0..3 * FRAME + 17).map(|i| (i * i / 7 % 251) as u8).collect();
        let file = object(&[&bytes[..FRAME + 5], &bytes[FRAME + 5..]]);
        let check = |from: usize, to: usize| {
            let span = ByteSpan::new(from as u64, to as u64);
            assert!(read(file.path(), span).unwrap() == bytes[from..to], "{from}..{to}");
        };
        check(0, bytes.len());
        check(0, 0);
        check(FRAME - 1, FRAME + 1);
        check(FRAME + 4, FRAME + 6);
        check(bytes.len() - 1, bytes.len());
    }

    #[test]
    fn is_a_plain_zstd_file() {
        let file = object(&[b"one ", b"", b"two"]);
        let unpacked = zstd::decode_all(File::open(file.path()).unwrap()).unwrap();
        assert_eq!(unpacked, b"one two");
    }

    #[test]
    fn damaged_objects_are_errors() {
        let whole = std::fs::read(object(&[b"some bytes"]).path()).unwrap();
        let file = tempfile::NamedTempFile::new().unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0xff;
            std::fs::write(file.path(), &damaged).unwrap();
            // A flipped bit in the packed bytes may go unnoticed; it must not panic or give too much.
            if let Ok(bytes) = read(file.path(), ByteSpan::new(2, 6)) {
                assert_eq!(bytes.len(), 4);
            }
            std::fs::write(file.path(), &whole[..at]).unwrap();
            assert!(read(file.path(), ByteSpan::new(2, 6)).is_err());
        }
    }
}
