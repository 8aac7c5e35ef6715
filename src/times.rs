//! Dates and times in the two forms that are read and written here: RFC 3339 in UTC, as Graph has it, and `YYYY-MM-DD`. It knows
//! nothing of what a time means.
//!
//! By hand rather than with chrono's own parser, which reads many more forms and weighs 18 kB of wasm.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};

/// Reads a time such as `2028-11-24T10:00:00Z`. A fraction of a second is dropped; another offset than `Z` is not Graph's.
pub fn time(text: &str) -> Option<DateTime<Utc>> {
    let (date, clock) = text.strip_suffix('Z')?.split_once('T')?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    if !is_digits(fraction) {
        return None;
    }
    let [hour, minute, second] = numbers(clock, ':', [2, 2, 2])?;
    let time = day(date)?.and_hms_opt(hour, minute, second)?;
    Some(time.and_utc())
}

/// Reads a day such as `2028-11-24`.
pub fn day(text: &str) -> Option<NaiveDate> {
    let [year, month, day] = numbers(text, '-', [4, 2, 2])?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// Reads an HTTP date such as `Wed, 21 Oct 2026 07:28:00 GMT` (RFC 9110 section 5.6.7), in its one current form.
pub fn http_date(text: &str) -> Option<DateTime<Utc>> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let (_, text) = text.strip_suffix(" GMT")?.split_once(", ")?;
    let mut parts = text.splitn(4, ' ');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.iter().position(|known| *known == month)? + 1;
    time(&format!("{year}-{month:02}-{day}T{}Z", parts.next()?))
}

/// A time as Graph takes it: UTC, whole seconds.
pub fn stamp(time: DateTime<Utc>) -> String {
    let (hour, minute, second) = (time.hour(), time.minute(), time.second());
    let day = day_stamp(time.date_naive());
    format!("{day}T{hour:02}:{minute:02}:{second:02}Z")
}

/// A day as `day` reads it.
pub fn day_stamp(day: NaiveDate) -> String {
    let (year, month, day) = (day.year(), day.month(), day.day());
    format!("{year:04}-{month:02}-{day:02}")
}

fn numbers(text: &str, separator: char, widths: [usize; 3]) -> Option<[u32; 3]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; 3];
    for (number, width) in numbers.iter_mut().zip(widths) {
        let part = parts.next()?;
        if part.len() != width || !is_digits(part) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_written_as_graph_does() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(time(text).map(stamp).as_deref(), expected, "{text}");
            assert_eq!(
                time(text).map(|time| time.timestamp()),
                expected.map(|text| text
                    .parse::<DateTime<Utc>>()
                    .expect("a literal time")
                    .timestamp())
            );
        };
        check("2028-02-29T10:00:07Z", Some("2028-02-29T10:00:07Z"));
        check("2026-11-24T10:00:00.1234567Z", Some("2026-11-24T10:00:00Z"));
        check("0001-01-01T00:00:00Z", Some("0001-01-01T00:00:00Z"));
        for bad in [
            "",
            "2026-11-24",
            "2026-11-24T10:00:00",
            "2026-11-24T10:00Z",
            "2026-11-24T10:00:00.Z",
            "2026-11-24T10:00:00.1.2Z",
            "2026-11-24T10:00:00+01:00",
            "2026-11-24T24:00:00Z",
            "2026-02-29T10:00:00Z",
            "20281-1-24T10:00:00Z",
            "2026-11-24T10:00:00:00Z",
            "2026-11-24T+1:00:00Z",
            "é026-11-24T10:00:00Z",
        ] {
            check(bad, None);
        }
    }

    #[test]
    fn http_dates_are_read() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(http_date(text).map(stamp).as_deref(), expected, "{text}");
        };
        check(
            "Wed, 21 Oct 2026 07:28:00 GMT",
            Some("2026-10-21T07:28:00Z"),
        );
        for bad in [
            "",
            "120",
            "Wed, 21 Oct 2026 07:28:00 CET",
            "Wed, 21 Okt 2026 07:28:00 GMT",
            "Wed, 31 Feb 2026 07:28:00 GMT",
            "Wednesday, 21-Oct-26 07:28:00 GMT",
            "Wed, 21 Oct GMT",
        ] {
            check(bad, None);
        }
    }

    #[test]
    fn days_are_read_back() {
        let check = |text: &str, expected: bool| {
            let expected = expected.then_some(text.to_owned());
            assert_eq!(day(text).map(day_stamp), expected, "{text}");
        };
        check("2028-02-29", true);
        check("0999-01-31", true);
        for bad in ["", "2027-02-29", "2027-13-01", "2027-1-01", "2027-01-01-01"] {
            check(bad, false);
        }
    }
}
