// What may name a field: labels, cells, headings of groups, texts around it. Which of them counts is decided in src/fill.

import { apart, beside, forEars, isCaption, placeOf } from "./places.js";
import { FIELD, SILENT, attribute, drawn, isInked, legible, parentOf, pieces, short, textOf } from "./reading.js";

function byIds(element, name) {
  const root = element.getRootNode();
  const found = attribute(element, name).split(/\s+/).filter(Boolean).map((id) => root.getElementById?.(id));
  // A name may be hidden, or have a name of its own (WAI-ARIA, accessible name computation 2B and 2C).
  const nameOfName = (it) => short(attribute(it, "aria-label")) || textOf(it) || short(it.matches(FIELD) ? "" : it.textContent);
  return short(found.filter((it) => it && it !== element).map(nameOfName).join(" "));
}

export const nameOf = (element) => byIds(element, "aria-labelledby") || short(attribute(element, "aria-label"));

/** What a label says before it goes on with an explanation. */
function titleOf(label) {
  const whole = textOf(label);
  return whole.length > 20 ? short(pieces(label)[0]) : whole;
}

/** What an option of a group is called: its own label, or the text beside it. */
export function optionText(element) {
  const [label] = element.labels ?? [];
  if (label) return titleOf(label);
  const own = nameOf(element) || textOf(element) || (element.matches(FIELD) ? "" : short(element.textContent));
  if (own) return own;
  let next = element.nextSibling;
  while (next && !textOf(next) && !(next.matches?.(FIELD))) next = next.nextSibling;
  return next && !next.matches?.(FIELD) ? textOf(next) : short(attribute(element, "value"));
}

function labelled(element, add) {
  const root = element.getRootNode();
  const id = attribute(element, "id");
  // A custom element is no form field to the browser, so its labels are looked for by hand.
  const labels = element.labels ?? [
    ...(id ? root.querySelectorAll(`label[for="${CSS.escape(id)}"]`) : []),
    ...[element.closest("label")].filter(Boolean),
  ];
  // What is for screen readers alone says no more than what is written for all.
  const written = [...labels].filter((it) => !forEars(it) && legible(textOf(it)));
  for (const label of written.length ? written : labels) add(label.contains(element) ? "wrap" : "for", ...pieces(label));
  add("labelledby", byIds(element, "aria-labelledby"));
  add("aria", attribute(element, "aria-label"));
}

function tabular(element, add) {
  let term = element.closest("dd")?.previousElementSibling;
  while (term?.localName === "dd" && !term.querySelector(FIELD)) term = term.previousElementSibling; // A hint.
  if (term?.localName === "dt") add("term", ...pieces(term));
  const cell = element.closest("td, th, [role=cell], [role=gridcell]");
  if (!cell) return;
  add("title", attribute(cell, "data-label"));
  for (let before = cell.previousElementSibling; before && !before.querySelector(FIELD); before = before.previousElementSibling) {
    const text = textOf(before);
    if (legible(text)) { add("cell", ...pieces(before)); break; }
  }
  // The nearest row above without a field: a table may have several rows of names.
  const row = cell.closest("tr");
  const rows = [...cell.closest("table")?.rows ?? []];
  const head = rows.slice(0, Math.max(rows.indexOf(row), 0)).findLast((it) => !it.querySelector(FIELD));
  if (!head) return;
  const columnOf = (it) => [...it.parentElement.cells ?? []].slice(0, it.cellIndex).reduce((sum, { colSpan }) => sum + colSpan, 0);
  const same = [...head.cells].find((it) => columnOf(it) === columnOf(cell));
  if (same && head.cells.length > 1) add("column", textOf(same));
}

/** Libraries label the box around radio buttons, which is no control. */
function aroundLabelled(element, add) {
  for (let node = element.parentElement, depth = 0; node && depth < 6; node = node.parentElement, depth += 1) {
    const label = node.id && node.getRootNode().querySelector(`label[for="${CSS.escape(node.id)}"]`);
    if (label) return add("group", ...pieces(label));
  }
  return undefined;
}

function grouped(element, add) {
  const group = element.closest("fieldset, [role=radiogroup], [role=group]");
  if (!group) return;
  add("group", nameOf(group));
  const legend = group.querySelector(":scope > legend");
  if (legend) add("group", textOf(legend));
}

/** The node with the nearest text before it in the document, up to the next field. */
function before(element) {
  let node = element;
  for (let depth = 0; depth < 6 && node; depth += 1) {
    for (let earlier = node.previousSibling; earlier; earlier = earlier.previousSibling) {
      if (earlier.control === element) continue; // Its label was read already.
      if (earlier.matches?.(FIELD) || earlier.querySelector?.(FIELD)) return null;
      if (legible(textOf(earlier))) return earlier;
    }
    node = parentOf(node);
    if (!node || ["form", "body", "fieldset", "td", "th"].includes(node.localName)) return null;
  }
  return null;
}

/** What a block with this one field calls it: by a label that belongs to nothing else, or by the first words, before a hint. */
function inBlock(element, add) {
  let block = null;
  for (let node = element.parentElement; node && block !== node; node = node.parentElement) {
    if (node.matches("form, body, main, section, fieldset, dialog, table, tbody") || node.querySelectorAll(FIELD).length > 1) break;
    block = node;
  }
  const labels = [...block?.querySelectorAll("label") ?? []].filter((it) => !it.control);
  if (labels.length === 1) return add("for", ...pieces(labels[0]));
  const walker = block && document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  for (let text = walker?.nextNode(); text && element.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_PRECEDING; text = walker.nextNode()) {
    if (legible(text.data) && !text.parentElement.closest(SILENT) && drawn(text.parentElement)) return add("before", text.data);
  }
  return undefined;
}

export function evidenceOf({ element, kind }, scene) {
  const found = [];
  // With the first piece by itself: a label often goes on with an explanation, a counter or an icon.
  const add = (how, ...parts) => {
    const [said, stem] = [short(parts.join(" ")), short(parts[0] ?? "")];
    if (!legible(said)) return;
    found.push([how, said, stem]);
    if (said !== stem && ["for", "wrap"].includes(how) && legible(stem) && !found.some(([, known]) => known === stem)) found.push(["lead", stem, stem]);
  };
  if (kind === "radio") aroundLabelled(element, add);
  else labelled(element, add);
  for (let host = element.getRootNode().host; host; host = host.getRootNode().host) {
    labelled(host, add);
    add("aria", attribute(host, "label"));
    tabular(host, add);
  }
  if (!found.length && kind !== "radio") inBlock(element, add);
  tabular(element, add);
  grouped(element, add);
  // A switch is often not drawn itself, but its label is.
  const drawnFor = [element, ...kind === "radio" || kind === "checkbox" ? element.labels ?? [] : []].find((it) => it.getBoundingClientRect().width > 1) ?? element;
  const box = drawnFor.getBoundingClientRect();
  const shown = box.width && element.checkVisibility();
  if (shown) beside(element, box, scene.texts, scene.boxes, add);
  const node = before(element);
  if (node && !(shown && isCaption(placeOf(node), box, scene.boxes.filter((it) => it.element !== element)))) add("before", textOf(node));
  add("placeholder", attribute(element, "placeholder") || attribute(element, "aria-placeholder"));
  add("title", attribute(element, "title"));
  add("title", attribute(element, "data-label"));
  return found;
}

/** Where the field's label is written: whether it is seen, and whether it stands at another field. Labels that float out of a field stay close. */
export function plateOf(element, scene) {
  const [labelledby] = attribute(element, "aria-labelledby").split(/\s+/);
  const label = element.labels?.[0] ?? (labelledby ? element.getRootNode().getElementById?.(labelledby) : null) ?? element.closest("td")?.previousElementSibling;
  const walker = label && document.createTreeWalker(label, NodeFilter.SHOW_TEXT);
  let text = walker?.nextNode();
  while (text && !legible(text.data)) text = walker.nextNode();
  if (!text) return null;
  const parent = text.parentElement;
  const it = label.contains(element) ? placeOf(text) : label.getBoundingClientRect();
  const own = apart(it, element.getBoundingClientRect());
  const elsewhere = own > 10 && scene.boxes.some((box) => box.element !== element && apart(it, box) + 8 < own);
  return { seen: drawn(parent) && !forEars(parent) && isInked(parent), elsewhere };
}
