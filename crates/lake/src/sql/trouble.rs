use datafusion::error::DataFusionError;

use crate::Failure;

/// What a query engine says, as one sentence with its place in the query.
#[expect(clippy::needless_pass_by_value, reason = "is the whole argument of map_err")]
pub(crate) fn query_failure(error: DataFusionError) -> Failure {
    let span = error.diagnostic().and_then(|diagnostic| diagnostic.span);
    let message = error.strip_backtrace();
    let place = span.map(|span| (span.start.line, span.start.column)).or_else(|| place_in(&message));
    Failure::Query { message, place }
}

/// The place that the parser writes into its message: `... at Line: 1, Column: 8`.
fn place_in(message: &str) -> Option<(u64, u64)> {
    let (_, rest) = message.rsplit_once("Line: ")?;
    let (line, rest) = rest.split_once(", Column: ")?;
    let column: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some((line.parse().ok()?, column.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::place_in;

    #[test]
    fn reads_the_place_out_of_a_message() {
        let check = |message: &str, expected| assert_eq!(place_in(message), expected, "{message}");
        check("Expected: end, found: x at Line: 2, Column: 17", Some((2, 17)));
        check("no field named x", None);
        check("Line: none, Column: 2", None);
    }
}
