//! Pages that nobody thought of: whatever comes, the reader and the matcher answer, soon, and never with one field in the place of
//! another. A million cases: `PROPTEST_CASES=1000000 cargo test --profile native --lib fill::robust`.

use super::samples::{choice, evidence, form, json, matched, within_the_limit};
use super::snapshot::{Access, Action, How, Kind, MOST_LABELS, PageField, Sight, Snapshot};
use super::{FillPlan, Rule};
use proptest::prelude::*;
use proptest::sample::select;

const TEXTS: [&str; 22] = [
    "Tenant ID",
    "Client ID",
    "Secret Code",
    "User Look-Up Usage",
    "Tenant ID *",
    "tenant id:",
    "Tеnant ID",
    "Client\u{200b} ID",
    "Secret ID",
    "Secret Code (old)",
    "테넌트 ID",
    "클라이언트 ID",
    "시크릿 코드",
    "MS AAD",
    "Use",
    "Not use",
    "",
    "*",
    "\u{202e}",
    "required",
    "필수",
    "İ\u{301}\u{fe0f}",
];
const HOWS: [How; 14] = [
    How::For,
    How::Wrap,
    How::LabelledBy,
    How::AriaLabel,
    How::Cell,
    How::Column,
    How::Term,
    How::Group,
    How::Lead,
    How::Left,
    How::Above,
    How::Before,
    How::Placeholder,
    How::Title,
];
const KINDS: [Kind; 9] = [
    Kind::Text,
    Kind::Text,
    Kind::Password,
    Kind::TextArea,
    Kind::Select,
    Kind::Radio,
    Kind::Checkbox,
    Kind::Combobox,
    Kind::Editable,
];
const SIGHTS: [Sight; 7] = [
    Sight::Seen,
    Sight::Seen,
    Sight::Scroll,
    Sight::Absent,
    Sight::Transparent,
    Sight::Covered,
    Sight::TooSmall,
];

fn text() -> impl Strategy<Value = String> {
    prop_oneof![6 => select(&TEXTS[..]).prop_map(str::to_owned), 1 => any::<String>()]
}

fn a_field() -> impl Strategy<Value = PageField> {
    let labels = prop::collection::vec((select(&HOWS[..]), text()), 0..4);
    let options = prop::collection::vec((text(), any::<bool>()), 0..4);
    let place = (
        prop::collection::vec(text(), 0..3),
        text(),
        prop::option::of(0..3_usize),
    );
    let state = (select(&SIGHTS[..]), 0..8_u8, prop::option::of(30..80_usize));
    (select(&KINDS[..]), labels, options, place, state).prop_map(
        |(kind, labels, options, (headings, name, form), (sight, odd, max_length))| PageField {
            kind,
            evidence: labels
                .iter()
                .map(|(how, text)| evidence(*how, text))
                .collect(),
            headings,
            id: name.clone(),
            name,
            form,
            action: if odd == 0 {
                Action::Foreign
            } else {
                Action::Own
            },
            access: if odd == 1 {
                Access::ReadOnly
            } else {
                Access::Writable
            },
            sight,
            max_length,
            options: options
                .iter()
                .map(|(text, chosen)| choice(text, *chosen))
                .collect(),
        },
    )
}

fn a_page() -> impl Strategy<Value = Snapshot> {
    (prop::collection::vec(a_field(), 0..12), any::<bool>()).prop_map(|(mut fields, beside)| {
        if beside {
            fields.extend(form().fields);
        }
        Snapshot { fields, ..form() }
    })
}

/// What holds for every plan, whatever the page: three different fields that a user can write and see, each named as it should be.
fn is_sound(page: &Snapshot, plan: &FillPlan) {
    let [a, b, c] = plan.values.clone().map(|it| it.index);
    assert!(a != b && b != c && a != c);
    for planned in &plan.values {
        let field = &page.fields[planned.index];
        assert!(field.access == Access::Writable && field.action == Action::Own);
        assert!(matches!(field.sight, Sight::Seen | Sight::Scroll));
        assert!(matches!(
            field.kind,
            Kind::Text | Kind::Password | Kind::TextArea
        ));
        let named = super::labels::Says::Names(super::Part::Value(planned.field));
        assert_eq!(super::labels::says(&planned.label), named);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_page_is_answered_and_a_plan_is_sound(page in a_page()) {
        if let Ok(plan) = matched(&page) {
            is_sound(&page, &plan);
        }
    }

    #[test]
    fn what_was_described_is_read_back(page in a_page()) {
        prop_assert_eq!(Snapshot::parse(&json(&page)), Ok(page));
    }

    #[test]
    fn damaged_descriptions_are_answered(page in a_page(), at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 0..4)) {
        let mut damaged = json(&page).into_bytes();
        let at = at.index(damaged.len());
        let end = (at + bytes.len()).min(damaged.len());
        damaged.splice(at..end, bytes);
        if let Ok(page) = Snapshot::parse(&String::from_utf8_lossy(&damaged)) {
            let _ = matched(&page);
        }
    }

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        let _ = Snapshot::parse(&text);
        let _ = Rule::parse(&text);
        let _ = super::labels::says(&text);
    }

    /// Each field has two names of its own; two fields then change one of theirs. Never does a value follow half of a change.
    #[test]
    fn swapped_labels_never_swap_values_silently(one in 2..5_usize, other in 2..5_usize, first in select(&HOWS[..7]), second in select(&HOWS[..7]), which in 0..2_usize) {
        prop_assume!(one != other && first != second);
        let mut page = form();
        for field in &mut page.fields[2..5] {
            let label = field.evidence[0].text.clone();
            field.evidence = vec![evidence(first, &label), evidence(second, &label)];
        }
        let before = matched(&page).map(|plan| plan.values.map(|it| it.index));
        prop_assert_eq!(before, Ok([2, 3, 4]));
        let text = page.fields[one].evidence[which].text.clone();
        page.fields[one].evidence[which].text = std::mem::replace(&mut page.fields[other].evidence[which].text, text);
        prop_assert!(matched(&page).is_err());
    }
}

/// The largest pages that are read, and larger ones than can be: 200 fields, with 64 KiB of labels in all, and in each.
#[test]
fn the_largest_pages_take_no_time() {
    let wide = |size: usize| {
        let mut page = form();
        let field = page.fields.pop().expect("the form has fields");
        for index in 0..195 {
            let texts = [
                "Tenant ID of nobody ".repeat(size / 20 + 1),
                format!("{index}{}", "é".repeat(size / 2)),
            ];
            let evidence = HOWS
                .iter()
                .zip(texts.iter().cycle())
                .map(|(how, text)| evidence(*how, text));
            page.fields.push(PageField {
                evidence: evidence.collect(),
                headings: texts.to_vec(),
                name: texts[0].clone(),
                ..field.clone()
            });
        }
        page.fields.push(field);
        page
    };
    let narrow = json(&wide(8));
    assert!(narrow.len() > MOST_LABELS / 2);
    assert!(within_the_limit(|| {
        let page = Snapshot::parse(&narrow).expect("within the limits");
        assert_eq!(page.fields.len(), 200);
        let _ = matched(&page);
    }));
    let huge = wide(MOST_LABELS);
    assert!(within_the_limit(|| drop(matched(&huge))));
}
