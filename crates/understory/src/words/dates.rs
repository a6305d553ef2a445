//! How languages write days and times of day (ICU).

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, RwLock};

use icu_calendar::Gregorian;
use icu_datetime::fieldsets::{T, YMD, YMDE};
use icu_datetime::input::{Date, Time};
use icu_datetime::{FixedCalendarDateTimeFormatter, NoCalendarFormatter};
use icu_locale_core::Locale;
use jiff::civil::DateTime;

/// How a language writes dates and times.
pub struct Dates {
    day: FixedCalendarDateTimeFormatter<Gregorian, YMD>,
    weekday: FixedCalendarDateTimeFormatter<Gregorian, YMDE>,
    clock: NoCalendarFormatter<T>,
}

/// Formatters by tag: making one costs more than a page.
static DATES: LazyLock<RwLock<HashMap<String, Arc<Dates>>>> = LazyLock::new(RwLock::default);

/// How many tags are remembered; there are as many as stories name.
const TAGS: usize = 200;

/// The dates of a language.
pub fn dates(lang: &str) -> Arc<Dates> {
    // The international edition of English writes the day first and the hours up to 24; who wants others says `en-US`.
    let tag = if lang.eq_ignore_ascii_case("en") { "en-GB" } else { lang };
    if let Some(found) = DATES.read().ok().and_then(|all| all.get(tag).cloned()) {
        return found;
    }
    let made = Arc::new(Dates::new(tag));
    if let Ok(mut all) = DATES.write()
        && all.len() < TAGS
    {
        all.insert(tag.to_owned(), made.clone());
    }
    made
}

impl Dates {
    fn new(tag: &str) -> Self {
        let locale = tag.parse::<Locale>().unwrap_or(icu_locale_core::locale!("en-GB"));
        let make = |locale: Locale| {
            Some(Self {
                day: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMD::medium()).ok()?,
                weekday: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMDE::long()).ok()?,
                clock: NoCalendarFormatter::try_new((&locale).into(), T::hm()).ok()?,
            })
        };
        // Data for every language is compiled in; English is there in any case.
        make(locale)
            .or_else(|| make(icu_locale_core::locale!("en-GB")))
            .unwrap_or_else(|| unreachable!("data for English"))
    }

    /// A day, such as `20 Nov 2026`.
    pub fn day(&self, civil: DateTime) -> String {
        date(civil).map(|date| self.day.format(&date).to_string()).unwrap_or_else(|| civil.date().to_string())
    }

    /// A day with its name, such as `Friday, 20 November 2026`.
    pub fn weekday(&self, civil: DateTime) -> String {
        date(civil).map(|date| self.weekday.format(&date).to_string()).unwrap_or_else(|| civil.date().to_string())
    }

    /// A time of day to the minute.
    pub fn clock(&self, civil: DateTime) -> String {
        let part = |number: i8| u8::try_from(number).unwrap_or(0);
        let time = Time::try_new(part(civil.hour()), part(civil.minute()), 0, 0);
        time.map(|time| self.clock.format(&time).to_string()).unwrap_or_default()
    }
}

fn date(civil: DateTime) -> Option<Date<Gregorian>> {
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    Date::try_new_gregorian(i32::from(civil.year()), part(civil.month()), part(civil.day())).ok()
}
