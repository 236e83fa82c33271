import { afterEach, beforeEach, expect, test } from 'vitest';
import { Tokens } from '../../../../src/access/tokens.ts';
import { auditOf } from '../../../../src/ops/audit.ts';
import { bearer, HttpRig } from '../../../support/http/http-rig.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
let tokens: Tokens;
let rig: HttpRig;
let admin: string;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
  const { store, clock } = disk;
  tokens = new Tokens(store, clock);
  rig = new HttpRig(undefined, { tokens, audit: { ...auditOf(store, clock), audit: store.audit } });
  admin = await tokens.create('head of duty', 'admin');
});
afterEach(async () => {
  await rig.app.close();
  await disk.remove();
});

const idOf = (token: string) => token.slice(7, 19);
const ask = (token: string, method: 'GET' | 'DELETE', url: string) =>
  rig.app.inject({ method, url, headers: bearer(token) });

test('tokens are listed page by page, oldest first, without their secrets', async () => {
  await disk.clock.advance(1000);
  const others = [await tokens.create('web', 'sender'), await tokens.create('cron', 'viewer')];
  const first = await ask(admin, 'GET', '/v1/tokens?limit=1');
  expect(first.json().items).toEqual([
    {
      id: idOf(admin),
      name: 'head of duty',
      role: 'admin',
      user: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      expiresAt: null,
      // The first use is noted beside the request.
      lastUsedAt: expect.toBeOneOf([null, '2026-01-01T00:00:01.000Z']),
      limits: {
        perMinute: null,
        perDay: null,
        maxPriority: null,
        senders: null,
        countries: null,
        addresses: null,
      },
    },
  ]);
  const rest = await ask(admin, 'GET', `/v1/tokens?cursor=${first.json().next}`);
  expect(rest.json().next).toBeNull();
  const ids = rest.json().items.map(({ id }: { id: string }) => id);
  expect(ids.sort()).toEqual(others.map(idOf).sort());
  for (const token of [admin, ...others]) expect(first.body + rest.body).not.toContain(token.slice(20));
});

test('a revoked token is refused from then on, and the audit log says who revoked it', async () => {
  const lost = await tokens.create('lost laptop', 'viewer');
  expect((await ask(lost, 'GET', '/v1/routes')).statusCode).toBe(200);
  expect((await ask(admin, 'DELETE', `/v1/tokens/${idOf(lost)}`)).statusCode).toBe(204);
  expect((await ask(lost, 'GET', '/v1/routes')).statusCode).toBe(401);
  const { items } = (await ask(admin, 'GET', '/v1/audit?action=token.revoke')).json();
  expect(items).toMatchObject([{ actor: { name: 'head of duty' }, subject: `token:${idOf(lost)}` }]);
  await disk.reopen();
  expect(await new Tokens(disk.store, disk.clock).authenticate(lost)).toBeUndefined();
});

test('the last token with the role admin can not be revoked; one of two can be, even by itself', async () => {
  const last = await ask(admin, 'DELETE', `/v1/tokens/${idOf(admin)}`);
  expect(last.statusCode).toBe(409);
  expect(last.json()).toMatchObject({ type: 'urn:tocsin:problem:last-admin' });
  expect((await ask(admin, 'GET', '/v1/audit?action=token.revoke')).json().items).toEqual([]);
  const second = await tokens.create('deputy', 'admin');
  expect((await ask(admin, 'DELETE', `/v1/tokens/${idOf(admin)}`)).statusCode).toBe(204);
  expect((await ask(admin, 'GET', '/v1/tokens')).statusCode).toBe(401);
  expect((await ask(second, 'GET', '/v1/tokens')).json().items).toHaveLength(1);
});

test('an unknown token can not be revoked', async () => {
  expect((await ask(admin, 'DELETE', '/v1/tokens/000000000000')).statusCode).toBe(404);
  expect((await ask(admin, 'DELETE', '/v1/tokens/a%20b')).statusCode).toBe(422);
});
