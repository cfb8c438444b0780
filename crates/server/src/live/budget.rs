//! What one connection may send. A page sends a few updates a second and moves its cursor; who sends far more, for long, would cost
//! everybody a processor.

use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp};

/// So much at once, and so much a second for ever.
#[derive(Debug, Clone, Copy)]
struct Allowance {
    burst: f64,
    per_second: f64,
}

/// Someone who drags a note sends sixty states of presence a second.
const MESSAGES: Allowance = Allowance { burst: 2_000.0, per_second: 150.0 };
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

    /// Takes one message of so many bytes out of it; false if there is not so much left.
    pub fn spend(&mut self, bytes: usize, now: Timestamp) -> bool {
        // A clock that is set back fills nothing.
        let seconds = (now.0 - self.filled.0).max(0) as f64 / NANOSECONDS_PER_SECOND as f64;
        self.filled = now;
        let filled = |left: f64, all: Allowance| seconds.mul_add(all.per_second, left).min(all.burst);
        self.messages = filled(self.messages, MESSAGES) - 1.0;
        self.bytes = filled(self.bytes, BYTES) - bytes as f64;
        self.messages >= 0.0 && self.bytes >= 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sends messages of a size, so many a second, for so many seconds; how many of them were fine?
    fn check(bytes: usize, per_second: i64, seconds: i64, expected: usize) {
        let mut budget = Budget::new(Timestamp(0));
        let moment = |at: i64| Timestamp(at * NANOSECONDS_PER_SECOND / per_second);
        let fine = (0..per_second * seconds).take_while(|at| budget.spend(bytes, moment(*at))).count();
        assert_eq!(fine, expected, "{per_second} a second of {bytes} bytes");
    }

    #[test]
    fn pages_are_served_and_floods_end() {
        check(200, 5, 3_600, 18_000);
        check(100, 100, 600, 60_000);
        check(100, 1_000_000, 1, 2_000);
        check(4 << 20, 1_000, 1, 4);
        check(1 << 20, 1, 600, 600);
    }

    #[test]
    fn a_clock_that_is_set_back_fills_nothing() {
        let mut budget = Budget::new(Timestamp(NANOSECONDS_PER_SECOND));
        assert!(budget.spend(1, Timestamp(0)));
        assert!(budget.messages < MESSAGES.burst);
    }
}
