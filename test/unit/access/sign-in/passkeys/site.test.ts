import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { passkeySite } from '../../../../../src/access/sign-in/passkeys/site.ts';

const site = (origin: string | undefined, listen = '127.0.0.1:8080', certificate?: string) =>
  passkeySite({ origin, listen }, certificate);

describe('passkeys are bound to', () => {
  test.each([
    ['https://tocsin.example.org', 'https://tocsin.example.org', 'tocsin.example.org'],
    ['https://tocsin.lan:8443', 'https://tocsin.lan:8443', 'tocsin.lan'],
    ['https://tocsin:443', 'https://tocsin', 'tocsin'],
    ['http://localhost:8080', 'http://localhost:8080', 'localhost'],
  ])('the name in http.origin: %s', (given, origin, rpId) => {
    expect(site(given)).toEqual({ kind: 'site', origin, rpId });
  });

  test('localhost, if the gateway listens on this machine only and has no TLS', () => {
    const local = { kind: 'site', origin: 'http://localhost:8080', rpId: 'localhost' };
    expect(site(undefined)).toEqual(local);
    expect(site(undefined, '[::1]:8080')).toEqual(local);
  });
});

test('they are bound to the first name in the certificate, if the gateway speaks TLS and http.origin is not set', () => {
  const pem = readFileSync(new URL('../../../../fixtures/tls/client.pem', import.meta.url), 'utf8');
  const named = { kind: 'site', origin: 'https://tocsin.example:8443', rpId: 'tocsin.example' };
  expect(site(undefined, '0.0.0.0:8443', pem)).toEqual(named);
  expect(site('https://tocsin.lan', '0.0.0.0:8443', pem)).toMatchObject({ rpId: 'tocsin.lan' });
});

describe('no passkeys can be used', () => {
  test.each([
    ['http://tocsin.example.org', 'has no https'],
    ['https://192.0.2.7', 'has an IP address'],
    ['https://[2001:db8::7]', 'has an IP address'],
    ['http://127.0.0.1:8080', 'has an IP address'],
    ['https://...:::', 'is no address'],
  ])('with %s, and it is said why', (given, why) => {
    expect(site(given)).toEqual({ kind: 'none', why: expect.stringContaining(why) });
  });

  test('on all addresses without TLS and without http.origin', () => {
    expect(site(undefined, '0.0.0.0:8080')).toEqual({
      kind: 'none',
      why: expect.stringContaining('set http.origin'),
    });
  });

  test('with a certificate that names no host, or that is none', () => {
    expect(site(undefined, '0.0.0.0:8443', 'nonsense')).toMatchObject({ kind: 'none' });
  });
});
