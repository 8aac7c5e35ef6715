// What was begun and did not come to its end: met on the next visit, continued or undone, and never left unreported.
import { expect, test } from './support/test';
import { GLOBAL, type Journey } from './support/journey';
import { tokenRequests, type Sandbox } from './support/sandbox';

/** A secret is made and not handed over; then the page is reloaded. */
async function reloadAtHandOver(journey: Journey, sandbox: Sandbox) {
  await sandbox.reset({ orgConsent: true });
  await journey.handOver();
  journey.page.on('dialog', (dialog) => dialog.accept());
  await journey.page.reload();
  await expect(journey.heading('A set-up was interrupted')).toBeVisible();
  expect(tokenRequests(await sandbox.state())).toBe(2);
}

test('a reload before the hand-over is met: Continue removes the lost secret and makes a new one', async ({ journey, sandbox }) => {
  await reloadAtHandOver(journey, sandbox);
  const [lost] = (await sandbox.state()).issuedSecrets;
  await journey.press('Continue');
  await expect(journey.heading('Hand over')).toBeVisible();
  const state = await sandbox.state();
  expect(state.applications).toHaveLength(1);
  expect(state.servicePrincipals).toHaveLength(1);
  const live = state.issuedSecrets.filter((secret) => !secret.removed);
  expect(live).toHaveLength(1);
  expect(live[0].keyId).not.toBe(lost.keyId);
});

test('a reload before the hand-over is met: Undo leaves nothing', async ({ journey, sandbox }) => {
  await reloadAtHandOver(journey, sandbox);
  await journey.press('Undo');
  await expect(journey.heading('Undone')).toBeVisible();
  const state = await sandbox.state();
  expect(state.applications).toEqual([]);
  expect(state.issuedSecrets.filter((secret) => !secret.removed)).toEqual([]);
});

test('what an interrupted run made can be left as it is, and is not asked about again', async ({ journey, sandbox }) => {
  await reloadAtHandOver(journey, sandbox);
  await journey.press('Show what exists');
  await expect(journey.alert()).toContainText('A set-up was interrupted');
  await journey.press('Leave it as it is');
  await expect(journey.heading('Status')).toBeVisible();
  await journey.status();
});

test('a finished hand-over is not taken for an interrupted one', async ({ journey, sandbox }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.handOver();
  await journey.sendAndWait();
  await journey.status();
});

test('consent that failed for another reason than a missing role can be tried again without a new secret', async ({ journey, sandbox, page }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.review();
  await sandbox.faults([{ method: 'POST', path: '/appRoleAssignedTo', status: 400, code: 'Request_BadRequest', message: 'Something odd.' }]);
  await journey.create();
  await expect(page.getByText('Admin consent could not be granted yet')).toBeVisible();
  await journey.press('Try consent again');
  await expect(journey.heading('Hand over')).toBeVisible();
  await expect(page.getByText('Admin consent could not be granted yet')).toBeHidden();
  const state = await sandbox.state();
  expect(state.appRoleAssignments).toHaveLength(1);
  expect(state.issuedSecrets).toHaveLength(1);
  await journey.sendAndWait();
});

test('after "Keep everything" the values are still there to be handed over', async ({ journey, sandbox }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.handOver();
  await journey.sendAndWait();
  await journey.press('Undo');
  await journey.press('Keep everything');
  await expect(journey.heading('Hand over')).toBeVisible();
  await expect(journey.value('Client ID')).toHaveText((await sandbox.state()).applications[0].appId);
  await journey.press('Finish');
  await expect(journey.heading('Done')).toBeVisible();
});

test('a second click while the app loads starts it once', async ({ journey, sandbox, page }) => {
  const token = await sandbox.token(GLOBAL, ['User.Read', 'Application.Read.All', 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All']);
  await journey.open();
  await page.getByText('Use an access token instead').click();
  await page.getByLabel('Microsoft Graph access token').fill(token);
  await journey.button('Continue with token').dblclick();
  await expect(journey.heading('Review')).toBeVisible();
});
