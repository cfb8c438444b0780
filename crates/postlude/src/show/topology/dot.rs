//! A graph in the language of Graphviz: what is shared is a cylinder, what only passes on is flat.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use postlude_base::Purpose;

use super::{Shown, all_seen};
use crate::show::words::plain;

/// The form for `dot`.
pub(crate) fn dot(shown: &Shown<'_>) -> String {
    let mut text = String::from(
        "digraph topology {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\", fontsize=9];\n",
    );
    let services: BTreeSet<&str> = shown.calls().flat_map(|call| [&*call.caller, &*call.callee]).collect();
    for service in services {
        let shape = match shown.topology.purpose(service) {
            Some(purpose) if purpose.is_shared() => " [shape=cylinder, style=solid]",
            Some(Purpose::Proxy) => " [shape=cds, style=solid]",
            _ => "",
        };
        let _ = writeln!(text, "  {}{shape};", quoted(service));
    }
    for call in shown.calls() {
        let seen = quoted(&all_seen(call));
        let _ = writeln!(text, "  {} -> {} [label={seen}];", quoted(&call.caller), quoted(&call.callee));
    }
    text.push_str("}\n");
    text
}

/// A name in quotes, in which only a quote and a backslash mean anything.
fn quoted(name: &str) -> String {
    format!("\"{}\"", plain(name).replace('\\', "\\\\").replace('"', "\\\""))
}
