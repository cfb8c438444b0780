//! YAML as programs write it: blocks of maps and lists, quoted and literal texts, JSON within a line.
//!
//! Anchors, tags and directives, which only people write, are read as plain texts. Source: YAML 1.2.2.

use serde_json::{Map, Number, Value};

/// Deeper values are read as none.
const DEEPEST: usize = 64;

/// The value that a text is; what cannot be read is left out.
pub fn parse(text: &str) -> Value {
    let lines: Vec<Line<'_>> = text.lines().map(Line::of).collect();
    Reading { lines, at: 0 }.value(0, 0)
}

/// One line: how far it is indented, and what follows.
#[derive(Debug, Clone, Copy)]
struct Line<'t> {
    indent: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    fn of(line: &'t str) -> Self {
        let line = line.trim_end();
        let text = line.trim_start_matches(' ');
        Self { indent: line.len() - text.len(), text }
    }

    /// Whether it says nothing where no text goes on.
    fn is_empty(&self) -> bool {
        self.text.is_empty() || self.text.starts_with('#') || self.text == "---"
    }

    /// What stands behind the dash of a list, and how far that is indented.
    fn item(&self) -> Option<Self> {
        let rest = self.text.strip_prefix('-').filter(|rest| rest.is_empty() || rest.starts_with(' '))?;
        let text = rest.trim_start_matches(' ');
        Some(Self { indent: self.indent + self.text.len() - text.len(), text })
    }

    /// Key and what stands behind its colon.
    fn member(&self) -> Option<(String, &'t str)> {
        if let Some(quote) = self.text.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            let inside = self.text.get(1..)?;
            let (key, rest) = inside.split_once(quote)?;
            let rest = rest.strip_prefix(':').filter(|rest| rest.is_empty() || rest.starts_with(' '))?;
            return Some((key.to_owned(), rest.trim_start()));
        }
        if let Some((key, rest)) = self.text.split_once(": ") {
            return Some((key.to_owned(), rest.trim_start()));
        }
        self.text.strip_suffix(':').map(|key| (key.to_owned(), ""))
    }
}

struct Reading<'t> {
    lines: Vec<Line<'t>>,
    at: usize,
}

impl<'t> Reading<'t> {
    /// The next line that says something.
    fn line(&mut self) -> Option<Line<'t>> {
        while let Some(line) = self.lines.get(self.at) {
            if !line.is_empty() {
                return Some(*line);
            }
            self.at += 1;
        }
        None
    }

    /// The value that begins at the next line, if that is indented so far at least.
    fn value(&mut self, least: usize, depth: usize) -> Value {
        let Some(line) = self.line().filter(|line| line.indent >= least && depth < DEEPEST) else {
            return Value::Null;
        };
        if line.item().is_some() {
            self.list(line.indent, depth)
        } else if line.member().is_some() {
            self.map(line.indent, depth)
        } else {
            self.at += 1;
            self.scalar(line.text, line.indent)
        }
    }

    fn list(&mut self, indent: usize, depth: usize) -> Value {
        let mut items = Vec::new();
        while let Some(line) = self.line().filter(|line| line.indent == indent) {
            let Some(item) = line.item() else { break };
            if item.text.is_empty() {
                self.at += 1;
                items.push(self.value(indent + 1, depth + 1));
                continue;
            }
            // What stands behind the dash is the first line of the item.
            if let Some(place) = self.lines.get_mut(self.at) {
                *place = item;
            }
            items.push(self.value(item.indent, depth + 1));
        }
        Value::Array(items)
    }

    fn map(&mut self, indent: usize, depth: usize) -> Value {
        let mut members = Map::new();
        while let Some(line) = self.line().filter(|line| line.indent == indent) {
            let Some((key, rest)) = line.member() else { break };
            self.at += 1;
            let value = match rest {
                "" => {
                    // A list may stand no further in than its key.
                    let is_list =
                        self.line().is_some_and(|next| next.indent == indent && next.item().is_some());
                    self.value(indent + usize::from(!is_list), depth + 1)
                }
                rest => self.scalar(rest, indent + 1),
            };
            members.insert(key, value);
        }
        Value::Object(members)
    }

    /// A text, number or word, which goes on in further lines that are indented so far at least.
    fn scalar(&mut self, text: &str, least: usize) -> Value {
        match text.as_bytes().first() {
            Some(b'|' | b'>') => self.literal(text, least),
            Some(b'"') => self.quoted(text, least, '"'),
            Some(b'\'') => self.quoted(text, least, '\''),
            Some(b'{' | b'[') => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
            _ => {
                let first = text.split(" #").next().unwrap_or(text).trim_end();
                let mut whole = first.to_owned();
                while let Some(line) =
                    self.lines.get(self.at).filter(|line| line.indent >= least && !line.is_empty())
                {
                    whole.push(' ');
                    whole.push_str(line.text);
                    self.at += 1;
                }
                plain(whole)
            }
        }
    }

    /// `|` keeps the ends of lines, `>` folds them; a minus leaves the last one out.
    fn literal(&mut self, mark: &str, least: usize) -> Value {
        let mut lines: Vec<Line<'_>> = Vec::new();
        while let Some(line) =
            self.lines.get(self.at).filter(|line| line.text.is_empty() || line.indent >= least)
        {
            lines.push(*line);
            self.at += 1;
        }
        while lines.last().is_some_and(|line| line.text.is_empty()) {
            lines.pop();
        }
        let outer = lines.first().map_or(0, |line| line.indent);
        let between = if mark.starts_with('|') { "\n" } else { " " };
        let inner = |line: &Line<'_>| " ".repeat(line.indent.saturating_sub(outer)) + line.text;
        Value::String(lines.iter().map(inner).collect::<Vec<_>>().join(between))
    }

    fn quoted(&mut self, text: &str, least: usize, quote: char) -> Value {
        let mut whole = text.to_owned();
        while !ends(&whole, quote)
            && let Some(line) =
                self.lines.get(self.at).filter(|line| line.indent >= least || line.text.is_empty())
        {
            whole.push(' ');
            whole.push_str(line.text);
            self.at += 1;
        }
        if quote == '"' {
            return serde_json::from_str(&whole).unwrap_or_else(|_| whole.trim_matches('"').into());
        }
        Value::String(whole.trim_matches('\'').replace("''", "'"))
    }
}

/// Whether a text that begins with a quote ends with one that is not escaped.
fn ends(text: &str, quote: char) -> bool {
    let Some(inside) = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) else {
        return false;
    };
    let escape = if quote == '"' { '\\' } else { '\'' };
    inside.chars().rev().take_while(|c| *c == escape).count().is_multiple_of(2)
}

fn plain(text: String) -> Value {
    match text.as_str() {
        "null" | "~" => Value::Null,
        "true" => true.into(),
        "false" => false.into(),
        _ => match text.parse::<i64>() {
            // A revision `007` is a text.
            Ok(number) if number.to_string() == text => number.into(),
            _ => match text
                .parse::<f64>()
                .ok()
                .filter(|_| text.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
            {
                Some(number) if text.contains('.') => {
                    Number::from_f64(number).map_or(Value::Null, Value::Number)
                }
                _ => Value::String(text),
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_what_programs_write() {
        let check = |text: &str, expected: Value| assert_eq!(parse(text), expected, "{text}");
        check("- a: 1\n  b:\n  - x\n  - y: 2\n- c: ''\n", json!([{"a": 1, "b": ["x", {"y": 2}]}, {"c": ""}]));
        check(
            "a: |-\n  one\n    two\n\n  three\nb: >\n  x\n  y\n",
            json!({"a": "one\n  two\n\nthree", "b": "x y"}),
        );
        check(
            "a: \"x: \\\"y\\\"\"\nb: it's\n  long\nc: 'it''s'\n",
            json!({"a": "x: \"y\"", "b": "it's long", "c": "it's"}),
        );
        check(
            "a: {}\nb: [1, 2]\nc: ~\nd: 1.5\ne: 007\nf: 1.7.1\n",
            json!({"a": {}, "b": [1, 2], "c": null, "d": 1.5, "e": "007", "f": "1.7.1"}),
        );
        check("a:\n  b:\n    c: true # why\n  d: x\n", json!({"a": {"b": {"c": true}, "d": "x"}}));
        check("---\n# note\nkey: 2024-03-05T14:02:11Z\n", json!({"key": "2024-03-05T14:02:11Z"}));
        check("-\n  a: 1\n-\n", json!([{"a": 1}, null]));
        check("\"a: b\": 1\n", json!({"a: b": 1}));
        check("", Value::Null);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in r#"([a-z]: ?|- | |\n|"|'|\||>|#|---|\{\}|[0-9.]|é){0,60}"#) {
            parse(&text);
        }
    }
}
