use postlude_directory::{Directory, Person, Place, Told};
use serde_json::{Value, json};

/// One object with people, teams, files and problems.
pub(crate) fn json(directory: &Directory) -> String {
    let files: Vec<Value> =
        directory.files.iter().map(|(path, format)| json!({"path": path, "format": format})).collect();
    let teams: Vec<Value> =
        directory.teams.iter().map(|team| json!({"name": team.name, "owns": owned(&team.owns)})).collect();
    let people: Vec<Value> = directory.people.iter().map(person).collect();
    let problems: Vec<Value> = directory.problems.iter().map(problem).collect();
    format!("{:#}\n", json!({"people": people, "teams": teams, "files": files, "problems": problems}))
}

fn person(person: &Person) -> Value {
    let absences = person.absences.iter().map(
        |absence| json!({"from": absence.from.to_string(), "to": absence.to.to_string(), "why": absence.why}),
    );
    let duties = person.duties.iter().map(|(duty, place)| {
        json!({"schedule": duty.schedule, "from": duty.from.to_string(), "to": duty.to.to_string(), "place": place.to_string()})
    });
    json!({
        "id": person.id,
        "name": person.name,
        "nicknames": person.nicknames,
        "handles": person.handles,
        "emails": person.emails,
        "teams": person.teams,
        "manager": person.manager,
        "role": person.role,
        "time_zone": person.zone,
        "start": person.start.map(|day| day.to_string()),
        "trained": person.is_trained,
        "program": person.is_bot,
        "contractor": person.is_contractor,
        "closed": person.is_gone,
        "away": absences.collect::<Vec<_>>(),
        "on_call": duties.collect::<Vec<_>>(),
        "owns": owned(&person.owns),
        "places": person.places.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "joins": person.joins,
    })
}

fn owned(owned: &[(String, Place)]) -> Vec<Value> {
    owned.iter().map(|(name, place)| json!({"name": name, "place": place.to_string()})).collect()
}

/// A problem with its place.
pub(crate) fn problem(told: &Told) -> Value {
    json!({
        "code": told.problem.code,
        "message": told.problem.message,
        "hint": told.problem.hint,
        "file": told.place.file,
        "line": told.place.line,
    })
}
