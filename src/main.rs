//! The `cheatsheet` program.

/// Laying out makes many small things that do not live long.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cheatsheet::cli::run()
}
