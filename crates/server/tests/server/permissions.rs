//! Who may do what: every route, every kind of caller, open and restricted reviews.

use std::collections::BTreeSet;
use std::time::Duration;

use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use postlude_server::Limits;
use postlude_store::Scope;
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use crate::ask::ask;
use crate::house::{Caller, Review, Server, Start};
use crate::page::{Page, note};

/// A route, its body, the status of who may, and who may in an open and in a restricted review: `+` may, `l` is not logged in, `f` is forbidden,
/// `n` is told that there is no such thing; `?` is anything else, and wrong.
type Row = (&'static str, &'static str, u16, &'static str, &'static str);

/// The columns of the table: n nobody, r reader of the house, m member who is not named, p participant, f facilitator, o organiser,
/// a administrator who is not named, R token of the organiser for reading, W the same for writing, d disabled participant,
/// A token of the administrator for reading.
const CALLERS: &str = "nrmpfoaRWdA";

#[rustfmt::skip]
const ROWS: &[Row] = &[
    //                                                                                    nrmpfoaRWdA    nrmpfoaRWdA
    ("GET /session", "", 200,                                                            "+++++++++++", "+++++++++++"),
    ("POST /session", r#"{"email": "nobody@example.org", "password": "wrong"}"#, 401,    "+++++++++++", "+++++++++++"),
    ("DELETE /session", "", 204,                                                         "l++++++fflf", "l++++++fflf"),
    ("GET /people", "", 200,                                                             "l++++++++l+", "l++++++++l+"),
    ("PATCH /people/{person}", r#"{"name": "renamed"}"#, 204,                            "lfffff+fflf", "lfffff+fflf"),
    ("PATCH /people/me", r#"{"name": "renamed"}"#, 204,                                  "l++++++f+lf", "l++++++f+lf"),
    ("GET /invitations", "", 200,                                                        "lfffff+fflf", "lfffff+fflf"),
    ("POST /invitations", r#"{"role": "member"}"#, 201,                                  "lfffff+fflf", "lfffff+fflf"),
    ("DELETE /invitations/{invitation}", "", 404,                                        "lfffff+fflf", "lfffff+fflf"),
    ("POST /invitations/accept", r#"{"key": "k", "name": "n", "email": "e@e", "password": "long enough"}"#, 410,
                                                                                         "+++++++++++", "+++++++++++"),
    ("GET /tokens", "", 200,                                                             "l++++++++l+", "l++++++++l+"),
    ("POST /tokens", r#"{"name": "t", "scopes": ["read"]}"#, 201,                        "l++++++fflf", "l++++++fflf"),
    ("DELETE /tokens/{token}", "", 404,                                                  "l++++++f+lf", "l++++++f+lf"),
    ("GET /audit", "", 200,                                                              "lfffff+fflf", "lfffff+fflf"),
    ("GET /search?q=stood", "", 200,                                                     "l++++++++l+", "l++++++++l+"),
    ("GET /reviews", "", 200,                                                            "l++++++++l+", "l++++++++l+"),
    ("POST /reviews", r#"{"title": "another"}"#, 201,                                    "lf+++++f+lf", "lf+++++f+lf"),
    ("POST /reviews/import", "no archive", 422,                                          "lf+++++f+lf", "lf+++++f+lf"),
    ("GET /reviews/{review}", "", 200,                                                   "l++++++++l+", "lnn++++++ln"),
    ("PATCH /reviews/{review}", r#"{"title": "renamed"}"#, 204,                          "lfff+++f+lf", "lnnf+++f+lf"),
    ("DELETE /reviews/{review}", "", 204,                                                "lffff++f+lf", "lnnff++f+lf"),
    ("POST /reviews/{review}/restore", "", 204,                                          "lffff++f+lf", "lnnff++f+lf"),
    ("POST /reviews/{review}/join", "", 204,                                             "lf+++++f+lf", "lnnfffffflf"),
    ("POST /reviews/{review}/incidents", r#"{"title": "another"}"#, 201,                 "lff++++f+lf", "lnn++++f+lf"),
    ("DELETE /reviews/{review}/incidents/{incident}", "", 204,                           "lfff+++f+lf", "lnnf+++f+lf"),
    ("PUT /reviews/{review}/people/{person}", r#"{"role": "participant"}"#, 204,         "lfff+++f+lf", "lnnf+++f+lf"),
    ("DELETE /reviews/{review}/people/{person}", "", 404,                                "lffff++f+lf", "lnnff++f+lf"),
    ("POST /reviews/{review}/phase", r#"{"to": "gathering"}"#, 204,                      "lfff+++f+lf", "lnnf+++f+lf"),
    ("PUT /reviews/{review}/steps/{noun}", r#"{"state": "in_progress"}"#, 204,           "lfff+++f+lf", "lnnf+++f+lf"),
    ("GET /reviews/{review}/calibration", "", 200,                                       "lfff+++++lf", "lnnf+++++ln"),
    ("GET /reviews/{review}/calibration/moments?name=Pia", "", 200,                      "lfff+++++lf", "lnnf+++++ln"),
    ("POST /reviews/{review}/calibration", "{}", 422,                                    "lfff+++f+lf", "lnnf+++f+lf"),
    ("DELETE /reviews/{review}/calibration/{person}", "", 404,                           "lfff+++f+lf", "lnnf+++f+lf"),
    ("POST /calibrations/open", r#"{"key": "k"}"#, 410,                                  "l++++++f+lf", "l++++++f+lf"),
    ("GET /calibrations", "", 200,                                                       "l++++++++l+", "l++++++++l+"),
    ("GET /calibrations/{calibration}", "", 404,                                         "l++++++++l+", "l++++++++l+"),
    ("DELETE /calibrations/{calibration}", "", 404,                                      "l++++++f+lf", "l++++++f+lf"),
    ("PUT /calibrations/{calibration}/answers/{answer}", r#"{"answer": "confirmed"}"#, 404,
                                                                                         "l++++++f+lf", "l++++++f+lf"),
    ("DELETE /calibrations/{calibration}/answers/{answer}", "", 404,                     "l++++++f+lf", "l++++++f+lf"),
    ("POST /calibrations/{calibration}/release", "{}", 404,                              "l++++++f+lf", "l++++++f+lf"),
    ("POST /reviews/{review}/interviews", r#"{"interviewee": "00000000-0000-0000-0000-000000000001"}"#, 422,
                                                                                         "lfff++ff+lf", "lnnf++ff+lf"),
    ("GET /interviews", "", 200,                                                         "l++++++++l+", "l++++++++l+"),
    ("GET /interviews/{interview}", "", 404,                                             "l++++++++l+", "l++++++++l+"),
    ("PATCH /interviews/{interview}", r#"{"questions": []}"#, 404,                       "l++++++f+lf", "l++++++f+lf"),
    ("DELETE /interviews/{interview}", "", 404,                                          "l++++++f+lf", "l++++++f+lf"),
    ("POST /interviews/{interview}/consent", r#"{"given": true}"#, 404,                  "l++++++f+lf", "l++++++f+lf"),
    ("POST /interviews/{interview}/record", r#"{"off": true}"#, 404,                     "l++++++f+lf", "l++++++f+lf"),
    ("GET /interviews/{interview}/dossier", "", 404,                                     "l++++++++l+", "l++++++++l+"),
    ("POST /interviews/{interview}/notes", r#"{"kind": "note", "text": "x"}"#, 404,      "l++++++f+lf", "l++++++f+lf"),
    ("PUT /interviews/{interview}/notes/{note}", r#"{"text": "x", "version": 0}"#, 404,  "l++++++f+lf", "l++++++f+lf"),
    ("DELETE /interviews/{interview}/notes/{note}", "", 404,                             "l++++++f+lf", "l++++++f+lf"),
    ("POST /interviews/{interview}/notes/{note}/release", r#"{"as": "note"}"#, 404,      "l++++++f+lf", "l++++++f+lf"),
    ("GET /reviews/{review}/meetings", "", 200,                                          "l++++++++l+", "lnn++++++ln"),
    ("POST /reviews/{review}/meetings", r#"{"starts": "2026-03-10T14:00:00Z"}"#, 201,    "lfff+++f+lf", "lnnf+++f+lf"),
    ("GET /reviews/{review}/meetings/{meeting}", "", 404,                                "l++++++++l+", "lnn++++++ln"),
    ("PATCH /reviews/{review}/meetings/{meeting}", "{}", 404,                            "lfff+++f+lf", "lnnf+++f+lf"),
    ("DELETE /reviews/{review}/meetings/{meeting}", "", 404,                             "lfff+++f+lf", "lnnf+++f+lf"),
    ("POST /reviews/{review}/meetings/{meeting}/timer", r#"{"do": "pause"}"#, 404,       "lfff+++f+lf", "lnnf+++f+lf"),
    ("POST /reviews/{review}/meetings/{meeting}/item", r#"{"item": "1"}"#, 404,          "lfff+++f+lf", "lnnf+++f+lf"),
    ("PUT /reviews/{review}/meetings/{meeting}/hand", r#"{"ballot": "00000000-0000-0000-0000-000000000001", "is_raised": true}"#, 404,
                                                                                         "lff++++f+lf", "lnn++++f+lf"),
    ("GET /reviews/{review}/meetings/{meeting}/survey", "", 404,                         "l++++++++l+", "lnn++++++ln"),
    ("PUT /reviews/{review}/meetings/{meeting}/survey", r#"{"ballot": "00000000-0000-0000-0000-000000000001", "learned": 5, "heard": 5}"#, 404,
                                                                                         "lff++++f+lf", "lnn++++f+lf"),
    ("GET /reviews/{review}/meetings/{meeting}/invitation.ics", "", 404,                 "l++++++++l+", "lnn++++++ln"),
    ("GET /reviews/{review}/parking", "", 200,                                           "l++++++++l+", "lnn++++++ln"),
    ("POST /reviews/{review}/parking", r#"{"text": "an alert"}"#, 201,                   "lff++++f+lf", "lnn++++f+lf"),
    ("PATCH /reviews/{review}/parking/{idea}", r#"{"state": "let_go"}"#, 404,            "lff++++f+lf", "lnn++++f+lf"),
    ("GET /reviews/{review}/asks", "", 200,                                              "lfff+++++lf", "lnnf+++++ln"),
    ("POST /reviews/{review}/asks", r#"{"person": "00000000-0000-0000-0000-000000000001", "as": "facilitator"}"#, 404,
                                                                                         "lfff+++f+lf", "lnnf+++f+lf"),
    ("DELETE /reviews/{review}/asks/{ask}", "", 404,                                     "lfff+++f+lf", "lnnf+++f+lf"),
    ("GET /asks", "", 200,                                                               "l++++++++l+", "l++++++++l+"),
    ("POST /asks/{ask}/claim", "", 404,                                                  "l++++++f+lf", "l++++++f+lf"),
    ("POST /asks/{ask}/decline", r#"{"reason": "x"}"#, 404,                              "l++++++f+lf", "l++++++f+lf"),
    ("GET /reviews/{review}/live", "", 0,                                                "l++++++++l+", "lnn++++++ln"),
    ("GET /reviews/{review}/document", "", 200,                                          "l++++++++l+", "lnn++++++ln"),
    ("GET /reviews/{review}/document.yjs", "", 200,                                      "l++++++++l+", "lnn++++++ln"),
    ("GET /reviews/{review}/history", "", 200,                                           "l++++++++l+", "lnn++++++ln"),
    ("POST /reviews/{review}/operations", r#"{"operations": []}"#, 200,                  "lff++++f+lf", "lnn++++f+lf"),
    ("POST /reviews/{review}/undo", UNDO, 200,                                           "lff++++f+lf", "lnn++++f+lf"),
    ("POST /reviews/{review}/lines", r#"{"text": "14:02 it began"}"#, 200,               "l++++++f+lf", "lnn++++f+lf"),
    ("GET /reviews/{review}/questions", "", 200,                                         "l++++++++l+", "lnn++++++ln"),
    ("POST /coach", r#"{"text": "They should have looked."}"#, 200,                      "l++++++f+lf", "l++++++f+lf"),
    ("GET /reviews/{review}/attachments", "", 200,                                       "l++++++++l+", "lnn++++++ln"),
    ("POST /reviews/{review}/attachments?name=a.txt", "a file", 201,                     "lff++++f+lf", "lnn++++f+lf"),
    ("GET /reviews/{review}/attachments/{attachment}", "", 200,                          "l++++++++l+", "lnn++++++ln"),
    ("GET /reviews/{review}/export", "", 200,                                            "l++++++++l+", "lnn++++++ln"),
    ("GET /incidents/{incident}", "", 200,                                               "l++++++++l+", "lnn++++++ln"),
    ("GET /incidents/{incident}/sources", "", 200,                                       "l++++++++l+", "lnn++++++ln"),
    ("GET /incidents/{incident}/timeline", "", 200,                                      "l++++++++l+", "lnn++++++ln"),
    ("GET /incidents/{incident}/topology", "", 200,                                      "l++++++++l+", "lnn++++++ln"),
    ("GET /incidents/{incident}/histogram", "", 200,                                     "l++++++++l+", "lnn++++++ln"),
    ("GET /incidents/{incident}/records", "", 200,                                       "l++++++++l+", "lnn++++++ln"),
    ("GET /incidents/{incident}/facets", "", 200,                                        "l++++++++l+", "lnn++++++ln"),
    ("GET /incidents/{incident}/original?source=s0&from=0&to=5", "", 200,                "l++++++++l+", "lnn++++++ln"),
    ("GET /incidents/{incident}/query?sql=select%201", "", 200,                          "l++++++++l+", "lnn++++++ln"),
    ("GET /incidents/{incident}/series", "", 200,                                        "l++++++++l+", "lnn++++++ln"),
    ("GET /incidents/{incident}/traces", "", 200,                                        "l++++++++l+", "lnn++++++ln"),
    ("GET /incidents/{incident}/traces/0af7651916cd43dd8448eb211c80319c", "", 404,       "l++++++++l+", "lnn++++++ln"),
    ("GET /incidents/{incident}/clocks", "", 200,                                        "l++++++++l+", "lnn++++++ln"),
    ("PUT /incidents/{incident}/clocks?preview=true", r#"{"source": "s0", "offset_s": 1}"#, 200,
                                                                                         "l++++++f+lf", "lnn++++f+lf"),
    ("PUT /incidents/{incident}/clocks", r#"{"source": "s0", "offset_s": null}"#, 200,   "lff++++f+lf", "lnn++++f+lf"),
    ("GET /jobs/{job}", "", 200,                                                         "l++++++++l+", "lnn++++++ln"),
    ("GET /jobs/{job}/events", "", 200,                                                  "l++++++++l+", "lnn++++++ln"),
    ("DELETE /jobs/{job}", "", 204,                                                      "lff++++f+lf", "lnn++++f+lf"),
    ("HEAD /incidents/{incident}/files?path=cart.log", "", 200,                          "lff++++++lf", "lnn++++++ln"),
    ("POST /incidents/{incident}/files?path=b.log", "14:02 it began", 200,               "lff++++f+lf", "lnn++++f+lf"),
    ("POST /incidents/{incident}/paste", r#"{"name": "n.txt", "text": "it began"}"#, 200, "lff++++f+lf", "lnn++++f+lf"),
    ("POST /incidents/{incident}/read", "", 202,                                         "lff++++f+lf", "lnn++++f+lf"),
];

/// Undoes nothing.
const UNDO: &str = r#"{"undo": {"steps": []}}"#;

/// One of each kind of caller, and a review of each visibility with evidence that was read.
struct World {
    server: Server,
    callers: Vec<Option<Caller>>,
    organiser: Caller,
    somebody: Uuid,
}

impl World {
    fn new(data: &TempDir) -> Self {
        // Everybody tries to log in with a wrong password once or twice.
        let limits = Limits { attempts: 1_000, ..Limits::default() };
        let server = Start { limits, ..Start::new(data.path()) }.start();
        let administrator = server.administrator();
        let person = |name: &str| server.person(name, AccountRole::Member);
        let (member, participant, facilitator) = (person("mia"), person("pia"), person("fred"));
        let (organiser, disabled, somebody) = (person("olga"), person("dan"), person("sam").id);
        let reader = server.person("rita", AccountRole::Reader);
        server.disable(disabled.id);
        let reading = server.token(organiser.id, &[Scope::Read]);
        let writing = server.token(organiser.id, &[Scope::Read, Scope::Write]);
        // A session that outlived the account.
        let disabled = server.session(disabled.id);
        let administrators_reading = server.token(administrator.id, &[Scope::Read]);
        let callers = [
            reader,
            member,
            participant,
            facilitator,
            organiser.clone(),
            administrator,
            reading,
            writing,
            disabled,
            administrators_reading,
        ];
        let callers = std::iter::once(None).chain(callers.into_iter().map(Some)).collect();
        Self { server, callers, organiser, somebody }
    }

    fn caller(&self, letter: char) -> Option<&Caller> {
        self.callers[CALLERS.find(letter).unwrap()].as_ref()
    }

    fn review(&self, visibility: Visibility) -> Review {
        let review = self.server.bare_review(self.organiser.id, visibility);
        let named =
            [('p', ReviewRole::Participant), ('d', ReviewRole::Participant), ('f', ReviewRole::Facilitator)];
        for (letter, role) in named {
            self.server.name(review.id, self.caller(letter).unwrap().id, role);
        }
        review
    }

    /// A review with evidence, a job that read it, and an attachment.
    fn furnished(&self, visibility: Visibility) -> Furnished {
        let review = self.review(visibility);
        let ask = |method: &str, path: String, body: &[u8]| {
            let answer =
                ask(self.server.address, method, &format!("/api/v1{path}"), &self.organiser.headers, body);
            assert!(answer.status < 300, "{path}: {}", answer.text());
            answer
        };
        let log = b"2024-03-05T09:00:00Z ERROR cart: order 1 failed\n";
        ask("POST", format!("/incidents/{}/files?path=cart.log", review.incident), log);
        let job = ask("POST", format!("/incidents/{}/read", review.incident), b"").json();
        let job = job["id"].as_str().unwrap().to_owned();
        while ask("GET", format!("/jobs/{job}"), b"").json()["finished"].is_null() {
            std::thread::sleep(Duration::from_millis(100));
        }
        let attached = ask("POST", format!("/reviews/{}/attachments?name=b", review.id), b"picture").json();
        Furnished { review, job, attachment: attached["id"].as_str().unwrap().to_owned() }
    }

    /// What becomes of one request, as a letter of the table.
    fn letter(&self, row: &Row, caller: Option<&Caller>, on: &Furnished) -> char {
        let (route, body, fine, ..) = row;
        if route.ends_with("/live") {
            return self.live(caller, on.review.id);
        }
        let (method, path) = route.split_once(' ').unwrap();
        let nobody = Uuid::from_u128(1);
        let path = path
            .replace("{review}", &on.review.id.to_string())
            .replace("{incident}", &on.review.incident.to_string())
            .replace("{attachment}", &on.attachment)
            .replace("{job}", &on.job)
            .replace("{noun}", "timeline")
            .replace("{person}", &self.somebody.to_string())
            .replace("{invitation}", &nobody.to_string())
            .replace("{token}", &nobody.to_string());
        let path = ["calibration", "interview", "note", "meeting", "idea", "ask", "answer"]
            .iter()
            .fold(path, |path, name| path.replace(&format!("{{{name}}}"), &nobody.to_string()));
        let headers = caller.map_or("", |caller| &caller.headers);
        let headers = format!("content-type: application/json\r\n{headers}");
        let answer = ask(self.server.address, method, &format!("/api/v1{path}"), &headers, body.as_bytes());
        // What lacks inside of something is another matter than what one may not know of.
        let is_hidden = ["review", "incident", "job"].map(|what| format!("no such {what}\""));
        match answer.status {
            404 if is_hidden.iter().any(|words| answer.text().contains(words)) => 'n',
            status if status == *fine => '+',
            401 => 'l',
            403 => 'f',
            404 => 'n',
            _ => '?',
        }
    }

    fn live(&self, caller: Option<&Caller>, review: Uuid) -> char {
        let nobody = Caller { id: Uuid::nil(), headers: String::new() };
        let caller = caller.unwrap_or(&nobody);
        let mut page = Page::new(caller.id);
        page.connect(self.server.address, caller, review);
        page.wait("it is let in or shown out", |page| page.closed.is_some() || page.hello.is_object());
        match page.closed {
            None => '+',
            Some(4401) => 'l',
            Some(4403) => 'f',
            Some(4404) => 'n',
            Some(code) => panic!("closed with {code}"),
        }
    }
}

struct Furnished {
    review: Review,
    job: String,
    attachment: String,
}

#[test]
fn every_route_has_a_row() {
    let described: Value = serde_json::from_str(&postlude_server::description()).unwrap();
    let mut routes = BTreeSet::new();
    for (path, methods) in described["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            routes.insert(plain(&format!(
                "{} {}",
                method.to_uppercase(),
                path.trim_start_matches("/api/v1")
            )));
        }
    }
    let rows: BTreeSet<String> = ROWS.iter().map(|row| plain(row.0.split('?').next().unwrap())).collect();
    assert_eq!(routes, rows, "described on the left, in the table on the right");
}

/// Without the names of parameters; the table has an example where a parameter has a form.
fn plain(route: &str) -> String {
    let part =
        |part: &str| if part.starts_with('{') || part.len() == 32 { "*".to_owned() } else { part.to_owned() };
    route.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[test]
fn the_matrix_of_permissions() {
    let data = TempDir::new().unwrap();
    let mut world = World::new(&data);
    let mut wrong = Vec::new();
    for visibility in [Visibility::Open, Visibility::Restricted] {
        let read = world.furnished(visibility);
        for row in ROWS {
            let expected = if visibility == Visibility::Open { row.3 } else { row.4 };
            let found = letters(&mut world, row, visibility, &read);
            if found != expected {
                wrong.push(format!("{} {}: {found} instead of {expected}", visibility.name(), row.0));
            }
        }
    }
    assert!(wrong.is_empty(), "{CALLERS}\n{}", wrong.join("\n"));
}

/// A row of the table as it is found. What changes a review is tried on one of its own.
fn letters(world: &mut World, row: &Row, visibility: Visibility, read: &Furnished) -> String {
    let changes = !row.0.starts_with("GET") && row.0.contains("{review}");
    let mut found = String::new();
    for at in 0..CALLERS.len() {
        let own = changes.then(|| {
            let (job, attachment) = (read.job.clone(), read.attachment.clone());
            Furnished { review: world.review(visibility), job, attachment }
        });
        let letter = world.letter(row, world.callers[at].as_ref(), own.as_ref().unwrap_or(read));
        found.push(letter);
        // Who logged out logs in again.
        if row.0 == "DELETE /session" && letter == '+' {
            let id = world.callers[at].as_ref().unwrap().id;
            world.callers[at] = Some(world.server.session(id));
            world.organiser = world.server.session(world.organiser.id);
        }
    }
    found
}

/// What lists and the search show is what one may see.
#[test]
fn what_is_restricted_is_found_by_nobody_else() {
    let data = TempDir::new().unwrap();
    let world = World::new(&data);
    let secret = world.review(Visibility::Restricted);
    let [mut page, mut open] = [secret, world.review(Visibility::Open)]
        .map(|review| Page::join(world.server.address, &world.organiser, review.id));
    page.write(&[note("n", "zanzibar was slow")]);
    open.write(&[note("n", "zanzibar was slow")]);
    page.wait_saved();
    open.wait_saved();
    // Lists and the search hear of it a moment later.
    let found = |letter: char| {
        let answer = world.server.get(world.caller(letter).unwrap(), "/search?q=zanzibar");
        answer["items"].as_array().unwrap().len()
    };
    for _ in 0..200 {
        if found('o') == 2 {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    for letter in CALLERS.chars().filter(|letter| !"nd".contains(*letter)) {
        let may = !"rmA".contains(letter);
        let caller = world.caller(letter).unwrap();
        assert_eq!(found(letter), if may { 2 } else { 1 }, "the search of {letter}");
        let lists = world.server.get(caller, "/reviews").to_string()
            + &world.server.get(caller, "/reviews?q=stood").to_string();
        assert_eq!(lists.contains(&secret.id.to_string()), may, "the lists of {letter}");
        assert_eq!(lists.contains(&secret.incident.to_string()), may, "the lists of {letter}");
    }
    // An incident that one may not see cannot be brought into a review of one's own.
    let member = world.caller('m').unwrap();
    let own = world.server.review(member, Visibility::Open);
    let path = format!("/reviews/{}/incidents", own.id);
    let answer = world.server.ask(member, "POST", &path, &json!({"incident": secret.incident}));
    assert_eq!(answer.status, 404, "{}", answer.text());
}

/// A token that is good for reading changes nothing through the live channel either.
#[test]
fn a_token_for_reading_writes_nothing() {
    let data = TempDir::new().unwrap();
    let world = World::new(&data);
    let review = world.review(Visibility::Open);
    let mut page = Page::join(world.server.address, world.caller('R').unwrap(), review.id);
    assert_eq!(page.hello["may_write"], false);
    page.note("n", "written with a token for reading");
    assert_eq!(page.wait_closed(), 4409);
    assert_eq!(page.refused.unwrap()["code"], "reader");
    let mut page = Page::join(world.server.address, world.caller('W').unwrap(), review.id);
    page.note("n", "written with a token for writing");
    page.wait_saved();
}
