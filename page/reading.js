// Walks a page through its shadow trees and reads the texts that are drawn. It knows nothing of forms.

export const LONGEST = 120; // characters of a label
export const FIELD = "input:not([type=hidden]), textarea, select, [contenteditable], [role=textbox]";
// Texts that name nothing: a control's own, what nobody reads, and icons, whose names are letters of an icon font.
export const SILENT = "select, textarea, button, script, style, noscript, [aria-hidden=true], [class*=material-icons], [class*=material-symbols]";

/** Shadow roots, closed ones too where the browser shows them to an extension. */
export const shadowOf = (element) => element.shadowRoot ?? element.openOrClosedShadowRoot ??
  (element.localName.includes("-") ? globalThis.chrome?.dom?.openOrClosedShadowRoot?.(element) : null) ?? null;

/** Every element in the order of the document, through shadow roots. */
export function* elements(root, roots) {
  roots.push(root);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
  for (let element = walker.nextNode(); element; element = walker.nextNode()) {
    yield element;
    const shadow = shadowOf(element);
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

/** The pieces of text under a node that are drawn and are not a control's own. */
export function pieces(node) {
  if (node.nodeType === Node.TEXT_NODE) return [node.data];
  if (node.nodeType !== Node.ELEMENT_NODE) return [];
  const found = [];
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text && found.length < 40; text = walker.nextNode()) {
    const parent = text.parentElement;
    if (!text.data.trim() || parent.closest(SILENT)) continue;
    if (parent.checkVisibility({ visibilityProperty: true, checkVisibilityCSS: true })) found.push(text.data);
  }
  return found;
}
export const textOf = (node) => short(pieces(node).join(" "));
