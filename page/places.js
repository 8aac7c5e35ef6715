// Where texts stand on the screen, and which of them stand beside or above a field.

import { FIELD, SILENT, drawn, isInked, legible } from "./reading.js";

// What stands in there is a value.
const EDITED = "[contenteditable]:not([contenteditable=false]), [role=textbox]";

/** Text for screen readers only stands on the page, too, but nobody sees it. */
export const forEars = (element) => {
  const { clipPath, clip, overflow } = getComputedStyle(element);
  return /inset\((50|100)%/.test(clipPath) || /rect\((0px|1px|0)/.test(clip) || (overflow !== "visible" && element.clientWidth <= 1 && element.clientHeight <= 1);
};

/** Texts on the screen with their places. What is written in one block, without a field in it, is one text. */
export function textsOnScreen(roots) {
  const blocks = new Map();
  for (const root of roots) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text && blocks.size < 2000; text = walker.nextNode()) {
      const parent = text.parentElement ?? root.host;
      if (!legible(text.data) || !parent || !drawn(parent) || forEars(parent) || !isInked(parent)) continue;
      if (parent.closest(SILENT) || parent.closest(EDITED)) continue;
      let block = parent;
      while (getComputedStyle(block).display === "inline" && block.parentElement && !block.parentElement.querySelector(FIELD)) block = block.parentElement;
      const box = placeOf(text);
      if (!box.width || !box.height) continue;
      const key = block.querySelector(FIELD) ? text : block;
      const known = blocks.get(key);
      const owner = parent.closest("label")?.control ?? null;
      if (!known) { blocks.set(key, { left: box.left, right: box.right, top: box.top, bottom: box.bottom, texts: [text.data], owner }); continue; }
      known.left = Math.min(known.left, box.left);
      known.right = Math.max(known.right, box.right);
      known.top = Math.min(known.top, box.top);
      known.bottom = Math.max(known.bottom, box.bottom);
      known.texts.push(text.data);
    }
  }
  return [...blocks.values()];
}

export function placeOf(node) {
  const range = document.createRange();
  range.selectNodeContents(node);
  return range.getBoundingClientRect();
}

/** What stands at its left and above it, with no other field between. */
export function beside(element, box, texts, boxes, add) {
  const others = boxes.filter((it) => it.element !== element);
  // Where it is read from right to left, the side is the other one.
  const sideways = getComputedStyle(element).direction === "rtl" ? ({ left, right, top, bottom }) => ({ left: -right, right: -left, top, bottom }) : (it) => it;
  const own = sideways(box);
  let left = null;
  let above = null;
  let inside = null;
  let astray = null; // a label of another field that stands here, though not there
  for (const text of texts) {
    if (text.owner && text.owner !== element) { // The label of another field.
      const home = boxes.find((it) => it.element === text.owner);
      if (home && level(text, box) && apart(text, box) < 40 && apart(text, home) > apart(text, box) + 8) astray = text;
      continue;
    }
    const within = (field) => text.left >= field.left - 4 && text.right <= field.right + 4 && text.top > field.top - 4 && text.bottom < field.bottom + 4;
    if (within(box)) inside = text;
    if (within(box) || others.some(within)) continue; // It lies in a field, as a name does before anything is entered.
    const it = sideways(text);
    const aside = own.left - it.right;
    if (aside > -4 && aside < 400 && level(it, own) && (!left || it.right > sideways(left).right) &&
      !others.map(sideways).some((other) => level(other, own) && other.left >= it.right - 4 && other.right <= own.left + 4)) left = text;
    const over = box.top - text.bottom;
    if (over > -4 && over < 60 && upright(text, box) && (!above || text.bottom > above.bottom) &&
      !others.some((other) => upright(other, box) && other.top >= text.bottom - 4 && other.bottom <= box.top + 4)) above = text;
  }
  if (left ?? astray) add("left", ...(left ?? astray).texts);
  if (above && !isCaption(above, box, others)) add("above", ...above.texts);
  if (inside) add("placeholder", ...inside.texts);
}

const level = (it, box) => it.bottom > box.top + 2 && it.top < box.bottom - 2;
/** Pixels between two boxes. */
export const apart = (it, box) => Math.hypot(Math.max(0, box.left - it.right, it.left - box.right), Math.max(0, box.top - it.bottom, it.top - box.bottom));
const upright = (it, box) => it.right > box.left && it.left < box.right;

/** Whether a text belongs to the field before it, which it stands behind or close below, and not to this one. */
export const isCaption = (text, box, others) => !level(text, box) && others.some((it) => {
  const under = text.top - it.bottom;
  return (level(it, text) && it.right <= text.left + 4 && text.left - it.right < 60) ||
    (upright(it, text) && under > -4 && under * 2 + 4 < box.top - text.bottom);
});
