//! What people wrote or said: one file per vendor or layout.
//!
//! Texts are made readable (markup of mentions and links resolved as far as the source tells names), never
//! shortened.

mod chats;
mod file_date;
pub(crate) mod irc;
pub(crate) mod mail;
mod mail_text;
mod mattermost;
pub mod notes;
pub(super) mod other;
pub(crate) mod pasted;
mod paths;
mod slack;
mod tickets;
pub(crate) mod transcript;

use crate::decode::event::shape::Shape;

/// The objects of all vendors, in the order in which they are asked.
pub(crate) const SHAPES: &[&[Shape]] = &[slack::SHAPES, mattermost::SHAPES, chats::SHAPES, tickets::SHAPES];
