//! Levels as loggers write them beyond plain words: letters, numbers, and words at the beginning of a message.

use postlude_evidence::Severity;

/// The severity of a level field: a word, a letter (glog, Android, MongoDB) or a number (bunyan and pino, 10
/// to 60). Numbers below 10 mean different things to different writers.
pub(super) fn of_field(text: &str) -> Option<Severity> {
    let text = text.trim();
    if let Some(severity) = Severity::from_word(text) {
        return Some(severity);
    }
    match text {
        "T" | "V" | "10" => Some(Severity::Trace),
        "D" | "D1" | "D2" | "D3" | "D4" | "D5" | "20" => Some(Severity::Debug),
        "I" | "N" | "30" => Some(Severity::Info),
        "W" | "40" => Some(Severity::Warn),
        "E" | "50" | "ERR!" => Some(Severity::Error),
        "F" | "C" | "A" | "60" | "dpanic" | "DPANIC" => Some(Severity::Fatal),
        _ => None,
    }
}

/// The severity and length of a level word at the beginning of a text: `ERROR`, `[warn]`, `<info>`, `(WW)`,
/// `error:`, `level=error`. Lower-case words count only where punctuation shows that they are no prose.
pub(super) fn at_beginning(text: &str) -> Option<(Severity, usize)> {
    let bytes = text.as_bytes();
    if let Some(rest) = text.strip_prefix("level=").or_else(|| text.strip_prefix("lvl=")) {
        let word = letters(rest.trim_start_matches('"'));
        return Some((Severity::from_word(word)?, text.len() - rest.len() + word.len()));
    }
    let open = match bytes.first()? {
        b'[' => Some(b']'),
        b'<' => Some(b'>'),
        b'(' => Some(b')'),
        b'|' => Some(b'|'),
        _ => None,
    };
    let begin = usize::from(open.is_some());
    let inside = text.get(begin..)?;
    let blanks = if open.is_some() { inside.len() - inside.trim_start().len() } else { 0 };
    let word = letters(inside.get(blanks..)?);
    let severity = Severity::from_word(word)?;
    let mut end = begin + blanks + word.len();
    let after = bytes.get(end).copied();
    if let Some(close) = open {
        while bytes.get(end) == Some(&b' ') {
            end += 1;
        }
        return (bytes.get(end) == Some(&close)).then_some((severity, end + 1));
    }
    let upper = word.len() >= 3 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let fits = match after {
        Some(b':' | b'|' | b']' | b'>') => true,
        None | Some(b' ' | b'\t' | b'-' | b',' | b';' | b'[' | b'(' | b'/') => upper && is_loud(word),
        _ => false,
    };
    fits.then_some((severity, end))
}

/// The first level in capitals within the first `limit` bytes that stands by itself, or one in brackets.
pub(super) fn near_beginning(text: &str, limit: usize) -> Option<Severity> {
    let mut at = 0;
    while at < limit {
        let rest = text.get(at..)?;
        if let Some((severity, _)) = at_beginning(rest)
            && (at == 0 || !rest.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            return Some(severity);
        }
        let bytes = rest.as_bytes();
        let word = bytes.iter().position(|b| matches!(b, b' ' | b'\t' | b'[' | b'(' | b'|' | b']' | b':'))?;
        at += word.max(if word == 0 { 1 } else { 0 });
        if word > 0 && bytes.get(word).is_some_and(|b| matches!(b, b' ' | b'\t' | b':' | b']')) {
            at += 1;
        }
    }
    None
}

/// Whether a word in capitals is a level wherever it stands; `LOG`, `CONFIG` or `FINE` may be anything.
fn is_loud(word: &str) -> bool {
    matches!(
        word,
        "TRACE"
            | "DEBUG"
            | "INFO"
            | "NOTICE"
            | "WARN"
            | "WARNING"
            | "ERROR"
            | "ERR"
            | "SEVERE"
            | "FATAL"
            | "CRITICAL"
            | "CRIT"
            | "ALERT"
            | "EMERG"
            | "EMERGENCY"
            | "PANIC"
            | "INF"
            | "WRN"
            | "DBG"
            | "FTL"
            | "TRC"
            | "VERBOSE"
            | "FINEST"
            | "FINER"
    )
}

fn letters(text: &str) -> &str {
    let end = text.bytes().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use Severity::{Debug, Error, Fatal, Info, Trace, Warn};

    #[test]
    fn of_fields() {
        let check = |text: &str, expected: Option<Severity>| assert_eq!(of_field(text), expected, "{text}");
        check("Warning", Some(Warn));
        check("30", Some(Info));
        check("3", None);
        check("E", Some(Error));
        check("10", Some(Trace));
        check("dpanic", Some(Fatal));
        check("lorem", None);
    }

    #[test]
    fn at_the_beginning() {
        let check = |text: &str, expected: Option<(Severity, usize)>| {
            assert_eq!(at_beginning(text), expected, "{text}");
        };
        check("ERROR could not", Some((Error, 5)));
        check("error: could not", Some((Error, 5)));
        check("[warn] low", Some((Warn, 6)));
        check("[ INFO ] low", Some((Info, 8)));
        check("<debug> x", Some((Debug, 7)));
        check("level=error msg=x", Some((Error, 11)));
        check("INFO", Some((Info, 4)));
        check("error could not", None);
        check("Notice of change", None);
        check("[warning sign", None);
        check("LOG file rotated", None);
        check("", None);
    }

    #[test]
    fn near_the_beginning() {
        let check = |text: &str, expected: Option<Severity>| {
            assert_eq!(near_beginning(text, 60), expected, "{text}");
        };
        check("main.c:88 WARN low water", Some(Warn));
        check("[worker-1] [error] gone", Some(Error));
        check("user asked for error handling: none", None);
        check("é ERROR", Some(Error));
        check("", None);
    }
}
