//! `postlude coach`: the language of a review.

use std::io::{Read as _, Write as _};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use postlude_coach::{Coach as Language, Finding, Moment};
use serde_json::{Value, json};

use crate::command_error::CommandError;
use crate::printer::Printer;

/// Points at habits of speech that close a review, and offers another wording.
///
/// Reads Markdown or plain text, or JSON lines of {"id", "text"}. Quotations, code and block quotes are evidence and are left alone; so is what
/// follows <!-- coach: ignore --> or <!-- coach: ignore RULE -->. The exit status is 1 when something is found in a text; JSON lines are answered with 0.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Coach {
    /// What to read; standard input when there is none.
    files: Vec<String>,
    /// The form of the answer.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// What is being written; some rules matter only then.
    #[arg(long, value_enum, default_value_t = When::Any)]
    moment: When,
    /// Lists the rules.
    #[arg(long)]
    rules: bool,
}

const EXAMPLES: &str = "\
Examples:
  postlude coach review.md                          what could be said otherwise, and how
  postlude coach actions.md --moment actions        only what matters in actions
  echo 'Why did you restart it?' | postlude coach   from standard input
  postlude coach docs/*.md --format github          remarks beside the lines of a pull request
  postlude coach --rules                            the rules";

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// One object for each finding, or for each input line of JSON.
    Jsonl,
    /// SARIF 2.1.0, for tools that show findings.
    Sarif,
    /// Workflow commands of GitHub.
    Github,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    Any,
    Telling,
    Factors,
    Actions,
    Writing,
}

impl When {
    fn moment(self) -> Moment {
        match self {
            Self::Any => Moment::Any,
            Self::Telling => Moment::Telling,
            Self::Factors => Moment::Factors,
            Self::Actions => Moment::Actions,
            Self::Writing => Moment::Writing,
        }
    }
}

impl Coach {
    /// Whether something was found.
    pub(crate) fn run(self, printer: &mut Printer) -> Result<bool, CommandError> {
        let language = Language::english();
        if self.rules {
            let lines = language
                .rules()
                .map(|rule| format!("{:18} {}\n{:18} {}\n", rule.id, rule.message, "", rule.suggestion));
            printer.text(&lines.collect::<String>())?;
            return Ok(false);
        }
        let files = if self.files.is_empty() { vec!["-".to_owned()] } else { self.files.clone() };
        let mut out = printer.data();
        let mut found = false;
        let mut results = Vec::new();
        for file in &files {
            let text = read(file)?;
            if self.format == Format::Jsonl && text.trim_start().starts_with('{') {
                self.lines(&language, file, &text, &mut out)?;
                continue;
            }
            let findings = language.check_markdown(&text, self.moment.moment());
            found |= !findings.is_empty();
            for finding in &findings {
                match self.format {
                    Format::Text => writeln!(out, "{}\n", view(file, &text, finding))?,
                    Format::Jsonl => writeln!(out, "{}", object(Some(file), &text, finding))?,
                    Format::Github => writeln!(out, "{}", github(file, &text, finding))?,
                    Format::Sarif => results.push(sarif(file, &text, finding)),
                }
            }
        }
        if self.format == Format::Sarif {
            let rules: Vec<Value> =
                language.rules().map(|rule| json!({"id": rule.id, "shortDescription": {"text": rule.message}, "help": {"text": rule.suggestion}})).collect();
            let driver =
                json!({"name": "postlude coach", "version": env!("CARGO_PKG_VERSION"), "rules": rules});
            let log = json!({"version": "2.1.0", "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "runs": [{"tool": {"driver": driver}, "results": results}]});
            writeln!(out, "{log:#}")?;
        }
        out.flush()?;
        Ok(found)
    }

    /// Sentences as JSON lines: one answer for each. Whoever asks so reads the answers; what they hold is no reason to fail.
    fn lines(
        &self,
        language: &Language,
        file: &str,
        text: &str,
        out: &mut impl std::io::Write,
    ) -> Result<(), CommandError> {
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let odd = |what: String| {
                CommandError::asked(format!("{file}:{}: {what}", number + 1))
                    .hint("each line is {\"id\": ..., \"text\": ...}")
            };
            let asked: Value = serde_json::from_str(line).map_err(|error| odd(error.to_string()))?;
            let text = asked["text"].as_str().ok_or_else(|| odd("there is no text".to_owned()))?;
            let findings = language.check(text, self.moment.moment());
            let findings: Vec<Value> = findings.iter().map(|finding| object(None, text, finding)).collect();
            writeln!(out, "{}", json!({"id": asked["id"], "findings": findings}))?;
        }
        Ok(())
    }
}

fn read(file: &str) -> Result<String, CommandError> {
    let mut bytes = Vec::new();
    if file == "-" {
        std::io::stdin().read_to_end(&mut bytes).context("standard input cannot be read")?;
    } else {
        bytes = std::fs::read(file).with_context(|| format!("{file} cannot be read"))?;
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        CommandError::asked(format!("{file} is not UTF-8 text (byte {at})"))
            .hint("convert it, for example with iconv")
    })
}

/// Line and column from 1; the column counts characters.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

fn object(file: Option<&str>, text: &str, finding: &Finding) -> Value {
    let (line, column) = place(text, finding.span.start);
    let mut value = json!({
        "rule": finding.rule, "span": [finding.span.start, finding.span.end], "line": line, "column": column,
        "message": finding.message, "suggestion": finding.suggestion,
    });
    if let (Some(file), Some(value)) = (file, value.as_object_mut()) {
        value.insert("file".to_owned(), json!(file));
    }
    value
}

fn view(file: &str, text: &str, finding: &Finding) -> String {
    let note = Level::HELP.no_name().message(format!("instead: {}", finding.suggestion));
    let report =
        [Group::with_title(Level::WARNING.with_name(finding.rule).primary_title(finding.message.as_str()))
            .element(
                Snippet::source(text)
                    .path(file)
                    .annotation(AnnotationKind::Primary.span(finding.span.clone())),
            )
            .element(note)];
    Renderer::plain().render(&report)
}

fn github(file: &str, text: &str, finding: &Finding) -> String {
    let escape = |text: &str| text.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D");
    let (line, column) = place(text, finding.span.start);
    let message = escape(&format!("{}. {}", finding.message, finding.suggestion));
    format!("::notice file={},line={line},col={column},title={}::{message}", escape(file), finding.rule)
}

fn sarif(file: &str, text: &str, finding: &Finding) -> Value {
    let (line, column) = place(text, finding.span.start);
    let (end_line, end_column) = place(text, finding.span.end);
    let region =
        json!({"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column});
    json!({
        "ruleId": finding.rule, "level": "note", "message": {"text": format!("{}. {}", finding.message, finding.suggestion)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": file}, "region": region}}],
    })
}
