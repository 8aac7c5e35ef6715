// Coming back from the sign-in page in every way but the good one: clear words, and no token request.
import { expect, test } from './support/test';
import type { Page } from '@playwright/test';
import { tokenRequests, writes } from './support/sandbox';

/** Lets the sign-in come back with an address changed by `change`. */
async function changeAnswer(page: Page, app: string, change: (answer: URL) => string) {
  await page.route('**/consent', async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    const location = change(new URL(response.headers().location));
    await route.fulfill({ response, headers: { ...response.headers(), location } });
  });
}

test('consent denied at the first sign-in is told, and signing in again works', async ({ journey, sandbox }) => {
  await journey.choose();
  await journey.press('Cancel');
  await expect(journey.alert()).toContainText('Sign-in was cancelled');
  expect(tokenRequests(await sandbox.state())).toBe(0);
  await journey.press('Sign in with Microsoft');
  await journey.press('Global Administrator');
  await journey.press('Accept');
  await expect(journey.heading('Review')).toBeVisible();
});

test('consent denied at the second sign-in is told, and nothing was made', async ({ journey, sandbox }) => {
  await journey.review();
  await journey.press('Create');
  await expect(journey.button('Accept')).toBeVisible();
  await journey.press('Cancel');
  await expect(journey.alert()).toContainText('Sign-in was cancelled');
  const state = await sandbox.state();
  expect(state.applications).toEqual([]);
  expect(writes(state)).toEqual([]);
});

test('a sign-in left with Back can be begun again', async ({ journey, page }) => {
  await journey.open();
  await journey.press('Sign in with Microsoft');
  await expect(journey.button('Global Administrator')).toBeVisible();
  await page.goBack();
  await expect(journey.button('Sign in with Microsoft')).toBeEnabled();
  await journey.press('Sign in with Microsoft');
  await journey.press('Global Administrator');
  await journey.press('Accept');
  await expect(journey.heading('Review')).toBeVisible();
});

for (const [name, change, words] of [
  ['a tampered state', (url: URL) => url.href.replace(/([#&]state=)[^&]+/, '$1AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'), 'The answer belongs to another sign-in'],
  ['a missing state', (url: URL) => url.href.replace(/&state=[^&]+/, ''), 'The answer belongs to another sign-in'],
  ['two codes', (url: URL) => `${url.href}&code=another`, 'This is not an answer of Microsoft'],
  ['two states', (url: URL) => `${url.href}${/&state=[^&]+/.exec(url.href)![0]}`, 'This is not an answer of Microsoft'],
  ['an answer in the query', (url: URL) => url.href.replace('#', '?'), 'This is not an answer of Microsoft'],
] as const) {
  test(`${name} is refused without a token request`, async ({ journey, sandbox, page }) => {
    await changeAnswer(page, sandbox.app, change);
    await journey.choose();
    await journey.press('Accept');
    await expect(journey.alert()).toContainText(words);
    expect(tokenRequests(await sandbox.state())).toBe(0);
    expect(page.url()).toBe(sandbox.app);
  });
}

test('a replayed answer is refused without a second token request', async ({ journey, sandbox, page }) => {
  let answer = '';
  await changeAnswer(page, sandbox.app, (url) => (answer = url.href));
  await journey.choose();
  await journey.press('Accept');
  await expect(journey.heading('Review')).toBeVisible();
  expect(tokenRequests(await sandbox.state())).toBe(1);
  await page.goto('about:blank');
  await page.goto(answer);
  await expect(journey.alert()).toContainText('This tab was not waiting for a sign-in');
  expect(tokenRequests(await sandbox.state())).toBe(1);
});

test('an answer in another tab is refused without a token request', async ({ journey, sandbox, page, context }) => {
  let answer = '';
  await page.route('**/consent', async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    answer = response.headers().location;
    await route.fulfill({ status: 200, contentType: 'text/html', body: 'kept' });
  });
  await journey.choose();
  await journey.press('Accept');
  await expect(page.getByText('kept')).toBeVisible();
  const other = await context.newPage();
  await other.goto(answer);
  await expect(other.getByRole('alert').filter({ visible: true })).toContainText('This tab was not waiting for a sign-in');
  expect(tokenRequests(await sandbox.state())).toBe(0);
});

test('the address never shows the code once the first request leaves', async ({ journey, page }) => {
  const seen: string[] = [];
  await page.route('**/*', async (route) => {
    const url = route.request().url();
    // The page's own parts, which the browser asks for as it reads the page: no program runs yet that could look at the address.
    const part = /\/(boot|language)\.js$/.test(url);
    if (!route.request().isNavigationRequest() && /\.(js|wasm|json)$/.test(url) && !part) {
      seen.push(page.url());
    }
    await route.continue();
  });
  await journey.choose();
  seen.length = 0;
  await journey.press('Accept');
  await expect(journey.heading('Review')).toBeVisible();
  expect(seen.length).toBeGreaterThanOrEqual(3);
  for (const url of seen) expect(url).not.toMatch(/code=|state=/);
});

test('a lost token reply is told and can be begun again', async ({ journey, sandbox }) => {
  await sandbox.faults([{ method: 'POST', path: '/oauth2/v2.0/token', drop: 'response' }]);
  await journey.choose();
  await journey.press('Accept');
  await expect(journey.alert()).toContainText('could not be reached');
  expect(tokenRequests(await sandbox.state())).toBe(1);
  await journey.press('Sign in with Microsoft');
  await journey.press('Global Administrator');
  await expect(journey.heading('Review')).toBeVisible();
});

test('a pasted access token does the whole job', async ({ journey, sandbox, page }) => {
  const token = await sandbox.token('Global Administrator', [
    'User.Read', 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All',
  ]);
  await journey.open();
  await page.getByText('Use an access token instead').click();
  await page.getByLabel('Microsoft Graph access token').fill(token);
  await journey.press('Continue with token');
  await expect(journey.heading('Review')).toBeVisible();
  await journey.press('Create');
  await expect(journey.heading('Hand over')).toBeVisible();
  expect(tokenRequests(await sandbox.state())).toBe(0);
  expect((await sandbox.state()).applications).toHaveLength(1);
});

test('what is no token, and a token that Graph refuses, are told apart', async ({ journey, sandbox, page }) => {
  await journey.open();
  await page.getByText('Use an access token instead').click();
  await page.getByLabel('Microsoft Graph access token').fill('not a token');
  await journey.press('Continue with token');
  await expect(journey.alert()).toContainText('This is not an access token');
  expect((await sandbox.state()).requests).toEqual([]);
  await page.getByText('Use an access token instead').click();
  await page.getByLabel('Microsoft Graph access token').fill(`eyJ${'A'.repeat(200)}`);
  await journey.press('Continue with token');
  await expect(journey.alert()).toContainText('Microsoft does not accept this token');
});

test('a copy without client id registers itself with a pasted token, and the new client id can sign in', async ({ journey, sandbox, page }) => {
  await page.route('**/config.json', (route) => route.fulfill({ json: { client_id: '', cloud: sandbox.app.slice(0, -1), portal: sandbox.portal } }));
  await journey.open();
  await expect(journey.heading('Entra Handover is not registered yet')).toBeVisible();
  await page.getByLabel('Microsoft Graph access token').fill(await sandbox.token('Global Administrator', ['User.Read', 'Application.ReadWrite.All']));
  await journey.press('Register Entra Handover');
  await expect(journey.heading('Entra Handover is registered')).toBeVisible();
  const [made] = (await sandbox.state()).applications;
  expect(made).toMatchObject({ displayName: 'Entra Handover', spa: { redirectUris: [sandbox.app] } });
  expect(made.passwordCredentials ?? []).toEqual([]);
  await expect(page.getByText(made.appId)).toBeVisible();
  await journey.press('Sign in now');
  await journey.press('Sign in with Microsoft');
  await journey.press('Global Administrator');
  await journey.press('Accept');
  await expect(journey.heading('Review')).toBeVisible();
});
