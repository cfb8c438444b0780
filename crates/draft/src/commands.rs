//! Commands that a log tells of: what somebody told a database, a cache, a zone or a machine to do stands in its log once, as news
//! among news, and is as much a change as a deploy. Found by what administrators say the world over; a line that comes again and
//! again is routine, which the caller sees to.

use crate::log_words::Words;

/// Kinds of change with the phrases that tell of them.
const TOLD: &[(&str, &[&str])] = &[
    (
        "maintenance",
        &[
            "flushall|flushdb|flush_all",
            "cache|caches ~ flushed|purged|emptied",
            "flushed|purged|emptied|flushing|purging ~ cache|caches|queue|queues",
            "queue ~ purged|deleted",
            "deleting|deleted|closing|closed topic|index|indices",
            "received promote request",
            "promoted|promoting ~ to primary|master|leader|writer",
            "failover|switchover started|initiated|triggered|requested|completed|finished",
            "manual failover|switchover",
            "node ~ cordoned|drained|uncordoned",
            "cordoning|cordoned|draining|drained ~ node",
            "deleting|adding an rr",
            "deleting|adding rrset",
            "dns ~ record|records|zone ~ removed|deleted|changed|added",
            "removed|deleted|changed dns ~ record|records|zone",
            "systemctl stop|start|restart|disable|mask",
            "command ~ iptables|ip6tables|nft|reboot|shutdown|kill|pkill|killall|umount|sysctl|truncate|tc",
        ],
    ),
    (
        "config",
        &[
            "config set",
            "set global|persist",
            "alter system",
            "parameter ~ changed to",
            "received sighup ~ reloading|reload ~ configuration|config",
            "config|configuration|settings reloaded|changed|replaced",
            "password|secret|certificate|credential*|keys ~ rotated|renewed|revoked",
            "rotated|renewed|revoked ~ password|secret|certificate|credential*|keys",
        ],
    ),
    ("schema", &["migrating schema"]),
];

/// Statements that change what a database holds for all. They count where a statement begins, for people write of
/// dropped indexes, too.
const STATEMENTS: &[&str] = &[
    "drop index|table|view|schema|database|column|partition|trigger|keyspace",
    "create index",
    "create unique index",
    "alter table|index|database|schema|role|user|keyspace",
    "truncate",
    "reindex",
    "vacuum full",
    "rename table",
    "optimize table",
];

/// Words after which a statement begins.
const BEFORE_STATEMENT: [&str; 11] = [
    "query",
    "statement",
    "execute",
    "executing",
    "executed",
    "run",
    "running",
    "ran",
    "command",
    "sql",
    "ddl",
];

/// Words of what was told and not done.
const NOT_DONE: [&str; 11] = [
    "fail*",
    "error",
    "errors",
    "cannot",
    "denied",
    "refused",
    "unable",
    "rejected",
    "aborted",
    "canceling",
    "cancelled",
];

/// What a line tells that somebody told the system to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Command {
    /// The kind of change, as in the change table.
    pub kind: &'static str,
    /// Whether the line is the statement and nothing else: whether it was carried out then has to be told by something else,
    /// such as the time it took.
    pub is_bare: bool,
}

/// The command that a line tells of, or a template of lines.
///
/// ```
/// # use postlude_draft::command_in;
/// assert_eq!(command_in("statement: DROP INDEX shelf_day;").map(|told| told.kind), Some("schema"));
/// assert_eq!(command_in("the index was dropped"), None);
/// ```
pub fn command_in(text: &str) -> Option<Command> {
    let words = Words::of(text);
    if words.has(&NOT_DONE) {
        return None;
    }
    for (at, (_, begins)) in words.all.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| words.all.get(at));
        let begins = *begins || before.is_some_and(|(word, _)| BEFORE_STATEMENT.contains(&word.as_str()));
        if (at == 0 || begins) && STATEMENTS.iter().any(|phrase| words.stands(phrase, at)) {
            return Some(Command { kind: "schema", is_bare: at == 0 });
        }
    }
    let told = TOLD.iter().find(|(_, phrases)| words.has(phrases))?;
    Some(Command { kind: told.0, is_bare: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_told_from_news() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(command_in(text).map(|command| command.kind), expected, "{text}");
        };
        check("statement: DROP INDEX bookings_room_day;", Some("schema"));
        check("duration: 418221.772 ms  statement: CREATE INDEX CONCURRENTLY a ON b (c);", Some("schema"));
        check("execute <unnamed>: ALTER TABLE stock ADD COLUMN error_code text NOT NULL", Some("schema"));
        check("Executing ALTER TABLE stock DROP COLUMN shelf", Some("schema"));
        check("Migrating schema \"public\" to version \"12 - shelves\"", Some("schema"));
        check("User requested FLUSHALL", Some("maintenance"));
        check("parameter \"work_mem\" changed to \"4MB\"", Some("config"));
        check("received SIGHUP, reloading configuration files", Some("config"));
        check("updating zone 'shop.example/IN': deleting an RR at stock.shop.example A", Some("maintenance"));
        check(
            "ops : TTY=pts/0 ; PWD=/root ; USER=root ; COMMAND=/usr/bin/systemctl stop stock",
            Some("maintenance"),
        );
        check("secret replicator rotated", Some("config"));
        check("promoting standby ledger-db-2 to primary", Some("maintenance"));
        // News, questions, and what was not done.
        check("item removed from cart", None);
        check("cannot drop index: permission denied", None);
        check("statement: ALTER TABLE stock failed", None);
        check("could not truncate file", None);
        check("please truncate the table", None);
        check("systemctl status stock", None);
        check("cache miss, record deleted upstream", None);
        check("order changed", None);
        check("", None);
    }

    #[test]
    fn a_bare_statement_may_be_one_that_failed() {
        let check = |text: &str, expected: bool| {
            assert_eq!(command_in(text).map(|command| command.is_bare), Some(expected), "{text}");
        };
        check("DROP INDEX a;", true);
        check("statement: DROP INDEX a;", false);
    }
}
