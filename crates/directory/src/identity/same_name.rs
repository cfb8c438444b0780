//! People who share a name and nothing else: told, never joined.

use std::collections::BTreeMap;

use postlude_base::Problem;

use super::clusters::Clusters;
use crate::find::folded;
use crate::row::{Row, Told};

pub(super) fn tell(rows: &[Row], clusters: &mut Clusters, problems: &mut Vec<Told>) {
    let mut people: BTreeMap<String, BTreeMap<usize, &Row>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(name) = &row.name {
            people.entry(folded(name)).or_default().entry(clusters.first(at)).or_insert(row);
        }
    }
    for several in people.values().filter(|people| people.len() > 1) {
        let mut rows = several.values();
        let Some(first) = rows.next() else { continue };
        for other in rows {
            let name = other.name.as_deref().unwrap_or_default();
            let message = format!(
                "{name} stands also at {}; nothing but the name says that they are one person",
                first.place
            );
            let hint = format!(
                "if they are one, add a line to a file of decisions: join,{},{},",
                first.place, other.place
            );
            problems.push(Told::new(other.place.clone(), Problem::new("shared-name", message).hint(hint)));
        }
    }
}
