//! Vectors for the ID token: one good token, and everything that must not pass, each one change away from it.

use super::super::request::tests::{CLIENT, now};
use super::*;
use serde_json::json;

pub const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
pub const OBJECT: &str = "690222be-ff1a-4d56-abd1-7e4f7d38e474";
const NONCE: &str = "n-0S6_WzA2Mjn-0S6_WzA2Mjn-0S6_WzA2Mjn-0S6_W";

/// The claims of a token that the service would send at `now`: set back by five minutes, good for an hour.
pub fn claims(nonce: &str, at: DateTime<Utc>) -> Value {
    let at = at.timestamp();
    json!({
        "aud": CLIENT.to_string(), "iss": format!("https://login.microsoftonline.com/{TENANT}/v2.0"), "iat": at - 300, "nbf": at - 300,
        "exp": at + 3600, "name": "Adele Vance", "nonce": nonce, "oid": OBJECT, "preferred_username": "adele@contoso.example",
        "sub": "s", "tid": TENANT, "ver": "2.0",
    })
}

pub fn encode(header: &str, claims: &str) -> String {
    [header, claims, "signature"]
        .map(|part| URL_SAFE_NO_PAD.encode(part))
        .join(".")
}

pub const HEADER: &str = r#"{"typ":"JWT","alg":"RS256","kid":"k"}"#;

fn read(token: &str, at: DateTime<Utc>) -> Result<(Identity, TimeDelta), IdTokenError> {
    check(
        token,
        &Expected {
            cloud: &Cloud::Global,
            client_id: CLIENT,
            nonce: NONCE,
        },
        at,
    )
}

/// Reads the good token with one claim changed; `Null` leaves it out.
fn with(name: &str, value: Value) -> Result<(Identity, TimeDelta), IdTokenError> {
    let mut changed = claims(NONCE, now());
    match value {
        Value::Null => drop(changed.as_object_mut().expect("an object").remove(name)),
        value => changed[name] = value,
    }
    read(&encode(HEADER, &changed.to_string()), now())
}

#[test]
fn a_good_token_names_user_and_tenant() {
    let (identity, skew) = with("unheard", json!({"of": [1]})).expect("a good token");
    assert_eq!(
        (identity.tenant.to_string(), identity.object.to_string()),
        (TENANT.into(), OBJECT.into())
    );
    assert_eq!(
        (identity.name.as_str(), identity.username.as_str()),
        ("Adele Vance", "adele@contoso.example")
    );
    assert_eq!(skew, TimeDelta::zero());
    assert!(with("name", Value::Null).is_ok());
    assert!(with("azp", json!(CLIENT.to_string())).is_ok());
}

#[test]
fn a_wrong_claim_is_refused() {
    let refused = |name: &str, value: Value, expected: IdTokenError| {
        assert_eq!(
            with(name, value.clone()).err(),
            Some(expected),
            "{name} {value}"
        );
    };
    use IdTokenError::*;
    let at = now().timestamp();
    for name in ["iss", "iat", "nbf", "exp", "nonce", "oid", "tid", "ver"] {
        refused(
            name,
            Value::Null,
            if name == "iss" { Issuer } else { Malformed },
        );
    }
    refused("aud", Value::Null, Audience);
    refused(
        "aud",
        json!("00000003-0000-0000-c000-000000000000"),
        Audience,
    );
    refused("aud", json!([CLIENT.to_string()]), Audience);
    refused(
        "aud",
        json!([CLIENT.to_string(), "00000003-0000-0000-c000-000000000000"]),
        Audience,
    );
    refused("aud", json!(""), Audience);
    refused("aud", json!(format!("{CLIENT} ")), Audience);
    refused(
        "azp",
        json!("00000003-0000-0000-c000-000000000000"),
        Audience,
    );
    refused("azp", json!(1), Malformed);
    refused(
        "iss",
        json!(format!("https://sts.windows.net/{TENANT}/")),
        Issuer,
    );
    refused(
        "iss",
        json!(format!("https://login.microsoftonline.com/{TENANT}/")),
        Issuer,
    );
    refused(
        "iss",
        json!(format!("https://login.microsoftonline.com/{TENANT}/v2.0/")),
        Issuer,
    );
    refused(
        "iss",
        json!(format!("http://login.microsoftonline.com/{TENANT}/v2.0")),
        Issuer,
    );
    refused(
        "iss",
        json!(format!("https://login.microsoftonline.us/{TENANT}/v2.0")),
        Issuer,
    );
    refused(
        "iss",
        json!(format!(
            "https://login.microsoftonline.com.evil.example/{TENANT}/v2.0"
        )),
        Issuer,
    );
    refused(
        "iss",
        json!("https://login.microsoftonline.com/{tenantid}/v2.0"),
        Issuer,
    );
    refused(
        "iss",
        json!("https://login.microsoftonline.com/common/v2.0"),
        Issuer,
    );
    refused("tid", json!("72f988bf-86f1-41af-91ab-2d7cd011db48"), Issuer);
    refused("tid", json!("common"), Malformed);
    refused("tid", json!(""), Malformed);
    refused("tid", json!(TENANT.to_uppercase()), Malformed);
    refused("tid", json!(format!("{{{TENANT}}}")), Malformed);
    refused("tid", json!([TENANT]), Malformed);
    refused("nonce", json!(""), Nonce);
    refused(
        "nonce",
        json!("n-0S6_WzA2Mjn-0S6_WzA2Mjn-0S6_WzA2Mjn-0S6_X"),
        Nonce,
    );
    refused("nonce", json!([NONCE]), Malformed);
    refused("oid", json!("adele"), Malformed);
    refused("ver", json!("1.0"), Version);
    refused("ver", json!(2.0), Malformed);
    refused("exp", json!((at + 3600).to_string()), Malformed);
    refused("exp", json!(at as f64 + 0.5), Malformed);
    refused("exp", json!(-1), Malformed);
    refused("exp", json!(u64::MAX), Malformed);
    refused("exp", json!(at - 300), Malformed);
    refused("exp", json!(at + 30 * 24 * 3600), Malformed);
    refused("nbf", json!(at + 301), NotYet);
}

#[test]
fn a_personal_account_is_refused() {
    let tenant = PERSONAL.to_string();
    let mut changed = claims(NONCE, now());
    changed["tid"] = json!(tenant);
    changed["iss"] = json!(format!("https://login.microsoftonline.com/{tenant}/v2.0"));
    assert_eq!(
        read(&encode(HEADER, &changed.to_string()), now()).err(),
        Some(IdTokenError::PersonalAccount)
    );
}

#[test]
fn a_foreign_header_is_refused() {
    let good = claims(NONCE, now()).to_string();
    let refused = |header: &str, expected: IdTokenError| {
        assert_eq!(
            read(&encode(header, &good), now()).err(),
            Some(expected),
            "{header}"
        );
    };
    use IdTokenError::{Algorithm, Malformed};
    for header in [
        r#"{"alg":"none"}"#,
        r#"{"alg":"None"}"#,
        r#"{"alg":"rs256"}"#,
        r#"{"alg":"HS256","kid":"k"}"#,
        r#"{"alg":"RS512","kid":"k"}"#,
        r#"{"alg":"PS256","kid":"k"}"#,
        r#"{"alg":""}"#,
        r#"{"alg":"RS256","typ":"at+jwt"}"#,
        r#"{"alg":"RS256","crit":["exp"]}"#,
        r#"{"alg":"RS256","jku":"https://evil.example/keys"}"#,
        r#"{"alg":"RS256","jwk":{}}"#,
        r#"{"alg":"RS256","x5u":"https://evil.example/cert"}"#,
        r#"{"alg":"RS256","b64":false}"#,
        r#"{"alg":"RS256","enc":"A256GCM"}"#,
    ] {
        refused(header, Algorithm);
    }
    for header in [
        "{}",
        r#"{"alg":["RS256"]}"#,
        r#"{"alg":"none","alg":"RS256"}"#,
        "[]",
        "RS256",
        "",
    ] {
        refused(header, Malformed);
    }
}

#[test]
fn a_misshapen_token_is_refused() {
    let text = claims(NONCE, now()).to_string();
    let good = encode(HEADER, &text);
    let (head, _) = good.rsplit_once('.').expect("three parts");
    let twice = |more: &str| encode(HEADER, &[text.trim_end_matches('}'), more, "}"].concat());
    for token in [
        String::new(),
        "..".into(),
        head.to_owned(),
        format!("{head}."),
        format!("{good}.x"),
        format!("{good}="),
        format!(" {good}"),
        format!(".{good}"),
        good.replacen('.', "+.", 1),
        encode(HEADER, "{}x"),
        encode(HEADER, &[text.as_str(), "{}"].concat()),
        encode(HEADER, &format!("[{text}]")),
        encode(HEADER, &format!("\"{text}\"")),
        encode(HEADER, "null"),
        encode(HEADER, ""),
        twice(r#","nonce":"n-0S6_WzA2Mjn-0S6_WzA2Mjn-0S6_WzA2Mjn-0S6_W""#),
        twice(r#","tid":"72f988bf-86f1-41af-91ab-2d7cd011db47""#),
        twice(r#","\u0074id":"72f988bf-86f1-41af-91ab-2d7cd011db47""#),
        twice(r#","unheard":1,"unheard":1"#),
        twice(&[r#","padding":""#, &"x".repeat(LONGEST), "\""].concat()),
    ] {
        assert_eq!(
            read(&token, now()).err(),
            Some(IdTokenError::Malformed),
            "{token}"
        );
    }
    let raw = [HEADER.as_bytes(), b"{\"aud\":\"\xff\"}", b"s"]
        .map(|part| URL_SAFE_NO_PAD.encode(part))
        .join(".");
    assert_eq!(read(&raw, now()).err(), Some(IdTokenError::Malformed));
}

#[test]
fn an_ended_token_is_refused() {
    let mut changed = claims(NONCE, now());
    let at = now().timestamp();
    changed["iat"] = json!(at - 590);
    let check = |exp: i64, expected: Option<IdTokenError>| {
        let mut changed = changed.clone();
        changed["exp"] = json!(exp);
        assert_eq!(
            read(&encode(HEADER, &changed.to_string()), now()).err(),
            expected,
            "{}",
            exp - at
        );
    };
    check(at - 299, None);
    check(at - 300, Some(IdTokenError::Expired));
    check(at - 500, Some(IdTokenError::Expired));
}

#[test]
fn a_wrong_clock_is_corrected_within_a_day() {
    let token = encode(HEADER, &claims(NONCE, now()).to_string());
    let read_at = |minutes: i64| {
        read(&token, now() + TimeDelta::minutes(minutes)).map(|(_, skew)| skew.num_minutes())
    };
    let check = |minutes: i64, expected: Result<i64, IdTokenError>| {
        assert_eq!(read_at(minutes), expected, "{minutes}");
    };
    check(0, Ok(0));
    check(5, Ok(0));
    check(-10, Ok(0));
    // Six minutes fast and the five that the token is set back; eleven minutes slow less these five.
    check(6, Ok(-11));
    check(-11, Ok(6));
    check(60, Ok(-65));
    check(12 * 60, Ok(-12 * 60 - 5));
    check(-12 * 60, Ok(12 * 60 - 5));
    check(24 * 60, Err(IdTokenError::Clock));
    check(-25 * 60, Err(IdTokenError::Clock));
}

#[test]
fn the_issuer_is_of_the_cloud_that_was_asked() {
    let check_in = |cloud: &Cloud, host: &str, good: bool| {
        let mut changed = claims(NONCE, now());
        changed["iss"] = json!(format!("https://{host}/{TENANT}/v2.0"));
        let token = encode(HEADER, &changed.to_string());
        let read = check(
            &token,
            &Expected {
                cloud,
                client_id: CLIENT,
                nonce: NONCE,
            },
            now(),
        );
        assert_eq!(
            read.err(),
            (!good).then_some(IdTokenError::Issuer),
            "{host}"
        );
    };
    check_in(&Cloud::UsGov, "login.microsoftonline.us", true);
    check_in(&Cloud::UsGovDod, "login.microsoftonline.us", true);
    check_in(&Cloud::UsGov, "login.microsoftonline.com", false);
    check_in(&Cloud::China, "login.partner.microsoftonline.cn", true);
    check_in(&Cloud::China, "login.chinacloudapi.cn", true);
    check_in(&Cloud::Global, "login.chinacloudapi.cn", false);
}
