//! What a single body becomes. Each line: the body, then its pattern.

use postlude_mining::Masker;

fn check(body: &str, expected: &str) {
    let mut masker = Masker::default();
    masker.pattern(body);
    assert_eq!(masker.text(), expected, "pattern of {body:?}");
}

#[test]
fn keeps_plain_words() {
    check("cache is warm", "cache is warm");
    check("  blanks \t are   one ", "blanks are one");
    check("", "");
    check("   ", "");
    check("Привет, мир", "Привет, мир");
}

#[test]
fn masks_numbers() {
    check("retry 3 of 10", "retry <*> of <*>");
    check("balance -82, rate 0.75, code 0x1f", "balance <*>, rate <*>, code <*>");
    check("done in 35ms, 99.5% used", "done in <*>, <*> used");
    check("took <1 ms, load >90%", "took <*> ms, load <*>");
    check("<5> urgent", "<<*>> urgent");
}

#[test]
fn masks_ids() {
    check("order ord_7f3a91 paid", "order <*> paid");
    check("trace 3f2504e0-4f89-11d3-9a0c-0305e82c3301.", "trace <*>.");
    check("Session@1b2c closed", "<*> closed");
    check("deadbee5 gone", "<*> gone");
}

#[test]
fn leaves_names_with_one_digit_to_the_second_step() {
    check("utf8 log4j eth0 L3", "utf8 log4j eth0 L3");
    check("r24=0xff r25=0x10", "r24=<*> r25=<*>");
}

#[test]
fn masks_addresses() {
    check("peer 192.0.2.7:443 down", "peer <*> down");
    check("peer [2001:db8::7]:443 down", "peer [<*>]:<*> down");
    check("on localhost:8080", "on <*>");
    check("drain node[01-17,20] and node-[3 5]", "drain <*> and <*>");
    check("sshd[4711] and list[3]", "sshd[<*>] and list[<*>]");
    check("peer ::1 and ::ffff:192.0.2.7, on [::]:80", "peer <*> and <*>, on [<*>]:<*>");
    check("std::vec a::b", "std::vec a::b");
    check("nic 00:0c:29:aa:bb:cc up", "nic <*> up");
    check("nic aa:bb:cc:dd:ee:ff up", "nic <*> up");
    check("from shop.example.com to www.example.at", "from <*> to <*>");
    check("mail to ann@example.org", "mail to <*>");
    check("stock.internal:8080 refused", "<*> refused");
}

#[test]
fn masks_paths_and_locations() {
    check("open /var/lib/stock/items.db: denied", "open <*>: denied");
    check("open C:\\Data\\items.db failed", "open <*> failed");
    check("get https://example.com:8080/a?b=c, then stop.", "get <*>, then stop.");
    check("cannot open '/srv/My Files/a b.txt': denied", "cannot open '<*>': denied");
    check("read/write and input/output", "read/write and input/output");
    check("\"GET /v2/items?all=True&n=3 HTTP/1.1\" 200", "\"GET <*> <*>\" <*>");
}

#[test]
fn keeps_the_route_of_a_request() {
    check("GET /catalog/item/123?ref=3 HTTP/1.1", "GET /catalog/item/<*>");
    check("GET /orders?page=3 HTTP/2.0 took 35ms", "GET /orders took <*>");
    check("POST /orders", "POST /orders");
    check("GET it done", "GET it done");
}

#[test]
fn masks_times() {
    check("since 2024-02-29T23:59:59.123Z", "since <*>");
    check("at 12:30:45 sharp", "at <*> sharp");
    check("at Sun Jul 17 15:09:17 2005", "at <*>");
    check("on 17 Jul 2005", "on <*>");
    check("May is the month, Mar too", "May is the month, Mar too");
}

#[test]
fn makes_one_hole_of_a_tight_list() {
    check("nodes [1,2,3]", "nodes [<*>]");
    check("ratio 3:4", "ratio <*>");
}

#[test]
fn masks_truth_values() {
    check("ready=true, parent=null, child=None", "ready=<*>, parent=<*>, child=<*>");
    check("None of them", "None of them");
}

#[test]
fn keeps_leader_dots() {
    check("wait enable........0", "wait enable........<*>");
    check("starting...", "starting...");
    check("...", "...");
}

#[test]
fn takes_the_first_line_and_the_class_thrown() {
    check(
        "Cannot reach stock\njava.net.ConnectException: refused\n\tat a.B.c(B.java:1)",
        "Cannot reach stock java.net.ConnectException",
    );
}

#[test]
fn cuts_long_bodies() {
    let body = "word ".repeat(1000);
    let mut masker = Masker::default();
    masker.pattern(&body);
    assert!(masker.text().len() < 1100);
    assert!(masker.text().ends_with("word <*>"));
    check(&"é".repeat(2000), "<*> <*>");
}
