// After a full run nothing secret is left in the browser, and nobody but the sandbox was called.
import { expect, test } from './support/test';
import { findings, places } from './support/canaries';

test('secret, tokens, codes and verifiers are left nowhere, and no other host was called', async ({ journey, sandbox, page, context }) => {
  const canaries: Record<string, string> = {};
  const keep = (name: string, value: string | null | undefined) => {
    if (value) canaries[`${name} ${Object.keys(canaries).length}`] = value;
  };
  const hosts = new Set<string>();
  const console_: string[] = [];
  const violations: string[] = [];
  await context.exposeFunction('violated', (text: string) => violations.push(text));
  await context.addInitScript(() => addEventListener('securitypolicyviolation', (event) =>
    (window as any).violated(`${event.violatedDirective} ${event.blockedURI}`)));
  context.on('console', (message) => console_.push(message.text()));
  context.on('weberror', (error) => console_.push(String(error.error())));
  const bodies: Promise<void>[] = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol !== 'data:' && url.protocol !== 'blob:' && url.protocol !== 'about:') hosts.add(url.hostname);
    if (!url.pathname.endsWith('/oauth2/v2.0/token')) return;
    const sent = new URLSearchParams(request.postData() ?? '');
    keep('code', sent.get('code'));
    keep('verifier', sent.get('code_verifier'));
    bodies.push((async () => {
      const answer = await (await request.response())!.json();
      keep('access token', answer.access_token);
      keep('ID token', answer.id_token);
    })());
  });

  await journey.whole();
  await Promise.all(bodies);
  const { issuedSecrets } = await sandbox.state();
  keep('secret', issuedSecrets[0].secretText);
  expect(Object.keys(canaries).map((name) => name.replace(/ \d+$/, '')).sort()).toEqual(
    ['ID token', 'ID token', 'access token', 'access token', 'code', 'code', 'secret', 'verifier', 'verifier']);

  // The search itself must be able to find something.
  expect(findings({ probe: Buffer.from(`x${Object.values(canaries)[0]}y`).toString('base64') }, canaries)).not.toEqual([]);

  const whileHandingOver = await places(page, context);
  expect(findings({ ...whileHandingOver, console: console_.join('\n') }, canaries)).toEqual([]);
  expect(whileHandingOver.workers).toBe('0');

  await journey.press('Finish');
  await expect(journey.heading('Done')).toBeVisible();
  expect(findings({ ...(await places(page, context)), console: console_.join('\n') }, canaries)).toEqual([]);
  // The portal's page holds the secret in its form until it was saved, and no longer.
  const { dom: portalDom, ...portalKept } = await places(journey.portal, context);
  expect(findings({ ...portalKept, portalDom }, canaries)).toEqual([]);

  expect([...hosts].sort()).toEqual(['127.0.0.1', 'localhost']);
  expect(violations).toEqual([]);
  expect(console_.filter((line) => /error|panic/i.test(line))).toEqual([]);
});
