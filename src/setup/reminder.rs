//! The end of a client secret as a file for the user's calendar (RFC 5545). It knows neither the secret nor who is signed in, and
//! takes its texts as they are to be read.

use crate::ids::{KeyId, TenantId};
use crate::times::stamp;
use chrono::{DateTime, Utc};
use url::Url;

/// How many days before the end the calendar speaks up.
const ALARMS: [u32; 3] = [60, 30, 7];
/// RFC 5545 section 3.1: a line has at most so many octets, without its break.
const LINE: usize = 75;

/// A secret whose end is to be remembered.
pub struct Reminder<'r> {
    pub key: KeyId,
    pub ends: DateTime<Utc>,
    pub summary: &'r str,
    pub description: &'r str,
    /// Where it is renewed; an extension's panel has no address that a calendar could open.
    pub link: Option<Url>,
}

/// The address that opens the renewal in the app at `app`. The tenant is a hint for the sign-in and nothing more.
pub fn renewal_link(mut app: Url, tenant: TenantId) -> Url {
    app.set_query(None);
    app.set_fragment(Some(&format!("renew={tenant}")));
    app
}

impl Reminder<'_> {
    /// The calendar's file. Properties stand before the alarms: Outlook reads none that come after (RFC 5545 section 3.6.1).
    pub fn calendar(&self, now: DateTime<Utc>) -> String {
        let mut lines = vec![
            "BEGIN:VCALENDAR".to_owned(),
            "VERSION:2.0".to_owned(),
            "PRODID:-//Entra Handover//Reminder//EN".to_owned(),
            "BEGIN:VEVENT".to_owned(),
            // The same for the same secret: a calendar that gets the file twice keeps one event.
            format!("UID:entra-handover-secret-{}", self.key),
            format!("DTSTAMP:{}", utc(now)),
            // The moment itself, without a duration: each calendar shows it in its own time zone.
            format!("DTSTART:{}", utc(self.ends)),
            format!("SUMMARY:{}", escaped(self.summary)),
            format!("DESCRIPTION:{}", escaped(self.description)),
            // Nobody is busy then.
            "TRANSP:TRANSPARENT".to_owned(),
        ];
        lines.extend(self.link.as_ref().map(|link| format!("URL:{link}")));
        for days in ALARMS {
            lines.extend([
                "BEGIN:VALARM".to_owned(),
                "ACTION:DISPLAY".to_owned(),
                format!("DESCRIPTION:{}", escaped(self.summary)),
                format!("TRIGGER:-P{days}D"),
                "END:VALARM".to_owned(),
            ]);
        }
        lines.extend(["END:VEVENT".to_owned(), "END:VCALENDAR".to_owned()]);
        lines.iter().map(|line| folded(line)).collect()
    }
}

/// A time as calendars write it, such as `20281124T100000Z`.
fn utc(time: DateTime<Utc>) -> String {
    stamp(time).replace(['-', ':'], "")
}

/// RFC 5545 section 3.3.11: what separates values is escaped, a line break is written `\n`, and other control characters are not
/// text.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str("\\n"),
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Breaks a line before it is too long, never inside of a character; what goes on begins with a space, which counts.
fn folded(line: &str) -> String {
    let mut folded = String::with_capacity(line.len() + 2);
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > LINE {
            folded.push_str("\r\n ");
            used = 1;
        }
        folded.push(c);
        used += c.len_utf8();
    }
    folded.push_str("\r\n");
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().expect("a literal time")
    }

    #[test]
    fn the_event_is_the_end_with_three_alarms() {
        let app = Url::parse("https://handover.example/app/?x=1").expect("a literal address");
        let reminder = Reminder {
            key: KeyId::from_u128(7),
            ends: time("2028-11-24T10:00:07Z"),
            summary: "The secret ends",
            description: "Renew it.",
            link: Some(renewal_link(app, TenantId::from_u128(1))),
        };
        let calendar = reminder.calendar(time("2026-11-24T09:00:00Z"));
        let alarm = |days: u32| {
            format!(
                "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:The secret ends\r\nTRIGGER:-P{days}D\r\nEND:VALARM\r\n"
            )
        };
        let expected = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Entra Handover//Reminder//EN\r\nBEGIN:VEVENT\r\n\
            UID:entra-handover-secret-00000000-0000-0000-0000-000000000007\r\n\
            DTSTAMP:20261124T090000Z\r\nDTSTART:20281124T100007Z\r\n\
            SUMMARY:The secret ends\r\nDESCRIPTION:Renew it.\r\nTRANSP:TRANSPARENT\r\n\
            URL:https://handover.example/app/#renew=00000000-0000-0000-0000-00000000000\r\n 1\r\n"
            .to_owned()
            + &alarm(60)
            + &alarm(30)
            + &alarm(7)
            + "END:VEVENT\r\nEND:VCALENDAR\r\n";
        assert_eq!(calendar, expected);
        let without = Reminder {
            link: None,
            ..reminder
        };
        assert!(
            !without
                .calendar(time("2026-11-24T09:00:00Z"))
                .contains("URL")
        );
    }

    #[test]
    fn text_is_escaped() {
        let check = |text: &str, expected: &str| assert_eq!(escaped(text), expected, "{text:?}");
        check("plain: \"text\"", "plain: \"text\"");
        check("a,b;c\\d", "a\\,b\\;c\\\\d");
        check("one\ntwo\r\nthree", "one\\ntwo\\nthree");
        check("bell\u{7}\u{85}tab\t", "belltab");
        check("END:VEVENT\nBEGIN:VEVENT", "END:VEVENT\\nBEGIN:VEVENT");
        check("클라이언트 비밀", "클라이언트 비밀");
    }

    #[test]
    fn lines_are_short_and_unfold_to_what_they_were() {
        for text in [
            String::new(),
            "x".repeat(75),
            "x".repeat(76),
            "x".repeat(149),
            "x".repeat(500),
            "비밀".repeat(60),
            format!("x{}", "𝄞".repeat(60)),
            "a\u{301}é漢".repeat(40),
        ] {
            let folded = folded(&text);
            let whole = folded.strip_suffix("\r\n").expect("a line has its end");
            for line in whole.split("\r\n") {
                assert!(line.len() <= LINE, "{}: {line}", line.len());
            }
            assert_eq!(whole.replace("\r\n ", ""), text);
        }
    }
}
