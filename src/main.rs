//! The `cheatsheet` program.

fn main() -> std::process::ExitCode {
    cheatsheet::cli::run()
}
