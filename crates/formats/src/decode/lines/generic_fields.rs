//! Fields that read the same in any message: addresses, ports, users, process ids, requests, `key=value`.

use std::net::{IpAddr, Ipv4Addr};
use std::ops::Range;

use postlude_evidence::{Attributes, Log, Text};

use super::key_table::{Key, meaning};
use super::request_parts::{add_address, add_request_line, add_target, part};

/// Only this much of a message is searched: what tells one record from another stands in front.
const SEARCHED: usize = 4096;

/// More fields than this are a dump, not a message.
const MOST_FIELDS: usize = 48;

/// Adds what is found in the body of a record to its attributes; nothing that is known is replaced.
pub(super) fn add(log: &mut Log<'_>) {
    let body = log.body.clone();
    let attributes = std::mem::take(&mut log.origin.attributes);
    let mut search = Search { words: words(&body), text: &body, attributes, status: log.status_code };
    search.run();
    (log.status_code, log.origin.attributes) = (search.status, search.attributes);
}

struct Search<'a, 't> {
    text: &'a Text<'t>,
    words: Vec<Range<usize>>,
    attributes: Attributes<'t>,
    status: Option<u16>,
}

/// Runs of anything but blanks, quotes, brackets, commas and semicolons.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut begin = None;
    for (at, byte) in text.bytes().enumerate().take(SEARCHED) {
        let splits = byte.is_ascii_whitespace()
            || matches!(
                byte,
                b',' | b';'
                    | b'"'
                    | b'\''
                    | b'`'
                    | b'('
                    | b')'
                    | b'<'
                    | b'>'
                    | b'['
                    | b']'
                    | b'{'
                    | b'}'
                    | b'|'
            );
        match (splits, begin) {
            (true, Some(from)) => {
                words.push(from..at);
                begin = None;
            }
            (false, None) => begin = Some(at),
            _ => {}
        }
    }
    words.extend(begin.map(|from| from..text.len().min(SEARCHED)));
    words
}

impl<'a, 't> Search<'a, 't> {
    fn run(&mut self) {
        let mut place = 0;
        while place < self.words.len() && self.attributes.len() < MOST_FIELDS {
            place += self.word(place).max(1);
        }
    }

    fn word_at(&self, place: usize) -> &'a str {
        let text: &'a str = self.text;
        self.words.get(place).and_then(|word| text.get(word.clone())).unwrap_or_default()
    }

    fn byte_at(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Looks at one word; gives how many words were used up.
    fn word(&mut self, place: usize) -> usize {
        let Range { start, end } = self.words[place].clone();
        let word = self.word_at(place);
        let first = word.bytes().next().unwrap_or_default();
        if let Some(equals) = memchr::memchr(b'=', word.as_bytes()) {
            return self.key_value(place, equals);
        }
        if (first.is_ascii_digit() || word.contains(':')) && self.address(place) {
            return 1;
        }
        if let Some(colon) = memchr::memchr(b':', word.as_bytes()) {
            return self.key_colon(place, colon);
        }
        if first == b'/' || !first.is_ascii_alphabetic() {
            return 1;
        }
        if let Some(used) = self.bracket_pair(place) {
            return used;
        }
        if self.byte_at(end) == Some(b'[') && self.process_id(place) {
            return 2;
        }
        if first.is_ascii_uppercase()
            && let Some(used) = self.request(start, place)
        {
            return used;
        }
        self.named_by_word(place)
    }

    /// `key=value`, `key="a b"`.
    fn key_value(&mut self, place: usize, equals: usize) -> usize {
        let Range { start, end } = self.words[place].clone();
        let key = part(self.text, start, start + equals);
        let key_bytes = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'/');
        if key.is_empty() || !key.bytes().all(key_bytes) {
            return 1;
        }
        let from = start + equals + 1;
        if from < end {
            self.push(key, from, end);
            return 1;
        }
        let close = match self.byte_at(end) {
            Some(quote @ (b'"' | b'\'')) => quote,
            Some(b'[') => b']',
            _ => return 1,
        };
        let inside = self.text.get(end + 1..).unwrap_or_default();
        let Some(length) = memchr::memchr(close, inside.as_bytes()) else { return 1 };
        let (mut from, mut to) = (end + 1, end + 1 + length);
        if let Some(port) = self.port_behind(to) {
            (from, to) = (end, port.end);
        }
        self.push(key, from, to);
        self.words[place..].iter().take_while(|word| word.start <= to).count()
    }

    /// The digits of a port behind the bracket that ends an address: `[2001:db8::7]:443`.
    fn port_behind(&self, bracket: usize) -> Option<Range<usize>> {
        let digits =
            self.text.get(bracket..)?.strip_prefix("]:")?.bytes().take_while(u8::is_ascii_digit).count();
        (1..=5).contains(&digits).then_some(bracket + 2..bracket + 2 + digits)
    }

    /// `client: 192.0.2.7` and `login:ines` for keys whose meaning is known.
    fn key_colon(&mut self, place: usize, colon: usize) -> usize {
        let Range { start, end } = self.words[place].clone();
        let key = part(self.text, start, start + colon);
        if !matches!(meaning(&key), Some(Key::Address(_) | Key::Rename(_) | Key::Target | Key::Status(_))) {
            return 1;
        }
        if start + colon + 1 < end {
            self.push(key, start + colon + 1, end);
            return 1;
        }
        let Some(value) = self.words.get(place + 1).cloned() else { return 1 };
        if value.start > end + 2 || self.word_at(place + 1).contains('=') {
            return 1;
        }
        self.push(key, value.start, value.end);
        2
    }

    fn push(&mut self, key: Text<'t>, from: usize, to: usize) {
        let value = part(self.text, from, to);
        // A full stop ends the sentence, not the value.
        let value = part(&value, 0, value.trim_end_matches(['.', ':']).len());
        let known = |name: &str, attributes: &Attributes<'_>| attributes.iter().any(|(key, _)| key == name);
        match meaning(&key) {
            _ if value.is_empty() => {}
            // Without quotes nothing tells where a sentence ends.
            Some(Key::Body(_)) if !matches!(self.byte_at(to), Some(b'"' | b'\'')) => {}
            Some(Key::Address(end)) if looks_like_address(&value) => {
                add_address(&mut self.attributes, end, key, &value);
            }
            // In a message "host" with an address is who calls.
            Some(Key::Host(_)) if looks_like_address(&value) => {
                add_address(&mut self.attributes, "client", key, &value);
            }
            Some(Key::Target) if add_target(&mut self.attributes, &value) => {}
            Some(Key::Rename("user.name")) => self.user(value),
            Some(Key::Rename(name)) if !known(name, &self.attributes) => {
                self.attributes.push((Text::Borrowed(name), value));
            }
            _ if known(&key, &self.attributes) => {}
            _ => self.attributes.push((key, value)),
        }
    }

    /// `ines`, or `ines@realm` where the realm is no mail domain.
    fn user(&mut self, value: Text<'t>) {
        if self.attributes.iter().any(|(key, _)| key == "user.name") {
            return;
        }
        match value.find('@').filter(|at| *at > 0 && !value[*at..].contains('.')) {
            Some(at) => {
                self.attributes.push((Text::Borrowed("user.name"), part(&value, 0, at)));
                self.attributes.push((Text::Borrowed("user.domain"), part(&value, at + 1, value.len())));
            }
            None => self.attributes.push((Text::Borrowed("user.name"), value)),
        }
    }

    /// `[uri "/basket"]`, as web application firewalls write their findings.
    fn bracket_pair(&mut self, place: usize) -> Option<usize> {
        let Range { start, end } = self.words[place].clone();
        let value = self.text.get(end..)?.strip_prefix(" \"")?;
        let length = value.find('"').filter(|_| start > 0 && self.byte_at(start - 1) == Some(b'['))?;
        (value.as_bytes().get(length + 1) == Some(&b']')).then(|| {
            let from = end + 2;
            self.push(part(self.text, start, end), from, from + length);
            self.words[place..].iter().take_while(|word| word.start <= from + length).count()
        })
    }

    /// An address with or without a port; whose it is tells the word before.
    fn address(&mut self, place: usize) -> bool {
        let Range { start, end } = self.words[place].clone();
        let word = self.word_at(place).trim_end_matches([':', '.']);
        let family = if word.starts_with("ipv4:") || word.starts_with("ipv6:") { 5 } else { 0 };
        let word = word.get(family..).unwrap_or_default();
        // BIND writes the port behind a hash, LiteSpeed the name of the site.
        let (word, behind) = word.split_once('#').unwrap_or((word, ""));
        if !looks_like_address(word) {
            return false;
        }
        let mut value = part(self.text, start + family, start + family + word.len());
        if let Some(port) = self.port_behind(end) {
            value = part(self.text, start - 1, port.end);
        } else if let Some(port) = self.port_in_bracket(place) {
            value = Text::Owned(format!("[{value}]:{}", self.text.get(port).unwrap_or_default()));
        } else if let Some((address, port)) = with_dotted_port(word) {
            value = Text::Owned(format!("{address}:{port}"));
        } else if behind.parse::<u16>().is_ok() {
            value = Text::Owned(format!("{}:{behind}", bracketed(word)));
        }
        let before = place.checked_sub(1).map(|place| self.word_at(place)).unwrap_or_default();
        let before = before.trim_end_matches(':').to_ascii_lowercase();
        let end = match before.as_str() {
            "client" | "from" | "src" | "source" | "rhost" | "peer" | "remote" | "by" | "ip" | "host" => {
                "client"
            }
            "to" | "dst" | "server" | "via" | "upstream" | "destination" => "server",
            _ => "network",
        };
        add_address(&mut self.attributes, end, Text::Borrowed("network.peer.address"), &value);
        true
    }

    /// `192.0.2.7[4500]`, as IPsec programs write it.
    fn port_in_bracket(&self, place: usize) -> Option<Range<usize>> {
        let port = self.words.get(place + 1).cloned()?;
        let digits = self.word_at(place + 1);
        let is_port = digits.len() <= 5 && digits.bytes().all(|b| b.is_ascii_digit());
        let between = self.byte_at(port.start - 1) == Some(b'[') && port.start == self.words[place].end + 1;
        (is_port && between && self.byte_at(port.end) == Some(b']')).then_some(port)
    }

    /// `name[123]`: the process id, where the word before the bracket is a name.
    fn process_id(&mut self, place: usize) -> bool {
        let digits = self.word_at(place + 1);
        let Some(range) = self.words.get(place + 1).cloned() else { return false };
        let is_id = (1..=10).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        let closed = self.byte_at(range.end) == Some(b']') && range.start == self.words[place].end + 1;
        let known = self.attributes.iter().any(|(key, _)| key == "process.pid");
        if !is_id || !closed || known {
            return false;
        }
        self.attributes.push((Text::Borrowed("process.pid"), part(self.text, range.start, range.end)));
        true
    }

    /// `GET /basket HTTP/1.1`, and the status that may follow; how many words the request is.
    fn request(&mut self, start: usize, place: usize) -> Option<usize> {
        let word = self.word_at(place);
        let is_method = matches!(
            word,
            "GET" | "POST" | "PUT" | "DELETE" | "HEAD" | "PATCH" | "OPTIONS" | "PROPFIND" | "CONNECT"
        );
        let target = self.word_at(place + 1);
        let known = self.attributes.iter().any(|(key, _)| key == "http.request.method");
        if !is_method || known || !(target.starts_with('/') || target.contains("://")) {
            return None;
        }
        let version = self.word_at(place + 2).starts_with("HTTP/");
        let last = if version { place + 2 } else { place + 1 };
        let end = self.words.get(last)?.end;
        // A colon behind the target belongs to the sentence.
        let line = part(self.text, start, end);
        add_request_line(&mut self.attributes, &part(&line, 0, line.trim_end_matches(':').len()));
        let status = self.word_at(last + 1);
        if status.len() == 3 && self.status.is_none() {
            self.status = status.parse().ok().filter(|status| (100..=599).contains(status));
        }
        Some(last + 1 - place)
    }

    /// Whether what stands behind this "for" is who logs in: `password for ines`, `for ines from 192.0.2.7`.
    fn is_about_login(&self, place: usize) -> bool {
        let about = |word: &str| {
            let word = word.to_ascii_lowercase();
            ["login", "logon", "authentication", "password", "credential"]
                .iter()
                .any(|part| word.contains(part))
        };
        matches!(self.word_at(place + 2), "from" | "has" | "was")
            || (place.saturating_sub(4)..place).any(|before| about(self.word_at(before)))
    }

    /// Whether quotes stand around a word, so that it is a name whatever it says.
    fn is_quoted(&self, place: usize) -> bool {
        let Some(word) = self.words.get(place) else { return false };
        let before = word.start.checked_sub(1).and_then(|at| self.byte_at(at));
        matches!(before, Some(b'\'' | b'"')) && self.byte_at(word.end) == before
    }

    /// `port 22`, `user ines`, `for ines from`, `pid 12`.
    fn named_by_word(&mut self, place: usize) -> usize {
        let next = self.word_at(place + 1);
        let next_is_number = (1..=10).contains(&next.len()) && next.bytes().all(|b| b.is_ascii_digit());
        let name = match self.word_at(place) {
            "port" | "Port" if next_is_number => {
                let client = self.attributes.iter().any(|(key, _)| key == "client.address");
                if client { "client.port" } else { "network.port" }
            }
            "pid" | "PID" | "process" if next_is_number => "process.pid",
            "user" | "User" | "USER" | "username" | "Username" | "account" | "login" | "Login"
                if is_user(next.trim_end_matches([':', '.'])) =>
            {
                "user.name"
            }
            "for" | "FOR" | "as"
                if (is_user(next) || self.is_quoted(place + 1)) && self.is_about_login(place) =>
            {
                "user.name"
            }
            "status" | "code" if next_is_number && next.len() == 3 => "status",
            _ => return 1,
        };
        let Some(range) = self.words.get(place + 1).cloned() else { return 1 };
        let close = self.words[place].end + 3 >= range.start;
        if !close || self.attributes.iter().any(|(key, _)| key == name) {
            return 1;
        }
        let length = next.trim_end_matches(['.', ':']).len();
        let value = part(self.text, range.start, range.start + length);
        match name {
            "user.name" => self.user(value),
            name => self.attributes.push((Text::Borrowed(name), value)),
        }
        2
    }
}

/// An address of version 4 or 6, perhaps with a port.
fn looks_like_address(word: &str) -> bool {
    if word.len() > 60 || !word.contains(['.', ':']) {
        return false;
    }
    if with_dotted_port(word).is_some() {
        return true;
    }
    let host = word.rsplit_once(':').map_or(word, |(host, _)| host);
    host.parse::<Ipv4Addr>().is_ok()
        || word.parse::<IpAddr>().is_ok()
        || (word.contains("]:")
            && host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok())
}

/// An address as it stands before a colon and a port.
fn bracketed(address: &str) -> String {
    if address.contains(':') { format!("[{address}]") } else { address.to_owned() }
}

/// Address and port of `192.0.2.7.443`, as BSD tools write them.
fn with_dotted_port(word: &str) -> Option<(&str, &str)> {
    let (address, port) =
        word.rsplit_once('.').filter(|_| word.bytes().filter(|b| *b == b'.').count() == 4)?;
    (port.parse::<u16>().is_ok() && address.parse::<Ipv4Addr>().is_ok()).then_some((address, port))
}

/// Words that follow "user" or "login" in a sentence and are nobody's name, sorted.
const PROSE: [&str; 54] = [
    "a",
    "account",
    "agent",
    "all",
    "an",
    "and",
    "any",
    "as",
    "at",
    "attempt",
    "attempts",
    "authentication",
    "by",
    "client",
    "denied",
    "does",
    "failed",
    "failure",
    "for",
    "form",
    "from",
    "had",
    "has",
    "host",
    "id",
    "illegal",
    "in",
    "incorrect",
    "input",
    "invalid",
    "is",
    "logged",
    "login",
    "may",
    "name",
    "names",
    "not",
    "of",
    "on",
    "or",
    "page",
    "service",
    "session",
    "space",
    "the",
    "this",
    "timeout",
    "to",
    "unknown",
    "user",
    "username",
    "was",
    "with",
    "your",
];

/// A name that may be a user's.
fn is_user(word: &str) -> bool {
    let name =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'@' | b'\\' | b'$' | b'+');
    let is_prose = || PROSE.binary_search(&word).is_ok();
    !word.is_empty() && word.len() <= 64 && word.bytes().all(name) && !is_prose()
}

#[cfg(test)]
mod tests {
    use postlude_base::ByteSpan;
    use postlude_evidence::Origin;
    use proptest::prelude::*;

    use super::*;

    fn found(body: &str) -> String {
        let mut log = Log::new(Origin::at(ByteSpan::new(0, 0), 1), Text::Borrowed(body));
        add(&mut log);
        let mut out: Vec<String> =
            log.origin.attributes.iter().map(|(key, value)| format!("{key}={value}")).collect();
        out.extend(log.status_code.map(|status| format!("status={status}")));
        out.join(" | ")
    }

    fn check(body: &str, expected: &str) {
        assert_eq!(found(body), expected, "{body}");
    }

    #[test]
    fn addresses_by_the_word_before() {
        check("Connection from 192.0.2.7 closed", "client.address=192.0.2.7");
        check("connect to 192.0.2.7:5432: refused", "server.address=192.0.2.7 | server.port=5432");
        check("lost 2001:db8::7.", "network.address=2001:db8::7");
        check("release 1.2.3 at 10:20:30", "");
        check("refused [192.0.2.7]:443: no", "network.address=192.0.2.7 | client.port=443");
        check("from 192.0.2.7[4500]", "client.address=192.0.2.7 | client.port=4500");
        check("IP 192.0.2.7.443 > x", "client.address=192.0.2.7 | client.port=443");
        check("client 192.0.2.7#443 denied", "client.address=192.0.2.7 | client.port=443");
        check("remote host [ipv4:192.0.2.7:443]", "client.address=192.0.2.7 | client.port=443");
        check("[192.0.2.7:443#shop] lost", "network.address=192.0.2.7 | client.port=443");
        check("ACCEPT host=::ffff:192.0.2.7 port=39590", "client.address=192.0.2.7 | port=39590");
        check(
            "from 192.0.2.7:500 (198.51.100.4:22)",
            "client.address=192.0.2.7 | client.port=500 | network.address=198.51.100.4 | network.port=22",
        );
    }

    #[test]
    fn users_and_ports() {
        check(
            "Accepted password for ines from 192.0.2.7 port 50022 ssh2",
            "user.name=ines | client.address=192.0.2.7 | client.port=50022",
        );
        check("session opened for user ines by (uid=0)", "user.name=ines | uid=0");
        check("the user is not allowed", "");
        check("bad login attempt for user ines.", "user.name=ines");
        check("failure; user=ines@realm msg=no such user", "user.name=ines | user.domain=realm");
        check("user ines@shop.example", "user.name=ines@shop.example");
        check("Login denied for user \"ines\"", "user.name=ines");
        check("Failed login for ines", "user.name=ines");
        check("Authentication request for ines has been denied", "user.name=ines");
        check("authentication failed for [ines], no such account", "user.name=ines");
        check("Login incorrect: [ines]", "");
        check("Failed login for 'user' from 192.0.2.7", "user.name=user | client.address=192.0.2.7");
        check("waiting for ines", "");
        check("FAILED LOGIN 1 FROM 192.0.2.7 FOR ines", "client.address=192.0.2.7 | user.name=ines");
        check("Invalid login as ines from 192.0.2.7", "user.name=ines | client.address=192.0.2.7");
    }

    #[test]
    fn keys_and_values() {
        check(r#"done id=7 path="/a b" x='1'"#, "id=7 | url.path=/a b | x=1");
        check("failed, client: 192.0.2.7, server: shop", "client.address=192.0.2.7");
        check("rhost=192.0.2.7 user=ines", "client.address=192.0.2.7 | user.name=ines");
        check("rhost=[::1]:443 login:ines", "client.address=::1 | client.port=443 | user.name=ines");
        check(
            r#"[client "192.0.2.7"] Warning [uri "/a"] [id "7"]"#,
            "client.address=192.0.2.7 | url.path=/a | id=7",
        );
        check("Username: ines@shop.example.", "user.name=ines@shop.example");
    }

    #[test]
    fn requests() {
        check(
            r#"192.0.2.7 "GET /a?b HTTP/1.1" 404 12"#,
            "network.address=192.0.2.7 | http.request.method=GET | url.original=/a?b | url.path=/a | url.query=b | \
             network.protocol.version=1.1 | status=404",
        );
        check(
            "403: POST /api/sessions: 192.0.2.7: no",
            "http.request.method=POST | url.path=/api/sessions | network.address=192.0.2.7",
        );
    }

    #[test]
    fn prose_can_be_looked_up() {
        assert!(PROSE.is_sorted());
    }

    #[test]
    fn process_ids() {
        check("cron[77]: started", "process.pid=77");
        check("array[7]", "process.pid=7");
    }

    proptest! {
        #[test]
        fn never_panics(body in ".{0,80}") {
            found(&body);
        }

        #[test]
        fn never_panics_on_what_it_looks_for(body in r#"(user|port|GET /|[=:"'\[\]]|192\.0\.2\.7|::1|é| |x){0,20}"#) {
            found(&body);
        }
    }
}
