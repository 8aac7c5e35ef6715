// Fills a page as the extension does: the package's page.js in an isolated world of the top document, the Rust matcher beside it
// (examples/fill.rs), and nothing else. The pages are given out by this file under a portal's address; there is no server.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import path from 'node:path';
import { test as base, expect, type CDPSession, type Frame, type Page } from '@playwright/test';
import { buildSync } from 'esbuild';

const root = path.resolve(__dirname, '../../..');
/** The page script of the package. */
export const script = readFileSync(path.join(process.env.PACKAGES!, 'chromium/page.js'), 'utf8');

export const portal = 'https://portal.vendor.example';
export const values = {
  tenantId: '6babcaad-604b-40ac-a9d7-9fd97c0b779f',
  clientId: '00001111-aaaa-2222-bbbb-3333cccc4444',
  secretCode: 'Zq78Q~canary.pX2-fIlLmE_onLyOnce~9aBcDeF',
};
export type Told = { refusal: string; title: string; text?: string; acts?: string[] };
export type Plan = { document: string; origin: string; usage: any; fields: Record<string, { index: number; how: string; label: string }> };
export type Outcome = { plan?: Plan; told?: Told };

/** The matcher as a process: one request at a time; it may ask back before it answers. */
export class Matcher {
  private readonly lines: AsyncIterableIterator<string>;
  private constructor(private readonly child: ChildProcess, reader: Interface) { this.lines = reader[Symbol.asyncIterator](); }

  static start(): Matcher {
    execFileSync('cargo', ['build', '--quiet', '--example', 'fill'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    const target = process.env.CARGO_TARGET_DIR ?? path.join(root, 'target');
    const child = spawn(path.join(target, 'debug/examples/fill'), { stdio: ['pipe', 'pipe', 'inherit'] });
    return new Matcher(child, createInterface({ input: child.stdout! }));
  }

  stop() { this.child.kill(); }

  async ask(request: object, page?: (name: string, args: unknown[]) => Promise<unknown>): Promise<any> {
    const say = (message: object) => this.child.stdin!.write(`${JSON.stringify(message)}\n`);
    say(request);
    for (;;) {
      const { value, done } = await this.lines.next();
      if (done) throw new Error('the matcher ended');
      const message = JSON.parse(value);
      if (message.error) throw new Error(message.error);
      if (!message.call) return message;
      const reply = await page!(message.call, message.with).then((it) => ({ reply: it ?? null }), () => ({ gone: true }));
      say(reply);
    }
  }
}

const DEEP = `var deep = (selector, root = document) => [...root.querySelectorAll(selector), ...[...root.querySelectorAll('*')].filter((it) => it.shadowRoot).flatMap((it) => deep(selector, it.shadowRoot))];`;

/** The page script in one document. */
export class Filler {
  private context = 0;
  private session: CDPSession;
  private constructor(readonly page: Page, private readonly cdp: CDPSession, private readonly matcher: Matcher) { this.session = cdp; }

  static async on(page: Page, matcher: Matcher): Promise<Filler> {
    const filler = new Filler(page, await page.context().newCDPSession(page), matcher);
    await filler.attach();
    return filler;
  }

  /** Puts the script into the document that is there now: a fresh isolated world, as scripting.executeScript has it. */
  async attach() {
    const { frameTree } = await this.cdp.send('Page.getFrameTree');
    await this.attachTo(frameTree.frame.id);
  }

  async attachTo(frameId: string, cdp = this.cdp) {
    this.session = cdp;
    const world = await cdp.send('Page.createIsolatedWorld', { frameId, worldName: 'entra-handover' });
    this.context = world.executionContextId;
    await this.run(`${script}\nglobalThis.page = handoverPage; null`);
  }

  /** Puts the script into a frame of the page; a sandboxed one has a process, and so a session, of its own. */
  async attachToFrame(frame: Frame) {
    const own = await this.page.context().newCDPSession(frame).catch(() => null);
    const { frameTree } = await (own ?? this.cdp).send('Page.getFrameTree');
    await this.attachTo(own ? frameTree.frame.id : frameTree.childFrames![0].frame.id, own ?? this.cdp);
  }

  private async run(expression: string): Promise<any> {
    const answer = await this.session.send('Runtime.evaluate', { expression, contextId: this.context, awaitPromise: true, returnByValue: true });
    if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    return answer.result.value;
  }

  call(name: string, args: unknown[] = []): Promise<any> {
    return this.run(`page[${JSON.stringify(name)}](...${JSON.stringify(args)})`);
  }

  async find(more: { rule?: string; opening?: 'press' | 'look'; patience?: number; portal?: string; secretLength?: number } = {}): Promise<Outcome> {
    const request = { do: 'find', portal, secretLength: values.secretCode.length, opening: 'press', patience: 1500, ...more };
    const found = await this.matcher.ask(request, (name, args) => this.call(name, args));
    return found.plan ? { plan: found.plan } : { told: found };
  }

  /** The one call that carries the values. Nothing when it was filled, or why it was not. */
  async fill(plan: Plan, given = values): Promise<Told | null> {
    const answer = await this.call('fill', [plan, given]).catch(() => null);
    if (answer) for (const value of Object.values(given)) expect(answer, 'the answer holds no value').not.toContain(value);
    const said = await this.matcher.ask({ do: 'answer', answer });
    return said.filled ? null : said;
  }

  /** The value of the first field of this selector, through shadow trees, read past the page's own prototypes. */
  value(selector: string): Promise<string> {
    return this.run(`${DEEP} deep(${JSON.stringify(selector)})[0].value`);
  }

  /** Whether User Look-Up Usage stands at Use. */
  usage(): Promise<boolean> {
    return this.run(`${DEEP} (([it]) => it.localName === 'select' ? /^(Use|사용|Utiliser)( \\(Y\\))?$/.test(it.selectedOptions[0].text)
      : it.getAttribute('role') === 'combobox' ? (it.value ?? it.textContent) === 'Use' : it.checked ?? it.getAttribute('aria-checked') === 'true')(deep('[data-is=usage]'))`);
  }

  async learn(page: string, picks: object): Promise<{ rule?: string; refusal?: string }> {
    return this.matcher.ask({ do: 'learn', page, picks });
  }
}

/** A page of the portal, and a filler on it. */
export type Portal = {
  open(body: string, more?: { head?: string; headers?: Record<string, string>; at?: string; script?: string }): Promise<Filler>;
};

/** Sees every value that the page's own script could see, from the first moment: fields, events, and the sets of the prototypes. */
function spy() {
  const seen: string[] = [];
  Object.defineProperty(window, 'seen', { value: seen });
  const look = (it: any) => { if (typeof it?.value === 'string' && it.value) seen.push(it.value); };
  for (const name of ['input', 'change', 'keydown', 'keyup', 'beforeinput', 'focusout', 'blur', 'paste']) {
    addEventListener(name, (event: any) => { look(event.composedPath()[0]); if (event.data) seen.push(event.data); }, true);
  }
}

export const test = base.extend<{ portalPage: Portal; pageErrors: string[] }, { matcher: Matcher }>({
  matcher: [async ({}, use) => {
    const matcher = Matcher.start();
    await use(matcher);
    matcher.stop();
  }, { scope: 'worker', timeout: 600_000 }],
  pageErrors: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await use(errors);
  },
  portalPage: async ({ page, matcher, pageErrors }, use) => {
    await page.addInitScript(spy);
    await page.route('**/*', (route) => route.abort());
    await use({
      open: async (body, { head = '', headers = {}, at = `${portal}/msaad`, script: own = '' } = {}) => {
        const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Customer Manager</title>${head}</head><body>${body}${own && `<script>${own}</script>`}</body></html>`;
        await page.route(at, (route) => route.fulfill({ contentType: 'text/html', headers, body: html }));
        await page.goto(at);
        return Filler.on(page, matcher);
      },
    });
    expect(pageErrors, 'the page itself failed').toEqual([]);
  },
});

/** The secret, in any field of the page, its frames and shadow trees, in its markup, or seen by its script. */
export async function secretOnPage(page: Page): Promise<boolean> {
  for (const frame of page.frames()) {
    const held = await frame.evaluate((secret) => {
      const roots: ParentNode[] = [document];
      for (const root of roots) for (const element of root.querySelectorAll('*')) if (element.shadowRoot) roots.push(element.shadowRoot);
      const fields = roots.flatMap((root) => [...root.querySelectorAll<HTMLInputElement>('input, textarea, select')]);
      const seen: string[] = (window as any).seen ?? [];
      return [...fields.map((it) => it.value), ...seen, document.documentElement.outerHTML].some((text) => text?.includes(secret));
    }, values.secretCode).catch(() => false);
    if (held) return true;
  }
  return false;
}

/** Bundles a page's program with the real library that it uses. */
export function bundle(file: string): string {
  const result = buildSync({
    entryPoints: [path.join(root, 'tests/e2e/pages', file)], bundle: true, write: false, format: 'iife', minify: true, jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
    alias: { vue: 'vue/dist/vue.esm-bundler.js' },
  });
  return result.outputFiles[0].text.replaceAll('</script', '<\\/script');
}

export { expect };
