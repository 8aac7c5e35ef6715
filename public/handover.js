// The relay of the hand-over: posts the offer on behalf of the app, so that the portal never meets the app's own window.
//
// A message carries the window of the script that posted it (`event.source`). Posted from the app's page, that would be a
// handle on the page that holds the token. The app therefore takes `relay` out of this frame, removes the frame, and only
// then calls the function: the origin of the message is still ours, its source is a window that no longer exists.
// docs/handover-protocol.md tells the whole story. This file must stay free of tokens, requests and storage, and the
// function uses the language alone: a removed frame's web interfaces (`URL`, timers, `console`) are gone.
"use strict";

window.relay = (target, offer, targetOrigin, port) => {
  if (!/^https?:\/\/[^\s/*?#@]+$/.test(targetOrigin)) throw new TypeError("The target must be an exact origin.");
  target.postMessage(offer, targetOrigin, [port]);
};
