// The sandbox's Customer Manager: one screen, Authority Setting > MS AAD, with the labels and habits of the real portal
// (fields are read-only until Modify, Save asks for OK). The hand-over itself is in receiver.js; here it only meets the form.
"use strict";

const $ = (id) => document.getElementById(id);
const fields = { usage: $("usage"), period: $("period"), tenantId: $("tenant-id"), clientId: $("client-id"), secretCode: $("secret-code") };
let receiver = null; // set when the list of trusted apps has been read

async function api(path, body) {
  const response = await fetch(path, body === undefined ? {} : {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok && !answer.error) throw new Error(`The server answered ${response.status}.`);
  return answer;
}

function notify(text, kind = "info") {
  $("notice").textContent = text;
  $("notice").className = kind;
}

// --- The form -------------------------------------------------------------------------------------------------------

function setEditing(editing) {
  for (const input of [fields.tenantId, fields.clientId, fields.secretCode]) input.readOnly = !editing;
  for (const select of [fields.usage, fields.period]) select.disabled = !editing;
  $("modify").hidden = editing;
  $("save").hidden = $("cancel").hidden = !editing;
}

/** Shows what the server holds. The server masks the secret, so the field shows that there is one, never what it is. */
async function showSaved() {
  const state = await api("api/state");
  for (const [name, field] of Object.entries(fields)) field.value = state[name] ?? "";
  for (const select of [fields.usage, fields.period]) if (select.selectedIndex < 0) select.selectedIndex = 0;
  $("sync").disabled = !(state.saved && state.usage === "use");
  setEditing(false);
}

async function showMsAad() {
  $("authority-setting").setAttribute("aria-expanded", "true");
  $("authority-menu").hidden = false;
  $("ms-aad").setAttribute("aria-current", "page");
  $("welcome").hidden = true;
  try {
    await showSaved();
  } finally {
    $("ms-aad-page").hidden = false; // Only now, so that nobody presses Modify before the settings are there.
  }
}

function modify() {
  fields.secretCode.value = ""; // The mask is not the secret. An empty Secret Code keeps the one that is saved.
  setEditing(true);
  $("sync").disabled = true;
}

async function save() {
  const settings = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.value.trim()]));
  const answer = await api("api/save", settings);
  if (answer.error) return notify(`Not saved. ${inWords(answer.error)}`, "error");
  receiver?.saved();
  await showSaved();
  notify("Saved.");
}

// --- One-time Sync. -------------------------------------------------------------------------------------------------

const CAUSES = {
  AADSTS90002: "The Tenant ID is not known to Microsoft Entra ID.",
  AADSTS900023: "The Tenant ID is not valid.",
  AADSTS700016: "The Client ID is not an application of this tenant.",
  AADSTS7000215: "The Secret Code is wrong. Enter the value of the client secret, not its Secret ID.",
  AADSTS7000222: "The Secret Code has expired.",
  AADSTS7000229: "The application has no service principal in this tenant.",
  Authorization_RequestDenied: "The application may not read users. Admin consent is missing.",
};

function inWords({ code = "", message = "" }) {
  const name = /^\d+$/.test(code) ? `AADSTS${code}` : String(code);
  const detail = name && !message.includes(name) ? `${name}: ${message}` : message;
  return [CAUSES[name], detail].filter(Boolean).join(" ");
}

function showDirectory(users) {
  $("directory-rows").replaceChildren(...users.map((user) => {
    const row = document.createElement("tr");
    const texts = [user.upn, user.objectId, user.firstName, user.lastName, user.email, user.officePhone, user.mobilePhone, "Yes"];
    for (const text of texts) row.insertCell().textContent = text ?? "";
    return row;
  }));
  $("directory").hidden = false;
}

async function sync() {
  $("sync").disabled = true;
  $("directory").hidden = true;
  notify("Synchronising\u2026");
  try {
    const { users, error } = await api("api/sync", {});
    if (error) return notify(`Sync failed. ${inWords(error)}`, "error");
    showDirectory(users);
    notify(`Sync finished: ${users.length} ${users.length === 1 ? "user" : "users"}.`);
  } finally {
    $("sync").disabled = false;
  }
}

// --- The hand-over --------------------------------------------------------------------------------------------------

async function startReceiver() {
  const { appOrigins } = await api("receiver-config.json");
  receiver = receiveHandover({
    origins: appOrigins,
    open: async () => {
      await showMsAad();
      modify();
    },
    fill: async (values, origin) => {
      for (const [name, value] of Object.entries(values)) fields[name].value = value;
      notify(`Values received from ${origin}. Check them and press Save.`);
      $("save").focus();
      return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, fields[name].value === value]));
    },
  });
}

// --- Buttons --------------------------------------------------------------------------------------------------------

/** Runs a button's action and says so on the page when it fails. */
const run = (action) => async (event) => {
  event?.preventDefault();
  try {
    await action();
  } catch (error) {
    notify(`That did not work. ${error.message}`, "error");
  }
};

$("authority-setting").addEventListener("click", () => {
  const opening = $("authority-menu").hidden;
  $("authority-menu").hidden = !opening;
  $("authority-setting").setAttribute("aria-expanded", String(opening));
});
$("ms-aad").addEventListener("click", run(async () => {
  receiver?.cancelled();
  notify("");
  await showMsAad();
}));
$("modify").addEventListener("click", modify);
$("cancel").addEventListener("click", run(async () => {
  receiver?.cancelled();
  notify("");
  await showSaved();
}));
$("settings").addEventListener("submit", (event) => {
  event.preventDefault();
  $("confirm-save").showModal();
});
$("confirm-save").addEventListener("close", run(async () => {
  const confirmed = $("confirm-save").returnValue === "ok";
  $("confirm-save").returnValue = "";
  if (confirmed) await save();
}));
$("sync").addEventListener("click", run(sync));
startReceiver(); // Without it the page still works by hand; the browser's console then says why.
