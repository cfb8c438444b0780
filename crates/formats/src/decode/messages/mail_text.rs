//! The text of a mail: parts, transfer encodings, encoded words (RFC 2045 to 2047).

use super::mail::unfolded;
use super::paths::without_tags;

/// Parts within parts deeper than this are not looked into.
const DEEPEST: u8 = 4;

/// The first plain text of a body, else its first HTML without tags.
pub(super) fn plain_text(content_type: &str, encoding: &str, body: &str) -> String {
    part_text(content_type, encoding, body, DEEPEST).map_or_else(String::new, |(_, text)| text)
}

/// How plain a part is (0 best) and its text; none for pictures and other files.
fn part_text(content_type: &str, encoding: &str, body: &str, depth: u8) -> Option<(u8, String)> {
    let kind = content_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    if let Some(boundary) = parameter(content_type, "boundary")
        && kind.starts_with("multipart/")
        && depth > 0
    {
        let separator = format!("--{boundary}");
        let parts = body.split(separator.as_str()).skip(1).filter_map(|part| {
            let part = part.strip_prefix('\n')?;
            let (headers, body) = part.split_once("\n\n").unwrap_or(("", part));
            let headers = unfolded(headers);
            let header = |name: &str| {
                headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
            };
            part_text(header("content-type"), header("content-transfer-encoding"), body, depth - 1)
        });
        return parts.min_by_key(|(rank, _)| *rank);
    }
    let latin =
        parameter(content_type, "charset").is_some_and(|charset| !charset.eq_ignore_ascii_case("utf-8"));
    let text = || match encoding.trim().to_ascii_lowercase().as_str() {
        "quoted-printable" => text_of(quoted(body, b'='), latin),
        "base64" => text_of(base64(body), latin),
        _ => body.to_owned(),
    };
    match kind.as_str() {
        "" | "text/plain" => Some((0, text())),
        "text/html" => Some((1, without_tags(&text()))),
        _ => None,
    }
}

/// The value of a parameter of a header, without quotes.
fn parameter<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let value = header.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case(name).then_some(value.trim())
    })?;
    Some(value.trim_matches('"')).filter(|value| !value.is_empty())
}

/// UTF-8, or Latin-1 where the bytes are not.
fn text_of(bytes: Vec<u8>, latin: bool) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if latin => error.as_bytes().iter().map(|&b| char::from(b)).collect(),
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}

/// Quoted-printable: a sign and two hexadecimal digits are a byte, a sign at the end of a line joins it to the next.
fn quoted(text: &str, sign: u8) -> Vec<u8> {
    let bytes = text.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|&b| char::from(b).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != sign {
            out.push(bytes[at]);
            at += 1;
        } else if let (Some(high), Some(low)) = (hex(at + 1), hex(at + 2)) {
            out.push((high * 16 + low) as u8);
            at += 3;
        } else {
            let ends_line = bytes.get(at + 1) == Some(&b'\n');
            if !ends_line {
                out.push(sign);
            }
            at += if ends_line { 2 } else { 1 };
        }
    }
    out
}

/// Base64; other characters are skipped.
fn base64(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut buffer, mut bits) = (0u32, 0);
    for byte in text.bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        buffer = (buffer << 6 | u32::from(six)) & 0x00FF_FFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((buffer >> bits) as u8);
        }
    }
    out
}

/// A header with its encoded words read: `=?utf-8?q?caf=C3=A9?=` is `café`.
pub(super) fn decoded_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("=?") {
        let mut parts = after.splitn(4, '?');
        let (charset, kind, encoded, tail) = (parts.next(), parts.next(), parts.next(), parts.next());
        let (Some(charset), Some(kind), Some(encoded), Some(tail)) = (charset, kind, encoded, tail) else {
            break;
        };
        let Some(tail) = tail.strip_prefix('=') else { break };
        // Blanks between two encoded words are not part of the text.
        if !before.trim().is_empty() || out.is_empty() {
            out.push_str(before);
        }
        let bytes = if kind.eq_ignore_ascii_case("b") {
            base64(encoded)
        } else {
            quoted(&encoded.replace('_', " "), b'=')
        };
        out.push_str(&text_of(bytes, !charset.eq_ignore_ascii_case("utf-8")));
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_words() {
        let check = |text: &str, plain: &str| assert_eq!(decoded_words(text), plain, "{text}");
        check("=?utf-8?q?caf=C3=A9_2?= <a@shop.example>", "café 2 <a@shop.example>");
        check("=?UTF-8?B?Y2Fmw6k=?= =?UTF-8?B?IDI=?=", "café 2");
        check("=?iso-8859-1?Q?caf=E9?=", "café");
        check("a =? b", "a =? b");
        check("plain", "plain");
    }

    #[test]
    fn the_plainest_part_is_taken() {
        let body = "x\n--b1\nContent-Type: text/html\n\n<p>no</p>\n--b1\nContent-Type: text/plain\n\
                    Content-Transfer-Encoding: quoted-printable\n\nit=20is =\nfine\n--b1--\n";
        assert_eq!(plain_text("multipart/alternative; boundary=\"b1\"", "", body).trim(), "it is fine");
        assert_eq!(plain_text("text/html", "", "<p>a<br>b</p>"), "a\nb");
        assert_eq!(plain_text("image/png", "base64", "AAAA"), "");
    }
}
