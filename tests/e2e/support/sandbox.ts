// The sandbox as a process of its own: started on a free port, looked at and steered through its control endpoints.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import path from 'node:path';

export type Rule = {
  method?: string; path?: string; times?: number; after?: number; drop?: 'request' | 'response'; status?: number;
  code?: string; message?: string; retryAfter?: number; delayMs?: number; claimsChallenge?: string | boolean;
};
type Batched = { method: string; path: string; status: number };
export type Logged = Batched & { t: number; done: number; dropped?: string; batch?: Batched[] };
export type State = {
  applications: any[]; servicePrincipals: any[]; oauth2PermissionGrants: any[]; appRoleAssignments: any[]; deletedItems: any[];
  issuedSecrets: { appId: string; keyId: string; secretText: string; removed: boolean }[];
  portal: { usage: string; tenantId: string; clientId: string; secretCode: string; saved: boolean; sync: any };
  requests: Logged[];
  /** What in the exchanges with Graph does not fit Microsoft's description; absent where this machine has none. */
  schemaViolations?: string[];
};

const root = path.resolve(__dirname, '../../..');
const program = process.env.SANDBOX_BIN ?? path.join(root, 'target/native/sandbox');
const site = process.env.WEB_DIR ?? path.join(root, 'dist/web');

export class Sandbox {
  private constructor(private readonly child: ChildProcess, readonly app: string, readonly tlsPort: string) {}

  static async start(kind: 'loopback' | 'tls' = 'loopback', web = site): Promise<Sandbox> {
    const more = kind === 'tls' ? ['--tls'] : [];
    const child = spawn(program, ['serve', '--port', '0', '--web', web, '--schema', ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<never>((_, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
    });
    ended.catch(() => undefined);
    const ready = (async () => {
      let tlsPort = '';
      for await (const line of createInterface({ input: child.stdout! })) {
        tlsPort = line.match(/^tls: .*:(\d+)/)?.[1] ?? tlsPort;
        const app = line.match(/^ready: (\S+)/)?.[1];
        if (app) return new Sandbox(child, app, tlsPort);
      }
      throw new Error('the sandbox printed no ready line');
    })();
    return Promise.race([ready, ended]);
  }

  stop() { this.child.kill(); }

  get portal() { return `${this.app.replace('localhost', '127.0.0.1')}customer-manager/`; }

  private async control(path: string, body?: unknown): Promise<any> {
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${this.app}sandbox/${path}`, body === undefined ? {} : post);
    const text = await response.text();
    if (!response.ok) throw new Error(`sandbox/${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }

  state(): Promise<State> { return this.control('state'); }
  async violations() { return (await this.state()).schemaViolations ?? []; }
  reset(settings: object = {}) { return this.control('reset', settings); }
  faults(rules: Rule[]) { return this.control('faults', { rules }); }
  async token(account: string, scopes: string[]): Promise<string> {
    return (await this.control('token', { account, scopes })).accessToken;
  }

  async graph(token: string, method: string, path: string, body?: unknown): Promise<any> {
    const response = await fetch(`${this.app}graph/v1.0/${path}`, {
      method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: body && JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  }
}

export const isGraph = (request: Batched) => request.path.startsWith('/graph/');
export const isWrite = (request: Batched) => isGraph(request) && !request.path.endsWith('/$batch') && request.method !== 'GET';
export const tokenRequests = (state: State) =>
  state.requests.filter((request) => request.method === 'POST' && request.path.endsWith('/oauth2/v2.0/token')).length;
/** Graph writes of a run, batched ones included. */
export const writes = (state: State) =>
  state.requests.flatMap((request) => [request, ...(request.batch ?? [])]).filter(isWrite);

/** How many requests had to wait for one another: the longest chain in which each begins after the one before has ended. */
export function roundTrips(requests: Logged[]): number {
  let count = 0;
  let until = -Infinity;
  // Greedy by end time gives the longest chain of requests that do not overlap.
  for (const request of [...requests].sort((a, b) => a.done - b.done)) {
    if (request.t >= until) { count += 1; until = request.done; }
  }
  return count;
}
