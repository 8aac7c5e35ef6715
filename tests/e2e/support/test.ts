// The fixtures of all tests: one sandbox a worker, started over before each test, and a page that may call nobody else. After
// each test everything that the page and the sandbox said to each other must fit Microsoft's description of Graph.
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
    const before = (await started.violations()).length;
    await started.reset();
    await use(started);
    expect((await started.violations()).slice(before), 'exchanges that do not fit the schema').toEqual([]);
  }, { auto: true }],
  journey: async ({ page, sandbox }, use) => use(new Journey(page, sandbox.app)),
});

export { expect };
