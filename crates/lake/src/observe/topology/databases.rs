//! Calls that databases log: who was connected when a statement was slow or failed.

use postlude_signals::{KnownFrom, Sighting, Topology};

use super::directory::Directory;

/// Lines of one database about connections that look alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Connected {
    /// The service that wrote the line.
    pub(super) database: String,
    /// What the client calls itself.
    pub(super) application: Option<String>,
    /// Whom it logged in as.
    pub(super) user: Option<String>,
    /// Where it comes from.
    pub(super) client: Option<String>,
    /// Further words in front of the message, in an order of the team's own.
    pub(super) prefix: Option<String>,
}

pub(super) fn calls(connected: &[(Connected, Sighting)], directory: &Directory<'_>, topology: &mut Topology) {
    for (line, seen) in connected {
        if let Some(caller) = caller(line, directory) {
            let database = directory.names().used(&line.database);
            topology.add_call(&caller, database, KnownFrom::DatabaseLog, *seen);
        }
    }
}

/// The service that was connected: what the application calls itself, the user it logs in as, where it comes from.
fn caller(line: &Connected, directory: &Directory<'_>) -> Option<String> {
    let words = line.prefix.as_deref().unwrap_or_default().split([' ', ',', ';', '[', ']', '(', ')']);
    // `user@database` and `db=...` name the database, which several may use; `app=...` is an application.
    let words = words.filter(|word| !word.contains('@')).filter_map(|word| match word.split_once('=') {
        Some(("app" | "application" | "application_name", name)) => Some(name),
        Some(_) => None,
        None => Some(word),
    });
    let from_prefix = || words.clone().find_map(|word| directory.named(word));
    let from_user = || directory.named(line.user.as_deref()?);
    let from_client = || directory.calling_from(line.client.as_deref()?);
    let from_application = directory.named(line.application.as_deref().unwrap_or_default());
    from_application.or_else(from_prefix).or_else(from_user).or_else(from_client)
}

#[cfg(test)]
mod tests {
    use super::super::super::mentions::{Mention, Rank};
    use super::super::super::names::Names;
    use super::super::super::whose::Whose;
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
        let names = Names::of(&["orders", "stock", "shop-reports"].map(named), &[], &Whose::default());
        let mut directory = Directory::new(&names);
        directory.learn(&Endpoint::read("192.0.2.7:8080").unwrap(), "stock");
        let check = |application: &str, user: &str, prefix: &str, client: &str, expected: Option<&str>| {
            let told = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            let line = Connected {
                database: "postgres".to_owned(),
                application: told(application),
                user: told(user),
                client: told(client),
                prefix: told(prefix),
            };
            let found = caller(&line, &directory);
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
