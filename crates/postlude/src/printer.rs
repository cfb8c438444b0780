//! The only way to the terminal: data to standard output, everything else to standard error.

use std::io::{BufWriter, IsTerminal as _, Write};
use std::time::Duration;

use anstream::ColorChoice;
use indicatif::{ProgressBar, ProgressStyle};
use owo_colors::OwoColorize as _;

use crate::command_error::CommandError;

/// When colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Color {
    /// On a terminal that shows them, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Where output goes.
#[derive(Debug)]
pub(crate) struct Printer {
    color: ColorChoice,
    quiet: bool,
}

impl Printer {
    pub(crate) fn new(color: Color, quiet: bool) -> Self {
        let color = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self { color, quiet }
    }

    /// Standard output for data that come in a stream; no colours.
    pub(crate) fn data(&self) -> impl Write + use<> {
        BufWriter::with_capacity(1 << 16, std::io::stdout().lock())
    }

    /// A whole text to standard output; colours are taken off where they are not wanted.
    pub(crate) fn text(&self, text: &str) -> std::io::Result<()> {
        let mut out = anstream::AutoStream::new(std::io::stdout().lock(), self.color);
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Whether somebody reads standard output as it comes.
    pub(crate) fn is_terminal(&self) -> bool {
        std::io::stdout().is_terminal()
    }

    /// One line for the person, unless they asked for quiet.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(anstream::AutoStream::new(std::io::stderr(), self.color), "{text}");
        }
    }

    /// What went wrong and what to do.
    pub(crate) fn failure(&self, error: &CommandError) {
        if !error.is_news() {
            return;
        }
        let mut out = anstream::AutoStream::new(std::io::stderr(), self.color);
        let _ = writeln!(out, "{} {error}", "error:".red().bold());
        if let Some(view) = error.place() {
            let _ = writeln!(out, "{view}");
        }
        if let Some(hint) = error.to_do() {
            let _ = writeln!(out, "{} {hint}", "hint:".bold());
        }
    }

    /// A bar for work of so many bytes; hidden where nobody looks.
    pub(crate) fn progress(&self, bytes: u64) -> ProgressBar {
        if self.quiet || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(bytes);
        let style = "{bar:24} {bytes}/{total_bytes} {bytes_per_sec} {wide_msg}";
        bar.set_style(ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(120));
        bar
    }
}

/// Columns of the terminal that shows standard output, or 110 where there is none.
pub(crate) fn columns() -> usize {
    terminal_size::terminal_size_of(std::io::stdout())
        .map_or(110, |(width, _)| usize::from(width.0).clamp(60, 200))
}
