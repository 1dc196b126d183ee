//! The file itself: streams as they come, small objects in compressed object streams, and a compressed cross-reference
//! stream (ISO 32000-1, 7.5.7 and 7.5.8).

use std::io::Write as _;
use std::sync::Arc;

use siphasher::sip128::SipHasher13;

use super::ExportError;
use super::deflate::Deflater;
use super::packer::{Content, Done, Packed, Packer, Queue, in_order};
use super::tokens::{Ref, Tokens};

/// Objects in one object stream: enough to compress well, few enough to open a page quickly.
const OBJECTS_A_STREAM: usize = 1500;

/// Bytes in a row of an object stream: all of a link but its text stands in one.
const ROW: usize = 104;

/// Entries in a row of an object stream's index, of twenty bytes each.
const ENTRIES_A_ROW: usize = 5;

/// A file in the making. Like objects stand beside like, so numbers are given kind by kind: an object is then for the most
/// part as the one above it.
pub(super) struct Objects {
    /// Of object n + 1.
    places: Vec<Place>,
    /// The entries of all streams, in the order of their contents.
    streams: Vec<(Ref, Tokens)>,
    contents: Packer,
    /// What goes into object streams: one object after another, in the order they came, each from the start of a row.
    small: Tokens,
    /// Of each small object: its number, where it begins and ends.
    spans: Vec<(u32, usize, usize)>,
    /// The first thing that went wrong.
    error: Option<ExportError>,
}

/// Where an object is.
#[derive(Clone, Copy)]
enum Place {
    Free,
    Offset(usize),
    InStream { stream: u32, index: usize },
}

impl Objects {
    /// An empty file, of which `queue` takes what is to be packed.
    pub(super) fn new(queue: Arc<Queue>) -> Self {
        Self {
            places: Vec::new(),
            streams: Vec::new(),
            contents: Packer::new(queue),
            small: Tokens::default(),
            spans: Vec::new(),
            error: None,
        }
    }

    /// The next number, for an object that comes later.
    pub(super) fn reserve(&mut self) -> Ref {
        self.places.push(Place::Free);
        Ref(self.count())
    }

    pub(super) fn reserve_many(&mut self, count: usize) -> Vec<Ref> {
        (0..count).map(|_| self.reserve()).collect()
    }

    fn count(&self) -> u32 {
        u32::try_from(self.places.len()).unwrap_or(u32::MAX)
    }

    /// Writes an object whose number was reserved.
    pub(super) fn put(&mut self, at: Ref, object: impl FnOnce(&mut Tokens)) {
        let start = self.small.bytes.len();
        object(&mut self.small);
        self.small.bytes.push(b'\n');
        fill_row(&mut self.small.bytes);
        self.spans.push((at.0, start, self.small.bytes.len()));
        if self.spans.len() == OBJECTS_A_STREAM {
            self.pack_objects();
        }
    }

    pub(super) fn add(&mut self, object: impl FnOnce(&mut Tokens)) -> Ref {
        let at = self.reserve();
        self.put(at, object);
        at
    }

    pub(super) fn add_dictionary(&mut self, entries: impl FnOnce(&mut Tokens)) -> Ref {
        self.add(|object| {
            object.dictionary(entries);
        })
    }

    pub(super) fn stream(&mut self, entries: impl FnOnce(&mut Tokens), content: Content) -> Ref {
        let at = self.reserve();
        let mut dictionary = Tokens::default();
        entries(&mut dictionary);
        self.streams.push((at, dictionary));
        self.pack(content);
        at
    }

    /// Makes an object stream of the small objects that wait.
    fn pack_objects(&mut self) {
        if let Some((at, entries, content)) = self.object_stream() {
            self.streams.push((at, entries));
            self.pack(Content::Bytes(content));
        }
    }

    fn pack(&mut self, content: Content) {
        if let Err(error) = self.contents.pack(content) {
            self.error.get_or_insert(error);
        }
    }

    /// No more objects come.
    ///
    /// # Errors
    /// When a stream cannot be written.
    pub(super) fn finish(mut self, root: Ref, info: Option<Ref>) -> Result<Finished, ExportError> {
        self.pack_objects();
        if let Some(error) = self.error {
            return Err(error);
        }
        let (done, deflater) = self.contents.finish()?;
        Ok(Finished { places: self.places, streams: self.streams, done, deflater, root, info })
    }

    /// The entries and content of a stream of the small objects that wait, by their numbers; `None` if there are none.
    fn object_stream(&mut self) -> Option<(Ref, Tokens, Vec<u8>)> {
        let (small, mut spans) = (std::mem::take(&mut self.small.bytes), std::mem::take(&mut self.spans));
        spans.sort_unstable();
        spans.first()?;
        let stream = self.reserve();
        let (mut index, mut body) = (Vec::new(), Vec::with_capacity(small.len()));
        for (place, (number, start, end)) in spans.iter().enumerate() {
            self.places[*number as usize - 1] = Place::InStream { stream: stream.0, index: place };
            // A vector takes all.
            let _ = write!(index, "{number:9} {:9} ", body.len());
            if place % ENTRIES_A_ROW == ENTRIES_A_ROW - 1 {
                fill_row(&mut index);
            }
            body.extend_from_slice(&small[*start..*end]);
        }
        fill_row(&mut index);
        let mut entries = Tokens::default();
        entries.key("Type").name("ObjStm").key("N").integer(spans.len()).key("First").integer(index.len());
        rows_are_predicted(&mut entries, ROW);
        index.extend_from_slice(&body);
        Some((stream, entries, predicted(&index, ROW)))
    }
}

fn fill_row(bytes: &mut Vec<u8>) {
    bytes.resize(bytes.len().next_multiple_of(ROW), b' ');
}

/// All objects of a file.
pub(super) struct Finished {
    places: Vec<Place>,
    streams: Vec<(Ref, Tokens)>,
    /// The contents that were packed where the objects were made.
    done: Done,
    /// For the table of objects.
    deflater: Deflater,
    root: Ref,
    info: Option<Ref>,
}

impl Finished {
    /// Puts the file together with the contents that were packed elsewhere. Its id is a hash of its body.
    ///
    /// # Errors
    /// When the table of its objects cannot be deflated.
    pub(super) fn file(mut self, version: &str, elsewhere: Done) -> Result<Vec<u8>, ExportError> {
        let mut file = File {
            bytes: format!("%PDF-{version}\n%\u{e2}\u{e3}\u{cf}\u{d3}\n").into_bytes(),
            places: self.places,
        };
        for ((at, entries), content) in self.streams.into_iter().zip(in_order([self.done, elsewhere])) {
            file.stream(at, entries, &content);
        }
        file.cross_references(&mut self.deflater, self.root, self.info)?;
        Ok(file.bytes)
    }
}

/// The file as far as it is written.
struct File {
    bytes: Vec<u8>,
    places: Vec<Place>,
}

impl File {
    fn stream(&mut self, at: Ref, mut entries: Tokens, content: &Packed) {
        self.places[at.0 as usize - 1] = Place::Offset(self.bytes.len());
        if content.is_deflated {
            entries.key("Filter").name("FlateDecode");
        }
        entries.key("Length").integer(content.bytes.len());
        self.bytes.extend_from_slice(format!("{} 0 obj\n<<", at.0).as_bytes());
        self.bytes.extend_from_slice(&entries.bytes);
        self.bytes.extend_from_slice(b">>stream\n");
        self.bytes.extend_from_slice(&content.bytes);
        // A line end after the content is no part of it; after a carriage return, a line feed alone would take that in.
        self.bytes.extend_from_slice(if content.bytes.ends_with(b"\r") { b"\r\n" } else { b"\n" });
        self.bytes.extend_from_slice(b"endstream\nendobj\n");
    }

    fn cross_references(
        &mut self,
        deflater: &mut Deflater,
        root: Ref,
        info: Option<Ref>,
    ) -> Result<(), ExportError> {
        let start = self.bytes.len();
        self.places.push(Place::Offset(start));
        let at = Ref(u32::try_from(self.places.len()).unwrap_or(u32::MAX));
        let mut rows = vec![0, 0, 0, 0, 0, 255, 255];
        rows.extend(self.places.iter().flat_map(|place| row(*place)));
        let content = Packed { bytes: deflater.deflate(&predicted(&rows, 7))?, is_deflated: true };
        let id: String = digest(&self.bytes).iter().map(|byte| format!("{byte:02X}")).collect();
        let mut entries = Tokens::default();
        entries.key("Type").name("XRef").key("Size").integer(self.places.len() + 1);
        entries.key("W").array(|widths| _ = widths.integer(1).integer(4).integer(2));
        rows_are_predicted(&mut entries, 7);
        entries.key("ID").bytes.extend_from_slice(format!("[<{id}><{id}>]").as_bytes());
        entries.key("Root").reference(root);
        if let Some(info) = info {
            entries.key("Info").reference(info);
        }
        self.stream(at, entries, &content);
        self.bytes.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        Ok(())
    }
}

/// An entry of the cross-reference stream: kind in one byte, then four, then two.
fn row(place: Place) -> [u8; 7] {
    let (kind, second, third) = match place {
        Place::Free => (0, 0, 0),
        Place::Offset(offset) => (1, u32::try_from(offset).unwrap_or(u32::MAX), 0),
        Place::InStream { stream, index } => (2, stream, index),
    };
    let [a, b, c, d] = second.to_be_bytes();
    let [e, f] = u16::try_from(third).unwrap_or(u16::MAX).to_be_bytes();
    [kind, a, b, c, d, e, f]
}

/// Each row as the difference to the one above, if that is zero for the most part, else as it is: PNG's filters "Up" and
/// "None" (ISO 32000-1, 7.4.4.4). Numbers that count up from row to row then cost next to nothing.
fn predicted(bytes: &[u8], columns: usize) -> Vec<u8> {
    let none = vec![0; columns];
    let above = std::iter::once(&none[..]).chain(bytes.chunks_exact(columns));
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / columns);
    for (row, above) in bytes.chunks_exact(columns).zip(above) {
        let same = row.iter().zip(above).filter(|(byte, up)| byte == up).count();
        if 3 * same > 2 * columns {
            out.push(2);
            out.extend(row.iter().zip(above).map(|(byte, up)| byte.wrapping_sub(*up)));
        } else {
            out.push(0);
            out.extend_from_slice(row);
        }
    }
    out
}

/// Says of a stream that each of its rows names its filter.
fn rows_are_predicted(entries: &mut Tokens, columns: usize) {
    entries.key("DecodeParms").dictionary(|parameters| {
        parameters.key("Predictor").integer(15).key("Columns").integer(columns);
    });
}

/// 128 bits that depend on all bytes: names content, protects nothing.
pub(super) fn digest(bytes: &[u8]) -> [u8; 16] {
    SipHasher13::new().hash(bytes).as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::Document;

    #[test]
    fn a_carriage_return_at_the_end_of_a_stream_stays_in_it() {
        let mut objects = Objects::new(Arc::default());
        let stream = objects.stream(|_| (), Content::Bare(b"x\r".to_vec()));
        let bytes = objects.finish(stream, None).unwrap().file("1.7", Vec::new()).unwrap();
        assert!(bytes.windows(14).any(|window| window == b"x\r\r\nendstream\n"));
    }

    #[test]
    fn rows_like_the_one_above_are_differences() {
        assert_eq!(predicted(b"K 10..K 11..abcdef", 6), b"\0K 10..\x02\0\0\0\x01\0\0\0abcdef");
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut objects = Objects::new(Arc::default());
        let root = objects.reserve();
        let text = objects.add(|object| {
            object.text("(x)");
        });
        objects.put(root, |object| {
            object.dictionary(|catalog| {
                catalog.key("Type").name("Catalog").key("Lang").reference(text);
            });
        });
        let file = objects.finish(root, None).unwrap().file("1.7", Vec::new()).unwrap();
        let back = Document::load_mem(&file).unwrap();
        let lang = back.catalog().unwrap().get(b"Lang").unwrap().as_reference().unwrap();
        assert_eq!(back.get_object(lang).unwrap().as_str().unwrap(), b"(x)");
    }
}
