//! One compressed stream: gzip, zstd, bzip2, xz.

use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;

use super::Kind;
use super::budget::Metered;
use super::opening::{Opening, Place};
use super::path::unpacked_name;
use super::reading::failed;

/// Opens it. Only the decoder's own failure to begin is told here; the rest comes out while reading.
pub(super) fn open(
    opening: &mut Opening<'_>,
    kind: Kind,
    input: &mut dyn Read,
    at: &Place,
) -> ControlFlow<()> {
    let decoder = match decoder(kind, input, opening.limits.decoder_memory) {
        Ok(decoder) => decoder,
        Err(error) => {
            opening.trouble(at.path.clone(), failed(0, &error));
            return ControlFlow::Continue(());
        }
    };
    let mut content = Metered { inner: decoder, budget: opening.budget };
    opening.unpacked(unpacked_name(&at.name), &mut content, at)
}

fn decoder<'r>(kind: Kind, input: &'r mut dyn Read, memory: u32) -> io::Result<Box<dyn Read + 'r>> {
    Ok(match kind {
        Kind::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::new(input)?;
            decoder.window_log_max(memory.max(1 << 10).ilog2())?;
            Box::new(decoder)
        }
        Kind::Bzip2 => Box::new(bzip2::read::MultiBzDecoder::new(input)),
        Kind::Xz => {
            let input = BufReader::with_capacity(64 << 10, input);
            Box::new(lzma_rust2::XzReader::new_mem_limit(input, true, memory >> 10))
        }
        Kind::Gzip | Kind::Tar | Kind::Zip | Kind::SevenZip => {
            Box::new(flate2::read::MultiGzDecoder::new(input))
        }
    })
}
