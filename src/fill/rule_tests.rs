//! What the user picked is found again on the same page, and on a changed one only as far as it is certain.

use super::matching::{Wanted, match_page};
use super::refusal::Refusal;
use super::rule::{Picks, Rule, Unlearnable};
use super::samples::{choice, evidence, form, portal};
use super::snapshot::{How, Snapshot};
use super::{FillPlan, Part};
use crate::handover::Field;

const SECRET: Part = Part::Value(Field::SecretCode);
const TENANT: Part = Part::Value(Field::TenantId);

fn with_rule(page: &Snapshot, rule: Option<&Rule>) -> Result<FillPlan, Refusal> {
    let portal = portal();
    match_page(
        page,
        &Wanted {
            portal: &portal,
            rule,
            secret_length: 40,
        },
    )
}

fn changed(change: impl Fn(&mut Snapshot)) -> Snapshot {
    let mut page = form();
    change(&mut page);
    page
}

fn foreign() -> Snapshot {
    changed(|page| {
        for (index, text) in [
            (0, "Recherche"),
            (2, "Locataire"),
            (3, "Client"),
            (4, "Code secret"),
        ] {
            page.fields[index].evidence[0].text = text.to_owned();
        }
        page.fields[0].options = vec![choice("Non", true), choice("Oui", false)];
    })
}

#[test]
fn a_remembered_rule_finds_the_fields_again_and_no_others() {
    let picks = Picks {
        usage: Some((0, "Oui".to_owned())),
        values: [2, 3, 4],
    };
    let rule = Rule::learn(&foreign(), &picks).expect("fields with labels");
    let kept = Rule::parse(&rule.to_json()).expect("what was written");
    assert_eq!(kept, rule);
    let found = with_rule(&foreign(), Some(&kept)).expect("the page it was made on");
    assert_eq!(found.values.map(|it| it.index), [2, 3, 4]);
    assert_eq!(found.usage.map(|usage| usage.option), Some(1));
    // Moved, but still the same labels.
    let mut moved = foreign();
    moved.fields.swap(2, 4);
    let found = with_rule(&moved, Some(&kept)).expect("labels, not places");
    assert_eq!(found.values.map(|it| it.index), [4, 3, 2]);
    let check = |change: fn(&mut Snapshot), part: Part| {
        let mut page = foreign();
        change(&mut page);
        assert_eq!(
            with_rule(&page, Some(&kept)),
            Err(Refusal::RuleOutdated(part))
        );
    };
    check(
        |page| page.fields[4].evidence[0].text = "Code".to_owned(),
        SECRET,
    );
    check(|page| page.fields.push(page.fields[4].clone()), SECRET);
    check(
        |page| {
            page.fields[2]
                .evidence
                .push(evidence(How::AriaLabel, "Secret Code"))
        },
        TENANT,
    );
    // The vendor's own page needs no rule, so an outdated one does not stand in its way.
    assert!(with_rule(&form(), Some(&kept)).is_ok());
    // Another origin's rule is not asked.
    let mut elsewhere = kept.clone();
    elsewhere.origin = "https://other.example".to_owned();
    assert_eq!(
        with_rule(&foreign(), Some(&elsewhere)),
        Err(Refusal::PressModify { button: 0 })
    );
}

#[test]
fn a_rule_without_the_switch_leaves_it_to_its_label() {
    let picks = Picks {
        usage: None,
        values: [2, 3, 4],
    };
    let mut page = foreign();
    page.fields[0] = form().fields[0].clone();
    let rule = Rule::learn(&page, &picks).expect("fields with labels");
    let found = with_rule(&page, Some(&rule)).expect("the page it was made on");
    assert_eq!(found.usage.map(|usage| usage.option), Some(1));
    // A switch that is not known is the user's.
    let found = with_rule(&foreign(), Some(&rule)).expect("the three fields are there");
    assert_eq!(found.usage, None);
}

#[test]
fn what_is_read_as_a_rule_was_written_as_one() {
    let rule = Rule::learn(
        &form(),
        &Picks {
            usage: None,
            values: [2, 3, 4],
        },
    )
    .expect("fields with labels")
    .to_json();
    assert!(Rule::parse(&rule).is_some());
    for bad in [
        "",
        "{}",
        "null",
        &rule.replace("\"version\":1", "\"version\":2"),
        &rule.replace("tenantId", "tenant"),
        &rule.replace("\"for\"", "\"value\""),
    ] {
        assert_eq!(Rule::parse(bad), None, "{bad}");
    }
}

#[test]
fn a_bad_pick_is_not_kept() {
    let check = |page: &Snapshot, values: [usize; 3], expected| {
        assert_eq!(
            Rule::learn(
                page,
                &Picks {
                    usage: None,
                    values
                }
            ),
            Err(expected)
        );
    };
    check(&form(), [2, 2, 4], Unlearnable::Twice(Field::TenantId));
    check(&form(), [3, 2, 4], Unlearnable::IsOther(Field::TenantId));
    check(&form(), [2, 3, 0], Unlearnable::NotText(Field::SecretCode));
    check(&form(), [2, 3, 99], Unlearnable::NotText(Field::SecretCode));
    let nameless = changed(|page| page.fields[4].evidence.clear());
    check(
        &nameless,
        [2, 3, 4],
        Unlearnable::Nameless(Field::SecretCode),
    );
    let usage = Some((0, "Sometimes".to_owned()));
    assert_eq!(
        Rule::learn(
            &form(),
            &Picks {
                usage,
                values: [2, 3, 4]
            }
        ),
        Err(Unlearnable::NoSuchOption)
    );
}
