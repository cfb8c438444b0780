//! The few words of technical English whose meaning tells that a value stands beside them.

/// Units of size and time that are written after a blank. Kept in byte order for the search.
const UNITS: [&str; 27] = [
    "B", "Bytes", "GB", "GiB", "KB", "KiB", "MB", "MiB", "TB", "TiB", "byte", "bytes", "days", "h", "hours",
    "kB", "min", "minutes", "ms", "msec", "ns", "s", "sec", "second", "seconds", "secs", "us",
];

/// Accounts that exist by convention on many systems.
const ACCOUNTS: [&str; 17] = [
    "Administrator",
    "SYSTEM",
    "admin",
    "administrator",
    "anonymous",
    "daemon",
    "ftp",
    "git",
    "guest",
    "jenkins",
    "mysql",
    "nobody",
    "oracle",
    "postgres",
    "root",
    "ubuntu",
    "www-data",
];

/// Nouns that are followed by the name of somebody or of a thing, as are all that end in `name`.
const IDENTITIES: [&str; 9] =
    ["account", "client", "device", "group", "host", "interface", "owner", "ruser", "user"];

/// Words that say how something is, and never name it, besides those that end in `ed`, `ing` or `able`.
const STATES: [&str; 34] = [
    "and", "are", "at", "by", "can", "cannot", "could", "did", "does", "down", "error", "exists", "for",
    "from", "had", "has", "in", "is", "lost", "not", "now", "offline", "on", "online", "or", "ready", "to",
    "unknown", "up", "was", "were", "will", "with", "without",
];

/// Ends of keys whose text says what happened, rather than to what; in lower case.
const TELLING_KEYS: [&str; 19] = [
    "action",
    "cause",
    "err",
    "error",
    "event",
    "kind",
    "level",
    "message",
    "mode",
    "msg",
    "operation",
    "outcome",
    "phase",
    "reason",
    "result",
    "severity",
    "state",
    "status",
    "type",
];

/// Endings of file names that are neither code nor words.
const FILE_ENDINGS: [&str; 28] = [
    "bak",
    "bin",
    "cfg",
    "conf",
    "csv",
    "dat",
    "db",
    "dll",
    "exe",
    "gz",
    "html",
    "jar",
    "jpg",
    "js",
    "json",
    "log",
    "pdf",
    "pid",
    "png",
    "properties",
    "sys",
    "tar",
    "tmp",
    "txt",
    "xml",
    "yaml",
    "yml",
    "zip",
];

/// First parts of package and bundle names (`org.example.shop.Cart`).
const DOMAINS: [&str; 8] = ["cn", "com", "de", "edu", "eu", "io", "net", "org"];

/// A unit of size or time.
pub(crate) const UNIT: u8 = 1;
/// The name of an account that exists by convention.
pub(crate) const ACCOUNT: u8 = 2;
/// Followed by the name of somebody or something.
pub(crate) const IDENTITY: u8 = 4;
/// A key whose value says what happened.
pub(crate) const TELLING_KEY: u8 = 8;
/// `-`, `****`: stands where a value is missing.
pub(crate) const PLACEHOLDER: u8 = 16;
/// A value wherever it is not always the same: has a digit, or names a file or package.
pub(crate) const LOOSE: u8 = 32;
/// `for`, `by` and the like, which an account may follow.
pub(crate) const PREPOSITION: u8 = 64;

/// Says how something is.
pub(crate) const STATE: u8 = 128;

/// What the spelling of a word tells.
pub(crate) fn traits_of(word: &str) -> u8 {
    let is_in = |list: &[&str]| list.binary_search(&word).is_ok();
    let names = ["name", "Name", "names", "Names"];
    let bits = [
        (UNIT, is_in(&UNITS)),
        (ACCOUNT, is_in(&ACCOUNTS)),
        (IDENTITY, is_in(&IDENTITIES) || names.iter().any(|end| word.ends_with(end))),
        (TELLING_KEY, is_telling(word)),
        (STATE, is_in(&STATES) || ["ed", "ing", "able"].iter().any(|end| word.ends_with(end))),
        (PLACEHOLDER, word.bytes().all(|byte| matches!(byte, b'-' | b'*'))),
        (LOOSE, word.bytes().any(|byte| byte.is_ascii_digit()) || is_file(word) || is_package(word)),
        (PREPOSITION, matches!(word, "for" | "by" | "to" | "as" | "from")),
    ];
    bits.iter().filter(|(_, applies)| *applies).fold(0, |traits, (bit, _)| traits | bit)
}

/// `state`, `exitStatus`, `last_error`.
fn is_telling(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    TELLING_KEYS.iter().any(|end| lower.ends_with(end))
}

/// `shop.exe`, `stock.conf`.
fn is_file(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(_, ending)| FILE_ENDINGS.binary_search(&ending).is_ok())
}

/// Names of packages, bundles and their classes, but not of what is thrown: that says what happened.
fn is_package(word: &str) -> bool {
    let mut parts = word.split('.');
    parts.next().is_some_and(|first| DOMAINS.binary_search(&first).is_ok())
        && parts.count() >= 2
        && !word.ends_with("Exception")
        && !word.ends_with("Error")
}

#[cfg(test)]
mod tests {
    #[test]
    fn lists_are_sorted() {
        assert!(super::UNITS.is_sorted());
        assert!(super::FILE_ENDINGS.is_sorted());
        assert!(super::DOMAINS.is_sorted());
        assert!(super::ACCOUNTS.is_sorted());
        assert!(super::IDENTITIES.is_sorted());
        assert!(super::STATES.is_sorted());
    }
}
