// Who may do what: the right words and the next act for accounts and tenants that allow less, and nothing half-made unreported.
import { expect, test } from './support/test';
import { CLOUD_APPS, NOBODY } from './support/journey';
import { writes } from './support/sandbox';

test('a Cloud Application Administrator does all but the consent, and is told who can grant it and where', async ({ journey, sandbox, page }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.review(CLOUD_APPS);
  const rights = page.getByRole('listitem').filter({ hasText: 'Grant admin consent to application permissions' });
  await expect(rights).toContainText('Privileged Role Administrator or Global Administrator');
  await journey.create();
  await expect(journey.heading('Hand over')).toBeVisible();
  await expect(journey.heading('Admin consent is missing')).toBeVisible();
  const notice = page.getByRole('status').filter({ hasText: 'must be granted before' });
  await expect(notice).toContainText('User.Read.All');
  await expect(notice).toContainText('Privileged Role Administrator or Global Administrator');
  const state = await sandbox.state();
  const link = notice.getByRole('link', { name: 'Open API permissions of this application in the Azure portal' });
  await expect(link).toHaveAttribute('href', new RegExp(state.applications[0].appId));
  expect(state.applications).toHaveLength(1);
  expect(state.servicePrincipals).toHaveLength(1);
  expect(state.appRoleAssignments).toEqual([]);
  expect(state.issuedSecrets.filter((secret) => !secret.removed)).toHaveLength(1);
});

test('without consent the portal says at One-time Sync. that it is missing', async ({ journey, sandbox }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.handOver(CLOUD_APPS);
  await journey.sendAndWait();
  await journey.save();
  await journey.button('One-time Sync.', journey.portal).click();
  await expect(journey.portal.getByText('Admin consent is missing')).toBeVisible();
});

test('a user without a role meets the approval page and learns who can approve', async ({ journey, sandbox, page }) => {
  await journey.choose(NOBODY);
  await expect(journey.heading('Need admin approval')).toBeVisible();
  await page.getByRole('link', { name: 'Return to the application without granting consent' }).click();
  await expect(journey.alert()).toContainText('An administrator must approve Entra Handover');
  await expect(journey.alert()).toContainText('Global Administrator or Privileged Role Administrator');
  await expect(journey.button('Sign in with Microsoft')).toBeEnabled();
  expect((await sandbox.state()).applications).toEqual([]);
});

test('a user who may not register applications is refused with the roles named and nothing half-made', async ({ journey, sandbox, page }) => {
  await sandbox.reset({ orgConsent: true, allowedToCreateApps: false });
  await journey.review(NOBODY);
  await expect(page.getByRole('listitem').filter({ hasText: 'Create the application and its service principal' })).toContainText('Application Administrator');
  await journey.create();
  await expect(journey.heading('Nothing was created')).toBeVisible();
  await expect(journey.alert()).toContainText('The application could not be created');
  await expect(journey.alert()).toContainText(/Application Developer|Application Administrator/);
  const state = await sandbox.state();
  expect(state.applications).toEqual([]);
  expect(state.servicePrincipals).toEqual([]);
  expect(state.issuedSecrets).toEqual([]);
});

test('secrets forbidden by policy are told before anything is made', async ({ journey, sandbox }) => {
  await sandbox.reset({ orgConsent: true, secretPolicy: { passwordAddition: true } });
  await journey.review();
  await expect(journey.heading("Your tenant's policy forbids client secrets")).toBeVisible();
  await expect(journey.button('Create')).toBeDisabled();
  expect(writes(await sandbox.state())).toEqual([]);
});

test('a lifetime longer than the policy allows is cut, and the page says so before and after', async ({ journey, sandbox, page }) => {
  await sandbox.reset({ orgConsent: true, secretPolicy: { maxLifetime: 'P180D' } });
  await journey.review();
  await expect(page.getByLabel('Secret expires after')).toHaveValue('24');
  await expect(page.getByText("your tenant's app management policy allows no longer life")).toBeVisible();
  await journey.create();
  await expect(journey.heading('Hand over')).toBeVisible();
  const [password] = (await sandbox.state()).applications[0].passwordCredentials;
  const days = (Date.parse(password.endDateTime) - Date.parse(password.startDateTime)) / 86_400_000;
  expect(days).toBeGreaterThan(179);
  expect(days).toBeLessThanOrEqual(180);
});

test('a shorter lifetime is the one that is made', async ({ journey, sandbox, page }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.review();
  await page.getByLabel('Secret expires after').selectOption('6 months');
  await journey.create();
  await expect(journey.heading('Hand over')).toBeVisible();
  const [password] = (await sandbox.state()).applications[0].passwordCredentials;
  const days = (Date.parse(password.endDateTime) - Date.parse(password.startDateTime)) / 86_400_000;
  expect(days).toBeGreaterThan(178);
  expect(days).toBeLessThan(186);
});

test('the picker searches all permissions of the tenant, and what is chosen is declared and granted', async ({ journey, sandbox, page }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.review();
  await page.getByRole('button', { name: /permission/i }).first().click();
  const picker = page.getByRole('dialog', { name: 'Microsoft Graph permissions' });
  await picker.getByLabel('Search').fill('Group.Read.All');
  await picker.getByRole('checkbox').first().check();
  await journey.button('Done').click();
  await journey.create();
  await expect(journey.heading('Hand over')).toBeVisible();
  const state = await sandbox.state();
  expect(state.applications[0].requiredResourceAccess[0].resourceAccess).toHaveLength(3);
  expect(state.appRoleAssignments.length + state.oauth2PermissionGrants.flatMap((grant) => grant.scope.trim().split(' ')).length).toBe(3);
});
