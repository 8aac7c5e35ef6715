//! How long the client secret is to live: the article's choices, a date, and the end that follows, cut by the tenant's policy.

use super::dom::{Node, all, el, live, live_text, nothing};
use super::parts::{field, h2, hint, section, value_of};
use super::review::Draft;
use crate::browser::page::date;
use crate::profile::{EndDate, LIFETIMES, Lifetime};
use crate::times::{day, day_stamp};
use crate::words::lifetime as says;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

pub fn lifetime(draft: Draft, end: impl Fn() -> EndDate + Copy + 'static) -> Node {
    let is_date = move || draft.with(|plan| matches!(plan.lifetime, Lifetime::Until(_)));
    let choose = move |value: String| {
        let chosen = match value.parse() {
            Ok(months) => Some(Lifetime::Months(months)),
            Err(_) => end().at().map(|at| Lifetime::Until(at.date_naive())),
        };
        if let Some(chosen) = chosen {
            draft.update(|plan| plan.lifetime = chosen);
        }
    };
    let select = months(move |months| draft.with(|plan| plan.lifetime == Lifetime::Months(months)))
        .child(
            el("option")
                .attr("value", "date")
                .property("selected", move || JsValue::from_bool(is_date()))
                .text(says::on_a_date()),
        )
        .attr("aria-describedby", "lifetime-end")
        .on("change", move |event| choose(value_of(&event)));
    let ends = el("p")
        .attr("id", "lifetime-end")
        .attr("role", "status")
        .child(live_text(move || words(end())));
    let below = [
        live(move || {
            if is_date() {
                last_day(draft)
            } else {
                nothing()
            }
        }),
        ends,
        hint(says::recommended()),
    ];
    section(vec![
        h2(says::title()),
        field("lifetime", says::expires_after(), select, all(below)),
    ])
}

/// The select of lifetimes in months; `selected` says which is chosen.
pub fn months(selected: impl Fn(u32) -> bool + Copy + 'static) -> Node {
    let options = LIFETIMES.into_iter().map(|months| {
        el("option")
            .attr("value", months.to_string())
            .property("selected", move || JsValue::from_bool(selected(months)))
            .text(says::months(months))
    });
    el("select").children(options)
}

fn last_day(draft: Draft) -> Node {
    let value = move || {
        draft.with(|plan| match plan.lifetime {
            Lifetime::Until(day) => day_stamp(day).into(),
            Lifetime::Months(_) => JsValue::NULL,
        })
    };
    let input = el("input")
        .attr("type", "date")
        .property("value", value)
        .on("change", move |event| {
            if let Some(day) = day(&value_of(&event)) {
                draft.update(|plan| plan.lifetime = Lifetime::Until(day));
            }
        });
    field("end-date", says::last_day(), input, nothing())
}

fn words(end: EndDate) -> String {
    match end {
        EndDate::AsAsked(at) => says::ends(&date(at)),
        EndDate::CutByPolicy(at) => says::cut_by_policy(&date(at)),
        EndDate::Past => says::in_the_future().to_owned(),
    }
}
