// Where a text that was put into a field can be found besides: in other fields, in addresses, in what the page keeps or shows. It
// looks for a text that it is given and says yes or no.

import { formOf } from "./controls.js";
import { read } from "./hands.js";
import { attribute, drawn, elements } from "./reading.js";

const ADDRESSES = ["action", "data", "href", "src"];

const isField = (it) => it instanceof HTMLInputElement || it instanceof HTMLTextAreaElement;

/** All fields that have this text in them, hidden ones too. */
export const holding = (text) => [...elements(document, [])].filter((it) => isField(it) && read(it).includes(text));

/** A text area that nobody sees, with which pages find out how high another one has to be. */
const isRuler = (element) => element instanceof HTMLTextAreaElement && attribute(element, "aria-hidden") === "true" && !drawn(element);

/** Whether the page has carried the text of this field to where its user did not put it. */
export function isCarriedOff(field, text) {
  const spells = (it) => it.includes(text) || it.includes(encodeURIComponent(text));
  // Frameworks keep what will be sent in a hidden field of the same form.
  const kept = (it) => it.type === "hidden" && formOf(it) === formOf(field);
  if (holding(text).some((it) => it !== field && !isRuler(it) && !kept(it))) return true;
  if ([location.href, document.title, ...stored(), ...performance.getEntriesByType("resource").map((it) => it.name)].some(spells)) return true;
  const roots = [];
  for (const element of elements(document, roots)) if (ADDRESSES.some((it) => spells(attribute(element, it)))) return true;
  return roots.some((root) => isWritten(root, text));
}

function stored() {
  try {
    return [localStorage, sessionStorage].flatMap((it) => Object.values({ ...it }));
  } catch {
    return []; // The browser lets nothing be stored.
  }
}

/** Whether it is to be read on the page, outside of fields. */
function isWritten(root, words) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (text.data.includes(words) && !text.parentElement?.closest("textarea, script, style") && drawn(text.parentElement ?? root.host)) return true;
  }
  return false;
}
