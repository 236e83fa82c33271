import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../../src/domain/access/role.ts';
import { auditOf } from '../../../src/ops/audit.ts';
import { modem1 } from '../../support/http/fake-routes.ts';
import { HttpRig } from '../../support/http/http-rig.ts';
import { PeopleRig } from '../../support/people/people-rig.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

describe('the audit log', () => {
  let disk: StoreOnDisk;
  let rig: HttpRig;
  beforeEach(async () => {
    disk = await StoreOnDisk.open();
    const { store, clock } = disk;
    rig = new HttpRig(undefined, { audit: { ...auditOf(store, clock), audit: store.audit } });
  });
  afterEach(async () => {
    await rig.app.close();
    await disk.remove();
  });

  const list = async (query = '', role: Role = 'approver') => {
    const response = await rig.ask(role, 'GET', `/v1/audit${query}`);
    return response.json() as { items: { id: number; action: string; subject: string }[]; next: string };
  };
  const actionsOf = async (query: string) => (await list(query)).items.map(({ action }) => action);

  test('says what was done, to what, by whom and when', async () => {
    await rig.ask('operator', 'POST', '/v1/routes/orange/disable');
    expect((await list()).items).toEqual([
      {
        id: 1,
        at: '2026-01-01T00:00:00.000Z',
        actor: { kind: 'system', id: 'operator', name: 'the operator' },
        action: 'route.disable',
        subject: 'route:orange',
        detail: {},
      },
    ]);
  });

  test('keeps its entries over a restart, and gives no id twice', async () => {
    await auditOf(disk.store, disk.clock).record({ id: 'cli', name: 'x' }, 'one', 'thing:1');
    const store = await disk.reopen();
    await auditOf(store, disk.clock).record({ id: 'cli', name: 'x' }, 'two', 'thing:1', { deep: [1] });
    const all = { actor: undefined, action: undefined, subject: undefined, since: undefined };
    const { items } = await store.audit(all, { limit: 10, cursor: undefined });
    expect(items).toMatchObject([
      { id: 2, action: 'two', detail: { deep: [1] } },
      { id: 1, action: 'one', detail: {} },
    ]);
  });

  test('can be filtered by actor, action, subject and time, and has the newest entry first', async () => {
    await rig.ask('operator', 'POST', '/v1/routes/orange/disable');
    await rig.ask('admin', 'POST', '/v1/routes/orange/enable');
    await disk.clock.advance(1000);
    await rig.ask('admin', 'POST', '/v1/routes/modem-1/disable');
    expect(await actionsOf('')).toEqual(['route.disable', 'route.enable', 'route.disable']);
    expect(await actionsOf('?actor=admin')).toEqual(['route.disable', 'route.enable']);
    expect(await actionsOf('?actor=the%20operator')).toEqual(['route.disable']);
    expect(await actionsOf('?action=route.enable')).toEqual(['route.enable']);
    expect(await actionsOf('?action=route')).toHaveLength(3);
    expect(await actionsOf('?action=rout')).toEqual([]);
    expect(await actionsOf('?action=%25')).toEqual([]);
    expect(await actionsOf('?subject=route:orange')).toEqual(['route.enable', 'route.disable']);
    expect(await actionsOf('?subject=route')).toHaveLength(3);
    expect(await actionsOf('?since=2026-01-01T01:00:01%2B01:00')).toEqual(['route.disable']);
    expect(await actionsOf('?actor=admin&subject=route:orange')).toEqual(['route.enable']);
  });

  test('is returned page by page, with each entry once', async () => {
    const audit = auditOf(disk.store, disk.clock);
    for (let n = 1; n <= 5; n++) await audit.record({ id: 'a', name: 'a' }, 'x', `n:${n}`);
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { items, next } = await list(`?limit=2${cursor}`);
      seen.push(...items.map(({ subject }) => subject));
      if (next === null) break;
      cursor = `&cursor=${next}`;
    }
    expect(seen).toEqual(['n:5', 'n:4', 'n:3', 'n:2', 'n:1']);
  });

  test.each(['?cursor=x', '?actor=', `?subject=${'x'.repeat(201)}`, '?since=yesterday', '?who=me'])(
    'refuses the query %s with 422',
    async (query) => {
      expect((await rig.ask('admin', 'GET', `/v1/audit${query}`)).statusCode).toBe(422);
    },
  );
});

describe('the audit log of routes', () => {
  let rig: HttpRig;
  beforeEach(() => {
    rig = new HttpRig();
  });
  afterEach(() => rig.app.close());

  test('has a test of a route once, however often its request is repeated', async () => {
    const ask = () =>
      rig.ask(
        'operator',
        'POST',
        '/v1/routes/orange/test',
        { to: '+33639980001' },
        { 'idempotency-key': 'k' },
      );
    const { id } = (await ask()).json();
    await ask();
    expect(rig.audit.notes).toEqual([
      { actor: 'the operator', action: 'route.test', subject: 'route:orange', detail: { message: id } },
    ]);
  });

  test('has a trace before the trace begins, and whether the trace shows numbers', async () => {
    await rig.ask('admin', 'POST', '/v1/routes/orange/trace', { for: 'PT5M', unmasked: true });
    expect(rig.audit.notes).toEqual([
      {
        actor: 'the admin',
        action: 'route.trace',
        subject: 'route:orange',
        detail: { forMs: 300_000, unmasked: true },
      },
    ]);
    rig.audit.outOfReach = true;
    const refused = await rig.ask('admin', 'POST', '/v1/routes/orange/trace', { for: 'PT9M' });
    expect(refused.statusCode).toBe(503);
    expect(rig.trace.unmasked).toBe(true);
  });

  test.each([
    ['pin/clear', 'sim.clearPin'],
    ['sim/restore', 'sim.restore'],
  ])('has %s of a SIM, with the ICCID of the SIM', async (path, action) => {
    await rig.ask('admin', 'POST', `/v1/routes/${modem1.id}/${path}`);
    const detail = { iccid: '8988211000000000017' };
    expect(rig.audit.notes).toEqual([{ actor: 'the admin', action, subject: 'route:modem-1', detail }]);
  });

  test('has no request that was refused', async () => {
    rig.sim.act = { kind: 'notNow', reason: 'the modem is sending' };
    await rig.ask('admin', 'POST', '/v1/routes/modem-1/sim/restore');
    await rig.ask('admin', 'POST', '/v1/routes/nowhere/disable');
    await rig.ask('admin', 'POST', '/v1/routes/modem-1/trace', { for: 'PT5M' });
    await rig.ask('admin', 'POST', '/v1/routes/orange/test', { to: 'nobody' });
    await rig.ask('viewer', 'POST', '/v1/routes/orange/disable');
    expect(rig.audit.notes).toEqual([]);
  });
});

test('the audit log has an opt-out that an operator records and removes, but no repetition that changes nothing', async () => {
  const rig = await PeopleRig.open();
  const body = { number: '+33639980001', evidence: 'by telephone' };
  await rig.ask('POST', '/v1/opt-outs', body);
  await rig.ask('POST', '/v1/opt-outs', { ...body, evidence: 'again' });
  await rig.ask('DELETE', '/v1/opt-outs/+33639980001');
  await rig.ask('DELETE', '/v1/opt-outs/+33639980001');
  const response = await rig.ask('GET', '/v1/audit?subject=number:%2B33639980001', undefined, {}, 'admin');
  expect(response.json().items).toMatchObject([
    { action: 'optOut.remove', detail: { list: null } },
    { action: 'optOut.add', detail: { list: null, evidence: 'by telephone' } },
  ]);
  await rig.close();
});
