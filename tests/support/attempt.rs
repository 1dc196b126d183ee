//! Any bytes, taken as a sheet: what must hold whatever they are. The fuzz targets ask the same.
#![allow(unreachable_pub, reason = "part of a test")]

use cheatsheet::diag::{Diagnostic, Severity};
use cheatsheet::resources::Resources;
use cheatsheet::text::Fonts;
use cheatsheet::{input, layout};

/// Editions that are laid out, at most: all would take long where a sheet has many.
const EDITIONS: usize = 2;

/// Reads bytes as a sheet and lays it out; tells how many editions have pages.
///
/// # Panics
/// When there is neither an error nor a page.
pub fn attempt(source: &[u8], resources: &Resources, fonts: &Fonts) -> usize {
    let reading = input::read(source);
    check_places(&reading.diagnostics, source);
    let has_error = has_error(&reading.diagnostics);
    let Some(sheet) = reading.sheet else {
        assert!(has_error, "no sheet, and no error");
        return 0;
    };
    assert!(!has_error, "a sheet in spite of an error: {:?}", reading.diagnostics);
    assert!(!sheet.editions.is_empty(), "a sheet without an edition");
    let laid = sheet.editions.iter().take(EDITIONS).filter(|edition| {
        match layout(&sheet, edition, resources, fonts) {
            Ok(layout) => {
                check_places(&layout.diagnostics, source);
                assert!(!layout.book.pages.is_empty(), "no page, and no error");
                assert!(!self::has_error(&layout.diagnostics), "pages in spite of an error");
                true
            }
            Err(found) => {
                check_places(&found, source);
                assert!(self::has_error(&found), "no pages, and no error: {found:?}");
                false
            }
        }
    });
    laid.count()
}

/// Every place is one of the file, and its characters are whole.
fn check_places(found: &[Diagnostic], source: &[u8]) {
    for finding in found {
        let related = finding.related.iter().map(|(span, _)| *span);
        for span in finding.span.into_iter().chain(related) {
            assert!(span.start <= span.end && span.end <= source.len(), "{span:?} is no place: {finding:?}");
            let is_whole = |at: usize| source.get(at).is_none_or(|byte| byte & 0xC0 != 0x80);
            let is_text = std::str::from_utf8(source).is_ok();
            assert!(
                !is_text || is_whole(span.start) && is_whole(span.end),
                "{span:?} parts a character: {finding:?}"
            );
        }
    }
}

fn has_error(found: &[Diagnostic]) -> bool {
    found.iter().any(|finding| finding.severity == Severity::Error)
}
