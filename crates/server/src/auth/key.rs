//! Keys that a browser, a script or a link carries: 256 unpredictable bits. The store holds only their hash, so that a copy of
//! the database opens nothing.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use postlude_store::KeyHash;

use crate::outside::Outside;

/// Begins every personal token, so that scanners for leaked secrets can find one.
const TOKEN: &str = "postlude_";

/// A secret as its holder carries it. Never logged: its debug form hides it.
pub struct Key(String);

impl Key {
    /// A new one for a session or a link.
    pub fn new(outside: &Outside) -> Self {
        Self(URL_SAFE_NO_PAD.encode(outside.bytes::<32>()))
    }

    /// A new one for a personal token.
    pub fn token(outside: &Outside) -> Self {
        Self(format!("{TOKEN}{}", URL_SAFE_NO_PAD.encode(outside.bytes::<32>())))
    }

    /// The text to hand out, once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the store may know.
    pub fn hash(&self) -> KeyHash {
        hash(&self.0)
    }
}

/// The hash of a key that somebody showed. The key has 256 bits, so that a fast hash without salt is enough.
pub fn hash(shown: &str) -> KeyHash {
    KeyHash(*blake3::hash(shown.as_bytes()).as_bytes())
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(hidden)")
    }
}
