//! Finds the form on a page that may not be complete yet: looks, waits for the page to change, looks again, until a deadline. It
//! sees the page through a port and presses a button of it only when the user has asked for that.

use super::matching::{Wanted, match_page};
use super::plan::{FillPlan, UsagePlan};
use super::refusal::{Refusal, Why};
use super::snapshot::Snapshot;
use crate::ports::Clock;
use chrono::TimeDelta;
use futures_util::future::LocalBoxFuture;
use std::time::Duration;

/// The page is not there any more: it was left, closed, or access to it has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone;

/// The page script in one document, as the extension reaches it.
pub trait Page {
    /// The description of the page, as JSON.
    fn probe(&self) -> LocalBoxFuture<'_, Result<String, Gone>>;
    /// Comes back when the page has changed since the last probe and has come to rest, or when the time is over.
    fn changed(&self, within: Duration) -> LocalBoxFuture<'_, Result<(), Gone>>;
    /// Presses a button of the last probe.
    fn press<'a>(
        &'a self,
        document: &'a str,
        button: usize,
    ) -> LocalBoxFuture<'a, Result<(), Gone>>;
    /// Chooses an option of the last probe.
    fn choose<'a>(
        &'a self,
        document: &'a str,
        usage: &'a UsagePlan,
    ) -> LocalBoxFuture<'a, Result<(), Gone>>;
}

/// What the user has asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Look only. A closed form is a refusal that names the button.
    Look,
    /// Open Authority Setting > MS AAD, press Modify, and choose Use, if the fields open by that.
    Press,
}

/// Looks for the form for at most `patience`, which is measured by the page's own changes: nothing is asked twice meanwhile.
pub async fn find_form(
    page: &dyn Page,
    clock: &dyn Clock,
    wanted: &Wanted<'_>,
    opening: Opening,
    patience: Duration,
) -> Result<FillPlan, Refusal> {
    let gone = |Gone| Refusal::Gone;
    let end = clock.now() + TimeDelta::from_std(patience).unwrap_or(TimeDelta::MAX);
    let mut pressed = false;
    let mut chosen = false;
    let mut opened = Vec::new();
    loop {
        let json = page.probe().await.map_err(gone)?;
        let snapshot = Snapshot::parse(&json).map_err(Refusal::Unreadable)?;
        let refusal = match match_page(&snapshot, wanted) {
            Ok(plan) => return Ok(plan),
            Err(refusal) => refusal,
        };
        match &refusal {
            Refusal::OpenMenu { button, step }
                if opening == Opening::Press && !opened.contains(step) =>
            {
                opened.push(*step);
                page.press(&snapshot.document, *button)
                    .await
                    .map_err(gone)?;
            }
            Refusal::PressModify { button } if opening == Opening::Press && !pressed => {
                pressed = true;
                page.press(&snapshot.document, *button)
                    .await
                    .map_err(gone)?;
            }
            Refusal::ChooseUse(usage) if opening == Opening::Press && !chosen => {
                chosen = true;
                page.choose(&snapshot.document, usage).await.map_err(gone)?;
            }
            Refusal::PressModify { .. } | Refusal::ChooseUse(_) if opening == Opening::Look => {
                return Err(refusal);
            }
            other if !may_pass(other) => return Err(refusal),
            _ => {}
        }
        let left = (end - clock.now()).to_std().unwrap_or_default();
        if left.is_zero() {
            return Err(refusal);
        }
        page.changed(left).await.map_err(gone)?;
    }
}

/// Whether the page may become right by itself, as one that is still loading does.
fn may_pass(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::NoForm { .. } | Refusal::OpenMenu { .. } => true,
        Refusal::PressModify { .. } | Refusal::ChooseUse(_) => true,
        Refusal::Field(_, why) => matches!(
            why,
            Why::Missing
                | Why::ReadOnly
                | Why::Disabled
                | Why::Hidden
                | Why::Covered
                | Why::OffPage
                | Why::TooSmall
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{self, portal};
    use super::super::snapshot::Access;
    use super::*;
    use chrono::{DateTime, Utc};
    use futures_util::FutureExt;
    use futures_util::future::ready;
    use std::cell::{Cell, RefCell};

    /// A page that shows one description after another, each after a change or a press; a change takes a second.
    struct Slow {
        shows: RefCell<Vec<String>>,
        acts: RefCell<Vec<&'static str>>,
        seconds: Cell<i64>,
    }

    impl Slow {
        fn new(shows: &[&str]) -> Self {
            let shows = shows.iter().rev().map(ToString::to_string).collect();
            Self {
                shows: RefCell::new(shows),
                acts: RefCell::default(),
                seconds: Cell::new(0),
            }
        }

        fn act(&self, name: &'static str) -> LocalBoxFuture<'_, Result<(), Gone>> {
            self.acts.borrow_mut().push(name);
            Box::pin(ready(Ok(())))
        }

        fn find(&self, opening: Opening) -> Result<FillPlan, Refusal> {
            let portal = portal();
            let wanted = Wanted {
                portal: &portal,
                rule: None,
                secret_length: 40,
            };
            let found =
                find_form(self, self, &wanted, opening, Duration::from_secs(5)).now_or_never();
            found.expect("this page answers at once")
        }
    }

    impl Page for Slow {
        fn probe(&self) -> LocalBoxFuture<'_, Result<String, Gone>> {
            Box::pin(ready(self.shows.borrow().last().cloned().ok_or(Gone)))
        }
        fn changed(&self, _: Duration) -> LocalBoxFuture<'_, Result<(), Gone>> {
            self.seconds.set(self.seconds.get() + 1);
            if self.shows.borrow().len() > 1 {
                self.shows.borrow_mut().pop();
            }
            self.act("wait")
        }
        fn press<'a>(&'a self, _: &'a str, _: usize) -> LocalBoxFuture<'a, Result<(), Gone>> {
            self.act("press")
        }
        fn choose<'a>(
            &'a self,
            _: &'a str,
            _: &'a UsagePlan,
        ) -> LocalBoxFuture<'a, Result<(), Gone>> {
            self.act("choose")
        }
    }

    impl Clock for Slow {
        fn now(&self) -> DateTime<Utc> {
            DateTime::UNIX_EPOCH + TimeDelta::seconds(self.seconds.get())
        }
        fn sleep(&self, _: Duration) -> LocalBoxFuture<'_, ()> {
            Box::pin(ready(()))
        }
    }

    #[test]
    fn a_form_is_waited_for_and_opened_on_request() {
        let open = samples::json(&samples::form());
        let with = |access, buttons: bool| {
            let mut page = samples::form();
            page.fields[2..]
                .iter_mut()
                .for_each(|it| it.access = access);
            if !buttons {
                page.buttons.clear();
            }
            samples::json(&page)
        };
        let closed = with(Access::ReadOnly, true);
        let disabled = with(Access::Disabled, false);
        let empty = samples::json(&Snapshot {
            fields: Vec::new(),
            headings: Vec::new(),
            ..samples::form()
        });
        let check = |shows: &[&str], opening, found: bool, acts: &[&str]| {
            let page = Slow::new(shows);
            let result = page.find(opening);
            assert_eq!(result.is_ok(), found, "{result:?}");
            assert_eq!(page.acts.borrow().as_slice(), acts);
        };
        check(&[&open], Opening::Look, true, &[]);
        check(
            &[&empty, &empty, &open],
            Opening::Look,
            true,
            &["wait", "wait"],
        );
        check(&[&closed, &open], Opening::Look, false, &[]);
        check(&[&closed, &open], Opening::Press, true, &["press", "wait"]);
        check(
            &[&closed, &disabled, &open],
            Opening::Press,
            true,
            &["press", "wait", "choose", "wait"],
        );
        // The way to the form, as far as the menu shows it; each step once.
        let menu = |buttons: &[&str]| {
            samples::json(&Snapshot {
                fields: Vec::new(),
                buttons: buttons.iter().map(|it| samples::button(it)).collect(),
                ..samples::form()
            })
        };
        let (folded, unfolded) = (
            menu(&["Authority Setting"]),
            menu(&["Authority Setting", "MS AAD"]),
        );
        check(
            &[&folded, &unfolded, &unfolded, &open],
            Opening::Press,
            true,
            &["press", "wait", "press", "wait", "wait"],
        );
        check(&[&folded, &open], Opening::Look, true, &["wait"]);
        let twice = menu(&["MS AAD", "MS AAD"]);
        check(&[&twice], Opening::Press, false, &["wait"; 5]);
        // Modify is pressed once, and the deadline ends the waiting.
        check(
            &[&closed],
            Opening::Press,
            false,
            &["press", "wait", "wait", "wait", "wait", "wait"],
        );
        check(&[&empty], Opening::Look, false, &["wait"; 5]);
        // What no waiting cures ends at once.
        check(
            &[&open.replace("p.example", "q.example")],
            Opening::Press,
            false,
            &[],
        );
        assert_eq!(Slow::new(&[]).find(Opening::Press), Err(Refusal::Gone));
    }
}
