//! "Pick the fields": where a page's labels are not understood, the user clicks the three fields on it, and the switch where it is
//! not known either; the browser remembers them for that origin. No value is touched here.

use super::app::App;
use super::dom::{Node, all, el};
use super::filling::{Filling, Goal};
use super::parts::*;
use crate::browser::extension::{document, settings};
use crate::browser::scripted_page::ScriptedPage;
use crate::fill::rule::Picks;
use crate::fill::snapshot::{PageField, Sight};
use crate::fill::usage::switch;
use crate::fill::{Part, Refusal, Rule, Snapshot, usage_by_label};
use crate::handover::Field;
use crate::handover::address::PortalAddress;
use crate::words::Words;
use crate::words::filling::out_of_reach;
use crate::words::picking as says;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;
use std::time::Duration;

/// For one field.
const PATIENCE: Duration = Duration::from_secs(60);

type State = RwSignal<Filling, LocalStorage>;

/// What was picked on one look at a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    page: Snapshot,
    picks: Picks,
    /// A switch that was picked, of which it is not known which option means Use.
    switch: Option<usize>,
}

impl App {
    /// Asks for one field after another, and keeps what was picked.
    pub(super) fn pick_fields(self, goal: Goal, state: State) {
        spawn_local(async move {
            let picked = match document::open(goal.tab).await {
                Ok(page) => {
                    let ask = |part| state.set(Filling::Picking(part));
                    pick(&page, &goal.address, &ask).await
                }
                Err(_) => Err(out_of_reach()),
            };
            match picked {
                Ok(picked) if picked.switch.is_some() => {
                    state.set(Filling::Choosing(goal.tab, Rc::new(picked)));
                }
                Ok(picked) => keep(goal.tab, picked, state).await,
                Err(words) => state.set(Filling::Refused(goal.tab, words)),
            }
        });
    }
}

/// Asks for one field after another on a page, and for the switch where it is not known by its label.
pub(super) async fn pick(
    page: &ScriptedPage,
    portal: &PortalAddress,
    ask: &dyn Fn(Part),
) -> Result<Picked, Words> {
    let picked = pick_all(page, portal, ask).await;
    page.end().await;
    picked
}

async fn pick_all(
    page: &ScriptedPage,
    portal: &PortalAddress,
    ask: &dyn Fn(Part),
) -> Result<Picked, Words> {
    let mut picked: Option<Picked> = None;
    for field in Field::ALL {
        ask(Part::Value(field));
        let (look, index) = pick_one(page, portal).await?.ok_or_else(says::given_up)?;
        let known = picked.get_or_insert_with(|| Picked {
            page: look.clone(),
            picks: Picks {
                usage: None,
                values: [0; 3],
            },
            switch: None,
        });
        known.picks.values[field as usize] = index;
        known.follow(look)?;
    }
    let mut picked = picked.ok_or_else(says::given_up)?;
    if usage_by_label(&picked.page).is_some() || !picked.page.fields.iter().any(is_switch) {
        return Ok(picked);
    }
    ask(Part::Usage);
    // Esc leaves the switch to the user.
    let Some((look, index)) = pick_one(page, portal).await? else {
        return Ok(picked);
    };
    picked.follow(look)?;
    match switch(&picked.page.fields[index]) {
        None => {}
        Some((_, None)) => picked.switch = Some(index),
        Some((_, Some(option))) => picked.picks.usage = Some((index, option.to_owned())),
    }
    Ok(picked)
}

/// A look at the page and the field that was clicked on it; nothing if it was given up.
async fn pick_one(
    page: &ScriptedPage,
    portal: &PortalAddress,
) -> Result<Option<(Snapshot, usize)>, Words> {
    let Some((look, index)) = page.pick(PATIENCE).await else {
        return Ok(None);
    };
    let look = Snapshot::parse(&look).map_err(|error| Refusal::Unreadable(error).words())?;
    if look.origin != portal.origin() {
        return Err(out_of_reach());
    }
    match index < look.fields.len() {
        true => Ok(Some((look, index))),
        false => Err(says::given_up()),
    }
}

fn is_switch(field: &PageField) -> bool {
    field.sight != Sight::Absent && switch(field).is_some()
}

impl Picked {
    /// The places of the earlier picks count in a later look, too, as long as it shows the same fields.
    fn follow(&mut self, look: Snapshot) -> Result<(), Words> {
        if self.page.fields != look.fields {
            return Err(says::given_up());
        }
        self.page = look;
        Ok(())
    }
}

impl Picked {
    /// The rule for these fields. A switch whose option for Use is not known is left to the user.
    pub fn learn(&self) -> Result<Rule, Words> {
        Rule::learn(&self.page, &self.picks).map_err(|error| says::unlearnable(error.words()))
    }
}

async fn keep(tab: i32, picked: Picked, state: State) {
    let told = match picked.learn() {
        Ok(rule) => {
            settings::remember(&rule).await;
            Filling::Picked(tab)
        }
        Err(words) => Filling::Refused(tab, words),
    };
    state.set(told);
}

/// Asks which option of the switch means Use.
pub fn choosing(tab: i32, picked: &Picked, state: State) -> Node {
    let field = |index: usize| Some((index, switch(picked.page.fields.get(index)?)?.0));
    let (index, options) = picked.switch.and_then(field).unwrap_or_default();
    let choice = |label: &str, usage: Option<(usize, String)>| {
        let mut picked = picked.clone();
        picked.picks.usage = usage;
        let button = el("button").attr("type", "button");
        let button = button.on("click", move |_| {
            let picked = picked.clone();
            spawn_local(async move { keep(tab, picked, state).await });
        });
        button.text(label.to_owned())
    };
    let mut choices: Vec<Node> = (options.into_iter())
        .map(|option| choice(option, Some((index, option.to_owned()))))
        .collect();
    choices.push(choice(says::by_myself(), None));
    let words = p(says::which());
    all(vec![notice("", "status", vec![words]), actions(choices)])
}
