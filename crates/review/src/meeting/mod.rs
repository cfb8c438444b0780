//! The meeting: an agenda, a timer that all share, ideas that are parked, a number of hands, two questions at the end.
//!
//! Reading order: `agenda`, `timer`, `plan` (both together, as they are kept), `parking` (when a parked idea has soaked), `survey`, `invitation` (as an
//! iCalendar file).

mod agenda;
mod invitation;
mod parking;
mod plan;
mod refusal;
mod survey;
mod timer;

pub use agenda::{Item, ItemKind, OPENING, agenda, numbered};
pub use invitation::{Guest, Invitation};
pub use parking::{Idea, soaks_until};
pub use plan::{Plan, starts};
pub use refusal::Refusal;
pub use survey::{SHOWN_FROM, Survey, SurveyAnswer};
pub use timer::{Timer, TimerState};
