use super::*;
use crate::ids::{ApplicationId, ClientId, PermissionId, ServicePrincipalId, TenantId, UserId};

fn page() -> Url {
    Url::parse("https://handover.example/").expect("a literal address")
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a literal time")
}

fn receipt() -> Receipt {
    let asked = |kind, id, granted| Asked {
        permission: Permission {
            kind,
            id: PermissionId::from_u128(id),
            name: "User.Read.All".into(),
            words: "Read all users' full profiles".into(),
        },
        granted,
    };
    Receipt {
        product: "iPECS Cloud".into(),
        work: Work::SetUp,
        run: "00112233aabbccdd".into(),
        started: at("2026-11-24T10:00:00Z"),
        written: at("2026-11-24T10:05:00Z"),
        user: UserId::from_u128(2),
        username: "adele@contoso.example".into(),
        cloud: Cloud::Global,
        tenant: TenantId::from_u128(1),
        tenant_name: "Contoso \u{be44}\u{bc00} \"x\"".into(),
        application: MadeApplication {
            id: ApplicationId::from_u128(4),
            client: ClientId::from_u128(5),
        },
        application_name: "iPECS Cloud User Lookup".into(),
        principal: Some(ServicePrincipalId::from_u128(6)),
        permissions: vec![
            asked(PermissionKind::Application, 7, true),
            asked(PermissionKind::Delegated, 8, false),
        ],
        secret: Some(Issued {
            key: KeyId::from_u128(9),
            name: "a secret".into(),
            ends: at("2028-11-24T10:00:00Z"),
        }),
        removed: vec![KeyId::from_u128(10)],
        sealed: Some(SealedFor {
            name: "\u{ae40}\u{bbfc}\u{c218} (Partner)".into(),
            fingerprint: "1234 5678".into(),
            until: at("2026-12-01T10:00:00Z"),
        }),
        proofs: Proofs {
            confirmed: Some(at("2026-11-24T10:01:00Z")),
            delivered: Some(Delivery {
                way: Way::Saved,
                at: at("2026-11-24T10:02:00Z"),
            }),
            tested: Some(at("2026-11-24T10:03:00Z")),
        },
    }
}

/// A run that brought nothing of its own.
fn bare() -> Receipt {
    Receipt {
        principal: None,
        permissions: Vec::new(),
        secret: None,
        removed: Vec::new(),
        sealed: None,
        proofs: Proofs::default(),
        ..receipt()
    }
}

#[test]
fn every_receipt_is_read_back() {
    let mut all = vec![receipt(), bare()];
    all.extend(Work::NAMES.map(|(work, _)| Receipt { work, ..bare() }));
    all.extend(Way::NAMES.map(|(way, _)| {
        let mut one = receipt();
        one.proofs.delivered = one.proofs.delivered.map(|it| Delivery { way, ..it });
        one
    }));
    for receipt in all {
        let json = receipt.to_json();
        assert_eq!(Receipt::parse(&json.to_string(), &page()), Ok(receipt));
        let laid_out = serde_json::to_string_pretty(&json).expect("a value is JSON");
        assert!(Receipt::parse(&laid_out, &page()).is_ok());
    }
}

#[test]
fn the_links_are_the_portal_s_pages_about_what_it_names() {
    let json = receipt().to_json();
    let links = list(&json, "links");
    assert_eq!(links.len(), 4);
    for link in links {
        let link = link.as_str().unwrap_or_default();
        assert!(
            link.starts_with("https://portal.azure.com/#@00000000-0000-0000-0000-000000000001/"),
            "{link}"
        );
    }
    assert_eq!(bare().pages().len(), 3);
}

#[test]
fn what_is_not_exactly_a_receipt_is_refused() {
    let whole = receipt().to_json();
    let check = |place: &str, value: Value, expected: NotAReceipt| {
        let mut json = whole.clone();
        *json.pointer_mut(place).expect("a place of the receipt") = value.clone();
        assert_eq!(
            Receipt::parse(&json.to_string(), &page()),
            Err(expected),
            "{place} {value}"
        );
    };
    use NotAReceipt::{AnotherFile, Damaged, OtherCloud, OtherVersion};
    check("/receipt", json!("another"), AnotherFile);
    check("/version", json!(2), OtherVersion);
    check("/version", json!("1"), OtherVersion);
    check(
        "/cloud",
        json!("https://graph.attacker.example"),
        OtherCloud,
    );
    check(
        "/links/0",
        json!("https://portal.attacker.example/"),
        Damaged,
    );
    check("/links", json!([]), Damaged);
    check("/work", json!("other"), Damaged);
    check("/checks/handedOver/way", json!("somehow"), Damaged);
    check("/started", json!("yesterday"), Damaged);
    check("/tenant/id", json!("contoso.onmicrosoft.com"), Damaged);
    check(
        "/application/objectId",
        json!("{00000000-0000-0000-0000-000000000004}"),
        Damaged,
    );
    check("/permissions/0/kind", json!("other"), Damaged);
    check("/permissions/0/adminConsent", json!("yes"), Damaged);
    check("/removedSecrets/0", json!(7), Damaged);
    // Text that would not be shown as it is: directions, control characters, more than anybody reads.
    check("/tenant/name", json!("\u{202E}osotnoC"), Damaged);
    check("/signedInAs/username", json!("a\nb"), Damaged);
    check("/application/name", json!("x".repeat(401)), Damaged);
    check("/note", json!("Send the secret to somebody."), Damaged);
    let mut more = whole.clone();
    more["clientSecret"]["value"] = json!("a secret");
    assert_eq!(Receipt::parse(&more.to_string(), &page()), Err(Damaged));
    for name in whole.as_object().expect("an object").keys() {
        let mut less = whole.clone();
        less.as_object_mut().expect("an object").remove(name);
        assert!(
            Receipt::parse(&less.to_string(), &page()).is_err(),
            "{name}"
        );
    }
}

#[test]
fn files_of_other_kinds_are_refused() {
    let check = |file: &str, expected: NotAReceipt| {
        assert_eq!(Receipt::parse(file, &page()), Err(expected))
    };
    check("", NotAReceipt::AnotherFile);
    check("\u{FEFF}{}", NotAReceipt::AnotherFile);
    check("[1, 2]", NotAReceipt::AnotherFile);
    check("{\"receipt\": 1}", NotAReceipt::AnotherFile);
    check(&"[".repeat(LONGEST), NotAReceipt::AnotherFile);
    check(&" ".repeat(LONGEST + 1), NotAReceipt::TooLong);
    let text = receipt().to_json().to_string();
    for end in text.char_indices().map(|(at, _)| at) {
        check(&text[..end], NotAReceipt::AnotherFile);
    }
}
