// The bookmarklet: `cargo xtask build` makes one function of this and the page script, `entraHandover(address, print)`; the hand-over
// screen makes a link of it, with the address of the app's small window (fill.html) and no value.
//
// It runs in the portal's page and in that page's own world, on the user's click. It opens the small window and gives it a port,
// on which that window may call the page script; the browser tells that window whose page this is. What the values are, it is told
// in the last call alone, which the window makes after a click that names this page's origin. The page gets no element and no
// global from it, and one listener until the small window is closed.

import * as page from "./index.js";

export function visit(address, print) {
  const OFFER_EVERY = 250;
  const small = open(address, "_blank", "popup,width=460,height=640");
  if (!small) {
    alert(navigator.language.startsWith("ko")
      ? "Entra Handover: 브라우저가 작은 창을 차단했습니다. 이 페이지의 팝업 창을 허용한 다음 북마크를 다시 누르십시오."
      : "Entra Handover: the browser blocked its small window. Allow pop-up windows for this page, and press the bookmark again.");
    return;
  }
  let met = null; // the port that the window took: it takes one, and the others come to nothing

  /** Does one call of the small window. */
  const answer = async (port, { call, name, args }) => {
    try {
      port.postMessage({ call, result: await page[name](...args) });
    } catch {
      port.postMessage({ call, gone: true });
    }
  };
  const offer = () => {
    const { port1: port, port2 } = new MessageChannel();
    port.onmessage = ({ data }) => {
      met = port;
      if (data.name) answer(port, data);
    };
    small.postMessage({ protocol: "entra-handover", version: 1, type: "page", print }, address, [port2]);
  };
  // Browsers do not tell a port that the document at its other end is gone.
  const leave = () => met?.postMessage({ left: true });
  addEventListener("pagehide", leave);
  const timer = setInterval(() => {
    if (!small.closed) return met || offer();
    clearInterval(timer);
    removeEventListener("pagehide", leave);
    return page.end();
  }, OFFER_EVERY);
}
