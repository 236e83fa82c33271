import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingFiles } from '../../../src/commands/check/missing-files.ts';
import { configSchema } from '../../../src/config/schema.ts';

test('the command "check" warns of each file and modem profile that the configuration names and the machine lacks', () => {
  const config = configSchema.parse({
    http: { tls: { cert: '/nowhere/cert.pem', key: 'package.json' } },
    routes: [
      { id: 'a', type: 'smpp', host: 'h', systemId: 's', tls: { ca: '/nowhere/ca.pem' } },
      { id: 'm-1', type: 'modem', device: '/dev/null', profile: 'huawey' },
      { id: 'm-2', type: 'modem', device: '/dev/null', profile: 'huawei' },
      { id: 'm-3', type: 'modem', device: '/dev/null' },
    ],
  });
  expect(missingFiles(config)).toEqual([
    'http.tls.cert names /nowhere/cert.pem, which is not on this machine',
    'route a names /nowhere/ca.pem, which is not on this machine',
    'route m-1 names the profile huawey, which does not exist: the gateway does not start with it',
  ]);
});

test('the command "check" warns of a modem whose device is missing, or may not be read and written', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-'));
  const locked = join(folder, 'ttyUSB0');
  writeFileSync(locked, '');
  chmodSync(locked, 0);
  const routes = ['/nowhere/ttyUSB9', locked, '/dev/null'].map((device, index) => ({
    id: `m-${index}`,
    type: 'modem',
    device,
  }));
  const warnings = missingFiles(configSchema.parse({ routes }));
  rmSync(folder, { recursive: true });
  expect(warnings[0]).toMatch(/route m-0 names the device \/nowhere\/ttyUSB9, which is not on this machine/);
  // The root user may read and write every file.
  const isRoot = process.getuid?.() === 0;
  expect(warnings.slice(1)).toEqual(isRoot ? [] : [expect.stringMatching(/m-1 .* may not read and write/)]);
});
