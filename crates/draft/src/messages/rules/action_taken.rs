use super::Rule;

/// Somebody who did, does or has just done something, or whose doing opens the sentence.
pub(super) const RULES: &[Rule] = &[
    (30, "^ <done>"),
    (30, "^ <doing>"),
    (20, "^ looking|checking|digging|investigating"),
    (20, "on it $"),
    (30, "i|we|<mention> <done>"),
    (30, "i|we have ~ <done>"),
    (30, "i|we|<mention> am|are|is <doing>"),
    (20, "i|we am|are looking|checking|digging"),
    (30, "i|we just|already|now|also|then <done>|<doing>"),
    (30, "^ just|now|already|currently|manually <done>|<doing>"),
    (30, "^ _ is|are <doing>"),
    (25, "^ _ <done>|<doing> the|it|all|a|both|back|off|to"),
    (25, "have|has|had been <done>"),
    (20, "is|are|was|were ~ <done>"),
    (20, "<done> back|off|over|up|down|out"),
    (20, "<done>|<doing> $"),
    (20, "<doing> it|that|the|now|back"),
    (30, "^ done"),
    (20, "done $"),
    (20, "and|then <done>|<doing>"),
    (
        30,
        "roll-back|failover|restart|deploy*|restore|upgrade|migration|reindex|revert|release|fix ~ done|complete*|\
     finished|started|initiated|triggered|underway|in|merged|live",
    ),
    (25, "it now $"),
    (25, "goes out now"),
    (30, "habe|haben ~ neu|gestartet|gestoppt|gelöscht|ausgerollt|zurückgerollt|erhöht|abgeschaltet"),
    (25, "i do|make the|a"),
    (25, "i am on|in the|it"),
    (30, "^ just now <done>|<doing>"),
    (-30, "^ <doing> ~ is|was|makes|would|will|means"),
    (25, "flag|banner|fix|switch|page ~ is off|on|in|live|merged|up"),
    (25, "<number> is|are ~ out|live|deployed $|now|everywhere|on"),
];
