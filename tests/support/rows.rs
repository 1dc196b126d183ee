//! Sheets of any length that look like real ones: the same for the same number of rows.

use std::fmt::Write as _;

/// Rows of a section, one of which ends with a callout.
const SECTION: usize = 10;
/// Sources, each cited over and over.
const SOURCES: u64 = 40;

const WORDS: [&str; 40] = [
    "default",
    "instance",
    "request",
    "memory",
    "provider",
    "capacity",
    "function",
    "environment",
    "is",
    "a",
    "the",
    "of",
    "in",
    "at",
    "by",
    "with",
    "until",
    "after",
    "quota",
    "Region",
    "per",
    "second",
    "starts",
    "scales",
    "shared",
    "fixed",
    "optional",
    "container",
    "account",
    "network",
    "billed",
    "traffic",
    "burst",
    "idle",
    "timeout",
    "version",
    "publish",
    "route",
    "log",
    "metric",
];

/// A linear congruential generator (Knuth, MMIX): numbers that are as good as random, and always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn words(&mut self, count: u64) -> String {
        let words: Vec<&str> =
            (0..count).map(|_| WORDS[usize::try_from(self.below(40)).unwrap_or(0)]).collect();
        words.join(" ")
    }

    /// A bold beginning, some words, a number with its unit, a source.
    fn cell(&mut self) -> String {
        let (lead, rest) = (1 + self.below(2), 2 + self.below(7));
        let (lead, rest) = (self.words(lead), self.words(rest));
        let (number, source) = (1 + self.below(9999), self.below(SOURCES));
        format!("**{lead}** {rest} {number} MB[^s{source}]")
    }
}

/// A sheet file of so many rows.
pub fn sheet_of(rows: usize) -> String {
    let mut dice = Dice(7);
    let mut out = String::from(
        r#"{ "title": "Many rows", "language": "en", "series": "Series", "kind": "Cheatsheet",
  "summary": "Left does **this**; right does **that**, and neither does both.",
  "edition": { "version": "1.0", "date": "2026-11-20", "previous": "2026-01-01", "url": "https://example.org/rows" },
  "subjects": [
    { "id": "left", "name": "Left subject", "tagline": "What it is" },
    { "id": "right", "name": "Right subject", "tagline": "What the other is" } ],
  "sections": ["#,
    );
    for row in 0..rows {
        if row % SECTION == 0 {
            let (title, left, right) = (dice.words(2), dice.words(4), dice.words(4));
            let comma = if row > 0 { "\n  ] }," } else { "" };
            let _ = write!(
                out,
                r#"{comma}
  {{ "title": "{title}", "leads": {{ "left": "{left}", "right": "{right}" }}, "items": ["#
            );
        }
        let comma = if row % SECTION > 0 { "," } else { "" };
        let (topic, left, right) = (dice.words(2), dice.cell(), dice.cell());
        let extra = match dice.below(10) {
            0 => r#", "volatile": true"#,
            1 => r#", "range": { "max": 100, "left": [5, 20], "right": [40, 90] }"#,
            2 => r#", "changed": { "date": "2026-06-01", "note": "It is new" }"#,
            _ => "",
        };
        let _ = write!(
            out,
            r#"{comma}
    {{ "topic": "{topic}", "checked": "2026-11-01"{extra}, "cells": {{ "left": "{left}", "right": "{right}" }} }}"#
        );
        if row % SECTION == SECTION - 1 {
            let text = dice.words(14);
            let _ = write!(
                out,
                r#",
    {{ "callout": "gotcha", "title": "Mind it", "text": "{text}." }}"#
            );
        }
    }
    out.push_str("\n  ] } ],\n  \"sources\": [ { \"group\": \"Docs\", \"entries\": [");
    for source in 0..SOURCES {
        let comma = if source > 0 { "," } else { "" };
        let title = dice.words(2);
        let _ = write!(
            out,
            r#"{comma}
    {{ "id": "s{source}", "title": "{title}", "url": "https://example.org/{source}" }}"#
        );
    }
    out.push_str(" ] } ]\n}\n");
    out
}
