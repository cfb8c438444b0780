use std::borrow::Cow;

use postlude_base::{Timestamp, service_of_instance};
use postlude_evidence::{Attributes, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Whose;
use crate::frame::json::{Members, Scalar};

/// Who produced the records.
#[derive(Deserialize)]
pub struct Resource<'a> {
    #[serde(borrow, default)]
    pub attributes: Vec<KeyValue<'a>>,
}

/// An attribute.
#[derive(Deserialize)]
pub struct KeyValue<'a> {
    #[serde(borrow)]
    key: Scalar<'a>,
    #[serde(borrow, default)]
    value: Option<&'a RawValue>,
}

/// An `AnyValue` as text: scalars as they stand, arrays and maps as their JSON.
pub fn text_of(value: &RawValue) -> Text<'_> {
    let Ok(Members(members)) = serde_json::from_str::<Members<'_>>(value.get()) else {
        return Scalar::of(value).0;
    };
    match members.first() {
        Some((kind, inner)) if matches!(&*kind.0, "arrayValue" | "kvlistValue") => Cow::Borrowed(inner.get()),
        Some((_, inner)) => Scalar::of(inner).0,
        None => Cow::Borrowed(""),
    }
}

/// Adds attributes as texts; empty ones are left out.
pub fn add<'a>(attributes: &mut Attributes<'a>, found: Vec<KeyValue<'a>>) {
    for KeyValue { key, value } in found {
        let text = value.map(text_of).unwrap_or_default();
        if !text.is_empty() {
            attributes.push((key.0, text));
        }
    }
}

/// Names whose the records of a resource are, by OpenTelemetry's conventions for resources.
pub fn fill<'a>(whose: &mut Whose<'a>, resource: Resource<'a>) {
    let mut all = Attributes::new();
    add(&mut all, resource.attributes);
    let first = |keys: &[&str]| {
        keys.iter().find_map(|key| all.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone()))
    };
    whose.instance = first(&["k8s.pod.name", "service.instance.id", "container.name", "container.id"]);
    whose.host = first(&["host.name", "k8s.node.name", "host.id"]);
    let named = first(&["service.name", "k8s.deployment.name", "k8s.statefulset.name", "k8s.daemonset.name"]);
    let pod = || first(&["k8s.pod.name"]).map(|pod| service_of_instance(&pod).to_owned());
    whose.service = match named {
        // What a kit writes when nobody has told it a name.
        Some(name) if name.starts_with("unknown_service") => pod().map(Cow::Owned).or(Some(name)),
        Some(name) => Some(name),
        None => pod().map(Cow::Owned),
    };
    all.retain(|(key, _)| key != "service.name");
    whose.attributes = all;
}

/// Nanoseconds since 1970, as a number or in quotes; 0 is "not known".
pub fn moment(nanoseconds: &Scalar<'_>) -> Option<Timestamp> {
    nanoseconds.parse::<i64>().ok().filter(|&ns| ns > 0).map(Timestamp)
}

/// An id in lower-case hex, whether it was written in hex or in base64; none if it is empty or zero.
pub fn id<'a>(text: Scalar<'a>) -> Option<Text<'a>> {
    let text = text.filled()?;
    if text.bytes().all(|b| b == b'0') {
        return None;
    }
    let hex = text.len() % 2 == 0 && text.bytes().all(|b| b.is_ascii_hexdigit());
    if hex && matches!(text.len(), 16 | 32) {
        let lower = !text.bytes().any(|b| b.is_ascii_uppercase());
        return Some(if lower { text } else { Cow::Owned(text.to_ascii_lowercase()) });
    }
    match base64(&text) {
        Some(bytes) if matches!(bytes.len(), 8 | 16) => {
            if bytes.iter().all(|&b| b == 0) {
                return None;
            }
            Some(Cow::Owned(bytes.iter().map(|b| format!("{b:02x}")).collect()))
        }
        _ => Some(text),
    }
}

/// Base64 of RFC 4648, standard alphabet.
fn base64(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len());
    let (mut held, mut bits) = (0u32, 0);
    for b in digits.bytes() {
        let digit = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(digit)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_hex_or_base64() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(id(Scalar(Cow::Borrowed(text))).as_deref(), expected, "{text}");
        };
        check("AB12CD34EF56AB12", Some("ab12cd34ef56ab12"));
        check("qxLNNO9Wq xLNNO9Wq", Some("qxLNNO9Wq xLNNO9Wq"));
        check("qxLNNO9Wqxc=", Some("ab12cd34ef56ab17"));
        check("AAAAAAAAAAA=", None);
        check("0000000000000000", None);
        check("", None);
    }
}
