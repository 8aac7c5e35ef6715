// Every screen of the app, one after the other, for what must hold on all of them.
import { expect, type Page } from '@playwright/test';
import { bookmark, open } from './bookmark';
import { CLOUD_APPS, GLOBAL, Journey, NOBODY } from './journey';
import { downloaded } from './download';
import type { Sandbox } from './sandbox';
import { ask } from './two-people';

type Visit = (screen: string, page: Page) => Promise<void>;

/** Brings up each screen in turn and calls `visit` on it. */
export async function tour(journey: Journey, sandbox: Sandbox, visit: Visit) {
  const { page } = journey;
  const seen = (name: string) => visit(name, page);

  await sandbox.reset({ orgConsent: true });
  await journey.open();
  await seen('sign-in');
  for (const summary of ['Options', 'Use an access token instead']) await page.getByText(summary, { exact: true }).click();
  await seen('sign-in-options');
  await page.getByLabel('Microsoft Graph access token').fill('no token');
  await journey.press('Continue with token');
  await expect(journey.alert()).toBeVisible();
  await seen('sign-in-refused');

  await journey.review();
  await seen('review');
  await journey.press('Add permission');
  await expect(page.getByRole('dialog').getByRole('checkbox').first()).toBeVisible();
  await seen('permissions');
  await journey.press('Done');

  await sandbox.faults([{ path: '/graph/v1.0/applications(', status: 503, times: 0 }]);
  await journey.press('Create');
  await expect(page.getByText(/Next try in/)).toBeVisible();
  await seen('creating');
  await journey.press('Cancel');
  await expect(journey.button('Try again')).toBeVisible();
  await seen('stopped');
  await sandbox.faults([]);
  await journey.open();
  await expect(journey.heading('A set-up was interrupted')).toBeVisible();
  await seen('interrupted');
  await journey.press('Continue');
  await journey.signInIfAsked(journey.heading('Hand over'));
  await allIsThere(page);
  await seen('hand-over');
  const address = await bookmark(journey);
  await seen('bookmark');
  // A page of the portal that has neither the form nor a way to it.
  const help = new URL('help', sandbox.portal).href;
  await page.context().route(help, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Help</title><h1>Help</h1>' }));
  const other = await page.context().newPage();
  await other.goto(help);
  const small = await open(other, address);
  // It waits until the secret was seen, which takes longer here: the app's tab is not in front.
  await expect(journey.button('Fill in this page', small)).toBeVisible({ timeout: 30_000 });
  await visit('bookmark-window', small);
  await journey.press('Fill in this page', small);
  await expect(journey.heading('The form is not on this page', small)).toBeVisible({ timeout: 15_000 });
  await visit('bookmark-window-refused', small);
  for (const done of [small, other]) await done.close();
  await page.bringToFront();
  await journey.press('Finish');
  await expect(journey.heading('The secret has not been handed over')).toBeVisible();
  await seen('leaving');
  await journey.press('Go back');
  await journey.sendAndWait();
  await seen('delivered');
  await journey.press('Finish');
  await expect(journey.heading('Done')).toBeVisible();
  await seen('done');
  const receipt = await downloaded(page, () => journey.press('Download receipt'));
  await journey.portal.close();

  const administrator = await sandbox.token(GLOBAL, ['Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All']);
  const [{ id: application }] = (await sandbox.state()).applications;
  await sandbox.graph(administrator, 'POST', `applications/${application}/addPassword`, { passwordCredential: { displayName: 'by hand' } });
  await journey.status();
  await seen('status');
  const choose = (text: string) => page.getByLabel('Receipt file (JSON)').setInputFiles({ name: receipt.name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await journey.press('Open a receipt');
  await choose(receipt.text.replace('"version": 1', '"version": 2'));
  await expect(journey.heading('A receipt of another version')).toBeVisible();
  await seen('open-receipt');
  await choose(receipt.text);
  await expect(journey.heading('How it is now')).toBeVisible();
  await seen('receipt');
  await journey.press('Show the status');
  await journey.press('Remove old secrets');
  await seen('remove-old-secrets');
  await journey.press('Back');
  await journey.press('Renew');
  await seen('renew');
  await page.getByRole('radio', { name: /The secret has leaked/ }).check();
  await seen('renew-leaked');
  await journey.press('Back');
  await journey.press('Remove');
  await expect(journey.heading('Remove?')).toBeVisible();
  await seen('remove');
  const [{ id }] = (await sandbox.state()).servicePrincipals;
  const [assignment] = (await sandbox.state()).appRoleAssignments;
  await sandbox.graph(administrator, 'PATCH', `servicePrincipals/${id}`, { accountEnabled: false });
  await sandbox.graph(administrator, 'DELETE', `servicePrincipals/${id}/appRoleAssignments/${assignment.id}`);
  await journey.status();
  await seen('status-broken');
  await journey.press('Repair');
  await seen('repair');
  await page.getByRole('checkbox', { name: /^Client secret/ }).check();
  await journey.press('Repair');
  await expect(journey.heading('Repaired')).toBeVisible();
  await seen('repaired');
  await journey.press('Show the status');
  await journey.press('Remove Entra Handover itself');
  await expect(journey.heading('Remove Entra Handover itself?')).toBeVisible();
  await seen('remove-itself');

  await journey.open();
  await journey.review(CLOUD_APPS);
  await journey.press('Create');
  await expect(journey.heading('Admin consent is missing')).toBeVisible();
  await allIsThere(page);
  await seen('consent-missing');
  await journey.press('Undo');
  await expect(page.getByRole('heading', { name: /^(Undo\?|Undone)$/ })).toBeVisible();
  await seen('undone');
  await journey.press('Remove for good');
  await expect(journey.heading('Remove for good?')).toBeVisible();
  await seen('ask-purge');

  await sandbox.reset({ orgConsent: true, allowedToCreateApps: true });
  const token = await sandbox.token(NOBODY, ['Application.ReadWrite.All']);
  await sandbox.graph(token, 'POST', 'applications', { displayName: 'iPECS Cloud User Lookup', tags: ['entra-handover:ipecs-cloud'] });
  await journey.status();
  await journey.press('Renew');
  await expect(page.getByRole('checkbox', { name: /^Owner/ })).toBeVisible();
  await seen('differences');

  await sandbox.reset({ orgConsent: true, secretPolicy: { passwordAddition: true } });
  await journey.review();
  await seen('policy-forbids');

  await sandbox.reset({ orgConsent: true });
  await journey.open();
  await journey.press('Request values');
  await expect(journey.heading('Request values')).toBeVisible();
  await seen('request');
  const request = await ask(journey, 'Kim Minsu (Partner Ltd)');
  await seen('request-made');
  await page.goto(request.link);
  await expect(journey.heading('Somebody asks for the values')).toBeVisible();
  await seen('asked');
  await page.getByRole('checkbox', { name: 'I have compared the fingerprint' }).check();
  await journey.press('Continue to the sign-in');
  await seen('sign-in-to-seal');
  await journey.press('Sign in with Microsoft');
  await journey.signInIfAsked(journey.heading('Review'));
  await journey.press('Create');
  await journey.press('Seal for Kim Minsu (Partner Ltd)');
  await expect(page.getByLabel('Sealed link')).toBeVisible();
  await allIsThere(page);
  await seen('sealing');
  const sealed = await page.getByLabel('Sealed link').inputValue();
  await journey.press('Copy the link');
  await expect(journey.heading('The values are sealed')).toBeVisible();
  await seen('sealed');
  await journey.press('Finish');
  await expect(journey.heading('Done')).toBeVisible();
  await seen('done-sealed');
  await page.goto(sealed);
  await expect(journey.button('Send to Customer Manager')).toBeVisible();
  await allIsThere(page);
  await seen('received');
  await journey.press('Finish');
  await expect(journey.heading('The values have not been handed over')).toBeVisible();
  await seen('received-leaving');
  await journey.press('Finish all the same');
  await seen('received-finished');
  await page.goto(sealed);
  await expect(journey.alert()).toContainText('The sealed link was not opened');
  await seen('sealed-refused');

  await page.route('**/config.json', (route) => route.fulfill({ json: { client_id: '', cloud: sandbox.app.slice(0, -1), portal: '' } }));
  await journey.open();
  await expect(journey.heading('Entra Handover is not registered yet')).toBeVisible();
  await seen('register');
  await page.unroute('**/config.json');
}

/** The last part of a hand-over's screen is there when the bookmark's script was read. */
async function allIsThere(page: Page) {
  await expect(page.getByText('Customer Manager does not take the values? Fill it with a bookmark')).toBeVisible();
}
