import { expect, test } from 'vitest';
import { missingFiles } from '../../../src/commands/check/missing-files.ts';
import { configSchema } from '../../../src/config/schema.ts';

test('the command "check" warns of each file and modem profile that the configuration names and the machine lacks', () => {
  const config = configSchema.parse({
    http: { tls: { cert: '/nowhere/cert.pem', key: 'package.json' } },
    routes: [
      { id: 'a', type: 'smpp', host: 'h', systemId: 's', tls: { ca: '/nowhere/ca.pem' } },
      { id: 'm-1', type: 'modem', device: '/dev/x', profile: 'huawey' },
      { id: 'm-2', type: 'modem', device: '/dev/y', profile: 'huawei' },
      { id: 'm-3', type: 'modem', device: '/dev/z' },
    ],
  });
  expect(missingFiles(config)).toEqual([
    'http.tls.cert names /nowhere/cert.pem, which is not on this machine',
    'route a names /nowhere/ca.pem, which is not on this machine',
    'route m-1 names the profile huawey, which does not exist: the gateway does not start with it',
  ]);
});
