//! The font programs of the faces, and the objects that describe them.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::ExportError;
use super::cff::{self, Keys};
use super::fonts::Subset;
use super::packer::Content;
use super::tokens::{Ref, Tokens};
use super::write::{Objects, digest};
use crate::geom::Em;
use crate::parallel;
use crate::text::{Contour, Face};

/// The font programs of all faces, which two threads make.
pub(super) struct Programs<'a> {
    faces: Vec<Waiting<'a>>,
    keys: Keys,
    /// The first face that nobody has taken.
    next: AtomicUsize,
}

/// A face whose program is made once.
struct Waiting<'a> {
    subset: &'a Subset<'a>,
    face: &'a Face,
    program: OnceLock<Result<Program, ExportError>>,
}

impl Waiting<'_> {
    fn made(&self, keys: Keys) -> &Result<Program, ExportError> {
        self.program.get_or_init(|| Program::new(self.subset, self.face, keys))
    }
}

impl<'a> Programs<'a> {
    pub(super) fn of(faces: impl Iterator<Item = (&'a Subset<'a>, &'a Face)>, keys: Keys) -> Self {
        let faces = faces.map(|(subset, face)| Waiting { subset, face, program: OnceLock::new() });
        Self { faces: faces.collect(), keys, next: AtomicUsize::new(0) }
    }

    /// Makes those that nobody has taken.
    pub(super) fn share(&self) {
        while let Some(face) = self.faces.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            let _ = face.made(self.keys);
        }
    }

    /// All of them, in the order of the faces.
    ///
    /// # Errors
    /// When a font file cannot be read.
    pub(super) fn all(&self) -> Result<Vec<&Program>, ExportError> {
        self.share();
        parallel::wait_while(|| self.faces.iter().any(|face| face.program.get().is_none()));
        self.faces.iter().map(|face| face.made(self.keys).as_ref().map_err(Clone::clone)).collect()
    }
}

/// A face cut down to the glyphs that are used.
pub(super) struct Program {
    /// Its name in the file.
    base: String,
    /// The font file.
    bytes: Vec<u8>,
    bounds: [i32; 4],
    /// By code, in thousandths of an em.
    advances: Vec<(u16, i32)>,
    keys: Keys,
}

impl Program {
    fn new(subset: &Subset<'_>, face: &Face, keys: Keys) -> Result<Self, ExportError> {
        let glyphs = subset
            .outlines(face)
            .map_err(|error| ExportError(format!("the font {} cannot be embedded: {error}", face.name())))?;
        let bounds = bounds(&glyphs);
        let advances = glyphs.iter().map(|glyph| (glyph.code, glyph.advance)).collect();
        let bytes = cff::program(face.name(), &glyphs, bounds, keys);
        Ok(Self { base: format!("{}+{}", tag(&bytes), face.name()), bytes, bounds, advances, keys })
    }

    /// Writes the font with the map to Unicode that all share.
    pub(super) fn embed(&self, objects: &mut Objects, face: &Face, unicode: Ref) -> Ref {
        let base = &self.base;
        let subtype = match self.keys {
            Keys::Bytes => "Type1C",
            Keys::Cids => "CIDFontType0C",
        };
        let kind = |kind: &mut Tokens| _ = kind.key("Subtype").name(subtype);
        let file = objects.stream(kind, Content::Bytes(self.bytes.clone()));
        let descriptor = objects.add_dictionary(|entries| {
            descriptor(entries, face, base, self.bounds);
            entries.key("FontFile3").reference(file);
            if self.keys == Keys::Bytes {
                let codes = self.advances.iter().skip(1).map(|(code, _)| *code);
                entries.key("CharSet").string(cff::names(codes).as_bytes());
            }
        });
        objects.add_dictionary(|font| {
            match self.keys {
                Keys::Bytes => self.simple(font, descriptor),
                Keys::Cids => self.composite(font, descriptor),
            }
            font.key("ToUnicode").reference(unicode);
        })
    }

    /// ISO 32000-1, 9.6.2. Without an entry for it, the encoding is that of the program.
    fn simple(&self, font: &mut Tokens, descriptor: Ref) {
        font.key("Type").name("Font").key("Subtype").name("Type1").key("BaseFont").name(&self.base);
        font.key("FontDescriptor").reference(descriptor);
        let shown = self.advances.get(1..).unwrap_or_default();
        let (first, last) =
            (shown.first().map_or(0, |(code, _)| *code), shown.last().map_or(0, |(code, _)| *code));
        font.key("FirstChar").integer(first).key("LastChar").integer(last).key("Widths").array(|widths| {
            let mut shown = shown.iter().peekable();
            for code in first..=last {
                let advance = shown.next_if(|(next, _)| *next == code).map_or(0, |(_, advance)| *advance);
                widths.integer(advance);
            }
        });
    }

    /// ISO 32000-1, 9.7, with codes of two bytes that are CIDs.
    fn composite(&self, font: &mut Tokens, descriptor: Ref) {
        let base = &self.base;
        let descendant = |font: &mut Tokens| {
            font.key("Type").name("Font").key("Subtype").name("CIDFontType0").key("BaseFont").name(base);
            font.key("CIDSystemInfo").dictionary(|system| {
                system
                    .key("Registry")
                    .text("Adobe")
                    .key("Ordering")
                    .text("Identity")
                    .key("Supplement")
                    .integer(0);
            });
            font.key("FontDescriptor").reference(descriptor).key("W").array(|runs| self.widths(runs));
        };
        font.key("Type").name("Font").key("Subtype").name("Type0").key("BaseFont").name(base);
        font.key("DescendantFonts").array(|fonts| _ = fonts.dictionary(descendant));
        font.key("Encoding").name("Identity-H");
    }

    /// `/W`: runs of consecutive codes with their widths in thousandths (ISO 32000-1, 9.7.4.3).
    fn widths(&self, out: &mut Tokens) {
        for run in self.advances.chunk_by(|(before, _), (code, _)| before + 1 == *code) {
            out.integer(run[0].0)
                .array(|widths| run.iter().for_each(|(_, advance)| _ = widths.integer(*advance)));
        }
    }
}

/// All but the program (ISO 32000-1, 9.8).
fn descriptor(entries: &mut Tokens, face: &Face, base: &str, bounds: [i32; 4]) {
    let metrics = face.metrics();
    let thousandths = |value: Em| (value.get() * 1000.0).round();
    entries.key("Type").name("FontDescriptor").key("FontName").name(base);
    // Symbolic, since the codes are the font's own; bit 7: italic (ISO 32000-1, table 123).
    entries.key("Flags").integer(if metrics.italic_angle == 0.0 { 4 } else { 4 | 64 });
    entries.key("FontBBox").array(|area| bounds.iter().for_each(|edge| _ = area.integer(*edge)));
    entries.key("ItalicAngle").real(metrics.italic_angle);
    entries.key("Ascent").real(thousandths(metrics.ascent));
    entries.key("Descent").real(thousandths(metrics.descent));
    entries.key("CapHeight").real(thousandths(metrics.cap_height));
    // No font file knows its stems; readers take this for a plain weight.
    entries.key("StemV").integer(80);
}

/// The box around all outlines and their handles: left, bottom, right, top.
fn bounds(glyphs: &[cff::Glyph]) -> [i32; 4] {
    glyphs
        .iter()
        .flat_map(|glyph| glyph.outline.iter())
        .flat_map(Contour::points)
        .fold([0; 4], |[l, b, r, t], (x, y)| [l.min(x), b.min(y), r.max(x), t.max(y)])
}

/// Six capital letters that depend on the subset alone (ISO 32000-1, 9.6.4).
fn tag(data: &[u8]) -> String {
    let letters = digest(data).into_iter().take(6).map(|byte| char::from(b'A' + byte % 26));
    letters.collect()
}
