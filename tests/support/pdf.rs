//! A PDF read back: only as much of the format as the tests need, on top of an object parser that is not ours.

use std::collections::BTreeMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

/// A parsed file.
pub struct Pdf {
    /// Its objects.
    pub document: Document,
    /// Its pages, in order.
    pub pages: Vec<ObjectId>,
}

/// Text of one marked-content sequence.
#[derive(Debug, Clone)]
pub struct Shown {
    /// From 0.
    pub page: usize,
    /// Whether readers pass over it.
    pub artifact: bool,
    /// Its number on the page.
    pub mcid: Option<i64>,
    /// By the fonts' `ToUnicode` maps.
    pub text: String,
}

/// A link annotation.
#[derive(Debug, Clone)]
pub struct Annotation {
    pub page: usize,
    pub contents: String,
    /// Where it leads outside.
    pub address: Option<String>,
    /// Where it leads inside: page, x and y up from the bottom.
    pub place: Option<(usize, f64, f64)>,
}

/// A bookmark.
#[derive(Debug, Clone)]
pub struct Mark {
    pub title: String,
    pub place: (usize, f64, f64),
    pub children: Vec<Mark>,
}

impl Pdf {
    /// Parses a file.
    pub fn parse(bytes: &[u8]) -> Self {
        let document = Document::load_mem(bytes).expect("the file can be parsed");
        let pages = document.get_pages().into_values().collect();
        Self { document, pages }
    }

    pub fn resolve<'a>(&'a self, object: &'a Object) -> &'a Object {
        self.document.dereference(object).expect("references lead somewhere").1
    }

    /// A dictionary, direct or not.
    pub fn dictionary<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        self.resolve(object).as_dict().expect("a dictionary")
    }

    /// The content of a stream.
    pub fn stream(&self, object: &Object) -> Vec<u8> {
        let stream = self.resolve(object).as_stream().expect("a stream");
        if stream.dict.has(b"Filter") {
            stream.decompressed_content().expect("it can be unpacked")
        } else {
            stream.content.clone()
        }
    }

    /// A name.
    pub fn name(&self, dictionary: &Dictionary, key: &str) -> String {
        let name = dictionary.get(key.as_bytes()).and_then(Object::as_name);
        String::from_utf8_lossy(name.unwrap_or_else(|_| panic!("no name {key}"))).into_owned()
    }

    /// A text string (ISO 32000-1, 7.9.2.2): UTF-16 behind a byte order mark, else `PDFDocEncoding`.
    pub fn string(&self, dictionary: &Dictionary, key: &str) -> String {
        let value = dictionary.get(key.as_bytes()).unwrap_or_else(|_| panic!("no string {key}"));
        let bytes = self.resolve(value).as_str().expect("a string");
        text_string(bytes)
    }

    /// An array of numbers of a page.
    pub fn numbers(&self, page: ObjectId, key: &str) -> Vec<f64> {
        let page = self.document.get_dictionary(page).expect("a page");
        let array = self.resolve(page.get(key.as_bytes()).unwrap_or_else(|_| panic!("no {key}")));
        array.as_array().expect("an array").iter().map(number).collect()
    }

    /// The fonts of a page by resource name.
    pub fn fonts(&self, page: ObjectId) -> BTreeMap<Vec<u8>, &Dictionary> {
        self.document.get_page_fonts(page).expect("fonts")
    }

    /// The font that has a descriptor: the one below a composite font.
    pub fn described<'a>(&'a self, font: &'a Dictionary) -> &'a Dictionary {
        let Ok(list) = font.get(b"DescendantFonts") else { return font };
        self.dictionary(&self.resolve(list).as_array().expect("a list")[0])
    }

    /// The operators of a page.
    pub fn operations(&self, page: ObjectId) -> Vec<Operation> {
        let content = self.document.get_page_content(page);
        Content::decode(&content).expect("operators").operations
    }

    /// The text of all pages in the order of their content, cut where marked content begins.
    pub fn text(&self) -> Vec<Shown> {
        let mut shown = Vec::new();
        for (index, page) in self.pages.iter().enumerate() {
            let maps: BTreeMap<Vec<u8>, Map> =
                self.fonts(*page).into_iter().map(|(name, font)| (name, self.unicode(font))).collect();
            let mut reader =
                Reader { maps: &maps, font: Vec::new(), open: Vec::new(), shown: Vec::new(), page: index };
            self.operations(*page).iter().for_each(|operation| reader.step(operation));
            assert!(reader.open.is_empty(), "marked content of page {} is closed", index + 1);
            shown.append(&mut reader.shown);
        }
        shown
    }

    /// The text in the order of the structure tree, as it is read aloud: a line for each element that is not inline.
    pub fn read_aloud(&self) -> String {
        let shown = self.text();
        let marked = shown.iter().filter_map(|text| Some(((text.page, text.mcid?), text)));
        let marked: BTreeMap<(usize, i64), &Shown> = marked.collect();
        let catalog = self.document.catalog().expect("a catalog");
        let root = self.dictionary(catalog.get(b"StructTreeRoot").expect("a structure"));
        let mut walk = Walk { pdf: self, marked, text: String::new(), read: 0 };
        walk.kids(root, None);
        assert_eq!(walk.read, walk.marked.len(), "every marked sequence is in the structure, once");
        walk.text
    }

    /// What the codes of a font stand for.
    fn unicode(&self, font: &Dictionary) -> Map {
        let map = self.stream(font.get(b"ToUnicode").expect("ToUnicode"));
        Map::parse(&map).expect("a map to Unicode")
    }

    /// All link annotations, page by page.
    pub fn links(&self) -> Vec<Annotation> {
        let mut links = Vec::new();
        for (page, id) in self.pages.iter().enumerate() {
            let dictionary = self.document.get_dictionary(*id).expect("a page");
            let Ok(annotations) = dictionary.get(b"Annots") else { continue };
            for annotation in self.resolve(annotations).as_array().expect("a list") {
                let annotation = self.dictionary(annotation);
                assert_eq!(self.name(annotation, "Subtype"), "Link");
                let action = annotation.get(b"A").ok().map(|action| self.dictionary(action));
                links.push(Annotation {
                    page,
                    contents: self.string(annotation, "Contents"),
                    address: action.map(|action| self.string(action, "URI")),
                    place: annotation.get(b"Dest").ok().map(|place| self.place(place)),
                });
            }
        }
        links
    }

    fn place(&self, destination: &Object) -> (usize, f64, f64) {
        let parts = self.resolve(destination).as_array().expect("a destination");
        let page = parts[0].as_reference().expect("a page");
        let page = self.pages.iter().position(|id| *id == page).expect("a page of this file");
        assert_eq!(parts[1].as_name().ok(), Some(&b"XYZ"[..]));
        (page, number(&parts[2]), number(&parts[3]))
    }

    /// The bookmarks.
    pub fn outline(&self) -> Vec<Mark> {
        let catalog = self.document.catalog().expect("a catalog");
        let root = self.dictionary(catalog.get(b"Outlines").expect("an outline"));
        self.marks(root)
    }

    fn marks(&self, parent: &Dictionary) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut next = parent.get(b"First").ok();
        while let Some(entry) = next {
            let entry = self.dictionary(entry);
            marks.push(Mark {
                title: self.string(entry, "Title"),
                place: self.place(entry.get(b"Dest").expect("a destination")),
                children: self.marks(entry),
            });
            next = entry.get(b"Next").ok();
            assert!(marks.len() < 10_000, "the outline does not run in circles");
        }
        marks
    }
}

/// A map to Unicode.
#[derive(Default)]
pub struct Map {
    /// Bytes of a code.
    width: usize,
    texts: BTreeMap<u16, String>,
}

impl Map {
    /// Parses a `CMap` (ISO 32000-1, 9.10.3).
    pub fn parse(map: &[u8]) -> Option<Self> {
        let map = std::str::from_utf8(map).ok()?;
        let strings = |block: &str| -> Vec<Vec<u8>> {
            block.split('<').skip(1).map(|part| bytes(part.split('>').next().unwrap_or_default())).collect()
        };
        let blocks = |kind: &str| -> Vec<Vec<u8>> {
            let (begin, end) = (format!("begin{kind}"), format!("end{kind}"));
            map.split(&begin)
                .skip(1)
                .flat_map(|block| strings(block.split(&end).next().unwrap_or("")))
                .collect()
        };
        let mut texts = BTreeMap::new();
        for pair in blocks("bfchar").chunks(2) {
            texts.insert(code(&pair[0]), utf16(&pair[1]));
        }
        for range in blocks("bfrange").chunks(3) {
            let first = utf16(&range[2]).chars().next()?;
            for (step, code) in (0..).zip(code(&range[0])..=code(&range[1])) {
                texts.insert(code, char::from_u32(first as u32 + step)?.to_string());
            }
        }
        Some(Self { width: blocks("codespacerange").first()?.len(), texts })
    }

    /// The codes of a string.
    pub fn codes<'a>(&self, string: &'a [u8]) -> impl Iterator<Item = u16> + use<'a> {
        string.chunks(self.width.max(1)).map(code)
    }

    /// What a code stands for.
    pub fn text(&self, code: u16) -> Option<&str> {
        self.texts.get(&code).map(String::as_str)
    }
}

fn code(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |code, byte| code << 8 | u16::from(*byte))
}

/// Goes through the structure tree, in order.
struct Walk<'a> {
    pdf: &'a Pdf,
    marked: BTreeMap<(usize, i64), &'a Shown>,
    text: String,
    read: usize,
}

impl Walk<'_> {
    fn kids(&mut self, element: &Dictionary, page: Option<ObjectId>) {
        let Ok(kids) = element.get(b"K") else { return };
        match self.pdf.resolve(kids) {
            Object::Array(kids) => kids.iter().for_each(|kid| self.kid(kid, page)),
            kid => self.kid(kid, page),
        }
    }

    fn kid(&mut self, kid: &Object, page: Option<ObjectId>) {
        match self.pdf.resolve(kid) {
            Object::Integer(mcid) => self.marked(page, *mcid),
            Object::Dictionary(entries) => {
                let page = entries.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                let kind = entries.get(b"Type").and_then(Object::as_name).unwrap_or(b"StructElem");
                match kind {
                    b"MCR" => {
                        self.marked(page, entries.get(b"MCID").and_then(Object::as_i64).expect("a number"))
                    }
                    b"OBJR" => {}
                    _ => {
                        let is_inline =
                            matches!(&*self.pdf.name(entries, "S"), "Link" | "Span" | "Reference");
                        if !is_inline {
                            self.text.push('\n');
                        }
                        self.kids(entries, page);
                        if !is_inline {
                            self.text.push('\n');
                        }
                    }
                }
            }
            other => panic!("{other:?} is no kid of an element"),
        }
    }

    fn marked(&mut self, page: Option<ObjectId>, mcid: i64) {
        let page = self.pdf.pages.iter().position(|id| Some(*id) == page).expect("a page of this file");
        let shown = self.marked.get(&(page, mcid)).expect("a marked sequence of the page");
        self.text.push_str(&shown.text);
        self.read += 1;
    }
}

/// Follows the operators of a page.
struct Reader<'a> {
    maps: &'a BTreeMap<Vec<u8>, Map>,
    font: Vec<u8>,
    /// Whether each open sequence is an artifact.
    open: Vec<bool>,
    shown: Vec<Shown>,
    page: usize,
}

impl Reader<'_> {
    fn step(&mut self, operation: &Operation) {
        match &*operation.operator {
            "BMC" | "BDC" => {
                let artifact = operation.operands[0].as_name().ok() == Some(&b"Artifact"[..]);
                self.open.push(artifact);
                let artifact = self.open.contains(&true);
                let properties = operation.operands.get(1).and_then(|operand| operand.as_dict().ok());
                let mcid = properties.and_then(|entries| entries.get(b"MCID").and_then(Object::as_i64).ok());
                self.shown.push(Shown { page: self.page, artifact, mcid, text: String::new() });
            }
            "EMC" => drop(self.open.pop().expect("a sequence is open")),
            "Tf" => self.font = operation.operands[0].as_name().expect("a font").to_vec(),
            "Tj" => self.show(&operation.operands[0]),
            "TJ" => {
                let parts = operation.operands[0].as_array().expect("an array");
                parts.iter().filter(|part| part.as_str().is_ok()).for_each(|part| self.show(part));
            }
            "'" | "\"" => panic!("the reader does not know {}", operation.operator),
            _ => {}
        }
    }

    fn show(&mut self, string: &Object) {
        assert!(!self.open.is_empty(), "text of page {} is in no marked content", self.page + 1);
        let map = self.maps.get(&self.font).expect("the font is among the page's");
        let codes = map.codes(string.as_str().expect("a string"));
        let text: String = codes.map(|code| map.text(code).unwrap_or_default()).collect();
        self.shown.last_mut().expect("a sequence is open").text.push_str(&text);
    }
}

fn number(object: &Object) -> f64 {
    object.as_float().map(f64::from).or_else(|_| object.as_i64().map(|value| value as f64)).expect("a number")
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(u8::is_ascii_hexdigit).collect();
    digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(&String::from_utf8_lossy(pair), 16).expect("hex digits"))
        .collect()
}

/// A text string's characters.
pub fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => utf16(rest),
        plain => plain.iter().map(|code| document_character(*code)).collect(),
    }
}

/// A character of `PDFDocEncoding` (ISO 32000-1, annex D).
fn document_character(code: u8) -> char {
    let special = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž";
    match code {
        0x80..=0x9E => special.chars().nth(usize::from(code - 0x80)).expect("a character"),
        0xA0 => '€',
        other => char::from(other),
    }
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).expect("UTF-16")
}
