//! The server over real sockets, on a port of its own with a folder of its own.
//!
//! Reading order: `house` (a server and its people), `ask` (requests), `page` (the live channel as a browser speaks it), then a file per subject.

mod ask;
mod calibration;
mod convergence;
mod description;
mod entrance;
mod evidence;
mod history;
mod house;
mod import;
mod interviews;
mod kill;
mod live;
mod meetings;
mod page;
mod permissions;
mod postgres;
mod questions;
mod servers;
