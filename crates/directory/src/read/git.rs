//! Authors in git: `git log`, `git shortlog -sne`, lists of `Name <address>`, and `.mailmap`, which says who is one person.

use std::collections::BTreeSet;

use super::Reading;
use crate::row::Row;

/// `Ana Lima` and `ana@shop.example` of `Ana Lima <ana@shop.example> ...`.
fn author(text: &str) -> Option<(&str, &str, &str)> {
    let (name, rest) = text.split_once('<')?;
    let (email, rest) = rest.split_once('>')?;
    let is_address = email.contains('@') && !email.contains(char::is_whitespace);
    is_address.then(|| (name.trim(), email, rest.trim()))
}

/// The author of a line of a log, a shortlog or a plain list.
fn author_line(line: &str) -> Option<(&str, &str)> {
    let text = line.trim();
    let after = [
        "Author:",
        "Commit:",
        "author ",
        "committer ",
        "Co-authored-by:",
        "Reviewed-by:",
        "Signed-off-by:",
        "Acked-by:",
        "Tested-by:",
    ]
    .iter()
    .find_map(|key| text.strip_prefix(key));
    // Before the name a shortlog counts commits, which is nothing that is kept here.
    let text = after.unwrap_or_else(|| text.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start());
    let (name, email, rest) = author(text)?;
    let is_alone = rest.is_empty() || after.is_some();
    is_alone.then_some((name, email))
}

pub(super) fn knows(_: &str, text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let Some(first) = lines.next() else { return false };
    if first.starts_with("commit ") {
        return text.lines().take(200).any(|line| author_line(line).is_some());
    }
    std::iter::once(first).chain(lines).take(50).all(|line| author_line(line).is_some())
}

pub(super) fn read(reading: &mut Reading, file: &str, text: &str) {
    let mut seen = BTreeSet::new();
    for (at, line) in text.lines().enumerate() {
        let Some((name, email)) = author_line(line) else { continue };
        if seen.insert((name, email)) {
            let mut row = Row::at(file, at as u64 + 1);
            row.named(name);
            row.email(email);
            row.is_bot = name.ends_with("[bot]").then_some(true);
            reading.rows.push(row);
        }
    }
}

pub(super) fn knows_mailmap(file: &str, text: &str) -> bool {
    let named = file.rsplit(['/', '\\']).next().is_some_and(|name| name.trim_start_matches('.') == "mailmap");
    let mut lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    let is_mapping = |line: &str| author(line).is_some_and(|(.., rest)| author(rest).is_some() || named);
    let Some(first) = lines.next() else { return false };
    is_mapping(first) && lines.take(50).all(|line| author(line).is_some())
}

pub(super) fn read_mailmap(reading: &mut Reading, file: &str, text: &str) {
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let Some((name, email, rest)) = author(line) else { continue };
        let mut row = Row::at(file, at as u64 + 1);
        row.named(name);
        row.email(email);
        if let Some((other, email, _)) = author(rest) {
            row.email(email);
            row.nickname(other);
        }
        reading.rows.push(row);
    }
}
