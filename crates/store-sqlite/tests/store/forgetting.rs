//! What is deleted is in neither the file nor its write-ahead log.

use postlude_review::interview::{Consent, NoteKind};
use postlude_store::{Interview, InterviewNote};
use uuid::Uuid;

use crate::{open, run};

/// Words that stand nowhere else.
const WORDS: &str = "between you and me it was the zanzibar deploy";

fn holds(folder: &std::path::Path) -> bool {
    let files = std::fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path());
    files
        .map(|path| std::fs::read(path).expect("bytes"))
        .any(|bytes| bytes.windows(WORDS.len()).any(|window| window == WORDS.as_bytes()))
}

#[test]
fn what_was_withdrawn_is_on_no_page() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open(folder.path()).await;
        let (room, facilitator) = postlude_store_story::rooms::room(&*store).await;
        let note = |number: u128, text: String| InterviewNote {
            id: Uuid::from_u128(number),
            interview: room,
            kind: NoteKind::Note,
            author: facilitator,
            written: postlude_base::Timestamp(1),
            text,
            version: 0,
            released: None,
        };
        // Enough for pages to be split, and one that needs pages of its own.
        for number in 0..200 {
            let added = store.add_interview_note(&note(number, format!("{number} {WORDS}"))).await;
            assert_eq!(added, Ok(true));
        }
        assert_eq!(store.add_interview_note(&note(900, WORDS.repeat(500))).await, Ok(true));
        assert!(holds(folder.path()));
        // Written anew, struck, withdrawn.
        let anew = note(0, "nothing".to_owned());
        assert_eq!(store.change_interview_note(&anew).await, Ok(true));
        assert_eq!(store.remove_interview_note(room, Uuid::from_u128(1)).await, Ok(true));
        store.set_consent(room, Consent::Withdrawn, postlude_base::Timestamp(2)).await.expect("withdrawn");
        assert!(!holds(folder.path()));
        let seen: Option<Interview> = store.interview(facilitator, room).await.expect("an answer");
        assert_eq!(seen.map(|room| room.consent), Some(Consent::Withdrawn));
        store.close().await;
        assert!(!holds(folder.path()));
    });
}
