//! What names one thing in two sources: a trace, a request, an order, a deploy.

use super::Link;

/// A name, as a hash: equal exactly for what is meant to be the same, but for chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier {
    /// The hash of the name, and of the key where the name alone is too common.
    pub hash: u64,
    /// How long what it names lives.
    pub link: Link,
}

/// Names of fields that hold the id of one request, without their punctuation.
const REQUEST_KEYS: [&str; 14] = [
    "traceid",
    "trace",
    "xtraceid",
    "spanid",
    "requestid",
    "reqid",
    "xrequestid",
    "httprequestid",
    "correlationid",
    "xcorrelationid",
    "operationid",
    "invocationid",
    "xamzntraceid",
    "activityid",
];

/// Letters and digits without a break of at least this many, digits among them, are drawn, not chosen.
const DRAWN: usize = 8;

/// Digits alone need a key that says what they number.
const LEAST_DIGITS: usize = 5;

/// Longer values are texts.
const LONGEST: usize = 80;

/// The name in a field, if it is one.
pub fn of_field(key: &str, value: &str) -> Option<Identifier> {
    let link = if is_request_key(key) { Link::Request } else { Link::Name };
    if is_drawn(value) {
        return Some(Identifier { hash: hash(&[value]), link });
    }
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let is_name = (4..=LONGEST).contains(&value.len())
        && digits > 0
        && (digits < value.len() || digits >= LEAST_DIGITS)
        && value.bytes().all(is_of_name);
    is_name.then(|| Identifier { hash: hash(&[&plain_key(key), value]), link })
}

/// Names within a text that are drawn, whatever stands before them.
pub fn in_text(text: &str) -> impl Iterator<Item = Identifier> + use<'_> {
    let words = text.split(|c: char| !c.is_ascii() || !is_of_name(c as u8));
    words.filter(|word| is_drawn(word)).map(|word| Identifier { hash: hash(&[word]), link: Link::Name })
}

/// A trace that is known to be one.
pub fn of_trace(id: &str) -> Identifier {
    Identifier { hash: hash(&[id]), link: Link::Request }
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Whether a value is made of enough chance to be the same thing wherever it stands.
fn is_drawn(value: &str) -> bool {
    if !(DRAWN..=LONGEST).contains(&value.len()) || !value.bytes().all(is_of_name) {
        return false;
    }
    value.split(['-', '_']).any(|run| {
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        run.len() >= DRAWN && digits >= 2 && digits < run.len()
    })
}

fn is_request_key(key: &str) -> bool {
    let plain: String =
        key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    REQUEST_KEYS.contains(&plain.as_str())
}

/// `order` of `order`, `order_id`, `Order-ID` and `shop.orderId`.
fn plain_key(key: &str) -> String {
    let last = key.rsplit('.').find(|part| !part.eq_ignore_ascii_case("id")).unwrap_or(key);
    let plain: String =
        last.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    match plain.strip_suffix("id") {
        Some(rest) if rest.len() > 2 => rest.to_owned(),
        _ => plain,
    }
}

/// FNV-1a with a break between parts; the same on every machine and in every run.
fn hash(parts: &[&str]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0xff]));
    let hashed = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    // The low bits choose which names are kept when there are too many: all bits must have a say.
    (hashed ^ (hashed >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(one: (&str, &str), other: (&str, &str), expected: bool) {
        let (a, b) = (of_field(one.0, one.1), of_field(other.0, other.1));
        let equal = a.is_some() && a.map(|id| id.hash) == b.map(|id| id.hash);
        assert_eq!(equal, expected, "{one:?} {other:?}");
    }

    #[test]
    fn numbers_need_their_key_and_drawn_names_do_not() {
        same(("order", "120001"), ("order_id", "120001"), true);
        same(("order", "120001"), ("cents", "120001"), false);
        same(("payment", "ch_481682a107"), ("reference", "ch_481682a107"), true);
        same(("id", "deploy-1041"), ("id", "deploy-1041"), true);
        same(("lines", "12"), ("lines", "12"), false);
        same(("took", "0.120001"), ("took", "0.120001"), false);
        same(("path", "/orders/120001"), ("path", "/orders/120001"), false);
    }

    #[test]
    fn requests_are_told_from_things_that_live_longer() {
        let check = |key: &str, expected: Link| {
            assert_eq!(of_field(key, "d98ff7064cea6867").map(|id| id.link), Some(expected), "{key}");
        };
        check("trace_id", Link::Request);
        check("X-Request-Id", Link::Request);
        check("order", Link::Name);
    }

    #[test]
    fn finds_drawn_names_in_texts() {
        let check = |text: &str, expected: usize| assert_eq!(in_text(text).count(), expected, "{text}");
        check("TraceID: d8613adb9411ea93477a5c66aa4b0eea SpanID: 1fed8c8b9b9bc9dd done", 2);
        check("charged 7da2c5f9-6051-4198-a11d-e50106882f50", 1);
        check("order 120001 placed at 2024-05-14T09:30:00Z by storefront-2", 0);
        assert_eq!(
            in_text("d98ff7064cea6867").next().map(|id| id.hash),
            Some(of_trace("d98ff7064cea6867").hash)
        );
    }
}
