// Pictures of how the extension is installed, for the README: the browsers' own pages with the package in them.
import fs from 'node:fs';
import path from 'node:path';
import { test } from '@playwright/test';
import { Extension } from './support/extension';
import { Firefox } from './support/firefox';

const picture = (name: string) => path.resolve(__dirname, '../../docs/screenshots', `${name}.png`);

test('picture of the installed extension in Chromium', async () => {
  const extension = await Extension.start();
  try {
    const page = await extension.context.newPage();
    await page.setViewportSize({ width: 760, height: 420 });
    await page.goto('chrome://extensions');
    await page.locator('#devMode').click();
    await page.getByRole('button', { name: 'Load unpacked' }).waitFor();
    await page.screenshot({ path: picture('install-chromium') });
  } finally {
    await extension.stop();
  }
});

test('picture of the installed extension in Firefox', async () => {
  test.setTimeout(120_000);
  const firefox = await Firefox.start();
  try {
    await firefox.go('about:debugging#/runtime/this-firefox');
    await firefox.enter((await firefox.windows())[0]);
    fs.writeFileSync(picture('install-firefox'), await firefox.picture(900, 390));
  } finally {
    await firefox.stop();
  }
});
