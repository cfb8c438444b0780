//! From signals, changes, alerts and messages to the machine lane of a timeline and to leads.
//!
//! Reading order: [`timeline`] (what comes out), [`input`] (what goes in), `normal` (quiet days), `candidates` (signals of one service and
//! kind at one time become one entry), `facts` (changes, alerts, messages as they are), `alerts` (notifications of one
//! alert), `commands` (what a log tells that somebody did), `breakdowns` (what gave way), `messages/` (what a message is), `recovery`, `choose` (few enough to be read), `known/` (when each became
//! known), `leads/` (what to look at first), [`clocks`] (whose clock is off, and what that means for entries).
//!
//! Invariants: every entry cites evidence and says why it is there; entries are few enough to be read;
//! the same input gives the same output. A lead is a place to look, never a verdict.
//!
//! This crate does not know formats, SQL or files.

mod alerts;
mod breakdowns;
mod candidates;
mod choose;
pub mod clocks;
mod commands;
mod facts;
mod input;
mod known;
mod leads;
mod log_words;
mod messages;
mod normal;
mod recovery;
mod timeline;
mod words;

use postlude_base::EvidenceRef;
use postlude_signals::RecordKey;

pub use breakdowns::is_breakdown;
pub use commands::{Command, command_in};
pub use input::{AlertFact, BreakdownFact, ChangeFact, Input, MessageFact};
pub use messages::{MessageKind, kind_of_message};
pub use timeline::{Argument, Draft, Entry, Kind, Known, Lead, Plot};

/// Drafts the timeline. `cite` gives the exact places of records, in the order asked for; what it cannot place is
/// left out.
pub fn draft(mut input: Input, cite: &mut dyn FnMut(&[RecordKey]) -> Vec<Option<EvidenceRef>>) -> Draft {
    postlude_signals::derive::derive(&mut input.observations);
    input.normal.iter_mut().for_each(postlude_signals::derive::derive);
    normal::put_before(&mut input.observations, &input.normal);
    let input = &input;
    let focus = leads::focus::Focus::of(&input.alerts, &input.observations);
    let mut signals = postlude_signals::detect::run(&input.observations);
    if let Some((start, _)) = input.observations.window {
        normal::within(&mut signals, start);
    }
    signals.extend(leads::excess::signals(&input.observations, &focus));
    signals.extend(leads::unheard::signals(&input.observations, &input.changes));
    let mut candidates = candidates::from_signals(&input.observations, &signals);
    candidates.extend(recovery::of(&candidates));
    candidates.extend(breakdowns::candidates(&input.breakdowns, &candidates));
    candidates.extend(facts::candidates(input));
    let chosen = choose::few(candidates);
    let leads = leads::rank(input, &signals, &focus, &chosen);
    let known = known::of(input, &chosen);
    choose::finish(input.observations.window, chosen, known, leads, cite)
}
