//! The verbs of operating a system, and the form in which one is used: told to do, doing, done.

use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The form of a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `restart`, also `restarts`.
    Base,
    /// `restarting`.
    Doing,
    /// `restarted`.
    Done,
}

/// What people do to systems, and to bring others in. A verb that systems do by themselves as often (`fail`, `grow`) is
/// not here.
const REGULAR: &str = "allocate archive assign backfill clone collect compact copy debug defragment divert drop enlarge erase export extract \
    fence filter gather grab grant grep halt hotfix inject inspect kick label lift mark mask mount nudge offload override pre-warm warm \
    prioritize quarantine re-apply re-create re-deploy re-import re-index reattach rebase recompute reconfigure reconnect recycle \
    regenerate reinstall reinstate relaunch relocate remount repair reprocess reschedule respawn retire reverse rewrite schedule shed \
    shrink split stub swap tail tighten transfer trim tune tweak unmount unpin unset upsize warm widen withdraw abort ask execute perform add adjust allowlist apply approve attach backport ban block boot bounce bump bypass call \
    cancel capture change check cherry-pick clean clear comment configure contact cordon correct \
    create cycle deactivate decommission decrease delete deploy detach disable disconnect double \
    downgrade drain dump email enable escalate evict exclude expand extend fail file fix flip flush \
    force free import increase inform install invalidate isolate kick kill launch limit load log lower \
    mail merge migrate move mute notify open page patch pause pin ping point post promote provision \
    prune publish pull purge push raise re-enable re-run rebalance reboot record recreate redeploy \
    redirect reduce refresh reindex release reload remove rename renew replace replay repoint requeue \
    reroute reset resize restart restore resume resync retry revert revoke roll rollback rotate scale \
    scrub shift ship silence skip snooze start stop suspend swap switch sync tag terminate test throttle \
    toggle trigger truncate try turn unblock uncordon update upgrade upload vacuum whitelist wipe";

static READ_REGULAR: LazyLock<BTreeSet<&str>> = LazyLock::new(|| REGULAR.split(' ').collect());

/// Base, doing, done, where they follow no rule.
const IRREGULAR: &[(&str, &str, &str)] = &[
    ("run", "running", "ran"),
    ("rerun", "rerunning", "reran"),
    ("set", "setting", "set"),
    ("put", "putting", "put"),
    ("cut", "cutting", "cut"),
    ("shut", "shutting", "shut"),
    ("take", "taking", "took"),
    ("bring", "bringing", "brought"),
    ("send", "sending", "sent"),
    ("build", "building", "built"),
    ("rebuild", "rebuilding", "rebuilt"),
    ("write", "writing", "wrote"),
    ("spin", "spinning", "spun"),
    ("make", "making", "made"),
    ("give", "giving", "gave"),
    ("tell", "telling", "told"),
    ("freeze", "freezing", "froze"),
    ("undo", "undoing", "undone"),
    ("drop", "dropping", "dropped"),
    ("throw", "throwing", "threw"),
    ("take", "taking", "taken"),
    ("(do)", "doing", "(did)"),
    ("give", "giving", "given"),
    ("write", "writing", "written"),
    ("freeze", "freezing", "frozen"),
    ("run", "running", "run"),
];

/// The form in which a word is one of these verbs.
pub(super) fn form(word: &str) -> Option<Form> {
    let irregular = IRREGULAR.iter().find_map(|(base, doing, done)| match word {
        w if w == *done && w != *base => Some(Form::Done),
        w if w == *doing => Some(Form::Doing),
        w if w == *base => Some(Form::Base),
        _ => None,
    });
    irregular.or_else(|| {
        let is_verb = |stem: &str| is_regular(stem);
        if is_verb(word) {
            return Some(Form::Base);
        }
        if let Some(stem) = word.strip_suffix("ing").filter(|stem| is_verb(stem)) {
            return Some(if stem.is_empty() { Form::Base } else { Form::Doing });
        }
        word.strip_suffix("ed").filter(|stem| is_verb(stem)).map(|_| Form::Done)
    })
}

/// Whether a stem, with the letter that an ending takes away or doubles put right, is a regular verb.
fn is_regular(stem: &str) -> bool {
    let known = |verb: &str| READ_REGULAR.contains(verb);
    let single = |stem: &str| {
        let mut letters = stem.chars().rev();
        let doubled = letters.next().is_some_and(|last| letters.next() == Some(last));
        doubled.then(|| stem[..stem.len() - stem.chars().next_back().map_or(0, char::len_utf8)].to_owned())
    };
    known(stem)
        || known(&format!("{stem}e"))
        || single(stem).is_some_and(|stem| known(&stem))
        || stem.strip_suffix('i').is_some_and(|stem| known(&format!("{stem}y")))
}

#[cfg(test)]
mod tests {
    use super::{Form, form};

    #[test]
    fn forms_are_told_by_their_endings() {
        let check = |word: &str, expected: Option<Form>| assert_eq!(form(word), expected, "{word}");
        check("restart", Some(Form::Base));
        check("restarting", Some(Form::Doing));
        check("rolled", Some(Form::Done));
        check("scaling", Some(Form::Doing));
        check("stopped", Some(Form::Done));
        check("applied", Some(Form::Done));
        check("ran", Some(Form::Done));
        check("set", Some(Form::Base));
        check("string", None);
        check("refused", None);
        check("speed", None);
        check("", None);
    }
}
