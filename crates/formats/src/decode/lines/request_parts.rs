//! The parts of a request and of an address, under OpenTelemetry's names.

use postlude_evidence::{Attributes, Text};

/// A range of a text as a text of its own: borrowed where the text is.
pub(super) fn part<'t>(text: &Text<'t>, from: usize, to: usize) -> Text<'t> {
    match text {
        Text::Borrowed(text) => Text::Borrowed(text.get(from..to).unwrap_or_default()),
        Text::Owned(text) => Text::Owned(text.get(from..to).unwrap_or_default().to_owned()),
    }
}

/// Adds `GET /basket?id=3 HTTP/1.1` as method, path, query and version; whether it was a request line.
pub(super) fn add_request_line<'t>(attributes: &mut Attributes<'t>, line: &Text<'t>) -> bool {
    let Some(method) = line.find(' ') else { return false };
    let is_method = (3..=16).contains(&method) && line.bytes().take(method).all(|b| b.is_ascii_uppercase());
    if !is_method || line.len() == method + 1 {
        return false;
    }
    let version = line.rfind(" HTTP/").filter(|at| *at > method);
    let target = version.unwrap_or(line.len());
    attributes.push((Text::Borrowed("http.request.method"), part(line, 0, method)));
    if !add_target(attributes, &part(line, method + 1, target)) {
        attributes.push((Text::Borrowed("url.original"), part(line, method + 1, target)));
    }
    if let Some(version) = version {
        let version = part(line, version + " HTTP/".len(), line.len());
        attributes.push((Text::Borrowed("network.protocol.version"), version));
    }
    true
}

/// Adds a path with a query, or a whole URL; whether it was one. What it is a part of stays beside the parts.
pub(super) fn add_target<'t>(attributes: &mut Attributes<'t>, target: &Text<'t>) -> bool {
    let path = if target.starts_with('/') {
        0
    } else if let Some(scheme) = target.find("://").filter(|at| (3..=6).contains(at)) {
        let authority = scheme + "://".len();
        target.get(authority..).and_then(|rest| rest.find('/')).map_or(target.len(), |at| authority + at)
    } else {
        return false;
    };
    let query = target.find('?').filter(|at| *at >= path);
    let end = query.unwrap_or(target.len());
    if path > 0 || query.is_some() {
        attributes.push((Text::Borrowed("url.original"), target.clone()));
    }
    if end > path {
        attributes.push((Text::Borrowed("url.path"), part(target, path, end)));
    }
    if let Some(query) = query {
        attributes.push((Text::Borrowed("url.query"), part(target, query + 1, target.len())));
    }
    true
}

/// Adds an address with or without a port as `client.address` and `client.port` (or another end of the
/// connection); under its own key if that end is known already.
pub(super) fn add_address<'t>(attributes: &mut Attributes<'t>, end: &str, key: Text<'t>, value: &Text<'t>) {
    // Of a list (`X-Forwarded-For`) the first is the client.
    let first = value.find([',', ' ']).unwrap_or(value.len());
    let value = &part(value, 0, first);
    let (from, to, port) = split_address(value);
    let name = match end {
        "client" => "client.address",
        "server" => "server.address",
        _ => "network.address",
    };
    let known = attributes.iter().any(|(key, _)| key == name);
    // The same machine, whatever kind of socket it met (RFC 4291, 2.5.5.2).
    let from = from + value.get(from..to).map_or(0, mapped);
    let address = part(value, from, to);
    if attributes.iter().any(|(key, known)| key.ends_with(".address") && *known == address) {
        return;
    }
    let has = |name: &str, attributes: &Attributes<'t>| attributes.iter().any(|(key, _)| key == name);
    let port_name = match end {
        _ if known => "network.peer.port",
        "server" => "server.port",
        "client" => "client.port",
        _ if has("client.port", attributes) => "network.port",
        _ => "client.port",
    };
    attributes.push((if known { key } else { Text::Borrowed(name) }, address));
    if let Some(at) = port.filter(|_| !has(port_name, attributes)) {
        attributes.push((Text::Borrowed(port_name), part(value, at, value.len())));
    }
}

/// Length of the prefix of an address of version 4 within one of version 6: `::ffff:192.0.2.7`.
fn mapped(address: &str) -> usize {
    let prefix = "::ffff:".len();
    let inside = address.get(..prefix).filter(|begin| begin.eq_ignore_ascii_case("::ffff:"));
    let inside = inside.and_then(|_| address.get(prefix..)?.parse::<std::net::Ipv4Addr>().ok());
    if inside.is_some() { prefix } else { 0 }
}

/// Where the address begins and ends, and where the port begins: `192.0.2.7:443`, `[2001:db8::1]:443`, `::1`.
fn split_address(value: &str) -> (usize, usize, Option<usize>) {
    let whole = (0, value.len(), None);
    let Some(colon) = value.rfind(':') else { return whole };
    let port = &value[colon + 1..];
    let is_port = (1..=5).contains(&port.len()) && port.bytes().all(|b| b.is_ascii_digit());
    let host = &value[..colon];
    match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(inside) if is_port => (1, 1 + inside.len(), Some(colon + 1)),
        None if is_port && !host.contains(':') && !host.is_empty() => (0, colon, Some(colon + 1)),
        _ => whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(attributes: &Attributes<'_>) -> String {
        attributes.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn takes_request_lines_apart() {
        let check = |line: &str, expected: &str| {
            let mut attributes = Attributes::new();
            add_request_line(&mut attributes, &Text::Borrowed(line));
            assert_eq!(written(&attributes), expected);
        };
        check(
            "GET /a?b=1 HTTP/1.1",
            "http.request.method=GET url.original=/a?b=1 url.path=/a url.query=b=1 network.protocol.version=1.1",
        );
        check("POST / HTTP/2", "http.request.method=POST url.path=/ network.protocol.version=2");
        check(
            "CONNECT shop.example:443 HTTP/1.1",
            "http.request.method=CONNECT url.original=shop.example:443 network.protocol.version=1.1",
        );
        check("hello there", "");
        check("GET ", "");
    }

    #[test]
    fn takes_urls_apart() {
        let check = |line: &str, expected: &str| {
            let mut attributes = Attributes::new();
            add_target(&mut attributes, &Text::Borrowed(line));
            assert_eq!(written(&attributes), expected);
        };
        check("https://shop.example/a?b", "url.original=https://shop.example/a?b url.path=/a url.query=b");
        check("https://shop.example", "url.original=https://shop.example");
        check("a/b", "");
    }

    #[test]
    fn takes_addresses_apart() {
        let check = |address: &str, expected: &str| {
            let mut attributes = Attributes::new();
            add_address(&mut attributes, "client", Text::Borrowed("ip"), &Text::Borrowed(address));
            assert_eq!(written(&attributes), expected);
        };
        check("192.0.2.7:443", "client.address=192.0.2.7 client.port=443");
        check("[2001:db8::1]:443", "client.address=2001:db8::1 client.port=443");
        check("2001:db8::1", "client.address=2001:db8::1");
        check("::ffff:192.0.2.7", "client.address=192.0.2.7");
        check("[::ffff:192.0.2.7]:443", "client.address=192.0.2.7 client.port=443");
        check("localhost", "client.address=localhost");
        check("192.0.2.7, 198.51.100.4", "client.address=192.0.2.7");
    }
}
