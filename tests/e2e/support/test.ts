// The fixtures of all tests: one sandbox a worker, started over before each test, and a page that may call nobody else.
import { test as base, expect } from '@playwright/test';
import { Journey } from './journey';
import { Sandbox } from './sandbox';

type PerTest = { journey: Journey; sandbox: Sandbox };
type PerWorker = { started: Sandbox };

export const test = base.extend<PerTest, PerWorker>({
  started: [async ({}, use) => {
    const sandbox = await Sandbox.start();
    await use(sandbox);
    sandbox.stop();
  }, { scope: 'worker' }],
  sandbox: [async ({ started }, use) => {
    await started.reset();
    await use(started);
  }, { auto: true }],
  journey: async ({ page, sandbox }, use) => use(new Journey(page, sandbox.app)),
});

export { expect };
