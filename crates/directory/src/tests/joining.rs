use super::{joins, lines, problems, read};

/// People as they come out, and what is told.
fn check(files: &[(&str, &str)], people: &[&str], told: &[&str]) {
    let directory = read(files);
    assert_eq!(lines(&directory), people, "{files:?}");
    assert_eq!(problems(&directory), told, "{:#?}", directory.problems);
}

const SLACK: (&str, &str) = (
    "users.json",
    r#"[{"id":"U0ANA","name":"alima","profile":{"real_name":"Ana Lima","email":"ana@shop.example","title":"Developer"}}]"#,
);

#[test]
fn one_person_with_five_handles() {
    let files = [
        ("people.csv", "name,email,slack,github,handle\nAna Lima,ana@shop.example,U0ANA,analima,al\n"),
        SLACK,
        ("CODEOWNERS", "/orders/ @analima\n"),
        (".mailmap", "Ana Lima <ana@shop.example> ana <ana@home.example>\n"),
        ("shortlog.txt", "  4\tana <ana@home.example>\n"),
    ];
    let directory = read(&files);
    assert_eq!(
        lines(&directory),
        [
            "Ana Lima | slack:U0ANA code:analima al slack:alima | ana@shop.example ana@home.example | role Developer | owns orders"
        ]
    );
    assert_eq!(
        joins(&directory.people[0]),
        [
            ".mailmap:1+shortlog.txt:1 sure: the address ana@home.example",
            "people.csv:2+users.json:1 sure: the address ana@shop.example",
            "users.json:1+.mailmap:1 sure: the address ana@shop.example",
            "people.csv:2+CODEOWNERS:1 sure: the handle code:analima",
        ]
    );
}

#[test]
fn a_shared_name_joins_nobody() {
    check(
        &[("people.csv", "name,email\nAna Lima,ana@shop.example\nAna Lima,ana.lima@shop.example\n")],
        &["Ana Lima | ana@shop.example", "Ana Lima | ana.lima@shop.example"],
        &["shared-name people.csv:3"],
    );
    check(
        &[
            ("people.csv", "name,email\nAna Lima,ana@shop.example\n"),
            ("shortlog.txt", "3\tAna Lima <lima@home.example>\n"),
        ],
        &["Ana Lima | ana@shop.example", "Ana Lima | lima@home.example"],
        &["shared-name shortlog.txt:1"],
    );
}

#[test]
fn a_handle_in_two_systems_is_likely_one_person_where_names_agree() {
    let people = ("people.csv", "name,email,github\nAna Lima,ana@shop.example,ana\n");
    check(
        &[people, ("chat.json", r#"[{"id":"U1","name":"ana","profile":{"real_name":"Ana M Lima"}}]"#)],
        &["Ana Lima | code:ana slack:U1 slack:ana | ana@shop.example"],
        &[],
    );
    check(
        &[people, ("chat.json", r#"[{"id":"U1","name":"ana","profile":{"real_name":"Ana Costa"}}]"#)],
        &["Ana Lima | code:ana | ana@shop.example", "Ana Costa | slack:U1 slack:ana"],
        &[],
    );
    check(
        &[
            ("people.csv", "name,slack\nAna Lima,ana\n"),
            ("mattermost.json", r#"[{"id":"m1","username":"ana","first_name":"Ana","last_name":"Costa"}]"#),
            ("CODEOWNERS", "/orders/ @ana\n"),
        ],
        &[
            "Ana Lima | slack:ana",
            "Ana Costa | mattermost:m1 mattermost:ana",
            "code:ana | code:ana | owns orders",
        ],
        &["ambiguous-handle CODEOWNERS:1"],
    );
}

#[test]
fn a_shared_mailbox_joins_nobody() {
    check(
        &[(
            "people.csv",
            "name,email,team\nAna Lima,help@shop.example,support\nTom Beck,help@shop.example,support\n",
        )],
        &["Ana Lima | help@shop.example | team support", "Tom Beck | help@shop.example | team support"],
        &["shared-address people.csv:3"],
    );
}

#[test]
fn corrections_win() {
    let two = ("people.csv", "name,email\nAna Lima,ana@shop.example\nAna Lima,lima@home.example\n");
    check(
        &[two, ("who.csv", "decision,one,other,why\njoin,ana@shop.example,lima@home.example,she says so\n")],
        &["Ana Lima | ana@shop.example lima@home.example"],
        &[],
    );
    let one = ("people.csv", "name,email,handle\nAna Lima,ana@shop.example,al\n");
    let other = (
        "chat.json",
        r#"[{"id":"U1","name":"al","profile":{"real_name":"Ana Lima","email":"ana@shop.example"}}]"#,
    );
    check(
        &[one, other, ("who.csv", "decision,one,other\napart,people.csv:2,slack:U1\n")],
        &["Ana Lima | al | ana@shop.example", "Ana Lima | slack:U1 slack:al | ana@shop.example"],
        &["shared-name chat.json:1"],
    );
    check(
        &[
            two,
            (
                "who.csv",
                "decision,one,other\njoin,people.csv:2,people.csv:3\napart,people.csv:2,people.csv:3\njoin,nobody@x.example,al\nmaybe,a,b\n",
            ),
        ],
        &["Ana Lima | ana@shop.example", "Ana Lima | lima@home.example"],
        &[
            "shared-name people.csv:3",
            "decisions-contradict who.csv:2",
            "decision-about-nobody who.csv:4",
            "broken-decision who.csv:5",
        ],
    );
}

#[test]
fn the_order_of_files_says_whose_word_counts() {
    let one = (
        "a.csv",
        "name,email,trained,manager\nAna Lima,ana@shop.example,yes,eva@shop.example\nEva Kern,eva@shop.example,,\n",
    );
    let other = (
        "b.csv",
        "name,email,trained,manager\nAna Lima,ana@shop.example,no,tom@shop.example\nTom Beck,tom@shop.example,,\n",
    );
    check(
        &[one, other],
        &[
            "Ana Lima | ana@shop.example | manager Eva Kern | trained",
            "Eva Kern | eva@shop.example",
            "Tom Beck | tom@shop.example",
        ],
        &["contradiction b.csv:2", "contradiction b.csv:2"],
    );
    check(
        &[other, one],
        &[
            "Ana Lima | ana@shop.example | manager Tom Beck",
            "Tom Beck | tom@shop.example",
            "Eva Kern | eva@shop.example",
        ],
        &["contradiction a.csv:2", "contradiction a.csv:2"],
    );
}

#[test]
fn lines_of_managers() {
    check(
        &[(
            "people.csv",
            "name,email,manager\nAna Lima,ana@x.example,tom@x.example\nTom Beck,tom@x.example,Eva Kern\nEva Kern,eva@x.example,ana@x.example\n",
        )],
        &[
            "Ana Lima | ana@x.example | manager Tom Beck",
            "Tom Beck | tom@x.example | manager Eva Kern",
            "Eva Kern | eva@x.example | manager Ana Lima",
        ],
        &["cyclic-managers people.csv:2"],
    );
    check(
        &[(
            "people.csv",
            "name,email,manager\nAna Lima,ana@x.example,Tom Beck\nTom Beck,tom@x.example,tom@x.example\nTom Beck,beck@x.example,zoe@x.example\n",
        )],
        &["Ana Lima | ana@x.example", "Tom Beck | tom@x.example", "Tom Beck | beck@x.example"],
        &[
            "ambiguous-manager people.csv:2",
            "own-manager people.csv:3",
            "shared-name people.csv:4",
            "unknown-manager people.csv:4",
        ],
    );
}
