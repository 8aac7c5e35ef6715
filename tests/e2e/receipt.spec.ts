// The receipt: what is saved fits the published schema, prints as a page, and opened again it is compared with the tenant.
import fs from 'node:fs';
import path from 'node:path';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';
import { GLOBAL, type Journey } from './support/journey';
import type { Sandbox } from './support/sandbox';
import { downloaded } from './support/download';

test.describe.configure({ timeout: 90_000 });

const schema = JSON.parse(fs.readFileSync(path.resolve(__dirname, '../../public/receipt.schema.json'), 'utf8'));
const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(schema);

/** A set-up in use, and its receipt as it was saved. */
async function receipted(journey: Journey, sandbox: Sandbox) {
  await sandbox.reset({ orgConsent: true });
  await journey.whole();
  await journey.press('Finish');
  await expect(journey.heading('Done')).toBeVisible();
  await expect(journey.page.getByText('Microsoft Entra lists it')).toBeVisible();
  const { name, text } = await downloaded(journey.page, () => journey.press('Download receipt'));
  await journey.portal.close();
  return { name, text, receipt: JSON.parse(text) };
}

const choose = (page: Page, text: string, name = 'receipt.json') =>
  page.getByLabel('Receipt file (JSON)').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });

/** Opens it on the first screen, where nobody is signed in. */
async function openAtFirst(journey: Journey, text: string) {
  await journey.open();
  await journey.press('Open a receipt');
  await choose(journey.page, text);
}

async function signInToCompare(journey: Journey, account = GLOBAL) {
  await journey.press('Sign in and compare');
  await journey.signInIfAsked(journey.heading('How it is now'), account);
}

const rows = (journey: Journey, state: string) => journey.page.locator('.rows > li').and(journey.page.locator(`[data-state="${state}"]`));

test('what is saved fits the published schema, and says who, when, what and how it was checked', async ({ journey, sandbox }) => {
  const { name, text, receipt } = await receipted(journey, sandbox);
  expect(validate(receipt), JSON.stringify(validate.errors)).toBe(true);
  expect(name).toBe(`entra-handover-receipt-${receipt.run}.json`);
  const state = await sandbox.state();
  const [application] = state.applications;
  const [principal] = state.servicePrincipals.filter((one) => one.appId === application.appId);
  const [{ keyId, secretText }] = state.issuedSecrets;
  expect(receipt).toMatchObject({
    work: 'set-up',
    tenant: { id: state.portal.tenantId },
    application: { clientId: application.appId, objectId: application.id, servicePrincipalId: principal.id },
    clientSecret: { keyId },
    checks: { handedOver: { way: 'saved' }, tested: null },
  });
  expect(receipt.signedInAs.username).toMatch(/@/);
  expect(receipt.checks.seenInEntra).toMatch(/Z$/);
  expect(receipt.permissions.map((one: any) => [one.name, one.adminConsent])).toEqual([['User.Read.All', true], ['User.Read', true]]);
  for (const link of receipt.links) expect(link).toContain(application.appId);
  expect(text).not.toContain(secretText);
});

test('a repair and a removal have receipts that fit the schema, too', async ({ journey, sandbox }) => {
  await receipted(journey, sandbox);
  await journey.status();
  await journey.press('Remove');
  await expect(journey.heading('Will be removed')).toBeVisible();
  await journey.press('Remove');
  await expect(journey.heading('Removed')).toBeVisible({ timeout: 20_000 });
  const { text } = await downloaded(journey.page, () => journey.press('Download receipt'));
  const receipt = JSON.parse(text);
  expect(validate(receipt), JSON.stringify(validate.errors)).toBe(true);
  expect(receipt).toMatchObject({ work: 'deleted', clientSecret: null });
  await openAtFirst(journey, text);
  await signInToCompare(journey);
  await expect(journey.page.getByText('The tenant is as the receipt says.')).toBeVisible();
  await expect(rows(journey, 'ok')).toHaveText(/^ApplicationDeleted\./);
});

test('it prints as a page: the receipt, its links in words, and no buttons', async ({ journey, sandbox, page }) => {
  await page.addInitScript(() => { window.print = () => { (window as any).printed = ((window as any).printed ?? 0) + 1; }; });
  const { receipt } = await receipted(journey, sandbox);
  await journey.press('Print');
  await expect.poll(() => page.evaluate(() => (window as any).printed)).toBe(1);
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.getByText(receipt.clientSecret.keyId)).toBeVisible();
  await expect(page.getByText(receipt.signedInAs.objectId)).toBeVisible();
  await expect(page.getByRole('button')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Reminder' })).toBeHidden();
  const address = await page.getByRole('link', { name: 'API permissions' }).evaluate((link) => getComputedStyle(link, '::after').content);
  expect(address).toContain(receipt.application.clientId);
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(36, 36, 36)');
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light');
});

test('opened on the first screen it says what it says, and after the sign-in how it is now', async ({ journey, sandbox, page }) => {
  const { text, receipt } = await receipted(journey, sandbox);
  await page.context().clearCookies();
  await openAtFirst(journey, text);
  await expect(journey.heading('What the receipt says')).toBeVisible();
  await expect(page.getByText('anybody can write such a file')).toBeVisible();
  await expect(page.getByText(receipt.application.clientId)).toBeVisible();
  await journey.press('Sign in and compare');
  await expect(page).toHaveURL(new RegExp(`/login/${receipt.tenant.id}/`));
  await journey.signInIfAsked(journey.heading('How it is now'));
  // Reading delegated grants takes a right that the first sign-in does not ask for.
  await expect(page.getByText('What this sign-in may read is as the receipt says.')).toBeVisible();
  await expect(rows(journey, 'ok').filter({ hasText: receipt.clientSecret.keyId })).toContainText(/ends in 7\d\d days/);
  await expect(rows(journey, 'failed')).toHaveCount(0);
  await journey.press('Show the status');
  await expect(journey.heading('Status')).toBeVisible();
});

test('opened on Status it tells what has changed since', async ({ journey, sandbox, page }) => {
  const { text, receipt } = await receipted(journey, sandbox);
  const token = await sandbox.token(GLOBAL, ['Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All']);
  const { appRoleAssignments: [assignment] } = await sandbox.state();
  const principal = receipt.application.servicePrincipalId;
  await sandbox.graph(token, 'DELETE', `servicePrincipals/${principal}/appRoleAssignments/${assignment.id}`);
  await sandbox.graph(token, 'PATCH', `servicePrincipals/${principal}`, { accountEnabled: false });
  await sandbox.graph(token, 'POST', `applications/${receipt.application.objectId}/removePassword`, { keyId: receipt.clientSecret.keyId });
  await journey.status();
  await journey.press('Open a receipt');
  await choose(page, text);
  await expect(page.getByText('The tenant is not as the receipt says any more.')).toBeVisible();
  const changed = rows(journey, 'failed');
  await expect(changed).toHaveCount(3);
  for (const told of ['Disabled', 'Admin consent was revoked.', 'It was removed.']) await expect(changed.filter({ hasText: told })).toHaveCount(1);

  await sandbox.graph(token, 'DELETE', `applications/${receipt.application.objectId}`);
  await journey.press('Open a receipt');
  await choose(page, text);
  await expect(rows(journey, 'failed')).toHaveText(/^ApplicationDeleted\. It can be restored/);
});

test('a file that is not exactly a receipt is refused, and nothing of it is shown', async ({ journey, sandbox, page }) => {
  const { text, receipt } = await receipted(journey, sandbox);
  await journey.open();
  await journey.press('Open a receipt');
  const changed = (change: (it: any) => void) => { const copy = JSON.parse(text); change(copy); return JSON.stringify(copy); };
  for (const [file, told] of [
    ['no receipt', 'This is not a receipt'],
    [' '.repeat(70_000), 'This is not a receipt'],
    [changed((it) => { it.version = 2; }), 'A receipt of another version'],
    [changed((it) => { it.cloud = 'https://login.attacker.example'; }), 'A receipt of another cloud'],
    [changed((it) => { it.tenant.name = '\u202Eosotnoc <img src=x>'; }), 'This receipt was changed or damaged'],
    [changed((it) => { it.links[0] = 'https://portal.attacker.example/'; }), 'This receipt was changed or damaged'],
    [changed((it) => { it.secretText = 'x'; }), 'This receipt was changed or damaged'],
  ]) {
    await choose(page, file);
    await expect(journey.heading(told)).toBeVisible();
    await expect(page.getByText(receipt.application.clientId)).toBeHidden();
  }
  // Another name is one that anybody may write: it is text, and the comparison goes by ids.
  await choose(page, changed((it) => { it.application.name = '<img src=x onerror=alert(1)>'; }));
  await expect(page.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
  await expect(page.locator('main img')).toHaveCount(0);
});
