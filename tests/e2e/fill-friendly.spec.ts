// Pages of many kinds are found and filled right; the page's own model has the values, and nothing else on the page has changed.
import { bundle, expect, test, values } from './support/filling';
import { friendly } from './pages/friendly';
import { kits } from './pages/kits';
import { refusedOnce } from './pages/refused-once';

for (const variant of [...friendly, ...kits, ...refusedOnce]) {
  test(`filled: ${variant.name}`, async ({ page, portalPage }) => {
    const script = [variant.script ?? '', variant.bundle ? bundle(variant.bundle) : ''].join('\n').trim();
    const filler = await portalPage.open(variant.body, { head: variant.head, script: script || undefined });
    let rule: string | undefined;
    if (variant.picks) {
      const look = JSON.parse(await filler.call('probe'));
      const at = (is: string) => page.evaluate((wanted) => [...document.querySelectorAll('input, select')].findIndex((it) => (it as HTMLElement).dataset.is === wanted), is);
      const picks = { usage: await at('usage'), option: variant.picks.usage, tenantId: await at('t'), clientId: await at('c'), secretCode: await at('s') };
      const learned = await filler.learn(JSON.stringify(look), picks);
      expect(learned.refusal).toBeUndefined();
      rule = learned.rule;
      await page.reload();
      await filler.attach();
    }
    const { plan, told } = await filler.find({ rule });
    expect(told, 'the form is found').toBeUndefined();
    const elements = await page.evaluate(() => document.getElementsByTagName('*').length);
    expect(await filler.fill(plan!), 'it is filled').toBeNull();

    // Playwright reads through the page's prototype: a page that lies about it is read by its isolated world.
    const shown = (is: string) => filler.value(`[data-is=${is}]`);
    expect(await shown('t')).toBe(values.tenantId);
    expect(await shown('c')).toBe(values.clientId);
    expect(await shown('s')).toBe(values.secretCode);
    if (plan!.usage) expect(await filler.usage()).toBe(true);
    if (variant.model) await expect(page.locator('[data-is=model]')).toHaveText(new RegExp(`\\|${values.tenantId}\\|${values.clientId}\\|${values.secretCode.length}$`));
    if (!variant.model) expect(await page.evaluate(() => document.getElementsByTagName('*').length), 'no element came').toBe(elements);
    expect(await page.evaluate(() => [...document.querySelectorAll('[data-is=s]')].some((it) => it.getAnimations().length || document.adoptedStyleSheets.length || 'handoverPage' in window))).toBe(false);
  });
}
