// The bookmarklet, with no extension and a portal that does not know the hand-over protocol: it fills the page that the user named,
// after a click in our own small window, and every other page gets nothing.
import type { BrowserContext, Page } from '@playwright/test';
import { bookmark, open, press, SUMMARY } from './support/bookmark';
import { findings, places } from './support/canaries';
import type { Journey } from './support/journey';
import type { Sandbox } from './support/sandbox';
import { expect, test } from './support/test';

const FILL = 'Fill in this page';

test.beforeEach(async ({ sandbox, context }) => {
  await sandbox.reset({ orgConsent: true });
  // The portal as it is where nobody has adopted the protocol.
  await context.route('**/customer-manager/receiver.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
});

const secretOf = async (sandbox: Sandbox) => (await sandbox.state()).issuedSecrets.at(-1)!.secretText;
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });

/** Customer Manager in a tab of its own, with the form in front. */
async function manager(context: BrowserContext, address: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(address);
  await button(page, 'Authority Setting').click();
  await button(page, 'MS AAD').click();
  return page;
}

/** A page that keeps all that its script could see: fields, events, messages to it, and what passes by the ports in its world. */
function spy() {
  const seen: string[] = [];
  Object.defineProperty(window, 'seen', { value: seen });
  for (const name of ['input', 'change', 'keydown', 'blur', 'message']) {
    addEventListener(name, (event: any) => { seen.push(String(event.target?.value), JSON.stringify(event.data) ?? ''); }, true);
  }
  const handler = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage')!;
  Object.defineProperty(MessagePort.prototype, 'onmessage', { ...handler, set(act) {
    handler.set!.call(this, (event: MessageEvent) => { seen.push(JSON.stringify(event.data) ?? ''); act(event); });
  } });
}

/** A page of the portal's address, or of another one, made up by the test. */
async function page(context: BrowserContext, address: string, body: string, headers: Record<string, string> = {}): Promise<Page> {
  await context.route(address, (route) => route.fulfill({ contentType: 'text/html', headers, body: `<!doctype html><title>x</title><script>(${spy})()</script>${body}` }));
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

const FORM = '<h1>MS AAD</h1><label>Tenant ID <input></label><label>Client ID <input></label><label>Secret Code <input type="password"></label>';
const seen = (page: Page): Promise<string> => page.evaluate(() => [...(window as any).seen, ...[...document.querySelectorAll('input')].map((it) => it.value)].join('\n'));

test('the bookmark fills the portal, which keeps what it was given; saved there, One-time Sync. lists the users', async ({ journey, sandbox, context }) => {
  await journey.handOver();
  const address = await bookmark(journey);
  const portal = await manager(context, sandbox.portal);
  const small = await open(portal, address);
  await expect(small.getByText(new URL(sandbox.portal).origin, { exact: true })).toBeVisible();
  await expect(heading(small, 'Is this your Customer Manager?')).toBeVisible();
  // Nothing is there before the click: the form is still as it was.
  await expect(portal.getByLabel('Tenant ID')).toHaveValue('');
  await expect(button(portal, 'Modify')).toBeVisible();
  await button(small, FILL).click();
  await expect(heading(small, 'The three values are in the page')).toBeVisible();

  const secret = await secretOf(sandbox);
  await expect(portal.getByLabel('User Look-Up Usage')).toHaveValue('use');
  await expect(portal.getByLabel('Tenant ID')).toHaveValue(await journey.value('Tenant ID').innerText());
  await expect(portal.getByLabel('Client ID')).toHaveValue(await journey.value('Client ID').innerText());
  await expect(portal.getByLabel('Secret Code')).toHaveValue(secret);
  await expect(journey.page.getByText('Arrived')).toHaveCount(3);
  await expect(heading(journey.page, 'The three values are in the page')).toBeVisible();
  expect((await sandbox.state()).portal.saved).toBe(false);

  // Nothing of it stays in our windows, in the bookmark, or as a global of the page.
  expect(findings({ bookmark: address, ...await places(small, context) }, { secret })).toEqual([]);
  expect(findings(await places(journey.page, context), { secret })).toEqual([]);
  expect(await portal.evaluate(() => Object.keys(window).filter((name) => /handover/i.test(name)))).not.toContain('handoverPage');
  const closed = small.waitForEvent('close');
  await button(small, 'Close this window').click();
  await closed;

  await button(portal, 'Save').click();
  await button(portal, 'OK').click();
  await expect(portal.getByText('Saved.')).toBeVisible();
  await button(portal, 'One-time Sync.').click();
  await expect(portal.getByText(/Sync finished: \d+ users/)).toBeVisible();
  await journey.press('Finish');
  await expect(journey.heading('Done')).toBeVisible();
});

test('a page of another origin gets nothing, whatever it looks like and whatever it says', async ({ journey, sandbox, context }) => {
  await journey.handOver();
  const address = await bookmark(journey);
  const named = new URL(sandbox.portal);
  for (const other of [`http://localhost:${named.port}/customer-manager/`, 'http://customer-manager.localhost:9/']) {
    const wrong = await page(context, other, FORM);
    const small = await open(wrong, address);
    await expect(small.getByText(new URL(other).origin, { exact: true })).toBeVisible();
    await expect(heading(small, 'This is not the portal that you named')).toBeVisible();
    await expect(small.getByText(`your Customer Manager is ${named.origin}`)).toBeVisible();
    await expect(button(small, FILL)).toHaveCount(0);
    // It was not even looked at.
    expect(await seen(wrong)).not.toMatch(/probe|fill/);
    await small.close();
    await wrong.close();
  }
  await expect(journey.page.getByText('Arrived')).toHaveCount(0);
});

test('the page is told nothing before the click, and the values only in the last call', async ({ journey, sandbox, context }) => {
  await journey.handOver();
  const address = await bookmark(journey);
  const portal = await page(context, sandbox.portal, FORM);
  const small = await open(portal, address);
  await expect(button(small, FILL)).toBeVisible();
  // The greeting is empty, and the page is not looked at.
  const nothing = '{}\n\n\n';
  expect(await seen(portal)).toBe(nothing);
  await small.evaluate((name) => [...document.querySelectorAll('button')].find((it) => it.textContent === name)!.click(), FILL);
  expect(await seen(portal), 'a click that no user made').toBe(nothing);
  await button(small, FILL).click();
  await expect(heading(small, 'The three values are in the page')).toBeVisible();
  await expect(small.getByText('Before Save, set User Look-Up Usage to Use yourself.')).toBeVisible();
  const calls: string[] = (await portal.evaluate(() => (window as any).seen as string[])).filter((it) => it.includes('"call"'));
  const secret = await secretOf(sandbox);
  expect(calls.map((call) => JSON.parse(call).name)).toEqual(['probe', 'fill', 'end']);
  expect(calls.map((call) => call.includes(secret))).toEqual([false, true, false]);
});

test('a page that opens the small window by itself and speaks for the script gets nothing on another origin', async ({ journey, context, sandbox }) => {
  await journey.handOver();
  const href = decodeURIComponent(await bookmark(journey));
  const [, address, print] = href.match(/entraHandover\("([^"]+)","([^"]+)"\)\}\)\(\)$/)!;
  const liar = await page(context, 'http://liar.localhost:9/', `${FORM}<button>Go</button><iframe srcdoc="inside"></iframe>`);
  // It forges every answer, and speaks from a frame as well. The window takes one port, and the origin is the browser's word.
  await liar.evaluate(([address, print]) => {
    document.querySelector('button')!.onclick = () => {
      const small = window.open(address, '_blank', 'popup')!;
      setInterval(() => {
        for (const from of [window, frames[0]] as any[]) {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data }) => port1.postMessage({ call: data.call, result: '{"version":1}' });
          from.postMessage.call(small, { protocol: 'entra-handover', version: 1, type: 'page', print, origin: 'x' }, new URL(address).origin, [port2]);
          small.postMessage({ to: 'any', show: '{"buttons":["fill"]}' }, new URL(address).origin);
        }
      }, 50);
    };
  }, [address, print]);
  const opened = context.waitForEvent('page');
  await button(liar, 'Go').click();
  const small = await opened;
  await expect(heading(small, 'This is not the portal that you named')).toBeVisible();
  await expect(small.getByText('http://liar.localhost:9', { exact: true })).toBeVisible();
  await expect(button(small, FILL)).toHaveCount(0);
  expect(await seen(liar)).not.toContain(await secretOf(sandbox));
  // The window that it holds leads nowhere: neither to its words nor to the app's tab.
  const reach = await liar.evaluate(() => { try { return String((window as any).open('', '_self').opener); } catch (error) { return String(error); } });
  expect(reach).toBe('null');
  expect(await small.evaluate(() => [window.opener !== null, window.length])).toEqual([true, 0]);
});

test('a page that changes what it is given is told, and holds no secret', async ({ journey, sandbox, context }) => {
  await journey.handOver();
  const address = await bookmark(journey);
  const portal = await page(context, sandbox.portal, FORM.replace('type="password"', 'type="password" oninput="this.value = this.value.slice(1)"'));
  const small = await open(portal, address);
  await button(small, FILL).click();
  await expect(heading(small, 'The page changes what is put into Secret Code')).toBeVisible();
  await expect(small.getByText('Nothing was left in the page.')).toBeVisible();
  await expect(journey.page.getByText('Arrived')).toHaveCount(0);
  expect(await portal.evaluate(() => [...document.querySelectorAll('input')].map((it) => it.value).join(''))).toBe('');
  // The secret is still only here.
  await journey.press('Finish');
  await expect(journey.heading('The secret has not been handed over')).toBeVisible();
});

test('a page that goes away while it is filled is not taken for filled', async ({ journey, sandbox, context }) => {
  await journey.handOver();
  const address = await bookmark(journey);
  const portal = await page(context, sandbox.portal, `${FORM}<script>addEventListener('change', () => location.reload(), { once: true, capture: true })</script>`);
  const small = await open(portal, address);
  await button(small, FILL).click();
  await expect(small.getByRole('heading', { name: /The page was left/ })).toBeVisible();
  await expect(journey.page.getByText('Arrived')).toHaveCount(0);
  expect(await portal.evaluate(() => [...document.querySelectorAll('input')].map((it) => it.value).join(''))).toBe('');
});

test('without values in hand the small window says so, and goes on by itself; another tab of the app changes nothing', async ({ journey, sandbox, context }) => {
  await journey.handOver();
  const address = await bookmark(journey);
  const portal = await manager(context, sandbox.portal);
  // Another tab of the app, without values.
  const other = await context.newPage();
  await other.goto(sandbox.app);
  await other.evaluate(() => {
    const channel = new BroadcastChannel('entra-handover.fill');
    (window as any).heard = [];
    channel.onmessage = ({ data }) => (window as any).heard.push(JSON.stringify(data));
  });
  const first = await open(portal, address);
  await expect(heading(first, 'Is this your Customer Manager?')).toBeVisible();
  await journey.press('Finish');
  await journey.press('Remove the secret');
  await expect(journey.alert()).toContainText('The secret was removed');
  const small = await open(portal, address);
  await expect(heading(small, 'Entra Handover is not waiting with values')).toBeVisible();
  await journey.press('Try again');
  await expect(journey.heading('Hand over')).toBeVisible({ timeout: 15_000 });
  await expect(heading(small, 'Is this your Customer Manager?')).toBeVisible();
  // Two small windows: the last one counts.
  await expect(heading(first, 'Another window like this was opened')).toBeVisible();
  const before: string[] = await other.evaluate(() => (window as any).heard);
  expect(before.join()).not.toContain(await secretOf(sandbox));
  await button(small, FILL).click();
  await expect(heading(small, 'The three values are in the page')).toBeVisible();
  await expect(portal.getByLabel('Secret Code')).toHaveValue(await secretOf(sandbox));
});

test("the portal's policies: scripts forbidden is no hindrance; cut-off windows and a sandbox are, and the way out is named", async ({ journey, sandbox, context }) => {
  await journey.handOver();
  const address = await bookmark(journey);
  await expect(journey.page.getByText("the portal's own policy blocks it: copy the values one by one")).toBeVisible();
  const serve = async (headers: Record<string, string>) => {
    await context.unroute(sandbox.portal);
    await context.route(sandbox.portal, (route) => route.fulfill({ contentType: 'text/html', headers, body: `<!doctype html><title>x</title>${FORM}` }));
    const portal = await context.newPage();
    await portal.goto(sandbox.portal);
    return portal;
  };
  const inputs = (portal: Page) => portal.getByLabel('Secret Code').inputValue();

  const cutOff = await open(await serve({ 'cross-origin-opener-policy': 'same-origin' }), address);
  await expect(heading(cutOff, 'This window cannot reach the page')).toBeVisible();
  await expect(cutOff.getByText('copy the values one by one')).toBeVisible();

  const sandboxed = await serve({ 'content-security-policy': 'sandbox allow-forms' });
  const pages = context.pages().length;
  await press(sandboxed, address);
  expect(context.pages()).toHaveLength(pages);
  expect(await inputs(sandboxed)).toBe('');
  await expect(journey.button('Copy Secret Code')).toBeVisible();

  const strict = { 'content-security-policy': "default-src 'none'; script-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'" };
  const portal = await serve(strict);
  const small = await open(portal, address);
  await button(small, FILL).click();
  await expect(heading(small, 'The three values are in the page')).toBeVisible();
  expect(await inputs(portal)).toBe(await secretOf(sandbox));
});

test('a blocked small window is told in the page, and an old bookmark in the small window', async ({ journey, sandbox, context }) => {
  await journey.handOver();
  const address = await bookmark(journey);
  const portal = await manager(context, sandbox.portal);
  const old = await open(portal, address.replace(/%22[0-9a-f]{16}%22/, '%220123456789abcdef%22'));
  await expect(heading(old, 'The bookmark is of another version of Entra Handover')).toBeVisible();
  await expect(button(old, FILL)).toHaveCount(0);
  await portal.evaluate(() => { window.open = () => null; });
  const said = portal.waitForEvent('dialog');
  const pressed = press(portal, address);
  const dialog = await said;
  expect(dialog.message()).toContain('Allow pop-up windows for this page');
  await dialog.dismiss();
  await pressed;
});

test('where no portal is configured its address is typed first, in our own page', async ({ journey, sandbox, context, page: app }) => {
  await app.route('**/config.json', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), portal: '' } });
  });
  await journey.handOver();
  const address = await bookmark(journey);
  const portal = await manager(context, sandbox.portal);
  const small = await open(portal, address);
  await expect(heading(small, "Entra Handover does not know your Customer Manager's address yet")).toBeVisible();
  await expect(button(small, FILL)).toHaveCount(0);
  await app.getByLabel('Customer Manager address').fill('https://elsewhere.example/');
  await expect(heading(small, 'This is not the portal that you named')).toBeVisible();
  await app.getByLabel('Customer Manager address').fill(sandbox.portal);
  await button(small, FILL).click();
  await expect(heading(small, 'The three values are in the page')).toBeVisible();
});

test('a secret that is not seen everywhere yet waits, and the small window goes on by itself', async ({ journey, sandbox, context }) => {
  await sandbox.reset({ orgConsent: true, lagMs: 6_000 });
  await journey.handOver(undefined, 30_000);
  const address = await bookmark(journey);
  const portal = await manager(context, sandbox.portal);
  const small = await open(portal, address);
  await expect(heading(small, 'Not yet')).toBeVisible();
  await expect(button(small, FILL)).toHaveCount(0);
  await expect(button(small, FILL)).toBeVisible({ timeout: 30_000 });
});

test('on a page that is not understood the user picks the fields once', async ({ journey, sandbox, context }) => {
  await journey.handOver();
  const address = await bookmark(journey);
  const portal = await page(context, sandbox.portal, '<h1>Annuaire</h1><label>Locataire <input></label><label>Programme <input></label><label>Mot de passe <input type="password"></label>');
  const small = await open(portal, address);
  await button(small, FILL).click();
  await expect(heading(small, 'The form is not on this page')).toBeVisible({ timeout: 15_000 });
  await button(small, 'Pick the fields').click();
  for (const [label, name] of [['Tenant ID', 'Locataire'], ['Client ID', 'Programme'], ['Secret Code', 'Mot de passe']]) {
    await expect(heading(small, `Click the field ${label} on the page`)).toBeVisible();
    await portal.bringToFront();
    await portal.getByLabel(name).click();
  }
  await expect(heading(small, 'The fields are remembered for this site')).toBeVisible();
  await button(small, FILL).click();
  await expect(heading(small, 'The three values are in the page')).toBeVisible();
  await expect(portal.getByLabel('Mot de passe')).toHaveValue(await secretOf(sandbox));
  const kept = await journey.page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(kept).toContain('Locataire');
  expect(kept).not.toContain(await secretOf(sandbox));
});

test('the link does nothing in our own page but say where it belongs', async ({ journey }) => {
  await journey.handOver();
  await journey.page.getByText(SUMMARY).click();
  await journey.page.getByRole('link', { name: 'Fill Customer Manager', exact: true }).click();
  await expect(journey.page.getByText('Not here: drag it to the bookmarks bar')).toBeVisible();
  await expect(journey.heading('Hand over')).toBeVisible();
});
