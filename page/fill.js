// Puts the values into the planned fields, all or nothing: looks once more, rehearses without the secret, enters, and reads back.

import { accessOf, actionOf, formOf } from "./controls.js";
import { enter, isUse, read, sameText, setUsage } from "./hands.js";
import { look, rest, survey, trailOf } from "./look.js";
import { evidenceOf, plateOf } from "./names.js";
import { sightOf } from "./sight.js";
import { holding, isCarriedOff } from "./traces.js";

const VALUES = ["tenantId", "clientId", "secretCode"];
const EXPLICIT = ["for", "wrap", "labelledby", "aria", "cell", "column", "term"];
const TEXTUAL = ["text", "password", "textarea"];

// What may be over in a moment, when a switch was set.
const PASSING = ["covered", "hidden", "disabled", "readOnly"];
const SIGHTS = { absent: "hidden", transparent: "hidden", offPage: "offPage", covered: "covered", small: "small" };

/** As the browser checks it, which passes over a pattern that is none. */
function fits(pattern, value) {
  try {
    return !pattern || new RegExp(`^(?:${pattern})$`, "v").test(value);
  } catch {
    return true;
  }
}

/** The reason why one planned field is not what it was when the plan was made. */
function fault(entry, { how, label }, value, scene) {
  const { element, kind } = entry;
  if (!element.isConnected || element.ownerDocument !== document || formOf(element) !== entry.form) return "replaced";
  const now = scene.entries.find((it) => it.element === element);
  if (!now || !TEXTUAL.includes(now.kind) || now.kind !== kind) return "notText";
  const access = accessOf(now);
  if (access !== "writable") return access;
  if (actionOf(element) !== "own") return "action";
  if (element.maxLength >= 0 && element.maxLength < value.length) return "short";
  if (!fits(element.pattern, value)) return "pattern";
  const sight = sightOf(element, scene.veils, true);
  if (sight !== "seen") return SIGHTS[sight];
  const evidence = evidenceOf(now, scene);
  // What follows the name, as a counter or a complaint, comes and goes with what stands in the field.
  const explicit = (list) => JSON.stringify(list.filter(([it]) => EXPLICIT.includes(it)).map(([it, , stem]) => [it, stem]));
  const known = (list) => list.some(([it, text, stem]) => (it === how || how === "lead") && (text === label || stem === label));
  if ((label && !known(evidence)) || explicit(evidence) !== explicit(entry.evidence)) return "relabelled";
  if (trailOf(now).join() !== entry.trail.join()) return "relabelled";
  // The label and the field are what they were, and one of them may stand elsewhere.
  const [former, plate] = [entry.plate, plateOf(element, scene)];
  return (former?.seen && !plate?.seen) || (former && !former.elsewhere && plate?.elsewhere) ? "relabelled" : null;
}

/** Whether a field that is not planned has taken the label of one that is. */
function twin(scene, planned, label) {
  const speaks = ({ evidence }) => evidence?.some(([how, text]) => how !== "before" && label && sameText(text, label));
  return scene.entries.some((entry) => {
    if (planned.includes(entry.element) || !(TEXTUAL.includes(entry.kind) || entry.kind === "editable")) return false;
    const former = look.entries.find((it) => it.element === entry.element);
    return entry.element.checkVisibility({ visibilityProperty: true }) && speaks({ evidence: evidenceOf(entry, scene) }) && !(former && speaks(former));
  });
}

/** Looks at the page once more. Nothing, or the first [reason, part]. */
function faults(plan, values) {
  if (!look || look.document !== plan.document) return ["stale"];
  if (self.origin !== plan.origin || `${location.protocol}//${location.host}` !== plan.origin || window.top !== window) return ["origin"];
  const planned = VALUES.map((part) => look.entries[plan.fields[part].index]);
  if (planned.some((it) => !it) || new Set(planned.map(({ element }) => element)).size < VALUES.length) return ["stale"];
  for (const [at, part] of VALUES.entries()) {
    planned[at].element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const scene = survey();
    if (!scene) return ["masked", part];
    const reason = fault(planned[at], plan.fields[part], values[part], scene);
    if (reason) return [reason, part];
    if (twin(scene, planned.map(({ element }) => element), plan.fields[part].label)) return ["twin", part];
  }
  return null;
}

/** A text of the same length and kinds of characters as the secret, which says nothing else about it. */
const sampleOf = (secret) => [...secret].map((it) => (/[a-z]/.test(it) ? "x" : /[A-Z]/.test(it) ? "X" : /[0-9]/.test(it) ? "0" : it)).sort().join("");

/** What is wrong when the page has come to rest: a list that closes, or a sign that something is saved, lies over the form for a moment. */
async function settled(faults) {
  const end = performance.now() + 4000;
  for (;;) {
    const found = faults();
    if (!found || !PASSING.includes(found[0]) || performance.now() > end) return found;
    await rest(100, 400);
  }
}

/** Puts the values into the planned fields, all or nothing, and says for each field whether it holds its value. */
export async function fill(plan, values) {
  const done = [];
  const before = Object.fromEntries(VALUES.map((part) => [part, holding(values[part])]));
  let usageBack = () => {};
  const answer = async ([reason, part] = []) => {
    const left = reason ? await takeBack(done, usageBack, values, before) : {};
    return JSON.stringify({ fields: Object.fromEntries(VALUES.map((it) => [it, !reason])), reason: reason ?? null, part: part ?? null, left });
  };
  try {
    return await answer(await tryToFill() ?? undefined);
  } catch {
    return answer(["broken"]);
  }

  async function tryToFill() {
    const first = faults(plan, values);
    if (first) return first;
    const entryOf = (part) => look.entries[plan.fields[part].index];
    const put = (part, text, guard) => {
      const { element } = entryOf(part);
      if (!done.some((it) => it.element === element)) done.push({ element, former: read(element) });
      return enter(element, text, guard);
    };
    const astray = (wanted) => {
      const part = VALUES.find((it) => read(entryOf(it).element) !== wanted[it]);
      if (part) return ["rewritten", part];
      return isCarriedOff(entryOf("secretCode").element, wanted.secretCode) ? ["copied", "secretCode"] : null;
    };

    if (plan.usage && !plan.usage.done) {
      const entry = look.entries[plan.usage.index];
      if (!entry?.element.isConnected) return ["usage", "usage"];
      usageBack = await setUsage(entry, plan.usage);
      await rest(150, 1500);
      if (!isUse(entry, plan.usage)) return ["usage", "usage"];
      const moved = await settled(() => faults(plan, values));
      if (moved?.[0] === "replaced") usageBack = () => {}; // The page took the switch and drew its form anew: it is looked at once more.
      if (moved) return moved;
    }

    // A rehearsal: what the page does with the values is seen before it is given the secret.
    const sample = { ...values, secretCode: sampleOf(values.secretCode) };
    for (const part of VALUES) put(part, sample[part]);
    await rest(1600, 4000); // Longer than pages usually wait before they look at what was typed.
    const rehearsal = faults(plan, values) ?? astray(sample);
    if (rehearsal) return rehearsal;

    // The last look is in the same task, when the field has the focus: what a page does then, it has done.
    const changed = put("secretCode", values.secretCode, () => faults(plan, values));
    if (changed) return changed;
    await rest(800, 3000);
    const usageKept = !plan.usage || isUse(look.entries[plan.usage.index], plan.usage);
    return (usageKept ? null : ["usage", "usage"]) ?? faults(plan, values) ?? astray(values);
  }
}

/** Puts everything back as it was, and says which values are still on the page. */
async function takeBack(done, usageBack, values, before) {
  if (!done.length) { usageBack(); return {}; }
  for (const { element, former } of [...done].reverse()) enter(element, former);
  usageBack();
  await rest(100, 1000);
  const newly = (part) => holding(values[part]).filter((it) => !before[part].includes(it));
  for (const element of newly("secretCode")) enter(element, "");
  const left = VALUES.filter((part) => newly(part).length);
  return Object.fromEntries(left.map((part) => [part, true]));
}
