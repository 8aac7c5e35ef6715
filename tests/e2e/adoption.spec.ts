// Applications that others have a hand in: nothing is given to them before each difference is approved.
import { expect, test } from './support/test';
import { GLOBAL, type Journey } from './support/journey';
import { writes, type Sandbox } from './support/sandbox';

const WRITE = ['Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All'];

/** An application that carries our tag and was made by somebody without a role. */
async function squat(sandbox: Sandbox) {
  const token = await sandbox.token('User without a role', WRITE);
  return sandbox.graph(token, 'POST', 'applications', {
    displayName: 'iPECS Cloud User Lookup', tags: ['entra-handover:ipecs-cloud'], web: { redirectUris: ['https://squatter.example/'] },
  });
}

const tick = (journey: Journey, name: RegExp) => journey.page.getByRole('checkbox', { name }).check();

test("a squatter's application is shown as such, and used only when each difference is ticked", async ({ journey, sandbox, page }) => {
  await sandbox.reset({ orgConsent: true, allowedToCreateApps: true });
  const squatted = await squat(sandbox);
  await journey.status();
  await expect(page.getByText('Carries the mark of Entra Handover.')).toBeVisible();
  await journey.press('Renew');
  await expect(journey.button('Renew')).toBeDisabled();
  await expect(page.getByText('https://squatter.example/').first()).toBeVisible();
  await tick(journey, /^Owner/);
  await expect(journey.button('Renew')).toBeDisabled();
  await tick(journey, /^Redirect URI/);
  await expect(journey.button('Renew')).toBeEnabled();
  await journey.press('Renew');
  await expect(journey.heading('Hand over')).toBeVisible();
  await expect(journey.value('Client ID')).toHaveText(squatted.appId);
});

test('a new application is made beside it, and the squatter gets nothing', async ({ journey, sandbox }) => {
  await sandbox.reset({ orgConsent: true, allowedToCreateApps: true });
  const squatted = await squat(sandbox);
  await journey.handOver();
  const state = await sandbox.state();
  expect(state.applications).toHaveLength(2);
  expect(state.servicePrincipals.map((one) => one.appId)).not.toContain(squatted.appId);
  expect(state.issuedSecrets.map((one) => one.appId)).not.toContain(squatted.appId);
});

test('what is added between the look and Renew stops the run before it gives anything', async ({ journey, sandbox }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.handOver();
  await journey.sendAndWait();
  await journey.press('Finish');
  await expect(journey.heading('Done')).toBeVisible();
  const [made] = (await sandbox.state()).applications;
  await journey.status();
  await journey.press('Renew');
  await expect(journey.heading('Renew')).toBeVisible();
  const token = await sandbox.token(GLOBAL, WRITE);
  await sandbox.graph(token, 'POST', `applications/${made.id}/addPassword`, { passwordCredential: { displayName: 'slipped in' } });
  const before = (await sandbox.state()).requests.length;
  await journey.press('Renew');
  await expect(journey.alert()).toContainText('Somebody else has a hand in this application');
  const state = await sandbox.state();
  expect(writes({ ...state, requests: state.requests.slice(before) })).toEqual([]);
  await expect(journey.button('Go on')).toBeDisabled();
  await tick(journey, /slipped in/);
  await journey.press('Go on');
  await expect(journey.heading('Hand over')).toBeVisible();
});

test('Undo keeps an application that others use until each line is ticked', async ({ journey, sandbox }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.handOver();
  const [made] = (await sandbox.state()).applications;
  const token = await sandbox.token(GLOBAL, WRITE);
  const other = await sandbox.graph(token, 'POST', `applications/${made.id}/addPassword`, { passwordCredential: { displayName: 'another system' } });
  await journey.press('Undo');
  await expect(journey.heading('Not everything is undone')).toBeVisible();
  const live = (await sandbox.state()).issuedSecrets.filter((secret) => !secret.removed);
  expect(live.map((secret) => secret.keyId)).toEqual([other.keyId]);
  await expect(journey.button('Delete it all the same')).toBeDisabled();
  await tick(journey, /another system/);
  await journey.press('Delete it all the same');
  await expect(journey.heading('Undone')).toBeVisible();
  expect((await sandbox.state()).applications).toEqual([]);
});
