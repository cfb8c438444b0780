//! CODEOWNERS of GitHub and GitLab: folders of code and who owns them. Which line counts for a file does not matter here: whoever is named has a stake.

use postlude_base::Problem;

use super::Reading;
use crate::row::{Place, Row, TeamRow};

fn is_owner(word: &str) -> bool {
    (word.starts_with('@') && word.len() > 1)
        || word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
}

fn lines(text: &str) -> impl Iterator<Item = (u64, &str)> {
    let numbered = text.lines().enumerate().map(|(at, line)| (at as u64 + 1, line));
    // A section's name is a heading; its usual owners stand behind it.
    numbered.map(|(at, line)| (at, line.split(" #").next().unwrap_or(line).trim())).filter(|(_, line)| {
        !line.is_empty() && !line.starts_with('#') && !line.starts_with('[') && !line.starts_with("^[")
    })
}

pub(super) fn knows(file: &str, text: &str) -> bool {
    let named = file.rsplit(['/', '\\']).next().is_some_and(|name| name.eq_ignore_ascii_case("codeowners"));
    let (mut fit, mut all) = (0, 0);
    for (_, line) in lines(text).take(50) {
        let mut words = line.split_whitespace();
        let path = words.next().unwrap_or_default();
        let is_path = path.starts_with(['/', '*', '.']) || path.contains('/') || named;
        let owners: Vec<&str> = words.collect();
        all += 1;
        fit += usize::from(is_path && !owners.is_empty() && owners.iter().all(|word| is_owner(word)));
    }
    all > 0 && fit * 2 > all
}

pub(super) fn read(reading: &mut Reading, file: &str, text: &str) {
    for (at, line) in lines(text) {
        let mut words = line.split_whitespace();
        let path = words.next().unwrap_or_default();
        let owned: Vec<String> = folder(path).into_iter().collect();
        for owner in words {
            if !is_owner(owner) {
                let problem =
                    Problem::new("unknown-owner", format!("{owner} is neither @user, @team nor an address"));
                reading.odd(file, at, problem.hint("it was left out"));
            } else if let Some((_, team)) = owner.strip_prefix('@').and_then(|owner| owner.rsplit_once('/')) {
                let place = Place { file: file.to_owned(), line: at };
                reading.teams.push(TeamRow { place, name: team.to_owned(), owns: owned.clone() });
            } else {
                let mut row = Row::at(file, at);
                if owner.starts_with('@') {
                    row.handle("code", owner);
                } else {
                    row.email(owner);
                }
                row.owns = owned.clone();
                reading.rows.push(row);
            }
        }
    }
}

/// `services/orders` of `/services/orders/**`; none of a pattern that says no folder, such as `*.sql`.
fn folder(pattern: &str) -> Option<String> {
    let parts = pattern.split('/').filter(|part| !part.is_empty());
    let folders: Vec<&str> = parts.take_while(|part| !part.contains('*')).collect();
    (!folders.is_empty()).then(|| folders.join("/"))
}
