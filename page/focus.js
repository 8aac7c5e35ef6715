// Events as a person at the page would cause them, and the focus that goes with them.

export const fire = (element, Type, name, more = {}) =>
  element.dispatchEvent(new Type(name, { bubbles: true, composed: true, cancelable: name !== "input" && name !== "change", ...more }));

/** Runs an act with the focus on the element. A tab without the focus fires no focus events of its own, so they are made. */
export function focused(element, act) {
  let came = false;
  let went = false;
  const saw = () => { came = true; };
  const lost = () => { went = true; };
  element.addEventListener("focus", saw, { once: true });
  element.addEventListener("blur", lost, { once: true });
  element.focus({ preventScroll: true });
  if (!came) { fire(element, FocusEvent, "focus", { bubbles: false }); fire(element, FocusEvent, "focusin"); }
  const result = act();
  element.blur();
  if (!went) { fire(element, FocusEvent, "blur", { bubbles: false }); fire(element, FocusEvent, "focusout"); }
  element.removeEventListener("focus", saw);
  element.removeEventListener("blur", lost);
  return result;
}
