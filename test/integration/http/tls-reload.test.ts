import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GatewayProcess } from '../../../scripts/lib/gateway-process.ts';

const TLS = fileURLToPath(new URL('../../fixtures/tls/', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-tls-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = async (name: string): Promise<string> => {
  await copyFile(join(TLS, `${name}.pem`), join(folder, 'cert.pem'));
  await copyFile(join(TLS, `${name}.key`), join(folder, 'key.pem'));
  return new X509Certificate(await readFile(join(TLS, `${name}.pem`))).fingerprint256;
};

/** The certificate that a new connection is shown. */
const shown = async (url: string): Promise<string> => {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
};

/** The lines of the log, and a promise of the next one that has a text. */
class Heard {
  readonly #waiting: { readonly text: string; readonly resolve: (line: string) => void }[] = [];

  readonly take = (line: string): void => {
    for (const one of this.#waiting.filter(({ text }) => line.includes(text))) one.resolve(line);
  };

  next(text: string): Promise<string> {
    return new Promise((resolve) => this.#waiting.push({ text, resolve }));
  }
}

test('SIGHUP reads the TLS certificate again without a restart, keeps the old one if the new one is broken, and never ends the gateway', async () => {
  const first = await put('carrier');
  const config = join(folder, 'tocsin.yaml');
  await writeFile(
    config,
    `http: { listen: 127.0.0.1:0, tls: { cert: ${folder}/cert.pem, key: ${folder}/key.pem } }\n` +
      `store: { sqlite: ${folder}/tocsin.db }\nroutes: []\n`,
  );
  const heard = new Heard();
  const gateway = await GatewayProcess.start(config, { heard: heard.take });
  const hangUp = (): boolean => process.kill(gateway.pid ?? 0, 'SIGHUP');
  expect(await shown(gateway.url)).toBe(first);
  const second = await put('client');
  expect(second).not.toBe(first);
  const read = heard.next('was read again');
  hangUp();
  expect(await read).toContain(second);
  expect(await shown(gateway.url)).toBe(second);
  await writeFile(join(folder, 'cert.pem'), 'no certificate');
  const kept = heard.next('nothing is changed');
  hangUp();
  expect(JSON.parse(await kept)).toMatchObject({ level: 'error', errors: [{ path: 'http.tls' }] });
  expect(await shown(gateway.url)).toBe(second);
  expect(await gateway.stop()).toBe(0);
});

test('SIGHUP does not end a gateway, neither during its start nor during its end, and its configuration is read again once it has started', async () => {
  const config = join(folder, 'tocsin.yaml');
  await writeFile(
    config,
    `http: { listen: 127.0.0.1:0 }\nstore: { sqlite: ${folder}/tocsin.db }\nroutes: []\n`,
  );
  const heard = new Heard();
  const told = heard.next('the configuration was read again');
  const code = `import { threadId } from 'node:worker_threads'; if (threadId === 1) process.kill(process.pid, 'SIGHUP')`;
  const gateway = await GatewayProcess.start(config, {
    heard: heard.take,
    nodeArgs: ['--import', `data:text/javascript,${code}`],
  });
  await told;
  expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  const stopping = heard.next('stopping');
  const ended = gateway.stop();
  await stopping;
  process.kill(gateway.pid ?? 0, 'SIGHUP');
  expect(await ended).toBe(0);
});
