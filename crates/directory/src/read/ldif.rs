//! LDIF (RFC 2849): the entries of people, and groups that list theirs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use postlude_base::Problem;

use super::Reading;
use super::scim::is_contractor;
use crate::row::{Place, Row, TeamRow};

pub(super) fn knows(_: &str, text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.by_ref().take(3).any(|line| line.to_lowercase().starts_with("dn:"))
}

/// One entry: attributes in lower case with their values.
struct Entry {
    line: u64,
    fields: Vec<(String, String)>,
}

impl Entry {
    fn first<'a>(&'a self, names: &[&'a str]) -> Option<&'a str> {
        names.iter().find_map(|name| self.all(name).next())
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }
}

pub(super) fn read(reading: &mut Reading, file: &str, text: &str) {
    for entry in entries(reading, file, text) {
        let classes: Vec<String> = entry.all("objectclass").map(str::to_lowercase).collect();
        let is = |names: &[&str]| classes.iter().any(|class| names.contains(&class.as_str()));
        if is(&["groupofnames", "groupofuniquenames", "group", "posixgroup"]) {
            group(reading, file, &entry);
        } else if is(&["person", "organizationalperson", "inetorgperson", "user", "posixaccount"])
            || entry.first(&["mail", "uid"]).is_some()
        {
            reading.rows.push(person(file, &entry));
        }
    }
}

fn entries(reading: &mut Reading, file: &str, text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut is_open = false;
    for (at, line) in joined(text) {
        if line.trim().is_empty() {
            is_open = false;
            continue;
        }
        let Some((key, value)) = line.split_once(':') else {
            let problem = Problem::new("broken-ldif", "a line without an attribute")
                .hint("expected is `attribute: value`");
            reading.odd(file, at, problem);
            continue;
        };
        let value = match value.strip_prefix(':') {
            Some(packed) => {
                match STANDARD.decode(packed.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
                    Some(value) => value,
                    // Photographs and passwords are no text, and nothing that is wanted here.
                    None => continue,
                }
            }
            None => value.trim().to_owned(),
        };
        // `cn;lang-de` is a `cn`.
        let key = key.split(';').next().unwrap_or(key).trim().to_lowercase();
        if !is_open {
            entries.push(Entry { line: at, fields: Vec::new() });
            is_open = true;
        }
        if let Some(entry) = entries.last_mut() {
            entry.fields.push((key, value));
        }
    }
    entries.retain(|entry| entry.first(&["dn"]).is_some());
    entries
}

/// Lines without comments, those that go on after a blank put together, each with the number of its first.
fn joined(text: &str) -> Vec<(u64, String)> {
    let mut lines: Vec<(u64, String)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if line.starts_with('#') {
            continue;
        }
        match (line.strip_prefix(' '), lines.last_mut()) {
            (Some(more), Some((_, before))) if !before.is_empty() => before.push_str(more),
            _ => lines.push((at as u64 + 1, line.to_owned())),
        }
    }
    lines
}

fn person(file: &str, entry: &Entry) -> Row {
    let mut row = Row::at(file, entry.line);
    entry.first(&["dn"]).iter().for_each(|dn| row.handle("dn", &dn.to_lowercase()));
    for name in ["uid", "samaccountname"] {
        entry.all(name).for_each(|uid| row.handle("", uid));
    }
    entry.first(&["displayname", "cn"]).iter().for_each(|name| row.named(name));
    let both = format!(
        "{} {}",
        entry.first(&["givenname"]).unwrap_or_default(),
        entry.first(&["sn"]).unwrap_or_default()
    );
    row.named(&both);
    for name in ["mail", "mailalternateaddress", "userprincipalname"] {
        entry.all(name).for_each(|email| row.email(email));
    }
    row.manager = entry.first(&["manager"]).map(str::to_lowercase);
    row.role = entry.first(&["title"]).map(str::to_owned);
    row.teams = entry.all("memberof").filter_map(first_part).collect();
    row.teams.extend(entry.first(&["department", "departmentnumber"]).map(str::to_owned));
    row.is_contractor = entry.first(&["employeetype"]).map(is_contractor);
    // The second bit of Active Directory's flags says that the account is off.
    let flags = entry.first(&["useraccountcontrol"]).and_then(|flags| flags.parse::<u32>().ok());
    row.is_gone = flags.map(|flags| flags & 2 != 0);
    row
}

fn group(reading: &mut Reading, file: &str, entry: &Entry) {
    let Some(name) = entry.first(&["cn"]).map(str::to_owned) else { return };
    for (key, system) in [("member", "dn"), ("uniquemember", "dn"), ("memberuid", "")] {
        for member in entry.all(key) {
            let mut row = Row::at(file, entry.line);
            row.handle(system, &member.to_lowercase());
            row.teams.push(name.clone());
            reading.rows.push(row);
        }
    }
    reading.teams.push(TeamRow {
        place: Place { file: file.to_owned(), line: entry.line },
        name,
        owns: Vec::new(),
    });
}

/// `orders` of `cn=orders,ou=groups,dc=shop`.
fn first_part(name: &str) -> Option<String> {
    let (_, value) = name.split(',').next()?.split_once('=')?;
    Some(value.trim().to_owned())
}
