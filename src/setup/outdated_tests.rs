//! What has changed since the user looked, or came to light after a run had ended, at a second visit.

use super::flow_tests::world;
use super::late;
use super::plan::Work;
use super::repair;
use super::run::Stop;
use super::status::Act;
use super::status_flow_tests::{by_hand, id_of, next, only};
use super::test_world::ADMIN;
use super::upkeep_tests::{carry_out, in_use, open, repaired};
use serde_json::{Value, json};

#[test]
fn a_repair_whose_service_principal_is_gone_ends_and_the_next_look_plans_anew() {
    let (world, _) = in_use();
    let path = format!("/servicePrincipals/{}", id_of(&world, "servicePrincipals"));
    let disabled = json!({"accountEnabled": false});
    let check = |change: &dyn Fn()| {
        change();
        let plan = repair::plan(&only(&world), Vec::new());
        let record = world.plan(|_, suggested| *suggested = plan);
        world.call(ADMIN, "DELETE", &path, &Value::Null);
        let stopped = world.run(record);
        assert_eq!(stopped.stop, Some(Stop::PrincipalGone));
        assert_eq!(open(&world), 0, "trying again would end so again");
        // One that was disabled comes back disabled, and then that is what is to be repaired.
        while next(&world) == Act::Repair {
            assert_eq!(repaired(&world, ADMIN).stop, None);
        }
        assert!(matches!(next(&world), Act::Nothing { .. } | Act::Declare));
        assert_eq!(repaired(&world, ADMIN).stop, None);
    };
    check(&|| drop(world.call(ADMIN, "PATCH", &path, &disabled)));
    let application = format!("/applications/{}", id_of(&world, "applications"));
    let undeclared = json!({"requiredResourceAccess": []});
    check(&|| drop(world.call(ADMIN, "PATCH", &application, &undeclared)));
}

#[test]
fn a_secret_that_was_made_late_on_one_made_by_hand_comes_to_light() {
    let world = world();
    let application = by_hand(&world);
    let set_up = only(&world);
    let mut renewed = carry_out(&world, &set_up, Work::AddSecret);
    world.deliver(&mut renewed.record);
    let id = application["id"].as_str().unwrap_or_default();
    let name = renewed.record.secrets[0].name.clone();
    renewed.record.settled = Some(world.now());
    renewed.record.closed = Some(world.now());
    let late = || late::notice(vec![renewed.record.clone()], &world.find()).len();
    assert_eq!(late(), 0);
    world.add_secret(id, &name);
    assert_eq!(late(), 1);
}
