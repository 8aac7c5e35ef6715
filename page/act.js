// Stands behind the page script in the extension's page.js, outside of its modules: the browser carries the text of this function,
// and nothing around it, into the page.

/** Does one act of the page script, which is kept in this world for as long as the document lives. */
function handoverAct(name, ...args) {
  // An element of the page with this id would be found under the name, too (HTML, named access on the window).
  if (!Object.hasOwn(globalThis, "handoverKept")) globalThis.handoverKept = handoverPage;
  return globalThis.handoverKept[name](...args);
}
