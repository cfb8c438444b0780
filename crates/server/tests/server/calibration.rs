//! Everybody's own moments: private until released, and no link is good for somebody else.

use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use postlude_server::Entrance;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::ask::{Answer, ask};
use crate::house::{Caller, Review, Server, Start};

const SECRET: &str = "zanzibar was the word that I said";
const ADDED: &str = "01900000-0000-7000-8000-00000000000a";

/// Olga organises, Fred facilitates, Pia and Tom took part; two entries are Pia's.
struct Story {
    server: Server,
    ada: Caller,
    olga: Caller,
    fred: Caller,
    pia: Caller,
    tom: Caller,
    review: Review,
}

impl Story {
    fn new(data: &TempDir) -> Self {
        let server = Server::start(data.path());
        let ada = server.administrator();
        let [olga, fred, pia, tom] =
            ["olga", "fred", "pia", "tom"].map(|name| server.person(name, AccountRole::Member));
        let review = server.review(&olga, Visibility::Restricted);
        server.name(review.id, fred.id, ReviewRole::Facilitator);
        server.name(review.id, pia.id, ReviewRole::Participant);
        server.name(review.id, tom.id, ReviewRole::Participant);
        let entry = |id: &str, title: &str| json!({"do": "add_entry", "id": id, "fields": {"title": title, "time": "2026-03-05T14:00:00Z"}, "text": null});
        let operations = json!({"operations": [entry("first", "pia was paged"), entry("second", "Pia rolled back"), entry("other", "it ended")]});
        let path = format!("/reviews/{}/operations", review.id);
        assert_eq!(server.ask(&olga, "POST", &path, &operations).status, 200);
        Self { server, ada, olga, fred, pia, tom, review }
    }

    fn path(&self) -> String {
        format!("/reviews/{}/calibration", self.review.id)
    }

    fn send(&self, person: &Caller) -> (String, String) {
        let made = self.server.ask(&self.fred, "POST", &self.path(), &json!({"person": person.id}));
        assert_eq!(made.status, 201, "{}", made.text());
        let url = made.json()["url"].as_str().unwrap().to_owned();
        (made.json()["id"].as_str().unwrap().to_owned(), url.rsplit('#').next().unwrap().to_owned())
    }

    fn open(&self, who: &Caller, key: &str) -> Answer {
        self.server.ask(who, "POST", "/calibrations/open", &json!({"key": key}))
    }

    fn document(&self) -> Value {
        self.server.get(&self.olga, &format!("/reviews/{}/document", self.review.id))
    }
}

#[test]
fn a_person_calibrates_their_moments_in_private_and_releases_them() {
    let data = TempDir::new().unwrap();
    let story = Story::new(&data);
    let server = &story.server;
    let (id, key) = story.send(&story.pia);
    let opened = story.open(&story.pia, &key).json();
    let moments: Vec<&str> =
        opened["moments"].as_array().unwrap().iter().map(|one| one["entry"].as_str().unwrap()).collect();
    assert_eq!(moments, ["first", "second"]);
    let put = |key: &str, said: Value| {
        let answer = server.ask(&story.pia, "PUT", &format!("/calibrations/{id}/answers/{key}"), &said);
        assert_eq!(answer.status, 204, "{}", answer.text());
    };
    put("first", json!({"answer": "confirmed"}));
    put("second", json!({"answer": "corrected", "time": "2026-03-05T15:02:00+01:00", "text": SECRET}));
    put(
        ADDED,
        json!({"answer": "added", "time": "2026-03-05T14:05:00Z", "title": format!("{SECRET} again")}),
    );

    // Nobody else reads it, and the coverage is that of all together.
    for who in [&story.ada, &story.olga, &story.fred, &story.tom] {
        let answer = server.ask(who, "GET", &format!("/calibrations/{id}"), &Value::Null);
        assert_eq!(answer.status, 404, "{}", answer.text());
    }
    let (_, others) = (story.send(&story.pia), server.get(&story.fred, &story.path()));
    assert_eq!(others["coverage"], json!({"people": 1, "moments": 2, "looked_at": 2}));
    for path in ["/document", "/history", "/calibration", "/export"] {
        let answer =
            server.ask(&story.olga, "GET", &format!("/reviews/{}{path}", story.review.id), &Value::Null);
        assert!(!answer.text().contains("zanzibar"), "{path}");
    }
    assert!(!server.get(&story.ada, "/audit").to_string().contains("zanzibar"));

    // A renewed link keeps what was said, and the old one is gone.
    assert_eq!(story.open(&story.pia, &key).status, 410);
    let release =
        |answers: Value| server.ask(&story.pia, "POST", &format!("/calibrations/{id}/release"), &answers);
    assert_eq!(release(json!({"answers": ["second"]})).json(), json!({"released": 1}));
    let document = story.document();
    assert_eq!(document["entries"]["second"]["time"], "2026-03-05T14:02:00Z");
    let notes: Vec<&Value> = document["notes"].as_object().unwrap().values().collect();
    assert_eq!(notes.len(), 1);
    assert_eq!((&notes[0]["text"], &notes[0]["on"]), (&json!(SECRET), &json!("second")));
    assert_eq!(notes[0]["by"], json!(story.pia.id));
    assert!(!document.to_string().contains("again"));
    assert_eq!(release(json!({})).json(), json!({"released": 2}));
    assert_eq!(release(json!({})).json(), json!({"released": 0}));
    let document = story.document();
    assert_eq!(document["notes"].as_object().unwrap().len(), 2);
    assert!(
        document["entries"]
            .as_object()
            .unwrap()
            .values()
            .any(|entry| entry["title"] == format!("{SECRET} again"))
    );
    // The words are in the review only.
    let own = server.get(&story.pia, &format!("/calibrations/{id}")).to_string();
    assert!(!own.contains("zanzibar"), "{own}");
}

#[test]
fn a_link_is_good_for_its_person_only() {
    let data = TempDir::new().unwrap();
    let story = Story::new(&data);
    let (id, key) = story.send(&story.pia);
    // Forwarded.
    for who in [&story.tom, &story.fred, &story.olga, &story.ada] {
        let answer = story.open(who, &key);
        assert_eq!((answer.status, answer.code()), (403, "link-of-another".to_owned()), "{}", answer.text());
    }
    let nobody = Caller { id: story.pia.id, headers: "x-postlude: 1\r\n".to_owned() };
    assert_eq!(story.open(&nobody, &key).status, 401);
    let bare = Caller { id: story.pia.id, headers: format!("x-postlude: 1\r\nx-postlude-link: {key}\r\n") };
    assert_eq!(story.server.ask(&bare, "GET", &format!("/calibrations/{id}"), &Value::Null).status, 401);
    assert_eq!(story.open(&story.pia, &key).status, 200);

    // Taken out of the review meanwhile: what was said can be deleted, and is not released.
    let answer = format!("/calibrations/{id}/answers/first");
    assert_eq!(story.server.ask(&story.pia, "PUT", &answer, &json!({"answer": "confirmed"})).status, 204);
    let named = format!("/reviews/{}/people/{}", story.review.id, story.pia.id);
    assert_eq!(story.server.ask(&story.olga, "DELETE", &named, &Value::Null).status, 204);
    let release = format!("/calibrations/{id}/release");
    assert_eq!(story.server.ask(&story.pia, "POST", &release, &json!({})).status, 404);
    assert_eq!(
        story.server.ask(&story.pia, "DELETE", &format!("/calibrations/{id}"), &Value::Null).status,
        204
    );
    assert_eq!(story.open(&story.pia, &key).code(), "link-gone");
    let refused = story.server.ask(&story.fred, "POST", &story.path(), &json!({"person": story.pia.id}));
    assert_eq!((refused.status, refused.code()), (422, "not-named".to_owned()));
    let nowhere = story.server.ask(&story.fred, "POST", &story.path(), &json!({"person": story.tom.id}));
    assert_eq!((nowhere.status, nowhere.code()), (422, "no-moments".to_owned()));
}

#[test]
fn a_closed_review_takes_no_answers() {
    let data = TempDir::new().unwrap();
    let story = Story::new(&data);
    let (id, _) = story.send(&story.pia);
    let close = json!({"to": "closed", "reason": "a drill", "look_again": "2099-01-01T00:00:00Z"});
    let phase = format!("/reviews/{}/phase", story.review.id);
    assert_eq!(story.server.ask(&story.olga, "POST", &phase, &close).status, 204);
    let release = story.server.ask(&story.pia, "POST", &format!("/calibrations/{id}/release"), &json!({}));
    assert_eq!((release.status, release.code()), (409, "review-closed".to_owned()));
    let again = story.server.ask(&story.fred, "POST", &story.path(), &json!({"person": story.pia.id}));
    assert_eq!((again.status, again.code()), (409, "review-closed".to_owned()));
}

/// Where one person works alone, others have no account: a link lets them in once, to their own moments and nowhere else.
#[test]
fn a_link_opens_once_where_nobody_logs_in() {
    let data = TempDir::new().unwrap();
    let server = Start { entrance: Entrance::Single, ..Start::new(data.path()) }.start();
    let me = server.administrator();
    let cookie = format!("postlude_{}=", server.address.port());
    let me = Caller { headers: me.headers.replace("postlude=", &cookie), ..me };
    let review = server.review(&me, Visibility::Open);
    let entry = json!({"do": "add_entry", "id": "e", "fields": {"title": "Pia was paged", "time": "2026-03-05T14:00:00Z"}, "text": null});
    let operations = json!({"operations": [entry]});
    assert_eq!(
        server.ask(&me, "POST", &format!("/reviews/{}/operations", review.id), &operations).status,
        200
    );
    let path = format!("/reviews/{}/calibration", review.id);
    let made = server.ask(&me, "POST", &path, &json!({"name": "Pia"})).json();
    let (id, key) = (made["id"].as_str().unwrap(), made["url"].as_str().unwrap().rsplit('#').next().unwrap());

    let send = |method: &str, path: &str, headers: &str, body: Value| {
        let headers = format!("content-type: application/json\r\nx-postlude: 1\r\n{headers}");
        ask(server.address, method, &format!("/api/v1{path}"), &headers, body.to_string().as_bytes())
    };
    let opened = send("POST", "/calibrations/open", "", json!({"key": key}));
    assert_eq!(opened.status, 200, "{}", opened.text());
    // Forwarded after it was opened.
    assert_eq!(send("POST", "/calibrations/open", "", json!({"key": key})).code(), "link-gone");
    let link = format!("x-postlude-link: {}\r\n", opened.json()["key"].as_str().unwrap());
    let answer = format!("/calibrations/{id}/answers/e");
    assert_eq!(send("PUT", &answer, &link, json!({"answer": "corrected", "text": "at noon"})).status, 204);
    assert_eq!(send("GET", &format!("/calibrations/{ADDED}"), &link, Value::Null).status, 404);
    assert_eq!(send("GET", "/reviews", &link, Value::Null).status, 401);
    // Not even the one who works alone reads it.
    assert_eq!(server.ask(&me, "GET", &format!("/calibrations/{id}"), &Value::Null).status, 404);
    assert_eq!(send("POST", &format!("/calibrations/{id}/release"), &link, json!({})).status, 200);
    let document = server.get(&me, &format!("/reviews/{}/document", review.id));
    let note = document["notes"].as_object().unwrap().values().next().unwrap();
    assert_eq!((&note["text"], &note["by"]), (&json!("at noon"), &made["person"]));
}
