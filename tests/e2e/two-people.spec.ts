// The Entra administrator and the Customer Manager administrator are two people with a browser each: the values travel sealed, and the
// link is of use to the browser that asked for it, in time, and to nobody else.
import { expect, test } from './support/test';
import { findings, places } from './support/canaries';
import { Extension } from './support/extension';
import { ask, code, Person } from './support/two-people';
import type { Sandbox, State } from './support/sandbox';

// Browsers are started, and the secret is seen live before it is sealed.
test.describe.configure({ timeout: 120_000 });

const NAME = '김민수 (Partner Ltd)';
const live = (state: State) => state.issuedSecrets.filter((secret) => !secret.removed);
let people: Person[] = [];

test.afterEach(async () => {
  for (const person of people) await person.end();
  people = [];
});

async function person(sandbox: Sandbox): Promise<Person> {
  const one = await Person.start(sandbox.app);
  people.push(one);
  return one;
}

/** Both, with a sealed link on its way. */
async function sealed(sandbox: Sandbox) {
  await sandbox.reset({ orgConsent: true });
  const [manager, admin] = [await person(sandbox), await person(sandbox)];
  const request = await manager.ask(NAME);
  const link = await admin.make(request, NAME);
  const [{ secretText: secret }] = live(await sandbox.state());
  return { manager, admin, request, link, secret };
}

test('two browsers complete the hand-over, and what travels between them is left nowhere', async ({ sandbox }) => {
  const { manager, admin, request, link, secret } = await sealed(sandbox);
  const canaries = { secret, packet: code(link) };
  expect(link).not.toContain(secret);

  // What the Entra administrator is left with says that nobody has confirmed anything.
  await admin.journey.press('Finish');
  await expect(admin.journey.heading('Done')).toBeVisible();
  await expect(admin.page.getByText(`${NAME} (until`)).toContainText('not confirmed by Customer Manager');
  await expect(admin.page.getByText(request.fingerprint)).toBeVisible();
  expect(findings(await places(admin.page, admin.context), canaries)).toEqual([]);
  const journal = await places(admin.page, admin.context);
  expect(journal.indexedDB).toContain('sealed');
  const saved = admin.page.waitForEvent('download');
  await admin.journey.press('Download receipt');
  const chunks: Buffer[] = [];
  for await (const chunk of await (await saved).createReadStream()) chunks.push(chunk as Buffer);
  expect(JSON.parse(Buffer.concat(chunks).toString())).toMatchObject({
    sealedFor: { name: NAME, fingerprint: request.fingerprint }, checks: { handedOver: { way: 'sealed' } },
  });

  await manager.receive(link);
  await expect(manager.page).toHaveURL(sandbox.app);
  await expect(manager.page.getByText('as the packet says').first()).toBeVisible();
  expect(findings(await places(manager.page, manager.context), canaries)).toEqual([]);
  await manager.journey.sendAndWait();
  await expect(manager.page.getByText('This browser has destroyed the key')).toBeVisible();
  await manager.journey.save();
  await manager.journey.sync();
  const { portal } = await sandbox.state();
  expect(portal).toMatchObject({ usage: 'use', secretCode: secret, saved: true });
  await manager.journey.press('Finish');
  await expect(manager.journey.heading('Finished')).toBeVisible();
  expect(findings(await places(manager.page, manager.context), canaries)).toEqual([]);
  expect((await places(manager.page, manager.context)).indexedDB).not.toContain(code(request.link));

  // Neither link was in any request: not in an address, a header or a body.
  const all = [...manager.sent, ...admin.sent].join('\n');
  expect(all).toContain('/config.json');
  expect(findings({ all }, { packet: code(link), request: code(request.link) })).toEqual([]);

  await manager.refused(link, 'This browser has no key for it');
});

test('the link outlives a restart of the browser that asked, and opens nothing in any other', async ({ sandbox }) => {
  const { manager, admin, link, secret } = await sealed(sandbox);
  const stranger = await person(sandbox);
  await stranger.refused(link, 'This browser has no key for it');
  await admin.refused(link, 'This browser has no key for it');
  expect(findings(await places(stranger.page, stranger.context), { secret })).toEqual([]);

  await manager.receive(link);
  await manager.context.close();
  expect(manager.profile.findings({ secret })).toEqual([]);
  const again = await Person.start(sandbox.app, manager.profile);
  people[people.indexOf(manager)] = again;
  await again.receive(link);
  await again.journey.button('Hold to reveal').hover();
  await again.page.mouse.down();
  await expect(again.journey.value('Secret Code')).toHaveText(secret);
  await again.page.mouse.up();
  await again.journey.press('Finish');
  await expect(again.journey.heading('The values have not been handed over')).toBeVisible();
  await again.journey.press('Finish all the same');
  await expect(again.journey.heading('Finished')).toBeVisible();
  await again.refused(link, 'This browser has no key for it');
});

test('a link that was altered, or whose time is over, is refused', async ({ sandbox }) => {
  const { manager, link } = await sealed(sandbox);
  const change = (at: number) => `${link.slice(0, at)}${link[at] === 'A' ? 'B' : 'A'}${link.slice(at + 1)}`;
  const first = link.length - code(link).length;
  // The tenant, the time, the values; what is cut off.
  for (const at of [first + 5, first + 85, link.length - 30]) await manager.refused(change(at), 'It was changed on its way');
  await manager.refused(link.slice(0, first + 40), 'The link is cut off or was changed');
  await manager.page.clock.setFixedTime(Date.now() + 8 * 86_400_000);
  await manager.refused(link, 'It could be opened until');
  await manager.page.clock.setFixedTime(Date.now());
  await manager.receive(link);
});

test('after a renewal the old packet is of no use: it is refused beside the new one, and its secret is gone', async ({ sandbox }) => {
  const { manager, admin, request, link } = await sealed(sandbox);
  await admin.journey.press('Finish');
  await expect(admin.journey.heading('Done')).toBeVisible();
  await admin.follow(request, NAME);
  const status = admin.journey.heading('Status');
  await admin.journey.signInIfAsked(status);
  await admin.journey.press('Renew');
  await admin.page.getByRole('radio', { name: /The secret has leaked/ }).check();
  await admin.journey.press('Renew');
  const renewed = await admin.seal(NAME);
  const [current] = live(await sandbox.state());

  // Who does not know of the new one gets the old secret, and it does not work any more.
  await manager.receive(link);
  await manager.journey.sendAndWait();
  await manager.journey.save();
  await manager.journey.button('One-time Sync.', manager.journey.portal).click();
  await expect.poll(async () => JSON.stringify((await sandbox.state()).portal.sync)).toContain('7000215');
  await manager.journey.portal.close();
  await manager.refused(renewed, 'This browser has no key for it');

  // Asked again: now the new one is known, and the old kind is refused.
  const anew = await manager.ask(NAME);
  await admin.follow(anew, NAME);
  await admin.journey.signInIfAsked(status);
  await admin.journey.press('Renew');
  await admin.journey.press('Renew');
  const second = await admin.seal(NAME);
  await admin.journey.press('Finish');
  await expect(admin.journey.heading('Done')).toBeVisible();
  await admin.follow(anew, NAME);
  await admin.journey.signInIfAsked(status);
  await admin.journey.press('Renew');
  await admin.journey.press('Renew');
  const third = await admin.seal(NAME);
  await manager.receive(third);
  await manager.refused(second, 'This browser has opened a newer one for the same application');
  await manager.receive(third);
  expect(live(await sandbox.state()).map((one) => one.keyId)).toContain(current.keyId);
});

test('a request that is cut off is not followed, and one that comes into an open page is', async ({ sandbox }) => {
  await sandbox.reset({ orgConsent: true });
  const [manager, admin] = [await person(sandbox), await person(sandbox)];
  const { link, fingerprint } = await manager.ask(NAME);
  await expect(manager.journey.button(`Forget ${NAME}`)).toBeVisible();
  await admin.journey.open();
  await admin.page.goto(link.slice(0, -60));
  await expect(admin.journey.alert()).toContainText('The request cannot be used');
  await admin.page.goto(link);
  await expect(admin.page.getByText(fingerprint, { exact: true })).toBeVisible();
  await admin.journey.press('Set the request aside');
  await expect(admin.journey.heading('Sign in')).toBeVisible();
  await expect(admin.page.getByText('The values will be sealed')).toBeHidden();

  await manager.journey.press(`Forget ${NAME}`);
  await expect(manager.journey.heading('Your open requests')).toBeHidden();
});

test('a panel asks, and fills Customer Manager with what comes back', async ({ sandbox }) => {
  expect(sandbox.app).toContain('localhost');
  const extension = await Extension.start();
  try {
    await extension.sandbox.reset({ orgConsent: true });
    const portal = await extension.tab('https://customer-manager.example/customer-manager/');
    const panel = await extension.open(portal);
    await panel.press('Request values');
    const { link: text, fingerprint } = await ask(panel, NAME);
    expect(text).toMatch(/^#request=/);

    const admin = await Person.start(extension.sandbox.app);
    people.push(admin);
    const link = await admin.make({ link: `${extension.sandbox.app}${text}`, fingerprint }, NAME);
    await panel.page.getByLabel('Link', { exact: true }).fill(link);
    await panel.press('Open');
    await expect(panel.heading('Hand over')).toBeVisible();
    await panel.press('Fill Customer Manager');
    await expect(panel.heading('The three values are in the page')).toBeVisible();
    const [{ secretText }] = live(await extension.sandbox.state());
    await expect(portal.getByLabel('Secret Code')).toHaveValue(secretText);
    await expect(panel.page.getByText('This browser has destroyed the key')).toBeVisible();
    expect(findings(await places(panel.page, extension.context), { secret: secretText, packet: code(link) })).toEqual([]);
  } finally {
    await extension.stop();
  }
});
