//! Do the names of the columns fit their values? An exporter that changes the order of its columns and not of
//! their names gives a table in which each number is believed to be another one.
//!
//! The one witness used: no machine that runs anything uses less than a hundredth of its memory.

use std::ops::RangeInclusive;

use postlude_base::Problem;

use super::Column;
use super::words::unit_of;
use crate::frame::csv::number;

/// Percent of its memory that a machine uses.
const USED_MEMORY: RangeInclusive<f64> = 1.0..=100.0;

/// Moves the name of a latency to the other end of a run of columns, when the memory of a machine at that end
/// holds values that no memory has and every share of the run is plausible afterwards. Says what was done.
pub fn fit(columns: &mut [Column]) -> Option<Problem> {
    let memory = columns.iter().position(|column| {
        is_memory_of_machine(column) && middle(column).is_some_and(|value| !USED_MEMORY.contains(&value))
    })?;
    let odd = middle(&columns[memory])?;
    let said = format!("column {} holds values around {odd:.4}", columns[memory].name);
    let doubt = Problem::new("odd-column", format!("{said}, which no machine's memory has"))
        .hint("the names of the columns may stand in another order than the values");
    let Some(latency) = columns.iter().position(|column| is_latency(column) && column.is_numeric()) else {
        return Some(doubt);
    };
    let run = latency.min(memory)..latency.max(memory) + 1;
    let mut names: Vec<String> = columns[run.clone()].iter().map(|column| column.name.clone()).collect();
    if latency < memory {
        names.rotate_left(1);
    } else {
        names.rotate_right(1);
    }
    let moved: Vec<Column> =
        names.into_iter().zip(&columns[run.clone()]).map(|(name, old)| old.renamed(name)).collect();
    let plausible = moved.iter().all(|column| match (middle(column), is_memory_of_machine(column)) {
        (None, _) => true,
        (Some(value), true) => USED_MEMORY.contains(&value),
        (Some(value), false) => !is_share(column) || (0.0..=100.0).contains(&value),
    });
    if !plausible {
        return Some(doubt);
    }
    let name = columns[latency].name.clone();
    columns[run].iter_mut().zip(moved).for_each(|(column, moved)| *column = moved);
    let message = format!("{said}: names and values fit only with {name} moved there, and were read so");
    Some(Problem::new("header-order", message).hint("compare the columns with another export"))
}

fn has_word(column: &Column, words: &[&str]) -> bool {
    column.words.iter().any(|word| words.contains(&word.as_str()))
}

fn is_share(column: &Column) -> bool {
    unit_of(&column.name).1 == Some("%")
}

fn is_memory_of_machine(column: &Column) -> bool {
    is_share(column)
        && has_word(column, &["mem", "memory"])
        && has_word(column, &["node", "host", "machine", "system", "vm"])
        && !has_word(column, &["free", "available", "swap"])
}

fn is_latency(column: &Column) -> bool {
    !is_share(column) && has_word(column, &["latency", "lat", "duration"])
}

/// The median of the sample.
fn middle(column: &Column) -> Option<f64> {
    let mut values: Vec<f64> =
        column.values.iter().filter_map(|value| number(value.as_bytes(), true)).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(columns: &[(&str, &str)], expected: &[&str], code: Option<&str>) {
        let mut columns: Vec<Column> = columns
            .iter()
            .map(|(name, value)| Column::new((*name).to_owned(), std::iter::once((*value).to_owned())))
            .collect();
        let problem = fit(&mut columns);
        assert_eq!(columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), expected);
        assert_eq!(problem.map(|problem| problem.code.into_owned()).as_deref(), code);
    }

    #[test]
    fn a_latency_at_the_wrong_end_is_moved() {
        let (cpu, memory) = ("Cpu(%)", "NodeMemory(%)");
        check(
            &[("Latency", "2.5"), (cpu, "40"), (memory, "0.004")],
            &[cpu, memory, "Latency"],
            Some("header-order"),
        );
        check(
            &[(memory, "0.004"), (cpu, "40"), ("Latency", "2.5")],
            &["Latency", memory, cpu],
            Some("header-order"),
        );
        check(&[("Latency", "0.004"), (cpu, "2.5"), (memory, "40")], &["Latency", cpu, memory], None);
        check(&[(cpu, "2.5"), (memory, "0.004")], &[cpu, memory], Some("odd-column"));
        check(&[("Latency", "700"), (memory, "0.004")], &["Latency", memory], Some("odd-column"));
    }
}
