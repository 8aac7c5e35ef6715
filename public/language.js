// Which language the page speaks: the one that the user chose, or else the first of the browser's languages that we speak. It is
// said on <html> before anything is painted. The static pages hold their texts in both languages, and the stylesheet shows one; the
// app reads it there when it starts. This script knows no page.
(function () {
  "use strict";
  const KEPT = "entra-handover.language";
  const SPOKEN = ["en", "ko"];
  const root = document.documentElement;

  root.lang = [kept(), ...navigator.languages]
    .map((tag) => tag.toLowerCase().split("-")[0])
    .find((language) => SPOKEN.includes(language)) ?? "en";
  document.addEventListener("DOMContentLoaded", name);
  // The app's own buttons are met here, too: it redraws its screen, and what is kept and said on <html> is this script's.
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest?.("[data-speaks]")?.dataset.speaks;
    if (!SPOKEN.includes(chosen)) return;
    root.lang = chosen;
    keep(chosen);
    name();
  });

  // Where the browser forbids storage, each visit begins with the browser's language.
  function kept() {
    try {
      return localStorage.getItem(KEPT) ?? "";
    } catch {
      return "";
    }
  }

  function keep(language) {
    try {
      localStorage.setItem(KEPT, language);
    } catch {
      // It is spoken until the page is left.
    }
  }

  /** Which language is chosen, and the names that stand in attributes and so cannot be there twice. */
  function name() {
    for (const button of document.querySelectorAll("[data-speaks]")) {
      button.setAttribute("aria-pressed", String(button.dataset.speaks === root.lang));
    }
    for (const part of document.querySelectorAll("[data-ko]")) {
      const attribute = part.localName === "option" ? "label" : "aria-label";
      part.dataset.en ??= part.getAttribute(attribute);
      part.setAttribute(attribute, part.dataset[root.lang]);
    }
  }
})();
