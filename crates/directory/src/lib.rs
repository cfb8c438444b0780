//! Who works here: what files say of people, joined into one person each, with what was odd.
//!
//! Reading order: `row` (what one place in one file says), `read/` (one file per format, and which is which), `day` (dates as people write
//! them), `identity/` (which rows are one person, why, and how sure), `person` (what came out), `check` (what contradicts itself), `find` (who is
//! meant by a name in the evidence).
//!
//! Invariants: nothing a file says is lost without a problem that names its line; people are never joined because they share a name; what
//! somebody decided by hand wins; the same files in the same order give the same directory.
//!
//! Bytes in, people and problems out: no file is opened here and no clock is read. It knows nothing of incidents, reviews or evidence.

mod check;
mod day;
mod find;
mod identity;
mod person;
mod read;
mod row;
#[cfg(test)]
mod tests;

pub use day::{NoDay, day};
pub use find::{Found, folded};
pub use identity::{Join, Sureness};
pub use person::{Directory, Person, Team};
pub use read::facilitated::{Facilitated, facilitated};
pub use read::{FORMATS, File, Reading, read};
pub use row::{Absence, Decision, Duty, Handle, Place, Row, TeamRow, Told, Verdict};

/// Reads files in this order and joins what they say. Where two contradict each other, the earlier one counts.
pub fn directory(files: &[File<'_>]) -> Directory {
    let mut all = Reading::default();
    for file in files {
        all.append(read(file));
    }
    person::directory(all)
}
