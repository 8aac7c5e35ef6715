// Opens Entra Handover beside the page where its button was pressed, and shows on that button how many days a client secret has
// left, if the user wants that. It hears its own button, the browser's start and the extension's own storage: no message, no page
// and no clock, so the number is as old as the last of these. It knows nothing of sign-ins. The browser gives `activeTab` for the
// page with the same click.
"use strict";

const api = globalThis.browser ?? globalThis.chrome;
const PAGE = "index.html";
const WIDTH = 420;
// Ids and end dates, as src/setup/end_dates.rs writes them; absent unless the user has ticked it.
const END_DATES = "end dates";
const SOON_DAYS = 30;
const DAY_MS = 86_400_000;

// Opening must follow the click at once: after any `await` the browser no longer counts it as the user's.
api.action.onClicked.addListener((tab) => {
  if (api.sidePanel?.open) api.sidePanel.open({ windowId: tab.windowId });
  else if (api.sidebarAction?.open) api.sidebarAction.open();
  else openWindow(tab);
  showDaysLeft();
});
api.runtime.onStartup.addListener(showDaysLeft);
api.runtime.onInstalled.addListener(showDaysLeft);
api.storage.onChanged.addListener((changes, area) => {
  if (area === "local" && END_DATES in changes) showDaysLeft();
});

// Without a panel: a window of its own at the right edge of the browser's. An action popup would close, and the secret with it,
// as soon as the sign-in window takes the focus.
async function openWindow(tab) {
  const open = await api.tabs.query({ url: api.runtime.getURL(PAGE) });
  if (open.length > 0) return api.windows.update(open[0].windowId, { focused: true });
  const { left = 0, top = 0, width = 1280, height = 800 } = await api.windows.get(tab.windowId);
  await api.windows.create({
    url: PAGE, type: "popup", width: WIDTH, height, top, left: Math.max(0, left + width - WIDTH),
  });
}

// Always set, also to nothing: a browser may restore what the button showed when it was closed.
async function showDaysLeft() {
  const days = daysLeft((await api.storage.local.get(END_DATES))[END_DATES], Date.now());
  const [text, title] = days > SOON_DAYS
    ? ["", api.i18n.getMessage("open")]
    : days < 0 ? ["!", api.i18n.getMessage("ended")] : [String(days), api.i18n.getMessage("ends", String(days))];
  await api.action.setBadgeBackgroundColor({ color: "#b10e1c" });
  await api.action.setBadgeTextColor({ color: "#ffffff" });
  await api.action.setBadgeText({ text });
  await api.action.setTitle({ title });
}

// Full days until the first application is without a secret: of each the secret that was made last counts, since it is in use.
function daysLeft(stored, now) {
  try {
    const lasts = JSON.parse(stored).applications.map(({ secrets }) => Date.parse(secrets.at(-1)?.ends));
    return Math.floor((Math.min(...lasts.filter(Number.isFinite)) - now) / DAY_MS);
  } catch {
    return Infinity;
  }
}
