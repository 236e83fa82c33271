import { expect, onTestFinished, test } from 'vitest';
import { Tokens } from '../../../src/access/tokens.ts';
import { configSchema } from '../../../src/config/schema.ts';
import type { Role } from '../../../src/domain/access/role.ts';
import type { TokenLimits } from '../../../src/domain/access/token-limits.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { Gateway } from '../../support/gateway/gateway.ts';
import { ApiClient } from '../../support/http/api-client.ts';
import { numberAt } from '../../support/people/people.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';
import { pathOfStore } from '../../support/store/path-of-store.ts';
import { openSqliteStore } from '../../support/store/sqlite-store.ts';

const started = async (input: Parameters<typeof Gateway.start>[0] = {}): Promise<Gateway> => {
  const gateway = await Gateway.start(input);
  onTestFinished(() => gateway.stop());
  return gateway;
};

const limited = async (gateway: Gateway, role: Role, limits: TokenLimits, expiresAt?: number) => {
  const store = await openSqliteStore(pathOfStore(gateway.config), systemClock);
  try {
    const token = await new Tokens(store, systemClock).create(`limited ${role}`, role, undefined, {
      limits,
      expiresAt,
    });
    return { api: new ApiClient(gateway.url, token), id: token.slice(7, 19), token };
  } finally {
    await store.close();
  }
};

const messages = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ to: numberAt(index), text: 'Évacuez.' }));

test('what a stolen token has queued for 5,000 people is called back with the token, and nothing else is', async () => {
  const gateway = await started();
  const stolen = await limited(gateway, 'sender', {});
  expect((await stolen.api.sendBatch(messages(5000))).accepted).toBe(5000);
  const other = await gateway.api.send({ to: numberAt(1), text: 'À tous.' });
  const revoked = await gateway.api.request('DELETE', `/v1/tokens/${stolen.id}?withdraw=true`);
  expect(revoked.status).toBe(200);
  expect(await revoked.json()).toEqual({ withdrawn: 5000, uncertain: 0, underWay: 0 });
  expect((await stolen.api.request('GET', '/v1/messages')).status).toBe(401);
  const { items } = (await (await gateway.api.request('GET', '/v1/messages?state=queued')).json()) as {
    items: { id: string }[];
  };
  expect(items.map(({ id }) => id)).toEqual([other.id]);
  const cancelled = (await (
    await gateway.api.request('GET', '/v1/messages?state=cancelled&limit=1')
  ).json()) as {
    items: { id: string; reason: string }[];
  };
  expect(cancelled.items[0]?.reason).toBe('withdrawn, since its token was revoked');
  const one = await (await gateway.api.request('GET', `/v1/messages/${cancelled.items[0]?.id}`)).json();
  expect(one).toMatchObject({ owner: { kind: 'system', id: stolen.id, name: 'limited sender' } });
});

test('a token that was revoked without withdrawing leaves its messages in the queue', async () => {
  const gateway = await started();
  const lost = await limited(gateway, 'sender', {});
  const { id } = await lost.api.send({ to: numberAt(1), text: 'Bonjour' });
  expect((await gateway.api.request('DELETE', `/v1/tokens/${lost.id}`)).status).toBe(204);
  expect(await (await gateway.api.request('GET', `/v1/messages/${id}`)).json()).toMatchObject({
    state: 'queued',
    owner: { name: 'limited sender' },
  });
});

test('messages of a token that the command line revoked are withdrawn before a restarted gateway sends anything', async () => {
  const carrier = await startCarrier();
  const route = { id: 'a', type: 'smpp', host: '127.0.0.1', port: carrier.port, systemId: 'tocsin' };
  const { routes } = configSchema.parse({ routes: [{ ...route, password: 'secret' }] });
  let gateway = await started();
  const stolen = await limited(gateway, 'sender', {});
  await stolen.api.sendBatch(messages(50));
  gateway = await gateway.restart(async () => {
    const store = await openSqliteStore(pathOfStore(gateway.config), systemClock);
    const note = {
      at: systemClock.now(),
      actor: { id: 'cli', name: 'cli' },
      action: 'token.revoke',
      subject: 'x',
      detail: {},
    };
    expect(await store.removeToken(stolen.id, note, true)).toBe('removed');
    await store.close();
    (gateway.config.routes as unknown[]).push(...routes);
  });
  onTestFinished(() => gateway.stop());
  const queued = await (await gateway.api.request('GET', '/v1/messages?state=cancelled&limit=100')).json();
  expect((queued as { items: unknown[] }).items).toHaveLength(50);
  await carrier.until(({ bound }) => bound > 0);
  expect(carrier.stats.submits).toBe(0);
});

test('a token sends no more messages a minute and a day than it may, by single messages and batches together', async () => {
  const gateway = await started();
  const { api } = await limited(gateway, 'sender', { sending: { perDay: 5 } });
  await api.send({ to: numberAt(1), text: 'Bonjour' });
  const batch = await api.sendBatch(messages(7));
  expect(batch.accepted).toBe(4);
  expect(batch.refused).toHaveLength(3);
  expect(batch.refused[0]).toEqual({
    line: 5,
    errors: [{ path: '', message: 'this token sends at most 5 messages a day (UTC)' }],
  });
  const more = await api.request('POST', '/v1/messages', { to: numberAt(1), text: 'Bonjour' });
  expect(more.status).toBe(429);
  expect(Number(more.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await more.json()).toMatchObject({
    type: 'urn:tocsin:problem:too-many-messages',
    detail: 'this token sends at most 5 messages a day (UTC)',
  });
  const restarted = await gateway.restart();
  onTestFinished(() => restarted.stop());
  const { items } = (await (await restarted.api.request('GET', '/v1/messages')).json()) as {
    items: unknown[];
  };
  expect(items).toHaveLength(5);
});

test('a token sends only with the priority, as the senders and to the countries that it may', async () => {
  const gateway = await started();
  const sending = { maxPriority: 'normal' as const, senders: ['MAIRIE'], countries: ['FR'] };
  const { api } = await limited(gateway, 'sender', { sending });
  const wrong = { to: '+12025550100', text: 'Hello', from: 'BANK', priority: 'critical' };
  const refused = await api.request('POST', '/v1/messages', wrong);
  expect(refused.status).toBe(403);
  expect(((await refused.json()) as { errors: { path: string }[] }).errors.map(({ path }) => path)).toEqual([
    'priority',
    'from',
    'to',
  ]);
  expect((await api.sendBatch([wrong])).accepted).toBe(0);
  await api.send({ to: numberAt(1), text: 'Bonjour', from: 'MAIRIE', priority: 'low' });
});

test('a token with a limit of what it sends has no other way to send: no alert, test, drill, test of a route, launch or case', async () => {
  const gateway = await started();
  const { api } = await limited(gateway, 'admin', { sending: { perMinute: 1 } });
  for (const [method, path] of [
    ['POST', '/v1/alerts'],
    ['POST', '/v1/alerts/1/test'],
    ['POST', '/v1/alerts/1/launch'],
    ['POST', '/v1/alerts/1/resend'],
    ['POST', '/v1/alerts/1/approve'],
    ['POST', '/v1/scenarios/1/launch'],
    ['POST', '/v1/drills'],
    ['POST', '/v1/drills/1/run'],
    ['POST', '/v1/schedules'],
    ['POST', '/v1/keywords'],
    ['POST', '/v1/routes/a/test'],
    ['POST', '/v1/triggers/a'],
    ['POST', '/v1/cap'],
    ['POST', '/v1/cases/1/take'],
    ['POST', '/v1/users'],
  ] as const) {
    const answer = await api.request(method, path, {});
    expect([path, answer.status]).toEqual([path, 403]);
    expect(((await answer.json()) as { detail: string }).detail).toContain('has limits of what it may send');
  }
});

test('a token is refused after its expiry, and from an address that is not its own', async () => {
  const gateway = await started();
  const old = await limited(gateway, 'viewer', {}, systemClock.now() - 1);
  expect((await old.api.request('GET', '/v1/routes')).status).toBe(401);
  const elsewhere = await limited(gateway, 'viewer', { addresses: ['192.0.2.0/24', '2001:db8::/32'] });
  const answer = await elsewhere.api.request('GET', '/v1/routes');
  expect(answer.status).toBe(403);
  expect(((await answer.json()) as { detail: string }).detail).toContain('not taken from this address');
  const here = await limited(gateway, 'viewer', { addresses: ['127.0.0.0/8'] });
  expect((await here.api.request('GET', '/v1/routes')).status).toBe(200);
});

test('the list of tokens shows expiry, last use and limits', async () => {
  const gateway = await started();
  const limits = { sending: { perMinute: 10, countries: ['FR'] }, addresses: ['127.0.0.1'] };
  const { api, id } = await limited(gateway, 'sender', limits, systemClock.now() + 86_400_000);
  await api.send({ to: numberAt(1), text: 'Bonjour' });
  await expect
    .poll(async () => {
      const { items } = (await (await gateway.api.request('GET', '/v1/tokens')).json()) as {
        items: { id: string; lastUsedAt: string | null }[];
      };
      return items.find((one) => one.id === id);
    })
    .toMatchObject({
      expiresAt: expect.any(String),
      lastUsedAt: expect.any(String),
      limits: {
        perMinute: 10,
        perDay: null,
        maxPriority: null,
        senders: null,
        countries: ['FR'],
        addresses: ['127.0.0.1'],
      },
    });
});
