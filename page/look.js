// Looks at the whole page and describes it, without any value of a field, and waits until it changes. The last look is kept: a plan
// is good for that one alone.

import { accessOf, actionOf, formOf, groupOf, isShown, kindOf, optionsOf } from "./controls.js";
import { focused } from "./focus.js";
import { evidenceOf, nameOf, plateOf } from "./names.js";
import { textsOnScreen } from "./places.js";
import { learn } from "./pictures.js";
import { FIELD, LONGEST, attribute, drawn, elements, isMasked, legible, short, textOf } from "./reading.js";
import { sightOf, veilsOf } from "./sight.js";

const MOST_FIELDS = 200;
const MOST_BYTES = 60_000; // of all labels together; the reader allows 64 KiB
const MOST_ELEMENTS = 20_000;
const BUTTON = "button, a, summary, input[type=button], input[type=submit], input[type=image], [role=button], [role=link], [role=menuitem], [role=tab], [role=treeitem]";

// Entries of a menu that the page does not call buttons.
const STEP = /^\s*(ms aad|authority settings?|modify|수정)\s*$/i;

export let look = null; // the last look at the page: { document, entries, buttons, roots }
let watcher = null; // sees changes since then
let dirty = false;
const tried = new WeakSet();

/** What is written on a button, without its icon; or what a picture in its place says. */
function captionOf(button) {
  const walker = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
  const parts = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const icon = text.parentElement.closest("[aria-hidden=true], i, svg, [class*=icon]");
    if (!icon || icon.contains(button)) parts.push(text.data);
  }
  const written = short(button instanceof HTMLInputElement ? button.value : parts.join(" "));
  const pictured = [button, ...button.querySelectorAll("img")].map((it) => short(attribute(it, "alt") || attribute(it, "title")));
  return [written, nameOf(button), ...pictured].find(legible) ?? "";
}

/** A button, or what the page does not call one though it is pressed: short, by itself, and with a hand that points at it. */
function isButton(element) {
  if (element.matches(BUTTON)) return true;
  if (element.matches(":is(li, nav) :not(:has(*))") && STEP.test(element.textContent)) return true;
  const points = (it) => it.hasAttribute("onclick") || getComputedStyle(it).cursor === "pointer";
  return points(element) && !(element.parentElement && points(element.parentElement)) && element.localName !== "label" &&
    element.textContent.length < 60 && !element.closest(BUTTON) && !element.querySelector(`${BUTTON}, ${FIELD}`);
}

/** All fields of the page as it is now, and what stands around them. Nothing where the page does not answer for itself. */
export function survey() {
  const [entries, groups, roots, all, headings, buttons] = [[], new Map(), [], [], [], []];
  let trail = [];
  if (isMasked(document)) return null;
  for (const element of elements(document, roots)) {
    if (isMasked(element)) return null;
    if (all.push(element) > MOST_ELEMENTS) break;
    const level = /^h[1-6]$/.test(element.localName) ? Number(element.localName[1])
      : attribute(element, "role") === "heading" ? Number(attribute(element, "aria-level")) || 2 : 0;
    if (level && drawn(element)) {
      const text = textOf(element);
      trail = [...trail.filter((it) => it.level < level), { level, text }];
      headings.push(text);
    }
    const kind = kindOf(element);
    if (kind === "radio") {
      const key = groupOf(element);
      const group = groups.get(key);
      if (group && group.element.form === element.form) { group.members.push(element); continue; }
      groups.set(key, { element, members: [element], kind, headings: trail });
      entries.push(groups.get(key));
    } else if (kind) {
      entries.push({ element, members: [element], kind, headings: trail });
    } else if (buttons.length < 100 && isButton(element) &&
      !element.matches(":disabled, [aria-disabled=true]") && drawn(element)) {
      const text = captionOf(element);
      if (legible(text)) buttons.push({ element, text, heading: trail.at(-1)?.text ?? "" });
    }
  }
  const boxes = entries.flatMap(({ members }) => members).filter((it) => it.checkVisibility()).map((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { element, left, right, top, bottom };
  }).filter((it) => it.right - it.left > 2 && it.bottom - it.top > 2);
  const overflow = all.length > MOST_ELEMENTS || entries.length > MOST_FIELDS;
  return { entries: entries.slice(0, MOST_FIELDS), roots, headings, buttons, overflow, veils: veilsOf(all), boxes, texts: textsOnScreen(roots) };
}

const REGION = "dialog, fieldset, section, form, [role=dialog], [role=region], [role=group], [role=tabpanel]";

function regionOf(element) {
  for (let region = element.closest(REGION); region; region = region.parentElement?.closest(REGION)) {
    const legend = region instanceof HTMLFieldSetElement && region.querySelector(":scope > legend");
    const name = nameOf(region) || (legend ? textOf(legend) : "");
    if (name) return name;
  }
  return "";
}

/** What a card is called that has no heading: the first of several texts before the first of its fields. */
function titleAbove(element) {
  const fields = (it) => it.querySelectorAll(FIELD).length;
  let card = element.parentElement;
  while (card && fields(card) < 3) card = card.parentElement;
  while (card?.parentElement && fields(card.parentElement) === fields(card)) card = card.parentElement;
  if (!card || card.matches("html, body, main, tr, tbody, table")) return "";
  const first = card.querySelector(FIELD);
  const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let text = walker.nextNode(); text && texts.length < 2 && first.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_PRECEDING; text = walker.nextNode()) {
    if (legible(text.data) && drawn(text.parentElement) && !text.parentElement.closest("button, label, option")) texts.push(text.data);
  }
  return texts.length > 1 || (texts.length && first.labels?.length) ? short(texts[0]) : "";
}

/** The headings that a field stands under, the nearest last. */
export function trailOf({ element, headings }) {
  const trail = headings.map((it) => it.text).slice(-3);
  const region = regionOf(element) || titleAbove(element);
  return region && region !== trail.at(-1) ? [...trail, region] : trail;
}

function describe(entry, scene, forms) {
  const { element, kind } = entry;
  entry.evidence = evidenceOf(entry, scene);
  entry.plate = plateOf(element, scene);
  const form = entry.form = formOf(element);
  if (form && !forms.includes(form)) forms.push(form);
  entry.trail = trailOf(entry);
  const limit = element.maxLength ?? -1;
  return {
    kind, evidence: entry.evidence.map(([how, text]) => [how, text]), headings: entry.trail, name: attribute(element, "name").slice(0, LONGEST).toWellFormed(),
    id: attribute(element, "id").slice(0, LONGEST).toWellFormed(), form: form ? forms.indexOf(form) : null, action: actionOf(element),
    access: accessOf(entry), sight: isShown(entry) ? "seen" : sightOf(element, scene.veils, false), maxLength: limit >= 0 ? limit : null, options: optionsOf(entry),
  };
}

const bytes = (text) => new TextEncoder().encode(text).length;
const weight = (it) => bytes([it.evidence.map(([, text]) => text), it.options.map(([text]) => text), it.headings, it.name, it.id].flat(2).join(""));

/** A field that is read-only until somebody comes to it, which pages do against password managers. */
const isClosedToPrograms = ({ element, kind }) => (kind === "password" || /readonly/i.test(attribute(element, "onfocus"))) && element.readOnly && !tried.has(element);

function touch({ element }) {
  tried.add(element);
  focused(element, () => {});
}

/** Describes the page. What was described before is void from here on. */
export async function probe() {
  try {
    return await describePage();
  } catch {
    look = null;
    return "{}"; // No description: the page is not like any that was thought of.
  }
}

async function describePage() {
  let scene = survey();
  const touched = scene?.entries.filter(isClosedToPrograms).map(touch).length;
  if (touched) await frames();
  if (await learn() || touched) scene = survey();
  if (!scene) {
    look = null;
    return JSON.stringify({ version: 1, masked: true });
  }
  const forms = [];
  const fields = scene.entries.map((entry) => describe(entry, scene, forms));
  const headings = scene.headings.slice(0, 20);
  const buttons = scene.buttons.map(({ text, heading }) => [text, heading]);
  let room = MOST_BYTES - bytes([...headings, ...buttons.flat()].join(""));
  const fit = fields.filter((field) => (room -= weight(field)) >= 0);
  const big = (frame) => drawn(frame) && frame.clientWidth * frame.clientHeight > 10_000;
  const document_ = [...crypto.getRandomValues(new Uint8Array(16))].map((it) => it.toString(16).padStart(2, "0")).join("");
  look = { ...scene, document: document_ };
  watch(scene.roots);
  return JSON.stringify({
    version: 1, origin: self.origin, address: `${location.protocol}//${location.host}`, document: document_, top: window.top === window,
    frames: [...document.querySelectorAll("iframe, frame")].filter(big).length, overflow: scene.overflow || fit.length < fields.length,
    headings, fields: fit, buttons,
  });
}

// --- Waiting by observation ---------------------------------------------------------------------------------------

const CHANGES = { subtree: true, childList: true, attributes: true, characterData: true };

function watch(roots) {
  watcher?.disconnect();
  dirty = false;
  watcher = new MutationObserver(() => { dirty = true; });
  for (const root of roots) watcher.observe(root, CHANGES);
}

/** Two frames; a page that is not shown draws none, so a timer stands in. */
const frames = () => new Promise((done) => {
  const timer = setTimeout(done, 100);
  requestAnimationFrame(() => requestAnimationFrame(() => { clearTimeout(timer); done(); }));
});

/** Comes back when nothing in the page has changed for `quiet` milliseconds, at the latest after `limit`. */
export async function rest(quiet, limit) {
  await frames();
  await new Promise((done) => {
    const end = () => { observer.disconnect(); clearTimeout(timer); clearTimeout(last); done(); };
    let timer = setTimeout(end, quiet);
    const last = setTimeout(end, limit);
    const observer = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(end, quiet); });
    for (const root of look?.roots ?? [document]) observer.observe(root, CHANGES);
  });
}

/** Comes back when the page has changed since the last probe and is at rest again, or when the time is over. */
export async function changed(within) {
  const roots = look?.roots ?? [document];
  const came = dirty || await new Promise((done) => {
    const listening = new AbortController();
    const end = (it) => { observer.disconnect(); clearTimeout(timer); listening.abort(); done(it); };
    const observer = new MutationObserver(() => end(true));
    const timer = setTimeout(() => end(false), within);
    for (const root of roots) observer.observe(root, CHANGES);
    for (const late of ["load", "transitionend", "animationend"]) addEventListener(late, () => end(true), { signal: listening.signal, capture: true, passive: true });
  });
  if (came) await rest(100, Math.min(within, 1000));
  return came;
}

/** What was seen is void, and nothing is watched any more. */
export function forget() {
  watcher?.disconnect();
  look = watcher = null;
}
