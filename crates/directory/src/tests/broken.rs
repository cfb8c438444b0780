use proptest::prelude::*;

use super::{lines, problems, read};
use crate::{File, directory};

fn check(name: &str, text: &str, people: usize, told: &[&str]) {
    let directory = read(&[(name, text)]);
    assert_eq!(problems(&directory), told, "{:#?}", directory.problems);
    assert_eq!(directory.people.len(), people, "{:?}", lines(&directory));
}

#[test]
fn what_is_odd_is_told_with_its_line() {
    check("empty.csv", "\n\n", 0, &["empty-file empty.csv:1"]);
    check("poem.txt", "roses are red\nviolets are blue\n", 0, &["unknown-format poem.txt:1"]);
    check("numbers.json", "[1, 2, 3]", 0, &["unknown-format numbers.json:1"]);
    check("things.json", "[\n{\"colour\": \"red\"}]", 0, &["unknown-format things.json:2"]);
    check("cut.json", "{\"users\": [\n{\"id\":\"P1\",\"em", 0, &["broken-json cut.json:2"]);
    check("people.csv", "name,email,shoe size\nAna,ana@x.example,37\n", 1, &["unknown-column people.csv:1"]);
    check(
        "people.csv",
        "name,email\n,\nAna,not an address\n,,\nTom,tom@x.example,extra\n",
        2,
        &["broken-address people.csv:3", "too-many-cells people.csv:5"],
    );
    check(
        "people.csv",
        "name,start,trained,away\nAna,03/04/2020,perhaps,2026-02-01..2026-01-01\n",
        1,
        &["ambiguous-date people.csv:2", "broken-absence people.csv:2", "broken-truth people.csv:2"],
    );
    check("people.csv", "email,team\n,orders\n", 0, &["nobody people.csv:2"]);
    check("CODEOWNERS", "/a/ @ana\n/b/ @tom nobody\n/c/ @ana\n", 2, &["unknown-owner CODEOWNERS:2"]);
    check(
        "cat.yaml",
        "apiVersion: v1\nkind: User\nmetadata: {name: ana}\nspec: {}\n---\nkind: [\n",
        1,
        &["broken-yaml cat.yaml:7"],
    );
    check(
        "people.ldif",
        "dn: uid=ana\nuid: ana\nmail: ana@x.example\nno colon here\n",
        1,
        &["broken-ldif people.ldif:4"],
    );
}

#[test]
fn latin_1_is_read_and_told() {
    let directory = directory(&[File {
        name: "leute.csv",
        bytes: b"name;email\nEva;eva@x.example\nJ\xf6rg Gro\xdf;jg@x.example\n",
    }]);
    assert_eq!(lines(&directory), ["Eva | eva@x.example", "Jörg Groß | jg@x.example"]);
    assert_eq!(problems(&directory), ["not-utf-8 leute.csv:3"]);
}

#[test]
fn deep_nesting_ends() {
    let yaml =
        format!("apiVersion: v1\nkind: User\nmetadata: {{name: ana}}\nspec: {}\n", "[".repeat(100_000));
    assert_eq!(read(&[("deep.yaml", &yaml)]).people.len(), 0);
    let json = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(read(&[("deep.json", &json)]).people.len(), 0);
}

proptest! {
    /// Whatever is in a file, reading ends, and ends the same twice.
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400), start in "(\\{|\\[|name,email\n|dn: |commit |kind: User\nspec: )?") {
        let bytes = [start.as_bytes(), &bytes].concat();
        let file = [File { name: "any", bytes: &bytes }];
        prop_assert_eq!(directory(&file), directory(&file));
    }
}
