import { defineConfig } from '@playwright/test';

// The environment is set by `cargo xtask test e2e`; without it the last release build and a system Chromium are used.
export const launch = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run',
  ],
  // Playwright lets every page open windows. Here the browser blocks them as it does for users.
  ignoreDefaultArgs: ['--disable-popup-blocking'],
};

// Workers read this file again, without the arguments.
if (process.argv.some((argument) => argument.includes('screenshots'))) process.env.SCREENSHOTS = '1';

export default defineConfig({
  testDir: '.',
  outputDir: '../../target/e2e-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // How long something may take on a machine that is busy with other work. What is there goes on at once.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  use: {
    launchOptions: launch,
    viewport: { width: 1100, height: 900 },
    actionTimeout: 20_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'chromium', testMatch: /.*\.spec\.ts/ },
    // On demand only: `npx playwright test --config tests/e2e/playwright.config.ts --project screenshots`.
    ...(process.env.SCREENSHOTS ? [{ name: 'screenshots', testMatch: /screenshots\.ts/ }] : []),
  ],
});
