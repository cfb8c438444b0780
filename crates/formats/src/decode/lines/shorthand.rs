//! The `%{name}` and `%{name:group}` shorthands of definition files, expanded before a pattern is compiled.

/// One shorthand: its name, the group it captures into when none is given, and its regex.
struct Shorthand {
    name: &'static str,
    group: Option<&'static str>,
    regex: &'static str,
}

const TABLE: &[Shorthand] = &[
    // Where a pattern begins with it, the engine reads the time itself and this regex is not used.
    Shorthand { name: "time", group: Some("time"), regex: ANY_TIME },
    Shorthand { name: "iso_time", group: Some("time"), regex: ISO_TIME },
    Shorthand { name: "syslog_time", group: Some("time"), regex: SYSLOG_TIME },
    Shorthand { name: "ctime", group: Some("time"), regex: CTIME },
    Shorthand { name: "clf_time", group: Some("time"), regex: CLF_TIME },
    Shorthand { name: "epoch", group: Some("time"), regex: r"\d{10}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?" },
    Shorthand { name: "level", group: Some("level"), regex: r"[A-Za-z]{1,13}\d?" },
    Shorthand { name: "pid", group: Some("process.pid"), regex: r"\d{1,10}" },
    Shorthand { name: "host", group: Some("host"), regex: r"[A-Za-z0-9_][A-Za-z0-9_.:%-]*" },
    Shorthand { name: "word", group: None, regex: r"[A-Za-z0-9_.$-]+" },
    Shorthand { name: "token", group: None, regex: r"[^ \t\r\n]+" },
    Shorthand { name: "int", group: None, regex: r"[+-]?\d+" },
    Shorthand { name: "number", group: None, regex: r"[+-]?\d+(?:\.\d+)?" },
    Shorthand { name: "hex", group: None, regex: r"(?:0x)?[0-9a-fA-F]+" },
    Shorthand { name: "ip", group: None, regex: r"[0-9a-fA-F:.]{2,45}(?:%[A-Za-z0-9]+)?" },
    Shorthand { name: "quoted", group: None, regex: r#"[^"\\]*(?:\\.[^"\\]*)*"# },
    Shorthand { name: "path", group: None, regex: r"/[^ \t\r\n?#]*" },
    Shorthand { name: "logger", group: None, regex: r"[A-Za-z_][A-Za-z0-9_.$/:<>#-]*" },
];

const ISO_TIME: &str = r"\d{4}[-/.]\d\d[-/.]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d)?";
const SYSLOG_TIME: &str = r"[A-Z][a-z]{2} [ \d]?\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,9})?";
const CTIME: &str =
    r"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]?\d \d\d:\d\d:\d\d(?:\.\d{1,9})?(?: [A-Z]{3,4})? \d{4}";
const CLF_TIME: &str = r"\d\d?/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d(?:\.\d{1,9})?(?: [+-]\d{4})?";
const ANY_TIME: &str = concat!(
    r"(?:\d{4}[-/.]\d\d?[-/.]\d\d?[T -]+\d\d?[:.]\d\d[:.]\d\d(?:[.,:]\d{1,9})?",
    r"(?:Z| ?[+-]\d\d(?::?\d\d)?| (?:UTC|GMT|[A-Z]{1,3}T))?",
    r"|(?:[A-Z][a-z]{2},? )?[A-Z][a-z]{2} [ \d]?\d \d\d:\d\d:\d\d(?:\.\d{1,9})?(?: [A-Z]{3,4})?(?: \d{4})?",
    r"|\d\d?[/ -][A-Z][a-z]{2}[/ -]\d{4}[ :]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: [+-]\d{4}| UTC| GMT)?",
    r"|\d\d?[/.-]\d\d?[/.-](?:\d{4}|\d\d),? \d\d?:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?: ?[AaPp][Mm])?",
    r"|\d{8}[T -]\d\d:?\d\d:?\d\d(?:[.,:]\d{1,9})?Z?|\d{6} +\d?\d:?\d\d:?\d\d",
    r"|\d{10}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?|\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)",
);

/// The regex with every shorthand expanded; the unknown name if there is one.
pub(super) fn expand(regex: &str) -> Result<String, String> {
    let mut out = String::with_capacity(regex.len() * 2);
    let mut rest = regex;
    while let Some((before, after)) = rest.split_once("%{") {
        let (inner, tail) = after.split_once('}').ok_or_else(|| "%{ without }".to_owned())?;
        let (name, group) = inner.split_once(':').map_or((inner, None), |(name, group)| (name, Some(group)));
        let shorthand =
            TABLE.iter().find(|s| s.name == name).ok_or_else(|| format!("unknown shorthand %{{{name}}}"))?;
        out.push_str(before);
        match group.or(shorthand.group) {
            Some(group) => {
                out.push_str("(?<");
                out.push_str(group);
                out.push('>');
            }
            None => out.push_str("(?:"),
        }
        out.push_str(shorthand.regex);
        out.push(')');
        rest = tail;
    }
    out.push_str(rest);
    Ok(out)
}

/// Splits a pattern that begins with literal text and `%{time}` into both and the rest.
///
/// The engine reads such a time with the layout learnt from the source, which is far cheaper than a regex
/// for any layout, and reads it once for all patterns.
pub(super) fn leading_time(regex: &str) -> Option<(String, &str)> {
    let (prefix, rest) = regex.split_once("%{time}")?;
    let mut literal = String::new();
    let mut characters = prefix.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => literal.push(characters.next().filter(char::is_ascii_punctuation)?),
            '(' | ')' | '[' | ']' | '.' | '*' | '+' | '?' | '|' | '{' | '}' | '^' | '$' => return None,
            c => literal.push(c),
        }
    }
    // A quantifier after it would be left without its object.
    (!rest.starts_with(['?', '*', '+', '{'])).then_some((literal, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expands_with_the_default_group_or_the_one_given() {
        let check = |regex: &str, expected: &str| assert_eq!(expand(regex).as_deref(), Ok(expected));
        check(r"a %{pid} b", r"a (?<process.pid>\d{1,10}) b");
        check(r"%{int:code.lineno}:", r"(?<code.lineno>[+-]?\d+):");
        check(r"%{int} %{int}", r"(?:[+-]?\d+) (?:[+-]?\d+)");
        assert!(expand("%{colour}").is_err());
        assert!(expand("%{int").is_err());
    }

    #[test]
    fn every_shorthand_compiles() {
        for shorthand in TABLE {
            let regex = expand(&format!("%{{{}}}", shorthand.name)).expect("it is in the table");
            regex::bytes::Regex::new(&format!("(?-u){regex}")).expect(shorthand.name);
        }
    }

    #[test]
    fn finds_a_leading_time_after_literal_text_only() {
        assert_eq!(leading_time(r"\[%{time}\] x"), Some(("[".to_owned(), r"\] x")));
        assert_eq!(leading_time("%{time} x"), Some((String::new(), " x")));
        assert_eq!(leading_time(r"[A-Z]%{time} x"), None);
        assert_eq!(leading_time(r"\d%{time} x"), None);
        assert_eq!(leading_time(r"(?:%{time})? x"), None);
    }
}
