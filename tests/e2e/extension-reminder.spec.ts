// The number on the toolbar button: only for who wants it, of ids and dates alone, and always of the secret that is in use.
import { expect, test, type Page } from '@playwright/test';
import { Extension, type Panel } from './support/extension';
import { GLOBAL } from './support/journey';
import { downloaded } from './support/download';

test.describe.configure({ timeout: 90_000 });

const PORTAL = 'https://portal.azure.com/#@contoso.onmicrosoft.com/resource/subscriptions';
const TICK = 'Remind me on the toolbar button';
const KEY = 'end dates';

let extension: Extension;
test.afterEach(async () => extension.stop());

const stored = async () => JSON.parse((await extension.stored())['chrome.storage.local'])[KEY];
const kept = async () => JSON.parse(await stored() ?? '{"applications":[]}').applications.flatMap((one: any) => one.secrets.map((secret: any) => secret.key));
const button = () => extension.background.evaluate(async () => {
  const { action } = (globalThis as any).chrome;
  return [await action.getBadgeText({}), await action.getTitle({})];
});
const tick = (page: Page) => page.getByRole('checkbox', { name: TICK });

/** The last screen of a set-up whose secret ends so many days from now. */
async function done(days: number): Promise<Panel> {
  extension = await Extension.start();
  await extension.sandbox.reset({ orgConsent: true });
  const panel = await extension.open(await extension.tab(PORTAL));
  await panel.signIn(GLOBAL);
  await until(panel, days);
  await panel.press('Create');
  await finish(panel);
  return panel;
}

/** Chooses a day; the secret ends at the end of it. */
async function until({ page }: Panel, days: number) {
  await page.getByLabel('Secret expires after').selectOption({ label: 'On a date I choose' });
  await page.getByLabel('Last day').fill(new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));
}

async function finish(panel: Panel) {
  await expect(panel.heading('Hand over')).toBeVisible();
  await panel.page.context().grantPermissions(['clipboard-write']).catch(() => undefined);
  await panel.press('Copy Secret Code');
  await panel.press('Finish');
  await expect(panel.heading('Done')).toBeVisible();
}

const live = async () => (await extension.sandbox.state()).issuedSecrets.filter((one) => !one.removed).map((one) => one.keyId);

test('without a tick nothing is stored; with it the button counts, and unticking deletes it', async () => {
  const { page } = await done(20);
  await expect(tick(page)).not.toBeChecked();
  expect(await stored()).toBeUndefined();
  await tick(page).check();
  await expect.poll(async () => (await button())[0]).toBe('20');
  expect((await button())[1]).toBe('Entra Handover: days until a client secret ends: 20');
  const { applications: [application], issuedSecrets: [issued] } = await extension.sandbox.state();
  const [only] = JSON.parse(await stored()).applications;
  expect(Object.keys(only).sort()).toEqual(['application', 'secrets', 'tenant']);
  expect(only.application).toBe(application.id);
  expect(only.secrets.map((one: any) => Object.keys(one).sort().join())).toEqual(['ends,key']);
  expect(await stored()).not.toContain(issued.secretText);
  await tick(page).uncheck();
  await expect.poll(async () => (await button())[0]).toBe('');
  expect(await stored()).toBeUndefined();
  expect((await button())[1]).toBe('Open Entra Handover beside this page');
});

test('the number comes from 30 days before the end, and is brought up to date when the panel is opened and the browser starts', async () => {
  const panel = await done(31);
  await tick(panel.page).check();
  await expect.poll(kept).toHaveLength(1);
  expect((await button())[0]).toBe('');
  // Three days later: the clock of the worker goes on, and the panel is opened anew.
  const later = (days: number) => extension.background.evaluate((days) => {
    const now = Date.now();
    Date.now = () => now + days * 86_400_000;
  }, days);
  await later(3);
  expect((await button())[0]).toBe('');
  await extension.press(await extension.tab(PORTAL));
  await expect.poll(async () => (await button())[0]).toBe('28');
  await later(40);
  await extension.background.evaluate(() => (globalThis as any).chrome.runtime.onStartup.dispatch());
  await expect.poll(button).toEqual(['!', 'Entra Handover: a client secret has ended']);
});

test('the date follows a renewal, an undo and a removal', async () => {
  const panel = await done(10);
  const { page } = panel;
  await tick(page).check();
  await expect.poll(async () => (await button())[0]).toBe('10');
  const [old] = await live();

  const status = async () => {
    await panel.press('Start over');
    const window = await panel.window('Sign in with Microsoft');
    await panel.press(GLOBAL, window);
    await expect(panel.heading('Status')).toBeVisible();
  };
  await status();
  await expect(tick(page)).toBeChecked();
  await panel.press('Renew');
  await until(panel, 25);
  await panel.press('Renew');
  await finish(panel);
  await expect(tick(page)).toBeChecked();
  await expect.poll(async () => (await button())[0]).toBe('25');
  expect((await kept()).sort()).toEqual((await live()).sort());

  // Taken back, the old date counts again.
  await panel.press('Undo');
  await panel.press('Undo');
  await expect(panel.heading('Undone')).toBeVisible({ timeout: 20_000 });
  await expect.poll(async () => (await button())[0]).toBe('10');
  expect(await kept()).toEqual([old]);

  await status();
  await panel.press('Remove');
  await expect(panel.heading('Will be removed')).toBeVisible();
  await panel.press('Remove');
  await expect(panel.heading('Removed')).toBeVisible({ timeout: 20_000 });
  await expect.poll(async () => (await button())[0]).toBe('');
  expect(await stored()).toBeUndefined();
});

test('the calendar file links to the web app only if its address is known', async () => {
  for (const [web, expected] of [['', 'press the toolbar button of Entra Handover'], ['https://handover.example/app/', 'URL:https://handover.example/app/#renew=']]) {
    extension = await Extension.start({ web });
    await extension.sandbox.reset({ orgConsent: true });
    const panel = await extension.open(await extension.tab(PORTAL));
    await panel.signIn(GLOBAL);
    await panel.press('Create');
    await finish(panel);
    const { text } = await downloaded(panel.page, () => panel.press('Save a reminder'));
    const unfolded = text.replaceAll('\r\n ', '');
    expect(unfolded).toContain(expected);
    expect(unfolded.includes('URL:')).toBe(web !== '');
    expect(unfolded).not.toContain('chrome-extension');
    if (web === '') await extension.stop();
  }
});
