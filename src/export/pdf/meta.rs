//! What the file says of itself: catalog, Info, XMP, output intent.

use super::attached::Attachments;
use super::packer::Content;
use super::tokens::{Ref, Tokens};
use super::write::{self, Objects};
use super::{Options, Standard, icc};
use crate::display::{Book, Meta};
use crate::model::Date;
use crate::text::Direction;

/// What made the file. The version is part of the document's id.
const PRODUCER: &str = concat!("cheatsheet ", env!("CARGO_PKG_VERSION"));

/// What the catalog refers to.
pub(super) struct Parts {
    pub(super) pages: Ref,
    pub(super) outline: Option<Ref>,
    pub(super) structure: Option<Ref>,
}

/// Writes the catalog, and Info unless the standard forbids it (ISO 19005-4, 6.1.3).
pub(super) fn finish(
    objects: &mut Objects,
    book: &Book,
    options: &Options,
    parts: &Parts,
) -> (Ref, Option<Ref>) {
    let stamp = Stamp::new(&book.meta, options.epoch);
    let has_info = options.standard == Standard::Ua1;
    let info = has_info.then(|| objects.add_dictionary(|entries| info(entries, &book.meta, &stamp)));
    // Bare: archives read it without unpacking, and some validators cannot.
    let kind = |entries: &mut Tokens| _ = entries.key("Type").name("Metadata").key("Subtype").name("XML");
    let metadata = objects.stream(kind, Content::Bare(xmp(book, &stamp, options).into_bytes()));
    let intent = output_intent(objects, book.meta.gray);
    let attached = Attachments::add(objects, options, &stamp.pdf);
    let catalog = objects.add_dictionary(|catalog| {
        catalog.key("Type").name("Catalog").key("PageLayout").name("OneColumn");
        catalog.key("Pages").reference(parts.pages);
        if let Some(outline) = parts.outline {
            catalog.key("PageMode").name("UseOutlines").key("Outlines").reference(outline);
        }
        catalog.key("Metadata").reference(metadata);
        catalog.key("OutputIntents").array(|intents| _ = intents.reference(intent));
        catalog.key("Lang").text(&book.meta.language);
        catalog.key("ViewerPreferences").dictionary(|shown| {
            shown.key("DisplayDocTitle").boolean(true);
            if Direction::of_language(&book.meta.language) == Direction::RightToLeft {
                shown.key("Direction").name("R2L");
            }
        });
        page_labels(catalog.key("PageLabels"));
        if let Some(root) = parts.structure {
            catalog.key("MarkInfo").dictionary(|marked| _ = marked.key("Marked").boolean(true));
            catalog.key("StructTreeRoot").reference(root);
        }
        attached.entries(catalog);
    });
    (catalog, info)
}

/// Decimal page numbers from 1 (ISO 32000-1, 12.4.2).
fn page_labels(out: &mut Tokens) {
    out.dictionary(|labels| {
        labels.key("Nums").array(|numbers| {
            numbers.integer(0).dictionary(|style| _ = style.key("S").name("D"));
        });
    });
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

fn info(entries: &mut Tokens, meta: &Meta, stamp: &Stamp) {
    entries.key("Title").text(&meta.title);
    for (key, value) in [("Author", meta.authors.join(", ")), ("Subject", meta.subject.clone())] {
        if !value.is_empty() {
            entries.key(key).text(&value);
        }
    }
    entries.key("Creator").text(PRODUCER).key("Producer").text(PRODUCER);
    entries.key("CreationDate").text(&stamp.pdf).key("ModDate").text(&stamp.pdf);
}

/// The XMP packet (ISO 16684-1) with the marks of PDF/A-3a (ISO 19005-3, 6.6.4) and PDF/UA-1 (ISO 14289-1, 5), and the
/// schema of the latter, which PDF/A wants described (ISO 19005-3, 6.6.2.3); or with those of PDF/A-4f and PDF/UA-2.
fn xmp(book: &Book, stamp: &Stamp, options: &Options) -> String {
    let meta = &book.meta;
    let alternative = |value: &str| {
        format!("<rdf:Alt><rdf:li xml:lang=\"x-default\">{}</rdf:li></rdf:Alt>", escaped(value))
    };
    let list =
        |kind: &str, value: &str| format!("<rdf:{kind}><rdf:li>{}</rdf:li></rdf:{kind}>", escaped(value));
    let mut lists = vec![("title", alternative(&meta.title))];
    if !meta.authors.is_empty() {
        // One entry, so that it equals the author of Info.
        lists.push(("creator", list("Seq", &meta.authors.join(", "))));
    }
    if !meta.subject.is_empty() {
        lists.push(("description", alternative(&meta.subject)));
    }
    lists.push(("language", list("Bag", &meta.language)));
    let lists: String = lists.iter().map(|(key, list)| format!("<dc:{key}>{list}</dc:{key}>\n")).collect();
    let (marks, extension) = match options.standard {
        Standard::Ua1 => ("pdfaid:part=\"3\" pdfaid:conformance=\"A\" pdfuaid:part=\"1\"", EXTENSION),
        Standard::Ua2 => (
            "pdfaid:part=\"4\" pdfaid:rev=\"2020\" pdfaid:conformance=\"F\" pdfuaid:part=\"2\" pdfuaid:rev=\"2024\"",
            "",
        ),
    };
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\" \
         xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" \
         xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" \
         {marks} \
         xmp:CreatorTool=\"{PRODUCER}\" pdf:Producer=\"{PRODUCER}\" \
         xmp:CreateDate=\"{iso}\" xmp:ModifyDate=\"{iso}\" \
         xmpMM:DocumentID=\"uuid:{id}\" xmpMM:VersionID=\"{version}\">\n\
         {lists}{extension}</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>",
        version = escaped(&meta.version),
        iso = stamp.iso,
        id = document_id(book, options),
    )
}

const EXTENSION: &str = "<pdfaExtension:schemas xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
    xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\
    <rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
    <pdfaSchema:schema>PDF/UA</pdfaSchema:schema>\
    <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
    <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
    <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\
    <pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
    <pdfaProperty:category>internal</pdfaProperty:category>\
    <pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\
    </rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\n";

/// A hash of the sheet, its theme file and the tool's version.
fn document_id(book: &Book, options: &Options) -> String {
    let mut bytes = PRODUCER.as_bytes().to_vec();
    match &options.source {
        Some(sheet) => bytes.extend_from_slice(&sheet.bytes),
        None => bytes.extend_from_slice(format!("{}\n{}", book.meta.title, book.meta.version).as_bytes()),
    }
    if let Some(theme) = &options.theme {
        bytes.extend_from_slice(&theme.bytes);
    }
    let hex: String = write::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// For XML text, without soft hyphens; what XML 1.0 cannot hold at all becomes a space.
fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{ad}' => {}
            '\u{fffe}' | '\u{ffff}' => out.push(' '),
            other if other.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// What the device colours mean (ISO 19005-3, 6.2.3).
fn output_intent(objects: &mut Objects, gray: bool) -> Ref {
    let components = |entries: &mut Tokens| _ = entries.key("N").integer(if gray { 1 } else { 3 });
    let profile = objects.stream(components, Content::Bytes(icc::profile(gray)));
    let condition = if gray { "Gray" } else { "sRGB IEC61966-2.1" };
    objects.add_dictionary(|intent| {
        intent.key("Type").name("OutputIntent").key("S").name("GTS_PDFA1");
        intent.key("OutputConditionIdentifier").text(condition).key("Info").text(condition);
        intent.key("DestOutputProfile").reference(profile);
    })
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
