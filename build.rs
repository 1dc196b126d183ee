//! How the program is linked.

#[expect(clippy::disallowed_methods, reason = "cargo tells the target in the environment")]
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |key, value: &str| std::env::var(key).is_ok_and(|found| found == value);
    // Tables of the crates hold some 34,000 pointers. At a fixed address they are in the file as they must be; else the loader
    // sets each of them at every start, half a millisecond of a run of ten. Libraries, heap and stack stay where the system
    // shuffles them.
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
