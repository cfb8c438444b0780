//! What several bodies become together.

use std::collections::BTreeSet;

use postlude_mining::{Patterns, parameters, templates};

fn mine(bodies: &[&str]) -> Vec<String> {
    let mut patterns = Patterns::new(1000);
    for body in bodies {
        patterns.observe(body);
    }
    let texts: BTreeSet<String> =
        templates(&patterns.into_sorted()).into_iter().map(|template| template.text).collect();
    texts.into_iter().collect()
}

fn check(bodies: &[&str], expected: &[&str]) {
    assert_eq!(mine(bodies), expected);
}

#[test]
fn keeps_few_words_apart() {
    check(
        &["volume started", "volume stopped", "volume paused"],
        &["volume paused", "volume started", "volume stopped"],
    );
}

#[test]
fn finds_values_among_plain_words() {
    let towns = ["ulm", "bonn", "kiel", "jena", "hof", "trier", "gera", "worms"];
    let bodies: Vec<String> = towns.iter().map(|town| format!("parcel reached {town} today")).collect();
    check(&bodies.iter().map(String::as_str).collect::<Vec<_>>(), &["parcel reached <*> today"]);
}

#[test]
fn a_frequent_word_with_a_few_strays_is_no_value() {
    let mut bodies = vec!["disk check passed"; 500];
    bodies.extend(["disk check failed", "disk check skipped", "disk check aborted"]);
    check(&bodies, &["disk check aborted", "disk check failed", "disk check passed", "disk check skipped"]);
}

#[test]
fn finds_values_at_two_places() {
    let users = ["ada", "ben", "cleo", "dora", "emil", "fritz", "gerda", "hugo", "ida"];
    let hosts = ["desk", "laptop", "kiosk", "tower", "rack", "gate", "barn", "mill", "dock"];
    let bodies: Vec<String> =
        users.iter().zip(hosts).map(|(user, host)| format!("{user} logged in from {host} by key")).collect();
    check(&bodies.iter().map(String::as_str).collect::<Vec<_>>(), &["<*> logged in from <*> by key"]);
}

#[test]
fn merges_names_with_digits() {
    check(&["link eth0 up", "link eth1 up"], &["link <*> up"]);
    check(&["link eth0 up", "link eth0 up"], &["link eth0 up"]);
}

#[test]
fn merges_lists_of_any_length() {
    check(&["deleting 17 18 19", "deleting 4"], &["deleting <*>"]);
    check(&["sku in ('a1','b2')", "sku in ('a1')"], &["sku in ('<*>')"]);
}

#[test]
fn merges_empty_and_present_values() {
    check(&["from 192.0.2.1 ()", "from 192.0.2.1 (192.0.2.7)"], &["from <*> (<*>)"]);
    check(&["owner= size=3", "owner=u12 size=4"], &["owner=<*> size=<*>"]);
    check(&["fans 3552 **** 3479", "fans 3552 3534 3479"], &["fans <*>"]);
}

#[test]
fn merges_units() {
    check(&["free 12 KB", "free 13 MB"], &["free <*>"]);
    check(&["free 12 KB", "free 13 KB"], &["free <*> KB"]);
}

#[test]
fn merges_values_of_keys() {
    check(
        &["lock=1 tag=screen, name=org.example.shop", "lock=1 tag=net, name=org.example.radio"],
        &["lock=<*> tag=<*>, name=<*>"],
    );
    check(
        &["msg=\"cache warmed\"", "msg=\"cache cleared\""],
        &["msg=\"cache cleared\"", "msg=\"cache warmed\""],
    );
    check(
        &["{\"event\":\"paid\",\"by\":\"ada\"}", "{\"event\":\"paid\",\"by\":\"ben\"}"],
        &["{\"event\":\"paid\",\"by\":\"<*>\"}"],
    );
}

#[test]
fn merges_identities() {
    check(&["session closed for user ada", "session closed for user ben"], &["session closed for user <*>"]);
    check(&["access denied for root here", "access denied for ada here"], &["access denied for <*> here"]);
}

#[test]
fn merges_quotations_that_vary_together() {
    let users = ["ada", "ben", "cleo", "dora"];
    let bodies: Vec<String> =
        users.iter().map(|user| format!("\"{user}\" cannot open '{user} home'")).collect();
    check(&bodies.iter().map(String::as_str).collect::<Vec<_>>(), &["\"<*>\" cannot open '<*> home'"]);
    check(
        &["can't stop, won't stop", "can't halt, won't halt"],
        &["can't halt, won't halt", "can't stop, won't stop"],
    );
}

#[test]
fn does_not_lose_a_whole_body_to_brackets() {
    let bodies = ["[cache warmed]", "[cache cleared]", "[disk is full]", "[up]", "[down now]", "[a b c]"];
    assert_eq!(mine(&bodies).len(), 6);
}

#[test]
fn keeps_states_apart() {
    let states = ["host backup is up", "host backup is unreachable"];
    check(&["user added", "user removed"], &["user added", "user removed"]);
    check(&states, &["host backup is unreachable", "host backup is up"]);
    check(&["cart exitStatus=ok", "cart exitStatus=bad"], &["cart exitStatus=bad", "cart exitStatus=ok"]);
    check(&["pod status:ready yet", "pod status:lost yet"], &["pod status:lost yet", "pod status:ready yet"]);
}

#[test]
fn a_word_where_a_value_stands_elsewhere_is_a_value() {
    check(&["chdir(pwd) failed", "chdir(/home/ada) failed"], &["chdir(<*>) failed"]);
    check(
        &["node 17 left the pool", "node has left the pool"],
        &["node <*> left the pool", "node has left the pool"],
    );
}

#[test]
fn keeps_endpoints_apart_and_merges_titles() {
    check(
        &["GET /api/orders", "GET /api/carts", "POST /api/carts"],
        &["GET /api/carts", "GET /api/orders", "POST /api/carts"],
    );
    let letters = "abcdefgh";
    let titles =
        letters.chars().flat_map(|a| letters.chars().map(move |b| format!("GET /wiki/{a}{b} HTTP/1.1")));
    let titles: Vec<String> = titles.collect();
    check(&titles.iter().map(String::as_str).collect::<Vec<_>>(), &["GET /wiki/<*>"]);
}

#[test]
fn merges_names_of_files_and_packages() {
    check(&["loaded shop.conf in full", "loaded stock.conf in full"], &["loaded <*> in full"]);
    check(&["bound org.example.Cart to port", "bound org.example.Stock to port"], &["bound <*> to port"]);
    check(
        &["thrown: org.example.LostError", "thrown: org.example.FullError"],
        &["thrown: org.example.FullError", "thrown: org.example.LostError"],
    );
}

#[test]
fn merges_tails() {
    check(
        &[
            "environment:home=/opt/a",
            "environment:vendor=Some Company",
            "environment:os=Linux",
            "environment:user=ada b c",
        ],
        &["environment:<*>"],
    );
}

#[test]
fn gives_the_values_of_a_body() {
    let check =
        |body: &str, template: &str, expected: &[&str]| assert_eq!(parameters(body, template), expected);
    check("order 12 for ada paid", "order <*> for <*> paid", &["12", "ada"]);
    check("from 192.0.2.1:80 ()", "from <*> (<*>)", &["192.0.2.1:80", ""]);
    check("3 left", "<*> left", &["3"]);
    check("left 3 ", "left <*>", &["3"]);
    check("no  values", "no values", &[]);
    check("something else", "order <*>", &[]);
    check("two  blanks   7 x", "two blanks <*> x", &["7"]);
}

#[test]
fn a_body_has_a_value_for_each_hole_of_its_template() {
    let bodies: Vec<&str> =
        include_str!("sample.txt").lines().filter(|body| !body.starts_with("GET ")).collect();
    let mut patterns = Patterns::new(1000);
    let ids: Vec<u64> = bodies.iter().map(|body| patterns.observe(body)).collect();
    let all = templates(&patterns.into_sorted());
    for (body, id) in bodies.iter().zip(ids) {
        let template =
            all.iter().find(|template| template.patterns.contains(&id)).expect("every pattern has one");
        let holes = template.text.matches("<*>").count();
        assert_eq!(parameters(body, &template.text).len(), holes, "{body:?} under {:?}", template.text);
    }
}

#[test]
fn whole_sample() {
    let sample = include_str!("sample.txt");
    let bodies: Vec<&str> = sample.lines().collect();
    insta::assert_snapshot!(mine(&bodies).join("\n"));
}
