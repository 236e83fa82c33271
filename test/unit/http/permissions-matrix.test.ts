import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { may, type Permission } from '../../../src/access/permissions.ts';
import { type Role, roles } from '../../../src/domain/access/role.ts';
import {
  CONFIRMED,
  CONFIRMED_INSIDE,
  neededOf,
  pathOf,
  remoteAddress,
  routesOf,
} from '../../support/http/api-routes.ts';
import { bearer } from '../../support/http/http-rig.ts';
import { type Browser, SignInRig } from '../../support/http/sign-in-rig.ts';

/** A route that not everybody may ask, and what it needs. */
interface Row {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly needs: Permission | 'session';
  /** Of a route about the session: whether it works before a one-time password is changed. */
  readonly always: boolean;
}

const LIMITS = { sending: { perDay: 10 } };
const DAY_MS = 86_400_000;

let rig: SignInRig;
let rows: readonly Row[];

beforeAll(async () => {
  const needed = await neededOf();
  vi.restoreAllMocks();
  rig = await SignInRig.open();
  rows = (await routesOf(rig.http.app)).flatMap(({ method, url }) => {
    const { permission, how } = needed.get(`${method} ${url}`) ?? { permission: 'anyone', how: undefined };
    if (permission === 'anyone') return [];
    return [{ method: method as 'GET', url, needs: permission, always: how === 'always' }];
  });
  await rig.make('Keeper', 'admin');
  for (const role of roles) await rig.make(`Anna ${role}`, role);
});
afterAll(() => rig.close());

/** What became of a request: the status and the type of the refusal, or that it was let in. */
const outcomeOf = async ({ method, url }: Row, headers: Record<string, string>): Promise<string> => {
  const asked = { method, url: pathOf(url), headers, remoteAddress };
  // Parts that the rig has not answer 500, and bodies that are missing 422: both were let in.
  const { statusCode, body } = await rig.http.app.inject(asked);
  // After ten wrong tokens an address is told to wait, which is no less refused.
  if (statusCode === 429) return 'unauthenticated';
  if (statusCode !== 401 && statusCode !== 403) return 'let in';
  return String(JSON.parse(body).type).replace('urn:tocsin:problem:', '');
};

/** Asks for each route with these headers, and compares the outcomes with those that are expected. */
const expectAll = async (
  headers: Record<string, string>,
  expected: (row: Row) => string,
  asked: readonly Row[] = rows,
): Promise<void> => {
  const outcomes: Record<string, string> = {};
  const right: Record<string, string> = {};
  for (const row of asked) {
    outcomes[`${row.method} ${row.url}`] = await outcomeOf(row, headers);
    right[`${row.method} ${row.url}`] = expected(row);
  }
  expect(asked.length).toBeGreaterThan(150);
  expect(outcomes).toEqual(right);
};

/** A route about the session that is let in may end it: only the others are asked with a session that is used on. */
const lasting = (): readonly Row[] =>
  rows.filter(({ needs, method }) => needs !== 'session' || method !== 'DELETE');
const cookieOf = ({ cookie, csrf }: Browser) => ({ cookie, 'x-csrf-token': csrf });
const refusedAs = (why: string) => () => why;
const userOf = async (name: string) => rig.users.get(name);
/** What a token of this role is answered. */
const byToken =
  (role: Role, isPerson: boolean, sending?: object) =>
  ({ needs }: Row): string => {
    if (needs === 'session') return 'unauthenticated';
    return may({ role, user: undefined, isPerson, sending }, needs) ? 'let in' : 'forbidden';
  };

test.each(roles)(
  'the session of a user with the role %s may on each route what the role may',
  async (role) => {
    const browser = await rig.user(`Sam ${role}`, role);
    await rig.disk.clock.advance(6 * 60_000);
    await expectAll(
      cookieOf(browser),
      ({ method, url, needs }) => {
        if (needs !== 'session' && byToken(role, true)({ method, url, needs, always: false }) === 'forbidden')
          return 'forbidden';
        const wants = [...CONFIRMED, ...CONFIRMED_INSIDE].includes(`${method} ${url}`);
        return wants ? 'confirmation-required' : 'let in';
      },
      lasting(),
    );
  },
);

test.each(roles)('the token of a user with the role %s may on each route what the role may', async (role) => {
  const headers = bearer(await rig.tokens.create(`laptop of ${role}`, role, await userOf(`Anna ${role}`)));
  await expectAll(headers, byToken(role, true));
});

test.each(roles)(
  'the token of a system with the role %s may what the role may, but for what needs a person',
  async (role) => {
    await expectAll(bearer(await rig.tokens.create(`system ${role}`, role)), byToken(role, false));
  },
);

test('a token that may send only so much sends and reads, and may nothing else, whatever its role', async () => {
  const made = await rig.tokens.create('shop', 'admin', await userOf('Anna admin'), {
    limits: LIMITS,
    expiresAt: undefined,
  });
  await expectAll(bearer(made), byToken('admin', true, LIMITS.sending));
  expect(byToken('admin', true, LIMITS.sending)({ needs: 'brake' } as Row)).toBe('forbidden');
});

test('without a token or a session, each route is refused', async () => {
  await expectAll({}, refusedAs('unauthenticated'));
});

test('with a session and no CSRF token or a wrong one, each route that changes something is refused', async () => {
  const { cookie, csrf } = await rig.user('Paul', 'admin');
  const expected = ({ method }: Row) => (method === 'GET' ? 'let in' : 'wrong-csrf-token');
  await expectAll({ cookie }, expected);
  await expectAll({ cookie, 'x-csrf-token': `${csrf}x` }, expected);
});

test('before the one-time password is changed, a session may only change it, be looked at and end', async () => {
  const browser = await rig.signIn('Rosa', await rig.make('Rosa', 'admin'));
  await expectAll(cookieOf(browser), ({ always }) => (always ? 'let in' : 'change-password'), lasting());
});

test('the session and the token of a user who was disabled are refused on each route', async () => {
  const browser = await rig.user('Denis', 'admin');
  const made = await rig.tokens.create('laptop of Denis', 'admin', await userOf('Denis'));
  const by = { version: undefined, by: { id: 'user:1', name: 'Keeper' } };
  expect((await rig.users.disable('Denis', by)).kind).toBe('done');
  await expectAll(cookieOf(browser), refusedAs('unauthenticated'));
  await expectAll(bearer(made), refusedAs('unauthenticated'));
});

test('a token that has expired or was revoked, and one that never was, are refused on each route', async () => {
  const keeper = await userOf('Keeper');
  const expiresAt = rig.disk.clock.now() + DAY_MS;
  const old = await rig.tokens.create('old', 'admin', keeper, { limits: {}, expiresAt });
  await rig.disk.clock.advance(DAY_MS);
  const revoked = await rig.tokens.create('revoked', 'admin', keeper);
  await rig.tokens.revoke(
    revoked.slice('tocsin_'.length, -'_'.length - 43),
    { id: 'user:1', name: 'Keeper' },
    true,
  );
  for (const one of [old, revoked, `tocsin_${'x'.repeat(revoked.length - 7)}`])
    await expectAll(bearer(one), refusedAs('unauthenticated'));
});

test('a session that its user has ended, or that nobody used for half an hour, is refused on each route', async () => {
  const ended = await rig.user('Lea', 'admin');
  await rig.ask(ended, 'DELETE', '/v1/session');
  await expectAll(cookieOf(ended), refusedAs('unauthenticated'));
  const idle = await rig.signIn('Lea');
  await rig.disk.clock.advance(31 * 60_000);
  await expectAll(cookieOf(idle), refusedAs('unauthenticated'));
});
