// "Test the secret" in the packaged extension: the application signs in as itself, which Microsoft lets no page do. The permission is
// given as a user gives it in the browser's own list of extensions; its prompt is not to be reached by a test.
import { expect, test } from '@playwright/test';
import { Extension, type Panel } from './support/extension';
import { GLOBAL } from './support/journey';
import type { Rule } from './support/sandbox';
import { findings, places } from './support/canaries';

const PORTAL = 'https://portal.azure.com/#@contoso.onmicrosoft.com/resource/subscriptions';
const LOGIN = 'https://login.microsoftonline.com/*';
const TEST = 'Test the secret';

let extension: Extension;
test.afterEach(async () => extension.stop());

async function created(faults: Rule[] = []): Promise<Panel> {
  extension = await Extension.start();
  const panel = await extension.open(await extension.tab(PORTAL));
  await panel.signIn(GLOBAL);
  await extension.sandbox.faults(faults);
  await panel.make();
  await extension.sandbox.faults([]);
  return panel;
}

/** What the extension may do beyond what it was installed with, and the rules that it has made. */
const left = () => extension.background.evaluate(async () => {
  const { permissions, declarativeNetRequest } = (globalThis as any).chrome;
  return { origins: (await permissions.getAll()).origins, rules: await declarativeNetRequest.getSessionRules() };
});
const NOTHING = { origins: [], rules: [] };

/** The requests of the test: for a token as the application, and for users. */
const asked = async () => (await extension.sandbox.state()).requests
  .filter((one) => one.path.endsWith('/token') || one.path === '/graph/v1.0/users').slice(2).map((one) => [one.method, one.path.split('/').pop(), one.status]);

test('the application signs in and reads a user, and nothing of it is left', async () => {
  const panel = await created();
  const { page } = panel;
  const tokens: string[] = [];
  extension.context.on('response', async (response) => {
    const reply = await response.json().catch(() => null);
    if (reply?.access_token) tokens.push(reply.access_token);
  });
  expect(await left()).toEqual(NOTHING);
  await extension.allow(LOGIN);
  await panel.press(TEST);
  await expect(panel.heading('The secret works')).toBeVisible();
  await expect.poll(left).toEqual(NOTHING);
  expect(await asked()).toEqual([['POST', 'token', 200], ['GET', 'users', 200]]);

  const [issued] = (await extension.sandbox.state()).issuedSecrets;
  expect(tokens).toHaveLength(1);
  const kept = { ...await places(page, extension.context), ...await extension.stored() };
  expect(findings(kept, { secret: issued.secretText, token: tokens[0] })).toEqual([]);
  const text = await page.locator('body').innerText();
  for (const hidden of [issued.secretText, tokens[0]]) expect(text).not.toContain(hidden);

  // It is in the receipt that it was.
  await panel.press('Copy Secret Code');
  await panel.press('Finish');
  await expect(page.getByText('It was tested: the application read a user with it')).toBeVisible();
  await expect(page.getByText('Microsoft Entra lists it')).toBeVisible();
});

test('a secret that is not known everywhere yet is waited for with a countdown', async () => {
  const panel = await created();
  await extension.sandbox.faults([{ method: 'POST', path: '/token', times: 2, status: 401, code: 'AADSTS7000215', message: 'Invalid client secret provided.' }]);
  await extension.allow(LOGIN);
  await panel.press(TEST);
  await expect(panel.page.getByText(/Microsoft does not know the new secret everywhere yet\. Next try in \d+ s/)).toBeVisible();
  await expect(panel.heading('The secret works')).toBeVisible({ timeout: 15_000 });
  expect(await asked()).toEqual([['POST', 'token', 401], ['POST', 'token', 401], ['POST', 'token', 200], ['GET', 'users', 200]]);
  await expect.poll(left).toEqual(NOTHING);
});

test('a consent that is missing is named', async () => {
  const panel = await created([{ method: 'POST', path: '/appRoleAssignedTo', times: 0, status: 403, code: 'Authorization_RequestDenied' }]);
  await extension.allow(LOGIN);
  await panel.press(TEST);
  await expect(panel.heading('The secret is right, but the application may not read users')).toBeVisible();
  await expect(panel.page.getByText('Admin consent is missing for User.Read.All (application permission).')).toBeVisible();
  await expect.poll(left).toEqual(NOTHING);
});

test('where the user does not allow it, One-time Sync. is the proof', async () => {
  const panel = await created();
  await panel.page.evaluate(() => { (globalThis as any).chrome.permissions.request = async () => false; });
  await panel.press(TEST);
  await expect(panel.heading('The secret was not tested')).toBeVisible();
  await expect(panel.page.getByText('One-time Sync. in Customer Manager is the proof: press it after Save.')).toBeVisible();
  expect(await asked()).toEqual([]);
  expect(await left()).toEqual(NOTHING);
  await expect(panel.button(TEST)).toBeVisible();
});

test('waiting can be ended, and a panel that is closed meanwhile leaves nothing behind for long', async () => {
  const panel = await created();
  await extension.sandbox.faults([{ method: 'POST', path: '/token', times: 0, status: 401, code: 'AADSTS7000215', message: 'Invalid client secret provided.' }]);
  await extension.allow(LOGIN);
  await panel.press(TEST);
  await expect(panel.page.getByText('Next try in')).toBeVisible();
  const [rule] = (await left()).rules;
  expect(rule.condition.urlFilter).toMatch(/^\|https:\/\/login\.microsoftonline\.com\/[0-9a-f-]{36}\/oauth2\/v2\.0\/token\?client-request-id=[0-9a-f-]{36}\|$/);
  expect(rule.condition).toMatchObject({ initiatorDomains: [extension.id], requestMethods: ['post'], resourceTypes: ['xmlhttprequest'] });
  await panel.press('Cancel');
  await expect(panel.heading('The test was stopped')).toBeVisible();
  await expect.poll(left).toEqual(NOTHING);

  await extension.allow(LOGIN);
  await panel.press(TEST);
  await expect(panel.page.getByText('Next try in')).toBeVisible();
  expect((await left()).rules).toHaveLength(1);
  panel.page.on('dialog', (dialog) => dialog.accept());
  await panel.page.reload();
  await expect(panel.page.locator('html')).toHaveAttribute('data-boot', 'ready');
  await expect.poll(left).toEqual(NOTHING);
});
