//! Log bodies to patterns, patterns to templates, without any configuration.
//!
//! Step 1, per record: a [`Masker`] replaces what looks like a value and names the result by a hash; [`Patterns`]
//! counts them. Step 2, once: [`templates`] sees all patterns together and decides which words vary.
//!
//! The crate knows nothing of formats, services or severities: a body comes without its header. It does no I/O.

mod assigned;
mod byte_class;
mod calendar;
mod cross;
mod extent;
mod form;
mod hash;
mod mask;
mod parameters;
mod patterns;
mod place;
mod route;
mod subject;
mod template;
mod token;
mod variety;
mod vocabulary;
mod word;

pub use mask::{HOLE, LONGEST_BODY, Masker};
pub use parameters::parameters;
pub use patterns::{PATTERNS_IN_ALL, PATTERNS_OF_BLOCK, Pattern, Patterns};
pub use route::route;
pub use template::{Template, templates};
