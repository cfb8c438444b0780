use super::{lines, problems, read};

fn check(name: &str, text: &str, format: &str, expected: &[&str]) {
    let directory = read(&[(name, text)]);
    assert_eq!(directory.files, [(name.to_owned(), Some(format))], "{:?}", directory.problems);
    assert_eq!(lines(&directory), expected, "{name}");
    assert_eq!(problems(&directory), [""; 0], "{name}: {:?}", directory.problems);
}

#[test]
fn csv_with_columns_in_any_order() {
    check(
        "people.csv",
        "Manager,E-Mail,Name,Time zone,Start date,Trained,Away,Contractor,Services,GitHub,Team\n\
         rosa@shop.example,ana@shop.example,Ana Lima,Europe/Lisbon,2021-03-01,yes,2026-12-24..2027-01-02 (holiday),no,orders; stock,analima,orders\n\
         ,rosa@shop.example,\"Prieto, Rosa\",,,,,,,,\n",
        "CSV",
        &[
            "Ana Lima | code:analima | ana@shop.example | team orders | zone Europe/Lisbon | since 2021-03-01 | manager Rosa Prieto | \
             owns orders stock | away 2026-12-24..2027-01-02 | trained",
            "Rosa Prieto | rosa@shop.example",
        ],
    );
}

#[test]
fn csv_of_a_german_spreadsheet() {
    check(
        "leute.csv",
        "\u{feff}Vorname;Nachname;Mailadresse;Abteilung;Vorgesetzter;Urlaub;Eintrittsdatum;Geschult;Kürzel\n\
         Jörg;Groß;joerg@laden.example;Lager;Eva Kern;23.12.2026 bis 02.01.2027;01.04.2019;nein;jg\n\
         Eva;Kern;eva@laden.example;Leitung;;24.12.2026-02.01.2027;;ja;ek\n",
        "CSV",
        &[
            "Jörg Groß | jg | joerg@laden.example | team Lager | since 2019-04-01 | manager Eva Kern | away 2026-12-23..2027-01-02",
            "Eva Kern | ek | eva@laden.example | team Leitung | away 2026-12-24..2027-01-02 | trained",
        ],
    );
}

#[test]
fn users_of_chats() {
    check(
        "users.json",
        r#"[{"id":"U0ANA","name":"ana","deleted":false,"tz":"Europe/Lisbon","is_bot":false,
             "profile":{"real_name":"Ana Lima","display_name":"Ana 🌊","title":"Developer","email":"Ana@shop.example"}},
            {"id":"U0PAGER","name":"pager","is_bot":true,"profile":{"real_name":"Pager"}}]"#,
        "Slack users",
        &[
            "Ana Lima | slack:U0ANA slack:ana | ana@shop.example | role Developer | zone Europe/Lisbon",
            "Pager | slack:U0PAGER slack:pager | bot",
        ],
    );
    check(
        "export.jsonl",
        "{\"type\":\"user\",\"user\":{\"username\":\"ana\",\"email\":\"ana@shop.example\",\"first_name\":\"Ana\",\"last_name\":\"Lima\",\
         \"nickname\":\"\",\"position\":\"Developer\",\"delete_at\":1700000000000,\"teams\":[{\"name\":\"orders\"}]}}\n",
        "Mattermost users",
        &["Ana Lima | mattermost:ana | ana@shop.example | team orders | role Developer | gone"],
    );
}

#[test]
fn directories_of_companies() {
    check(
        "people.ldif",
        "version: 1\n\ndn: uid=ana,ou=people,dc=shop,dc=example\nobjectClass: inetOrgPerson\nuid: ana\ncn: Ana Lima\nmail: ana@shop.example\n\
         manager: uid=rosa,ou=people,\n dc=shop,dc=example\ntitle:: RW50d2lja2xlcmlu\nemployeeType: Contractor\n\n\
         dn: uid=rosa,ou=people,dc=shop,dc=example\nobjectClass: person\nuid: rosa\ncn: Rosa Prieto\nuserAccountControl: 514\n\n\
         dn: cn=orders,ou=groups,dc=shop,dc=example\nobjectClass: groupOfNames\ncn: orders\nmember: uid=ana,ou=people,dc=shop,dc=example\n",
        "LDIF",
        &[
            "Ana Lima | dn:uid=ana,ou=people,dc=shop,dc=example ana | ana@shop.example | team orders | role Entwicklerin | manager Rosa Prieto | contractor",
            "Rosa Prieto | dn:uid=rosa,ou=people,dc=shop,dc=example rosa | gone",
        ],
    );
    check(
        "scim.json",
        r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"Resources":[
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"7","userName":"ana","displayName":"Ana Lima",
             "emails":[{"value":"ana@shop.example"}],"active":true,"title":"Developer",
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"manager":{"value":"8"}}},
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"8","userName":"rosa@shop.example","name":{"givenName":"Rosa","familyName":"Prieto"}},
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"9","displayName":"orders","members":[{"value":"7"}]}]}"#,
        "SCIM",
        &[
            "Ana Lima | scim:7 ana | ana@shop.example | team orders | role Developer | manager Rosa Prieto",
            "Rosa Prieto | scim:8 | rosa@shop.example",
        ],
    );
}

#[test]
fn owners_of_code_and_services() {
    check(
        "CODEOWNERS",
        "# who is asked\n*  @shop/everybody\n/orders/  @ana  @shop/orders\n/services/stock/**  rosa@shop.example\n",
        "CODEOWNERS",
        &["code:ana | code:ana | owns orders", "rosa@shop.example | rosa@shop.example | owns services/stock"],
    );
    let directory = read(&[(
        "catalog-info.yaml",
        "apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {name: ana, annotations: {github.com/user-login: analima}}\n\
         spec:\n  profile: {displayName: Ana Lima, email: ana@shop.example}\n  memberOf: [group:default/orders-team]\n---\n\
         apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: orders\nspec:\n  type: service\n  owner: group:orders-team\n---\n\
         apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: stock\nspec:\n  owner: user:default/ana\n",
    )]);
    assert_eq!(
        lines(&directory),
        ["Ana Lima | backstage:ana code:analima | ana@shop.example | team orders-team | owns stock"]
    );
    assert_eq!(directory.teams[0].name, "orders-team");
    assert_eq!(directory.teams[0].owns[0].0, "orders");
    assert_eq!(directory.teams[0].owns[0].1.to_string(), "catalog-info.yaml:8");
}

#[test]
fn who_is_on_call() {
    check(
        "schedule.json",
        r#"{"schedule":{"id":"PSHOP","type":"schedule","name":"shop","final_schedule":{"rendered_schedule_entries":[
            {"start":"2026-11-22T09:00:00Z","end":"2026-11-23T09:00:00Z","user":{"id":"PANA","summary":"Ana Lima"}}]}}}"#,
        "PagerDuty",
        &["Ana Lima | pagerduty:PANA | on call shop 2026-11-22T09:00:00Z..2026-11-23T09:00:00Z"],
    );
    check(
        "users.json",
        r#"{"users":[{"id":"PANA","type":"user","name":"Ana Lima","email":"ana@shop.example","time_zone":"Europe/Lisbon","teams":[{"summary":"orders"}]}]}"#,
        "PagerDuty",
        &["Ana Lima | pagerduty:PANA | ana@shop.example | team orders | zone Europe/Lisbon"],
    );
    check(
        "timeline.json",
        r#"{"data":{"_parent":{"name":"shop"},"finalTimeline":{"rotations":[{"periods":[
            {"startDate":"2026-11-22T09:00:00Z","endDate":"2026-11-23T09:00:00Z","recipient":{"id":"1","type":"user","name":"ana@shop.example"}}]}]}}}"#,
        "Opsgenie",
        &[
            "ana@shop.example | opsgenie:1 | ana@shop.example | on call shop 2026-11-22T09:00:00Z..2026-11-23T09:00:00Z",
        ],
    );
    check(
        "users.json",
        r#"{"totalCount":1,"data":[{"id":"1","username":"ana@shop.example","fullName":"Ana Lima","timeZone":"Europe/Lisbon","role":{"name":"User"}}]}"#,
        "Opsgenie",
        &["Ana Lima | opsgenie:1 | ana@shop.example | zone Europe/Lisbon"],
    );
}

#[test]
fn authors_in_git() {
    let authors = &["Ana Lima | ana@shop.example", "renovate[bot] | code:renovate[bot] | bot"];
    let log = "commit 1a2b3c4d\nAuthor: Ana Lima <ana@shop.example>\nDate:   now\n\n    orders: faster\n\n\
               commit 2a2b3c4d\nAuthor: renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>\n\n    update\n";
    check("git-log.txt", log, "git authors", authors);
    let shortlog = "    12\tAna Lima <ana@shop.example>\n     3\trenovate[bot] <29139614+renovate[bot]@users.noreply.github.com>\n";
    check("shortlog.txt", shortlog, "git authors", authors);
    check(
        ".mailmap",
        "# one person\nAna Lima <ana@shop.example> analima <ana@home.example>\n",
        "mailmap",
        &["Ana Lima | ana@shop.example ana@home.example"],
    );
}
