//! Paths that browsers send: only what stays below the folder, and can be unpacked on any system later.

use std::path::PathBuf;

use crate::error::Error;

/// Folders of a path.
const DEEPEST: usize = 32;

/// Bytes of a path, and of each name in it.
const LONGEST: usize = 1024;
const LONGEST_NAME: usize = 200;

/// Names that some systems take for devices, with any ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The path, if it may be used.
pub fn checked(path: &str) -> Result<PathBuf, Error> {
    let names: Vec<&str> = path.split('/').collect();
    let why = if path.len() > LONGEST {
        Some("it is too long")
    } else if names.len() > DEEPEST {
        Some("it is too deep")
    } else {
        names.iter().find_map(|name| wrong(name))
    };
    match why {
        None => Ok(names.iter().collect()),
        Some(why) => {
            let shown: String = path.chars().take(80).filter(|c| !c.is_control()).collect();
            Err(Error::asked("bad-path", format!("{shown:?} cannot be a path of evidence: {why}"))
                .hint("send a path relative to the folder, with / between names: logs/app.log"))
        }
    }
}

fn wrong(name: &str) -> Option<&'static str> {
    let stem = name.split('.').next().unwrap_or_default().trim().to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().any(|device| {
        stem.strip_prefix(device).is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
    });
    match name {
        "" => Some("a name in it is empty, or it begins with /"),
        "." | ".." => Some("it leads out of its folder"),
        _ if name.len() > LONGEST_NAME => Some("a name in it is too long"),
        _ if name.contains('\\') || name.chars().any(char::is_control) => {
            Some("a name in it has a backslash or a control character")
        }
        _ if name.len() == 2 && name.ends_with(':') => Some("it names a drive"),
        _ if numbered || DEVICES.contains(&stem.as_str()) => Some("a name in it means a device"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_their_folder() {
        let check = |path: &str, expected: bool| assert_eq!(checked(path).is_ok(), expected, "{path:?}");
        check("logs/app.log", true);
        check("ünïcode/日本.log", true);
        check("a/..b/c", true);
        check("console.log", true);
        check("com10.log", true);
        check("", false);
        check("/etc/passwd", false);
        check("../x", false);
        check("a/../x", false);
        check("a/./x", false);
        check("a//x", false);
        check("a/", false);
        check("C:/x", false);
        check("a\\x", false);
        check("a\0x", false);
        check("a\nx", false);
        check("logs/NUL", false);
        check("aux.log", false);
        check("com1", false);
        check(&"x".repeat(201), false);
        check(&"x/".repeat(40), false);
        check(&"xyz/".repeat(300), false);
    }
}
