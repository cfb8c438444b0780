//! A timer that everybody reads the same: it is kept as the moment at which it ends, in the time of the server.

use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp};
use serde::{Deserialize, Serialize};

use super::Refusal;

/// Eight hours.
const LONGEST_S: i64 = 8 * 3_600;

/// A timer. It goes on below nothing: a meeting that is late sees by how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TimerState {
    /// It does not run.
    #[default]
    Stopped,
    /// It runs until a moment.
    Running {
        /// That moment.
        ends: Timestamp,
    },
    /// It stands still.
    Paused {
        /// Nanoseconds that are left.
        left: i64,
    },
}

/// What is asked of a timer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Timer {
    /// Run for so many seconds; without them, go on.
    Start {
        /// How long.
        seconds: Option<i64>,
    },
    /// Stand still.
    Pause,
    /// Run longer.
    Extend {
        /// By how much.
        seconds: i64,
    },
    /// End.
    Stop,
}

impl TimerState {
    /// Does what is asked. `usual` is for how many seconds it runs when nobody says.
    pub fn make(self, asked: Timer, usual: i64, now: Timestamp) -> Result<Self, Refusal> {
        let running = |left: i64| Self::Running { ends: now.plus(left) };
        match (asked, self) {
            (Timer::Start { seconds: Some(seconds) }, _) => Ok(running(length(seconds)?)),
            (Timer::Start { seconds: None }, Self::Running { .. }) => Ok(self),
            (Timer::Start { seconds: None }, Self::Paused { left }) => Ok(running(left)),
            (Timer::Start { seconds: None }, Self::Stopped) => Ok(running(length(usual)?)),
            (Timer::Pause, Self::Running { ends }) => Ok(Self::Paused { left: ends.since(now) }),
            (Timer::Pause, Self::Paused { .. }) => Ok(self),
            (Timer::Extend { seconds }, Self::Running { ends }) => {
                // Who is late already gets the whole of it.
                let from = ends.max(now);
                Ok(Self::Running { ends: from.plus(length(seconds)?) })
            }
            (Timer::Extend { seconds }, Self::Paused { left }) => {
                Ok(Self::Paused { left: left.max(0).saturating_add(length(seconds)?) })
            }
            (Timer::Pause | Timer::Extend { .. }, Self::Stopped) => Err(Refusal::NotRunning),
            (Timer::Stop, _) => Ok(Self::Stopped),
        }
    }

    /// Seconds that are left; negative when it is over.
    pub fn left_s(self, now: Timestamp) -> Option<f64> {
        let left = match self {
            Self::Stopped => return None,
            Self::Running { ends } => ends.since(now),
            Self::Paused { left } => left,
        };
        Some(left as f64 / NANOSECONDS_PER_SECOND as f64)
    }

    /// The name that the API uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stopped => "stopped",
            Self::Running { .. } => "running",
            Self::Paused { .. } => "paused",
        }
    }
}

fn length(seconds: i64) -> Result<i64, Refusal> {
    if (1..=LONGEST_S).contains(&seconds) {
        Ok(seconds * NANOSECONDS_PER_SECOND)
    } else {
        Err(Refusal::Seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs a script of seconds and orders from five minutes to midnight on; `+n` extends, `sn` starts, `s` goes on, `p` pauses, `x` stops.
    fn check(script: &str, expected: Result<Option<f64>, &str>) {
        let begin: Timestamp = Timestamp::from_jiff("2026-03-28T23:55:00Z".parse().unwrap()).unwrap();
        let mut now = begin;
        let mut state = Ok(TimerState::default());
        for word in script.split(' ') {
            let (order, number) = word.split_at(1);
            let seconds = number.parse::<i64>().ok();
            let asked = match order {
                "w" => {
                    now = now.plus(seconds.unwrap() * NANOSECONDS_PER_SECOND);
                    continue;
                }
                "s" => Timer::Start { seconds },
                "p" => Timer::Pause,
                "+" => Timer::Extend { seconds: seconds.unwrap() },
                _ => Timer::Stop,
            };
            state = state.and_then(|state| state.make(asked, 60, now));
        }
        let left = state.map(|state| state.left_s(now)).map_err(Refusal::code);
        assert_eq!(left, expected, "{script}");
    }

    #[test]
    fn a_timer_runs_pauses_and_goes_on_also_over_midnight() {
        check("s600 w420", Ok(Some(180.0)));
        check("s600 w60 p w3600 s w60", Ok(Some(480.0)));
        check("s600 w60 s", Ok(Some(540.0)));
        check("s w10", Ok(Some(50.0)));
        check("s60 w90", Ok(Some(-30.0)));
        check("s60 w90 +60", Ok(Some(60.0)));
        check("s60 w10 p +60", Ok(Some(110.0)));
        check("s60 w90 p s", Ok(Some(-30.0)));
        check("s60 x", Ok(None));
        check("p", Err("not-running"));
        check("+60", Err("not-running"));
        check("s0", Err("seconds"));
        check("s99999", Err("seconds"));
    }
}
