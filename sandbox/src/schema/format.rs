//! The formats of strings that Microsoft's description names. Each is checked as Graph writes it, without regard to meaning.

use chrono::DateTime;
use uuid::Uuid;

/// A format of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A GUID in its hyphenated form.
    Uuid,
    /// A time with its offset (RFC 3339).
    DateTime,
    /// A length of time (ISO 8601), without years and months, as Edm.Duration has it.
    Duration,
    /// Base64. Graph writes both alphabets, with and without padding, under this name.
    Base64Url,
}

impl Format {
    /// The format that OpenAPI calls so.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "uuid" => Some(Self::Uuid),
            "date-time" => Some(Self::DateTime),
            "duration" => Some(Self::Duration),
            "base64url" => Some(Self::Base64Url),
            _ => None,
        }
    }

    /// Its name in OpenAPI.
    pub fn name(self) -> &'static str {
        match self {
            Self::Uuid => "uuid",
            Self::DateTime => "date-time",
            Self::Duration => "duration",
            Self::Base64Url => "base64url",
        }
    }

    /// Whether `text` is written so.
    pub fn fits(self, text: &str) -> bool {
        match self {
            // The parser also takes braces and bare digits.
            Self::Uuid => text.len() == 36 && Uuid::try_parse(text).is_ok(),
            // The parser also takes a blank between date and time.
            Self::DateTime => text.contains('T') && DateTime::parse_from_rfc3339(text).is_ok(),
            Self::Duration => is_duration(text),
            Self::Base64Url => text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_+/=".contains(&byte)),
        }
    }
}

/// `P180D`, `PT1H30M`, `-P1DT0.5S`.
fn is_duration(text: &str) -> bool {
    let Some(rest) = text.trim_start_matches('-').strip_prefix('P') else {
        return false;
    };
    let (days, time) = match rest.split_once('T') {
        Some((days, time)) => (days, Some(time)),
        None => (rest, None),
    };
    let has_parts = !days.is_empty() || time.is_some();
    has_parts
        && parts_fit(days, "D")
        && time.is_none_or(|time| !time.is_empty() && parts_fit(time, "HMS"))
}

/// Numbers, each followed by one of `units`, in their order and each at most once.
fn parts_fit(mut text: &str, mut units: &str) -> bool {
    while !text.is_empty() {
        let Some(end) = text.find(|c: char| !c.is_ascii_digit() && c != '.') else {
            return false;
        };
        let unit = text[end..].chars().next().and_then(|unit| units.find(unit));
        let Some(unit) = unit.filter(|_| end > 0) else {
            return false;
        };
        (text, units) = (&text[end + 1..], &units[unit + 1..]);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats() {
        let check = |format: Format, text: &str, expected: bool| {
            assert_eq!(format.fits(text), expected, "{format:?} {text}");
        };
        check(Format::Uuid, "00000003-0000-0000-C000-000000000000", true);
        check(Format::Uuid, "0000000300000000c000000000000000", false);
        check(Format::Uuid, "{0000003-0000-0000-c000-000000000000", false);
        check(Format::DateTime, "2026-11-24T09:00:00Z", true);
        check(Format::DateTime, "2026-11-24T09:00:00.1234567+01:00", true);
        check(Format::DateTime, "2026-11-24T09:00:00", false);
        check(Format::DateTime, "2026-11-24 09:00:00Z", false);
        check(Format::DateTime, "2026-11-24", false);
        check(Format::Duration, "P180D", true);
        check(Format::Duration, "P4DT12H30M5.5S", true);
        check(Format::Duration, "PT0S", true);
        check(Format::Duration, "180D", false);
        check(Format::Duration, "P6M", false);
        check(Format::Duration, "P1DT", false);
        check(Format::Duration, "PT5S3H", false);
        check(Format::Duration, "P", false);
        check(Format::Base64Url, "YWJj_-==", true);
        check(Format::Base64Url, "a b", false);
    }
}
