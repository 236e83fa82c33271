import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GatewayProcess } from '../../../scripts/lib/gateway-process.ts';
import { ApiClient } from '../../support/http/api-client.ts';

describe('a new installation', () => {
  let folder: string;
  let configFile: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-first-'));
    configFile = join(folder, 'tocsin.yaml');
    await writeFile(
      configFile,
      `http: { listen: 127.0.0.1:0 }
store: { sqlite: ${join(folder, 'var', 'data', 'tocsin.db')} }
routes:
  - { id: modem-1, type: modem, device: ${join(folder, 'no-modem')} }
`,
    );
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('accepts a token that was made before the first start', async () => {
    const token = await GatewayProcess.createToken(configFile, 'first', 'operator');
    const gateway = await GatewayProcess.start(configFile);
    try {
      expect(await new ApiClient(gateway.url, token).messages()).toEqual([]);
    } finally {
      await gateway.stop();
    }
  });

  test('has all its data in one file after a graceful shutdown', async () => {
    const token = await GatewayProcess.createToken(configFile, 'first', 'operator');
    const gateway = await GatewayProcess.start(configFile);
    const api = new ApiClient(gateway.url, token);
    await api.send({ to: '+33639980001', text: 'Bonjour' });
    await api.messages();
    expect(await gateway.stop()).toBe(0);
    expect(await readdir(join(folder, 'var', 'data'))).toEqual(['tocsin.db', 'tocsin.db-lock']);
  });
});
