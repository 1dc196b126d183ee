//! The random sheets of the tests, each from a seed of 32 bytes: it is laid out or refused, and never a panic. The bytes
//! are no dice themselves: where they end, choices that are made again until they are good would be made for ever.
#![no_main]

#[path = "../../tests/support/attempt.rs"]
mod attempt;
#[path = "../../tests/support/sheets.rs"]
mod sheets;

use std::sync::LazyLock;

use cheatsheet::resources::Resources;
use cheatsheet::text::Fonts;
use libfuzzer_sys::fuzz_target;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

static FONTS: LazyLock<Fonts> = LazyLock::new(sheets::fonts);
static PICTURES: LazyLock<Resources> = LazyLock::new(sheets::pictures);

fuzz_target!(|data: &[u8]| {
    let mut seed = [0; 32];
    data.iter().zip(&mut seed).for_each(|(byte, place)| *place = *byte);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    if let Ok(sheet) = sheets::any_sheet().new_tree(&mut runner) {
        attempt::attempt(sheet.current().json.to_string().as_bytes(), &PICTURES, &FONTS);
    }
});
