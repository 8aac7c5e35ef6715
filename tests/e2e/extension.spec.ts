// The packaged extension beside the Azure portal: from the toolbar button to the three values.
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { Extension } from './support/extension';
import { GLOBAL, NOBODY } from './support/journey';
import { findings, places } from './support/canaries';

const axe = fs.readFileSync(path.resolve(__dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');

const PORTAL = 'https://portal.azure.com/#@contoso.onmicrosoft.com/resource/subscriptions';

let extension: Extension;
test.afterEach(async () => extension.stop());

test('beside the portal it signs in to the tenant that is open there, creates, and links to the portal', async () => {
  extension = await Extension.start();
  const { context, sandbox } = extension;
  const portal = await extension.tab(PORTAL);
  const panel = await extension.open(portal);
  await expect(panel.page.getByText('The portal beside this panel is open in contoso.onmicrosoft.com.')).toBeVisible();
  expect(await panel.signIn(GLOBAL)).toContain('/contoso.onmicrosoft.com/oauth2/v2.0/authorize');
  await panel.make();
  expect(panel.clicks).toBeLessThanOrEqual(5);

  const state = await sandbox.state();
  const [application] = state.applications;
  await expect(panel.value('Client ID')).toHaveText(application.appId);
  await expect(panel.value('Tenant ID')).toHaveText(/^[0-9a-f-]{36}$/);
  const secrets = state.issuedSecrets.filter((secret) => !secret.removed);
  expect(secrets).toHaveLength(1);

  // Nothing of the sign-in was ever stored, and the secret is nowhere but in memory.
  const kept = await places(panel.page, context);
  expect(findings(kept, { secret: secrets[0].secretText })).toEqual([]);
  expect(kept.sessionStorage).not.toContain('entra-handover.sign-in');
  expect(JSON.stringify(kept)).not.toContain('verifier');

  const tabs = context.pages().length;
  for (const [link, heading] of [
    ['Application', 'Overview'], ['Certificates & secrets', 'Certificates & secrets'], ['API permissions', 'API permissions'],
    ['Enterprise application', 'Enterprise application'],
  ]) {
    await panel.page.getByRole('link', { name: link, exact: true }).click();
    await expect(portal.getByRole('heading', { name: heading, exact: true })).toBeVisible();
    await expect(portal.locator('#application')).toHaveText(application.appId);
  }
  expect(context.pages()).toHaveLength(tabs);
  await expect(panel.heading('Hand over')).toBeVisible();
});

test('once the permissions are accepted the second sign-in needs no window', async () => {
  extension = await Extension.start();
  await extension.sandbox.reset({ orgConsent: true });
  const panel = await extension.open(await extension.tab(PORTAL));
  await panel.signIn(GLOBAL);
  const windows: string[] = [];
  extension.context.on('page', (page) => windows.push(page.url()));
  await panel.press('Create');
  await expect(panel.heading('Hand over')).toBeVisible();
  expect(windows).toEqual([]);
  expect(panel.clicks).toBe(3);
});

test('a sign-in window that is closed can be opened again, before the review and before the writing', async () => {
  extension = await Extension.start();
  const panel = await extension.open(await extension.tab(PORTAL));
  await (await panel.window('Sign in with Microsoft')).close();
  await expect(panel.heading('The sign-in window was closed')).toBeVisible();
  await panel.signIn(GLOBAL);

  await (await panel.window('Create')).close();
  await expect(panel.heading('Nothing was created')).toBeVisible();
  await expect(panel.heading('The sign-in window was closed')).toBeVisible();
  const { requests } = await extension.sandbox.state();
  expect(requests.filter((request) => request.path.startsWith('/graph/') && request.method !== 'GET')).toEqual([]);
  await panel.accept(await panel.window('Sign in again'), 'Hand over');
});

test('a declined consent and a page of Microsoft that says no are told with what to do', async () => {
  extension = await Extension.start();
  const panel = await extension.open(await extension.tab(PORTAL));
  const window = await panel.window('Sign in with Microsoft');
  await panel.press(GLOBAL, window);
  await panel.press('Cancel', window);
  await expect(panel.heading('Sign-in was cancelled')).toBeVisible();

  // Microsoft's own page says it and sends nobody back: the user closes the window.
  const refused = await panel.window('Sign in with Microsoft');
  await panel.press(NOBODY, refused);
  await expect(refused.getByText('Need admin approval')).toBeVisible();
  await refused.close();
  await expect(panel.heading('The sign-in window was closed')).toBeVisible();
  await panel.signIn(GLOBAL);
});

for (const [code, said] of [
  ['AADSTS53003: Access has been blocked by Conditional Access policies.', 'A policy of the tenant blocks this sign-in'],
  ['AADSTS65004: User declined to consent to access the app.', 'Sign-in was cancelled'],
  ['prose without a number', 'Sign-in was cancelled'],
]) {
  test(`an answer that is an error gives a retry: ${code.split(':')[0]}`, async () => {
    extension = await Extension.start();
    const panel = await extension.open(await extension.tab(PORTAL));
    const window = await panel.window('Sign in with Microsoft');
    await expect(panel.button(GLOBAL, window)).toBeVisible();
    const asked = new URL(window.url()).searchParams;
    const answer = new URLSearchParams({ error: 'access_denied', error_description: code, state: asked.get('state')! });
    // Microsoft's page goes on to the answer, and the window closes before it comes.
    await window.evaluate((to) => { setTimeout(() => location.replace(to)); }, `${asked.get('redirect_uri')}#${answer}`);
    await expect(panel.heading(said)).toBeVisible();
    expect((await extension.sandbox.state()).requests.filter((one) => one.path.endsWith('/token'))).toEqual([]);
    await panel.signIn(GLOBAL);
  });
}

test('nothing of a sign-in is stored while it is under way, nor after it', async () => {
  extension = await Extension.start();
  const { context } = extension;
  const canaries: Record<string, string> = {};
  context.on('request', (request) => {
    const form = new URLSearchParams(request.method() === 'POST' ? request.postData() ?? '' : '');
    for (const name of ['code_verifier', 'code']) if (form.get(name)) canaries[`${name} ${Object.keys(canaries).length}`] = form.get(name)!;
  });
  context.on('response', async (response) => {
    const reply = await response.json().catch(() => null);
    for (const name of ['access_token', 'id_token', 'secretText']) if (reply?.[name]) canaries[`${name} ${Object.keys(canaries).length}`] = reply[name];
  });
  const panel = await extension.open(await extension.tab(PORTAL));
  const seen: Record<string, string> = {};
  const look = async (when: string) => {
    const kept = { ...await places(panel.page, context), ...await extension.stored() };
    for (const [place, text] of Object.entries(kept)) seen[`${when}, ${place}`] = text;
  };
  const first = await panel.window('Sign in with Microsoft');
  await expect(panel.button(GLOBAL, first)).toBeVisible();
  await look('account');
  await panel.press(GLOBAL, first);
  await expect(panel.button('Accept', first)).toBeVisible();
  await look('consent');
  await panel.accept(first, 'Review');
  await look('review');
  const second = await panel.window('Create');
  await expect(panel.button('Accept', second)).toBeVisible();
  await look('second consent');
  await panel.accept(second, 'Hand over');
  await look('hand-over');
  const found = Object.keys(canaries).map((name) => name.split(' ')[0]).sort();
  expect(found).toEqual(['access_token', 'access_token', 'code', 'code', 'code_verifier', 'code_verifier', 'id_token', 'id_token', 'secretText']);
  expect(findings(seen, canaries)).toEqual([]);
});

test('the user can sign in elsewhere than to the tenant beside', async () => {
  extension = await Extension.start();
  const panel = await extension.open(await extension.tab(PORTAL));
  await panel.press("Use my account's own tenant");
  expect(await panel.signIn(GLOBAL)).toContain('/organizations/oauth2/v2.0/authorize');
});

test('the panel follows the button to another portal, and outlives tabs that change and close', async () => {
  extension = await Extension.start();
  const first = await extension.tab(PORTAL);
  const panel = await extension.open(first);
  await expect(panel.page.getByText('open in contoso.onmicrosoft.com')).toBeVisible();
  const second = await extension.tab('https://entra.microsoft.com/fabrikam.example/#home');
  await expect(panel.page.getByText('open in contoso.onmicrosoft.com')).toBeVisible();
  await extension.press(second);
  await expect(panel.page.getByText('open in fabrikam.example')).toBeVisible();
  await second.goto('https://entra.microsoft.com/#@northwind.example/view/x');
  await expect(panel.page.getByText('open in northwind.example')).toBeVisible();
  await first.close();
  await extension.tab('https://customer-manager.example/customer-manager/');
  await expect(panel.page.getByText('open in northwind.example')).toBeVisible();
  expect(panel.page.isClosed()).toBe(false);
});

test('an installed extension registers itself with its own redirect URI, and keeps the registration', async () => {
  extension = await Extension.start({ config: { client_id: '' } });
  const { sandbox } = extension;
  const portal = await extension.tab(PORTAL);
  const panel = await extension.open(portal);
  const redirect = `https://${extension.id}.chromiumapp.org/`;
  await expect(panel.page.getByRole('group', { name: 'Redirect URI to register' })).toHaveText(redirect);
  const token = await sandbox.token(GLOBAL, ['Application.ReadWrite.All', 'User.Read']);
  await panel.page.getByLabel('Microsoft Graph access token').fill(token);
  await panel.press('Register Entra Handover');
  await expect(panel.heading('Entra Handover is registered')).toBeVisible();
  const { applications } = await sandbox.state();
  expect(applications[0].spa.redirectUris).toEqual([redirect]);

  await panel.page.reload();
  await expect(panel.button('Sign in with Microsoft')).toBeVisible();
  await panel.signIn(GLOBAL);
  await panel.make();

  await panel.page.reload();
  // The secret was not handed over, so that is met first.
  await panel.press('Set up something else');
  await panel.page.getByText('Options', { exact: true }).click();
  await panel.press('Use another registration');
  await expect(panel.heading('Entra Handover is not registered yet')).toBeVisible();
  await panel.page.getByLabel('Application (client) ID').fill('no id');
  await panel.press('Use this registration');
  await expect(panel.alert()).toBeVisible();
});

for (const scheme of ['light', 'dark'] as const) {
  test(`what only the panel shows has no axe-core violation and fits 320 px (${scheme})`, async () => {
    extension = await Extension.start();
    const panel = await extension.open(await extension.tab(PORTAL));
    const { page } = panel;
    await page.setViewportSize({ width: 320, height: 800 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    const found: string[] = [];
    const look = async (screen: string) => {
      await page.evaluate(axe);
      found.push(...await page.evaluate(async (screen) => {
        const { violations } = await (window as any).axe.run(document, { resultTypes: ['violations'] });
        return violations.map((one: any) => `${screen}: ${one.id}: ${one.nodes.map((node: any) => node.target.join(' ')).join('; ')}`);
      }, screen));
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) found.push(`${screen}: ${over} px too wide`);
    };
    await expect(page.getByText('open in contoso.onmicrosoft.com')).toBeVisible();
    await look('sign-in');
    await panel.signIn(GLOBAL);
    await (await panel.window('Create')).close();
    await expect(panel.heading('Nothing was created')).toBeVisible();
    await look('closed window');
    await panel.accept(await panel.window('Sign in again'), 'Hand over');
    await look('hand-over');
    await extension.press(await extension.tab('https://customer-manager.example/customer-manager/'));
    await expect(panel.button('Fill Customer Manager')).toBeEnabled();
    await look('a page to fill in');
    await panel.press('Fill Customer Manager');
    await expect(panel.heading('The three values are in the page').or(panel.button('Pick the fields'))).toBeVisible({ timeout: 15_000 });
    await look('a page that was not filled');
    expect(found).toEqual([]);
  });
}
