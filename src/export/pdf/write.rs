//! The file itself: objects renumbered in the order they are reached, small ones in compressed object streams, and
//! a compressed cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8).
//!
//! Our own, because lopdf's writer leaves the cross-reference stream bare and object streams to the whim of options.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};
use miniz_oxide::deflate::core::{
    CompressionStrategy, CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params,
};

/// Objects in one object stream: enough to compress well, few enough to open a page quickly.
const OBJECTS_A_STREAM: usize = 1000;

/// Writes all objects that the trailer leads to. The file's id is a hash of its body.
pub(super) fn write(document: &Document) -> Vec<u8> {
    let mut order = reachable(document);
    // Like beside like deflates best; within a kind, the order of the document stays.
    order.sort_by_cached_key(|id| kind(document.objects.get(id)));
    let numbers: BTreeMap<ObjectId, usize> = order.iter().enumerate().map(|(n, id)| (*id, n + 1)).collect();
    let mut file = File {
        bytes: format!("%PDF-{}\n%\u{e2}\u{e3}\u{cf}\u{d3}\n", document.version).into_bytes(),
        places: Vec::new(),
    };
    file.places.resize(order.len(), Place::Free);
    let mut small = Vec::new();
    for id in &order {
        let number = numbers[id];
        match document.objects.get(id) {
            Some(Object::Stream(stream)) => {
                let (dictionary, content) = compressed(stream);
                file.stream(number, dictionary, &content, &numbers);
            }
            Some(object) => small.push((number, object)),
            None => small.push((number, &Object::Null)),
        }
    }
    for chunk in small.chunks(OBJECTS_A_STREAM) {
        file.object_stream(chunk, &numbers);
    }
    file.cross_references(document, &numbers);
    file.bytes
}

/// The ids of all objects that the trailer leads to, in the order they are met.
fn reachable(document: &Document) -> Vec<ObjectId> {
    let mut order = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let mut stack: Vec<&Object> =
        [b"Info".as_slice(), b"Root"].iter().filter_map(|key| document.trailer.get(key).ok()).collect();
    while let Some(object) = stack.pop() {
        match object {
            Object::Reference(id) if seen.insert(*id) => {
                order.push(*id);
                stack.extend(document.objects.get(id));
            }
            Object::Array(items) => stack.extend(items.iter().rev()),
            Object::Dictionary(dictionary) => stack.extend(dictionary.iter().rev().map(|(_, value)| value)),
            Object::Stream(stream) => stack.extend(stream.dict.iter().rev().map(|(_, value)| value)),
            _ => {}
        }
    }
    order
}

/// What kind of thing an object is: structure elements by type, active areas, streams, anything else.
fn kind(object: Option<&Object>) -> (u8, &[u8]) {
    let Some(Object::Dictionary(entries)) = object else {
        return (if matches!(object, Some(Object::Stream(_))) { 3 } else { 0 }, &[]);
    };
    let name = |key: &[u8]| entries.get(key).and_then(Object::as_name).ok();
    match (name(b"S").filter(|_| entries.has(b"P")), name(b"Subtype")) {
        (Some(element), _) => (2, element),
        (None, Some(b"Link")) => (1, if entries.has(b"A") { b"A" } else { b"Dest" }),
        _ => (0, &[]),
    }
}

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    Free,
    Offset(usize),
    InStream { stream: usize, index: usize },
}

struct File {
    bytes: Vec<u8>,
    /// Of object n + 1.
    places: Vec<Place>,
}

impl File {
    fn stream(
        &mut self,
        number: usize,
        mut dictionary: Dictionary,
        content: &[u8],
        numbers: &BTreeMap<ObjectId, usize>,
    ) {
        if self.places.len() < number {
            self.places.resize(number, Place::Free);
        }
        self.places[number - 1] = Place::Offset(self.bytes.len());
        dictionary.set("Length", Object::Integer(i64::try_from(content.len()).unwrap_or(i64::MAX)));
        self.bytes.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        put_dictionary(&mut self.bytes, &dictionary, numbers);
        self.bytes.extend_from_slice(b"stream\n");
        self.bytes.extend_from_slice(content);
        // A line end after the content is no part of it; after a carriage return, a line feed alone would take that in.
        self.bytes.extend_from_slice(if content.ends_with(b"\r") { b"\r\n" } else { b"\n" });
        self.bytes.extend_from_slice(b"endstream\nendobj\n");
    }

    fn object_stream(&mut self, objects: &[(usize, &Object)], numbers: &BTreeMap<ObjectId, usize>) {
        let stream = self.places.len() + 1;
        let (mut index, mut body) = (String::new(), Vec::new());
        let mut cuts = vec![0];
        for (place, (number, object)) in objects.iter().enumerate() {
            self.places[number - 1] = Place::InStream { stream, index: place };
            if place > 0 && kind(Some(object)) != kind(Some(objects[place - 1].1)) {
                cuts.push(body.len());
            }
            index.push_str(&format!("{number} {} ", body.len()));
            put(&mut body, object, numbers);
            body.push(b'\n');
        }
        let first = index.len();
        let mut content = index.into_bytes();
        content.append(&mut body);
        let dictionary = Dictionary::from_iter(vec![
            ("Type", Object::Name(b"ObjStm".to_vec())),
            ("N", Object::Integer(i64::try_from(objects.len()).unwrap_or(i64::MAX))),
            ("First", Object::Integer(i64::try_from(first).unwrap_or(i64::MAX))),
            ("Filter", Object::Name(b"FlateDecode".to_vec())),
        ]);
        cuts.iter_mut().for_each(|cut| *cut += first);
        self.stream(stream, dictionary, &deflate(&content, &cuts), numbers);
    }

    fn cross_references(&mut self, document: &Document, numbers: &BTreeMap<ObjectId, usize>) {
        let number = self.places.len() + 1;
        let start = self.bytes.len();
        self.places.push(Place::Offset(start));
        let mut rows = vec![[0, 0, 0, 0, 0, 255, 255]];
        rows.extend(self.places.iter().map(|place| row(*place)));
        let length = |value: usize| Object::Integer(i64::try_from(value).unwrap_or(i64::MAX));
        let parameters = vec![("Predictor", length(12)), ("Columns", length(7))];
        let id = Object::String(digest(&self.bytes).to_vec(), lopdf::StringFormat::Hexadecimal);
        let mut dictionary = Dictionary::from_iter(vec![
            ("Type", Object::Name(b"XRef".to_vec())),
            ("Size", length(number + 1)),
            ("W", Object::Array(vec![length(1), length(4), length(2)])),
            ("Filter", Object::Name(b"FlateDecode".to_vec())),
            ("DecodeParms", Object::Dictionary(Dictionary::from_iter(parameters))),
            ("ID", Object::Array(vec![id.clone(), id])),
        ]);
        for key in [b"Root".as_slice(), b"Info"] {
            if let Ok(value) = document.trailer.get(key) {
                dictionary.set(key, value.clone());
            }
        }
        let content = deflate(&predicted(&rows), &[]);
        self.stream(number, dictionary, &content, numbers);
        self.bytes.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
    }
}

/// An entry of the cross-reference stream: kind in one byte, then four, then two.
fn row(place: Place) -> [u8; 7] {
    let (kind, second, third) = match place {
        Place::Free => (0, 0, 0),
        Place::Offset(offset) => (1, offset, 0),
        Place::InStream { stream, index } => (2, stream, index),
    };
    let [a, b, c, d] = u32::try_from(second).unwrap_or(u32::MAX).to_be_bytes();
    let [e, f] = u16::try_from(third).unwrap_or(u16::MAX).to_be_bytes();
    [kind, a, b, c, d, e, f]
}

/// Each row as the difference to the one above (PNG predictor "Up"), which deflates far better.
fn predicted(rows: &[[u8; 7]]) -> Vec<u8> {
    let mut above = [0; 7];
    let mut out = Vec::with_capacity(rows.len() * 8);
    for row in rows {
        out.push(2);
        out.extend(row.iter().zip(above).map(|(byte, up): (&u8, u8)| byte.wrapping_sub(up)));
        above = *row;
    }
    out
}

/// Streams are deflated, save those that are already and the metadata, which archives read bare.
fn compressed(stream: &lopdf::Stream) -> (Dictionary, Vec<u8>) {
    let mut dictionary = stream.dict.clone();
    let is_metadata = dictionary.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"Metadata");
    if is_metadata || dictionary.has(b"Filter") {
        return (dictionary, stream.content.clone());
    }
    let content = deflate(&stream.content, &[]);
    if content.len() >= stream.content.len() {
        return (dictionary, stream.content.clone());
    }
    dictionary.set("Filter", Object::Name(b"FlateDecode".to_vec()));
    (dictionary, content)
}

/// Input worth a block of its own: codes take room too.
const BLOCK: usize = 1500;

/// Deflates in the zlib format (RFC 1950). A new block begins at a cut: codes that suit one kind of content do not suit
/// the next; the matches run over all.
fn deflate(content: &[u8], cuts: &[usize]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() / 3 + 64);
    let flags = create_comp_flags_from_zip_params(9, 1, CompressionStrategy::Default as i32);
    let mut compressor = Box::new(CompressorOxide::new(flags));
    // The sink takes all, so there is nothing to go wrong.
    let mut put = |part: &[u8], flush| {
        compress_to_output(&mut compressor, part, flush, |bytes| {
            out.extend_from_slice(bytes);
            true
        });
    };
    let mut start = 0;
    for cut in cuts {
        if *cut >= start + BLOCK && content.len() >= cut + BLOCK {
            put(&content[start..*cut], TDEFLFlush::Sync);
            start = *cut;
        }
    }
    put(&content[start..], TDEFLFlush::Finish);
    out
}

fn put(out: &mut Vec<u8>, object: &Object, numbers: &BTreeMap<ObjectId, usize>) {
    match object {
        Object::Null | Object::Stream(_) => out.extend_from_slice(b"null"),
        Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Object::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Real(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Object::Name(name) => put_name(out, name),
        Object::String(bytes, _) => put_string(out, bytes),
        Object::Array(items) => {
            out.push(b'[');
            for item in items {
                put_after(out, item, numbers);
            }
            out.push(b']');
        }
        Object::Dictionary(dictionary) => put_dictionary(out, dictionary, numbers),
        Object::Reference(id) => match numbers.get(id) {
            Some(number) => out.extend_from_slice(format!("{number} 0 R").as_bytes()),
            None => out.extend_from_slice(b"null"),
        },
    }
}

fn put_dictionary(out: &mut Vec<u8>, dictionary: &Dictionary, numbers: &BTreeMap<ObjectId, usize>) {
    out.extend_from_slice(b"<<");
    for (key, value) in dictionary {
        put_name(out, key);
        put_after(out, value, numbers);
    }
    out.extend_from_slice(b">>");
}

/// Puts an object after another token, with a space only if they would run together (ISO 32000-1, 7.2.2).
fn put_after(out: &mut Vec<u8>, object: &Object, numbers: &BTreeMap<ObjectId, usize>) {
    let ends = |byte: &u8| b"[]<>()/".contains(byte);
    let delimits =
        matches!(object, Object::Name(_) | Object::String(..) | Object::Array(_) | Object::Dictionary(_));
    if !delimits && !out.last().is_some_and(ends) {
        out.push(b' ');
    }
    put(out, object, numbers);
}

fn put_name(out: &mut Vec<u8>, name: &[u8]) {
    out.push(b'/');
    for byte in name {
        if byte.is_ascii_alphanumeric() || b"+-_.".contains(byte) {
            out.push(*byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

fn put_string(out: &mut Vec<u8>, bytes: &[u8]) {
    out.push(b'(');
    for byte in bytes {
        match byte {
            b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', *byte]),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\n' => out.extend_from_slice(b"\\n"),
            other => out.push(*other),
        }
    }
    out.push(b')');
}

/// FNV-1a, 64 bits: names content, protects nothing.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    hash_from(0xcbf2_9ce4_8422_2325, bytes)
}

fn hash_from(seed: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(seed, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// 128 bits that depend on all bytes.
pub(super) fn digest(bytes: &[u8]) -> [u8; 16] {
    let first = hash(bytes);
    let second = hash_from(first ^ 0x9e37_79b9_7f4a_7c15, bytes);
    let mut out = [0; 16];
    out[..8].copy_from_slice(&first.to_be_bytes());
    out[8..].copy_from_slice(&second.to_be_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_names_are_escaped() {
        let mut out = Vec::new();
        put_string(&mut out, b"a(b)\\\r");
        put_name(&mut out, b"A B/C");
        assert_eq!(out, b"(a\\(b\\)\\\\\\r)/A#20B#2FC");
    }

    #[test]
    fn a_carriage_return_at_the_end_of_a_stream_stays_in_it() {
        let mut document = Document::with_version("1.7");
        let filter = Dictionary::from_iter(vec![("Filter", Object::Name(b"FlateDecode".to_vec()))]);
        let stream = document.add_object(lopdf::Stream::new(filter, b"x\r".to_vec()));
        document.trailer.set("Root", Object::Reference(stream));
        let bytes = write(&document);
        assert!(bytes.windows(14).any(|window| window == b"x\r\r\nendstream\n"));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut document = Document::with_version("1.7");
        let unused = document.add_object(Object::Integer(1));
        let text = document.add_object(Object::string_literal("(x)"));
        let root = document.add_object(Dictionary::from_iter(vec![
            ("Type", Object::Name(b"Catalog".to_vec())),
            ("Lang", Object::Reference(text)),
        ]));
        document.trailer.set("Root", Object::Reference(root));
        let bytes = write(&document);
        let back = Document::load_mem(&bytes).unwrap();
        let lang = back.catalog().unwrap().get(b"Lang").unwrap().as_reference().unwrap();
        assert_eq!(back.get_object(lang).unwrap().as_str().unwrap(), b"(x)");
        assert!(
            back.objects.values().all(|object| object.as_i64().is_err()),
            "{unused:?} is reached by nothing"
        );
    }
}
