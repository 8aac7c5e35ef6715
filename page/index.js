// The page script: describes the portal's form to src/fill, and does what its plan says. It decides nothing about which field
// is which, and no value ever leaves it. xtask/src/page_script.rs makes one file of this folder for each of the two ways in:
//
// - the extension: chrome.scripting.executeScript({target: {tabId, documentIds}, files: ["page.js"]}), in the isolated world, then
//   `handoverAct` (act.js) with a function's name and arguments, which the panel takes out of its own copy of that file;
// - the bookmarklet (bookmarklet.js): the same inside a function of its own, so that the page gets no global.
//
// It adds no element, attribute, style sheet or listener that stays, and sends no message. Everything that it calls comes from the
// prototypes of its own world: in the isolated world a page's own `value` setter is never asked.

import { forget } from "./look.js";
import { stopPicking } from "./pick.js";

export { fill } from "./fill.js";
export { choose, press } from "./hands.js";
export { changed, probe } from "./look.js";
export { pick } from "./pick.js";

/** Forgets the page. */
export function end() {
  stopPicking();
  forget();
}
