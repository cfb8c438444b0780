//! A meeting with several browsers: one timer, one agenda, ideas that are not lost; and who is asked to run it.

use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::house::{Caller, Review, Server, Start};
use crate::page::Page;

struct Story {
    server: Server,
    olga: Caller,
    fred: Caller,
    pia: Caller,
    review: Review,
}

impl Story {
    fn new(server: Server) -> Self {
        server.administrator();
        let [olga, fred, pia] = ["olga", "fred", "pia"].map(|name| server.person(name, AccountRole::Member));
        let review = server.review(&olga, Visibility::Restricted);
        server.name(review.id, fred.id, ReviewRole::Facilitator);
        server.name(review.id, pia.id, ReviewRole::Participant);
        Self { server, olga, fred, pia, review }
    }

    fn path(&self, rest: &str) -> String {
        format!("/reviews/{}/{rest}", self.review.id)
    }

    fn plan(&self) -> (String, Value) {
        let planned = json!({"starts": "2026-03-10T14:00:00[Europe/Berlin]", "minutes": 60, "themes": ["Who knew what"],
            "questions": [{"text": "What did the graph look like?", "on": "e"}], "note_takers": [self.pia.id]});
        let made = self.server.ask(&self.fred, "POST", &self.path("meetings"), &planned);
        assert_eq!(made.status, 201, "{}", made.text());
        (self.path(&format!("meetings/{}", made.json()["id"].as_str().unwrap())), made.json())
    }
}

#[test]
fn three_browsers_see_one_meeting() {
    let data = TempDir::new().unwrap();
    let story = Story::new(Server::start(data.path()));
    let server = &story.server;
    let (path, planned) = story.plan();
    let titles: Vec<&str> =
        planned["agenda"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap()).collect();
    let expected = [
        "Opening",
        "Timeline walk",
        "Who knew what",
        "What did the graph look like?",
        "Parking lot",
        "Who learned something?",
    ];
    assert_eq!(titles, expected);
    assert_eq!(
        (&planned["starts"], &planned["zone"]),
        (&json!("2026-03-10T13:00:00Z"), &json!("Europe/Berlin"))
    );

    let mut page = Page::join(server.address, &story.pia, story.review.id);
    let started =
        server.ask(&story.fred, "POST", &format!("{path}/timer"), &json!({"do": "start", "seconds": 300}));
    assert_eq!(started.status, 200, "{}", started.text());
    page.wait("news of the meeting", |page| page.notices.iter().any(|notice| notice["kind"] == "meeting"));
    let ends: Vec<Value> = [&story.olga, &story.fred, &story.pia]
        .map(|who| server.get(who, &path)["timer"]["ends"].clone())
        .into();
    assert!(ends[0].is_string() && ends.iter().all(|one| *one == ends[0]), "{ends:?}");
    let paused = server.ask(&story.fred, "POST", &format!("{path}/timer"), &json!({"do": "pause"})).json();
    assert_eq!(paused["timer"]["state"], "paused");
    assert_eq!(
        server.ask(&story.fred, "POST", &format!("{path}/item"), &json!({"item": "3"})).json()["item"],
        "3"
    );
    let none = server.ask(&story.fred, "POST", &format!("{path}/item"), &json!({"item": "99"}));
    assert_eq!((none.status, none.code()), (422, "no-such-item".to_owned()));
    assert_eq!(server.ask(&story.pia, "POST", &format!("{path}/timer"), &json!({"do": "stop"})).status, 403);

    // A number of hands, however often one is raised.
    let ballot = |number: u128| uuid::Uuid::from_u128(number);
    for (number, is_raised, hands) in [(1, true, 1), (2, true, 2), (1, true, 2), (2, false, 1)] {
        let hand = json!({"ballot": ballot(number), "is_raised": is_raised});
        assert_eq!(server.ask(&story.pia, "PUT", &format!("{path}/hand"), &hand).json()["hands"], hands);
    }
    let survey = format!("{path}/survey");
    for number in 1..=3 {
        assert_eq!(server.get(&story.olga, &survey)["is_shown"], false);
        let answer = json!({"ballot": ballot(number), "learned": 5, "heard": number});
        assert_eq!(server.ask(&story.pia, "PUT", &survey, &answer).status, 204);
    }
    let shown = json!({"answers": 3, "is_shown": true, "learned": [0, 0, 0, 0, 3], "heard": [1, 1, 1, 0, 0]});
    assert_eq!(server.get(&story.olga, &survey), shown);

    let file = server.ask(&story.pia, "GET", &format!("{path}/invitation.ics"), &Value::Null);
    assert!(file.header("content-type").unwrap().starts_with("text/calendar"));
    let text = file.text().replace("\r\n ", "");
    for name in ["olga", "fred", "pia"] {
        assert!(text.contains(&format!("CN=\"{name}\"")), "{text}");
    }
    assert!(text.contains("SEQUENCE:0") && text.contains("DTSTART:20260310T130000Z"));
    let moved = json!({"starts": "2026-03-11T09:00:00[America/New_York]"});
    assert_eq!(server.ask(&story.fred, "PATCH", &path, &moved).json()["starts"], "2026-03-11T13:00:00Z");
    let again = server.ask(&story.pia, "GET", &format!("{path}/invitation.ics"), &Value::Null).text();
    let uid = |text: &str| text.lines().find(|line| line.starts_with("UID:")).map(str::to_owned);
    assert_eq!(uid(&again), uid(&text));
    assert!(again.contains("SEQUENCE:1"));
}

#[test]
fn a_parked_idea_is_never_lost() {
    let data = TempDir::new().unwrap();
    let story = Story::new(Server::start(data.path()));
    let (path, meeting) = story.plan();
    let parking = story.path("parking");
    let idea = json!({"id": "01900000-0000-7000-8000-00000000000a", "text": "An alert on the pool", "meeting": meeting["id"]});
    let parked = story.server.ask(&story.pia, "POST", &parking, &idea);
    assert_eq!(parked.status, 201, "{}", parked.text());
    assert_eq!(parked.json()["is_soaked"], false);
    // Sent twice, kept once; the words are hers.
    assert_eq!(story.server.ask(&story.pia, "POST", &parking, &idea).status, 201);
    let one = format!("{parking}/01900000-0000-7000-8000-00000000000a");
    assert_eq!(story.server.ask(&story.fred, "PATCH", &one, &json!({"text": "mine"})).status, 422);
    assert_eq!(story.server.ask(&story.fred, "PATCH", &one, &json!({"state": "gone"})).status, 422);
    assert_eq!(
        story.server.ask(&story.fred, "PATCH", &one, &json!({"soak": "2020-01-01T00:00:00Z"})).status,
        204
    );
    assert_eq!(story.server.ask(&story.fred, "PATCH", &one, &json!({"state": "taken_up"})).status, 204);
    // The meeting goes, the server is killed; the idea stays.
    assert_eq!(story.server.ask(&story.fred, "DELETE", &path, &Value::Null).status, 204);
    let (fred, review) = (story.fred.clone(), story.review);
    drop(story);
    let server = Start::new(data.path()).start();
    let ideas = server.get(&fred, &format!("/reviews/{}/parking", review.id));
    let ideas = ideas["items"].as_array().unwrap();
    assert_eq!(ideas.len(), 1);
    assert_eq!((&ideas[0]["state"], &ideas[0]["is_soaked"]), (&json!("taken_up"), &json!(true)));
}

#[test]
fn somebody_is_asked_and_claims_or_declines() {
    let data = TempDir::new().unwrap();
    let story = Story::new(Server::start(data.path()));
    let server = &story.server;
    let nina = server.person("nina", AccountRole::Member);
    let asks = story.path("asks");
    let ask = || {
        let body = json!({"person": nina.id, "as": "facilitator", "words": "You know neither service."});
        server.ask(&story.olga, "POST", &asks, &body)
    };
    let first = ask().json();
    assert_eq!(ask().code(), "already-asked");
    // The title is shown to whom the review is offered, and nothing else of it.
    assert_eq!(server.get(&nina, "/asks")["items"][0]["review"]["title"], "checkout stood still");
    assert_eq!(server.ask(&nina, "GET", &story.path("document"), &Value::Null).status, 404);
    assert_eq!(server.get(&story.pia, "/asks")["items"], json!([]));
    let answer = |id: &Value, verb: &str, who: &Caller, body: &Value| {
        server.ask(who, "POST", &format!("/asks/{}/{verb}", id.as_str().unwrap()), body)
    };
    assert_eq!(answer(&first["id"], "claim", &story.pia, &json!({})).status, 404);
    assert_eq!(answer(&first["id"], "decline", &nina, &json!({"reason": " "})).code(), "no-reason");
    assert_eq!(
        answer(&first["id"], "decline", &nina, &json!({"reason": "I wrote that service"})).status,
        204
    );
    assert_eq!(answer(&first["id"], "claim", &nina, &json!({})).code(), "already-answered");
    let second = ask().json();
    assert_eq!(server.get(&story.fred, &asks)["items"].as_array().unwrap().len(), 2);
    assert_eq!(answer(&second["id"], "claim", &nina, &json!({})).status, 204);
    assert_eq!(server.ask(&nina, "GET", &asks, &Value::Null).status, 200);
}
