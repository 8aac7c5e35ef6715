// Applications of ours that were deleted: restored, or removed for good.
import { expect, test } from './support/test';
import { GLOBAL, type Journey } from './support/journey';
import type { Sandbox } from './support/sandbox';

/** A finished run whose application an administrator has deleted since; then the review of a second visit. */
async function deletedTwin(journey: Journey, sandbox: Sandbox) {
  await sandbox.reset({ orgConsent: true });
  await journey.handOver();
  await journey.sendAndWait();
  await journey.press('Finish');
  await expect(journey.heading('Done')).toBeVisible();
  const [made] = (await sandbox.state()).applications;
  const token = await sandbox.token(GLOBAL, ['Application.ReadWrite.All']);
  await sandbox.graph(token, 'DELETE', `applications/${made.id}`);
  await journey.open();
  await journey.press('Sign in with Microsoft');
  await journey.press(GLOBAL);
  await expect(journey.heading('What exists already')).toBeVisible();
  return made;
}

test('a deleted application is found and restored, with consent and a new secret', async ({ journey, sandbox, page }) => {
  const made = await deletedTwin(journey, sandbox);
  await expect(page.getByRole('radio', { name: /Create a new one/ })).toBeChecked();
  await page.getByRole('radio', { name: /Restore the deleted one/ }).check();
  await journey.create();
  await expect(journey.heading('Hand over')).toBeVisible();
  await expect(journey.value('Client ID')).toHaveText(made.appId);
  const state = await sandbox.state();
  expect(state.applications.map((one) => one.id)).toEqual([made.id]);
  expect(state.servicePrincipals).toHaveLength(1);
  expect(state.appRoleAssignments).toHaveLength(1);
  expect(state.deletedItems).toEqual([]);
  await journey.sendAndWait();
});

test('a deleted application is removed for good only after it is asked', async ({ journey, sandbox, page }) => {
  await deletedTwin(journey, sandbox);
  await journey.press('Remove for good');
  await expect(journey.heading('Remove for good?')).toBeVisible();
  await expect(journey.button('Remove for good')).toBeDisabled();
  await page.getByRole('checkbox', { name: 'I know that it cannot be brought back.' }).check();
  expect((await sandbox.state()).deletedItems).not.toEqual([]);
  await journey.press('Remove for good');
  await expect(journey.heading('Removed for good')).toBeVisible();
  expect((await sandbox.state()).deletedItems).toEqual([]);
});

test('after Undo the deleted application can be removed for good', async ({ journey, sandbox, page }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.handOver();
  await journey.press('Undo');
  await expect(journey.heading('Undone')).toBeVisible();
  expect((await sandbox.state()).deletedItems).not.toEqual([]);
  await journey.press('Remove for good');
  await page.getByRole('checkbox', { name: 'I know that it cannot be brought back.' }).check();
  await journey.press('Remove for good');
  await expect(journey.heading('Removed for good')).toBeVisible();
  expect((await sandbox.state()).deletedItems).toEqual([]);
});
