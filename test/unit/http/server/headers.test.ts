import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { alert, HttpRig } from '../../../support/http/http-rig.ts';

const rigs: HttpRig[] = [];
const rigOf = (...given: ConstructorParameters<typeof HttpRig>): HttpRig => {
  const rig = new HttpRig(...given);
  rigs.push(rig);
  return rig;
};
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.app.close();
});

test('answers about people, messages and tokens are kept by no browser and no proxy, refusals included', async () => {
  const rig = rigOf();
  for (const answer of [
    await rig.ask('operator', 'POST', '/v1/messages', alert),
    await rig.ask('operator', 'GET', '/v1/messages'),
    await rig.ask('operator', 'GET', '/v1/routes'),
    await rig.ask(undefined, 'GET', '/v1/contacts'),
    await rig.ask('sender', 'GET', '/v1/tokens'),
    await rig.ask('viewer', 'GET', '/v1/nothing'),
    await rig.ask(undefined, 'GET', '/healthz'),
  ]) {
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  }
  expect((await rig.ask(undefined, 'GET', '/openapi.json')).headers['cache-control']).toBeUndefined();
});

test('an answer allows a browser to load nothing and to show it in no frame; the pages of /docs may load their own files', async () => {
  const rig = rigOf();
  const { headers } = await rig.ask('viewer', 'GET', '/v1/routes');
  expect(headers['content-security-policy']).toBe(
    "default-src 'none';frame-ancestors 'none';base-uri 'none'",
  );
  expect(headers['x-frame-options']).toBe('DENY');
  const docs = await rig.app.inject('/docs');
  const policy = String(docs.headers['content-security-policy']);
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/https?:/);
  // What the page loads is allowed: files of its own, and no script within the page.
  expect(docs.statusCode).toBe(200);
  expect(docs.body).not.toMatch(/<script(?![^>]*src=)[^>]*>\s*\S/);
  expect(docs.body).not.toMatch(/(src|href)="https?:/);
});

test('only answers over TLS tell browsers to come by TLS from now on', async () => {
  const pem = (name: string) => readFileSync(new URL(`../../../fixtures/tls/${name}`, import.meta.url));
  const plain = await rigOf().ask(undefined, 'GET', '/healthz');
  expect(plain.headers['strict-transport-security']).toBeUndefined();
  const secure = await rigOf({ cert: pem('carrier.pem'), key: pem('carrier.key') }).app.inject('/healthz');
  expect(secure.headers['strict-transport-security']).toBe('max-age=15552000');
});

test('security.txt names the contact of the configuration, and is not there without one', async () => {
  const there = await rigOf().app.inject('/.well-known/security.txt');
  expect(there.statusCode).toBe(200);
  expect(there.body).toMatch(/^Contact: mailto:security@prefecture\.example\nExpires: 20\d\d-\S+Z\n$/);
  const none = await rigOf(undefined, { securityContact: undefined }).app.inject('/.well-known/security.txt');
  expect(none.statusCode).toBe(404);
});
