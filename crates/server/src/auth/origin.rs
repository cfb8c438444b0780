//! Requests that another site makes a browser send.
//!
//! A change that is authenticated by cookie must come from our own page: its `Origin`, where there is one, names this host, and it
//! carries `X-Postlude`, which a form of another site cannot set. A cookie is never enough by itself. In single-user mode the
//! host must be this machine, so that a name which somebody points at 127.0.0.1 reaches nothing.

use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, StatusCode, Uri};

use crate::error::Error;

/// The header that our page sends with every change.
pub const OURS: &str = "x-postlude";

/// Refuses a change that may come from another site.
pub fn check(method: &Method, headers: &HeaderMap) -> Result<(), Error> {
    if method.is_safe() {
        return Ok(());
    }
    same_origin(headers)?;
    if headers.contains_key(OURS) {
        return Ok(());
    }
    Err(foreign("the request lacks the header X-Postlude"))
}

/// Refuses a request whose origin is another site. Programs that are no browsers send none.
pub fn same_origin(headers: &HeaderMap) -> Result<(), Error> {
    let Some(origin) = headers.get(ORIGIN) else { return Ok(()) };
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let named = origin.to_str().ok().and_then(|origin| origin.parse::<Uri>().ok());
    let named = named.as_ref().and_then(Uri::authority).map(Authority::as_str);
    if named.is_some() && named == host {
        return Ok(());
    }
    Err(foreign("the request comes from another site"))
}

/// Refuses a host that is not this machine.
pub fn on_this_machine(headers: &HeaderMap) -> Result<(), Error> {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { host }
    });
    if matches!(name, "127.0.0.1" | "localhost" | "[::1]") {
        return Ok(());
    }
    Err(Error::new(
        StatusCode::MISDIRECTED_REQUEST,
        "not-this-machine",
        "this server answers this machine only",
    )
    .hint("open it as http://127.0.0.1:PORT, or start it with accounts to serve others"))
}

fn foreign(message: &str) -> Error {
    Error::new(StatusCode::FORBIDDEN, "foreign-request", message)
        .hint("programs authenticate with a personal token: `Authorization: Bearer`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn changes_come_from_our_own_page() {
        let check = |pairs: &[(&'static str, &'static str)], is_fine: bool| {
            assert_eq!(check(&Method::POST, &headers(pairs)).is_ok(), is_fine, "{pairs:?}");
        };
        check(&[("host", "review.example"), ("origin", "https://review.example"), ("x-postlude", "1")], true);
        check(&[("host", "127.0.0.1:8787"), ("origin", "http://127.0.0.1:8787"), ("x-postlude", "1")], true);
        check(&[("host", "review.example"), ("x-postlude", "1")], true);
        check(&[("host", "review.example"), ("origin", "https://review.example")], false);
        check(&[("host", "review.example"), ("origin", "https://evil.example"), ("x-postlude", "1")], false);
        check(&[("host", "review.example"), ("origin", "null"), ("x-postlude", "1")], false);
        check(
            &[("host", "review.example"), ("origin", "https://review.example.evil"), ("x-postlude", "1")],
            false,
        );
    }

    #[test]
    fn looking_needs_no_header() {
        assert!(check(&Method::GET, &headers(&[("host", "a")])).is_ok());
    }

    #[test]
    fn one_machine_only() {
        let check = |host: &'static str, is_fine: bool| {
            assert_eq!(on_this_machine(&headers(&[("host", host)])).is_ok(), is_fine, "{host}");
        };
        check("127.0.0.1:8787", true);
        check("localhost", true);
        check("[::1]:80", true);
        check("[::1]", true);
        check("rebound.example:8787", false);
        check("127.0.0.1.evil.example", false);
        check("", false);
    }
}
