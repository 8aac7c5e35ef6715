//! Descriptions that no page script ever wrote, and the largest that it could: whatever comes, it is read or refused, matched or
//! refused, soon and without a panic. How a million cases are run, and how that ended, is in CONTRIBUTING.md.

use super::samples::{evidence, field, form, json, matched, within_the_limit};
use super::snapshot::{Evidence, How, Kind, MOST_FIELDS, MOST_LABELS, PageField, Snapshot};
use super::{Answer, Rule};
use proptest::prelude::*;
use serde_json::{Value, json as value};
use std::num::NonZero;
use std::thread;

/// Read, and matched if that is possible: the way of every description that comes from a page.
fn answered(text: &str) {
    if let Ok(page) = Snapshot::parse(text) {
        assert!(page.fields.len() <= MOST_FIELDS);
        let _ = matched(&page);
    }
    let _ = Rule::parse(text);
    let answer = Answer::parse(Some(text));
    assert_eq!(answer.words().is_none(), answer == Answer::Filled);
}

/// Small and fast (SplitMix64): one number of proptest's makes a whole page.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let it = it ^ (it >> 31);
        usize::try_from(it % end as u64).unwrap_or(0)
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// What stands in the place of a part that was expected to be something else.
fn stranger(dice: &mut Dice) -> Value {
    match dice.below(14) {
        0 => Value::Null,
        1 => value!(true),
        2 => value!(-1),
        3 => value!(u64::MAX),
        4 => value!(1.5e300),
        5 => value!(""),
        6 => value!("Secret Code"),
        7 => value!("\u{0}\u{202e}\u{feff}\u{10ffff}"),
        8 => value!("İ\u{301}".repeat(dice.below(5_000))),
        9 => value!([]),
        10 => value!({}),
        11 => value!([["for", "Client ID"], ["for"], "for", [[]]]),
        12 => value!({"fields": [{"fields": []}], "version": 1}),
        _ => (0..dice.below(140)).fold(Value::Null, |inner, _| value!([inner])),
    }
}

/// Changes one part of a description, wherever it stands.
fn mistype(part: &mut Value, dice: &mut Dice) {
    match part {
        Value::Array(list) if !list.is_empty() && dice.below(5) > 0 => {
            let at = dice.below(list.len());
            match dice.below(12) {
                0 => drop(list.remove(at)),
                1 => list.push(list[at].clone()),
                2 => (0..dice.below(250)).for_each(|_| list.push(list[at].clone())),
                _ => mistype(&mut list[at], dice),
            }
        }
        Value::Object(map) if !map.is_empty() && dice.below(8) > 0 => {
            let name = map.keys().nth(dice.below(map.len())).cloned();
            let name = name.unwrap_or_default();
            match dice.below(12) {
                0 => drop(map.remove(&name)),
                1 => drop(map.insert(format!("{name} "), stranger(dice))),
                _ => {
                    if let Some(inner) = map.get_mut(&name) {
                        mistype(inner, dice);
                    }
                }
            }
        }
        other => *other = stranger(dice),
    }
}

const STREWN: &[&[u8]] = &[&[b'['; 200], b"\\ud800", b"1e999", b"\xff\xfe"];

/// Cuts, repeats, and strews bytes about, as a broken channel would.
fn mangle(text: &str, dice: &mut Dice) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=dice.below(3) {
        let (one, other) = (dice.below(bytes.len() + 1), dice.below(bytes.len() + 1));
        let (start, end) = (one.min(other), one.max(other));
        match dice.below(6) {
            0 => bytes.truncate(end),
            1 => drop(bytes.drain(start..end)),
            2 => bytes.extend_from_within(start..end),
            3 => bytes.insert(start, dice.of(br#"[]{}":,\0-eE."#)),
            4 => drop(bytes.splice(start..start, dice.of(STREWN).iter().copied())),
            _ => bytes.rotate_left(start),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

const WORDS: [&str; 14] = [
    "Tenant ID",
    "Client ID",
    "Secret Code",
    "User Look-Up Usage",
    "Use",
    "테넌트 ID",
    "Tеnant ID",
    "*",
    "required",
    "\u{200b}",
    "İ\u{301}",
    "ID",
    "MS AAD",
    "Microsoft Entra application registration",
];
const HOWS: [How; 8] = [
    How::For,
    How::Wrap,
    How::AriaLabel,
    How::Cell,
    How::Left,
    How::Above,
    How::Before,
    How::Placeholder,
];
const KINDS: [Kind; 6] = [
    Kind::Text,
    Kind::Password,
    Kind::TextArea,
    Kind::Select,
    Kind::Radio,
    Kind::Combobox,
];

fn label(dice: &mut Dice, room: usize) -> String {
    let mut text = String::new();
    let long = 1 + dice.below(room.max(1));
    while text.len() < long {
        text.push_str(dice.of(&WORDS));
        text.push_str(dice.of(&[" ", "", ": ", "-"]));
    }
    text
}

/// As many fields and bytes of labels as are read at all, in a different page for each number.
fn largest(number: u64) -> Snapshot {
    let dice = &mut Dice(number);
    let mut page = form();
    let mut room = MOST_LABELS - 2_000;
    while page.fields.len() < MOST_FIELDS {
        let rest = room / (MOST_FIELDS - page.fields.len());
        let labels = 1 + dice.below(5);
        let evidence: Vec<_> = (0..labels)
            .map(|_| evidence(dice.of(&HOWS), &label(dice, 2 * rest / labels)))
            .collect();
        // What finds no room any more is left out.
        let mut fits = |it: &Evidence| {
            let fits = it.text.len() <= room;
            room -= if fits { it.text.len() } else { 0 };
            fits
        };
        let evidence = evidence.into_iter().filter(|it| fits(it)).collect();
        page.fields.push(PageField {
            evidence,
            ..field(dice.of(&KINDS), How::For, "")
        });
    }
    let at = dice.below(page.fields.len());
    page.fields.rotate_left(at);
    page
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mistyped_descriptions_are_answered(number in any::<u64>()) {
        let dice = &mut Dice(number);
        let mut page: Value = serde_json::from_str(&json(&form())).expect("a sample");
        for _ in 0..=dice.below(4) {
            mistype(&mut page, dice);
        }
        answered(&page.to_string());
    }

    #[test]
    fn mangled_descriptions_are_answered(number in any::<u64>()) {
        let dice = &mut Dice(number);
        answered(&mangle(&json(&form()), dice));
    }

    #[test]
    fn mangled_answers_are_read_as_filled_only_when_they_say_so(number in any::<u64>()) {
        let good = r#"{"fields":{"tenantId":true,"clientId":true,"secretCode":true},"reason":null,"part":null,"left":{}}"#;
        answered(&mangle(good, &mut Dice(number)));
    }
}

/// Each takes milliseconds, so that fewer are played, in a test of their own and on every processor.
#[test]
fn the_largest_descriptions_take_no_time() {
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or(32);
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for first in 0..threads {
            scope.spawn(move || {
                (first as u64..cases)
                    .step_by(threads)
                    .for_each(takes_no_time)
            });
        }
    });
}

fn takes_no_time(number: u64) {
    let page = largest(number);
    assert_eq!(page.fields.len(), MOST_FIELDS);
    let text = json(&page);
    let read = || Snapshot::parse(&text).expect("within the limits");
    assert!(within_the_limit(|| drop(matched(&read()))), "page {number}");
}
