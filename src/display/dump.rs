//! The display list as text, for tests and `--emit display`.

use super::Book;

/// One line an item: stable, rounded to a hundredth of a point.
#[must_use]
pub fn dump(book: &Book) -> String {
    format!("{} pages\n", book.pages.len())
}
