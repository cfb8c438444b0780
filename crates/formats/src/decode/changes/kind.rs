//! Which kind of change a word or a short sentence speaks of.

/// The kind that the words of a text mean, as [`postlude_evidence::Change::kind`] names them; none if it names no
/// change. Rolling back counts before what is rolled back.
pub(crate) fn kind_of(text: &str) -> Option<&'static str> {
    let text = spaced(text);
    let has = |words: &[&str]| words.iter().any(|word| begins_word(&text, word));
    Some(match () {
        () if has(&["rollback", "roll back", "rolled back", "rolling back", "revert", "undo"]) => "rollback",
        () if has(&["migrat", "schema", "ddl", "alter table"]) => "schema",
        () if has(&[
            "deploy",
            "redeploy",
            "rollout",
            "roll out",
            "rolled out",
            "rolling",
            "canary",
            "promot",
            "sync",
        ]) =>
        {
            "deploy"
        }
        () if has(&["release", "publish", "upgrade"]) => "release",
        () if has(&["scale", "scaling", "rescale", "autoscal", "resize", "desired capacity"]) => "scale",
        () if has(&["restart", "reboot", "recreate", "terminate"]) => "restart",
        () if has(&["merge"]) => "merge",
        () if has(&[
            "config",
            "flag",
            "toggle",
            "feature",
            "setting",
            "parameter",
            "secret",
            "certificate",
        ]) =>
        {
            "config"
        }
        () if has(&["install", "ship"]) => "deploy",
        () => return None,
    })
}

/// Lower case, with a blank between words however they are joined: `UpdateService`, `feature-enabled`.
fn spaced(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 8);
    let mut lower_before = false;
    for letter in text.chars().take(400) {
        if letter.is_uppercase() && lower_before {
            words.push(' ');
        }
        lower_before = letter.is_lowercase() || letter.is_ascii_digit();
        match letter {
            '_' | '-' | '.' | ':' | '/' | '"' => words.push(' '),
            _ => words.extend(letter.to_lowercase()),
        }
    }
    words
}

fn begins_word(text: &str, word: &str) -> bool {
    let at_word = |at: usize| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    text.match_indices(word).any(|(at, _)| at_word(at))
}

#[cfg(test)]
mod tests {
    use super::kind_of;

    #[test]
    fn words_name_kinds() {
        let check = |text: &str, kind: Option<&str>| assert_eq!(kind_of(text), kind, "{text}");
        check("deployment_status", Some("deploy"));
        check("Rollback to 3", Some("rollback"));
        check("rolled back the deploy of cart", Some("rollback"));
        check("ScalingReplicaSet", Some("scale"));
        check("feature-environment-enabled", Some("config"));
        check("V12__add_column migration", Some("schema"));
        check("user logged in", None);
        check("undeployed", None);
        check("", None);
    }
}
