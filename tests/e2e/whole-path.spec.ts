// The whole path, from the first page to the synced directory in the portal: what it costs, and that it withstands a bad network.
import { expect, test } from './support/test';
import { isGraph, roundTrips, writes, type Rule, type State } from './support/sandbox';

function expectOneOfEach(state: State) {
  expect(state.applications.filter((one) => one.displayName === 'iPECS Cloud User Lookup')).toHaveLength(1);
  expect(state.servicePrincipals).toHaveLength(1);
  expect(state.appRoleAssignments).toHaveLength(1);
  expect(state.oauth2PermissionGrants).toHaveLength(1);
}

function expectNoOrphanSecret(state: State) {
  const live = state.issuedSecrets.filter((secret) => !secret.removed);
  expect(live).toHaveLength(1);
  expect(state.portal.secretCode).toBe(live[0].secretText);
  expect(state.applications[0].passwordCredentials).toHaveLength(1);
}

test('an administrator gets from the first page to the synced directory with 9 clicks and nothing typed', async ({ journey, sandbox, page }) => {
  await page.context().addInitScript(() => {
    const used = (event: Event) => { if (event.isTrusted) console.log(`used ${event.type}`); };
    for (const type of ['keydown', 'beforeinput', 'copy', 'cut', 'paste']) addEventListener(type, used, true);
  });
  const used: string[] = [];
  page.context().on('console', (message) => { if (message.text().startsWith('used ')) used.push(message.text()); });

  await journey.handOver();
  await journey.sendAndWait();
  await journey.save();
  expect(journey.clicks).toBeLessThanOrEqual(9);
  await journey.sync();
  expect(used).toEqual([]);

  const state = await sandbox.state();
  expectOneOfEach(state);
  expectNoOrphanSecret(state);
  const rows = journey.portal.getByRole('table', { name: 'Company Directory' }).getByRole('row');
  expect(state.portal.sync.users.length).toBeGreaterThan(10);
  await expect(rows).toHaveCount(state.portal.sync.users.length + 1);
  await expect(rows.filter({ hasText: 'Vance' })).toContainText('+1 425 555 0109');

  const [application] = state.applications;
  expect(application.signInAudience).toBe('AzureADMyOrg');
  for (const platform of ['web', 'spa', 'publicClient']) expect(application[platform]?.redirectUris ?? []).toEqual([]);
  expect(state.portal).toMatchObject({ usage: 'use', clientId: application.appId, saved: true });
});

test('once the permissions are accepted it takes 7 clicks', async ({ journey, sandbox }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.handOver();
  await journey.sendAndWait();
  await journey.save();
  expect(journey.clicks).toBeLessThanOrEqual(7);
});

test('from Create to the values there are at most 3 Graph round trips, and before it no write', async ({ journey, sandbox }) => {
  // Long against what a busy machine may put between two requests that are sent at once: only real waiting makes a chain.
  await sandbox.reset({ orgConsent: true, latencyMs: 1000 });
  await journey.review();
  const before = await sandbox.state();
  expect(writes(before)).toEqual([]);
  await journey.create();
  await expect(journey.heading('Hand over')).toBeVisible();
  const all = (await sandbox.state()).requests.slice(before.requests.length).filter(isGraph);
  // What follows the secret, its confirmation, is behind the values.
  const shown = Math.max(...all.filter((request) => request.path.endsWith('/addPassword')).map((request) => request.done));
  const after = all.filter((request) => request.t < shown);
  expect(after.length).toBeGreaterThanOrEqual(3);
  expect(roundTrips(after)).toBeLessThanOrEqual(3);
});

test('5 seconds of replication lag are waited for and told', async ({ journey, sandbox }) => {
  test.setTimeout(90_000);
  await sandbox.reset({ lagMs: 5000 });
  await journey.review();
  await journey.create();
  await expect(journey.page.getByText(/Next try in \d+ s/).first()).toBeVisible();
  await expect(journey.heading('Hand over')).toBeVisible({ timeout: 60_000 });
  await journey.sendAndWait();
  await journey.save();
  const state = await sandbox.state();
  expectOneOfEach(state);
  expectNoOrphanSecret(state);
});

const WRITES = ['/graph/v1.0/applications(', '/graph/v1.0/servicePrincipals', '/appRoleAssign', '/graph/v1.0/oauth2PermissionGrants', '/addPassword'];
/** `fault` once on each write of a run. */
const onEachWrite = (fault: Rule): Rule[] => WRITES.flatMap((path) => ['PATCH', 'POST'].map((method) => ({ ...fault, method, path })));

for (const [name, fault] of [
  ['429 with Retry-After', { status: 429, retryAfter: 1 }],
  ['429 without Retry-After', { status: 429 }],
  ['503', { status: 503 }],
] as const) {
  test(`${name} on every Graph write is survived`, async ({ journey, sandbox }) => {
    test.setTimeout(90_000);
    await sandbox.faults(onEachWrite(fault));
    await journey.handOver(undefined, 60_000);
    await journey.sendAndWait();
    await journey.save();
    const state = await sandbox.state();
    const refused = writes(state).filter((request) => request.status === fault.status);
    for (const path of WRITES) expect(refused.some((request) => request.path.includes(path)), path).toBe(true);
    expectOneOfEach(state);
    expectNoOrphanSecret(state);
  });
}

for (const path of WRITES) {
  test(`a lost reply to ${path} makes nothing twice and leaves no unknown secret`, async ({ journey, sandbox }) => {
    test.setTimeout(60_000);
    await journey.review();
    await sandbox.faults(['PATCH', 'POST'].map((method) => ({ method, path, drop: 'response', times: 1 })));
    await journey.create();
    const again = journey.button('Try again');
    await expect(journey.heading('Hand over').or(again)).toBeVisible({ timeout: 30_000 });
    if (await again.isVisible()) await again.click();
    await expect(journey.heading('Hand over')).toBeVisible({ timeout: 30_000 });
    await journey.sendAndWait();
    await journey.save();
    await journey.sync();
    const state = await sandbox.state();
    expect(state.requests.some((request) => request.dropped === 'response')).toBe(true);
    expectOneOfEach(state);
    expectNoOrphanSecret(state);
  });
}
