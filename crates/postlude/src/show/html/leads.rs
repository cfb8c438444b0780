use std::fmt::Write as _;

use crate::show::moment::{full, seconds};
use crate::show::{Look, Timeline, WORTH_LOOKING};

use super::mark::escaped;

pub(super) fn leads(page: &mut String, timeline: &Timeline, look: &Look) {
    let shown: Vec<_> =
        timeline.draft.leads.iter().filter(|lead| lead.score >= WORTH_LOOKING).take(8).collect();
    if shown.is_empty() {
        return;
    }
    page.push_str(
        "<section aria-labelledby=\"leads\">\n<h2 id=\"leads\">Look at first</h2>\n<ol class=\"leads\">\n",
    );
    for (at, lead) in shown.iter().enumerate() {
        let links: Vec<String> =
            lead.entries.iter().map(|id| format!("<a href=\"#{id}\">{id}</a>")).collect();
        let seen = if links.is_empty() { String::new() } else { format!(" See {}.", links.join(" ")) };
        let _ = writeln!(
            page,
            "<li id=\"lead{}\"><p><b>{}</b> since <time datetime=\"{}\" title=\"{}\">{}</time></p><p>{}.{seen}</p></li>",
            at + 1,
            escaped(lead.service.as_deref().unwrap_or("No single service")),
            lead.since,
            escaped(&full(lead.since, look)),
            seconds(lead.since, look),
            escaped(lead.reason.trim_end_matches('.')),
        );
    }
    page.push_str("</ol>\n</section>\n");
}
