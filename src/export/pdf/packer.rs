//! The contents of streams, made ready on two threads: one writes the objects around them, and packs what the other leaves.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use printpdf::{Op, PdfDocument, PdfPage, PdfSaveOptions};

use super::ExportError;
use super::deflate::Deflater;
use crate::parallel;

/// What becomes the content of a stream.
pub(super) enum Content {
    /// The operators of a page, for printpdf to write.
    Page(Vec<Op>),
    /// Deflated if that makes them fewer.
    Bytes(Vec<u8>),
    /// As they are.
    Bare(Vec<u8>),
    /// Made ready before.
    Packed(Packed),
}

impl Content {
    /// About how many bytes are to be deflated.
    const fn work(&self) -> usize {
        match self {
            Self::Page(operators) => operators.len() * BYTES_AN_OPERATOR,
            Self::Bytes(bytes) => bytes.len(),
            Self::Bare(_) | Self::Packed(_) => 0,
        }
    }
}

/// In the content of a page.
const BYTES_AN_OPERATOR: usize = 25;

/// A content as it stands in the file.
#[derive(Debug, Clone)]
pub(super) struct Packed {
    pub(super) bytes: Vec<u8>,
    pub(super) is_deflated: bool,
}

/// Contents that may wait: enough that neither side stands still, few enough to take no room.
const WAITING: usize = 16;

/// Contents that are packed, with their places in the order in which they came.
pub(super) type Done = Vec<(usize, Packed)>;

/// Contents that wait.
#[derive(Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    /// How often the state was changed, for those who watch it without the lock.
    changes: AtomicUsize,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// With their places.
    waiting: Vec<(usize, Content)>,
    /// Whether no more come.
    is_closed: bool,
    /// Whether the other thread sleeps.
    is_asleep: bool,
}

impl State {
    /// The content with the most work: so both threads are done at about the same time.
    fn take(&mut self) -> Option<(usize, Content)> {
        let most = self.waiting.iter().enumerate().max_by_key(|(_, (_, content))| content.work());
        let at = most.map(|(at, _)| at)?;
        Some(self.waiting.swap_remove(at))
    }
}

impl Queue {
    /// Nobody leaves the state half changed.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A content that waits; waits for one, unless no more come.
    fn next(&self) -> Option<(usize, Content)> {
        let mut state = self.lock();
        while state.waiting.is_empty() && !state.is_closed {
            let seen = self.changes.load(Ordering::Relaxed);
            let is_same = || self.changes.load(Ordering::Relaxed) == seen;
            drop(state);
            parallel::wait_while(is_same);
            state = self.lock();
            if is_same() {
                state.is_asleep = true;
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                state.is_asleep = false;
            }
        }
        state.take()
    }

    /// Changes the state, and wakes the other thread if it sleeps.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.lock();
        let changed = change(&mut state);
        self.changes.fetch_add(1, Ordering::Relaxed);
        if state.is_asleep {
            self.changed.notify_one();
        }
        changed
    }

    /// Packs what comes until no more does.
    ///
    /// # Errors
    /// When a content cannot be written or deflated.
    pub(super) fn work(&self, deflater: &mut Deflater) -> Result<Done, ExportError> {
        std::iter::from_fn(|| self.next())
            .map(|(place, content)| Ok((place, pack(deflater, content)?)))
            .collect()
    }
}

/// Where contents come in.
pub(super) struct Packer {
    queue: Source,
    deflater: Deflater,
    /// How many contents came.
    count: usize,
    done: Done,
}

impl Packer {
    pub(super) fn new(queue: Arc<Queue>) -> Self {
        Self { queue: Source(queue), deflater: Deflater::new(), count: 0, done: Vec::new() }
    }

    /// Takes a content; where too many wait, packs one itself.
    ///
    /// # Errors
    /// When that one cannot be written or deflated.
    pub(super) fn pack(&mut self, content: Content) -> Result<(), ExportError> {
        let place = self.count;
        self.count += 1;
        let own = self.queue.0.change(|state| {
            state.waiting.push((place, content));
            if state.waiting.len() > WAITING { state.take() } else { None }
        });
        if let Some((place, content)) = own {
            self.done.push((place, pack(&mut self.deflater, content)?));
        }
        Ok(())
    }

    /// No more come: packs what is left, together with the other thread. What this one packed, and its compressor.
    ///
    /// # Errors
    /// When a content cannot be written or deflated.
    pub(super) fn finish(self) -> Result<(Done, Deflater), ExportError> {
        let Self { queue, mut deflater, mut done, .. } = self;
        queue.close();
        done.extend(queue.0.work(&mut deflater)?);
        Ok((done, deflater))
    }
}

/// The end of a queue where contents come in.
struct Source(Arc<Queue>);

impl Source {
    fn close(&self) {
        self.0.change(|state| state.is_closed = true);
    }
}

impl Drop for Source {
    /// A file that is given up keeps no thread waiting.
    fn drop(&mut self) {
        self.close();
    }
}

/// All contents, in the order in which they came.
pub(super) fn in_order(parts: [Done; 2]) -> impl Iterator<Item = Packed> {
    let mut done: Done = parts.into_iter().flatten().collect();
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, packed)| packed)
}

fn pack(deflater: &mut Deflater, content: Content) -> Result<Packed, ExportError> {
    match content {
        Content::Page(operators) => deflated(deflater, written(operators)?),
        Content::Bytes(bytes) => deflated(deflater, bytes),
        Content::Bare(bytes) => Ok(Packed { bytes, is_deflated: false }),
        Content::Packed(packed) => Ok(packed),
    }
}

/// Bytes deflated, if that makes them fewer.
///
/// # Errors
/// When they cannot be deflated.
pub(super) fn deflated(deflater: &mut Deflater, bytes: Vec<u8>) -> Result<Packed, ExportError> {
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
    let mut warnings = Vec::new();
    let document = pdf.to_lopdf_document(&save, &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(ExportError(format!("printpdf could not write all of a page: {}", warning.msg)));
    }
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
        let is_idle = matches!(byte, b' ' | b'\n')
            && (matches!(out.last(), Some(b'(' | b')' | b'<' | b'>' | b'[' | b']'))
                || matches!(content.get(index + 1), Some(b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'/')));
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
    fn with_and_without_another_thread_the_contents_are_the_same() {
        let fill = |queue: &Arc<Queue>| {
            let mut packer = Packer::new(Arc::clone(queue));
            for _ in 0..20 {
                packer.pack(Content::Page(vec![Op::SaveGraphicsState, Op::RestoreGraphicsState])).unwrap();
                packer.pack(Content::Bytes(vec![b'x'; 100])).unwrap();
                packer.pack(Content::Bare(vec![b'x'; 100])).unwrap();
            }
            packer.finish().unwrap().0
        };
        let bytes =
            |parts| in_order(parts).map(|packed| (packed.bytes, packed.is_deflated)).collect::<Vec<_>>();
        let alone = bytes([fill(&Arc::default()), Vec::new()]);
        let queue = Arc::default();
        let together = std::thread::scope(|threads| {
            let other = threads.spawn(|| Queue::work(&queue, &mut Deflater::new()).unwrap());
            [fill(&queue), other.join().unwrap()]
        });
        assert_eq!(alone, bytes(together));
        let deflated: Vec<bool> = alone[57..].iter().map(|packed| packed.1).collect();
        assert_eq!(deflated, [false, true, false]);
    }
}
