import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { certificateWarnings } from '../../../src/commands/check/certificate-warnings.ts';
import { configSchema } from '../../../src/config/schema.ts';

const DAY_MS = 86_400_000;
const at = (name: string) => fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url));
const cert = at('carrier.pem');
const { validFrom, validTo } = new X509Certificate(readFileSync(cert));
const ends = Date.parse(validTo);

const warnings = (config: object, nowMs = Date.parse(validFrom) + DAY_MS) =>
  certificateWarnings(configSchema.parse(config), nowMs);
const tls = (key: string) => ({ http: { tls: { cert, key: at(key) } } });

test('a certificate that is valid for long and has its key gives no warning', () => {
  expect(warnings(tls('carrier.key'))).toEqual([]);
});

test('a key that is not the one of the certificate is found', () => {
  expect(warnings(tls('client.key'))).toEqual([
    `http.tls: ${at('client.key')} is not the key of the certificate in ${cert}`,
  ]);
});

test('a certificate that has expired, or will within 30 days, is found wherever the configuration names one', () => {
  const all = {
    ...tls('carrier.key'),
    routes: [{ id: 'a', type: 'smpp', host: 'h', systemId: 's', tls: { ca: cert } }],
    cap: { certificate: cert },
  };
  const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  const said = (what: string) =>
    ['http.tls', 'route a: tls.ca', 'cap.certificate'].map(
      (where) => `${where}: the certificate in ${cert} ${what}`,
    );
  expect(warnings(all, ends + 1)).toEqual(said(`has expired on ${day(ends)}`));
  expect(warnings(all, ends - 29 * DAY_MS)).toEqual(said(`expires on ${day(ends)}: get a new one`));
  expect(warnings(all, ends - 31 * DAY_MS)).toEqual([]);
});

test('a file that is no certificate is found, and nothing of it is repeated', () => {
  const [warning, ...others] = warnings({ cap: { certificate: at('client.key') } });
  expect(others).toEqual([]);
  expect(warning).toBe(`cap.certificate: there is no PEM certificate in ${at('client.key')}`);
});
