//! What the file says of itself: catalog, Info, XMP, output intent, the sheet inside.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::{ExportError, Options, catalog, icc, text, write};
use crate::display::{Book, Meta};
use crate::model::Date;
use crate::text::Direction;

/// What made the file. The version is part of the document's id.
const PRODUCER: &str = concat!("cheatsheet ", env!("CARGO_PKG_VERSION"));

/// Completes catalog and trailer.
pub(super) fn finish(
    document: &mut Document,
    book: &Book,
    options: &Options,
    root: Option<ObjectId>,
) -> Result<(), ExportError> {
    let stamp = Stamp::new(&book.meta, options.epoch);
    let info = document.add_object(info(&book.meta, &stamp));
    document.trailer.set("Info", Object::Reference(info));
    let xmp = xmp(book, &stamp, options);
    let kind = Dictionary::from_iter(vec![("Type", name("Metadata")), ("Subtype", name("XML"))]);
    let metadata = document.add_object(Stream::new(kind, xmp.into_bytes()));
    let intent = output_intent(document, book.meta.gray);
    let attached = options.source.as_ref().map(|source| attach(document, source, &stamp));
    let catalog = catalog(document)?;
    catalog.set("Metadata", Object::Reference(metadata));
    catalog.set("OutputIntents", Object::Array(vec![Object::Reference(intent)]));
    catalog.set("Lang", text(&book.meta.language));
    let mut shown = Dictionary::from_iter(vec![("DisplayDocTitle", Object::Boolean(true))]);
    if Direction::of_language(&book.meta.language) == Direction::RightToLeft {
        shown.set("Direction", name("R2L"));
    }
    catalog.set("ViewerPreferences", Object::Dictionary(shown));
    catalog.set("PageLabels", page_labels());
    if let Some(root) = root {
        let marked = Dictionary::from_iter(vec![("Marked", Object::Boolean(true))]);
        catalog.set("MarkInfo", Object::Dictionary(marked));
        catalog.set("StructTreeRoot", Object::Reference(root));
    }
    if let (Some(attached), Some((file, _))) = (attached, &options.source) {
        catalog.set("AF", Object::Array(vec![Object::Reference(attached)]));
        let names = vec![text(file), Object::Reference(attached)];
        let files = Dictionary::from_iter(vec![("Names", Object::Array(names))]);
        let names = Dictionary::from_iter(vec![("EmbeddedFiles", Object::Dictionary(files))]);
        catalog.set("Names", Object::Dictionary(names));
    }
    Ok(())
}

/// Decimal page numbers from 1 (ISO 32000-1, 12.4.2).
fn page_labels() -> Object {
    let style = Dictionary::from_iter(vec![("S", name("D"))]);
    let numbers = vec![Object::Integer(0), Object::Dictionary(style)];
    Object::Dictionary(Dictionary::from_iter(vec![("Nums", Object::Array(numbers))]))
}

/// A moment in the two spellings that PDF knows, always in UTC.
struct Stamp {
    /// `D:20261123000000Z`
    pdf: String,
    /// `2026-11-23T00:00:00Z`
    iso: String,
}

impl Stamp {
    /// The moment given, or midnight of the day of the content; a month counts from its first day.
    fn new(meta: &Meta, epoch: Option<i64>) -> Self {
        let (day, second) = match epoch {
            Some(epoch) => {
                (Date::from_unix_days(epoch.div_euclid(86_400)).to_string(), epoch.rem_euclid(86_400))
            }
            None => (if meta.date.len() == 7 { format!("{}-01", meta.date) } else { meta.date.clone() }, 0),
        };
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        Self {
            pdf: format!("D:{}{hour:02}{minute:02}{second:02}Z", day.replace('-', "")),
            iso: format!("{day}T{hour:02}:{minute:02}:{second:02}Z"),
        }
    }
}

fn info(meta: &Meta, stamp: &Stamp) -> Dictionary {
    let mut entries = Dictionary::from_iter(vec![("Title", text(&meta.title))]);
    for (key, value) in [("Author", meta.authors.join(", ")), ("Subject", meta.subject.clone())] {
        if !value.is_empty() {
            entries.set(key, text(&value));
        }
    }
    entries.set("Creator", text(PRODUCER));
    entries.set("Producer", text(PRODUCER));
    entries.set("CreationDate", text(&stamp.pdf));
    entries.set("ModDate", text(&stamp.pdf));
    entries
}

/// The XMP packet (ISO 16684-1) with the marks of PDF/A-3a (ISO 19005-3, 6.6.4) and PDF/UA-1 (ISO 14289-1, 5), and the
/// schema of the latter, which PDF/A wants described (ISO 19005-3, 6.6.2.3).
fn xmp(book: &Book, stamp: &Stamp, options: &Options) -> String {
    let meta = &book.meta;
    let creator = if meta.authors.is_empty() {
        String::new()
    } else {
        // One entry, so that it equals the author of Info.
        format!(
            "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n",
            escaped(&meta.authors.join(", "))
        )
    };
    let alternative = |key: &str, value: &str| {
        let value = escaped(value);
        format!("<dc:{key}><rdf:Alt><rdf:li xml:lang=\"x-default\">{value}</rdf:li></rdf:Alt></dc:{key}>\n")
    };
    let subject =
        if meta.subject.is_empty() { String::new() } else { alternative("description", &meta.subject) };
    let id = document_id(book, options);
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" \
         xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n\
         <pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>\n\
         <dc:format>application/pdf</dc:format>\n{title}{creator}{subject}\
         <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n\
         <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><pdf:Producer>{PRODUCER}</pdf:Producer>\n\
         <xmp:CreateDate>{iso}</xmp:CreateDate><xmp:ModifyDate>{iso}</xmp:ModifyDate>\
         <xmp:MetadataDate>{iso}</xmp:MetadataDate>\n\
         <xmpMM:DocumentID>uuid:{id}</xmpMM:DocumentID><xmpMM:VersionID>{version}</xmpMM:VersionID>\n\
         </rdf:Description>\n{EXTENSION}</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>",
        title = alternative("title", &meta.title),
        language = escaped(&meta.language),
        version = escaped(&meta.version),
        iso = stamp.iso,
    )
}

const EXTENSION: &str = "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
    xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n\
    <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
    <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\
    <pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
    <pdfaProperty:category>internal</pdfaProperty:category>\
    <pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\
    </rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>\n";

/// A hash of the sheet and the tool's version.
fn document_id(book: &Book, options: &Options) -> String {
    let mut bytes = PRODUCER.as_bytes().to_vec();
    match &options.source {
        Some((_, sheet)) => bytes.extend_from_slice(sheet),
        None => bytes.extend_from_slice(format!("{}\n{}", book.meta.title, book.meta.version).as_bytes()),
    }
    let hex: String = write::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// For XML text; what XML 1.0 cannot hold at all becomes a space.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push(' '),
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// What the device colours mean (ISO 19005-3, 6.2.3).
fn output_intent(document: &mut Document, gray: bool) -> ObjectId {
    let components = Dictionary::from_iter(vec![("N", Object::Integer(if gray { 1 } else { 3 }))]);
    let profile = document.add_object(Stream::new(components, icc::profile(gray)));
    let condition = if gray { "Gray" } else { "sRGB IEC61966-2.1" };
    document.add_object(Dictionary::from_iter(vec![
        ("Type", name("OutputIntent")),
        ("S", name("GTS_PDFA1")),
        ("OutputConditionIdentifier", text(condition)),
        ("Info", text(condition)),
        ("DestOutputProfile", Object::Reference(profile)),
    ]))
}

/// The sheet file inside (ISO 19005-3, 6.8; ISO 32000-2, 14.13).
fn attach(document: &mut Document, (file, bytes): &(String, Vec<u8>), stamp: &Stamp) -> ObjectId {
    let size = Object::Integer(i64::try_from(bytes.len()).unwrap_or(i64::MAX));
    let parameters = Dictionary::from_iter(vec![("ModDate", text(&stamp.pdf)), ("Size", size)]);
    let embedded = Dictionary::from_iter(vec![
        ("Type", name("EmbeddedFile")),
        ("Subtype", name("application/json")),
        ("Params", Object::Dictionary(parameters)),
    ]);
    let embedded = document.add_object(Stream::new(embedded, bytes.clone()));
    let files = vec![("F", Object::Reference(embedded)), ("UF", Object::Reference(embedded))];
    document.add_object(Dictionary::from_iter(vec![
        ("Type", name("Filespec")),
        ("F", text(file)),
        ("UF", text(file)),
        ("AFRelationship", name("Source")),
        ("Desc", text("The sheet that this file was made from")),
        ("EF", Object::Dictionary(Dictionary::from_iter(files))),
    ]))
}

fn name(value: &str) -> Object {
    Object::Name(value.as_bytes().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_agree_in_both_spellings() {
        let meta = Meta { date: "2026-11".to_owned(), ..Meta::default() };
        let stamp = Stamp::new(&meta, None);
        assert_eq!((stamp.pdf.as_str(), stamp.iso.as_str()), ("D:20261101000000Z", "2026-11-01T00:00:00Z"));
        assert_eq!(Stamp::new(&meta, Some(86_399)).iso, "1970-01-01T23:59:59Z");
    }
}
