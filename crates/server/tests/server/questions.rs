//! What a review is worth asking about, and the coach.

use postlude_review::people::{AccountRole, Visibility};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::house::{Caller, Review, Server};

struct Scene {
    server: Server,
    olga: Caller,
    review: Review,
}

/// A review in which people told of decisions and of what they did not expect.
fn scene(data: &TempDir) -> Scene {
    let server = Server::start(data.path());
    server.administrator();
    let olga = server.person("olga", AccountRole::Member);
    let review = server.review(&olga, Visibility::Open);
    let scene = Scene { server, olga, review };
    let told = [
        ("e1", "2026-03-05T14:09:41Z", "Strange, the rollback does not end, it always worked"),
        ("e2", "2026-03-05T14:20:00Z", "Handing over to the night shift"),
        ("e3", "2026-03-05T14:40:00Z", "That is strange, the queue grows although nothing is sent"),
    ];
    for (id, time, title) in told {
        scene.operate(
            json!({"do": "add_entry", "id": id, "fields": {"title": title, "time": time}, "text": null}),
        );
    }
    scene
}

impl Scene {
    fn operate(&self, operation: Value) {
        let path = format!("/reviews/{}/operations", self.review.id);
        let answer = self.server.ask(&self.olga, "POST", &path, &json!({"operations": [operation]}));
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    fn questions(&self) -> Vec<Value> {
        let answer = self.server.get(&self.olga, &format!("/reviews/{}/questions", self.review.id));
        answer["items"].as_array().unwrap().clone()
    }

    /// Decides about a question as it was read.
    fn decide(&self, question: &Value, state: Value) {
        self.operate(json!({"do": "decide_question", "question": question, "state": state}));
    }
}

#[test]
fn what_is_dismissed_is_not_proposed_again_and_what_is_kept_stays() {
    let data = TempDir::new().unwrap();
    let scene = scene(&data);
    let proposed = scene.questions();
    assert!(proposed.len() >= 2, "{proposed:#?}");
    for one in &proposed {
        assert_eq!(one["state"], "proposed");
        assert_eq!(one["raised_by"][0]["map"], "entries");
    }
    scene.decide(&proposed[0], json!({"state": "dismissed"}));
    scene.decide(&proposed[1], json!({"state": "assigned", "to": {"who": "meeting"}}));
    let after = scene.questions();
    assert!(after.iter().all(|one| one["id"] != proposed[0]["id"]), "{after:#?}");
    assert_eq!(after[0]["id"], proposed[1]["id"]);
    assert_eq!((&after[0]["state"], &after[0]["to"]["who"]), (&json!("assigned"), &json!("meeting")));
    let answer = json!({"as": "note", "id": "n1", "kind": "thought", "text": "The dashboard was green."});
    scene.operate(
        json!({"do": "answer_question", "id": proposed[1]["id"], "answer": answer, "on": "e1", "time": null}),
    );
    let answered = scene.questions();
    assert_eq!(answered[0]["state"], "answered");
    assert_eq!(answered[0]["answer"], json!({"map": "notes", "id": "n1"}));
}

#[test]
fn the_coach_answers_and_says_no() {
    let data = TempDir::new().unwrap();
    let server = Server::start(data.path());
    server.administrator();
    let rita = server.person("rita", AccountRole::Reader);
    let check = |body: Value, status: u16, expected: &str| {
        let answer = server.ask(&rita, "POST", "/coach", &body);
        assert_eq!(answer.status, status, "{}", answer.text());
        assert!(answer.text().contains(expected), "{}", answer.text());
    };
    check(json!({"text": "They should have looked."}), 200, "counterfactual");
    check(json!({"text": "> They should have looked.", "markdown": true}), 200, r#""items":[]"#);
    check(json!({"text": "We waited.", "moment": "telling"}), 200, r#""items":[]"#);
    check(json!({"text": "We waited.", "moment": "sleeping"}), 422, "coach-moment");
    check(json!({"text": "a".repeat(65_537)}), 413, "too-large");
}
