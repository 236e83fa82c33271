import { expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';

const ENV = { SIGN_ON_SECRET: 'a secret' };
const ORIGIN = 'https://tocsin.example.org';
const section = {
  issuer: 'https://login.example.org/realms/city',
  clientId: 'tocsin',
  clientSecret: `\${SIGN_ON_SECRET}`,
};
const parse = (signOn: object, http: object = { origin: ORIGIN }) =>
  parseConfig(JSON.stringify({ http, signOn: { ...section, ...signOn } }), ENV);
const errorsOf = (signOn: object, http?: object) => {
  const loaded = parse(signOn, http);
  return 'errors' in loaded ? loaded.errors.map(({ path, message }) => `${path}: ${message}`) : [];
};

test('a provider needs its address, the client and a secret that is not in the file', () => {
  const loaded = parse({});
  expect('ok' in loaded && loaded.ok.signOn).toEqual({
    ...section,
    clientSecret: 'a secret',
    name: 'SSO',
    scopes: ['openid', 'email'],
    claim: 'email',
    parameters: {},
    confirms: true,
  });
  expect(errorsOf({ clientSecret: 'in the file' })).toEqual([
    'signOn.clientSecret: stands in the file itself: take it from the environment or from a file of its own',
  ]);
});

test('a provider is asked by TLS, or on this machine', () => {
  expect(errorsOf({ issuer: 'http://login.example.org' })).toEqual([
    'signOn.issuer: begins with https://, or is on this machine',
  ]);
  expect(errorsOf({ issuer: 'http://127.0.0.1.evil.example' })).toHaveLength(1);
  expect(errorsOf({ issuer: 'https://login.example.org/?realm=city' })).toHaveLength(1);
  for (const issuer of ['http://127.0.0.1:8081/realms/city', 'http://localhost:8081', 'http://[::1]:8081'])
    expect(errorsOf({ issuer })).toEqual([]);
});

test('the provider sends people back to http.origin, which so is needed, with TLS', () => {
  expect(errorsOf({}, {})).toEqual([
    'http.origin: is missing: signOn needs it, since the provider sends people back there',
  ]);
  expect(errorsOf({}, { origin: 'http://tocsin.example.org' })).toEqual([
    'http.origin: begins with https:// if there is signOn, or is on this machine',
  ]);
  expect(errorsOf({}, { origin: 'http://localhost:8080' })).toEqual([]);
});

test('parameters of the request are free but for those that the gateway sets, and openid is asked for', () => {
  expect(errorsOf({ parameters: { acr_values: 'eidas1', claims: '{}' } })).toEqual([]);
  expect(errorsOf({ parameters: { redirect_uri: 'https://evil.example' } })).toEqual([
    'signOn.parameters.redirect_uri: is set by the gateway itself',
  ]);
  expect(errorsOf({ scopes: ['email'] })).toEqual(['signOn.scopes: needs openid']);
});
