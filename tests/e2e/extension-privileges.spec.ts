// What the extension may do before and after the toolbar button is pressed, and what pages can learn of it: nothing.
import { expect, test } from '@playwright/test';
import { Extension } from './support/extension';
import { GLOBAL } from './support/journey';

const PORTAL = 'https://portal.azure.com/#@contoso.onmicrosoft.com';

let extension: Extension;
test.afterEach(async () => extension.stop());

/** What the extension can see of the tab in front, and whether it can run a script there. */
const reach = () => extension.background.evaluate(async () => {
  const chrome = (globalThis as any).chrome;
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  const injected = chrome.scripting.executeScript({ target: { tabId: tab.id }, func: () => document.title });
  return { url: tab.url, title: await injected.then(([one]: any) => one.result, () => null) };
});

test('a page is out of reach until the button is pressed on it, and again when another site is opened there', async () => {
  extension = await Extension.start();
  const page = await extension.tab(PORTAL);
  expect(await reach()).toEqual({ url: undefined, title: null });
  await extension.open(page);
  expect(await reach()).toEqual({ url: PORTAL, title: 'Portal (sandbox)' });
  await page.goto('https://customer-manager.example/customer-manager/');
  expect(await reach()).toEqual({ url: undefined, title: null });
});

test('a page cannot tell that the extension is there, and its messages reach nothing', async () => {
  extension = await Extension.start();
  const { id, context } = extension;
  const page = await context.newPage();
  const console: string[] = [];
  await page.addInitScript(() => {
    (globalThis as any).changes = [];
    new MutationObserver((records) => (globalThis as any).changes.push(...records.map((record) => record.type)))
      .observe(document, { subtree: true, childList: true, attributes: true });
  });
  await page.goto('https://customer-manager.example/customer-manager/');
  await page.waitForLoadState('networkidle');

  // With the panel open beside another tab, as it stands while an administrator works.
  const panel = await extension.open(await extension.tab(PORTAL));
  await page.bringToFront();
  panel.page.on('console', (message) => console.push(message.text()));
  const before = await page.evaluate(() => (globalThis as any).changes.splice(0) && document.documentElement.outerHTML);
  const probes = await page.evaluate(async (id) => {
    const chrome = (globalThis as any).chrome;
    const files = ['manifest.json', 'index.html', 'background.js', 'icons/icon-16.png', 'icons/icon.svg', 'entra-handover.js', 'page.js'];
    const fetched = await Promise.all(files.map((file) => fetch(`chrome-extension://${id}/${file}`).then(() => file, () => null)));
    const drawn = await Promise.all(files.map((file) => new Promise((done) => {
      const image = new Image();
      image.onload = () => done(file);
      image.onerror = () => done(null);
      image.src = `chrome-extension://${id}/${file}`;
    })));
    let sent = 'no way to send';
    try {
      if (chrome?.runtime?.sendMessage) sent = await chrome.runtime.sendMessage(id, { type: 'values' });
    } catch (error) { sent = 'refused'; }
    for (const type of ['hello', 'values', 'received', 'fill', 'snapshot', 'open']) {
      postMessage({ type, version: 1 }, '*');
      document.dispatchEvent(new CustomEvent(type, { detail: { id } }));
    }
    const names = Object.keys(globalThis).filter((name) => /handover|entra/i.test(name));
    return { fetched, drawn, sent, names, runtime: typeof chrome?.runtime?.connect };
  }, id);
  expect(probes.fetched.filter(Boolean)).toEqual([]);
  expect(probes.drawn.filter(Boolean)).toEqual([]);
  expect(['no way to send', 'refused']).toContain(probes.sent);
  // The portal's own receiver of the hand-over protocol.
  expect(probes.names).toEqual(['receiveHandover']);
  await expect(panel.button('Sign in with Microsoft')).toBeVisible();
  expect(await page.evaluate(() => (globalThis as any).changes)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(before);
  expect(console).toEqual([]);
  expect((await extension.sandbox.state()).requests.filter((request) => request.path.startsWith('/login/'))).toEqual([]);
});

test('a page that the button was pressed on can start nothing, and learns nothing before the click in the panel', async () => {
  extension = await Extension.start();
  const panel = await extension.open(await extension.tab(PORTAL));
  await panel.signIn(GLOBAL);
  await panel.make();
  const page = await extension.tab('https://customer-manager.example/customer-manager/');
  const before = await page.evaluate(() => document.documentElement.outerHTML);
  await extension.press(page);
  await expect(panel.button('Fill Customer Manager')).toBeEnabled();
  const asked = (await extension.sandbox.state()).requests.length;
  await page.evaluate(async () => {
    const names = ['fill', 'pick', 'probe', 'press', 'choose', 'values', 'hello'];
    for (const name of names) {
      postMessage({ type: name, name, args: [] }, '*');
      for (const target of [window, document, document.body]) target.dispatchEvent(new CustomEvent(name, { detail: { name }, bubbles: true }));
    }
    for (const port of [new BroadcastChannel('handover'), new BroadcastChannel('entra-handover')]) for (const name of names) port.postMessage({ type: name });
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
  expect(await page.evaluate(() => [...document.querySelectorAll('input')].map((it) => it.value).join(''))).toBe('');
  expect(await page.evaluate(() => document.documentElement.outerHTML)).toBe(before);
  expect((await extension.sandbox.state()).requests).toHaveLength(asked);
  await expect(panel.button('Fill Customer Manager')).toBeEnabled();
  // A click that no user made is none, in the panel neither.
  await panel.page.evaluate(() => [...document.querySelectorAll('button')].find((it) => it.textContent === 'Fill Customer Manager')!.click());
  await expect(panel.button('Fill Customer Manager')).toBeVisible();
  await expect(panel.heading('The three values are in the page')).toBeHidden();
});

test('another extension cannot send it anything', async () => {
  extension = await Extension.start();
  const manifest = await extension.background.evaluate(() => (globalThis as any).chrome.runtime.getManifest());
  expect(manifest.externally_connectable).toEqual({ ids: [] });
  const listening = await extension.background.evaluate(() => {
    const { onMessage, onMessageExternal, onConnect, onConnectExternal } = (globalThis as any).chrome.runtime;
    return [onMessage, onMessageExternal, onConnect, onConnectExternal].map((event) => event.hasListeners());
  });
  expect(listening).toEqual([false, false, false, false]);
});

test('where the browser has no side panel the app comes in one window beside the portal', async () => {
  extension = await Extension.start({
    manifest: (manifest) => {
      delete manifest.side_panel;
      manifest.permissions = manifest.permissions.filter((one: string) => one !== 'sidePanel');
    },
  });
  const portal = await extension.tab(PORTAL);
  const panel = await extension.open(portal);
  await expect(panel.page.getByText('open in contoso.onmicrosoft.com')).toBeVisible();
  const windows = () => extension.background.evaluate(async () =>
    (await (globalThis as any).chrome.windows.getAll()).map((window: any) => window.type).sort());
  expect(await windows()).toEqual(['normal', 'popup']);
  await extension.press(portal);
  await expect(panel.button('Sign in with Microsoft')).toBeVisible();
  expect(await windows()).toEqual(['normal', 'popup']);
});
