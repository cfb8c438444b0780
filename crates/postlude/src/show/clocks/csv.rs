use postlude_lake::clocks::{Named, drift, known, seconds, verdict};

use crate::show::csv::quoted;

/// One source per row.
pub(crate) fn csv(clocks: &[Named<'_>]) -> String {
    let mut text =
        String::from("path,offset_s,error_s,drift_ppm,jumps,anchors,agreeing,known,verdict,why\r\n");
    for Named { path, clock } in clocks {
        let jumps: Vec<String> = clock
            .course
            .pieces()
            .skip(1)
            .map(|piece| format!("{}@{}", seconds(piece.offset), piece.byte_from))
            .collect();
        let cells = [
            quoted(path),
            seconds(clock.course.offset()).to_string(),
            clock.error.map(|error| seconds(error).to_string()).unwrap_or_default(),
            drift(&clock.course).map(|drift| drift.to_string()).unwrap_or_default(),
            jumps.join(" "),
            clock.anchors.to_string(),
            clock.agreeing.to_string(),
            known(clock).unwrap_or_default().to_owned(),
            verdict(clock).to_owned(),
            quoted(&clock.why),
        ];
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}
