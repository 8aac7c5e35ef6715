// The figures of a run in a browser, one `name: value unit` a line: sequential Graph round trips, and the time from Create to the
// values. The permissions are consented beforehand, so that no click of a person is in the time.
import { chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const program = process.env.SANDBOX_BIN ?? path.join(root, 'target/native/sandbox');
const site = process.env.WEB_DIR ?? path.join(root, 'dist/web');
const RUNS = 5;

const sandbox = spawn(program, ['serve', '--port', '0', '--web', site], { stdio: ['ignore', 'pipe', 'inherit'] });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});
try {
  const app = await address(sandbox);
  for (const latencyMs of [0, 100]) {
    const runs = [];
    for (let run = 0; run < RUNS; run += 1) runs.push(await measure(app, latencyMs));
    // Without latency requests that wait for one another cannot be told from others: a server that answers one by one ends each
    // before the next begins.
    if (latencyMs > 0) console.log(`sequential Graph round trips: ${Math.max(...runs.map((run) => run.trips))} count`);
    console.log(`Create to values at ${latencyMs} ms latency: ${median(runs.map((run) => run.took))} ms`);
  }
} finally {
  await browser.close();
  sandbox.kill();
}

async function address(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const found = line.match(/^ready: (\S+)/);
    if (found) return found[1];
  }
  throw new Error('the sandbox printed no ready line');
}

/** One whole run in a fresh browser profile. The time is that of the page: from the click to the heading of the values. */
async function measure(app, latencyMs) {
  await fetch(`${app}sandbox/reset`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ latencyMs, orgConsent: true }),
  });
  const context = await browser.newContext();
  try {
    let clicked = 0;
    await context.exposeFunction('clicked', (at) => { clicked = at; });
    const page = await context.newPage();
    await page.goto(app);
    await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
    await page.getByRole('button', { name: 'Global Administrator', exact: true }).click();
    const create = page.getByRole('button', { name: 'Create', exact: true });
    await create.evaluate((button) => button.addEventListener('click', () => window.clicked(Date.now()), { capture: true }));
    await create.click();
    await page.getByRole('heading', { name: 'Hand over', exact: true }).waitFor();
    const shown = await page.evaluate(() => Date.now());
    const { requests } = await (await fetch(`${app}sandbox/state`)).json();
    const authorize = requests.findLastIndex((request) => request.path.endsWith('/authorize'));
    const graph = requests.slice(authorize).filter((request) => request.path.startsWith('/graph/'));
    return { took: shown - clicked, trips: roundTrips(graph) };
  } finally {
    await context.close();
  }
}

/** The longest chain of requests in which each begins after the one before has ended. */
function roundTrips(requests) {
  let count = 0;
  let until = -Infinity;
  for (const request of [...requests].sort((a, b) => a.done - b.done)) {
    if (request.t >= until) {
      count += 1;
      until = request.done;
    }
  }
  return count;
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
