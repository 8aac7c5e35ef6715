// The hand-over between two windows: what goes wrong is told, nothing reaches a page that it is not for, and the secret stays masked.
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from './support/test';

test.beforeEach(async ({ sandbox }) => {
  await sandbox.reset({ orgConsent: true });
});

/** A page that shows how many window messages reached it, and says when it has listened for six offers' time. */
const LISTENER = `<!doctype html><title>listener</title><p id="heard">heard 0</p><p id="end"></p><script>
  let heard = 0;
  addEventListener('message', () => { document.querySelector('#heard').textContent = 'heard ' + ++heard; });
  setTimeout(() => { document.querySelector('#end').textContent = 'listened'; }, 1500);
</script>`;
const html = (body: string) => ({ status: 200, contentType: 'text/html', body });

async function secretOf(sandbox: { state(): Promise<any> }): Promise<string> {
  return (await sandbox.state()).issuedSecrets.at(-1).secretText;
}

async function press(page: Page, name: string): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name, exact: true }).click();
  return opened;
}

test('the values arrive in the form that is open for editing, and the portal gets no handle on the page', async ({ journey, sandbox, context }) => {
  await context.addInitScript(() => addEventListener('message', (event) => {
    const seen = { opener: window.opener, source: event.source && [event.source.top, event.source.opener] };
    document.documentElement.dataset.seen = JSON.stringify({ opener: !!seen.opener, source: !!seen.source?.some(Boolean) });
  }));
  await journey.handOver();
  await journey.sendAndWait();
  const { portal } = journey;
  const state = await sandbox.state();
  await expect(portal.getByLabel('User Look-Up Usage')).toHaveValue('use');
  await expect(portal.getByLabel('Client ID')).toHaveValue(state.applications[0].appId);
  await expect(portal.getByLabel('Secret Code')).toHaveValue(await secretOf(sandbox));
  await expect(portal.locator('html')).toHaveAttribute('data-seen', JSON.stringify({ opener: false, source: false }));
  expect(state.portal.saved).toBe(false);
  await expect(journey.page.getByText('Arrived')).toHaveCount(3);
});

test('what became of it is in view on a narrow page, and takes up the focus that went with the button', async ({ journey, page }) => {
  await page.setViewportSize({ width: 400, height: 500 });
  await journey.handOver();
  await journey.sendAndWait();
  const outcome = page.getByRole('status').filter({ hasText: 'Customer Manager has the three values' });
  await expect(outcome).toBeFocused();
  await expect(outcome).toBeInViewport();
});

test("a portal's window that is closed too early is told, and sending again works", async ({ journey, context }) => {
  await context.route('**/customer-manager/', (route) => route.fulfill(html('<title>portal</title>not yet')));
  await journey.handOver();
  const window = await press(journey.page, 'Send to Customer Manager');
  await window.getByText('not yet').waitFor();
  await window.close();
  await expect(journey.alert()).toContainText('The window was closed');
  await context.unroute('**/customer-manager/');
  await journey.sendAndWait();
});

test('a portal that does not trust this page gets no value', async ({ journey, context }) => {
  await context.route('**/receiver-config.json', (route) => route.fulfill({ json: { appOrigins: ['https://another.example'] } }));
  await journey.handOver();
  const opened = await press(journey.page, 'Send to Customer Manager');
  await opened.getByRole('button', { name: 'Authority Setting' }).click();
  await journey.button('MS AAD', opened).click();
  await expect(opened.getByLabel('Secret Code')).toHaveValue('');
  await expect(journey.page.getByText('Waiting for Customer Manager at')).toBeVisible();
  await journey.press('Cancel');
  await expect(journey.button('Send to Customer Manager')).toBeVisible();
});

async function handOverTo(context: BrowserContext, page: Page, portal: string, elsewhere?: string): Promise<Page> {
  if (elsewhere) await context.route(portal, (route) => route.fulfill(html(`<meta http-equiv="refresh" content="0;url=${elsewhere}">`)));
  await context.route(elsewhere ?? portal, (route) => route.fulfill(html(LISTENER)));
  const opened = await press(page, 'Send to Customer Manager');
  await expect(opened.getByText('listened')).toBeVisible();
  return opened;
}

test('a window that shows another origin than the portal hears nothing, although the right one would', async ({ journey, sandbox, context }) => {
  await journey.handOver();
  const wrong = await handOverTo(context, journey.page, sandbox.portal, 'http://elsewhere.localhost:9/');
  await expect(wrong.locator('#heard')).toHaveText('heard 0');
  await journey.press('Cancel');
  await wrong.close();
  await context.unrouteAll();
  const right = await handOverTo(context, journey.page, sandbox.portal);
  await expect(right.locator('#heard')).not.toHaveText('heard 0');
});

test('a portal that answers with a wrong nonce gets no value', async ({ journey, context }) => {
  await context.route('**/customer-manager/receiver.js', async (route) => {
    const response = await route.fetch();
    const text = (await response.text()).replace('nonce: handover.nonce', 'nonce: "0".repeat(64)');
    expect(text).toContain('repeat(64)');
    await route.fulfill({ response, body: text });
  });
  await journey.handOver();
  const opened = await press(journey.page, 'Send to Customer Manager');
  await expect(opened.getByLabel('Secret Code')).toBeEditable();
  await expect(opened.getByLabel('Secret Code')).toHaveValue('');
  await expect(journey.page.getByText('Waiting for Customer Manager at')).toBeVisible();
});

test('a portal that shows something else than it was sent is told by field', async ({ journey, context }) => {
  await context.route('**/customer-manager/receiver.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace('read[field] === true', 'field !== "clientId"') });
  });
  await journey.handOver();
  await press(journey.page, 'Send to Customer Manager');
  await expect(journey.alert()).toContainText('Client ID did not arrive');
});

test('a blocked window is told', async ({ journey, context }) => {
  await context.addInitScript(() => { window.open = () => null; });
  await journey.handOver();
  await journey.press('Send to Customer Manager');
  await expect(journey.alert()).toContainText('The browser blocked the window');
});

test('the address is typed where none is configured, and its origin is shown before anything is sent', async ({ journey, sandbox, page }) => {
  await page.route('**/config.json', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), portal: '' } });
  });
  await journey.handOver();
  const address = page.getByLabel('Customer Manager address');
  await expect(journey.button('Send to Customer Manager')).toBeDisabled();
  await address.fill('http://customer-manager.example/');
  await expect(journey.button('Send to Customer Manager')).toBeDisabled();
  await expect(page.getByText('must begin with https://')).toBeVisible();
  await address.fill(sandbox.portal);
  await expect(page.getByText(`Opens ${new URL(sandbox.portal).origin} in a new window`)).toBeVisible();
  await journey.sendAndWait();
});

test('the secret is masked, and shown only while the button is held', async ({ journey, sandbox, page }) => {
  await journey.handOver();
  const secret = await secretOf(sandbox);
  const field = journey.value('Secret Code');
  await expect(field).not.toContainText(secret);
  expect(await page.content()).not.toContain(secret);
  await journey.button('Hold to reveal').hover();
  await page.mouse.down();
  await expect(field).toContainText(secret);
  await page.mouse.up();
  await expect(field).not.toContainText(secret);
  await journey.button('Hold to reveal').focus();
  await page.keyboard.down('Space');
  await expect(field).toContainText(secret);
  await page.keyboard.up('Space');
  await expect(field).not.toContainText(secret);
});

test('each value can be copied by itself', async ({ journey, sandbox, page, context }) => {
  await context.addInitScript(() => {
    navigator.clipboard.writeText = async (text: string) => { (window as any).copied = text; };
  });
  await journey.handOver();
  const { issuedSecrets: [{ secretText }], applications: [{ appId }] } = await sandbox.state();
  const copied = () => page.evaluate(() => (window as any).copied);
  await journey.press('Copy Client ID');
  await expect.poll(copied).toBe(appId);
  await expect(page.getByText('Client ID was copied.')).toBeAttached();
  await journey.press('Copy Tenant ID');
  await expect.poll(copied).toBe(await journey.value('Tenant ID').textContent());
  await journey.press('Copy Secret Code');
  await expect.poll(copied).toBe(secretText);
});

test('leaving with an undelivered secret is asked about, and after the delivery it is not', async ({ journey, page }) => {
  const asked: string[] = [];
  page.on('dialog', (dialog) => { asked.push(dialog.type()); void dialog.dismiss(); });
  await journey.handOver();
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(journey.heading('Hand over')).toBeVisible();
  await journey.sendAndWait();
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
  expect(asked).toHaveLength(1);
});

test('Finish with an undelivered secret offers its removal', async ({ journey, sandbox }) => {
  await journey.handOver();
  await journey.press('Finish');
  await expect(journey.heading('The secret has not been handed over')).toBeVisible();
  await journey.press('Remove the secret');
  await expect(journey.alert()).toContainText('The secret was removed');
  const state = await sandbox.state();
  expect(state.issuedSecrets.filter((secret) => !secret.removed)).toEqual([]);
  expect(state.applications).toHaveLength(1);
  await journey.press('Undo');
  await expect(journey.heading('Undone')).toBeVisible();
  expect((await sandbox.state()).applications).toEqual([]);
});

test('the receipt names what was made and not the secret', async ({ journey, sandbox, page }) => {
  await journey.handOver();
  await journey.sendAndWait();
  await journey.save();
  await journey.press('Finish');
  const download = page.waitForEvent('download');
  await journey.press('Download receipt');
  const stream = await (await download).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const state = await sandbox.state();
  expect(JSON.stringify(JSON.parse(text))).toContain(state.applications[0].appId);
  expect(text).toContain(state.issuedSecrets[0].keyId);
  expect(text).not.toContain(state.issuedSecrets[0].secretText);
});
