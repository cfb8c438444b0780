use jiff::tz::TimeZone;
use postlude_base::Timestamp;
use postlude_draft::{Draft, Kind};

use super::reading::moment;
use crate::command_error::CommandError;
use crate::near::near;
use crate::show::kind;

/// Which part of the timeline is shown. Entries keep their names.
#[derive(Debug, clap::Args)]
pub(crate) struct Narrow {
    /// Only entries from this moment on, in the zone shown: 14:02, or '2024-03-05 14:02'.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Only entries before this moment.
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Only entries and leads about these services.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    service: Vec<String>,
    /// Only entries of these kinds, such as change,alert,errors.
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = read_kind)]
    kind: Vec<Kind>,
    /// Only so many entries, those that matter most.
    #[arg(long, value_name = "N")]
    top: Option<usize>,
}

fn read_kind(text: &str) -> Result<Kind, String> {
    let wanted = text.trim().replace('-', "_").to_lowercase();
    let found = kind::ALL.into_iter().find(|kind| kind::code(*kind) == wanted);
    found.ok_or_else(|| format!("the kinds are {}", kind::ALL.map(kind::code).join(", ")))
}

impl Narrow {
    /// Leaves out what was not asked for, and says how many entries that were.
    pub(super) fn apply(&self, draft: &mut Draft, zone: &TimeZone) -> Result<usize, CommandError> {
        let all = draft.entries.len();
        let read =
            |text: &Option<String>| text.as_ref().map(|text| moment(text, zone, draft.window)).transpose();
        let (from, to): (Option<Timestamp>, Option<Timestamp>) = (read(&self.from)?, read(&self.to)?);
        self.check_services(draft)?;
        let asked = |service: &Option<String>| self.service.is_empty() || self.names(service.as_deref());
        draft.entries.retain(|entry| {
            from.is_none_or(|from| entry.end.unwrap_or(entry.time) >= from)
                && to.is_none_or(|to| entry.time < to)
                && (self.kind.is_empty() || self.kind.contains(&entry.kind))
                && asked(&entry.service)
        });
        if let Some(top) = self.top {
            keep_best(draft, top);
        }
        draft.leads.retain(|lead| asked(&lead.service));
        for lead in &mut draft.leads {
            let kept = |id: &String| draft.entries.iter().any(|entry| entry.id == *id);
            lead.entries.retain(kept);
            lead.change = lead.change.take().filter(kept);
        }
        Ok(all - draft.entries.len())
    }

    fn names(&self, service: Option<&str>) -> bool {
        service.is_some_and(|service| self.service.iter().any(|name| name.eq_ignore_ascii_case(service)))
    }

    /// A service that nothing is about is a slip of the keyboard more often than not.
    fn check_services(&self, draft: &Draft) -> Result<(), CommandError> {
        let mut known: Vec<&str> =
            draft.entries.iter().filter_map(|entry| entry.service.as_deref()).collect();
        known.extend(draft.leads.iter().filter_map(|lead| lead.service.as_deref()));
        known.sort_unstable();
        known.dedup();
        let missing =
            self.service.iter().find(|name| !known.iter().any(|service| name.eq_ignore_ascii_case(service)));
        let Some(missing) = missing else { return Ok(()) };
        let error =
            CommandError::asked(format!("nothing on this timeline is about a service called {missing}"));
        let meant = near(missing, known.iter().copied());
        Err(match (meant.is_empty(), known.is_empty()) {
            (false, _) => error.hint(format!("did you mean {}?", meant.join(" or "))),
            (true, false) => {
                let shown: Vec<&str> = known.iter().copied().take(20).collect();
                error.hint(format!("there is something about {}", shown.join(", ")))
            }
            (true, true) => error.hint("no entry of this timeline names a service"),
        })
    }
}

/// The entries with the highest scores, still in order of time.
fn keep_best(draft: &mut Draft, count: usize) {
    let mut order: Vec<usize> = (0..draft.entries.len()).collect();
    order.sort_by(|a, b| draft.entries[*b].score.total_cmp(&draft.entries[*a].score).then(a.cmp(b)));
    let mut kept = vec![false; draft.entries.len()];
    order.iter().take(count).for_each(|at| kept[*at] = true);
    let mut kept = kept.into_iter();
    draft.entries.retain(|_| kept.next().unwrap_or(false));
}
