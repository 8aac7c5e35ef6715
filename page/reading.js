// Walks a page through its shadow trees and reads the texts that are drawn. It knows nothing of forms.

export const LONGEST = 120; // characters of a label
export const FIELD = "input:not([type=hidden]), textarea, select, [contenteditable], [role=textbox]";
// Texts that name nothing: a control's own, what nobody reads, and icons, whose names are letters of an icon font.
export const SILENT = "select, textarea, button, script, style, noscript, [aria-hidden=true], [class*=material-icons], [class*=material-symbols]";

// A field hides what its form has of the same name, and a form what the document has (HTML, "legacy override built-ins").
const ASKED = ["assignedSlot", "checkVisibility", "closest", "compareDocumentPosition", "contains", "getBoundingClientRect", "getRootNode", "hasAttribute",
  "localName", "matches", "nextSibling", "parentElement", "previousElementSibling", "previousSibling", "querySelector", "querySelectorAll", "shadowRoot", "textContent"];
const ASKED_OF_DOCUMENT = [...ASKED, "baseURI", "body", "createRange", "createTreeWalker", "documentElement", "elementFromPoint", "getElementById"];

/** Whether a form, or the document, does not answer for itself. */
export const isMasked = (node) => (node instanceof HTMLFormElement ? ASKED : node === document ? ASKED_OF_DOCUMENT : []).some((it) => Object.hasOwn(node, it));

/** Shadow roots, closed ones too where the browser shows them to an extension. */
export const shadowOf = (element) => element.shadowRoot ?? element.openOrClosedShadowRoot ??
  (element.localName.includes("-") ? globalThis.chrome?.dom?.openOrClosedShadowRoot?.(element) : null) ?? null;

/** Every element in the order of the document, through shadow roots. */
export function* elements(root, roots) {
  roots.push(root);
  const walker = Document.prototype.createTreeWalker.call(document, root, NodeFilter.SHOW_ELEMENT);
  for (let element = walker.nextNode(); element; element = walker.nextNode()) {
    yield element;
    const shadow = element instanceof HTMLFormElement ? null : shadowOf(element);
    if (shadow) yield* elements(shadow, roots);
  }
}

/** The parent as drawn: through slots and out of shadow roots. */
export const parentOf = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
export const attribute = (element, name) => Element.prototype.getAttribute.call(element, name) ?? "";
export const short = (text) => text.replace(/\s+/g, " ").trim().slice(0, LONGEST).toWellFormed();
export const legible = (text) => /[\p{L}\p{N}]/u.test(text);
export const drawn = (element) => element.checkVisibility({
  opacityProperty: true, visibilityProperty: true, checkOpacity: true, checkVisibilityCSS: true,
});

const rgba = (colour) => /^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/.exec(colour)?.slice(1).map((it) => Number(it ?? 1));

/** Whether a text stands out from the colour behind it. What it is not sure of, as pictures behind it, counts as a yes. */
export function isInked(element) {
  const { color, fontSize, webkitTextFillColor, webkitBackgroundClip, colorScheme } = getComputedStyle(element);
  if (parseFloat(fontSize) < 3) return false;
  const ink = rgba(webkitTextFillColor ?? color);
  if (!ink || webkitBackgroundClip === "text") return true;
  if (ink[3] < 0.15) return false;
  const standsOut = (paper) => paper.slice(0, 3).some((it, at) => Math.abs(it - ink[at]) > 16);
  for (let node = element; node; node = parentOf(node)) {
    const { backgroundColor, backgroundImage } = getComputedStyle(node);
    const paper = rgba(backgroundColor);
    if (backgroundImage !== "none" || !paper) return true;
    if (paper[3] > 0.1) return paper[3] < 0.9 || standsOut(paper);
  }
  return colorScheme.includes("dark") || standsOut([255, 255, 255]);
}

/** The pieces of text under a node that can be read and are not a control's own. What is put into a slot belongs to it. */
export function pieces(node) {
  if (node instanceof Text) return [node.data];
  if (!(node instanceof Element)) return [];
  const found = [];
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let it = node; it && found.length < 40; it = walker.nextNode()) {
    if (it instanceof HTMLSlotElement) found.push(...it.assignedNodes().flatMap(pieces));
    const parent = it.parentElement;
    if (!(it instanceof Text) || !it.data.trim() || parent.closest(SILENT)) continue;
    if (parent.checkVisibility({ opacityProperty: true, visibilityProperty: true, checkVisibilityCSS: true }) && isInked(parent)) found.push(it.data);
  }
  return found;
}
export const textOf = (node) => short(pieces(node).join(" "));
