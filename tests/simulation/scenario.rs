//! What kind of world a schedule has: who is there, how slow the directory is, and when the faults stop. Drawn from the choices, so
//! that a list of zeros is the plainest world: one administrator, no lag, nobody else.

use crate::browser::Browser;
use crate::choices::{Choices, Class};
use crate::keep_up::Means;
use crate::others::{Meddling, Misdeed};
use crate::past::Past;
use crate::people::{Choice, Intent, Person};
use crate::world::Millis;
use sandbox::Settings;

pub const ADMIN: &str = "Global Administrator";
pub const SECOND_ADMIN: &str = "Cloud Application Administrator";
pub const NOBODY: &str = "User without a role";
const MINUTE: Millis = 60_000;
const DAY: Millis = 24 * 60 * MINUTE;

#[derive(Clone, Debug)]
pub struct Scenario {
    pub lag_ms: u32,
    /// When the faults stop.
    pub calm_at: Millis,
    pub token_life: Option<u32>,
    pub skews: [Millis; 2],
    pub intent: Intent,
    pub comes_at: Millis,
    pub means: Means,
    pub second_tab: Option<(Intent, Millis)>,
    pub second_admin: Option<Second>,
    pub choice: Choice,
    pub squatters: Vec<Misdeed>,
    pub meddling: Vec<Meddling>,
    /// What stood there before; nothing at a first visit.
    pub past: Option<Past>,
}

/// Another administrator, in another browser.
#[derive(Clone, Copy, Debug)]
pub struct Second {
    pub intent: Intent,
    pub choice: Choice,
    pub at: Millis,
}

/// At least so many choices make the scenario.
pub const CHOICES: usize = 6;

impl Scenario {
    pub fn draw(choices: &mut Choices) -> Self {
        let mut act = |of: u8, per_mille: u64| choices.rarely(Class::Act, of, per_mille);
        let intent = [
            Intent::SetUp,
            Intent::SetUpAndUndo,
            Intent::SetUpUndoAndPurge,
        ][usize::from(act(3, 120))];
        let choice = [
            Choice::Suggested,
            Choice::New,
            Choice::FirstApproving,
            Choice::FirstAsItIs,
            Choice::Deleted,
        ][usize::from(act(5, 60))];
        let second_tab = [None, Some(Intent::Look), Some(Intent::SetUp)][usize::from(act(3, 150))];
        let second_admin = [
            None,
            Some(Choice::New),
            Some(Choice::Suggested),
            Some(Choice::FirstApproving),
        ][usize::from(act(4, 150))];
        let squatters = [
            vec![],
            vec![Misdeed::SquatWithTag],
            vec![Misdeed::SquatWithName],
            vec![Misdeed::SquatWithTag, Misdeed::SquatWithName],
        ][usize::from(act(4, 120))]
        .clone();
        let meddling = Misdeed::MEDDLING;
        let first = act(meddling.len() as u8 + 1, 180);
        let second = if first > 0 {
            act(meddling.len() as u8 + 1, 200)
        } else {
            0
        };
        let mut noise = |of: u8| Millis::from(choices.pick(Class::Noise, of));
        let meddling = [first, second].into_iter().filter(|deed| *deed > 0);
        let meddling = meddling.map(|deed| Meddling {
            at: noise(250) * [500, 5_000][noise(2) as usize],
            deed: Misdeed::MEDDLING[usize::from(deed) - 1],
        });
        let meddling: Vec<Meddling> = meddling.collect();
        let lag_s = match noise(10) {
            0 | 1 => 0,
            2..=6 => noise(61),
            _ => noise(181),
        };
        Self {
            lag_ms: (lag_s * 1_000) as u32,
            calm_at: [30, 10, 3, 60][noise(4) as usize] * MINUTE,
            token_life: [None, Some(660), Some(1_200)][noise(3) as usize],
            skews: Self::skews(&mut noise),
            intent,
            comes_at: 1_000,
            means: Means::TheUsed,
            choice,
            second_tab: second_tab.map(|intent| (intent, noise(100) * 900)),
            second_admin: second_admin.map(|choice| Second {
                intent: Intent::SetUp,
                choice,
                at: noise(100) * 900,
            }),
            squatters,
            meddling,
            past: None,
        }
    }

    /// How far the browsers' clocks are wrong.
    pub fn skews(noise: &mut dyn FnMut(u8) -> Millis) -> [Millis; 2] {
        [0; 2].map(|_: Millis| [0, 0, DAY, -DAY][noise(4) as usize])
    }

    pub fn settings(&self, seed: u64) -> Settings {
        Settings {
            seed,
            lag_ms: self.lag_ms,
            allowed_to_create_apps: true,
            token_lifetime_seconds: self.token_life,
            ..Settings::default()
        }
    }

    /// The least that an access token lives, in seconds (FACTS section 2.5).
    pub fn shortest_token_life(&self) -> i64 {
        self.token_life.map_or(3_599, i64::from)
    }

    pub fn browsers(&self) -> Vec<Browser> {
        self.skews.map(Browser::new).into()
    }

    pub fn people(&self) -> Vec<Person> {
        let mut people = vec![Person {
            choice: self.choice,
            means: self.means,
            ..Person::new("admin", 0, ADMIN, self.intent, self.comes_at)
        }];
        if let Some((intent, at)) = self.second_tab {
            let choice = match self.past {
                Some(_) => self.choice,
                None => Choice::Suggested,
            };
            people.push(Person {
                choice,
                ..Person::new("tab 2", 0, ADMIN, intent, at)
            });
        }
        if let Some(Second { intent, choice, at }) = self.second_admin {
            people.push(Person {
                choice,
                ..Person::new("admin 2", 1, SECOND_ADMIN, intent, at)
            });
        }
        people
    }

    /// Whether somebody restores what was deleted.
    pub fn restores(&self) -> bool {
        self.choice == Choice::Deleted
    }

    /// Whether nobody but one administrator in one tab acts on the tenant.
    pub fn is_lonely(&self) -> bool {
        self.second_tab.is_none()
            && self.second_admin.is_none()
            && self.squatters.is_empty()
            && self.meddling.is_empty()
    }
}
