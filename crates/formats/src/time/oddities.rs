use postlude_base::Problem;

/// What may be odd about one time; each is told once per source (once per block when blocks are
/// read in any order).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Oddity {
    Twice,
    LeftOut,
    First1970,
    FarFuture,
    OutOfRange,
    NoDate,
    GuessedDate,
    GuessedYear,
    AfterFile,
}

const ODDITIES: [Oddity; 9] = [
    Oddity::Twice,
    Oddity::LeftOut,
    Oddity::First1970,
    Oddity::FarFuture,
    Oddity::OutOfRange,
    Oddity::NoDate,
    Oddity::GuessedDate,
    Oddity::GuessedYear,
    Oddity::AfterFile,
];

/// Oddities that [`super::Resolver::resolve`] met, as a set that remembers what has been told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Oddities {
    met: u16,
    told: u16,
}

impl Oddities {
    /// A problem that has not been told yet, about the record resolved last if it is asked after each.
    #[inline]
    pub fn take(&mut self) -> Option<Problem> {
        if self.met == self.told {
            return None;
        }
        let oddity = ODDITIES.into_iter().find(|o| (self.met & !self.told) & o.bit() != 0)?;
        self.told |= oddity.bit();
        Some(oddity.problem())
    }

    pub(super) fn note(&mut self, oddity: Oddity) {
        self.met |= oddity.bit();
    }

    #[inline]
    pub(super) fn note_absurd(&mut self, seconds: i64) {
        if (0..86_400).contains(&seconds) {
            self.note(Oddity::First1970);
        } else if seconds > 3_786_912_000 {
            self.note(Oddity::FarFuture);
        }
    }
}

impl Oddity {
    fn bit(self) -> u16 {
        1 << self as u8
    }

    fn problem(self) -> Problem {
        match self {
            Self::Twice => Problem::new(
                "time-twice",
                "a time in the hour that the clock shows twice: the first was taken",
            ),
            Self::LeftOut => Problem::new(
                "time-left-out",
                "a time in the hour that the clock leaves out: it was moved past it",
            ),
            Self::First1970 => {
                Problem::new("time-1970", "a time on 1970-01-01: most likely a clock that was not set")
            }
            Self::FarFuture => {
                Problem::new("time-future", "a time after 2089: most likely a wrong clock or unit")
            }
            Self::OutOfRange => {
                Problem::new("time-out-of-range", "a time outside the years 1677 to 2262: left out")
            }
            Self::GuessedDate => Problem::new(
                "guessed-date",
                "no date is written: it was taken from the last change of the file",
            ),
            Self::GuessedYear => Problem::new("guessed-year", "a time without a year: the year was guessed")
                .hint("give the year of the first record with --year"),
            Self::AfterFile => Problem::new(
                "time-after-file",
                "a time without a year comes after the last change of the file",
            )
            .hint("the source covers more than one turn of the year: give its first year with --year"),
            Self::NoDate => Problem::new("no-date", "a clock time without a date before it: left out"),
        }
    }
}
