// A receipt in the extension's panel: saved, opened again, and compared after a sign-in in a window of its own.
import { expect, test } from '@playwright/test';
import { Extension } from './support/extension';
import { GLOBAL } from './support/journey';
import { downloaded } from './support/download';

let extension: Extension;
test.afterEach(async () => extension.stop());

test('a receipt is saved and compared in the panel, and its links open in the portal beside', async () => {
  extension = await Extension.start();
  await extension.sandbox.reset({ orgConsent: true });
  const portal = await extension.tab('https://portal.azure.com/#@contoso.onmicrosoft.com/resource');
  const panel = await extension.open(portal);
  const { page } = panel;
  await panel.signIn(GLOBAL);
  await panel.press('Create');
  await expect(panel.heading('Hand over')).toBeVisible();
  await panel.press('Copy Secret Code');
  await panel.press('Finish');
  await expect(panel.heading('Done')).toBeVisible();
  await page.getByRole('link', { name: 'API permissions' }).click();
  await expect(portal.getByRole('heading', { name: 'API permissions', exact: true })).toBeVisible();
  const { name, text } = await downloaded(page, () => panel.press('Download receipt'));
  expect(JSON.parse(text).checks.handedOver.way).toBe('copied');

  await panel.press('Start over');
  await panel.press('Open a receipt');
  await page.getByLabel('Receipt file (JSON)').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  await expect(panel.heading('What the receipt says')).toBeVisible();
  const window = await panel.window('Sign in and compare');
  await panel.press(GLOBAL, window);
  await expect(page.getByText('What this sign-in may read is as the receipt says.')).toBeVisible();
});
