import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Tls } from '../../../../src/http/server/listener.ts';
import { bearer } from '../../../support/http/http-rig.ts';
import { follows, LEADER_KEY, leads, listening, node } from '../../../support/http/nodes-rig.ts';
import { SignInRig } from '../../../support/http/sign-in-rig.ts';
import { requestTrusting } from '../../../support/http/trusting-request.ts';

const pem = (name: string) => readFileSync(new URL(`../../../fixtures/tls/${name}`, import.meta.url), 'utf8');
const tlsOf = (name: string): Tls => ({ cert: pem(`${name}.pem`), key: pem(`${name}.key`) });

/** What a node answers whose leader shows one certificate, while another is expected of it. */
const asked = async (shown: string, certificate: string | undefined) => {
  const leader = await node(leads, { tls: tlsOf(shown) });
  let requests = 0;
  leader.rig.app.server.on('request', () => requests++);
  const { url } = await node(follows(() => ({ url: leader.url, key: LEADER_KEY, certificate })));
  const response = await fetch(`${url}/v1/routes`, { headers: bearer('viewer') });
  return { status: response.status, requests };
};

describe('a leader with TLS', () => {
  test('is asked if it shows the certificate that is known of it, whatever the name in it', async () => {
    expect(await asked('carrier', pem('carrier.pem'))).toEqual({ status: 200, requests: 1 });
  });

  test('is not asked if it shows another certificate', async () => {
    expect(await asked('client', pem('carrier.pem'))).toEqual({ status: 503, requests: 0 });
  });

  test('is not asked if it shows another certificate of an issuer that stands behind the known one', async () => {
    const chain = pem('carrier.pem') + pem('carrier-ca.pem');
    expect(await asked('carrier', chain)).toEqual({ status: 200, requests: 1 });
    expect(await asked('client', chain)).toEqual({ status: 503, requests: 0 });
  });

  test('is not asked if it shows a certificate that the known one has signed', async () => {
    expect(await asked('carrier', pem('carrier-ca.pem'))).toEqual({ status: 503, requests: 0 });
  });

  test('is not asked if its certificate is not known, and no authority of this machine vouches for it', async () => {
    expect(await asked('carrier', undefined)).toEqual({ status: 503, requests: 0 });
  });

  test('is not asked if what should be its certificate is none', async () => {
    expect(await asked('carrier', 'nonsense')).toEqual({ status: 503, requests: 0 });
  });
});

describe('the cookie of a session has Secure if the browser speaks TLS', () => {
  /** The Set-Cookie header of a sign-in by a node that forwards to the leader. */
  const signedIn = async (leaderTls: Tls | undefined, nodeTls: Tls | undefined) => {
    const rig = await SignInRig.open({ nodes: leads }, leaderTls);
    onTestFinished(() => rig.close());
    const { url } = await listening(rig.http, leaderTls);
    const password = await rig.make('ana', 'viewer');
    const certificate = leaderTls && String(leaderTls.cert);
    const between = await node(
      follows(() => ({ url, key: LEADER_KEY, certificate })),
      nodeTls === undefined ? {} : { tls: nodeTls },
    );
    const answer = await requestTrusting(`${between.url}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: between.url },
      body: JSON.stringify({ name: 'ana', password }),
    });
    expect(answer.status).toBe(200);
    return String(answer.headers['set-cookie']);
  };

  test('to the node that it asks, though the leader does not', async () => {
    expect(await signedIn(undefined, tlsOf('carrier'))).toMatch(/^__Host-tocsin_session=.*; Secure/);
  });

  test('and not if only the leader does', async () => {
    expect(await signedIn(tlsOf('carrier'), undefined)).toMatch(/^tocsin_session=(?!.*Secure)/);
  });
});
