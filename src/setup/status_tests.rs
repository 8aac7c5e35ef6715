use super::*;
use crate::ids::{ApplicationId, ClientId, KeyId};
use crate::profile::IPECS_CLOUD;

const NOW: &str = "2026-11-24T09:00:00Z";

fn time(text: &str) -> DateTime<Utc> {
    text.parse().expect("a literal time")
}

fn secret(ends: &str, holder: Holder) -> Secret {
    Secret {
        credential: PasswordCredential {
            key: KeyId::from_u128(1),
            name: "a secret".into(),
            starts: None,
            ends: (!ends.is_empty()).then(|| time(ends)),
        },
        holder,
    }
}

/// A set-up that works as planned.
fn sound() -> SetUp {
    let check = |permission| Check {
        permission,
        declared: Fact::Yes,
        granted: Fact::Yes,
    };
    SetUp {
        application: Application {
            id: ApplicationId::from_u128(1),
            client: ClientId::from_u128(2),
            name: IPECS_CLOUD.application_name.into(),
            unique_name: String::new(),
            created: None,
            tags: vec![IPECS_CLOUD.tag()],
            declared: Vec::new(),
            passwords: Vec::new(),
        },
        origin: Origin::Ours,
        principal: Some(Principal {
            id: ServicePrincipalId::from_u128(3),
            account: Account::Enabled,
        }),
        permissions: (IPECS_CLOUD.permissions)().into_iter().map(check).collect(),
        secrets: vec![secret("2028-11-24T09:00:00Z", Holder::HandedOver)],
        differences: Vec::new(),
    }
}

#[test]
fn days_are_counted_down_to_the_end() {
    let check = |ends: &str, expected: Option<i64>| {
        let found = secret(ends, Holder::Unknown).days_left(time(NOW));
        assert_eq!(found, expected, "{ends}");
    };
    check("2026-11-25T09:00:00Z", Some(1));
    check("2026-11-25T08:59:59Z", Some(0));
    check("2026-11-24T09:00:00Z", Some(0));
    check("2026-11-24T08:59:59Z", Some(-1));
    check("2026-10-24T09:00:00Z", Some(-31));
    check("", None);
}

#[test]
fn the_next_act_is_the_most_urgent_one() {
    type Change = fn(&mut SetUp);
    let check = |what: &str, changes: &[Change], expected: Act| {
        let mut set_up = sound();
        changes.iter().for_each(|change| change(&mut set_up));
        assert_eq!(next_act(&set_up, time(NOW)), expected, "{what}");
    };
    let no_principal: Change = |one| one.principal = None;
    let disabled: Change = |one| {
        one.principal = one.principal.map(|found| Principal {
            account: Account::Disabled,
            ..found
        });
    };
    let revoked: Change = |one| one.permissions[0].granted = Fact::No;
    let undeclared: Change = |one| one.permissions[0].declared = Fact::No;
    let unreadable: Change = |one| one.permissions[1].granted = Fact::NotReadable;
    let ended: Change =
        |one| one.secrets = vec![secret("2026-11-23T09:00:00Z", Holder::HandedOver)];
    let soon: Change = |one| one.secrets = vec![secret("2026-12-24T09:00:00Z", Holder::Unknown)];
    let not_yet: Change = |one| one.secrets = vec![secret("2026-12-25T09:00:00Z", Holder::Unknown)];
    let unlimited: Change = |one| one.secrets = vec![secret("", Holder::Unknown)];
    let lost: Change = |one| {
        one.secrets
            .push(secret("2028-11-25T09:00:00Z", Holder::Lost))
    };
    let kept: Change = |one| {
        let kept = secret("2028-11-25T09:00:00Z", Holder::NeverHandedOver);
        one.secrets.push(kept);
    };
    let only_lost: Change = |one| one.secrets = vec![secret("2028-11-25T09:00:00Z", Holder::Lost)];
    let older: Change = |one| {
        one.secrets
            .push(secret("2027-11-25T09:00:00Z", Holder::Unknown))
    };
    let nothing = |days: i64| Act::Nothing { days: Some(days) };
    check("sound", &[], nothing(731));
    check("no service principal", &[no_principal], Act::Repair);
    check("disabled", &[disabled], Act::Repair);
    check("revoked", &[revoked], Act::Repair);
    check("not declared", &[undeclared], Act::Declare);
    check(
        "not declared, and ended",
        &[undeclared, ended],
        Act::RenewNow,
    );
    check("not declared, and lost", &[undeclared, lost], Act::Declare);
    check("not readable is not missing", &[unreadable], nothing(731));
    check("ended", &[ended], Act::RenewNow);
    check("no secret", &[|one| one.secrets.clear()], Act::RenewNow);
    check("30 days", &[soon], Act::RenewSoon { days: 30 });
    check("31 days", &[not_yet], nothing(31));
    check("no end", &[unlimited], Act::Nothing { days: None });
    check("a lost one", &[lost], Act::RemoveLost);
    check("one that was never handed over", &[kept], Act::RemoveLost);
    check("nothing but a lost one", &[only_lost], Act::RenewNow);
    check("an older one", &[older], Act::RemoveOld);
    check("ended and revoked", &[ended, revoked], Act::Repair);
    check("soon and lost", &[soon, lost], Act::RenewSoon { days: 30 });
}

#[test]
fn the_secret_made_last_is_the_one_in_use_however_long_older_ones_last() {
    let made = |number: u128, starts: &str, ends: &str, holder: Holder| {
        let mut one = secret(ends, holder);
        one.credential.key = KeyId::from_u128(number);
        one.credential.starts = Some(time(starts));
        one
    };
    let older = |holder| made(1, "2026-10-24T09:00:00Z", "2028-10-24T09:00:00Z", holder);
    let renewed = |holder| made(2, "2026-11-23T09:00:00Z", "2027-02-23T09:00:00Z", holder);
    let check = |secrets: Vec<Secret>, newest: u128, superfluous: &[u128]| {
        let set_up = SetUp { secrets, ..sound() };
        let found = set_up.newest(time(NOW)).map(|one| one.credential.key);
        assert_eq!(found, Some(KeyId::from_u128(newest)));
        let keys: Vec<KeyId> = superfluous.iter().copied().map(KeyId::from_u128).collect();
        assert_eq!(set_up.superfluous(time(NOW)), keys);
    };
    use Holder::{HandedOver, Lost, NeverHandedOver, Sealed, Unknown};
    check(vec![older(HandedOver), renewed(HandedOver)], 2, &[1]);
    check(vec![renewed(HandedOver), older(HandedOver)], 2, &[1]);
    check(vec![older(Unknown), renewed(HandedOver)], 2, &[]);
    check(vec![older(HandedOver), renewed(Unknown)], 2, &[]);
    // A sealed one may lie unopened: what works meanwhile is not ticked.
    check(vec![older(HandedOver), renewed(Sealed)], 2, &[]);
    check(vec![older(Sealed), renewed(HandedOver)], 2, &[1]);
    check(vec![older(HandedOver), renewed(Lost)], 1, &[2]);
    check(vec![older(Unknown), renewed(NeverHandedOver)], 1, &[2]);
}

#[test]
fn one_line_says_what_to_do() {
    let now = time(NOW);
    assert_eq!(advice(&[], now), Advice::SetUp);
    let only = Advice::Only(Act::Nothing { days: Some(731) });
    assert_eq!(advice(&[sound()], now), only);
    let both = [sound(), sound()];
    assert_eq!(advice(&both, now), Advice::Compare { count: 2 });
}
