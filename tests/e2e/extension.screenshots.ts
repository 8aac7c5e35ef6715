// Pictures of the panel, on demand like those of the page: all of them to a folder in target/, two of them for the README.
import path from 'node:path';
import { test, type Page } from '@playwright/test';
import { Extension } from './support/extension';
import { GLOBAL } from './support/journey';

const root = path.resolve(__dirname, '../..');
const SHOWN_IN_README = ['panel-sign-in', 'panel-hand-over'];
const PORTAL = 'https://portal.azure.com/#@contoso.onmicrosoft.com/resource';

for (const [folder, scheme] of [['panel', 'light'], ['panel-dark', 'dark']] as const) {
  test(`pictures of the panel (${scheme})`, async () => {
    test.setTimeout(90_000);
    const extension = await Extension.start();
    const picture = async (page: Page, name: string) => {
      await page.setViewportSize({ width: 320, height: 800 });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: path.join(root, 'target/screenshots', folder, `${name}.png`), fullPage: true });
      if (scheme === 'light' && SHOWN_IN_README.includes(name)) {
        await page.screenshot({ path: path.join(root, 'docs/screenshots', `${name}.png`) });
      }
    };
    try {
      const panel = await extension.open(await extension.tab(PORTAL));
      await picture(panel.page, 'panel-sign-in');
      await panel.signIn(GLOBAL);
      await picture(panel.page, 'panel-review');
      await (await panel.window('Create')).close();
      await panel.heading('Nothing was created').waitFor();
      await picture(panel.page, 'panel-closed-window');
      await panel.accept(await panel.window('Sign in again'), 'Hand over');
      await picture(panel.page, 'panel-hand-over');
    } finally {
      await extension.stop();
    }
  });

  test(`pictures of the test of the secret and of the fill (${scheme})`, async () => {
    test.setTimeout(120_000);
    const extension = await Extension.start();
    const picture = async (page: Page, name: string) => {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      for (const width of [320, 400]) {
        await page.setViewportSize({ width, height: 800 });
        await page.screenshot({ path: path.join(root, 'target/screenshots', folder, `${name}-${width}.png`), fullPage: true });
      }
    };
    try {
      const panel = await extension.open(await extension.tab(PORTAL));
      const { page, heading } = { page: panel.page, heading: (name: string) => panel.heading(name).waitFor() };
      await panel.signIn(GLOBAL);
      await panel.make();
      await picture(page, 'secret-offered');
      const allowed = () => extension.allow('https://login.microsoftonline.com/*');
      const fault = (code: string, times: number) => extension.sandbox.faults([{ method: 'POST', path: '/token', times, status: 401, code, message: 'Ensure the secret being sent in the request is the client secret value.' }]);
      await fault('AADSTS7000215', 0);
      await allowed();
      await panel.press('Test the secret');
      await page.getByText('Next try in').waitFor();
      await picture(page, 'secret-waiting');
      await panel.press('Cancel');
      await fault('AADSTS53003', 1);
      await allowed();
      await panel.press('Test the secret');
      await heading('A Conditional Access policy does not let the application sign in from here');
      await picture(page, 'secret-refused');
      await extension.sandbox.faults([]);
      await allowed();
      await panel.press('Test the secret');
      await heading('The secret works');
      await extension.press(await extension.tab('https://customer-manager.example/customer-manager/'));
      await panel.button('Fill Customer Manager').waitFor();
      await picture(page, 'secret-works');
      await panel.press('Fill Customer Manager');
      await heading('The three values are in the page');
      await panel.button('Remember this site').waitFor();
      await picture(page, 'filled');
      await panel.press('Finish');
      await heading('Done');
      await picture(page, 'done');
    } finally {
      await extension.stop();
    }
  });

  test(`pictures of the panel without a registration (${scheme})`, async () => {
    const extension = await Extension.start({ config: {} });
    try {
      const { page } = await extension.open(await extension.tab(PORTAL));
      await page.setViewportSize({ width: 320, height: 800 });
      await page.emulateMedia({ colorScheme: scheme });
      await page.screenshot({ path: path.join(root, 'target/screenshots', folder, 'panel-register.png'), fullPage: true });
    } finally {
      await extension.stop();
    }
  });
}
