//! Random sheets: every kind of item, on any paper, in any edition; always a sheet without errors.
#![allow(unreachable_pub, reason = "part of a test")]

use std::fmt;

use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use cheatsheet::resources::Resources;

#[path = "squares.rs"]
mod squares;
#[path = "tongues.rs"]
mod tongues;

use tongues::any_tongue;
pub use tongues::fonts;

/// A sheet file with one edition.
#[derive(Clone)]
pub struct RandomSheet {
    /// The file.
    pub json: Value,
}

impl fmt::Debug for RandomSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "a sheet:\n{}", serde_json::to_string_pretty(&self.json).unwrap_or_default())
    }
}

/// The pictures that random sheets name.
pub fn pictures() -> Resources {
    let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">
        <circle cx="15" cy="15" r="12" fill="none" stroke="#000"/><path d="M40 5h40v20h-40z" fill="#222"/></svg>"##;
    let mut png = std::io::Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_fn(12, 40, |x, y| {
        image::Rgb([u8::try_from(x * 9).unwrap_or(0), 80, u8::try_from(y * 5).unwrap_or(0)])
    });
    pixels.write_to(&mut png, image::ImageFormat::Png).expect("it can be written");
    Resources {
        images: [("e.svg".to_owned(), svg.to_vec()), ("tall.png".to_owned(), png.into_inner())].into(),
    }
}

/// Any sheet.
pub fn any_sheet() -> impl Strategy<Value = RandomSheet> {
    let parts = (head(), sections(), parts(), foot(), weighted(0.15, theme()));
    (parts, edition(), any_tongue()).prop_map(|((head, sections, parts, foot, theme), edition, tongue)| {
        let mut sheet = Map::new();
        for group in [head, sections, parts, foot] {
            sheet.extend(group);
        }
        let mut json = Value::Object(sheet);
        tongue.spell(&mut json);
        json["language"] = json!(tongue.language);
        json["editions"] = json!([edition]);
        if let Some(theme) = theme {
            json["theme"] = theme;
        }
        let sources = name_sources(&mut json);
        Naming { sources, count: 0 }.name(&mut json);
        RandomSheet { json }
    })
}

fn object(entries: Vec<(&str, Option<Value>)>) -> Map<String, Value> {
    entries.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

// Texts. Strategies are boxed, since trees of values would fill the stack.

/// A word of the kinds that texts hold; `[^@n]` stands for some source.
fn word() -> BoxedStrategy<String> {
    let letters = "[a-z]{1,11}";
    prop_oneof![
        30 => letters,
        3 => "[A-Z][a-z]{2,9}",
        3 => "[àéîõüßñçøåæœšžłđŐŞğ]{2,8}",
        2 => (1_u32..20_000, prop_oneof![Just("MB"), Just("min"), Just("%"), Just("h"), Just("GiB")]).prop_map(|(n, unit)| format!("{n} {unit}")),
        1 => (1_u32..90, 1_u32..900).prop_map(|(from, more)| format!("{from}–{}", from + more)),
        4 => vec(letters, 1..4).prop_map(|words| format!("**{}**", words.join(" "))),
        2 => vec(letters, 1..3).prop_map(|words| format!("*{}*", words.join(" "))),
        2 => "[a-z]{2,6}(\\.|::|/|_)[a-z]{2,9}[A-Z][a-z]{2,9}".prop_map(|code| format!("`{code}`")),
        1 => (vec(letters, 1..4), "[a-z]{1,9}").prop_map(|(words, path)| format!("[{}](https://example.org/{path})", words.join(" "))),
        3 => (letters, 0_u32..40).prop_map(|(word, source)| format!("{word}[^@{source}]")),
        1 => (letters, vec(0_u32..40, 2..4)).prop_map(|(word, sources)| {
            let sources: Vec<String> = sources.iter().map(|source| format!("@{source}")).collect();
            format!("{word}[^{}]", sources.join(","))
        }),
        1 => prop_oneof![Just("…"), Just("“so”"), Just("a/b"), Just("x=y"), Just("→"), Just("§ 5"), Just("\\*"), Just("No. 7"), Just("-")].prop_map(str::to_owned),
    ]
        .boxed()
}

/// A word that is wider than some columns.
fn long_word() -> BoxedStrategy<String> {
    prop_oneof!["[a-z]{25,90}", "[a-z]{4,9}(-[a-z]{4,9}){3,7}", "[A-Z]{20,40}"].boxed()
}

fn words(count: std::ops::Range<usize>) -> BoxedStrategy<String> {
    (vec(word(), count), weighted(0.04, long_word()), weighted(0.06, 0_usize..30))
        .prop_map(|(mut words, long, at)| {
            if let Some(long) = long {
                let place = words.len() / 2;
                words.insert(place, long);
            }
            let mut text = String::new();
            for (index, word) in words.iter().enumerate() {
                if index > 0 {
                    text.push(if at == Some(index) { '\n' } else { ' ' });
                }
                text.push_str(word);
            }
            text
        })
        .boxed()
}

/// Mostly short, at times a paragraph.
fn text() -> BoxedStrategy<String> {
    prop_oneof![8 => words(1..5), 6 => words(3..12), 2 => words(10..30), 1 => words(25..60)].boxed()
}

fn short() -> BoxedStrategy<String> {
    prop_oneof![8 => words(1..3), 2 => words(2..6)].boxed()
}

fn date() -> BoxedStrategy<String> {
    (2019_u32..2027, 1_u32..13, weighted(0.7, 1_u32..29))
        .prop_map(|(year, month, day)| match day {
            Some(day) => format!("{year:04}-{month:02}-{day:02}"),
            None => format!("{year:04}-{month:02}"),
        })
        .boxed()
}

fn day() -> BoxedStrategy<String> {
    (2024_u32..2027, 1_u32..13, 1_u32..29)
        .prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"))
        .boxed()
}

// Parts of a sheet.

fn head() -> BoxedStrategy<Map<String, Value>> {
    let release = (of(day()), weighted(0.4, "[a-z]{3,12}"), weighted(0.3, short())).prop_map(
        |(previous, url, note)| {
            let url = url.map(|path| json!(format!("https://example.org/{path}")));
            object(vec![
                ("version", Some(json!("1.0"))),
                ("date", Some(json!("2026-11-20"))),
                ("previous", previous.map(Value::from)),
                ("url", url),
                ("note", note.map(Value::from)),
            ])
        },
    );
    let subject = |id: &'static str| {
        (short(), weighted(0.3, short()), of(text_of_tagline()), weighted(0.3, any::<bool>())).prop_map(
            move |(name, short, tagline, emblem)| {
                let emblem = emblem
                    .map(|tall| json!({ "image": if tall { "tall.png" } else { "e.svg" }, "alt": "A sign" }));
                Value::Object(object(vec![
                    ("id", Some(json!(id))),
                    ("name", Some(json!(without_cites(&name)))),
                    ("short", short.map(|short| json!(without_cites(&short)))),
                    ("tagline", tagline.map(Value::from)),
                    ("emblem", emblem),
                ]))
            },
        )
    };
    (
        release,
        subject("one"),
        subject("two"),
        of(short()),
        of(short()),
        of(words(4..40)),
        weighted(0.3, vec("[A-Z][a-z]{2,9} [A-Z][a-z]{2,14}", 1..3)),
        weighted(0.2, words(1..12)),
    )
        .prop_map(|(release, one, two, series, kind, summary, authors, legend)| {
            let author = |name: String| json!({ "name": name, "url": "mailto:a@example.org" });
            let authors = authors.map(|names| names.into_iter().map(author).collect::<Vec<_>>());
            object(vec![
                ("title", Some(json!("A title"))),
                ("language", Some(json!("en"))),
                ("edition", Some(Value::Object(release))),
                ("subjects", Some(json!([one, two]))),
                ("series", series.map(|series| json!(without_cites(&series)))),
                ("kind", kind.map(|kind| json!(without_cites(&kind)))),
                ("summary", summary.map(Value::from)),
                ("authors", authors.map(Value::from)),
                ("legend", legend.map(|text| json!({ "sources": without_cites(&text) }))),
            ])
        })
        .boxed()
}

fn text_of_tagline() -> impl Strategy<Value = String> {
    words(1..8).prop_map(|text| without_cites(&text))
}

/// A name is repeated on every page, where no source number stands.
fn without_cites(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("[^") {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once(']').map_or("", |(_, after)| after);
    }
    out + rest
}

fn cell() -> BoxedStrategy<Value> {
    let verdict = prop_oneof![Just("yes"), Just("no"), Just("partly"), Just("better"), Just("worse")];
    let code = vec("[a-z]{1,8}( [a-z=;]{1,9}){0,3}", 1..4).prop_map(|lines| lines.join("\n"));
    prop_oneof![
        12 => text().prop_map(Value::from),
        1 => vec(text(), 1..4).prop_map(Value::from),
        1 => (verdict, of(text())).prop_map(|(verdict, text)| Value::Object(object(vec![("verdict", Some(json!(verdict))), ("text", text.map(Value::from))]))),
        1 => (text(), vec(short(), 1..3), of(code)).prop_map(|(text, points, code)| {
            Value::Object(object(vec![("text", Some(json!(text))), ("points", Some(json!(points))), ("code", code.map(Value::from))]))
        }),
    ]
        .boxed()
}

fn row() -> BoxedStrategy<Value> {
    let marks =
        (weighted(0.2, Just(true)), weighted(0.2, Just(true)), weighted(0.3, day()), weighted(0.2, day()));
    let range = weighted(0.15, (1_u32..1000, 0.0..1.0_f64, 0.0..1.0_f64, any::<bool>()));
    (short(), cell(), cell(), weighted(0.5, 1_u32..5), marks, range)
        .prop_map(|(topic, one, two, priority, marks, range)| {
            let (volatile, disputed, checked, changed) = marks;
            let range = range.map(|(max, a, b, both)| {
                let scale = |part: f64| (part * f64::from(max) * 10.0).round() / 10.0;
                let pair = json!([scale(a.min(b)), scale(a.max(b))]);
                if both {
                    json!({ "max": max, "one": pair, "two": pair })
                } else {
                    json!({ "max": max, "two": pair })
                }
            });
            Value::Object(object(vec![
                ("topic", Some(json!(topic))),
                ("cells", Some(json!({ "one": one, "two": two }))),
                ("priority", priority.map(Value::from)),
                ("volatile", volatile.map(Value::from)),
                ("disputed", disputed.map(Value::from)),
                ("checked", checked.map(Value::from)),
                ("changed", changed.map(|date| json!({ "date": date, "note": "It changed" }))),
                ("range", range),
            ]))
        })
        .boxed()
}

fn item() -> BoxedStrategy<Value> {
    let kind = prop_oneof![Just("gotcha"), Just("tip"), Just("note"), Just("cost")];
    let callout =
        (kind, of(short()), text(), weighted(0.3, 1_u32..5)).prop_map(|(kind, title, text, priority)| {
            Value::Object(object(vec![
                ("callout", Some(json!(kind))),
                ("title", title.map(Value::from)),
                ("text", Some(json!(text))),
                ("priority", priority.map(Value::from)),
            ]))
        });
    let figure = (any::<bool>(), of(text())).prop_map(|(tall, caption)| {
        let path = if tall { "tall.png" } else { "e.svg" };
        Value::Object(object(vec![
            ("figure", Some(json!(path))),
            ("alt", Some(json!("A sign"))),
            ("caption", caption.map(Value::from)),
        ]))
    });
    prop_oneof![
        20 => row(),
        2 => (short(), cell()).prop_map(|(topic, both)| json!({ "topic": topic, "both": both })),
        2 => callout,
        1 => chart(),
        1 => figure,
    ]
    .boxed()
}

fn chart() -> BoxedStrategy<Value> {
    let bar = (
        short(),
        weighted(0.4, short()),
        weighted(0.7, any::<bool>()),
        vec(weighted(0.8, 0.0..500.0_f64), 1..5),
    );
    (text(), vec(short(), 1..5), vec(bar, 1..5), of(text()), prop_oneof![Just("$"), Just("h"), Just("ms")])
        .prop_map(|(title, labels, bars, note, unit)| {
            let parts: Vec<Value> = labels
                .iter()
                .enumerate()
                .map(|(part, label)| json!({ "id": format!("p{part}"), "label": without_cites(label) }))
                .collect();
            let bars = bars.into_iter().map(|(label, note, left, values)| {
                let of_part = |(part, value): (usize, Option<f64>)| {
                    Some((format!("p{part}"), json!((value? * 100.0).round() / 100.0)))
                };
                let mut values: Map<String, Value> =
                    values.into_iter().take(labels.len()).enumerate().filter_map(of_part).collect();
                if values.is_empty() {
                    values.insert("p0".to_owned(), json!(1.5));
                }
                Value::Object(object(vec![
                    ("label", Some(json!(label))),
                    ("note", note.map(Value::from)),
                    ("subject", left.map(|left| json!(if left { "one" } else { "two" }))),
                    ("values", Some(Value::Object(values))),
                ]))
            });
            let bars: Vec<Value> = bars.collect();
            Value::Object(object(vec![
                ("chart", Some(json!("stacked-bars"))),
                ("title", Some(json!(title))),
                ("unit", Some(json!(unit))),
                ("parts", Some(json!(parts))),
                ("bars", Some(json!(bars))),
                ("note", note.map(Value::from)),
            ]))
        })
        .boxed()
}

fn sections() -> BoxedStrategy<Map<String, Value>> {
    let section = (short(), of(short()), of(short()), weighted(0.1, Just(true)), row(), vec(item(), 0..14))
        .prop_map(|(title, one, two, volatile, first, mut items)| {
            items.insert(0, first);
            let leads = object(vec![("one", one.map(Value::from)), ("two", two.map(Value::from))]);
            Value::Object(object(vec![
                ("title", Some(json!(title))),
                ("leads", (!leads.is_empty()).then_some(Value::Object(leads))),
                ("volatile", volatile.map(Value::from)),
                ("items", Some(json!(items))),
            ]))
        });
    vec(section, 1..6).prop_map(|sections| object(vec![("sections", Some(json!(sections)))])).boxed()
}

fn parts() -> BoxedStrategy<Map<String, Value>> {
    let decision = (vec((short(), cell(), cell()), 1..7), of(text())).prop_map(|(rows, neither)| {
        let rows: Vec<Value> = rows
            .into_iter()
            .map(|(topic, one, two)| json!({ "topic": topic, "cells": { "one": one, "two": two } }))
            .collect();
        Value::Object(object(vec![("rows", Some(json!(rows))), ("neither", neither.map(Value::from))]))
    });
    let same = vec((short(), short()), 1..8).prop_map(|facts| {
        facts.into_iter().map(|(topic, text)| json!({ "topic": topic, "text": text })).collect::<Vec<_>>()
    });
    let timeline =
        (short(), of(short()), vec((date(), short()), 1..9)).prop_map(|(title, note, mut events)| {
            events.sort();
            let events: Vec<Value> =
                events.into_iter().map(|(date, text)| json!({ "date": date, "text": text })).collect();
            Value::Object(object(vec![
                ("title", Some(json!(title))),
                ("note", note.map(Value::from)),
                ("events", Some(json!(events))),
            ]))
        });
    (of(decision), weighted(0.3, same), weighted(0.4, timeline))
        .prop_map(|(decision, same, timeline)| {
            object(vec![("decision", decision), ("same", same.map(Value::from)), ("timeline", timeline)])
        })
        .boxed()
}

fn foot() -> BoxedStrategy<Map<String, Value>> {
    let notes = vec((short(), text()), 1..4).prop_map(|notes| {
        notes
            .into_iter()
            .map(|(label, text)| json!({ "label": without_cites(&label), "text": text }))
            .collect::<Vec<_>>()
    });
    let glossary = vec((short(), text()), 1..9).prop_map(|terms| {
        terms
            .into_iter()
            .map(|(term, meaning)| json!({ "term": without_cites(&term), "meaning": meaning }))
            .collect::<Vec<_>>()
    });
    let entry = (short(), of("[a-z]{1,20}"), of(date()), weighted(0.1, "[a-z]{3,9}/…"));
    let group = (short(), vec(entry, 1..14)).prop_map(|(group, entries)| {
        let entries: Vec<Value> = entries
            .into_iter()
            .map(|(title, url, date, prefix)| {
                Value::Object(object(vec![
                    ("id", Some(json!("@"))),
                    ("title", Some(json!(without_cites(&title)))),
                    ("url", url.map(|path| json!(format!("https://example.org/{path}")))),
                    ("date", date.map(Value::from)),
                    ("prefix", prefix.map(Value::from)),
                ]))
            })
            .collect();
        json!({ "group": without_cites(&group), "entries": entries })
    });
    (weighted(0.3, notes), weighted(0.3, glossary), weighted(0.6, vec(group, 1..4)))
        .prop_map(|(notes, glossary, sources)| {
            object(vec![
                ("notes", notes.map(Value::from)),
                ("glossary", glossary.map(Value::from)),
                ("sources", sources.map(Value::from)),
            ])
        })
        .boxed()
}

fn edition() -> BoxedStrategy<Value> {
    let named = prop_oneof![4 => Just("a4"), 1 => Just("a3"), 1 => Just("a5"), 1 => Just("letter"), 1 => Just("legal"), 1 => Just("tabloid")];
    let paper = prop_oneof![
        6 => named.prop_map(Value::from),
        1 => (150_u32..450, 120_u32..600).prop_map(|(width, height)| json!({ "width_mm": width, "height_mm": height })),
    ];
    // Large print now and then.
    let range = prop_oneof![8 => (75_u32..100, 0_u32..40), 1 => (160_u32..200, 0_u32..60)];
    let range = weighted(0.3, range).prop_map(|range| {
        range.map(
            |(min, more)| json!({ "min_pt": f64::from(min) / 10.0, "max_pt": f64::from(min + more) / 10.0 }),
        )
    });
    let shop = (
        weighted(0.1, 1_u32..6),
        weighted(0.1, Just(true)),
        weighted(0.2, prop_oneof![Just("left"), Just("top")]),
        weighted(0.2, Just(true)),
    );
    (paper, weighted(0.5, 1_u32..6), any::<bool>(), weighted(0.6, 1_u32..5), range, shop)
        .prop_map(|(paper, pages, gray, priority, range, shop)| {
            Value::Object(object(vec![
                ("id", Some(json!("only"))),
                ("paper", Some(paper)),
                ("pages", pages.map(Value::from)),
                ("colour", gray.then(|| json!("gray"))),
                ("priority", priority.map(Value::from)),
                ("type", range),
                ("bleed_mm", shop.0.map(Value::from)),
                ("crop_marks", shop.1.map(Value::from)),
                ("binding", shop.2.map(Value::from)),
                ("landscape", shop.3.map(Value::from)),
            ]))
        })
        .boxed()
}

/// A theme near its limits.
fn theme() -> BoxedStrategy<Value> {
    let sizes = prop_oneof![
        Just(
            json!({ "name": 23.5, "name_small": 14.3, "vs": 14.9, "caption": 9.6, "lane_head": 10.5, "lane": 8.6 })
        ),
        Just(
            json!({ "summary": 10.6, "choose": 12, "section": 10.5, "verdict": 10.5, "note": 8.7, "timeline": 8.9 })
        ),
        Just(json!({ "band": 8.6, "foot": 8.6, "source": 6.5, "mark": 8 })),
        Just(
            json!({ "name": 7.5, "caption": 7.5, "section": 7.5, "verdict": 7.5, "choose": 7.5, "summary": 7.5 })
        ),
    ];
    let colours = prop_oneof![
        Just(json!({ "left": "#5B1A4A", "right": "#2F7D32" })),
        Just(json!({ "ink": "#000000", "mute": "#404040", "rule": "#8C8C8C", "part": "#FFFFFF" })),
    ];
    let rules =
        Just(json!({ "bar": 4, "bar_small": 4, "section": 1.5, "hair": 0.9, "hair_gray": 0.9, "box": 1.5 }));
    (of(sizes), of(colours), of(rules))
        .prop_map(|(sizes, colours, rules)| {
            Value::Object(object(vec![("type", sizes), ("colour", colours), ("rule", rules)]))
        })
        .boxed()
}

// Names.

/// Gives the sources their ids; returns how many there are.
fn name_sources(sheet: &mut Value) -> usize {
    let mut count = 0;
    for group in sheet.get_mut("sources").and_then(Value::as_array_mut).into_iter().flatten() {
        for entry in group.get_mut("entries").and_then(Value::as_array_mut).into_iter().flatten() {
            entry["id"] = json!(format!("s{count}"));
            count += 1;
        }
    }
    count
}

/// Makes every text of a row, and every callout, begin with a word of its own, and every citation name a source.
struct Naming {
    sources: usize,
    count: usize,
}

impl Naming {
    fn name(&mut self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.cited(text),
            Value::Array(values) => values.iter_mut().for_each(|value| self.name(value)),
            Value::Object(entries) => {
                let is_row = entries.contains_key("topic")
                    && (entries.contains_key("cells") || entries.contains_key("both"));
                if is_row || entries.contains_key("callout") {
                    self.number(entries);
                }
                entries.values_mut().for_each(|value| self.name(value));
            }
            _ => {}
        }
    }

    fn number(&mut self, entries: &mut Map<String, Value>) {
        self.count += 1;
        let count = self.count;
        for (key, letter) in [("topic", 'T'), ("text", 'C')] {
            if let Some(Value::String(text)) = entries.get_mut(key) {
                *text = format!("{letter}{count}q {text}");
            }
        }
        if let Some(Value::Object(cells)) = entries.get_mut("cells") {
            for (id, letter) in [("one", 'L'), ("two", 'R')] {
                if let Some(Value::String(text)) = cells.get_mut(id) {
                    *text = format!("{letter}{count}q {text}");
                }
            }
        }
    }

    /// `[^@7,@9]` → `[^s7,s9]`, taken round the number of sources; nothing if there are none.
    fn cited(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find("[^@") {
            out.push_str(&rest[..at]);
            let (ids, after) = rest[at + 2..].split_once(']').unwrap_or((&rest[at..], ""));
            rest = after;
            if self.sources > 0 {
                let ids = ids.split(',').filter_map(|id| id.trim_start_matches('@').parse::<usize>().ok());
                let mut ids: Vec<usize> = ids.map(|id| id % self.sources).collect();
                ids.sort_unstable();
                ids.dedup();
                let ids: Vec<String> = ids.iter().map(|id| format!("s{id}")).collect();
                out.push_str(&format!("[^{}]", ids.join(",")));
            }
        }
        out + rest
    }
}
