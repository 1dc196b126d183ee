//! Calendar dates of facts: a day, or a month where the day is unknown.

use std::fmt;

/// `2026-11-23`, or `2026-11`. A month sorts before its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// 0–9999.
    pub year: u16,
    /// 1–12.
    pub month: u8,
    /// 1–31, if known.
    pub day: Option<u8>,
}

impl Date {
    /// Reads `YYYY-MM-DD` or `YYYY-MM`; `None` for anything that is not in the (proleptic Gregorian) calendar.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = |part: &str, len: usize| -> Option<u16> {
            (part.len() == len && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
        };
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = u8::try_from(digits(parts.next()?, 2)?).ok().filter(|m| (1..=12).contains(m))?;
        let day = match parts.next() {
            None => None,
            Some(part) => {
                let day = u8::try_from(digits(part, 2)?).ok()?;
                Some(day).filter(|d| (1..=days_in(year, month)).contains(d))?.into()
            }
        };
        parts.next().is_none().then_some(Self { year, month, day })
    }

    /// Whether it lies after `other`, or may: of a day and its month, either may be the later one, so that news is not
    /// missed. A month is not after itself: who writes months has shown the news of that one.
    #[must_use]
    pub fn is_after(self, other: Self) -> bool {
        let month = |date: Self| (date.year, date.month);
        match (self.day, other.day) {
            (Some(_), None) | (None, Some(_)) => month(self) >= month(other),
            _ => self > other,
        }
    }

    /// Whether it is later than another, whatever the days are that one of the two leaves open.
    #[must_use]
    pub fn is_later(self, other: Self) -> bool {
        match (self.day, other.day) {
            (Some(_), Some(_)) => self > other,
            _ => (self.year, self.month) > (other.year, other.month),
        }
    }

    /// Months since the year 0, for how old a fact is.
    #[must_use]
    pub fn month_number(self) -> i64 {
        i64::from(self.year) * 12 + i64::from(self.month) - 1
    }

    /// The day so many days after 1970-01-01, within the years 0 to 9999.
    #[must_use]
    pub fn from_unix_days(days: i64) -> Self {
        // Eras of 400 years that begin on the first of March.
        let days = days.clamp(-719_468, 2_932_896) + 719_468;
        let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let date = day - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = era * 400 + year + i64::from(month <= 2);
        let small = |value: i64| u8::try_from(value).unwrap_or(1);
        Self { year: u16::try_from(year).unwrap_or(0), month: small(month), day: Some(small(date)) }
    }

    /// Days from 0000-03-01 (a month without a day counts from its first), for how old a fact is.
    #[must_use]
    pub fn day_number(self) -> i64 {
        // Years begin in March, so that the leap day is the last of its year.
        let (year, month) = (i64::from(self.year), i64::from(self.month));
        let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        365 * year + leap_days + (153 * month + 2) / 5 + i64::from(self.day.unwrap_or(1)) - 1
    }
}

const fn days_in(year: u16, month: u8) -> u8 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        if let Some(day) = self.day { write!(f, "-{day:02}") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn only_days_of_the_calendar_parse() {
        for bad in [
            "2026-02-29",
            "2026-13",
            "2026-1-01",
            "26-01-01",
            "2026-01-01-",
            "2026-00",
            "2026-01-00",
            "+026-01",
        ] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
        assert_eq!(date("2024-02-29").to_string(), "2024-02-29");
        assert_eq!(date("2026-11").to_string(), "2026-11");
    }

    #[test]
    fn a_month_may_be_before_or_after_its_days_when_asked_for_news() {
        assert!(date("2026-05-20").is_after(date("2026-05")));
        assert!(date("2026-06").is_after(date("2026-05")));
        assert!(!date("2026-05").is_after(date("2026-05")));
        assert!(!date("2026-04-30").is_after(date("2026-05")));
        assert!(date("2026-11").is_after(date("2026-11-20")));
        assert!(!date("2026-10").is_after(date("2026-11-20")));
        assert!(!date("2026-09-01").is_after(date("2026-09-01")));
    }

    #[test]
    fn days_since_1970_become_dates() {
        for (days, expected) in
            [(0, "1970-01-01"), (-1, "1969-12-31"), (19_782, "2024-02-29"), (20_780, "2026-11-23")]
        {
            assert_eq!(Date::from_unix_days(days), date(expected));
        }
    }

    #[test]
    fn day_numbers_count_days() {
        assert_eq!(date("2026-03-01").day_number() - date("2026-02-28").day_number(), 1);
        assert_eq!(date("2024-03-01").day_number() - date("2024-02-28").day_number(), 2);
        assert_eq!(date("2026-11").day_number(), date("2026-11-01").day_number());
        assert_eq!(date("2027-01-01").day_number() - date("2026-01-01").day_number(), 365);
    }
}
