//! From signals, changes, alerts and messages to the machine lane of a timeline and to leads.
//!
//! Reading order: [`timeline`] (what comes out), [`input`] (what goes in), `candidates` (signals of one service and
//! kind at one time become one entry), `facts` (changes, alerts, messages as they are), `recovery`, `choose` (few
//! enough to be read), `leads/` (what to look at first), [`clocks`] (whose clock is off, and what that means for entries).
//!
//! Invariants: every entry cites evidence and says why it is there; entries are few enough to be read;
//! the same input gives the same output. A lead is a place to look, never a verdict.
//!
//! This crate does not know formats, SQL or files.

mod candidates;
mod choose;
pub mod clocks;
mod facts;
mod input;
mod leads;
mod recovery;
mod timeline;
mod words;

use postlude_base::EvidenceRef;
use postlude_signals::RecordKey;

pub use input::{AlertFact, ChangeFact, Input, MessageFact};
pub use timeline::{Draft, Entry, Kind, Lead, Plot};

/// Drafts the timeline. `cite` gives the exact places of records, in the order asked for; what it cannot place is
/// left out.
pub fn draft(mut input: Input, cite: &mut dyn FnMut(&[RecordKey]) -> Vec<Option<EvidenceRef>>) -> Draft {
    postlude_signals::derive::derive(&mut input.observations);
    let input = &input;
    let signals = postlude_signals::detect::run(&input.observations);
    let mut candidates = candidates::from_signals(&input.observations, &signals);
    candidates.extend(recovery::of(&candidates));
    candidates.extend(facts::candidates(input));
    let chosen = choose::few(candidates);
    let leads = leads::rank(input, &signals, &chosen);
    choose::finish(input.observations.window, chosen, leads, cite)
}
