use postlude_base::service_of_instance;

use super::words::{is_file_word, is_measure, words};

/// What the name of a file tells about the records in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FileName {
    /// The name without folders and endings.
    pub stem: String,
    /// The service all records are about.
    pub service: Option<String>,
    /// The instance all records are about.
    pub instance: Option<String>,
    /// The service whose calls are measured.
    pub caller: Option<String>,
}

impl FileName {
    /// Reads names such as `cart-64469b5b48-25zj6_metric.csv` (an instance), `POD_CALLER_CALLEE.csv` (calls
    /// measured at an instance) and `cart_metrics.csv` (a service).
    pub fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or_default();
        let stem = name.split(".csv").next().unwrap_or(name);
        let stem = stem.strip_suffix(".tsv").or_else(|| stem.strip_suffix(".txt")).unwrap_or(stem);
        let stem = without_date(stem);
        let mut found = Self { stem: stem.to_owned(), ..Self::default() };
        let parts: Vec<&str> = stem.split('_').filter(|part| !part.is_empty()).collect();
        let Some((&first, rest)) = parts.split_first() else { return found };
        let service = service_of_instance(first);
        if is_instance(first) {
            found.instance = Some(first.to_owned());
            found.service = Some(service.to_owned());
            if let [caller, callee] = rest
                && [*caller, *callee].contains(&service)
            {
                found.caller = Some((*caller).to_owned());
                found.service = Some((*callee).to_owned());
            }
            return found;
        }
        let plain: Vec<&str> =
            parts.iter().copied().filter(|part| !is_file_word(&part.to_lowercase())).collect();
        if let [service] = plain[..]
            && parts.len() > 1
            && !words(service).iter().any(|word| is_measure(word))
        {
            found.service = Some(service.to_owned());
        }
        found
    }
}

/// `load` of `load-2024-03-05`: files that are turned over daily.
fn without_date(stem: &str) -> &str {
    let Some(at) = stem.len().checked_sub(11).filter(|&at| at > 0 && stem.is_char_boundary(at)) else {
        return stem;
    };
    let (head, tail) = stem.split_at(at);
    let shape = tail.bytes().zip("-dddd-dd-dd".bytes());
    let dated = shape
        .into_iter()
        .all(|(b, kind)| if kind == b'd' { b.is_ascii_digit() } else { b"-_.".contains(&b) });
    if dated { head } else { stem }
}

/// Whether a name is that of a pod: its service is shorter by at least a hash.
pub fn is_instance(name: &str) -> bool {
    let service = service_of_instance(name);
    name.len() >= service.len() + 7 && !name.ends_with(service)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files() {
        let check = |path: &str, expected: (Option<&str>, Option<&str>, Option<&str>)| {
            let found = FileName::of(path);
            let found = (found.service.as_deref(), found.instance.as_deref(), found.caller.as_deref());
            assert_eq!(found, expected, "{path}");
        };
        let pod = "till-7c9d6b5f48-x2k9q";
        check("m/till-7c9d6b5f48-x2k9q_metric.csv", (Some("till"), Some(pod), None));
        check("m/till-7c9d6b5f48-x2k9q_shop_till.csv", (Some("till"), Some(pod), Some("shop")));
        check("till_metrics.csv", (Some("till"), None, None));
        check("till_metrics-2024-03-05.csv", (Some("till"), None, None));
        check("metrics.csv", (None, None, None));
        check("normal.csv", (None, None, None));
        check("cpu_usage.csv", (None, None, None));
    }
}
