//! The calls as a tree, then what is shared, then what runs where.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use owo_colors::OwoColorize as _;

use super::{Shown, all_seen, word};
use crate::show::words::{counted, fitted, plain, width, wrapped};

/// Columns of the tree at most: what tells of a call stands behind it.
const WIDEST: usize = 56;

/// With fewer columns left nothing is said of what tells of a call.
const LEAST: usize = 8;

/// Calls in a row that are shown below each other; the rest begins anew.
const DEEPEST: usize = 24;

/// Instances and hosts that are told one by one.
const TOLD: usize = 8;

/// A line of the tree.
struct Line {
    /// The branches in front of the service.
    branch: String,
    service: String,
    /// What the service is for, or that it is shown elsewhere.
    remark: String,
    /// What tells of the call.
    seen: String,
}

/// The form for people.
pub(crate) fn terminal(shown: &Shown<'_>, columns: usize) -> String {
    let mut text = String::new();
    let mut lines = tree(shown);
    let calls = shown.calls().count();
    let services: BTreeSet<&str> = shown.calls().flat_map(|call| [&*call.caller, &*call.callee]).collect();
    let counts = format!("{}, {}", counted(services.len() as u64, "service"), counted(calls as u64, "call"));
    let _ = writeln!(text, "{}  {counts}", "What calls what".bold());
    if lines.is_empty() {
        text.push_str("This evidence tells of no calls between services.\n");
    }
    for line in &mut lines {
        let room = columns.saturating_sub(width(&line.branch) + width(&line.remark)).max(8);
        if width(&line.service) > room {
            line.service = fitted(&line.service, room);
        }
    }
    let used = |line: &Line| width(&line.branch) + width(&line.service) + width(&line.remark);
    let widest = lines.iter().map(used).max().unwrap_or(0).min(WIDEST.min(columns / 2));
    for line in &lines {
        let room = " ".repeat(widest.saturating_sub(used(line)) + 2);
        let left = columns.saturating_sub(used(line).max(widest) + 2);
        let seen = if line.seen.is_empty() || left < LEAST {
            String::new()
        } else {
            room + fitted(&line.seen, left).trim_end()
        };
        let (service, remark) = (line.service.bold(), line.remark.dimmed());
        let whole = format!("{}{service}{remark}{}", line.branch.dimmed(), seen.dimmed());
        let _ = writeln!(text, "{whole}");
    }
    shared(&mut text, shown, columns);
    places(&mut text, shown, columns);
    text
}

/// From those whom nobody calls down to those who call nobody. Where calls go round there is no such first one: then the
/// first by name stands for it. A service's own calls are shown once.
fn tree(shown: &Shown<'_>) -> Vec<Line> {
    let calls: Vec<_> = shown.calls().collect();
    let called: BTreeSet<&str> = calls.iter().map(|call| call.callee.as_str()).collect();
    let callers: BTreeSet<&str> = calls.iter().map(|call| call.caller.as_str()).collect();
    let mut lines = Vec::new();
    let mut done = BTreeSet::new();
    for root in callers.difference(&called).chain(&callers) {
        if done.contains(root) {
            continue;
        }
        lines.push(line(shown, String::new(), root, String::new(), false));
        below(shown, root, &[], &mut done, &mut lines);
    }
    lines
}

/// The calls of a service; `last` says of each caller above whether it was the last of its own caller.
fn below<'a>(
    shown: &Shown<'a>,
    service: &'a str,
    last: &[bool],
    done: &mut BTreeSet<&'a str>,
    lines: &mut Vec<Line>,
) {
    done.insert(service);
    let mut calls: Vec<_> = shown.calls().filter(|call| call.caller == service).collect();
    // The callee that needs most comes first: it is where a reader goes on.
    calls.sort_by_cached_key(|call| Reverse(shown.topology.reach(&call.callee).len()));
    let indent: String = last.iter().map(|last| if *last { "   " } else { "│  " }).collect();
    for (at, call) in calls.iter().enumerate() {
        let is_last = at + 1 == calls.len();
        let branch = if is_last { "└─ " } else { "├─ " };
        let callee = call.callee.as_str();
        let calls_on = shown.calls().any(|next| next.caller == callee);
        let again = calls_on && (done.contains(callee) || last.len() >= DEEPEST);
        lines.push(line(shown, format!("{indent}{branch}"), callee, all_seen(call), again));
        if calls_on && !again {
            below(shown, callee, &[last, &[is_last]].concat(), done, lines);
        }
    }
}

fn line(shown: &Shown<'_>, branch: String, service: &str, seen: String, again: bool) -> Line {
    let purpose = shown.topology.purpose(service).map(word).filter(|word| *word != service);
    let mut remark = purpose.map(|word| format!(" ({word})")).unwrap_or_default();
    if again {
        remark.push_str(" ↑");
    }
    Line { branch, service: plain(service), remark, seen }
}

fn shared(text: &mut String, shown: &Shown<'_>, columns: usize) {
    let topology = shown.topology;
    let databases = topology.shared_databases().into_iter().map(|(service, callers)| {
        let purpose = topology.purpose(service).map_or("", word);
        (format!("{purpose} {service}"), callers)
    });
    let hosts =
        topology.shared_hosts().into_iter().map(|(host, services)| (format!("host {host}"), services));
    let rows: Vec<(String, String)> = databases
        .chain(hosts)
        .filter(|(_, services)| services.iter().any(|service| shown.is_about(service)))
        .map(|(what, services)| (what, services.into_iter().collect::<Vec<_>>().join(", ")))
        .collect();
    table(text, "Shared", &rows, columns);
}

fn places(text: &mut String, shown: &Shown<'_>, columns: usize) {
    let topology = shown.topology;
    let services: BTreeSet<&String> = topology.instances().keys().chain(topology.runs_on().keys()).collect();
    let mut rows = Vec::new();
    for service in services.into_iter().filter(|service| shown.is_about(service)) {
        let list = |names: Option<&BTreeSet<String>>, before: &str| {
            let names = names.filter(|names| !names.is_empty())?;
            let told: Vec<&str> = names.iter().take(TOLD).map(String::as_str).collect();
            let more = names.len() - told.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            Some(format!("{before}{}{more}", told.join(", ")))
        };
        let instances = list(topology.instances().get(service), "");
        let hosts = list(topology.runs_on().get(service), "on ");
        let parts: Vec<String> = instances.into_iter().chain(hosts).collect();
        rows.push((service.clone(), parts.join(" · ")));
    }
    table(text, "What runs where", &rows, columns);
}

fn table(text: &mut String, title: &str, rows: &[(String, String)], columns: usize) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}", title.bold());
    let widest = rows.iter().map(|(what, _)| width(&plain(what))).max().unwrap_or(0).min(columns / 3);
    for (what, told) in rows {
        let first = fitted(&plain(what), widest);
        for (at, line) in wrapped(told, columns.saturating_sub(widest + 4)).iter().enumerate() {
            let head = if at == 0 { first.clone() } else { " ".repeat(widest) };
            let _ = writeln!(text, "  {head}  {line}");
        }
    }
}
