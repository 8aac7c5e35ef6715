//! The schedules of a second visit: what stood there before, who comes back and for what, and what befalls the set-up meanwhile.
//! They have seeds of their own, from a thousand millions on, so that the seeds of first visits keep their meaning.

use crate::choices::{Choices, Class};
use crate::keep_up::{Errand, Means};
use crate::others::{Meddling, Misdeed};
use crate::past::{Beside, Origin, Past};
use crate::people::{Choice, Intent};
use crate::scenario::{Scenario, Second};
use crate::world::Millis;

/// The first seed of a second visit.
pub const SECOND_VISITS: u64 = 1_000_000_000;

const MINUTE: Millis = 60_000;

/// A list of zeros is an administrator who renews and removes the old secret, with no lag and nobody else.
pub fn draw(choices: &mut Choices) -> Scenario {
    let errand = Errand::ALL[usize::from(choices.pick(Class::Noise, Errand::ALL.len() as u8))];
    let mut act = |of: u8, per_mille: u64| choices.rarely(Class::Act, of, per_mille);
    let origin = [Origin::Here, Origin::ByHand, Origin::Elsewhere][usize::from(act(3, 250))];
    let beside = [Beside::Nothing, Beside::AnotherOne][usize::from(act(2, 150))];
    let ends_in = [20, 400, 800, -1][usize::from(act(4, 500))];
    let means = [Means::TheUsed, Means::AnotherOne][usize::from(act(2, 100))];
    let choice = [Choice::FirstApproving, Choice::FirstAsItIs][usize::from(act(2, 60))];
    let second_tab = act(Errand::ALL.len() as u8 + 1, 120);
    let second_admin = act(Errand::ALL.len() as u8 + 1, 150);
    let squatters = [
        vec![],
        vec![Misdeed::SquatWithTag],
        vec![Misdeed::SquatWithName],
    ][usize::from(act(3, 80))]
    .clone();
    let broken = errand.mends() || act(2, 50) > 0;
    let deeds = Misdeed::LATER;
    let before = match broken {
        true => 1 + choices.pick(Class::Noise, 3),
        false => 0,
    };
    let meanwhile = choices.rarely(Class::Act, deeds.len() as u8 + 1, 120);
    let mut noise = |of: u8| Millis::from(choices.pick(Class::Noise, of));
    let mut meddling = Vec::new();
    if before > 0 {
        // What a repair is for: the three last of the deeds.
        let deed = deeds[deeds.len() - usize::from(before)];
        meddling.push(Meddling { at: 0, deed });
    }
    if meanwhile > 0 {
        meddling.push(Meddling {
            at: noise(250) * [500, 5_000][noise(2) as usize],
            deed: deeds[usize::from(meanwhile) - 1],
        });
    }
    let lag_s = match noise(10) {
        0 | 1 => 0,
        2..=6 => noise(61),
        _ => noise(181),
    };
    let errand_of = |number: u8| (number > 0).then(|| Errand::ALL[usize::from(number) - 1]);
    // Whoever comes for a repair has been called: by then every replica shows what is broken.
    let called = if before > 0 { lag_s * 1_000 } else { 0 };
    let second_tab = errand_of(second_tab).map(|one| (Intent::KeepUp(one), noise(100) * 900));
    let second_admin = errand_of(second_admin).map(|one| Second {
        intent: Intent::KeepUp(one),
        choice: Choice::FirstApproving,
        at: called + noise(100) * 900,
    });
    Scenario {
        lag_ms: (lag_s * 1_000) as u32,
        calm_at: [30, 10, 3, 60][noise(4) as usize] * MINUTE,
        token_life: [None, Some(660), Some(1_200)][noise(3) as usize],
        skews: Scenario::skews(&mut noise),
        intent: Intent::KeepUp(errand),
        comes_at: called + 1_000,
        means,
        choice,
        second_tab,
        second_admin,
        squatters,
        meddling,
        past: Some(Past {
            origin,
            beside,
            ends_in,
        }),
    }
}
