//! Deliberate changes: commits, deploys, settings, scaling, migrations; one file per vendor or tool.
//!
//! The moment of a change is when it began to take effect as far as the source tells: the start of a deploy, the
//! commit date of a commit, the merge of a pull request.

pub(crate) mod argo;
mod audit;
mod delivery;
mod flags;
pub(crate) mod git_lines;
pub(crate) mod git_log;
mod github;
mod gitlab;
pub(crate) mod helm;
mod kind;
pub(crate) mod kubectl;
mod kubernetes;
pub(super) mod other;
mod paths;

pub(crate) use kind::kind_of;

use crate::decode::event::shape::Shape;

/// The objects of all vendors, in the order in which they are asked.
pub(crate) const SHAPES: &[&[Shape]] = &[
    github::SHAPES,
    gitlab::SHAPES,
    argo::SHAPES,
    helm::SHAPES,
    kubernetes::SHAPES,
    audit::SHAPES,
    delivery::SHAPES,
    flags::SHAPES,
];
