use super::{Finding, Scene};

/// A change and the beginning of the first trouble, so near that their clocks cannot tell which came first.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let Some(first) = scene.felt().next() else { return Vec::new() };
    let undecided = |change: &&super::Moment<'_>| {
        let machine = change.entry.machine.as_ref();
        let named =
            machine.is_some_and(|machine| machine.order_undecided_with.contains(&first.lead().entry.id));
        named && change.time.since(first.from).saturating_abs() <= first.lead().error().max(change.error())
    };
    let changes = scene.of_kind("change").filter(undecided);
    changes.take(1).map(|change| Finding::entry(change).beside(first.lead())).collect()
}
