// A Chromium with a profile folder of its own, which can be killed as a crash or a power cut would, and started again with the
// same folder; and a search of that folder for what must not be in it.
import { chromium, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launch } from '../playwright.config';
import { findings } from './canaries';

export class Profile {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'entra-handover-profile-'));

  /** Where `canaries` lie in any file, in any encoding. */
  findings(canaries: Record<string, string>): string[] {
    // Chromium writes what a page stores in sessionStorage as UTF-16, whatever encoding the text itself is in.
    return this.files().flatMap((file) => {
      const [name, text] = [path.relative(this.folder, file), read(file)];
      return findings({ [name]: text, [`${name} as UTF-16`]: text.replaceAll('\0', '') }, canaries);
    });
  }

  contains(text: string): boolean { return this.files().some((file) => read(file).includes(text)); }

  remove() { rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 }); }

  private files(): string[] {
    const entries = readdirSync(this.folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  }
}

/** The bytes of a file as characters; a running browser may take files away meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}

export class Killable {
  private constructor(private readonly process: ChildProcess, private readonly browser: Browser, readonly page: Page) {}

  static async start(profile: Profile): Promise<Killable> {
    const args = [...launch.args, '--headless=new', '--window-size=1100,900', '--remote-debugging-port=0', `--user-data-dir=${profile.folder}`];
    // A process group of its own, so that all of the browser's processes go at once.
    const child = spawn(launch.executablePath, [...args, 'about:blank'], { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
    for await (const line of createInterface({ input: child.stderr! })) {
      const address = line.match(/DevTools listening on (\S+)/)?.[1];
      if (!address) continue;
      const browser = await chromium.connectOverCDP(address);
      const [context] = browser.contexts();
      return new Killable(child, browser, context.pages()[0] ?? await context.newPage());
    }
    throw new Error('the browser did not start');
  }

  get context(): BrowserContext { return this.page.context(); }

  /** As `kill -9` of all its processes: nothing is flushed, no page is told. */
  async kill() {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const ended = new Promise((done) => this.process.once('exit', done));
    process.kill(-this.process.pid!, 'SIGKILL');
    await ended;
    await this.browser.close().catch(() => undefined);
  }
}
