//! Requests: which part of a path names the endpoint, and which names the thing asked for.

use crate::byte_class::{CLASS, DIGIT, LETTER};
use crate::mask::HOLE;

/// Path parts that are kept; deeper ones become one hole.
const DEEPEST: usize = 8;

/// The route of a request path: parts that look like ids become `<*>`, the query is left out.
///
/// ```
/// # use postlude_mining::route;
/// assert_eq!(route("/catalog/item/123?ref=3"), "/catalog/item/<*>");
/// assert_eq!(route("/v2/8b7af/servers"), "/v2/<*>/servers");
/// ```
pub fn route(path: &str) -> String {
    let mut text = Vec::with_capacity(path.len());
    push_path(path.as_bytes(), &mut text);
    String::from_utf8(text).unwrap_or_default()
}

/// Writes `METHOD route` when the body begins with a request line, without the protocol's version; returns how many bytes that took.
pub(crate) fn push_route(body: &[u8], text: &mut Vec<u8>) -> usize {
    let Some(method) = METHODS.iter().find(|method| body.starts_with(method)) else { return 0 };
    let path = method.len();
    if body.get(path) != Some(&b'/') {
        return 0;
    }
    let length = body[path..].iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'"').count();
    text.extend_from_slice(method);
    push_path(&body[path..path + length], text);
    let end = path + length;
    let protocol = body[end..].strip_prefix(b" HTTP/").map_or(0, |version| {
        b" HTTP/".len() + version.iter().take_while(|byte| matches!(byte, b'.' | b'0'..=b'9')).count()
    });
    end + protocol
}

const METHODS: [&[u8]; 7] = [b"GET ", b"POST ", b"PUT ", b"HEAD ", b"DELETE ", b"PATCH ", b"OPTIONS "];

fn push_path(path: &[u8], text: &mut Vec<u8>) {
    let end = path.iter().position(|byte| matches!(byte, b'?' | b'#' | b';')).unwrap_or(path.len());
    for (depth, part) in path[..end].split(|byte| *byte == b'/').enumerate() {
        if depth > 0 {
            text.push(b'/');
        }
        if depth > DEEPEST {
            text.extend_from_slice(HOLE.as_bytes());
            return;
        }
        if names_a_thing(part) {
            text.extend_from_slice(HOLE.as_bytes());
        } else {
            text.extend_from_slice(part);
        }
    }
}

/// Ids: numbers, letters mixed with digits, escaped or very long parts. `v2` and `page2` are names.
fn names_a_thing(part: &[u8]) -> bool {
    let digits = part.iter().filter(|byte| CLASS[**byte as usize] == DIGIT).count();
    let letters = part.iter().filter(|byte| CLASS[**byte as usize] == LETTER).count();
    let is_name =
        digits == 1 && letters > 0 && part[0].is_ascii_alphabetic() && part[part.len() - 1].is_ascii_digit();
    digits > 0 && !is_name || part.len() > 40 || part.contains(&b'%') || part.contains(&b'@')
}

#[cfg(test)]
mod tests {
    use super::route;

    fn check(path: &str, expected: &str) {
        assert_eq!(route(path), expected);
    }

    #[test]
    fn keeps_names() {
        check("/", "/");
        check("", "");
        check("/api/v1/orders", "/api/v1/orders");
        check("/style.css", "/style.css");
    }

    #[test]
    fn masks_ids() {
        check("/orders/42/lines/7", "/orders/<*>/lines/<*>");
        check("/users/3f2504e0-4f89-11d3-9a0c-0305e82c3301", "/users/<*>");
        check("/search/caf%C3%A9", "/search/<*>");
        check("/mail/ann@example.org", "/mail/<*>");
    }

    #[test]
    fn drops_what_follows_the_path() {
        check("/orders?page=3&size=20", "/orders");
        check("/orders;jsessionid=AB12?x", "/orders");
        check("/help#top", "/help");
    }

    #[test]
    fn bounds_the_depth() {
        check("/a/b/c/d/e/f/g/h/i/j", "/a/b/c/d/e/f/g/h/<*>");
    }
}
