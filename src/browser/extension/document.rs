//! The page script (`page/`) in the document of a tab: how it gets there and how it is called there. It knows nothing of
//! forms.

use super::api::{api, member, object};
use crate::browser::page::{document, window};
use crate::browser::scripted_page::{Script, ScriptedPage};
use crate::fill::find::Gone;
use futures_util::future::LocalBoxFuture;
use js_sys::{Array, Function, Object, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The browser does not let the page be read: the toolbar button was not pressed there, or it is a page of the browser's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfReach;

/// The top document of a tab as it was when the script came into it, and no other that the tab may show later.
struct Document {
    target: Object,
    act: Function,
}

/// Brings the page script into the tab's top document.
pub async fn open(tab: i32) -> Result<ScriptedPage, OutOfReach> {
    let act = act().await.ok_or(OutOfReach)?;
    let injection = object([
        ("target", object([("tabId", tab.into())]).into()),
        ("files", Array::of1(&"page.js".into()).into()),
    ]);
    let done = api().scripting().execute_script(&injection).await;
    let came = Array::from(&done.map_err(|_| OutOfReach)?).get(0);
    let id = member(&came, "documentId");
    let target = match id.is_string() {
        true => object([
            ("tabId", tab.into()),
            ("documentIds", Array::of1(&id).into()),
        ]),
        // Firefox names no documents. In a later one the script is not there, so a call does nothing.
        false => object([
            ("tabId", tab.into()),
            ("frameIds", Array::of1(&0.into()).into()),
        ]),
    };
    Ok(ScriptedPage(Rc::new(Document { target, act })))
}

impl Script for Document {
    fn call(&self, name: &'static str, with: Array) -> LocalBoxFuture<'_, Result<JsValue, Gone>> {
        Box::pin(async move {
            let args: Array = Array::of1(&name.into()).concat(&with);
            let injection = object([
                ("target", self.target.clone().into()),
                ("func", self.act.clone().into()),
                ("args", args.into()),
            ]);
            let done = api().scripting().execute_script(&injection).await;
            let first = Array::from(&done.map_err(|_| Gone)?).get(0);
            Ok(member(&first, "result"))
        })
    }
}

/// The function that the browser carries into the page, out of the panel's own copy of the page script. An extension's page may
/// not make a function from text.
async fn act() -> Option<Function> {
    const NAME: &str = "handoverAct";
    let known = || member(&window(), NAME).dyn_into::<Function>().ok();
    if let Some(act) = known() {
        return Some(act);
    }
    let script = document().create_element("script").ok()?;
    script.set_attribute("src", "page.js").ok()?;
    let ended = Promise::new(&mut |loaded, failed| {
        for (event, act) in [("load", loaded), ("error", failed)] {
            script.add_event_listener_with_callback(event, &act).ok();
        }
    });
    document().body()?.append_child(&script).ok()?;
    JsFuture::from(ended).await.ok()?;
    script.remove();
    known()
}
