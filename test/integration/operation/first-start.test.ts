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

  test('takes a token that was made before the gateway ever ran', async () => {
    const token = await GatewayProcess.createToken(configFile, 'first', 'operator');
    const gateway = await GatewayProcess.start(configFile);
    try {
      expect(await new ApiClient(gateway.url, token).messages()).toEqual([]);
    } finally {
      await gateway.stop();
    }
  });

  test('leaves all that it knows in one file when it was stopped', async () => {
    const token = await GatewayProcess.createToken(configFile, 'first', 'operator');
    const gateway = await GatewayProcess.start(configFile);
    const api = new ApiClient(gateway.url, token);
    await api.send({ to: '+33639980001', text: 'Bonjour' });
    await api.messages();
    expect(await gateway.stop()).toBe(0);
    expect(await readdir(join(folder, 'var', 'data'))).toEqual(['tocsin.db', 'tocsin.db-lock']);
  });
});
