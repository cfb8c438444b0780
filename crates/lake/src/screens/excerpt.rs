//! A citation with the lines around it, as text.

use postlude_base::{ByteSpan, EvidenceRef};
use postlude_formats::encoding::Encoding;
use serde::Serialize;

use crate::original_text::text;
use crate::{Failure, Lake};

/// Bytes of a source that tell its encoding.
const HEAD: u64 = 4096;

/// Bytes that are looked at for lines before, and for lines after.
const AROUND: u64 = 64 << 10;

/// Bytes of a citation that are given.
const MOST: u64 = 256 << 10;

/// The original bytes of a citation, and the lines around it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Excerpt {
    /// Path of the source.
    pub path: String,
    /// Its format.
    pub format: String,
    /// The bytes as text, at most 256 KiB of them.
    pub text: String,
    /// The lines before.
    pub before: Vec<String>,
    /// The lines after.
    pub after: Vec<String>,
    /// The bytes meant.
    pub bytes: [u64; 2],
    /// Bytes of the source.
    pub size: u64,
    /// Whether the bytes are no text.
    pub binary: bool,
}

impl Lake {
    /// The bytes of a citation with so many lines before and after.
    pub fn excerpt(&self, citation: EvidenceRef, lines: usize) -> Result<Excerpt, Failure> {
        let source = self.source(citation.source).ok_or(Failure::NoSource { number: citation.source.0 })?;
        let (from, to) = (citation.span.from.min(source.size), citation.span.to.min(source.size));
        let read = |from: u64, to: u64| {
            self.original(EvidenceRef { source: source.id, span: ByteSpan::new(from, to) })
        };
        let encoding = Encoding::of(&read(0, HEAD)?);
        let meant = read(from, to.min(from.saturating_add(MOST)).max(from))?;
        let binary = encoding.is_none() && meant.contains(&0);
        let (mut before, mut after) = (Vec::new(), Vec::new());
        if lines > 0 && !binary {
            // Whole units of any encoding lie before the citation.
            let begin = from.saturating_sub(AROUND);
            let begin = begin + (from - begin) % 4;
            before = last_lines(&text(&read(begin, from)?, encoding), lines, begin == 0);
            let end = to.max(from).saturating_add(AROUND).min(source.size);
            after = first_lines(&text(&read(to.max(from), end)?, encoding), lines);
        }
        Ok(Excerpt {
            path: source.paths.first().cloned().unwrap_or_default(),
            format: source.format.clone(),
            text: text(&meant, encoding),
            before,
            after,
            bytes: [from, to.max(from)],
            size: source.size,
            binary,
        })
    }
}

/// The last lines of what stands before; the first of them is whole only at the begin of the source, or behind a break.
fn last_lines(text: &str, most: usize, is_begin: bool) -> Vec<String> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    let all: Vec<&str> = if text.is_empty() { Vec::new() } else { text.split('\n').collect() };
    let whole = if is_begin { &all[..] } else { all.get(1..).unwrap_or_default() };
    whole[whole.len().saturating_sub(most)..].iter().map(|line| without_return(line)).collect()
}

/// The first lines of what stands after.
fn first_lines(text: &str, most: usize) -> Vec<String> {
    let text = text.strip_prefix("\r\n").or_else(|| text.strip_prefix('\n')).unwrap_or(text);
    text.lines().take(most).map(without_return).collect()
}

fn without_return(line: &str) -> String {
    line.strip_suffix('\r').unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_around() {
        let check = |text: &str, most: usize, is_begin: bool, expected: &[&str]| {
            assert_eq!(last_lines(text, most, is_begin), expected, "{text:?}");
        };
        check("a\nb\r\nc\n", 2, true, &["b", "c"]);
        check("a\nb\n", 5, true, &["a", "b"]);
        check("half\nb\n", 5, false, &["b"]);
        check("", 5, true, &[]);
        assert_eq!(first_lines("\nb\nc", 1), ["b"]);
        assert_eq!(first_lines("b\r\nc\n", 3), ["b", "c"]);
        assert!(first_lines("", 3).is_empty());
    }
}
