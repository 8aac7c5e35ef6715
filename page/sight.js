// Whether a user sees a field: nothing over it, nothing that hides it, on the page and large enough.

import { hides, hidesAt } from "./pictures.js";
import { drawn, isInked, parentOf, shadowOf } from "./reading.js";

const TOP_LAYER = [":popover-open", ":modal", ":fullscreen"].filter((it) => CSS.supports(`selector(${it})`)).join();

/** The innermost element that a click at this place would reach. */
export function topAt(x, y) {
  let hit = document.elementFromPoint(x, y);
  for (let shadow = hit && shadowOf(hit); shadow; shadow = shadowOf(hit)) {
    const inner = shadow.elementFromPoint(x, y);
    if (!inner || inner === hit || inner.getRootNode() !== shadow) break;
    hit = inner;
  }
  return hit;
}

const alphaOf = (colour) => Number(/(?:^rgba\(.*,|\/)\s*([\d.]+)\)$/.exec(colour)?.[1] ?? 1);
const ADDRESS = /url\("((?:[^"\\]|\\.)*)"\)/g;
// How far a frame or a shadow reaches beyond an element.
const reach = ({ boxShadow, outlineStyle, outlineWidth }) => Math.max(outlineStyle === "none" ? 0 : parseFloat(outlineWidth), parseFloat(/(?:\S+px ){3}(\d+)px(?!.*inset)/.exec(boxShadow)?.[1] ?? 0));
const opaque = ({ backgroundColor, backgroundImage, backdropFilter = "none", boxShadow, borderTopWidth, borderLeftWidth }) =>
  [backgroundColor, ...backgroundImage.replace(ADDRESS, "").match(/[a-z]+\([^()]*\)/g) ?? []].some((it) => alphaOf(it) > 0.3) ||
  [...backgroundImage.matchAll(ADDRESS)].some(([, address]) => hidesAt(address)) ||
  backdropFilter !== "none" || /\d{3,}px[^,]* inset/.test(boxShadow) || parseFloat(borderTopWidth) > 50 || parseFloat(borderLeftWidth) > 50;
const PICTURES = ["img", "video", "canvas", "svg", "iframe", "object", "embed"];

/**
 * What clicks go through, though it hides what is under it: found by its style, since no hit test finds it. The place of a
 * pseudo-element is worked out from its style, too: it has no box to ask for.
 */
export function veilsOf(all) {
  const found = [];
  const passes = ({ pointerEvents, opacity, zIndex }) => pointerEvents === "none" && Number(opacity) >= 0.3 && !(Number(zIndex) < 0);
  for (const element of all) {
    const style = getComputedStyle(element);
    const beyond = passes(style) ? reach(style) : 0;
    if (beyond > 20 && drawn(element)) {
      const { left, top, right, bottom, width } = element.getBoundingClientRect();
      found.push({ element, box: { left: left - beyond, top: top - beyond, right: right + beyond, bottom: bottom + beyond, width: width + 2 * beyond }, pseudo: null });
    } else if (passes(style) && ((PICTURES.includes(element.localName) && hides(element)) || opaque(style)) && drawn(element)) {
      const box = element.getBoundingClientRect();
      if (box.width >= 20 && box.height >= 10) found.push({ element, box, pseudo: null });
    }
    for (const pseudo of element.matches(TOP_LAYER) ? ["::before", "::after", "::backdrop"] : ["::before", "::after"]) {
      const painted = getComputedStyle(element, pseudo);
      if (pseudo !== "::backdrop" && ["none", "normal"].includes(painted.content)) continue;
      if (!["absolute", "fixed"].includes(painted.position) || !passes(painted) || !opaque(painted) || !drawn(element)) continue;
      let around = painted.position === "fixed" ? null : element;
      while (around && getComputedStyle(around).position === "static") around = around.parentElement;
      const from = around?.getBoundingClientRect() ?? { left: painted.position === "fixed" ? 0 : -scrollX, top: painted.position === "fixed" ? 0 : -scrollY };
      const [left, top] = [from.left + (around?.clientLeft ?? 0) + parseFloat(painted.left), from.top + (around?.clientTop ?? 0) + parseFloat(painted.top)];
      const box = { left, top, right: left + parseFloat(painted.width), bottom: top + parseFloat(painted.height), width: parseFloat(painted.width) };
      found.push({ element, box, pseudo, height: pseudo === "::backdrop" ? Infinity : Number(painted.zIndex) || 0 });
    }
  }
  return found;
}

/** The place in the stack of an element below a common ancestor. What makes a stack of its own is as high as all that is in it. */
function layer(element, ancestor, inside = -1) {
  let height = inside;
  for (let node = element; node && node !== ancestor; node = parentOf(node)) {
    const { position, zIndex, transform, opacity, filter } = getComputedStyle(node);
    if (node.matches(TOP_LAYER)) return Infinity;
    if (position !== "static" && zIndex !== "auto") height = Number(zIndex);
    else if (transform !== "none" || Number(opacity) < 1 || filter !== "none") height = 0;
    else if (position !== "static") height = Math.max(height, 0);
  }
  return height;
}

function veiled(element, x, y, veils) {
  const under = [];
  for (let node = element; node; node = parentOf(node)) under.push(node);
  return veils.some(({ element: veil, box, pseudo, height }) => {
    if (x < box.left || x > box.right || y < box.top || y > box.bottom || (!pseudo && (under.includes(veil) || element.contains(veil)))) return false;
    // A label of its own that floats over an empty field.
    if (box.width < element.clientWidth * 0.6 && [...element.labels ?? []].some((label) => label.contains(veil))) return false;
    let common = veil;
    while (common && !under.includes(common)) common = parentOf(common);
    if (common === veil && pseudo === "::backdrop") return false; // It lies under the dialog that the field is in.
    const [over, below] = [layer(veil, common, height), layer(element, common)];
    const later = common === veil ? pseudo !== "::before" : element.compareDocumentPosition(veil) & Node.DOCUMENT_POSITION_FOLLOWING;
    return over > below || (over === below && Boolean(later));
  });
}

/** Whether a filter makes what it is put on invisible. Nobody knows what one of the page's own making does. */
const isDimmed = (filter) => filter.includes("url(") || [...filter.matchAll(/(opacity|brightness|contrast|blur|invert)\(([\d.]+)/g)]
  .some(([, what, much]) => (what === "blur" ? much > 1 : what === "invert" ? much > 0.3 && much < 0.7 : much < 0.5 || (what === "brightness" && much > 2)));

/** A small button or picture of the field's own, such as the eye that reveals a password, at either end of a narrow one. */
function isAdornment(hit, element) {
  const control = hit?.closest("button, [role=button], [role=img], svg, img, i, label");
  const [own, field] = [control?.getBoundingClientRect(), element.getBoundingClientRect()];
  return Boolean(control) && element.parentElement?.contains(control) && own.width <= Math.min(100, field.width / 2);
}

/** Labels of the field, and what the components around it call one. */
function labelsOf(element) {
  const roots = new Set();
  for (let node = element; node; node = parentOf(node)) roots.add(node.getRootNode());
  roots.delete(document);
  return [...element.labels ?? [], ...[...roots].flatMap((it) => [...it.querySelectorAll("label, [class*=label]")])];
}

/** A label of its own that lies in the field, no wider than its words. */
const isOwnLabel = (hit, element) => {
  const label = hit?.closest("label");
  return Boolean(label) && label.control === element && (hit !== label || !label.contains(element)) && !opaque(getComputedStyle(hit)) && hit.clientWidth < element.clientWidth * 0.6;
};

/** A label that lies in an empty field until somebody comes to it: some libraries do not draw what is under it meanwhile. */
const isFloatedOver = (element, box) => labelsOf(element).some((label) => {
  const it = label.getBoundingClientRect();
  return drawn(label) && isInked(label) && it.left >= box.left - 20 && it.right <= box.right + 20 && it.top < box.bottom - 4 && it.bottom > box.top + 4;
});

/** Whether the page itself cannot be scrolled by its user. */
const isStill = () => [document.documentElement, document.body].some((it) => it && /hidden|clip/.test(getComputedStyle(it).overflowY));

/** Bars at the edges of the window stay where they are while the field is scrolled out from under them. */
function isFixed(hit) {
  for (let node = hit; node; node = parentOf(node)) {
    if (["fixed", "sticky"].includes(getComputedStyle(node).position)) return node.clientHeight < innerHeight / 2;
  }
  return false;
}

/** Whether a user sees the field. `settled` says that it was scrolled to, so that what is not on the screen never will be. */
export function sightOf(element, veils, settled) {
  if (!element.isConnected || !element.checkVisibility({ visibilityProperty: true, checkVisibilityCSS: true })) return "absent";
  const box = element.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const floated = isFloatedOver(element, box);
  let [atX, atY] = [x, y]; // Or of the box that has to be scrolled first.
  let opacity = 1;
  let clipped = false;
  let scrolled = false;
  for (let node = element; node; node = parentOf(node)) {
    const style = getComputedStyle(node);
    // Of a component nothing is drawn but the label, of a plain field the field alone is not.
    if (!floated || (node !== element && node.getRootNode() === document)) opacity *= Number(style.opacity);
    const masks = [style.maskImage ?? style.webkitMaskImage, style.maskBorderSource ?? style.webkitMaskBoxImageSource];
    if (isDimmed(style.filter) || masks.some((it) => it && it !== "none") || style.mixBlendMode !== "normal") return "transparent";
    if (node === element || style.overflow === "visible" || node === document.documentElement || node === document.body) continue;
    const edge = node.getBoundingClientRect();
    if (atX >= edge.left && atX <= edge.right && atY >= edge.top && atY <= edge.bottom) continue;
    if (!edge.width || !edge.height) return "absent"; // Folded up.
    if (/auto|scroll/.test(style.overflow)) {
      scrolled = true;
      [atX, atY] = [edge.left + edge.width / 2, edge.top + edge.height / 2];
    } else clipped = true;
  }
  if (opacity < 0.6) return "transparent";
  if (box.width < 20 || box.height < 10) return "small";
  const unreachable = getComputedStyle(document.documentElement).direction === "ltr" && box.right + scrollX <= 0;
  const aside = box.left + scrollX > Math.max(2 * innerWidth, 2500); // A page is never that wide, and nobody looks there.
  if (unreachable || aside || box.bottom + scrollY <= 0) return "offPage";
  const onScreen = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  if (clipped) return "covered";
  if (!settled && !onScreen && !scrolled && isStill()) return "offPage";
  if (!settled && (scrolled || !onScreen)) return "scroll";
  if (!onScreen) return "offPage";
  for (const [across, down] of [[0.5, 0.5], [0.15, 0.5], [0.7, 0.5], [0.5, 0.25], [0.5, 0.75]]) {
    const [px, py] = [box.left + box.width * across, box.top + box.height * down];
    const hit = topAt(px, py);
    const inside = hit === element || element.contains(hit) || isOwnLabel(hit, element) || ((across > 0.6 || across < 0.2) && isAdornment(hit, element));
    if (!hit || !inside || veiled(element, px, py, veils)) return !settled && isFixed(hit) ? "scroll" : "covered";
  }
  return "seen";
}
