// The packaged extension in Firefox, steered through geckodriver (W3C WebDriver). Firefox has no switch that maps host names, so
// everything goes through a proxy of ours, which knows one place only: the sandbox.
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from '@playwright/test';
import { Sandbox } from './sandbox';

const root = path.resolve(__dirname, '../../..');
const packages = process.env.PACKAGES ?? path.join(root, 'dist');
const ADDON = 'extension@entra-handover';
/** WebDriver's name for an element in JSON. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** Carries every connection to the sandbox's TLS port, whatever host it asks for. */
async function proxy(port: number): Promise<net.Server> {
  const server = net.createServer((client) => {
    client.once('data', () => {
      const sandbox = net.connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        client.pipe(sandbox).pipe(client);
      });
      for (const socket of [client, sandbox]) socket.on('error', () => { client.destroy(); sandbox.destroy(); });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

export class Firefox {
  private session = '';

  private constructor(
    readonly sandbox: Sandbox, private readonly driver: ChildProcess, private readonly base: string, private readonly proxy: net.Server,
    private readonly folder: string,
  ) {}

  static async start(): Promise<Firefox> {
    const sandbox = await Sandbox.start('tls');
    const server = await proxy(Number(sandbox.tlsPort));
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'entra-handover-firefox-'));
    fs.cpSync(path.join(packages, 'firefox'), folder, { recursive: true });
    const { client_id } = await (await fetch(`${sandbox.app}config.json`)).json();
    fs.writeFileSync(path.join(folder, 'config.json'), JSON.stringify({ client_id, cloud: 'global', portal: '' }));
    const program = process.env.GECKODRIVER ?? 'geckodriver';
    const driver = spawn(program, ['--port', '0', '--allow-system-access'], { stdio: ['ignore', 'pipe', 'inherit'] });
    let base = '';
    for await (const line of createInterface({ input: driver.stdout! })) {
      const port = line.match(/Listening on 127\.0\.0\.1:(\d+)/)?.[1];
      if (port) { base = `http://127.0.0.1:${port}/session`; break; }
    }
    driver.stdout!.resume();
    const firefox = new Firefox(sandbox, driver, base, server, folder);
    await firefox.begin().catch(async (error) => { await firefox.stop(); throw error; });
    return firefox;
  }

  private async begin() {
    const { port } = this.proxy.address() as net.AddressInfo;
    const prefs = {
      'network.proxy.type': 1, 'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': port,
      'network.proxy.no_proxies_on': '127.0.0.1, localhost',
    };
    const { sessionId } = await this.send('POST', '', {
      capabilities: { alwaysMatch: {
        acceptInsecureCerts: true,
        'moz:firefoxOptions': { binary: process.env.FIREFOX ?? '/usr/bin/firefox-esr', args: ['-headless'], prefs },
      } },
    });
    this.session = `/${sessionId}`;
    await this.send('POST', '/moz/addon/install', { path: this.folder, temporary: true });
  }

  async stop() {
    await this.send('DELETE', '').catch(() => undefined);
    this.driver.kill();
    this.proxy.close();
    this.sandbox.stop();
    fs.rmSync(this.folder, { recursive: true });
  }

  private async send(method: string, command: string, body?: object): Promise<any> {
    const response = await fetch(`${this.base}${this.session}${command}`, {
      method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body),
    });
    const { value } = await response.json() as any;
    if (!response.ok) throw new Error(`${command}: ${value.error}: ${value.message}`);
    return value;
  }

  /** Opens a tab in the window in front and goes on in it. */
  async tab(url: string): Promise<string> {
    const { handle } = await this.send('POST', '/window/new', { type: 'tab' });
    await this.enter(handle);
    await this.go(url);
    return handle;
  }

  go(url: string) { return this.send('POST', '/url', { url }); }
  address(): Promise<string> { return this.send('GET', '/url'); }
  windows(): Promise<string[]> { return this.send('GET', '/window/handles'); }
  enter(handle: string) { return this.send('POST', '/window', { handle }); }
  run(script: string, ...args: unknown[]) { return this.send('POST', '/execute/sync', { script, args }); }

  /** What the tab in front shows, as a PNG. */
  async picture(width: number, height: number): Promise<Buffer> {
    await this.send('POST', '/window/rect', { width, height });
    return Buffer.from(await this.send('GET', '/screenshot'), 'base64');
  }

  /** Runs in the browser itself, where the toolbar and the sidebar are. */
  async inBrowser(script: string, ...args: unknown[]): Promise<any> {
    await this.send('POST', '/moz/context', { context: 'chrome' });
    try {
      return await this.send('POST', '/execute/async', {
        script: `const done = arguments[arguments.length - 1]; (async (...args) => { ${script} })(...arguments).then((value) => done({ value }), (error) => done({ error: String(error) }));`,
        args,
      }).then(({ value, error }) => { if (error) throw new Error(error); return value; });
    } finally {
      await this.send('POST', '/moz/context', { context: 'content' });
    }
  }

  /** Presses the toolbar button in the window in front: Firefox's own way, which gives `activeTab` and counts as the user's. */
  pressButton() {
    return this.inBrowser(`
      const { extension } = WebExtensionPolicy.getByID(args[0]);
      const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
      ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(Services.wm.getMostRecentWindow('navigator:browser'));
    `, ADDON);
  }

  /** Runs in the sidebar's page, and gives back what the function body returns. */
  inSidebar(body: string): Promise<any> {
    return this.inBrowser(`
      const window = Services.wm.getMostRecentWindow('navigator:browser');
      const frame = window.document.getElementById('sidebar').contentDocument?.getElementById('webext-panels-browser');
      if (!frame) return null;
      const script = 'sendAsyncMessage("answer", (function (document, window) {' + args[0] + '})(content.document, content));';
      return new Promise((resolve) => {
        const heard = ({ data }) => { frame.messageManager.removeMessageListener('answer', heard); resolve(data ?? null); };
        frame.messageManager.addMessageListener('answer', heard);
        frame.messageManager.loadFrameScript('data:,' + encodeURIComponent(script), false);
      });
    `, body);
  }

  /** Presses a button or follows a link of the sidebar by its text. */
  async press(name: string) {
    const found = `[...document.querySelectorAll('button, a')].find((one) => one.textContent.trim() === ${JSON.stringify(name)} && !one.disabled)`;
    await expect.poll(() => this.inSidebar(`return Boolean(${found})`), { message: `${name} in the sidebar` }).toBe(true);
    await this.inSidebar(`${found}.click(); return true`);
  }

  async sees(text: string, timeout = 20_000) {
    await expect.poll(() => this.inSidebar('return document.body?.innerText ?? ""'), { timeout }).toContain(text);
  }

  /** The sign-in window, when it is there; `press` clicks in it as a user would. */
  async signInWindow(known: string[]): Promise<string> {
    await expect.poll(async () => (await this.windows()).length).toBeGreaterThan(known.length);
    const handle = (await this.windows()).find((one) => !known.includes(one))!;
    await this.enter(handle);
    return handle;
  }

  /**
   * Presses a button of the page in front, once the page has come to rest: a window that was just opened is still being sized and
   * its style sheet still being read, and a click goes to where the button was a moment ago.
   */
  async pressInPage(name: string) {
    const using = { using: 'xpath', value: `//button[@aria-label="${name}" or normalize-space()="${name}"]` };
    let before = '';
    let button = '';
    const atRest = async () => {
      try {
        button = (await this.send('POST', '/element', using))[ELEMENT];
        const now = await this.run(`
          const { x, y, width, height } = arguments[0].getBoundingClientRect();
          return document.readyState + ' ' + [innerWidth, innerHeight, x, y, width, height];`, { [ELEMENT]: button });
        const rests = now === before && now.startsWith('complete ');
        before = now;
        return rests ? 'at rest' : now;
      } catch (error) {
        return `${error} on ${await this.address().catch(String)}`;
      }
    };
    await expect.poll(atRest, { message: `${name} in the page`, intervals: [50, 100, 250] }).toBe('at rest');
    await this.send('POST', `/element/${button}/click`, {});
  }
}
