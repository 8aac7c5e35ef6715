//! "Remember this site", in the extension: after a page was filled, the user may let the panel see that exact origin from now on, so
//! that its toolbar button need not be pressed there again.

use super::dom::{Node, all, el, live, nothing, text};
use super::parts::*;
use crate::browser::extension::sites;
use crate::handover::address::PortalAddress;
use crate::words::remembering as says;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Whether the site is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Memory {
    /// The browser is being asked.
    Unknown,
    No,
    Yes,
    /// The user did not allow it.
    Refused,
}

pub fn remembering(portal: &PortalAddress) -> Node {
    let memory = RwSignal::new(Memory::Unknown);
    let origin = portal.origin();
    let asked = origin.clone();
    spawn_local(async move {
        let known = sites::is_remembered(&asked).await;
        // The screen may be gone by then.
        memory.try_set(if known { Memory::Yes } else { Memory::No });
    });
    live(move || match memory.get() {
        Memory::Unknown => nothing(),
        Memory::Yes => hint(says::remembered(&origin)),
        Memory::No | Memory::Refused => {
            let wanted = origin.clone();
            let remember = el("button")
                .attr("type", "button")
                .on("click", move |event| {
                    let origin = wanted.clone();
                    if event.is_trusted() {
                        spawn_local(async move {
                            let allowed = sites::remember(&origin).await;
                            memory.try_set(if allowed {
                                Memory::Yes
                            } else {
                                Memory::Refused
                            });
                        });
                    }
                })
                .text(says::remember());
            let words = el("p").class("hint").children([
                text(says::next_time().0),
                b(origin.clone()),
                text(says::next_time().1),
            ]);
            all(vec![actions(vec![remember]), words])
        }
    })
}
