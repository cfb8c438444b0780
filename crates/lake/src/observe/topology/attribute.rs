//! SQL for attributes that go by several names.

/// The first of these attributes that is there.
pub(super) fn first(keys: &[&str]) -> String {
    let each: Vec<String> = keys.iter().map(|key| format!("attributes['{key}']")).collect();
    match each.as_slice() {
        [only] => only.clone(),
        _ => format!("coalesce({})", each.join(", ")),
    }
}
