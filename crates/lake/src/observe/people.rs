//! Names of people by the ids that chat exports use instead: their list is a file of its own.

use std::collections::BTreeMap;

use super::rows;
use crate::{Failure, Session};

/// Who is who.
pub(super) struct People(BTreeMap<String, String>);

/// The people whom the sources list.
pub(super) fn of(session: &Session) -> Result<People, Failure> {
    // The sources first: the attributes of all logs would be a long way to an answer that is mostly nobody.
    let query = "select attributes['user'] id, attributes['user.name'] name from log \
                 where source_id in (select source_id from source where format = 'slack users')";
    let lists = session.sql("select 1 from source where format = 'slack users' limit 1")?;
    if lists.iter().all(|batch| batch.num_rows() == 0) {
        return Ok(People(BTreeMap::new()));
    }
    let rows = rows::of(&session.sql(query)?)?;
    Ok(People(rows.filter_map(|row| Some((row.owned("id")?, row.owned("name")?))).collect()))
}

impl People {
    /// The text with names where it mentions people by their ids: `@U07ANA`.
    pub(super) fn named(&self, text: &str) -> String {
        if self.0.is_empty() {
            return text.to_owned();
        }
        let mut parts = text.split('@');
        let mut named = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(part.len());
            let (id, rest) = part.split_at(end);
            named.push('@');
            named.push_str(self.0.get(id).map_or(id, String::as_str));
            named.push_str(rest);
        }
        named
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_become_names() {
        let people = People(BTreeMap::from([("U07".to_owned(), "Ana".to_owned())]));
        let check = |text: &str, expected: &str| assert_eq!(people.named(text), expected, "{text}");
        check("@U07, roll back", "@Ana, roll back");
        check("@U08 and ana@shop.example", "@U08 and ana@shop.example");
        check("@", "@");
    }
}
