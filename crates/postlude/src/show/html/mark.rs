//! Small pieces that every part of the page uses.

use std::fmt::Write as _;

use postlude_draft::Kind;

use crate::show::kind;

/// A text as it may stand in HTML, also in an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            // HTML allows no control characters, not even escaped.
            c if c.is_control() => out.push('·'),
            c => out.push(c),
        }
    }
    out
}

/// The shapes, to be used by [`shape`]; 16 by 16, in the colour of the text around them.
pub(super) fn shapes(page: &mut String) {
    page.push_str("<svg class=\"shapes\" aria-hidden=\"true\">\n");
    for kind in kind::ALL {
        let _ = writeln!(
            page,
            "<symbol id=\"kind-{}\" viewBox=\"0 0 16 16\">{}</symbol>",
            kind::code(kind),
            drawing(kind)
        );
    }
    page.push_str("</svg>\n");
}

/// A use of the shape of a kind.
pub(super) fn shape(kind: Kind) -> String {
    format!("<svg class=\"shape {0}\" aria-hidden=\"true\"><use href=\"#kind-{0}\"/></svg>", kind::code(kind))
}

fn drawing(kind: Kind) -> &'static str {
    match kind {
        Kind::Change => "<path d=\"M8 1l7 7-7 7-7-7z\"/>",
        Kind::Alert => "<path d=\"M6.5 1h3L9 10H7zM6.5 12h3v3h-3z\"/>",
        Kind::Message => "<path d=\"M1 2h14v9H8l-4 4v-4H1z\"/>",
        Kind::Errors => "<path class=\"stroke\" d=\"M3 3l10 10M13 3L3 13\"/>",
        Kind::Latency => "<path d=\"M8 2l7 12H1z\"/>",
        Kind::Traffic => "<path class=\"stroke\" d=\"M1 6c3-4 4 4 7 0s4 4 7 0M1 12c3-4 4 4 7 0s4 4 7 0\"/>",
        Kind::Saturation => "<path d=\"M2 2h12v12H2z\"/>",
        Kind::Restart => "<path class=\"stroke\" d=\"M13 5A6 6 0 1 0 14 9M14 1v5H9\"/>",
        Kind::NewLog => "<path class=\"stroke\" d=\"M8 2v12M2 8h12\"/>",
        Kind::Silence => "<circle class=\"stroke\" cx=\"8\" cy=\"8\" r=\"5.5\"/>",
        Kind::Gap => {
            "<circle cx=\"3\" cy=\"8\" r=\"1.7\"/><circle cx=\"8\" cy=\"8\" r=\"1.7\"/><circle cx=\"13\" cy=\"8\" r=\"1.7\"/>"
        }
        Kind::Recovery => "<path class=\"stroke\" d=\"M2 9l4 4 8-10\"/>",
        Kind::Metric => "<path class=\"stroke\" d=\"M1 10c3-7 5-7 7-2s4 5 7-2\"/>",
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_of_the_evidence_becomes_markup() {
        let check = |text: &str, expected: &str| assert_eq!(escaped(text), expected);
        check("<script>alert('x')</script>", "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
        check("a & \"b\"\u{0}\u{1b}", "a &amp; &quot;b&quot;··");
    }
}
