use std::fmt::Write as _;

use crate::show::Timeline;
use crate::show::words::{counted, grouped};

use super::mark::escaped;

/// Sources that the page lists; the JSON form has all.
const SHOWN: usize = 200;

pub(super) fn sources(page: &mut String, timeline: &Timeline) {
    let odd = timeline.sources.iter().filter(|line| !line.problems.is_empty()).count();
    let odd = match odd {
        0 => String::new(),
        n => format!(", something is odd in {n}"),
    };
    let _ = writeln!(
        page,
        "<section aria-labelledby=\"sources\">\n<h2 id=\"sources\">Evidence</h2>\n<details><summary>{}{odd}</summary>\n\
         <table>\n<thead><tr><th>source</th><th>format</th><th class=\"number\">records</th></tr></thead>\n<tbody>",
        counted(timeline.sources.len() as u64, "source")
    );
    // What is odd comes first, so that it is not lost among what is not.
    let (odd, fine): (Vec<_>, Vec<_>) = timeline.sources.iter().partition(|line| !line.problems.is_empty());
    for line in odd.into_iter().chain(fine).take(SHOWN) {
        let problems: String =
            line.problems.iter().map(|problem| format!("<br><span>{}</span>", escaped(problem))).collect();
        let _ = writeln!(
            page,
            "<tr><td><code>{}</code>{problems}</td><td>{}</td><td class=\"number\">{}</td></tr>",
            escaped(&line.name()),
            escaped(&line.format),
            grouped(line.records)
        );
    }
    page.push_str("</tbody>\n</table>\n");
    if timeline.sources.len() > SHOWN {
        let _ = writeln!(page, "<p class=\"quiet\">And {} more.</p>", timeline.sources.len() - SHOWN);
    }
    page.push_str("</details>\n</section>\n");
}
