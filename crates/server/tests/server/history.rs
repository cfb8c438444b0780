//! Who changed what, and how it was.

use postlude_collab::{Document, Operation, Writer};
use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use postlude_store::NewUpdate;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::house::{Caller, Review, Server};

struct Scene {
    server: Server,
    olga: Caller,
    pia: Caller,
    review: Review,
}

fn scene(data: &TempDir) -> Scene {
    let server = Server::start(data.path());
    server.administrator();
    let (olga, pia) = (server.person("olga", AccountRole::Member), server.person("pia", AccountRole::Member));
    let review = server.review(&olga, Visibility::Open);
    server.name(review.id, pia.id, ReviewRole::Participant);
    Scene { server, olga, pia, review }
}

impl Scene {
    fn operate(&self, caller: &Caller, operation: Value) {
        let path = format!("/reviews/{}/operations", self.review.id);
        let answer = self.server.ask(caller, "POST", &path, &json!({"operations": [operation]}));
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    fn add(&self, caller: &Caller, id: &str, title: &str) {
        let fields = json!({"title": title, "time": "2026-03-05T14:09:41Z"});
        self.operate(caller, json!({"do": "add_entry", "id": id, "fields": fields, "text": null}));
    }

    fn history(&self, query: &str) -> Value {
        self.server.get(&self.olga, &format!("/reviews/{}/history{query}", self.review.id))
    }
}

#[test]
fn it_is_told_who_changed_what() {
    let data = TempDir::new().unwrap();
    let scene = scene(&data);
    scene.add(&scene.olga, "e1", "rolled back");
    scene.operate(
        &scene.pia,
        json!({"do": "edit_entry", "id": "e1", "fields": {"title": "rolled back at last"}}),
    );
    scene.add(&scene.pia, "e2", "another");
    scene.operate(&scene.olga, json!({"do": "decide", "id": "e1", "state": "hidden"}));
    let history = scene.history("");
    let names: Vec<_> =
        history["items"].as_array().unwrap().iter().map(|item| item["name"].clone()).collect();
    assert_eq!(names, [json!("olga"), json!("pia"), json!("olga"), Value::Null], "{history}");
    assert_eq!(history["next"], Value::Null);
    let of_entry = scene.history("?entry=e1");
    let items = of_entry["items"].as_array().unwrap();
    assert_eq!(items.len(), 3, "{of_entry}");
    let changed = |field: &str, before: &str, after: &str| json!([{"map": "entries", "id": "e1", "field": field, "what": "changed", "before": before, "after": after}]);
    assert_eq!(items[0]["changes"], changed("state", "picked", "hidden"));
    assert_eq!(items[1]["changes"], changed("title", "rolled back", "rolled back at last"));
    assert_eq!(items[1]["person"], json!(scene.pia.id));
    assert_eq!(items[2]["changes"][0]["what"], "added");
    let of_maps = scene.history("?maps=meta,notes");
    assert_eq!(
        of_maps["items"].as_array().unwrap().len(),
        1,
        "only the machine set the document up: {of_maps}"
    );
    // As it was when it came.
    let time = items[2]["time"].as_str().unwrap();
    let was = scene.server.get(&scene.olga, &format!("/reviews/{}/document?time={time}", scene.review.id));
    assert_eq!(was["entries"]["e1"]["title"], "rolled back");
    let seq = items[0]["seq"].as_i64().unwrap();
    let earlier = scene.history(&format!("?before={seq}"));
    assert_eq!(earlier["items"], json!(history["items"].as_array().unwrap()[1..]));
}

/// Two who take turns make many sittings: pages of them, none twice, none left out.
#[test]
fn a_long_history_comes_in_pages() {
    let data = TempDir::new().unwrap();
    let scene = scene(&data);
    for number in 0..70 {
        let who = if number % 2 == 0 { &scene.olga } else { &scene.pia };
        scene.add(who, &format!("e{number}"), "turn");
    }
    let first = scene.history("");
    assert_eq!(first["items"].as_array().unwrap().len(), 50);
    let next = first["next"].as_str().unwrap();
    let second = scene.history(&format!("?before={next}"));
    assert_eq!(second["next"], Value::Null);
    let added: Vec<_> = [&first, &second]
        .iter()
        .flat_map(|page| page["items"].as_array().unwrap())
        .flat_map(|item| item["changes"].as_array().unwrap())
        .filter(|change| change["map"] == "entries")
        .map(|change| change["id"].as_str().unwrap().to_owned())
        .collect();
    let expected: Vec<_> = (0..70).rev().map(|number| format!("e{number}")).collect();
    assert_eq!(added, expected);
}

/// A log of many thousands: whatever page of it is asked for, in whatever order, it tells what one reading from the begin tells.
#[test]
fn pages_of_a_long_log_agree_whatever_was_asked_before() {
    const UPDATES: i64 = 12_000;
    let data = TempDir::new().unwrap();
    let scene = scene(&data);
    scene.add(&scene.olga, "e1", "title 0");
    write_titles(&scene, UPDATES);
    let page = |before: i64| scene.history(&format!("?before={before}"));
    let titles = |page: &Value| -> Vec<(Value, Value)> {
        let items = page["items"].as_array().unwrap();
        assert_eq!(items.len(), 50);
        let change = |item: &Value| item["changes"].as_array().unwrap().first().unwrap().clone();
        items.iter().map(change).map(|change| (change["before"].clone(), change["after"].clone())).collect()
    };
    for before in [11_000, 300, 5_010, 11_990, 6_000, 5_010] {
        // The last update before it: the log begins with the review and its first entry.
        let found = titles(&page(before));
        let newest = found[0].1.as_str().unwrap().trim_start_matches("title ").parse::<i64>().unwrap();
        let expected: Vec<_> = (0..50)
            .map(|back| {
                (json!(format!("title {}", newest - back - 1)), json!(format!("title {}", newest - back)))
            })
            .collect();
        assert_eq!(found, expected, "before {before}");
        assert_eq!(page(before)["items"][0]["seq"], json!(before - 1));
    }
}

/// Many updates of an entry's title, a minute and more apart, straight into the log.
fn write_titles(scene: &Scene, count: i64) {
    let store = &scene.server.workbench.store;
    let loaded = scene.server.wait_for(store.load(scene.review.id)).unwrap().unwrap();
    let log = loaded.updates.iter().map(|update| update.bytes.as_slice());
    let mut document = Document::open(77, None, log).unwrap();
    let writer = Writer::person(scene.olga.id.to_string(), ReviewRole::Organiser);
    let now = scene.server.workbench.now();
    let mut write = |number: i64| {
        let edit = json!({"do": "edit_entry", "id": "e1", "fields": {"title": format!("title {number}")}});
        let edit: Operation = serde_json::from_value(edit).unwrap();
        let done = document.operate(&[edit], &writer, &now.to_string()).unwrap();
        let time = now.plus(number * 61_000_000_000);
        NewUpdate { review: scene.review.id, author: Some(scene.olga.id), time, bytes: done.update.unwrap() }
    };
    let updates: Vec<NewUpdate> = (1..=count).map(&mut write).collect();
    for part in updates.chunks(1_000) {
        scene.server.wait_for(store.append(part.to_vec())).unwrap();
    }
}
