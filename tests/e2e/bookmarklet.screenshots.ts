// Pictures of the bookmarklet's steps and its small window, on demand like the others: all to a folder in target/, two for the README.
import path from 'node:path';
import { bookmark, open } from './support/bookmark';
import { expect, test } from './support/test';

const root = path.resolve(__dirname, '../..');

for (const [name, scheme, width] of [['desktop', 'light', 1280], ['narrow', 'light', 320], ['dark', 'dark', 460]] as const) {
  test(`pictures of the bookmarklet (${name})`, async ({ journey, sandbox, context, page }) => {
    test.setTimeout(90_000);
    await sandbox.reset({ orgConsent: true });
    await context.route('**/customer-manager/receiver.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    const shoot = async (screen: string, shown = page) => {
      await shown.setViewportSize({ width, height: 640 });
      await shown.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await shown.screenshot({ path: path.join(root, 'target/screenshots/bookmarklet', `${name}-${screen}.png`), fullPage: true });
    };
    await journey.handOver();
    const address = await bookmark(journey);
    await shoot('steps');
    // For the README: the part of the screen that it is about.
    const shown = name === 'desktop';
    const steps = page.getByRole('group').filter({ hasText: 'drag this link' });
    if (shown) {
      await page.setViewportSize({ width: 620, height: 1400 });
      await steps.screenshot({ path: path.join(root, 'docs/screenshots/bookmark.png') });
    }
    const foreign = await context.newPage();
    await foreign.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<title>x</title>' }));
    await foreign.goto('https://customer-manager.example/');
    const refused = await open(foreign, address);
    await refused.getByRole('alert').waitFor();
    await shoot('refused', refused);
    await refused.close();
    const portal = await context.newPage();
    await portal.goto(sandbox.portal);
    for (const button of ['Authority Setting', 'MS AAD']) await portal.getByRole('button', { name: button, exact: true }).click();
    const small = await open(portal, address);
    await expect(small.getByRole('button')).toBeVisible();
    await shoot('asks', small);
    if (shown) {
      await small.setViewportSize({ width: 460, height: 400 });
      await small.screenshot({ path: path.join(root, 'docs/screenshots/bookmark-window.png') });
    }
    await small.getByRole('button').click();
    await expect(small.getByText('The three values are in the page')).toBeVisible();
    await shoot('filled', small);
    await shoot('portal', portal);
    await shoot('delivered');
  });
}
