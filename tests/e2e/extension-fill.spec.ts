// The packaged extension on Customer Manager's page: one click in the panel fills it in, and a page that is not it gets nothing.
import { expect, test, type Page } from '@playwright/test';
import { Extension, type Changes, type Panel } from './support/extension';
import { GLOBAL } from './support/journey';
import type { Rule } from './support/sandbox';
import { findings, places } from './support/canaries';

const PORTAL = 'https://portal.azure.com/#@contoso.onmicrosoft.com/resource/subscriptions';
const MANAGER = 'https://customer-manager.example/customer-manager/';
const FILL = 'Fill Customer Manager';

let extension: Extension;
test.afterEach(async () => extension.stop());

/** The panel with the three values, and the secret among them. */
async function created(changes?: Changes, faults: Rule[] = []): Promise<{ panel: Panel; secret: string }> {
  extension = await Extension.start(changes);
  const panel = await extension.open(await extension.tab(PORTAL));
  await panel.signIn(GLOBAL);
  await extension.sandbox.faults(faults);
  await panel.make();
  const issued = (await extension.sandbox.state()).issuedSecrets.filter((one) => !one.removed);
  expect(issued).toHaveLength(1);
  return { panel, secret: issued[0].secretText };
}

/** Customer Manager as it comes up: the form is behind its menu. */
const manager = () => extension.tab(MANAGER);

/** Saves in the portal, and looks whether the values are good. */
async function saveAndSync(panel: Panel, portal: Page) {
  await panel.press('Save', portal);
  await panel.press('OK', portal);
  await expect.poll(async () => (await extension.sandbox.state()).portal.saved).toBe(true);
  const clicks = panel.clicks + extension.presses;
  await portal.getByRole('button', { name: 'One-time Sync.' }).click();
  await expect(portal.getByText(/Sync finished: \d+ users/)).toBeVisible();
  return clicks;
}

/** A page of another site. It keeps every value that its fields ever had. */
async function stranger(body: string, address = 'https://stranger.example/'): Promise<Page> {
  await extension.context.route(address, (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>x</title>
    <script>window.seen = []; for (const name of ['input', 'change', 'keydown', 'blur'])
      addEventListener(name, ({ target }) => { if (target.value) seen.push(target.value); }, true);</script>${body}` }));
  return extension.tab(address);
}

const values = (page: Page) => page.evaluate(() => [...document.querySelectorAll('input')].map((it) => it.value).concat((window as any).seen));

test('one click fills Customer Manager beside the panel; saved there, One-time Sync. lists the users', async () => {
  const { panel, secret } = await created();
  const { page } = panel;
  const portal = await manager();
  // The button was not pressed on this tab, so the panel does not know what it is.
  await expect(page.getByText('To fill in Customer Manager from here, go to its tab')).toBeVisible();
  await expect(panel.button(FILL)).toBeHidden();
  await extension.press(portal);
  await expect(page.getByText('https://customer-manager.example', { exact: true })).toBeVisible();

  await panel.press(FILL);
  await expect(panel.heading('The three values are in the page')).toBeVisible();
  await expect(page.getByText('Arrived')).toHaveCount(3);
  await expect(portal.getByLabel('User Look-Up Usage')).toHaveValue('use');
  await expect(portal.getByLabel('Tenant ID')).toHaveValue(/^[0-9a-f-]{36}$/);
  await expect(portal.getByLabel('Client ID')).toHaveValue(await panel.value('Client ID').innerText());
  await expect(portal.getByLabel('Secret Code')).toHaveValue(secret);
  // Saving is the user's act.
  expect((await extension.sandbox.state()).portal.saved).toBe(false);
  expect(await page.locator('body').innerText()).not.toContain(secret);
  expect(findings(await places(page, extension.context), { secret })).toEqual([]);
  expect(await portal.evaluate(() => Object.keys(window).filter((name) => /handoverPage|handoverAct|handoverKept/.test(name)))).toEqual([]);

  // Every click, from the toolbar button on: nothing was typed, and the portal's own menu needed none.
  expect(await saveAndSync(panel, portal)).toBeLessThanOrEqual(10);

  // It was handed over: nothing is asked before the end.
  await panel.press('Finish');
  await expect(panel.heading('Hand over')).toBeHidden();
});

test('once the permissions are accepted it takes seven clicks, beside Customer Manager alone', async () => {
  const { panel } = await created();
  const portal = await manager();
  await extension.press(portal);
  await panel.press(FILL);
  await expect(panel.heading('The three values are in the page')).toBeVisible();
  await saveAndSync(panel, portal);
  await panel.page.close();
  // The next customer's tenant: nothing stands there yet.
  await extension.sandbox.reset({ orgConsent: true });
  await portal.reload();

  extension.presses = 0;
  const later = await extension.open(portal);
  const window = await later.window('Sign in with Microsoft');
  await later.press(GLOBAL, window);
  await expect(later.heading('Review')).toBeVisible();
  await later.press('Create');
  await expect(later.heading('Hand over')).toBeVisible();
  await later.press(FILL);
  await expect(later.heading('The three values are in the page')).toBeVisible();
  expect(await saveAndSync(later, portal)).toBeLessThanOrEqual(7);
  expect((await extension.sandbox.state()).applications).toHaveLength(1);
});

test('a site that the user lets it remember is seen without the button, and filled by the same click', async () => {
  const { panel } = await created();
  const portal = await manager();
  await extension.press(portal);
  await panel.press(FILL);
  await expect(panel.button('Remember this site')).toBeVisible();
  // The browser's own question is out of a test's reach: it is answered beforehand, in the list of extensions.
  await extension.allow(`${new URL(MANAGER).origin}/*`);
  await panel.press('Remember this site');
  await expect(panel.page.getByText('https://customer-manager.example is remembered')).toBeVisible();
  await panel.press('Finish');
  await panel.press('Start over');
  await portal.close();
  const window = await panel.window('Sign in with Microsoft');
  await panel.press(GLOBAL, window);
  await expect(panel.heading('Status')).toBeVisible();
  await panel.press('Renew');
  await expect(panel.heading('Renew')).toBeVisible();
  await panel.press('Renew');
  await expect(panel.heading('Hand over')).toBeVisible();
  const again = await manager();
  await panel.press(FILL);
  await expect(panel.heading('The three values are in the page')).toBeVisible();
  await expect(again.getByLabel('Secret Code')).toHaveValue(/.{40}/);
  await expect(panel.page.getByText('https://customer-manager.example is remembered')).toBeVisible();
});

test('a portal that loads another page for its menu and for Modify is followed', async () => {
  const { panel, secret } = await created();
  const at = 'https://classic.example/';
  await extension.context.route(`${at}**`, (route) => {
    const { pathname } = new URL(route.request().url());
    const body = pathname === '/' ? '<a href="/menu">Authority Setting</a>' : pathname === '/menu' ? '<a href="/msaad">MS AAD</a>'
      : `<h1>MS AAD</h1><form action="/save" method="post"><label>Tenant ID <input ${pathname === '/edit' ? '' : 'readonly'}></label>
        <label>Client ID <input ${pathname === '/edit' ? '' : 'readonly'}></label><label>Secret Code <input type="password" ${pathname === '/edit' ? '' : 'readonly'}></label>
        <a href="/edit">Modify</a></form>`;
    return route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Classic</title>${body}` });
  });
  const portal = await extension.tab(at);
  await extension.press(portal);
  await panel.press(FILL);
  await expect(panel.heading('The three values are in the page')).toBeVisible({ timeout: 20_000 });
  await expect(portal).toHaveURL(`${at}edit`);
  await expect(portal.getByLabel('Secret Code')).toHaveValue(secret);
});

test('a page that is not Customer Manager gets nothing, and the panel says why', async () => {
  const { panel, secret } = await created();
  const { page } = panel;
  const none = await stranger('<label>Tenant <input></label><label>Password <input type="password"></label>');
  await extension.press(none);
  await panel.press(FILL);
  await expect(panel.heading('The form is not on this page')).toBeVisible({ timeout: 15_000 });
  expect((await values(none)).filter(Boolean)).toEqual([]);

  const short = await stranger(`<h1>MS AAD</h1><label>Tenant ID <input></label><label>Client ID <input></label>
    <label>Secret Code <input maxlength="8"></label>`, 'https://short.example/');
  await extension.press(short);
  await expect(page.getByText('https://short.example', { exact: true })).toBeVisible();
  await panel.press(FILL);
  await expect(panel.heading('Secret Code takes only 8 characters')).toBeVisible();
  expect((await values(short)).filter(Boolean)).toEqual([]);

  // A page that changes what it is given: the secret's turn never comes, a sample does.
  const rewriting = await stranger(`<h1>MS AAD</h1><label>Tenant ID <input></label><label>Client ID <input></label>
    <label>Secret Code <input oninput="this.value = this.value.slice(1)"></label>`, 'https://rewriting.example/');
  await extension.press(rewriting);
  await expect(page.getByText('https://rewriting.example', { exact: true })).toBeVisible();
  await panel.press(FILL);
  await expect(panel.heading('The page changes what is put into Secret Code')).toBeVisible();
  expect((await values(rewriting)).join()).not.toContain(secret.slice(1));

  // Gone to another site since the button was pressed there: out of reach, and not offered.
  await rewriting.goto(MANAGER);
  await expect(panel.button(FILL)).toBeHidden();
  // The Azure portal is nobody's Customer Manager.
  const azure = extension.context.pages().find((one) => one.url().startsWith('https://portal.azure.com'))!;
  await extension.press(azure);
  await expect(page.getByText('To fill in Customer Manager from here, go to its tab')).toBeVisible();
  await expect(panel.button(FILL)).toBeHidden();
  // The way out.
  await expect(panel.button('Copy Secret Code')).toBeVisible();
});

test('where the portal is named, only its own origin is filled', async () => {
  const { panel } = await created({ portal: 'https://manager.example/' });
  const portal = await manager();
  await extension.press(portal);
  await expect(panel.page.getByText('and your Customer Manager is https://manager.example.')).toBeVisible();
  await expect(panel.button(FILL)).toBeHidden();
});

test('on a page that is not understood the user picks the fields once', async () => {
  const { panel, secret } = await created();
  const { page } = panel;
  const foreign = await stranger(`<h1>Annuaire</h1><label>Recherche <select id="u"><option>Ne pas utiliser<option>Utiliser</select></label><label>Locataire <input id="a"></label><label>Programme <input id="b"></label>
    <label>Mot de passe <input id="c" type="password"></label>`, 'https://annuaire.example/');
  await extension.press(foreign);
  await panel.press(FILL);
  await expect(panel.heading('The form is not on this page')).toBeVisible({ timeout: 15_000 });
  await panel.press('Pick the fields');
  for (const [label, name] of [['Tenant ID', 'Locataire'], ['Client ID', 'Programme'], ['Secret Code', 'Mot de passe']]) {
    await expect(page.getByText(`Click the field ${label} on the page.`)).toBeVisible();
    await foreign.bringToFront();
    await foreign.getByLabel(name).click();
  }
  await expect(page.getByText('Click User Look-Up Usage on the page.')).toBeVisible();
  await foreign.bringToFront();
  await foreign.getByLabel('Recherche').click();
  await expect(page.getByText('Which of these turns User Look-Up Usage on?')).toBeVisible();
  await panel.press('Utiliser');
  await expect(page.getByText('The fields are remembered for this site.')).toBeVisible();
  expect((await values(foreign)).filter(Boolean)).toEqual([]);
  await panel.press(FILL);
  await expect(panel.heading('The three values are in the page')).toBeVisible();
  await expect(foreign.getByLabel('Recherche')).toHaveValue('Utiliser');
  await expect(foreign.getByLabel('Mot de passe')).toHaveValue(secret);
  const kept = await extension.stored();
  expect(kept['chrome.storage.local']).toContain('Locataire');
  expect(findings(kept, { secret })).toEqual([]);
});

test('a secret that could not be confirmed is filled in only by choice', async () => {
  const refused = { method: 'GET', path: '/graph/v1.0/applications/', times: 0, status: 403, code: 'Authorization_RequestDenied', message: 'no' };
  const { panel } = await created({}, [refused]);
  const portal = await manager();
  await extension.press(portal);
  await expect(panel.page.getByText('The new secret could not be confirmed')).toBeVisible();
  await expect(panel.button(FILL)).toBeDisabled();
  await panel.press('Hand over without confirmation');
  await panel.press(FILL);
  await expect(panel.heading('The three values are in the page')).toBeVisible();
});
