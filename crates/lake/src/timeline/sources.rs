//! What a timeline says of the sources it was made from.

use std::collections::BTreeMap;

use postlude_base::SourceId;
use postlude_draft::clocks::Clock;

use super::SourceLine;
use crate::clocks::oddity;
use crate::{Problems, Source, Unreadable};

/// A line for every path, what could not be read last.
pub(super) fn lines(sources: &[&Source], clocks: &[Clock], unreadable: &[Unreadable]) -> Vec<SourceLine> {
    let clocks: BTreeMap<SourceId, &Clock> = clocks.iter().map(|clock| (clock.source, clock)).collect();
    let mut lines: Vec<SourceLine> =
        sources.iter().flat_map(|source| source_lines(source, clocks.get(&source.id).copied())).collect();
    lines.extend(unreadable.iter().map(|unreadable| SourceLine {
        source: SourceId(u32::MAX),
        path: unreadable.path.clone(),
        member: None,
        format: "unreadable".to_owned(),
        records: 0,
        clock: None,
        problems: vec![unreadable.problem.message.clone()],
    }));
    lines
}

/// One line per path: the same content may lie in several places, and was read in the first.
fn source_lines(source: &Source, clock: Option<&Clock>) -> Vec<SourceLine> {
    let line = |(at, path): (usize, &String)| {
        let (path, member) =
            path.split_once('!').map_or((path.as_str(), None), |(path, member)| (path, Some(member)));
        let first = at == 0;
        SourceLine {
            source: if first { source.id } else { SourceId(u32::MAX) },
            path: path.to_owned(),
            member: member.map(str::to_owned),
            format: source.format.clone(),
            records: if first { source.tally.total() } else { 0 },
            clock: clock.filter(|_| first).cloned(),
            problems: if first {
                let clock = clock.and_then(|clock| oddity(&source.paths[0], clock));
                clock.into_iter().chain(source.tally.problems.sentences()).collect()
            } else {
                vec![format!("the same content as {}, read once", source.paths[0])]
            },
        }
    };
    source.paths.iter().enumerate().map(line).collect()
}

impl Problems {
    /// All as sentences, those of a kind together.
    pub fn sentences(&self) -> Vec<String> {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut sentences = Vec::new();
        for problem in &self.kept {
            let times = seen.entry(problem.code.as_ref()).or_default();
            *times += 1;
            if *times > 1 {
                continue;
            }
            let all = self.counts.get(problem.code.as_ref()).copied().unwrap_or(1);
            let place = problem.span.map(|span| format!(" at byte {}", span.from)).unwrap_or_default();
            let more = if all > 1 { format!(" ({all} times)") } else { String::new() };
            sentences.push(format!("{}{place}{more}", problem.message));
        }
        sentences
    }
}
