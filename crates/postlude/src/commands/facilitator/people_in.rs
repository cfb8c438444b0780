//! Whom a record of a change or of alerting names, and as what: authors and trailers of a commit, reviewers of a request, assignees of an alert.

use postlude_review::facilitator::Did;
use serde_json::Value;

/// Somebody as a record names them, the surest name first.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub(super) did: Did,
    pub(super) who: Vec<String>,
}

/// Keys of JSON under which people stand.
const KEYS: &[(&str, Did)] = &[
    ("reviews", Did::Reviewed),
    ("reviewers", Did::Reviewed),
    ("requested_reviewers", Did::Reviewed),
    ("latestReviews", Did::Reviewed),
    ("approved_by", Did::Reviewed),
    ("approvers", Did::Reviewed),
    ("merged_by", Did::Changed),
    ("mergedBy", Did::Changed),
    ("merge_user", Did::Changed),
    ("author", Did::Changed),
    ("acknowledgements", Did::Acknowledged),
    ("acknowledger", Did::Acknowledged),
    ("acknowledged_by", Did::Acknowledged),
    ("acknowledgedBy", Did::Acknowledged),
    ("closedBy", Did::Acknowledged),
    ("resolved_by", Did::Acknowledged),
    ("agent", Did::Acknowledged),
    ("assignments", Did::Paged),
    ("assignees", Did::Paged),
    ("assignee", Did::Paged),
    ("assigned_to", Did::Paged),
    ("owner", Did::Paged),
];

/// Lines of a commit that name people.
const TRAILERS: &[(&str, Did)] = &[
    ("Author:", Did::Changed),
    ("author ", Did::Changed),
    ("Co-authored-by:", Did::Changed),
    ("Signed-off-by:", Did::Changed),
    ("Reviewed-by:", Did::Reviewed),
    ("Acked-by:", Did::Reviewed),
    ("Approved-by:", Did::Reviewed),
];

/// Whom a record names. Of a change also the actor that was read from it; of alerting only what says that it is a person.
pub(super) fn named_in(original: &[u8], is_change: bool, actor: Option<String>) -> Vec<Named> {
    let text = String::from_utf8_lossy(original);
    let mut named = Vec::new();
    match serde_json::from_str::<Value>(text.trim().trim_end_matches(',')) {
        Ok(value) => walk(&value, None, is_change, &mut named),
        Err(_) if is_change => trailers(&text, &mut named),
        Err(_) => {}
    }
    let is_told = |name: &String| named.iter().any(|known| known.who.contains(name));
    if let Some(actor) = actor.filter(|actor| !is_told(actor)) {
        named.push(Named { did: Did::Changed, who: vec![actor] });
    }
    named.dedup();
    named
}

fn trailers(text: &str, named: &mut Vec<Named>) {
    for line in text.lines() {
        let line = line.trim();
        let Some((did, rest)) = TRAILERS.iter().find_map(|(key, did)| Some((*did, line.strip_prefix(key)?)))
        else {
            continue;
        };
        let Some((name, email)) = rest.split_once('<') else { continue };
        let email = email.split('>').next().unwrap_or_default().trim();
        let who: Vec<String> = [email, name.trim()]
            .iter()
            .filter(|name| !name.is_empty())
            .map(|name| (*name).to_owned())
            .collect();
        if !who.is_empty() {
            named.push(Named { did, who });
        }
    }
}

fn walk(value: &Value, role: Option<Did>, is_change: bool, named: &mut Vec<Named>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, role, is_change, named)),
        Value::String(name) if !name.trim().is_empty() => {
            if let Some(did) = role {
                named.push(Named { did, who: vec![name.trim().to_owned()] });
            }
        }
        Value::Object(parts) => {
            if let Some(did) = role {
                let who = names(value);
                if !who.is_empty() {
                    named.push(Named { did, who });
                    return;
                }
            }
            // PagerDuty tells in one list who was notified and by what.
            let notified = parts
                .get("type")
                .and_then(Value::as_str)
                .is_some_and(|kind| kind.starts_with("notify_log_entry"));
            for (key, part) in parts {
                let known = KEYS
                    .iter()
                    .find(|(name, did)| name == key && belongs(*did, is_change))
                    .map(|(_, did)| *did);
                let known = if notified && key == "user" { Some(Did::Paged) } else { known };
                // Below a review or an acknowledgement stands who made it, under a key of its own.
                let role = match (role, known) {
                    (Some(role), Some(_)) => Some(role),
                    (Some(role), None) if part.is_object() => Some(role),
                    (_, known) => known,
                };
                if part.is_object() || part.is_array() || known.is_some() {
                    walk(part, role, is_change, named);
                }
            }
        }
        _ => {}
    }
}

/// Whether such a deed is one that changes, or one that alerts tell of.
fn belongs(did: Did, is_change: bool) -> bool {
    matches!(did, Did::Changed | Did::Reviewed) == is_change
}

/// What an object calls the person it stands for; nothing where it stands for none.
fn names(value: &Value) -> Vec<String> {
    const NAMES: [&str; 8] =
        ["email", "login", "username", "userName", "summary", "displayName", "name", "id"];
    let kind = value.get("type").and_then(Value::as_str).unwrap_or("user");
    let is_person = kind.to_lowercase().contains("user") || kind == "person";
    let has_name = NAMES.iter().take(7).any(|key| value.get(*key).is_some_and(Value::is_string));
    if !is_person || !has_name {
        return Vec::new();
    }
    NAMES
        .iter()
        .filter_map(|key| value.get(*key)?.as_str())
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether a name is that of a program that changes systems.
pub(super) fn touched_by(name: &str) -> bool {
    let name = name.to_lowercase();
    let ends = ["[bot]", "-bot", "-controller", "controller-manager", "-operator", "-scheduler", "kubelet"];
    name.starts_with("system:") || ends.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(original: &str, is_change: bool, expected: &[(Did, &str)]) {
        let named: Vec<(Did, String)> = named_in(original.as_bytes(), is_change, None)
            .into_iter()
            .map(|named| (named.did, named.who.join(" ")))
            .collect();
        let expected: Vec<(Did, String)> =
            expected.iter().map(|(did, who)| (*did, (*who).to_owned())).collect();
        assert_eq!(named, expected, "{original}");
    }

    #[test]
    fn a_commit_names_its_author_and_reviewers() {
        check(
            "commit 1a2b\nAuthor: Ana Lima <ana@shop.example>\n\n    orders: faster\n\n    Reviewed-by: Tom Beck <tom@shop.example>\n",
            true,
            &[(Did::Changed, "ana@shop.example Ana Lima"), (Did::Reviewed, "tom@shop.example Tom Beck")],
        );
    }

    #[test]
    fn a_request_names_its_reviewers() {
        check(
            r#"{"number":7,"title":"x","author":{"login":"ana"},"requested_reviewers":[{"login":"tom","id":3}],
                "reviews":[{"id":9,"state":"APPROVED","author":{"login":"eva"}}],"merged_by":{"login":"ana"}}"#,
            true,
            &[(Did::Changed, "ana"), (Did::Reviewed, "tom"), (Did::Reviewed, "eva")],
        );
        check(
            r#"{"iid":7,"author":{"username":"ana","name":"Ana Lima"},"reviewers":[{"username":"tom"}],"approved_by":[{"user":{"username":"eva"}}]}"#,
            true,
            &[(Did::Reviewed, "eva"), (Did::Changed, "ana Ana Lima"), (Did::Reviewed, "tom")],
        );
    }

    #[test]
    fn an_alert_names_who_was_paged_and_who_took_it() {
        check(
            r#"{"type":"incident","assignments":[{"at":"x","assignee":{"id":"P1","type":"user_reference","summary":"Ana Lima"}}],
                "acknowledgements":[{"at":"x","acknowledger":{"id":"P2","type":"user_reference","summary":"Tom Beck"}}],
                "service":{"summary":"orders"}}"#,
            false,
            &[(Did::Acknowledged, "Tom Beck P2"), (Did::Paged, "Ana Lima P1")],
        );
        check(
            r#"{"type":"notify_log_entry","user":{"id":"P1","type":"user_reference","summary":"Ana Lima"},"agent":{"type":"service_reference","summary":"orders"}}"#,
            false,
            &[(Did::Paged, "Ana Lima P1")],
        );
        check(
            r#"{"message":"x","tinyId":"1","owner":"ana@shop.example","report":{"acknowledgedBy":"tom@shop.example"}}"#,
            false,
            &[(Did::Paged, "ana@shop.example"), (Did::Acknowledged, "tom@shop.example")],
        );
        check("{\"labels\":{\"alertname\":\"x\"}}", false, &[]);
        check("no json", false, &[]);
    }
}
