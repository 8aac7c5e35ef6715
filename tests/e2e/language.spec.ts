// Languages: a browser in Korean gets the whole path in Korean, and the choice in the head changes every screen and loses nothing.
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';
import { GLOBAL, Journey } from './support/journey';
import { tour } from './support/screens';

const axe = fs.readFileSync(path.resolve(__dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');

/** What stays as it is in Korean: the portal's labels, names of people and things, commands, what Microsoft Graph says. */
const NAMES = [
  /iPECS Cloud User Lookup( Secret)?/g, /Microsoft Entra( ID)?/g, /Microsoft Graph/g, /(Azure )?Portal/g, /Entra Handover/g,
  /Customer (Manager|User)/g, /User Look-Up Usage/g, /Authority Setting > MS AAD/g, /One-time Sync\./g, /(Tenant|Client) ID|Secret Code/g,
  /(Global|Privileged Role|Application|Cloud Application|Security|Conditional Access) Administrator/g, /Application Developer/g,
  /az (account|rest) [^가-힣]*/g, /Edge, Chrome, Firefox, Safari/g, /Privileged Identity Management/g,
];

/** Texts on the page that hold an English sentence: three words in a row. What the sandbox's directory says of itself is data. */
async function english(page: Page): Promise<string[]> {
  const texts = await page.evaluate(() => {
    const data = '[lang="en"], .account, code, [data-outside], #picker .rows, noscript';
    const found: string[] = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const parent = walk.currentNode.parentElement!;
      if (!parent.closest(data) && parent.getClientRects().length) found.push(walk.currentNode.textContent!);
    }
    for (const part of document.querySelectorAll('[aria-label]')) found.push(part.getAttribute('aria-label')!);
    return found;
  });
  const rest = (text: string) => NAMES.reduce((left, name) => left.replace(name, '·'), text);
  return texts.filter((text) => /([A-Za-z’']+[,.:;]* +){2}[A-Za-z]+/.test(rest(text)));
}

async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations: string[] = await page.evaluate(async () => {
    const result = await (window as any).axe.run(document, { resultTypes: ['violations'] });
    return result.violations.map((one: any) => `${one.id}: ${one.nodes.map((node: any) => node.target.join(' ')).join('; ')}`);
  });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return [...violations, ...(over > 0 ? [`${over} px too wide`] : []), ...await english(page)];
}

test.describe('a browser in Korean', () => {
  test.use({ locale: 'ko-KR', viewport: { width: 320, height: 800 } });

  test('goes the whole path in Korean', async ({ page, journey, sandbox }) => {
    test.setTimeout(150_000);
    const seen = async (screen: string) => expect(await faults(page), screen).toEqual([]);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await journey.open();
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    await expect(journey.heading('로그인')).toBeVisible();
    await seen('sign-in');
    await journey.press('Microsoft 계정으로 로그인');
    await journey.press(GLOBAL);
    await journey.press('Accept');
    await expect(journey.heading('검토')).toBeVisible();
    await expect(page.getByText(/만료일: \d{4}년 \d{1,2}월 \d{1,2}일/)).toBeVisible();
    await seen('review');
    await journey.press('사용 권한 추가');
    await expect(page.getByRole('dialog').getByRole('checkbox').first()).toBeVisible();
    await seen('permissions');
    await journey.press('완료');
    await journey.press('만들기');
    await journey.press('Accept');
    await expect(journey.heading('전달')).toBeVisible();
    await expect(page.getByRole('group', { name: 'Secret Code' })).toBeVisible();
    await seen('hand-over');
    const opened = page.waitForEvent('popup');
    await journey.press('Customer Manager로 보내기');
    journey.portal = await opened;
    await expect(page.getByText('Customer Manager에 세 가지 값이 전달되었습니다')).toBeVisible();
    await journey.press('Save', journey.portal);
    await journey.press('OK', journey.portal);
    await expect(page.getByText('Customer Manager가 세 가지 값을 저장했습니다')).toBeVisible();
    await seen('delivered');
    await journey.press('마침');
    await expect(journey.heading('완료')).toBeVisible();
    await seen('done');
    expect((await sandbox.state()).portal.saved).toBe(true);
  });

  test('is told in Korean that the page cannot start', async ({ page, journey, sandbox }) => {
    await page.route('**/sign-in_bg.wasm', (route) => route.fulfill({ status: 404 }));
    await page.goto(sandbox.app);
    await expect(journey.alert()).toContainText('Entra Handover를 시작할 수 없습니다.');
    await expect(journey.button('다시 로드')).toBeVisible();
  });

  test('without JavaScript is told in both languages', async ({ browser, sandbox }) => {
    const page = await browser.newPage({ javaScriptEnabled: false });
    await page.goto(sandbox.app);
    // Text of a noscript element is not text to Playwright's own search.
    const told = page.locator('noscript p');
    await expect(told).toHaveCount(2);
    for (const one of await told.all()) await expect(one).toBeVisible();
    await expect(told.last()).toContainText('JavaScript가 필요합니다');
    await expect(told.last()).toHaveAttribute('lang', 'ko');
    await page.close();
  });
});

for (const [scheme, width] of [['light', 320], ['dark', 1100]] as const) {
  test(`every screen is shown in Korean by the choice in the head, and is the same when English is back (${scheme}, ${width} px)`, async ({ journey, sandbox, page }) => {
    test.setTimeout(300_000);
    const like = async (shown: Page) => {
      await shown.setViewportSize({ width, height: 800 });
      await shown.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    };
    await like(page);
    const found: string[] = [];
    await tour(journey, sandbox, async (screen, shown) => {
      // The dialog of the permissions covers the head, and the small window has none.
      const korean = shown.getByRole('button', { name: '한국어' });
      if (!await korean.isVisible() || screen === 'permissions') return;
      const main = () => shown.locator('main').evaluate((part: HTMLElement) => part.innerText
        // What was said once to a screen reader is not said again.
        .replace(part.querySelector<HTMLElement>(':scope > p.sr')?.innerText || '\0', '').trimEnd()
        // What comes to its end by itself.
        .replace(/Microsoft Entra is being asked[^\n]*\n+/, '').replace(/\d+ s\b|[\d:]+ UTC/g, ''));
      const before = await main();
      await korean.click();
      await expect(korean).toHaveAttribute('aria-pressed', 'true');
      await expect(korean).toBeFocused();
      await expect.poll(main).toMatch(/[가-힣]/);
      found.push(...(await faults(shown)).map((text) => `${screen}: ${text}`));
      if (process.env.LANGUAGE_PICTURES) await shown.screenshot({ path: `${process.env.LANGUAGE_PICTURES}/${screen}-${width}-${scheme}.png`, fullPage: true });
      await shown.getByRole('button', { name: 'English' }).click();
      // What counts down or ends by itself has gone on meanwhile.
      if (screen !== 'creating' && screen !== 'hand-over') await expect.poll(main, screen).toBe(before);
    });
    expect(found).toEqual([]);
  });
}

test('a choice is kept for the next visit, and what was typed stays where it is', async ({ journey, page, sandbox }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.open();
  await page.getByText('Options', { exact: true }).click();
  await page.getByLabel('Tenant (name or ID)').fill('contoso.onmicrosoft.com');
  await journey.press('한국어');
  await expect(page.getByLabel('테넌트(이름 또는 ID)')).toHaveValue('contoso.onmicrosoft.com');
  await page.reload();
  await expect(journey.heading('로그인')).toBeVisible();
  await journey.press('English');
  await expect(journey.heading('Sign in')).toBeVisible();
  await journey.review();
  await journey.button('Remove').first().or(page.getByRole('button', { name: /^Remove/ }).first()).click();
  await page.getByLabel('Secret expires after').selectOption('6');
  await journey.press('한국어');
  await expect(page.getByLabel('비밀 만료 기간')).toHaveValue('6');
  await expect(page.getByRole('button', { name: /^제거/ })).toHaveCount(1);
});

test('a change of language loses neither an undelivered secret nor what is known of its way', async ({ journey, page, sandbox }) => {
  await sandbox.reset({ orgConsent: true });
  await journey.handOver();
  await journey.press('한국어');
  await expect(journey.heading('전달')).toBeVisible();
  const opened = page.waitForEvent('popup');
  await journey.press('Customer Manager로 보내기');
  const portal = await opened;
  // The values arrive while another language is being spoken.
  await journey.press('English');
  await expect(portal.getByText('Values received')).toBeVisible();
  await expect(page.getByText('Customer Manager has the three values')).toBeVisible();
  await journey.press('한국어');
  await expect(page.getByText('Customer Manager에 세 가지 값이 전달되었습니다')).toBeVisible();
  const [secret] = (await sandbox.state()).issuedSecrets;
  await expect(portal.getByLabel('Secret Code')).toHaveValue(secret.secretText);
});
