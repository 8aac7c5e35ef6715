//! The comparer must notice: what it overlooks, no replay can show. By table, and by changing every recorded answer.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use super::super::ids::{Ids, is_guid};
use super::super::player::Player;
use super::super::recording::{Answered, Conversation, Provenance};
use super::super::scope;
use super::{Determined, Given, Terms, differences};
use crate::{Sandbox, Settings};

const ID: &str = "11111111-1111-4111-8111-111111111111";
const OURS: &str = "22222222-2222-4222-8222-222222222222";

/// An answer that matches [`given`] but for what is made anew.
fn recorded() -> Answered {
    let headers = [
        ("content-type", "application/json"),
        ("odata-version", "4.0"),
        ("request-id", ID),
        ("location", "https://graph.microsoft.com/v2/x"),
    ];
    Answered {
        status: 200,
        headers: headers
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        body: json!({
            "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#applications", "id": ID, "name": "App", "note": null,
            "count": 1, "made": "2024-09-06T09:31:12Z", "exact": "2024-09-06T09:31:12.1234567Z", "tags": ["a", "b"],
            "secretText": "replaced-microsoft-graph-password", "hint": "abc", "web": {"uri": "https://a"},
            "sentDateTime": "2030-01-01T00:00:00Z",
        }),
        at: "2024-09-06T09:31:12Z".parse().ok(),
    }
}

fn given() -> Given {
    let recorded = recorded();
    let mut body = recorded.body;
    body["id"] = OURS.into();
    body["tags"] = json!(["b", "a"]);
    body["made"] = "2030-01-01T00:00:00Z".into();
    body["exact"] = "2030-01-01T00:00:00.7654321Z".into();
    body["secretText"] = "x".repeat(40).into();
    body["hint"] = "xyz".into();
    Given {
        status: 200,
        headers: recorded.headers,
        body,
    }
}

fn compare(recorded: &Answered, given: &Given, provenance: Provenance) -> Vec<String> {
    let (trimmed, mut determined) = (BTreeSet::new(), Determined::default());
    determined.add(&json!({"sentDateTime": "2030-01-01T00:00:00Z"}));
    let terms = Terms {
        provenance,
        at: recorded.at,
        trimmed: &trimmed,
        determined: &determined,
        ordered: false,
    };
    differences(recorded, given, &terms, &mut Ids::default())
}

#[test]
fn what_the_server_makes_up_compares_by_form() {
    assert_eq!(
        compare(&recorded(), &given(), Provenance::Recorded),
        Vec::<String>::new()
    );
}

#[test]
fn every_kind_of_difference_is_noticed() {
    let check = |change: &dyn Fn(&mut Given), expected: &str| {
        let mut given = given();
        change(&mut given);
        assert_eq!(
            compare(&recorded(), &given, Provenance::Recorded),
            [expected]
        );
    };
    let set = |given: &mut Given, name: &str, value: Value| given.body[name] = value;
    check(&|given| given.status = 201, "status 201 instead of 200");
    check(
        &|given| drop(given.body.as_object_mut().map(|body| body.remove("note"))),
        "note is missing",
    );
    check(&|given| set(given, "extra", json!(1)), "extra is there: 1");
    check(
        &|given| set(given, "note", json!("x")),
        "note is \"x\" instead of null",
    );
    check(
        &|given| set(given, "name", Value::Null),
        "name is null instead of \"App\"",
    );
    check(
        &|given| set(given, "name", json!("Other")),
        "name is \"Other\" instead of \"App\"",
    );
    check(
        &|given| set(given, "count", json!("1")),
        "count is \"1\" instead of 1",
    );
    check(
        &|given| set(given, "count", json!(2)),
        "count is 2 instead of 1",
    );
    check(
        &|given| set(given, "tags", json!(["a"])),
        "tags has 1 entries instead of 2",
    );
    check(
        &|given| set(given, "tags", json!(["a", "c"])),
        "tags[] is \"c\" instead of \"b\"",
    );
    check(
        &|given| given.body["web"]["uri"] = "https://b".into(),
        "web.uri is \"https://b\" instead of \"https://a\"",
    );
    check(
        &|given| set(given, "made", json!("yesterday")),
        "made is \"yesterday\" instead of \"2024-09-06T09:31:12Z\"",
    );
    check(
        &|given| set(given, "exact", json!("2024-09-06T09:31:12Z")),
        "exact is \"2024-09-06T09:31:12Z\" instead of \"2024-09-06T09:31:12.1234567Z\"",
    );
    check(
        &|given| set(given, "sentDateTime", json!("2031-01-01T00:00:00Z")),
        "sentDateTime is \"2031-01-01T00:00:00Z\" instead of \"2030-01-01T00:00:00Z\"",
    );
    check(
        &|given| set(given, "hint", json!("abcd")),
        "hint is \"abcd\" instead of \"abc\"",
    );
    check(
        &|given| set(given, "secretText", json!("short")),
        "secretText is \"short\" instead of \"replaced-microsoft-graph-password\"",
    );
    let context = "https://graph.microsoft.com/v1.0/$metadata#applications";
    check(
        &|given| set(given, "@odata.context", json!(format!("{context}/$entity"))),
        &format!("@odata.context is \"{context}/$entity\" instead of \"{context}\""),
    );
    check(
        &|given| drop(given.headers.remove("request-id")),
        "header request-id is missing",
    );
    check(
        &|given| drop(given.headers.insert("request-id".into(), "1".into())),
        &format!("header request-id is \"1\" instead of \"{ID}\""),
    );
    check(
        &|given| drop(given.headers.insert("vary".into(), "Accept".into())),
        "header vary is there: Accept",
    );
    check(
        &|given| {
            drop(given.headers.insert(
                "location".into(),
                "https://graph.microsoft.com/v1.0/x".into(),
            ))
        },
        "header location is \"https://graph.microsoft.com/v1.0/x\" instead of \"https://graph.microsoft.com/v2/x\"",
    );
}

#[test]
fn documents_are_shortened_but_say_what_they_say() {
    let check = |change: &dyn Fn(&mut Given), expected: &[&str]| {
        let mut given = given();
        change(&mut given);
        assert_eq!(compare(&recorded(), &given, Provenance::Document), expected);
    };
    let set = |given: &mut Given, name: &str, value: Value| given.body[name] = value;
    check(&|given| set(given, "extra", json!(1)), &[]);
    check(&|given| set(given, "name", json!("Other")), &[]);
    check(
        &|given| set(given, "name", json!(7)),
        &["name is 7 instead of \"App\""],
    );
    check(
        &|given| set(given, "note", json!("x")),
        &["note is \"x\" instead of null"],
    );
    check(
        &|given| drop(given.body.as_object_mut().map(|body| body.remove("name"))),
        &["name is missing"],
    );
    check(
        &|given| drop(given.headers.remove("content-type")),
        &["header content-type is missing"],
    );
}

#[test]
fn cut_arrays_may_hold_more_but_not_less() {
    let trimmed = BTreeSet::from(["value[].roles".to_owned()]);
    let determined = Determined::default();
    let terms = Terms {
        provenance: Provenance::Recorded,
        at: None,
        trimmed: &trimmed,
        determined: &determined,
        ordered: true,
    };
    let check = |roles: Value, others: Value, expected: &[&str]| {
        let answer = Answered {
            status: 200,
            headers: [].into(),
            body: json!({"value": [{"roles": [1, 2], "others": [1]}]}),
            at: None,
        };
        let given = Given {
            status: 200,
            headers: [].into(),
            body: json!({"value": [{"roles": roles, "others": others}]}),
        };
        assert_eq!(
            differences(&answer, &given, &terms, &mut Ids::default()),
            expected
        );
    };
    check(json!([3, 2, 1]), json!([1]), &[]);
    check(
        json!([2]),
        json!([1]),
        &["value[].roles has 1 entries instead of 2"],
    );
    check(
        json!([1, 2]),
        json!([1, 2]),
        &["value[].others has 2 entries instead of 1"],
    );
}

#[test]
fn an_entry_answers_for_one_recorded_entry_only() {
    let (mut recorded, mut given) = (recorded(), given());
    recorded.body["letters"] = json!(["B", "A", "A"]);
    given.body["letters"] = json!(["C", "B", "A"]);
    let found = compare(&recorded, &given, Provenance::Recorded);
    assert_eq!(found, ["letters has no entry \"A\""]);
}

/// A changed answer, and what was changed.
type Changed = (String, Answered);

/// Every property left out, nulled, of another type, or with another text; one more property; each header left out.
fn changes(answer: &Answered) -> Vec<Changed> {
    let mut found = Vec::new();
    let mut other = |what: String, change: &dyn Fn(&mut Answered)| {
        let mut changed = answer.clone();
        change(&mut changed);
        found.push((what, changed));
    };
    other("status".into(), &|changed| changed.status += 1);
    for name in answer.headers.keys() {
        other(format!("header {name}"), &|changed| {
            drop(changed.headers.remove(name))
        });
    }
    for pointer in pointers(&answer.body) {
        let value = answer.body.pointer(&pointer).cloned().unwrap_or_default();
        let replace = |with: Value| {
            let pointer = pointer.clone();
            move |changed: &mut Answered| {
                if let Some(place) = changed.body.pointer_mut(&pointer) {
                    *place = with.clone();
                }
            }
        };
        other(
            format!("{pointer} of another type"),
            &replace(json!({"other": true})),
        );
        if !value.is_null() {
            other(format!("{pointer} null"), &replace(Value::Null));
        }
        match &value {
            Value::Object(members) => {
                for name in members.keys() {
                    other(format!("{pointer}/{name} missing"), &|changed| {
                        let object = changed
                            .body
                            .pointer_mut(&pointer)
                            .and_then(Value::as_object_mut);
                        drop(object.map(|object| object.remove(name)));
                    });
                }
                other(format!("{pointer} with more"), &|changed| {
                    if let Some(object) = changed.body.pointer_mut(&pointer) {
                        object["more"] = 1.into();
                    }
                });
            }
            Value::Array(items) => {
                let mut more = items.clone();
                more.push(json!("more"));
                other(format!("{pointer} longer"), &replace(more.into()));
            }
            Value::String(text) if !is_made_up(&pointer, text) => other(
                format!("{pointer} changed"),
                &replace(format!("{text}!").into()),
            ),
            Value::Bool(truth) => other(format!("{pointer} changed"), &replace((!truth).into())),
            _ => {}
        }
    }
    found
}

/// What compares by form may be another text of the same form.
fn is_made_up(pointer: &str, text: &str) -> bool {
    let by_form = ["/hint", "/secretText", "/@odata.nextLink"]
        .iter()
        .any(|name| pointer.ends_with(name));
    by_form || pointer.contains("keyCredentials") || is_guid(text)
}

fn pointers(value: &Value) -> Vec<String> {
    let below = |name: &str, value: &Value| {
        pointers(value)
            .into_iter()
            .map(move |rest| format!("/{name}{rest}"))
            .collect::<Vec<_>>()
    };
    let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
    let mut found = vec![String::new()];
    match value {
        Value::Object(members) => found.extend(
            members
                .iter()
                .flat_map(|(name, member)| below(&escaped(name), member)),
        ),
        Value::Array(items) => found.extend(
            items
                .iter()
                .enumerate()
                .flat_map(|(index, item)| below(&index.to_string(), item)),
        ),
        _ => {}
    }
    found
}

/// Plays a conversation, and compares every answer also with changed recordings.
fn overlooked(conversation: &Conversation) -> (usize, Vec<String>) {
    let (mut tried, mut overlooked) = (0, Vec::new());
    let mut player = Player::new(conversation, Sandbox::new(Settings::default()));
    for (position, exchange) in conversation.exchanges.iter().enumerate() {
        let before = player.clone();
        player.exchange(position, exchange);
        if scope::out_of_scope(exchange).is_some() {
            continue;
        }
        let mut asked = before;
        asked.bring_in(position);
        let given = asked
            .answer(exchange)
            .expect("the request was sent a moment ago");
        for (what, response) in changes(&exchange.response) {
            tried += 1;
            let mut ids = asked.ids.clone();
            if differences(&response, &given, &asked.terms(exchange), &mut ids).is_empty() {
                overlooked.push(format!("{} #{position}: {what}", conversation.name));
            }
        }
    }
    (tried, overlooked)
}

#[test]
fn no_change_of_a_recorded_answer_is_overlooked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("conversations");
    let mut tried = 0;
    for entry in std::fs::read_dir(folder).expect("the conversations are in the repository") {
        let path = entry.expect("a readable folder").path();
        let conversation = Conversation::read(&path).expect("a conversation");
        let (count, overlooked) = overlooked(&conversation);
        assert_eq!(overlooked, Vec::<String>::new());
        tried += count;
    }
    assert!(tried > 1_000, "only {tried} changes were tried");
}
