// What a browser makes and is given that must never reach its disk: PKCE verifiers and tokens. Not the authorization code: the
// browser notes it itself, as part of an address that it went to, before the page is there to take it away (SECURITY.md).
import type { BrowserContext } from '@playwright/test';
import { createHash } from 'node:crypto';

const base64url = (bytes: number[]) => Buffer.from(bytes).toString('base64url');

/** Collects, from now on, what `context` draws and is issued. The verifier is known from the moment when it is drawn. */
export class Issued {
  readonly canaries: Record<string, string> = {};
  private readonly drawn: string[] = [];
  private readonly challenges: string[] = [];

  async follow(context: BrowserContext) {
    await context.exposeFunction('drawn', (bytes: number[]) => { this.drawn.push(base64url(bytes)); });
    await context.exposeFunction('issued', (answer: { access_token?: string; id_token?: string }) => {
      this.keep('access token', answer.access_token);
      this.keep('ID token', answer.id_token);
    });
    await context.addInitScript(() => {
      const draw = Crypto.prototype.getRandomValues;
      Crypto.prototype.getRandomValues = function <T extends ArrayBufferView | null>(array: T): T {
        draw.call(this, array);
        if (array instanceof Uint8Array && array.length === 32) (window as any).drawn([...array]);
        return array;
      };
      // Read before the page has it: once the page goes on, its answers are gone. Not by a route, which turns the cache off.
      const ask = window.fetch;
      window.fetch = async (input, init) => {
        const response = await ask(input, init);
        if (response.url.endsWith('/oauth2/v2.0/token')) await (window as any).issued(await response.clone().json());
        return response;
      };
    });
    context.on('request', (request) => {
      const url = new URL(request.url());
      const challenge = url.searchParams.get('code_challenge');
      if (challenge && !this.challenges.includes(challenge)) this.challenges.push(challenge);
    });
  }

  keep(name: string, value: string | null | undefined) {
    if (value && !Object.values(this.canaries).includes(value)) this.canaries[`${name} ${Object.keys(this.canaries).length}`] = value;
  }

  /** Finds the verifier of each sign-in so far among what was drawn. */
  note() {
    for (const challenge of this.challenges) {
      const verifier = this.drawn.find((text) => createHash('sha256').update(text).digest('base64url') === challenge);
      if (!verifier) throw new Error('the verifier of a sign-in was not seen when it was drawn');
      this.keep('verifier', verifier);
    }
  }

  count(name: string) { return Object.keys(this.canaries).filter((key) => key.startsWith(name)).length; }
}
