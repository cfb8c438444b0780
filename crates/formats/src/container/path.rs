//! Names of members, made harmless.

/// A member's path without `..`, without a root or drive, at most `longest` bytes; and whether it had to be
/// changed. Never empty.
pub(super) fn harmless(written: &str, longest: usize) -> (String, bool) {
    let mut path = String::with_capacity(written.len());
    let mut changed = written.starts_with(['/', '\\']);
    for (index, part) in written.split(['/', '\\']).enumerate() {
        let is_drive = index == 0 && part.len() == 2 && part.ends_with(':');
        if part == ".." || is_drive {
            changed = true;
        } else if !part.is_empty() && part != "." {
            if !path.is_empty() {
                path.push('/');
            }
            changed |= part.contains(char::is_control);
            path.extend(part.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }));
        }
    }
    if path.len() > longest {
        path.truncate(path.floor_char_boundary(longest));
        changed = true;
    }
    if path.is_empty() {
        return ("unnamed".to_owned(), true);
    }
    (path, changed)
}

/// What a compressed file holds, by its name: `app.log` of `app.log.gz`, `logs.tar` of `logs.tgz`.
pub(super) fn unpacked_name(name: &str) -> String {
    const ENDINGS: &[(&str, &str)] = &[
        (".gz", ""),
        (".gzip", ""),
        (".zst", ""),
        (".zstd", ""),
        (".bz2", ""),
        (".xz", ""),
        (".tgz", ".tar"),
        (".tbz2", ".tar"),
        (".tbz", ".tar"),
        (".txz", ".tar"),
        (".tzst", ".tar"),
    ];
    for (ending, instead) in ENDINGS {
        let Some(at) = name.len().checked_sub(ending.len()).filter(|at| *at > 0) else { continue };
        if name.is_char_boundary(at) && name[at..].eq_ignore_ascii_case(ending) {
            return format!("{}{instead}", &name[..at]);
        }
    }
    if name.is_empty() { "unnamed".to_owned() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(written: &str, expected: &str) {
        let (path, changed) = harmless(written, 20);
        assert_eq!(path, expected);
        assert_eq!(changed, written.replace('\\', "/").trim_start_matches("./") != expected, "{written}");
    }

    #[test]
    fn leads_nowhere_else() {
        check("a/b.log", "a/b.log");
        check("./a/b.log", "a/b.log");
        check("a\\b.log", "a/b.log");
        check("../../etc/passwd", "etc/passwd");
        check("/var/log/x", "var/log/x");
        check("C:\\logs\\x", "logs/x");
        check("a/..", "a");
        check("", "unnamed");
        check("..", "unnamed");
        check("a\nb", "a\u{fffd}b");
        check(&"ü".repeat(11), &"ü".repeat(10));
    }

    #[test]
    fn names_what_is_compressed() {
        let check = |name: &str, expected: &str| assert_eq!(unpacked_name(name), expected);
        check("app.log.gz", "app.log");
        check("LOGS.TGZ", "LOGS.tar");
        check(".gz", ".gz");
        check("x", "x");
        check("ä.gz", "ä");
        check("", "unnamed");
    }
}
