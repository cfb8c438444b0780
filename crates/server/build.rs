//! The program can be built before its web page: an empty folder stands for it then.

fn main() {
    let build = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/build");
    let _ = std::fs::create_dir_all(&build);
    println!("cargo:rerun-if-changed=../../web/build");
}
