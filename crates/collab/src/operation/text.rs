//! A text written anew as the smallest change of characters, so that two people who write in different places both
//! keep their words.

use yrs::{GetString, Text, TextRef, TransactionMut};

/// Positions are counted as in JavaScript: in units of UTF-16.
pub(super) fn rewrite(text: &TextRef, transaction: &mut TransactionMut<'_>, wanted: &str) {
    let now = text.get_string(transaction);
    let start: usize = common(now.chars(), wanted.chars());
    let (now_rest, wanted_rest) = (&now[start..], &wanted[start..]);
    let end: usize = common(now_rest.chars().rev(), wanted_rest.chars().rev());
    let removed = &now_rest[..now_rest.len() - end];
    let added = &wanted_rest[..wanted_rest.len() - end];
    let at = units(&now[..start]);
    if !removed.is_empty() {
        text.remove_range(transaction, at, units(removed));
    }
    if !added.is_empty() {
        text.insert(transaction, at, added);
    }
}

/// Bytes that both begin with, in whole characters.
fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}
