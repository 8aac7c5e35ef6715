// Looks for values that must not be left anywhere, in every encoding that a page is likely to keep them in.
import type { BrowserContext, Page } from '@playwright/test';

function encodings(value: string): [string, string][] {
  const bytes = Buffer.from(value);
  // Base64 of a text that holds the value at any offset: the middle of the code stays the same.
  const shifted = [0, 1, 2].map((shift): [string, string] => {
    const code = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64').replace(/=+$/, '');
    return [`base64 at offset ${shift}`, code.slice(shift === 0 ? 0 : 4, -3)];
  });
  return [
    ['raw', value],
    ['URL', encodeURIComponent(value)],
    ['form', new URLSearchParams({ v: value }).toString().slice(2)],
    ...shifted,
    ...shifted.map(([name, code]): [string, string] => [`${name} (URL form)`, code.replace(/\+/g, '-').replace(/\//g, '_')]),
    ['hex', bytes.toString('hex')],
    ['HEX', bytes.toString('hex').toUpperCase()],
    ['JSON', JSON.stringify(value).slice(1, -1)],
    ['HTML', value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')],
    ['UTF-16LE', Buffer.from(value, 'utf16le').toString('latin1')],
    ['UTF-16LE hex', Buffer.from(value, 'utf16le').toString('hex')],
    ['reversed', [...value].reverse().join('')],
  ];
}

/** Where `canaries` are found: "place: name as encoding". */
export function findings(places: Record<string, string>, canaries: Record<string, string>): string[] {
  return Object.entries(places).flatMap(([place, text]) =>
    Object.entries(canaries).flatMap(([name, value]) =>
      encodings(value).filter(([, code]) => text.includes(code)).map(([encoding]) => `${place}: ${name} as ${encoding}`)));
}

/** All that a page and its browser keep. */
export async function places(page: Page, context: BrowserContext): Promise<Record<string, string>> {
  const kept = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const contents = await Promise.all(databases.map(({ name }) => new Promise((done) => {
      const opening = indexedDB.open(name!);
      opening.onsuccess = () => {
        const database = opening.result;
        const stores = [...database.objectStoreNames];
        if (stores.length === 0) return done([]);
        const reading = stores.map((store) => database.transaction(store).objectStore(store).getAll());
        let left = reading.length;
        for (const one of reading) one.onsuccess = () => { if (--left === 0) done(reading.map((each) => each.result)); };
      };
    })));
    const caches_ = await Promise.all((await caches.keys()).map(async (name) => {
      const cache = await caches.open(name);
      return Promise.all((await cache.keys()).map(async (request) => [request.url, await (await cache.match(request))!.text()]));
    }));
    return {
      localStorage: JSON.stringify({ ...localStorage }),
      sessionStorage: JSON.stringify({ ...sessionStorage }),
      indexedDB: JSON.stringify([databases, contents]),
      cacheStorage: JSON.stringify(caches_),
      documentCookie: document.cookie,
      address: location.href,
      historyState: JSON.stringify(history.state),
      name: window.name,
      dom: document.documentElement.outerHTML,
      fields: [...document.querySelectorAll('input, textarea, select')].map((field) => (field as HTMLInputElement).value).join('\n'),
      // Not the navigation's own entry: the browser keeps the address of the sign-in's answer there as long as the document
      // lives, and a page can neither clear nor change it. Its code is used up before anything else is done.
      performance: JSON.stringify(performance.getEntries().filter((entry) => entry.entryType !== 'navigation')),
      workers: String((await navigator.serviceWorker.getRegistrations()).length),
    };
  });
  const cdp = await context.newCDPSession(page);
  const history = await cdp.send('Page.getNavigationHistory');
  const cookies = (await context.cookies()).filter((cookie) => !cookie.path.startsWith('/login'));
  return { ...kept, history: JSON.stringify(history.entries), cookies: JSON.stringify(cookies), all: JSON.stringify(await context.storageState()) };
}
