// The sandbox as a process of its own, for clients in Node.js: started on free ports, steered through its control endpoints.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const program = process.env.SANDBOX_BIN ?? fileURLToPath(new URL('target/native/sandbox', root));
// No page is asked for; the folder only has to be there.
const site = fileURLToPath(new URL('public', root));

export async function start() {
  const child = spawn(program, ['serve', '--port', '0', '--web', site, '--tls', '--schema'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const failed = new Promise((_, reject) => child.once('error', reject));
  const ready = (async () => {
    let tlsPort = '';
    for await (const line of createInterface({ input: child.stdout })) {
      tlsPort = line.match(/^tls: .*:(\d+)/)?.[1] ?? tlsPort;
      const plain = line.match(/^ready: (\S+)/)?.[1];
      if (plain) return steered(child, plain, `https://localhost:${tlsPort}/`);
    }
    throw new Error('the sandbox printed no ready line');
  })();
  return Promise.race([ready, failed]);
}

function steered(child, plain, tls) {
  async function control(path, body) {
    const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`${plain}sandbox/${path}`, body === undefined ? {} : post);
    const text = await response.text();
    if (!response.ok) throw new Error(`sandbox/${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }
  return {
    tls,
    stop: () => child.kill(),
    state: () => control('state'),
    reset: (settings = {}) => control('reset', settings),
    faults: (rules) => control('faults', { rules }),
    token: async (account, scopes) => (await control('token', { account, scopes })).accessToken,
  };
}
