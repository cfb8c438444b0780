//! All definitions, and quickly those that a line could belong to.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::definition::Definition;
use crate::definitions;

/// One pattern of one definition, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Place in [`Catalog::definitions`].
    pub definition: usize,
    /// Place in the definition's patterns.
    pub pattern: usize,
}

/// All definitions in the order of preference.
#[derive(Debug)]
pub(crate) struct Catalog {
    /// The definitions.
    pub definitions: Vec<Definition>,
    /// For each first byte of a line the patterns that could match it, in the order of preference.
    by_first_byte: Vec<Vec<Candidate>>,
    /// For each program the places of the definitions meant for its messages.
    by_program: BTreeMap<String, Vec<usize>>,
    /// Beginnings of programs' names, with the definition meant for their messages.
    by_beginning: Vec<(String, usize)>,
    /// For each definition the places of those it yields to.
    yields_to: Vec<Vec<usize>>,
}

impl Catalog {
    /// The definitions that come with the program. A broken one would be left out; the tests see to it that
    /// there is none.
    pub(crate) fn get() -> &'static Self {
        static CATALOG: OnceLock<Catalog> = OnceLock::new();
        CATALOG.get_or_init(|| {
            Self::new(definitions::ALL.iter().filter_map(|(_, text)| Definition::load(text).ok()).collect())
        })
    }

    fn new(definitions: Vec<Definition>) -> Self {
        let mut by_first_byte = vec![Vec::new(); 256];
        for (number, definition) in definitions.iter().enumerate().filter(|(_, d)| !d.inside_only) {
            for (place, pattern) in definition.patterns.iter().enumerate() {
                for (byte, list) in by_first_byte.iter_mut().enumerate() {
                    if pattern.may_begin_with(byte as u8) {
                        list.push(Candidate { definition: number, pattern: place });
                    }
                }
            }
        }
        let mut by_program: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut by_beginning = Vec::new();
        for (number, definition) in definitions.iter().enumerate() {
            for program in &definition.programs {
                match program.strip_suffix('*') {
                    Some(beginning) => by_beginning.push((beginning.to_owned(), number)),
                    None => by_program.entry(program.clone()).or_default().push(number),
                }
            }
        }
        let place = |name: &String| definitions.iter().position(|d| d.name == *name);
        let particular = definitions.iter().enumerate().filter(|(_, d)| !d.general && !d.inside_only);
        let all_particular: Vec<usize> = particular.map(|(number, _)| number).collect();
        let named = |d: &Definition| d.yields_to.iter().filter_map(place).collect::<Vec<_>>();
        let others = |d: &Definition| if d.general { all_particular.clone() } else { Vec::new() };
        let yields_to = definitions.iter().map(|d| [named(d), others(d)].concat()).collect();
        Self { definitions, by_first_byte, by_program, by_beginning, yields_to }
    }

    /// The patterns that a line with this first byte could match.
    pub(crate) fn candidates(&self, first: u8) -> &[Candidate] {
        self.by_first_byte.get(usize::from(first)).map_or(&[], Vec::as_slice)
    }

    /// The definitions meant for the message of this program inside another format.
    pub(crate) fn of_program<'c>(&'c self, program: &'c str) -> impl Iterator<Item = usize> + 'c {
        let exact = self.by_program.get(program).into_iter().flatten().copied();
        let beginning = self.by_beginning.iter().filter(|(name, _)| program.starts_with(name.as_str()));
        exact.chain(beginning.map(|(_, number)| *number))
    }

    /// Whether the first definition gives way where both match a line.
    pub(crate) fn yields(&self, definition: usize, to: usize) -> bool {
        self.yields_to.get(definition).is_some_and(|list| list.contains(&to))
    }

    /// The definition to prefer out of several that match a line.
    #[cfg(test)]
    pub(crate) fn preferred(&self, matching: &[usize]) -> Option<usize> {
        let stays = |d: &&usize| !matching.iter().any(|other| self.yields(**d, *other));
        matching.iter().filter(stays).min().or(matching.first()).copied()
    }
}
