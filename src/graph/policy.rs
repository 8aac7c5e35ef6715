//! The tenant's default app management policy, as far as it concerns client secrets. A right to read it is optional: who may
//! not read it learns the rule from the refusal.
//!
//! Source: Graph `tenantAppManagementPolicy`, `passwordCredentialConfiguration`.

use super::json::{list, text, time};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

/// What the tenant allows for a client secret of an application made now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretPolicy {
    Unrestricted,
    AtMost(TimeDelta),
    Forbidden,
}

impl SecretPolicy {
    pub fn longest(self) -> Option<TimeDelta> {
        match self {
            Self::AtMost(longest) => Some(longest),
            Self::Unrestricted | Self::Forbidden => None,
        }
    }
}

pub const POLICY: &str = "/policies/defaultAppManagementPolicy";

/// What the policy means for a secret made at `now`.
pub fn evaluate(policy: &Value, now: DateTime<Utc>) -> SecretPolicy {
    if policy.get("isEnabled") != Some(&Value::Bool(true)) {
        return SecretPolicy::Unrestricted;
    }
    let mut result = SecretPolicy::Unrestricted;
    for rule in list(&policy["applicationRestrictions"], "passwordCredentials") {
        // Tenants of before the `state` property have it absent, which means enabled.
        let enabled = matches!(text(rule, "state"), "" | "enabled");
        // An application made now was made after any past date.
        let applies =
            time(rule, "restrictForAppsCreatedAfterDateTime").is_none_or(|after| after <= now);
        if !enabled || !applies {
            continue;
        }
        match text(rule, "restrictionType") {
            "passwordAddition" => return SecretPolicy::Forbidden,
            "passwordLifetime" => {
                if let Some(longest) = duration(text(rule, "maxLifetime")) {
                    result = SecretPolicy::AtMost(longest);
                }
            }
            _ => {}
        }
    }
    result
}

/// An ISO 8601 duration without years and months fractions, such as `P180D` or `P4DT12H30M5S`. A month counts 30 days and a
/// year 365, as short as they get near enough: a secret must end within the limit.
fn duration(text: &str) -> Option<TimeDelta> {
    let mut total = TimeDelta::zero();
    let mut number = String::new();
    let mut in_time = false;
    let mut parts = 0;
    for c in text.strip_prefix('P')?.chars() {
        if c == 'T' && !in_time && number.is_empty() {
            in_time = true;
            continue;
        }
        if c.is_ascii_digit() && number.len() < 6 {
            number.push(c);
            continue;
        }
        let n: i64 = number.parse().ok()?;
        number.clear();
        parts += 1;
        total += match (c, in_time) {
            ('Y', false) => TimeDelta::days(365 * n),
            ('M', false) => TimeDelta::days(30 * n),
            ('W', false) => TimeDelta::weeks(n),
            ('D', false) => TimeDelta::days(n),
            ('H', true) => TimeDelta::hours(n),
            ('M', true) => TimeDelta::minutes(n),
            ('S', true) => TimeDelta::seconds(n),
            _ => return None,
        };
    }
    (parts > 0 && number.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn durations_are_read() {
        let check = |text: &str, seconds: Option<i64>| {
            assert_eq!(duration(text), seconds.map(TimeDelta::seconds), "{text}");
        };
        check("P180D", Some(180 * 86_400));
        check("P4DT12H30M5S", Some(4 * 86_400 + 12 * 3600 + 30 * 60 + 5));
        check("P1Y", Some(365 * 86_400));
        check("P2M", Some(60 * 86_400));
        check("PT5M", Some(300));
        check("P1W", Some(7 * 86_400));
        for bad in [
            "",
            "P",
            "PT",
            "180D",
            "P180",
            "P1.5D",
            "PD",
            "P1H",
            "PT1D",
            "P-1D",
            "P9999999D",
        ] {
            check(bad, None);
        }
    }

    #[test]
    fn the_policy_is_weighed_as_microsoft_does() {
        let now = "2026-11-24T00:00:00Z".parse().expect("a literal time");
        let check = |enabled: bool, rules: Value, expected: SecretPolicy| {
            let policy = json!({"isEnabled": enabled, "applicationRestrictions": {"passwordCredentials": rules}});
            assert_eq!(evaluate(&policy, now), expected, "{policy}");
        };
        let lifetime = json!({"restrictionType": "passwordLifetime", "state": "enabled", "maxLifetime": "P180D"});
        let addition = json!({"restrictionType": "passwordAddition", "maxLifetime": null});
        let off = json!({"restrictionType": "passwordAddition", "state": "disabled"});
        let later = json!({"restrictionType": "passwordAddition", "state": "enabled",
            "restrictForAppsCreatedAfterDateTime": "2030-01-01T00:00:00Z"});
        let other = json!({"restrictionType": "symmetricKeyAddition", "state": "enabled"});
        let half_a_year = SecretPolicy::AtMost(TimeDelta::days(180));
        check(true, json!([lifetime]), half_a_year);
        check(true, json!([lifetime, addition]), SecretPolicy::Forbidden);
        check(
            false,
            json!([lifetime, addition]),
            SecretPolicy::Unrestricted,
        );
        check(true, json!([off, later, other]), SecretPolicy::Unrestricted);
        check(true, json!([off, lifetime]), half_a_year);
        check(true, Value::Null, SecretPolicy::Unrestricted);
    }
}
