// The unmodified release build under Microsoft's real host names, which the browser maps to the sandbox's TLS port.
import { chromium } from '@playwright/test';
import { launch } from './playwright.config';
import { expect, test } from './support/test';
import { Journey } from './support/journey';
import { Sandbox } from './support/sandbox';

test('the same build walks the whole path under the real host names', async () => {
  const sandbox = await Sandbox.start('tls');
  const names = ['*.microsoftonline.com', '*.microsoft.com', '*.example'];
  const rules = names.map((name) => `MAP ${name} 127.0.0.1:${sandbox.tlsPort}`).join(', ');
  const browser = await chromium.launch({ ...launch, args: [...launch.args, `--host-resolver-rules=${rules}`, '--ignore-certificate-errors'] });
  try {
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const origins = new Set<string>();
    context.on('request', (request) => { if (request.url().startsWith('http')) origins.add(new URL(request.url()).origin); });
    const journey = new Journey(await context.newPage(), 'https://handover.example/');
    await journey.whole();
    expect(journey.clicks).toBeLessThanOrEqual(9);
    await expect(journey.portal.getByRole('cell', { name: 'Vance', exact: true })).toBeVisible();
    expect([...origins].sort()).toEqual([
      'https://customer-manager.example', 'https://graph.microsoft.com', 'https://handover.example', 'https://login.microsoftonline.com',
    ]);
    expect(await sandbox.violations()).toEqual([]);
  } finally {
    await browser.close();
    sandbox.stop();
  }
});
