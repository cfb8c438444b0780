//! The document and its sessions, seen from outside: pages of people, honest and hostile.

mod browser;
mod convergence;
mod history;
mod hostile;
mod operations;
mod page;
mod rules;
mod session;
