//! What one connection may send. A page sends a few updates a second and moves its cursor; who sends far more, for long, would cost
//! everybody a processor, and is read more slowly instead.

use std::time::Duration;

use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp};

/// So much at once, and so much a second for ever.
#[derive(Debug, Clone, Copy)]
struct Allowance {
    burst: f64,
    per_second: f64,
}

/// Someone who drags a note sends sixty states of presence a second; a program that brings a timeline sends an update for each entry.
const MESSAGES: Allowance = Allowance { burst: 2_000.0, per_second: 400.0 };
/// Four whole catch-ups at once.
const BYTES: Allowance = Allowance { burst: (16 << 20) as f64, per_second: (1 << 20) as f64 };

/// What a connection has left: two token buckets.
#[derive(Debug)]
pub struct Budget {
    messages: f64,
    bytes: f64,
    filled: Timestamp,
}

impl Budget {
    /// A full one.
    pub fn new(now: Timestamp) -> Self {
        Self { messages: MESSAGES.burst, bytes: BYTES.burst, filled: now }
    }

    /// Takes one message of so many bytes out of it, and says how long the connection is not read then, because it owes.
    pub fn spend(&mut self, bytes: usize, now: Timestamp) -> Duration {
        // A clock that is set back fills nothing.
        let seconds = (now.0 - self.filled.0).max(0) as f64 / NANOSECONDS_PER_SECOND as f64;
        self.filled = now;
        let filled = |left: f64, all: Allowance| seconds.mul_add(all.per_second, left).min(all.burst);
        self.messages = filled(self.messages, MESSAGES) - 1.0;
        self.bytes = filled(self.bytes, BYTES) - bytes as f64;
        let owed = |left: f64, all: Allowance| (-left).max(0.0) / all.per_second;
        Duration::from_secs_f64(owed(self.messages, MESSAGES).max(owed(self.bytes, BYTES)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends messages of a size as fast as they are read, at most so many a second; how long does it take, in seconds?
    fn check(bytes: usize, per_second: i64, messages: i64, expected: f64) {
        let mut budget = Budget::new(Timestamp(0));
        let mut now = 0;
        for _ in 0..messages {
            let rest = budget.spend(bytes, Timestamp(now));
            now += (NANOSECONDS_PER_SECOND / per_second).max(i64::try_from(rest.as_nanos()).expect("small"));
        }
        let took = now as f64 / NANOSECONDS_PER_SECOND as f64;
        assert!(
            (took - expected).abs() <= 0.01 * expected,
            "{per_second} a second of {bytes} bytes: {took} s"
        );
    }

    #[test]
    fn pages_are_read_at_once_and_floods_slowly() {
        check(200, 5, 18_000, 3_600.0);
        check(100, 100, 60_000, 600.0);
        check(100, 1_000_000, 10_000, 20.0);
        check(4 << 20, 1_000, 40, 144.0);
        check(1 << 20, 1, 600, 600.0);
    }

    #[test]
    fn a_clock_that_is_set_back_fills_nothing() {
        let mut budget = Budget::new(Timestamp(NANOSECONDS_PER_SECOND));
        assert_eq!(budget.spend(1, Timestamp(0)), Duration::ZERO);
        assert!(budget.messages < MESSAGES.burst);
    }
}
