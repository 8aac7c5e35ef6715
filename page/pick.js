// Lets the user point at a field. It hands over which one, and says nothing about what it is.

import { kindOf } from "./controls.js";
import { look, probe } from "./look.js";
import { parentOf } from "./reading.js";
import { topAt } from "./sight.js";

export let stopPicking = () => {};

/**
 * Lets the user click a field. Comes back with a fresh description and the field's index in it, or null when it was given up.
 * The outline is an animation: it changes no attribute and no style sheet, and ends without a trace.
 */
export function pick(within) {
  stopPicking();
  return new Promise((done) => {
    let outline = null;
    let shown = null;
    const fieldAt = (event) => {
      const at = event.composedPath()[0];
      if (!(at instanceof Element)) return null;
      for (let node = at; node; node = parentOf(node)) if (kindOf(node)) return node;
      const field = at.closest("label")?.control ?? topAt(event.clientX, event.clientY);
      return field && kindOf(field) ? field : null;
    };
    const show = (field) => {
      if (field === shown) return;
      outline?.cancel();
      shown = field;
      const style = { outline: "3px solid #0f6cbd", outlineOffset: "2px" };
      outline = field ? field.animate([style, style], { duration: 1000, iterations: Infinity }) : null;
    };
    const end = (result) => {
      show(null);
      clearTimeout(timer);
      for (const name of EVENTS) removeEventListener(name, handle, true);
      stopPicking = () => {};
      done(result);
    };
    const handle = (event) => {
      if (!event.isTrusted) return; // The user picks, not the page.
      if (event.type === "pointermove") return show(fieldAt(event));
      if (event.type === "keydown") return event.key === "Escape" ? end(null) : undefined;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.type !== "click") return undefined;
      const field = fieldAt(event);
      if (!field) return undefined;
      show(null);
      return probe().then((page) => {
        const index = look?.entries.findIndex((it) => it.members.includes(field)) ?? -1;
        end(index < 0 ? null : { page, index });
      });
    };
    const EVENTS = ["pointermove", "pointerdown", "mousedown", "pointerup", "mouseup", "click", "keydown"];
    const timer = setTimeout(() => end(null), within);
    stopPicking = () => end(null);
    for (const name of EVENTS) addEventListener(name, handle, true);
  });
}
