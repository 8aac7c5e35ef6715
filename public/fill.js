// The small window of the bookmarklet. It stands between the portal's page, which opened it, and the app's own tab, which has the
// values and decides: it shows whose page it is, as the browser says, passes the app's calls on to that page, and tells the app
// which button was pressed. It decides nothing, keeps nothing, and asks no network.
//
// Two ways lead out of it. To the page: one port, which belongs to the document that posted it. To the app: a BroadcastChannel, which
// only pages of this origin hear; it needs no handle on the app's tab, so the portal cannot get one here.
(() => {
  "use strict";
  const ASK_EVERY = 1000;
  const APP_SILENT = 3500;
  const PAGE_SILENT = 4000;
  const choose = (english, korean) => (document.documentElement.lang === "ko" ? korean : english);
  document.title = choose(document.title, "Customer Manager에 입력: Entra Handover");
  const BUTTONS = {
    fill: choose("Fill in this page", "이 페이지에 입력"),
    pick: choose("Pick the fields", "필드 선택"),
    close: choose("Close this window", "이 창 닫기"),
  };
  const CALLS = ["probe", "changed", "press", "choose", "fill", "pick", "end"];
  const ABSENT = {
    kind: "warn",
    title: choose("Entra Handover is not waiting with values", "Entra Handover에 전달할 값이 없습니다"),
    text: choose("It has to be open in another tab of this browser.", "이 브라우저의 다른 탭에 Entra Handover가 열려 있어야 합니다."),
    acts: [choose("Open Entra Handover, sign in and create, and leave it at Hand over. This window goes on by itself.",
      "Entra Handover를 열고 로그인하여 만들기를 마친 다음 전달 화면을 그대로 두십시오. 이 창은 자동으로 계속됩니다.")],
  };
  const NO_PAGE = {
    kind: "bad",
    title: choose("This window cannot reach the page", "이 창에서 페이지에 연결할 수 없습니다"),
    text: choose("The page cuts off windows that it opens (Cross-Origin-Opener-Policy), or this address was opened by hand.",
      "페이지가 자신이 연 창과의 연결을 끊거나(Cross-Origin-Opener-Policy) 이 주소가 직접 열렸습니다."),
    acts: [choose("Go back to Entra Handover and copy the values one by one.", "Entra Handover로 돌아가 값을 하나씩 복사하십시오.")],
  };

  const self_ = crypto.randomUUID();
  const app = new BroadcastChannel("entra-handover.fill");
  const say = (message) => app.postMessage({ window: self_, ...message });
  let page = null; // { origin, print, port }: the first page that spoke, and no other
  let heard = performance.now(); // when the app spoke last

  // --- What the user sees -------------------------------------------------------------------------------------------

  const make = (name, text) => Object.assign(document.createElement(name), { textContent: text });
  let shown = "";

  /** Shows what the app says. All of it is text. */
  function show({ kind = "", title = "", text = "", acts = [], buttons = [] }) {
    const now = JSON.stringify([kind, title, text, acts, buttons]);
    if (now === shown) return;
    shown = now;
    const told = document.getElementById("told");
    told.dataset.kind = kind;
    told.setAttribute("role", kind === "bad" ? "alert" : "status");
    const list = make("ul", "");
    list.append(...acts.map((act) => make("li", act)));
    told.replaceChildren(make("h2", title), make("p", text), ...(acts.length ? [list] : []));
    const known = buttons.filter((name) => Object.hasOwn(BUTTONS, name));
    document.getElementById("buttons").replaceChildren(...known.map((name, index) => {
      const button = Object.assign(make("button", BUTTONS[name]), { type: "button", className: index ? "" : "primary" });
      button.addEventListener("click", ({ isTrusted }) => {
        if (!isTrusted) return undefined;
        return name === "close" ? window.close() : say({ press: name });
      });
      return button;
    }));
  }

  // --- The page -----------------------------------------------------------------------------------------------------

  addEventListener("message", ({ source, origin, data, ports }) => {
    if (page || !source || source !== window.opener || ports.length !== 1) return;
    if (data?.protocol !== "entra-handover" || data.version !== 1 || data.type !== "page") return;
    page = { origin, print: String(data.print), port: ports[0] };
    page.port.onmessage = ({ data: answer }) => say(answer?.left ? { left: "page" }
      : { answer: Number(answer?.call), result: answer?.result, gone: answer?.gone === true });
    page.port.postMessage({}); // The page need not offer another.
    const whose = document.getElementById("whose");
    whose.querySelector("b").textContent = origin;
    whose.hidden = false;
    heard = performance.now();
    ask();
  });

  // --- The app ------------------------------------------------------------------------------------------------------

  app.addEventListener("message", ({ data }) => {
    if (data?.to !== self_ || !page) return;
    heard = performance.now();
    if (data.show) show(JSON.parse(data.show));
    else if (CALLS.includes(data.name)) page.port.postMessage({ call: data.call, name: data.name, args: data.args });
  });

  function ask() {
    if (page) say({ opened: performance.timeOrigin, origin: page.origin, print: page.print });
    if (!page && performance.now() - heard > PAGE_SILENT) show(NO_PAGE);
    if (page && performance.now() - heard > APP_SILENT) show(ABSENT);
  }
  setInterval(ask, ASK_EVERY);
  addEventListener("pagehide", () => say({ left: "window" }));
})();
