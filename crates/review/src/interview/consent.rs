//! Whether notes may be taken. It is asked once, and can be taken back at any time.

use super::Refusal;

/// What the interviewee said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// Nothing yet.
    Asked,
    /// Notes may be taken.
    Given,
    /// They may not.
    Refused,
    /// They were taken, and are deleted.
    Withdrawn,
}

impl Consent {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Asked, Self::Given, Self::Refused, Self::Withdrawn];

    /// The name that the API and the store use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Given => "given",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The consent with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|consent| consent.name() == name)
    }

    /// What it is after the interviewee said yes or no.
    #[must_use]
    pub fn said(self, yes: bool) -> Self {
        match (self, yes) {
            (_, true) => Self::Given,
            (Self::Given | Self::Withdrawn, false) => Self::Withdrawn,
            (Self::Asked | Self::Refused, false) => Self::Refused,
        }
    }

    /// Whether something may be written down now.
    pub fn check(self, is_off_the_record: bool) -> Result<(), Refusal> {
        match self {
            Self::Asked => Err(Refusal::NoConsent),
            Self::Refused => Err(Refusal::ConsentRefused),
            Self::Withdrawn => Err(Refusal::ConsentWithdrawn),
            Self::Given if is_off_the_record => Err(Refusal::OffTheRecord),
            Self::Given => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consent_is_given_and_taken_back_at_any_time() {
        let check = |said: &str, expected: Consent, may_write: Result<(), &str>| {
            let consent = said.chars().fold(Consent::Asked, |consent, word| consent.said(word == 'y'));
            assert_eq!(consent, expected, "{said}");
            assert_eq!(consent.check(false).map_err(Refusal::code), may_write, "{said}");
            assert!(consent.check(true).is_err(), "{said}");
            assert_eq!(Consent::named(consent.name()), Some(consent));
        };
        check("", Consent::Asked, Err("no-consent"));
        check("y", Consent::Given, Ok(()));
        check("yy", Consent::Given, Ok(()));
        check("n", Consent::Refused, Err("consent-refused"));
        check("yn", Consent::Withdrawn, Err("consent-withdrawn"));
        check("ynn", Consent::Withdrawn, Err("consent-withdrawn"));
        check("yny", Consent::Given, Ok(()));
        check("ny", Consent::Given, Ok(()));
    }
}
