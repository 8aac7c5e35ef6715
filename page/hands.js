// Acts as a person at the page would: enters texts, clicks, chooses. It does what it is told and judges nothing.

import { chosenOf, isOn } from "./controls.js";
import { fire, focused } from "./focus.js";
import { look, rest } from "./look.js";
import { nameOf, optionText } from "./names.js";
import { attribute, drawn, elements, short, textOf } from "./reading.js";

/** The value of a text field, by the prototype: it passes by what a page, or React, has put in the way. */
const valueOf = (element) => Object.getOwnPropertyDescriptor((element instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement).prototype, "value");

export const read = (element) => valueOf(element).get.call(element);

/** Puts a text into a field, unless the guard has something to say when the field has the focus. */
export function enter(element, text, guard = () => null) {
  return focused(element, () => {
    fire(element, KeyboardEvent, "keydown", { key: "Unidentified" });
    const changed = guard();
    if (changed) return changed;
    valueOf(element).set.call(element, text);
    fire(element, InputEvent, "input", { inputType: "insertReplacementText" });
    fire(element, KeyboardEvent, "keyup", { key: "Unidentified" });
    fire(element, Event, "change");
    return null;
  });
}

function click(element) {
  for (const [Type, name] of [[PointerEvent, "pointerdown"], [MouseEvent, "mousedown"], [PointerEvent, "pointerup"], [MouseEvent, "mouseup"]]) {
    fire(element, Type, name, { button: 0, view: window });
  }
  HTMLElement.prototype.click.call(element);
}

function select(element, index) {
  focused(element, () => {
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "selectedIndex").set.call(element, index);
    fire(element, InputEvent, "input");
    fire(element, Event, "change");
  });
}

export const sameText = (one, other) => one.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "") === other.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** Opens a list that the page has built, and clicks the option with this text: one that is called so, or what came with this text. */
async function open(element, text) {
  const find = () => [...elements(document, [])].filter((it) => it.childElementCount < 5 && drawn(it) && sameText(textOf(it) || nameOf(it), text));
  const before = find();
  const isSeen = (it) => it.clientWidth > 1 && it.clientHeight > 1;
  click(element);
  for (const end = performance.now() + 1500; performance.now() < end;) { // It may unfold slowly.
    await rest(50, 1000);
    const came = find().filter((it) => !before.includes(it) && isSeen(it));
    const option = came.find((it) => attribute(it, "role") === "option") ?? came.at(-1);
    if (option) return click(option);
  }
  return undefined;
}

/** Whether User Look-Up Usage stands as the plan wants it. */
export function isUse({ element, members, kind }, { option, text }) {
  switch (kind) {
    case "select": return element.selectedIndex === option && short(element.options[option]?.text ?? "") === text;
    case "radio": return Boolean(members[option]) && isOn(members[option]) && optionText(members[option]) === text;
    case "checkbox": return isOn(element);
    case "combobox": return sameText(chosenOf(element), text) || sameText(element.value ?? "", text);
    default: return false;
  }
}

/** Sets the switch, and returns how to put it back. */
export async function setUsage(entry, usage) {
  const { element, members, kind } = entry;
  if (isUse(entry, usage)) return () => {};
  const former = kind === "select" ? element.selectedIndex : members.findIndex(isOn);
  if (kind === "select") select(element, usage.option);
  else if (kind === "combobox") await open(element, usage.text);
  else click(kind === "radio" ? members[usage.option] : element);
  return () => {
    if (kind === "select") select(element, former);
    else if (kind === "checkbox") { if (isOn(element)) click(element); }
    else if (kind === "radio" && members[former]) click(members[former]);
  };
}

/** Presses a button of the last probe. */
export function press(document_, index) {
  const button = look?.document === document_ ? look.buttons[index] : null;
  if (!button?.element.isConnected || !drawn(button.element)) return false;
  click(button.element);
  return true;
}

/** Sets User Look-Up Usage alone, for pages whose other fields open by it. */
export async function choose(document_, usage) {
  const entry = look?.document === document_ ? look.entries[usage.index] : null;
  if (!entry?.element.isConnected) return false;
  await setUsage(entry, usage);
  await rest(150, 1500);
  return isUse(entry, usage);
}
