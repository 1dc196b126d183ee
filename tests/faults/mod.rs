//! Faults, each planted into a sound file, with a word of what the check must say.
#![allow(unreachable_pub, reason = "part of a test")]

use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};

/// What only a file with composite fonts can have.
pub const PLANTED_IN_COMPOSITE_FONTS: &[Planted] = &[
    ("widths that lie", widths_of_composite_fonts, "the widths of"),
    ("a default width that lies", |d| private(d, 20), "the widths of"),
    ("a nominal width that lies", |d| private(d, 21), "the widths of"),
];

/// What is done, how, and what must be found.
pub type Planted = (&'static str, fn(&mut Document), &'static str);

pub const PLANTED: &[Planted] = &[
    (
        "an object is lost",
        |d| {
            let id = element(d, "TH");
            drop(d.objects.remove(&id))
        },
        "missing",
    ),
    ("q without Q", |d| content(d, "\nET", "\nET q"), "stays open"),
    ("Q without q", |d| content(d, "\nQ", "\nQ\nQ"), "Q without q"),
    ("an operator nobody knows", |d| content(d, "\nET", "\nET 1 xx"), "unknown operator xx"),
    ("an operator with too few operands", |d| content(d, " Td", " pop Td 1 Td"), "operands"),
    ("ET is lost", |d| content(d, "\nET", ""), "within text"),
    ("EMC is lost", |d| content(d, "\nEMC", ""), "marked content within marked content"),
    ("text outside of marked content", |d| content(d, "\nEMC", "\nEMC\n(a) Tj"), "outside of marked content"),
    ("a number twice", |d| content(d, "MCID 2>>", "MCID 1>>"), "two sequences have number 1"),
    ("content that no element holds", |d| content(d, "MCID 2>>", "MCID 9999>>"), "in no element"),
    ("a font that the page has not", |d| content(d, "/R", "/X"), "without a font"),
    (
        "a parent who is not",
        |d| {
            let to = element(d, "TH");
            set(d, "TD", "P", Object::Reference(to))
        },
        "its parent",
    ),
    ("a type that is none", |d| set(d, "TD", "S", name("Cell")), "is a Cell"),
    ("a cell outside of a row", |d| set(d, "TR", "S", name("P")), "is in a P"),
    (
        "content on no page",
        |d| {
            let id = element(d, "TH");
            drop(entries(d, id).remove(b"Pg"))
        },
        "is on no page",
    ),
    (
        "content of two elements",
        |d| {
            let kid = kid_of(d, "TH");
            set(d, "H1", "K", kid)
        },
        "in two elements",
    ),
    ("an element twice", twice, "hangs in the tree twice"),
    ("an id twice", |d| each(d, |e| e.has(b"ID"), |e| e.set("ID", string("1"))), "two elements have the id"),
    ("headers that are not there", |d| headers(d, vec![string("x"), string("y")]), "names headers"),
    ("no headers", |d| headers(d, Vec::new()), "names headers"),
    ("a header without scope", |d| attribute(d, "TH", "Scope"), "has no scope"),
    ("a row of more columns", |d| span(d, 2), "columns"),
    (
        "a figure without words",
        |d| {
            let id = element(d, "Figure");
            drop(entries(d, id).remove(b"Alt"))
        },
        "no text for those",
    ),
    (
        "a link without area",
        |d| {
            let kid = kid_of(d, "Link");
            set(d, "Link", "K", kid)
        },
        "has no area",
    ),
    (
        "an area whose element is another",
        |d| areas(d, "StructParent", Object::Integer(2)),
        "and its element disagree",
    ),
    (
        "a page without key",
        |d| {
            let id = page(d);
            drop(entries(d, id).remove(b"StructParents"))
        },
        "the parent tree is wrong",
    ),
    ("parent tree swapped", swapped, "the parent tree is wrong"),
    ("next key taken", |d| root(d, "ParentTreeNextKey", Object::Integer(1)), "ParentTreeNextKey"),
    ("no tree of ids", |d| root(d, "IDTree", Object::Null), "the tree of ids"),
    ("widths that lie", widths, "the widths of"),
    ("a default width that lies", |d| private(d, 20), "the widths of"),
    ("a nominal width that lies", |d| private(d, 21), "the widths of"),
    (
        "a form that the page has not",
        |d| resources(d, |entries| drop(entries.remove(b"XObject"))),
        "not of the page",
    ),
    ("a form with text", |d| form(d, b"BT ET f"), "does not only fill"),
    ("a form without content", |d| form(d, b""), "does not only fill"),
    ("two objects under each other's number", |d| index(d, |index| index.swap(0, 2)), "not by the table"),
    ("an object that begins elsewhere", |d| index(d, |index| index[3] += 1), "is not where stream"),
    (
        "an object that begins where another does",
        |d| index(d, |index| index[3] = index[5]),
        "is not where stream",
    ),
    ("an object stream that counts wrong", |d| streams(d, "N", 1), "lists others than"),
    ("an object stream that is lost", |d| streams(d, "Type", 0), "should be"),
    (
        "a font without Unicode",
        |d| each(d, |e| e.has(b"ToUnicode"), |e| drop(e.remove(b"ToUnicode"))),
        "no ToUnicode",
    ),
    ("a code without character", unmapped, "stands for no character"),
    (
        "a font of another name",
        |d| each(d, |e| e.has(b"FontFile3"), |e| e.set("FontName", name("X"))),
        "other names",
    ),
    ("an outline in circles", circle, "in circles"),
    ("an outline that counts wrong", |d| outline(d, "Count", Object::Integer(99)), "says Some(99)"),
    (
        "a bookmark to nowhere",
        |d| each(d, |e| e.has(b"Title") && e.has(b"Parent"), |e| e.set("Dest", Object::Null)),
        "leads to no page",
    ),
    ("a bookmark off the page", off_page, "off the page"),
    (
        "an area off the page",
        |d| areas(d, "Rect", Object::Array([0, 0, 9000, 1].map(Object::Integer).to_vec())),
        "is off the page",
    ),
    ("an area that says nothing", |d| areas(d, "Contents", string("")), "does not say"),
    ("an area that is hidden", |d| areas(d, "F", Object::Integer(2)), "is not printed"),
    ("an address of another kind", address, "leads to javascript"),
    ("another title in Info", |d| info(d, "Title", string("x")), "Title is"),
    ("another date in Info", |d| info(d, "ModDate", string("D:20200101000000Z")), "ModDate is"),
    ("another language", |d| catalog(d, "Lang", string("xx")), "the language is"),
    ("no title in the window", |d| catalog(d, "ViewerPreferences", Object::Null), "the title is not shown"),
    ("no labels", |d| catalog(d, "PageLabels", Object::Null), "no label"),
    ("not marked", |d| catalog(d, "MarkInfo", Object::Null), "not marked"),
    ("a sheet that is shorter than it says", shortened, "bytes"),
    ("a sheet that is not listed", |d| catalog(d, "Names", Object::Null), "not among the embedded"),
];

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

fn string(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

fn page(document: &Document) -> ObjectId {
    document.get_pages()[&1]
}

fn entries(document: &mut Document, id: ObjectId) -> &mut Dictionary {
    match document.get_object_mut(id).expect("an object") {
        Object::Dictionary(entries) => entries,
        Object::Stream(stream) => &mut stream.dict,
        other => panic!("{other:?} has no entries"),
    }
}

/// Elements of a type, those with content first.
fn elements(document: &Document, kind: &str) -> Vec<ObjectId> {
    let is_kind = |object: &Object| {
        object.as_dict().is_ok_and(|entries| {
            entries.has(b"P")
                && entries.get(b"S").and_then(Object::as_name).is_ok_and(|s| s == kind.as_bytes())
        })
    };
    let mut found: Vec<ObjectId> =
        document.objects.iter().filter(|(_, object)| is_kind(object)).map(|(id, _)| *id).collect();
    found.sort_by_key(|id| !document.get_dictionary(*id).expect("an element").has(b"Pg"));
    found
}

fn element(document: &Document, kind: &str) -> ObjectId {
    *elements(document, kind).first().unwrap_or_else(|| panic!("there is no {kind}"))
}

fn set(document: &mut Document, kind: &str, key: &str, value: Object) {
    let id = element(document, kind);
    entries(document, id).set(key, value);
}

/// The first content of an element.
fn kid_of(document: &Document, kind: &str) -> Object {
    let kids =
        document.get_dictionary(element(document, kind)).expect("an element").get(b"K").expect("content");
    match kids {
        Object::Array(kids) => kids[0].clone(),
        kid => kid.clone(),
    }
}

/// Changes every dictionary that fits.
fn each(document: &mut Document, fits: fn(&Dictionary) -> bool, change: impl Fn(&mut Dictionary)) {
    let mut changed = 0;
    for object in document.objects.values_mut() {
        if let Object::Dictionary(entries) = object
            && fits(entries)
        {
            change(entries);
            changed += 1;
        }
    }
    assert!(changed > 0, "nothing was changed");
}

/// Changes the content of the first page, at the first place that reads so.
fn content(document: &mut Document, from: &str, to: &str) {
    let id = document.get_page_contents(page(document))[0];
    let stream = document.get_object_mut(id).and_then(Object::as_stream_mut).expect("content");
    let bytes = stream.decompressed_content().expect("it can be unpacked");
    let at = bytes.windows(from.len()).position(|part| part == from.as_bytes());
    let at = at.unwrap_or_else(|| panic!("the content has no {from:?}"));
    stream.set_plain_content([&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat());
}

fn attributes<'a>(document: &'a mut Document, kind: &str) -> &'a mut Dictionary {
    let id = element(document, kind);
    entries(document, id).get_mut(b"A").and_then(Object::as_dict_mut).expect("attributes")
}

fn headers(document: &mut Document, names: Vec<Object>) {
    attributes(document, "TD").set("Headers", Object::Array(names));
}

fn attribute(document: &mut Document, kind: &str, key: &str) {
    attributes(document, kind).remove(key.as_bytes());
}

fn span(document: &mut Document, columns: i64) {
    let wide = elements(document, "TD").into_iter().find(|id| {
        let attributes =
            document.get_dictionary(*id).and_then(|cell| cell.get(b"A")).and_then(Object::as_dict);
        attributes.is_ok_and(|attributes| !attributes.has(b"ColSpan"))
    });
    let attributes = entries(document, wide.expect("a cell of one column")).get_mut(b"A");
    attributes.and_then(Object::as_dict_mut).expect("attributes").set("ColSpan", Object::Integer(columns));
}

fn twice(document: &mut Document) {
    let id = element(document, "TH");
    let parent = document.get_dictionary(id).and_then(|cell| cell.get(b"P")).and_then(Object::as_reference);
    let kids = entries(document, parent.expect("a parent")).get_mut(b"K").and_then(Object::as_array_mut);
    kids.expect("kids").push(Object::Reference(id));
}

/// The dictionary that an entry of the catalog leads to.
fn below<'a>(document: &'a mut Document, key: &str) -> &'a mut Dictionary {
    let id = document.catalog().expect("a catalog").get(key.as_bytes()).and_then(Object::as_reference);
    entries(document, id.expect("an object of its own"))
}

fn root(document: &mut Document, key: &str, value: Object) {
    below(document, "StructTreeRoot").set(key, value);
}

fn outline(document: &mut Document, key: &str, value: Object) {
    below(document, "Outlines").set(key, value);
}

fn catalog(document: &mut Document, key: &str, value: Object) {
    document.catalog_mut().expect("a catalog").set(key, value);
}

fn info(document: &mut Document, key: &str, value: Object) {
    let id = document.trailer.get(b"Info").and_then(Object::as_reference).expect("Info");
    entries(document, id).set(key, value);
}

/// The first two entries of the first page change places.
fn swapped(document: &mut Document) {
    let tree = below(document, "StructTreeRoot").get(b"ParentTree").and_then(Object::as_reference);
    let numbers = entries(document, tree.expect("a tree")).get(b"Nums").and_then(Object::as_array);
    let list = numbers.expect("numbers")[1].as_reference().expect("a list");
    document.get_object_mut(list).and_then(Object::as_array_mut).expect("a list").swap(0, 1);
}

fn areas(document: &mut Document, key: &str, value: Object) {
    each(document, |e| e.has(b"StructParent"), |entries| entries.set(key, value.clone()));
}

fn address(document: &mut Document) {
    each(
        document,
        |e| e.has(b"StructParent") && e.has(b"A"),
        |entries| {
            let action = entries.get_mut(b"A").and_then(Object::as_dict_mut).expect("an action");
            action.set("URI", string("javascript:alert(1)"));
        },
    );
}

fn off_page(document: &mut Document) {
    each(
        document,
        |e| e.has(b"Title") && e.has(b"Parent"),
        |entries| {
            entries.get_mut(b"Dest").and_then(Object::as_array_mut).expect("a place")[3] =
                Object::Integer(5000);
        },
    );
}

fn circle(document: &mut Document) {
    let first = below(document, "Outlines").get(b"First").and_then(Object::as_reference).expect("a bookmark");
    entries(document, first).set("Next", Object::Reference(first));
}

fn widths(document: &mut Document) {
    each(
        document,
        |e| e.has(b"Widths"),
        |font| {
            font.get_mut(b"Widths").and_then(Object::as_array_mut).expect("widths")[0] = Object::Integer(3);
        },
    );
}

/// `/W` begins with a code and a run of widths.
fn widths_of_composite_fonts(document: &mut Document) {
    each(
        document,
        |e| e.has(b"DescendantFonts"),
        |font| {
            let fonts = font.get_mut(b"DescendantFonts").and_then(Object::as_array_mut).expect("fonts");
            let font = fonts[0].as_dict_mut().expect("a font");
            let runs = font.get_mut(b"W").and_then(Object::as_array_mut).expect("runs");
            runs[1].as_array_mut().expect("widths")[0] = Object::Integer(3);
        },
    );
}

/// Another operand of an operator in the private dictionary, with which our font programs end.
fn private(document: &mut Document, operator: u8) {
    for kind in [&b"Type1C"[..], b"CIDFontType0C"] {
        for program in streams_of(document, kind) {
            let mut bytes = program.decompressed_content().expect("it can be unpacked");
            let last = bytes.len() - 1;
            assert_eq!(bytes[last], 21, "the last operator");
            let before = bytes[..last].iter().rposition(|byte| *byte == 20).expect("the default width");
            let at = if operator == 21 { last } else { before } - 1;
            bytes[at] ^= 1;
            program.set_plain_content(bytes);
        }
    }
}

/// Changes the resources of the first page.
fn resources(document: &mut Document, change: fn(&mut Dictionary)) {
    let id = page(document);
    change(entries(document, id).get_mut(b"Resources").and_then(Object::as_dict_mut).expect("resources"));
}

/// Streams of a type or a subtype.
fn streams_of<'a>(document: &'a mut Document, kind: &'a [u8]) -> impl Iterator<Item = &'a mut lopdf::Stream> {
    document.objects.values_mut().filter_map(move |object| {
        let stream = object.as_stream_mut().ok()?;
        let is_it = [&b"Type"[..], b"Subtype"]
            .iter()
            .any(|key| stream.dict.get(key).and_then(Object::as_name).is_ok_and(|name| name == kind));
        is_it.then_some(stream)
    })
}

fn form(document: &mut Document, content: &[u8]) {
    streams_of(document, b"Form").next().expect("a form").set_plain_content(content.to_vec());
}

fn streams(document: &mut Document, key: &str, value: i64) {
    streams_of(document, b"ObjStm").next().expect("an object stream").dict.set(key, value);
}

/// Changes the index of the first object stream: number and place of each object.
fn index(document: &mut Document, change: fn(&mut Vec<usize>)) {
    let stream = streams_of(document, b"ObjStm").next().expect("an object stream");
    let content = stream.decompressed_content().expect("it can be unpacked");
    let first = stream.dict.get(b"First").and_then(Object::as_i64).expect("a number");
    let (index, body) = content.split_at(usize::try_from(first).expect("a place"));
    let index = std::str::from_utf8(index).expect("numbers").split_whitespace();
    let mut index: Vec<usize> = index.map(|number| number.parse().expect("a number")).collect();
    change(&mut index);
    let index: String = index.iter().map(|number| format!("{number} ")).collect();
    stream.dict.set("First", i64::try_from(index.len()).expect("a place"));
    stream.set_plain_content([index.as_bytes(), body].concat());
}

/// The map to Unicode forgets the letters.
fn unmapped(document: &mut Document) {
    for object in document.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        let Ok(bytes) = stream.decompressed_content() else { continue };
        if let Ok(map) = String::from_utf8(bytes)
            && map.contains("beginbfrange")
        {
            stream.set_plain_content(map.replace("beginbfrange", "beginnothing").into_bytes());
            stream.dict.remove(b"Filter");
        }
    }
}

fn shortened(document: &mut Document) {
    for object in document.objects.values_mut() {
        if let Object::Stream(stream) = object
            && stream.dict.has(b"Params")
        {
            stream.set_plain_content(b"{}".to_vec());
            stream.dict.remove(b"Filter");
        }
    }
}
