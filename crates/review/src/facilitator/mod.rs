//! Who can facilitate: somebody who neither found nor mended it, has no stake, and no authority over those who were there.
//!
//! Reading order: `facts` (what is known, as plain data), `ledger` (everybody as involved, periphery or neutral), `reasons/` (one rule per file),
//! `proposal` (whom to ask, and what to do if nobody is neutral), `asking` (ask, claim, decline), `own_word` (what people say of their own row).
//!
//! Nothing here counts or ranks people: how often somebody facilitated lately changes whom the proposal names, and is shown to nobody. A row is seen
//! by the organiser and by the person it is about.

mod asking;
mod facts;
mod ledger;
mod own_word;
mod proposal;
mod reasons;

pub use asking::{Answer, Declined, Refusal, Seat, Standing};
pub use facts::{Affected, Deed, Did, Facts, LookedAt};
pub use ledger::{Class, Ledger, Reason, Row, Source, Unknown, ledger};
pub use own_word::{OwnWord, Said, Viewer, may_see, say};
pub use proposal::{Choice, Proposal, propose};
