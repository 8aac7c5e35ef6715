// Pictures of all screens, on demand: `npx playwright test --config tests/e2e/playwright.config.ts --project screenshots`.
// Those that the README shows go to docs/screenshots, all of them to a folder in target/.
import path from 'node:path';
import { test } from './support/test';
import { tour } from './support/screens';

const root = path.resolve(__dirname, '../..');
const SHOWN_IN_README = ['review', 'hand-over'];

for (const [name, scheme, width] of [['desktop', 'light', 1100], ['side-panel', 'light', 360], ['dark', 'dark', 1100]] as const) {
  test(`pictures of all screens (${name})`, async ({ journey, sandbox, page }) => {
    test.setTimeout(120_000);
    await page.setViewportSize({ width, height: name === 'side-panel' ? 800 : 760 });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    let number = 0;
    await tour(journey, sandbox, async (screen, shown) => {
      const file = `${String((number += 1)).padStart(2, '0')}-${screen}.png`;
      await shown.screenshot({ path: path.join(root, 'target/screenshots', name, file), fullPage: true });
      if (name === 'side-panel' && SHOWN_IN_README.includes(screen)) {
        await shown.screenshot({ path: path.join(root, 'docs/screenshots', `${screen}.png`) });
      }
    });
  });
}
