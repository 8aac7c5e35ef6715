// Runs that stop, go on, or meet what exists already.
import { expect, test } from './support/test';
import { isGraph, writes } from './support/sandbox';

test('a token that ends mid-run asks for a new sign-in, and the run goes on with the same application', async ({ journey, sandbox }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.review();
  await sandbox.faults([{ method: 'POST', path: '/graph/v1.0/servicePrincipals', status: 401 }]);
  await journey.create();
  await expect(journey.alert()).toContainText('Your sign-in has ended');
  await journey.press('Sign in again');
  await expect(journey.heading('Hand over')).toBeVisible();
  const state = await sandbox.state();
  expect(state.applications).toHaveLength(1);
  expect(state.servicePrincipals).toHaveLength(1);
  expect(state.issuedSecrets.filter((secret) => !secret.removed)).toHaveLength(1);
});

test('a token that has little life left is renewed before the run begins', async ({ journey, sandbox }) => {
  await sandbox.reset({ orgConsent: true, tokenLifetimeSeconds: 300 });
  await journey.review();
  const before = (await sandbox.state()).requests.length;
  await journey.press('Create');
  await expect(journey.heading('Hand over')).toBeVisible();
  const after = (await sandbox.state()).requests.slice(before);
  const firstWrite = after.findIndex(isGraph);
  expect(after.slice(0, firstWrite).some((request) => request.path.endsWith('/token'))).toBe(true);
});

test('Cancel during replication lag stops and reports, and Undo leaves nothing', async ({ journey, sandbox, page }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.review();
  // As replication lag answers, for as long as it takes to press Cancel.
  await sandbox.faults([{
    method: 'POST', path: '/graph/v1.0/servicePrincipals', times: 0, status: 400, code: 'Request_BadRequest',
    message: "The appId of the service principal does not reference a valid application object.",
  }]);
  await journey.create();
  await expect(page.getByText(/Next try in \d+ s/).first()).toBeVisible();
  await journey.press('Cancel');
  await expect(journey.heading('Stopped half-way')).toBeVisible();
  await expect(journey.alert()).toContainText('You cancelled');
  const [made] = (await sandbox.state()).applications;
  await expect(page.getByText(made.appId)).toBeVisible();
  await journey.press('Undo');
  await expect(journey.heading('Undone')).toBeVisible({ timeout: 20_000 });
  const state = await sandbox.state();
  expect(state.applications).toEqual([]);
  expect(state.issuedSecrets.filter((secret) => !secret.removed)).toEqual([]);
});

test('a secret that fails for good leaves a report of what exists, and Try again finishes', async ({ journey, sandbox, page }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.review();
  await sandbox.faults([{ path: '/addPassword', status: 403, code: 'Authorization_RequestDenied', message: 'Insufficient privileges to complete the operation.' }]);
  await journey.create();
  await expect(journey.heading('Stopped half-way')).toBeVisible();
  await expect(journey.alert()).toContainText('The client secret could not be created');
  const state = await sandbox.state();
  await expect(page.getByText(state.applications[0].appId)).toBeVisible();
  await expect(page.getByText(state.servicePrincipals[0].id)).toBeVisible();
  await journey.press('Try again');
  await expect(journey.heading('Hand over')).toBeVisible();
  expect((await sandbox.state()).applications).toHaveLength(1);
});

test('a second visit adds a secret to the application that is there and changes nothing else', async ({ journey, sandbox }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.handOver();
  await journey.sendAndWait();
  await journey.save();
  const first = await sandbox.state();
  await journey.status();
  await journey.press('Renew');
  await journey.press('Renew');
  await expect(journey.heading('Hand over')).toBeVisible();
  await expect(journey.value('Client ID')).toHaveText(first.applications[0].appId);
  const second = await sandbox.state();
  const made = writes({ ...second, requests: second.requests.slice(first.requests.length) });
  expect(made.map((request) => request.path.split('/').pop())).toEqual(['addPassword']);
  expect(second.issuedSecrets.filter((secret) => !secret.removed)).toHaveLength(2);
});

test("somebody else's application of the same name is shown and not touched", async ({ journey, sandbox, page }) => {
  await sandbox.reset({ orgConsent: true });
  const token = await sandbox.token('Global Administrator', ['Application.ReadWrite.All']);
  const stranger = await sandbox.graph(token, 'POST', 'applications', { displayName: 'iPECS Cloud User Lookup' });
  const before = (await sandbox.state()).applications[0];
  await journey.review();
  await expect(journey.heading('Same name, not made by Entra Handover')).toBeVisible();
  await expect(page.getByText(stranger.appId)).toBeVisible();
  await journey.create();
  await expect(journey.heading('Hand over')).toBeVisible();
  const state = await sandbox.state();
  expect(state.applications).toHaveLength(2);
  expect(state.applications.find((one) => one.id === before.id)).toEqual(before);
  await journey.press('Undo');
  await expect(journey.heading('Undone')).toBeVisible();
  expect((await sandbox.state()).applications).toEqual([before]);
});

test('Undo after a finished run removes all that it made', async ({ journey, sandbox }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.handOver();
  await journey.sendAndWait();
  await journey.save();
  await journey.press('Finish');
  await expect(journey.heading('Done')).toBeVisible();
  await journey.undo();
  const state = await sandbox.state();
  expect(state.applications).toEqual([]);
  expect(state.servicePrincipals).toEqual([]);
  expect(state.appRoleAssignments).toEqual([]);
  expect(state.oauth2PermissionGrants).toEqual([]);
});
