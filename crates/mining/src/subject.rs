//! Which part of a body of several lines says what happened: the first line, and the class of what was thrown.

/// Lines looked at below the first for the class of an exception.
const LINES_BELOW: usize = 4;

/// The line that says what happened, and the class of the exception reported below it.
pub(crate) fn subject(body: &str) -> (&str, Option<&str>) {
    let body = body.trim_ascii_start();
    let Some(end) = memchr::memchr2(b'\n', b'\r', body.as_bytes()) else { return (body, None) };
    let (first, below) = (&body[..end], &body[end..]);
    if first.starts_with("Traceback (most recent call last)") {
        return (last_line(below).unwrap_or(first), None);
    }
    if below.contains("\nTraceback (most recent call last)") {
        return (first, last_line(below).and_then(thrown));
    }
    (
        first,
        below
            .split(['\n', '\r'])
            .filter(|line| !line.trim_ascii().is_empty())
            .take(LINES_BELOW)
            .find_map(thrown),
    )
}

/// The last line at the margin: Python writes what was raised below the trace.
fn last_line(below: &str) -> Option<&str> {
    below
        .rsplit(['\n', '\r'])
        .find(|line| line.bytes().next().is_some_and(|byte| !byte.is_ascii_whitespace()))
}

/// `java.io.IOException` of `Caused by: java.io.IOException: closed`.
fn thrown(line: &str) -> Option<&str> {
    let line = line.trim_ascii();
    let line = line.strip_prefix("Caused by: ").unwrap_or(line);
    let length =
        line.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'$')).count();
    let class = &line[..length];
    let ends_well = matches!(line.as_bytes().get(length), None | Some(b':' | b' '));
    let is_class = class.ends_with("Exception") || class.ends_with("Error") || class.ends_with("Throwable");
    (ends_well && is_class).then_some(class)
}

#[cfg(test)]
mod tests {
    use super::subject;

    fn check(body: &str, line: &str, class: Option<&str>) {
        assert_eq!(subject(body), (line, class));
    }

    #[test]
    fn takes_one_line_as_it_is() {
        check("cache warmed in 12 ms", "cache warmed in 12 ms", None);
        check("", "", None);
    }

    #[test]
    fn finds_what_java_threw() {
        check(
            "Cannot reach stock\njava.net.ConnectException: refused\n\tat a.B.c(B.java:1)",
            "Cannot reach stock",
            Some("java.net.ConnectException"),
        );
        check("Oops\n\tat a.B.c(B.java:1)\nCaused by: x.LostError", "Oops", Some("x.LostError"));
    }

    #[test]
    fn finds_what_python_raised() {
        let trace = "Traceback (most recent call last):\n  File \"a.py\", line 3\n    f()\nKeyError: 'sku'";
        check(trace, "KeyError: 'sku'", None);
        check(&format!("job failed\n{trace}\n"), "job failed", Some("KeyError"));
    }

    #[test]
    fn leaves_other_lines_out() {
        check("select *\n  from t\n where a", "select *", None);
    }
}
