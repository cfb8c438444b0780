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

/// Nouns that are followed by the name of somebody or of a machine, as are all that end in `name`.
const IDENTITIES: [&str; 8] = ["account", "group", "host", "login", "owner", "ruser", "server", "user"];

/// Keys whose text says what happened, rather than to what.
const TELLING_KEYS: [&str; 14] = [
    "action",
    "err",
    "error",
    "event",
    "kind",
    "level",
    "message",
    "msg",
    "operation",
    "reason",
    "severity",
    "state",
    "status",
    "type",
];

pub(crate) fn is_unit(word: &str) -> bool {
    UNITS.binary_search(&word).is_ok()
}

pub(crate) fn is_account(word: &str) -> bool {
    ACCOUNTS.binary_search(&word).is_ok()
}

pub(crate) fn is_identity(word: &str) -> bool {
    IDENTITIES.binary_search(&word).is_ok() || word.ends_with("name") || word.ends_with("Name")
}

pub(crate) fn is_telling_key(word: &str) -> bool {
    TELLING_KEYS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn lists_are_sorted() {
        assert!(super::UNITS.is_sorted());
        assert!(super::ACCOUNTS.is_sorted());
        assert!(super::IDENTITIES.is_sorted());
        assert!(super::TELLING_KEYS.is_sorted());
    }
}
