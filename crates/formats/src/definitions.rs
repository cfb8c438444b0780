//! The explicit list of line formats kept as data in `definitions/`.
//!
//! Order is preference where two match a line and neither yields to the other: specific ones first.

macro_rules! definitions {
    ($($name:literal),* $(,)?) => {
        /// Name and text of every definition.
        pub(crate) const ALL: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../definitions/", $name, ".toml")))),*];
    };
}

definitions!["nginx-error", "syslog",];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn the_list_and_the_folder_agree() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/definitions");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
            .collect();
        let listed: BTreeSet<String> = super::ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(listed, files);
        assert_eq!(listed.len(), super::ALL.len(), "a name stands twice");
    }
}
