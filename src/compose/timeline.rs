//! The dated line.

use super::texts::{TextBlock, Typesetter};
use super::{Composer, PLAIN, STRONG};
use crate::model::{Date, Marks};
use crate::theme::Role;

/// The dated line.
pub(crate) struct TimelineBlock {
    pub(crate) title: TextBlock,
    /// The title in characters alone.
    pub(crate) heading: String,
    pub(crate) note: Option<TextBlock>,
    /// The first event's date in full, the others' shortened where the year repeats.
    pub(crate) events: Vec<EventBlock>,
    /// All in one paragraph, for events that do not fit the line.
    pub(crate) run: TextBlock,
}

/// A dot on the line.
pub(crate) struct EventBlock {
    /// Since the year 0.
    pub(crate) month: i64,
    pub(crate) date: TextBlock,
    /// The date as it is heard, in full.
    pub(crate) said: String,
    pub(crate) text: TextBlock,
}

impl Composer<'_, '_> {
    /// A date as it is read aloud: in words, or else in full.
    fn said_date(&self, date: Date) -> String {
        let date_of = (date.year, date.month, date.day);
        self.words.spoken_date(&self.sheet.language.text, date_of).unwrap_or_else(|| date.to_string())
    }

    pub(super) fn timeline(&self, setter: &mut Typesetter<'_>) -> Option<TimelineBlock> {
        let timeline = self.sheet.timeline.as_ref().filter(|line| !self.digest && !line.events.is_empty())?;
        let mut year = None;
        let events = timeline.events.iter().map(|event| {
            let full = format!("{:04}-{:02}", event.date.year, event.date.month);
            let date = if year == Some(event.date.year) { full[5..].to_owned() } else { full };
            year = Some(event.date.year);
            EventBlock {
                month: event.date.month_number(),
                date: setter.words(&date, Role::Timeline, STRONG),
                said: self.said_date(event.date),
                text: setter.text(&event.text, Role::Timeline),
            }
        });
        let events = events.collect();
        let mut run = setter.builder(Role::Cell);
        for (place, event) in timeline.events.iter().enumerate() {
            if place > 0 {
                run.words(" · ", PLAIN);
            }
            run.label_said(self.said_date(event.date));
            run.words(&event.date.to_string(), STRONG);
            // A date at the end of a line would seem to belong to what stands before it.
            run.words("\u{a0}", PLAIN);
            run.body();
            run.push(&event.text, Marks::default());
        }
        Some(TimelineBlock {
            run: setter.finish(run, timeline.events[0].text.span),
            title: setter.text(&timeline.title, Role::SectionTitle),
            heading: timeline.title.plain(),
            note: timeline.note.as_ref().map(|text| setter.text(text, Role::Lane)),
            events,
        })
    }
}
