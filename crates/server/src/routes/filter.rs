//! The filter of records as it stands in an address: `?service=shop&service=orders&severity=error&text=timeout`.

use postlude_base::{SourceId, Timestamp};
use postlude_evidence::Severity;
use postlude_lake::screens::Filter;

use crate::error::Error;

/// The parameters of an address, in order; a name may come several times.
pub(super) type Pairs = Vec<(String, String)>;

/// Bytes of a text that is looked for.
const TEXT: usize = 1000;

/// The filter; parameters that are none of it are left aside.
pub(super) fn filter(pairs: &Pairs) -> Result<Filter, Error> {
    let mut filter = Filter::default();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        match name.as_str() {
            "from" => filter.from = Some(moment(name, value)?),
            "to" => filter.to = Some(moment(name, value)?),
            "kind" => filter.kinds.push(value.clone()),
            "service" => filter.services.push(value.clone()),
            "severity" => filter.severities.push(severity(value)?),
            "template" => filter.templates.push(template(value)?),
            "source" => filter.sources.push(SourceId(number(name, value)?)),
            "trace" => filter.trace = Some(value.clone()),
            "text" if value.len() <= TEXT => filter.text = Some(value.clone()),
            "text" => return Err(wrong(name, "the text is too long")),
            _ => {}
        }
    }
    Ok(filter)
}

/// The last value of a parameter.
pub(super) fn value<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    let named = pairs.iter().rev().find(|(known, value)| known == name && !value.is_empty());
    named.map(|(_, value)| value.as_str())
}

/// The number that a parameter gives, or the one that is meant where it is missing.
pub(super) fn number_or<T: std::str::FromStr>(pairs: &Pairs, name: &str, usual: T) -> Result<T, Error> {
    value(pairs, name).map_or(Ok(usual), |value| number(name, value))
}

pub(super) fn number<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, Error> {
    value.parse().map_err(|_| wrong(name, "it is not a number that can be meant"))
}

/// A moment with its zone.
pub(super) fn moment(name: &str, value: &str) -> Result<Timestamp, Error> {
    let moment = value.parse::<jiff::Timestamp>().ok().and_then(Timestamp::from_jiff);
    moment.ok_or_else(|| wrong(name, "it is not a time").hint("write it as 2024-03-05T14:02:00Z"))
}

fn severity(value: &str) -> Result<Option<Severity>, Error> {
    match value {
        "none" => Ok(None),
        word => Severity::from_word(word)
            .map(Some)
            .ok_or_else(|| wrong("severity", "it is none of fatal, error, warn, info, debug, trace, none")),
    }
}

fn template(value: &str) -> Result<u64, Error> {
    u64::from_str_radix(value, 16).map_err(|_| wrong("template", "it is not the id of a template"))
}

fn wrong(name: &str, why: &str) -> Error {
    Error::asked("bad-parameter", format!("the parameter {name} cannot be used: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(all: &[(&str, &str)]) -> Pairs {
        all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn reads_filters() {
        let check = |all: &[(&str, &str)], expected: bool| {
            assert_eq!(filter(&pairs(all)).is_ok(), expected, "{all:?}");
        };
        check(&[("service", "a"), ("service", "b"), ("severity", "none"), ("severity", "fatal")], true);
        check(&[("from", "2024-03-05T14:02:00+01:00"), ("to", "")], true);
        check(&[("template", "00ff"), ("source", "3"), ("other", "x")], true);
        check(&[("from", "yesterday")], false);
        check(&[("severity", "bad")], false);
        check(&[("template", "xyz")], false);
        check(&[("source", "-1")], false);
        let two = filter(&pairs(&[("service", "a"), ("service", "b")])).unwrap();
        assert_eq!(two.services, ["a", "b"]);
    }
}
