//! The contents of streams, made ready on a thread of their own while the objects around them are written.

use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use printpdf::{Op, PdfDocument, PdfPage, PdfSaveOptions};

use super::ExportError;
use super::deflate::{Deflater, Effort};

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
        effort: Effort,
        contents: Vec<Content>,
    },
}

impl Packer {
    pub(super) fn new(effort: Effort) -> Self {
        let (contents, receiver) = sync_channel(WAITING);
        let thread = std::thread::Builder::new().name("streams".to_owned());
        let worker = match thread.spawn(move || pack_all(effort, receiver)) {
            Ok(packed) => Worker::Thread { contents, packed },
            Err(_) => Worker::Here { effort, contents: Vec::new() },
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
            Worker::Here { effort, contents } => pack_all(effort, contents),
        }
    }
}

fn pack_all(effort: Effort, contents: impl IntoIterator<Item = Content>) -> Result<Vec<Packed>, ExportError> {
    let mut deflater = Deflater::new(effort);
    contents.into_iter().map(|content| pack(&mut deflater, content)).collect()
}

fn pack(deflater: &mut Deflater, content: Content) -> Result<Packed, ExportError> {
    let bytes = match content {
        Content::Page(operators) => written(operators)?,
        Content::Bytes(bytes) => bytes,
        Content::Bare(bytes) => return Ok(Packed { bytes, is_deflated: false }),
    };
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
    streams.next().ok_or_else(|| ExportError("printpdf wrote a page without content".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let mut packer = Packer::new(Effort::Most);
        contents().into_iter().for_each(|content| packer.pack(content));
        let here = Worker::Here { effort: Effort::Most, contents: contents().into() };
        let [there, here] = [packer, Packer { worker: here }].map(|packer| {
            packer.finish().unwrap().into_iter().map(|packed| (packed.bytes, packed.is_deflated))
        });
        let (there, here): (Vec<_>, Vec<_>) = (there.collect(), here.collect());
        assert_eq!(there, here);
        let deflated: Vec<bool> = here.iter().map(|packed| packed.1).collect();
        assert_eq!(deflated, [false, true, false, false]);
    }
}
