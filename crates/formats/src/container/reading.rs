//! Readers between decoders: one that looks ahead, one that ends quietly where a decoder fails.

use std::io::{self, Read, Seek};

use postlude_base::Problem;

use super::Kind;

/// What archives with a directory need.
pub(super) trait ReadSeek: Read + Seek {}

impl<R: Read + Seek> ReadSeek for R {}

/// A stream whose beginning has been looked at.
pub(super) struct Peeked<'r> {
    head: Vec<u8>,
    at: usize,
    failure: Option<io::Error>,
    rest: &'r mut dyn Read,
}

impl<'r> Peeked<'r> {
    /// Reads the beginning; a failure while doing so comes again behind what was read before it.
    pub(super) fn new(rest: &'r mut dyn Read) -> Self {
        let mut head = Vec::new();
        let failure = (&mut *rest).take(Kind::HEAD as u64).read_to_end(&mut head).err();
        Self { head, at: 0, failure, rest }
    }

    /// The container it is.
    pub(super) fn kind(&self) -> Option<Kind> {
        Kind::of(&self.head)
    }
}

impl Read for Peeked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut head = self.head.get(self.at..).unwrap_or_default();
        if !head.is_empty() {
            let read = head.read(buffer)?;
            self.at += read;
            return Ok(read);
        }
        match self.failure.take() {
            Some(failure) => Err(failure),
            None => self.rest.read(buffer),
        }
    }
}

/// The content of a member as a visitor sees it: where it breaks, it ends, and the failure is kept.
pub(super) struct Damped<'r> {
    inner: &'r mut dyn Read,
    /// Bytes given.
    pub(super) given: u64,
    /// Whether the end was reached.
    pub(super) ended: bool,
    /// Why it ended early.
    pub(super) failure: Option<io::Error>,
}

impl<'r> Damped<'r> {
    pub(super) fn new(inner: &'r mut dyn Read) -> Self {
        Self { inner, given: 0, ended: false, failure: None }
    }
}

impl Read for Damped<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.ended || buffer.is_empty() {
            return Ok(0);
        }
        match self.inner.read(buffer) {
            Ok(read) => {
                self.given += read as u64;
                self.ended = read == 0;
                Ok(read)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                self.ended = true;
                self.failure = Some(error);
                Ok(0)
            }
        }
    }
}

/// What went wrong after so many bytes had come out.
pub(super) fn failed(given: u64, error: &io::Error) -> Problem {
    if error.kind() == io::ErrorKind::UnexpectedEof {
        return truncated(given);
    }
    let message = format!("it is damaged after {given} unpacked bytes: {error}");
    Problem::new("damaged-archive", message).hint("what comes before was read; copy the archive again")
}

/// It ends after so many bytes, and should not.
pub(super) fn truncated(given: u64) -> Problem {
    let message = format!("it breaks off after {given} unpacked bytes");
    Problem::new("truncated-archive", message)
        .hint("what comes before was read; copy the archive again, from where it is whole")
}
