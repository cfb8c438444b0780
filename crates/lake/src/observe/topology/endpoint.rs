//! Where something listens, as people and programs write it.

use std::net::IpAddr;

/// A host, perhaps with a port; lower case, without scheme, user and path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Endpoint {
    pub(super) host: String,
    pub(super) port: Option<u16>,
}

/// Last parts of host names that only exist within one installation: what stands before them is a service's own name.
const INSIDE: [&str; 6] = ["svc", "local", "internal", "consul", "lan", "cluster"];

impl Endpoint {
    /// Reads `http://10.0.0.7:8080/x`, `db-1:5432`, `[2001:db8::1]:80`, `jdbc:mysql://user@db/shop`. None for what
    /// everybody has (`localhost`) and for what is no host.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.split_once("://").map_or(text, |(_, rest)| rest);
        let text = text.split(['/', '?', ',', ';', ' ', '#']).next()?;
        let text = text.rsplit_once('@').map_or(text, |(_, rest)| rest);
        let (host, port) = match text.strip_prefix('[') {
            Some(inside) => {
                let (host, rest) = inside.split_once(']')?;
                (host, rest.strip_prefix(':'))
            }
            None => match text.rsplit_once(':') {
                Some((host, port)) if !host.contains(':') => (host, Some(port)),
                _ => (text, None),
            },
        };
        let port = match port {
            Some(digits) => Some(digits.parse().ok()?),
            None => None,
        };
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        let is_host = !host.is_empty() && host.len() <= 253 && host.chars().all(fits);
        (is_host && !is_everybodys(&host)).then_some(Self { host, port })
    }

    /// The same with a port that stands elsewhere.
    pub(super) fn with_port(self, port: Option<u16>) -> Self {
        Self { port: self.port.or(port), ..self }
    }

    /// Whether the host is a number.
    pub(super) fn is_address(&self) -> bool {
        self.host.parse::<IpAddr>().is_ok()
    }

    /// The first part of a name that only exists within one installation: `cart` of `cart.shop.svc.cluster.local`.
    pub(super) fn inner_name(&self) -> Option<&str> {
        let (first, rest) = self.host.split_once('.')?;
        let inside = rest.split('.').any(|part| part == "svc") || INSIDE.contains(&rest.rsplit('.').next()?);
        (inside && !self.is_address()).then_some(first)
    }
}

fn is_everybodys(host: &str) -> bool {
    host == "localhost"
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback() || address.is_unspecified())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_endpoints_as_they_are_written() {
        let check = |text: &str, host: &str, port: Option<u16>| {
            let found = Endpoint::read(text);
            let expected = (!host.is_empty()).then(|| Endpoint { host: host.to_owned(), port });
            assert_eq!(found, expected, "{text}");
        };
        check("http://192.0.2.7:8080/cart?x=1", "192.0.2.7", Some(8080));
        check("db-1:5432", "db-1", Some(5432));
        check("Orders", "orders", None);
        check("[2001:db8::1]:80", "2001:db8::1", Some(80));
        check("2001:db8::1", "2001:db8::1", None);
        check("jdbc:postgresql://shop@db.example:5432/shop", "db.example", Some(5432));
        check("192.0.2.7:80, 192.0.2.8:80", "192.0.2.7", Some(80));
        check("localhost:8080", "", None);
        check("127.0.0.1", "", None);
        check("unix:/run/app.sock", "", None);
        check("outbound|80||cart", "", None);
        check("", "", None);
    }

    #[test]
    fn takes_a_services_name_only_from_names_of_the_inside() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(Endpoint::read(text).unwrap().inner_name(), expected, "{text}");
        };
        check("cart.shop.svc.cluster.local:80", Some("cart"));
        check("cart.shop.svc", Some("cart"));
        check("orders.internal", Some("orders"));
        check("payment.provider.example", None);
        check("192.0.2.7", None);
        check("cart", None);
    }
}
