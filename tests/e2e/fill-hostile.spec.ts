// Pages that must get no secret: neither in a field, nor in an event that their own script sees. Every refusal has a reason and an
// act to do next, and what was put in before it is taken out.
import { bundle, expect, portal, script, secretOnPage, test, values, type Told } from './support/filling';
import { friendly } from './pages/friendly';
import { hostile } from './pages/hostile';

function isClear(told: Told | null | undefined, why: string) {
  expect(told?.refusal).toContain(why);
  expect(told!.title).toBeTruthy();
  expect(told!.acts!.length, 'the next act is named').toBeGreaterThan(0);
}

for (const variant of hostile) {
  test(`refused: ${variant.name}`, async ({ page, portalPage }) => {
    await page.route('https://portal.vendor.example/elsewhere', (route) => route.fulfill({ contentType: 'text/html', body: '<label>Secret Code <input></label>' }));
    const filler = await portalPage.open(variant.body, { head: variant.head, headers: variant.headers, script: variant.script });
    const { plan, told } = await filler.find({ patience: 0 });
    if (told) {
      isClear(told, variant.why);
    } else {
      if (variant.after) await page.evaluate(variant.after);
      isClear(await filler.fill(plan!), variant.why);
    }
    expect(await secretOnPage(page)).toBe(false);
    const kept = await page.evaluate(() => [...document.querySelectorAll<HTMLInputElement>('[data-is=t], [data-is=c]')].map((it) => it.value)).catch(() => []);
    for (const id of [values.tenantId, values.clientId]) expect(kept).not.toContain(id);
  });
}

const good = friendly[0];

test('another origin gets no plan, whatever the page looks like', async ({ portalPage, page }) => {
  for (const at of ['https://portal.vendor.example.evil.example/', 'https://portal.vendor.example:8443/', 'https://portal-vendor.example/']) {
    const filler = await portalPage.open(good.body, { at });
    isClear((await filler.find()).told, 'WrongOrigin');
    expect(await secretOnPage(page)).toBe(false);
  }
});

test('a frame is not filled, though it is of the right origin', async ({ portalPage, page }) => {
  const inner = good.body.replaceAll('"', '&quot;');
  const filler = await portalPage.open(`<iframe width="600" height="500" srcdoc="${inner}"></iframe><iframe width="600" height="500" sandbox srcdoc="${inner}"></iframe>`);
  await page.waitForLoadState();
  for (const frame of page.frames().slice(1)) {
    await filler.attachToFrame(frame);
    isClear((await filler.find({ patience: 0 })).told, 'NotTopFrame');
  }
  expect(await secretOnPage(page)).toBe(false);
});

test('a plan is good for the look that it was made from', async ({ portalPage, page }) => {
  const filler = await portalPage.open(good.body);
  const { plan } = await filler.find();
  await filler.call('probe');
  isClear(await filler.fill(plan!), 'Stale');
  const second = await filler.find();
  await page.reload();
  isClear(await filler.fill(second.plan!), 'Stale');
  await filler.attach();
  isClear(await filler.fill(second.plan!), 'Stale');
  expect(await secretOnPage(page)).toBe(false);
  const third = await filler.find();
  isClear(await filler.fill({ ...third.plan!, origin: 'https://evil.example' }), 'OtherOrigin');
  expect(await secretOnPage(page)).toBe(false);
});

test('a page that is left while it is filled gets nothing in its new document', async ({ portalPage, page }) => {
  const filler = await portalPage.open(good.body);
  for (const delay of [0, 5, 20, 60, 150, 300]) {
    await filler.attach();
    const { plan } = await filler.find();
    const loaded = page.waitForEvent('load');
    await page.evaluate((after) => { setTimeout(() => location.reload(), after); }, delay).catch(() => undefined);
    const told = await filler.fill(plan!);
    await loaded;
    isClear(told, 'Stale');
    expect(await page.evaluate(() => (window as any).seen.length), 'the new document has seen nothing').toBe(0);
  }
});

test('a value is seen by the page only when it is all there: the sample says nothing about the secret', async ({ portalPage, page }) => {
  const filler = await portalPage.open(good.body);
  const { plan } = await filler.find();
  expect(await filler.fill(plan!)).toBeNull();
  const seen: string[] = await page.evaluate(() => [...new Set((window as any).seen as string[])].filter((it) => it !== 'Use' && it !== 'Not use' && it.length > 2));
  const sample = seen.find((it) => !Object.values(values).includes(it))!;
  expect(sample).toHaveLength(values.secretCode.length);
  expect(sample.replace(/[xX0]/g, '')).toMatch(/^[^A-Za-z0-9]*$/);
  expect(seen.filter((it) => it !== sample).sort()).toEqual(Object.values(values).sort());
});

test('former values come back when the fill is refused', async ({ portalPage, page }) => {
  const body = good.body.replace('data-is="t"', 'data-is="t" value="former-tenant"').replace('data-is="s"', 'data-is="s" value="********"');
  const script = `document.querySelector('[data-is=s]').addEventListener('input', (event) => { if (event.target.value.length > 10) event.target.value += '!'; });`;
  const filler = await portalPage.open(body, { script });
  const { plan } = await filler.find();
  isClear(await filler.fill(plan!), 'Rewritten');
  expect(await page.locator('[data-is=t]').inputValue()).toBe('former-tenant');
  expect(await page.locator('[data-is=s]').inputValue()).toBe('********');
  expect(await page.locator('[data-is=c]').inputValue()).toBe('');
  await expect(page.locator('[data-is=usage]')).toHaveValue('0');
});

test('a controlled React form that is refused goes back to its former state', async ({ portalPage, page }) => {
  const filler = await portalPage.open('<div id="app"></div>', { script: bundle('react.jsx') });
  const { plan } = await filler.find();
  await page.evaluate(() => document.querySelector('[data-is=s]')!.addEventListener('input', () => { document.querySelector('h1')!.insertAdjacentHTML('afterend', '<div style="position:fixed;inset:0;background:#fff"></div>'); }));
  isClear(await filler.fill(plan!), 'Covered');
  await expect(page.locator('[data-is=model]')).toHaveText('notUse|||0');
  expect(await secretOnPage(page)).toBe(false);
});

test('a form that is drawn anew because Use was chosen is filled at the second look', async ({ portalPage, page }) => {
  const draw = `let chosen = 0; const draw = () => { document.querySelector('main').innerHTML = ${JSON.stringify(good.body)};
    const usage = document.querySelector('[data-is=usage]'); usage.selectedIndex = chosen; usage.onchange = () => { chosen = usage.selectedIndex; draw(); }; }; draw();`;
  const filler = await portalPage.open('<main></main>', { script: draw });
  isClear(await filler.fill((await filler.find()).plan!), 'Replaced');
  expect(await secretOnPage(page)).toBe(false);
  const { plan } = await filler.find();
  expect(plan!.usage.done, 'the page keeps Use').toBe(true);
  expect(await filler.fill(plan!)).toBeNull();
});

test('the snapshot holds no value of the page', async ({ portalPage }) => {
  const body = good.body.replaceAll('<input', '<input value="a-value-of-the-page"');
  const filler = await portalPage.open(`${body}<textarea>another-value</textarea><div contenteditable>a-third-value</div>`);
  const look: string = await filler.call('probe');
  for (const value of ['a-value-of-the-page', 'another-value', 'a-third-value']) expect(look).not.toContain(value);
});

test('a form that hides the document is seen where it does so: in the page\'s own world, as by the bookmark', async ({ portalPage, page }) => {
  await portalPage.open(`${good.body}<form name="createTreeWalker"></form>`);
  expect(JSON.parse(await page.evaluate(`${script}; handoverPage.probe()`))).toEqual({ version: 1, masked: true });
});

test('Modify is pressed only when the user asked for it', async ({ portalPage, page }) => {
  const body = `${good.body.replaceAll('<input', '<input readonly')}<button type="button" id="m">Modify</button>`;
  const filler = await portalPage.open(body, { script: 'window.pressed = 0; document.getElementById("m").onclick = () => { window.pressed += 1; };' });
  isClear((await filler.find({ opening: 'look' })).told, 'PressModify');
  expect(await page.evaluate(() => (window as any).pressed)).toBe(0);
  isClear((await filler.find({ opening: 'press', patience: 300 })).told, 'PressModify');
  expect(await page.evaluate(() => (window as any).pressed), 'once, not again and again').toBe(1);
  expect(portal).toBe(new URL(page.url()).origin);
});

test('a field is picked by the user, not by the page, and leaves no trace', async ({ portalPage, page }) => {
  const filler = await portalPage.open('<label>Alpha <input id="a"></label><input id="b" name="beta"><p>text</p>', { script: 'window.clicks = 0; addEventListener("click", () => { window.clicks += 1; });' });
  const before = await page.content();
  const picked = filler.call('pick', [5000]);
  await page.evaluate(() => document.getElementById('a')!.click());
  await page.mouse.click(5, 400);
  await page.hover('#b');
  expect(await page.evaluate(() => getComputedStyle(document.getElementById('b')!).outlineStyle)).toBe('solid');
  expect(await page.content(), 'an outline without a change of the page').toBe(before);
  await page.click('#b');
  const { page: look, index } = await picked;
  expect(JSON.parse(look).fields[index].name).toBe('beta');
  expect(await page.evaluate(() => (window as any).clicks), 'the page saw its own click alone').toBe(1);
  expect(await page.evaluate(() => document.getElementById('b')!.getAnimations().length)).toBe(0);
  const given = filler.call('pick', [5000]);
  await page.keyboard.press('Escape');
  expect(await given).toBeNull();
  expect(await filler.call('pick', [50]), 'and it ends by itself').toBeNull();
});
