use postlude_directory::{Directory, Person};

use crate::show::csv::quoted;

/// One person per row, with the columns that `postlude people` reads.
pub(crate) fn csv(directory: &Directory) -> String {
    let mut text = String::from(
        "name,email,handle,team,manager,role,time zone,start date,trained,away,bot,contractor,left,owns\r\n",
    );
    for person in &directory.people {
        let cells = cells(directory, person).map(|cell| quoted(&cell));
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn cells(directory: &Directory, person: &Person) -> [String; 14] {
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let several = |values: Vec<String>| values.join(";");
    let manager = person.manager.as_deref().and_then(|id| directory.person(id));
    [
        person.name.clone(),
        several(person.emails.clone()),
        several(person.handles.iter().map(ToString::to_string).collect()),
        several(person.teams.clone()),
        manager.map(|manager| manager.id.clone()).unwrap_or_default(),
        person.role.clone().unwrap_or_default(),
        person.zone.clone().unwrap_or_default(),
        person.start.map(|day| day.to_string()).unwrap_or_default(),
        person.is_trained.map(yes).unwrap_or_default(),
        several(person.absences.iter().map(|absence| format!("{}..{}", absence.from, absence.to)).collect()),
        yes(person.is_bot),
        yes(person.is_contractor),
        yes(person.is_gone),
        several(person.owns.iter().map(|(owned, _)| owned.clone()).collect()),
    ]
}
