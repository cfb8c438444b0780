use serde::{Deserialize, Serialize};

/// How bad a record says it is, numbered as in OpenTelemetry's log data model (the lowest of each range).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Severity {
    /// Finer than debug.
    Trace = 1,
    /// For the people who wrote the program.
    Debug = 5,
    /// Normal; also notice.
    Info = 9,
    /// Odd, but it goes on.
    Warn = 13,
    /// Something failed.
    Error = 17,
    /// Critical, alert, emergency, panic.
    Fatal = 21,
}

impl Severity {
    /// The severity a word stands for, whatever its case; none for a word that is no level.
    pub fn from_word(word: &str) -> Option<Self> {
        let mut lower = [0u8; 13];
        let word = word.trim().as_bytes();
        let lower = lower.get_mut(..word.len())?;
        lower.copy_from_slice(word);
        lower.make_ascii_lowercase();
        Some(match &*lower {
            b"trace" | b"trc" | b"finest" | b"finer" | b"verbose" | b"silly" => Self::Trace,
            b"debug" | b"dbg" | b"fine" | b"debug1" | b"debug2" | b"debug3" | b"debug4" | b"debug5" => {
                Self::Debug
            }
            b"info" | b"inf" | b"information" | b"informational" | b"notice" | b"note" | b"config"
            | b"log" | b"audit" | b"default" => Self::Info,
            b"warn" | b"wrn" | b"warning" => Self::Warn,
            b"error" | b"err" | b"eror" | b"severe" | b"failure" => Self::Error,
            b"fatal" | b"ftl" | b"critical" | b"crit" | b"alert" | b"emergency" | b"emerg" | b"panic" => {
                Self::Fatal
            }
            _ => return None,
        })
    }

    /// The lower-case name used in output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Trace => "trace",
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }

    /// The severity whose range holds an OpenTelemetry severity number, 1 to 24.
    pub fn from_number(number: u64) -> Option<Self> {
        Some(match number {
            1..=4 => Self::Trace,
            5..=8 => Self::Debug,
            9..=12 => Self::Info,
            13..=16 => Self::Warn,
            17..=20 => Self::Error,
            21..=24 => Self::Fatal,
            _ => return None,
        })
    }

    /// The severity of a syslog priority's lowest three bits (RFC 5424, 6.2.1).
    pub fn from_syslog(severity: u8) -> Self {
        match severity & 7 {
            0..=2 => Self::Fatal,
            3 => Self::Error,
            4 => Self::Warn,
            5 | 6 => Self::Info,
            _ => Self::Debug,
        }
    }
}
