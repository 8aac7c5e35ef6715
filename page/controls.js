// What kind of control an element is, what it offers to choose, and whether it may be written to. It does not look at names.

import { optionText } from "./names.js";
import { FIELD, attribute, drawn, legible, parentOf, short, textOf } from "./reading.js";

/** One of several buttons of which one is pressed in. */
const isToggle = (element) => element.hasAttribute("aria-pressed") &&
  (element.closest("[role=group], [role=radiogroup]")?.querySelectorAll("[aria-pressed]").length ?? 0) > 1;

export function kindOf(element) {
  const role = attribute(element, "role");
  if (element instanceof HTMLInputElement) {
    const { type } = element;
    if (["hidden", "submit", "button", "image", "reset"].includes(type)) return null;
    if (role === "combobox") return "combobox";
    if (role === "switch") return "checkbox";
    if (attribute(element, "aria-haspopup") === "listbox") return "combobox";
    if (["text", "search", "tel"].includes(type)) return "text";
    return ["password", "checkbox", "radio"].includes(type) ? type : "other";
  }
  if (element instanceof HTMLTextAreaElement) return "textarea";
  if (element instanceof HTMLSelectElement) return element.multiple ? "other" : "select";
  if (role === "radio" || isToggle(element)) return "radio";
  if (role === "checkbox" || role === "switch") return "checkbox";
  if (role === "combobox" || attribute(element, "aria-haspopup") === "listbox") return "combobox";
  const editable = element.hasAttribute("contenteditable") && attribute(element, "contenteditable") !== "false";
  return editable || role === "textbox" ? "editable" : null;
}

/** Radio buttons of one group are one field. */
export function groupOf(radio) {
  if (radio instanceof HTMLInputElement && radio.name) return `${radio.name}`;
  let around = radio.closest(isToggle(radio) ? "[role=group], [role=radiogroup]" : "[role=radiogroup]") ?? radio.parentElement ?? radio.getRootNode();
  while (around.parentElement && around.querySelectorAll("input[type=radio], [role=radio]").length < 2) around = around.parentElement;
  return around;
}

export const isOn = (element) => element.checked ?? (attribute(element, "aria-checked") || attribute(element, "aria-pressed")) === "true";

/** Switches are often not drawn themselves, but their labels are, and those are pressed. */
export const isShown = ({ members, kind }) => (kind === "radio" || kind === "checkbox") &&
  members.some((it) => [it, ...it.labels ?? []].some((shown) => shown.isConnected && drawn(shown)));

/** Deaf to the pointer and half transparent is how pages show that a part of them is off. */
function isDimmedOff(element) {
  if (getComputedStyle(element).pointerEvents !== "none") return false;
  let opacity = 1;
  for (let node = element; node; node = parentOf(node)) opacity *= Number(getComputedStyle(node).opacity);
  return opacity > 0.2 && opacity < 0.8;
}

export function accessOf({ element, members, kind }) {
  const off = (it) => it.matches(":disabled") || attribute(it, "aria-disabled") === "true";
  if (members.every(off) || isDimmedOff(element)) return "disabled";
  if (kind === "combobox") return attribute(element, "aria-readonly") === "true" ? "readOnly" : "writable"; // It is clicked, not typed into.
  return element.readOnly || attribute(element, "aria-readonly") === "true" ? "readOnly" : "writable";
}

/** The form that it belongs to, or the one around the components that it is in, which may send their values. */
export function formOf(element) {
  let node = element.form ?? element;
  while (node && !(node instanceof HTMLFormElement)) node = parentOf(node);
  return node;
}

/** Where the browser itself would send the form. Read from attributes: a field called "action" hides the property. */
export function actionOf(element) {
  const form = formOf(element);
  if (!form) return "own";
  const buttons = [...Node.prototype.getRootNode.call(form).querySelectorAll("[formaction]")].filter((it) => it.form === form);
  const targets = [attribute(form, "action"), ...buttons.map((it) => attribute(it, "formaction"))];
  const foreign = (target) => {
    if (!target.trim()) return false;
    try {
      const url = new URL(target, document.baseURI);
      return url.protocol !== "javascript:" && url.origin !== location.origin;
    } catch {
      return true;
    }
  };
  return targets.some(foreign) ? "foreign" : "own";
}

/** What a list that the page has built shows as chosen: its own text, or what stands around its search field. */
export function chosenOf(element) {
  if (!(element instanceof HTMLInputElement)) return textOf(element) || short(element.textContent);
  for (let around = element.parentElement, depth = 0; around && depth < 4; around = around.parentElement, depth += 1) {
    if (around.querySelectorAll(FIELD).length > 1 || around.querySelector("label")) return "";
    const text = textOf(around);
    if (legible(text)) return text;
  }
  return "";
}

export function optionsOf({ element, members, kind }) {
  switch (kind) {
    case "select": return [...element.options].slice(0, 50).map((it) => [it.disabled && !it.selected ? "" : short(it.text), it.selected]);
    case "radio": return members.slice(0, 50).map((it) => [optionText(it), isOn(it)]);
    case "checkbox": return [[optionText(element), isOn(element)]];
    case "combobox": return [[chosenOf(element), true]];
    default: return [];
  }
}
