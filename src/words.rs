//! The words that the tool itself prints, by language.

/// A table of words; `{…}` stands for what is put in.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the English table below is the documentation")]
pub struct Words {
    pub summary: &'static str,
    pub choose: &'static str,
    /// `{name}`
    pub choose_if: &'static str,
    pub neither: &'static str,
    pub versus: &'static str,
    /// `{version}`, `{date}`
    pub edition: &'static str,
    pub checked: &'static str,
    pub gotcha: &'static str,
    pub tip: &'static str,
    pub note: &'static str,
    pub cost: &'static str,
    pub same: &'static str,
    pub marks: &'static str,
    pub volatile: &'static str,
    pub volatile_meaning: &'static str,
    pub new: &'static str,
    /// `{date}`
    pub new_meaning: &'static str,
    pub disputed: &'static str,
    pub disputed_meaning: &'static str,
    pub bars: &'static str,
    /// `{page}`
    pub sources_on: &'static str,
    /// `{range}`: where the sources stand in the same band
    pub sources_below: &'static str,
    pub terms: &'static str,
    /// `{n}` and `{total}`
    pub page: &'static str,
    pub continued: &'static str,
    pub example: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub partly: &'static str,
    pub better: &'static str,
    pub worse: &'static str,
    pub full: &'static str,
    /// `{count}`, `{url}`
    pub full_meaning: &'static str,
    pub quick: &'static str,
    pub qr: &'static str,
}

/// English.
pub const ENGLISH: Words = Words {
    summary: "In one breath",
    choose: "Choose",
    choose_if: "Choose {name} if…",
    neither: "Neither",
    versus: "vs.",
    edition: "Edition {version}, {date}",
    checked: "Facts checked",
    gotcha: "Gotcha",
    tip: "Tip",
    note: "Note",
    cost: "Cost",
    same: "Same on both",
    marks: "Marks",
    volatile: "volatile",
    volatile_meaning: "moves often: check before you rely on it.",
    new: "new",
    new_meaning: "launched or documented since {date}.",
    disputed: "disputed",
    disputed_meaning: "sources conflict: the newest is printed.",
    bars: "Bars in a row share one scale.",
    sources_on: "sources on page {page}",
    sources_below: "sources below",
    terms: "Terms",
    page: "page {n} of {total}",
    continued: "cont.",
    example: "Worked example",
    yes: "Yes",
    no: "No",
    partly: "Partly",
    better: "Better",
    worse: "Worse",
    full: "Full",
    full_meaning: "{count} differences with sources and terms: {url}",
    quick: "Quick edition",
    qr: "Link to the newest edition: {url}",
};

/// The words of a language, by its BCP 47 tag; English where there is no table.
#[must_use]
pub fn words(_language: &str) -> &'static Words {
    &ENGLISH
}
