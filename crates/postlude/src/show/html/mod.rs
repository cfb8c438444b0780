//! `--format html`: one self-contained page, readable without a network and without scripts, printable, light and
//! dark.
//!
//! Reading order is the order on the page: `leads`, `lanes` (a map that links to the entries), `entries`, `sources`;
//! `mark` holds what they share.
//!
//! Invariants: every text of the evidence is escaped; shape and word say what colour says; what the page says has its
//! evidence on the page.

mod entries;
mod lanes;
mod leads;
mod mark;
mod sources;

use std::fmt::Write as _;

use super::cited::Cite;
use super::moment::range;
use super::words::{counted, size};
use super::{Look, Timeline};
use mark::escaped;

const STYLE: &str = include_str!("page.css");

/// The page.
pub(crate) fn html(timeline: &Timeline, look: &Look, cite: &mut Cite<'_>) -> anyhow::Result<String> {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>Incident timeline</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n"
    );
    mark::shapes(&mut page);
    header(&mut page, timeline, look);
    page.push_str("<main>\n");
    leads::leads(&mut page, timeline, look);
    lanes::lanes(&mut page, timeline, look);
    entries::entries(&mut page, timeline, look, cite)?;
    sources::sources(&mut page, timeline);
    page.push_str("</main>\n</body>\n</html>\n");
    Ok(page)
}

fn header(page: &mut String, timeline: &Timeline, look: &Look) {
    let window = match timeline.draft.window {
        Some((start, end)) => range(start, end, look),
        None => "Nothing in this evidence carries a time.".to_owned(),
    };
    let _ = writeln!(
        page,
        "<header>\n<h1>Incident timeline</h1>\n<p>{}</p>\n<p class=\"quiet\">{} from <a href=\"#sources\">{}</a>, {}. Drawn up \
         by machine from the evidence alone: a place to begin, not a verdict.</p>\n</header>",
        escaped(&window),
        counted(timeline.records, "record"),
        counted(timeline.sources.len() as u64, "source"),
        size(timeline.bytes)
    );
}
