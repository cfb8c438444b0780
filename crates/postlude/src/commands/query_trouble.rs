//! What is wrong with a query, where, and what may have been meant.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use arrow_array::cast::AsArray as _;
use postlude_lake::Session;

use crate::command_error::CommandError;
use crate::near::near;

/// Columns named by a hint.
const NAMED: usize = 12;

/// The error for a person: one sentence, the place in the query, near names.
pub(super) fn trouble(
    session: &Session,
    sql: &str,
    message: &str,
    place: Option<(u64, u64)>,
) -> CommandError {
    let missing = Missing::of(message);
    let sentence = missing.as_ref().map_or_else(|| sentence(message), Missing::sentence);
    let at = place.and_then(|(line, column)| offset(sql, line, column));
    let at = at.or_else(|| missing.as_ref().and_then(|missing| word(sql, missing.name())));
    let mut error = CommandError::asked(sentence);
    if let Some(at) = at {
        error = error.view(view(sql, at));
    }
    match missing.map(|missing| missing.hint(session)) {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

/// A name in the query that nothing is called.
enum Missing {
    Table(String),
    Column(String),
}

impl Missing {
    fn of(message: &str) -> Option<Self> {
        if let Some((_, rest)) = message.split_once("No field named ") {
            let name = rest.split(['.', ' ', '\n']).find(|part| !part.is_empty())?;
            // `log.tim` is named with its table in front.
            let full = rest.split([' ', '\n']).next().unwrap_or(name).trim_end_matches('.');
            let name = full.rsplit('.').next().unwrap_or(name);
            return Some(Self::Column(name.trim_matches(['"', '\'', ',']).to_owned()));
        }
        let (_, rest) = message.split_once("table '")?;
        let (name, rest) = rest.split_once('\'')?;
        rest.contains("not found").then(|| Self::Table(name.rsplit('.').next().unwrap_or(name).to_owned()))
    }

    fn name(&self) -> &str {
        match self {
            Self::Table(name) | Self::Column(name) => name,
        }
    }

    fn sentence(&self) -> String {
        match self {
            Self::Table(name) => format!("there is no table {name}"),
            Self::Column(name) => format!("there is no column {name} here"),
        }
    }

    fn hint(&self, session: &Session) -> String {
        let (names, what) = match self {
            Self::Table(_) => (names(session, "table_name"), "tables"),
            Self::Column(_) => (names(session, "column_name"), "columns"),
        };
        let meant = near(self.name(), names.iter().map(String::as_str));
        let meant =
            if meant.is_empty() { String::new() } else { format!("did you mean {}? ", meant.join(" or ")) };
        match self {
            Self::Table(_) => format!("{meant}the tables are {}", names.join(", ")),
            Self::Column(_) if meant.is_empty() => {
                let some: Vec<&str> = names.iter().map(String::as_str).take(NAMED).collect();
                format!("{what} are {} ...; \"describe log\" lists those of a table", some.join(", "))
            }
            Self::Column(name) => format!("{meant}a field of the source is read as attributes['{name}']"),
        }
    }
}

/// Names that the session knows, sorted, each once.
fn names(session: &Session, column: &str) -> Vec<String> {
    let sql = format!(
        "select distinct {column} from information_schema.columns where table_schema = 'public' order by 1"
    );
    let mut names = Vec::new();
    for batch in session.sql(&sql).unwrap_or_default() {
        names.extend(batch.column(0).as_string::<i32>().iter().flatten().map(str::to_owned));
    }
    names
}

/// The engine's sentence without the layers that it passed.
fn sentence(message: &str) -> String {
    // The engine names the step that failed first, and what was wrong last.
    let cause = message.rsplit("caused by").next().unwrap_or(message).trim();
    let mut text = cause.lines().next().unwrap_or_default().trim();
    for layer in [
        "SQL error: ",
        "ParserError(\"",
        "TokenizerError(\"",
        "Error during planning: ",
        "Schema error: ",
        "Execution error: ",
        "This feature is not implemented: ",
        "Arrow error: ",
        "External error: ",
    ] {
        text = text.strip_prefix(layer).unwrap_or(text);
    }
    let text = text.strip_suffix("\")").unwrap_or(text);
    let text = text.rsplit_once(" at Line: ").map_or(text, |(text, _)| text);
    text.trim_end_matches('.').to_owned()
}

/// Byte offset of a line and column, both from 1, columns in characters.
fn offset(sql: &str, line: u64, column: u64) -> Option<usize> {
    let line = usize::try_from(line).ok()?.checked_sub(1)?;
    let column = usize::try_from(column).ok()?.checked_sub(1)?;
    let start: usize = sql.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = sql.get(start..)?;
    rest.char_indices().nth(column).map(|(at, _)| start + at).or(Some(sql.len()))
}

/// Where a name stands in the query.
fn word(sql: &str, name: &str) -> Option<usize> {
    sql.to_ascii_lowercase().find(&name.to_ascii_lowercase()).filter(|_| !name.is_empty())
}

/// The query with a mark below the word that begins there.
fn view(sql: &str, at: usize) -> String {
    let rest = sql.get(at..).unwrap_or_default();
    let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let end = match (length, rest.chars().next()) {
        (0, Some(c)) => at + c.len_utf8(),
        _ => at + length,
    };
    let snippet = Snippet::source(sql).annotation(AnnotationKind::Primary.span(at..end));
    let report = [Group::with_level(Level::ERROR).element(snippet)];
    Renderer::styled().render(&report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_layers_off() {
        let check = |message: &str, expected: &str| assert_eq!(sentence(message), expected);
        check(
            "SQL error: ParserError(\"Expected: end of statement, found: x at Line: 1, Column: 8\")",
            "Expected: end of statement, found: x",
        );
        check("Error during planning: too many columns.", "too many columns");
        check("Optimizer rule 'x' failed\ncaused by\nArrow error: no time\n", "no time");
    }

    #[test]
    fn finds_the_place() {
        assert_eq!(offset("select a\nfrom é x", 2, 8), Some(17));
        assert_eq!(offset("select", 9, 1), Some(6));
        assert_eq!(offset("select", 1, 99), Some(6));
        assert_eq!(offset("select", 0, 0), None);
    }

    #[test]
    fn marks_the_word() {
        let plain = |sql: &str, at: usize| anstream::adapter::strip_str(&view(sql, at)).to_string();
        assert!(plain("select tim from log", 7).contains("^^^"));
        assert!(plain("select (", 7).contains('^'));
        assert!(plain("select", 6).contains('^'));
    }
}
