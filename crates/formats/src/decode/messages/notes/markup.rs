//! Taking the marks of Markdown and plain lists off a line.

/// What a line is, by its marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// `# ...`, or all of the line in bold.
    Heading,
    /// `- ...`, `* ...`, `3. ...`, indented by so many bytes.
    Item(usize),
    /// `| ... | ... |`
    Row,
    /// The line between the header and the rows of a table, a rule, a fence.
    Rule,
    /// Anything else.
    Plain,
}

/// The role of a line and its text without the marks in front.
pub(super) fn strip(line: &str) -> (Role, &str) {
    let quoted = line.trim_start_matches(['>', ' ', '\t', '\u{feff}']);
    let indent = line.len() - line.trim_start().len();
    let text = quoted.trim_end();
    if is_rule(text) {
        return (Role::Rule, text);
    }
    if text.starts_with('#') {
        let heading = text.trim_start_matches('#');
        if heading.starts_with([' ', '\t']) {
            return (Role::Heading, lead(heading));
        }
    }
    if let Some(row) = text.strip_prefix('|') {
        // A first cell that is empty means the one above it.
        return (Role::Row, lead(row.trim_start_matches(['|', ' ', '\t'])));
    }
    if let Some(item) = item(text) {
        return (Role::Item(indent), lead(item));
    }
    let bold = text.strip_prefix("**").and_then(|text| text.trim_end_matches(':').strip_suffix("**"));
    match bold {
        Some(inside) if !inside.contains("**") => (Role::Heading, lead(inside)),
        _ => (Role::Plain, lead(text)),
    }
}

/// `---`, `===`, `***`, `|:--|--:|`
fn is_rule(text: &str) -> bool {
    text.len() >= 3 && text.bytes().all(|b| b"-=*_|:+ ".contains(&b)) && text.contains(['-', '=', '*', '_'])
}

/// The text behind a bullet or a number; a number without a blank behind it is a time.
fn item(text: &str) -> Option<&str> {
    for bullet in ['-', '*', '+', '•', '–', '◦', '▪', '·'] {
        if let Some(rest) = text.strip_prefix(bullet)
            && let Some(rest) = rest.strip_prefix([' ', '\t'])
        {
            let rest = rest.trim_start();
            let unchecked = ["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| rest.strip_prefix(mark));
            return Some(unchecked.unwrap_or(rest));
        }
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..)?.strip_prefix(['.', ')'])?;
    (1..=3).contains(&digits).then(|| rest.strip_prefix(' ')).flatten()
}

/// Takes emphasis, brackets and words like "at" from in front of a time.
fn lead(text: &str) -> &str {
    const WORDS: [&str; 12] = [
        "at ",
        "on ",
        "around ",
        "about ",
        "approx. ",
        "approximately ",
        "ca. ",
        "ca ",
        "circa ",
        "by ",
        "from ",
        "since ",
    ];
    let mut text = text;
    loop {
        let before = text.len();
        text = text.trim_start_matches(['*', '_', '`', '[', '(', '~', ' ', '\t', '"', '≈', '@', '<']);
        if let Some(word) = WORDS.iter().find(|word| starts_with_word(text, word))
            && text[word.len()..].starts_with(|c: char| c.is_ascii_digit() || c == '~')
        {
            text = &text[word.len()..];
        }
        if text.len() == before {
            return text;
        }
    }
}

fn starts_with_word(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// The text behind a time: separators in front and marks at both ends taken off.
pub(super) fn tail(text: &str) -> &str {
    let marks = |c: char| c.is_whitespace() || "-–—:|,;.)]>*_`=~→\"".contains(c);
    let text = text.trim_start_matches(marks);
    let text = text.trim_end().trim_end_matches('|').trim_end();
    let open = text.matches("**").count() % 2 == 1;
    if open { text.trim_end_matches("**").trim_end() } else { text }
}
