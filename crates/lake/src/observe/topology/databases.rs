//! Calls that databases log: who was connected when a statement was slow or failed.

use postlude_signals::{KnownFrom, RecordTable, Sighting, Topology};

use super::super::{key, key_sql, rows};
use super::attribute::first;
use super::directory::Directory;
use crate::{Failure, Session, Source};

/// Most groups of lines that are looked at.
const MOST: usize = 5_000;

/// Beginnings of the names of formats that databases and their pools write.
const FORMATS: [&str; 5] = ["postgresql", "pgbouncer", "mysql", "mongodb", "redis"];

const APPLICATION: &[&str] =
    &["application", "application_name", "attr.appName", "attr.doc.application.name"];
const USER: &[&str] = &["user.name", "user_name"];
const CLIENT: &[&str] = &["client.name", "client.address", "connection_from"];

pub(super) fn calls(
    session: &Session,
    sources: &[&Source],
    condition: &str,
    directory: &Directory<'_>,
    topology: &mut Topology,
) -> Result<(), Failure> {
    let of_database = |source: &&&Source| FORMATS.iter().any(|format| source.format.contains(format));
    let ids: Vec<String> = sources.iter().filter(of_database).map(|source| source.id.0.to_string()).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let query = format!(
        "select coalesce(service_name, 'source ' || cast(source_id as varchar)) service, {} application, {} who, {} client, attributes['prefix'] prefix, \
         count(*) n, min({}) k from log where source_id in ({}) and {condition} group by 1, 2, 3, 4, 5 order by n desc, 1, 2, 3, 4, 5 limit {MOST}",
        first(APPLICATION),
        first(USER),
        first(CLIENT),
        key_sql(),
        ids.join(", ")
    );
    for row in rows::of(&session.sql(&query)?)? {
        let Some(database) = row.text("service") else { continue };
        let names = [row.text("application"), row.text("who")];
        let caller = caller(names, row.text("prefix"), row.text("client"), directory);
        let seen = Sighting {
            times: row.integer("n").unwrap_or(0).unsigned_abs(),
            record: row.integer("k").map(|k| key(RecordTable::Log, k)),
        };
        if let Some(caller) = caller {
            topology.add_call(&caller, directory.names().used(database), KnownFrom::DatabaseLog, seen);
        }
    }
    Ok(())
}

/// The service that was connected: what the application calls itself, the user it logs in as, where it comes from.
fn caller(
    names: [Option<&str>; 2],
    prefix: Option<&str>,
    client: Option<&str>,
    directory: &Directory<'_>,
) -> Option<String> {
    let [application, user] = names;
    let words = prefix.unwrap_or_default().split([' ', ',', ';', '[', ']', '(', ')']);
    // `user@database` and `db=...` name the database, which several may use; `app=...` is an application.
    let words = words.filter(|word| !word.contains('@')).filter_map(|word| match word.split_once('=') {
        Some(("app" | "application" | "application_name", name)) => Some(name),
        Some(_) => None,
        None => Some(word),
    });
    let from_prefix = || words.clone().find_map(|word| directory.named(word));
    let from_user = || directory.named(user?);
    let from_client = || directory.calling_from(client?);
    application
        .and_then(|name| directory.named(name))
        .or_else(from_prefix)
        .or_else(from_user)
        .or_else(from_client)
}

#[cfg(test)]
mod tests {
    use super::super::super::mentions::{Mention, Rank};
    use super::super::super::names::Names;
    use super::super::endpoint::Endpoint;
    use super::*;

    #[test]
    fn a_connection_is_of_the_service_it_names_best() {
        let named = |service: &str| Mention {
            rank: Rank::Metric,
            service: Some(service.to_owned()),
            instance: None,
            host: None,
        };
        let names = Names::of(&["orders", "stock", "shop-reports"].map(named), &[]);
        let mut directory = Directory::new(&names);
        directory.learn(&Endpoint::read("192.0.2.7:8080").unwrap(), "stock");
        let check = |application: &str, user: &str, prefix: &str, client: &str, expected: Option<&str>| {
            let told = |text: &'static str| Some(text).filter(|text| !text.is_empty());
            let leak = |text: &str| told(String::leak(text.to_owned()));
            let found = caller([leak(application), leak(user)], leak(prefix), leak(client), &directory);
            assert_eq!(found.as_deref(), expected, "{application} {user} {prefix} {client}");
        };
        check("orders-2", "shop", "", "192.0.2.7", Some("orders"));
        check("", "shop", "shop@shop orders-1 ", "", Some("orders"));
        check("", "shop", "shop@orders psql ", "", None);
        check("", "shop", "user=shop,db=orders,app=stock ", "", Some("stock"));
        check("", "orders", "", "", Some("orders"));
        check("psql", "ines", "", "192.0.2.7", Some("stock"));
        check("psql", "ines", "", "192.0.2.8", None);
    }
}
