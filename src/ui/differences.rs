//! What others have put on an application: listed, or to be approved one by one. It shows what `setup::proof` found and decides
//! nothing.

use super::dom::{Node, all, el};
use super::parts::*;
use super::review::Draft;
use crate::setup::proof::Difference;
use crate::words;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// As a list to read.
pub fn listed(differences: &[Difference]) -> Node {
    let rows = differences.iter().map(|one| el("li").child(described(one)));
    list("rows", rows)
}

/// As a list to approve: one checkbox each, none of them ticked beforehand.
pub fn approvals(differences: &[Difference], draft: Draft) -> Node {
    let rows = differences.iter().cloned().map(|one| {
        let text = described(&one);
        let ticked = {
            let one = one.clone();
            move || JsValue::from_bool(draft.with(|plan| plan.approves(&one)))
        };
        let input = el("input")
            .attr("type", "checkbox")
            .property("checked", ticked)
            .on("change", move |_| draft.update(|plan| plan.toggle(&one)));
        el("li").child(el("label").child(input).child(text))
    });
    list("rows", rows)
}

/// A button that waits until all of `differences` are approved.
pub fn go_on(
    label: &'static str,
    class: &'static str,
    differences: &[Difference],
    draft: Draft,
    act: impl Fn() + 'static,
) -> Node {
    let differences = differences.to_vec();
    let open = move || {
        draft.with(|plan| {
            !differences
                .iter()
                .all(|difference| plan.approves(difference))
        })
    };
    press(label, class, act).flag("disabled", open)
}

fn described(one: &Difference) -> Node {
    let (name, meaning) = words::difference(one.what);
    let what = match one.name.is_empty() || one.name == one.id {
        true => code(&one.id),
        false => all(vec![plain(one.name.clone()), plain(" "), code(&one.id)]),
    };
    el("span")
        .child(b(name))
        .text(" ")
        .child(what)
        .child(el("br"))
        .child(el("span").class("hint").text(meaning))
}
