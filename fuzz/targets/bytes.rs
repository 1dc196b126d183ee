//! Any bytes as a sheet: an error or a page, and never a panic.
#![no_main]

#[path = "../../tests/support/attempt.rs"]
mod attempt;

use std::sync::LazyLock;

use cheatsheet::resources::Resources;
use cheatsheet::text::Fonts;
use libfuzzer_sys::fuzz_target;

static FONTS: LazyLock<Fonts> = LazyLock::new(Fonts::bundled);

fuzz_target!(|data: &[u8]| {
    attempt::attempt(data, &Resources::default(), &FONTS);
});
