//! The phrases by which each kind of message is known, with their weights: 10 is a hint, 20 is enough, 30 outweighs
//! most others. Weights of one kind add up.

use std::sync::LazyLock;

use super::MessageKind;
use super::phrase::Phrase;
use super::sentence::Sentence;

type Rule = (i32, &'static str);

/// Knowing, doing and seeing said as a guess.
const HYPOTHESIS: &[Rule] = &[
    (30, "could|can it|that|this|the ~ be"),
    (30, "could|might|may ~ be|have"),
    (25, "maybe|perhaps|probably|possibly|presumably|apparently|perhaps"),
    (25, "i think|guess|believe|assume|suppose|bet|suspect|reckon|fear|doubt"),
    (25, "i would say|guess|bet"),
    (30, "guess|theory|hunch|suspicion|bet|hypothesis|explanation|assumption :"),
    (30, "guess|theory|hunch|suspicion|assumption is"),
    (25, "theory|hunch|hypothesis|suspicion|suspect*|suspicious|culprit|suspected"),
    (30, "guess would"),
    (30, "money is on"),
    (25, "smells|feels|sounds like"),
    (20, "looks|seem|seems to me|like|as|that"),
    (20, "as if|though"),
    (25, "would|could|might explain"),
    (20, "explains|suggests|correlat*|coincid*"),
    (20, "points|pointing to|at"),
    (25, "not surprise me"),
    (25, "most likely"),
    (20, "likely|unlikely"),
    (20, "not sure|convinced but|if|it|that"),
    (30, "i|just wonder|wondering if|whether"),
    (30, "^ what if"),
    (30, "is it possible"),
    (25, "possible that"),
    (20, "must be|have"),
    (20, "has to be"),
    (20, "related to"),
    (20, "caused by"),
    (20, "because of"),
    (20, "due to"),
    (25, "i do not think it|that|this"),
    (25, "be what we see|saw"),
    (20, "side effect"),
    (25, "vielleicht|vermutlich|wahrscheinlich|eventuell"),
    (25, "ich glaube|vermute|denke"),
    (25, "könnte ~ sein"),
];

/// What is going to be done, said as settled, and telling somebody to do it.
const DECISION: &[Rule] = &[
    (30, "let us"),
    (30, "decision :"),
    (30, "decided|agreed|approved"),
    (25, "go ahead|for"),
    (25, "ship it"),
    (25, "green light"),
    (25, "^ do it $"),
    (30, "^ we|i will ~ <do>"),
    (25, "we|i will not"),
    (25, "we will wait|keep|leave|go|stay|do|try|use|hold|not"),
    (25, "we are ~ going to"),
    (30, "going with"),
    (25, "^ ~ we <do>"),
    (25, "we keep|leave|stay|go|stick|wait|hold|accept|do"),
    (25, "i would rather"),
    (20, "i suggest|propose|vote"),
    (20, "we should ~ <do>"),
    (25, "should ~ <do> ~ now"),
    (30, "please ~ <do>"),
    (25, "please ~ do|not|hold|keep|wait|avoid|use|leave|stay"),
    (25, "^ do not <do>|touch|do|use|deploy"),
    (25, "nobody <do>|touch|touches|deploys|restarts|changes"),
    (25, "^ <do> the|that|this|it|to|all|back|off"),
    (25, "^ keep|leave|hold|wait|use|stick the|that|this|it|off|with|for|all"),
    (
        30,
        "no <do>|deploy*|change*|release*|roll-back*|restart*|failover* ~ until|today|tonight|now|please|yet|for",
    ),
    (25, "^ no <do>|more|roll-back|failover|restart"),
    (25, "no need to <do>"),
    (25, "until further"),
    (25, "plan|option a|b|c|1|2"),
    (30, "plan is|:"),
    (25, "declaring|declare|postpon*|defer*"),
    (30, "it is then $"),
    (25, "call it :"),
    (25, "^ then|so we"),
    (30, "fix|go|roll forward"),
    (25, "standard procedure :"),
    (25, "not back but"),
    (30, "wir rollen|schalten|lassen|warten|stoppen|machen|nehmen"),
    (25, "entschieden|beschlossen"),
];

/// Somebody who did, does or has just done something, or whose doing opens the sentence.
const ACTION_TAKEN: &[Rule] = &[
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
];

/// Responsibility that passes.
const HAND_OVER: &[Rule] = &[
    (40, "hand|handing|handed|hands ~ over|off|back"),
    (40, "hand|handing|handed|hands the|this _ to"),
    (40, "hand-over|handover|handoff|hand-off"),
    (40, "take|takes|taking ~ over"),
    (40, "took over|it|this"),
    (40, "^ over to"),
    (40, "take|takes|taking|took it|this|that|point ~ from|$"),
    (40, "from here|now on|$"),
    (40, "take|takes|taking|have|has|got|lead|leads ~ command|conn|lead|helm|pager|call|bridge"),
    (40, "i am|is ~ ic|commander|scribe|on-call|oncall|primary ~ now|from|$"),
    (40, "pass|passing|passed ~ to|on"),
    (40, "pass|passing|passed the"),
    (40, "escalating|escalated|escalate ~ to"),
    (40, "assigning|assigned|assign|reassigning|reassigned ~ to"),
    (40, "moving|transferring|transferred ~ to tier|the|<mention>"),
    (40, "covering|covers|cover|standing for|in"),
    (40, "my|our|of shift"),
    (40, "shift change|ends|over"),
    (40, "night|day|next|yesterday|evening|early|late|morning shift"),
    (40, "is|are ~ yours"),
    (40, "all yours"),
    (40, "your turn|shift"),
    (35, "i am off|leaving|out|gone"),
    (35, "^ leaving|off now|for"),
    (35, "stepping|step|steps away|out|in|down"),
    (35, "signing|logging|clocking off|out"),
    (35, "i ~ need|have to leave|go|run|catch|drop|head"),
    (35, "can take it|this again|over"),
    (35, "picking|pick ~ up from"),
    (60, "can|could you|somebody|someone|anyone|<mention> ~ own|take"),
    (35, "continues|continue|carry|carries $|from|on"),
    (35, "relieving|relieved|replacing"),
    (35, "up to speed"),
    (35, "ball is"),
    (40, "take ~ lead"),
    (35, "looping in"),
    (30, "full|all picture|context"),
    (30, "has|have ~ context"),
    (40, "übergabe|übernehme|übernimmt|übergebe"),
];

/// Something is asked; a question mark alone is nearly enough.
const QUESTION: &[Rule] = &[
    (
        25,
        "^ what|when|where is|are|do|does|did|can|was|were|has|have|will|would|should|changed|version|happens|happened",
    ),
    (25, "^ who|why|how|which|wdyt"),
    (20, "^ is|are|does|do|did|has|have|was|were any*|some*|it|this|that|there|the|we|you|everyone"),
    (25, "^ should|shall|may|can|could|would i|we|you|any*|some*|it|he|she"),
    (25, "any* else|idea|know|knows|looking|seeing|have|got|aware"),
    (30, "^ any news|update*|luck|progress|chance"),
    (
        35,
        "please|you|somebody|someone|anyone|anybody check|confirm|verify|share|paste|advise|clarify|explain|look",
    ),
    (25, "do we know|have"),
    (25, "would like to know"),
    (25, "wdyt"),
    (20, "^ kann|weiss|weiß|gibt|wer|wann|warum|wie|wo"),
];

/// How things stand, summed up.
const STATUS_UPDATE: &[Rule] = &[
    (
        45,
        "^ update|status|summary|recap|impact|progress|eta|stand|scope|severity|affected|cause|mitigation|statuspage :",
    ),
    (45, "current|latest status|state"),
    (45, "min|minutes|minute|hourly|quick|short|final update"),
    (45, "^ update|status <number>"),
    (45, "next update|checkpoint"),
    (45, "update|more ~ at|in|by|within <number>"),
    (40, "will update|report|post ~ <number>|soon|again|when|once"),
    (45, "summary|recap|tldr|tl;dr"),
    (45, "tl dr"),
    (45, "to recap|summarize|summarise"),
    (45, "so far :"),
    (45, "^ resolved|mitigated|recovered|fixed|solved|stable|closing|identified|monitoring $|:"),
    (40, "investigating : "),
    (40, "we are ~ investigating"),
    (40, "resolved|mitigated"),
    (35, "monitoring the|for|it|closely|$"),
    (30, "keep|keeping an eye"),
    (40, "back to normal|usual"),
    (40, "at usual|normal"),
    (40, "all|fully green|clear|good|fine|ok|normal|operational"),
    (40, "still|remains|partially|currently degraded|investigating|down|impacted|affected"),
    (40, "no change"),
    (40, "nothing new"),
    (40, "eta for|is|unknown"),
    (35, "customer|user|business|total|no impact"),
    (35, "impact is|was|limited"),
    (40, "is|are ~ back|restored|recovered|operational|recovering"),
    (35, "back again|up|online"),
    (35, "looks|looking|is|are|seems ~ healthy|stable|good|better|normal ~ now|again|$"),
    (35, "works|working|reachable|available|up|healthy again"),
    (35, "have|has stopped|recovered|cleared"),
    (35, "stable|steady for|since"),
    (35, "incident|issue|outage|ticket is|was|closed|over|resolved|done|declared|opened"),
    (35, "i|we close|closed the"),
    (35, "i close|closing"),
    (35, "closing"),
    (35, "false alarm"),
    (35, "errors|alerts are gone|zero"),
    (35, "go|goes|went to zero"),
    (35, "for those who"),
    (35, "lowered|raised|downgraded|upgraded from|to sev*"),
    (35, "should be done|finished|over"),
    (30, "service restored"),
    (35, "confirmed that all"),
    (30, "status page updated"),
    (30, "entwarnung|behoben"),
    (30, "alles|wieder wieder|normal"),
];

/// What is seen and measured.
const OBSERVATION: &[Rule] = &[
    (20, "i|we ~ see|saw|seeing|notice|noticed|observe|observed|get|getting|got|lost|measure|reproduce"),
    (20, "^ seeing|saw|noticed|getting|observing"),
    (20, "reports|report|reported|reporting|complain*|says|say|shows|show|showing"),
    (20, "<symptom>"),
    (10, "<symptom> ~ <symptom>"),
    (10, "<number> <symptom>"),
    (10, "<symptom> ~ <number>"),
    (10, "at|to|is|are|by|of|over <number>"),
    (10, "from <number> to <number>"),
    (10, "since|around|after|at|until <number>"),
    (10, "since|normally|usually|instead|now"),
    (20, "can not|no ~ reach|see|open|log|load|connect|even|get|access"),
    (15, "^ none|only|all|both|no|nothing|same|every"),
    (15, "no|without data|response|answer|traffic|logs|errors|events|metrics"),
    (15, "goes|going|went|climb*|drop*|grow*|rising|rises|falling|increas* ~ up|down|from|to|again"),
    (15, "return*|throw*|respond*|flatlin*|spik*|climb*|maxed|growing|dropped|jumped|doubled"),
    (15, "there is|are"),
    (20, "<code>"),
    (15, "does|do|will|did not"),
    (15, "works|answers|stopped|stops|behind|waits|waiting|above|below|affected|unaffected"),
    (15, "tickets|customers|users|callers|caller|customer"),
    (15, "dashboard|graph|graphs|grafana|metrics|trace|traces|log|logs"),
    (20, "looks like ~ every|all|the"),
    (10, "und|die|der|jetzt bei"),
];

/// The tables, read once.
struct Rules {
    hypothesis: Vec<(i32, Phrase)>,
    decision: Vec<(i32, Phrase)>,
    action_taken: Vec<(i32, Phrase)>,
    hand_over: Vec<(i32, Phrase)>,
    question: Vec<(i32, Phrase)>,
    status_update: Vec<(i32, Phrase)>,
    observation: Vec<(i32, Phrase)>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let read = |table: &[Rule]| table.iter().map(|(weight, text)| (*weight, Phrase::new(text))).collect();
    Rules {
        hypothesis: read(HYPOTHESIS),
        decision: read(DECISION),
        action_taken: read(ACTION_TAKEN),
        hand_over: read(HAND_OVER),
        question: read(QUESTION),
        status_update: read(STATUS_UPDATE),
        observation: read(OBSERVATION),
    }
});

/// An observation is what remains when nothing stronger is said: its hints may not outweigh a clear phrase.
const MOST_OF_AN_OBSERVATION: i32 = 24;

/// The weight of each kind, in the order that decides between equals.
pub(super) fn weights(sentence: &Sentence) -> [(MessageKind, i32); 7] {
    let sum = |rules: &[(i32, Phrase)]| -> i32 {
        rules.iter().filter(|(_, phrase)| phrase.occurs(sentence)).map(|(weight, _)| weight).sum()
    };
    let rules = &*RULES;
    let asks = sentence.asks && sentence.words.len() > 1;
    // What is asked is neither done nor settled nor seen.
    let said = |weight: i32| if asks { weight / 2 } else { weight };
    let mark = if asks { 30 } else { 0 };
    let hypothesis = sum(&rules.hypothesis);
    [
        (MessageKind::HandOver, sum(&rules.hand_over)),
        (MessageKind::StatusUpdate, said(sum(&rules.status_update))),
        (MessageKind::Decision, said(sum(&rules.decision))),
        (MessageKind::ActionTaken, said(sum(&rules.action_taken))),
        // A guess with a question mark is a guess.
        (MessageKind::Hypothesis, if hypothesis > 0 { hypothesis + mark } else { 0 }),
        (MessageKind::Question, sum(&rules.question) + mark),
        (MessageKind::Observation, said(sum(&rules.observation).min(MOST_OF_AN_OBSERVATION))),
    ]
}
