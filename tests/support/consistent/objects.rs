//! Object streams against the table of cross-references, and their index against what lies in them (ISO 32000-1, 7.5.7).

use lopdf::xref::XrefEntry;

use super::Check;

impl Check<'_> {
    /// Each object lies in its stream where the table and the index of the stream say, alone.
    pub(super) fn objects(&mut self) {
        let mut listed = 0;
        for (id, object) in &self.document.objects {
            let Ok(stream) = object.as_stream() else { continue };
            if stream.dict.has_type(b"ObjStm") {
                let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
                let number = |key: &[u8]| stream.dict.get(key).ok().and_then(|value| value.as_i64().ok());
                let size = [number(b"N"), number(b"First")].map(|value| usize::try_from(value?).ok());
                listed += self.object_stream(id.0, &content, size);
            }
        }
        let entries = self.document.reference_table.entries.values();
        let wanted = entries.filter(|entry| matches!(entry, XrefEntry::Compressed { .. })).count();
        self.require(listed == wanted, || format!("{listed} objects are in streams, {wanted} should be"));
    }

    /// Checks one stream, of so many objects that begin at some byte; returns how many its index lists.
    fn object_stream(&mut self, stream: u32, content: &[u8], size: [Option<usize>; 2]) -> usize {
        let [Some(count), Some(first)] = size else {
            self.fault(format!("object stream {stream} has no size"));
            return 0;
        };
        let (index, body) = content.split_at_checked(first).unwrap_or((content, &[]));
        let index: Vec<usize> =
            String::from_utf8_lossy(index).split_whitespace().flat_map(str::parse).collect();
        self.require(index.len() == 2 * count, || {
            format!("object stream {stream} lists others than {count}")
        });
        let ends = index.chunks(2).skip(1).map(|next| next[1 % next.len()]).chain([body.len()]);
        for (place, (entry, end)) in index.chunks_exact(2).zip(ends).enumerate() {
            let told =
                u32::try_from(entry[0]).ok().and_then(|number| self.document.reference_table.get(number));
            let is_told = matches!(told, Some(XrefEntry::Compressed { container, index })
                if *container == stream && usize::from(*index) == place);
            self.require(is_told, || {
                format!("object {} is in stream {stream}, and not by the table", entry[0])
            });
            let is_one = body.get(entry[1]..end).is_some_and(is_one_object);
            self.require(is_one, || format!("object {} is not where stream {stream} has it", entry[0]));
        }
        index.len() / 2
    }
}

/// Whether bytes are one object and white space behind it: all that opens is closed, and not before the end.
fn is_one_object(bytes: &[u8]) -> bool {
    let object = bytes.trim_ascii_end();
    if object.len() == bytes.len() {
        return false;
    }
    let is_container = object.starts_with(b"<<") || object.starts_with(b"[") || object.starts_with(b"(");
    let (mut open, mut at) = (0_usize, 0);
    while let Some(byte) = object.get(at) {
        match byte {
            b'(' => match string(&object[at..]) {
                Some(length) => at += length - 1,
                None => return false,
            },
            b'<' | b'[' => open += 1,
            b'>' | b']' if open == 0 => return false,
            b'>' | b']' => open -= 1,
            _ => {}
        }
        at += 1;
        if open == 0 && is_container && at < object.len() {
            return false;
        }
    }
    open == 0 && !object.is_empty()
}

/// The length of a literal string with its parentheses; `None` if it does not end.
fn string(bytes: &[u8]) -> Option<usize> {
    let (mut open, mut at) = (0_usize, 0);
    loop {
        match bytes.get(at)? {
            b'\\' => at += 1,
            b'(' => open += 1,
            b')' => open -= 1,
            _ => {}
        }
        at += 1;
        if open == 0 {
            return Some(at);
        }
    }
}
