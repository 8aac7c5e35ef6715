// The packaged extension in a Chromium of its own: Microsoft's host names are mapped to the sandbox, and the toolbar button is
// pressed through the browser's debugging port, so that `activeTab` comes as it does for a user.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium, expect, type BrowserContext, type Page, type Worker } from '@playwright/test';
import { launch } from '../playwright.config';
import { Journey } from './journey';
import { Sandbox } from './sandbox';

// Playwright leaves a side panel alone, because it begins as a target of no known type. With this it is a page like others.
process.env.PW_CHROMIUM_ATTACH_TO_OTHER = '1';

const root = path.resolve(__dirname, '../../..');
const packages = process.env.PACKAGES ?? path.join(root, 'dist');
const HOSTS = ['*.microsoftonline.com', '*.microsoft.com', '*.azure.com', '*.example'];

export type Changes = { config?: object; portal?: string; web?: string; manifest?: (manifest: any) => void };

export class Extension {
  /** How often the toolbar button was pressed. */
  presses = 0;

  private constructor(
    readonly context: BrowserContext, readonly background: Worker, readonly sandbox: Sandbox, private readonly folder: string,
  ) {}

  /** Starts the browser with the package as it was built; `changes` are what somebody may have made who hands it out. */
  static async start(changes: Changes = {}): Promise<Extension> {
    const sandbox = await Sandbox.start('tls');
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'entra-handover-extension-'));
    fs.cpSync(path.join(packages, 'chromium'), folder, { recursive: true });
    const { client_id } = await (await fetch(`${sandbox.app}config.json`)).json();
    fs.writeFileSync(path.join(folder, 'config.json'), JSON.stringify(changes.config ?? { client_id, cloud: 'global', portal: changes.portal ?? '', web: changes.web ?? '' }));
    if (changes.manifest) {
      const file = path.join(folder, 'manifest.json');
      const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
      changes.manifest(manifest);
      fs.writeFileSync(file, JSON.stringify(manifest));
    }
    const rules = HOSTS.map((host) => `MAP ${host} 127.0.0.1:${sandbox.tlsPort}`).join(', ');
    const context = await chromium.launchPersistentContext('', {
      ...launch,
      args: [
        ...launch.args, `--host-resolver-rules=${rules}`, '--ignore-certificate-errors',
        `--load-extension=${folder}`, `--disable-extensions-except=${folder}`, '--enable-unsafe-extension-debugging',
      ],
      ignoreDefaultArgs: [...launch.ignoreDefaultArgs, '--disable-extensions'],
      ignoreHTTPSErrors: true,
      // The panel has the size that the browser gives it.
      viewport: null,
    });
    const background = context.serviceWorkers()[0] ?? await context.waitForEvent('serviceworker');
    // A worker is there before its script has run, and until then nobody hears the button.
    const hears = () => background.evaluate(() => Boolean((globalThis as any).chrome?.action?.onClicked.hasListeners()));
    await expect.poll(hears, { message: 'the background script listens' }).toBe(true);
    return new Extension(context, background, sandbox, folder);
  }

  /** Closes everything. What the extension and the sandbox said to each other must fit Microsoft's description of Graph. */
  async stop() {
    const violations = await this.sandbox.violations();
    await this.context.close();
    this.sandbox.stop();
    fs.rmSync(this.folder, { recursive: true });
    expect(violations, 'exchanges that do not fit the schema').toEqual([]);
  }

  /** What the extension's own storage holds, by its area. */
  stored(): Promise<Record<string, string>> {
    return this.background.evaluate(async () => {
      const { local, session, sync } = (globalThis as any).chrome.storage;
      const areas = { local, session, sync };
      const read = await Promise.all(Object.entries(areas).map(async ([name, area]: [string, any]) => [`chrome.storage.${name}`, JSON.stringify(await area.get())]));
      return Object.fromEntries(read);
    });
  }

  get id() { return new URL(this.background.url()).host; }

  async tab(address: string): Promise<Page> {
    const page = await this.context.newPage();
    await page.goto(address);
    return page;
  }

  /** Presses the toolbar button while `page` is in front. */
  async press(page: Page) {
    await page.bringToFront();
    const session = await this.context.newCDPSession(page);
    const { targetInfo } = await session.send('Target.getTargetInfo');
    const browser = await this.context.browser()!.newBrowserCDPSession();
    const { targetInfos } = await browser.send('Target.getTargets', { filter: [{ type: 'tab' }] });
    const tab = targetInfos.find((one) => one.url === targetInfo.url);
    await browser.send('Extensions.triggerAction' as any, { id: this.id, targetId: tab!.targetId } as any);
    await session.detach();
    await browser.detach();
    this.presses += 1;
  }

  /** Gives the extension access to a site, as its user can in the browser's own list of extensions. */
  async allow(pattern: string) {
    const settings = await this.context.newPage();
    await settings.goto(`chrome://extensions/?id=${this.id}`);
    await settings.evaluate(([id, pattern]) => (globalThis as any).chrome.developerPrivate.addHostPermission(id, pattern), [this.id, pattern]);
    await settings.close();
  }

  /** Opens the panel beside `page`. */
  async open(page: Page): Promise<Panel> {
    const opened = this.context.waitForEvent('page');
    await this.press(page);
    const panel = new Panel(await opened, this);
    await expect(panel.page.locator('html')).toHaveAttribute('data-boot', 'ready');
    return panel;
  }
}

/** The app in the panel. Microsoft's pages come in windows of their own. */
export class Panel extends Journey {
  constructor(page: Page, private readonly extension: Extension) { super(page, page.url()); }

  /** The window that opens when `name` is pressed. */
  async window(name: string): Promise<Page> {
    const opened = this.extension.context.waitForEvent('page');
    await this.press(name);
    return opened;
  }

  /** Signs in to the review, and says in which tenant's name the window was opened. */
  async signIn(account: string): Promise<string> {
    const window = await this.window('Sign in with Microsoft');
    await expect(this.button(account, window)).toBeVisible();
    const address = window.url();
    await this.press(account, window);
    await this.accept(window, 'Review');
    return address;
  }

  /** From the review to the values. */
  async make() {
    const window = await this.window('Create');
    await this.accept(window, 'Hand over');
  }

  /** Accepts in the window if it asks, and waits for what comes up in the panel. */
  async accept(window: Page, next: string) {
    const asked = this.button('Accept', window).waitFor().then(() => true, () => false);
    const closed = window.waitForEvent('close').then(() => false, () => false);
    if (await Promise.race([asked, closed])) await this.press('Accept', window);
    await expect(this.heading(next)).toBeVisible();
  }
}
