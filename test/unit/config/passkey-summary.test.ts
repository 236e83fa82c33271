import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { describePasskeys } from '../../../src/commands/check/passkey-summary.ts';
import { configSchema } from '../../../src/config/schema.ts';

const said = (http: object): string => describePasskeys({ http: configSchema.shape.http.parse(http) });

test('check says at which address passkeys work', () => {
  expect(said({ origin: 'https://tocsin.lan' })).toBe(
    'People sign in by passkeys at https://tocsin.lan, and at no other address.',
  );
  const cert = fileURLToPath(new URL('../../fixtures/tls/client.pem', import.meta.url));
  expect(said({ listen: '0.0.0.0:8443', tls: { cert, key: cert } })).toContain(
    'https://tocsin.example:8443,',
  );
});

test('check says why passkeys work nowhere, and what to set', () => {
  expect(said({ origin: 'https://192.0.2.7' })).toBe(
    'Nobody can sign in by a passkey: http.origin has an IP address, where browsers use no passkeys: set http.origin to ' +
      'https:// and the name by which browsers find the gateway, such as https://tocsin.example.org.',
  );
  expect(said({ listen: '0.0.0.0:8080' })).toContain('there is no TLS');
  const missing = { cert: '/nowhere/cert.pem', key: '/nowhere/key.pem' };
  expect(said({ listen: '0.0.0.0:8443', tls: missing })).toContain('the certificate has no name of a host');
});
