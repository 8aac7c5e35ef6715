//! A page that the page script (`page/`) works in, whichever way it came there: by the extension, or by the bookmarklet.
//! It knows the script's functions and no form; no value passes but in `fill`.

use super::portal_window::Values;
use crate::fill::FillPlan;
use crate::fill::find::{Gone, Page};
use crate::fill::plan::UsagePlan;
use futures_util::future::LocalBoxFuture;
use js_sys::{Array, JSON, Reflect};
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// The way to the script in one document.
pub trait Script {
    /// Calls a function of it and waits for what it returns.
    fn call(&self, name: &'static str, with: Array) -> LocalBoxFuture<'_, Result<JsValue, Gone>>;
}

/// The script in one document.
pub struct ScriptedPage(pub Rc<dyn Script>);

impl ScriptedPage {
    /// Puts the values where the plan says. The script's answer, or nothing if the document went away meanwhile.
    pub async fn fill(&self, plan: &FillPlan, values: &Values) -> Option<String> {
        let plan = JSON::parse(&plan.to_json()).ok()?;
        let values = values.to_object().ok()?;
        let answer = self.0.call("fill", Array::of2(&plan, &values)).await;
        answer.ok()?.as_string()
    }

    /// Lets the user click a field. A fresh description of the page and the field's place in it, or nothing if it was given up.
    pub async fn pick(&self, within: Duration) -> Option<(String, usize)> {
        let picked = self
            .0
            .call("pick", Array::of1(&millis(within)))
            .await
            .ok()?;
        let member = |name: &str| Reflect::get(&picked, &name.into()).ok();
        let page = member("page")?.as_string()?;
        Some((page, member("index")?.as_f64()? as usize))
    }

    /// Lets the script forget the page.
    pub async fn end(&self) {
        self.0.call("end", Array::new()).await.ok();
    }

    fn act(&self, name: &'static str, with: Array) -> LocalBoxFuture<'_, Result<(), Gone>> {
        Box::pin(async move { self.0.call(name, with).await.map(|_| ()) })
    }
}

impl Page for ScriptedPage {
    fn probe(&self) -> LocalBoxFuture<'_, Result<String, Gone>> {
        Box::pin(async {
            let page = self.0.call("probe", Array::new()).await?;
            page.as_string().ok_or(Gone)
        })
    }

    fn changed(&self, within: Duration) -> LocalBoxFuture<'_, Result<(), Gone>> {
        self.act("changed", Array::of1(&millis(within)))
    }

    fn press<'a>(
        &'a self,
        document: &'a str,
        button: usize,
    ) -> LocalBoxFuture<'a, Result<(), Gone>> {
        self.act(
            "press",
            Array::of2(&document.into(), &(button as u32).into()),
        )
    }

    fn choose<'a>(
        &'a self,
        document: &'a str,
        usage: &'a UsagePlan,
    ) -> LocalBoxFuture<'a, Result<(), Gone>> {
        let usage = JSON::parse(&usage.to_json()).unwrap_or_default();
        self.act("choose", Array::of2(&document.into(), &usage))
    }
}

fn millis(duration: Duration) -> JsValue {
    u32::try_from(duration.as_millis())
        .unwrap_or(u32::MAX)
        .into()
}
