// The second visit: how what exists stands, and what is done about it. The set-ups are broken here as administrators break them.
import { expect, test } from './support/test';
import { CLOUD_APPS, GLOBAL, type Journey } from './support/journey';
import { writes, type Sandbox, type State } from './support/sandbox';

// Each begins with a whole first visit, and some go through three sign-ins.
test.describe.configure({ timeout: 90_000 });

const WRITE = ['User.Read', 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All'];
const READ_USERS = 'df021288-bdef-4463-88db-98f22de89214';
const MICROSOFT_GRAPH = '00000003-0000-0000-c000-000000000000';

/** Microsoft Graph as another administrator uses it. */
async function admin(sandbox: Sandbox) {
  const token = await sandbox.token(GLOBAL, WRITE);
  return (method: string, path: string, body?: unknown) => sandbox.graph(token, method, path, body);
}

/** A set-up that works: handed over, saved, and finished. */
async function inUse(journey: Journey, sandbox: Sandbox, more: object = {}) {
  await sandbox.reset({ orgConsent: true, ...more });
  await journey.whole();
  await journey.press('Finish');
  await expect(journey.heading('Done')).toBeVisible();
  return (await sandbox.state()).applications[0];
}

/** A set-up as the vendor's article describes it, made in the Azure portal. */
async function byHand(sandbox: Sandbox, ends?: Date) {
  const graph = await admin(sandbox);
  const made = await graph('POST', 'applications', {
    displayName: 'iPECS Cloud User Lookup', signInAudience: 'AzureADMyOrg',
    requiredResourceAccess: [{ resourceAppId: MICROSOFT_GRAPH, resourceAccess: [{ id: READ_USERS, type: 'Role' }] }],
    passwordCredentials: [{ displayName: 'iPECS Cloud User Lookup Secret', ...(ends && { endDateTime: ends.toISOString() }) }],
  });
  const principal = await graph('POST', 'servicePrincipals', { appId: made.appId });
  const own = await graph('GET', `servicePrincipals(appId='${MICROSOFT_GRAPH}')?$select=id`);
  await graph('POST', `servicePrincipals/${own.id}/appRoleAssignedTo`, { principalId: principal.id, resourceId: own.id, appRoleId: READ_USERS });
  return made;
}

const line = (journey: Journey) => journey.page.getByRole('status').filter({ visible: true }).first();
const since = (after: State, before: State) => writes({ ...after, requests: after.requests.slice(before.requests.length) });
const live = (state: State) => state.issuedSecrets.filter((secret) => !secret.removed);

/** What the portal's server does all day: every answer but a directory is kept. */
function syncing(sandbox: Sandbox) {
  const failures: string[] = [];
  let syncs = 0;
  let on = true;
  const done = (async () => {
    while (on) {
      const answer = await (await fetch(`${sandbox.portal}api/sync`, { method: 'POST' })).json();
      syncs += 1;
      if (answer.error) failures.push(JSON.stringify(answer.error));
    }
  })().catch((error) => { failures.push(String(error)); });
  return async () => { on = false; await done; return { failures, syncs }; };
}

test('a set-up that works says so, and when its secret ends', async ({ journey, sandbox, page }) => {
  const made = await inUse(journey, sandbox);
  await journey.status();
  await expect(line(journey)).toContainText(/Nothing to do: it works as planned\. Its secret ends in 7\d\d days\./);
  await expect(page.getByText(made.appId)).toBeVisible();
  await expect(page.getByText('Handed over by Entra Handover.')).toBeVisible();
  await expect(journey.button('Repair')).toBeHidden();
});

test('from the reminder link to the filled portal page it takes 4 clicks', async ({ journey, sandbox, page }) => {
  const made = await inUse(journey, sandbox);
  await journey.portal.close();
  const { tenantId } = (await sandbox.state()).portal;
  // A link that names no tenant says nothing in our name.
  await page.goto('about:blank');
  await page.goto(`${sandbox.app}#renew=${encodeURIComponent('a tenant. Call 555 0100 first')}`);
  await expect(page.locator('html')).toHaveAttribute('data-boot', 'ready');
  await expect(journey.button('Sign in with Microsoft')).toBeVisible();
  await expect(page.getByText('555 0100')).toHaveCount(0);
  await page.goto('about:blank');
  journey.clicks = 0;
  await page.goto(`${sandbox.app}#renew=${tenantId}`);
  await expect(page.locator('html')).toHaveAttribute('data-boot', 'ready');
  await expect(page.getByText(`Renews the client secret in tenant ${tenantId}`)).toBeVisible();
  await journey.press('Sign in with Microsoft');
  await expect(page).toHaveURL(new RegExp(`/login/${tenantId}/`));
  await journey.press(GLOBAL);
  await expect(journey.heading('Renew')).toBeVisible();
  await journey.press('Renew');
  await expect(journey.heading('Hand over')).toBeVisible();
  await expect(journey.value('Client ID')).toHaveText(made.appId);
  await journey.sendAndWait();
  expect(journey.clicks).toBeLessThanOrEqual(4);
});

test('renewing never fails a sync, and removes the old secret only when it is asked to', async ({ journey, sandbox, page }) => {
  await inUse(journey, sandbox);
  await journey.portal.close();
  const [old] = (await sandbox.state()).issuedSecrets;
  const stop = syncing(sandbox);
  await journey.status();
  await journey.press('Renew');
  await expect(page.getByRole('radio', { name: /Add the new one first/ })).toBeChecked();
  await journey.press('Renew');
  await expect(journey.heading('Hand over')).toBeVisible();
  await expect(journey.button('Remove old secrets')).toBeHidden();
  await journey.sendAndWait();
  await journey.save();
  expect(live(await sandbox.state())).toHaveLength(2);
  await journey.press('Finish');
  await journey.press('Remove old secrets');
  await expect(journey.heading('Remove old secrets?')).toBeVisible();
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(1);
  await journey.press('Remove the ticked secrets');
  await expect(journey.heading('Old secrets removed')).toBeVisible();
  const { failures, syncs } = await stop();
  expect([failures, syncs > 5]).toEqual([[], true]);
  const state = await sandbox.state();
  expect(live(state).map((one) => one.secretText)).toEqual([state.portal.secretCode]);
  expect(state.issuedSecrets.find((one) => one.keyId === old.keyId)?.removed).toBe(true);
  await journey.press('Show the status');
  await expect(line(journey)).toContainText('Nothing to do');
});

test('a secret that leaked is removed first', async ({ journey, sandbox, page }) => {
  await inUse(journey, sandbox);
  const before = await sandbox.state();
  await journey.status();
  await journey.press('Renew');
  await page.getByRole('radio', { name: /The secret has leaked/ }).check();
  await expect(page.getByText('Microsoft log-ins to Customer Manager and Customer User, and the user look-up, do not work')).toBeVisible();
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(1);
  await journey.press('Renew');
  await expect(journey.heading('Hand over')).toBeVisible();
  const after = await sandbox.state();
  expect(since(after, before).map((one) => one.path.split('/').pop())).toEqual(['removePassword', 'addPassword']);
  expect(live(after)).toHaveLength(1);
});

for (const role of ['Application Administrator', 'Cloud Application Administrator']) {
  test(`with the role ${role} one renews, without any consent`, async ({ journey, sandbox }) => {
    await inUse(journey, sandbox, { roles: { [CLOUD_APPS]: [role] } });
    await journey.page.context().clearCookies();
    const before = await sandbox.state();
    await journey.status(CLOUD_APPS);
    await journey.press('Renew');
    await journey.press('Renew');
    await expect(journey.heading('Hand over')).toBeVisible();
    expect(since(await sandbox.state(), before).map((one) => one.path.split('/').pop())).toEqual(['addPassword']);
  });
}

test('one made by hand, whose secret has ended, is shown as such and taken over only when it is asked for', async ({ journey, sandbox, page }) => {
  await sandbox.reset({ orgConsent: true });
  const ends = new Date(Date.now() + 2000);
  const made = await byHand(sandbox, ends);
  await expect.poll(() => Date.now() > ends.getTime()).toBe(true);
  const before = await sandbox.state();
  await journey.status();
  await expect(page.getByText('Made by hand')).toBeVisible();
  await expect(line(journey)).toContainText('no secret of it is valid any more, so Microsoft log-ins have stopped');
  await expect(page.getByText('Ended on')).toBeVisible();
  await journey.press('Renew');
  await expect(journey.button('Renew')).toBeDisabled();
  expect(since(await sandbox.state(), before)).toEqual([]);
  await page.getByRole('checkbox', { name: /^Client secret/ }).check();
  // Whoever makes an application by hand owns it, and here that is the one who signs in.
  await journey.press('Renew');
  await expect(journey.heading('Hand over')).toBeVisible();
  await expect(journey.value('Client ID')).toHaveText(made.appId);
  await journey.sendAndWait();
  await journey.save();
  await journey.sync();
});

type Break = (graph: Awaited<ReturnType<typeof admin>>, state: State) => Promise<unknown>;
const BROKEN: [string, string, Break, string][] = [
  ['a revoked consent', 'Admin consent is missing or was revoked', (graph, state) =>
    graph('DELETE', `servicePrincipals/${state.servicePrincipals[0].id}/appRoleAssignments/${state.appRoleAssignments[0].id}`), 'appRoleAssignedTo'],
  ['a disabled service principal', 'Disabled: Microsoft does not let', (graph, state) =>
    graph('PATCH', `servicePrincipals/${state.servicePrincipals[0].id}`, { accountEnabled: false }), 'servicePrincipals'],
  ['a permission that is no longer declared', 'Not declared any more', (graph, state) =>
    graph('PATCH', `applications/${state.applications[0].id}`, { requiredResourceAccess: [] }), 'applications'],
  ['a deleted service principal', 'Missing: without it', (graph, state) =>
    graph('DELETE', `servicePrincipals/${state.servicePrincipals[0].id}`), 'restore'],
];
for (const [name, told, break_, first] of BROKEN) {
  test(`${name} is seen and repaired, and nothing else is done`, async ({ journey, sandbox, page }) => {
    await inUse(journey, sandbox);
    await break_(await admin(sandbox), await sandbox.state());
    await journey.status();
    await expect(line(journey)).toContainText('Repair it');
    await expect(page.getByText(told).first()).toBeVisible();
    const before = await sandbox.state();
    await journey.press('Repair');
    await expect(journey.heading('What will be done')).toBeVisible();
    expect(since(await sandbox.state(), before)).toEqual([]);
    await journey.press('Repair');
    await expect(journey.heading('Repaired')).toBeVisible();
    const made = since(await sandbox.state(), before);
    expect(made[0].path).toContain(first);
    expect(made.some((one) => /Password$/.test(one.path))).toBe(false);
    await journey.press('Show the status');
    await expect(line(journey)).toContainText('Nothing to do');
    await journey.sync();
  });
}

test('a repair that takes another role says who can finish it', async ({ journey, sandbox, page }) => {
  await inUse(journey, sandbox);
  await BROKEN[0][2](await admin(sandbox), await sandbox.state());
  await journey.page.context().clearCookies();
  await journey.status(CLOUD_APPS);
  await journey.press('Repair');
  await expect(page.getByText(/Needs Privileged Role Administrator or Global Administrator/)).toBeVisible();
  await journey.press('Repair');
  await expect(journey.heading('Not everything is repaired')).toBeVisible();
  await expect(page.getByText('Let a Privileged Role Administrator or Global Administrator sign in here and repair it.')).toBeVisible();
});

test('two set-ups at once are both shown, and the one that is not used is removed', async ({ journey, sandbox, page }) => {
  const made = await inUse(journey, sandbox);
  await byHand(sandbox);
  await journey.status();
  await expect(line(journey)).toContainText('2 set-ups stand here');
  const other = page.getByRole('region').filter({ hasText: 'Made by hand' });
  await journey.button('Remove', other as never).click();
  await expect(journey.heading('Remove?')).toBeVisible();
  await expect(journey.button('Remove')).toBeDisabled();
  await page.getByRole('checkbox', { name: /^Client secret/ }).check();
  await journey.press('Remove');
  await expect(journey.heading('Removed')).toBeVisible();
  const state = await sandbox.state();
  expect(state.applications.map((one) => one.appId)).toEqual([made.appId]);
  expect(state.deletedItems).not.toEqual([]);
  await journey.press('Show the status');
  await expect(line(journey)).toContainText('Nothing to do');
  await journey.sync();
});

test('everything of a set-up is listed, removed, and removed for good only when it is asked', async ({ journey, sandbox, page }) => {
  await inUse(journey, sandbox);
  await journey.status();
  await journey.press('Remove');
  await expect(journey.heading('Will be removed')).toBeVisible();
  await expect(page.getByText(/^Client secret iPECS/)).toBeVisible();
  await journey.press('Remove');
  await expect(journey.heading('Removed')).toBeVisible();
  let state = await sandbox.state();
  expect([state.applications, state.servicePrincipals, state.appRoleAssignments, state.oauth2PermissionGrants]).toEqual([[], [], [], []]);
  expect(state.deletedItems).not.toEqual([]);
  await journey.press('Remove for good');
  await page.getByRole('checkbox', { name: 'I know that it cannot be brought back.' }).check();
  await journey.press('Remove for good');
  await expect(journey.heading('Removed for good')).toBeVisible();
  state = await sandbox.state();
  expect(state.deletedItems).toEqual([]);
});

test('a repair that was cut short is met at the next visit', async ({ journey, sandbox, page }) => {
  await inUse(journey, sandbox);
  await BROKEN[1][2](await admin(sandbox), await sandbox.state());
  await journey.status();
  await journey.press('Repair');
  const before = await sandbox.state();
  await sandbox.faults([{ method: 'PATCH', path: '/graph/v1.0/servicePrincipals/', delayMs: 120_000 }]);
  await journey.press('Repair');
  await expect.poll(async () => since(await sandbox.state(), before).length).toBe(1);
  page.on('dialog', (dialog) => dialog.accept());
  await sandbox.faults([]);
  await journey.open();
  await expect(page.getByText('A repair was interrupted')).toBeVisible();
  await expect(journey.button('Undo')).toBeHidden();
  await journey.press('Continue');
  await journey.signInIfAsked(journey.heading('Repaired'));
});

test('Entra Handover itself is removed on request, and the next sign-in asks for consent again', async ({ journey, sandbox }) => {
  const made = await inUse(journey, sandbox);
  await journey.status();
  await journey.press('Remove Entra Handover itself');
  await expect(journey.heading('Remove Entra Handover itself?')).toBeVisible();
  const before = await sandbox.state();
  await journey.press('Remove Entra Handover');
  await expect(journey.heading('Entra Handover is removed')).toBeVisible();
  const state = await sandbox.state();
  expect(since(state, before).map((one) => one.method)).toEqual(['DELETE']);
  expect(state.applications.map((one) => one.id)).toEqual([made.id]);
  await journey.sync();
  await journey.press('Start over');
  await journey.press('Sign in with Microsoft');
  await journey.press(GLOBAL);
  await expect(journey.button('Accept')).toBeVisible();
});
