//! The contents of streams, made ready on a second thread while the objects around them are written.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
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

/// Packs contents, on two threads if a second one is to be had.
pub(super) struct Packer {
    queue: Arc<Queue>,
    helper: Option<JoinHandle<Result<Done, ExportError>>>,
    /// Of this thread, made when it is first needed.
    deflater: Option<Deflater>,
    /// How many contents came.
    count: usize,
    done: Done,
}

/// Contents that are packed, with their places in the order in which they came.
type Done = Vec<(usize, Packed)>;

/// Contents that wait, with their places.
#[derive(Default)]
struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<(usize, Content)>,
    /// Whether no more come.
    is_closed: bool,
}

impl Queue {
    /// Nobody leaves the state half changed.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next content; waits for one, unless no more come.
    fn next(&self) -> Option<(usize, Content)> {
        let mut state = self.lock();
        loop {
            if let Some(next) = state.waiting.pop_front() {
                return Some(next);
            }
            if state.is_closed {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }

    /// Packs what comes until no more does.
    fn work(&self, deflater: &mut Deflater) -> Result<Done, ExportError> {
        std::iter::from_fn(|| self.next())
            .map(|(place, content)| Ok((place, pack(deflater, content)?)))
            .collect()
    }
}

impl Packer {
    pub(super) fn new() -> Self {
        let queue = Arc::new(Queue::default());
        let shared = Arc::clone(&queue);
        let thread = std::thread::Builder::new().name("streams".to_owned());
        let helper = thread.spawn(move || shared.work(&mut Deflater::new())).ok();
        Self { queue, helper, deflater: None, count: 0, done: Vec::new() }
    }

    /// Takes a content; where too many wait, packs one itself.
    ///
    /// # Errors
    /// When that one cannot be written or deflated.
    pub(super) fn pack(&mut self, content: Content) -> Result<(), ExportError> {
        let place = self.count;
        self.count += 1;
        let mut state = self.queue.lock();
        state.waiting.push_back((place, content));
        let own = if state.waiting.len() > WAITING { state.waiting.pop_front() } else { None };
        drop(state);
        self.queue.changed.notify_one();
        if let Some((place, content)) = own {
            let deflater = self.deflater.get_or_insert_with(Deflater::new);
            self.done.push((place, pack(deflater, content)?));
        }
        Ok(())
    }

    /// All contents, in the order in which they came, and what deflates one more.
    ///
    /// # Errors
    /// When one cannot be written or deflated.
    pub(super) fn finish(mut self) -> Result<(Vec<Packed>, Deflater), ExportError> {
        self.queue.close();
        let mut deflater = self.deflater.take().unwrap_or_else(Deflater::new);
        let mut done = std::mem::take(&mut self.done);
        done.extend(self.queue.work(&mut deflater)?);
        if let Some(helper) = self.helper.take() {
            let died = |_| ExportError("the thread that packs streams has died".to_owned());
            done.extend(helper.join().map_err(died)??);
        }
        done.sort_unstable_by_key(|(place, _)| *place);
        Ok((done.into_iter().map(|(_, packed)| packed).collect(), deflater))
    }
}

impl Drop for Packer {
    /// A file that is given up keeps no thread waiting.
    fn drop(&mut self) {
        self.queue.close();
    }
}

fn pack(deflater: &mut Deflater, content: Content) -> Result<Packed, ExportError> {
    match content {
        Content::Page(operators) => deflated(deflater, written(operators)?),
        Content::Bytes(bytes) => deflated(deflater, bytes),
        Content::Bare(bytes) => Ok(Packed { bytes, is_deflated: false }),
    }
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
        let packed = |mut packer: Packer| {
            for _ in 0..20 {
                packer.pack(Content::Page(vec![Op::SaveGraphicsState, Op::RestoreGraphicsState])).unwrap();
                packer.pack(Content::Bytes(vec![b'x'; 100])).unwrap();
                packer.pack(Content::Bare(vec![b'x'; 100])).unwrap();
            }
            let (packed, _) = packer.finish().unwrap();
            packed.into_iter().map(|packed| (packed.bytes, packed.is_deflated)).collect::<Vec<_>>()
        };
        let alone =
            Packer { queue: Arc::default(), helper: None, deflater: None, count: 0, done: Vec::new() };
        let contents = packed(alone);
        assert_eq!(contents, packed(Packer::new()));
        let deflated: Vec<bool> = contents[57..].iter().map(|packed| packed.1).collect();
        assert_eq!(deflated, [false, true, false]);
    }
}
