use super::{Finding, Scene};
use crate::questions::saying::Said;

/// Responsibility that passes: what goes with it, and what stays behind.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let passes = scene.sayings.iter().filter(|saying| saying.said == Said::HandOver);
    passes.map(Finding::saying).collect()
}
