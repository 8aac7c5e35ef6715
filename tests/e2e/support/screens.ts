// Every screen of the app, one after the other, for what must hold on all of them.
import { expect, type Page } from '@playwright/test';
import { CLOUD_APPS, Journey } from './journey';
import type { Sandbox } from './sandbox';

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
  await journey.press('Try again');
  await expect(journey.heading('Hand over')).toBeVisible();
  await seen('hand-over');
  await journey.press('Finish');
  await expect(journey.heading('The secret has not been handed over')).toBeVisible();
  await seen('leaving');
  await journey.press('Go back');
  await journey.sendAndWait();
  await seen('delivered');
  await journey.press('Finish');
  await expect(journey.heading('Done')).toBeVisible();
  await seen('done');
  await journey.portal.close();

  await journey.review();
  await expect(journey.heading('What exists already')).toBeVisible();
  await seen('review-second-visit');

  await journey.open();
  await journey.review(CLOUD_APPS);
  await page.getByRole('radio', { name: /Create another one/ }).check();
  await journey.press('Create');
  await expect(journey.heading('Admin consent is missing')).toBeVisible();
  await seen('consent-missing');
  await journey.press('Undo');
  await expect(page.getByRole('heading', { name: /^(Undo\?|Undone)$/ })).toBeVisible();
  await seen('undone');

  await sandbox.reset({ orgConsent: true, secretPolicy: { passwordAddition: true } });
  await journey.review();
  await seen('policy-forbids');

  await page.route('**/config.json', (route) => route.fulfill({ json: { client_id: '', cloud: sandbox.app.slice(0, -1), portal: '' } }));
  await journey.open();
  await expect(journey.heading('Entra Handover is not registered yet')).toBeVisible();
  await seen('register');
  await page.unroute('**/config.json');
}
