//! The lake end to end: folders in, rows, citations and problems out.

mod anything;
mod citations;
mod containers;
mod folder;
mod queries;
mod reading;
mod resume;
mod screens;
