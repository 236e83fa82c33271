import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { cstring, ScriptedSmsc } from '../../support/smpp/scripted-smsc.ts';
import { makeRoute } from '../../support/smpp/smpp-rig.ts';
import { samplePart } from '../../support/smpp/smpp-samples.ts';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/tls/${name}`, import.meta.url));

const trusted = { ca: fixture('carrier-ca.pem'), serverName: 'smsc.example' };

const rig = async (tls: unknown, server: { readonly requestCert?: boolean } = {}) => {
  const smsc = await ScriptedSmsc.listen({
    cert: readFileSync(fixture('carrier.pem')),
    key: readFileSync(fixture('carrier.key')),
    ca: readFileSync(fixture('carrier-ca.pem')),
    requestCert: server.requestCert ?? false,
    rejectUnauthorized: server.requestCert ?? false,
  });
  onTestFinished(() => smsc.close());
  const made = makeRoute({ port: smsc.port, tls });
  made.route.start();
  const bound = async () => {
    const session = await smsc.session();
    await session.takeBind();
    await made.events.until(() => made.route.status().state === 'up');
    return session;
  };
  return { ...made, smsc, bound };
};

test('a carrier is bound over TLS when its certificate is signed by the configured authority for the configured name', async () => {
  const { route, bound, log } = await rig(trusted);
  const session = await bound();
  const outcome = route.submit(samplePart());
  session.answer(await session.next(0x4), 0, cstring('1'));
  expect(await outcome).toMatchObject({ kind: 'accepted' });
  expect(log.filter(({ level }) => level === 'error')).toEqual([]);
});

test.each([
  ['signed by an unknown authority', { serverName: 'smsc.example' }, /no TLS with the carrier/],
  ['made out for another name', { ...trusted, serverName: 'other.example' }, /ERR_TLS_CERT_ALTNAME_INVALID/],
  ['unverifiable, since only tls: true is configured,', true, /no TLS with the carrier/],
])('a carrier whose certificate is %s gets neither password nor text', async (_, tls, reason) => {
  const { route, events } = await rig(tls);
  await events.until(() => reason.test(route.status().reason ?? ''));
  expect(route.status().state).toBe('down');
});

test('verification of TLS certificates is off only if the configuration says so, and the log then has an error about it', async () => {
  const { bound, log } = await rig({ verify: false });
  await bound();
  expect(log).toContainEqual(
    expect.objectContaining({ level: 'error', message: expect.stringMatching(/^TLS WITHOUT VERIFICATION/) }),
  );
});

test('a carrier that asks for a client certificate gets the configured one', async () => {
  const { bound } = await rig(
    { ...trusted, cert: fixture('client.pem'), key: fixture('client.key') },
    { requestCert: true },
  );
  await bound();
});

test('a carrier that asks for a client certificate is not bound if none is configured, and is dialled again', async () => {
  const { route, events, smsc } = await rig(trusted, { requestCert: true });
  await events.until(() => /ERR_SSL|ECONNRESET|closed/.test(route.status().reason ?? ''));
  expect(route.status().state).toBe('down');
  expect(smsc.dialled).toBe(0);
});

test('a missing TLS certificate file takes the route down with that reason, without a crash', async () => {
  const { route, events } = await rig({ ...trusted, ca: '/nowhere/ca.pem' });
  await events.until(() => /ENOENT.*\/nowhere\/ca\.pem/.test(route.status().reason ?? ''));
  expect(route.status()).toMatchObject({ state: 'down' });
});
