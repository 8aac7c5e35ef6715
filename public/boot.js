// Starts the page: takes the sign-in's answer out of the address, keeps an early click, and loads the WebAssembly. There are
// two programs: a small one that sends the browser to the sign-in, and the app, which is loaded when somebody comes back from
// there, or when the small one cannot do what was asked. It is a classic script in <head>, so that it runs before anything is
// painted; it knows nothing of what the programs do.
(function () {
  "use strict";

  // Replaced by `cargo xtask build` with "sha384-…". Left as they are, browsers ignore them (Trunk's development server).
  const SIGN_IN = { name: "./sign-in", glue: "__SIGN_IN_GLUE__", wasm: "__SIGN_IN_WASM__" };
  const APP = { name: "./entra-handover", glue: "__APP_GLUE__", wasm: "__APP_WASM__" };
  const root = document.documentElement;
  // In an extension's panel: the files are there already, and the sign-in has a window of its own, which only the app opens.
  const IN_EXTENSION = location.protocol.endsWith("-extension:");

  const say = (english, korean) => (root.lang === "ko" ? korean : english);

  // A failure that is said in our own words. Other messages are the browser's and may hold an address: never shown.
  class Plain extends Error {}
  const CHANGED = say("a file of this page is missing, or is not the one that was published.",
    "이 페이지의 파일이 없거나 게시된 파일과 다릅니다.");
  const TOO_OLD = say("this browser does not run WebAssembly, or is too old. Current Edge, Chrome, Firefox and Safari do.",
    "이 브라우저는 WebAssembly를 실행하지 못하거나 너무 오래되었습니다. 최신 Edge, Chrome, Firefox, Safari에서 실행됩니다.");

  // The authorization code must not stay in the address bar, the history or a Referer, so it is erased before the first
  // request of this script. Both places are handed on: the app refuses an answer that came in the wrong one.
  const answer = {
    fragment: takeAnswer(location.hash.slice(1)),
    query: takeAnswer(location.search.slice(1)),
  };
  if (answer.fragment !== null || answer.query !== null) {
    history.replaceState(null, "", location.pathname + (answer.query === null ? location.search : ""));
    root.dataset.returning = "";
  }
  // A link that asks for values, or that holds values sealed for this browser: neither stays in the address.
  const [request, sealed] = [carried("request"), carried("sealed")];
  if (request !== null || sealed !== null) {
    history.replaceState(null, "", location.pathname + location.search);
    root.dataset.opening = "";
  }
  // Such a link may be followed in a page that is open already, which changes the fragment only.
  addEventListener("hashchange", () => (carried("request") ?? carried("sealed")) !== null && location.reload());
  root.dataset.boot = "loading";
  // A reminder's link names the tenant whose secret is to be renewed, and carries nothing else.
  const renew = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.exec(carried("renew") ?? "")?.[0] ?? null;

  function carried(name) {
    return new URLSearchParams(location.hash.slice(1)).get(name);
  }

  function takeAnswer(text) {
    const names = new URLSearchParams(text);
    return ["code", "error", "state"].some((name) => names.has(name)) ? text : null;
  }

  // The static button works before the app does: the click is kept and handed over.
  let clicked = false;
  function keepClick(event) {
    const button = event.target.closest("#sign-in");
    if (button) {
      clicked = true;
      button.setAttribute("aria-busy", "true");
    }
  }
  document.addEventListener("click", keepClick);

  // A panicked WebAssembly instance still answers clicks although its state is broken, so everything is made inert.
  addEventListener("entra-handover:panic", () => fail(say("Entra Handover stopped because of a fault in the program.",
    "프로그램 오류로 Entra Handover가 중지되었습니다.")));

  const cannotStart = (reason) => fail(
    `${say("Entra Handover could not start:", "Entra Handover를 시작할 수 없습니다.")} ${reason instanceof Plain ? reason.message : CHANGED}`);
  boot().catch(cannotStart);

  async function boot() {
    // Hosts that cannot send headers cannot forbid it; a page around this one could place clicks.
    if (top !== self) {
      throw new Plain(say("it is shown inside another page. Open it in a tab of its own.",
        "다른 페이지 안에 표시되어 있습니다. 별도의 탭에서 여십시오."));
    }
    if (typeof WebAssembly !== "object") throw new Plain(TOO_OLD);
    if (IN_EXTENSION || root.dataset.returning === "") {
      const [app, config] = await Promise.all([load(APP), fetchConfig(), parsed()]);
      return startApp(app, { ...answer, config });
    }
    if (root.dataset.opening === "") {
      const [app, config] = await Promise.all([load(APP), fetchConfig(), parsed()]);
      return startApp(app, { config, request: request ?? undefined, sealed: sealed ?? undefined });
    }
    const [signIn, config] = await Promise.all([load(SIGN_IN), fetchConfig(), parsed()]);
    const cloud = signIn.ready(config ?? undefined);
    // A set-up that was begun here may be open: the app, which has the journal, is then the first screen.
    const open = await signIn.something_is_open();
    if (cloud === undefined || open) return startApp(await load(APP), { config, open });
    takeOver(signIn, config, cloud);
  }

  // The static page is live from now on: its own buttons act, without a new screen.
  function takeOver(signIn, config, cloud) {
    document.removeEventListener("click", keepClick);
    const field = (id) => document.getElementById(id);
    if (renew !== null) showRenewal(field);
    field("cloud").value = cloud;
    // A cloud of the page's own origin stands in no list.
    field("cloud").closest(".field").hidden = field("cloud").value !== cloud;
    // Once: a second click while the app loads must not start a second one.
    let app = (wishes) => {
      app = () => {};
      load(APP).then((app) => startApp(app, { config, ...wishes })).catch(cannotStart);
    };
    const begin = async () => {
      const [tenant, chosen] = [field("tenant").value, field("cloud").value];
      field("sign-in").setAttribute("aria-busy", "true");
      const leave = renew === null ? signIn.begin : signIn.begin_to_renew;
      if (!(await leave(config, tenant, chosen))) app({ signIn: true, tenant, cloud: chosen });
    };
    const useToken = () => {
      const token = field("token").value;
      if (token === "") return field("token").focus();
      field("token").value = "";
      field("use-token").setAttribute("aria-busy", "true");
      app({ token });
    };
    field("sign-in").addEventListener("click", begin);
    field("use-token").addEventListener("click", useToken);
    field("open-receipt").addEventListener("click", () => app({ openReceipt: true }));
    field("request-values").addEventListener("click", () => app({ ask: true }));
    field("token").addEventListener("keydown", (event) => event.key === "Enter" && useToken());
    // Back from Microsoft's page by the browser's own button: the page is as it was left.
    addEventListener("pageshow", () => field("sign-in")?.removeAttribute("aria-busy"));
    root.dataset.boot = "ready";
    if (clicked) begin();
  }

  function startApp(app, given) {
    document.removeEventListener("click", keepClick);
    if (root.dataset.boot === "failed") return;
    root.dataset.boot = "ready";
    // Restored from the back/forward cache, the app would go on with a sign-in that the user has left: it starts anew, and
    // whatever it held in memory is gone.
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    app.start({ signIn: clicked, renew: renew ?? undefined, ...given });
  }

  function showRenewal(field) {
    field("tenant").value = renew;
    field("renewing").hidden = false;
    for (const tenant of field("renewing").querySelectorAll("b")) tenant.textContent = renew;
  }

  async function load({ name, glue, wasm }) {
    const [program, bytes] = await Promise.all([
      importChecked(`${name}.js`, glue),
      fetch(`${name}_bg.wasm`, { integrity: wasm }).then(orMissing),
    ]);
    await program.default({ module_or_path: bytes });
    return program;
  }

  // import() has no integrity of its own, and after a failed preload it fetches again, unchecked (Chromium 156). So the import
  // waits for the preload: a checked module stands in the page's module map, and is what import() then takes.
  async function importChecked(address, integrity) {
    const preload = document.createElement("link");
    if (!preload.relList.supports("modulepreload")) throw new Plain(TOO_OLD);
    await new Promise((loaded, failed) => {
      Object.assign(preload, { rel: "modulepreload", href: address, integrity, onload: loaded, onerror: failed });
      document.head.append(preload);
    });
    return import(address);
  }

  function orMissing(response) {
    if (!response.ok) throw new Plain(CHANGED);
    return response;
  }

  // Without its config.json the page still starts; the app says what cannot be done then.
  async function fetchConfig() {
    const response = await fetch("./config.json", { cache: "no-store" }).catch(() => null);
    return response && response.ok ? response.text() : null;
  }

  function parsed() {
    return document.readyState === "loading"
      ? new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true }))
      : null;
  }

  // Says what happened, once: the first failure is the cause, later ones follow from it.
  async function fail(message) {
    if (root.dataset.boot === "failed") return;
    document.removeEventListener("click", keepClick);
    delete root.dataset.returning;
    delete root.dataset.opening;
    root.dataset.boot = "failed";
    await parsed();
    const button = document.querySelector("#sign-in");
    if (button) {
      button.removeAttribute("aria-busy");
      button.disabled = true;
    }
    const reload = document.createElement("button");
    reload.type = "button";
    reload.textContent = say("Reload", "다시 로드");
    reload.addEventListener("click", () => location.reload());
    const text = document.createElement("span");
    text.append(`${message} `, reload);

    const main = document.querySelector("main");
    for (const part of [...document.body.children, ...main.children]) part.inert = part !== main;
    const alert = document.querySelector("#boot-alert") ?? document.createElement("p");
    Object.assign(alert, { id: "boot-alert", className: "notice", inert: false });
    alert.setAttribute("role", "alert");
    alert.dataset.kind = "bad";
    main.prepend(alert);
    alert.hidden = false;
    alert.replaceChildren(text);
  }
})();
