//! A regex whose groups have meanings, compiled at first use because most definitions are never needed.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use regex::bytes::{CaptureLocations, Regex, RegexBuilder};

use super::role::Role;

/// A regex and what its groups mean.
#[derive(Debug)]
pub(crate) struct GroupedRegex {
    /// Different for every regex of the process; tells which buffer belongs to it.
    number: usize,
    regex: String,
    compiled: OnceLock<Option<Compiled>>,
}

#[derive(Debug)]
struct Compiled {
    regex: Regex,
    /// Number and name of each named group, and what it means.
    groups: Vec<Group>,
}

/// A named group.
#[derive(Debug)]
pub(crate) struct Group {
    /// Its number in the regex.
    pub number: usize,
    /// Its name, without the number that tells groups of one name apart.
    pub name: String,
    /// What it means.
    pub role: Role,
}

/// Where the groups of each regex were found last; used again for every line.
#[derive(Default)]
pub(crate) struct Locations(Vec<Option<CaptureLocations>>);

impl GroupedRegex {
    /// A regex that is compiled when it is first needed.
    pub(crate) fn new(regex: String) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        Self { number: NEXT.fetch_add(1, Ordering::Relaxed), regex, compiled: OnceLock::new() }
    }

    /// What is wrong with the regex, if anything; one that is wrong matches nothing.
    #[cfg(test)]
    pub(crate) fn error(&self) -> Option<String> {
        build(&self.regex).err().map(|error| error.to_string())
    }

    /// Whether it matches.
    pub(crate) fn is_match(&self, text: &[u8]) -> bool {
        self.compiled.get_or_init(|| compile(&self.regex)).as_ref().is_some_and(|c| c.regex.is_match(text))
    }

    /// Matches, and gives the end of the match and what the groups found.
    pub(crate) fn captures<'r, 'l>(
        &'r self,
        text: &[u8],
        locations: &'l mut Locations,
    ) -> Option<(usize, Captures<'r, 'l>)> {
        let compiled = self.compiled.get_or_init(|| compile(&self.regex)).as_ref()?;
        if locations.0.len() <= self.number {
            locations.0.resize_with(self.number + 1, || None);
        }
        let found =
            locations.0.get_mut(self.number)?.get_or_insert_with(|| compiled.regex.capture_locations());
        let end = compiled.regex.captures_read(found, text)?.end();
        Some((end, Captures { groups: compiled.groups.iter(), found }))
    }
}

/// The groups that took part in a match, in the order of the regex, with where each was found.
pub(crate) struct Captures<'r, 'l> {
    groups: std::slice::Iter<'r, Group>,
    found: &'l CaptureLocations,
}

impl<'r> Iterator for Captures<'r, '_> {
    type Item = (&'r Group, (usize, usize));

    fn next(&mut self) -> Option<Self::Item> {
        self.groups.find_map(|group| Some((group, self.found.get(group.number)?)))
    }
}

fn build(regex: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(regex).unicode(false).build()
}

fn compile(regex: &str) -> Option<Compiled> {
    let regex = build(regex).ok()?;
    let named = regex.capture_names().enumerate().filter_map(|(number, name)| Some((number, name?)));
    let groups = named.map(|(number, name)| {
        let name = Role::group_name(name).to_owned();
        Group { number, role: Role::of_group(&name), name }
    });
    Some(Compiled { groups: groups.collect(), regex })
}
