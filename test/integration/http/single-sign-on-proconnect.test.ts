import { beforeAll, beforeEach, expect, test } from 'vitest';
import { ProviderOnLoopback } from '../../support/http/provider-on-loopback.ts';
import { ORIGIN, SIGN_ON, SignOnRig } from '../../support/http/sign-on-rig.ts';

const SUB = '704e024229015d2bd47f7a5e5ab05b35c8336ab403c38022985f8cfadc86fe91';
const PEOPLE = {
  [SUB]: { siret: '13000766900018', idp_id: 'fia1', preferred_username: 'anna.roux' },
};

let provider: ProviderOnLoopback;
beforeAll(async () => {
  // As ProConnect: the person's record only as a signed JWT, and nothing but sub in the ID token.
  provider = await ProviderOnLoopback.open(
    ORIGIN,
    PEOPLE,
    {
      conformIdTokenClaims: true,
      features: { jwtUserinfo: { enabled: true }, claimsParameter: { enabled: true } },
    },
    { userinfo_signed_response_alg: 'RS256' },
  );
  return () => provider.close();
});

const claims = '{"id_token":{"acr":{"essential":true,"values":["eidas1","eidas2"]}}}';
const scopes = ['openid', 'siret', 'profile'];
let rig: SignOnRig;
beforeEach(() => {
  provider.person = SUB;
  provider.acr = 'eidas1';
  provider.forges = false;
});
const open = async (more: Parameters<typeof SignOnRig.open>[1]): Promise<SignOnRig> => {
  rig = await SignOnRig.open(provider, { scopes, parameters: { claims }, confirms: false, ...more });
  return rig;
};

test('a person whom nobody linked is shown the identifier that an admin needs, and is signed in once linked', async () => {
  await using _ = { [Symbol.asyncDispose]: () => rig.close() };
  await open({ claim: 'sub', acr: ['eidas1', 'eidas2'] });
  await rig.linked('Anna', 'somebody else');
  const refused = await rig.browser().open(SIGN_ON);
  expect(refused.status).toBe(403);
  expect(refused.body).toContain(SUB);
  expect(JSON.stringify(await rig.rig.audit())).not.toContain(SUB);
  await rig.link('Anna', SUB);
  await rig.rig.disk.clock.advance(2000);
  const browser = rig.browser();
  const page = await browser.open(SIGN_ON);
  expect(JSON.parse(page.body).user.name).toBe('Anna');
  // ProConnect refuses every parameter that it doesn't know.
  const asked = new URL(browser.way.find((one) => one.includes('/auth?')) ?? '').searchParams;
  expect([...asked.keys()].sort()).toEqual([
    ...['claims', 'client_id', 'code_challenge', 'code_challenge_method', 'nonce', 'redirect_uri'],
    ...['response_type', 'scope', 'state'],
  ]);
  expect(asked.get('state')?.length).toBeGreaterThanOrEqual(32);
  expect((await browser.open('/v1/session/oidc/confirm', `${ORIGIN}/`)).status).toBe(404);
});

test('a record of the person as signed JWT counts if its signature does', async () => {
  await using _ = { [Symbol.asyncDispose]: () => rig.close() };
  await open({ claim: 'preferred_username' });
  await rig.linked('Anna', 'anna.roux');
  provider.forges = true;
  expect((await rig.browser().open(SIGN_ON)).status).toBe(401);
  provider.forges = false;
  await rig.rig.disk.clock.advance(2000);
  expect(JSON.parse((await rig.browser().open(SIGN_ON)).body).user.name).toBe('Anna');
  expect(provider.asked).toContain('GET /me');
});

test('a sign-in of a lower level than asked for is refused', async () => {
  await using _ = { [Symbol.asyncDispose]: () => rig.close() };
  await open({ claim: 'sub', acr: ['eidas2'] });
  await rig.linked('Anna', SUB);
  expect((await rig.browser().open(SIGN_ON)).status).toBe(401);
  expect(await rig.refusals()).toEqual([{ address: '127.0.0.1', what: 'signOn acr' }]);
});
