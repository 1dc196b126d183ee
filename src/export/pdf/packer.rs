//! The contents of streams, made ready on a thread of their own while the objects around them are written.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use printpdf::{Op, PdfDocument, PdfPage, PdfSaveOptions};

use super::ExportError;
use super::deflate::Deflater;

/// What becomes the content of a stream.
pub(super) enum Content {
    /// The operators of a page, for printpdf to write.
    Page(Vec<Op>),
    /// Deflated if that makes them fewer.
    Bytes(Vec<u8>),
    /// As they are.
    Bare(Vec<u8>),
}

/// A content as it stands in the file.
pub(super) struct Packed {
    pub(super) bytes: Vec<u8>,
    pub(super) is_deflated: bool,
}

/// Contents that may wait: enough that neither side stands still, few enough to take no room.
const WAITING: usize = 16;

/// Packs contents in the order in which they come.
pub(super) struct Packer {
    worker: Worker,
}

enum Worker {
    Thread {
        contents: SyncSender<Content>,
        packed: JoinHandle<Result<Vec<Packed>, ExportError>>,
    },
    /// Where no thread is to be had.
    Here {
        contents: Vec<Content>,
    },
}

impl Packer {
    pub(super) fn new() -> Self {
        let (contents, receiver) = sync_channel(WAITING);
        let thread = std::thread::Builder::new().name("streams".to_owned());
        let worker = match thread.spawn(move || pack_all(receiver)) {
            Ok(packed) => Worker::Thread { contents, packed },
            Err(_) => Worker::Here { contents: Vec::new() },
        };
        Self { worker }
    }

    pub(super) fn pack(&mut self, content: Content) {
        match &mut self.worker {
            // A thread that has gone says why when it is asked for its work.
            Worker::Thread { contents, .. } => _ = contents.send(content),
            Worker::Here { contents, .. } => contents.push(content),
        }
    }

    /// All contents.
    ///
    /// # Errors
    /// When one cannot be written or deflated.
    pub(super) fn finish(self) -> Result<Vec<Packed>, ExportError> {
        match self.worker {
            Worker::Thread { contents, packed } => {
                drop(contents);
                packed.join().map_err(|_| ExportError("the thread that packs streams has died".to_owned()))?
            }
            Worker::Here { contents } => pack_all(contents),
        }
    }
}

fn pack_all(contents: impl IntoIterator<Item = Content>) -> Result<Vec<Packed>, ExportError> {
    let mut deflater = Deflater::new();
    let pack = |content| match content {
        Content::Page(operators) => deflated(&mut deflater, written(operators)?),
        Content::Bytes(bytes) => deflated(&mut deflater, bytes),
        Content::Bare(bytes) => Ok(Packed { bytes, is_deflated: false }),
    };
    contents.into_iter().map(pack).collect()
}

fn deflated(deflater: &mut Deflater, bytes: Vec<u8>) -> Result<Packed, ExportError> {
    let deflated = deflater.deflate(&bytes)?;
    let is_deflated = deflated.len() < bytes.len();
    Ok(Packed { bytes: if is_deflated { deflated } else { bytes }, is_deflated })
}

/// The content of a page as printpdf writes it.
fn written(operators: Vec<Op>) -> Result<Vec<u8>, ExportError> {
    let mut pdf = PdfDocument::new("");
    pdf.pages.push(PdfPage::new(printpdf::Mm(0.0), printpdf::Mm(0.0), operators));
    let save =
        PdfSaveOptions { optimize: false, subset_fonts: false, secure: false, image_optimization: None };
    let document = pdf.to_lopdf_document(&save, &mut Vec::new());
    let mut streams = document.objects.into_values().filter_map(|object| match object {
        lopdf::Object::Stream(stream) => Some(stream.content),
        _ => None,
    });
    let content = streams.next();
    let content = content.ok_or_else(|| ExportError("printpdf wrote a page without content".to_owned()))?;
    Ok(squeezed(&content))
}

/// Content without the spaces that part nothing: those beside a delimiter (ISO 32000-1, 7.2.2). What is in strings stays.
fn squeezed(content: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(content.len());
    let (mut depth, mut is_escaped) = (0_u32, false);
    for (index, byte) in content.iter().enumerate() {
        if depth > 0 {
            out.push(*byte);
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' => is_escaped = true,
                b'(' => depth += 1,
                b')' => depth -= 1,
                _ => {}
            }
            continue;
        }
        depth += u32::from(*byte == b'(');
        let beside =
            |byte: Option<&u8>, delimiters: &[u8]| byte.is_some_and(|byte| delimiters.contains(byte));
        let is_idle = b" \n".contains(byte)
            && (beside(out.last(), b"()<>[]") || beside(content.get(index + 1), b"()<>[]/"));
        if !is_idle {
            out.push(*byte);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_idle_spaces_are_left_out() {
        let content = b"/P <</MCID 0>> BDC\n0 0.5 Td\n[(a ( b\\)) ) -8 (c)] TJ\nq\n/F0 Do";
        assert_eq!(squeezed(content), b"/P<</MCID 0>>BDC\n0 0.5 Td[(a ( b\\)) )-8(c)]TJ\nq/F0 Do");
    }

    #[test]
    fn with_and_without_a_thread_the_contents_are_the_same() {
        let contents = || {
            let page = Content::Page(vec![Op::SaveGraphicsState, Op::RestoreGraphicsState]);
            [
                page,
                Content::Bytes(vec![b'x'; 100]),
                Content::Bytes(vec![b'x']),
                Content::Bare(vec![b'x'; 100]),
            ]
        };
        let mut packer = Packer::new();
        contents().into_iter().for_each(|content| packer.pack(content));
        let here = Worker::Here { contents: contents().into() };
        let [there, here] = [packer, Packer { worker: here }].map(|packer| {
            packer.finish().unwrap().into_iter().map(|packed| (packed.bytes, packed.is_deflated))
        });
        let (there, here): (Vec<_>, Vec<_>) = (there.collect(), here.collect());
        assert_eq!(there, here);
        let deflated: Vec<bool> = here.iter().map(|packed| packed.1).collect();
        assert_eq!(deflated, [false, true, false, false]);
    }
}
