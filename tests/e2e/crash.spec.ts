// A run that is broken off at each of its steps, by a reload or by killing the browser: the next visit meets it at once, goes on or
// undoes it, and the tenant then holds exactly what the screen says. After a kill nothing secret lies in the browser's folder.
import { expect, test } from './support/test';
import { GLOBAL, Journey } from './support/journey';
import { Issued } from './support/issued';
import { Killable, Profile } from './support/killable';
import type { Rule, Sandbox, State } from './support/sandbox';

// A browser is started twice, and the secret seen live before it is handed over.
test.setTimeout(90_000);

/** Longer than any test: the answer never comes. */
const NEVER = 120_000;
const CALLS = [
  ['the application', 'PATCH', '/v1.0/applications('],
  ['the service principal', 'POST', '/v1.0/servicePrincipals'],
  ['the app role assignment', 'POST', '/appRoleAssignedTo'],
  ['the delegated grant', 'POST', '/oauth2PermissionGrants'],
  ['the client secret', 'POST', '/addPassword'],
] as const;

type Step = { name: string; hold?: Rule & { method: string; path: string } };
const STEPS: Step[] = [
  ...CALLS.flatMap(([name, method, path]): Step[] => [
    { name: `${name} is asked for and not made`, hold: { method, path, drop: 'request', delayMs: NEVER } },
    { name: `${name} is made and not reported`, hold: { method, path, delayMs: NEVER } },
  ]),
  { name: 'the secret is in hand' },
];

const live = (state: State) => state.issuedSecrets.filter((secret) => !secret.removed);

/** Waits until the sandbox has the request that it holds back. */
async function held(sandbox: Sandbox, { method, path }: { method: string; path: string }) {
  const arrived = async () => (await sandbox.state()).requests.some((one) => one.method === method && one.path.includes(path));
  await expect.poll(arrived).toBe(true);
}

/** To the moment of `step`. */
async function runTo(step: Step, journey: Journey, sandbox: Sandbox) {
  await sandbox.reset({ orgConsent: true });
  await journey.choose();
  await expect(journey.heading('Review')).toBeVisible();
  if (step.hold) await sandbox.faults([step.hold]);
  await journey.press('Create');
  if (step.hold) await held(sandbox, step.hold);
  else await expect(journey.heading('Hand over')).toBeVisible();
}

async function meet(journey: Journey, sandbox: Sandbox) {
  await sandbox.faults([]);
  await journey.page.goto(sandbox.app);
  await expect(journey.heading('A set-up was interrupted')).toBeVisible();
  await expect(journey.page.getByText('admin@contoso.onmicrosoft.com')).toBeVisible();
}

async function goOn(journey: Journey, sandbox: Sandbox) {
  await journey.press('Continue');
  await journey.signInIfAsked(journey.heading('Hand over'));
  const state = await sandbox.state();
  expect(state.applications).toHaveLength(1);
  expect(state.servicePrincipals.map((one) => one.appId)).toEqual([state.applications[0].appId]);
  expect(state.appRoleAssignments).toHaveLength(1);
  expect(state.oauth2PermissionGrants).toHaveLength(1);
  expect(state.deletedItems).toEqual([]);
  expect(live(state)).toHaveLength(1);
  await expect(journey.value('Client ID')).toHaveText(state.applications[0].appId);
  await journey.button('Hold to reveal').hover();
  await journey.page.mouse.down();
  await expect(journey.value('Secret Code')).toHaveText(live(state)[0].secretText);
  await journey.page.mouse.up();
}

async function pressUndo(journey: Journey, sandbox: Sandbox) {
  const undone = journey.heading('Undone');
  if ((await sandbox.state()).applications.length > 0) {
    await journey.press('Undo');
    return journey.signInIfAsked(undone);
  }
  // That a thing does not exist is believed after a minute, by each call: until then it may be known elsewhere only.
  await journey.page.clock.install();
  await journey.press('Undo');
  await journey.signInIfAsked(journey.page.getByText('Removing what this run made').or(undone));
  await expect(async () => {
    await journey.page.clock.fastForward('01:01');
    await expect(undone).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 40_000 });
}

async function undo(journey: Journey, sandbox: Sandbox) {
  const before = await sandbox.state();
  await pressUndo(journey, sandbox);
  const state = await sandbox.state();
  expect(state.applications).toEqual([]);
  expect(state.servicePrincipals).toEqual([]);
  expect(state.appRoleAssignments).toEqual([]);
  expect(state.oauth2PermissionGrants).toEqual([]);
  expect(live(state)).toEqual([]);
  const deleted = state.deletedItems.filter((item) => item['@odata.type'] === '#microsoft.graph.application');
  expect(deleted.map((item) => item.id)).toEqual(before.applications.map((one) => one.id));
  const report = journey.page.getByText(deleted.length === 0 ? 'There was nothing to remove.' : /keeps it under Deleted applications/);
  await expect(report).toBeVisible();
}

/** A browser to be killed, and what it must not have kept. */
async function withKillable(act: (first: Journey, sandbox: Sandbox, issued: Issued, killAndSearch: () => Promise<Journey>) => Promise<void>, sandbox: Sandbox) {
  const profile = new Profile();
  let browser = await Killable.start(profile);
  try {
    const issued = new Issued();
    await issued.follow(browser.context);
    const killAndSearch = async () => {
      issued.note();
      await browser.kill();
      for (const secret of (await sandbox.state()).issuedSecrets) issued.keep('secret', secret.secretText);
      // A search for nothing finds nothing.
      expect(issued.count('verifier')).toBeGreaterThan(0);
      expect(profile.findings(issued.canaries)).toEqual([]);
      browser = await Killable.start(profile);
      return new Journey(browser.page, sandbox.app);
    };
    await act(new Journey(browser.page, sandbox.app), sandbox, issued, killAndSearch);
  } finally {
    await browser.kill();
    profile.remove();
  }
}

for (const step of STEPS) {
  for (const [end, finish] of [['continued', goOn], ['undone', undo]] as const) {
    test(`reload when ${step.name}, ${end}`, async ({ journey, sandbox }) => {
      journey.page.on('dialog', (dialog) => dialog.accept());
      await runTo(step, journey, sandbox);
      await journey.page.reload();
      await meet(journey, sandbox);
      await finish(journey, sandbox);
    });

    test(`kill -9 when ${step.name}, ${end}`, async ({ sandbox }) => {
      await withKillable(async (first, _, issued, killAndSearch) => {
        await runTo(step, first, sandbox);
        const again = await killAndSearch();
        expect([issued.count('verifier'), issued.count('access token')]).toEqual([2, 2]);
        await meet(again, sandbox);
        await finish(again, sandbox);
      }, sandbox);
    });
  }
}

test('kill -9 in the middle of an undo: undone at the next visit', async ({ sandbox }) => {
  await withKillable(async (first, _, __, killAndSearch) => {
    await runTo({ name: 'the secret is in hand' }, first, sandbox);
    const removal = { method: 'POST', path: '/removePassword', delayMs: NEVER };
    await sandbox.faults([removal]);
    await first.press('Undo');
    await held(sandbox, removal);
    const again = await killAndSearch();
    await meet(again, sandbox);
    await pressUndo(again, sandbox);
    const state = await sandbox.state();
    expect([state.applications, state.servicePrincipals, live(state)]).toEqual([[], [], []]);
  }, sandbox);
});

/** To Microsoft's page that asks who signs in; gives what was issued by then. */
async function askedWhoSignsIn(browser: Killable, sandbox: Sandbox): Promise<Issued> {
  const issued = new Issued();
  await issued.follow(browser.context);
  const journey = new Journey(browser.page, sandbox.app);
  await journey.open();
  await journey.press('Sign in with Microsoft');
  await expect(journey.button(GLOBAL)).toBeVisible();
  issued.note();
  return issued;
}

test('kill -9 while Microsoft asks who signs in: the kept sign-in is on the disk, its verifier is not', async ({ sandbox }) => {
  await sandbox.reset({ orgConsent: true });
  const profile = new Profile();
  const browser = await Killable.start(profile);
  try {
    const issued = await askedWhoSignsIn(browser, sandbox);
    expect(issued.count('verifier')).toBe(1);
    // The browser writes a tab's storage some seconds late: waited for, so that there is something to find.
    await expect.poll(() => profile.contains('entra-handover.sign-in'), { timeout: 20_000 }).toBe(true);
    await browser.kill();
    expect(profile.findings(issued.canaries)).toEqual([]);
  } finally {
    profile.remove();
  }
});

test('the search finds a verifier that a page keeps', async ({ sandbox }) => {
  const profile = new Profile();
  const browser = await Killable.start(profile);
  try {
    const issued = await askedWhoSignsIn(browser, sandbox);
    const [verifier] = Object.values(issued.canaries);
    await browser.page.goto(sandbox.app);
    await browser.page.evaluate((text) => new Promise<void>((kept) => {
      const opening = indexedDB.open('probe');
      opening.onupgradeneeded = () => opening.result.createObjectStore('probe');
      opening.onsuccess = () => {
        const keeping = opening.result.transaction('probe', 'readwrite', { durability: 'strict' });
        keeping.objectStore('probe').put(btoa(`{"verifier":"${text}"}`), 'probe');
        keeping.oncomplete = () => kept();
      };
    }), verifier);
    await browser.kill();
    expect(profile.findings(issued.canaries)).not.toEqual([]);
  } finally {
    profile.remove();
  }
});
