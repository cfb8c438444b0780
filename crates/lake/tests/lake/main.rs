//! The lake end to end: folders in, rows, citations and problems out.

mod folder;
mod reading;
