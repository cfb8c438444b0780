//! An invitation that every calendar reads: iCalendar, RFC 5545.
//!
//! Written here because one event in UTC is forty lines, and libraries for it bring a second library for time.

use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp};

use super::Plan;

/// A line, in bytes without its end: RFC 5545, 3.1.
const LINE: usize = 75;

/// Somebody who is invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guest {
    /// As they are called.
    pub name: String,
    /// Where calendars reach them.
    pub email: String,
}

/// What an invitation says.
#[derive(Debug, Clone, Copy)]
pub struct Invitation<'a> {
    /// Stays the same however often the meeting is changed, so that calendars move it instead of adding another.
    pub id: &'a str,
    /// The meeting.
    pub plan: &'a Plan,
    /// Where it leads on.
    pub url: &'a str,
    /// Who invites.
    pub organiser: Option<&'a Guest>,
    /// Everybody who is named, the organiser too.
    pub guests: &'a [Guest],
    /// When the file is made.
    pub now: Timestamp,
}

impl Invitation<'_> {
    /// The file.
    pub fn write(&self) -> String {
        let plan = self.plan;
        let ends = plan.starts.plus(i64::from(plan.minutes) * 60 * NANOSECONDS_PER_SECOND);
        let agenda = plan.agenda.iter().map(|item| format!("{} min  {}", item.minutes, item.title));
        let about = [plan.opening.clone(), String::new()]
            .into_iter()
            .chain(agenda)
            .chain([String::new(), self.url.to_owned()]);
        let about = about.collect::<Vec<_>>().join("\n");
        let mut lines = vec![
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//Postlude//Postlude//EN".to_owned(),
            "METHOD:REQUEST".to_owned(),
            "BEGIN:VEVENT".to_owned(),
            format!("UID:{}@postlude", self.id),
            format!("SEQUENCE:{}", plan.sequence),
            format!("DTSTAMP:{}", moment(self.now)),
            format!("DTSTART:{}", moment(plan.starts)),
            format!("DTEND:{}", moment(ends)),
            format!("SUMMARY:{}", escaped(&plan.title)),
            format!("DESCRIPTION:{}", escaped(&about)),
            format!("URL:{}", self.url),
        ];
        lines.extend(plan.place.as_ref().map(|place| format!("LOCATION:{}", escaped(place))));
        let address =
            |guest: &Guest| guest.email.chars().filter(|letter| !letter.is_control()).collect::<String>();
        lines.extend(
            self.organiser.map(|one| format!("ORGANIZER;CN={}:mailto:{}", quoted(&one.name), address(one))),
        );
        lines.extend(self.guests.iter().map(|guest| {
            format!(
                "ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=TRUE;CN={}:mailto:{}",
                quoted(&guest.name),
                address(guest)
            )
        }));
        lines.extend(["END:VEVENT", "END:VCALENDAR"].map(str::to_owned));
        lines.iter().flat_map(|line| [folded(line), "\r\n".to_owned()]).collect()
    }
}

fn moment(time: Timestamp) -> String {
    time.to_jiff().strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text: RFC 5545, 3.3.11.
fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut all, letter| {
        match letter {
            '\\' | ';' | ',' => all.extend(['\\', letter]),
            '\n' => all.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => all.push(letter),
        }
        all
    })
}

/// A value of a parameter, which can hold no quotation mark.
fn quoted(text: &str) -> String {
    let text: String = text.chars().filter(|letter| !letter.is_control() && *letter != '"').collect();
    format!("\"{text}\"")
}

/// Long lines go on after a space; no character is cut.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + line.len() / LINE * 3);
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LINE {
            folded.push_str("\r\n ");
            length = 1;
        }
        folded.push(letter);
        length += letter.len_utf8();
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meeting::{OPENING, TimerState, agenda, numbered};

    fn plan() -> Plan {
        let agenda = agenda(&["Who knew what, when".into()], &[], 60);
        Plan {
            title: "Orders; slow, again".into(),
            starts: Timestamp::from_jiff("2026-03-10T22:30:00Z".parse().unwrap()).unwrap(),
            zone: "Europe/Berlin".into(),
            minutes: 120,
            place: Some("Raum Übersee 漢字".into()),
            opening: OPENING.into(),
            agenda: numbered(agenda, &[]).unwrap(),
            note_takers: vec![],
            item: None,
            timer: TimerState::Stopped,
            sequence: 2,
        }
    }

    #[test]
    fn an_invitation_names_everybody() {
        let guest = |name: &str, email: &str| Guest { name: name.into(), email: email.into() };
        let guests =
            [guest("Olga \"O\" Ö", "olga@example.org"), guest("Pia\r\nX:1", "pia@example.org\r\nX:2")];
        let plan = plan();
        let invitation = Invitation {
            id: "0190",
            plan: &plan,
            url: "https://review.example/reviews/1/meeting",
            organiser: Some(&guests[0]),
            guests: &guests,
            now: Timestamp(0),
        };
        let file = invitation.write();
        assert!(file.split("\r\n").all(|line| line.len() <= LINE && !line.contains('\n')), "{file}");
        insta::assert_snapshot!(file.replace("\r\n", "\n"));
    }

    #[test]
    fn lines_are_folded_between_characters() {
        let check = |line: &str| {
            let folded = folded(line);
            assert!(folded.split("\r\n").all(|part| part.len() <= LINE));
            assert_eq!(folded.replace("\r\n ", ""), line);
        };
        check("");
        check(&"x".repeat(75));
        check(&"x".repeat(76));
        check(&"ü漢🦀".repeat(40));
    }
}
