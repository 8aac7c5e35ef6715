// All screens: no axe-core violation, no sideways scrolling at 320 px, and everything by keyboard.
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';
import { tour } from './support/screens';

const axe = fs.readFileSync(path.resolve(__dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');

for (const [scheme, width] of [['light', 1100], ['dark', 1100], ['light', 320], ['dark', 320]] as const) {
  test(`no screen has an axe-core violation or scrolls sideways (${scheme}, ${width} px)`, async ({ journey, sandbox, page }) => {
    test.setTimeout(240_000);
    const like = async (shown: Page) => {
      await shown.setViewportSize({ width, height: 800 });
      await shown.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    };
    await like(page);
    const found: string[] = [];
    await tour(journey, sandbox, async (screen, shown) => {
      if (shown !== page) await like(shown);
      await shown.evaluate(axe);
      const violations = await shown.evaluate(async () => {
        const result = await (window as any).axe.run(document, { resultTypes: ['violations'] });
        return result.violations.map((one: any) => `${one.id}: ${one.nodes.map((node: any) => node.target.join(' ')).join('; ')}`);
      });
      found.push(...violations.map((text: string) => `${screen}: ${text}`));
      const over = await shown.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) found.push(`${screen}: ${over} px too wide`);
    });
    expect(found).toEqual([]);
  });
}

test('sign-in and review work with the keyboard alone, and the focus goes to the new heading', async ({ journey, page, sandbox }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.open();
  const tabTo = async (name: string) => {
    const button = journey.button(name);
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      if (await button.evaluate((element) => element === document.activeElement)) break;
    }
    await expect(button).toBeFocused();
    const outlined = await button.evaluate((element) => {
      const style = getComputedStyle(element);
      return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
    });
    expect(outlined, `${name} shows its focus`).toBe(true);
  };
  await tabTo('Sign in with Microsoft');
  await page.keyboard.press('Enter');
  await journey.button('Global Administrator').press('Enter');
  await expect(journey.heading('Review')).toBeFocused();
  await tabTo('Add permission');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(journey.button('Add permission')).toBeFocused();
  await tabTo('Create');
  await page.keyboard.press('Enter');
  await expect(journey.heading('Hand over')).toBeFocused();
});
