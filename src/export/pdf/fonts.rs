//! Which glyphs of which face: subset, embed, and say what they stand for.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use lopdf::{Dictionary, Document, Object, Stream};
use printpdf::{FontId, ParsedFont, PdfDocument, PdfFont};
use subsetter::GlyphRemapper;

use super::{ExportError, dictionary, real};
use crate::display::{Book, Content};
use crate::geom::Em;
use crate::text::{FaceId, Fonts};

/// The subsets of all faces that a book uses.
pub(super) struct Subsets<'a> {
    fonts: &'a Fonts,
    faces: BTreeMap<FaceId, Subset>,
}

/// The glyphs of one face.
struct Subset {
    remapper: GlyphRemapper,
    /// By new id: what it stands for, and its advance.
    glyphs: BTreeMap<u16, (String, Em)>,
    /// The smaller font file.
    data: Vec<u8>,
    /// Tag and PostScript name.
    name: String,
}

impl<'a> Subsets<'a> {
    /// Collects the glyphs of a book and cuts the faces down to them.
    pub(super) fn new(book: &Book, fonts: &'a Fonts) -> Result<Self, ExportError> {
        let mut used: BTreeMap<FaceId, BTreeMap<u16, String>> = BTreeMap::new();
        for item in book.pages.iter().flat_map(|page| &page.items) {
            if let Content::Glyphs(run) = &item.content {
                let face = used.entry(run.face).or_default();
                for glyph in &run.glyphs {
                    let text = face.entry(glyph.id).or_default();
                    if text.is_empty() {
                        text.push_str(plain(&glyph.text));
                    }
                }
            }
        }
        let faces = used.into_iter().map(|(face, glyphs)| Ok((face, Subset::new(face, glyphs, fonts)?)));
        Ok(Self { fonts, faces: faces.collect::<Result<_, ExportError>>()? })
    }

    /// Gives the faces to printpdf, under names of our own.
    pub(super) fn register(&self, pdf: &mut PdfDocument) -> Result<(), ExportError> {
        for (face, subset) in &self.faces {
            let mut parsed = ParsedFont::from_bytes(&subset.data, 0, &mut Vec::new())
                .ok_or_else(|| ExportError(format!("the font {} cannot be embedded", subset.name)))?;
            parsed.font_name = Some(subset.name.clone());
            pdf.resources.fonts.map.insert(resource(*face), PdfFont::new(parsed));
        }
        Ok(())
    }

    /// The id of a glyph within its subset.
    pub(super) fn glyph(&self, face: FaceId, glyph: u16) -> u16 {
        self.faces.get(&face).and_then(|subset| subset.remapper.get(glyph)).unwrap_or(0)
    }

    /// The advance of a glyph as the file will state it.
    pub(super) fn advance(&self, face: FaceId, new: u16) -> Em {
        self.faces
            .get(&face)
            .and_then(|subset| subset.glyphs.get(&new))
            .map_or(Em::ZERO, |(_, advance)| *advance)
    }

    /// Completes the font dictionaries: widths, descriptor, Unicode.
    pub(super) fn finish(&self, document: &mut Document) -> Result<(), ExportError> {
        let mut found: BTreeMap<String, lopdf::ObjectId> = BTreeMap::new();
        for (id, object) in &document.objects {
            if let Ok(font) = object.as_dict()
                && font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Type0")
                && let Ok(name) = font.get(b"BaseFont").and_then(Object::as_name)
            {
                found.insert(String::from_utf8_lossy(name).into_owned(), *id);
            }
        }
        for (face, subset) in &self.faces {
            let id = found.get(&subset.name).copied();
            let id = id.ok_or_else(|| ExportError(format!("the font {} was not embedded", subset.name)))?;
            self.finish_font(document, id, *face, subset)?;
        }
        Ok(())
    }

    fn finish_font(
        &self,
        document: &mut Document,
        id: lopdf::ObjectId,
        face: FaceId,
        subset: &Subset,
    ) -> Result<(), ExportError> {
        let missing = |what: &str| ExportError(format!("the font {} has no {what}", subset.name));
        let unicode = dictionary(document, id)?.get(b"ToUnicode").and_then(Object::as_reference);
        let unicode = unicode.map_err(|_| missing("ToUnicode"))?;
        document.set_object(unicode, Stream::new(Dictionary::new(), subset.to_unicode().into_bytes()));
        let descendants =
            dictionary(document, id)?.get_mut(b"DescendantFonts").and_then(Object::as_array_mut);
        let descendant =
            descendants.ok().and_then(|fonts| fonts.first_mut()).ok_or_else(|| missing("descendant"))?;
        let descendant = descendant.as_dict_mut().map_err(|_| missing("descendant"))?;
        descendant.set("W", subset.widths());
        let descriptor = descendant.get(b"FontDescriptor").and_then(Object::as_reference);
        let descriptor = dictionary(document, descriptor.map_err(|_| missing("descriptor"))?)?;
        let metrics = self.fonts.face(face).metrics();
        let thousandths = |value: Em| real((value.get() * 1000.0).round());
        descriptor.set("Ascent", thousandths(metrics.ascent));
        descriptor.set("Descent", thousandths(metrics.descent));
        descriptor.set("CapHeight", thousandths(metrics.cap_height));
        descriptor.set("ItalicAngle", real(metrics.italic_angle));
        // Symbolic, since the codes are glyph ids; bit 7: italic (ISO 32000-1, table 123).
        descriptor.set("Flags", Object::Integer(if metrics.italic_angle == 0.0 { 4 } else { 4 | 64 }));
        Ok(())
    }
}

/// The name under which page content refers to a face.
pub(super) fn resource(face: FaceId) -> FontId {
    FontId(format!("R{}", face.0))
}

/// Kinds of space are spaces to those who search.
fn plain(text: &str) -> &str {
    match text {
        "\u{a0}" | "\u{202f}" | "\u{2009}" | "\u{200a}" | "\t" => " ",
        other => other,
    }
}

impl Subset {
    fn new(face: FaceId, used: BTreeMap<u16, String>, fonts: &Fonts) -> Result<Self, ExportError> {
        let font = fonts.face(face);
        let mut remapper = GlyphRemapper::new();
        let mut glyphs = BTreeMap::new();
        for (old, text) in used {
            glyphs.insert(remapper.remap(old), (text, font.advance(old)));
        }
        let data = subsetter::subset(font.data(), 0, &remapper).map_err(|error| {
            ExportError(format!("the font {} cannot be cut down: {error:?}", font.name()))
        })?;
        let data = super::truetype::strip(&data).unwrap_or(data);
        let name = format!("{}+{}", tag(&data), font.name());
        Ok(Self { remapper, glyphs, data, name })
    }

    /// `/W`: consecutive widths in thousandths (ISO 32000-1, 9.7.4.3).
    fn widths(&self) -> Object {
        let widths = self.glyphs.values().map(|(_, advance)| real((advance.get() * 10_000.0).round() / 10.0));
        let first = self.glyphs.keys().next().copied().unwrap_or(0);
        Object::Array(vec![Object::Integer(i64::from(first)), Object::Array(widths.collect())])
    }

    /// The `ToUnicode` map (ISO 32000-1, 9.10.3).
    fn to_unicode(&self) -> String {
        let mut map = String::from(
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) \
             /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n\
             1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
        );
        let entries: Vec<_> = self.glyphs.iter().filter(|(_, (text, _))| !text.is_empty()).collect();
        for block in entries.chunks(100) {
            let _ = writeln!(map, "{} beginbfchar", block.len());
            for (glyph, (text, _)) in block {
                let unicode: String = text.encode_utf16().fold(String::new(), |mut hex, unit| {
                    let _ = write!(hex, "{unit:04X}");
                    hex
                });
                let _ = writeln!(map, "<{glyph:04X}> <{unicode}>");
            }
            map.push_str("endbfchar\n");
        }
        map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        map
    }
}

/// Six capital letters that depend on the subset alone (ISO 32000-1, 9.6.4).
fn tag(data: &[u8]) -> String {
    let mut hash = super::write::hash(data);
    let mut letters = String::new();
    for _ in 0..6 {
        letters.push(char::from(b'A' + u8::try_from(hash % 26).unwrap_or(0)));
        hash /= 26;
    }
    letters
}
