//! What the names of the columns of a wide table of metrics say: which service, which measure.

use postlude_base::service_of_instance;

use super::file_name::is_instance;
use super::words::{is_layer, is_measure, unit_of, words};

/// One series: what is measured, of whom.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series {
    /// The measure.
    pub name: String,
    /// Its unit.
    pub unit: Option<String>,
    /// The service it is about; the one that is called if there is a caller.
    pub service: Option<String>,
    /// The instance.
    pub instance: Option<String>,
    /// The service whose calls are measured.
    pub caller: Option<String>,
    /// Labels.
    pub labels: Vec<(String, String)>,
}

impl Series {
    /// A measure of nobody in particular.
    pub fn plain(name: &str) -> Self {
        let (bare, unit) = unit_of(name);
        Self { name: bare.to_owned(), unit: unit.map(str::to_owned), ..Self::default() }
    }

    /// A measure of a service or an instance.
    pub fn of(entity: &str, measure: &str) -> Self {
        let mut series = Self::plain(measure);
        series.service = Some(service_of_instance(entity).to_owned());
        series.instance = is_instance(entity).then(|| entity.to_owned());
        series
    }
}

/// How the names were understood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reading {
    /// Every name is a measure.
    Measures,
    /// `carts_cpu`: a service (or instance) and a measure.
    Services,
    /// `front_cart`, `front->cart`: a caller and a service; the file says what is measured.
    Calls,
}

/// What a list of names says, taken together: a part that comes back beside different measures is a service.
pub fn read(names: &[&str], file: &str) -> (Vec<Series>, Reading) {
    if let Some(calls) = calls(names, file) {
        return (calls, Reading::Calls);
    }
    if let Some(services) = services(names) {
        return (services, Reading::Services);
    }
    (names.iter().map(|name| Series::plain(name)).collect(), Reading::Measures)
}

const SEPARATORS: &[char] = &['_', '.', '/', ':', ' ', '-', '|'];

/// Every place where a name may be cut: before and behind a separator, both sides filled.
fn cuts(name: &str) -> impl Iterator<Item = (&str, &str)> {
    name.match_indices(SEPARATORS)
        .map(|(at, separator)| (&name[..at], &name[at + separator.len()..]))
        .filter(|(left, right)| !left.is_empty() && !right.is_empty())
}

/// `carts_cpu`: cut before the first word that is a measure.
fn entity_first(name: &str) -> Option<(&str, &str)> {
    cuts(name).find(|(left, right)| {
        let first = words(right);
        let own = words(left);
        first.first().is_some_and(|word| is_measure(word))
            && own.iter().any(|word| !is_measure(word) && !is_layer(word))
            && own.last().is_some_and(|word| !is_measure(word))
    })
}

/// `cpu_usage_carts`: cut behind the last word that is a measure.
fn entity_last(name: &str) -> Option<(&str, &str)> {
    let all: Vec<_> = cuts(name).collect();
    all.into_iter().rev().map(|(left, right)| (right, left)).find(|(entity, measure)| {
        let own = words(entity);
        words(measure).last().is_some_and(|word| is_measure(word))
            && own.iter().all(|word| !is_measure(word) && !is_layer(word))
            && own.iter().any(|word| word.len() > 2 && word.bytes().all(|b| b.is_ascii_alphabetic()))
    })
}

fn services(names: &[&str]) -> Option<Vec<Series>> {
    [entity_first, entity_last].into_iter().find_map(|cut| {
        let mut parts: Vec<Option<(&str, &str)>> = names.iter().map(|name| cut(name)).collect();
        let found: Vec<(&str, &str)> = parts.iter().flatten().copied().collect();
        let mut entities: Vec<&str> = found.iter().map(|(entity, _)| *entity).collect();
        entities.sort_unstable();
        entities.dedup();
        let mut measures: Vec<&str> = found.iter().map(|(_, measure)| *measure).collect();
        measures.sort_unstable();
        measures.dedup();
        let grid = entities.len() > 1 && measures.len() < found.len() && found.len() * 2 >= names.len();
        let single = entities.len() == 1 && found.len() == names.len() && names.len() > 1;
        if !grid && !single {
            return None;
        }
        // The longest first, so that `carts-db` is not taken for `carts`.
        entities.sort_by_key(|entity| std::cmp::Reverse(entity.len()));
        for (part, name) in parts.iter_mut().zip(names) {
            if part.is_none() {
                *part = entities.iter().find_map(|entity| {
                    let rest = name.strip_prefix(entity)?;
                    let measure = rest.strip_prefix(SEPARATORS)?;
                    (!measure.is_empty()).then_some((*entity, measure))
                });
            }
        }
        let series = parts.iter().zip(names).map(|(part, name)| match part {
            Some((entity, measure)) => Series::of(entity, measure),
            None => Series::plain(name),
        });
        Some(series.collect())
    })
}

/// Names that are pairs of services: by an arrow, or by one `_` when a name stands on both sides.
fn calls(names: &[&str], file: &str) -> Option<Vec<Series>> {
    let arrows = ["->", "=>", "→", " to ", "__"];
    let arrow = arrows.iter().find(|arrow| names.iter().all(|name| name.contains(**arrow)));
    let pairs: Vec<(&str, &str)> = match arrow {
        Some(arrow) => names.iter().filter_map(|name| name.split_once(arrow)).collect(),
        None => names.iter().filter_map(|name| name.split_once('_')).collect(),
    };
    let measured = |name: &str| words(name).iter().any(|word| is_measure(word));
    let plain = |name: &str| !name.is_empty() && !name.contains('_') && !measured(name);
    if names.is_empty()
        || pairs.len() != names.len()
        || !pairs.iter().all(|(a, b)| plain(a.trim()) && plain(b.trim()))
    {
        return None;
    }
    if arrow.is_none() {
        let both = pairs.iter().any(|(caller, _)| pairs.iter().any(|(_, callee)| caller == callee));
        let about = words(file);
        let said = ["source", "destination", "edge", "edges", "call", "calls", "link"];
        let said = about.iter().any(|word| said.contains(&word.as_str()));
        if pairs.len() < 2 || !(both && pairs.len() > 2 || said) {
            return None;
        }
    }
    let series = pairs.iter().map(|(caller, callee)| Series {
        service: Some(service_of_instance(callee.trim()).to_owned()),
        caller: Some(service_of_instance(caller.trim()).to_owned()),
        ..Series::plain(file)
    });
    Some(series.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &str, reading: Reading, expected: &str) {
        let names: Vec<&str> = names.split(", ").collect();
        let (series, found) = read(&names, "source_p50");
        let shown: Vec<String> = series
            .iter()
            .map(|s| {
                let caller = s.caller.as_deref().map(|caller| format!("{caller}>")).unwrap_or_default();
                format!("{caller}{}:{}", s.service.as_deref().unwrap_or_default(), s.name)
            })
            .collect();
        assert_eq!((found, shown.join(", ").as_str()), (reading, expected), "{names:?}");
    }

    #[test]
    fn services_and_measures() {
        check(
            "till_cpu, till-db_cpu, front-end_lat_99, till_lat_99, till_lod",
            Reading::Services,
            "till:cpu, till-db:cpu, front-end:lat_99, till:lat_99, till:lod",
        );
        check(
            "till.cpu, till.memory, till.latency p95",
            Reading::Services,
            "till:cpu, till:memory, till:latency p95",
        );
        check("cpu_till, cpu_shelf, memory_till", Reading::Services, "till:cpu, shelf:cpu, till:memory");
        check(
            "till-7c9d6b5f48-x2k9q.cpu, till-7c9d6b5f48-x2k9q.memory",
            Reading::Services,
            "till:cpu, till:memory",
        );
    }

    #[test]
    fn plain_measures_are_not_cut() {
        check(
            "CpuUsage(m), NodeCpuUsageRate(%), SuccessRate",
            Reading::Measures,
            ":CpuUsage, :NodeCpuUsageRate, :SuccessRate",
        );
        check("cpu_usage, memory_usage", Reading::Measures, ":cpu_usage, :memory_usage");
        check(
            "node_cpu_seconds, node_memory_bytes",
            Reading::Measures,
            ":node_cpu_seconds, :node_memory_bytes",
        );
        check("bytes_in, bytes_out", Reading::Measures, ":bytes_in, :bytes_out");
    }

    #[test]
    fn calls_between_services() {
        check(
            "front_till, till_shelf, front_shelf",
            Reading::Calls,
            "front>till:source_p50, till>shelf:source_p50, front>shelf:source_p50",
        );
        check("front->till", Reading::Calls, "front>till:source_p50");
    }
}
