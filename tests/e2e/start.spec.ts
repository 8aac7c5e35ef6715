// The start: the static page works before the WebAssembly is there, is taken over without a move, and refuses changed files.
import { expect, test } from './support/test';

test('a click before the WebAssembly has come is kept and signs in', async ({ journey, page, sandbox }) => {
  let release!: () => void;
  const released = new Promise<void>((done) => { release = done; });
  await page.route('**/*.wasm', async (route) => { await released; await route.continue(); });
  await page.goto(sandbox.app, { waitUntil: 'commit' });
  const button = journey.button('Sign in with Microsoft');
  await button.click();
  await expect(button).toHaveAttribute('aria-busy', 'true');
  expect(page.url()).toBe(sandbox.app);
  release();
  await expect(journey.button('Global Administrator')).toBeVisible();
});

for (const [scheme, width] of [['light', 1100], ['dark', 360]] as const) {
  test(`taking over moves and changes nothing (${scheme}, ${width} px)`, async ({ journey, page, sandbox }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    let release!: () => void;
    const released = new Promise<void>((done) => { release = done; });
    await page.route('**/*.wasm', async (route) => { await released; await route.continue(); });
    await page.goto(sandbox.app, { waitUntil: 'commit' });
    const parts = () => page.evaluate(() => [...document.querySelectorAll('header, header *, main, main h1, main p, main button, main summary, footer')]
      .filter((part) => part.getClientRects().length > 0 && (part.textContent ?? '').trim() !== '')
      .map((part) => {
        const { x, y, width, height } = part.getBoundingClientRect();
        return [part.localName, part.textContent!.trim().slice(0, 30), x, y, width, height];
      }));
    await expect(journey.button('Sign in with Microsoft')).toBeVisible();
    await page.waitForFunction(() => document.readyState !== 'loading' && document.styleSheets.length > 0);
    const before = await parts();
    release();
    await expect(page.locator('html')).toHaveAttribute('data-boot', 'ready');
    expect(await parts()).toEqual(before);
  });
}

for (const file of ['sign-in_bg.wasm', 'sign-in.js', 'entra-handover_bg.wasm', 'entra-handover.js']) {
  test(`one changed byte in ${file} stops the start with plain words`, async ({ journey, page, sandbox }) => {
    await page.route(`**/${file}`, async (route) => {
      const response = await route.fetch();
      const body = Buffer.from(await response.body());
      body[body.length - 1] ^= 1;
      await route.fulfill({ response, body });
    });
    // An answer of a sign-in loads the app, everything else the small program of the first load.
    await page.goto(file.startsWith('sign-in') ? sandbox.app : `${sandbox.app}#error=access_denied&state=x`);
    await expect(journey.alert()).toContainText('Entra Handover could not start: a file of this page is missing, or is not the one that was published.');
    await expect(page.locator('#sign-in')).toBeDisabled();
    await expect(journey.button('Reload')).toBeVisible();
  });
}

test('a config.json that cannot be read is told, and names who mends it', async ({ journey, page, sandbox }) => {
  await page.route('**/config.json', (route) => route.fulfill({ body: 'oops' }));
  await page.goto(sandbox.app);
  await expect(journey.alert()).toContainText('Whoever hosts this page must correct config.json');
});

test('inside a frame of another page it does not start', async ({ page, sandbox, context }) => {
  // Without the header that forbids framing, as on hosts that cannot send headers.
  await context.route(sandbox.app, async (route) => {
    const response = await route.fetch();
    const { 'content-security-policy': _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  await page.route(`${sandbox.portal}frame`, (route) => route.fulfill({ contentType: 'text/html', body: `<iframe src="${sandbox.app}"></iframe>` }));
  await page.goto(`${sandbox.portal}frame`);
  await expect(page.frameLocator('iframe').getByText('it is shown inside another page')).toBeVisible();
});
