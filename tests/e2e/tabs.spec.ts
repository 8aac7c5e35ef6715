// Two tabs of one browser: one of them writes, the other says so and waits, and a copy of a tab can do nothing with what it copied.
import { expect, test } from './support/test';
import { GLOBAL, Journey } from './support/journey';
import { tokenRequests, writes } from './support/sandbox';

const UNDER_WAY = 'A set-up is under way in another tab';
const KEPT = 'entra-handover.sign-in';

test('a second tab neither meets nor joins a run that is under way, and goes on when the first is closed', async ({ journey, sandbox, context }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.choose();
  await expect(journey.heading('Review')).toBeVisible();
  await sandbox.faults([{ method: 'POST', path: '/addPassword', delayMs: 120_000 }]);
  await journey.press('Create');
  await expect.poll(async () => (await sandbox.state()).issuedSecrets.length).toBe(1);
  const before = writes(await sandbox.state()).length;

  const other = new Journey(await context.newPage(), sandbox.app);
  await other.open();
  await expect(other.alert()).toContainText(UNDER_WAY);
  await other.press('Start over');
  await other.press('Sign in with Microsoft');
  await other.press(GLOBAL);
  await expect(other.alert()).toContainText(UNDER_WAY);
  expect(writes(await sandbox.state())).toHaveLength(before);

  await sandbox.faults([]);
  await journey.page.close({ runBeforeUnload: false });
  await expect(other.page.getByText('A set-up was interrupted')).toBeVisible();
  await other.press('Undo');
  await expect(other.heading('Undone')).toBeVisible();
  expect((await sandbox.state()).applications).toEqual([]);
});

test('a tab that was ready to write before another one did has to look again', async ({ journey, sandbox, context }) => {
  await sandbox.reset({ orgConsent: true });
  const other = new Journey(await context.newPage(), sandbox.app);
  await other.choose();
  await expect(other.heading('Review')).toBeVisible();
  await journey.open();
  await journey.press('Sign in with Microsoft');
  await expect(journey.button(GLOBAL).or(journey.heading('Review'))).toBeVisible();
  if (await journey.button(GLOBAL).isVisible()) await journey.press(GLOBAL);
  await journey.press('Create');
  await expect(journey.heading('Hand over')).toBeVisible();
  await journey.sendAndWait();
  await journey.page.close({ runBeforeUnload: false });
  const before = writes(await sandbox.state()).length;

  await other.press('Create');
  await expect(other.alert()).toContainText('Another tab has changed something meanwhile');
  await other.press('Look again');
  await expect(other.heading('Status')).toBeVisible();
  expect(writes(await sandbox.state())).toHaveLength(before);
  expect((await sandbox.state()).applications).toHaveLength(1);
});

test('a duplicated tab cannot redeem a second code with what it copied', async ({ journey, sandbox, page, context }) => {
  await sandbox.reset({ orgConsent: true });
  const kept: string[] = [];
  const asked: string[] = [];
  await page.exposeFunction('kept', (text: string) => { kept.push(text); });
  await page.addInitScript((name) => {
    const keep = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key: string, value: string) {
      if (key === name) (window as any).kept(value);
      keep.call(this, key, value);
    };
  }, KEPT);
  page.on('request', (request) => { if (request.url().includes('code_challenge=')) asked.push(request.url()); });
  await journey.choose();
  await expect(journey.heading('Review')).toBeVisible();
  expect([kept.length, tokenRequests(await sandbox.state())]).toEqual([1, 1]);

  const copy = new Journey(await context.newPage(), sandbox.app);
  await copy.open();
  await copy.page.evaluate(([key, value]) => sessionStorage.setItem(key, value), [KEPT, kept[0]]);
  await copy.page.goto(asked[0]);
  await expect(copy.button(GLOBAL).or(copy.alert())).toBeVisible();
  if (await copy.button(GLOBAL).isVisible()) await copy.press(GLOBAL);
  await expect(copy.alert()).toContainText('This tab was not waiting for a sign-in');
  expect(tokenRequests(await sandbox.state())).toBe(1);
});

test('ten minutes without use forget the sign-in', async ({ journey, sandbox, page }) => {
  await sandbox.reset({ orgConsent: true });
  await page.clock.install();
  await journey.choose();
  await expect(journey.heading('Review')).toBeVisible();
  await page.clock.fastForward('09:00');
  await expect(journey.heading('Review')).toBeVisible();
  await page.clock.fastForward('01:10');
  await expect(journey.alert()).toContainText('You were signed out');
  await journey.press('Sign in with Microsoft');
  await expect(journey.button(GLOBAL).or(journey.heading('Review'))).toBeVisible();
});
