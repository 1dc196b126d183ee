//! How the program is linked.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // Tables of the crates hold some 34,000 pointers. At a fixed address they are in the file as they must be; else the loader
    // sets each of them at every start, half a millisecond of a run of ten. Libraries, heap and stack stay where the system
    // shuffles them. A program with the C library inside sets its pointers itself, and must be linked for that.
    let is_static = target("FEATURE").split(',').any(|feature| feature == "crt-static");
    if target("OS") == "linux" && target("ENV") == "gnu" && !is_static {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}

/// What cargo says of the target.
#[expect(clippy::disallowed_methods, reason = "cargo says it in the environment")]
fn target(key: &str) -> String {
    std::env::var(format!("CARGO_CFG_TARGET_{key}")).unwrap_or_default()
}
