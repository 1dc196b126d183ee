//! The file format as a table: every object, its keys and what stands behind them.
//!
//! The reader refuses keys that are not here and misses those that are required here; the JSON Schema is written from
//! the same table. So there is one place to add a key, and neither can know more than the other.

mod theme;

pub(in crate::input) use theme::{THEME, THEME_COLOURS, THEME_FACES, THEME_RULES, THEME_SIZES};

use super::cell::VERDICTS;
use super::chart::CHARTS;
use super::edition::{BINDINGS, COLOURS};
use super::section::CALLOUTS;
use super::shape::{
    AMOUNTS, BLEED_MM, EDGES_MM, Ids, Key, Kind, PAGES, PRIORITIES, Rule, SCALE_ENDS, SIZES_PT, Shape,
};
use crate::model::Paper;
use crate::words::{IDS, OPTIONAL};

/// The words of a table of words.
const fn words<T: Copy, const N: usize>(table: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut index = 0;
    while index < N {
        words[index] = table[index].0;
        index += 1;
    }
    words
}

pub(in crate::input) const PAPER_WORDS: &[&str] = &words(&Paper::NAMED);

const fn must(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, required: true, kind, about }
}

const fn may(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, required: false, kind, about }
}

const fn shape(name: &'static str, about: &'static str, keys: &'static [Key]) -> Shape {
    Shape { name, about, keys, ids: None, rule: Rule::Free }
}

/// The kinds of items, and the key that tells each; a row is told by what is left.
pub(in crate::input) static ITEMS: [(&str, &Shape); 4] =
    [("topic", &ROW), ("callout", &CALLOUT), ("chart", &CHART), ("figure", &FIGURE)];

/// The objects that say a paper.
pub(in crate::input) static PAPERS: [&Shape; 2] = [&PAPER_SIZE, &PAPER_NAME];

pub(in crate::input) static SHEET: Shape = shape(
    "sheet",
    "A comparison of exactly two subjects. Keys stand in the order in which the sheet is read.",
    &[
        may("$schema", Kind::Free, "Where the editor finds this schema; the tool ignores it."),
        must("title", Kind::Word, "Title of the document; the output is named `<title>.pdf`."),
        may("series", Kind::Text, "First word of the label lane, such as `Travel`."),
        may("kind", Kind::Text, "Second word of the label lane, such as `Cheatsheet`."),
        must("language", Kind::Language, "Language of the texts as a BCP 47 tag, such as `en` or `pt-BR`."),
        must("edition", Kind::Object(&RELEASE), "Which version of the content this is."),
        may("summary", Kind::Text, "“In one breath”: the verdict in two or three lines."),
        may("authors", Kind::List(&AUTHOR), "Who wrote it."),
        must("subjects", Kind::Subjects, "The two things compared, left then right."),
        may("decision", Kind::Object(&DECISION), "“Choose … if”: pairs of reasons."),
        must("sections", Kind::List(&SECTION), "The comparison, in printed order."),
        may("same", Kind::List(&SAME), "What is equal on both sides, folded into one block."),
        may("timeline", Kind::Object(&TIMELINE), "A dated line across both columns."),
        may("notes", Kind::List(&NOTE), "Small print at the foot: names, caveats."),
        may("glossary", Kind::List(&TERM), "Terms and what they mean."),
        may("sources", Kind::List(&GROUP), "Sources by group, numbered in this order."),
        may("legend", Kind::Object(&LEGEND), "What the legend adds."),
        may("theme", Kind::Theme, "How it looks: a theme, or the path of a file that holds one."),
        may(
            "editions",
            Kind::List(&EDITION),
            "The outputs to make; the first is the default. Without it: A4.",
        ),
        may("fonts", Kind::Paths, "Font files for what the tool's own lack, in the order they are tried."),
        may("words", Kind::Object(&WORDS), "Words to print instead of the tool's own."),
    ],
);

/// Words by the ids of the tool's own.
pub(in crate::input) static WORDS: Shape =
    shape("`words`", "Words to print instead of the tool's own, by their ids.", &WORD_KEYS);

static WORD_KEYS: [Key; IDS.len() + OPTIONAL.len()] = {
    const NONE: Key = may("", Kind::Word, "Printed instead of the tool's own word.");
    let mut keys = [NONE; IDS.len() + OPTIONAL.len()];
    let mut index = 0;
    while index < IDS.len() {
        keys[index].name = IDS[index].0;
        index += 1;
    }
    index = 0;
    while index < OPTIONAL.len() {
        keys[IDS.len() + index].name = OPTIONAL[index].0;
        keys[IDS.len() + index].about = OPTIONAL[index].2;
        index += 1;
    }
    keys
};

pub(in crate::input) static RELEASE: Shape = shape(
    "`edition`",
    "Version and dates of the content.",
    &[
        must("version", Kind::Word, "Version of the content, such as `1.2`."),
        must("date", Kind::Date, "Day of the content, never of the build."),
        may("previous", Kind::Date, "Day of the last edition; rows changed after it are marked “new”."),
        may("url", Kind::Address, "Short address of the newest edition, printed and in the QR code."),
        may("note", Kind::Text, "What is found at the address."),
    ],
);

pub(in crate::input) static AUTHOR: Shape = shape(
    "author",
    "A person or body.",
    &[must("name", Kind::Word, "Name, as printed."), may("url", Kind::Address, "Home page.")],
);

pub(in crate::input) static SUBJECT: Shape = shape(
    "subject",
    "One of the two things compared.",
    &[
        must("id", Kind::Word, "Short id, used as a key in `cells`, `leads` and `range`."),
        must("name", Kind::Text, "Full name."),
        may("short", Kind::Text, "Name where room is scarce; without it, the full name."),
        may("tagline", Kind::Text, "A few words beside the emblem."),
        may("emblem", Kind::Object(&EMBLEM), "A picture beside the tagline."),
    ],
);

pub(in crate::input) static EMBLEM: Shape = shape(
    "emblem",
    "A small picture of a subject.",
    &[
        must("image", Kind::Asset, "SVG, PNG or JPEG, relative to the sheet file."),
        must("alt", Kind::Free, "What it shows, for those who cannot see it; \"\" marks decoration."),
    ],
);

pub(in crate::input) static DECISION: Shape = shape(
    "`decision`",
    "“Choose … if”.",
    &[
        must("rows", Kind::List(&DECISION_ROW), "Pairs of reasons."),
        may("neither", Kind::Text, "What to do when neither subject fits."),
    ],
);

pub(in crate::input) static DECISION_ROW: Shape = shape(
    "row of `decision`",
    "A reason for either subject.",
    &[
        must("topic", Kind::Text, "What the choice turns on."),
        must("cells", Kind::Object(&CELLS), "A reason for each subject id."),
    ],
);

pub(in crate::input) static CELLS: Shape = Shape {
    ids: Some(Ids { fewest: 2, most: Some(2), kind: Kind::Cell }),
    ..shape("`cells`", "One cell for each subject id.", &[])
};

pub(in crate::input) static SECTION: Shape = shape(
    "section",
    "A titled group of items.",
    &[
        may("id", Kind::Word, "Name of the section, for links and messages."),
        must("title", Kind::Text, "Head, in the label lane."),
        may("leads", Kind::Object(&LEADS), "The verdict in a few words for each subject id."),
        may("volatile", Kind::Flag, "Every row in it goes stale soon: one mark at the head."),
        must("items", Kind::Items, "Rows, callouts, charts and figures, in printed order."),
    ],
);

pub(in crate::input) static LEADS: Shape = Shape {
    ids: Some(Ids { fewest: 0, most: Some(2), kind: Kind::Text }),
    ..shape("`leads`", "The verdict for each subject id.", &[])
};

pub(in crate::input) static ROW: Shape = Shape {
    rule: Rule::OneOf(&["cells", "both"]),
    ..shape(
        "row",
        "One line of the comparison.",
        &[
            must("topic", Kind::Text, "What is compared."),
            may("id", Kind::Word, "Name of the row, for links and messages."),
            may("cells", Kind::Object(&CELLS), "What is true of each subject id."),
            may("both", Kind::Cell, "What is true of both."),
            may("priority", Kind::Number(PRIORITIES), PRIORITY),
            may("volatile", Kind::Flag, "This fact goes stale soon."),
            may("disputed", Kind::Flag, "Sources conflict; the newest is printed."),
            may("checked", Kind::Date, "Day on which a person last checked it against its sources."),
            may("changed", Kind::Object(&CHANGE), "When it changed, and how."),
            may(
                "range",
                Kind::Object(&RANGE),
                "Numbers drawn as a bar in each cell of `cells`, on one scale.",
            ),
        ],
    )
};

const PRIORITY: &str = "1 indispensable, 2 normal (the default), 3 where there is room, 4 reserve.";

pub(in crate::input) static CHANGE: Shape = shape(
    "`changed`",
    "When a fact changed, and how.",
    &[must("date", Kind::Date, "When."), must("note", Kind::Text, "What changed.")],
);

pub(in crate::input) static RANGE: Shape = Shape {
    ids: Some(Ids { fewest: 1, most: Some(2), kind: Kind::Bar }),
    ..shape(
        "`range`",
        "`{ \"max\": 32, \"<subject id>\": [0.125, 10] }`: numbers drawn as bars.",
        &[must("max", Kind::Number(SCALE_ENDS), "End of the scale, above 0.")],
    )
};

pub(in crate::input) static CELL: Shape = Shape {
    rule: Rule::AnyOf(&["verdict", "text", "points", "code"]),
    ..shape(
        "cell",
        "A cell of several parts.",
        &[
            may("verdict", Kind::Choice(&words(&VERDICTS)), "A judgement, drawn as a shape and a word."),
            may("text", Kind::Text, "Running text."),
            may("points", Kind::Texts, "Bullets."),
            may("code", Kind::Word, "A block of code, set as it is."),
        ],
    )
};

pub(in crate::input) static CALLOUT: Shape = shape(
    "callout",
    "A remark across both columns.",
    &[
        must("callout", Kind::Choice(&words(&CALLOUTS)), "What kind of remark."),
        may("title", Kind::Text, "Bold beginning."),
        must("text", Kind::Text, "The remark."),
        may("priority", Kind::Number(PRIORITIES), PRIORITY),
    ],
);

pub(in crate::input) static CHART: Shape = shape(
    "chart",
    "A chart across both columns.",
    &[
        must("chart", Kind::Choice(&words(&CHARTS)), "What kind of chart."),
        must("title", Kind::Text, "Heading."),
        may("topic", Kind::Text, "In the label lane; without it, “Worked example”."),
        must("unit", Kind::Word, "Unit of the values, such as `h` or `€`."),
        must("parts", Kind::List(&PART), "What the segments of the bars are."),
        must("bars", Kind::List(&BAR), "The bars, from top to bottom."),
        may("note", Kind::Text, "Small text below the bars."),
    ],
);

pub(in crate::input) static PART: Shape = shape(
    "part",
    "A kind of segment.",
    &[must("id", Kind::Word, "Used as a key in `values`."), must("label", Kind::Text, "In the legend.")],
);

pub(in crate::input) static BAR: Shape = shape(
    "bar",
    "One bar of a chart.",
    &[
        must("label", Kind::Text, "Before the bar, bold."),
        may("note", Kind::Text, "After the label, small."),
        may("subject", Kind::Word, "Id of the subject whose colour it takes."),
        must("values", Kind::Object(&VALUES), "A number for each part id."),
    ],
);

pub(in crate::input) static VALUES: Shape = Shape {
    ids: Some(Ids { fewest: 1, most: None, kind: Kind::Number(AMOUNTS) }),
    ..shape("`values`", "A number for each part id.", &[])
};

pub(in crate::input) static FIGURE: Shape = shape(
    "figure",
    "A picture across both columns.",
    &[
        must("figure", Kind::Path, "SVG, PNG or JPEG in the folder of the sheet file."),
        must("alt", Kind::Free, "What it shows, for those who cannot see it; \"\" marks decoration."),
        may("caption", Kind::Text, "Small text below it."),
    ],
);

pub(in crate::input) static SAME: Shape = shape(
    "entry of `same`",
    "A fact equal on both sides.",
    &[must("topic", Kind::Text, "What."), must("text", Kind::Text, "How it is.")],
);

pub(in crate::input) static TIMELINE: Shape = shape(
    "`timeline`",
    "A dated line across both columns.",
    &[
        must("title", Kind::Text, "In the label lane."),
        may("note", Kind::Text, "Small text below the title."),
        must("events", Kind::List(&EVENT), "Dots on the line."),
    ],
);

pub(in crate::input) static EVENT: Shape = shape(
    "event",
    "A dot on the time line.",
    &[must("date", Kind::Date, "When."), must("text", Kind::Text, "What happened.")],
);

pub(in crate::input) static NOTE: Shape = shape(
    "note",
    "Small print.",
    &[must("label", Kind::Text, "Bold beginning."), must("text", Kind::Text, "The note.")],
);

pub(in crate::input) static TERM: Shape = shape(
    "term",
    "An entry of the glossary.",
    &[must("term", Kind::Text, "The term."), must("meaning", Kind::Text, "What it means.")],
);

pub(in crate::input) static GROUP: Shape = shape(
    "group of sources",
    "Sources of one kind.",
    &[
        must("group", Kind::Text, "Name of the group, bold."),
        must("entries", Kind::List(&SOURCE), "Its sources, in printed order."),
    ],
);

pub(in crate::input) static SOURCE: Shape = shape(
    "source",
    "One source; texts cite it as `[^id]`.",
    &[
        must("id", Kind::SourceId, "As cited; without spaces, commas and brackets."),
        must("title", Kind::Text, "Short title, as printed."),
        may("url", Kind::Address, "Address of the page."),
        may("date", Kind::Date, "Day of the page."),
        may("prefix", Kind::Word, "A common start of several addresses, printed once."),
    ],
);

pub(in crate::input) static LEGEND: Shape = shape(
    "`legend`",
    "What the legend adds to the marks that the sheet uses.",
    &[may("sources", Kind::Text, "What it adds to “sources on page …”.")],
);

pub(in crate::input) static EDITION: Shape = shape(
    "entry of `editions`",
    "One output.",
    &[
        must("id", Kind::FileName, "Name of the edition on the command line and in the file name."),
        may("paper", Kind::Paper, "`a4` by default."),
        may("landscape", Kind::Flag, "The paper turned by a quarter."),
        may("pages", Kind::Number(PAGES), "At most so many pages, at the largest type that fits."),
        may("colour", Kind::Choice(&words(&COLOURS)), "`full` (the default), or `gray` for black ink alone."),
        may("priority", Kind::Number(PRIORITIES), "Keep items up to it: 3 by default, 4 adds the reserve."),
        may("type", Kind::Object(&TYPE), "How far the fit may move the body size: 7.5 to 9 pt by default."),
        may("bleed_mm", Kind::Number(BLEED_MM), "How far ink runs over the trim, for a print shop."),
        may("crop_marks", Kind::Flag, "Marks for a print shop."),
        may("binding", Kind::Choice(&words(&BINDINGS)), "The edge that is punched or bound."),
    ],
);

pub(in crate::input) static TYPE: Shape = shape(
    "`type`",
    "Limits of the body size in points.",
    &[
        may("min_pt", Kind::Number(SIZES_PT), "Smallest body size; 16 and up for large print."),
        may("max_pt", Kind::Number(SIZES_PT), "Largest body size."),
    ],
);

pub(in crate::input) static PAPER_SIZE: Shape = shape(
    "paper",
    "A paper of one's own.",
    &[
        must("width_mm", Kind::Number(EDGES_MM), "Trimmed width."),
        must("height_mm", Kind::Number(EDGES_MM), "Trimmed height."),
        may("landscape", Kind::Flag, "The paper turned by a quarter."),
    ],
);

pub(in crate::input) static PAPER_NAME: Shape = shape(
    "paper",
    "A paper by its name.",
    &[
        must("name", Kind::Choice(PAPER_WORDS), "The paper."),
        may("landscape", Kind::Flag, "The paper turned by a quarter."),
    ],
);
