//! The story of what the house keeps for itself: settings and the trail of what was done.

use postlude_store::{AuditLine, Deed, Store};
use serde_json::json;

use crate::scene::{at, id};

/// Settings come back as they were set; the trail is read from its end.
pub async fn story(store: &dyn Store) {
    store.ping().await.expect("it answers");
    assert_eq!(store.setting("sharing").await, Ok(None));
    let value = json!({ "b": [1, 2.5, null], "a": "NUL \0 and ü" });
    store.set_setting("sharing", Some(&json!(1))).await.expect("set");
    store.set_setting("sharing", Some(&value)).await.expect("set");
    assert_eq!(store.setting("sharing").await, Ok(Some(value)));
    store.set_setting("sharing", None).await.expect("removed");
    assert_eq!(store.setting("sharing").await, Ok(None));

    let deed = |minute: i64| Deed {
        time: at(9, minute),
        person: (minute > 0).then(|| id(1)),
        act: format!("act {minute}"),
        subject: Some(id(100)),
        address: "192.0.2.7".to_owned(),
        detail: json!({ "minute": minute }),
    };
    for minute in 0..5 {
        store.append_audit(&deed(minute)).await.expect("kept");
    }
    let minutes = |lines: &[AuditLine]| lines.iter().map(|line| line.deed.clone()).collect::<Vec<_>>();
    let latest = store.audit(None, 2).await.expect("a page");
    assert_eq!(minutes(&latest), [deed(4), deed(3)]);
    let earlier = store.audit(latest.last().map(|line| line.seq), 9).await.expect("a page");
    assert_eq!(minutes(&earlier), [deed(2), deed(1), deed(0)]);
}
