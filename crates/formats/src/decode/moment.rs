use std::sync::LazyLock;

use postlude_base::Timestamp;

use crate::time::{Layout, Resolver, parse_value};
use crate::{Carry, Hints};

/// The moment of a text in a document, where times are complete; UTC if it names no zone.
pub fn moment_text(text: &str) -> Option<Timestamp> {
    static UTC: LazyLock<Resolver> =
        LazyLock::new(|| Resolver::new(&Hints::default(), &Layout::learn(std::iter::empty())));
    let written = parse_value(text).filter(|written| written.has_date() && written.year.is_some())?;
    UTC.resolve(&written, &mut Carry::default())
}
