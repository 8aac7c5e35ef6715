// The page script: describes the portal's form to src/fill, and does what its plan says. It decides nothing about which field
// is which, and no value ever leaves it. One code for both ways in (the second is not built yet):
//
// - the extension: chrome.scripting.executeScript({target: {tabId, documentIds}, files: ["page.js"]}), in the isolated world, then
//   `handoverAct` with a function's name and arguments, which the panel takes out of its own copy of this file;
// - the bookmarklet: this text inside a function of its own, so that the page gets no global.
//
// It adds no element, attribute, style sheet or listener that stays, and sends no message. Everything that it calls comes from the
// prototypes of its own world: in the isolated world a page's own `value` setter is never asked.

function handoverPage() {
  "use strict";
  const LONGEST = 120; // characters of a label
  const MOST_FIELDS = 200;
  const MOST_BYTES = 60_000; // of all labels together; the reader allows 64 KiB
  const MOST_ELEMENTS = 20_000;
  const VALUES = ["tenantId", "clientId", "secretCode"];
  const FIELD = "input:not([type=hidden]), textarea, select, [contenteditable], [role=textbox]";
  const BUTTON = "button, a, summary, input[type=button], input[type=submit], input[type=image], [role=button], [role=link], [role=menuitem], [role=tab], [role=treeitem]";
  const EXPLICIT = ["for", "wrap", "labelledby", "aria", "cell", "column", "term"];
  const TEXTUAL = ["text", "password", "textarea"];
  // Texts that name nothing: a control's own, what nobody reads, and icons, whose names are letters of an icon font.
  const SILENT = "select, textarea, button, script, style, noscript, [aria-hidden=true], [class*=material-icons], [class*=material-symbols]";
  const TOP_LAYER = [":popover-open", ":modal", ":fullscreen"].filter((it) => CSS.supports(`selector(${it})`)).join();

  let look = null; // the last look at the page: { document, entries, buttons, roots }
  let watcher = null; // sees changes since then
  let dirty = false;

  // --- Walking and reading ------------------------------------------------------------------------------------------

  /** Shadow roots, closed ones too where the browser shows them to an extension. */
  const shadowOf = (element) => element.shadowRoot ?? element.openOrClosedShadowRoot ??
    (element.localName.includes("-") ? globalThis.chrome?.dom?.openOrClosedShadowRoot?.(element) : null) ?? null;

  /** Every element in the order of the document, through shadow roots. */
  function* elements(root, roots) {
    roots.push(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    for (let element = walker.nextNode(); element; element = walker.nextNode()) {
      yield element;
      const shadow = shadowOf(element);
      if (shadow) yield* elements(shadow, roots);
    }
  }

  /** The parent as drawn: through slots and out of shadow roots. */
  const parentOf = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;
  const attribute = (element, name) => Element.prototype.getAttribute.call(element, name) ?? "";
  const short = (text) => text.replace(/\s+/g, " ").trim().slice(0, LONGEST).toWellFormed();
  const legible = (text) => /[\p{L}\p{N}]/u.test(text);
  const drawn = (element) => element.checkVisibility({
    opacityProperty: true, visibilityProperty: true, checkOpacity: true, checkVisibilityCSS: true,
  });

  /** The pieces of text under a node that are drawn and are not a control's own. */
  function pieces(node) {
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
  const textOf = (node) => short(pieces(node).join(" "));

  /** One of several buttons of which one is pressed in. */
  const isToggle = (element) => element.hasAttribute("aria-pressed") &&
    (element.closest("[role=group], [role=radiogroup]")?.querySelectorAll("[aria-pressed]").length ?? 0) > 1;

  function kindOf(element) {
    const role = attribute(element, "role");
    if (element instanceof HTMLInputElement) {
      const { type } = element;
      if (["hidden", "submit", "button", "image", "reset"].includes(type)) return null;
      if (role === "combobox") return "combobox";
      if (role === "switch") return "checkbox";
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
  function groupOf(radio) {
    if (radio instanceof HTMLInputElement && radio.name) return `${radio.name}`;
    let around = radio.closest(isToggle(radio) ? "[role=group], [role=radiogroup]" : "[role=radiogroup]") ?? radio.parentElement;
    while (around.parentElement && around.querySelectorAll("input[type=radio], [role=radio]").length < 2) around = around.parentElement;
    return around;
  }

  const isOn = (element) => element.checked ?? (attribute(element, "aria-checked") || attribute(element, "aria-pressed")) === "true";

  // --- What names a field -------------------------------------------------------------------------------------------

  function byIds(element, name) {
    const root = element.getRootNode();
    const found = attribute(element, name).split(/\s+/).filter(Boolean).map((id) => root.getElementById?.(id));
    // A name may be hidden, or have a name of its own (WAI-ARIA, accessible name computation 2B and 2C).
    const nameOfName = (it) => short(attribute(it, "aria-label")) || textOf(it) || short(it.matches(FIELD) ? "" : it.textContent);
    return short(found.filter((it) => it && it !== element).map(nameOfName).join(" "));
  }

  const nameOf = (element) => byIds(element, "aria-labelledby") || short(attribute(element, "aria-label"));

  /** What an option of a group is called: its own label, or the text beside it. */
  function optionText(element) {
    const [label] = element.labels ?? [];
    if (label) return textOf(label);
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
    for (const label of labels) add(label.contains(element) ? "wrap" : "for", ...pieces(label));
    add("labelledby", byIds(element, "aria-labelledby"));
    add("aria", attribute(element, "aria-label"));
  }

  function tabular(element, add) {
    const term = element.closest("dd")?.previousElementSibling;
    if (term?.localName === "dt") add("term", ...pieces(term));
    const cell = element.closest("td, th, [role=cell], [role=gridcell]");
    if (!cell) return;
    add("title", attribute(cell, "data-label"));
    for (let before = cell.previousElementSibling; before && !before.querySelector(FIELD); before = before.previousElementSibling) {
      const text = textOf(before);
      if (legible(text)) { add("cell", ...pieces(before)); break; }
    }
    const row = cell.closest("tr");
    const head = cell.closest("table")?.rows[0];
    if (!row || !head || head === row || head.querySelector(FIELD)) return;
    const columnOf = (it) => [...it.parentElement.cells].slice(0, it.cellIndex).reduce((sum, { colSpan }) => sum + colSpan, 0);
    const same = [...head.cells].find((it) => columnOf(it) === columnOf(cell));
    if (same && head.cells.length > 1) add("column", textOf(same));
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

  /** Text for screen readers only stands on the page, too, but nobody sees it. */
  const forEars = (element) => {
    const { clipPath, clip, overflow } = getComputedStyle(element);
    return /inset\((50|100)%/.test(clipPath) || /rect\((0px|1px|0)/.test(clip) || (overflow !== "visible" && element.clientWidth <= 1 && element.clientHeight <= 1);
  };

  /** Texts on the screen with their places. What is written in one block, without a field in it, is one text. */
  function textsOnScreen(roots) {
    const blocks = new Map();
    for (const root of roots) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let text = walker.nextNode(); text && blocks.size < 2000; text = walker.nextNode()) {
        const parent = text.parentElement ?? root.host;
        if (!legible(text.data) || !parent || !drawn(parent) || forEars(parent)) continue;
        if (parent.closest(SILENT)) continue;
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

  function placeOf(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    return range.getBoundingClientRect();
  }

  /** What stands at its left and above it, with no other field between. */
  function beside(element, box, texts, boxes, add) {
    const others = boxes.filter((it) => it.element !== element);
    // Where it is read from right to left, the side is the other one.
    const sideways = getComputedStyle(element).direction === "rtl" ? ({ left, right, top, bottom }) => ({ left: -right, right: -left, top, bottom }) : (it) => it;
    const own = sideways(box);
    let left = null;
    let above = null;
    for (const text of texts) {
      if (text.owner && text.owner !== element) continue; // The label of another field.
      const it = sideways(text);
      const aside = own.left - it.right;
      if (aside > -4 && aside < 400 && level(it, own) && (!left || it.right > sideways(left).right) &&
        !others.map(sideways).some((other) => level(other, own) && other.left >= it.right - 4 && other.right <= own.left + 4)) left = text;
      const over = box.top - text.bottom;
      if (over > -4 && over < 60 && upright(text, box) && (!above || text.bottom > above.bottom) &&
        !others.some((other) => upright(other, box) && other.top >= text.bottom - 4 && other.bottom <= box.top + 4)) above = text;
    }
    if (left) add("left", ...left.texts);
    if (above && !isCaption(above, box, others)) add("above", ...above.texts);
  }

  const level = (it, box) => it.bottom > box.top + 2 && it.top < box.bottom - 2;
  const upright = (it, box) => it.right > box.left && it.left < box.right;

  /** Whether a text belongs to the field before it, which it stands behind or close below, and not to this one. */
  const isCaption = (text, box, others) => !level(text, box) && others.some((it) => {
    const under = text.top - it.bottom;
    return (level(it, text) && it.right <= text.left + 4 && text.left - it.right < 60) ||
      (upright(it, text) && under > -4 && under * 2 + 4 < box.top - text.bottom);
  });

  function evidenceOf({ element, kind }, scene) {
    const found = [];
    // With the first piece by itself: a label often goes on with an explanation, a counter or an icon.
    const add = (how, ...parts) => {
      const [said, stem] = [short(parts.join(" ")), short(parts[0] ?? "")];
      if (!legible(said)) return;
      found.push([how, said, stem]);
      if (said !== stem && ["for", "wrap"].includes(how) && legible(stem) && !found.some(([, known]) => known === stem)) found.push(["lead", stem, stem]);
    };
    if (kind !== "radio") labelled(element, add);
    for (let host = element.getRootNode().host; host; host = host.getRootNode().host) {
      labelled(host, add);
      add("aria", attribute(host, "label"));
      tabular(host, add);
    }
    if (!found.length && kind !== "radio") inBlock(element, add);
    tabular(element, add);
    grouped(element, add);
    const box = element.getBoundingClientRect();
    const shown = box.width && element.checkVisibility();
    if (shown) beside(element, box, scene.texts, scene.boxes, add);
    const node = before(element);
    if (node && !(shown && isCaption(placeOf(node), box, scene.boxes.filter((it) => it.element !== element)))) add("before", textOf(node));
    add("placeholder", attribute(element, "placeholder") || attribute(element, "aria-placeholder"));
    add("title", attribute(element, "title"));
    add("title", attribute(element, "data-label"));
    return found;
  }

  // --- What a user sees of it, and may do with it -------------------------------------------------------------------

  /** The innermost element that a click at this place would reach. */
  function topAt(x, y) {
    let hit = document.elementFromPoint(x, y);
    for (let shadow = hit && shadowOf(hit); shadow; shadow = shadowOf(hit)) {
      const inner = shadow.elementFromPoint(x, y);
      if (!inner || inner === hit || inner.getRootNode() !== shadow) break;
      hit = inner;
    }
    return hit;
  }

  const alphaOf = (colour) => Number(/(?:^rgba\(.*,|\/)\s*([\d.]+)\)$/.exec(colour)?.[1] ?? 1);
  const opaque = ({ backgroundColor, backgroundImage, backdropFilter = "none", boxShadow, borderTopWidth, borderLeftWidth }) =>
    [backgroundColor, ...backgroundImage.match(/[a-z]+\([^()]*\)/g) ?? []].some((it) => alphaOf(it) > 0.3) ||
    backdropFilter !== "none" || /\d{3,}px[^,]* inset/.test(boxShadow) || parseFloat(borderTopWidth) > 50 || parseFloat(borderLeftWidth) > 50;
  const PICTURES = ["img", "video", "canvas", "svg", "iframe", "object", "embed"];

  /**
   * What clicks go through, though it hides what is under it: found by its style, since no hit test finds it. The place of a
   * pseudo-element is worked out from its style, too: it has no box to ask for.
   */
  function veilsOf(all) {
    const found = [];
    const passes = ({ pointerEvents, opacity, zIndex }) => pointerEvents === "none" && Number(opacity) >= 0.3 && !(Number(zIndex) < 0);
    for (const element of all) {
      const style = getComputedStyle(element);
      if (passes(style) && (PICTURES.includes(element.localName) || opaque(style)) && drawn(element)) {
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
  const isDimmed = (filter) => filter.includes("url(") || [...filter.matchAll(/(opacity|brightness|contrast|blur)\(([\d.]+)/g)]
    .some(([, what, much]) => (what === "blur" ? much > 1 : much < (what === "opacity" ? 0.9 : 0.5)));

  /** A small button or picture of the field's own, such as the eye that reveals a password, at the end of a narrow one. */
  function isAdornment(hit, element) {
    const control = hit?.closest("button, [role=button], [role=img], svg, img, i, label");
    const [own, field] = [control?.getBoundingClientRect(), element.getBoundingClientRect()];
    return Boolean(control) && element.parentElement?.contains(control) && own.width <= 64 && own.left > field.left + field.width / 2;
  }

  /** Whether a user sees the field. `settled` says that it was scrolled to, so that what is not on the screen never will be. */
  function sightOf(element, veils, settled) {
    if (!element.isConnected || !element.checkVisibility({ visibilityProperty: true, checkVisibilityCSS: true })) return "absent";
    const box = element.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    let opacity = 1;
    let clipped = false;
    let scrolled = false;
    for (let node = element; node; node = parentOf(node)) {
      const style = getComputedStyle(node);
      opacity *= Number(style.opacity);
      const mask = style.maskImage ?? style.webkitMaskImage ?? "none";
      if (isDimmed(style.filter) || mask !== "none") return "transparent";
      if (node === element || style.overflow === "visible" || node === document.documentElement || node === document.body) continue;
      const edge = node.getBoundingClientRect();
      if (x >= edge.left && x <= edge.right && y >= edge.top && y <= edge.bottom) continue;
      if (/auto|scroll/.test(style.overflow)) scrolled = true;
      else clipped = true;
    }
    if (opacity < 0.9) return "transparent";
    if (box.width < 20 || box.height < 10) return "small";
    const unreachable = getComputedStyle(document.documentElement).direction === "ltr" && box.right + scrollX <= 0;
    if (unreachable || box.bottom + scrollY <= 0) return "offPage";
    const onScreen = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
    if (!settled && (scrolled || !onScreen)) return "scroll";
    if (clipped) return "covered";
    if (!onScreen) return "offPage";
    for (const [across, down] of [[0.5, 0.5], [0.15, 0.5], [0.7, 0.5], [0.5, 0.25], [0.5, 0.75]]) {
      const [px, py] = [box.left + box.width * across, box.top + box.height * down];
      const hit = topAt(px, py);
      const inside = hit === element || element.contains(hit) || (across > 0.6 && isAdornment(hit, element));
      if (!hit || !inside || veiled(element, px, py, veils)) return "covered";
    }
    return "seen";
  }

  /** Switches are often not drawn themselves, but their labels are, and those are pressed. */
  const isShown = ({ members, kind }) => (kind === "radio" || kind === "checkbox") &&
    members.some((it) => [it, ...it.labels ?? []].some((shown) => shown.isConnected && drawn(shown)));

  function accessOf({ element, members, kind }) {
    const off = (it) => it.matches(":disabled") || attribute(it, "aria-disabled") === "true";
    if (members.every(off)) return "disabled";
    if (kind === "combobox") return attribute(element, "aria-readonly") === "true" ? "readOnly" : "writable"; // It is clicked, not typed into.
    // Read-only until it has the focus: what pages do against password managers.
    const opens = element.readOnly && /readonly/i.test(attribute(element, "onfocus"));
    return (element.readOnly && !opens) || attribute(element, "aria-readonly") === "true" ? "readOnly" : "writable";
  }

  /** The form that it belongs to, or the one around the components that it is in, which may send their values. */
  function formOf(element) {
    let node = element.form ?? element;
    while (node && !(node instanceof HTMLFormElement)) node = parentOf(node);
    return node;
  }

  /** Where the browser itself would send the form. Read from attributes: a field called "action" hides the property. */
  function actionOf(element) {
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
  function chosenOf(element) {
    if (!(element instanceof HTMLInputElement)) return textOf(element) || short(element.textContent);
    for (let around = element.parentElement, depth = 0; around && depth < 4; around = around.parentElement, depth += 1) {
      if (around.querySelectorAll(FIELD).length > 1 || around.querySelector("label")) return "";
      const text = textOf(around);
      if (legible(text)) return text;
    }
    return "";
  }

  function optionsOf({ element, members, kind }) {
    switch (kind) {
      case "select": return [...element.options].slice(0, 50).map((it) => [it.disabled && !it.selected ? "" : short(it.text), it.selected]);
      case "radio": return members.slice(0, 50).map((it) => [optionText(it), isOn(it)]);
      case "checkbox": return [[optionText(element), isOn(element)]];
      case "combobox": return [[chosenOf(element), true]];
      default: return [];
    }
  }

  // --- Looking ------------------------------------------------------------------------------------------------------

  /** What is written on a button, without its icon; or what a picture in its place says. */
  function captionOf(button) {
    const walker = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
    const parts = [];
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const icon = text.parentElement.closest("[aria-hidden=true], i, [class*=icon]");
      if (!icon || icon.contains(button)) parts.push(text.data);
    }
    const pictured = [button, ...button.querySelectorAll("img")].map((it) => short(attribute(it, "alt") || attribute(it, "title")));
    return [nameOf(button), short(button instanceof HTMLInputElement ? button.value : parts.join(" ")), ...pictured].find(legible) ?? "";
  }

  /** All fields of the page as it is now, and what stands around them. */
  function survey() {
    const [entries, groups, roots, all, headings, buttons] = [[], new Map(), [], [], [], []];
    let trail = [];
    for (const element of elements(document, roots)) {
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
      } else if (element.matches(BUTTON) && buttons.length < 100 &&
        !element.matches(":disabled, [aria-disabled=true]") && drawn(element)) {
        const text = captionOf(element);
        if (legible(text)) buttons.push({ element, text });
      }
    }
    const boxes = entries.flatMap(({ members }) => members).filter((it) => it.checkVisibility()).map((element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return { element, left, right, top, bottom };
    }).filter((it) => it.right - it.left > 2 && it.bottom - it.top > 2);
    const overflow = all.length > MOST_ELEMENTS || entries.length > MOST_FIELDS;
    return { entries: entries.slice(0, MOST_FIELDS), roots, headings, buttons, overflow, veils: veilsOf(all), boxes, texts: textsOnScreen(roots) };
  }

  function regionOf(element) {
    const region = element.closest("dialog, fieldset, section, form, [role=dialog], [role=region], [role=group], [role=tabpanel]");
    const legend = region instanceof HTMLFieldSetElement && region.querySelector(":scope > legend");
    return region ? nameOf(region) || (legend ? textOf(legend) : "") : "";
  }

  function describe(entry, scene, forms) {
    const { element, kind, headings } = entry;
    entry.evidence = evidenceOf(entry, scene);
    const form = entry.form = formOf(element);
    if (form && !forms.includes(form)) forms.push(form);
    const region = regionOf(element);
    const trail = headings.map((it) => it.text).slice(-3);
    if (region && region !== trail.at(-1)) trail.push(region);
    const limit = element.maxLength ?? -1;
    return {
      kind, evidence: entry.evidence.map(([how, text]) => [how, text]), headings: trail, name: attribute(element, "name").slice(0, LONGEST).toWellFormed(),
      id: attribute(element, "id").slice(0, LONGEST).toWellFormed(), form: form ? forms.indexOf(form) : null, action: actionOf(element),
      access: accessOf(entry), sight: isShown(entry) ? "seen" : sightOf(element, scene.veils, false), maxLength: limit >= 0 ? limit : null, options: optionsOf(entry),
    };
  }

  const bytes = (text) => new TextEncoder().encode(text).length;
  const weight = (it) => bytes([it.evidence.map(([, text]) => text), it.options.map(([text]) => text), it.headings, it.name, it.id].flat(2).join(""));

  /** Describes the page. What was described before is void from here on. */
  function probe() {
    const scene = survey();
    const forms = [];
    const fields = scene.entries.map((entry) => describe(entry, scene, forms));
    const headings = scene.headings.slice(0, 20);
    const buttons = scene.buttons.map(({ text }) => text);
    let room = MOST_BYTES - bytes([...headings, ...buttons].join(""));
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
  async function rest(quiet, limit) {
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
  async function changed(within) {
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

  // --- Acting as a person would -------------------------------------------------------------------------------------

  const fire = (element, Type, name, more = {}) =>
    element.dispatchEvent(new Type(name, { bubbles: true, composed: true, cancelable: name !== "input" && name !== "change", ...more }));

  /** Runs an act with the focus on the element. A tab without the focus fires no focus events of its own, so they are made. */
  function focused(element, act) {
    let came = false;
    let went = false;
    const saw = () => { came = true; };
    const lost = () => { went = true; };
    element.addEventListener("focus", saw, { once: true });
    element.addEventListener("blur", lost, { once: true });
    element.focus({ preventScroll: true });
    if (!came) { fire(element, FocusEvent, "focus", { bubbles: false }); fire(element, FocusEvent, "focusin"); }
    act();
    element.blur();
    if (!went) { fire(element, FocusEvent, "blur", { bubbles: false }); fire(element, FocusEvent, "focusout"); }
    element.removeEventListener("focus", saw);
    element.removeEventListener("blur", lost);
  }

  /** Puts a text into a field. The prototype's setter passes by the one with which React watches for changes of its own. */
  function enter(element, text) {
    const { prototype } = element instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    focused(element, () => {
      fire(element, KeyboardEvent, "keydown", { key: "Unidentified" });
      Object.getOwnPropertyDescriptor(prototype, "value").set.call(element, text);
      fire(element, InputEvent, "input", { inputType: "insertReplacementText" });
      fire(element, KeyboardEvent, "keyup", { key: "Unidentified" });
      fire(element, Event, "change");
    });
  }

  const read = (element) => {
    const { prototype } = element instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLInputElement;
    return Object.getOwnPropertyDescriptor(prototype, "value").get.call(element);
  };

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

  const sameText = (one, other) => one.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "") === other.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

  /** Opens a list that the page has built, and clicks the option with this text. */
  async function open(element, text) {
    const find = () => [...elements(document, [])].find((it) => attribute(it, "role") === "option" && drawn(it) && sameText(textOf(it) || nameOf(it), text));
    click(element);
    await rest(50, 1000);
    const option = find();
    if (option) click(option);
  }

  /** Whether User Look-Up Usage stands as the plan wants it. */
  function isUse({ element, members, kind }, { option, text }) {
    switch (kind) {
      case "select": return element.selectedIndex === option && short(element.options[option]?.text ?? "") === text;
      case "radio": return Boolean(members[option]) && isOn(members[option]);
      case "checkbox": return isOn(element);
      case "combobox": return sameText(chosenOf(element), text) || sameText(element.value ?? "", text);
      default: return false;
    }
  }

  /** Sets the switch, and returns how to put it back. */
  async function setUsage(entry, usage) {
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
  function press(document_, index) {
    const button = look?.document === document_ ? look.buttons[index] : null;
    if (!button?.element.isConnected || !drawn(button.element)) return false;
    click(button.element);
    return true;
  }

  /** Sets User Look-Up Usage alone, for pages whose other fields open by it. */
  async function choose(document_, usage) {
    const entry = look?.document === document_ ? look.entries[usage.index] : null;
    if (!entry?.element.isConnected) return false;
    await setUsage(entry, usage);
    await rest(150, 1500);
    return isUse(entry, usage);
  }

  // --- Filling ------------------------------------------------------------------------------------------------------

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
    const evidence = evidenceOf(now, scene);
    // What follows the name, as a counter or a complaint, comes and goes with what stands in the field.
    const explicit = (list) => JSON.stringify(list.filter(([it]) => EXPLICIT.includes(it)).map(([it, , stem]) => [it, stem]));
    const known = (list) => list.some(([it, text, stem]) => (it === how || how === "lead") && (text === label || stem === label));
    if ((label && !known(evidence)) || explicit(evidence) !== explicit(entry.evidence)) return "relabelled";
    const sight = sightOf(element, scene.veils, true);
    return sight === "seen" ? null : SIGHTS[sight];
  }

  /** Whether a field that is not planned has taken the label of one that is. */
  function twin(scene, planned, label) {
    const speaks = ({ evidence }) => evidence?.some(([how, text]) => how !== "before" && label && sameText(text, label));
    return scene.entries.some((entry) => {
      if (planned.includes(entry.element) || !(TEXTUAL.includes(entry.kind) || entry.kind === "editable")) return false;
      const former = look.entries.find((it) => it.element === entry.element);
      return entry.element.checkVisibility() && speaks({ evidence: evidenceOf(entry, scene) }) && !(former && speaks(former));
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
      const reason = fault(planned[at], plan.fields[part], values[part], scene);
      if (reason) return [reason, part];
      if (twin(scene, planned.map(({ element }) => element), plan.fields[part].label)) return ["twin", part];
    }
    return null;
  }

  /** A text of the same length and kinds of characters as the secret, which says nothing else about it. */
  const sampleOf = (secret) => [...secret].map((it) => (/[a-z]/.test(it) ? "x" : /[A-Z]/.test(it) ? "X" : /[0-9]/.test(it) ? "0" : it)).sort().join("");

  /** Puts the values into the planned fields, all or nothing, and says for each field whether it holds its value. */
  async function fill(plan, values) {
    const done = [];
    let usageBack = () => {};
    const answer = async ([reason, part] = []) => {
      const left = reason ? await takeBack(done, usageBack, values.secretCode) : {};
      return JSON.stringify({ fields: Object.fromEntries(VALUES.map((it) => [it, !reason])), reason: reason ?? null, part: part ?? null, left });
    };
    const first = faults(plan, values);
    if (first) return answer(first);
    const entryOf = (part) => look.entries[plan.fields[part].index];
    const put = (part, text) => {
      const { element } = entryOf(part);
      if (!done.some((it) => it.element === element)) done.push({ part, element, former: read(element) });
      enter(element, text);
    };
    const astray = (wanted) => {
      const part = VALUES.find((it) => read(entryOf(it).element) !== wanted[it]);
      if (part) return ["rewritten", part];
      const holders = survey().entries.filter((it) => TEXTUAL.includes(it.kind) && read(it.element).includes(wanted.secretCode));
      return holders.length > 1 ? ["copied", "secretCode"] : null;
    };

    if (plan.usage && !plan.usage.done) {
      const entry = look.entries[plan.usage.index];
      if (!entry?.element.isConnected) return answer(["usage", "usage"]);
      usageBack = await setUsage(entry, plan.usage);
      await rest(150, 1500);
      if (!isUse(entry, plan.usage)) return answer(["usage", "usage"]);
      const moved = faults(plan, values);
      if (moved?.[0] === "replaced") usageBack = () => {}; // The page took the switch and drew its form anew: it is looked at once more.
      if (moved) return answer(moved);
    }

    // A rehearsal: what the page does with the values is seen before it is given the secret.
    const sample = { ...values, secretCode: sampleOf(values.secretCode) };
    for (const part of VALUES) put(part, sample[part]);
    await rest(600, 2000); // Longer than pages usually wait before they look at what was typed.
    const rehearsal = faults(plan, values) ?? astray(sample);
    if (rehearsal) return answer(rehearsal);

    put("secretCode", values.secretCode); // In the same task as the last look at the page.
    await rest(350, 2000);
    const usageKept = !plan.usage || isUse(look.entries[plan.usage.index], plan.usage);
    return answer((usageKept ? null : ["usage", "usage"]) ?? faults(plan, values) ?? astray(values) ?? undefined);
  }

  /** Puts everything back as it was, and says which fields did not let that be done. */
  async function takeBack(done, usageBack, secret) {
    if (!done.length) { usageBack(); return {}; }
    for (const { element, former } of [...done].reverse()) enter(element, former);
    usageBack();
    const holding = () => survey().entries.filter((it) => TEXTUAL.includes(it.kind) && read(it.element).includes(secret)).map((it) => it.element);
    await rest(100, 1000);
    for (const element of [...holding(), ...done.map((it) => it.element).filter((it) => read(it).includes(secret))]) enter(element, "");
    const still = holding();
    return Object.fromEntries(done.filter(({ element }) => still.includes(element)).map(({ part }) => [part, true]));
  }

  // --- Picking a field ----------------------------------------------------------------------------------------------

  let stopPicking = () => {};

  /**
   * Lets the user click a field. Comes back with a fresh description and the field's index in it, or null when it was given up.
   * The outline is an animation: it changes no attribute and no style sheet, and ends without a trace.
   */
  function pick(within) {
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
        const page = probe();
        const index = look.entries.findIndex((it) => it.members.includes(field));
        return end(index < 0 ? null : { page, index });
      };
      const EVENTS = ["pointermove", "pointerdown", "mousedown", "pointerup", "mouseup", "click", "keydown"];
      const timer = setTimeout(() => end(null), within);
      stopPicking = () => end(null);
      for (const name of EVENTS) addEventListener(name, handle, true);
    });
  }

  /** Forgets the page. */
  function end() {
    stopPicking();
    watcher?.disconnect();
    look = watcher = null;
  }

  return { probe, changed, press, choose, fill, pick, end };
}

/** Does one act of the page script, which is kept in this world for as long as the document lives. Runs alone: the browser carries
 *  its text to the page. */
function handoverAct(name, ...args) {
  globalThis.handoverKept ??= handoverPage();
  return globalThis.handoverKept[name](...args);
}
