//! Dates as people write them into lists.

use jiff::civil::Date;

/// Why a date was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDay {
    /// The third of April, or the fourth of March?
    Ambiguous,
    /// No date at all.
    Unknown,
}

/// `2026-11-23`, also with a time behind it, `23.11.2026`, `2026/11/23`, `20261123`; `23/11/2026` and `11/23/2026` where only one reading is possible.
pub fn day(text: &str) -> Result<Date, NoDay> {
    let text = text.trim();
    let text = text.split_once(['T', ' ']).map_or(text, |(day, _)| day);
    let numbers: Vec<&str> = text.split(['-', '.', '/']).collect();
    match numbers.as_slice() {
        [whole] if whole.len() == 8 && whole.is_ascii() => of(&whole[..4], &whole[4..6], &whole[6..]),
        [year, month, day] if year.len() == 4 => of(year, month, day),
        [day, month, year] if text.contains('.') => of(year, month, day),
        [one, other, year] if text.contains('/') => match (of(year, other, one), of(year, one, other)) {
            (Ok(day), Ok(same)) if day == same => Ok(day),
            (Ok(_), Ok(_)) => Err(NoDay::Ambiguous),
            (Ok(day), Err(_)) | (Err(_), Ok(day)) => Ok(day),
            (Err(error), Err(_)) => Err(error),
        },
        _ => Err(NoDay::Unknown),
    }
}

fn of(year: &str, month: &str, day: &str) -> Result<Date, NoDay> {
    let number = |text: &str| text.parse::<i16>().ok().filter(|number| *number > 0);
    let (Some(year), Some(month), Some(day)) = (number(year), number(month), number(day)) else {
        return Err(NoDay::Unknown);
    };
    let small = |number: i16| i8::try_from(number).map_err(|_| NoDay::Unknown);
    if !(1900..=2200).contains(&year) {
        return Err(NoDay::Unknown);
    }
    Date::new(year, small(month)?, small(day)?).map_err(|_| NoDay::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_people_write_them() {
        let check = |text: &str, expected: Result<&str, NoDay>| {
            assert_eq!(day(text).map(|day| day.to_string()), expected.map(str::to_owned), "{text}");
        };
        check("2026-11-23", Ok("2026-11-23"));
        check(" 2026-11-23T09:00:00Z", Ok("2026-11-23"));
        check("23.11.2026", Ok("2026-11-23"));
        check("1.2.2026", Ok("2026-02-01"));
        check("20261123", Ok("2026-11-23"));
        check("2026/11/23", Ok("2026-11-23"));
        check("23/11/2026", Ok("2026-11-23"));
        check("11/23/2026", Ok("2026-11-23"));
        check("03/04/2026", Err(NoDay::Ambiguous));
        check("04/04/2026", Ok("2026-04-04"));
        check("2026-13-01", Err(NoDay::Unknown));
        check("soon", Err(NoDay::Unknown));
        check("", Err(NoDay::Unknown));
        check("12345é78", Err(NoDay::Unknown));
    }
}
