//! Cells that write their unit, as dashboards export them: `12.3 ms`, `1.5 GiB`, `2.1 K`.

use crate::frame::csv::number;

/// A number with its unit, scaled to seconds, bytes or plain counts; none if the cell is anything else.
pub fn quantity(cell: &[u8]) -> Option<(f64, &'static str)> {
    let digits = cell.iter().take_while(|b| matches!(b, b'0'..=b'9' | b'.' | b'-' | b'+')).count();
    let value = number(&cell[..digits], false)?;
    let unit = cell[digits..].trim_ascii();
    let (scale, unit) = match unit {
        b"" => (1.0, ""),
        b"ns" => (1e-9, "s"),
        b"us" | b"\xC2\xB5s" => (1e-6, "s"),
        b"ms" => (1e-3, "s"),
        b"s" => (1.0, "s"),
        b"min" | b"mins" => (60.0, "s"),
        b"hour" | b"hours" | b"h" => (3600.0, "s"),
        b"B" => (1.0, "By"),
        b"kB" | b"KB" => (1e3, "By"),
        b"MB" => (1e6, "By"),
        b"GB" => (1e9, "By"),
        b"KiB" => (1024.0, "By"),
        b"MiB" => (1_048_576.0, "By"),
        b"GiB" => (1_073_741_824.0, "By"),
        b"K" => (1e3, ""),
        b"Mil" => (1e6, ""),
        b"Bil" => (1e9, ""),
        _ => return None,
    };
    Some((value * scale, unit))
}

/// The unit that the values of a column share, if nearly all are quantities and some write a unit.
pub fn shared_unit(values: &[String]) -> Option<&'static str> {
    let found: Vec<&str> =
        values.iter().filter_map(|value| quantity(value.as_bytes())).map(|(_, unit)| unit).collect();
    let unit = found.iter().copied().find(|unit| !unit.is_empty()).unwrap_or("");
    let same = found.iter().filter(|known| **known == unit || known.is_empty()).count();
    (!values.is_empty() && same * 10 >= values.len() * 9).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_are_scaled() {
        let check = |text: &str, expected: Option<(f64, &'static str)>| {
            assert_eq!(quantity(text.as_bytes()), expected, "{text}");
        };
        check("250 ms", Some((0.25, "s")));
        check("2KiB", Some((2048.0, "By")));
        check("1.5 K", Some((1500.0, "")));
        check("12 rows", None);
        check("ms", None);
    }
}
