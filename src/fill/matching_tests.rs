//! Which pages are understood, and why others are refused: one change to a good page at a time.

use super::Part;
use super::labels::is_modify;
use super::refusal::{Refusal, Why};
use super::samples::{button, choice, evidence, field, form, matched as plan};
use super::snapshot::{Access, Action, Button, How, Kind, PageField, Sight, Snapshot};
use crate::handover::Field;

fn places(page: &Snapshot) -> Result<[usize; 3], Refusal> {
    plan(page).map(|plan| plan.values.map(|planned| planned.index))
}

/// The good page with its fields changed by their index: 0 usage, 2 tenant, 3 client, 4 secret.
fn changed(change: impl Fn(&mut Snapshot)) -> Snapshot {
    let mut page = form();
    change(&mut page);
    page
}

const SECRET: Part = Part::Value(Field::SecretCode);
const TENANT: Part = Part::Value(Field::TenantId);

#[test]
fn the_vendors_page_is_understood() {
    let plan = plan(&form()).expect("a good page");
    assert_eq!(plan.values.map(|it| it.index), [2, 3, 4]);
    let usage = plan.usage.expect("the page has the switch");
    assert_eq!((usage.index, usage.option, usage.done), (0, 1, false));
}

#[test]
fn every_kind_of_evidence_names_a_field() {
    use How::*;
    for how in [
        For,
        Wrap,
        LabelledBy,
        AriaLabel,
        Cell,
        Column,
        Term,
        Group,
        Lead,
        Left,
        Above,
        Before,
        Placeholder,
        Title,
    ] {
        let page = changed(|page| {
            page.fields
                .iter_mut()
                .for_each(|field| field.evidence[0].how = how)
        });
        assert_eq!(places(&page), Ok([2, 3, 4]), "{how:?}");
    }
}

#[test]
fn a_label_for_all_goes_before_a_name_that_is_not_written_there() {
    let named = |label: &str, how, name: &str| {
        changed(|page| {
            page.fields[4].evidence = vec![evidence(How::For, label), evidence(how, name)];
        })
    };
    for how in [How::AriaLabel, How::Placeholder, How::Title, How::Group] {
        let contradictory = Err(Refusal::Field(SECRET, Why::Contradictory));
        assert_eq!(places(&named("Comment", how, "Secret Code")), contradictory);
        assert_eq!(places(&named("App key", how, "Secret Code")), Ok([2, 3, 4]));
    }
    let led = named("Comment Secret Code", How::Lead, "Secret Code");
    assert_eq!(places(&led), Ok([2, 3, 4]));
}

#[test]
fn better_evidence_outweighs_what_is_nearer_only_where_that_is_no_contradiction() {
    let add = |index: usize, how, text: &str| {
        changed(|page| page.fields[index].evidence.push(evidence(how, text)))
    };
    // The text before is often another field's; a switch above is not a name.
    assert_eq!(places(&add(3, How::Before, "Tenant ID")), Ok([2, 3, 4]));
    assert_eq!(places(&add(3, How::Above, "Tenant ID")), Ok([2, 3, 4]));
    assert_eq!(
        places(&add(2, How::Left, "User Look-Up Usage")),
        Ok([2, 3, 4])
    );
    assert_eq!(
        places(&add(2, How::Placeholder, "contoso.onmicrosoft.com")),
        Ok([2, 3, 4])
    );
    for (how, text) in [
        (How::AriaLabel, "Client ID"),
        (How::Cell, "Client ID"),
        (How::Left, "Client ID"),
        (How::Placeholder, "Secret Code"),
    ] {
        assert_eq!(
            places(&add(2, how, text)),
            Err(Refusal::Field(TENANT, Why::Contradictory)),
            "{how:?}"
        );
    }
    let named = changed(|page| page.fields[2].name = "clientId".to_owned());
    assert_eq!(
        places(&named),
        Err(Refusal::Field(TENANT, Why::Contradictory))
    );
}

#[test]
fn what_a_user_could_not_see_or_write_is_refused() {
    let check = |change: fn(&mut PageField), why: Why| {
        let page = changed(|page| {
            change(&mut page.fields[4]);
            page.buttons.clear();
        });
        assert_eq!(places(&page), Err(Refusal::Field(SECRET, why)));
    };
    check(|it| it.sight = Sight::Absent, Why::Hidden);
    check(|it| it.sight = Sight::Transparent, Why::Hidden);
    check(|it| it.sight = Sight::OffPage, Why::OffPage);
    check(|it| it.sight = Sight::Covered, Why::Covered);
    check(|it| it.sight = Sight::TooSmall, Why::TooSmall);
    check(|it| it.access = Access::ReadOnly, Why::ReadOnly);
    check(
        |it| it.max_length = Some(39),
        Why::MaxLengthTooShort {
            allows: 39,
            needs: 40,
        },
    );
    check(|it| it.kind = Kind::Editable, Why::NotText);
    check(|it| it.kind = Kind::Other, Why::NotText);
    check(|it| it.action = Action::Foreign, Why::ForeignFormAction);
    check(
        |it| it.evidence[0].text = "Sеcret Code".to_owned(),
        Why::LookAlike {
            label: "Sеcret Code".to_owned(),
        },
    );
    check(
        |it| it.evidence[0].text = "Secret Code (old)".to_owned(),
        Why::LookAlike {
            label: "Secret Code (old)".to_owned(),
        },
    );
    check(
        |it| it.evidence[0].text = "Secret ID".to_owned(),
        Why::Missing,
    );
    let exact = changed(|page| page.fields[4].max_length = Some(40));
    assert_eq!(places(&exact), Ok([2, 3, 4]));
    let scroll = changed(|page| page.fields[4].sight = Sight::Scroll);
    assert_eq!(places(&scroll), Ok([2, 3, 4]));
    let apart = changed(|page| page.fields[4].form = Some(1));
    assert_eq!(places(&apart), Err(Refusal::NotTogether));
}

#[test]
fn twins_are_refused_unless_one_is_not_drawn_or_stands_under_another_heading() {
    let twin = |change: fn(&mut PageField)| {
        changed(|page| {
            let mut twin = field(Kind::Password, How::AriaLabel, "Secret Code");
            change(&mut twin);
            page.fields.push(twin);
        })
    };
    let ambiguous = Err(Refusal::Field(
        SECRET,
        Why::Ambiguous {
            candidates: vec![4, 5],
        },
    ));
    assert_eq!(places(&twin(|_| {})), ambiguous);
    assert_eq!(places(&twin(|it| it.sight = Sight::Transparent)), ambiguous);
    assert_eq!(places(&twin(|it| it.kind = Kind::Editable)), ambiguous);
    assert_eq!(places(&twin(|it| it.sight = Sight::Absent)), Ok([2, 3, 4]));
    assert_eq!(
        places(&twin(|it| it.headings = vec!["Google Workspace".to_owned()])),
        Ok([2, 3, 4])
    );
    let trap = twin(|it| {
        it.sight = Sight::Transparent;
        it.evidence[0].how = How::Left;
    });
    assert_eq!(
        places(&trap),
        Ok([2, 3, 4]),
        "it has a place and no name of its own"
    );
    let look_alike = twin(|it| it.evidence[0].text = "Secret\u{200b} Code".to_owned());
    assert!(matches!(
        places(&look_alike),
        Err(Refusal::Field(SECRET, Why::LookAlike { .. }))
    ));
}

#[test]
fn a_closed_form_names_what_opens_it() {
    let closed = |access| {
        changed(|page| {
            page.fields
                .iter_mut()
                .for_each(|field| field.access = access)
        })
    };
    for access in [Access::ReadOnly, Access::Disabled] {
        assert_eq!(
            places(&closed(access)),
            Err(Refusal::PressModify { button: 0 })
        );
    }
    // The vendor's own word goes before others.
    let beside = changed(|page| {
        page.fields[2].access = Access::ReadOnly;
        page.buttons.insert(0, button("Edit"));
    });
    assert_eq!(places(&beside), Err(Refusal::PressModify { button: 1 }));
    // Two such buttons: the user has to choose.
    let two = changed(|page| {
        page.fields[2].access = Access::ReadOnly;
        let first = page.buttons[0].clone();
        page.buttons.push(first);
        page.fields[0].options = vec![choice("Use", true)];
    });
    assert_eq!(places(&two), Err(Refusal::Field(TENANT, Why::ReadOnly)));
    // One in every block: ours is under our heading, where a long form may have one above and one below.
    let under = |headings: &[&str]| {
        let mut page = changed(|page| page.fields[2].access = Access::ReadOnly);
        let one = |heading: &&str| Button {
            text: "Modify".to_owned(),
            heading: (*heading).to_owned(),
        };
        page.buttons = headings.iter().map(one).collect();
        places(&page)
    };
    let ours = Err(Refusal::PressModify { button: 1 });
    assert_eq!(under(&["LDAP", "MS AAD", "Mail"]), ours);
    assert_eq!(under(&["LDAP", "MS AAD", "MS AAD"]), ours);
    assert_eq!(
        under(&["MS AAD"; 3]),
        Err(Refusal::Field(TENANT, Why::ReadOnly))
    );
    let until_use = changed(|page| {
        page.fields[2..]
            .iter_mut()
            .for_each(|it| it.access = Access::Disabled);
        page.buttons.clear();
    });
    assert!(matches!(places(&until_use), Err(Refusal::ChooseUse(usage)) if usage.option == 1));
    let all_closed = changed(|page| {
        page.fields
            .iter_mut()
            .for_each(|it| it.access = Access::Disabled);
        page.buttons.clear();
    });
    assert_eq!(
        places(&all_closed),
        Err(Refusal::Field(TENANT, Why::Disabled)),
        "nobody could choose Use"
    );
    // One closed field is not what the switch opens, so the switch is left alone.
    let one = changed(|page| {
        page.fields[2].access = Access::Disabled;
        page.buttons.clear();
    });
    assert_eq!(places(&one), Err(Refusal::Field(TENANT, Why::Disabled)));
    // The page shows texts until Modify.
    let texts = changed(|page| page.fields.clear());
    assert_eq!(places(&texts), Err(Refusal::PressModify { button: 0 }));
    let elsewhere = changed(|page| {
        page.fields.clear();
        page.headings = vec!["Welcome".to_owned()];
    });
    assert_eq!(places(&elsewhere), Err(Refusal::NoForm { frames: 0 }));
    assert!(
        is_modify("Modify")
            && is_modify(" 수정 ")
            && is_modify("Modify(M)")
            && !is_modify("Modify all users")
    );
}

#[test]
fn use_is_found_among_the_options() {
    let check = |kind, options: &[(&str, bool)], expected: Result<(usize, bool), Why>| {
        let page = changed(|page| {
            page.fields[0].kind = kind;
            page.fields[0].options = options
                .iter()
                .map(|(text, chosen)| choice(text, *chosen))
                .collect();
        });
        let found = plan(&page).map(|plan| {
            plan.usage
                .map_or((99, false), |usage| (usage.option, usage.done))
        });
        assert_eq!(
            found,
            expected.map_err(|why| Refusal::Field(Part::Usage, why)),
            "{options:?}"
        );
    };
    check(
        Kind::Select,
        &[("Not Use", false), ("Use", true)],
        Ok((1, true)),
    );
    check(
        Kind::Radio,
        &[("Use", false), ("Not use", true)],
        Ok((0, false)),
    );
    check(
        Kind::Select,
        &[("사용 안 함", true), ("사용", false)],
        Ok((1, false)),
    );
    check(
        Kind::Select,
        &[("Off", true), ("On", false)],
        Ok((1, false)),
    );
    check(
        Kind::Checkbox,
        &[("User Look-Up Usage", false)],
        Ok((0, false)),
    );
    check(Kind::Checkbox, &[("Not use", false)], Err(Why::NoUse));
    check(
        Kind::Select,
        &[("Use", false), ("Use", false)],
        Err(Why::NoUse),
    );
    check(Kind::Select, &[("1 Day", true)], Err(Why::NoUse));
    check(Kind::Select, &[], Err(Why::NoUse));
    let without = changed(|page| page.fields[0].evidence.clear());
    assert_eq!(
        plan(&without).map(|plan| plan.usage),
        Ok(None),
        "the user is told"
    );
}

#[test]
fn every_refusal_names_the_next_act() {
    let usage = plan(&form())
        .expect("a good page")
        .usage
        .expect("the switch");
    let text = || "x".to_owned();
    let whys = [
        Why::Missing,
        Why::Ambiguous {
            candidates: vec![1, 2],
        },
        Why::LookAlike { label: text() },
        Why::Contradictory,
        Why::ReadOnly,
        Why::Disabled,
        Why::Hidden,
        Why::OffPage,
        Why::Covered,
        Why::TooSmall,
        Why::MaxLengthTooShort {
            allows: 1,
            needs: 2,
        },
        Why::NotText,
        Why::NoUse,
        Why::ForeignFormAction,
    ];
    let others = [
        Refusal::WrongOrigin { found: text() },
        Refusal::NotTopFrame,
        Refusal::Sandboxed,
        Refusal::Unreadable(super::snapshot::Unreadable::Garbled),
        Refusal::TooMuch,
        Refusal::NoForm { frames: 0 },
        Refusal::NoForm { frames: 1 },
        Refusal::PressModify { button: 0 },
        Refusal::ChooseUse(usage),
        Refusal::NotTogether,
        Refusal::RuleOutdated(SECRET),
    ];
    for refusal in whys
        .into_iter()
        .map(|why| Refusal::Field(SECRET, why))
        .chain(others)
    {
        let words = refusal.words();
        assert!(
            !words.title.is_empty() && !words.text.is_empty() && !words.acts.is_empty(),
            "{refusal:?}"
        );
    }
}
