// Stands in for Microsoft's portals: shows which page its address names, and nothing more. The extension is opened beside it.
"use strict";

const PAGES = {
  "ApplicationMenuBlade/~/Overview": "Overview",
  "ApplicationMenuBlade/~/Credentials": "Certificates & secrets",
  "ApplicationMenuBlade/~/CallAnAPI": "API permissions",
  "ManagedAppMenuBlade/~/Overview": "Enterprise application",
};

function show() {
  const fragment = decodeURIComponent(location.hash.slice(1));
  const named = Object.keys(PAGES).find((path) => fragment.includes(path));
  const set = (id, text) => { document.getElementById(id).textContent = text; };
  set("page", named ? PAGES[named] : "Home");
  set("directory", fragment.match(/^@([^/]+)/)?.[1] ?? location.pathname.split("/")[1] ?? "");
  set("application", fragment.match(/appId\/([0-9a-f-]+)/)?.[1] ?? "None");
}

addEventListener("hashchange", show);
show();
